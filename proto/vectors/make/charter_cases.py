"""The charter's rules: for each, what it takes and what it refuses."""
from encode import H, message, seeded
from world import (CONFIRM, DAY, GENESIS, REKEY, SERVER, START, Device, World, founding_party,
                   rule)

CASES = []


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def devices(*names):
    return [Device(name) for name in names]


def one_party():
    """A citizens' group of one person: (world, its device)."""
    anna = Device("anna")
    return World().found([(anna, 1)]), anna


def keyed():
    """The same with a room key."""
    world, anna = one_party()
    return world.rekey(anna, [anna]), anna


def three_parties():
    """Founded together by three sectors."""
    anna, berit, carl = devices("anna", "berit", "carl")
    return World().found([(anna, 1), (berit, 2), (carl, 3)]), anna, berit, carl


def proposed(sector=2):
    """One party, and a newcomer's proposal that it has not answered."""
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    world.invite(anna, link, sector=sector).propose(link, newcomer, sector)
    return world, anna, newcomer


def proposed_to_three(sector=2):
    world, anna, berit, carl = three_parties()
    link, newcomer = devices("link", "newcomer")
    world.invite(anna, link, sector=sector).propose(link, newcomer, sector)
    return world, anna, berit, carl, newcomer


# ---- CHARTER1, CHARTER2: place -----------------------------------------
@case("CHARTER1", "OK", "one party begins alone", parties=1, devices=1, constitution_height=0)
def founded_alone():
    return one_party()[0]


@case("CHARTER1", "OK", "eight parties sign the same bytes", parties=8, devices=8)
def founded_by_eight():
    return World().found([(Device(f"founder {i}"), 1 + i % 3) for i in range(8)])


@case("CHARTER1", "ERR_MALFORMED", "an invitation before the genesis")
def first_is_no_genesis():
    world, anna = World(), Device("anna")
    world.space, anna.index = seeded("space"), 1
    return world.invite(anna, Device("link"), sector=2, head=seeded("head"))


@case("CHARTER1", "ERR_MALFORMED", "a second genesis")
def second_genesis():
    world, _ = one_party()
    return world.found([(Device("other"), 1)])


@case("CHARTER1", "ERR_MALFORMED", "a statement for another space")
def foreign_space():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, space=seeded("other space"))


@case("CHARTER2", "ERR_CONFLICT", "a height is skipped")
def skipped_height():
    world, anna = one_party()
    world.height += 1
    return world.invite(anna, Device("link"), sector=2)


@case("CHARTER2", "ERR_CONFLICT", "an entry at a height that is taken")
def repeated_height():
    world, anna = one_party()
    world.invite(anna, Device("link"), sector=2)
    world.height -= 1
    return world.invite(anna, Device("second link"), sector=2)


@case("CHARTER2", "ERR_CONFLICT", "previous is not the last entry's hash")
def wrong_previous():
    world, anna = one_party()
    world.previous = seeded("elsewhere")
    return world.invite(anna, Device("link"), sector=2)


@case("CHARTER2", "ERR_CONFLICT", "time goes back by a second")
def time_goes_back():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, advance=-1)


@case("CHARTER2", "OK", "time stands still", parties=1)
def time_stands_still():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, advance=0)


@case("CHARTER2", "ERR_MALFORMED", "the position names another statement")
def other_statement_in_position():
    world, anna = one_party()
    _, signed = world.signed(CONFIRM, message((1, anna.person)), [anna.sign], anna)
    world.place(signed, statement=seeded("another statement"))
    return world


# ---- CHARTER3, CHARTER4: author ----------------------------------------
@case("CHARTER3", "ERR_SIGNATURE", "a founding party has not signed")
def founder_missing():
    anna, berit = devices("anna", "berit")
    world = World()
    body = message((1, world.nonce), (2, SERVER.public), (3, (1, 2)),
                   (5, [founding_party(anna, 1), founding_party(berit, 2)]))
    _, signed = world.signed(GENESIS, body, [anna.sign], space=b"", head=b"")
    world.place(signed, 0)
    return world


@case("CHARTER3", "ERR_SIGNATURE", "the founders' signatures in another order")
def founders_swapped():
    anna, berit = devices("anna", "berit")
    world = World()
    body = message((1, world.nonce), (2, SERVER.public), (3, (1, 2)),
                   (5, [founding_party(anna, 1), founding_party(berit, 2)]))
    _, signed = world.signed(GENESIS, body, [berit.sign, anna.sign], space=b"", head=b"")
    world.place(signed, 0)
    return world


@case("CHARTER3", "ERR_SIGNATURE", "signed by another device's key")
def signed_by_another():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, signers=[Device("mallory").sign])


@case("CHARTER3", "ERR_SIGNATURE", "one signature too many")
def signature_too_many():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, signers=[anna.sign, anna.sign])


@case("CHARTER3", "ERR_SIGNATURE", "no signature")
def no_signature():
    world, anna = one_party()
    _, signed = world.signed(CONFIRM, message((1, anna.person)), [], anna)
    world.place(signed)
    return world


@case("CHARTER3", "ERR_SIGNATURE", "signed under the label of a commit's core")
def signed_under_another_label():
    world, anna = one_party()
    data, fields = world.statement(CONFIRM, message((1, anna.person)), anna)
    world.statement_hash = H("statement", data)
    world.place(message((1, 1), (2, anna.index), (3, fields["counter"]), (4, data),
                        (5, [anna.sign.sign("core", data)])))
    return world


@case("CHARTER3", "ERR_UNAUTHORIZED", "an author that the charter does not know")
def unknown_author():
    world, _ = one_party()
    stranger = Device("stranger")
    stranger.index = 2
    return world.invite(stranger, Device("link"), sector=2)


@case("CHARTER3", "ERR_SIGNATURE", "a consent that another party's device signs as well")
def consent_signed_by_two():
    world, anna, berit, _, newcomer = proposed_to_three()
    return world.consent(anna, newcomer, signers=[anna.sign, berit.sign])


