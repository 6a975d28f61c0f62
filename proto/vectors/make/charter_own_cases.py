"""What a party decides alone: ending devices, its signer rule, leaving, clearing a recovery."""
from charter_change_cases import agreed, enact_at, founded, newcomer_proposed, with_another
from charter_person_cases import further, recovered
from encode import message, seeded
from world import CLEAR_RECOVERY, DAY, END_DEVICES, LEAVE, SET_SIGNERS, Device, cut, cuts_of

CASES = []
WAIT = 3 * DAY
CLEAR_WAIT = 7 * DAY


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def house(count=3, signer_rule=1, sectors=(1, 1, 2)):
    """The first party has so many signers: (world, its persons' devices, the other parties')."""
    world, members = founded(*sectors, signer_rules=[signer_rule] + [1] * (len(sectors) - 1))
    people = [members[0]]
    for i in range(1, count):
        guest = with_another(world, members[0], f"guest {i}", confirm=False)
        for one in people[:signer_rule]:
            world.confirm(one, guest.person)
        people.append(guest)
    return world, people, members[1:]


def with_unconfirmed(count=1, signer_rule=1):
    """The same, and a person whom nobody has confirmed."""
    world, people, others = house(count, signer_rule)
    return world, people, others, with_another(world, people[0], "unconfirmed", confirm=False)


def ending(voters=(0,), count=3, signer_rule=1, who=-1, by=0, device=False):
    """The end of the last person's devices is proposed, and agreed by these."""
    world, people, others = house(count, signer_rule)
    act = world.propose_end(people[by], people[who].person, people[who].index if device else 0)
    agreed(world, act, [people[v] for v in voters])
    return world, people, others, act


# ---- CHARTER20: what may be proposed -----------------------------------------------------------
def propose_case(name, expect, comment, propose):
    """`propose` gets world, three persons of the first party, the other parties' devices."""
    def build():
        world, people, others = house()
        propose(world, people, others)
        return world
    build.__name__ = f"own_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER20", expect, comment, **keys)(build)


NOT_FOUND, ENDED, NO, BAD = "ERR_NOT_FOUND", "ERR_ENDED", "ERR_FORBIDDEN", "ERR_MALFORMED"
propose_case("end_person", "OK", "the end of another person's devices",
             lambda w, p, o: w.propose_end(p[0], p[2].person))
propose_case("end_device", "OK", "the end of another person's device",
             lambda w, p, o: w.propose_end(p[0], p[2].person, p[2].index))
propose_case("end_itself", "OK", "the end of one's own devices",
             lambda w, p, o: w.propose_end(p[2], p[2].person))
propose_case("end_own_device", "OK", "the end of one's own device",
             lambda w, p, o: w.propose_end(p[2], p[2].person, p[2].index))
propose_case("end_nobody", NOT_FOUND, "the devices of a person nobody knows",
             lambda w, p, o: w.propose_end(p[0], seeded("nobody")[:16]))
propose_case("end_of_another_party", NOT_FOUND, "the devices of another party's person",
             lambda w, p, o: w.propose_end(p[0], o[0].person))
propose_case("end_unknown_device", NOT_FOUND, "a device nobody knows",
             lambda w, p, o: w.propose_end(p[0], p[2].person, 99))
propose_case("end_device_of_another", NOT_FOUND, "another person's device, under the one's name",
             lambda w, p, o: w.propose_end(p[0], p[2].person, p[1].index))
propose_case("end_ended_device", ENDED, "a device that has ended",
             lambda w, p, o: w.retire(p[2], p[2].index).propose_end(p[0], p[2].person, p[2].index))
propose_case("end_person_without_device", ENDED, "a person that has neither device nor words",
             lambda w, p, o: w.retire(p[2], p[2].index).propose_end(p[0], p[2].person))
propose_case("end_person_with_words", "OK", "a person that has words, and no device",
             lambda w, p, o: w.set_recovery(p[2], Device("words")).retire(p[2], p[2].index)
             .propose_end(p[0], p[2].person))
propose_case("end_ended_device_with_words", ENDED,
             "a device that has ended, of a person that has words",
             lambda w, p, o: w.set_recovery(p[2], Device("words")).retire(p[2], p[2].index)
             .propose_end(p[0], p[2].person, p[2].index))
