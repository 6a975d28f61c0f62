"""A party takes the place of one that is silent, or a silent one rests."""
from charter_cases import devices
from charter_change_cases import (NOTICE, admit, agreed, enact_at, founded, newcomer_proposed,
                                  remove,
                                  with_another)
from charter_person_cases import further, recovered, speaks
from encode import message, seeded
from world import ADMIT_PARTY, DAY, REPLACE_PARTY, REST_PARTY, START, Device, cut, cuts_of, rule

CASES = []
MONTH = 30 * DAY
SILENCE = 120 * DAY
FEW, NO, BAD = "ERR_NO_CONSENT", "ERR_FORBIDDEN", "ERR_MALFORMED"


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def proposed_instead(world, inviter, target, sector, name="newcomer", days=170, **other):
    """A newcomer asks for the place of the party of number `target`."""
    link, newcomer = devices(f"link of {name}", name)
    world.invite(inviter, link, sector=sector, replaces=target)
    world.propose(link, newcomer, sector, replaces=target, days=days, **other)
    return newcomer


def to_replace(*sectors, target=4, voters=(1, 2, 3), rules=None):
    """The place of `target`, agreed by `voters`: (world, members, the newcomer)."""
    sectors = sectors or (1, 2, 1, 2)
    world, members = founded(*sectors, rules=rules)
    newcomer = proposed_instead(world, members[0], target, sectors[target - 1])
    agreed(world, newcomer, [members[v - 1] for v in voters], days=150)
    return world, members, newcomer


def replaced(**other):
    world, members, newcomer = to_replace()
    enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]), **other)
    return world, members, newcomer


def rested(*sectors, target=None, voters=None, world=None, members=None):
    """The last party rests, or that of number `target`: (world, members)."""
    if world is None:
        world, members = founded(*(sectors or (1, 2, 2)))
    target = target or len(members)
    voters = voters or [v for v in range(1, len(members) + 1) if v != target]
    rest = world.propose_rest(members[voters[0] - 1], target, days=170)
    agreed(world, rest, [members[v - 1] for v in voters], days=170)
    enact_at(world, members[voters[0] - 1], rest, SILENCE)
    return world, members


# ---- CHARTER7: an invitation to take a party's place ---------------------------------------------
def invite_case(name, expect, comment, build_world, **what):
    def build():
        world, members = build_world()
        return world.invite(members[0], Device("link"), **what)
    build.__name__ = f"invite_instead_{name}"
    case("CHARTER7", expect, f"in a party's place: {comment}")(build)


invite_case("of", "OK", "another party's, of that sector", lambda: founded(1, 2, 2), sector=2,
            replaces=2)
invite_case("of_unknown", "ERR_NOT_FOUND", "a party nobody knows", lambda: founded(1, 2, 2),
            sector=2, replaces=4)
invite_case("of_own", NO, "the author's own", lambda: founded(1, 2, 2), sector=1, replaces=1)
invite_case("of_other_sector", NO, "one of another sector", lambda: founded(1, 2, 2), sector=3,
            replaces=2)
invite_case("of_resting", NO, "one that rests", lambda: rested(1, 2, 2), sector=2, replaces=3)
invite_case("of_removed", "ERR_ENDED", "one that was removed",
            lambda: (lambda w, m: (remove(w, m, 3, (1, 2)), m))(*founded(1, 2, 2)), sector=2,
            replaces=3)
invite_case("into_own_party", BAD, "into the own party, in another's place",
            lambda: founded(1, 2, 2), party=1, replaces=2)
invite_case("of_unlisted_sector", BAD, "in a sector that the plan does not have",
            lambda: founded(1, 2, 2), sector=4, replaces=2)


# ---- CHARTER3, 4, 10: the proposal ---------------------------------------------------------------
@case("CHARTER10", "OK", "a newcomer asks for a party's place", parties=3, devices=3,
      constitution_height=0)
def replacement_proposed():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2)
    return world


@case("CHARTER3", "ERR_SIGNATURE", "a replacement, without the invitation's signature")
def replacement_without_secret():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2, signers=[Device("newcomer").sign] * 2)
    return world


