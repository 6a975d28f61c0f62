"""A person's further devices, who confirms it, its twelve words, and the time on trial."""
from charter_cases import devices
from charter_change_cases import admit, agreed, founded, newcomer_proposed, remove, with_another
from encode import H, field, message, seeded
from world import DAY, INVITE, RECOVER, SET_RECOVERY, START, Device, World, rule

CASES = []
HOUR = 3600
TRIAL = 48 * HOUR


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def further(world, author, party=1, name="tablet"):
    """A further device of the author's person."""
    link, device = further_invited(world, author, party, name)
    world.join(link, device)
    return device


def further_invited(world, author, party=1, name="tablet", **other):
    link, device = devices(f"link of {name}", name)
    device.person = author.person
    world.invite(author, link, party=party, person=author.person, days=1, **other)
    return link, device


def recovered(world, words, person_of, name="found again", **other):
    """Whoever has the words makes a device of the person."""
    device = Device(name)
    device.person = person_of.person
    world.recover(words, device, **other)
    return device


def with_words(*sectors, signer_rules=None):
    """The first party's person has its twelve words: (world, members, words)."""
    world, members = founded(*(sectors or (1, 1, 2)), signer_rules=signer_rules)
    words = Device("words")
    return world.set_recovery(members[0], words), members, words


def on_trial():
    """The words were used while the person had a device: (world, members, the new device)."""
    world, members, words = with_words()
    return world, members, recovered(world, words, members[0])


def ended_with_words(confirm=True):
    """The second person of the first party has words, and no device any more."""
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=confirm)
    words = Device("words")
    world.set_recovery(guest, words).retire(guest, guest.index)
    return world, members, guest, words


# ---- CHARTER3: who signs --------------------------------------------------------------
def set_signers_case(name, comment, signers, again=False):
    """`signers` gets the author, the new words and those before."""
    def build():
        world, members, words = with_words()
        if again:
            new = Device("new words")
            return world.set_recovery(members[0], new, words,
                                      signers=signers(members[0].sign, new.sign, words.sign))
        second = Device("words of the second")
        return world.set_recovery(members[1], second,
                                  signers=signers(members[1].sign, second.sign, words.sign))
    build.__name__ = f"set_recovery_{name}"
    case("CHARTER3", "ERR_SIGNATURE", f"set recovery: {comment}")(build)


set_signers_case("by_author_alone", "the words have not signed", lambda a, n, o: [a])
set_signers_case("by_author_twice", "the author signs for the words", lambda a, n, o: [a, a])
set_signers_case("swapped", "the words before the author", lambda a, n, o: [n, a])
set_signers_case("by_words_alone", "the author has not signed", lambda a, n, o: [n])
set_signers_case("with_third", "a third signature where nothing is replaced",
                 lambda a, n, o: [a, n, o])
set_signers_case("again_without_old", "the words before have not signed", lambda a, n, o: [a, n],
                 True)
set_signers_case("again_by_new_twice", "the new words sign for the ones before",
                 lambda a, n, o: [a, n, n], True)
set_signers_case("again_by_author_twice", "the author signs for the words before",
                 lambda a, n, o: [a, n, a], True)
set_signers_case("again_swapped", "the words before, before the new ones",
                 lambda a, n, o: [a, o, n], True)


def recover_signers_case(name, comment, signers):
    def build():
        world, _, words = with_words()
        new = Device("found again")
        return world.recover(words, new, signers=signers(words.sign, new.sign))
    build.__name__ = f"recover_signers_{name}"
    case("CHARTER3", "ERR_SIGNATURE", f"recover: {comment}")(build)


recover_signers_case("without_words", "the device signs for the words", lambda w, d: [d, d])
recover_signers_case("without_device", "the words sign for the device", lambda w, d: [w, w])
recover_signers_case("swapped", "the device before the words", lambda w, d: [d, w])
recover_signers_case("by_words_alone", "one signature", lambda w, d: [w])
recover_signers_case("by_three", "three signatures", lambda w, d: [w, d, d])


@case("CHARTER3", "ERR_UNAUTHORIZED", "words, set by a device that nobody knows")
def set_recovery_by_unknown():
    world, _ = founded(1, 1, 2)
    stranger = Device("stranger")
    stranger.index = 4
    return world.set_recovery(stranger, Device("words"))


@case("CHARTER3", "ERR_ENDED", "words, set by a device that has ended")
def set_recovery_by_ended():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    world.retire(guest, guest.index)
    return world.set_recovery(guest, Device("words"))


@case("CHARTER3", "ERR_SIGNATURE", "a report, signed by another device's key")
def report_signed_by_another():
    world, members = founded(1, 1, 2)
    return world.rekey(members[0], members).bad_rekey(members[1], signers=[members[2].sign])


@case("CHARTER3", "ERR_SIGNATURE", "a report that two sign")
def report_signed_by_two():
    world, members = founded(1, 1, 2)
    return world.rekey(members[0], members).bad_rekey(
        members[1], signers=[members[1].sign, members[2].sign])


# ---- CHARTER4: whose counter, and who is on trial -------------------------------------------
@case("CHARTER4", "ERR_MALFORMED", "a recovery in the name of a device")
def recover_by_device():
    world, members, words = with_words()
    new = Device("found again")
    return world.recover(words, new, author=members[0], signers=[words.sign, new.sign])


@case("CHARTER4", "ERR_MALFORMED", "a recovery with a counter")
def recover_with_counter():
    world, _, words = with_words()
    return world.recover(words, Device("found again"), counter=1)


def said_by_nobody(name, comment, act):
    def build():
        world, members = founded(1, 1, 2)
        world.rekey(members[0], members)
        act(world, Device("member 1"))
        return world
    build.__name__ = f"{name}_by_nobody"
    case("CHARTER4", "ERR_MALFORMED", f"{comment} by nobody")(build)


