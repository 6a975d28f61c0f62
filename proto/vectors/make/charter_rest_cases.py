"""A party wakes, who came while it slept, and the end of a plan."""
from charter_change_cases import (NOTICE, admit, agreed, enact_at, founded, newcomer_proposed,
                                  remove,
                                  with_another)
from charter_person_cases import recovered
from charter_replace_cases import proposed_instead, rested
from encode import field, message, seeded
from world import CLOSE, DAY, WAKE, Device, cuts_of, rule

CASES = []
FEW, NO, BAD = "ERR_NO_CONSENT", "ERR_FORBIDDEN", "ERR_MALFORMED"


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def came_meanwhile(*sectors, sector=1, wake=False, accepts=()):
    """The last party rests, and a newcomer comes: (world, members, the newcomer, its number)."""
    world, members = rested(*(sectors or (1, 2, 2)))
    newcomer = admit(world, members[:-1], sector)
    if wake:
        world.wake(members[-1], *accepts)
    return world, members, newcomer, len(members) + 1


# ---- CHARTER30: wake -----------------------------------------------------------------------------
@case("CHARTER30", "OK", "a party wakes", parties=3, devices=3, constitution_height=5)
def wake():
    world, members = rested(1, 2, 2)
    return world.wake(members[2])


@case("CHARTER30", "OK", "and accepts who came meanwhile", parties=4, constitution_height=10)
def wake_and_accept():
    world, members, _, number = came_meanwhile()
    return world.wake(members[2], number)


@case("CHARTER30", "OK", "and accepts nobody", parties=4, constitution_height=10)
def wake_and_accept_nobody():
    world, members, _, _ = came_meanwhile()
    return world.wake(members[2])


@case("CHARTER30", "OK", "one of two persons wakes it, where its rule asks for two", parties=3)
def wake_by_one_of_two():
    world, members = founded(1, 2, 2, signer_rules=[1, 1, 2])
    guest = with_another(world, members[2])
    rested(world=world, members=members)
    return world.wake(guest)


@case("CHARTER30", "ERR_FORBIDDEN", "somebody unconfirmed")
def wake_by_unconfirmed():
    world, members = founded(1, 2, 2)
    guest = with_another(world, members[2], confirm=False)
    rested(world=world, members=members)
    return world.wake(guest)


@case("CHARTER30", "ERR_CONFLICT", "a party that does not rest, and accepts nobody")
def wake_awake():
    world, members = founded(1, 2, 2)
    return world.wake(members[2])


@case("CHARTER30", "ERR_CONFLICT", "a party twice")
def wake_twice():
    world, members = rested(1, 2, 2)
    return world.wake(members[2]).wake(members[2])


@case("CHARTER30", "ERR_CONFLICT", "another party than the one that rests")
def wake_another():
    world, members = rested(1, 2, 2)
    return world.wake(members[0])


@case("CHARTER30", "OK", "awake, it accepts later who came meanwhile", parties=4)
def wake_and_accept_later():
    world, members, _, number = came_meanwhile(wake=True)
    return world.wake(members[2], number)


@case("CHARTER30", "OK", "of two that came it accepts one, and then the other", parties=5)
def wake_and_accept_one_by_one():
    world, members, _, number = came_meanwhile()
    newcomer_after(world, members)
    return world.wake(members[2], number + 1).wake(members[2], number)


def newcomer_after(world, members):
    """A second one that comes while the last party rests; the first is not asked."""
    late = newcomer_proposed(world, members[0], 2, "late")
    first = Device("newcomer")
    first.index, first.counter = len(members) + 1, 0
    agreed(world, late, [*members[:-1], first]).enact(members[0], late)
    return late


def accept_case(name, expect, comment, accepts, build_world=came_meanwhile):
    def build():
        world, members, *_ = build_world()
        return world.wake(members[2], *accepts)
    build.__name__ = f"wake_accepts_{name}"
    case("CHARTER30", expect, f"accepts {comment}")(build)


accept_case("unknown", "ERR_NOT_FOUND", "a party nobody knows", (5,))
accept_case("older", "ERR_NOT_FOUND", "a party that was there before", (1,))
accept_case("itself", "ERR_NOT_FOUND", "itself", (3,))
accept_case("twice", BAD, "the same twice", (4, 4))
accept_case("falling", BAD, "two that fall", (5, 4),
            lambda: (lambda w, m, n, k: (newcomer_after(w, m), (w, m))[1])(*came_meanwhile()))
