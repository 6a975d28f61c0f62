"""What a person says against, takes back or calls off: objections, withdrawals, revocations."""
from charter_change_cases import (NOTICE, admit, agreed, enact_at, founded, newcomer_proposed,
                                  party_of_two_in_removal, proposals_of_a_member, remove,
                                  removed_with_invitation, to_remove, with_another)
from encode import field, message, seeded
from world import DAY, OBJECT, REVOKE, START, WITHDRAW, Device, cuts_of, rule

CASES = []


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def said(world):
    """The hash of what was just stated."""
    return world.statement_hash


def again(world, advance=60):
    """The server places the last statement a second time, as it was signed."""
    return world.place(world.last_signed, advance)


def enact_removal(world, members, removal):
    """Of the second party, when the notice is over."""
    return enact_at(world, members[0], removal, cuts=cuts_of(members[1]))


# ---- CHARTER3, CHARTER4: who says it ---------------------------------------------
def voice_case(prefix, act):
    """What holds for every one of the three types."""
    def signed_by_another():
        world, members, removal = to_remove()
        act(world, members, removal, signers=[members[2].sign])
        return world

    def signed_by_two():
        world, members, removal = to_remove()
        act(world, members, removal, signers=[members[0].sign, members[2].sign])
        return world

    def by_nobody():
        world, members, removal = to_remove()
        nobody = Device("member 1")
        act(world, [nobody] + members[1:], removal, counter=0)
        return world

    def with_used_counter():
        world, members, removal = to_remove()
        members[0].counter -= 1
        act(world, members, removal)
        return world

    def with_payload():
        world, members, removal = to_remove()
        act(world, members, removal, payload=[b"payload"])
        return world

    for build, rule_id, expect, comment in (
            (signed_by_another, "CHARTER3", "ERR_SIGNATURE", "signed by another device's key"),
            (signed_by_two, "CHARTER3", "ERR_SIGNATURE", "another party's device signs as well"),
            (by_nobody, "CHARTER4", "ERR_MALFORMED", "by nobody"),
            (with_used_counter, "CHARTER4", "ERR_CONFLICT", "with a counter that was used"),
            (with_payload, "WIRE2", "ERR_MALFORMED", "with a payload that it has not")):
        build.__name__ = f"{prefix}_{build.__name__}"
        case(rule_id, expect, f"{prefix}: {comment}")(build)


voice_case("object", lambda w, m, p, **o: w.object(m[0], p, **o))
voice_case("withdraw", lambda w, m, p, **o: w.withdraw(m[0], p.proposal, **o))
voice_case("revoke", lambda w, m, p, **o: w.revoke(m[0], Device("link"), **o))


# ---- CHARTER23: object ---------------------------------------------------------------
@case("CHARTER23", "OK", "a person says no", parties=3, devices=3, constitution_height=0)
def objected():
    world, members, removal = to_remove()
    return world.object(members[0], removal)


@case("CHARTER23", "OK", "a person says why", parties=3, devices=3)
def objected_with_reason():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    removal = world.propose_removal(members[0], 2)
    return world.object(members[2], removal, world.epoch,
                        world.reason(members[2], removal, "Vi trenger dem i beredskapen."))


@case("CHARTER23", "OK", "with a reason under the key before: it was written offline", parties=3)
def objected_under_older_epoch():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    removal = world.propose_removal(members[0], 2)
    epoch, reason = world.epoch, world.reason(members[2], removal, "Nei.")
    world.rekey(members[1], members)
    return world.object(members[2], removal, epoch, reason)


@case("CHARTER23", "OK", "with a reason that nobody can open", parties=3)
def objected_unreadably():
    world, members, removal = to_remove()
    return world.object(members[2], removal, seeded("no epoch"), bytes([7]) * 168)


@case("CHARTER23", "OK", "to a newcomer's admission", parties=3)
def objected_to_admission():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.object(members[2], newcomer)


@case("CHARTER23", "ERR_NOT_FOUND", "to what nobody proposed")
def object_to_nothing():
    world, members, removal = to_remove()
    return world.object(members[0], removal, proposal=seeded("nothing"))


@case("CHARTER23", "ERR_NOT_FOUND", "to what was enacted")
def object_to_enacted():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    return enact_removal(world, members, removal).object(members[0], removal)


@case("CHARTER23", "ERR_NOT_FOUND", "to what was withdrawn")
def object_to_withdrawn():
    world, members, removal = to_remove()
    return world.withdraw(members[0], removal.proposal).object(members[2], removal)


@case("CHARTER23", "ERR_EXPIRED", "at the second it expires")
def object_to_expired():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 120)
    return world.object(members[2], removal)


@case("CHARTER23", "OK", "a second before it expires", parties=3)
def object_in_time():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 121)
    return world.object(members[2], removal)


@case("CHARTER23", "ERR_FORBIDDEN", "somebody unconfirmed says no")
def object_by_unconfirmed():
    world, members, removal = to_remove()
    return world.object(with_another(world, members[0], confirm=False), removal)


@case("CHARTER23", "ERR_NOT_FOUND", "somebody unconfirmed, to nothing: the proposal comes first")
def object_to_nothing_by_unconfirmed():
    world, members, removal = to_remove()
    return world.object(with_another(world, members[0], confirm=False), removal,
                        proposal=seeded("nothing"))


@case("CHARTER23", "ERR_CONFLICT", "a person says no twice")
def objected_twice():
    world, members, removal = to_remove()
    return world.object(members[0], removal).object(members[0], removal)


@case("CHARTER23", "OK", "two persons of one party say no", parties=3, devices=4)
def objected_by_two_of_a_party():
    world, members, guest, removal = party_of_two_in_removal()
    return world.object(members[0], removal).object(guest, removal)