said_by_nobody("set_recovery", "words, set",
               lambda w, a: w.set_recovery(a, Device("words"), counter=0))
said_by_nobody("wake", "a wake", lambda w, a: w.wake(a, counter=0))
said_by_nobody("report", "a report", lambda w, a: w.bad_rekey(a, counter=0))
said_by_nobody("end_devices", "an own act, proposed",
               lambda w, a: w.propose_end(a, Device("member 1").person, counter=0))


@case("WIRE2", "ERR_MALFORMED", "a statement with a field that no statement has")
def statement_with_field_8():
    world, (anna,) = founded(1)
    data, fields = world.statement(INVITE, b"", anna)
    data += field(8, b"body")
    world.statement_hash = H("statement", data)
    world.place(message((1, 1), (2, anna.index), (3, fields["counter"]), (4, data),
                        (5, [anna.sign.sign("statement", data)])))
    return world


@case("CHARTER4", "ERR_CONFLICT", "a report with a counter that was used")
def report_with_used_counter():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    members[0].counter -= 1
    return world.bad_rekey(members[0], advance=HOUR)


def trial_case(name, expect, comment, act, advance=60, prepare=None):
    """What a device on trial says; `act` gets world, members, the device, what was prepared."""
    def build():
        world, members, words = with_words()
        thing = prepare(world, members) if prepare else None
        new = recovered(world, words, members[0])
        act(world, members, new, thing, advance)
        return world
    build.__name__ = f"trial_{name}"
    keys = {"parties": 3} if expect == "OK" else {}
    case("CHARTER4", expect, f"on trial: {comment}", **keys)(build)


def an_invitation(world, members):
    link = Device("link")
    world.invite(members[0], link, party=1)
    return link


def a_rule(world, members):
    return world.propose_rules(members[0], [])


def an_objection(world, members):
    change = world.propose_rules(members[1], [])
    world.object(members[0], change)
    return world.statement_hash


def a_consent(world, members):
    world.consent(members[0], world.propose_rules(members[1], []))
    return world.statement_hash


def a_consent_to_own_act(world, members):
    world.consent(members[0], world.propose_signers(members[0], 2))
    return world.statement_hash


def an_objection_to_own_act(world, members):
    world.object(members[0], own_end(world, members))
    return world.statement_hash


def agreed_rules(world, members):
    change = world.propose_rules(members[0], [])
    agreed(world, change, members)
    return change


def own_end(world, members):
    return world.propose_end(members[0], members[0].person, members[0].index)


NO = "ERR_FORBIDDEN"
trial_case("invites", NO, "it invites", lambda w, m, d, t, a: w.invite(
    d, Device("link"), party=1, advance=a))
trial_case("invites_new_party", NO, "it invites a new party", lambda w, m, d, t, a: w.invite(
    d, Device("link"), sector=2, advance=a))
trial_case("invites_further", NO, "it invites a further device of its person",
           lambda w, m, d, t, a: further_invited(w, d, advance=a))
trial_case("confirms", NO, "it confirms", lambda w, m, d, t, a: w.confirm(d, t.person, advance=a),
           prepare=lambda w, m: with_another(w, m[0], confirm=False))
trial_case("proposes", NO, "it proposes", lambda w, m, d, t, a: w.propose_removal(d, 2, advance=a))
trial_case("proposes_own_act", NO, "it proposes an own act",
           lambda w, m, d, t, a: w.propose_signers(d, 2, advance=a))
trial_case("proposes_its_end", NO, "it proposes to end its person's devices",
           lambda w, m, d, t, a: w.propose_end(d, m[0].person, advance=a))
trial_case("consents", NO, "it consents", lambda w, m, d, t, a: w.consent(d, t, advance=a),
           prepare=a_rule)
trial_case("revokes", NO, "it revokes", lambda w, m, d, t, a: w.revoke(d, t, advance=a),
           prepare=an_invitation)
trial_case("wakes", NO, "it wakes; nothing rests, but the author comes first",
           lambda w, m, d, t, a: w.wake(d, advance=a))
trial_case("retires_the_other", NO, "it ends its person's other device",
           lambda w, m, d, t, a: w.retire(d, m[0].index, advance=a))
trial_case("retires_nobody", NO, "it ends a device that is not there: the trial comes first",
           lambda w, m, d, t, a: w.retire(d, 99, advance=a))
trial_case("retires_itself", "OK", "it ends itself",
           lambda w, m, d, t, a: w.retire(d, d.index, advance=a))
trial_case("rekeys", "OK", "it makes a key", lambda w, m, d, t, a: w.rekey(
    d, m + [d], [Device("words")], advance=a))
trial_case("reports", "OK", "it reports a key",
           lambda w, m, d, t, a: w.bad_rekey(d, advance=a),
           prepare=lambda w, m: w.rekey(m[1], m, [Device("words")]))
trial_case("enacts", "OK", "it enacts what is agreed",
           lambda w, m, d, t, a: w.enact(d, t, advance=a), prepare=agreed_rules)
trial_case("objects", NO, "it objects to what the plan decides",
           lambda w, m, d, t, a: w.object(d, t, advance=a), prepare=a_rule)
trial_case("withdraws", NO, "it withdraws its person's objection to what the plan decides",
           lambda w, m, d, t, a: w.withdraw(d, t, advance=a), prepare=an_objection)
trial_case("withdraws_consent", NO, "it withdraws its person's consent to what the plan decides",
           lambda w, m, d, t, a: w.withdraw(d, t, advance=a), prepare=a_consent)