accept_case("both", "OK", "two that rise", (4, 5),
            lambda: (lambda w, m, n, k: (newcomer_after(w, m), (w, m))[1])(*came_meanwhile()))
accept_case("one_of_none", "ERR_NOT_FOUND", "one that came, and one that was there", (1, 4))
accept_case("again", "ERR_NOT_FOUND", "one that is accepted", (4,),
            lambda: came_meanwhile(wake=True, accepts=(4,)))


@case("CHARTER30", "ERR_NOT_FOUND", "accepts one that came after it woke")
def wake_accepts_later():
    world, members = rested(1, 2, 2)
    world.wake(members[2])
    admit(world, members, 1)
    return world.wake(members[2], 4)


@case("CHARTER30", "ERR_NOT_FOUND", "accepts one that came meanwhile, and has left")
def wake_accepts_left():
    world, members, newcomer, number = came_meanwhile()
    act = world.propose_leave(newcomer)
    enact_at(agreed(world, act, [newcomer]), newcomer, act, 3 * DAY, cuts_of(newcomer))
    return world.wake(members[2], number)


@case("CHARTER30", "ERR_NOT_FOUND", "another party accepts who came while this one rested")
def wake_accepts_for_another():
    world, members, _, number = came_meanwhile()
    return world.wake(members[0], number)


@case("CHARTER19", "ERR_NO_CONSENT", "a wake voids the consents")
def wake_voids_consents():
    world, members = rested(1, 2, 2)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members[:2]).wake(members[2])
    return enact_at(world, members[0], change)


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before a wake")
def consent_under_constitution_before_wake():
    world, members = rested(1, 2, 2)
    before = world.constitution
    change = world.propose_rules(members[0], [])
    return world.wake(members[2]).consent(members[0], change, constitution=before)


@case("CHARTER30", "OK", "awake again, it is asked about an admission: two of three, its sector",
      parties=3)
def wake_and_consent():
    world, members = rested(1, 1, 2)
    world.wake(members[2])
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.consent(members[2], newcomer)


@case("CHARTER30", "ERR_NO_CONSENT",
      "awake again, the only party of its sector is needed for an admission")
def wake_and_count():
    world, members = rested(1, 3, 2)
    world.wake(members[2])
    newcomer = newcomer_proposed(world, members[0], 2)
    agreed(world, newcomer, members[:2])
    return enact_at(world, members[0], newcomer)


@case("CHARTER30", "OK", "awake again, it may be removed", parties=4)
def wake_and_removed():
    world, members = rested(1, 2, 1, 2)
    world.wake(members[3])
    return remove(world, members, 4, (1, 2, 3))


@case("CHARTER3", "ERR_SIGNATURE", "a wake, signed by another device's key")
def wake_signed_by_another():
    world, members = rested(1, 2, 2)
    return world.wake(members[2], signers=[members[0].sign])


@case("WIRE2", "ERR_MALFORMED", "a wake whose parties are not packed")
def wake_not_packed():
    world, members, _, number = came_meanwhile()
    _, signed = world.signed(WAKE, field(1, number) + field(1, number + 1), [members[2].sign],
                             members[2])
    world.place(signed)
    return world


@case("WIRE6", "ERR_NOT_FOUND", "a wake accepts 64, of whom none is there")
def wake_accepts_64():
    world, members = rested(1, 2, 2)
    return world.wake(members[2], *range(10, 74))


@case("WIRE6", "ERR_TOO_LARGE", "a wake accepts 65")
def wake_accepts_65():
    world, members = rested(1, 2, 2)
    return world.wake(members[2], *range(10, 75))


# ---- CHARTER31: who came while another rested ----------------------------------------------------
def meanwhile_case(name, expect, comment, propose, wake=False, accepts=(), sectors=(1, 2, 2)):
    """The newcomer consents to what `propose` gives."""
    def build():
        world, members, newcomer, _ = came_meanwhile(*sectors, wake=wake, accepts=accepts)
        return world.consent(newcomer, propose(world, members, newcomer))
    build.__name__ = f"meanwhile_{name}"
    keys = {"parties": len(sectors) + 1} if expect == "OK" else {}
    case("CHARTER31", expect, f"came while another rested: {comment}", **keys)(build)


meanwhile_case("rules", NO, "no vote on rules", lambda w, m, n: w.propose_rules(m[0], []))
meanwhile_case("sectors", NO, "no vote on sectors", lambda w, m, n: w.propose_sectors(m[0], (1, 2)))
meanwhile_case("closing", NO, "no vote on closing", lambda w, m, n: w.propose_close(m[0]))
meanwhile_case("own_rules", NO, "no vote on the rules it proposes itself",
               lambda w, m, n: w.propose_rules(n, []))
