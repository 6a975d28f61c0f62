"""What members decide: removal, rules, sectors, and how it is counted."""
from charter_cases import devices
from encode import field, message, seeded
from world import (DAY, ENACT, PROPOSE, REMOVE_PARTY, SET_RULES, SET_SECTORS, START,
                   Device, World, cut, cuts_of, rule)

CASES = []
NOTICE = 14 * DAY
ACTS = (1, 2, 3, 4, 5, 6, 7, 8)  # what a plan may have rules for


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def founded(*sectors, rules=None, signer_rules=None):
    """A plan of one party per sector given: (world, their devices)."""
    members = [Device(f"member {i + 1}") for i in range(len(sectors))]
    signer_rules = signer_rules or [1] * len(sectors)
    return World().found(list(zip(members, sectors, signer_rules)), rules=rules), members


def enact_at(world, author, change, wait=NOTICE, cuts=(), **other):
    """Enacts so long after the proposal."""
    assert change.time + wait >= world.time
    return world.enact(author, change, cuts=cuts, advance=change.time + wait - world.time, **other)


def agreed(world, change, voters, days=30):
    for voter in voters:
        world.consent(voter, change, days=days)
    return world


def remove(world, members, target, voters, cuts=None):
    """The party of number `target` is removed; voters are numbers too."""
    removal = world.propose_removal(members[voters[0] - 1], target)
    agreed(world, removal, [members[v - 1] for v in voters])
    return enact_at(world, members[voters[0] - 1], removal,
                    cuts=cuts_of(members[target - 1]) if cuts is None else cuts)


def with_another(world, member, name="guest", confirm=True):
    """Somebody joins a member's party."""
    link, guest = devices(f"link of {name}", name)
    world.invite(member, link, party=member.index).join(link, guest)
    if confirm:
        world.confirm(member, guest.person)
    return guest


def newcomer_proposed(world, inviter, sector, name="newcomer"):
    link, newcomer = devices(f"link of {name}", name)
    world.invite(inviter, link, sector=sector).propose(link, newcomer, sector)
    return newcomer


def admit(world, voters, sector, name="newcomer"):
    newcomer = newcomer_proposed(world, voters[0], sector, name)
    agreed(world, newcomer, voters).enact(voters[0], newcomer)
    return newcomer


def to_remove():
    """Three parties in two sectors; the removal of the second is proposed."""
    world, members = founded(1, 1, 2)
    return world, members, world.propose_removal(members[0], 2)


def removed():
    world, members = founded(1, 1, 2)
    return remove(world, members, 2, (1, 3)), members


# ---- CHARTER3, CHARTER4: who proposes ------------------------------------------
@case("CHARTER3", "ERR_SIGNATURE", "a member's proposal, signed by another device's key")
def removal_signed_by_another():
    world, (anna, _, carl) = founded(1, 1, 2)
    world.propose_removal(anna, 2, signers=[carl.sign])
    return world


@case("CHARTER3", "ERR_SIGNATURE", "a member's proposal that nobody signed")
def removal_unsigned():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 2, signers=[])
    return world


@case("CHARTER3", "ERR_SIGNATURE", "a member's proposal with two signatures, as of a newcomer")
def removal_signed_twice():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 2, signers=[anna.sign, anna.sign])
    return world


@case("CHARTER3", "ERR_UNAUTHORIZED", "a removal proposed by an unknown device")
def removal_by_unknown_device():
    world, _ = founded(1, 1, 2)
    stranger = Device("stranger")
    stranger.index = 4
    world.propose_removal(stranger, 2)
    return world


@case("CHARTER3", "ERR_ENDED", "a removal proposed by a device that has ended")
def removal_by_ended_device():
    world, (anna, _, _) = founded(1, 1, 2)
    guest = with_another(world, anna)
    world.retire(guest, guest.index)
    world.propose_removal(guest, 2)
    return world


@case("CHARTER4", "ERR_MALFORMED", "an admission proposed by a member's device")
def admission_by_member():
    world, (anna, _, _) = founded(1, 1, 2)
    link, newcomer = devices("link", "newcomer")
    world.invite(anna, link, sector=2)
    return world.propose(link, newcomer, 2, author=anna, signers=[link.sign, newcomer.sign])


def by_nobody(name, what, propose):
    def build():
        world, members = founded(1, 1, 2)
        nobody = Device("member 1")
        propose(world, nobody, {"counter": 0})
        return world
    build.__name__ = name
    case("CHARTER4", "ERR_MALFORMED", f"{what} proposed by nobody")(build)


by_nobody("removal_by_nobody", "a removal", lambda w, a, o: w.propose_removal(a, 2, **o))
by_nobody("rules_by_nobody", "rules", lambda w, a, o: w.propose_rules(a, [rule()], **o))
by_nobody("sectors_by_nobody", "sectors", lambda w, a, o: w.propose_sectors(a, (1, 2), **o))


@case("CHARTER4", "ERR_CONFLICT", "a member's proposal with a counter that was used")
def removal_with_used_counter():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 2)
    anna.counter -= 1
    world.propose_removal(anna, 3)
    return world


# ---- CHARTER20: what a member may propose ------------------------------------------
@case("CHARTER20", "OK", "a party proposes another's removal", parties=3, devices=3,
      constitution_height=0)
def removal_proposed():
    return to_remove()[0]


@case("CHARTER20", "ERR_NOT_FOUND", "the removal of a party nobody knows")
def removal_of_unknown_party():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 4)
    return world


@case("CHARTER20", "ERR_NOT_FOUND", "the removal of party 0: the subject is empty")
def removal_of_party_0():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 0)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "the removal of one's own party")
def removal_of_own_party():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 1)
    return world


@case("CHARTER20", "ERR_ENDED", "the removal of a party that was removed")
def removal_of_removed_party():
    world, (anna, _, _) = removed()
    world.propose_removal(anna, 2)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed proposes a removal")
def removal_by_unconfirmed():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(with_another(world, anna, confirm=False), 2)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed, and an unknown party: the author first")
def removal_of_unknown_by_unconfirmed():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(with_another(world, anna, confirm=False), 9)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed proposes rules")
def rules_by_unconfirmed():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_rules(with_another(world, anna, confirm=False), [rule()])
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed proposes sectors")
def sectors_by_unconfirmed():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_sectors(with_another(world, anna, confirm=False), (1, 2))
    return world


@case("CHARTER20", "OK", "one of two persons proposes alone where the party's rule asks for two",
      parties=3, devices=4)
def removal_by_one_of_two_signers():
    world, (anna, _, _) = founded(1, 1, 2, signer_rules=[2, 1, 1])
    with_another(world, anna)
    world.propose_removal(anna, 2)
    return world