trial_case("withdraws_proposal", NO, "it withdraws its party's proposal of what the plan decides",
           lambda w, m, d, t, a: w.withdraw(d, t.proposal, advance=a), prepare=a_rule)
trial_case("withdraws_newcomer", NO, "it withdraws a newcomer's proposal of its party's invitation",
           lambda w, m, d, t, a: w.withdraw(d, t.proposal, advance=a),
           prepare=lambda w, m: newcomer_proposed(w, m[0], 2))
trial_case("objects_to_own_act", "OK", "it objects to an own act",
           lambda w, m, d, t, a: w.object(d, t, advance=a), prepare=own_end)
trial_case("objects_to_nothing", NO, "it objects to what nobody proposed: that is no own act",
           lambda w, m, d, t, a: w.object(d, None, proposal=seeded("nothing"), advance=a))
trial_case("withdraws_nothing", NO, "it withdraws what nobody said: that is about no own act",
           lambda w, m, d, t, a: w.withdraw(d, seeded("nothing"), advance=a))
trial_case("withdraws_own_act", "OK", "it withdraws an own act that its person proposed",
           lambda w, m, d, t, a: w.withdraw(d, t.proposal, advance=a), prepare=own_end)
trial_case("withdraws_own_consent", "OK", "it withdraws its person's consent to an own act",
           lambda w, m, d, t, a: w.withdraw(d, t, advance=a), prepare=a_consent_to_own_act)
trial_case("withdraws_own_objection", "OK", "it withdraws its person's objection to an own act",
           lambda w, m, d, t, a: w.withdraw(d, t, advance=a), prepare=an_objection_to_own_act)
trial_case("consents_to_own_act", NO, "it consents to an own act",
           lambda w, m, d, t, a: w.consent(d, t, advance=a),
           prepare=lambda w, m: w.propose_signers(m[0], 2))
trial_case("over_and_objects", "OK", "over: it objects to what the plan decides",
           lambda w, m, d, t, a: w.object(d, t, advance=a), TRIAL, a_rule)
trial_case("over_and_withdraws", "OK", "over: it withdraws what its party proposed",
           lambda w, m, d, t, a: w.withdraw(d, t.proposal, advance=a), TRIAL, a_rule)
trial_case("a_second_left", NO, "a second before the 48 hours are over",
           lambda w, m, d, t, a: w.propose_removal(d, 2, advance=a), TRIAL - 1)
trial_case("over", "OK", "the second the 48 hours are over",
           lambda w, m, d, t, a: w.propose_removal(d, 2, advance=a), TRIAL)
trial_case("over_and_retires", "OK", "over: it ends its person's other device",
           lambda w, m, d, t, a: w.retire(d, m[0].index, advance=a), TRIAL)


def trial_about_own_act(name, rule_id, expect, comment, prepare, act):
    """What CHARTER4 lets it say, and another rule does not."""
    def build():
        world, members, words = with_words()
        thing = prepare(world, members)
        return act(world, recovered(world, words, members[0]), thing)
    build.__name__ = f"trial_{name}"
    case(rule_id, expect, f"on trial: {comment}")(build)


def withdrawn_end(world, members):
    change = own_end(world, members)
    world.withdraw(members[0], change.proposal)
    return change


trial_about_own_act("objects_to_own_act_of_another_party", "CHARTER23", NO,
                    "it objects to another party's own act",
                    lambda w, m: w.propose_signers(m[1], 2), lambda w, d, t: w.object(d, t))
trial_about_own_act("withdraws_own_act_of_another_party", "CHARTER24", NO,
                    "it withdraws another party's own act",
                    lambda w, m: w.propose_signers(m[1], 2),
                    lambda w, d, t: w.withdraw(d, t.proposal))
trial_about_own_act("objects_to_withdrawn_own_act", "CHARTER23", "ERR_NOT_FOUND",
                    "it objects to an own act that was withdrawn", withdrawn_end,
                    lambda w, d, t: w.object(d, t))
trial_about_own_act("withdraws_own_act_twice", "CHARTER24", "ERR_NOT_FOUND",
                    "it withdraws an own act that was withdrawn", withdrawn_end,
                    lambda w, d, t: w.withdraw(d, t.proposal))


@case("CHARTER4", "ERR_FORBIDDEN", "on trial: it sets other words, with those it came by")
def trial_sets_recovery():
    world, members, words = with_words()
    new = recovered(world, words, members[0])
    return world.set_recovery(new, Device("new words"), words)


# ---- CHARTER5: a party's own acts go by no rule of the plan ------------------------------------
def own_act_rule(act, expect="ERR_MALFORMED", comment=None):
    def build():
        return World().found([(Device("anna"), 1)], rules=[rule(act=act)])
    build.__name__ = f"founded_with_rule_of_act_{act}"
    case("CHARTER5", expect, comment or f"a rule for act {act}: a party decides it alone")(build)


for number in (5, 6, 8):
    own_act_rule(number, "OK", f"a rule for act {number}")
for number in (9, 10, 11, 12):
    own_act_rule(number)


@case("CHARTER20", "ERR_MALFORMED", "a rule for act 9, proposed: a party decides it alone")
def rules_of_act_9():
    world, members = founded(1, 1, 2)
    world.propose_rules(members[0], [rule(act=9)])
    return world


# ---- CHARTER7, CHARTER8: a further device ------------------------------------------------------
@case("CHARTER7", "OK", "a further device of the author's person, for a day", parties=1, devices=1)
def invite_further():
    world, (anna,) = founded(1)
    further_invited(world, anna)
    return world


def further_life(name, expect, comment, seconds):
    def build():
        world, (anna,) = founded(1)
        link = Device("link")
        return world.invite(anna, link, party=1, person=anna.person,
                            expires=START + 60 + seconds)
    build.__name__ = f"invite_further_{name}"
    case("CHARTER7", expect, f"a further device: {comment}")(build)