@case("CHARTER3", "ERR_SIGNATURE", "a replacement, without the newcomer's signature")
def replacement_without_newcomer():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2, signers=[Device("link of newcomer").sign] * 2)
    return world


@case("CHARTER4", "ERR_MALFORMED", "a replacement, in the name of a member's device")
def replacement_by_member():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2, author=members[0], signers=[
        Device("link of newcomer").sign, Device("newcomer").sign])
    return world


def place_case(name, expect, comment, invited, asked, act):
    """Invited in the place of one party, it asks for another's; 0 is nobody's."""
    def build():
        world, members = founded(1, 2, 2)
        link, newcomer = devices("link", "newcomer")
        world.invite(members[0], link, sector=2, replaces=invited)
        return world.propose(link, newcomer, 2, replaces=asked, act=act)
    build.__name__ = f"replacement_{name}"
    case("CHARTER10", expect, comment)(build)


place_case("of_nobody", BAD, "a replacement of nobody", 0, 0, REPLACE_PARTY)
place_case("as_admission", BAD, "an admission in a party's place", 2, 2, ADMIT_PARTY)
place_case("by_admission_link", NO, "a replacement, by an invitation beside the others", 0, 2,
           REPLACE_PARTY)
place_case("of_another", NO, "a replacement of another party than the invitation's", 2, 3,
           REPLACE_PARTY)
place_case("link_for_admission", NO, "an admission, by an invitation in a party's place", 2, 0,
           ADMIT_PARTY)


@case("CHARTER10", "ERR_CONFLICT",
      "a replacement, by the person of the party that it would replace")
def replacement_by_its_person():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2, person=members[1].person)
    return world


def replacement_form(name, expect, comment, **other):
    def build():
        world, members = founded(1, 2, 2)
        proposed_instead(world, members[0], 2, 2, **other)
        return world
    build.__name__ = f"replacement_{name}"
    case("CHARTER10", expect, f"a replacement: {comment}")(build)


replacement_form("signer_rule_0", BAD, "signer rule 0", signer_rule=0)
replacement_form("signer_rule_17", BAD, "signer rule 17", signer_rule=17)
replacement_form("for_180_days", "OK", "it is open for 180 days", expires=START + 120 + 180 * DAY)
replacement_form("for_too_long", BAD, "it is open for 180 days and a second",
                 expires=START + 121 + 180 * DAY)
replacement_form("over", "ERR_EXPIRED", "it is over at once", expires=START + 120)


@case("CHARTER10", "ERR_USED", "a replacement, by an invitation that is used")
def replacement_twice():
    world, members = founded(1, 2, 2)
    proposed_instead(world, members[0], 2, 2)
    return world.propose(Device("link of newcomer"), Device("second"), 2, replaces=2)


@case("CHARTER10", "ERR_ENDED", "a replacement, by an invitation that was revoked")
def replacement_revoked():
    world, members = founded(1, 2, 2)
    link = Device("link")
    world.invite(members[0], link, sector=2, replaces=2).revoke(members[0], link)
    return world.propose(link, Device("newcomer"), 2, replaces=2)


@case("CHARTER10", "ERR_LIMIT",
      "four open proposals of a party, and a replacement by its invitation")
def replacement_fifth():
    world, members = founded(1, 2, 2)
    for i in range(4):
        world.propose_rules(members[0], [rule(days=20 + i)])
    proposed_instead(world, members[0], 2, 2)
    return world


@case("CHARTER24", "OK", "a replacement, by the party that had invited it", parties=3, devices=3,
      constitution_height=0)
def replacement_withdrawn():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    return world.withdraw(members[0], newcomer.proposal)


@case("CHARTER24", "ERR_FORBIDDEN", "a replacement, by the party that it would replace")
def replacement_withdrawn_by_target():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    return world.withdraw(members[1], newcomer.proposal)


@case("CHARTER10", "ERR_USED", "a replacement that was withdrawn, again by the same invitation")
def replacement_again_after_withdrawal():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    world.withdraw(members[0], newcomer.proposal)
    return world.propose(Device("link of newcomer"), Device("second"), 2, replaces=2)