meanwhile_case("removal_of_it", NO, "no vote on the removal of the one that has woken",
               lambda w, m, n: w.propose_removal(m[0], 3), True)
meanwhile_case("replacement_of_it", NO, "no vote on the replacement of the one that has woken",
               lambda w, m, n: proposed_instead(w, m[0], 3, 2, "second"), True)
meanwhile_case("rules_after_wake", NO, "no vote on rules, though the other has woken",
               lambda w, m, n: w.propose_rules(m[0], []), True)
meanwhile_case("admission", "OK", "a vote on an admission",
               lambda w, m, n: newcomer_proposed(w, m[0], 2, "second"))
meanwhile_case("removal", "OK", "a vote on the removal of a third",
               lambda w, m, n: w.propose_removal(m[0], 2))
meanwhile_case("replacement", "OK", "a vote on the replacement of a third",
               lambda w, m, n: proposed_instead(w, m[0], 2, 2, "second"))
meanwhile_case("rest", "OK", "a vote on the rest of a third",
               lambda w, m, n: w.propose_rest(m[0], 2))
meanwhile_case("own_act", "OK", "its own acts", lambda w, m, n: w.propose_signers(n, 2))
meanwhile_case("accepted_rules", "OK", "accepted: a vote on rules",
               lambda w, m, n: w.propose_rules(m[0], []), True, (4,))
meanwhile_case("accepted_removal_of_it", "OK", "accepted: a vote on the removal of who accepted it",
               lambda w, m, n: w.propose_removal(m[0], 3), True, (4,))


meanwhile_case("rest_of_it", NO, "no vote on the rest of the one that has woken",
               lambda w, m, n: w.propose_rest(m[0], 3), True)
meanwhile_case("accepted_rest_of_it", "OK", "accepted: a vote on the rest of who accepted it",
               lambda w, m, n: w.propose_rest(m[0], 3), True, (4,))


def rests_again(name, expect, comment, voters, accepts=(), sector=1):
    """The one that has woken is to rest again; the newcomer is no voter."""
    def build():
        world, members, _, _ = came_meanwhile(sector=sector, wake=True, accepts=accepts)
        return rested(world=world, members=members, target=3, voters=voters)[0]
    build.__name__ = f"meanwhile_rests_again_{name}"
    keys = {"parties": 4, "devices": 4} if expect == "OK" else {}
    case("CHARTER31", expect, f"came while another rested: {comment}", **keys)(build)


rests_again("not_counted", "OK", "both older ones lay it to rest again, without the newcomer",
            (1, 2))
rests_again("sector_not_asked", "OK", "nor is the newcomer's sector asked", (1, 2), sector=3)
rests_again("by_one", FEW, "both older ones are asked whether it rests again", (1,))
rests_again("counted", FEW, "accepted: it is asked whether that one rests again", (1, 2), (4,))


# ---- CHARTER22: a party's sector that nobody of it had to be asked about -------------------------
def sectors_meanwhile(name, expect, comment, sectors, prepare=None):
    """New sectors, by the two that did not rest; who came meanwhile is of the third."""
    def build():
        world, members = rested(1, 2, 2)
        change = world.propose_sectors(members[0], sectors)
        newcomer = admit(world, members[:2], 3)
        if prepare:
            prepare(world, members, newcomer)
        return enact_at(agreed(world, change, members[:2]), members[0], change)
    build.__name__ = f"meanwhile_sectors_{name}"
    case("CHARTER22", expect, f"came while another rested: {comment}")(build)


def newcomer_leaves(world, members, newcomer):
    act = world.propose_leave(newcomer)
    enact_at(agreed(world, act, [newcomer]), newcomer, act, 3 * DAY, cuts_of(newcomer))


sectors_meanwhile("without_its_own", "ERR_CONFLICT", "new sectors leave its own out", (1, 2))
sectors_meanwhile("with_its_own", "OK", "new sectors, and its own among them", (1, 2, 3, 4))
sectors_meanwhile("after_it_left", "OK", "new sectors leave out that of one that has left",
                  (1, 2), newcomer_leaves)


@case("CHARTER31", "OK", "the other was removed after it woke: a vote on rules", parties=5)
def meanwhile_other_removed():
    world, members, newcomer, _ = came_meanwhile(1, 2, 1, 2, wake=True)
    remove(world, members, 4, (1, 2, 3))
    return world.consent(newcomer, world.propose_rules(members[0], []))


