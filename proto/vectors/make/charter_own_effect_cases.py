"""What an own act does once it is enacted, and what it leaves alone."""
from charter_change_cases import (NOTICE, agreed, enact_at, founded, newcomer_proposed, remove,
                                  with_another)
from charter_own_cases import CLEAR_WAIT, WAIT, ending, house, with_unconfirmed
from charter_person_cases import further, further_invited, recovered, speaks
from world import DAY, Device, cut, cuts_of

CASES = []


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


# ---- end devices -------------------------------------------------------------------------------
def ended(who=-1, device=False, prepare=None):
    """The last of three persons has ended; what `prepare` gave comes along."""
    world, people, others = house()
    thing = prepare(world, people) if prepare else None
    act = world.propose_end(people[0], people[who].person, people[who].index if device else 0)
    agreed(world, act, people[:1])
    enact_at(world, people[0], act, WAIT, cuts_of(people[who]))
    return world, people, others, thing


@case("CHARTER27", "ERR_ENDED", "an ended person's device speaks")
def own_ended_speaks():
    world, people, _, _ = ended()
    return speaks(world, people[2])


@case("CHARTER27", "ERR_ENDED", "what would end has ended: the device that is named")
def own_end_gone_device():
    world, people, _, act = ending((0,), device=True)
    world.retire(people[2], people[2].index)
    return enact_at(world, people[0], act, WAIT)


@case("CHARTER27", "ERR_ENDED", "what would end has ended: the person has neither device nor words")
def own_end_gone_person():
    world, people, _, act = ending((0,))
    world.retire(people[2], people[2].index)
    return enact_at(world, people[0], act, WAIT)


@case("CHARTER27", "OK", "the devices have ended since, and the words are still there", devices=5,
      constitution_height=0)
def own_end_words_alone():
    world, people, _ = house()
    world.set_recovery(people[2], Device("words"))
    act = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:1]).retire(people[2], people[2].index)
    return enact_at(world, people[0], act, WAIT)


@case("CHARTER27", "ERR_FORBIDDEN", "the party's last signer, while somebody unconfirmed is there")
def own_end_last_signer():
    world, people, _, _ = with_unconfirmed(1)
    act = world.propose_end(people[0], people[0].person)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[0]))


@case("CHARTER27", "ERR_FORBIDDEN", "the last signer's only device")
def own_end_last_device():
    world, people, _ = house(1)
    act = world.propose_end(people[0], people[0].person, people[0].index)
    return enact_at(world, people[0], act, WAIT, cuts_of(people[0]))


@case("CHARTER27", "OK", "one of the last signer's two devices", devices=4)
def own_end_one_of_last_signers_devices():
    world, people, _ = house(1)
    tablet = further(world, people[0])
    act = world.propose_end(people[0], people[0].person, people[0].index)
    return enact_at(world, tablet, act, WAIT, cuts_of(people[0]))


@case("CHARTER27", "ERR_FORBIDDEN", "both of the last signer's devices")
def own_end_both_of_last_signers_devices():
    world, people, _ = house(1)
    tablet = further(world, people[0])
    act = world.propose_end(people[0], people[0].person)
    return enact_at(world, tablet, act, WAIT, cuts_of(people[0], tablet))


@case("CHARTER27", "OK", "a signer goes, as another one is there", devices=4)
def own_end_one_of_two_signers():
    world, people, _ = house(2)
    act = world.propose_end(people[0], people[0].person)
    return enact_at(world, people[1], act, WAIT, cuts_of(people[0]))


def from_link(name, expect, comment, party, use):
    """The person that ends had invited; somebody comes by that link."""
    def build():
        link = Device("link")
        world, people, _, _ = ended(prepare=lambda w, p: w.invite(
            p[2], link, party=party, sector=0 if party else 2))
        use(world, link)
        return world
    build.__name__ = f"own_ended_invitation_{name}"
    case("CHARTER27", expect, comment)(build)


from_link("join", "ERR_ENDED", "an ended device had invited somebody", 1,
          lambda w, l: w.join(l, Device("somebody")))