further_life("for_a_second_less", "OK", "a second less than a day", DAY - 1)
further_life("for_a_day", "OK", "a day", DAY)
further_life("for_too_long", "ERR_MALFORMED", "a day and a second", DAY + 1)
further_life("expired", "ERR_EXPIRED", "it expires at the entry's own time", 0)


@case("CHARTER7", "OK", "a further device, with the room's key", devices=1)
def invite_further_with_key():
    world, (anna,) = founded(1)
    further_invited(world.rekey(anna, [anna]), anna)
    return world


@case("CHARTER7", "OK", "a further device, without the room's key: it waits for the next",
      devices=1)
def invite_further_without_key():
    world, (anna,) = founded(1)
    further_invited(world.rekey(anna, [anna]), anna, keys=[])
    return world


@case("CHARTER7", "OK", "somebody unconfirmed invites a further device of its own", devices=4)
def invite_further_by_unconfirmed():
    world, members = founded(1, 1, 2)
    further_invited(world, with_another(world, members[0], confirm=False))
    return world


@case("CHARTER7", "ERR_MALFORMED", "a further device of another person of the party")
def invite_further_of_another():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    return world.invite(members[0], Device("link"), party=1, days=1, person=guest.person)


@case("CHARTER7", "ERR_MALFORMED", "somebody unconfirmed, for the person that had invited it")
def invite_further_of_another_by_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    return world.invite(guest, Device("link"), party=1, days=1, person=members[0].person)


@case("CHARTER7", "ERR_MALFORMED", "a further device of a person nobody knows")
def invite_further_of_nobody():
    world, (anna,) = founded(1)
    return world.invite(anna, Device("link"), party=1, days=1, person=seeded("nobody")[:16])


@case("CHARTER7", "ERR_MALFORMED", "a new party, with a person")
def invite_new_party_with_person():
    world, (anna,) = founded(1)
    return world.invite(anna, Device("link"), sector=2, days=1, person=anna.person)


@case("CHARTER7", "ERR_FORBIDDEN", "somebody unconfirmed invites a new party")
def invite_new_party_by_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    return world.invite(guest, Device("link"), sector=2)


@case("WIRE3", "ERR_MALFORMED", "a further device of a person of 15 bytes")
def invite_further_of_15_bytes():
    world, (anna,) = founded(1)
    return world.invite(anna, Device("link"), party=1, days=1, person=anna.person[:15])


@case("CHARTER8", "OK", "a further device joins", parties=1, devices=2, constitution_height=0)
def join_further():
    world, (anna,) = founded(1)
    further(world, anna)
    return world


@case("CHARTER8", "ERR_CONFLICT", "a further device's invitation, as a new person")
def join_further_as_new_person():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna)
    return world.join(link, device, person=seeded("new person")[:16])


@case("CHARTER8", "ERR_CONFLICT", "a further device's invitation, as another person of the party")
def join_further_as_another():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    link, device = further_invited(world, members[0])
    return world.join(link, device, person=guest.person)


@case("CHARTER8", "ERR_CONFLICT", "a further device with the keys of the first")
def join_further_with_known_keys():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna)
    device.sign, device.box = anna.sign, anna.box
    return world.join(link, device)


@case("CHARTER8", "ERR_USED", "a further device's invitation serves once")
def join_further_twice():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna)
    second = Device("second tablet")
    second.person = anna.person
    return world.join(link, device).join(link, second)


@case("CHARTER8", "ERR_EXPIRED", "a further device, a day later")
def join_further_expired():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna)
    return world.join(link, device, advance=DAY + 60)


@case("CHARTER8", "OK", "a further device, a second before the day is over", devices=2)
def join_further_in_time():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna, expires=START + 60 + DAY)
    return world.join(link, device, advance=DAY - 1)


@case("CHARTER8", "ERR_ENDED", "a further device's invitation that was revoked")
def join_further_revoked():
    world, (anna,) = founded(1)
    link, device = further_invited(world, anna)
    return world.revoke(anna, link).join(link, device)


@case("CHARTER8", "OK", "a signer's further device signs at once", devices=2)
def further_device_signs():
    world, (anna,) = founded(1)
    tablet = further(world, anna)
    return world.invite(tablet, Device("link 2"), party=1)


@case("CHARTER8", "ERR_FORBIDDEN", "an unconfirmed person's further device signs for nobody")
def further_device_of_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    tablet = further(world, guest)
    return world.invite(tablet, Device("link 2"), party=1)


@case("CHARTER17", "OK", "the phone ends, as the tablet is there", devices=2)
def retire_phone_after_tablet():
    world, (anna,) = founded(1)
    tablet = further(world, anna)
    return world.retire(tablet, anna.index)


@case("CHARTER17", "ERR_FORBIDDEN", "the phone ends, and the tablet that is there has ended before")
def retire_phone_after_ended_tablet():
    world, (anna,) = founded(1)
    tablet = further(world, anna)
    return world.retire(anna, tablet.index).retire(anna, anna.index)


@case("CHARTER11", "ERR_CONFLICT", "a person consents twice, from two devices")
def consent_from_two_devices():
    world, members = founded(1, 1, 2)
    tablet = further(world, members[0])
    change = world.propose_rules(members[1], [])
    return world.consent(members[0], change).consent(tablet, change)


@case("CHARTER12", "ERR_NO_CONSENT",
      "two devices of one person, where the party's rule asks for two")
def two_devices_are_one_person():
    world, (anna,) = founded(1, signer_rules=[2])
    with_another(world, anna)
    tablet = further(world, anna)
    change = world.propose_rules(anna, [])
    return world.consent(tablet, change).enact(tablet, change)


