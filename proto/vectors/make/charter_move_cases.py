"""A plan moves to another server: who may propose it, who decides it, and what it does."""
from charter_cases import devices
from charter_change_cases import (NOTICE, SOON, admit, agreed, enact_at, founded,
                                  newcomer_proposed, with_another)
from charter_person_cases import further_invited
from charter_replace_cases import rested
from charter_rest_cases import came_meanwhile
from encode import SignKey, field, message, seeded
from world import (DAY, MOVE_SERVER, PROPOSE, SERVER, START, Device, World, cuts_of, rule)

CASES = []
FEW, NO, BAD = "ERR_NO_CONSENT", "ERR_FORBIDDEN", "ERR_MALFORMED"
KEPT, EARLY = "ERR_CONFLICT", "ERR_NOTICE"
NEW = SignKey("new server").public
OTHER = SignKey("another server").public
ADDRESS = b"https://new.example"
STAYED = {"server_key": SERVER.public, "address": b""}
MOVED = {"server_key": NEW, "address": ADDRESS}


def case(rule_id, expect, comment, **keys):
    """Registers a scenario; `keys` go into the file as they are."""
    def register(function):
        CASES.append((function.__name__, rule_id, expect, comment, keys, function))
        return function
    return register


def named(name, rule_id, expect, comment, build, **keys):
    build.__name__ = f"move_{name}"
    case(rule_id, expect, f"a move: {comment}", **keys)(build)


def voted(world, members, change, voters, wait=NOTICE, **other):
    """Members of these numbers consent, and the first of them enacts it."""
    voters = [members[v - 1] for v in voters]
    return enact_at(agreed(world, change, voters), voters[0], change, wait, **other)


def decided(world, members, server_key, address=ADDRESS):
    """All of them move it there, at once."""
    move = world.propose_move(members[0], server_key, address)
    return agreed(world, move, members).enact(members[0], move)


def moved(*server_keys):
    """Three parties in two sectors that have moved to these, one after the other."""
    world, members = founded(1, 1, 2)
    for server_key in server_keys or (NEW,):
        decided(world, members, server_key)
    return world, members


# ---- CHARTER5: a rule for act 7 ------------------------------------------------------------------
@case("CHARTER5", "OK", "a rule for act 7", parties=1)
def founded_with_rule_of_act_7():
    return World().found([(Device("anna"), 1)], rules=[rule(act=7)])


@case("CHARTER5", BAD, "rules for acts 8, 7")
def founded_with_rules_of_acts_8_and_7():
    return World().found([(Device("anna"), 1)], rules=[rule(act=8), rule(act=7)])


@case("CHARTER5", BAD, "two rules for act 7")
def founded_with_two_rules_of_act_7():
    return World().found([(Device("anna"), 1)], rules=[rule(act=7), rule(act=7)])


# ---- CHARTER20: the address ----------------------------------------------------------------------
def address_case(name, expect, comment, address):
    def build():
        world, members = founded(1, 1, 2)
        world.propose_move(members[0], NEW, address)
        return world
    keys = {"parties": 3, "constitution_height": 0, **STAYED} if expect == "OK" else {}
    named(f"to_{name}", "CHARTER20", expect, comment, build, **keys)


def after_https(size):
    return b"https://" + b"a" * (size - 8)