@case("CHARTER23", "OK", "a person says no to two proposals", parties=3)
def objected_to_two():
    world, members, removal = to_remove()
    other = world.propose_rules(members[0], [])
    return world.object(members[0], removal).object(members[0], other)


@case("CHARTER23", "OK", "the party that would be removed says no", parties=3)
def object_by_target():
    world, members, removal = to_remove()
    return world.object(members[1], removal)


@case("CHARTER23", "OK", "its no counts for nothing: the removal is enacted", parties=3, devices=3,
      constitution_height=5)
def removed_against_its_objection():
    world, members, removal = to_remove()
    world.object(members[1], removal)
    agreed(world, removal, [members[0], members[2]])
    return enact_removal(world, members, removal)


@case("CHARTER23", "OK", "a party that came after the proposal says no", parties=4)
def object_by_newcomer():
    world, members, removal = to_remove()
    newcomer = admit(world, members, 2)
    return world.object(newcomer, removal)


@case("CHARTER23", "OK", "a newcomer's no counts for nothing: it does not vote on it", parties=5,
      devices=5)
def removed_against_newcomers_objection():
    world, members = founded(1, 1, 2, 2)
    removal = world.propose_removal(members[0], 2)
    newcomer = admit(world, members, 2)
    world.object(newcomer, removal)
    agreed(world, removal, [members[0], members[2], members[3]])
    return enact_removal(world, members, removal)


@case("CHARTER12", "ERR_NO_CONSENT", "a no ends the same person's consent")
def objection_after_consent():
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    world.object(members[2], removal)
    return enact_removal(world, members, removal)


@case("CHARTER12", "OK", "a no of a party that is not needed", parties=5)
def objection_of_one_too_many():
    world, members = founded(1, 1, 1, 2, 2)
    removal = world.propose_removal(members[0], 2)
    agreed(world, removal, [members[0], members[2], members[3], members[4]])
    world.object(members[2], removal)
    return enact_removal(world, members, removal)


@case("CHARTER12", "ERR_NOTICE", "a no takes the unanimity away")
def objection_against_unanimity():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).object(members[1], change)
    return world.enact(members[0], change)


@case("CHARTER12", "OK", "and then the notice decides", parties=3)
def objection_and_notice():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).object(members[1], change)
    return enact_at(world, members[0], change)


@case("CHARTER12", "ERR_NO_CONSENT", "one of two persons consents, the other says no")
def objection_within_a_party():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world, removal, [members[0], members[2]]).object(guest, removal)
    return enact_removal(world, members, removal)


@case("CHARTER12", "ERR_NO_CONSENT", "the no came before the other person's consent")
def objection_before_consent_within_a_party():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world.object(guest, removal), removal, [members[0], members[2]])
    return enact_removal(world, members, removal)


@case("CHARTER12", "ERR_NO_CONSENT",
      "a rule of two in a party of three: two consent, the third says no")
def objection_beside_two_consents():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    second = with_another(world, members[0], "second guest")
    agreed(world, removal, [members[0], guest, members[2]]).object(second, removal)
    return enact_removal(world, members, removal)


@case("CHARTER12", "OK", "a no within a party is withdrawn", parties=3, devices=4)
def objection_within_a_party_withdrawn():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world, removal, [members[0], members[2]]).object(guest, removal)
    world.withdraw(guest, said(world))
    return enact_removal(world, members, removal)


@case("CHARTER12", "OK", "who said no has no active device any more", parties=3, devices=4)
def objection_of_retired():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    agreed(world, removal, [members[0], members[2]]).object(guest, removal)
    world.retire(guest, guest.index)
    return enact_removal(world, members, removal)


@case("CHARTER12", "ERR_NO_CONSENT", "a no to an admission by the only party of its sector")
def admission_against_objection():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    agreed(world, newcomer, members).object(members[2], newcomer)
    return world.enact(members[0], newcomer, advance=20 * DAY)


@case("CHARTER23", "ERR_CONFLICT", "consent by who said no, after the constitution has changed")
def objection_outlives_constitution():
    world, members, removal = to_remove()
    world.object(members[2], removal)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    return world.consent(members[2], removal)


@case("CHARTER23", "ERR_NO_CONSENT", "a no within a party outlives a changed constitution")
def objection_within_a_party_outlives_constitution():
    world, members, guest, removal = party_of_two_in_removal(signer_rule=1)
    world.object(guest, removal)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    agreed(world, removal, [members[0], members[2]])
    return enact_removal(world, members, removal)


@case("CHARTER23", "ERR_CONFLICT",
      "a second no after the constitution has changed: the first stands")
def objected_twice_under_two_constitutions():
    world, members, removal = to_remove()
    world.object(members[2], removal)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    return world.object(members[2], removal)


@case("CHARTER11", "ERR_CONFLICT", "a person that has said no consents")
def consent_after_objection():
    world, members, removal = to_remove()
    return world.object(members[0], removal).consent(members[0], removal)


@case("CHARTER11", "ERR_CONFLICT", "consented, said no, and consents again")
def consent_again_after_objection():
    world, members, removal = to_remove()
    return world.consent(members[0], removal).object(members[0], removal).consent(members[0],
                                                                                 removal)


@case("CHARTER11", "OK", "a person that has said no, and taken it back, consents", parties=3)
def consent_after_withdrawn_objection():
    world, members, removal = to_remove()
    world.object(members[0], removal)
    return world.withdraw(members[0], said(world)).consent(members[0], removal)


@case("CHARTER11", "OK", "another person of the party consents", parties=3, devices=4)
def consent_beside_objection():
    world, members, guest, removal = party_of_two_in_removal()
    return world.object(guest, removal).consent(members[0], removal)