@case("CHARTER31", "OK", "the other has left after it woke: a vote on rules", parties=4)
def meanwhile_other_left():
    world, members, newcomer, _ = came_meanwhile(wake=True)
    act = world.propose_leave(members[2])
    enact_at(agreed(world, act, members[2:]), members[2], act, 3 * DAY, cuts_of(members[2]))
    return world.consent(newcomer, world.propose_rules(members[0], []))


def meanwhile_count(name, expect, comment, voters, sector=1, wake=True, accepts=(), wait=NOTICE,
                    propose=lambda w, m: w.propose_rules(m[0], []), sectors=(1, 2, 2), cuts=()):
    """Rules, decided by members of these numbers beside the newcomer."""
    def build():
        world, members, _, _ = came_meanwhile(*sectors, sector=sector, wake=wake, accepts=accepts)
        change = propose(world, members)
        agreed(world, change, [members[v - 1] for v in voters])
        return enact_at(world, members[0], change, wait, cuts_of(*(members[c - 1] for c in cuts)))
    build.__name__ = f"meanwhile_count_{name}"
    keys = {"parties": len(sectors) + 1} if expect == "OK" else {}
    case("CHARTER31", expect, f"came while another rested: {comment}", **keys)(build)


meanwhile_count("not_counted", "OK", "two of three decide rules, as if it were not there", (1, 2))
meanwhile_count("counted", FEW, "accepted: two of four do not decide rules", (1, 2), accepts=(4,))
meanwhile_count("not_counted_asleep", "OK", "the other still rests: two of three decide rules",
                (1, 2),
                wake=False)
meanwhile_count("unanimous", "OK", "all three others consent to rules, at once", (1, 2, 3),
                wait=600)
meanwhile_count("not_unanimous", "ERR_NOTICE", "accepted: three of four consent to rules, at once",
                (1, 2, 3), accepts=(4,), wait=600)
meanwhile_count("sector_not_asked", "OK", "its own sector is not asked about rules", (1, 2),
                sector=3)
meanwhile_count("sector_asked", FEW, "accepted: its own sector is asked about rules", (1, 2, 3),
                sector=3, accepts=(4,))
meanwhile_count("closing", "OK", "two of three close the plan", (1, 2),
                propose=lambda w, m: w.propose_close(m[0]))
meanwhile_count("removal_of_third", FEW, "two of five remove a third: it is one of the n", (1, 3),
                propose=lambda w, m: w.propose_removal(m[0], 2), sectors=(1, 2, 2, 1), cuts=(2,))
meanwhile_count("removal_of_it", "OK",
                "three of four remove the one that has woken: it does not count",
                (1, 2, 3), propose=lambda w, m: w.propose_removal(m[0], 4), sectors=(1, 2, 1, 2),
                cuts=(4,))


@case("CHARTER31", "OK", "two of three remove the one that has woken: it does not count", parties=4)
def meanwhile_removal_of_three():
    world, members, _, _ = came_meanwhile(wake=True)
    return remove(world, members, 3, (1, 2))


@case("CHARTER31", "ERR_NO_CONSENT", "accepted: two of four do not remove who accepted it")
def meanwhile_removal_of_four():
    world, members, _, _ = came_meanwhile(wake=True, accepts=(4,))
    return remove(world, members, 3, (1, 2))


@case("CHARTER23", "OK", "who came while another rested says no to rules", parties=4)
def meanwhile_objects():
    world, members, newcomer, _ = came_meanwhile()
    return world.object(newcomer, world.propose_rules(members[0], []))


# ---- CHARTER20, 12, 22: to close -----------------------------------------------------------------
def close_case(name, expect, comment, sectors, voters, rules=None, wait=NOTICE, rule_id="CHARTER12",
               parts=None):
    def build():
        world, members = founded(*sectors, rules=rules)
        world.rekey(members[0], members)
        change = world.propose_close(members[0])
        agreed(world, change, [members[v - 1] for v in voters])
        return enact_at(world, members[0], change, wait, **(parts(world, members) if parts else {}))
    build.__name__ = f"close_{name}"
    keys = {"parties": len(sectors), "devices": len(sectors),
            "constitution_height": 3 + len(voters)} if expect == "OK" else {}
    case(rule_id, expect, f"closing: {comment}", **keys)(build)