@case("CHARTER11", "ERR_FORBIDDEN", "a party consents to its own replacement")
def replacement_consent_by_target():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    return world.consent(members[1], newcomer)


@case("CHARTER11", "OK", "another party consents to a replacement", parties=3)
def replacement_consent():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    return world.consent(members[2], newcomer)


@case("CHARTER14", "ERR_FORBIDDEN", "a party that came after a replacement was proposed")
def replacement_consent_by_newcomer():
    world, members = founded(1, 2, 2)
    newcomer = proposed_instead(world, members[0], 2, 2)
    late = admit(world, members, 1, "late")
    return world.consent(late, newcomer)


# ---- CHARTER12, 13: who is enough ----------------------------------------------------------------
def replace_case(name, expect, comment, sectors, target, voters, rules=None, wait=MONTH,
                 rule_id="CHARTER12"):
    def build():
        world, members, newcomer = to_replace(*sectors, target=target, voters=voters, rules=rules)
        return enact_at(world, members[0], newcomer, wait, cuts_of(members[target - 1]))
    build.__name__ = f"replace_{name}"
    keys = {"parties": len(sectors) + 1, "devices": len(sectors) + 1,
            "constitution_height": 3 + len(voters)} if expect == "OK" else {}
    case(rule_id, expect, f"replacement: {comment}", **keys)(build)


replace_case("of_two", FEW, "of two parties none replaces the other", (1, 2), 2, (1,))
replace_case("of_three", "OK", "three sectors, both others consent", (1, 2, 3), 3, (1, 2))
replace_case("of_three_by_one", FEW, "three sectors, one consents", (1, 2, 3), 3, (1,))
replace_case("only_of_sector", FEW, "of two sectors the only party of one", (1, 1, 2), 3, (1, 2))
replace_case("of_one_sector", FEW, "one sector: never", (1, 1, 1), 3, (1, 2))
replace_case("of_four_by_two", FEW, "two of four: the target is one of the n", (1, 2, 1, 2), 4,
             (1, 2))
replace_case("of_four_by_three", "OK", "three of four", (1, 2, 1, 2), 4, (1, 2, 3))
replace_case("without_its_sector", FEW,
             "three of five, and none of the sector that has another party",
             (1, 1, 3, 2, 2), 5, (1, 2, 3))
replace_case("with_its_sector", "OK", "three of five, and the other party of the sector",
             (1, 1, 3, 2, 2), 5, (1, 3, 4))
replace_case("only_of_third_sector", "OK", "its sector has no other party: none of it is needed",
             (1, 1, 2, 2, 3), 5, (1, 2, 3))
replace_case("by_rule_of_four", FEW, "the rule asks for four, three consent", (1, 1, 1, 2, 2), 5,
             (1, 2, 4), [rule(4, 1, act=6)])
replace_case("by_rule_above_n", "OK", "a rule of more than there are: all others", (1, 2, 1, 2), 4,
             (1, 2, 3), [rule(64, 16, act=6)])
replace_case("by_rule_of_removal", "OK", "what is asked for a removal is not asked for this",
             (1, 1, 1, 2, 2), 5, (1, 2, 4), [rule(5, 2, 60, act=2)])
replace_case("below_floor", FEW, "a rule of one party: the floor holds", (1, 2, 1, 2), 4, (1, 2),
             [rule(1, 1, act=6)])
replace_case("a_second_early", "ERR_NOTICE", "all others consent: 30 days, less a second",
             (1, 2, 1, 2), 4, (1, 2, 3), None, MONTH - 1, "CHARTER13")
replace_case("rule_of_3_days_early", "ERR_NOTICE", "a rule of three days: 30 days, less a second",
             (1, 2, 1, 2), 4, (1, 2, 3), [rule(days=3, act=6)], MONTH - 1, "CHARTER13")
replace_case("rule_of_3_days", "OK", "a rule of three days: 30 days", (1, 2, 1, 2), 4, (1, 2, 3),
             [rule(days=3, act=6)], MONTH, "CHARTER13")
replace_case("rule_of_60_days_early", "ERR_NOTICE", "a rule of 60 days, less a second",
             (1, 2, 1, 2), 4, (1, 2, 3), [rule(days=60, act=6)], 2 * MONTH - 1, "CHARTER13")