propose_case("signers_1", "OK", "a signer rule of one", lambda w, p, o: w.propose_signers(p[0], 1))
propose_case("signers_16", "OK", "the largest signer rule",
             lambda w, p, o: w.propose_signers(p[0], 16))
propose_case("signers_0", BAD, "a signer rule of none: the subject is empty",
             lambda w, p, o: w.propose_signers(p[0], 0))
propose_case("signers_17", BAD, "one past the largest signer rule",
             lambda w, p, o: w.propose_signers(p[0], 17))
propose_case("leave", "OK", "a party would leave", lambda w, p, o: w.propose_leave(p[0]))
propose_case("clear", "OK", "another person's words would be cleared",
             lambda w, p, o: w.set_recovery(p[2], Device("words")).propose_clear(p[0], p[2].person))
propose_case("clear_without_words", NOT_FOUND, "the words of a person that has none",
             lambda w, p, o: w.propose_clear(p[0], p[2].person))
propose_case("clear_of_another_party", NOT_FOUND, "the words of another party's person",
             lambda w, p, o: w.set_recovery(o[0], Device("words")).propose_clear(p[0], o[0].person))
propose_case("clear_nobody", NOT_FOUND, "the words of a person nobody knows",
             lambda w, p, o: w.propose_clear(p[0], seeded("nobody")[:16]))
propose_case("clear_own", NO, "one's own words, where there are three signers: two others may",
             lambda w, p, o: w.set_recovery(p[2], Device("words")).propose_clear(p[2], p[2].person))
propose_case("clear_own_without_words", NOT_FOUND,
             "one's own words, where there are none: that comes first",
             lambda w, p, o: w.propose_clear(p[2], p[2].person))
propose_case("over", "ERR_EXPIRED", "an own act that is over at once",
             lambda w, p, o: w.propose_leave(p[0], expires=w.time + 60))
propose_case("for_180_days", "OK", "an own act that is open for 180 days",
             lambda w, p, o: w.propose_leave(p[0], expires=w.time + 60 + 180 * DAY))
propose_case("for_too_long", BAD, "an own act that is open for 180 days and a second",
             lambda w, p, o: w.propose_leave(p[0], expires=w.time + 61 + 180 * DAY))


def twice(name, expect, comment, first, second):
    def propose(world, people, others):
        first(world, people, others)
        second(world, people, others)
    propose_case(f"{name}", expect, comment, propose)


twice("end_proposed_twice", "ERR_CONFLICT", "what the same person has proposed",
      lambda w, p, o: w.propose_end(p[0], p[2].person),
      lambda w, p, o: w.propose_end(p[0], p[2].person))
twice("end_proposed_twice_from_two_devices", "ERR_CONFLICT",
      "what the same person has proposed, on another device",
      lambda w, p, o: w.propose_end(p[0], p[2].person),
      lambda w, p, o: w.propose_end(further(w, p[0]), p[2].person))
twice("end_proposed_by_two", "OK", "what another person of the party has proposed",
      lambda w, p, o: w.propose_end(p[0], p[2].person),
      lambda w, p, o: w.propose_end(p[1], p[2].person))
twice("end_proposed_by_another", "OK",
      "the end of its own devices, that another person has proposed: nobody waits for another's",
      lambda w, p, o: w.propose_end(p[0], p[2].person),
      lambda w, p, o: w.propose_end(p[2], p[2].person))
twice("leave_proposed_by_two", "OK", "that the party leaves, as another person of it has proposed",
      lambda w, p, o: w.propose_leave(p[0]), lambda w, p, o: w.propose_leave(p[1]))
twice("leave_proposed_twice", "ERR_CONFLICT", "that the party leaves, as the person has proposed",
      lambda w, p, o: w.propose_leave(p[0]), lambda w, p, o: w.propose_leave(p[0]))
twice("clear_proposed_by_two", "OK", "another's words, that a third would clear",
      lambda w, p, o: w.set_recovery(p[2], Device("words")).propose_clear(p[0], p[2].person),
      lambda w, p, o: w.propose_clear(p[1], p[2].person))