def form_case(name, expect, comment, propose):
    def build():
        world, members = founded(1, 1, 2)
        propose(world, members[0])
        return world
    build.__name__ = name
    keys = {"parties": 3, "devices": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER20", expect, comment, **keys)(build)


def rules_form(name, comment, rules, expect="ERR_MALFORMED"):
    form_case(f"rules_{name}", expect, comment, lambda w, a: w.propose_rules(a, rules))


def sectors_form(name, comment, sectors, expect="ERR_MALFORMED"):
    form_case(f"sectors_{name}", expect, comment, lambda w, a: w.propose_sectors(a, sectors))


rules_form("for_every_act", "a rule for every act", [rule(act=a) for a in ACTS], "OK")
rules_form("none", "no rules: the floors alone, an empty subject", [], "OK")
rules_form("of_act_0", "a rule for no act", [rule(act=0)])
rules_form("of_act_7", "a rule for act 7", [rule(act=7)], "OK")
rules_form("act_twice", "two rules for one act", [rule(act=2), rule(act=2, days=15)])
rules_form("fall", "rules for acts 3, 2", [rule(act=3), rule(act=2)])
rules_form("of_no_parties", "a rule that asks nobody", [rule(parties=0, act=2)])
rules_form("of_no_sectors", "a rule that asks no sector", [rule(sectors=0, act=2)])
rules_form("with_notice_2", "notice below 3 days", [rule(days=2, act=3)])
rules_form("with_notice_3", "the shortest notice", [rule(days=3, act=3)], "OK")
rules_form("with_notice_60", "the longest notice", [rule(days=60, act=4)], "OK")
rules_form("with_notice_61", "notice above 60 days", [rule(days=61, act=4)])
rules_form("of_one_party", "a rule below the floor is allowed and means nothing",
           [rule(1, 1, act=2)], "OK")
sectors_form("added", "two more sectors", (1, 2, 3, 4, 16), "OK")
sectors_form("all", "all 16 sectors", tuple(range(1, 17)), "OK")
sectors_form("without_empty", "a sector that has no party is left out", (1, 2), "OK")
sectors_form("of_none", "no sectors: an empty subject", ())
sectors_form("with_0", "sector 0", (0, 1, 2))
sectors_form("with_17", "one past the last sector number", (1, 2, 17))
sectors_form("fall", "sectors 2, 1", (2, 1))
sectors_form("with_2_twice", "sectors 1, 2, 2", (1, 2, 2))
sectors_form("without_a_party", "a sector that has a party is left out", (1, 3), "ERR_CONFLICT")
form_case("change_over", "ERR_EXPIRED", "it is over at once",
          lambda w, a: w.propose_removal(a, 2, expires=START + 60))
form_case("change_for_a_second", "OK", "it is open for a second",
          lambda w, a: w.propose_removal(a, 2, expires=START + 61))
form_case("change_for_180_days", "OK", "it is open for 180 days",
          lambda w, a: w.propose_rules(a, [], expires=START + 60 + 180 * DAY))
form_case("change_for_too_long", "ERR_MALFORMED", "it is open for 180 days and a second",
          lambda w, a: w.propose_sectors(a, (1, 2), expires=START + 61 + 180 * DAY))
form_case("removal_unknown_and_over", "ERR_NOT_FOUND",
          "an unknown party, and over at once: the party first",
          lambda w, a: w.propose_removal(a, 4, expires=START + 60))
form_case("sectors_conflict_and_over", "ERR_CONFLICT",
          "a party's sector left out, and over at once: the sector first",
          lambda w, a: w.propose_sectors(a, (1, 3), expires=START + 60))


@case("CHARTER5", "OK", "a genesis has rules for every act", parties=1)
def founded_with_rules_for_every_act():
    return founded(1, rules=[rule(act=a) for a in ACTS])[0]


@case("CHARTER20", "OK", "a removed party's sector may be left out", parties=3, devices=3)
def sectors_without_a_removed_party():
    world, members = founded(1, 2, 3)
    remove(world, members, 2, (1, 3))
    world.propose_sectors(members[0], (1, 3))
    return world


@case("CHARTER20", "OK", "the removal that another party has proposed", parties=3)
def removal_proposed_by_two_parties():
    world, (_, _, carl), _ = to_remove()
    world.propose_removal(carl, 2)
    return world


@case("CHARTER20", "ERR_CONFLICT", "the removal that another person of the party has proposed")
def removal_proposed_twice():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    world.propose_removal(members[0], 2)
    world.propose_removal(guest, 2)
    return world


@case("CHARTER20", "ERR_CONFLICT", "the rules that one's own party has proposed")
def rules_proposed_twice():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_rules(anna, [rule(act=2)])
    world.propose_rules(anna, [rule(act=2)])
    return world


@case("CHARTER20", "ERR_CONFLICT", "the sectors that one's own party has proposed")
def sectors_proposed_twice():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_sectors(anna, (1, 2))
    world.propose_sectors(anna, (1, 2))
    return world


@case("CHARTER20", "ERR_EXPIRED", "proposed already, and over at once: its life comes first")
def removal_proposed_twice_and_over():
    world, (anna, _, _), _ = to_remove()
    world.propose_removal(anna, 2, expires=START + 120)
    return world


@case("CHARTER20", "OK", "two removals of two parties", parties=3)
def removals_of_two_parties():
    world, (anna, _, _), _ = to_remove()
    world.propose_removal(anna, 3)
    return world


@case("CHARTER20", "OK", "other rules beside the proposed ones", parties=3)
def rules_proposed_beside_others():
    world, (anna, berit, _) = founded(1, 1, 2)
    world.propose_rules(anna, [rule(act=2)])
    world.propose_rules(berit, [rule(act=2, days=15)])
    return world


@case("CHARTER20", "ERR_CONFLICT", "the same removal a second before the first expires")
def removal_again_before_expiry():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 2, expires=START + 200)
    world.propose_removal(anna, 2, advance=139)
    return world


@case("CHARTER20", "OK", "the same removal at the second the first expires", parties=3)
def removal_again_after_expiry():
    world, (anna, _, _) = founded(1, 1, 2)
    world.propose_removal(anna, 2, expires=START + 200)
    world.propose_removal(anna, 2, advance=140)
    return world


@case("CHARTER20", "OK", "the rules that hold already, after they were enacted", parties=1,
      constitution_height=3)
def rules_again_after_enactment():
    world, (anna,) = founded(1)
    change = world.propose_rules(anna, [rule(days=15)])
    agreed(world, change, [anna]).enact(anna, change)
    world.propose_rules(anna, [rule(days=15)])
    return world


def proposals_of_a_member(invited, changes):
    """Open proposals of one party, by its invitations and by its device."""
    world, (anna, _, _) = founded(1, 1, 2)
    for i in range(invited):
        newcomer_proposed(world, anna, 2, f"newcomer {i}")
    for i in range(changes):
        world.propose_rules(anna, [rule(days=20 + i)])
    return world, anna


@case("CHARTER10", "OK", "four open proposals by a party's device", parties=3)
def four_changes_of_a_party():
    return proposals_of_a_member(0, 4)[0]


@case("CHARTER10", "ERR_LIMIT", "a fifth one by its device")
def five_changes_of_a_party():
    return proposals_of_a_member(0, 5)[0]


@case("CHARTER10", "OK", "three by its invitations and one by its device", parties=3)
def three_invited_and_a_change():
    return proposals_of_a_member(3, 1)[0]


@case("CHARTER10", "ERR_LIMIT", "four by its invitations and one by its device")
def four_invited_and_a_change():
    return proposals_of_a_member(4, 1)[0]


@case("CHARTER10", "ERR_LIMIT", "four by its device and one by its invitation")
def four_changes_and_an_invited():
    world, anna = proposals_of_a_member(0, 4)
    newcomer_proposed(world, anna, 2)
    return world


@case("CHARTER10", "ERR_LIMIT", "four by one person, a fifth by another person of the party")
def fifth_by_another_person():
    world, (anna, _, _) = founded(1, 1, 2)
    guest = with_another(world, anna)
    for i in range(4):
        world.propose_rules(anna, [rule(days=20 + i)])
    world.propose_removal(guest, 2)
    return world


@case("CHARTER10", "OK", "a party with four does not stand in another's way", parties=3)
def fifth_by_another_party():
    world, _ = proposals_of_a_member(0, 4)
    carl = Device("member 3")
    carl.index = 3
    world.propose_removal(carl, 2)
    return world


@case("CHARTER10", "OK", "a fifth one after the first was enacted", parties=3)
def fifth_after_enactment():
    world, members = founded(1, 1, 2)
    first = world.propose_rules(members[0], [rule(days=19)])
    for i in range(3):
        world.propose_rules(members[0], [rule(days=20 + i)])
    agreed(world, first, members).enact(members[0], first)
    world.propose_removal(members[0], 2)
    return world


@case("CHARTER20", "ERR_CONFLICT", "proposed already, and the pool is full: the pool comes last")
def fifth_that_is_proposed():
    world, anna = proposals_of_a_member(0, 4)
    world.propose_rules(anna, [rule(days=20)])
    return world