replace_case("rule_of_60_days", "OK", "a rule of 60 days", (1, 2, 1, 2), 4, (1, 2, 3),
             [rule(days=60, act=6)], 2 * MONTH, "CHARTER13")


@case("CHARTER14", "ERR_NO_CONSENT", "a party that came since counts: two of four")
def replace_with_newcomer_counted():
    world, members = founded(1, 2, 3)
    newcomer = proposed_instead(world, members[0], 3, 3)
    admit(world, members, 2, "late")
    agreed(world, newcomer, members[:2], days=150)
    return enact_at(world, members[0], newcomer, MONTH, cuts_of(members[2]))


# ---- CHARTER15, 21: what a replacement does ------------------------------------------------------
def life_case(name, comment, act, before=None, is_life=True, cuts=lambda m, t: cuts_of(m[3])):
    """What `act` does after the proposal is a sign of the fourth party's life, or none."""
    def build():
        world, members = founded(1, 2, 1, 2)
        thing = before(world, members) if before else None
        newcomer = proposed_instead(world, members[0], 4, 2)
        act(world, members, newcomer, thing)
        agreed(world, newcomer, members[:3], days=150)
        return enact_at(world, members[0], newcomer, MONTH, cuts(members, thing))
    build.__name__ = f"replace_{name}"
    if is_life:
        case("CHARTER21", "ERR_CONFLICT", f"replacement: {comment}", silent=0)(build)
    else:
        case("CHARTER21", "OK", f"replacement: {comment}")(build)


def words_of_fourth(world, members):
    words = Device("words")
    world.set_recovery(members[3], words)
    return words


def link_of_fourth(world, members, **what):
    link = Device("link of the fourth")
    world.invite(members[3], link, **what)
    return link


def found_again(world, words):
    words.found = Device("found again")
    world.recover(words, words.found)


def joiner(link):
    link.found = Device("joiner")
    return link.found


life_case("after_objection", "since the proposal the party has objected",
          lambda w, m, n, t: w.object(m[3], n))
life_case("after_invitation", "since the proposal the party has invited",
          lambda w, m, n, t: speaks(w, m[3]))
life_case("after_rekey", "since the proposal the party has made a key",
          lambda w, m, n, t: w.rekey(m[3], m))
life_case("after_recovery", "since the proposal the party's words were used",
          lambda w, m, n, t: found_again(w, t), words_of_fourth,
          cuts=lambda m, t: cuts_of(m[3], t.found))
life_case("after_join", "since the proposal somebody has joined the party",
          lambda w, m, n, t: w.join(t, joiner(t)), lambda w, m: link_of_fourth(w, m, party=4),
          cuts=lambda m, t: cuts_of(m[3], t.found))
life_case("after_own_proposal", "before the proposal the party spoke, and never since",
          lambda w, m, n, t: None, lambda w, m: w.propose_rules(m[3], []), False)
life_case("after_others", "since the proposal the other parties have spoken",
          lambda w, m, n, t: speaks(speaks_too(w, m[1]), m[2]), None, False)
life_case("after_its_newcomer", "since the proposal whom the party had invited asked to be let in",
          lambda w, m, n, t: w.propose(t, Device("its newcomer"), 2),
          lambda w, m: link_of_fourth(w, m, sector=2), False)


def speaks_too(world, member):
    return world.invite(member, Device("link 8"), sector=2)


@case("CHARTER21", "OK", "a removal does not ask for silence", silent=0, parties=3)
def remove_awake():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2)
    agreed(world, removal, [members[0], members[2]]).object(members[1], removal)
    return enact_at(world, members[0], removal, NOTICE, cuts_of(members[1]))


@case("CHARTER21", "ERR_NOTICE", "it has spoken, and it is too early: the notice comes first",
      silent=0)
def replace_awake_and_early():
    world, members, newcomer = to_replace()
    world.object(members[3], newcomer)
    return enact_at(world, members[0], newcomer, MONTH - 1, cuts_of(members[3]))