from_link("propose", "ERR_ENDED", "an ended device had invited a new party", 0,
          lambda w, l: w.propose(l, Device("newcomer"), 2))


@case("CHARTER27", "OK", "who another person of the party had invited still joins", devices=6)
def own_ended_invitation_of_another():
    link = Device("link")
    world, _, _, _ = ended(prepare=lambda w, p: w.invite(p[1], link, party=1))
    return world.join(link, Device("somebody"))


@case("CHARTER27", "OK", "one device ended: whom the person's other one had invited still joins",
      devices=7)
def own_ended_invitation_of_other_device():
    link = Device("link")
    world, _, _, _ = ended(device=True, prepare=lambda w, p: w.invite(
        further(w, p[2]), link, party=1))
    return world.join(link, Device("somebody"))


@case("CHARTER27", "ERR_ENDED", "an ended device had invited a further one of its person")
def own_ended_further():
    world, people, _, act = ending((0,))
    link, device = further_invited(world, people[2], expires=act.time + WAIT + 600,
                                   advance=act.time + WAIT - 600 - world.time)
    enact_at(world, people[0], act, WAIT, cuts_of(people[2]))
    return world.join(link, device)


@case("CHARTER27", "ERR_NOT_FOUND", "all of a person's devices ended: so have its words")
def own_ended_recovers():
    words = Device("words")
    world, people, _, _ = ended(prepare=lambda w, p: w.set_recovery(p[2], words))
    recovered(world, words, people[2])
    return world


@case("CHARTER27", "OK", "one device ended: the words are still there, and there is no trial",
      devices=6)
def own_ended_device_recovers():
    words = Device("words")
    world, people, _, _ = ended(device=True, prepare=lambda w, p: w.set_recovery(p[2], words))
    return speaks(world, recovered(world, words, people[2]))


@case("CHARTER16", "OK", "an ended person's words get no key", devices=5)
def rekey_without_ended_persons_recovery():
    words = Device("words")
    world, people, others, _ = ended(prepare=lambda w, p: w.set_recovery(p[2], words))
    return world.rekey(people[0], [people[0], *others, people[1]])


@case("CHARTER16", "OK", "the words of a person of whom one device ended get the key", devices=5)
def rekey_with_words_after_ended_device():
    words = Device("words")
    world, people, others, _ = ended(device=True, prepare=lambda w, p: w.set_recovery(p[2], words))
    return world.rekey(people[0], [people[0], *others, people[1]], [words])


@case("CHARTER6", "OK", "a rule of three, three signers, one ended: two are enough to admit",
      parties=2)
def own_ended_counts_no_more():
    world, people, _ = house(3, 3, (1,))
    act = world.propose_end(people[2], people[2].person)
    enact_at(world, people[0], act, WAIT, cuts_of(people[2]))
    newcomer = newcomer_proposed(world, people[0], 2)
    return agreed(world, newcomer, people[:2]).enact(people[0], newcomer)


@case("CHARTER6", "ERR_NO_CONSENT", "a rule of three, three signers, one ended: one is too few")
def own_ended_leaves_two_to_sign():
    world, people, _ = house(3, 3, (1,))
    act = world.propose_end(people[2], people[2].person)
    enact_at(world, people[0], act, WAIT, cuts_of(people[2]))
    newcomer = newcomer_proposed(world, people[0], 2)
    return agreed(world, newcomer, people[:1]).enact(people[0], newcomer)


# ---- which live invitations end with devices ---------------------------------------------------
def end_with_links(name, expect, comment, invite, use, who=-1, device=False, prepare=None,
                   rule_id="CHARTER27", **keys):
    """The last of three persons ends, or its phone; it has a tablet. `invite` is ten minutes
    before, with world, the persons and the tablet; `prepare` is what happens right after it."""
    def build():
        world, people, others = house()
        tablet = further(world, people[2])
        act = world.propose_end(people[0], people[2].person, people[2].index if device else 0)
        agreed(world, act, people[:1])
        world.time = act.time + WAIT - 600
        link, somebody = invite(world, people, tablet)
        gone = prepare(world, people, tablet) if prepare else []
        ends = [people[2]] if device else [one for one in (people[2], tablet) if one not in gone]
        enact_at(world, people[0], act, WAIT, cuts_of(*ends))
        use(world, link, somebody, people, others, tablet)
        return world
    build.__name__ = f"own_end_link_{name}"
    case(rule_id, expect, comment, **keys)(build)