@case("CHARTER24", "OK", "a consent that the person gave on another device", devices=4)
def withdraw_from_another_device():
    world, members = founded(1, 1, 2)
    tablet = further(world, members[0])
    change = world.propose_rules(members[1], [])
    world.consent(members[0], change)
    return world.withdraw(tablet, world.statement_hash)


# ---- CHARTER25: who revokes a further device's invitation ----------------------------------------
@case("CHARTER25", "OK", "somebody unconfirmed revokes its own further device's", devices=4)
def revoke_further_by_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    link, _ = further_invited(world, guest)
    return world.revoke(guest, link)


@case("CHARTER25", "OK", "a signer revokes that of an unconfirmed person's further device",
      devices=4)
def revoke_further_of_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    link, _ = further_invited(world, guest)
    return world.revoke(members[0], link)


@case("CHARTER25", "ERR_FORBIDDEN", "somebody unconfirmed revokes that of another's further device")
def revoke_further_of_another():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    link, _ = further_invited(world, members[0])
    return world.revoke(guest, link)


@case("CHARTER25", "ERR_FORBIDDEN", "a signer of another party revokes a further device's")
def revoke_further_of_other_party():
    world, members = founded(1, 1, 2)
    link, _ = further_invited(world, members[0])
    return world.revoke(members[1], link)


# ---- CHARTER9: as many confirm as the party's rule says ------------------------------------------
def two_signers(signer_rule=2):
    """A party of two signers and a guest whom nobody has confirmed: (world, anna, berit, guest)."""
    world, members = founded(1, 1, 2, signer_rules=[signer_rule, 1, 1])
    berit = with_another(world, members[0], "berit")
    return world, members[0], berit, with_another(world, members[0], confirm=False)


def speaks(world, person):
    """Only a confirmed person may do this."""
    return world.invite(person, Device("link 9"), sector=2)


@case("CHARTER9", "OK", "the first of two that are needed", devices=5)
def confirmed_by_one_of_two():
    world, anna, _, guest = two_signers()
    return world.confirm(anna, guest.person)


@case("CHARTER9", "ERR_FORBIDDEN", "one has confirmed it, two are needed: it is not confirmed")
def speaks_confirmed_by_one_of_two():
    world, anna, _, guest = two_signers()
    return speaks(world.confirm(anna, guest.person), guest)


@case("CHARTER9", "OK", "two have confirmed it", devices=5)
def speaks_confirmed_by_two():
    world, anna, berit, guest = two_signers()
    return speaks(world.confirm(anna, guest.person).confirm(berit, guest.person), guest)


@case("CHARTER9", "OK", "where the rule asks for one, one is enough", devices=5)
def speaks_confirmed_by_one():
    world, anna, _, guest = two_signers(1)
    return speaks(world.confirm(anna, guest.person), guest)


@case("CHARTER9", "OK", "the rule asks for three, and two signers are all there are", devices=5)
def speaks_confirmed_by_all():
    world, members = founded(1, 1, 2, signer_rules=[3, 1, 1])
    berit = with_another(world, members[0], "berit")
    guest = with_another(world, members[0], confirm=False)
    return speaks(world.confirm(members[0], guest.person).confirm(berit, guest.person), guest)


@case("CHARTER9", "ERR_CONFLICT", "the same person confirms twice")
def confirm_twice_by_one():
    world, anna, _, guest = two_signers()
    return world.confirm(anna, guest.person).confirm(anna, guest.person)


@case("CHARTER9", "ERR_CONFLICT", "the same person confirms twice, from two devices")
def confirm_twice_from_two_devices():
    world, anna, _, guest = two_signers()
    tablet = further(world, anna)
    return world.confirm(anna, guest.person).confirm(tablet, guest.person)


@case("CHARTER9", "ERR_CONFLICT", "a third confirms whom two have confirmed")
def confirm_confirmed_by_two():
    world, anna, berit, guest = two_signers()
    world.confirm(anna, guest.person).confirm(berit, guest.person)
    third = with_another(world, anna, "third", confirm=False)
    world.confirm(anna, third.person).confirm(berit, third.person)
    return world.confirm(third, guest.person)


@case("CHARTER9", "ERR_FORBIDDEN", "somebody unconfirmed confirms another")
def confirm_by_unconfirmed():
    world, anna, _, guest = two_signers()
    third = with_another(world, anna, "third", confirm=False)
    return world.confirm(guest, third.person)


@case("CHARTER9", "ERR_FORBIDDEN", "whom one of two has confirmed confirms another")
def confirm_by_half_confirmed():
    world, anna, _, guest = two_signers()
    third = with_another(world, anna, "third", confirm=False)
    return world.confirm(anna, guest.person).confirm(guest, third.person)


def confirmer_gone():
    """Three signers, a rule of two; the third confirms the guest, and ends its only device."""
    world, anna, berit, guest = two_signers()
    third = with_another(world, anna, "third", confirm=False)
    world.confirm(anna, third.person).confirm(berit, third.person)
    world.confirm(third, guest.person).retire(third, third.index)
    return world, anna, berit, guest


@case("CHARTER9", "ERR_FORBIDDEN", "who confirmed has no device any more: it counts no longer")
def speaks_confirmed_by_one_who_is_gone():
    world, anna, _, guest = confirmer_gone()
    return speaks(world.confirm(anna, guest.person), guest)


@case("CHARTER9", "OK", "and two others confirm", devices=6)
def speaks_confirmed_by_two_others():
    world, anna, berit, guest = confirmer_gone()
    return speaks(world.confirm(anna, guest.person).confirm(berit, guest.person), guest)


@case("CHARTER9", "ERR_ENDED", "a person that has no device any more")
def confirm_ended():
    world, anna, _, guest = two_signers()
    world.retire(guest, guest.index)
    return world.confirm(anna, guest.person)