def replace_cuts(name, expect, comment, cuts, **keys):
    """The target has two devices."""
    def build():
        world, members = founded(1, 2, 1, 2)
        tablet = further(world, members[3], 4)
        newcomer = proposed_instead(world, members[0], 4, 2)
        agreed(world, newcomer, members[:3], days=150)
        return enact_at(world, members[0], newcomer, MONTH, cuts(members, tablet))
    build.__name__ = f"replace_cuts_{name}"
    case("CHARTER21", expect, f"replacement: {comment}", **keys)(build)


replace_cuts("exact", "OK", "both of its devices are cut", lambda m, t: cuts_of(m[3], t), devices=6)
replace_cuts("none", BAD, "no cuts", lambda m, t: [])
replace_cuts("of_one", BAD, "one of its two devices", lambda m, t: cuts_of(t))
replace_cuts("fall", BAD, "in another order", lambda m, t: cuts_of(t, m[3]))
replace_cuts("of_another", BAD, "another party's device as well",
             lambda m, t: cuts_of(m[1], m[3], t))
replace_cuts("do_not_fit", "ERR_CONFLICT", "a commit that the log does not hold as its last",
             lambda m, t: cuts_of(m[3]) + [cut(t.index, 7, seeded("core"))], cut_fits=0)


def replace_keys(name, expect, comment, keys, keyed=True):
    def build():
        world, members = founded(1, 2, 1, 2)
        if keyed:
            world.rekey(members[0], members)
        newcomer = proposed_instead(world, members[0], 4, 2)
        agreed(world, newcomer, members[:3], days=150)
        return enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]),
                        keys=keys(world, members, newcomer))
    build.__name__ = f"replace_{name}"
    counts = {"parties": 5, "devices": 5} if expect == "OK" else {}
    case("CHARTER15", expect, f"replacement: {comment}", **counts)(build)


replace_keys("with_key", "OK", "the newcomer's key comes along", lambda w, m, n: [w.sealed_key(n)])
replace_keys("without_key", "OK", "no key comes along", lambda w, m, n: [])
replace_keys("with_foreign_key", BAD, "a key for somebody else",
             lambda w, m, n: [w.sealed_key(m[0])])
replace_keys("with_two_keys", BAD, "two keys", lambda w, m, n: [w.sealed_key(n)] * 2)
replace_keys("with_other_epoch", "ERR_STALE_EPOCH", "a key of another epoch",
             lambda w, m, n: [w.sealed_key(n, epoch=seeded("other"))])
replace_keys("with_premature_key", "ERR_STALE_EPOCH", "a key before there is one",
             lambda w, m, n: [w.sealed_key(n)], False)


@case("CHARTER21", "ERR_ENDED", "the party was removed since")
def replace_removed():
    world, members = founded(1, 2, 1, 2)
    newcomer = proposed_instead(world, members[0], 4, 2)
    remove(world, members, 4, (1, 2, 3))
    agreed(world, newcomer, members[:3], days=150)
    return enact_at(world, members[0], newcomer, MONTH)


@case("CHARTER21", "ERR_FORBIDDEN", "the party rests since")
def replace_resting():
    world, members = founded(1, 2, 1, 2)
    rest = world.propose_rest(members[0], 4, days=170)
    agreed(world, rest, members[:3], days=170)
    newcomer = proposed_instead(world, members[0], 4, 2)
    enact_at(world, members[0], rest, SILENCE)
    agreed(world, newcomer, members[:3])
    return world.enact(members[0], newcomer, cuts=cuts_of(members[3]))


@case("CHARTER21", "ERR_ENDED", "the place was taken since")
def replace_twice():
    world, members = founded(1, 2, 1, 2)
    first, second = (proposed_instead(world, members[0], 4, 2, name) for name in ("one", "two"))
    agreed(world, first, members[:3], days=150)
    enact_at(world, members[0], first, MONTH, cuts_of(members[3]))
    agreed(world, second, members[:3])
    return world.enact(members[0], second)


@case("CHARTER21", "ERR_ENDED", "a replaced party's device speaks")
def replaced_speaks():
    world, members, _ = replaced()
    return speaks(world, members[3])