@case("CHARTER3", "ERR_ENDED", "an author that has ended")
def ended_author():
    world, anna, guest = with_guest()
    world.retire(guest, guest.index)
    second = Device("link 2")
    return world.invite(guest, second, party=1)


@case("CHARTER4", "ERR_CONFLICT", "a counter that was used")
def counter_repeated():
    world, anna = one_party()
    world.invite(anna, Device("link"), sector=2)
    anna.counter -= 1
    return world.invite(anna, Device("second link"), sector=2)


@case("CHARTER4", "OK", "counters may have gaps", parties=1)
def counter_with_gap():
    world, anna = one_party()
    anna.counter += 40
    return world.invite(anna, Device("link"), sector=2)


@case("CHARTER4", "ERR_MALFORMED", "a device with counter 0")
def counter_zero():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, counter=0)


@case("CHARTER4", "ERR_MALFORMED", "an invitation by nobody")
def invite_by_nobody():
    world, anna = one_party()
    anna.index = 0
    return world.invite(anna, Device("link"), sector=2, counter=0)


@case("CHARTER4", "ERR_MALFORMED", "a join in the name of a device")
def join_by_device():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    world.invite(anna, link, party=1)
    return world.join(link, guest, author=anna, signers=[link.sign, guest.sign])


@case("CHARTER4", "ERR_MALFORMED", "a newcomer with a counter")
def newcomer_with_counter():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    world.invite(anna, link, party=1)
    return world.join(link, guest, counter=1)


# ---- CHARTER5: genesis ---------------------------------------------------
def genesis_case(name, comment, parties, expect="ERR_MALFORMED", **options):
    def build():
        return World().found(parties(), **options)
    build.__name__ = name
    case("CHARTER5", expect, comment)(build)


genesis_case("no_party", "nobody founds", lambda: [])
genesis_case("sectors_do_not_rise", "sectors 2, 1", lambda: [(Device("anna"), 1)], sectors=(2, 1))
genesis_case("sector_twice", "sectors 1, 1", lambda: [(Device("anna"), 1)], sectors=(1, 1))
genesis_case("sector_0", "sector 0", lambda: [(Device("anna"), 1)], sectors=(0, 1))
genesis_case("sector_16", "the last sector number", lambda: [(Device("anna"), 16)], "OK",
             sectors=(1, 16))
genesis_case("sector_17", "one past the last sector number", lambda: [(Device("anna"), 1)],
             sectors=(1, 17))
genesis_case("party_in_unlisted_sector", "a party in sector 4 of 1, 2, 3",
             lambda: [(Device("anna"), 4)])
genesis_case("no_rules", "the floors alone", lambda: [(Device("anna"), 1)], "OK", rules=[])
genesis_case("rule_twice", "two rules for one act", lambda: [(Device("anna"), 1)],
             rules=[rule(), rule()])
genesis_case("rule_notice_2", "notice below 3 days", lambda: [(Device("anna"), 1)],
             rules=[rule(days=2)])
genesis_case("rule_notice_3", "the shortest notice", lambda: [(Device("anna"), 1)], "OK",
             rules=[rule(days=3)])
genesis_case("rule_notice_60", "the longest notice", lambda: [(Device("anna"), 1)], "OK",
             rules=[rule(days=60)])
genesis_case("rule_notice_61", "notice above 60 days", lambda: [(Device("anna"), 1)],
             rules=[rule(days=61)])
genesis_case("rule_of_no_parties", "a rule that asks nobody", lambda: [(Device("anna"), 1)],
             rules=[rule(parties=0)])
genesis_case("rule_of_no_sectors", "a rule that asks no sector", lambda: [(Device("anna"), 1)],
             rules=[rule(sectors=0)])
genesis_case("rule_of_unknown_act", "a rule for act 13", lambda: [(Device("anna"), 1)],
             rules=[rule(act=13)])
genesis_case("signer_rule_0", "a party for which nobody signs", lambda: [(Device("anna"), 1, 0)])
genesis_case("signer_rule_16", "the largest signer rule", lambda: [(Device("anna"), 1, 16)], "OK")
genesis_case("signer_rule_17", "one past the largest", lambda: [(Device("anna"), 1, 17)])
genesis_case("founder_twice", "one device founds two parties",
             lambda: [(Device("anna"), 1), (Device("anna"), 2)])


@case("CHARTER5", "ERR_TOO_LARGE", "nine founding parties")
def founded_by_nine():
    return World().found([(Device(f"founder {i}"), 1 + i % 3) for i in range(9)])


@case("CHARTER5", "ERR_MALFORMED", "one person founds two parties")
def founding_person_twice():
    anna, berit = devices("anna", "berit")
    berit.person = anna.person
    return World().found([(anna, 1), (berit, 2)])


# ---- CHARTER6: who acts for a party ----------------------------------------
def with_guest(signer_rule=1, confirm=False):
    """A party of anna and a guest who joined."""
    anna, link, guest = devices("anna", "link", "guest")
    world = World().found([(anna, 1, signer_rule)]).invite(anna, link, party=1).join(link, guest)
    if confirm:
        world.confirm(anna, guest.person)
    return world, anna, guest


@case("CHARTER6", "OK", "a rule of two acts with one signer while there is one", devices=2)
def rule_of_two_with_one_signer():
    return with_guest(signer_rule=2)[0]


@case("CHARTER7", "OK", "two signers, a rule of two: one is enough to invite", devices=2)
def invite_by_one_of_two_signers():
    world, anna, _ = with_guest(signer_rule=2, confirm=True)
    return world.invite(anna, Device("link 2"), party=1)


@case("CHARTER3", "ERR_SIGNATURE", "two signers, a rule of two: nobody signs beside another")
def invite_signed_by_two_signers():
    world, anna, guest = with_guest(signer_rule=2, confirm=True)
    return world.invite(anna, Device("link 2"), party=1, signers=[anna.sign, guest.sign])