def somebody_by(author, party=1):
    """An invitation by the phone (2 of the persons), the tablet, or another person."""
    def invite(world, people, tablet):
        link, somebody = Device("link"), Device("somebody")
        by = tablet if author == "tablet" else people[author]
        world.invite(by, link, party=party, sector=0 if party else 2)
        return link, somebody
    return invite


def further_by(author):
    def invite(world, people, tablet):
        return further_invited(world, tablet if author == "tablet" else people[author],
                               name="second tablet")
    return invite


def joins(world, link, somebody, *_):
    world.join(link, somebody)


def phone_retires(world, people, tablet):
    world.retire(people[2], people[2].index)
    return [people[2]]


def all_retire(world, people, tablet):
    world.set_recovery(people[2], Device("words"))
    world.retire(tablet, people[2].index).retire(tablet, tablet.index)
    return [people[2], tablet]


ENDED = "ERR_ENDED"
end_with_links("of_retired", ENDED, "all devices end: whom one had invited that retired before",
               somebody_by(2), joins, prepare=phone_retires)
end_with_links("of_retired_newcomer", ENDED,
               "all devices end: a new party that one had invited that retired before",
               somebody_by(2, 0), lambda w, link, s, *_: w.propose(link, s, 2),
               prepare=phone_retires)
end_with_links("of_words_alone", ENDED, "words alone end: whom a device had invited that is gone",
               somebody_by(2), joins, prepare=all_retire)
end_with_links("of_tablet", ENDED, "all devices end: whom the tablet had invited",
               somebody_by("tablet"), joins)
end_with_links("device_of_tablet", "OK", "the phone ends: whom the tablet had invited still joins",
               somebody_by("tablet"), joins, device=True, devices=7)
end_with_links("device_of_retired_tablet", "OK",
               "the phone ends: whom the tablet had invited, that has retired, still joins",
               somebody_by("tablet"), joins, device=True, devices=7,
               prepare=lambda w, p, t: w.retire(p[2], t.index) and [])
end_with_links("device_of_phone", ENDED, "the phone ends: whom it had invited", somebody_by(2),
               joins, device=True)
end_with_links("device_further", ENDED, "the phone ends: a further device, by the tablet's link",
               further_by("tablet"), joins, device=True)
end_with_links("device_further_of_another", "OK",
               "the phone ends: another person's further device still joins", further_by(1), joins,
               device=True, devices=7)
end_with_links("of_another", "OK", "all devices end: whom another person had invited still joins",
               somebody_by(1), joins, devices=7)
end_with_links("device_further_revoked", ENDED, "a link that ended with the phone is revoked",
               further_by("tablet"), lambda w, link, s, p, o, t: w.revoke(p[0], link), device=True,
               rule_id="CHARTER25")
end_with_links("device_further_without_key", "OK", "a link that ended with the phone gets no key",
               further_by("tablet"),
               lambda w, link, s, p, o, t: w.rekey(p[0], [p[0], *o, p[1], t]), device=True,
               rule_id="CHARTER16", devices=6)
end_with_links("device_further_with_key", "ERR_MALFORMED",
               "a link that ended with the phone gets the key", further_by("tablet"),
               lambda w, link, s, p, o, t: w.rekey(p[0], [p[0], *o, p[1], t], [link]), device=True,
               rule_id="CHARTER16")


# ---- a signer rule -------------------------------------------------------------------------------
def ruled_anew(before, after, voters, count=3, wait=WAIT):
    world, people, others = house(count, before)
    act = world.propose_signers(people[0], after)
    agreed(world, act, [people[v] for v in voters])
    return enact_at(world, people[0], act, wait), people, others


def signers_case(name, expect, comment, *what, **other):
    def build():
        return ruled_anew(*what, **other)[0]
    build.__name__ = f"own_signers_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER27", expect, f"a signer rule {comment}", **keys)(build)