def full_plan():
    """32 open proposals by eight parties; a ninth has none."""
    world, members = founded(1, 1, 1, 1, 2, 2, 2, 2)
    ninth = admit(world, members, 1)
    for i in range(32):
        last = world.propose_rules(members[i // 4], [rule(days=20 + i)])
    return world, members, ninth, last


@case("CHARTER10", "ERR_LIMIT", "a 33rd open proposal in the plan")
def proposal_33():
    world, _, ninth, _ = full_plan()
    world.propose_removal(ninth, 2)
    return world


@case("CHARTER10", "OK", "a 33rd after one was withdrawn", parties=9, devices=9)
def proposal_33_after_withdrawal():
    world, members, ninth, last = full_plan()
    world.withdraw(members[7], last.proposal)
    world.propose_removal(ninth, 2)
    return world


@case("CHARTER20", "OK", "an own act, where 32 changes of the plan are open", parties=9, devices=9)
def own_act_beside_32():
    world, members, _, _ = full_plan()
    world.propose_leave(members[0])
    return world


@case("CHARTER10", "OK", "a 32nd change of the plan, where own acts are open too", parties=9)
def proposal_32_beside_own_acts():
    world, members, ninth, last = full_plan()
    for member in members[:4]:
        world.propose_leave(member)
    world.withdraw(members[7], last.proposal).propose_removal(ninth, 2)
    return world


@case("CHARTER10", "ERR_LIMIT", "a 33rd one, where own acts are open too")
def proposal_33_beside_own_acts():
    world, members, ninth, _ = full_plan()
    world.propose_leave(members[0])
    world.propose_removal(ninth, 2)
    return world


# ---- CHARTER11: consent to what members propose ----------------------------------------
@case("CHARTER11", "OK", "a party consents to another's removal", parties=3)
def consent_to_removal():
    world, members, removal = to_remove()
    return world.consent(members[2], removal)


@case("CHARTER11", "ERR_FORBIDDEN", "a party consents to its own removal")
def consent_by_target():
    world, members, removal = to_remove()
    return world.consent(members[1], removal)


@case("CHARTER11", "ERR_FORBIDDEN", "another person of the party that would be removed")
def consent_by_targets_second_person():
    world, members, removal = to_remove()
    guest = with_another(world, members[1])
    return world.consent(guest, removal)


@case("CHARTER11", "ERR_FORBIDDEN", "the target, with a wrong subject: the author comes first")
def consent_by_target_to_other_subject():
    world, members, removal = to_remove()
    return world.consent(members[1], removal, subject=seeded("subject"))


@case("CHARTER11", "ERR_MALFORMED", "with the subject of another removal")
def consent_to_another_removal():
    world, members, removal = to_remove()
    other = world.propose_removal(members[0], 3)
    return world.consent(members[0], removal, subject=other.subject)


@case("CHARTER11", "ERR_FORBIDDEN", "somebody unconfirmed consents to a removal")
def consent_to_removal_by_unconfirmed():
    world, members, removal = to_remove()
    guest = with_another(world, members[0], confirm=False)
    return world.consent(guest, removal)


@case("CHARTER11", "ERR_EXPIRED", "to a removal at the second it expires")
def consent_to_expired_removal():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 120)
    return world.consent(members[0], removal)


@case("CHARTER11", "OK", "to a removal a second before it expires", parties=3)
def consent_to_removal_in_time():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 121)
    return world.consent(members[0], removal)


@case("CHARTER11", "ERR_NOT_FOUND", "to a removal that was enacted")
def consent_to_enacted_removal():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    enact_at(world, members[0], removal, cuts=cuts_of(members[1]))
    return world.consent(members[2], removal)


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before a removal")
def consent_under_constitution_before_removal():
    world, members = founded(1, 1, 2)
    before = world.constitution
    remove(world, members, 2, (1, 3))
    change = world.propose_rules(members[0], [])
    return world.consent(members[0], change, constitution=before)


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before new rules")
def consent_under_constitution_before_rules():
    world, members = founded(1)
    before = world.constitution
    rules = world.propose_rules(members[0], [])
    sectors = world.propose_sectors(members[0], (1, 2))
    agreed(world, rules, members).enact(members[0], rules)
    return world.consent(members[0], sectors, constitution=before)


@case("CHARTER11", "ERR_CONFLICT", "a person consents to a removal twice")
def consent_to_removal_twice():
    world, members, removal = to_remove()
    return world.consent(members[0], removal).consent(members[0], removal)


@case("CHARTER14", "ERR_FORBIDDEN", "a party that came after the removal was proposed")
def newcomer_votes_on_older_removal():
    world, members, removal = to_remove()
    newcomer = admit(world, members, 2)
    return world.consent(newcomer, removal)


@case("CHARTER14", "OK", "a party that came before the removal was proposed", parties=4)
def newcomer_votes_on_later_removal():
    world, members = founded(1, 1, 2)
    newcomer = admit(world, members, 2)
    removal = world.propose_removal(members[0], 2)
    return world.consent(newcomer, removal)


# ---- CHARTER12: who is enough to remove ---------------------------------------------------
def removal_case(name, expect, comment, sectors, target, voters, rules=None, wait=NOTICE,
                 rule_id="CHARTER12"):
    """Parties of these sectors; `voters` consent that `target` goes; enacted after `wait`."""
    def build():
        world, members = founded(*sectors, rules=rules)
        removal = world.propose_removal(members[voters[0] - 1], target)
        agreed(world, removal, [members[v - 1] for v in voters], days=100)
        return enact_at(world, members[voters[0] - 1], removal, wait,
                        cuts_of(members[target - 1]))
    build.__name__ = name
    keys = {"parties": len(sectors), "devices": len(sectors),
            "constitution_height": 2 + len(voters)} if expect == "OK" else {}
    case(rule_id, expect, comment, **keys)(build)


NO = "ERR_NO_CONSENT"
removal_case("remove_one_of_two", NO, "of two parties none removes the other", (1, 2), 2, (1,))
removal_case("remove_one_of_two_of_a_sector", NO, "of two parties of one sector neither", (1, 1), 2,
             (1,))
removal_case("remove_one_of_two_by_rule", NO, "of two parties none, whatever the rules say", (1, 2),
             2, (1,), [rule(1, 1, 3, act=2)])
removal_case("remove_of_three", "OK", "three parties in two sectors, both others consent",
             (1, 1, 2), 2, (1, 3))
removal_case("remove_of_three_by_one", NO, "three parties, one consents", (1, 1, 2), 2, (1,))
removal_case("remove_only_party_of_sector", NO,
             "of two sectors the only party of one cannot be removed, though all others consent",
             (1, 1, 2), 3, (1, 2))
removal_case("remove_of_three_sectors", "OK", "three parties in three sectors, two consent",
             (1, 2, 3), 3, (1, 2))
removal_case("remove_of_three_sectors_by_one", NO, "three parties in three sectors, one consents",
             (1, 2, 3), 3, (1,))
removal_case("remove_of_three_in_one_sector", NO, "one sector: never", (1, 1, 1), 3, (1, 2))
removal_case("remove_of_six_in_one_sector", NO, "one sector: not even by five of six",
             (1, 1, 1, 1, 1, 1), 6, (1, 2, 3, 4, 5))
removal_case("remove_of_four_by_two", NO, "four parties, two consent: the target is one of the n",
             (1, 1, 2, 2), 4, (1, 3))
removal_case("remove_of_four_by_three", "OK", "four parties, three consent", (1, 1, 2, 2), 4,
             (1, 2, 3))
removal_case("remove_only_of_four", NO, "four parties, three of one sector consent",
             (1, 1, 1, 2), 4, (1, 2, 3))
removal_case("remove_of_five_by_two", NO, "five parties, two consent", (1, 1, 1, 2, 2), 5, (1, 4))
removal_case("remove_of_five_by_three", "OK", "five parties, three consent", (1, 1, 1, 2, 2), 5,
             (1, 2, 4))
removal_case("remove_of_five_by_one_sector", NO, "five parties, three of one sector consent",
             (1, 1, 1, 2, 2), 5, (1, 2, 3))
removal_case("remove_of_six_by_three", NO, "six parties, three consent", (1, 1, 1, 2, 2, 2), 6,
             (1, 2, 4))
