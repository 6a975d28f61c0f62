"""How many there may be at a time (CHARTER15, CHARTER18); apart for their size."""
from charter_cases import devices
from charter_change_cases import agreed, enact_at, founded, with_another
from charter_person_cases import further, recovered
from charter_replace_cases import MONTH
from charter_voice_cases import full_of_parties
from world import DAY, Device, cuts_of

CASES = []
AT_A_TIME = 1024
INDICES = 1000
OF_A_PERSON = 64


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def filled():
    """1,024: two devices, one person's words, an invitation into the party, others of new ones."""
    world, (anna,) = founded(1)
    guest = with_another(world, anna)
    link, words = devices("link", "words")
    for i in range(AT_A_TIME - 4):
        world.invite(anna, Device(f"link {i}"), sector=2, days=90, card=b"", advance=1)
    world.invite(anna, link, party=1, days=90).set_recovery(anna, words)
    return world, anna, guest, link, words


@case("CHARTER18", "OK", "1,024: one of them joins, and other words take the place of the first",
      parties=1, devices=3)
def limit_kept():
    world, anna, _, link, words = filled()
    world.join(link, Device("somebody"))
    return world.set_recovery(anna, Device("new words"), words)


@case("CHARTER18", "ERR_LIMIT", "1,024, and another person's first words")
def limit_of_recoveries():
    world, _, guest, _, _ = filled()
    return world.set_recovery(guest, Device("words of the guest"))


@case("CHARTER18", "ERR_LIMIT", "1,024 with words among them, and an invitation")
def limit_of_invitations():
    world, anna, _, _, _ = filled()
    return world.invite(anna, Device("one too many"), sector=2)


@case("CHARTER18", "ERR_LIMIT", "1,024, and a device by the words")
def limit_of_devices():
    world, anna, _, _, words = filled()
    recovered(world, words, anna)
    return world


def many_indices(count):
    """A party of so many device indices, by the words of persons of whom each has 64 at most."""
    world, (anna,) = founded(1)
    left = count - 1
    person = anna
    for number in range(1 + (count - 1) // OF_A_PERSON):
        if number:
            person = with_another(world, anna, f"guest {number}", confirm=False)
            left -= 1
        words = Device(f"words {number}")
        world.set_recovery(person, words)
        for i in range(min(OF_A_PERSON - 1, left)):
            recovered(world, words, person, f"found {number} {i}", advance=1)
            left -= 1
    assert left == 0
    return world, words, person


@case("CHARTER18", "ERR_LIMIT", "a party's 1,001st device, by the words of a person that has 40")
def limit_of_indices():
    world, words, person = many_indices(INDICES)
    recovered(world, words, person, "one too many")
    return world


# ---- CHARTER18: 64 device indices of a person ----------------------------------------------------
def of_a_person(count):
    """The only person has so many device indices: all but the first are by its words."""
    world, (anna,) = founded(1)
    words = Device("words")
    world.set_recovery(anna, words)
    for i in range(count - 1):
        recovered(world, words, anna, f"found {i}", advance=1)
    return world, anna, words


def person_case(name, expect, comment, count, act, devices_then):
    """A person with so many device indices, and then `act`."""
    def build():
        world, anna, words = of_a_person(count)
        act(world, anna, words)
        return world
    build.__name__ = f"person_{name}"
    keys = {"parties": 1, "devices": devices_then} if expect == "OK" else {}
    case("CHARTER18", expect, f"a person: {comment}", **keys)(build)


def found(world, anna, words):
    recovered(world, words, anna, "one more")


person_case("63_recovers", "OK", "its 64th device, by the words", OF_A_PERSON - 1, found,
            OF_A_PERSON)
person_case("64_recovers", "ERR_LIMIT", "its 65th device, by the words", OF_A_PERSON, found, 0)
person_case("62_recovers", "OK", "its 63rd device, by the words", OF_A_PERSON - 2, found,
            OF_A_PERSON - 1)
person_case("63_joins", "OK", "its 64th device, a further one", OF_A_PERSON - 1,
            lambda w, a, words: further(w, a), OF_A_PERSON)
person_case("64_joins", "ERR_LIMIT", "its 65th device, a further one", OF_A_PERSON,
            lambda w, a, words: further(w, a), 0)
person_case("64_and_another", "OK", "it has 64, and another person joins the party", OF_A_PERSON,
            lambda w, a, words: with_another(w, a, confirm=False), OF_A_PERSON + 1)


@case("CHARTER18", "ERR_LIMIT", "a person: one of its 64 has ended, and its number is not free")
def person_65_after_retirement():
    world, anna, words = of_a_person(OF_A_PERSON)
    found(world.retire(anna, 2), anna, words)
    return world


# ---- WIRE6: 64 reported keys that a rekey wraps --------------------------------------------------
def rekeyed_over(count):
    """So many keys, each reported; the next one wraps them all."""
    world, members = founded(1, 2)
    epochs = []
    for _ in range(count):
        world.rekey(members[0], members, previous=b"", advance=1800)
        epochs.append(world.epoch)
        world.bad_rekey(members[1], advance=1800)
    return world.rekey(members[0], members, previous=b"", extra=epochs)


def extra_count(count, rule_id, expect, comment):
    def build():
        return rekeyed_over(count)
    build.__name__ = f"rekey_extra_{count}"
    case(rule_id, expect, comment)(build)


extra_count(63, "CHARTER16", "OK", "63 reported keys are wrapped")
extra_count(64, "CHARTER16", "OK", "64 reported keys are wrapped")
extra_count(65, "WIRE6", "ERR_TOO_LARGE", "65 reported keys are wrapped")


@case("CHARTER15", "OK", "one of 64 parties is replaced: there are as many", parties=65, devices=65)
def replaced_of_64():
    world, members, _ = full_of_parties()
    link, newcomer = devices("link of the late", "the late")
    world.invite(members[0], link, sector=2, replaces=64, days=60)
    world.propose(link, newcomer, 2, replaces=64, days=60, advance=4 * DAY)
    agreed(world, newcomer, members[:33], days=60)
    return enact_at(world, members[0], newcomer, MONTH, cuts_of(members[63]))