@case("CHARTER11", "OK", "to another proposal than it said no to", parties=3)
def consent_to_another_after_objection():
    world, members, removal = to_remove()
    other = world.propose_rules(members[0], [])
    return world.object(members[0], removal).consent(members[0], other)


# ---- CHARTER24: withdraw ----------------------------------------------------------------
def consented():
    """The second vote for a removal is `yes`: (world, members, removal, yes)."""
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    return world, members, removal, said(world)


def objected_by_third():
    world, members, removal = to_remove()
    return world.object(members[2], removal), members, removal, said(world)


@case("CHARTER24", "OK", "a consent", parties=3, devices=3, constitution_height=0)
def withdraw_consent():
    world, members, _, yes = consented()
    return world.withdraw(members[2], yes)


@case("CHARTER24", "OK", "an objection", parties=3, devices=3)
def withdraw_objection():
    world, members, _, no = objected_by_third()
    return world.withdraw(members[2], no)


@case("CHARTER24", "OK", "a proposal", parties=3, devices=3, constitution_height=0)
def withdraw_proposal():
    world, members, removal = to_remove()
    return world.withdraw(members[0], removal.proposal)


@case("CHARTER24", "OK", "a proposal, after the constitution has changed", parties=3)
def withdraw_proposal_after_removal():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    remove(world, members, 2, (1, 3))
    return world.withdraw(members[0], change.proposal)


@case("CHARTER12", "ERR_NO_CONSENT", "a consent that was withdrawn")
def enact_on_withdrawn_consent():
    world, members, removal, yes = consented()
    return enact_removal(world.withdraw(members[2], yes), members, removal)


@case("CHARTER12", "ERR_NOT_FOUND", "a removal that was withdrawn")
def enact_withdrawn():
    world, members, removal, _ = consented()
    return enact_removal(world.withdraw(members[0], removal.proposal), members, removal)


@case("CHARTER12", "ERR_NOT_FOUND", "withdrawn, and over: withdrawn comes first")
def enact_withdrawn_and_expired():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 200)
    world.withdraw(members[0], removal.proposal)
    return enact_removal(world, members, removal)


@case("CHARTER11", "ERR_NOT_FOUND", "to a removal that was withdrawn")
def consent_to_withdrawn():
    world, members, removal = to_remove()
    return world.withdraw(members[0], removal.proposal).consent(members[2], removal)


@case("CHARTER11", "OK", "again, after the first was withdrawn", parties=3)
def consent_again_after_withdrawal():
    world, members, removal, yes = consented()
    return world.withdraw(members[2], yes).consent(members[2], removal)


@case("CHARTER12", "OK", "on a consent that was given again", parties=3)
def enact_on_consent_given_again():
    world, members, removal, yes = consented()
    world.withdraw(members[2], yes).consent(members[2], removal)
    return enact_removal(world, members, removal)


@case("CHARTER23", "OK", "again, after the first was withdrawn", parties=3)
def objected_again_after_withdrawal():
    world, members, removal, no = objected_by_third()
    return world.withdraw(members[2], no).object(members[2], removal)


@case("CHARTER12", "ERR_NO_CONSENT", "a no that was withdrawn does not bring the consent back")
def withdrawn_objection_brings_nothing_back():
    world, members, removal, _ = consented()
    world.object(members[2], removal).withdraw(members[2], said(world))
    return enact_removal(world, members, removal)


@case("CHARTER24", "ERR_NOT_FOUND", "what nobody said")
def withdraw_nothing():
    world, members, _ = to_remove()
    return world.withdraw(members[0], seeded("nothing"))


@case("CHARTER24", "ERR_NOT_FOUND", "the hash of the consent's entry instead of its statement's")
def withdraw_entry():
    world, members, _, _ = consented()
    return world.withdraw(members[2], world.previous)


@case("CHARTER24", "ERR_FORBIDDEN", "somebody else's consent")
def withdraw_consent_of_another():
    world, members, _, yes = consented()
    return world.withdraw(members[0], yes)


@case("CHARTER24", "ERR_FORBIDDEN", "somebody else's objection")
def withdraw_objection_of_another():
    world, members, _, no = objected_by_third()
    return world.withdraw(members[1], no)


@case("CHARTER24", "ERR_FORBIDDEN", "somebody else's proposal")
def withdraw_proposal_of_another():
    world, members, removal = to_remove()
    return world.withdraw(members[2], removal.proposal)


@case("CHARTER24", "ERR_FORBIDDEN", "the target takes back its own removal")
def withdraw_by_target():
    world, members, removal = to_remove()
    return world.withdraw(members[1], removal.proposal)


@case("CHARTER24", "OK", "the proposal of another person of one's own party", parties=3)
def withdraw_proposal_of_own_party():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    removal = world.propose_removal(members[0], 2)
    return world.withdraw(guest, removal.proposal)


@case("CHARTER24", "ERR_FORBIDDEN", "the own party's proposal, by somebody whom nobody has confirmed")
def withdraw_proposal_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    removal = world.propose_removal(members[0], 2)
    return world.withdraw(guest, removal.proposal)


@case("CHARTER24", "ERR_FORBIDDEN", "the consent of another person of one's own party")
def withdraw_consent_of_own_party():
    world, members, guest, removal = party_of_two_in_removal()
    world.consent(guest, removal)
    return world.withdraw(members[0], said(world))


@case("CHARTER24", "ERR_FORBIDDEN", "the objection of another person of one's own party")
def withdraw_objection_of_own_party():
    world, members, guest, removal = party_of_two_in_removal()
    world.object(guest, removal)
    return world.withdraw(members[0], said(world))


@case("CHARTER24", "OK", "a new party's proposal, by who invited it", parties=3, devices=3,
      constitution_height=0)
def withdraw_admission():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(members[0], newcomer.proposal)