address_case("https", "OK", "a host's name", ADDRESS)
address_case("http", "OK", "by http", b"http://new.example")
address_case("port", "OK", "a port", b"http://localhost:8080")
address_case("ipv6", "OK", "an address of IPv6, and a port", b"https://[2001:db8::1]:8443")
address_case("ipv4", "OK", "an address of IPv4", b"https://192.0.2.1")
address_case("ends_of_the_list", "OK", "the first and last letter and digit", b"https://az09-.")
address_case("one_letter", "OK", "one character is enough", b"https://a")
address_case("one_bracket", "OK", "no more is asked than which characters", b"http://]")
address_case("256_bytes", "OK", "256 bytes", after_https(256))
address_case("257_bytes", BAD, "257 bytes", after_https(257))
address_case("256_bytes_of_http", "OK", "256 bytes by http", b"http://" + b"a" * 249)
address_case("257_bytes_of_http", BAD, "257 bytes by http", b"http://" + b"a" * 250)
address_case("nowhere", BAD, "no address", b"")
address_case("https_alone", BAD, "https and no host", b"https://")
address_case("http_alone", BAD, "http and no host", b"http://")
address_case("host_alone", BAD, "a host and no scheme", b"new.example")
address_case("ftp", BAD, "another scheme", b"ftp://new.example")
address_case("long_scheme", BAD, "a scheme that begins like one", b"httpss://new.example")
address_case("capital_scheme", BAD, "the scheme in capitals", b"HTTPS://new.example")
address_case("one_slash", BAD, "a slash too few", b"https:/new.example")
address_case("one_slash_of_http", BAD, "by http, a slash too few", b"http:/new.example")
address_case("three_slashes", BAD, "a slash too many", b"https:///new.example")
address_case("three_slashes_of_http", BAD, "by http, a slash too many", b"http:///new.example")
address_case("slash", BAD, "a slash at the end", b"https://new.example/")
address_case("path", BAD, "a path", b"https://new.example/plan")
address_case("user", BAD, "a user", b"https://user@new.example")
address_case("query", BAD, "a query", b"https://new.example?a")
address_case("fragment", BAD, "a fragment", b"https://new.example#a")
address_case("capital", BAD, "the last capital letter", b"https://new.exampleZ")
address_case("first_capital", BAD, "the first capital letter", b"https://Anew.example")
address_case("comma", BAD, "what stands before the hyphen", b"https://new,example")
address_case("semicolon", BAD, "what stands after the colon", b"https://new.example;1")
address_case("backslash", BAD, "what stands between the brackets", b"https://new\\example")
address_case("caret", BAD, "what stands after the brackets", b"https://new^example")
address_case("backtick", BAD, "what stands before a", b"https://new`example")
address_case("brace", BAD, "what stands after z", b"https://new{example")
address_case("underscore", BAD, "an underscore", b"https://new_server.example")
address_case("percent", BAD, "a percent sign", b"https://new%2eexample")
address_case("space", BAD, "a space within", b"https://new example")
address_case("space_before", BAD, "a space before", b" https://new.example")
address_case("newline", BAD, "a newline at the end", ADDRESS + b"\n")
address_case("zero_byte", BAD, "a zero byte at the end", ADDRESS + b"\0")
address_case("letter_beyond_ascii", BAD, "a letter beyond ASCII",
             "https://ny-tjener-på.example".encode())
address_case("no_utf8", BAD, "a byte that no UTF-8 has", b"https://new\xffexample")


# ---- CHARTER20: the key, who proposes, and what is open already ----------------------------------
def propose_case(name, rule_id, expect, comment, act):
    """`act` is given the world and its members, and proposes last."""
    def build():
        world, members = founded(1, 1, 2)
        act(world, members)
        return world
    keys = {"parties": 3, **STAYED} if expect == "OK" else {}
    named(name, rule_id, expect, comment, build, **keys)


def unconfirmed(world, members):
    return with_another(world, members[0], confirm=False)


def again(*args, first=(NEW, ADDRESS), author=0, then=None, **other):
    """The first party's move, and after `then` another by the member of that place."""
    def act(world, members):
        move = world.propose_move(members[0], *first, expires=START + 1000)
        if then:
            then(world, members, move)
        world.propose_move(members[author], *(args or (NEW, ADDRESS)), **other)
    return act


propose_case("to_the_same_server", "CHARTER20", KEPT, "to the server that it has",
             lambda w, m: w.propose_move(m[0], SERVER.public))
propose_case("to_key_of_zeros", "CHARTER20", "OK", "a key of zeros is a key",
             lambda w, m: w.propose_move(m[0], bytes(32)))
propose_case("by_unconfirmed", "CHARTER20", NO, "somebody unconfirmed",
             lambda w, m: w.propose_move(unconfirmed(w, m), NEW))
propose_case("by_unconfirmed_to_capital", "CHARTER20", NO,
             "somebody unconfirmed, and a capital letter: the author first",
             lambda w, m: w.propose_move(unconfirmed(w, m), NEW, b"https://New.example"))
propose_case("to_path_of_the_same_server", "CHARTER20", BAD,
             "a path, and the server that it has: the address first",
             lambda w, m: w.propose_move(m[0], SERVER.public, b"https://new.example/plan"))
propose_case("to_the_same_server_and_over", "CHARTER20", KEPT,
             "to the server that it has, and over at once: the key first",
             lambda w, m: w.propose_move(m[0], SERVER.public, expires=START + 60))
propose_case("over", "CHARTER20", "ERR_EXPIRED", "over at once",
             lambda w, m: w.propose_move(m[0], NEW, expires=START + 60))
propose_case("for_180_days", "CHARTER20", "OK", "open for 180 days",
             lambda w, m: w.propose_move(m[0], NEW, expires=START + 60 + 180 * DAY))
