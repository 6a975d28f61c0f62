"""How many there may be at a time (CHARTER15, CHARTER18); apart for their size."""
from charter_cases import devices
from charter_change_cases import agreed, enact_at, founded, with_another
from charter_person_cases import recovered
from charter_replace_cases import MONTH
from charter_voice_cases import full_of_parties
from world import DAY, Device, cuts_of

CASES = []
AT_A_TIME = 1024
INDICES = 1000


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


@case("CHARTER18", "ERR_LIMIT", "a party's 1,001st device, by the words")
def limit_of_indices():
    world, (anna,) = founded(1)
    words = Device("words")
    world.set_recovery(anna, words)
    for i in range(INDICES - 1):
        recovered(world, words, anna, f"found {i}", advance=1)
    recovered(world, words, anna, "one too many")
    return world


@case("CHARTER15", "OK", "one of 64 parties is replaced: there are as many", parties=65, devices=65)
def replaced_of_64():
    world, members, _ = full_of_parties()
    link, newcomer = devices("link of the late", "the late")
    world.invite(members[0], link, sector=2, replaces=64, days=60)
    world.propose(link, newcomer, 2, replaces=64, days=60, advance=4 * DAY)
    agreed(world, newcomer, members[:33], days=60)
    return enact_at(world, members[0], newcomer, MONTH, cuts_of(members[63]))