@case("CHARTER7", "ERR_FORBIDDEN", "somebody unconfirmed invites")
def invite_by_unconfirmed():
    world, _, guest = with_guest()
    return world.invite(guest, Device("link 2"), party=1)


# ---- CHARTER7: invite --------------------------------------------------------
@case("CHARTER7", "OK", "into one's own party, before there is a key", parties=1)
def invite_before_key():
    world, anna = one_party()
    return world.invite(anna, Device("link"), party=1)


@case("CHARTER7", "OK", "into one's own party, with the room's key", parties=1)
def invite_with_key():
    world, anna = keyed()
    return world.invite(anna, Device("link"), party=1)


@case("CHARTER7", "ERR_MALFORMED", "the room's key is missing")
def invite_without_key():
    world, anna = keyed()
    return world.invite(anna, Device("link"), party=1, keys=[])


@case("CHARTER7", "ERR_MALFORMED", "a key before the room has one")
def invite_with_premature_key():
    world, anna = one_party()
    link = Device("link")
    return world.invite(anna, link, party=1, keys=[world.sealed_key(link)])


@case("CHARTER7", "ERR_MALFORMED", "the key of a room that is not there")
def invite_with_other_room():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, party=1, keys=[world.sealed_key(link, room=1)])


@case("CHARTER7", "ERR_MALFORMED", "the key is sealed to somebody else")
def invite_with_other_box_key():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, party=1,
                        keys=[world.sealed_key(link, box_key=Device("mallory").box.public)])


@case("CHARTER7", "ERR_STALE_EPOCH", "the key of another epoch")
def invite_with_other_epoch():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, party=1, keys=[world.sealed_key(link, epoch=seeded("epoch?"))])


@case("CHARTER7", "ERR_MALFORMED", "into somebody else's party")
def invite_into_other_party():
    world, anna, _, _ = three_parties()
    return world.invite(anna, Device("link"), party=2)


@case("CHARTER7", "ERR_MALFORMED", "into one's own party, with a sector")
def invite_with_party_and_sector():
    world, anna = one_party()
    return world.invite(anna, Device("link"), party=1, sector=1)


@case("CHARTER7", "ERR_MALFORMED", "a new party in a sector the plan does not have")
def invite_into_unlisted_sector():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=4)


@case("CHARTER7", "ERR_MALFORMED", "a new party that would read at once")
def invite_new_party_with_key():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, sector=2, keys=[world.sealed_key(link)])


@case("CHARTER7", "ERR_EXPIRED", "it expires at the entry's own time")
def invite_expired():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, expires=START + 60)


@case("CHARTER7", "OK", "it lives one second", parties=1)
def invite_for_a_second():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, expires=START + 61)


@case("CHARTER7", "OK", "it lives 90 days", parties=1)
def invite_for_90_days():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, expires=START + 60 + 90 * DAY)


@case("CHARTER7", "ERR_MALFORMED", "it lives 90 days and a second")
def invite_for_too_long():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, expires=START + 61 + 90 * DAY)


@case("CHARTER7", "ERR_CONFLICT", "an invitation's keys twice")
def invite_keys_twice():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2).invite(anna, Device("link"), sector=2)


@case("CHARTER7", "ERR_CONFLICT", "an invitation with a device's box key")
def invite_with_device_key():
    world, anna = one_party()
    link = Device("link")
    link.box = anna.box
    return world.invite(anna, link, sector=2)


@case("WIRE6", "ERR_TOO_LARGE", "a card of 1,025 bytes")
def invite_card_too_large():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, card=bytes([1]) * 1025)


@case("WIRE6", "OK", "a card of 1,024 bytes", parties=1)
def invite_card_largest():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, card=bytes([1]) * 1024)


# ---- CHARTER8: join -------------------------------------------------------------
@case("CHARTER8", "OK", "a person joins", parties=1, devices=2, constitution_height=0)
def joined():
    return with_guest()[0]


@case("CHARTER8", "ERR_NOT_FOUND", "an invitation that nobody made")
def join_without_invitation():
    world, _ = one_party()
    link, guest = devices("link", "guest")
    return world.join(link, guest)


@case("CHARTER8", "ERR_FORBIDDEN", "an invitation for a new party admits nobody")
def join_by_new_party_invitation():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, sector=2).join(link, guest)


@case("CHARTER8", "ERR_USED", "an invitation serves once")
def join_twice():
    world, anna = one_party()
    link, guest, second = devices("link", "guest", "second")
    return world.invite(anna, link, party=1).join(link, guest).join(link, second)


@case("CHARTER8", "ERR_EXPIRED", "at the second it expires")
def join_expired():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, party=1, expires=START + 100).join(link, guest, advance=40)


@case("CHARTER8", "OK", "a second before it expires", devices=2)
def join_in_time():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, party=1, expires=START + 100).join(link, guest, advance=39)


@case("CHARTER8", "ERR_CONFLICT", "as a person who is there already")
def join_as_known_person():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, party=1).join(link, guest, person=anna.person)


@case("CHARTER8", "ERR_CONFLICT", "with the invitation's own keys")
def join_with_invitation_keys():
    world, anna = one_party()
    link = Device("link")
    guest = Device("link")
    guest.person = seeded("guest")[:16]
    return world.invite(anna, link, party=1).join(link, guest)


@case("CHARTER8", "ERR_SIGNATURE", "without the invitation's secret")
def join_without_secret():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, party=1).join(link, guest, signers=[guest.sign, guest.sign])


@case("CHARTER8", "ERR_SIGNATURE", "for a device that has not signed")
def join_for_another_device():
    world, anna = one_party()
    link, guest = devices("link", "guest")
    return world.invite(anna, link, party=1).join(link, guest, signers=[link.sign, link.sign])


# ---- CHARTER9: confirm ------------------------------------------------------------
@case("CHARTER9", "OK", "a signer knows the person", devices=2)
def confirmed():
    return with_guest(confirm=True)[0]