propose_case("for_too_long", "CHARTER20", BAD, "open for 180 days and a second",
             lambda w, m: w.propose_move(m[0], NEW, expires=START + 61 + 180 * DAY))
propose_case("proposed_twice", "CHARTER20", KEPT, "as one's own party has proposed", again())
propose_case("proposed_by_another_person", "CHARTER20", KEPT,
             "as another person of the party has proposed",
             lambda w, m: (w.propose_move(with_another(w, m[0]), NEW), w.propose_move(m[0], NEW)))
propose_case("proposed_by_two_parties", "CHARTER20", "OK", "as another party has proposed",
             again(author=1))
propose_case("proposed_to_another_address", "CHARTER20", "OK", "the same key at another address",
             again(NEW, b"http://new.example"))
propose_case("proposed_to_another_key", "CHARTER20", "OK", "another key at the same address",
             again(OTHER, ADDRESS))
propose_case("proposed_after_withdrawal", "CHARTER20", "OK", "as was proposed and withdrawn",
             again(then=lambda w, m, move: w.withdraw(m[0], move.proposal)))
propose_case("proposed_twice_and_over", "CHARTER20", "ERR_EXPIRED",
             "proposed already, and over at once: its life first", again(expires=START + 120))
propose_case("proposed_before_expiry", "CHARTER20", KEPT, "a second before the first expires",
             again(advance=939))
propose_case("proposed_after_expiry", "CHARTER20", "OK", "at the second the first expires",
             again(advance=940))
propose_case("fifth", "CHARTER10", "ERR_LIMIT", "the fifth open proposal of a party",
             lambda w, m: [w.propose_move(m[0], seeded("server", i)) for i in range(5)])


def newcomers_move(world, members):
    link, newcomer = devices("link", "newcomer")
    world.invite(members[0], link, sector=2)
    body = message((1, MOVE_SERVER), (2, message((1, NEW), (2, ADDRESS))), (3, world.time + DAY))
    _, signed = world.signed(PROPOSE, body, [link.sign, newcomer.sign])
    world.place(signed)


propose_case("by_newcomer", "CHARTER4", BAD, "signed by an invitation's key and a new device's",
             newcomers_move)


def form_case(name, rule_id, comment, subject):
    propose_case(name, rule_id, BAD, comment,
                 lambda w, m: w.propose_change(m[0], MOVE_SERVER, subject))


form_case("to_key_of_31_bytes", "WIRE3", "a key of 31 bytes", message((1, NEW[:31]), (2, ADDRESS)))
form_case("to_key_of_33_bytes", "WIRE3", "a key of 33 bytes",
          message((1, NEW + b"\1"), (2, ADDRESS)))
form_case("without_key", "WIRE3", "no key", message((2, ADDRESS)))
form_case("empty", "WIRE3", "an empty subject", b"")
form_case("unknown_field", "WIRE2", "an unknown field", message((1, NEW), (2, ADDRESS), (3, 1)))
form_case("out_of_order", "WIRE2", "the address before the key", field(2, ADDRESS) + field(1, NEW))
form_case("key_twice", "WIRE2", "the key twice", field(1, NEW) * 2 + field(2, ADDRESS))
form_case("default_written", "WIRE2", "an empty address that is written out",
          field(1, NEW) + field(2, b""))
form_case("of_removal", "WIRE2", "the subject of a removal", message((1, 2)))
form_case("long_length", "WIRE2", "a length in too many bytes",
          field(1, NEW) + b"\x12" + bytes([len(ADDRESS) | 128, 0]) + ADDRESS)


# ---- CHARTER12: how many are enough --------------------------------------------------------------
def count_case(name, expect, comment, sectors, voters, rules=None, wait=NOTICE,
               rule_id="CHARTER12"):
    def build():
        world, members = founded(*sectors, rules=rules)
        move = world.propose_move(members[voters[0] - 1], NEW, days=170)
        return voted(world, members, move, voters, wait)
    keys = {"parties": len(sectors), "devices": len(sectors),
            "constitution_height": 2 + len(voters), **MOVED} if expect == "OK" else {}
    named(name, rule_id, expect, comment, build, **keys)


count_case("by_one_of_one", "OK", "the only party, at once", (1,), (1,), wait=SOON)
count_case("by_one_of_two", FEW, "one of two", (1, 2), (1,))
count_case("by_two_of_two", "OK", "both of two, at once", (1, 2), (1, 2), wait=SOON)
count_case("by_one_of_two_of_a_sector", FEW, "one of two of one sector", (1, 1), (1,))
count_case("by_one_of_three", FEW, "one of three", (1, 1, 2), (1,))
count_case("by_two_of_three", "OK", "two of three, both sectors", (1, 1, 2), (1, 3))
count_case("by_two_of_one_sector", FEW, "two of three, without the second sector", (1, 1, 2),
           (1, 2))