twice("end_beside_device", "OK", "all of a person's devices, beside one of them",
      lambda w, p, o: w.propose_end(p[0], p[2].person, p[2].index),
      lambda w, p, o: w.propose_end(p[1], p[2].person))
twice("leave_of_two", "OK", "that another party would leave too",
      lambda w, p, o: w.propose_leave(p[0]), lambda w, p, o: w.propose_leave(o[0]))
twice("signers_of_two", "OK", "the signer rule that another party has proposed for itself",
      lambda w, p, o: w.propose_signers(p[0], 2), lambda w, p, o: w.propose_signers(o[0], 2))


def unconfirmed_proposes(name, expect, comment, propose):
    def build():
        world, people, _, guest = with_unconfirmed(2)
        propose(world, people, guest)
        return world
    build.__name__ = f"own_unconfirmed_{name}"
    case("CHARTER20", expect, f"somebody unconfirmed: {comment}")(build)


unconfirmed_proposes("ends_itself", "OK", "the end of all its own devices",
                     lambda w, p, g: w.propose_end(g, g.person))
unconfirmed_proposes("ends_its_device", NO, "the end of one device of its own",
                     lambda w, p, g: w.propose_end(g, g.person, g.index))
unconfirmed_proposes("ends_another", NO, "the end of another person's devices",
                     lambda w, p, g: w.propose_end(g, p[1].person))
unconfirmed_proposes("sets_signers", NO, "a signer rule", lambda w, p, g: w.propose_signers(g, 2))
unconfirmed_proposes("leaves", NO, "that the party leaves", lambda w, p, g: w.propose_leave(g))
unconfirmed_proposes("clears", NO, "that another's words are cleared",
                     lambda w, p, g: w.set_recovery(p[1], Device("words"))
                     .propose_clear(g, p[1].person))
unconfirmed_proposes("ends_nobody", NO, "the end of nobody's devices: the author comes first",
                     lambda w, p, g: w.propose_end(g, seeded("nobody")[:16]))


@case("CHARTER20", "ERR_FORBIDDEN", "the only party would leave")
def own_leave_alone():
    world, (anna,) = founded(1)
    world.propose_leave(anna)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "the only party that has not left would leave")
def own_leave_after_the_others():
    world, members = founded(1, 2)
    leave = world.propose_leave(members[1])
    enact_at(agreed(world, leave, [members[1]]), None, leave, WAIT, cuts_of(members[1]))
    world.propose_leave(members[0])
    return world


# ---- CHARTER10, 20: the pool of own acts is a person's ---------------------------------------
def own_pool(name, expect, comment, propose, rule_id="CHARTER20", **how):
    """`propose` gets world, three persons of the first party, the other parties' devices."""
    def build():
        world, people, others = house(**how)
        propose(world, people, others)
        return world
    build.__name__ = f"own_pool_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case(rule_id, expect, comment, **keys)(build)


def rules_of(world, person, count, first=2, **other):
    """So many own acts by one person; a signer rule concerns nobody in particular."""
    for i in range(count):
        act = world.propose_signers(person, first + i, **other)
    return act


def changes_of(world, person, count):
    for i in range(count):
        world.propose_sectors(person, (1, 2, 4 + i))


POOL = "ERR_LIMIT"
own_pool("three", "OK", "three open own acts by one person", lambda w, p, o: rules_of(w, p[0], 3))
own_pool("four", "OK", "four open own acts by one person", lambda w, p, o: rules_of(w, p[0], 4))
own_pool("five", POOL, "four open own acts by one person, and a fifth",
         lambda w, p, o: rules_of(w, p[0], 5))
own_pool("five_of_two", "OK", "four by one person, and another person's fifth",
         lambda w, p, o: (rules_of(w, p[0], 4), w.propose_leave(p[1])))
own_pool("of_all", "OK", "four by each of three persons",
         lambda w, p, o: [rules_of(w, one, 4) for one in p])
own_pool("five_of_two_devices", POOL, "four by one device of a person, a fifth by its other one",
         lambda w, p, o: (rules_of(w, p[0], 4), w.propose_leave(further(w, p[0]))))
own_pool("five_about_itself", POOL, "four by one person, and the end of its own devices",
         lambda w, p, o: (rules_of(w, p[0], 4), w.propose_end(p[0], p[0].person)))