SOON = 20 * 60
close_case("by_one_of_one", "OK", "the only party", (1,), (1,))
close_case("by_one_of_one_at_once", "ERR_NOTICE", "the only party, at once", (1,), (1,), wait=SOON,
           rule_id="CHARTER13")
close_case("by_one_of_two", FEW, "one of two", (1, 2), (1,))
close_case("by_two_of_three", "OK", "two of three, both sectors", (1, 1, 2), (1, 3))
close_case("without_a_sector", FEW, "two of three, without the second sector", (1, 1, 2), (1, 2))
close_case("by_three_of_five", FEW, "three of five: a majority is too few", (1, 1, 1, 2, 2),
           (1, 2, 4))
close_case("by_four_of_five", "OK", "four of five", (1, 1, 1, 2, 2), (1, 2, 3, 4))
close_case("by_rule_of_three", FEW, "the rule asks for three, two consent", (1, 1, 2), (1, 3),
           [rule(3, 1, act=8)])
close_case("below_floor", FEW, "a rule of one party: the floor holds", (1, 1, 2), (1,),
           [rule(1, 1, act=8)])
close_case("a_second_early", "ERR_NOTICE", "a second before the notice is over", (1, 1, 2), (1, 3),
           wait=NOTICE - 1, rule_id="CHARTER13")
close_case("unanimous", "OK", "all consent, and the notice is over", (1, 1, 2), (1, 2, 3),
           rule_id="CHARTER13")
close_case("unanimous_at_once", "ERR_NOTICE", "all consent, at once", (1, 1, 2), (1, 2, 3),
           wait=SOON, rule_id="CHARTER13")
close_case("unanimous_a_second_early", "ERR_NOTICE", "all consent: the notice, less a second",
           (1, 1, 2), (1, 2, 3), wait=NOTICE - 1, rule_id="CHARTER13")
close_case("unanimous_by_rule_of_3_days", "OK", "all consent: the rule's three days", (1, 1, 2),
           (1, 2, 3), [rule(days=3, act=8)], 3 * DAY, "CHARTER13")
close_case("unanimous_by_rule_of_3_days_early", "ERR_NOTICE",
           "all consent: the rule's three days, less a second", (1, 1, 2), (1, 2, 3),
           [rule(days=3, act=8)], 3 * DAY - 1, "CHARTER13")
close_case("rule_of_20_days", "ERR_NOTICE", "the rule's 20 days, less a second", (1, 1, 2), (1, 3),
           [rule(days=20, act=8)], 20 * DAY - 1, "CHARTER13")
close_case("with_cut", BAD, "a device is cut", (1, 1, 2), (1, 3), rule_id="CHARTER22",
           parts=lambda w, m: {"cuts": cuts_of(m[1])})
close_case("with_key", BAD, "a key comes along", (1, 1, 2), (1, 3), rule_id="CHARTER22",
           parts=lambda w, m: {"keys": [w.sealed_key(m[0])]})


@case("CHARTER20", "OK", "closing, as another party has proposed", parties=3)
def close_proposed_by_two():
    world, members = founded(1, 1, 2)
    world.propose_close(members[0])
    world.propose_close(members[1])
    return world


@case("CHARTER20", "ERR_CONFLICT", "closing, as the own party has proposed")
def close_proposed_twice():
    world, members = founded(1, 1, 2)
    world.propose_close(members[0])
    world.propose_close(members[0])
    return world


@case("CHARTER20", "ERR_FORBIDDEN", "somebody unconfirmed proposes to close")
def close_by_unconfirmed():
    world, members = founded(1, 1, 2)
    world.propose_close(with_another(world, members[0], confirm=False))
    return world


@case("WIRE2", "ERR_MALFORMED", "closing: it says something")
def close_with_subject():
    world, members = founded(1, 1, 2)
    world.propose_change(members[0], CLOSE, message((1, 1)))
    return world


# ---- CHARTER33: closed ---------------------------------------------------------------------------
def closed():
    """All that a statement could be about, and then the end: (world, members, things)."""
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    words, link, new_link = Device("words"), Device("link"), Device("new link")
    world.set_recovery(members[0], words)
    world.invite(members[0], link, party=1).invite(members[0], new_link, sector=2)
    world.rekey(members[0], [*members, guest], [words, link])
    rules = world.propose_rules(members[0], [])
    other = world.propose_sectors(members[1], (1, 2))
    agreed(world, other, members)
    change = world.propose_close(members[0])
    agreed(world, change, members)
    enact_at(world, members[0], change)
    return world, members, {"guest": guest, "words": words, "link": link, "new": new_link,
                            "rules": rules, "other": other}