removal_case("remove_of_six_by_four", "OK", "six parties, four consent", (1, 1, 1, 2, 2, 2), 6,
             (1, 2, 3, 4))
removal_case("remove_without_targets_sector", "OK",
             "nobody of the target's own sector need consent", (1, 1, 2, 3, 3), 5, (1, 2, 3))
FOUR = [rule(4, 1, act=2)]
removal_case("remove_by_rule_of_four_by_three", NO, "the rule asks for four of five, three consent",
             (1, 1, 1, 2, 2), 5, (1, 2, 4), FOUR)
removal_case("remove_by_rule_of_four_by_four", "OK", "the rule asks for four of five, four consent",
             (1, 1, 1, 2, 2), 5, (1, 2, 3, 4), FOUR)
THREE_SECTORS = [rule(1, 3, act=2)]
removal_case("remove_by_rule_of_three_sectors_from_two", NO,
             "the rule asks for three sectors, three of two consent", (1, 1, 2, 2, 3), 2, (1, 3, 4),
             THREE_SECTORS)
removal_case("remove_by_rule_of_three_sectors", "OK",
             "the rule asks for three sectors, and has them", (1, 1, 2, 2, 3), 2, (1, 3, 5), THREE_SECTORS)
removal_case("remove_only_party_by_rule_of_three_sectors", NO,
             "the rule asks for three sectors, the target is the only party of the third",
             (1, 1, 2, 2, 3), 5, (1, 2, 3, 4), THREE_SECTORS)
removal_case("remove_by_rule_below_floor", NO,
             "a rule of one party and one sector: the floor holds", (1, 1, 1, 2, 2), 5, (1, 4), [rule(1, 1, act=2)])
removal_case("remove_by_rule_above_n", "OK", "a rule of more than there are: all that may consent",
             (1, 1, 2, 2), 4, (1, 2, 3), [rule(64, 16, act=2)])
removal_case("remove_by_rule_above_n_by_fewer", NO, "a rule of more than there are, one is missing",
             (1, 1, 2, 2), 4, (1, 3), [rule(64, 16, act=2)])
removal_case("remove_by_rule_of_n", "OK", "a rule of all five parties: the four that may consent",
             (1, 1, 1, 2, 2), 5, (1, 2, 3, 4), [rule(5, 1, act=2)])
removal_case("remove_by_rule_of_n_by_fewer", NO, "a rule of all five parties, three consent",
             (1, 1, 1, 2, 2), 5, (1, 2, 4), [rule(5, 1, act=2)])
removal_case("remove_by_rule_of_16_sectors", "OK", "a rule of more sectors than there are",
             (1, 1, 2), 2, (1, 3), [rule(1, 16, act=2)])
removal_case("remove_by_rule_of_another_act", "OK", "the rules of other acts ask for more",
             (1, 1, 1, 2, 2), 5, (1, 2, 4), [rule(5, 2, 60, act=a) for a in (1, 3, 4)])


@case("CHARTER12", "ERR_NO_CONSENT", "a party that came later counts: two of four, as it has no say")
def remove_with_newcomer_counted():
    world, members, removal = to_remove()
    admit(world, members, 2)
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "OK", "three of four, of whom one came later and has no say", parties=5)
def remove_among_five_with_newcomer():
    world, members = founded(1, 1, 2, 2)
    removal = world.propose_removal(members[0], 2)
    admit(world, members, 2)
    agreed(world, removal, [members[0], members[2], members[3]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NO_CONSENT", "what one alone asked for does not bind the three who came since")
def rules_of_a_lone_founder():
    world, (anna,) = founded(1)
    old = world.propose_rules(anna, [], days=170)
    voters = [anna]
    for i, sector in enumerate((2, 3, 1)):
        voters.append(admit(world, voters, sector, f"newcomer {i}"))
    agreed(world, old, [anna])
    return enact_at(world, anna, old)


@case("CHARTER13", "ERR_NOTICE", "all that may vote agree, and one came since: the notice holds")
def rules_at_once_with_a_newcomer():
    world, members = founded(1, 1, 2, 2)
    change = world.propose_rules(members[0], [])
    admit(world, members, 2)
    return agreed(world, change, members).enact(members[0], change)


def party_of_two_in_removal(signer_rule=2):
    """The first of three parties has two persons; (world, members, guest, removal)."""
    world, members = founded(1, 1, 2, signer_rules=[signer_rule, 1, 1])
    guest = with_another(world, members[0])
    return world, members, guest, world.propose_removal(members[2], 2)


@case("CHARTER12", "ERR_NO_CONSENT", "one person of a party whose rule asks for two")
def remove_with_half_a_party():
    world, members, _, removal = party_of_two_in_removal()
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[2], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "OK", "both persons of a party whose rule asks for two", parties=3, devices=4)
def remove_with_a_whole_party():
    world, members, guest, removal = party_of_two_in_removal()
    agreed(world, removal, [members[0], guest, members[2]])
    return enact_at(world, members[2], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NO_CONSENT", "two persons of one party are one party")
def remove_by_two_of_a_party():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world, removal, [members[0], guest])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NO_CONSENT", "who consented has no active device any more")
def remove_by_consent_of_retired():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world, removal, [guest, members[2]]).retire(guest, guest.index)
    return enact_at(world, members[2], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NOT_FOUND", "the same removal twice")
def removed_twice():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    enact_at(world, members[0], removal, cuts=cuts_of(members[1]))
    return world.enact(members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_EXPIRED", "a removal at the second it expires")
def remove_expired():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 60 + NOTICE)
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "OK", "a removal a second before it expires", parties=3)
def remove_before_expiry():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 61 + NOTICE)
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NO_CONSENT", "the server alone removes nobody")
def remove_by_server_alone():
    world, members, removal = to_remove()
    return enact_at(world, None, removal, cuts=cuts_of(members[1]))


@case("CHARTER12", "ERR_NO_CONSENT", "nobody is left of those that may vote, and two are there")
def nobody_left_to_vote():
    world, (anna,) = founded(1)
    old = world.propose_rules(anna, [], days=170)
    berit = admit(world, [anna], 2, "berit")
    carl = newcomer_proposed(world, anna, 3, "carl")
    agreed(world, carl, [anna, berit]).enact(anna, carl)
    removal = world.propose_removal(berit, 1)
    agreed(world, removal, [berit, carl])
    enact_at(world, berit, removal, cuts=cuts_of(anna))
    return world.enact(None, old)


# ---- CHARTER12: who is enough for rules and sectors -----------------------------------------
def proposed_change(world, author, act, days=60):
    if act == "rules":
        return world.propose_rules(author, [rule(2, 2, 20, act=2)], days=days)
    return world.propose_sectors(author, (1, 2, 3, 4), days=days)


def change_case(name, expect, comment, sectors, voters, rules=None, wait=NOTICE,
                rule_id="CHARTER12", acts=("rules", "sectors")):
    """Parties of these sectors; `voters` consent to rules, and in another vector to sectors."""
    def register(act):
        def build():
            world, members = founded(*sectors, rules=rules)
            author = members[voters[0] - 1]
            change = proposed_change(world, author, act, days=170)
            agreed(world, change, [members[v - 1] for v in voters], days=100)
            return enact_at(world, author, change, wait)
        build.__name__ = f"{act}_{name}"
        keys = {"parties": len(sectors), "devices": len(sectors),
                "constitution_height": 2 + len(voters)} if expect == "OK" else {}
        case(rule_id, expect, f"new {act}: {comment}", **keys)(build)
    for act in acts:
        register(act)


SOON = 20 * 60  # long before any notice, and after all consents
change_case("by_one_of_one", "OK", "the only party decides, at once", (1,), (1,), wait=SOON)
change_case("by_one_of_two", NO, "one of two", (1, 2), (1,))
change_case("by_two_of_two", "OK", "both of two, at once", (1, 2), (1, 2), wait=SOON)
change_case("by_one_of_three", NO, "one of three", (1, 1, 2), (1,))
change_case("by_two_of_three", "OK", "two of three, both sectors", (1, 1, 2), (1, 3))
change_case("by_two_of_one_sector", NO, "two of three, without the second sector", (1, 1, 2),
            (1, 2))