own_pool("after_withdrawal", "OK", "four by one person, one was withdrawn, and another",
         lambda w, p, o: (w.withdraw(p[1], rules_of(w, p[0], 4).proposal), w.propose_leave(p[0])))
own_pool("before_expiry", POOL, "a fifth, a second before the first expires",
         lambda w, p, o: (rules_of(w, p[0], 4, expires=w.time + 1000),
                          w.propose_leave(p[0], advance=1000 - 240 - 1)))
own_pool("after_expiry", "OK", "a fifth, at the second that the first expires",
         lambda w, p, o: (rules_of(w, p[0], 4, expires=w.time + 1000),
                          w.propose_leave(p[0], advance=1000 - 240)))
own_pool("beside_four_changes", "OK", "four changes of the plan by one person, and an own act",
         lambda w, p, o: (changes_of(w, p[0], 4), w.propose_leave(p[0])))
own_pool("beside_four_newcomers", "OK", "four newcomers by a party's invitations, and an own act",
         lambda w, p, o: ([newcomer_proposed(w, p[1], 2, f"newcomer {i}") for i in range(4)],
                          w.propose_leave(p[0])))
own_pool("change_beside_four", "OK", "four own acts, and a change of the plan",
         lambda w, p, o: (rules_of(w, p[0], 4), changes_of(w, p[0], 1)), "CHARTER10")
own_pool("change_beside_own_act", "OK", "an own act, and four changes of the plan",
         lambda w, p, o: (w.propose_leave(p[0]), changes_of(w, p[0], 4)), "CHARTER10")
own_pool("fifth_change_beside_own_act", POOL, "an own act, and five changes of the plan",
         lambda w, p, o: (w.propose_leave(p[0]), changes_of(w, p[0], 5)), "CHARTER10")
own_pool("newcomer_beside_four", "OK", "four own acts, and a newcomer by the party's invitation",
         lambda w, p, o: (rules_of(w, p[0], 4), newcomer_proposed(w, p[0], 2)), "CHARTER10")
own_pool("fifth_proposed_already", "ERR_CONFLICT",
         "four by one person, and one of them again: the pool comes last",
         lambda w, p, o: (rules_of(w, p[0], 4), w.propose_signers(p[0], 2)))


@case("CHARTER20", "OK", "somebody unconfirmed goes, where four own acts by another are open",
      parties=3, devices=6)
def own_pool_of_unconfirmed():
    world, people, _, guest = with_unconfirmed(3)
    rules_of(world, people[0], 4)
    world.propose_end(guest, guest.person)
    return world


@case("CHARTER20", "OK", "a fifth by one person, after one of four was enacted", parties=3,
      constitution_height=0)
def own_pool_after_enactment():
    world, people, _ = house()
    act = rules_of(world, people[0], 4)
    enact_at(agreed(world, act, people[:1]), people[0], act, WAIT)
    world.propose_leave(people[0])
    return world


def subject_form(name, rule_id, comment, act, subject):
    def build():
        world, people, _ = house()
        world.propose_change(people[0], act, subject(people))
        return world
    build.__name__ = f"own_{name}"
    case(rule_id, BAD, comment)(build)


subject_form("end_of_15_bytes", "WIRE3", "ending: a person of 15 bytes", END_DEVICES,
             lambda p: message((1, p[1].person[:15])))
subject_form("end_without_person", "WIRE3", "ending: no person", END_DEVICES, lambda p: b"")
subject_form("end_unknown_field", "WIRE2", "ending: an unknown field", END_DEVICES,
             lambda p: message((1, p[1].person), (3, 1)))
subject_form("signers_unknown_field", "WIRE2", "a signer rule, and an unknown field", SET_SIGNERS,
             lambda p: message((1, 2), (2, 1)))
subject_form("leave_with_subject", "WIRE2", "leaving: it says something", LEAVE,
             lambda p: message((1, 1)))
subject_form("clear_of_17_bytes", "WIRE3", "clearing: a person of 17 bytes", CLEAR_RECOVERY,
             lambda p: message((1, p[1].person + b"x")))