@case("CHARTER9", "ERR_NOT_FOUND",
      "a person of another party that has no device: whose comes first")
def confirm_ended_of_another():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[1], confirm=False)
    world.retire(guest, guest.index)
    return world.confirm(members[0], guest.person)


@case("CHARTER9", "OK", "a person that is back by its words", devices=5)
def confirm_recovered():
    world, members, guest, words = ended_with_words(confirm=False)
    recovered(world, words, guest)
    return world.confirm(members[0], guest.person)


# ---- CHARTER28: set recovery ---------------------------------------------------------------------
@case("CHARTER28", "OK", "words, before there is a key", parties=3, devices=3,
      constitution_height=0)
def set_recovery():
    return with_words()[0]


@case("CHARTER28", "OK", "words, with the room's key", devices=3)
def set_recovery_with_key():
    world, members = founded(1, 1, 2)
    return world.rekey(members[0], members).set_recovery(members[0], Device("words"))


@case("CHARTER28", "OK", "somebody unconfirmed has words too", devices=4)
def set_recovery_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    return world.set_recovery(guest, Device("words"))


def set_form(name, expect, comment, keys, keyed=True):
    def build():
        world, members = founded(1, 1, 2)
        if keyed:
            world.rekey(members[0], members)
        words = Device("words")
        return world.set_recovery(members[0], words, keys=keys(world, words))
    build.__name__ = f"set_recovery_{name}"
    case("CHARTER28", expect, f"set recovery: {comment}")(build)


set_form("without_key", "ERR_MALFORMED", "the room's key is missing", lambda w, r: [])
set_form("with_premature_key", "ERR_MALFORMED", "a key before the room has one",
         lambda w, r: [w.sealed_key(r)], False)
set_form("with_two_keys", "ERR_MALFORMED", "the room's key twice",
         lambda w, r: [w.sealed_key(r)] * 2)
set_form("with_other_room", "ERR_MALFORMED", "the key of a room that is not there",
         lambda w, r: [w.sealed_key(r, room=1)])
set_form("with_other_box_key", "ERR_MALFORMED", "the key is sealed to somebody else",
         lambda w, r: [w.sealed_key(r, box_key=Device("mallory").box.public)])
set_form("with_other_epoch", "ERR_STALE_EPOCH", "the key of another epoch",
         lambda w, r: [w.sealed_key(r, epoch=seeded("epoch?"))])


def set_keys_case(name, comment, change):
    def build():
        world, members = founded(1, 1, 2)
        words = Device("words")
        link = Device("link")
        world.invite(members[0], link, sector=2)
        newcomer = newcomer_proposed(world, members[0], 2)
        change(words, members, link, newcomer)
        return world.set_recovery(members[0], words)
    build.__name__ = f"set_recovery_{name}"
    case("CHARTER28", "ERR_CONFLICT", f"set recovery: {comment}")(build)


def give(**keys):
    def change(words, members, link, newcomer):
        holders = {"device": members[1], "link": link, "newcomer": newcomer}
        for which, holder in keys.items():
            setattr(words, which, getattr(holders[holder], which))
    return change


set_keys_case("with_device_sign_key", "a device's signing key", give(sign="device"))
set_keys_case("with_device_box_key", "a device's box key", give(box="device"))
set_keys_case("with_invitation_sign_key", "an invitation's signing key", give(sign="link"))
set_keys_case("with_invitation_box_key", "an invitation's box key", give(box="link"))
set_keys_case("with_newcomer_key", "the box key of a device that is proposed", give(box="newcomer"))


@case("CHARTER28", "ERR_CONFLICT", "another person's words")
def set_recovery_of_another():
    world, members, words = with_words()
    return world.set_recovery(members[1], words)


@case("CHARTER28", "ERR_CONFLICT", "the words that the person has, as new ones")
def set_recovery_same():
    world, members, words = with_words()
    return world.set_recovery(members[0], words, words)


@case("CHARTER28", "ERR_CONFLICT", "second words, as if there were none")
def set_recovery_second():
    world, members, _ = with_words()
    return world.set_recovery(members[0], Device("new words"))


@case("CHARTER28", "ERR_CONFLICT", "first words, in the place of some that nobody has set")
def set_recovery_replacing_nothing():
    world, members = founded(1, 1, 2)
    return world.set_recovery(members[0], Device("words"), Device("no words"))


@case("CHARTER28", "ERR_CONFLICT", "words in the place of another person's")
def set_recovery_replacing_anothers():
    world, members, words = with_words()
    return world.set_recovery(members[1], Device("new words"), words)


@case("CHARTER3", "OK", "words in the place of the ones before: three sign, in order", devices=3)
def set_recovery_again():
    world, members, words = with_words()
    return world.set_recovery(members[0], Device("new words"), words)


@case("CHARTER28", "OK", "from another device of the person", devices=4)
def set_recovery_again_from_another_device():
    world, members, words = with_words()
    tablet = further(world, members[0])
    return world.set_recovery(tablet, Device("new words"), words)


@case("CHARTER28", "ERR_CONFLICT", "words in the place of ones that were replaced before")
def set_recovery_replacing_older():
    world, members, words = with_words()
    world.set_recovery(members[0], Device("new words"), words)
    return world.set_recovery(members[0], Device("newest words"), words)


@case("CHARTER28", "OK", "two persons of one party have words", devices=4)
def set_recovery_of_two():
    world, members, _ = with_words()
    guest = with_another(world, members[0])
    return world.set_recovery(guest, Device("words of guest"))