@case("CHARTER21", "ERR_NOT_FOUND", "a replaced party's words")
def replaced_recovers():
    world, members = founded(1, 2, 1, 2)
    words = Device("words")
    world.set_recovery(members[3], words)
    newcomer = proposed_instead(world, members[0], 4, 2)
    agreed(world, newcomer, members[:3], days=150)
    enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]))
    recovered(world, words, members[3])
    return world


@case("CHARTER21", "ERR_ENDED", "a replaced party's invitation")
def replaced_invitation():
    world, members = founded(1, 2, 1, 2)
    link = Device("link")
    world.invite(members[3], link, party=4, days=90)
    newcomer = proposed_instead(world, members[0], 4, 2)
    agreed(world, newcomer, members[:3], days=150)
    enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]))
    return world.join(link, Device("guest"))


@case("CHARTER15", "OK", "the newcomer speaks for its party", parties=5, devices=5,
      constitution_height=6)
def replacing_speaks():
    world, _, newcomer = replaced()
    assert newcomer.index == 5
    return speaks(world, newcomer)


@case("CHARTER15", "ERR_FORBIDDEN", "the newcomer votes on what was asked before it came")
def replacing_votes_on_older():
    world, members, newcomer = to_replace()
    change = world.propose_rules(members[0], [])
    enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]))
    return world.consent(newcomer, change)


@case("CHARTER15", "ERR_NO_CONSENT", "a replacement voids the consents to the others")
def replacing_voids_consents():
    world, members, newcomer = to_replace()
    change = world.propose_rules(members[0], [])
    agreed(world, change, members[:3], days=60)
    enact_at(world, members[0], newcomer, MONTH, cuts_of(members[3]))
    return world.enact(members[0], change)


@case("CHARTER21", "ERR_FORBIDDEN", "a removal of a party that rests since")
def remove_resting():
    world, members = founded(1, 2, 1, 2)
    rest = world.propose_rest(members[0], 4, days=170)
    agreed(world, rest, members[:3], days=170)
    removal = world.propose_removal(members[0], 4, days=170)
    enact_at(world, members[0], rest, SILENCE)
    agreed(world, removal, members[:3])
    return world.enact(members[0], removal, cuts=cuts_of(members[3]))


# ---- CHARTER20: to propose a rest ----------------------------------------------------------------
def rest_case(name, expect, comment, build_world, target, author=0):
    def build():
        world, members = build_world()
        world.propose_rest(members[author], target)
        return world
    build.__name__ = f"rest_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER20", expect, f"rest: {comment}", **keys)(build)


rest_case("proposed", "OK", "another party", lambda: founded(1, 2, 2), 3)
rest_case("of_unknown", "ERR_NOT_FOUND", "a party nobody knows", lambda: founded(1, 2, 2), 4)
rest_case("of_party_0", "ERR_NOT_FOUND", "party 0: the subject is empty", lambda: founded(1, 2, 2),
          0)
rest_case("of_own", NO, "the own party", lambda: founded(1, 2, 2), 1)
rest_case("of_resting", NO, "one that rests", lambda: rested(1, 2, 2), 3)
rest_case("of_removed", "ERR_ENDED", "one that was removed",
          lambda: (lambda w, m: (remove(w, m, 3, (1, 2)), m))(*founded(1, 2, 2)), 3)


@case("CHARTER20", "ERR_FORBIDDEN", "the removal of a party that rests")
def removal_of_resting():
    world, members = rested(1, 2, 2)
    world.propose_removal(members[0], 3)
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed proposes a rest")
def rest_by_unconfirmed():
    world, members = founded(1, 2, 2)
    world.propose_rest(with_another(world, members[0], confirm=False), 3)
    return world


@case("WIRE2", "ERR_MALFORMED", "a rest with an unknown field")
def rest_unknown_field():
    world, members = founded(1, 2, 2)
    world.propose_change(members[0], REST_PARTY, message((1, 3), (2, 1)))
    return world