# ---- CHARTER11, 23, 24: who says what to it ------------------------------------------------------
def voice(rule_id, name, expect, comment, say, proposer=0):
    """`say` gets world, four persons (the third is to end, the last unconfirmed), others, act."""
    def build():
        world, people, others, guest = with_unconfirmed(3)
        act = world.propose_end(people[proposer], people[2].person)
        say(world, [*people, guest], others, act)
        return world
    build.__name__ = f"own_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case(rule_id, expect, comment, **keys)(build)


voice("CHARTER11", "consent", "OK", "a signer of the party consents",
      lambda w, p, o, a: w.consent(p[1], a))
voice("CHARTER11", "consent_by_proposer", "OK", "who proposed it consents",
      lambda w, p, o, a: w.consent(p[0], a))
voice("CHARTER11", "consent_by_target", NO, "whom it concerns consents",
      lambda w, p, o, a: w.consent(p[2], a))
voice("CHARTER11", "consent_to_own", NO, "whom it concerns consents to what it proposed itself",
      lambda w, p, o, a: w.consent(p[2], a), 2)
voice("CHARTER11", "consent_by_other_party", NO, "a person of another party consents",
      lambda w, p, o, a: w.consent(o[0], a))
voice("CHARTER11", "consent_by_unconfirmed", NO, "somebody unconfirmed consents",
      lambda w, p, o, a: w.consent(p[3], a))
voice("CHARTER11", "consent_twice", "ERR_CONFLICT", "a person consents twice",
      lambda w, p, o, a: w.consent(p[1], a).consent(p[1], a))
voice("CHARTER11", "consent_to_other_subject", BAD, "to another subject",
      lambda w, p, o, a: w.consent(p[1], a, subject=seeded("subject")))
voice("CHARTER11", "consent_under_other_constitution", "ERR_STALE_CHARTER",
      "to an own act, under another constitution",
      lambda w, p, o, a: w.consent(p[1], a, constitution=w.previous))
voice("CHARTER23", "object", "OK", "a signer of the party objects",
      lambda w, p, o, a: w.object(p[1], a))
voice("CHARTER23", "object_by_target", "OK", "whom it concerns objects",
      lambda w, p, o, a: w.object(p[2], a))
voice("CHARTER23", "object_by_other_party", NO, "a person of another party objects",
      lambda w, p, o, a: w.object(o[0], a))
voice("CHARTER23", "object_by_unconfirmed", NO, "somebody unconfirmed objects",
      lambda w, p, o, a: w.object(p[3], a))
voice("CHARTER24", "withdraw", "OK", "who proposed it withdraws it",
      lambda w, p, o, a: w.withdraw(p[0], a.proposal))
voice("CHARTER24", "withdraw_by_another", "OK", "another person of the party withdraws it",
      lambda w, p, o, a: w.withdraw(p[1], a.proposal))
voice("CHARTER24", "withdraw_by_target", NO, "whom it concerns withdraws it",
      lambda w, p, o, a: w.withdraw(p[2], a.proposal))
voice("CHARTER24", "withdraw_own", "OK", "whom it concerns withdraws what it proposed itself",
      lambda w, p, o, a: w.withdraw(p[2], a.proposal), 2)
voice("CHARTER24", "withdraw_by_other_party", NO, "a person of another party withdraws it",
      lambda w, p, o, a: w.withdraw(o[0], a.proposal))
voice("CHARTER24", "withdraw_by_unconfirmed", NO, "somebody unconfirmed withdraws it",
      lambda w, p, o, a: w.withdraw(p[3], a.proposal))


@case("CHARTER24", "OK", "whom a signer rule concerns is nobody: any signer withdraws it",
      parties=3)
def own_withdraw_signers():
    world, people, _ = house()
    act = world.propose_signers(people[0], 2)
    return world.withdraw(people[2], act.proposal)


# ---- CHARTER27: enough signers -------------------------------------------------------------------
def count_case(name, expect, comment, voters, count=3, signer_rule=1, objectors=(), wait=WAIT,
               rule_id="CHARTER27"):
    """The last person's devices end; voters and objectors are numbers of persons."""
    def build():
        world, people, _, act = ending(voters, count, signer_rule)
        for number in objectors:
            world.object(people[number], act)
        return enact_at(world, people[0], act, wait, cuts_of(people[-1]))
    build.__name__ = f"own_end_{name}"
    keys = {"parties": 3, "devices": 2 + count, "constitution_height": 0} if expect == "OK" else {}
    case(rule_id, expect, comment, **keys)(build)