@case("CHARTER9", "ERR_CONFLICT", "a person who is confirmed")
def confirmed_twice():
    world, anna, guest = with_guest(confirm=True)
    return world.confirm(anna, guest.person)


@case("CHARTER9", "ERR_FORBIDDEN", "a person confirms itself")
def confirms_itself():
    world, _, guest = with_guest()
    return world.confirm(guest, guest.person)


@case("CHARTER9", "ERR_NOT_FOUND", "a person nobody knows")
def confirms_nobody():
    world, anna = one_party()
    return world.confirm(anna, seeded("nobody")[:16])


@case("CHARTER9", "ERR_NOT_FOUND", "a person of another party")
def confirms_in_other_party():
    world, anna, berit, _ = three_parties()
    link, guest = devices("link", "guest")
    world.invite(berit, link, party=2).join(link, guest)
    return world.confirm(anna, guest.person)


# ---- CHARTER10: propose ---------------------------------------------------------------
@case("CHARTER10", "OK", "a newcomer proposes its admission", parties=1, devices=1)
def newcomer_proposes():
    return proposed()[0]


@case("CHARTER10", "ERR_NOT_FOUND", "without an invitation")
def propose_uninvited():
    world, _ = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.propose(link, newcomer, 2)


@case("CHARTER10", "ERR_FORBIDDEN", "in another sector than it was invited to")
def propose_other_sector():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 3)


@case("CHARTER10", "ERR_FORBIDDEN", "by an invitation into an existing party")
def propose_by_member_invitation():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, party=1).propose(link, newcomer, 1)


@case("CHARTER10", "ERR_USED", "twice by one invitation")
def propose_twice():
    world, anna = one_party()
    link, newcomer, second = devices("link", "newcomer", "second")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2).propose(link, second, 2)


@case("CHARTER10", "ERR_EXPIRED", "by an invitation that is over")
def propose_by_expired():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2, expires=START + 100).propose(
        link, newcomer, 2, advance=40)


@case("CHARTER10", "ERR_CONFLICT", "with the keys of a device that is there")
def propose_known_device():
    world, anna = one_party()
    link = Device("link")
    newcomer = Device("anna")
    newcomer.person = seeded("other")[:16]
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2)


@case("CHARTER10", "ERR_CONFLICT", "the person of another open proposal")
def propose_same_person():
    world, anna = one_party()
    link, second_link, newcomer, second = devices("link", "link 2", "newcomer", "second")
    world.invite(anna, link, sector=2).invite(anna, second_link, sector=2)
    return world.propose(link, newcomer, 2).propose(second_link, second, 2,
                                                    person=newcomer.person)


@case("CHARTER10", "ERR_MALFORMED", "signer rule 0")
def propose_signer_rule_0():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2, signer_rule=0)


@case("CHARTER10", "ERR_MALFORMED", "signer rule 17")
def propose_signer_rule_17():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2, signer_rule=17)


@case("CHARTER10", "OK", "it is open for 180 days", parties=1)
def propose_for_180_days():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2,
                                                      expires=START + 120 + 180 * DAY)


@case("CHARTER10", "ERR_MALFORMED", "it is open for 180 days and a second")
def propose_for_too_long():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2,
                                                      expires=START + 121 + 180 * DAY)


@case("CHARTER10", "ERR_EXPIRED", "it is over at once")
def propose_over():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2, expires=START + 120)


@case("WIRE4", "ERR_MALFORMED", "an act that is not in the list")
def propose_unknown_act():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    return world.invite(anna, link, sector=2).propose(link, newcomer, 2, act=2)


def proposals_by(count, founders=1, per_founder=4):
    world = World().found([(Device(f"founder {i}"), 1) for i in range(founders)])
    for i in range(count):
        author = Device(f"founder {i // per_founder}")
        author.index, author.counter = i // per_founder + 1, i % per_founder
        link, newcomer = devices(f"link {i}", f"newcomer {i}")
        world.invite(author, link, sector=2).propose(link, newcomer, 2)
    return world


@case("CHARTER10", "OK", "four open proposals by one party's invitations", parties=1)
def four_proposals_of_a_party():
    return proposals_by(4)


@case("CHARTER10", "ERR_LIMIT", "a fifth one")
def five_proposals_of_a_party():
    return proposals_by(5, per_founder=5)


@case("CHARTER10", "OK", "a fifth one after the first has expired", parties=1)
def fifth_after_expiry():
    world, anna = one_party()
    for i in range(5):
        link, newcomer = devices(f"link {i}", f"newcomer {i}")
        world.invite(anna, link, sector=2).propose(link, newcomer, 2, advance=2 * DAY,
                                                   days=3 if i == 0 else 60)
    return world


@case("CHARTER10", "OK", "32 open proposals in the plan", parties=8)
def proposals_32():
    return proposals_by(32, founders=8)


# ---- CHARTER11: consent -------------------------------------------------------------------
@case("CHARTER11", "OK", "a party says yes", parties=1)
def consented():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer)


@case("CHARTER11", "ERR_NOT_FOUND", "to a proposal nobody made")
def consent_to_nothing():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, proposal=seeded("nothing"))


@case("CHARTER11", "ERR_NOT_FOUND", "to what has been enacted")
def consent_after_enactment():
    world, anna, newcomer = proposed()
    world.consent(anna, newcomer).enact(anna, newcomer)
    return world.consent(anna, newcomer)


@case("CHARTER11", "ERR_EXPIRED", "to what is over")
def consent_to_expired():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    world.invite(anna, link, sector=2).propose(link, newcomer, 2, expires=START + 200)
    return world.consent(anna, newcomer, advance=80)


@case("CHARTER11", "ERR_MALFORMED", "to another subject under the same proposal")
def consent_to_other_subject():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, subject=seeded("subject"))