@case("CHARTER24", "OK", "a new party's proposal, by another person of the party that invited it",
      parties=3, devices=4)
def withdraw_admission_by_own_party():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(guest, newcomer.proposal)


@case("CHARTER24", "ERR_FORBIDDEN",
      "a new party's proposal, by somebody unconfirmed of the party that invited it")
def withdraw_admission_unconfirmed():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0], confirm=False)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(guest, newcomer.proposal)


@case("CHARTER24", "OK", "a new party's proposal, though the device that invited it has ended",
      parties=3, devices=4)
def withdraw_admission_of_ended():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    newcomer = newcomer_proposed(world, guest, 2)
    return world.retire(guest, guest.index).withdraw(members[0], newcomer.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a new party's proposal twice")
def withdraw_admission_twice():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(members[0], newcomer.proposal).withdraw(members[0], newcomer.proposal)


@case("CHARTER11", "ERR_NOT_FOUND", "to a new party that was withdrawn")
def consent_to_withdrawn_admission():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(members[0], newcomer.proposal).consent(members[2], newcomer)


@case("CHARTER12", "ERR_NOT_FOUND", "an admission that all had agreed to, and that was withdrawn")
def enact_withdrawn_admission():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    agreed(world, newcomer, members).withdraw(members[0], newcomer.proposal)
    return world.enact(members[0], newcomer)


@case("CHARTER10", "ERR_USED", "its invitation is used, though it was withdrawn")
def propose_again_after_withdrawal():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    world.withdraw(members[0], newcomer.proposal)
    return world.propose(Device("link of newcomer"), Device("second"), 2)


@case("CHARTER10", "OK", "four newcomers of a party, one was withdrawn, and another", parties=3)
def fifth_newcomer_after_withdrawal():
    world, members = founded(1, 1, 2)
    for i in range(4):
        newcomer = newcomer_proposed(world, members[0], 2, f"newcomer {i}")
    world.withdraw(members[0], newcomer.proposal)
    newcomer_proposed(world, members[0], 2)
    return world


@case("CHARTER24", "ERR_FORBIDDEN", "a new party's proposal, by another member")
def withdraw_admission_by_another():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(members[2], newcomer.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a new party's proposal that was enacted")
def withdraw_enacted_admission():
    world, members = founded(1, 1, 2)
    newcomer = admit(world, members, 2)
    return world.withdraw(newcomer, newcomer.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a new party's proposal that is over")
def withdraw_expired_admission():
    world, members = founded(1, 1, 2)
    newcomer = newcomer_proposed(world, members[0], 2)
    return world.withdraw(members[0], newcomer.proposal, advance=61 * DAY)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent at the second it expires")
def withdraw_expired_consent():
    world, members, removal = to_remove()
    world.consent(members[2], removal, expires=START + 200)
    return world.withdraw(members[2], said(world), advance=80)


@case("CHARTER24", "OK", "a consent a second before it expires", parties=3)
def withdraw_consent_in_time():
    world, members, removal = to_remove()
    world.consent(members[2], removal, expires=START + 200)
    return world.withdraw(members[2], said(world), advance=79)


@case("CHARTER24", "ERR_NOT_FOUND", "somebody else's expired consent: expired comes first")
def withdraw_expired_consent_of_another():
    world, members, removal = to_remove()
    world.consent(members[2], removal, expires=START + 200)
    return world.withdraw(members[0], said(world), advance=80)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent that a changed constitution has voided")
def withdraw_voided_consent():
    world, members, _, yes = consented()
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    return world.withdraw(members[2], yes)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent that an objection has ended")
def withdraw_consent_after_objection():
    world, members, removal, yes = consented()
    return world.object(members[2], removal).withdraw(members[2], yes)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent that led to an enactment")
def withdraw_consent_after_enactment():
    world, members, removal, yes = consented()
    return enact_removal(world, members, removal).withdraw(members[2], yes)


@case("CHARTER24", "OK", "an objection under the constitution before", parties=3)
def withdraw_objection_under_new_constitution():
    world, members, _, no = objected_by_third()
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    return world.withdraw(members[2], no)


@case("CHARTER24", "ERR_NOT_FOUND", "an objection to a proposal that is over")
def withdraw_objection_to_expired():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 200)
    world.object(members[2], removal)
    return world.withdraw(members[2], said(world), advance=80)


@case("CHARTER24", "OK", "an objection a second before the proposal is over", parties=3)
def withdraw_objection_in_time():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 200)
    world.object(members[2], removal)
    return world.withdraw(members[2], said(world), advance=79)


@case("CHARTER24", "ERR_NOT_FOUND", "an objection to a proposal that was withdrawn")
def withdraw_objection_to_withdrawn():
    world, members, removal, no = objected_by_third()
    return world.withdraw(members[0], removal.proposal).withdraw(members[2], no)


@case("CHARTER24", "ERR_NOT_FOUND", "an objection to a proposal that was enacted")
def withdraw_objection_to_enacted():
    world, members = founded(1, 1, 2)
    change = world.propose_rules(members[0], [])
    world.object(members[1], change)
    no = said(world)
    agreed(world, change, [members[0], members[2]])
    return enact_at(world, members[0], change).withdraw(members[1], no)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent that lives, to a proposal that was withdrawn")
def withdraw_consent_to_withdrawn():
    world, members, removal, yes = consented()
    return world.withdraw(members[0], removal.proposal).withdraw(members[2], yes)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent that lives, to a proposal that is over")
def withdraw_consent_to_expired():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 200)
    world.consent(members[2], removal)
    return world.withdraw(members[2], said(world), advance=80)


@case("CHARTER24", "ERR_NOT_FOUND", "a proposal at the second it expires")
def withdraw_expired_proposal():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 120)
    return world.withdraw(members[0], removal.proposal)