FEW = "ERR_NO_CONSENT"
count_case("by_one", "OK", "a rule of one: one consents", (0,))
count_case("by_none", FEW, "a rule of one: nobody consents", ())
count_case("by_one_other", "OK", "a rule of one: one consents who has not proposed it", (1,))
count_case("by_one_of_rule_2", FEW, "a rule of two: one consents", (0,), 3, 2)
count_case("by_two_of_rule_2", "OK", "a rule of two: two consent", (0, 1), 3, 2)
count_case("by_two_of_rule_3", FEW, "a rule of three: two of four consent", (0, 1), 4, 3)
count_case("by_three_of_rule_3", "OK", "a rule of three: three of four consent", (0, 1, 2), 4, 3)
count_case("by_the_other_of_two", "OK", "two persons, a rule of one: the other consents", (0,), 2)
count_case("by_the_other_of_two_rule_2", FEW,
           "two persons, a rule of two: whom it concerns cannot be the second", (0,), 2, 2)
count_case("against_another", FEW, "another signer objects", (0,), 3, objectors=(1,))
count_case("against_another_by_majority", FEW, "another signer objects, and three of five consent",
           (0, 1, 2), 5, objectors=(3,))
count_case("against_target", FEW, "whom it concerns objects, and one of three consents", (0,), 3,
           objectors=(2,))
count_case("against_target_by_majority", "OK", "whom it concerns objects, and two of three consent",
           (0, 1), 3, objectors=(2,))
count_case("against_target_by_half", FEW, "whom it concerns objects, and two of four consent",
           (0, 1), 4, objectors=(3,))
count_case("against_target_by_more_than_half", "OK",
           "whom it concerns objects, and three of four consent", (0, 1, 2), 4, objectors=(3,))
count_case("against_target_of_two", FEW,
           "two persons: whom it concerns objects, the other consents",
           (0,), 2, objectors=(1,))
count_case("against_both", FEW, "whom it concerns and another object, and three of five consent",
           (0, 1, 2), 5, objectors=(3, 4))
count_case("against_target_below_rule", FEW,
           "two of three are more than half, and a rule of three asks for three", (0, 1), 3, 3)
count_case("a_second_early", "ERR_NOTICE", "a second before the three days are over", (0, 1),
           wait=WAIT - 1)
count_case("by_all_a_second_early", "ERR_NOTICE", "all others consent: three days, less a second",
           (0, 1, 2, 3), 5, wait=WAIT - 1)
count_case("by_few_too_early", FEW, "too few and too early: the count comes first", (), wait=DAY)


@case("CHARTER27", "ERR_NO_CONSENT", "who consented has no device any more")
def own_end_by_consent_of_retired():
    world, people, _, act = ending((1,))
    world.retire(people[1], people[1].index)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "ERR_NO_CONSENT", "the consent has expired")
def own_end_by_expired_consent():
    world, people, _, act = ending(())
    world.consent(people[0], act, expires=act.time + WAIT)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "ERR_NO_CONSENT", "the consent was withdrawn")
def own_end_by_withdrawn_consent():
    world, people, _, act = ending((0,))
    world.withdraw(people[0], world.statement_hash)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "OK", "an objection was withdrawn", parties=3)
def own_end_after_withdrawn_objection():
    world, people, _, act = ending((0,))
    world.object(people[1], act)
    world.withdraw(people[1], world.statement_hash)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "OK", "who objected has no device any more", parties=3)
def own_end_against_retired():
    world, people, _, act = ending((0,))
    world.object(people[1], act).retire(people[1], people[1].index)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "OK", "the server enacts an own act", parties=3, constitution_height=0)
def own_end_by_server():
    world, people, _, act = ending((0,))
    return enact_at(world, None, act, WAIT, cuts_of(people[-1]))


