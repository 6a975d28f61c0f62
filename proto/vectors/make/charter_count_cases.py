"""What the counting of consents turns on, one scenario for each way to get it wrong."""
from charter_change_cases import (NOTICE, admit, agreed, enact_at, founded, newcomer_proposed,
                                  remove, with_another)
from charter_limit_cases import filled
from charter_replace_cases import rested
from charter_rest_cases import came_meanwhile
from encode import message, seeded
from world import DAY, Device, World, cuts_of

CASES = []


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


# ---- CHARTER31: until that one has left ----------------------------------------------------------
def removal_of_who_left(*voters):
    """Whom the newcomer was not asked by is to be removed, and leaves before that is decided."""
    world, members, newcomer, _ = came_meanwhile(wake=True)
    removal = world.propose_removal(members[0], 3)
    act = world.propose_leave(members[2])
    enact_at(agreed(world, act, members[2:]), members[2], act, 3 * DAY, cuts_of(members[2]))
    for voter in voters:
        world.consent(members[voter - 1], removal)
    return world, members, newcomer, removal


@case("CHARTER31", "OK", "the other has left: a vote on its own removal, which nothing comes of",
      parties=4)
def meanwhile_other_left_removal():
    world, _, newcomer, removal = removal_of_who_left()
    return world.consent(newcomer, removal)


@case("CHARTER31", "ERR_ENDED", "and counts in it: agreed by two of three, the party has left")
def meanwhile_other_left_removal_enacted():
    world, members, newcomer, removal = removal_of_who_left(2)
    return enact_at(world.consent(newcomer, removal), members[0], removal, NOTICE)


@case("CHARTER30", "ERR_FORBIDDEN", "one of two that slept accepts who came: the other was not asked")
def meanwhile_one_of_two_accepts():
    world, members = rested(1, 2, 2, 2)
    rested(world=world, members=members, target=3, voters=(1, 2))
    newcomer = admit(world, members[:2], 1)
    world.wake(members[2], 5)
    return world.consent(newcomer, world.propose_rules(members[0], []))


# ---- CHARTER12: of nobody ------------------------------------------------------------------------
@case("CHARTER12", "ERR_NO_CONSENT", "an admission when all who were asked have left")
def admission_asked_of_nobody():
    world, members = founded(1)
    first = newcomer_proposed(world, members[0], 1, "first")
    second = newcomer_proposed(world, members[0], 1, "second")
    world.consent(members[0], first).enact(members[0], first)
    act = world.propose_leave(members[0])
    enact_at(agreed(world, act, members), members[0], act, 3 * DAY, cuts_of(members[0]))
    return enact_at(world, first, second, NOTICE)


# ---- CHARTER15: the key that comes along ---------------------------------------------------------
@case("CHARTER15", "ERR_MALFORMED", "an admission with the key of another room")
def admission_with_key_of_another_room():
    world, members = founded(1)
    world.rekey(members[0], members)
    newcomer = newcomer_proposed(world, members[0], 1)
    world.consent(members[0], newcomer)
    return world.enact(members[0], newcomer, keys=[world.sealed_key(newcomer, room=1)])


# ---- CHARTER16, CHARTER17: whose keys ------------------------------------------------------------
@case("CHARTER16", "ERR_MALFORMED", "grants: a device once more in the place of an invitation")
def rekey_device_for_a_holder():
    world, members = founded(1, 2)
    world.invite(members[0], Device("link"), party=1)
    key, commitment = seeded("key"), seeded("commitment")
    named = [members[0], members[1], members[1]]
    grants = message((1, [world.grant(device, key, commitment) for device in named]))
    return world.rekey(members[0], members, grants=grants)


@case("CHARTER16", "ERR_MALFORMED", "grants: a key that nobody has in the place of an invitation")
def rekey_nobodys_key_for_a_holder():
    world, members = founded(1, 2)
    world.invite(members[0], Device("link"), party=1)
    return world.rekey(members[0], members, [Device("mallory")])


@case("CHARTER17", "ERR_ENDED", "a device of one's own that was retired before")
def retire_other_device_twice():
    world, members = founded(1)
    link, tablet = Device("link"), Device("tablet")
    tablet.person = members[0].person
    world.invite(members[0], link, party=1, days=1, person=members[0].person).join(link, tablet)
    return world.retire(members[0], 2).retire(members[0], 2)


# ---- CHARTER5: every founding party is looked at -------------------------------------------------
@case("CHARTER5", "ERR_MALFORMED", "the first of two founding parties is in no listed sector")
def genesis_first_party_outside():
    return World().found([(Device("anna"), 3, 1), (Device("bente"), 1, 1)], sectors=(1, 2))