change_case("by_two_of_three_sectors", NO, "two of three, without the third sector", (1, 2, 3),
            (1, 2))
change_case("by_two_of_three_in_one_sector", NO, "one sector: all must agree", (1, 1, 1), (1, 2))
change_case("by_three_in_one_sector", "OK", "one sector: all agree", (1, 1, 1), (1, 2, 3),
            wait=SOON)
change_case("by_two_of_four", NO, "two of four", (1, 1, 2, 2), (1, 3))
change_case("by_three_of_four", "OK", "three of four", (1, 1, 2, 2), (1, 2, 3))
change_case("by_three_of_five", NO, "three of five: a majority is too few", (1, 1, 1, 2, 2),
            (1, 2, 4))
change_case("by_four_of_five", "OK", "four of five", (1, 1, 1, 2, 2), (1, 2, 3, 4))
change_case("by_three_of_six", NO, "three of six", (1, 1, 1, 2, 2, 2), (1, 2, 4))
change_case("by_four_of_six", "OK", "four of six", (1, 1, 1, 2, 2, 2), (1, 2, 3, 4))
change_case("by_five_without_a_sector", NO, "five of six, without the third sector",
            (1, 1, 1, 2, 2, 3), (1, 2, 3, 4, 5))
change_case("by_four_with_every_sector", "OK", "four of six, every sector", (1, 1, 1, 2, 2, 3),
            (1, 2, 4, 6))
change_case("by_rule_of_four_by_three", NO, "the rule asks for four of four, three consent",
            (1, 1, 2, 2), (1, 2, 3), [rule(4, 1, act=3), rule(4, 1, act=4)])
change_case("by_rule_of_four_by_four", "OK", "the rule asks for four of four, all consent",
            (1, 1, 2, 2), (1, 2, 3, 4), [rule(4, 1, act=3), rule(4, 1, act=4)], wait=SOON)
change_case("by_rule_below_floor", NO, "a rule of one party and one sector: the floor holds",
            (1, 1, 2, 2), (1, 3), [rule(1, 1, act=3), rule(1, 1, act=4)])
change_case("by_rule_above_n", "OK", "a rule of more than there are asks for all", (1, 1, 2),
            (1, 2, 3), [rule(64, 16, act=3), rule(64, 16, act=4)], wait=SOON)
change_case("by_rule_above_n_by_two", NO, "a rule of more than there are, one is missing",
            (1, 1, 2), (1, 3), [rule(64, 16, act=3), rule(64, 16, act=4)])
change_case("by_rule_of_sectors", "OK", "what is asked for sectors is not asked for rules",
            (1, 1, 2), (1, 3), [rule(3, 2, 60, act=4)], acts=("rules",))
change_case("by_rule_of_rules", "OK", "what is asked for rules is not asked for sectors",
            (1, 1, 2), (1, 3), [rule(3, 2, 60, act=3)], acts=("sectors",))

# ---- CHARTER13: notice --------------------------------------------------------------------------
removal_case("remove_before_notice", "ERR_NOTICE", "a second before the notice is over", (1, 1, 2),
             2, (1, 3), wait=NOTICE - 1, rule_id="CHARTER13")
removal_case("remove_at_notice", "OK", "the second the notice is over", (1, 2, 2), 2, (1, 3),
             rule_id="CHARTER13")
removal_case("remove_by_all_others_at_once", "ERR_NOTICE",
             "all others consent: no removal is without notice", (1, 1, 2, 2), 4, (1, 2, 3),
             wait=SOON, rule_id="CHARTER13")
removal_case("remove_by_all_others_before_notice", "ERR_NOTICE",
             "all others consent, a second too early", (1, 1, 2, 2), 4, (1, 2, 3),
             wait=NOTICE - 1, rule_id="CHARTER13")
removal_case("remove_before_notice_of_3_days", "ERR_NOTICE", "the rule's three days, less a second",
             (1, 1, 2), 2, (1, 3), [rule(days=3, act=2)], 3 * DAY - 1, "CHARTER13")
removal_case("remove_at_notice_of_3_days", "OK", "the rule's three days", (1, 1, 2), 2, (1, 3),
             [rule(days=3, act=2)], 3 * DAY, "CHARTER13")
removal_case("remove_before_notice_of_20_days", "ERR_NOTICE", "the rule's 20 days, less a second",
             (1, 1, 2), 2, (1, 3), [rule(days=20, act=2)], 20 * DAY - 1, "CHARTER13")
removal_case("remove_at_notice_of_20_days", "OK", "the rule's 20 days", (1, 1, 2), 2, (1, 3),
             [rule(days=20, act=2)], 20 * DAY, "CHARTER13")
removal_case("remove_with_notice_of_admissions", "ERR_NOTICE",
             "an admission's shorter notice is not a removal's", (1, 1, 2), 2, (1, 3),
             [rule(days=3, act=1)], NOTICE - 1, "CHARTER13")
removal_case("remove_too_few_and_too_early", NO, "too few and too early: the count comes first",
             (1, 1, 2), 2, (1,), wait=SOON, rule_id="CHARTER13")
change_case("before_notice", "ERR_NOTICE", "a second before the notice is over", (1, 1, 2), (1, 3),
            wait=NOTICE - 1, rule_id="CHARTER13")
change_case("at_notice_of_3_days", "OK", "the rule's three days", (1, 1, 2), (1, 3),
            [rule(days=3, act=3), rule(days=3, act=4)], 3 * DAY, "CHARTER13")
change_case("before_notice_of_3_days", "ERR_NOTICE", "the rule's three days, less a second",
            (1, 1, 2), (1, 3), [rule(days=3, act=3), rule(days=3, act=4)], 3 * DAY - 1,
            "CHARTER13")
change_case("unanimous", "OK", "all three consent, at once", (1, 2, 3), (1, 2, 3), wait=SOON,
            rule_id="CHARTER13")


@case("CHARTER13", "OK",
      "the notice runs from the proposal, not from consents that are asked again",
      parties=3)
def remove_after_consents_were_voided():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    change = world.propose_rules(members[0], [])
    agreed(world, change, members)
    world.enact(members[0], change, advance=removal.time + 13 * DAY - world.time)
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


# ---- CHARTER21: what a removal does -----------------------------------------------------------
def with_big_target(ended=False):
    """The second of three parties has two persons' devices, 2 and 4; the removal is agreed."""
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[1])
    if ended:
        world.retire(guest, guest.index)
    removal = world.propose_removal(members[0], 2)
    agreed(world, removal, [members[0], members[2]])
    return world, members, guest, removal


def cuts_case(name, expect, comment, cuts, ended=False, **keys):
    def build():
        world, members, guest, removal = with_big_target(ended)
        return enact_at(world, members[0], removal, cuts=cuts(members, guest))
    build.__name__ = f"cuts_{name}"
    if expect == "OK":
        keys = {"parties": 3, "devices": 4, **keys}
    case("CHARTER21", expect, comment, **keys)(build)


cuts_case("exact", "OK", "both devices of the party are cut", lambda m, g: cuts_of(m[1], g))
cuts_case("with_ended", "ERR_MALFORMED", "a device that has ended is named",
          lambda m, g: cuts_of(m[1], g), True)
cuts_case("without_ended", "OK", "a device that has ended is not named", lambda m, g: cuts_of(m[1]),
          True)
cuts_case("none", "ERR_MALFORMED", "no cuts", lambda m, g: [])
cuts_case("without_first", "ERR_MALFORMED", "the first device is missing", lambda m, g: cuts_of(g))
cuts_case("without_last", "ERR_MALFORMED", "the last device is missing", lambda m, g: cuts_of(m[1]))
cuts_case("fall", "ERR_MALFORMED", "in another order", lambda m, g: cuts_of(g, m[1]))
cuts_case("twice", "ERR_MALFORMED", "a device twice", lambda m, g: cuts_of(m[1], g, g))
cuts_case("one_twice", "ERR_MALFORMED", "one twice, the other not at all",
          lambda m, g: cuts_of(m[1], m[1]))