def closed_case(name, expect, comment, act):
    def build():
        world, members, things = closed()
        act(world, members, things)
        return world
    build.__name__ = f"closed_{name}"
    case("CHARTER33", expect, f"closed: {comment}")(build)


OVER = "ERR_ENDED"
closed_case("invite", OVER, "an invitation", lambda w, m, t: w.invite(m[0], Device("x"), sector=2))
closed_case("join", OVER, "a join", lambda w, m, t: w.join(t["link"], Device("x")))
closed_case("confirm", OVER, "a confirmation", lambda w, m, t: w.confirm(m[0], t["guest"].person))
closed_case("propose", OVER, "a proposal", lambda w, m, t: w.propose_removal(m[0], 2))
closed_case("propose_admission", OVER, "a newcomer's proposal",
            lambda w, m, t: w.propose(t["new"], Device("x"), 2))
closed_case("propose_own_act", OVER, "an own act", lambda w, m, t: w.propose_leave(m[0]))
closed_case("consent", OVER, "a consent", lambda w, m, t: w.consent(m[0], t["rules"]))
closed_case("enact", OVER, "an enactment", lambda w, m, t: w.enact(m[0], t["other"]))
closed_case("enact_by_server", OVER, "the server's enactment",
            lambda w, m, t: w.enact(None, t["other"]))
closed_case("rekey", OVER, "a rekey", lambda w, m, t: w.rekey(
    m[1], [*m, t["guest"]], [t["words"], t["link"]]))
closed_case("retire", "OK", "a device still ends: whoever loses it reads no more",
            lambda w, m, t: w.retire(t["guest"], t["guest"].index))
closed_case("retire_last_signer", NO, "the party's last signer: what else is asked still holds",
            lambda w, m, t: w.retire(m[1], m[1].index))
closed_case("retire_of_another", NO, "another person's device ends",
            lambda w, m, t: w.retire(m[0], t["guest"].index))
closed_case("retire_badly_signed", "ERR_SIGNATURE", "a retirement, badly signed",
            lambda w, m, t: w.retire(t["guest"], t["guest"].index, signers=[m[1].sign]))
closed_case("retire_after_recover", "OK", "the one found again ends the one that was lost",
            lambda w, m, t: w.retire(m[0], recovered(w, t["words"], m[0]).index))
closed_case("object", OVER, "an objection", lambda w, m, t: w.object(m[0], t["rules"]))
closed_case("withdraw", OVER, "a withdrawal", lambda w, m, t: w.withdraw(m[0], t["rules"].proposal))
closed_case("revoke", OVER, "a revocation", lambda w, m, t: w.revoke(m[0], t["link"]))
closed_case("set_recovery", OVER, "words, set", lambda w, m, t: w.set_recovery(m[1], Device("x")))
closed_case("report", OVER, "a report", lambda w, m, t: w.bad_rekey(m[1]))
closed_case("wake", OVER, "a wake", lambda w, m, t: w.wake(m[0]))
closed_case("by_stranger", OVER, "by an unknown device: closed comes first",
            lambda w, m, t: w.object(stranger(), t["rules"]))
closed_case("badly_signed", OVER, "badly signed: closed comes first",
            lambda w, m, t: w.object(m[0], t["rules"], signers=[m[1].sign]))
closed_case("by_nobody", OVER, "by nobody: closed comes first",
            lambda w, m, t: w.invite(Device("x"), Device("y"), sector=2, counter=0,
                                     signers=[m[0].sign]))
closed_case("genesis", BAD, "a second genesis: its place comes first",
            lambda w, m, t: w.found([(Device("x"), 1)]))
closed_case("foreign_space", BAD, "for another space: that comes first",
            lambda w, m, t: w.object(m[0], t["rules"], space=seeded("other")))
closed_case("time_goes_back", "ERR_CONFLICT", "time goes back: that comes first",
            lambda w, m, t: w.object(m[0], t["rules"], advance=-1))
closed_case("recover", "OK", "the words still make a device: everybody goes on reading",
            lambda w, m, t: recovered(w, t["words"], m[0]))
closed_case("recover_unknown", "ERR_NOT_FOUND", "words that nobody has set",
            lambda w, m, t: recovered(w, Device("x"), m[0]))
closed_case("recover_badly_signed", "ERR_SIGNATURE", "words that have not signed",
            lambda w, m, t: w.recover(t["words"], Device("x"), signers=[Device("x").sign] * 2))


def stranger():
    device = Device("stranger")
    device.index = 99
    return device
