"""Room keys: whom a rekey grants, what it follows, who reports it, what makes it awaited."""
from charter_cases import devices
from charter_change_cases import agreed, enact_at, founded, remove, with_another
from charter_person_cases import (ended_with_words, further, further_invited, on_trial, recovered,
                                  with_words)
from encode import commitment_of, message, seeded
from world import BAD_REKEY, DAY, Device, cuts_of

CASES = []
HOUR = 3600
BAD = "ERR_MALFORMED"


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


# ---- CHARTER16: recoveries among the holders ---------------------------------------------------
def grants_to(world, holders, others):
    """A Grants with its holders in the order given; the keys are junk that no charter opens."""
    key = seeded("any key")
    commitment = commitment_of(world.space, 0, key)
    return message((1, [world.grant(holder, key, commitment) for holder in holders]
                    + [world.grant(holder, key, commitment, False) for holder in others]))


def with_holders():
    """One recovery whose key stands between those of two invitations."""
    world, members = founded(1, 1, 2)
    links = sorted(devices("link 1", "link 2"), key=lambda link: link.sign.public)
    names = (Device(f"words {i}") for i in range(100))
    words = next(w for w in names
                 if links[0].sign.public < w.sign.public < links[1].sign.public)
    for link in links:
        world.invite(members[0], link, party=1)
    world.set_recovery(members[1], words)
    return world, members, links, words


def holders_case(name, expect, comment, order):
    def build():
        world, members, links, words = with_holders()
        grants = grants_to(world, members, order(links, words))
        return world.rekey(members[0], members, grants=grants)
    build.__name__ = f"rekey_holders_{name}"
    case("CHARTER16", expect, f"holders: {comment}")(build)


holders_case("rise", "OK", "invitations and recoveries rise together, by their keys",
             lambda l, w: [l[0], w, l[1]])
holders_case("invitations_first", BAD, "invitations first, then the recovery",
             lambda l, w: [l[0], l[1], w])
holders_case("recovery_first", BAD, "the recovery first, then the invitations",
             lambda l, w: [w, l[0], l[1]])
holders_case("fall", BAD, "they fall", lambda l, w: [l[1], w, l[0]])
holders_case("without_recovery", BAD, "the recovery is left out", lambda l, w: [l[0], l[1]])
holders_case("without_invitation", BAD, "an invitation is left out", lambda l, w: [l[0], w])
holders_case("recovery_twice", BAD, "the recovery twice", lambda l, w: [l[0], w, w, l[1]])
holders_case("stranger", BAD, "words that nobody has set",
             lambda l, w: sorted([*l, w, Device("other words")], key=lambda x: x.sign.public))


@case("CHARTER16", "OK", "the words get the key, and no invitation is there", devices=3)
def rekey_with_recovery():
    world, members, words = with_words()
    return world.rekey(members[0], members, [words])


@case("CHARTER16", "ERR_MALFORMED", "the words get none")
def rekey_without_recovery():
    world, members, _ = with_words()
    return world.rekey(members[0], members)


@case("CHARTER16", "OK", "replaced words get none", devices=3)
def rekey_without_replaced_recovery():
    world, members, words = with_words()
    new = Device("new words")
    return world.set_recovery(members[0], new, words).rekey(members[0], members, [new])


@case("CHARTER16", "ERR_MALFORMED", "replaced words get the key, beside the new ones")
def rekey_with_replaced_recovery():
    world, members, words = with_words()
    new = Device("new words")
    return world.set_recovery(members[0], new, words).rekey(members[0], members, [new, words])


@case("CHARTER16", "OK", "the words of whoever has no device get the key", devices=4)
def rekey_with_recovery_of_ended():
    world, members, _, words = ended_with_words()
    return world.rekey(members[0], members, [words])


@case("CHARTER16", "ERR_MALFORMED", "the words of whoever has no device get none")
def rekey_without_recovery_of_ended():
    world, members, _, _ = ended_with_words()
    return world.rekey(members[0], members)


@case("CHARTER16", "OK", "words that were used get the next key too", devices=4)
def rekey_with_used_recovery():
    world, members, words = with_words()
    new = recovered(world, words, members[0])
    return world.rekey(members[0], [*members, new], [words])


@case("CHARTER16", "ERR_MALFORMED", "a device on trial gets none")
def rekey_without_device_on_trial():
    world, members, _ = on_trial()
    return world.rekey(members[0], members, [Device("words")])