# ---- CHARTER30: each of those that are named -----------------------------------------------------
def came_three():
    """The third party rests, and three newcomers come: parties 4, 5, 6."""
    world, members = rested(1, 2, 2)
    newcomers = []
    for name in ("first", "second", "third"):
        newcomer = newcomer_proposed(world, members[0], 1, name)
        agreed(world, newcomer, members[:2] + newcomers).enact(members[0], newcomer)
        newcomers.append(newcomer)
    return world, members, newcomers


@case("CHARTER30", "OK", "the second of two that are accepted votes on rules", parties=6)
def wake_accepts_second():
    world, members, newcomers = came_three()
    world.wake(members[2], 4, 5)
    return world.consent(newcomers[1], world.propose_rules(members[0], []))


@case("CHARTER30", "ERR_MALFORMED", "three are accepted, of which the last two fall")
def wake_accepts_falling_late():
    world, members, _ = came_three()
    return world.wake(members[2], 4, 6, 5)


@case("CHARTER30", "ERR_NOT_FOUND", "two are accepted, of which the second is not there")
def wake_accepts_second_unknown():
    world, members, _ = came_three()
    return world.wake(members[2], 4, 7)


@case("CHARTER31", "ERR_FORBIDDEN", "came while the first party rested: a vote on rules")
def meanwhile_first_rested():
    world, members = rested(1, 2, 2, target=1)
    newcomer = admit(world, members[1:], 1)
    return world.consent(newcomer, world.propose_rules(members[1], []))


# ---- CHARTER15: what is said of the newcomer -----------------------------------------------------
@case("CHARTER12", "ERR_NO_CONSENT", "an admitted party of which two are to sign: one of its two does")
def admitted_signer_rule_of_two():
    world, members = founded(1)
    link, newcomer = Device("link"), Device("newcomer")
    world.invite(members[0], link, sector=1).propose(link, newcomer, 1, signer_rule=2)
    world.consent(members[0], newcomer).enact(members[0], newcomer)
    with_another(world, newcomer)
    rules = world.propose_rules(members[0], [])
    return enact_at(agreed(world, rules, [members[0], newcomer]), members[0], rules)


@case("CHARTER15", "OK", "an admission, for which no cut need fit", parties=2, cut_fits=0)
def admission_without_cuts():
    world, members = founded(1)
    newcomer = newcomer_proposed(world, members[0], 1)
    return world.consent(members[0], newcomer).enact(members[0], newcomer)


# ---- CHARTER21, CHARTER27: each of those that end ------------------------------------------------
@case("CHARTER21", "ERR_ENDED", "the second link of a removed party")
def join_second_link_of_removed():
    world, members = founded(1, 1, 2)
    links = [Device("link 1"), Device("link 2")]
    for link in links:
        world.invite(members[1], link, party=2)
    remove(world, members, 2, (1, 3))
    return world.join(links[1], Device("guest"))


def person_ended(*links, days=30):
    """The second of two persons had invited by these, and is gone: (world, the links, its tablet)."""
    world, members = founded(1)
    guest = with_another(world, members[0])
    for link in links:
        world.invite(guest, link, party=1, days=days)
    tablet, further = Device("tablet"), Device("link of tablet")
    tablet.person = guest.person
    world.invite(guest, further, party=1, days=1, person=guest.person).join(further, tablet)
    act = world.propose_end(members[0], guest.person)
    agreed(world, act, members)
    enact_at(world, members[0], act, 3 * DAY, cuts_of(guest, tablet))
    return world, tablet


@case("CHARTER27", "ERR_ENDED", "both devices of the person have ended: the second speaks")
def ended_second_device_speaks():
    world, tablet = person_ended()
    return world.propose_close(tablet) and world


@case("CHARTER27", "ERR_EXPIRED", "a link that was over when its maker's devices ended")
def join_expired_before_end():
    link = Device("link 1")
    world, _ = person_ended(link, days=2)
    return world.join(link, Device("another"))


def cleared_with_link(world, people):
    """The words of the last of three persons are cleared a minute after it made a link to a further device."""
    words, tablet, link = Device("words"), Device("tablet"), Device("link of tablet")
    tablet.person = people[2].person
    world.set_recovery(people[2], words)
    act = world.propose_clear(people[0], people[2].person)
    world.consent(people[0], act).consent(people[1], act, advance=7 * DAY)
    world.invite(people[2], link, party=1, days=1, person=people[2].person)
    world.enact(people[0], act)
    return link, tablet


def house_of_three():
    world, members = founded(1, 1, 2)
    people = [members[0], with_another(world, members[0], "second"),
              with_another(world, members[0], "third")]
    return world, members, people


@case("CHARTER27", "OK", "words are cleared: a link to a further device of the person still works",
      parties=3, devices=6)