FEW = "ERR_NO_CONSENT"
signers_case("raised", "OK", "of two in the place of one: one consents", 1, 2, (0,))
signers_case("raised_by_none", FEW, "of two in the place of one: nobody consents", 1, 2, ())
signers_case("lowered_by_one", FEW, "of one in the place of two: one consents", 2, 1, (0,))
signers_case("lowered_by_two", "OK", "of one in the place of two: two consent", 2, 1, (0, 2))
signers_case("alone", "OK", "of two, by the only person", 1, 2, (0,), count=1)
signers_case("alone_by_none", FEW, "by the only person, who proposed it and has not consented", 1,
             2,
             (), count=1)
signers_case("a_second_early", "ERR_NOTICE", "a second before the three days are over", 1, 2, (0,),
             wait=WAIT - 1)
signers_case("by_all_early", "ERR_NOTICE", "all consent: three days, less a second", 1, 2,
             (0, 1, 2),
             wait=WAIT - 1)


@case("CHARTER27", "ERR_NO_CONSENT", "a signer objects to a signer rule")
def own_signers_against_one():
    world, people, _ = house()
    act = world.propose_signers(people[0], 2)
    agreed(world, act, people[:2]).object(people[2], act)
    return enact_at(world, people[0], act, WAIT)


@case("CHARTER27", "ERR_FORBIDDEN",
      "the new rule asks for two: one confirms, and that is not enough")
def own_signers_confirm_by_one():
    world, people, _ = ruled_anew(1, 2, (0,))
    guest = with_another(world, people[0])
    return speaks(world, guest)


@case("CHARTER27", "OK", "the new rule asks for one: one confirms", devices=6)
def own_signers_confirm_by_new_rule():
    world, people, _ = ruled_anew(2, 1, (0, 1))
    guest = with_another(world, people[0])
    return speaks(world, guest)


@case("CHARTER27", "ERR_NO_CONSENT", "the new rule asks for two, one consents to the next own act")
def own_signers_for_the_next():
    world, people, _ = ruled_anew(1, 2, (0,))
    act = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:1])
    return enact_at(world, people[0], act, WAIT, cuts_of(people[2]))


@case("CHARTER27", "ERR_NO_CONSENT", "the new rule asks for two: an older act with one consent")
def own_signers_for_an_older():
    world, people, _ = house()
    end = world.propose_end(people[0], people[2].person)
    act = world.propose_signers(people[0], 2)
    agreed(world, end, people[:1])
    agreed(world, act, people[:1])
    enact_at(world, people[0], act, WAIT)
    return world.enact(people[0], end, cuts=cuts_of(people[2]))


# ---- clearing a recovery -------------------------------------------------------------------------
def clearing(voters, count=3, signer_rule=1, wait=CLEAR_WAIT, confirm=True, objectors=(),
             prepare=None):
    """The words of the last of `count` persons, or of somebody unconfirmed beside them."""
    world, people, _ = house(count, signer_rule)
    who = people[-1] if confirm else with_another(world, people[0], "unconfirmed", confirm=False)
    words = Device("words")
    world.set_recovery(who, words)
    act = world.propose_clear(people[0], who.person)
    agreed(world, act, [people[v] for v in voters])
    for number in objectors:
        world.object(people[number], act)
    if prepare:
        prepare(world, people, who, words)
    return enact_at(world, people[0], act, wait), people, who, words


def clear_case(name, expect, comment, *what, **other):
    def build():
        return clearing(*what, **other)[0]
    build.__name__ = f"own_clear_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER27", expect, f"words are cleared: {comment}", **keys)(build)


clear_case("by_two", "OK", "two of three consent", (0, 1))
clear_case("by_one", FEW, "a rule of one: one consents, and two are needed", (0,))
clear_case("by_two_of_rule_3", FEW, "a rule of three: two of four consent", (0, 1), 4, 3)
clear_case("by_three_of_rule_3", "OK", "a rule of three: three of four consent", (0, 1, 2), 4, 3)
clear_case("by_the_other_of_two", FEW, "two persons: the other alone consents", (0,), 2)
clear_case("a_second_early", "ERR_NOTICE", "a second before the seven days are over", (0, 1),
           wait=CLEAR_WAIT - 1)