count_case("by_two_of_three_sectors", FEW, "two of three, without the third sector", (1, 2, 3),
           (1, 2))
count_case("by_two_in_one_sector", FEW, "one sector: all must agree", (1, 1, 1), (1, 2))
count_case("by_three_in_one_sector", "OK", "one sector: all agree", (1, 1, 1), (1, 2, 3))
count_case("by_five_in_one_sector", FEW, "one sector: not even five of six", (1,) * 6,
           (1, 2, 3, 4, 5))
count_case("by_two_of_four", FEW, "two of four", (1, 1, 2, 2), (1, 3))
count_case("by_three_of_four", "OK", "three of four", (1, 1, 2, 2), (1, 2, 3))
count_case("by_three_of_five", FEW, "three of five: a majority is too few", (1, 1, 1, 2, 2),
           (1, 2, 4))
count_case("by_four_of_five", "OK", "four of five", (1, 1, 1, 2, 2), (1, 2, 3, 4))
count_case("by_three_of_six", FEW, "three of six", (1, 1, 1, 2, 2, 2), (1, 2, 4))
count_case("by_four_of_six", "OK", "four of six", (1, 1, 1, 2, 2, 2), (1, 2, 3, 4))
count_case("by_five_without_a_sector", FEW, "five of six, without the third sector",
           (1, 1, 1, 2, 2, 3), (1, 2, 3, 4, 5))
count_case("by_four_with_every_sector", "OK", "four of six, every sector", (1, 1, 1, 2, 2, 3),
           (1, 2, 4, 6))

# Parties there are: their sectors, and who consents first, so that no sector is missing.
PLANS = {2: ((1, 2), (1, 2)), 3: ((1, 1, 2), (1, 3, 2)), 4: ((1, 1, 2, 2), (1, 4, 2, 3)),
         5: ((1, 1, 1, 2, 2), (1, 5, 2, 4, 3)), 6: ((1, 1, 1, 2, 2, 2), (1, 6, 2, 5, 3, 4))}
# (parties there are, what the rule asks for, how many it takes)
RULED = ((2, 1, 2), (2, 2, 2), (2, 3, 2), (3, 2, 2), (3, 3, 3), (3, 4, 3), (4, 3, 3), (4, 4, 4),
         (4, 5, 4), (5, 4, 4), (5, 5, 5), (5, 6, 5), (6, 5, 5), (6, 6, 6), (6, 7, 6))
for there, asked, enough in RULED:
    plan_sectors, order = PLANS[there]
    count_case(f"rule_of_{asked}_of_{there}", "OK",
               f"the rule asks for {asked} of {there}: {enough} consent", plan_sectors,
               order[:enough], [rule(asked, 1, act=7)])
    count_case(f"rule_of_{asked}_of_{there}_one_missing", FEW,
               f"the rule asks for {asked} of {there}: {enough - 1} consent", plan_sectors,
               order[:enough - 1], [rule(asked, 1, act=7)])

for asked, there in ((2, "fewer sectors than there are"), (3, "the sectors that there are"),
                     (4, "more sectors than there are")):
    count_case(f"rule_of_{asked}_sectors", "OK", f"a rule of {there}: all three", (1, 2, 3, 3),
               (1, 2, 3), [rule(1, asked, act=7)])
    count_case(f"rule_of_{asked}_sectors_two_there", FEW, f"a rule of {there}: two of three",
               (1, 2, 3, 3), (1, 3, 4), [rule(1, asked, act=7)])

count_case("rule_below_floor", FEW, "a rule of one party and one sector: the floor holds",
           (1, 1, 2, 2), (1, 3), [rule(1, 1, act=7)])
count_case("rule_of_other_acts", "OK", "what is asked for other acts is not asked for a move",
           (1, 1, 2, 2), (1, 2, 3), [rule(4, 2, 60, act=a) for a in (1, 2, 3, 4, 5, 6, 8)])


@case("CHARTER12", "OK", "a move: the server enacts what was agreed", parties=3, **MOVED)
def move_by_server():
    world, members = founded(1, 1, 2)
    move = world.propose_move(members[0], NEW)
    agreed(world, move, members)
    return world.enact(None, move)