@case("CHARTER27", "OK", "another party's device enacts an own act", parties=3)
def own_end_enacted_by_other_party():
    world, people, others, act = ending((0,))
    return enact_at(world, others[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER12", "ERR_NOT_FOUND", "an own act twice")
def own_end_twice():
    world, people, _, act = ending((0,))
    enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))
    return world.enact(people[0], act)


@case("CHARTER12", "ERR_NOT_FOUND", "an own act that was withdrawn")
def own_end_withdrawn():
    world, people, _, act = ending((0,))
    world.withdraw(people[1], act.proposal)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER12", "ERR_EXPIRED", "an own act that is over")
def own_end_expired():
    world, people, _ = house()
    act = world.propose_end(people[0], people[2].person, expires=world.time + 60 + WAIT)
    agreed(world, act, people[:1])
    return enact_at(world, people[0], act, WAIT, cuts_of(people[2]))


# ---- CHARTER27: what a person proposes about itself, and whom nobody confirmed -------------------
def itself(name, expect, comment, say=None, wait=WAIT, device=False):
    def build():
        world, people, _, act = ending((), who=-1, by=-1, device=device)
        if say:
            say(world, people, act)
        return enact_at(world, people[0], act, wait, cuts_of(people[-1]))
    build.__name__ = f"own_itself_{name}"
    case("CHARTER27", expect, f"about itself: {comment}")(build)


itself("all", "OK", "nobody consents")
itself("device", "OK", "one device, and nobody consents", device=True)
itself("against_one", "OK", "another objects", lambda w, p, a: w.object(p[0], a))
itself("against_all", "OK", "all others object", lambda w, p, a: w.object(p[0], a).object(p[1], a))
itself("against_itself", "OK", "it objects itself: it is to withdraw, not to object",
       lambda w, p, a: w.object(p[2], a))
itself("a_second_early", "ERR_NOTICE", "a second before the three days are over", None, WAIT - 1)
itself("withdrawn", NOT_FOUND, "it was withdrawn", lambda w, p, a: w.withdraw(p[2], a.proposal))


def unconfirmed_ends(name, expect, comment, by, voters, wait=120, confirm=False):
    def build():
        world, people, _, guest = with_unconfirmed(2)
        everybody = [*people, guest]
        act = world.propose_end(everybody[by], guest.person)
        agreed(world, act, [everybody[v] for v in voters])
        if confirm:
            world.confirm(people[0], guest.person)
        return enact_at(world, people[0], act, wait, cuts_of(guest))
    build.__name__ = f"own_end_unconfirmed_{name}"
    case("CHARTER27", expect, comment)(build)


unconfirmed_ends("at_once", "OK", "somebody unconfirmed ends at once", 0, (0,))
unconfirmed_ends("without_consent", FEW, "somebody unconfirmed does not end without consent", 0, ())
unconfirmed_ends("by_itself", "OK", "somebody unconfirmed goes by itself, at once", 2, ())
unconfirmed_ends("confirmed_since", "ERR_NOTICE",
                 "it was confirmed since: three days, less a second",
                 0, (0,), WAIT - 1, True)
unconfirmed_ends("confirmed_since_in_time", "OK", "it was confirmed since: three days", 0, (0,),
                 WAIT,
                 True)


@case("CHARTER27", "OK", "somebody unconfirmed goes by itself, against all objections", devices=5)
def own_end_unconfirmed_against_objection():
    world, people, _, guest = with_unconfirmed(2)
    act = world.propose_end(guest, guest.person)
    world.object(people[0], act).object(people[1], act)
    return enact_at(world, guest, act, 180, cuts_of(guest))


# ---- CHARTER27: cuts and keys --------------------------------------------------------------------
def own_cuts(name, expect, comment, cuts, device=False, prepare=None, **keys):
    """The last of three persons has a phone and a tablet; `cuts` gets both and the others."""
    def build():
        world, people, others = house()
        tablet = further(world, people[2])
        if prepare:
            prepare(world, people, tablet)
        act = world.propose_end(people[0], people[2].person, people[2].index if device else 0)
        agreed(world, act, people[:1])
        return enact_at(world, people[0], act, WAIT, cuts(people[2], tablet, people))
    build.__name__ = f"own_cuts_{name}"
    case("CHARTER27", expect, comment, **keys)(build)