# ---- CHARTER12, 13, 21, 22: to enact a rest ------------------------------------------------------
def resting_case(name, expect, comment, sectors, target, voters, rules=None, wait=SILENCE,
                 rule_id="CHARTER12", silent=None, parts=None, speak=False):
    def build():
        world, members = founded(*sectors, rules=rules)
        world.rekey(members[0], members)
        rest = world.propose_rest(members[voters[0] - 1], target, days=170)
        agreed(world, rest, [members[v - 1] for v in voters[1:]], days=170)
        if speak:
            world.object(members[target - 1], rest)
        return enact_at(world, None, rest, wait, **(parts(world, members) if parts else {}))
    build.__name__ = f"resting_{name}"
    keys = {"parties": len(sectors), "devices": len(sectors),
            "constitution_height": 2 + len(voters)} if expect == "OK" else {}
    if silent is not None:
        keys["silent"] = silent
    case(rule_id, expect, f"rest: {comment}", **keys)(build)


# The first number proposes, the others consent.
resting_case("by_both_others", "OK", "both others consent", (1, 2, 2), 3, (1, 1, 2))
resting_case("by_one_other", FEW, "one of both others consents", (1, 2, 2), 3, (1, 1))
resting_case("of_two", "OK", "of two parties the other alone", (1, 2), 2, (1, 1))
resting_case("by_nobody", FEW, "of two parties, and the other has not consented", (1, 2), 2, (1,))
resting_case("by_three_of_four_others", FEW, "three of four others", (1, 1, 2, 2, 3), 5,
             (1, 1, 2, 3))
resting_case("by_four_others", "OK", "all four others", (1, 1, 2, 2, 3), 5, (1, 1, 2, 3, 4))
resting_case("by_rule_of_one", FEW, "a rule of one: all are asked whatever it says", (1, 2, 2), 3,
             (1, 1), [rule(1, 1, act=5)])
resting_case("a_second_early", "ERR_NOTICE", "120 days, less a second", (1, 2, 2), 3, (1, 1, 2),
             None, SILENCE - 1, "CHARTER13")
resting_case("rule_of_3_days_early", "ERR_NOTICE", "a rule of three days: 120, less a second",
             (1, 2, 2), 3, (1, 1, 2), [rule(days=3, act=5)], SILENCE - 1, "CHARTER13")
resting_case("awake", "ERR_CONFLICT", "since the proposal the party has spoken", (1, 2, 2), 3,
             (1, 1, 2), rule_id="CHARTER21", silent=0, speak=True)
resting_case("with_cut", BAD, "its device is cut", (1, 2, 2), 3, (1, 1, 2), rule_id="CHARTER22",
             parts=lambda w, m: {"cuts": cuts_of(m[2])})
resting_case("with_key", BAD, "a key comes along", (1, 2, 2), 3, (1, 1, 2), rule_id="CHARTER22",
             parts=lambda w, m: {"keys": [w.sealed_key(m[0])]})


@case("CHARTER14", "OK", "who came since is not asked whether a party rests", parties=4)
def resting_without_newcomer():
    world, members = founded(1, 2, 2)
    rest = world.propose_rest(members[0], 3, days=170)
    newcomer = newcomer_proposed(world, members[0], 1)
    enact_at(agreed(world, newcomer, members[:2]), members[0], newcomer)
    agreed(world, rest, members[:2], days=170)
    return enact_at(world, members[0], rest, SILENCE)


@case("CHARTER12", "OK", "who rests is not asked whether another does", parties=4)
def resting_second():
    world, members = rested(1, 1, 2, 2)
    return rested(world=world, members=members, target=3, voters=(1, 2))[0]


@case("CHARTER12", "ERR_NO_CONSENT", "one of two persons of a party says no to a rest")
def resting_against_objection():
    world, members = founded(1, 2, 2)
    guest = with_another(world, members[0])
    rest = world.propose_rest(members[0], 3, days=170)
    agreed(world, rest, members[:2], days=170).object(guest, rest)
    return enact_at(world, members[0], rest, SILENCE)


@case("CHARTER21", "ERR_FORBIDDEN", "it rests already, by another party's proposal")
def resting_twice():
    world, members = founded(1, 2, 2)
    rests = [world.propose_rest(members[i], 3, days=170) for i in (0, 1)]
    agreed(world, rests[0], members[:2], days=170)
    enact_at(world, members[0], rests[0], SILENCE)
    return agreed(world, rests[1], members[:2]).enact(members[0], rests[1])