@case("CHARTER12", "ERR_EXPIRED", "a move: at the second it expires")
def move_expired():
    world, members = founded(1, 1, 2)
    move = world.propose_move(members[0], NEW, expires=START + 60 + NOTICE)
    return voted(world, members, move, (1, 3))


# ---- CHARTER13: notice ---------------------------------------------------------------------------
count_case("a_second_early", EARLY, "two of three, a second early", (1, 1, 2), (1, 3),
           wait=NOTICE - 1, rule_id="CHARTER13")
count_case("unanimous", "OK", "all three consent, at once", (1, 1, 2), (1, 2, 3), wait=SOON,
           rule_id="CHARTER13")
count_case("not_unanimous", EARLY, "five of six consent, at once", (1, 1, 1, 2, 2, 2),
           (1, 2, 3, 4, 5), wait=SOON, rule_id="CHARTER13")
count_case("notice_of_3_days", "OK", "the rule's three days", (1, 1, 2), (1, 3),
           [rule(days=3, act=7)], 3 * DAY, "CHARTER13")
count_case("notice_of_3_days_early", EARLY, "the rule's three days, less a second", (1, 1, 2),
           (1, 3), [rule(days=3, act=7)], 3 * DAY - 1, "CHARTER13")
count_case("notice_of_20_days_early", EARLY, "the rule's 20 days, less a second", (1, 1, 2),
           (1, 3), [rule(days=20, act=7)], 20 * DAY - 1, "CHARTER13")
count_case("notice_of_20_days_unanimous", "OK", "the rule's 20 days: all three, at once",
           (1, 1, 2), (1, 2, 3), [rule(days=20, act=7)], SOON, "CHARTER13")


@case("CHARTER13", EARLY, "a move: all consent, then one objects: the notice holds")
def move_objected_at_once():
    world, members = founded(1, 1, 2)
    move = world.propose_move(members[0], NEW)
    agreed(world, move, members).object(members[1], move)
    return world.enact(members[0], move)


# ---- CHARTER12: who rests is not one of the n ----------------------------------------------------
def resting_case(name, rule_id, expect, comment, sectors, voters, wait=NOTICE, wake=False):
    """The last party rests, or has woken."""
    def build():
        world, members = rested(*sectors)
        if wake:
            world.wake(members[-1])
        return voted(world, members, world.propose_move(members[0], NEW), voters, wait)
    named(f"{'woken' if wake else 'resting'}_{name}", rule_id, expect, comment, build,
          **({"parties": len(sectors), **MOVED} if expect == "OK" else {}))


resting_case("both_others", "CHARTER13", "OK", "one rests, both others consent, at once",
             (1, 2, 2), (1, 2), SOON)
resting_case("one_other", "CHARTER12", FEW, "one rests, one of two others consents", (1, 2, 2),
             (1,))
resting_case("sector_not_asked", "CHARTER12", "OK", "the sector of the one that rests is not asked",
             (1, 1, 2), (1, 2), SOON)
resting_case("two_of_three", "CHARTER12", "OK", "one rests, two of three others consent",
             (1, 1, 2, 2), (1, 3))
resting_case("two_of_three_early", "CHARTER13", EARLY,
             "one rests, two of three others consent, a second early", (1, 1, 2, 2), (1, 3),
             NOTICE - 1)
resting_case("consents", "CHARTER12", FEW, "the consent of the one that rests counts for nothing",
             (1, 1, 2, 2), (1, 4))
resting_case("two_of_one_sector", "CHARTER12", FEW,
             "one rests: two of three others, without the second sector", (1, 1, 2, 2), (1, 2))
resting_case("sector_asked", "CHARTER12", FEW, "awake again, its sector is asked", (1, 1, 2),
             (1, 2), wake=True)
resting_case("counts", "CHARTER12", "OK", "awake again, it is one of the n", (1, 1, 2), (1, 3),
             wake=True)
resting_case("not_unanimous", "CHARTER13", EARLY, "awake again: two of three consent, at once",
             (1, 2, 2), (1, 2), SOON, True)


@case("CHARTER20", "OK", "a move: the party that rests proposes it", parties=3)
def move_proposed_by_resting():
    world, members = rested(1, 2, 2)
    world.propose_move(members[2], NEW)
    return world


# ---- CHARTER31: who came while another rested is asked -------------------------------------------
def meanwhile_case(name, rule_id, expect, comment, voters, wait=NOTICE, **other):
    """Parties 1 and 2 of sectors 1 and 2, the third rests or has woken, the fourth is new."""
    def build():
        world, members, newcomer, _ = came_meanwhile(**other)
        move = world.propose_move(members[0], NEW)
        return voted(world, [*members, newcomer], move, voters, wait)
    named(f"meanwhile_{name}", rule_id, expect, f"one came while another rested: {comment}", build,
          **({"parties": 4, **MOVED} if expect == "OK" else {}))