def set_wire(name, expect, comment, **changes):
    def build():
        world, members = founded(1, 1, 2)
        words = Device("words")
        fields = {"sign": words.sign.public, "box": words.box.public, "tag": seeded("tag"),
                  "replaces": b"", "keys": [], "extra": 0}
        fields.update(changes)
        _, signed = world.signed(SET_RECOVERY, message(*enumerate(fields.values(), 1)),
                                 [members[0].sign, words.sign], members[0])
        world.place(signed)
        return world
    build.__name__ = f"set_recovery_{name}"
    case("WIRE2" if "extra" in changes else "WIRE3", expect, f"set recovery: {comment}")(build)


set_wire("plain", "OK", "by hand: all is in order")
set_wire("without_tag", "ERR_MALFORMED", "no tag", tag=b"")
set_wire("with_short_tag", "ERR_MALFORMED", "a tag of 31 bytes", tag=seeded("tag")[:31])
set_wire("without_box_key", "ERR_MALFORMED", "no box key", box=b"")
set_wire("with_unknown_field", "ERR_MALFORMED", "an unknown field", extra=1)


# ---- CHARTER29: recover --------------------------------------------------------------------------
@case("CHARTER29", "OK", "the words make a device", parties=3, devices=4, constitution_height=0)
def recover():
    return on_trial()[0]


@case("CHARTER29", "ERR_NOT_FOUND", "words that nobody has set")
def recover_unknown():
    world, members, _ = with_words()
    recovered(world, Device("other words"), members[0])
    return world


@case("CHARTER29", "ERR_NOT_FOUND", "words that were replaced")
def recover_by_replaced():
    world, members, words = with_words()
    world.set_recovery(members[0], Device("new words"), words)
    recovered(world, words, members[0])
    return world


@case("CHARTER29", "OK", "the words that took their place", devices=4)
def recover_by_new_words():
    world, members, words = with_words()
    new = Device("new words")
    world.set_recovery(members[0], new, words)
    recovered(world, new, members[0])
    return world


@case("CHARTER29", "ERR_NOT_FOUND", "an invitation's key")
def recover_by_invitation():
    world, members, _ = with_words()
    link = Device("link")
    world.invite(members[0], link, party=1)
    recovered(world, link, members[0])
    return world


@case("CHARTER29", "ERR_CONFLICT", "with the keys of a device that is there")
def recover_known_keys():
    world, members, words = with_words()
    return world.recover(words, members[1])


@case("CHARTER29", "ERR_CONFLICT", "with the words' own box key")
def recover_with_words_box_key():
    world, members, words = with_words()
    new = Device("found again")
    new.box = words.box
    return world.recover(words, new)


@case("CHARTER29", "ERR_CONFLICT", "the same recovery twice")
def recover_replayed():
    world, members, words = with_words()
    recovered(world, words, members[0])
    recovered(world, words, members[0])
    return world


@case("CHARTER29", "OK", "the words serve more than once", devices=5)
def recover_twice():
    world, members, words = with_words()
    recovered(world, words, members[0])
    recovered(world, words, members[0], "found once more")
    return world


@case("CHARTER29", "OK", "no device was left: there is no trial", devices=5)
def recover_without_device():
    world, _, guest, words = ended_with_words()
    return speaks(world, recovered(world, words, guest))


@case("CHARTER29", "ERR_FORBIDDEN", "whom nobody confirmed is not confirmed by its words")
def recover_unconfirmed():
    world, _, guest, words = ended_with_words(confirm=False)
    return speaks(world, recovered(world, words, guest))


@case("CHARTER29", "ERR_FORBIDDEN", "a second device by the words, while the first is there")
def recover_second_on_trial():
    world, _, guest, words = ended_with_words()
    recovered(world, words, guest)
    return speaks(world, recovered(world, words, guest, "found once more"))


@case("CHARTER29", "OK", "the person's other device ends the one on trial", devices=4)
def retire_on_trial():
    world, members, new = on_trial()
    return world.retire(members[0], new.index)


@case("CHARTER29", "ERR_ENDED", "it was ended while on trial")
def retired_on_trial_objects():
    world, members, new = on_trial()
    act = world.propose_signers(members[0], 2)
    return world.retire(members[0], new.index).object(new, act)


@case("CHARTER17", "ERR_FORBIDDEN", "another person of the party ends the device on trial")
def retire_on_trial_by_another_person():
    world, members, words = with_words()
    guest = with_another(world, members[0])
    new = recovered(world, words, members[0])
    return world.retire(guest, new.index)


@case("CHARTER29", "ERR_FORBIDDEN", "the other device has ended: the trial goes on")
def trial_outlives_the_other_device():
    world, members, words = with_words()
    with_another(world, members[0])
    new = recovered(world, words, members[0])
    return speaks(world.retire(members[0], members[0].index), new)


@case("CHARTER29", "OK", "the only signer's phone ends: the device on trial is active", devices=4)
def retire_phone_beside_trial():
    world, members, _ = on_trial()
    return world.retire(members[0], members[0].index)


@case("CHARTER29", "ERR_NOT_FOUND", "the words of a person whose party was removed")
def recover_removed():
    world, members = founded(1, 1, 2)
    words = Device("words")
    world.set_recovery(members[1], words)
    remove(world, members, 2, (1, 3))
    recovered(world, words, members[1])
    return world


@case("CHARTER29", "OK", "the new device gets the next index, after a newcomer's", devices=5)
def recover_after_admission():
    world, members, words = with_words()
    admit(world, members, 2)
    new = recovered(world, words, members[0])
    assert new.index == 5
    return world.object(new, world.propose_signers(members[0], 2))


@case("CHARTER7", "ERR_CONFLICT", "an invitation with a recovered device's key")
def invite_with_recovered_key():
    world, members, new = on_trial()
    link = Device("link")
    link.box = new.box
    return world.invite(members[0], link, sector=2)