@case("CHARTER24", "OK", "a proposal a second before it expires", parties=3)
def withdraw_proposal_in_time():
    world, members = founded(1, 1, 2)
    removal = world.propose_removal(members[0], 2, expires=START + 121)
    return world.withdraw(members[0], removal.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a proposal that was enacted")
def withdraw_enacted_proposal():
    world, members, removal, _ = consented()
    return enact_removal(world, members, removal).withdraw(members[0], removal.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a proposal twice")
def withdraw_proposal_twice():
    world, members, removal = to_remove()
    return world.withdraw(members[0], removal.proposal).withdraw(members[0], removal.proposal)


@case("CHARTER24", "ERR_NOT_FOUND", "a consent twice")
def withdraw_consent_twice():
    world, members, _, yes = consented()
    return world.withdraw(members[2], yes).withdraw(members[2], yes)


@case("CHARTER24", "ERR_NOT_FOUND",
      "the older of two objections: an old withdrawal undoes nothing new")
def withdraw_older_objection():
    world, members, removal, no = objected_by_third()
    world.withdraw(members[2], no).object(members[2], removal)
    return world.withdraw(members[2], no)


@case("CHARTER24", "ERR_NOT_FOUND", "the older of two consents")
def withdraw_older_consent():
    world, members, removal, yes = consented()
    world.withdraw(members[2], yes).consent(members[2], removal)
    return world.withdraw(members[2], yes)


@case("CHARTER24", "ERR_NOT_FOUND", "a withdrawal")
def withdraw_withdrawal():
    world, members, _, yes = consented()
    world.withdraw(members[2], yes)
    return world.withdraw(members[2], said(world))


@case("CHARTER24", "ERR_NOT_FOUND", "an invitation: it is revoked, not withdrawn")
def withdraw_invitation():
    world, members = founded(1, 1, 2)
    world.invite(members[0], Device("link"), party=1)
    return world.withdraw(members[0], said(world))


@case("CHARTER4", "ERR_CONFLICT", "the server places a withdrawal twice")
def withdrawal_replayed():
    world, members, removal, no = objected_by_third()
    world.withdraw(members[2], no)
    again(world)
    return world


@case("CHARTER4", "ERR_CONFLICT", "the server places an objection again after its withdrawal")
def objection_replayed():
    world, members, removal = to_remove()
    world.object(members[2], removal)
    objection, no = world.last_signed, said(world)
    world.withdraw(members[2], no)
    world.statement_hash = no
    world.place(objection)
    return world


@case("CHARTER10", "OK", "four open proposals, one was withdrawn, and another", parties=3)
def fifth_after_withdrawal():
    world, anna = proposals_of_a_member(0, 4)
    world.withdraw(anna, said(world))
    world.propose_removal(anna, 2)
    return world


@case("CHARTER10", "OK", "one was withdrawn, and a newcomer proposes", parties=3)
def newcomer_after_withdrawal():
    world, anna = proposals_of_a_member(0, 4)
    world.withdraw(anna, said(world))
    newcomer_proposed(world, anna, 2)
    return world


@case("CHARTER20", "OK", "a removal again, after it was withdrawn", parties=3)
def removal_again_after_withdrawal():
    world, members, removal = to_remove()
    world.withdraw(members[0], removal.proposal)
    world.propose_removal(members[2], 2)
    return world


@case("CHARTER24", "ERR_NO_CONSENT",
      "consents to a proposal that was withdrawn are none to the next")
def consents_are_to_one_proposal():
    world, members, removal, _ = consented()
    world.withdraw(members[0], removal.proposal)
    second = world.propose_removal(members[0], 2)
    return enact_removal(world, members, second)


@case("CHARTER24", "OK", "an objection of a person that joined a party", parties=3, devices=4)
def withdraw_objection_of_joined_person():
    world, members, removal = to_remove()
    guest = with_another(world, members[0])
    world.object(guest, removal)
    return world.withdraw(guest, said(world))


# ---- CHARTER25: revoke ----------------------------------------------------------------------
def invited(party=1, sector=0, **other):
    """The first of three parties has invited: (world, members, its link)."""
    world, members = founded(1, 1, 2)
    link = Device("link")
    world.invite(members[0], link, party=0 if sector else party, sector=sector, **other)
    return world, members, link


@case("CHARTER25", "OK", "an invitation into one's own party", parties=3, devices=3,
      constitution_height=0)
def revoked():
    world, members, link = invited()
    return world.revoke(members[0], link)


@case("CHARTER25", "OK", "an invitation of a new party", parties=3, devices=3)
def revoked_new_party():
    world, members, link = invited(sector=2)
    return world.revoke(members[0], link)


@case("CHARTER25", "OK",
      "an invitation that another person of the party made", parties=3, devices=4)
def revoked_by_another_person():
    world, members, link = invited()
    guest = with_another(world, members[0])
    return world.revoke(guest, link)


@case("CHARTER25", "OK", "an invitation whose author has ended", parties=3, devices=4)
def revoked_of_retired():
    world, members = founded(1, 1, 2)
    guest, link = with_another(world, members[0]), Device("link")
    world.invite(guest, link, party=1).retire(guest, guest.index)
    return world.revoke(members[0], link)


@case("CHARTER25", "ERR_FORBIDDEN", "somebody unconfirmed revokes")
def revoke_by_unconfirmed():
    world, members, link = invited()
    return world.revoke(with_another(world, members[0], confirm=False), link)


@case("CHARTER25", "OK", "two signers, a rule of two: one is enough to revoke", parties=3, devices=4)
def revoke_by_one_of_two():
    world, members = founded(1, 1, 2, signer_rules=[2, 1, 1])
    link = Device("link")
    world.invite(members[0], link, party=1)
    with_another(world, members[0])
    return world.revoke(members[0], link)


@case("CHARTER25", "ERR_NOT_FOUND", "an invitation that nobody made")
def revoke_nothing():
    world, members = founded(1, 1, 2)
    return world.revoke(members[0], Device("link"))


@case("CHARTER25", "ERR_NOT_FOUND", "a device's key")
def revoke_device():
    world, members = founded(1, 1, 2)
    return world.revoke(members[0], members[1])


@case("CHARTER25", "ERR_NOT_FOUND", "an invitation's box key")
def revoke_box_key():
    world, members, link = invited()
    return world.revoke(members[0], link, sign_key=link.box.public)


@case("CHARTER25", "ERR_NOT_FOUND",
      "somebody unconfirmed, and no such invitation: the invitation first")
def revoke_nothing_by_unconfirmed():
    world, members = founded(1, 1, 2)
    return world.revoke(with_another(world, members[0], confirm=False), Device("link"))


@case("CHARTER25", "ERR_FORBIDDEN", "another party's invitation into its own")
def revoke_of_another():
    world, members, link = invited()
    return world.revoke(members[1], link)


@case("CHARTER25", "ERR_FORBIDDEN", "another party's invitation of a new one")
def revoke_new_party_of_another():
    world, members, link = invited(sector=2)
    return world.revoke(members[2], link)


@case("CHARTER25", "ERR_FORBIDDEN", "another party's invitation that is used: whose comes first")
def revoke_used_of_another():
    world, members, link = invited()
    return world.join(link, Device("guest")).revoke(members[1], link)


@case("CHARTER25", "ERR_USED", "an invitation by which somebody joined")
def revoke_used():
    world, members, link = invited()
    return world.join(link, Device("guest")).revoke(members[0], link)


@case("CHARTER25", "ERR_USED", "an invitation by which a new party proposed itself")
def revoke_used_new_party():
    world, members, link = invited(sector=2)
    return world.propose(link, Device("newcomer"), 2).revoke(members[0], link)


@case("CHARTER25", "ERR_USED", "used, and over: used comes first")
def revoke_used_and_expired():
    world, members, link = invited(expires=START + 200)
    return world.join(link, Device("guest")).revoke(members[0], link, advance=DAY)


@case("CHARTER25", "ERR_ENDED", "an invitation twice")
def revoked_twice():
    world, members, link = invited()
    return world.revoke(members[0], link).revoke(members[0], link)


@case("CHARTER25", "ERR_ENDED", "revoked, and over: revoked comes first")
def revoked_and_expired_again():
    world, members, link = invited(expires=START + 200)
    return world.revoke(members[0], link).revoke(members[0], link, advance=DAY)


@case("CHARTER25", "ERR_EXPIRED", "at the second it expires")
def revoke_expired():
    world, members, link = invited(expires=START + 120)
    return world.revoke(members[0], link)


@case("CHARTER25", "OK", "a second before it expires", parties=3)
def revoke_in_time():
    world, members, link = invited(expires=START + 121)
    return world.revoke(members[0], link)


@case("CHARTER25", "ERR_FORBIDDEN", "a removed party's invitation, by another party")
def revoke_of_removed_party():
    world, members, link = removed_with_invitation()
    return world.revoke(members[0], link)


@case("CHARTER8", "ERR_ENDED", "by an invitation that was revoked")
def join_revoked():
    world, members, link = invited()
    return world.revoke(members[0], link).join(link, Device("guest"))


@case("CHARTER8", "ERR_ENDED", "revoked, and over: revoked comes first")
def join_revoked_and_expired():
    world, members, link = invited(expires=START + 200)
    return world.revoke(members[0], link).join(link, Device("guest"), advance=DAY)


@case("CHARTER8", "ERR_FORBIDDEN", "a revoked one for a new party: what it is for comes first")
def join_revoked_new_party():
    world, members, link = invited(sector=2)
    return world.revoke(members[0], link).join(link, Device("guest"))


@case("CHARTER8", "OK", "by another invitation than the revoked one", parties=3, devices=4)
def join_beside_revoked():
    world, members, link = invited()
    other = Device("link 2")
    world.invite(members[0], other, party=1).revoke(members[0], link)
    return world.join(other, Device("guest"))


@case("CHARTER10", "ERR_ENDED", "by an invitation that was revoked")
def propose_by_revoked():
    world, members, link = invited(sector=2)
    return world.revoke(members[0], link).propose(link, Device("newcomer"), 2)


@case("CHARTER10", "ERR_ENDED", "revoked, and over: revoked comes first")
def propose_by_revoked_and_expired():
    world, members, link = invited(sector=2, expires=START + 200)
    return world.revoke(members[0], link).propose(link, Device("newcomer"), 2, advance=DAY)


@case("CHARTER10", "ERR_FORBIDDEN", "revoked, and in another sector: the sector comes first")
def propose_by_revoked_other_sector():
    world, members, link = invited(sector=2)
    return world.revoke(members[0], link).propose(link, Device("newcomer"), 3)


@case("CHARTER7", "ERR_CONFLICT", "a revoked invitation's keys again")
def invite_revoked_keys():
    world, members, link = invited()
    return world.revoke(members[0], link).invite(members[0], link, party=1)


# ---- CHARTER16, CHARTER26: a room that awaits a rekey -------------------------------------------
def keyed_and_invited(sector=0):
    """As invited(), after the first device has made the room's first key."""
    world, members = founded(1, 1, 2)
    link = Device("link")
    world.rekey(members[0], members)
    world.invite(members[0], link, party=0 if sector else 1, sector=sector)
    return world, members, link


@case("CHARTER16", "OK", "a revoked invitation gets no key", parties=3, devices=3)
def rekey_without_revoked():
    world, members, link = invited()
    return world.revoke(members[0], link).rekey(members[0], members)


@case("CHARTER16", "ERR_MALFORMED", "a revoked invitation gets the key")
def rekey_with_revoked():
    world, members, link = invited()
    return world.revoke(members[0], link).rekey(members[0], members, [link])


@case("CHARTER16", "OK", "the invitations beside the revoked one get it", parties=3)
def rekey_beside_revoked():
    world, members, link = invited()
    other = Device("link 2")
    world.invite(members[0], other, party=1).revoke(members[0], link)
    return world.rekey(members[0], members, [other])


@case("CHARTER26", "OK", "within the hour, after an invitation into a party was revoked", parties=3)
def rekey_awaited_after_revocation():
    world, members, link = keyed_and_invited()
    return world.revoke(members[0], link).rekey(members[0], members)


@case("CHARTER26", "ERR_QUOTA", "within the hour, after an invitation of a new party was revoked")
def rekey_after_revoked_new_party():
    world, members, link = keyed_and_invited(sector=2)
    return world.revoke(members[0], link).rekey(members[0], members)


@case("CHARTER26", "ERR_QUOTA", "within the hour, after an invitation was over: nobody awaits that")
def rekey_after_expired_invitation():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    world.invite(members[0], Device("link"), party=1, expires=world.time + 120)
    return world.rekey(members[0], members, advance=120)


@case("CHARTER26", "ERR_QUOTA", "the awaited rekey was made: the next one has its hour again")
def rekey_after_awaited():
    world, members, link = keyed_and_invited()
    world.revoke(members[0], link).rekey(members[0], members)
    return world.rekey(members[0], members, advance=3599)


@case("CHARTER26", "OK", "an hour after the awaited rekey", parties=3)
def rekey_an_hour_after_awaited():
    world, members, link = keyed_and_invited()
    world.revoke(members[0], link).rekey(members[0], members)
    return world.rekey(members[0], members, advance=3600)


@case("CHARTER26", "ERR_QUOTA", "another made the awaited rekey: it is awaited no more")
def rekey_after_another_made_it():
    world, members, link = keyed_and_invited()
    world.revoke(members[0], link).rekey(members[2], members)
    return world.rekey(members[0], members, advance=60)


@case("CHARTER26", "OK", "two invitations are revoked, each with its rekey", parties=3)
def rekey_awaited_twice():
    world, members, link = keyed_and_invited()
    other = Device("link 2")
    world.invite(members[0], other, party=1)
    world.revoke(members[0], link).rekey(members[0], members, [other])
    return world.revoke(members[0], other).rekey(members[0], members)


@case("CHARTER26", "ERR_QUOTA", "one was revoked before the room's first key: nothing is awaited")
def rekey_after_revocation_before_key():
    world, members, link = invited()
    world.revoke(members[0], link).rekey(members[0], members)
    return world.rekey(members[0], members)


@case("CHARTER26", "ERR_QUOTA", "a device ended before the room's first key: nothing is awaited")
def rekey_after_retirement_before_key():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    world.retire(guest, guest.index).rekey(members[0], members)
    return world.rekey(members[0], members)


@case("CHARTER26", "OK", "within the hour, after a device has ended", parties=3, devices=4)
def rekey_awaited_after_retirement():
    world, members = founded(1, 1, 2)
    guest = with_another(world, members[0])
    world.rekey(members[0], members + [guest])
    return world.retire(guest, guest.index).rekey(members[0], members)


@case("CHARTER26", "ERR_QUOTA", "within the hour, and nothing but an objection came between")
def rekey_after_objection():
    world, members, removal = to_remove()
    world.rekey(members[0], members).object(members[0], removal)
    return world.rekey(members[0], members)


@case("CHARTER26", "ERR_STALE_EPOCH", "awaited, and it follows another epoch than the current")
def rekey_awaited_after_other_epoch():
    world, members, link = keyed_and_invited()
    return world.revoke(members[0], link).rekey(members[0], members, previous=seeded("other"))


def removal_and_key():
    """A removal that can be enacted, a minute after the first device has made a key."""
    world, members, removal = to_remove()
    agreed(world, removal, [members[0], members[2]])
    world.rekey(members[0], members, advance=removal.time + NOTICE - 60 - world.time)
    return world, members, removal


@case("CHARTER26", "OK", "within the hour, after a removal", parties=3, devices=3)
def rekey_awaited_after_removal():
    world, members, removal = removal_and_key()
    return enact_removal(world, members, removal).rekey(members[0], [members[0], members[2]])


@case("CHARTER16", "ERR_MALFORMED", "a removed party's device gets the key")
def rekey_with_removed():
    world, members, removal = removal_and_key()
    return enact_removal(world, members, removal).rekey(members[0], members)


@case("CHARTER16", "ERR_MALFORMED", "a removed party's invitation gets the key")
def rekey_with_removed_partys_invitation():
    world, members, link = removed_with_invitation()
    return world.rekey(members[0], [members[0], members[2]], [link])


@case("CHARTER16", "OK", "a removed party's invitation gets no key", parties=3, devices=3)
def rekey_without_removed_partys_invitation():
    world, members, _ = removed_with_invitation()
    return world.rekey(members[0], [members[0], members[2]])


@case("CHARTER26", "ERR_QUOTA", "after a removal before the room's first key nothing is awaited")
def rekey_after_removal_before_key():
    world, members, _ = removed_with_invitation()
    world.rekey(members[0], [members[0], members[2]])
    return world.rekey(members[0], [members[0], members[2]])


@case("CHARTER26", "ERR_QUOTA", "within the hour, after new rules: nothing is awaited")
def rekey_after_rules():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    change = world.propose_rules(members[0], [])
    agreed(world, change, members).enact(members[0], change)
    return world.rekey(members[0], members)


@case("CHARTER26", "OK",
      "somebody invites under the current key while a rekey is awaited", parties=3)
def invite_while_awaited():
    world, members, link = keyed_and_invited()
    return world.revoke(members[0], link).invite(members[0], Device("link 2"), party=1)


# ---- WIRE: the form ----------------------------------------------------------------
def form(name, rule_id, expect, comment, kind, body):
    """What is in order is still about nothing that is there."""
    def build():
        world, members = founded(1, 1, 2)
        _, signed = world.signed(kind, body, [members[0].sign], members[0])
        world.place(signed)
        return world
    build.__name__ = name
    case(rule_id, expect, comment)(build)


def objection(name, rule_id, expect, comment, epoch=b"", reason=b"", proposal=None):
    body = message((1, seeded("nothing") if proposal is None else proposal), (2, epoch),
                   (3, reason))
    form(f"object_{name}", rule_id, expect, comment, OBJECT, body)


EPOCH = seeded("epoch")
SEALED = bytes([7]) * 168
BAD = "ERR_MALFORMED"
objection("without_proposal", "WIRE3", BAD, "an objection to no proposal", proposal=b"")
objection("to_31_bytes", "WIRE3", BAD, "an objection to 31 bytes", proposal=seeded("x")[:31])
objection("to_33_bytes", "WIRE3", BAD, "an objection to 33 bytes", proposal=seeded("x") + b"x")
objection("with_epoch_of_31_bytes", "WIRE3", BAD, "an epoch of 31 bytes", EPOCH[:31], SEALED)
objection("with_epoch_of_33_bytes", "WIRE3", BAD, "an epoch of 33 bytes", EPOCH + b"x", SEALED)
objection("with_epoch_alone", "WIRE3", BAD, "an epoch, and no reason sealed under it", EPOCH)
objection("with_reason_alone", "WIRE3", BAD, "a reason, and no epoch that it is sealed under",
          reason=SEALED)
objection("with_neither", "WIRE3", "ERR_NOT_FOUND", "neither epoch nor reason, to nothing")
objection("with_reason_of_2048_bytes", "WIRE6", "ERR_NOT_FOUND",
          "a reason of 2,048 bytes, to nothing",
          EPOCH, bytes([7]) * 2048)
objection("with_reason_of_2049_bytes", "WIRE6", "ERR_TOO_LARGE", "a reason of 2,049 bytes", EPOCH,
          bytes([7]) * 2049)
form("object_unknown_field", "WIRE2", BAD, "an objection with an unknown field", OBJECT,
     message((1, seeded("nothing"))) + field(4, 1))
form("withdraw_empty", "WIRE3", BAD, "a withdrawal of nothing at all", WITHDRAW, b"")
form("withdraw_31_bytes", "WIRE3", BAD, "a withdrawal of 31 bytes", WITHDRAW,
     message((1, seeded("x")[:31])))
form("withdraw_33_bytes", "WIRE3", BAD, "a withdrawal of 33 bytes", WITHDRAW,
     message((1, seeded("x") + b"x")))
form("withdraw_unknown_field", "WIRE2", BAD, "a withdrawal with an unknown field", WITHDRAW,
     message((1, seeded("x"))) + field(2, 1))
form("revoke_empty", "WIRE3", BAD, "a revocation of nothing at all", REVOKE, b"")
form("revoke_31_bytes", "WIRE3", BAD, "a revocation of 31 bytes", REVOKE,
     message((1, seeded("x")[:31])))
form("revoke_33_bytes", "WIRE3", BAD, "a revocation of 33 bytes", REVOKE,
     message((1, seeded("x") + b"x")))
form("revoke_unknown_field", "WIRE2", BAD, "a revocation with an unknown field", REVOKE,
     message((1, seeded("x"))) + field(2, 1))
form("statement_type_7_bits", "WIRE4", BAD, "a statement of type 127", 127, message((1, seeded("x"))))


@case("CHARTER23", "OK", "with a reason of 2,048 bytes", parties=3, devices=3)
def objected_with_longest_reason():
    world, members, removal = to_remove()
    return world.object(members[2], removal, EPOCH, bytes([7]) * 2048)


# ---- CHARTER15: how many parties there may be; at the end for their size --------------
def full_of_parties():
    """64 parties and a 65th that asks; each was proposed as early as the pools allow."""
    world, members = founded(1, 2, 1, 2, 1, 2, 1, 2, rules=[rule(days=3), rule(days=3, act=2)])
    asked = []

    def ask(inviter):
        newcomer = newcomer_proposed(world, inviter, 2, f"newcomer {len(asked)}")
        asked.append((newcomer, world.time, len(members)))

    for i in range(32):
        ask(members[i // 4])
    for i in range(56):
        admit_asked(world, members, asked[i])
        if i < 26:
            ask(members[i // 4])
    assert len(members) == 64 and len(asked) == 58
    return world, members, asked[56]


def admit_asked(world, members, asked):
    """By as many as were enough when it asked."""
    newcomer, time, count = asked
    agreed(world, newcomer, members[:count // 2 + 1])
    world.enact(members[0], newcomer, advance=max(60, time + 3 * DAY - world.time))
    members.append(newcomer)
    return world


@case("CHARTER15", "ERR_LIMIT", "a 65th party")
def party_65():
    world, members, last = full_of_parties()
    return admit_asked(world, members, last)


@case("CHARTER15", "OK", "a 65th party, after one of the 64 was removed", parties=65, devices=65)
def party_65_after_removal():
    world, members, last = full_of_parties()
    removal = world.propose_removal(members[0], 64)
    agreed(world, removal, members[:33])
    enact_at(world, members[0], removal, 3 * DAY, cuts_of(members[63]))
    return admit_asked(world, members, last)