meanwhile_case("agrees", "CHARTER31", "OK", "it is one of two of three", (4, 2))
meanwhile_case("not_unanimous", "CHARTER31", EARLY, "both others consent, at once: it counts",
               (1, 2), SOON)
meanwhile_case("unanimous", "CHARTER31", "OK", "all three that do not rest, at once", (1, 2, 4),
               SOON)
meanwhile_case("woken_two", "CHARTER31", FEW, "the other has woken: two of four", (1, 2),
               wake=True)
meanwhile_case("woken_three", "CHARTER31", "OK", "the other has woken: it is one of three of four",
               (1, 2, 4), wake=True)
meanwhile_case("sector_asked", "CHARTER31", FEW, "its sector is asked", (1, 2), sector=3)
meanwhile_case("sector_agrees", "CHARTER31", "OK", "its sector agrees", (1, 2, 4), sector=3)


@case("CHARTER31", "OK", "a move: one that came while another rested proposes it, and consents",
      parties=4)
def move_meanwhile_proposed():
    world, _, newcomer, _ = came_meanwhile()
    return world.consent(newcomer, world.propose_move(newcomer, NEW))


# ---- CHARTER14: who came after it was proposed ---------------------------------------------------
def came_since(name, rule_id, expect, comment, voters, wait=NOTICE, sector=2):
    def build():
        world, members = founded(1, 1, 2)
        move = world.propose_move(members[0], NEW)
        newcomer = admit(world, members, sector)
        return voted(world, [*members, newcomer], move, voters, wait)
    named(f"since_{name}", rule_id, expect, f"a party came since: {comment}", build,
          **({"parties": 4, **MOVED} if expect == "OK" else {}))


came_since("two", "CHARTER12", FEW, "two of four", (1, 3))
came_since("three", "CHARTER12", "OK", "three of four", (1, 2, 3))
came_since("at_once", "CHARTER13", EARLY, "all that may vote agree: the notice holds", (1, 2, 3),
           SOON)
came_since("of_a_sector", "CHARTER12", FEW, "its sector is asked, and has no say", (1, 2, 3),
           sector=3)


@case("CHARTER14", NO, "a move: a party that came since consents")
def move_since_consents():
    world, members = founded(1, 1, 2)
    move = world.propose_move(members[0], NEW)
    return world.consent(admit(world, members, 2), move)


# ---- CHARTER34: what it does ---------------------------------------------------------------------
def parts_case(name, comment, parts):
    def build():
        world, members = founded(1, 1, 2)
        world.rekey(members[0], members)
        move = world.propose_move(members[0], NEW)
        return voted(world, members, move, (1, 2, 3), SOON, **parts(world, members))
    named(name, "CHARTER34", BAD, comment, build)


parts_case("with_cut", "a device is cut", lambda w, m: {"cuts": cuts_of(m[1])})
parts_case("with_key", "a key comes along", lambda w, m: {"keys": [w.sealed_key(m[0])]})


def two_moves(first, second, before=()):
    """Two parties have each proposed one; after the first was enacted all agree to the second."""
    world, members = founded(1, 1, 2)
    change = world.propose_move(members[1], second)
    decided(world, members, first, b"https://first.example")
    for server_key in before:
        decided(world, members, server_key)
    return agreed(world, change, members), members, change


@case("CHARTER34", KEPT, "two moves to one key, one enacted: the other")
def moved_there_already():
    world, members, change = two_moves(NEW, NEW)
    return world.enact(members[0], change)


@case("CHARTER34", BAD, "two moves to one key, one enacted: the other, with a cut first of all")
def moved_there_already_with_cut():
    world, members, change = two_moves(NEW, NEW)
    return world.enact(members[0], change, cuts=cuts_of(members[1]))


@case("CHARTER34", "OK", "two moves to two servers, one after the other", parties=3, devices=3,
      constitution_height=10, server_key=OTHER, address=ADDRESS)
def moved_on():
    world, members, change = two_moves(NEW, OTHER)
    return world.enact(members[0], change)


@case("CHARTER34", "OK", "there, back, and there again by what the other party has long proposed",
      parties=3, constitution_height=15, **MOVED)
def moved_there_again():
    world, members, change = two_moves(NEW, NEW, [SERVER.public])
    return world.enact(members[0], change)