# ---- CHARTER7: a recovery's keys are never new again ---------------------------------------------
def words_then(state):
    """The first party's person has words, or had them: (world, members, the words)."""
    world, members, words = with_words()
    if state == "replaced":
        world.set_recovery(members[0], Device("new words"), words)
    if state == "removed":
        remove(world, members, 1, (2, 3))
    return world, members, words


def known_words(name, rule_id, comment, state, act):
    """`act` gets world, members, and a device that has a key of the words."""
    for which in ("sign", "box"):
        def build(which=which):
            world, members, words = words_then(state)
            holder = Device("holder")
            setattr(holder, which, getattr(words, which))
            act(world, members, holder)
            return world
        build.__name__ = f"{name}_with_{state}_words_{which}_key"
        case(rule_id, "ERR_CONFLICT", f"{comment} with the {which} key of words: {state}")(build)


def joins_with(world, members, holder):
    link = Device("link")
    world.invite(members[1], link, party=2).join(link, holder)


def proposed_with(world, members, holder):
    link = Device("link")
    world.invite(members[1], link, sector=2).propose(link, holder, 2)


for state in ("held", "replaced", "removed"):
    known_words("invite", "CHARTER7", "an invitation", state,
                lambda w, m, h: w.invite(m[1], h, sector=2))
for state in ("held", "replaced"):
    known_words("join", "CHARTER8", "a new person", state, joins_with)
    known_words("propose", "CHARTER10", "a newcomer", state, proposed_with)
known_words("set_recovery", "CHARTER28", "another person's words", "replaced",
            lambda w, m, h: w.set_recovery(m[1], h))


@case("CHARTER28", "ERR_CONFLICT", "words from before, in the place of those that replaced them")
def set_recovery_back():
    world, members, words = with_words()
    new = Device("new words")
    return world.set_recovery(members[0], new, words).set_recovery(members[0], words, new)


@case("CHARTER29", "ERR_CONFLICT", "with the box key of words that were replaced")
def recover_with_replaced_words_box_key():
    world, members, words = with_words()
    new, device = Device("new words"), Device("found again")
    device.box = words.box
    return world.set_recovery(members[0], new, words).recover(new, device)


# ---- CHARTER17: whoever retires a device has its person's links revoked --------------------------
def retired_link(name, rule_id, expect, comment, invite, use, by_retired=False, **keys):
    """Anna has a phone and a tablet; an invitation, then the tablet retires, then `use`."""
    def build():
        world, members = founded(1, 1, 2)
        guest = with_another(world, members[0])
        tablet = further(world, members[0])
        link, device = invite(world, tablet if by_retired else members[0], guest)
        use(world.retire(members[0], tablet.index), members, guest, link, device)
        return world
    build.__name__ = f"retired_link_{name}"
    case(rule_id, expect, comment, **keys)(build)


def second_tablet(world, author, guest):
    return further_invited(world, author, name="second tablet")


def guests_tablet(world, author, guest):
    return further_invited(world, guest, name="second tablet")


def somebody_else(world, author, guest):
    link, device = devices("link of somebody", "somebody")
    world.invite(author, link, party=1)
    return link, device


def joins(world, members, guest, link, device):
    world.join(link, device)


retired_link("joins", "CHARTER17", "ERR_ENDED",
             "a further device, by a link from before one of the person's retired",
             second_tablet, joins)
retired_link("of_retired_joins", "CHARTER17", "ERR_ENDED",
             "a further device, by a link that the retired one made", second_tablet, joins, True)
retired_link("of_another_joins", "CHARTER17", "OK", "another person's further device still joins",
             guests_tablet, joins, devices=6)
retired_link("of_somebody_joins", "CHARTER17", "OK", "whom the person had invited still joins",
             somebody_else, joins, devices=6)
retired_link("of_somebody_by_retired_joins", "CHARTER17", "OK",
             "whom the retired device had invited still joins", somebody_else, joins, True,
             devices=6)
retired_link("revoked", "CHARTER25", "ERR_ENDED", "a link that a retirement has revoked",
             second_tablet, lambda w, m, g, link, device: w.revoke(m[0], link))
retired_link("without_key", "CHARTER16", "OK", "a link that a retirement has revoked gets no key",
             second_tablet, lambda w, m, g, link, device: w.rekey(m[0], [*m, g]), devices=5)
retired_link("with_key", "CHARTER16", "ERR_MALFORMED",
             "a link that a retirement has revoked gets the key",
             second_tablet, lambda w, m, g, link, device: w.rekey(m[0], [*m, g], [link]))
retired_link("another_joins", "CHARTER17", "OK", "a link that was made after the retirement",
             second_tablet, lambda w, m, g, link, device: further(w, m[0], name="third tablet"),
             devices=6)
retired_link("used_speaks", "CHARTER17", "OK", "a device that came by such a link before stays",
             lambda w, author, guest: (None, further(w, author, name="second tablet")),
             lambda w, m, g, link, device: speaks(w, device), devices=6)


@case("WIRE3", "ERR_MALFORMED", "recover: words of 31 bytes")
def recover_short():
    world, _, words = with_words()
    return world.recover(words, Device("found again"), recovery=words.sign.public[:31])


@case("WIRE2", "ERR_MALFORMED", "recover: an unknown field")
def recover_unknown_field():
    world, _, words = with_words()
    new = Device("found again")
    body = message((1, words.sign.public), (2, new.keys()), (3, 1))
    _, signed = world.signed(RECOVER, body, [words.sign, new.sign])
    world.place(signed)
    return world


@case("WIRE2", "ERR_MALFORMED", "recover: a payload that it has not")
def recover_with_payload():
    world, _, words = with_words()
    return world.recover(words, Device("found again"), payload=[b"payload"])