cuts_case("of_another_party", "ERR_MALFORMED", "another party's device as well",
          lambda m, g: cuts_of(m[1], m[2], g))
cuts_case("of_another_instead", "ERR_MALFORMED", "another party's device instead",
          lambda m, g: cuts_of(m[1], m[2]))
cuts_case("of_unknown_device", "ERR_MALFORMED", "a device nobody knows as well",
          lambda m, g: cuts_of(m[1], g) + [cut(9)])
cuts_case("do_not_fit", "ERR_CONFLICT", "a commit that the log does not hold as its last",
          lambda m, g: cuts_of(m[1]) + [cut(g.index, 7, seeded("core"))], cut_fits=0)
cuts_case("with_commits", "OK", "with the last commits of both; for devices alone, no server",
          lambda m, g: [cut(m[1].index, 3, seeded("core 3")), cut(g.index, 7, seeded("core 7"))])
cuts_case("missing_and_not_fitting", "ERR_MALFORMED",
          "a device is missing, and the other's cut does not fit: who is named comes first",
          lambda m, g: [cut(g.index, 7, seeded("core"))], cut_fits=0)


@case("CHARTER21", "ERR_MALFORMED", "a key comes with a removal")
def removed_with_key():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    removal = world.propose_removal(members[0], 2)
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]),
                    keys=[world.sealed_key(members[0])])


@case("CHARTER21", "ERR_NO_CONSENT", "too few, and no cuts: the count comes first")
def removed_by_one_without_cuts():
    world, members, removal = to_remove()
    return enact_at(agreed(world, removal, [members[0]]), members[0], removal)


@case("CHARTER21", "ERR_NOTICE", "too early, and no cuts: the notice comes first")
def removed_too_early_without_cuts():
    world, members, removal = to_remove()
    return enact_at(agreed(world, removal, [members[0], members[2]]), members[0], removal,
                    NOTICE - 1)


@case("CHARTER21", "OK", "somebody unconfirmed is cut too", parties=3, devices=4,
      constitution_height=6)
def removed_with_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[1], confirm=False)
    return remove(world, members, 2, (1, 3), cuts_of(members[1], guest))


@case("CHARTER21", "ERR_MALFORMED", "somebody unconfirmed is not cut")
def removed_without_unconfirmed():
    world, members = founded(1, 1, 2)
    with_another(world, members[1], confirm=False)
    return remove(world, members, 2, (1, 3))


@case("CHARTER21", "OK", "the server may enact a removal", parties=3, devices=3)
def removed_by_server():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, None, removal, cuts=cuts_of(members[1]))


@case("CHARTER21", "OK", "the target's own device may enact its removal", parties=3, devices=3)
def removed_by_target():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    return enact_at(world, members[1], removal, cuts=cuts_of(members[1]))


def after_removal(name, what, act):
    def build():
        world, members = founded(1, 1, 2)
        change = world.propose_rules(members[1], [])
        removal = world.propose_removal(members[0], 2)
        agreed(world, removal, [members[0], members[2]])
        enact_at(world, members[0], removal, cuts=cuts_of(members[1]))
        act(world, members, change)
        return world
    build.__name__ = f"removed_{name}"
    case("CHARTER21", "ERR_ENDED", f"a removed party's device {what}")(build)


after_removal("invites", "invites into its party",
              lambda w, m, c: w.invite(m[1], Device("link"), party=2))
after_removal("invites_new_party", "invites a new party",
              lambda w, m, c: w.invite(m[1], Device("link"), sector=2))
after_removal("proposes", "proposes", lambda w, m, c: w.propose_removal(m[1], 3))
after_removal("consents", "consents", lambda w, m, c: w.consent(m[1], c))
after_removal("objects", "objects", lambda w, m, c: w.object(m[1], c))
after_removal("withdraws", "withdraws its own proposal",
              lambda w, m, c: w.withdraw(m[1], c.proposal))
after_removal("enacts", "enacts", lambda w, m, c: w.enact(m[1], c))
after_removal("rekeys", "rekeys", lambda w, m, c: w.rekey(m[1], [m[0], m[2]]))
after_removal("retires", "retires", lambda w, m, c: w.retire(m[1], 2))
after_removal("confirms", "confirms", lambda w, m, c: w.confirm(m[1], m[1].person))


@case("CHARTER21", "ERR_ENDED", "the second device of a removed party")
def removed_second_device():
    world, members, guest, removal = with_big_target()
    enact_at(world, members[0], removal, cuts=cuts_of(members[1], guest))
    return world.object(guest, removal)


def removed_with_invitation(expires=None, use=False, sector=0):
    """The target had invited; (world, members, its invitation)."""
    world, members = founded(1, 1, 2)
    link = Device("link")
    world.invite(members[1], link, party=0 if sector else 2, sector=sector, expires=expires,
                 days=60)
    ended = [members[1]]
    if use:
        guest = Device("guest")
        world.join(link, guest)
        ended.append(guest)
    return remove(world, members, 2, (1, 3), cuts_of(*ended)), members, link


@case("CHARTER8", "ERR_ENDED", "by an invitation of a removed party")
def join_removed_party():
    world, _, link = removed_with_invitation()
    return world.join(link, Device("guest"))


@case("CHARTER8", "ERR_EXPIRED",
      "by one that was over before its party was removed: it was not live")
def join_removed_party_expired():
    world, _, link = removed_with_invitation(expires=START + 3600)
    return world.join(link, Device("guest"))


@case("CHARTER8", "ERR_USED", "by one that was used before its party was removed")
def join_removed_party_used():
    world, _, link = removed_with_invitation(use=True)
    return world.join(link, Device("second guest"))


@case("CHARTER10", "ERR_ENDED", "by an invitation that a removed party gave a new one")
def propose_by_removed_party():
    world, _, link = removed_with_invitation(sector=2)
    return world.propose(link, Device("newcomer"), 2)


@case("CHARTER21", "OK", "a newcomer that a removed party had invited is still proposed", parties=4,
      devices=4)
def removed_partys_newcomer():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[1], 2)
    remove(world, members, 2, (1, 3))
    return agreed(world, newcomer, [members[0], members[2]]).enact(members[0], newcomer)


@case("CHARTER21", "OK", "a removed party's own proposal is still open", parties=3, devices=3)
def removed_partys_proposal():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[1], [])
    remove(world, members, 2, (1, 3))
    return agreed(world, change, [members[0], members[2]]).enact(members[0], change)


@case("CHARTER20", "OK", "another party can propose the same", parties=3)
def removed_partys_proposal_again():
    world, members = founded(1, 1, 2)
    world.propose_rules(members[1], [])
    remove(world, members, 2, (1, 3))
    world.propose_rules(members[0], [])
    return world


@case("CHARTER21", "ERR_ENDED", "another party's proposal to remove it too: it is gone")
def removed_by_two_proposals():
    world, members = founded(1, 1, 2, 2)
    first = world.propose_removal(members[0], 2)
    second = world.propose_removal(members[2], 2)
    voters = [members[0], members[2], members[3]]
    agreed(world, first, voters)
    enact_at(world, members[0], first, cuts=cuts_of(members[1]))
    return agreed(world, second, voters).enact(members[0], second)


@case("CHARTER10", "ERR_FORBIDDEN", "an invitation into a sector that is no longer listed")
def admission_into_dropped_sector():
    world, members = founded(1, 1, 2)
    link, newcomer = devices("link", "newcomer")
    world.invite(members[0], link, sector=3)
    change = world.propose_sectors(members[0], (1, 2))
    agreed(world, change, members).enact(members[0], change)
    return world.propose(link, newcomer, 3)


@case("CHARTER15", "ERR_CONFLICT", "an open admission into a sector that is no longer listed")
def admitted_into_dropped_sector():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 3)
    change = world.propose_sectors(members[0], (1, 2))
    agreed(world, change, members).enact(members[0], change)
    return agreed(world, newcomer, members).enact(members[0], newcomer)