clear_case("against_target", "OK", "whom it concerns objects, and two of three consent", (0, 1),
           objectors=(2,))
clear_case("against_target_by_half", FEW, "whom it concerns objects, and two of four consent",
           (0, 1), 4, objectors=(3,))
clear_case("against_another", FEW, "another objects", (0, 1), 4, objectors=(2,))
clear_case("of_unconfirmed", "OK", "somebody's whom nobody has confirmed: at once", (0, 1), 2,
           wait=240, confirm=False)
clear_case("of_unconfirmed_by_one", FEW, "somebody's whom nobody has confirmed: one consents", (0,),
           2, confirm=False)
clear_case("replaced_since", "OK", "words that took the place of those since", (0, 1),
           prepare=lambda w, p, who, words: w.set_recovery(who, Device("new words"), words))


@case("CHARTER27", "ERR_NOT_FOUND", "words are cleared: the person has ended since, with its words")
def own_clear_gone():
    world, people, _ = house()
    world.set_recovery(people[2], Device("words"))
    act = world.propose_clear(people[0], people[2].person)
    end = world.propose_end(people[0], people[2].person)
    agreed(world, act, people[:2])
    agreed(world, end, people[:2])
    enact_at(world, people[0], end, WAIT, cuts_of(people[2]))
    return enact_at(world, people[0], act, CLEAR_WAIT)


@case("CHARTER27", "ERR_NOT_FOUND", "cleared words make no device")
def own_cleared_recovers():
    world, _, who, words = clearing((0, 1))
    recovered(world, words, who)
    return world


@case("CHARTER27", "OK", "after that the person sets new words, in the place of none", devices=5)
def own_cleared_sets_anew():
    world, _, who, _ = clearing((0, 1))
    return world.set_recovery(who, Device("new words"))


@case("CHARTER28", "ERR_CONFLICT", "after that the person sets new words in the place of the old")
def own_cleared_replaces():
    world, _, who, words = clearing((0, 1))
    return world.set_recovery(who, Device("new words"), words)


@case("CHARTER27", "OK", "cleared words leave the person's devices alone", devices=5)
def own_cleared_speaks():
    world, _, who, _ = clearing((0, 1))
    return speaks(world, who)


@case("CHARTER27", "ERR_NOTICE",
      "words are cleared: somebody's who was confirmed since: seven days, less a second")
def own_clear_of_confirmed_since():
    return clearing((0, 1), 2, wait=CLEAR_WAIT - 1, confirm=False,
                    prepare=lambda w, p, who, words: w.confirm(p[0], who.person))[0]


@case("CHARTER27", "OK", "and at seven days they are", parties=3, devices=5)
def own_clear_of_confirmed_since_in_time():
    return clearing((0, 1), 2, confirm=False,
                    prepare=lambda w, p, who, words: w.confirm(p[0], who.person))[0]


# ---- clearing one's own recovery -----------------------------------------------------------------
OWN_WAIT = 30 * DAY


def clear_own_proposed(count=1, signer_rule=1, prepare=None):
    """The last of `count` persons would clear its own words: (world, people, act, the words)."""
    world, people, _ = house(count, signer_rule)
    words = Device("words")
    world.set_recovery(people[-1], words)
    if prepare:
        prepare(world, people)
    return world, people, world.propose_clear(people[-1], people[-1].person), words


def clear_own_case(name, expect, comment, count=1, signer_rule=1, prepare=None):
    def build():
        return clear_own_proposed(count, signer_rule, prepare)[0]
    build.__name__ = f"own_clear_own_proposed_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER20", expect, f"one's own words: {comment}", **keys)(build)


clear_own_case("of_one", "OK", "the party's only signer")
clear_own_case("of_two", "OK", "one of two signers", 2)
clear_own_case("of_three", "ERR_FORBIDDEN", "one of three signers", 3)
clear_own_case("of_two_of_rule_3", "OK", "one of two signers, where the rule asks for three", 2, 3)
clear_own_case("of_two_and_unconfirmed", "OK",
               "one of two signers, beside somebody unconfirmed", 2,
               prepare=lambda w, p: with_another(w, p[0], "unconfirmed", confirm=False))