def after_case(name, expect, comment, server_key, *before, address=b"https://next.example"):
    """A proposal, where the plan has moved to these."""
    def build():
        world, members = moved(*before)
        world.propose_move(members[0], server_key, address)
        return world
    build.__name__ = f"moved_{name}"
    case("CHARTER34", expect, f"moved: {comment}",
         **({"constitution_height": 5 * len(before)} if expect == "OK" else {}))(build)


after_case("and_there", KEPT, "once more to where it is, at another address", NEW, NEW)
after_case("and_there_by_address", "OK", "to another key at the same address", OTHER, NEW,
           address=ADDRESS)
after_case("and_back", "OK", "back to the genesis's server", SERVER.public, NEW)
after_case("back_and_there", "OK", "back, and there once more", NEW, NEW, SERVER.public)
after_case("back_and_back", KEPT, "back, and back once more", SERVER.public, NEW, SERVER.public)
after_case("twice_and_to_the_first", "OK", "twice, and then to the first of them", NEW, NEW, OTHER)
after_case("twice_and_to_the_second", KEPT, "twice, and then to the second of them", OTHER, NEW,
           OTHER)
after_case("to_zeros_and_back", "OK", "to a key of zeros, and back to the genesis's server",
           SERVER.public, bytes(32))


@case("CHARTER34", "OK", "moved back to the genesis's server", parties=3, devices=3,
      constitution_height=10, server_key=SERVER.public, address=ADDRESS)
def moved_back():
    return moved(NEW, SERVER.public)[0]


def moved_case(name, comment, address):
    def build():
        world, members = founded(1)
        return decided(world, members, NEW, address)
    build.__name__ = f"moved_{name}"
    case("CHARTER34", "OK", f"moved: {comment}", server_key=NEW, address=address)(build)


moved_case("to_256_bytes", "to an address of 256 bytes", after_https(256))
moved_case("to_255_bytes", "to an address of 255 bytes", after_https(255))
moved_case("to_one_letter", "to an address of one letter, by http", b"http://a")


@case("CHARTER22", "OK", "moved to a key of zeros: new rules, which name no key", parties=3)
def moved_to_zeros_and_rules():
    world, members = moved(bytes(32))
    rules = world.propose_rules(members[0], [])
    return agreed(world, rules, members).enact(members[0], rules)


@case("CHARTER12", "ERR_NOT_FOUND", "the same move twice")
def moved_twice_by_one_proposal():
    world, members = founded(1, 1, 2)
    move = world.propose_move(members[0], NEW)
    agreed(world, move, members).enact(members[0], move)
    return world.enact(members[0], move)


# ---- CHARTER19: the constitution is another ------------------------------------------------------
def agreed_before(propose, asked_again=()):
    """All agree to what `propose` gives; the plan moves; of these the consent is asked again."""
    world, members = founded(1, 1, 2)
    change = agreed_to(world, members, propose)
    decided(world, members, NEW)
    agreed(world, change, [members[v - 1] for v in asked_again])
    return world.enact(members[0], change, advance=NOTICE)


def agreed_to(world, members, propose):
    change = propose(world, members)
    agreed(world, change, members)
    return change


@case("CHARTER19", FEW, "a move voids the consents to rules")
def consents_voided_by_move():
    return agreed_before(lambda w, m: w.propose_rules(m[0], []))


@case("CHARTER19", FEW, "a move voids the consents to another move")
def consents_to_move_voided_by_move():
    return agreed_before(lambda w, m: w.propose_move(m[1], OTHER))


@case("CHARTER19", FEW, "a move voids the consents to an admission")
def consents_to_admission_voided_by_move():
    return agreed_before(lambda w, m: newcomer_proposed(w, m[0], 2))


@case("CHARTER19", "OK", "rules that were agreed to once more after a move", parties=3, **MOVED)
def consents_after_move():
    return agreed_before(lambda w, m: w.propose_rules(m[0], []), (1, 3))


@case("CHARTER19", FEW, "rules void the consents to a move")
def consents_to_move_voided_by_rules():
    world, members = founded(1, 1, 2)
    move = agreed_to(world, members, lambda w, m: w.propose_move(m[0], NEW))
    rules = agreed_to(world, members, lambda w, m: w.propose_rules(m[0], []))
    world.enact(members[0], rules)
    return enact_at(world, members[0], move)


@case("CHARTER11", "ERR_STALE_CHARTER", "under the constitution before a move")
def consent_under_constitution_before_move():
    world, members = founded(1, 1, 2)
    before = world.constitution
    rules = world.propose_rules(members[0], [])
    return decided(world, members, NEW).consent(members[0], rules, constitution=before)