own_cuts("all", "OK", "both of a person's devices", lambda a, b, p: cuts_of(a, b), devices=6)
own_cuts("of_one", BAD, "one of a person's two devices", lambda a, b, p: cuts_of(a))
own_cuts("none", BAD, "no cuts", lambda a, b, p: [])
own_cuts("fall", BAD, "in another order", lambda a, b, p: cuts_of(b, a))
own_cuts("twice", BAD, "one of them twice", lambda a, b, p: cuts_of(a, b, b))
own_cuts("of_another_person", BAD, "another person's device as well",
         lambda a, b, p: cuts_of(p[1], a, b))
own_cuts("with_ended", BAD, "one that has ended before is named", lambda a, b, p: cuts_of(a, b),
         prepare=lambda w, p, t: w.retire(t, t.index))
own_cuts("without_ended", "OK", "one that has ended before is not named",
         lambda a, b, p: cuts_of(a),
         prepare=lambda w, p, t: w.retire(t, t.index), devices=6)
own_cuts("device", "OK", "the one device that is named", lambda a, b, p: cuts_of(a), True,
         devices=6)
own_cuts("device_and_other", BAD, "the device that is named, and the person's other one",
         lambda a, b, p: cuts_of(a, b), True)
own_cuts("other_device", BAD, "the person's other device", lambda a, b, p: cuts_of(b), True)
own_cuts("do_not_fit", "ERR_CONFLICT", "a commit that the log does not hold as its last",
         lambda a, b, p: [cut(a.index, 7, seeded("core")), cut(b.index)], cut_fits=0)
own_cuts("with_commits", "OK", "the last commit of one; for devices alone, no server",
         lambda a, b, p: [cut(a.index, 7, seeded("core")), cut(b.index)], devices=6)


@case("CHARTER27", "ERR_MALFORMED", "a device that came since the proposal is not named")
def own_end_without_new_device():
    world, people, _, act = ending((0,))
    further(world, people[2])
    return enact_at(world, people[0], act, WAIT, cuts_of(people[2]))


@case("CHARTER27", "OK", "a device that came since the proposal ends with the others", devices=6)
def own_end_with_new_device():
    world, people, _, act = ending((0,))
    tablet = further(world, people[2])
    return enact_at(world, people[0], act, WAIT, cuts_of(people[2], tablet))


@case("CHARTER27", "OK", "a device on trial ends with the others", devices=6)
def own_end_with_device_on_trial():
    world, people, _ = house()
    words = Device("words")
    world.set_recovery(people[2], words)
    act = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:1])
    new = recovered(world, words, people[2], advance=2 * DAY)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[2], new))


def own_burden(name, comment, propose, wait=WAIT, key=True, ends=()):
    """`propose` gets world and three persons; a key or a cut that does not belong comes along."""
    def build():
        world, people, others = house()
        words = Device("words")
        world.rekey(others[0], [people[0], *others, *people[1:]])
        world.set_recovery(people[2], words)
        act = propose(world, people)
        agreed(world, act, people[:2])
        if key:
            return enact_at(world, people[0], act, wait, cuts_of(*(people[i] for i in ends)),
                            keys=[world.sealed_key(people[0])])
        return enact_at(world, people[0], act, wait, cuts_of(people[2]))
    build.__name__ = f"own_{name}"
    case("CHARTER27", BAD, comment)(build)


own_burden("end_with_key", "devices end, and a key comes along",
           lambda w, p: w.propose_end(p[0], p[2].person), ends=(2,))
own_burden("signers_with_key", "a signer rule, and a key comes along",
           lambda w, p: w.propose_signers(p[0], 2))
own_burden("leave_with_key", "a party leaves, and a key comes along",
           lambda w, p: w.propose_leave(p[0]), ends=(0, 1, 2))
own_burden("clear_with_key", "words are cleared, and a key comes along",
           lambda w, p: w.propose_clear(p[0], p[2].person), CLEAR_WAIT)
own_burden("signers_with_cut", "a signer rule, and a device is cut",
           lambda w, p: w.propose_signers(p[0], 2), key=False)
own_burden("clear_with_cut", "words are cleared, and a device is cut",
           lambda w, p: w.propose_clear(p[0], p[2].person), CLEAR_WAIT, False)