clear_own_case("of_three_of_whom_one_is_gone", "OK",
               "one of two signers, as the third has no device any more", 3,
               prepare=lambda w, p: w.retire(p[0], p[0].index))


def clear_own(name, expect, comment, count=1, signer_rule=1, say=None, wait=OWN_WAIT, after=None,
              **parts):
    """Enacted so long after; `say` comes before, `after` comes last."""
    def build():
        world, people, act, words = clear_own_proposed(count, signer_rule)
        if say:
            say(world, people, act, words)
        enact_at(world, people[-1], act, wait, **parts)
        if after:
            after(world, people, act, words)
        return world
    build.__name__ = f"own_clear_own_{name}"
    keys = {"parties": 3, "constitution_height": 0} if expect == "OK" else {}
    case("CHARTER27", expect, f"one's own words are cleared: {comment}", **keys)(build)


clear_own("after_30_days", "OK", "nobody consents, after 30 days")
clear_own("a_second_early", "ERR_NOTICE", "30 days, less a second", wait=OWN_WAIT - 1)
clear_own("a_second_late", "OK", "30 days and a second", wait=OWN_WAIT + 1)
clear_own("after_7_days", "ERR_NOTICE", "after seven days, as another's would be", wait=CLEAR_WAIT)
clear_own("agreed_a_second_early", "ERR_NOTICE", "the other consents: 30 days, less a second", 2,
          say=lambda w, p, a, words: w.consent(p[0], a), wait=OWN_WAIT - 1)
clear_own("of_rule_2", "OK", "a rule of two, and nobody consents", 2, 2)
clear_own("against_other", "OK", "the other signer objects", 2,
          say=lambda w, p, a, words: w.object(p[0], a))
clear_own("withdrawn", "ERR_NOT_FOUND", "it was withdrawn",
          say=lambda w, p, a, words: w.withdraw(p[0], a.proposal))
clear_own("replaced_since", "OK", "words that took the place of those since",
          say=lambda w, p, a, words: w.set_recovery(p[0], Device("new words"), words))
clear_own("beside_third_signer", "OK", "a third signer came since: it was asked of two", 2,
          say=lambda w, p, a, words: with_another(w, p[0], "third"))
clear_own("with_cut", "ERR_MALFORMED", "a device is cut", 2,
          cuts=[cut(1)])
clear_own("recovers", "ERR_NOT_FOUND", "they make no device any more",
          after=lambda w, p, a, words: recovered(w, words, p[0]))
clear_own("sets_anew", "OK", "and the person sets new ones",
          after=lambda w, p, a, words: w.set_recovery(p[0], Device("new words")))
clear_own("same_again", "ERR_CONFLICT", "the same ones are not set again",
          after=lambda w, p, a, words: w.set_recovery(p[0], words))
clear_own("key_again", "ERR_CONFLICT", "an invitation with their key",
          after=lambda w, p, a, words: w.invite(p[0], words, sector=2))


@case("CHARTER27", "ERR_NOT_FOUND", "one's own words are cleared: two others have cleared them")
def own_clear_own_cleared():
    world, people, act, _ = clear_own_proposed(2)
    third = with_another(world, people[0], "third")
    other = world.propose_clear(people[0], people[1].person)
    agreed(world, other, [people[0], third])
    enact_at(world, third, other, CLEAR_WAIT)
    return enact_at(world, people[1], act, OWN_WAIT)


# ---- leaving -------------------------------------------------------------------------------------
def leaving(voters=(0,), count=1, signer_rule=1, sectors=(1, 1, 2), prepare=None, objectors=()):
    world, people, others = house(count, signer_rule, sectors)
    thing = prepare(world, people, others) if prepare else None
    act = world.propose_leave(people[0])
    agreed(world, act, [people[v] for v in voters])
    for number in objectors:
        world.object(people[number], act)
    return world, people, others, act, thing