def removed_with_words():
    world, members = founded(1, 1, 2)
    words = Device("words")
    world.set_recovery(members[1], words)
    return remove(world, members, 2, (1, 3)), [members[0], members[2]], words


@case("CHARTER16", "OK", "a removed party's words get none", devices=3)
def rekey_without_removed_partys_recovery():
    world, members, _ = removed_with_words()
    return world.rekey(members[0], members)


@case("CHARTER16", "ERR_MALFORMED", "a removed party's words get the key")
def rekey_with_removed_partys_recovery():
    world, members, words = removed_with_words()
    return world.rekey(members[0], members, [words])


@case("CHARTER16", "OK", "a further device's invitation gets the key", devices=3)
def rekey_with_further():
    world, members = founded(1, 1, 2)
    link, _ = further_invited(world, members[0])
    return world.rekey(members[0], members, [link])


@case("CHARTER16", "OK", "a further device's invitation is over, and gets none", devices=3)
def rekey_after_further():
    world, members = founded(1, 1, 2)
    further_invited(world, members[0])
    return world.rekey(members[0], members, advance=DAY + 60)


@case("CHARTER16", "ERR_MALFORMED", "a further device's invitation is over, and gets the key")
def rekey_with_expired_further():
    world, members = founded(1, 1, 2)
    link, _ = further_invited(world, members[0])
    return world.rekey(members[0], members, [link], advance=DAY + 60)


# ---- CHARTER16: what a rekey follows after a report ----------------------------------------------
def keyed(count=1, reported=()):
    """Keys 0, 1 … by the first member, an hour apart; some reported by the second."""
    world, members = founded(1, 1, 2)
    epochs = []
    for i in range(count):
        previous = b"" if i == 0 else last_good(epochs, reported)
        world.rekey(members[0], members, previous=previous, advance=HOUR)
        epochs.append(world.epoch)
        if i in reported:
            world.bad_rekey(members[1], advance=HOUR)
    return world, members, epochs


def last_good(epochs, reported):
    good = [epoch for i, epoch in enumerate(epochs) if i not in reported]
    return good[-1] if good else b""


def follow_case(name, expect, comment, count, reported, previous, **other):
    """`previous` is the number of the key it follows, or None for none."""
    def build():
        world, members, epochs = keyed(count, reported)
        return world.rekey(members[0], members, advance=HOUR,
                           previous=b"" if previous is None else epochs[previous], **other)
    build.__name__ = f"rekey_follows_{name}"
    case("CHARTER16", expect, f"reported: {comment}")(build)


STALE = "ERR_STALE_EPOCH"
SOME = bytes([7]) * 72
follow_case("none_after_first", "OK", "the only key there was: it follows none", 1, (0,), None)
follow_case("reported_first", STALE, "the only key there was: it follows that one", 1, (0,), 0)
follow_case("the_one_before", "OK", "the second key: it follows the first", 2, (1,), 0)
follow_case("reported_second", STALE, "the second key: it follows that one", 2, (1,), 1)
follow_case("none_after_second", STALE, "the second key: it follows none", 2, (1,), None)
follow_case("over_two", "OK", "the second and the third: it follows the first", 3, (1, 2), 0)
follow_case("one_of_two", STALE, "the second and the third: it follows the second", 3, (1, 2), 1)
follow_case("over_all", "OK", "all three: it follows none", 3, (0, 1, 2), None)
follow_case("first_of_all", STALE, "all three: it follows the first", 3, (0, 1, 2), 0)
follow_case("good_after_reported", "OK", "the first alone: it follows the second, as ever", 2, (0,),
            1)
follow_case("none_after_good", STALE, "the first alone: it follows none", 2, (0,), None)
follow_case("none_and_wraps", BAD, "the only key there was: it follows none, and wraps some", 1,
            (0,), None, wrapped=SOME)
follow_case("and_wraps_none", BAD, "the second key: it follows the first, and wraps none", 2, (1,),
            0, wrapped=b"")