@case("CHARTER21", "ERR_NO_CONSENT", "a removal voids the consents to the others")
def consents_voided_by_removal():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    removal = world.propose_removal(members[0], 2)
    agreed(world, change, [members[0], members[2]])
    agreed(world, removal, [members[0], members[2]])
    enact_at(world, members[0], removal, cuts=cuts_of(members[1]))
    return world.enact(members[0], change)


@case("CHARTER14", "OK", "four parties, one removed: two of three are enough for an older proposal",
      parties=5, devices=5)
def removed_does_not_count():
    world, members = founded(1, 1, 2, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    remove(world, members, 2, (1, 3, 4))
    return agreed(world, newcomer, [members[0], members[2]]).enact(members[0], newcomer)


@case("CHARTER14", "OK", "its sector is asked no more", parties=3, devices=3)
def removed_sector_does_not_count():
    world, members = founded(1, 2, 3)
    change = world.propose_rules(members[0], [])
    remove(world, members, 3, (1, 2))
    return agreed(world, change, [members[0], members[1]]).enact(members[0], change)


@case("CHARTER14", "ERR_NO_CONSENT", "three parties, one removed: now both must agree")
def removed_leaves_two():
    world, members = removed()
    newcomer = newcomer_proposed(world, members[0], 1)
    agreed(world, newcomer, [members[0]])
    return world.enact(members[0], newcomer, advance=20 * DAY)


@case("CHARTER14", "ERR_NO_CONSENT",
      "three parties, one removed: of these two none removes the other")
def removed_leaves_two_for_ever():
    world, members = removed()
    return remove(world, members, 3, (1,))


@case("CHARTER14", "OK",
      "a second removal, of four parties and then of three", parties=4, devices=4)
def removed_one_by_one():
    world, members = founded(1, 1, 2, 2)
    remove(world, members, 4, (1, 2, 3))
    return remove(world, members, 2, (1, 3))


@case("CHARTER14", "OK", "two open removals: the second is counted without the first's target",
      parties=4, devices=4)
def removals_side_by_side():
    world, members = founded(1, 1, 2, 2)
    first = world.propose_removal(members[0], 4)
    second = world.propose_removal(members[0], 2)
    agreed(world, first, members[:3])
    enact_at(world, members[0], first, cuts=cuts_of(members[3]))
    return agreed(world, second, [members[0], members[2]]).enact(members[0], second,
                                                                 cuts=cuts_of(members[1]))


@case("CHARTER14", "ERR_NO_CONSENT", "who was removed has consented to the removal of another")
def consent_of_a_removed_party():
    world, members = founded(1, 1, 2, 2)
    first = world.propose_removal(members[0], 4)
    second = world.propose_removal(members[0], 2)
    agreed(world, second, [members[0], members[3]])
    agreed(world, first, members[:3])
    enact_at(world, members[0], first, cuts=cuts_of(members[3]))
    world.consent(members[0], second)
    return world.enact(members[0], second, cuts=cuts_of(members[1]))


@case("CHARTER7", "ERR_CONFLICT", "the keys of a removed party's device are known")
def invite_with_removed_key():
    world, members = removed()
    link = Device("link")
    link.box = members[1].box
    return world.invite(members[0], link, sector=2)


@case("CHARTER10", "ERR_CONFLICT", "the person of a removed party is known")
def propose_removed_person():
    world, members = removed()
    link, newcomer = devices("link", "newcomer")
    world.invite(members[0], link, sector=2)
    return world.propose(link, newcomer, 2, person=members[1].person)


@case("CHARTER21", "OK", "a new party after a removal gets new numbers", parties=4, devices=4)
def admitted_after_removal():
    world, members = removed()
    newcomer = admit(world, [members[0], members[2]], 1)
    assert newcomer.index == 4
    return world.invite(newcomer, Device("link"), party=4)


# ---- CHARTER15, CHARTER22: what else an enactment may hold ---------------------------------------
@case("CHARTER15", "ERR_MALFORMED", "a cut in an admission")
def admitted_with_cut():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    agreed(world, newcomer, members)
    return world.enact(members[0], newcomer, cuts=cuts_of(members[1]))


def burdened(name, comment, **what):
    def register(act):
        def build():
            world, members = founded(1, 1, 2)
            world.rekey(members[0], members)
            change = proposed_change(world, members[0], act)
            agreed(world, change, members)
            parts = {}
            if "key" in what:
                parts["keys"] = [world.sealed_key(members[0])]
            if "cut" in what:
                parts["cuts"] = cuts_of(members[1])
            return world.enact(members[0], change, **parts)
        build.__name__ = f"{act}_{name}"
        case("CHARTER22", "ERR_MALFORMED", f"new {act}: {comment}")(build)
    register("rules")
    register("sectors")


burdened("with_key", "a key comes along", key=True)
burdened("with_cut", "a device is cut", cut=True)


@case("CHARTER22", "OK", "the server may enact rules", parties=3, constitution_height=5)
def rules_by_server():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    return agreed(world, change, members).enact(None, change)


@case("CHARTER22", "ERR_NO_CONSENT",
      "a party came into a sector that the new ones leave out: the consents come first")
def sectors_without_a_newcomer():
    world, members = founded(1, 1, 2)
    change = world.propose_sectors(members[0], (1, 2))
    admit(world, members, 3)
    return enact_at(agreed(world, change, members), members[0], change)


@case("CHARTER22", "ERR_NO_CONSENT",
      "a party came into a sector of its own: every sector is needed")
def sectors_with_a_newcomer():
    world, members = founded(1, 1, 2)
    change = world.propose_sectors(members[0], (1, 2, 3))
    admit(world, members, 3)
    return enact_at(agreed(world, change, members), members[0], change)


@case("CHARTER22", "OK", "a party came into a sector that the others have, which stays", parties=4,
      devices=4)
def sectors_beside_a_newcomer():
    world, members = founded(1, 1, 2)
    change = world.propose_sectors(members[0], (1, 2))
    admit(world, members, 2)
    return enact_at(agreed(world, change, members), members[0], change)


@case("CHARTER22", "OK", "it came, and was removed again", parties=4, devices=4)
def sectors_without_a_removed_newcomer():
    world, members = founded(1, 1, 2)
    change = world.propose_sectors(members[0], (1, 2))
    newcomer = admit(world, members, 3)
    remove(world, members + [newcomer], 4, (1, 2, 3))
    return agreed(world, change, members).enact(members[0], change)


def resectored(sectors):
    world, members = founded(1, 1, 2)
    change = world.propose_sectors(members[0], sectors)
    return agreed(world, change, members).enact(members[0], change), members


@case("CHARTER22", "OK", "a new party is invited into a new sector", parties=3)
def invite_into_new_sector():
    world, members = resectored((1, 2, 4))
    return world.invite(members[0], Device("link"), sector=4)


@case("CHARTER22", "ERR_MALFORMED", "a new party is invited into a sector that was left out")
def invite_into_dropped_sector():
    world, members = resectored((1, 2, 4))
    return world.invite(members[0], Device("link"), sector=3)


@case("CHARTER22", "ERR_NO_CONSENT", "new rules void the consents to the others")
def consents_voided_by_rules():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2)
    change = world.propose_rules(members[0], [])
    agreed(world, removal, [members[0], members[2]])
    agreed(world, change, members).enact(members[0], change)
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


@case("CHARTER22", "ERR_NO_CONSENT", "new sectors void the consents to the others")
def consents_voided_by_sectors():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2)
    change = world.propose_sectors(members[0], (1, 2))
    agreed(world, removal, [members[0], members[2]])
    agreed(world, change, members).enact(members[0], change)
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


def reruled(rules, sectors=(1, 1, 2, 2), before=None, first=None):
    """All consent to new rules at once; `first` comes before them."""
    world, members = founded(*sectors, rules=before)
    older = first(world, members) if first else None
    change = world.propose_rules(members[0], rules)
    agreed(world, change, members).enact(members[0], change)
    return world, members, older


