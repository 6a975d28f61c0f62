"""A plan as it grows: parties, devices, statements and their places."""
from encode import (BoxKey, H, SignKey, commitment_of, label, message, pad, seal_to_box, seeded,
                    u32, wrap, xchacha)

(GENESIS, INVITE, JOIN, CONFIRM, PROPOSE, CONSENT, ENACT, REKEY, RETIRE, OBJECT, WITHDRAW, REVOKE,
 SET_RECOVERY, RECOVER, WAKE, BAD_REKEY) = range(1, 17)
(ADMIT_PARTY, REMOVE_PARTY, SET_RULES, SET_SECTORS, REST_PARTY, REPLACE_PARTY, MOVE_SERVER, CLOSE,
 END_DEVICES, SET_SIGNERS, LEAVE, CLEAR_RECOVERY) = range(1, 13)
START = 1_800_000_000
DAY = 86_400
SERVER = SignKey("server")


class Device:
    """Keys of a device, an invitation or a recovery, by name."""

    def __init__(self, name):
        self.name = name
        self.sign = SignKey("device", name)
        self.box = BoxKey("device", name)
        self.person = seeded("person", name)[:16]
        self.index = 0
        self.counter = 0

    def keys(self):
        return message((1, self.sign.public), (2, self.box.public))


class Change:
    """What a member proposed: by which names consent, objection and enactment call it."""

    def __init__(self, act, proposal, subject, time):
        self.act = act
        self.proposal = proposal
        self.subject = subject
        self.time = time

    def is_constitutional(self):
        """CHARTER19."""
        return self.act not in (END_DEVICES, SET_SIGNERS, CLEAR_RECOVERY)


def subject_moves(subject):
    return isinstance(subject, Change) and subject.act == MOVE_SERVER


def cut(device, seq=0, core_hash=b""):
    return message((1, device), (2, seq), (3, core_hash))


def cuts_of(*devices):
    return [cut(device.index) for device in devices]


def rule(parties=1, sectors=1, days=14, act=1):
    return message((1, act), (2, parties), (3, sectors), (4, days))


def founding_party(device, sector, signer_rule=1):
    return message((1, sector), (2, signer_rule), (3, device.person), (4, device.keys()))