def leave_case(name, expect, comment, voters=(0,), count=1, signer_rule=1, wait=WAIT,
               cuts=cuts_of, **other):
    def build():
        world, people, others, act, _ = leaving(voters, count, signer_rule, **other)
        return enact_at(world, others[0], act, wait, cuts(*people))
    build.__name__ = f"own_leave_{name}"
    keys = {"parties": 3} if expect == "OK" else {}
    case("CHARTER27", expect, f"a party leaves: {comment}", **keys)(build)


leave_case("by_its_only_person", "OK", "its only person consents")
leave_case("without_consent", FEW, "its only person proposed it, and has not consented", ())
leave_case("a_second_early", "ERR_NOTICE", "a second before the three days are over", wait=WAIT - 1)
leave_case("by_one_of_rule_2", FEW, "a rule of two, one consents", (0,), 2, 2)
leave_case("by_two_of_rule_2", "OK", "a rule of two, two consent", (0, 1), 2, 2)
leave_case("against_one", FEW, "one of its signers objects", (0, 1), 3, objectors=(2,))
leave_case("cuts_none", "ERR_MALFORMED", "no cuts", cuts=lambda *p: [])
leave_case("cuts_of_one", "ERR_MALFORMED", "one of its two devices is cut", (0,), 2,
           cuts=lambda *p: cuts_of(p[0]))
leave_case("cuts_fall", "ERR_MALFORMED", "its devices in another order", (0,), 2,
           cuts=lambda *p: cuts_of(p[1], p[0]))


@case("CHARTER27", "ERR_MALFORMED", "a party leaves: another party's device is cut as well")
def own_leave_cuts_of_another():
    world, people, others, act, _ = leaving()
    return enact_at(world, others[0], act, WAIT, cuts_of(people[0], others[0]))


@case("CHARTER27", "ERR_CONFLICT", "a party leaves: a cut that the log does not hold", cut_fits=0)
def own_leave_cuts_do_not_fit():
    world, people, others, act, _ = leaving()
    return enact_at(world, others[0], act, WAIT, cuts_of(people[0]))


@case("CHARTER27", "ERR_FORBIDDEN", "a party leaves: the others have left since")
def own_leave_last():
    world, members = founded(1, 2)
    acts = [world.propose_leave(member) for member in members]
    for member, act in zip(members, acts):
        agreed(world, act, [member])
    enact_at(world, None, acts[1], WAIT, cuts_of(members[1]))
    return enact_at(world, None, acts[0], WAIT + 60, cuts_of(members[0]))


def left(prepare=None, sectors=(1, 1, 2)):
    world, people, others, act, thing = leaving(prepare=prepare, sectors=sectors)
    enact_at(world, others[0], act, WAIT, cuts_of(people[0]))
    return world, people[0], others, thing


@case("CHARTER27", "ERR_ENDED", "the device of a party that has left speaks")
def own_left_speaks():
    world, anna, _, _ = left()
    return speaks(world, anna)


@case("CHARTER27", "ERR_ENDED", "an invitation of a party that has left")
def own_left_invitation():
    link = Device("link")
    world, _, _, _ = left(lambda w, p, o: w.invite(p[0], link, party=1))
    return world.join(link, Device("guest"))


@case("CHARTER27", "ERR_NOT_FOUND", "the words of a party that has left")
def own_left_recovers():
    words = Device("words")
    world, anna, _, _ = left(lambda w, p, o: w.set_recovery(p[0], words))
    recovered(world, words, anna)
    return world


@case("CHARTER20", "ERR_ENDED", "the removal of a party that has left")
def own_left_removed():
    world, _, others, _ = left()
    world.propose_removal(others[0], 1)
    return world


@case("CHARTER27", "ERR_NO_CONSENT", "a party has left: of the two that stay both are needed")
def own_left_counts_no_more():
    world, _, others, _ = left()
    change = world.propose_rules(others[0], [])
    return enact_at(agreed(world, change, others[:1]), others[0], change)


@case("CHARTER27", "OK", "a party has left: the two that stay are all", parties=3,
      constitution_height=7)