@case("CHARTER11", "ERR_STALE_CHARTER", "under another constitution")
def consent_under_other_constitution():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, constitution=world.previous)


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before an admission")
def consent_under_old_constitution():
    world, anna = one_party()
    links = devices("link 1", "link 2")
    first, second = devices("first", "second")
    world.invite(anna, links[0], sector=2).invite(anna, links[1], sector=3)
    world.propose(links[0], first, 2).propose(links[1], second, 3)
    before = world.constitution
    world.consent(anna, first).enact(anna, first)
    return world.consent(anna, second, constitution=before)


@case("CHARTER11", "ERR_EXPIRED", "a consent that is over at once")
def consent_over():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, expires=START + 180)


@case("CHARTER11", "ERR_MALFORMED", "a consent for 180 days and a second")
def consent_for_too_long():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, expires=START + 181 + 180 * DAY)


@case("CHARTER11", "ERR_CONFLICT", "a person says yes twice")
def consent_twice():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).consent(anna, newcomer)


@case("CHARTER11", "OK", "again after the first yes has expired", parties=1)
def consent_again_after_expiry():
    world, anna, newcomer = proposed()
    world.consent(anna, newcomer, expires=START + 200)
    return world.consent(anna, newcomer, advance=60)


@case("CHARTER11", "ERR_FORBIDDEN", "somebody unconfirmed says yes")
def consent_by_unconfirmed():
    world, anna, guest = with_guest()
    link, newcomer = devices("link 2", "newcomer")
    world.invite(anna, link, sector=2).propose(link, newcomer, 2)
    return world.consent(guest, newcomer)


# ---- CHARTER12: the certificate ---------------------------------------------------------------
@case("CHARTER12", "OK", "one party alone decides for itself", parties=2, devices=2,
      constitution_height=4)
def enacted_alone():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).enact(anna, newcomer)


@case("CHARTER12", "OK", "the server may enact", parties=2, devices=2)
def enacted_by_server():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).enact(None, newcomer)


@case("CHARTER12", "ERR_SIGNATURE", "device 0 with a signature it does not need")
def enacted_by_server_signed():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).enact(None, newcomer, signers=[anna.sign])


@case("CHARTER12", "ERR_NO_CONSENT", "the server alone admits nobody")
def enacted_without_consent():
    world, _, newcomer = proposed()
    return world.enact(None, newcomer)


@case("CHARTER12", "ERR_NOT_FOUND", "what nobody proposed")
def enact_nothing():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).enact(anna, newcomer, proposal=seeded("nothing"))


@case("CHARTER12", "ERR_NOT_FOUND", "the same admission twice")
def enacted_twice():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer).enact(anna, newcomer).enact(anna, newcomer)


@case("CHARTER12", "ERR_EXPIRED", "an admission that is over")
def enact_expired():
    world, anna = one_party()
    link, newcomer = devices("link", "newcomer")
    world.invite(anna, link, sector=2).propose(link, newcomer, 2, expires=START + 200)
    return world.consent(anna, newcomer).enact(anna, newcomer, advance=20)


@case("CHARTER12", "ERR_NO_CONSENT", "the consent expired before the enactment")
def enact_on_expired_consent():
    world, anna, newcomer = proposed()
    return world.consent(anna, newcomer, expires=START + 240).enact(anna, newcomer)


def two_parties_and_proposal(sector=3):
    anna, berit, link, newcomer = devices("anna", "berit", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 2)])
    world.invite(anna, link, sector=sector).propose(link, newcomer, sector)
    return world, anna, berit, newcomer


@case("CHARTER12", "ERR_NO_CONSENT", "of two parties one: until there are three, all must agree")
def one_of_two():
    world, anna, _, newcomer = two_parties_and_proposal()
    return world.consent(anna, newcomer).enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "OK", "both of two", parties=3)
def both_of_two():
    world, anna, berit, newcomer = two_parties_and_proposal()
    return world.consent(anna, newcomer).consent(berit, newcomer).enact(berit, newcomer)


@case("CHARTER12", "ERR_NO_CONSENT", "one of three parties")
def one_of_three():
    world, anna, _, _, newcomer = proposed_to_three()
    return world.consent(anna, newcomer).enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "OK", "two of three, from two sectors, the newcomer's among them", parties=4)
def two_of_three():
    world, anna, berit, _, newcomer = proposed_to_three(sector=2)
    world.consent(anna, newcomer).consent(berit, newcomer)
    return world.enact(anna, newcomer, advance=14 * DAY)


@case("CHARTER12", "ERR_NO_CONSENT", "two of three without the newcomer's sector")
def without_newcomers_sector():
    world, anna, _, carl, newcomer = proposed_to_three(sector=2)
    world.consent(anna, newcomer).consent(carl, newcomer)
    return world.enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "ERR_NO_CONSENT", "three of four parties, all of one sector")
def majority_of_one_sector():
    anna, berit, carl, dag, link, newcomer = devices("a", "b", "c", "d", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 1), (carl, 1), (dag, 2)])
    world.invite(anna, link, sector=1).propose(link, newcomer, 1)
    for author in (anna, berit, carl):
        world.consent(author, newcomer)
    return world.enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "ERR_NO_CONSENT", "half of four parties is no majority")
def half_of_four():
    anna, berit, carl, dag, link, newcomer = devices("a", "b", "c", "d", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 1), (carl, 2), (dag, 2)])
    world.invite(anna, link, sector=1).propose(link, newcomer, 1)
    world.consent(anna, newcomer).consent(carl, newcomer)
    return world.enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "OK", "three of four from two sectors", parties=5)
def three_of_four():
    anna, berit, carl, dag, link, newcomer = devices("a", "b", "c", "d", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 1), (carl, 2), (dag, 2)])
    world.invite(anna, link, sector=1).propose(link, newcomer, 1)
    for author in (anna, berit, carl):
        world.consent(author, newcomer)
    return world.enact(anna, newcomer, advance=14 * DAY)