# ---- CHARTER16: reported keys that a rekey wraps beside the one it follows -----------------------
def extra_case(name, expect, comment, count, reported, previous, extra):
    """`extra` are numbers of keys, or an epoch that nobody made."""
    def build():
        world, members, epochs = keyed(count, reported)
        return world.rekey(members[0], members, advance=HOUR,
                           previous=b"" if previous is None else epochs[previous],
                           extra=[one if isinstance(one, bytes) else epochs[one] for one in extra])
    build.__name__ = f"rekey_extra_{name}"
    keys = {"parties": 3, "devices": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER16", expect, f"wrapped too: {comment}", **keys)(build)


extra_case("first", "OK", "the only key there was, which is reported", 1, (0,), None, [0])
extra_case("current", "OK", "the current key, which is reported", 2, (1,), 0, [1])
extra_case("two", "OK", "two that are reported, in their order", 3, (1, 2), 0, [1, 2])
extra_case("all", "OK", "all three, which are reported", 3, (0, 1, 2), None, [0, 1, 2])
extra_case("earlier_of_two", "OK", "one of two that are reported: who could open it has it", 3,
           (1, 2), 0, [1])
extra_case("later_of_two", "OK", "the other one of two", 3, (1, 2), 0, [2])
extra_case("before_a_good_one", "OK", "one that was reported before the key that is followed", 2,
           (0,), 1, [0])
extra_case("fall", BAD, "two that are reported, in another order", 3, (1, 2), 0, [2, 1])
extra_case("twice", BAD, "one that is reported, twice", 2, (1,), 0, [1, 1])
extra_case("followed", BAD, "the one that is followed: nobody has reported it", 2, (1,), 0, [0])
extra_case("followed_and_reported", BAD, "the one that is followed, before one that is reported",
           2, (1,), 0, [0, 1])
extra_case("not_reported", BAD, "an older one that nobody has reported", 3, (2,), 1, [0])
extra_case("unknown", BAD, "one that nobody made", 2, (1,), 0, [seeded("no epoch")])
extra_case("none_reported", BAD, "the current key, and nothing is reported", 1, (), 0, [0])


@case("CHARTER16", "OK", "wrapped too: one that the key before has wrapped as well", devices=3)
def rekey_extra_again():
    world, members, epochs = keyed(2, (1,))
    world.rekey(members[0], members, previous=epochs[0], extra=epochs[1:])
    return world.rekey(members[0], members, extra=epochs[1:], advance=HOUR)


@case("CHARTER16", "ERR_MALFORMED", "wrapped too: a first key has nothing to wrap")
def first_key_with_extra():
    world, members = founded(1, 1, 2)
    return world.rekey(members[0], members, extra=[seeded("no epoch")])


def extra_wire(name, rule_id, expect, comment, wraps):
    """`wraps` gets the epoch that is reported."""
    def build():
        world, members, epochs = keyed(2, (1,))
        return world.rekey(members[0], members, previous=epochs[0], extra=wraps(epochs[1]))
    build.__name__ = f"rekey_extra_{name}"
    case(rule_id, expect, f"wrapped too: {comment}")(build)


extra_wire("by_hand", "WIRE3", "OK", "by hand: what is in it is for those who open it",
           lambda e: [message((1, e), (2, SOME))])
extra_wire("empty", "WIRE3", BAD, "nothing in it", lambda e: [b""])
extra_wire("without_wrap", "WIRE3", BAD, "an epoch without its key", lambda e: [message((1, e))])
extra_wire("without_epoch", "WIRE3", BAD, "a key without its epoch",
           lambda e: [message((2, SOME))])
extra_wire("of_31_bytes", "WIRE3", BAD, "an epoch of 31 bytes",
           lambda e: [message((1, e[:31]), (2, SOME))])
extra_wire("of_short_wrap", "WIRE3", BAD, "a wrap of 71 bytes",
           lambda e: [message((1, e), (2, SOME[:71]))])
extra_wire("of_long_wrap", "WIRE3", BAD, "a wrap of 73 bytes",
           lambda e: [message((1, e), (2, SOME + b"x"))])
extra_wire("unknown_field", "WIRE2", BAD, "an unknown field",
           lambda e: [message((1, e), (2, SOME), (3, 1))])


# ---- CHARTER32: reports ------------------------------------------------------------------------
@case("CHARTER32", "OK", "a key is reported", parties=3, devices=3, constitution_height=0)
def reported():
    world, members, _ = keyed()
    return world.bad_rekey(members[1])


@case("CHARTER32", "OK", "by somebody unconfirmed: it opens keys as well", devices=4)
def reported_by_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    return world.rekey(members[0], [*members, guest]).bad_rekey(guest)


@case("CHARTER32", "ERR_NOT_FOUND", "the key of room 1")
def reported_other_room():
    world, members, _ = keyed()
    return world.bad_rekey(members[1], room=1)


@case("CHARTER32", "ERR_STALE_EPOCH", "a key that nobody made")
def reported_unknown():
    world, members, _ = keyed()
    return world.bad_rekey(members[1], seeded("no epoch"))


@case("CHARTER32", "ERR_STALE_EPOCH", "the key before the current")
def reported_older():
    world, members, epochs = keyed(2)
    return world.bad_rekey(members[1], epochs[0])


@case("CHARTER32", "ERR_STALE_EPOCH", "a key before there is one")
def reported_before_key():
    world, members = founded(1, 1, 2)
    return world.bad_rekey(members[1], seeded("no epoch"))


@case("CHARTER32", "ERR_QUOTA", "its own key, a second before the hour is over")
def reported_own_too_soon():
    world, members, _ = keyed()
    return world.bad_rekey(members[0], advance=HOUR - 1)


@case("CHARTER32", "OK", "its own key, an hour later", devices=3)
def reported_own():
    world, members, _ = keyed()
    return world.bad_rekey(members[0], advance=HOUR)


@case("CHARTER32", "OK", "a key that another has reported", devices=3)
def reported_by_two():
    world, members, _ = keyed()
    return world.bad_rekey(members[1]).bad_rekey(members[2])


@case("CHARTER32", "ERR_QUOTA", "the next key too, a second before the hour is over")
def reported_twice_too_soon():
    world, members, _ = keyed()
    world.bad_rekey(members[1]).rekey(members[2], members, previous=b"")
    return world.bad_rekey(members[1], advance=HOUR - 61)


@case("CHARTER32", "OK", "the next key too, an hour later", devices=3)
def reported_twice():
    world, members, _ = keyed()
    world.bad_rekey(members[1]).rekey(members[2], members, previous=b"")
    return world.bad_rekey(members[1], advance=HOUR - 60)


@case("CHARTER32", "OK", "who reported it makes the next at once: it is awaited", devices=3)
def reported_and_rekeyed():
    world, members, _ = keyed()
    return world.bad_rekey(members[1]).rekey(members[1], members, previous=b"")


@case("CHARTER32", "OK", "who made it makes the next at once", devices=3)
def reported_and_rekeyed_by_its_maker():
    world, members, _ = keyed()
    return world.bad_rekey(members[1]).rekey(members[0], members, previous=b"")


@case("CHARTER32", "ERR_QUOTA",
      "another made the next: who reported waits for its hour to make one")
def reporter_rekeys_too_soon():
    world, members, _ = keyed()
    world.bad_rekey(members[1]).rekey(members[2], members, previous=b"")
    return world.rekey(members[1], members, advance=HOUR - 61)


@case("CHARTER32", "OK", "and an hour after its report it makes one", devices=3)
def reporter_rekeys():
    world, members, _ = keyed()
    world.bad_rekey(members[1]).rekey(members[2], members, previous=b"")
    return world.rekey(members[1], members, advance=HOUR - 60)


def report_wire(name, comment, *fields):
    def build():
        world, members, _ = keyed()
        _, signed = world.signed(BAD_REKEY, message(*fields), [members[1].sign], members[1])
        world.place(signed)
        return world
    build.__name__ = f"report_{name}"
    case("WIRE2" if name == "unknown_field" else "WIRE3", BAD, f"a report: {comment}")(build)


report_wire("empty", "no epoch")
report_wire("of_31_bytes", "an epoch of 31 bytes", (2, seeded("e")[:31]))
report_wire("unknown_field", "an unknown field", (2, seeded("e")), (3, 1))


# ---- CHARTER26: what makes a rekey awaited -------------------------------------------------------
def awaited_case(name, comment, build_world):
    """The first member has made a key within the hour, and makes another."""
    def build():
        world, members, holders = build_world()
        return world.rekey(members[0], *holders)
    build.__name__ = f"awaited_{name}"
    case("CHARTER26", "OK", f"within the hour, after {comment}")(build)


def not_awaited_case(name, comment, build_world):
    def build():
        world, members, holders = build_world()
        return world.rekey(members[0], *holders)
    build.__name__ = f"not_awaited_{name}"
    case("CHARTER26", "ERR_QUOTA", f"within the hour, after {comment}: nothing is awaited")(build)


def after_replaced_recovery():
    world, members, words = with_words()
    new = Device("new words")
    world.rekey(members[0], members, [words]).set_recovery(members[0], new, words)
    return world, members, (members, [new])


def after_first_recovery():
    world, members = founded(1, 1, 2)
    words = Device("words")
    world.rekey(members[0], members).set_recovery(members[0], words)
    return world, members, (members, [words])


def after_recovery_was_used():
    world, members, words = with_words()
    world.rekey(members[0], members, [words])
    return world, members, ([*members, recovered(world, words, members[0])], [words])


def after_revoked_further():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    link, _ = further_invited(world, members[0])
    world.revoke(members[0], link)
    return world, members, (members,)


def after_joined_further():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    return world, members, ([*members, further(world, members[0])],)


def own_act(propose, wait=3 * DAY, ends=(), clears=False, prepare=None):
    """An own act of the first party, three persons, enacted a minute after a key was made."""
    world, members = founded(1, 1, 2)
    berit, carl = (with_another(world, members[0], name) for name in ("berit", "carl"))
    people = {"anna": members[0], "berit": berit, "carl": carl}
    words = Device("words")
    world.set_recovery(berit, words)
    if prepare:
        prepare(world, people)
    act = propose(world, people)
    agreed(world, act, [members[0], carl])
    active = [d for d in (*members, berit, carl) if not (prepare and d is berit)]
    world.rekey(members[1], active, [words], advance=act.time + wait - 60 - world.time)
    gone = [people[name] for name in ends]
    enact_at(world, members[1], act, wait, cuts_of(*gone))
    left = [d for d in active if d not in gone]
    # The second member makes the next one: the first may have left.
    return world, [members[1]], (left, [] if clears else [words])


awaited_case("replaced_words", "words took the place of others", after_replaced_recovery)
not_awaited_case("first_words", "a person's first words", after_first_recovery)
not_awaited_case("used_words", "the words were used", after_recovery_was_used)
awaited_case("revoked_further", "a further device's invitation was revoked", after_revoked_further)
not_awaited_case("joined_further", "a further device joined", after_joined_further)
awaited_case("ended_devices", "an own act ended a person's devices", lambda: own_act(
    lambda w, p: w.propose_end(p["carl"], p["berit"].person), ends=("berit",), clears=True))
awaited_case("ended_device", "an own act ended one device", lambda: own_act(
    lambda w, p: w.propose_end(p["carl"], p["berit"].person, p["berit"].index), ends=("berit",)))
awaited_case("ended_words", "an own act ended words alone", lambda: own_act(
    lambda w, p: w.propose_end(p["carl"], p["berit"].person), clears=True,
    prepare=lambda w, p: w.retire(p["berit"], p["berit"].index)))
awaited_case("cleared_words", "an own act cleared a recovery", lambda: own_act(
    lambda w, p: w.propose_clear(p["carl"], p["berit"].person), 7 * DAY, clears=True))
awaited_case("leave", "a party has left", lambda: own_act(
    lambda w, p: w.propose_leave(p["anna"]), ends=("anna", "berit", "carl"), clears=True))
not_awaited_case("signers", "a party's signer rule has changed", lambda: own_act(
    lambda w, p: w.propose_signers(p["anna"], 2)))


def after_replacement():
    world, members = founded(1, 2, 1, 2)
    link, newcomer = devices("link", "newcomer")
    world.invite(members[0], link, sector=2, replaces=2).propose(link, newcomer, 2, replaces=2)
    agreed(world, newcomer, [members[0], members[2], members[3]], days=100)
    world.rekey(members[0], members, advance=newcomer.time + 30 * DAY - 60 - world.time)
    enact_at(world, members[0], newcomer, 30 * DAY, cuts_of(members[1]))
    return world, members, ([members[0], members[2], members[3], newcomer],)


def after_rest():
    world, members = founded(1, 2, 1)
    rest = world.propose_rest(members[0], 2, days=150)
    agreed(world, rest, [members[0], members[2]], days=150)
    world.rekey(members[0], members, advance=rest.time + 120 * DAY - 60 - world.time)
    enact_at(world, members[0], rest, 120 * DAY)
    return world, members, (members,)


awaited_case("replacement", "a party was replaced", after_replacement)
not_awaited_case("rest", "a party was laid to rest", after_rest)


@case("CHARTER26", "ERR_QUOTA",
      "words were replaced before the room's first key: nothing is awaited")
def replaced_words_before_key():
    world, members, words = with_words()
    new = Device("new words")
    world.set_recovery(members[0], new, words).rekey(members[0], members, [new])
    return world.rekey(members[0], members, [new])


@case("CHARTER26", "ERR_QUOTA", "the awaited rekey after a report was made: the next has its hour")
def rekey_after_awaited_report():
    world, members, _ = keyed()
    world.bad_rekey(members[1]).rekey(members[0], members, previous=b"")
    return world.rekey(members[0], members, advance=HOUR - 1)