def own_left_two_are_all():
    world, _, others, _ = left()
    change = world.propose_rules(others[0], [])
    return agreed(world, change, others).enact(others[0], change)


# ---- CHARTER19: what is constitutional -----------------------------------------------------------
def constitution_case(name, comment, enact):
    """A removal is agreed before the own act, and enacted on those consents."""
    def build():
        world, people, others = house(3, 1, (1, 1, 2))
        world.set_recovery(people[2], Device("words"))
        change = world.propose_removal(others[1], 2)
        agreed(world, change, [people[0], others[1]])
        enact(world, people)
        return enact_at(world, people[0], change, NOTICE, cuts_of(others[0]))
    build.__name__ = f"constitution_{name}"
    case("CHARTER19", "OK", f"{comment}: consents to what the plan decides live on",
         parties=3)(build)


def carried(propose, wait=WAIT, cuts=()):
    def enact(world, people):
        act = propose(world, people)
        agreed(world, act, people[:2])
        enact_at(world, people[1], act, wait, cuts_of(*(people[i] for i in cuts)))
    return enact


constitution_case("after_ended_devices", "a person's devices ended",
                  carried(lambda w, p: w.propose_end(p[0], p[2].person), cuts=(2,)))
constitution_case("after_signers", "a signer rule changed",
                  carried(lambda w, p: w.propose_signers(p[0], 1)))
constitution_case("after_cleared_recovery", "words were cleared",
                  carried(lambda w, p: w.propose_clear(p[0], p[2].person), CLEAR_WAIT))
constitution_case("after_recovery", "words were used", lambda w, p: recovered(
    w, Device("words"), p[2]))


def two_and_one_that_leaves():
    """Four parties; a removal is agreed, and then the first party leaves."""
    world, members = founded(1, 1, 2, 2)
    before = world.constitution
    change = world.propose_removal(members[1], 4)
    agreed(world, change, members[1:3])
    act = world.propose_leave(members[0])
    agreed(world, act, members[:1])
    enact_at(world, members[1], act, WAIT, cuts_of(members[0]))
    return world, members, change, before


@case("CHARTER19", "ERR_NO_CONSENT", "a party left: the consents to the others are asked again")
def constitution_after_leaving():
    world, members, change, _ = two_and_one_that_leaves()
    return enact_at(world, members[1], change, NOTICE, cuts_of(members[3]))


@case("CHARTER19", "OK", "and are given again", parties=4)
def constitution_after_leaving_given_again():
    world, members, change, _ = two_and_one_that_leaves()
    agreed(world, change, members[1:3])
    return enact_at(world, members[1], change, NOTICE, cuts_of(members[3]))


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before a party left")
def consent_under_constitution_before_leaving():
    world, members, change, before = two_and_one_that_leaves()
    return world.consent(members[1], change, constitution=before)


# ---- CHARTER11: a consent to an own act outlives a changed constitution --------------------------
def outlived():
    """Ending is agreed; then new rules change the constitution."""
    world, people, others, act = ending((0,))
    yes = world.statement_hash
    change = world.propose_rules(others[0], [])
    agreed(world, change, [people[0], *others]).enact(others[0], change)
    return world, people, act, yes


@case("CHARTER11", "OK", "the consent to an own act outlives new rules", parties=3)
def own_consent_outlives_constitution():
    world, people, act, _ = outlived()
    return enact_at(world, people[0], act, WAIT, cuts_of(people[-1]))


@case("CHARTER11", "ERR_CONFLICT", "so that the same person does not consent again")
def own_consent_again_after_constitution():
    world, people, act, _ = outlived()
    return world.consent(people[0], act)


@case("CHARTER24", "OK", "and withdraws it", parties=3)
def own_consent_withdrawn_after_constitution():
    world, people, _, yes = outlived()
    return world.withdraw(people[0], yes)


@case("CHARTER27", "ERR_NO_CONSENT", "the party of an own act was removed: nobody signs for it")
def own_act_of_removed_party():
    world, members = founded(1, 1, 2)
    act = world.propose_signers(members[1], 2)
    world.consent(members[1], act)
    remove(world, members, 2, (1, 3))
    return world.enact(None, act)