@case("CHARTER12", "ERR_NO_CONSENT", "three parties of one sector: all must agree")
def two_of_three_in_one_sector():
    anna, berit, carl, link, newcomer = devices("a", "b", "c", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 1), (carl, 1)])
    world.invite(anna, link, sector=1).propose(link, newcomer, 1)
    world.consent(anna, newcomer).consent(berit, newcomer)
    return world.enact(anna, newcomer, advance=20 * DAY)


def ruled(parties, sectors):
    anna, berit, carl, dag, link, newcomer = devices("a", "b", "c", "d", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 1), (carl, 2), (dag, 3)],
                          rules=[rule(parties, sectors)])
    world.invite(anna, link, sector=1).propose(link, newcomer, 1)
    for author in (anna, berit, carl):
        world.consent(author, newcomer)
    return world, anna, dag, newcomer


@case("CHARTER12", "ERR_NO_CONSENT", "the rule asks for four parties, three agree")
def rule_of_four_parties():
    world, anna, _, newcomer = ruled(4, 1)
    return world.enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "ERR_NO_CONSENT", "the rule asks for three sectors, two agree")
def rule_of_three_sectors():
    world, anna, _, newcomer = ruled(3, 3)
    return world.enact(anna, newcomer, advance=20 * DAY)


@case("CHARTER12", "OK", "a rule that asks for more than there are asks for all", parties=5)
def rule_of_more_than_there_are():
    world, anna, dag, newcomer = ruled(64, 16)
    return world.consent(dag, newcomer).enact(anna, newcomer)


@case("CHARTER12", "ERR_NO_CONSENT", "one person of a party whose rule asks for two")
def party_rule_counts_persons():
    world, anna, guest = with_guest(signer_rule=2, confirm=True)
    link, newcomer = devices("link 2", "newcomer")
    world.invite(anna, link, sector=2)
    world.propose(link, newcomer, 2)
    return world.consent(anna, newcomer).enact(anna, newcomer)


@case("CHARTER12", "OK", "both persons of a party whose rule asks for two", parties=2)
def party_rule_met():
    world, anna, guest = with_guest(signer_rule=2, confirm=True)
    link, newcomer = devices("link 2", "newcomer")
    world.invite(anna, link, sector=2)
    world.propose(link, newcomer, 2)
    return world.consent(anna, newcomer).consent(guest, newcomer).enact(anna, newcomer)


# ---- CHARTER13, 14, 15 ---------------------------------------------------------------------------
@case("CHARTER13", "ERR_NOTICE", "a second before the notice is over")
def notice_not_over():
    world, anna, berit, _, newcomer = proposed_to_three()
    world.consent(anna, newcomer).consent(berit, newcomer)
    return world.enact(anna, newcomer, advance=14 * DAY - 121)


@case("CHARTER13", "OK", "the second the notice is over", parties=4)
def notice_over():
    world, anna, berit, _, newcomer = proposed_to_three()
    world.consent(anna, newcomer).consent(berit, newcomer)
    return world.enact(anna, newcomer, advance=14 * DAY - 120)


@case("CHARTER13", "OK", "unanimity needs no notice", parties=4)
def unanimous():
    world, anna, berit, carl, newcomer = proposed_to_three()
    world.consent(anna, newcomer).consent(berit, newcomer).consent(carl, newcomer)
    return world.enact(carl, newcomer)


@case("CHARTER13", "OK", "a notice of three days by rule", parties=4)
def notice_by_rule():
    anna, berit, carl, link, newcomer = devices("anna", "berit", "carl", "link", "newcomer")
    world = World().found([(anna, 1), (berit, 2), (carl, 3)], rules=[rule(days=3)])
    world.invite(anna, link, sector=2).propose(link, newcomer, 2)
    world.consent(anna, newcomer).consent(berit, newcomer)
    return world.enact(anna, newcomer, advance=3 * DAY - 120)


def admitted_between():
    """Two proposals; the first is enacted; its party was not asked about the second."""
    world, anna = one_party()
    links = devices("link 1", "link 2")
    first, second = devices("first", "second")
    world.invite(anna, links[0], sector=2).invite(anna, links[1], sector=3)
    world.propose(links[0], first, 2).propose(links[1], second, 3)
    world.consent(anna, first).enact(anna, first)
    return world, anna, first, second


@case("CHARTER14", "ERR_FORBIDDEN", "a new party on what was asked before it came")
def newcomer_votes_on_older():
    world, _, first, second = admitted_between()
    return world.consent(first, second)


@case("CHARTER14", "OK", "nor does it count there", parties=3)
def newcomer_does_not_count_on_older():
    world, anna, _, second = admitted_between()
    return world.consent(anna, second).enact(anna, second)


@case("CHARTER14", "OK", "it votes on what is asked after", parties=2)
def newcomer_votes_on_later():
    world, anna, newcomer = proposed()
    world.consent(anna, newcomer).enact(anna, newcomer)
    link, third = devices("link 3", "third")
    world.invite(anna, link, sector=3).propose(link, third, 3)
    return world.consent(newcomer, third)


@case("CHARTER15", "ERR_NO_CONSENT", "an admission voids the consents to the others")
def consents_are_voided():
    world, anna = one_party()
    links = devices("link 1", "link 2")
    first, second = devices("first", "second")
    world.invite(anna, links[0], sector=2).invite(anna, links[1], sector=3)
    world.propose(links[0], first, 2).propose(links[1], second, 3)
    world.consent(anna, first).consent(anna, second).enact(anna, first)
    return world.enact(anna, second)


@case("CHARTER15", "OK", "the key comes with the admission", parties=2)
def enacted_with_key():
    world, anna, newcomer = proposed()
    world.rekey(anna, [anna]).consent(anna, newcomer)
    return world.enact(anna, newcomer, keys=[world.sealed_key(newcomer)])


@case("CHARTER15", "OK", "the key does not come along", parties=2)
def enacted_without_key():
    world, anna, newcomer = proposed()
    return world.rekey(anna, [anna]).consent(anna, newcomer).enact(None, newcomer)