def further_link_outlives_clearing():
    world, _, people = house_of_three()
    link, tablet = cleared_with_link(world, people)
    return world.join(link, tablet)


@case("CHARTER12", "OK", "a party of which one person's devices have ended agrees as before", parties=3)
def party_agrees_after_ending():
    world, members, people = house_of_three()
    act = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:1])
    enact_at(world, people[0], act, 3 * DAY, cuts_of(people[2]))
    rules = world.propose_rules(members[1], [])
    return enact_at(agreed(world, rules, [members[0], members[2]]), members[1], rules)


@case("CHARTER21", "ERR_ENDED", "a rest of a party that has left, and was heard of when it did",
      silent=0)
def rest_of_who_left():
    world, members = founded(1, 1, 2)
    rest = world.propose_rest(members[0], 2, days=170)
    act = world.propose_leave(members[1])
    enact_at(agreed(world, act, members[1:2]), members[1], act, 3 * DAY, cuts_of(members[1]))
    agreed(world, rest, [members[0], members[2]], days=170)
    return enact_at(world, members[0], rest, 120 * DAY)


@case("CHARTER27", "ERR_ENDED", "the device to end has ended since, and the person has another")
def end_gone_device_of_two():
    world, members = founded(1)
    guest = with_another(world, members[0])
    tablet, link = Device("tablet"), Device("link of tablet")
    tablet.person = guest.person
    world.invite(guest, link, party=1, days=1, person=guest.person).join(link, tablet)
    act = world.propose_end(members[0], guest.person, guest.index)
    agreed(world, act, members)
    world.retire(tablet, guest.index)
    return enact_at(world, members[0], act, 3 * DAY)


@case("CHARTER15", "ERR_LIMIT", "1,024 with the invitation that replaced the newcomer's: its device")
def limit_of_admission():
    world, anna, _, _, _ = filled()
    newcomer = Device("newcomer")
    world.propose(Device("link 0"), newcomer, 2).invite(anna, Device("one more"), sector=2)
    return world.consent(anna, newcomer).enact(anna, newcomer)


def three_of_two(signer_rules):
    """Three persons in the first of two parties: (world, members, the persons)."""
    world, members = founded(1, 2, signer_rules=signer_rules)
    second, third = Device("second"), Device("third")
    for guest in (second, third):
        link = Device(f"link of {guest.name}")
        world.invite(members[0], link, party=1).join(link, guest)
        world.confirm(members[0], guest.person)
        if signer_rules[0] > 1 and guest is third:
            world.confirm(second, guest.person)
    return world, members, [members[0], second, third]


@case("CHARTER12", "ERR_NO_CONSENT", "two are to sign of the two that are left: one does")
def signer_rule_outlives_ending():
    world, members, people = three_of_two([2, 1])
    act = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:2])
    enact_at(world, people[0], act, 3 * DAY, cuts_of(people[2]))
    rules = world.propose_rules(members[1], [])
    return enact_at(agreed(world, rules, [people[0], members[1]]), members[1], rules)


@case("CHARTER12", "OK", "another party's signer rule is set: one of three signs as before", parties=2)
def signer_rule_of_another():
    world, members, people = three_of_two([1, 1])
    act = world.propose_signers(members[1], 2)
    enact_at(agreed(world, act, members[1:]), members[1], act, 3 * DAY)
    rules = world.propose_rules(members[1], [])
    return enact_at(agreed(world, rules, [people[1], members[1]]), members[1], rules)


@case("CHARTER21", "OK", "a party is removed: another's link still works", parties=3, devices=4)
def join_link_of_another_after_removal():
    world, members = founded(1, 1, 2)
    link = Device("link")
    world.invite(members[0], link, party=1)
    remove(world, members, 2, (1, 3))
    return world.join(link, Device("guest"))


@case("CHARTER27", "OK", "an unconfirmed person's devices end in the second in which it is proposed",
      parties=1, devices=2)
def end_unconfirmed_at_once():
    world, members = founded(1)
    guest = with_another(world, members[0], confirm=False)
    act = world.propose_end(members[0], guest.person)
    world.consent(members[0], act, advance=0)
    return world.enact(members[0], act, cuts=cuts_of(guest), advance=0)


@case("CHARTER27", "ERR_ENDED", "the plan's first link, whose maker's devices have ended")
def join_first_link_of_ended():
    world, members = founded(1)
    link = Device("link 1")
    world.invite(members[0], link, party=1)
    guest = with_another(world, members[0])
    act = world.propose_end(guest, members[0].person)
    agreed(world, act, [guest])
    enact_at(world, guest, act, 3 * DAY, cuts_of(members[0]))
    return world.join(link, Device("another"))