class World:
    made = 0  # so that no two plans have the same id, and one server can hold them all

    def __init__(self):
        World.made += 1
        self.nonce = seeded("nonce", World.made)[:16]
        self.space = b""
        self.entries = []
        self.height = 0
        self.previous = b""
        self.time = START
        self.constitution = b""
        self.devices = 0
        self.epoch = b""
        self.key = b""
        self.epochs = {}  # every epoch's key
        self.statement_hash = b""
        self.last_signed = b""
        self.first = None  # the device of number 1
        self.moved = None  # how many entries there were when a move was first enacted

    # -- building blocks ------------------------------------------------
    def statement(self, kind, body, author=None, **other):
        fields = {
            "version": 1, "space": self.space, "device": author.index if author else 0,
            "counter": 0, "head": self.previous,
        }
        if author and "counter" not in other:
            author.counter += 1
            fields["counter"] = author.counter
        fields.update(other)
        return message((1, fields["version"]), (2, fields["space"]), (3, kind),
                       (4, fields["device"]), (5, fields["counter"]), (6, fields["head"]),
                       (7, body)), fields

    def signed(self, kind, body, signers, author=None, payload=(), envelope=None, **other):
        data, fields = self.statement(kind, body, author, **other)
        outer = {"version": 1, "device": fields["device"], "counter": fields["counter"]}
        outer.update(envelope or {})
        signatures = [key.sign("statement", data) for key in signers]
        self.statement_hash = H("statement", data)
        return data, message((1, outer["version"]), (2, outer["device"]), (3, outer["counter"]),
                             (4, data), (5, signatures), (6, list(payload)))

    def place(self, signed, advance=60, **other):
        """Gives a statement its place, as a server would; returns the Entry."""
        self.time += advance
        self.last_signed = signed
        fields = {"version": 1, "height": self.height, "previous": self.previous,
                  "time": self.time, "statement": self.statement_hash}
        fields.update(other)
        position = message((1, fields["version"]), (2, fields["height"]),
                           (3, fields["previous"]), (4, fields["time"]), (5, fields["statement"]))
        entry = message((1, position), (2, signed))
        self.entries.append(entry)
        self.height += 1
        self.previous = H("entry", position)
        return entry

    # -- statements -----------------------------------------------------
    def found(self, parties, sectors=(1, 2, 3), rules=None, advance=0, **other):
        """parties: (device, sector) or (device, sector, signer rule)."""
        body = message((1, self.nonce), (2, SERVER.public), (3, tuple(sectors)),
                       (4, [rule()] if rules is None else rules),
                       (5, [founding_party(*party) for party in parties]))
        if parties and not self.first:
            self.first = parties[0][0]
        for party in parties:
            self.devices += 1
            party[0].index = self.devices
        data, signed = self.signed(GENESIS, body, [p[0].sign for p in parties],
                                   space=b"", head=b"", **other)
        self.space = H("space", data)
        self.place(signed, advance)
        self.constitution = self.previous
        return self

    def invite(self, author, invitation, party=0, sector=0, days=30, keys=None, signers=None,
               expires=None, card=b"card", person=b"", replaces=0, advance=60, **other):
        """`person` is the author's, for a further device of it."""
        if keys is None:
            keys = [self.sealed_key(invitation)] if party and self.epoch else []
        body = message((1, party), (2, sector), (3, invitation.sign.public),
                       (4, invitation.box.public),
                       (5, self.time + days * DAY if expires is None else expires),
                       (6, keys), (7, card), (8, person), (9, replaces))
        _, signed = self.signed(INVITE, body, signers or [author.sign], author, **other)
        self.place(signed, advance)
        return self

    def sealed_key(self, holder, room=0, epoch=None, box_key=None):
        sealed = seal_to_box(self.key or bytes(32), self.space, room,
                             commitment_of(self.space, room, self.key or bytes(32)),
                             holder.box.public, "ephemeral", holder.name, len(self.entries))
        return message((1, room), (2, epoch or self.epoch or bytes(32)),
                       (3, box_key or holder.box.public), (4, sealed))

    def join(self, invitation, device, signers=None, advance=60, person=None, **other):
        body = message((1, invitation.sign.public), (2, person or device.person),
                       (3, device.keys()))
        _, signed = self.signed(JOIN, body, signers or [invitation.sign, device.sign], **other)
        self.place(signed, advance)
        self.devices += 1
        device.index = self.devices
        return self

    def confirm(self, author, person, signers=None, advance=60, **other):
        body = message((1, person))
        _, signed = self.signed(CONFIRM, body, signers or [author.sign], author, **other)
        self.place(signed, advance)
        return self

    def propose(self, invitation, device, sector, days=60, signer_rule=1, signers=None, act=None,
                expires=None, advance=60, person=None, replaces=0, **other):
        """A newcomer's admission, or its replacement of a party."""
        if act is None:
            act = REPLACE_PARTY if replaces else ADMIT_PARTY
        subject = message((1, invitation.sign.public), (2, sector), (3, signer_rule),
                          (4, person or device.person), (5, device.keys()), (6, replaces))
        body = message((1, act), (2, subject),
                       (3, self.time + days * DAY if expires is None else expires))
        _, signed = self.signed(PROPOSE, body, signers or [invitation.sign, device.sign], **other)
        device.proposal = self.statement_hash
        device.subject = H("subject", subject)
        self.place(signed, advance)
        device.time = self.time
        return self

    def consent(self, author, newcomer, days=30, subject=None, proposal=None, constitution=None,
                expires=None, advance=60, signers=None, **other):
        body = message((1, proposal or newcomer.proposal), (2, subject or newcomer.subject),
                       (3, constitution or self.constitution),
                       (4, self.time + days * DAY if expires is None else expires))
        _, signed = self.signed(CONSENT, body, signers or [author.sign], author, **other)
        self.place(signed, advance)
        return self

    def enact(self, author, subject, keys=(), cuts=(), proposal=None, advance=60, signers=None,
              **other):
        """subject: a newcomer's Device or a Change."""
        body = message((1, proposal or subject.proposal), (2, list(keys)), (3, list(cuts)))
        if signers is None:
            signers = [author.sign] if author else []
        _, signed = self.signed(ENACT, body, signers, author, **other)
        self.place(signed, advance)
        if isinstance(subject, Device) or subject.is_constitutional():
            self.constitution = self.previous
        if subject_moves(subject) and self.moved is None:
            self.moved = len(self.entries)
        if isinstance(subject, Device):
            self.devices += 1
            subject.index = self.devices
        return self

    def rekey(self, author, devices, invitations=(), previous=None, room=0, grants=None,
              wrapped=None, grants_hash=None, extra=(), advance=60, **other):
        """`extra` are epochs whose keys are wrapped too, or whole Wraps."""
        new_key = seeded("epoch", len(self.entries))
        commitment = commitment_of(self.space, room, new_key)
        previous = self.epoch if previous is None else previous
        if grants is None:
            grants = message((1, [self.grant(holder, new_key, commitment) for holder in devices]
                              + [self.grant(holder, new_key, commitment, False)
                                 for holder in sorted(invitations, key=lambda i: i.sign.public)]))
        if wrapped is None:
            wrapped = wrap(new_key, self.epochs.get(previous, self.key),
                           seeded("nonce", len(self.entries))[:24], self.space,
                           room, previous, commitment) if previous else b""
        extra = [self.wrap_of(one, new_key, room, commitment, place)
                 if len(one) == 32 else one for place, one in enumerate(extra)]
        body = message((1, room), (2, previous), (3, commitment),
                       (4, grants_hash or H("grants", grants)), (5, wrapped), (6, extra))
        _, signed = self.signed(REKEY, body, [author.sign], author, payload=[grants], **other)
        self.place(signed, advance)
        self.epoch = self.statement_hash
        self.key = self.epochs[self.epoch] = new_key
        return self

    def wrap_of(self, epoch, new_key, room, commitment, place):
        nonce = seeded("extra nonce", len(self.entries), place)[:24]
        return message((1, epoch), (2, wrap(new_key, self.epochs.get(epoch, bytes(32)), nonce,
                                            self.space, room, epoch, commitment)))

    def grant(self, holder, key, commitment, is_device=True):
        sealed = seal_to_box(key, self.space, 0, commitment, holder.box.public,
                             "grant", holder.name, len(self.entries))
        return message((1, holder.index if is_device else 0),
                       (2, b"" if is_device else holder.sign.public), (3, sealed))

    def retire(self, author, device, seq=0, core_hash=b"", signers=None, advance=60, **other):
        body = message((1, message((1, device), (2, seq), (3, core_hash))))
        _, signed = self.signed(RETIRE, body, [author.sign] if signers is None else signers,
                                author, **other)
        self.place(signed, advance)
        return self

    def propose_change(self, author, act, subject, days=60, expires=None, signers=None, advance=60,
                       **other):
        """Anything but an admission; returns the Change."""
        body = message((1, act), (2, subject),
                       (3, self.time + days * DAY if expires is None else expires))
        _, signed = self.signed(PROPOSE, body, [author.sign] if signers is None else signers,
                                author, **other)
        self.place(signed, advance)
        return Change(act, self.statement_hash, H("subject", subject), self.time)

    def propose_removal(self, author, party, **other):
        return self.propose_change(author, REMOVE_PARTY, message((1, party)), **other)

    def propose_rules(self, author, rules, **other):
        return self.propose_change(author, SET_RULES, message((1, list(rules))), **other)

    def propose_sectors(self, author, sectors, **other):
        return self.propose_change(author, SET_SECTORS, message((1, tuple(sectors))), **other)

    def propose_rest(self, author, party, **other):
        return self.propose_change(author, REST_PARTY, message((1, party)), **other)

    def propose_move(self, author, server_key, address=b"https://new.example", **other):
        subject = message((1, server_key), (2, address))
        return self.propose_change(author, MOVE_SERVER, subject, **other)

    def propose_close(self, author, **other):
        return self.propose_change(author, CLOSE, b"", **other)

    def propose_end(self, author, person, device=0, **other):
        """`device` is a number; 0 stands for all of the person's."""
        return self.propose_change(author, END_DEVICES, message((1, person), (2, device)), **other)

    def propose_signers(self, author, signer_rule, **other):
        return self.propose_change(author, SET_SIGNERS, message((1, signer_rule)), **other)

    def propose_leave(self, author, **other):
        return self.propose_change(author, LEAVE, b"", **other)

    def propose_clear(self, author, person, **other):
        return self.propose_change(author, CLEAR_RECOVERY, message((1, person)), **other)

    def set_recovery(self, author, words, before=None, replaces=None, keys=None, signers=None,
                     tag=None, advance=60, **other):
        """`words` and `before` are Devices: what the person's words stand for, now and before."""
        if keys is None:
            keys = [self.sealed_key(words)] if self.epoch else []
        if replaces is None:
            replaces = before.sign.public if before else b""
        if signers is None:
            signers = [author.sign, words.sign] + ([before.sign] if before else [])
        body = message((1, words.sign.public), (2, words.box.public),
                       (3, seeded("tag", words.name) if tag is None else tag), (4, replaces),
                       (5, keys))
        _, signed = self.signed(SET_RECOVERY, body, signers, author, **other)
        self.place(signed, advance)
        return self

    def recover(self, words, device, signers=None, recovery=None, advance=60, **other):
        body = message((1, words.sign.public if recovery is None else recovery),
                       (2, device.keys()))
        _, signed = self.signed(RECOVER, body,
                                [words.sign, device.sign] if signers is None else signers, **other)
        self.place(signed, advance)
        self.devices += 1
        device.index = self.devices
        return self

    def wake(self, author, *accepts, signers=None, advance=60, **other):
        _, signed = self.signed(WAKE, message((1, tuple(accepts))),
                                [author.sign] if signers is None else signers, author, **other)
        self.place(signed, advance)
        self.constitution = self.previous
        return self

    def bad_rekey(self, author, epoch=None, room=0, signers=None, advance=60, **other):
        body = message((1, room), (2, self.epoch if epoch is None else epoch))
        _, signed = self.signed(BAD_REKEY, body, [author.sign] if signers is None else signers,
                                author, **other)
        self.place(signed, advance)
        return self

    def object(self, author, subject, epoch=b"", reason=b"", proposal=None, signers=None,
               advance=60, **other):
        body = message((1, subject.proposal if proposal is None else proposal), (2, epoch),
                       (3, reason))
        _, signed = self.signed(OBJECT, body, [author.sign] if signers is None else signers,
                                author, **other)
        self.place(signed, advance)
        return self

    def reason(self, author, subject, text):
        """KEYS7 under the room's key."""
        ad = (label("reason-ad") + self.space + u32(0) + self.epoch + subject.proposal
              + u32(author.index))
        nonce = seeded("reason", len(self.entries))[:24]
        return nonce + xchacha(self.key, nonce, pad(text.encode()), ad)

    def withdraw(self, author, statement, signers=None, advance=60, **other):
        _, signed = self.signed(WITHDRAW, message((1, statement)),
                                [author.sign] if signers is None else signers, author, **other)
        self.place(signed, advance)
        return self

    def revoke(self, author, invitation, sign_key=None, signers=None, advance=60, **other):
        body = message((1, invitation.sign.public if sign_key is None else sign_key))
        _, signed = self.signed(REVOKE, body, [author.sign] if signers is None else signers,
                                author, **other)
        self.place(signed, advance)
        return self