@case("CHARTER16", "OK", "the next key is for the newcomer too", parties=2, devices=2)
def rekey_after_bare_admission():
    world, anna, newcomer = proposed()
    world.rekey(anna, [anna]).consent(anna, newcomer).enact(None, newcomer)
    return world.rekey(anna, [anna, newcomer], advance=3600)


@case("CHARTER15", "ERR_STALE_EPOCH", "a key of another epoch")
def enacted_with_other_epoch():
    world, anna, newcomer = proposed()
    world.rekey(anna, [anna]).consent(anna, newcomer)
    return world.enact(anna, newcomer, keys=[world.sealed_key(newcomer, epoch=seeded("other"))])


@case("CHARTER15", "ERR_STALE_EPOCH", "a key before there is one")
def enacted_with_premature_key():
    world, anna, newcomer = proposed()
    world.consent(anna, newcomer)
    return world.enact(anna, newcomer, keys=[world.sealed_key(newcomer)])


@case("CHARTER15", "ERR_MALFORMED", "a key for somebody else")
def enacted_with_foreign_key():
    world, anna, newcomer = proposed()
    world.rekey(anna, [anna]).consent(anna, newcomer)
    return world.enact(anna, newcomer, keys=[world.sealed_key(anna)])


@case("CHARTER15", "ERR_MALFORMED", "two keys of one room")
def enacted_with_two_keys():
    world, anna, newcomer = proposed()
    world.rekey(anna, [anna]).consent(anna, newcomer)
    return world.enact(anna, newcomer, keys=[world.sealed_key(newcomer)] * 2)


# ---- CHARTER16: rekey ----------------------------------------------------------------------------
@case("CHARTER16", "OK", "the room's first key", devices=1)
def first_key():
    return keyed()[0]


@case("CHARTER16", "OK", "another key an hour later", devices=1)
def second_key():
    world, anna = keyed()
    return world.rekey(anna, [anna], advance=3600)


@case("CHARTER16", "ERR_QUOTA", "another key within the hour")
def second_key_too_soon():
    world, anna = keyed()
    return world.rekey(anna, [anna], advance=3599)


@case("CHARTER16", "OK", "another device within the hour", devices=3)
def second_key_by_another():
    world, anna, berit, carl = three_parties()
    holders = [anna, berit, carl]
    return world.rekey(anna, holders).rekey(berit, holders)


@case("CHARTER16", "ERR_STALE_CHARTER", "made for the charter before the last entry")
def rekey_on_old_charter():
    world, anna = one_party()
    before = world.previous
    world.invite(anna, Device("link"), sector=2)
    return world.rekey(anna, [anna], head=before)


@case("CHARTER16", "ERR_NOT_FOUND", "room 1")
def rekey_other_room():
    world, anna = one_party()
    return world.rekey(anna, [anna], room=1)


@case("CHARTER16", "ERR_STALE_EPOCH", "a first key where there is one")
def first_key_twice():
    world, anna = keyed()
    return world.rekey(anna, [anna], previous=b"", advance=3600)


@case("CHARTER16", "ERR_STALE_EPOCH", "a first key that follows another")
def first_key_with_previous():
    world, anna = one_party()
    world.key = seeded("no key")
    return world.rekey(anna, [anna], previous=seeded("no epoch"))


@case("CHARTER16", "ERR_STALE_EPOCH", "it follows another epoch than the current")
def rekey_after_other_epoch():
    world, anna = keyed()
    return world.rekey(anna, [anna], previous=seeded("other"), advance=3600)


@case("CHARTER16", "ERR_MALFORMED", "the previous key is not wrapped")
def rekey_without_wrap():
    world, anna = keyed()
    return world.rekey(anna, [anna], wrapped=b"", advance=3600)


@case("CHARTER16", "ERR_MALFORMED", "a first key that wraps something")
def first_key_with_wrap():
    world, anna = one_party()
    return world.rekey(anna, [anna], wrapped=bytes([7]) * 72)


@case("WIRE3", "ERR_MALFORMED", "a wrap of 71 bytes")
def rekey_with_short_wrap():
    world, anna = keyed()
    return world.rekey(anna, [anna], wrapped=bytes([7]) * 71, advance=3600)


@case("CHARTER16", "ERR_MALFORMED", "grants of another hash")
def rekey_with_other_grants():
    world, anna = one_party()
    return world.rekey(anna, [anna], grants_hash=seeded("grants"))


@case("CHARTER16", "ERR_MALFORMED", "a device is left out")
def rekey_without_a_device():
    world, anna, berit, _ = three_parties()
    return world.rekey(anna, [anna, berit])


@case("CHARTER16", "ERR_MALFORMED", "a device that nobody admitted")
def rekey_with_a_stranger():
    world, anna = one_party()
    stranger = Device("stranger")
    stranger.index = 2
    return world.rekey(anna, [anna, stranger])


@case("CHARTER16", "ERR_MALFORMED", "devices in another order")
def rekey_out_of_order():
    world, anna, berit, carl = three_parties()
    return world.rekey(anna, [berit, anna, carl])


@case("CHARTER16", "OK", "live invitations get the key", devices=1)
def rekey_with_invitations():
    world, anna = one_party()
    links = devices("link 1", "link 2")
    world.invite(anna, links[0], party=1).invite(anna, links[1], party=1)
    return world.rekey(anna, [anna], links)


@case("CHARTER16", "ERR_MALFORMED", "a live invitation is left out")
def rekey_without_invitation():
    world, anna = one_party()
    return world.invite(anna, Device("link"), party=1).rekey(anna, [anna])


@case("CHARTER16", "ERR_MALFORMED", "an invitation for a new party gets none")
def rekey_with_new_party_invitation():
    world, anna = one_party()
    link = Device("link")
    return world.invite(anna, link, sector=2).rekey(anna, [anna], [link])


@case("CHARTER16", "OK", "an invitation that is over gets none", devices=1)
def rekey_after_invitation():
    world, anna = one_party()
    return world.invite(anna, Device("link"), party=1, expires=START + 120).rekey(anna, [anna])