@case("CHARTER21", "ERR_ENDED", "it was removed since")
def resting_removed():
    world, members = founded(1, 2, 2)
    rest = world.propose_rest(members[0], 3, days=170)
    remove(world, members, 3, (1, 2))
    agreed(world, rest, members[:2], days=160)
    return enact_at(world, members[0], rest, SILENCE)


@case("CHARTER22", "ERR_NO_CONSENT", "a rest voids the consents to the others")
def resting_voids_consents():
    world, members = founded(1, 2, 2)
    change = world.propose_rules(members[0], [], days=170)
    agreed(world, change, members[:2], days=170)
    rested(world=world, members=members)
    return world.enact(members[0], change)


# ---- CHARTER12: what a party that rests still counts for -----------------------------------------
@case("CHARTER12", "OK", "an admission does not ask who rests", parties=4)
def admission_beside_resting():
    world, members = rested(1, 2, 2)
    newcomer = newcomer_proposed(world, members[0], 1)
    return agreed(world, newcomer, members[:2]).enact(members[0], newcomer)


@case("CHARTER12", "OK", "nor is its sector needed, where nobody else is of it", parties=4)
def admission_into_resting_sector():
    world, members = rested(1, 2, 3)
    newcomer = newcomer_proposed(world, members[0], 3)
    return agreed(world, newcomer, members[:2]).enact(members[0], newcomer)


@case("CHARTER12", "ERR_NO_CONSENT", "its consent to an admission counts for nothing")
def admission_by_resting():
    world, members = rested(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    agreed(world, newcomer, [members[0], members[2]])
    return world.enact(members[0], newcomer, advance=NOTICE)


@case("CHARTER12", "ERR_NO_CONSENT", "it is one of the n of a removal: two of four")
def removal_beside_resting():
    world, members = rested(1, 1, 2, 2)
    return remove(world, members, 2, (1, 3))


@case("CHARTER12", "ERR_NO_CONSENT", "rules ask its sector, where nobody else is of it")
def rules_beside_resting_sector():
    world, members = rested(1, 1, 2)
    change = world.propose_rules(members[0], [])
    return enact_at(agreed(world, change, members[:2]), members[0], change)


@case("CHARTER12", "OK", "rules do not need it, where another is of its sector", parties=3)
def rules_beside_resting():
    world, members = rested(1, 2, 2)
    change = world.propose_rules(members[0], [])
    return enact_at(agreed(world, change, members[:2]), members[0], change)


@case("CHARTER13", "ERR_NOTICE", "all but it consent to rules: the notice holds")
def rules_beside_resting_at_once():
    world, members = rested(1, 2, 2)
    change = world.propose_rules(members[0], [])
    return agreed(world, change, members[:2]).enact(members[0], change)


@case("CHARTER12", "OK", "it rests, and consents to rules: it is one of the n", parties=3)
def rules_by_resting():
    world, members = rested(1, 1, 2)
    change = world.propose_rules(members[0], [])
    return agreed(world, change, members).enact(members[0], change)


@case("CHARTER27", "OK", "a party that rests carries out an own act", parties=3)
def resting_sets_signers():
    world, members = rested(1, 2, 2)
    act = world.propose_signers(members[2], 2)
    return enact_at(agreed(world, act, members[2:]), members[2], act, 3 * DAY)


@case("CHARTER27", "ERR_FORBIDDEN", "a party that rests does not leave: it wakes first")
def resting_leaves():
    world, members = rested(1, 2, 2)
    act = world.propose_leave(members[2])
    return enact_at(agreed(world, act, members[2:]), members[2], act, 3 * DAY, cuts_of(members[2]))


@case("CHARTER27", "OK", "it has woken, and leaves", parties=3)
def resting_wakes_and_leaves():
    world, members = rested(1, 2, 2)
    act = world.propose_leave(members[2])
    agreed(world, act, members[2:]).wake(members[2])
    return enact_at(world, members[2], act, 3 * DAY, cuts_of(members[2]))


@case("CHARTER7", "OK", "a party that rests invites", parties=3)
def resting_invites():
    world, members = rested(1, 2, 2)
    return speaks(world, members[2])