@case("CHARTER11", "OK", "the consent to an own act outlives a move", parties=3, **MOVED)
def own_consent_outlives_move():
    world, members = founded(1, 1, 2)
    leave = world.propose_leave(members[1])
    world.consent(members[1], leave)
    decided(world, members, NEW)
    return enact_at(world, members[1], leave, 3 * DAY, cuts_of(members[1]))


@case("CHARTER11", BAD, "a consent to a move, with the subject of another")
def consent_to_other_move():
    world, members = founded(1, 1, 2)
    move, other = (world.propose_move(members[0], key) for key in (NEW, OTHER))
    return world.consent(members[1], move, subject=other.subject)


# ---- CHARTER33: closed ---------------------------------------------------------------------------
def closed_case(name, comment, act):
    def build():
        world, members = founded(1, 1, 2)
        move = agreed_to(world, members, lambda w, m: w.propose_move(m[0], NEW))
        close = agreed_to(world, members, lambda w, m: w.propose_close(m[0]))
        enact_at(world, members[0], close)
        act(world, members, move)
        return world
    build.__name__ = f"closed_{name}_move"
    case("CHARTER33", "ERR_ENDED", f"closed: {comment}")(build)


closed_case("propose", "a move is proposed", lambda w, m, move: w.propose_move(m[1], OTHER))
closed_case("consent", "a consent to a move", lambda w, m, move: w.consent(m[1], move))
closed_case("enact", "a move that was agreed to", lambda w, m, move: w.enact(m[0], move))


# ---- CHARTER7: the link of a further device without a key ----------------------------------------
def keyless_case(name, rule_id, expect, comment, act, keys=lambda w, link: []):
    """A plan that has a key; a link for another device of the first person."""
    def build():
        world, members = founded(1, 2)
        world.rekey(members[0], members)
        link = Device("link of tablet")
        world.invite(members[0], link, party=1, person=members[0].person, days=1,
                     keys=keys(world, link))
        act(world, members, link)
        return world
    build.__name__ = f"keyless_{name}"
    case(rule_id, expect, f"a further device: {comment}",
         **({"parties": 2} if expect == "OK" else {}))(build)


def nothing_more(world, members, link):
    pass


def tablet_of(member):
    tablet = Device("tablet")
    tablet.person = member.person
    return tablet


def joins_and_waits(world, members, link):
    tablet = tablet_of(members[0])
    world.join(link, tablet).rekey(members[1], [*members, tablet])


keyless_case("joins", "CHARTER8", "OK", "it comes in by a link without a key",
             lambda w, m, link: w.join(link, tablet_of(m[0])))
keyless_case("waits", "CHARTER16", "OK", "and gets the next key", joins_and_waits)
keyless_case("granted", "CHARTER16", "OK", "the link without a key gets the next",
             lambda w, m, link: w.rekey(m[1], m, [link]))
keyless_case("forgotten", "CHARTER16", BAD, "the link without a key does not get the next",
             lambda w, m, link: w.rekey(m[1], m))
keyless_case("two_keys", "CHARTER7", BAD, "a link with two keys", nothing_more,
             lambda w, link: [w.sealed_key(link)] * 2)
keyless_case("other_epoch", "CHARTER7", "ERR_STALE_EPOCH", "a link with a key of another epoch",
             nothing_more, lambda w, link: [w.sealed_key(link, epoch=seeded("epoch?"))])
keyless_case("other_room", "CHARTER7", BAD, "a link with a key of another room", nothing_more,
             lambda w, link: [w.sealed_key(link, room=1)])
keyless_case("other_box_key", "CHARTER7", BAD, "a link with a key that is sealed to somebody else",
             nothing_more,
             lambda w, link: [w.sealed_key(link, box_key=Device("mallory").box.public)])


@case("CHARTER7", "OK", "somebody unconfirmed invites a further device of its own, without the key",
      parties=3)
def keyless_by_unconfirmed():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    further_invited(world, with_another(world, members[0], confirm=False), keys=[])
    return world


@case("CHARTER7", BAD, "a further device, with a key before the room has one")
def keyless_premature():
    world, members = founded(1, 1, 2)
    link = Device("link")
    return world.invite(members[0], link, party=1, person=members[0].person, days=1,
                        keys=[world.sealed_key(link)])


@case("CHARTER7", BAD, "somebody else of the party: the room's key is missing")
def keyless_without_person():
    world, members = founded(1, 1, 2)
    world.rekey(members[0], members)
    return world.invite(members[0], Device("link"), party=1, days=1, keys=[])