@case("CHARTER16", "ERR_MALFORMED", "one invitation twice, another not at all")
def rekey_with_one_invitation_twice():
    world, anna = one_party()
    links = devices("link 1", "link 2")
    world.invite(anna, links[0], party=1).invite(anna, links[1], party=1)
    return world.rekey(anna, [anna], [links[0], links[0]])


# ---- CHARTER17: retire -----------------------------------------------------------------------------
@case("CHARTER17", "OK", "a device ends itself", devices=2)
def retired():
    world, _, guest = with_guest()
    return world.retire(guest, guest.index)


@case("CHARTER17", "OK", "with the commit it ends after", devices=2)
def retired_with_cut():
    world, _, guest = with_guest()
    return world.retire(guest, guest.index, 7, seeded("core"))


@case("CHARTER17", "ERR_CONFLICT", "a cut that the log does not hold", cut_fits=0)
def retired_beyond_the_log():
    world, _, guest = with_guest()
    return world.retire(guest, guest.index, 7, seeded("core"))


@case("CHARTER17", "ERR_MALFORMED", "a cut without the core's hash")
def retired_without_hash():
    world, _, guest = with_guest()
    return world.retire(guest, guest.index, 7)


@case("CHARTER17", "ERR_NOT_FOUND", "a device nobody knows")
def retire_nobody():
    world, _, guest = with_guest()
    return world.retire(guest, 9)


@case("CHARTER17", "ERR_FORBIDDEN", "somebody else's device")
def retire_another():
    world, anna, guest = with_guest()
    return world.retire(anna, guest.index)


@case("CHARTER17", "ERR_FORBIDDEN", "the party's last device")
def retire_last():
    world, anna = one_party()
    return world.retire(anna, anna.index)


@case("CHARTER17", "ERR_FORBIDDEN", "the party's last signer, while somebody unconfirmed is there")
def retire_last_signer():
    world, anna, _ = with_guest()
    return world.retire(anna, anna.index)


@case("CHARTER17", "OK", "a signer, while another one is there", devices=2)
def retire_one_of_two_signers():
    world, _, guest = with_guest(confirm=True)
    return world.retire(guest, guest.index)


@case("CHARTER17", "ERR_ENDED", "a device that has ended")
def retire_twice():
    world, _, guest = with_guest()
    world.retire(guest, guest.index)
    return world.retire(guest, guest.index)


# ---- WIRE: the form of a statement ----------------------------------------------------------------
@case("WIRE7", "ERR_MALFORMED", "the envelope names another device")
def envelope_other_device():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, envelope={"device": 2})


@case("WIRE7", "ERR_MALFORMED", "the envelope names another counter")
def envelope_other_counter():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, envelope={"counter": 9})


@case("WIRE8", "ERR_UNSUPPORTED", "an envelope of version 2")
def envelope_version_2():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, envelope={"version": 2})


@case("WIRE8", "ERR_UNSUPPORTED", "a statement of version 2")
def statement_version_2():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, version=2)


@case("WIRE4", "ERR_MALFORMED", "a statement of type 17")
def statement_type_17():
    world, anna = one_party()
    _, signed = world.signed(17, message((1, anna.person)), [anna.sign], anna)
    world.place(signed)
    return world


@case("WIRE4", "ERR_MALFORMED", "a statement of no type")
def statement_type_0():
    world, anna = one_party()
    _, signed = world.signed(0, message((1, anna.person)), [anna.sign], anna)
    world.place(signed)
    return world


@case("WIRE3", "ERR_MALFORMED", "a person's id of 15 bytes")
def person_of_15_bytes():
    world, anna = one_party()
    return world.confirm(anna, anna.person[:15])


@case("WIRE3", "ERR_MALFORMED", "a statement without a charter head")
def statement_without_head():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, head=b"")


@case("WIRE2", "ERR_MALFORMED", "an unknown field at the end of a body")
def unknown_field_in_body():
    world, anna = one_party()
    _, signed = world.signed(CONFIRM, message((1, anna.person), (9, 1)), [anna.sign], anna)
    world.place(signed)
    return world


@case("WIRE2", "ERR_MALFORMED", "a payload that no confirm has")
def confirm_with_payload():
    world, anna = one_party()
    _, signed = world.signed(CONFIRM, message((1, anna.person)), [anna.sign], anna, [b"payload"])
    world.place(signed)
    return world


@case("WIRE2", "ERR_MALFORMED", "a rekey without its grants")
def rekey_without_payload():
    world, anna = one_party()
    body = message((1, 0), (3, seeded("commitment")), (4, seeded("grants")))
    _, signed = world.signed(REKEY, body, [anna.sign], anna)
    world.place(signed)
    return world


@case("WIRE6", "ERR_TOO_LARGE", "65 sealed keys")
def too_many_sealed_keys():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, party=1, keys=[world.sealed_key(link)] * 65)


@case("WIRE6", "ERR_TOO_LARGE", "nine signatures")
def too_many_signatures():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, signers=[anna.sign] * 9)


@case("WIRE6", "ERR_SIGNATURE", "eight signatures are read, and then are too many")
def most_signatures():
    world, anna = one_party()
    return world.invite(anna, Device("link"), sector=2, signers=[anna.sign] * 8)


# ---- added later: at the end, so that the bytes of the others stay --------------
@case("CHARTER7", "ERR_MALFORMED", "expired, and the room's key is missing: its form comes first")
def invite_expired_without_key():
    world, anna = keyed()
    return world.invite(anna, Device("link"), party=1, keys=[], expires=START + 60)


@case("CHARTER7", "ERR_EXPIRED", "expired, and with the key of another epoch: the epoch comes last")
def invite_expired_with_other_epoch():
    world, anna = keyed()
    link = Device("link")
    return world.invite(anna, link, party=1, expires=START + 60,
                        keys=[world.sealed_key(link, epoch=seeded("epoch?"))])