@case("CHARTER22", "ERR_NO_CONSENT",
      "the new rule asks for four, three consent to a later admission")
def later_admission_under_new_rule():
    world, members, _ = reruled([rule(4, 1)])
    newcomer = newcomer_proposed(world, members[0], 1)
    agreed(world, newcomer, members[:3])
    return world.enact(members[0], newcomer, advance=20 * DAY)


@case("CHARTER22", "OK", "the new rule's notice of three days", parties=4, constitution_height=11)
def later_removal_with_new_notice():
    world, members, _ = reruled([rule(days=3, act=2)])
    removal = world.propose_removal(members[0], 4)
    agreed(world, removal, members[:3])
    return enact_at(world, members[0], removal, 3 * DAY, cuts_of(members[3]))


@case("CHARTER22", "ERR_NOTICE",
      "the new rule's notice of 20 days holds for what was proposed before")
def older_removal_with_new_notice():
    world, members, removal = reruled([rule(days=20, act=2)],
                                      first=lambda w, m: w.propose_removal(m[0], 4))
    agreed(world, removal, members[:3])
    return enact_at(world, members[0], removal, 20 * DAY - 1, cuts_of(members[3]))


@case("CHARTER22", "OK", "the new rule's notice of three days holds for what was proposed before",
      parties=4)
def older_removal_with_shorter_notice():
    world, members, removal = reruled([rule(days=3, act=2)],
                                      first=lambda w, m: w.propose_removal(m[0], 4))
    agreed(world, removal, members[:3])
    return enact_at(world, members[0], removal, 3 * DAY, cuts_of(members[3]))


@case("CHARTER22", "OK", "a rule that the new ones leave out is gone", parties=5)
def later_removal_without_rule():
    world, members, _ = reruled([], (1, 1, 1, 2, 2), [rule(4, 1, 60, act=2)])
    removal = world.propose_removal(members[0], 5)
    agreed(world, removal, [members[0], members[1], members[3]])
    return enact_at(world, members[0], removal, cuts=cuts_of(members[4]))


@case("CHARTER22", "ERR_NO_CONSENT", "rules that would ask for less are enacted under the old ones")
def rules_under_old_rules():
    world, members = founded(1, 1, 2, 2, rules=[rule(4, 1, act=3)])
    change = world.propose_rules(members[0], [rule(1, 1, 3, act=3)])
    agreed(world, change, members[:3])
    return enact_at(world, members[0], change, 20 * DAY)


@case("CHARTER22", "OK", "rules that would ask for more are enacted under the old ones", parties=4,
      constitution_height=5)
def stricter_rules_under_old_rules():
    world, members = founded(1, 1, 2, 2)
    change = world.propose_rules(members[0], [rule(4, 2, 60, act=3)])
    agreed(world, change, members[:3])
    return enact_at(world, members[0], change)


@case("CHARTER22", "ERR_NO_CONSENT", "and from then on they ask for all four")
def rules_under_stricter_rules():
    world, members, _ = reruled([rule(4, 2, act=3)])
    change = world.propose_rules(members[0], [])
    agreed(world, change, members[:3])
    return enact_at(world, members[0], change, 20 * DAY)


# ---- WIRE: the form of what members propose ---
def wire_case(name, rule_id, expect, comment, build_world):
    def build():
        world, members = founded(1, 1, 2)
        build_world(world, members[0])
        return world
    build.__name__ = name
    keys = {"parties": 3, "devices": 3} if expect == "OK" else {}
    case(rule_id, expect, comment, **keys)(build)


def proposal_form(name, rule_id, comment, act, subject, expect="ERR_MALFORMED"):
    wire_case(name, rule_id, expect, comment, lambda w, a: w.propose_change(a, act, subject))


proposal_form("propose_act_0", "WIRE4", "no act", 0, message((1, 2)))
proposal_form("propose_act_13", "WIRE4", "act 13", 13, message((1, 2)))
proposal_form("removal_unknown_field", "WIRE2", "a removal with an unknown field", REMOVE_PARTY,
              message((1, 2), (2, 1)))
proposal_form("removal_of_33_bits", "WIRE2", "a party above 32 bits", REMOVE_PARTY,
              field(1, (1 << 32) + 2))
proposal_form("removal_default_written", "WIRE2", "party 0 that is written out", REMOVE_PARTY,
              field(1, 0))
proposal_form("removal_of_sectors", "WIRE2", "a removal with the subject of sectors", REMOVE_PARTY,
              message((1, (1, 2))))
proposal_form("sectors_of_removal", "WIRE2", "sectors with the subject of a removal", SET_SECTORS,
              message((1, 2)))
proposal_form("sectors_not_packed", "WIRE2", "sectors that are not packed", SET_SECTORS,
              field(1, 1) + field(1, 2))
proposal_form("sectors_unknown_field", "WIRE2", "sectors with an unknown field", SET_SECTORS,
              message((1, (1, 2)), (2, 1)))
proposal_form("sectors_17_of_them", "WIRE6", "17 sectors", SET_SECTORS,
              message((1, tuple(range(1, 18)))), "ERR_TOO_LARGE")
proposal_form("rules_unknown_field", "WIRE2", "a rule with an unknown field", SET_RULES,
              message((1, [rule(act=2) + field(5, 1)])))
proposal_form("rules_16_of_them", "WIRE6", "16 rules are read, and then are not of 16 acts",
              SET_RULES, message((1, [rule(act=1 + i % 4) for i in range(16)])))
proposal_form("rules_17_of_them", "WIRE6", "17 rules", SET_RULES,
              message((1, [rule(act=1 + i % 4) for i in range(17)])), "ERR_TOO_LARGE")
wire_case("admission_act_13", "WIRE4", "ERR_MALFORMED", "a newcomer proposes act 13",
          lambda w, a: w.invite(a, Device("link"), sector=2).propose(
              Device("link"), Device("newcomer"), 2, act=13))
wire_case("newcomer_proposes_removal", "CHARTER4", "ERR_MALFORMED",
          "a removal, signed by an invitation's key and a new device's",
          lambda w, a: newcomers_removal(w, a))
wire_case("propose_with_payload", "WIRE2", "ERR_MALFORMED", "a payload that no proposal has",
          lambda w, a: w.propose_removal(a, 2, payload=[b"payload"]))


def newcomers_removal(world, author):
    link, newcomer = devices("link", "newcomer")
    world.invite(author, link, sector=2)
    body = message((1, REMOVE_PARTY), (2, message((1, 2))), (3, world.time + DAY))
    _, signed = world.signed(PROPOSE, body, [link.sign, newcomer.sign])
    world.place(signed)


def cut_form(name, rule_id, expect, comment, cuts):
    """A removal that nobody proposed: where the form is right, it is not found."""
    def build(world, author):
        body = message((1, seeded("nothing")), (3, cuts))
        _, signed = world.signed(ENACT, body, [author.sign], author)
        world.place(signed)
    wire_case(f"cuts_{name}", rule_id, expect, comment, build)


cut_form("1000_of_them", "WIRE6", "ERR_NOT_FOUND", "1,000 cuts, for what nobody proposed",
         [cut(i) for i in range(1, 1001)])
cut_form("1001_of_them", "WIRE6", "ERR_TOO_LARGE", "1,001 cuts", [cut(i) for i in range(1, 1002)])
cut_form("without_hash", "WIRE3", "ERR_MALFORMED", "a cut at seq 7 without the core's hash",
         [cut(2, 7)])
cut_form("with_hash_at_0", "WIRE3", "ERR_MALFORMED", "a cut at seq 0 with a hash",
         [cut(2, 0, seeded("core"))])
cut_form("hash_of_31_bytes", "WIRE3", "ERR_MALFORMED", "a core's hash of 31 bytes",
         [cut(2, 7, seeded("core")[:31])])
cut_form("unknown_field", "WIRE2", "ERR_MALFORMED", "a cut with an unknown field",
         [cut(2) + field(4, 1)])
