"""What devices alone seal and show: commitments, reasons, cards, links, slips, words said aloud (KEYS1 to KEYS11)."""
import base64

from encode import H, label, pad, seeded, u8, u32, xchacha
from wire_cases import SPACE

KEY = seeded("epoch key")
EPOCH = seeded("epoch of a reason")
NONCE = seeded("reason nonce")[:24]
WORD_BITS = 11


def flip(data, bit):
    return data[:bit // 8] + bytes([data[bit // 8] ^ 0x80 >> bit % 8]) + data[bit // 8 + 1:]


def commitments():
    commitment = H("commitment", SPACE + u32(0) + KEY)
    right = {"space": SPACE, "room": 0, "key": KEY, "commitment": commitment}

    def case(name, expect, comment, **changes):
        return name, {"rule": "KEYS1", "expect": expect, "comment": comment, "kind": "commitment",
                      **right, **changes}

    yield case("commitment", "OK", "a key's commitment")
    yield case("commitment_of_other_key", "ERR_MALFORMED", "a bit of the key", key=flip(KEY, 255))
    yield case("commitment_of_other_space", "ERR_MALFORMED", "the same key in another space",
               space=seeded("other space"))
    yield case("commitment_of_other_room", "ERR_MALFORMED", "the same key in room 1", room=1)
    yield case("commitment_spoiled", "ERR_MALFORMED", "a bit of it", commitment=flip(commitment, 0))


def reasons():
    place = {"space": SPACE, "room": 0, "epoch": EPOCH, "proposal": seeded("proposal"), "device": 3}

    def ad_of(p):
        return (label("reason-ad") + p["space"] + u32(p["room"]) + p["epoch"] + p["proposal"]
                + u32(p["device"]))

    def case(name, expect, comment, text="Vi vil vente til høsten.".encode(), plain=None,
             key=KEY, spoil=lambda data: data, **changes):
        sealed = NONCE + xchacha(KEY, NONCE, pad(text) if plain is None else plain, ad_of(place))
        now = {**place, **changes}
        return name, {"rule": "KEYS7", "expect": expect, "comment": comment, "kind": "reason",
                      "key": key, "sealed": spoil(sealed), "ad": ad_of(now), "content": text, **now}

    bad = "ERR_MALFORMED"
    yield case("reason", "OK", "an objection's reason")
    yield case("reason_none", "OK", "no reason", text=b"")
    yield case("reason_other_key", bad, "the key of another epoch", key=seeded("other key"))
    yield case("reason_other_space", bad, "moved to another space", space=seeded("other space"))
    yield case("reason_other_room", bad, "moved to another room", room=1)
    yield case("reason_other_epoch", bad, "moved to another epoch", epoch=seeded("other epoch"))
    yield case("reason_other_proposal", bad, "moved to another proposal",
               proposal=seeded("other proposal"))
    yield case("reason_other_device", bad, "in another's mouth", device=4)
    yield case("reason_spoiled", bad, "a bit of it", spoil=lambda data: flip(data, 300))
    yield case("reason_cut", bad, "its last byte is missing", spoil=lambda data: data[:-1])
    yield case("reason_bad_padding", bad, "a byte behind the text", plain=pad(b"Nei")[:-1] + b"\x01")
    yield case("reason_unpadded", bad, "as long as its text", plain=u32(3) + b"Nei")
    yield case("reason_no_text", bad, "no UTF-8", text=b"\xff\xfe")


def cards():
    space, secret = seeded("space", "first"), seeded("secret", "first")[:16]
    sign_key = seeded("an invitation's sign key")
    ad = label("card-ad") + space + sign_key
    content = b"a card"
    right = {"space": space, "secret": secret, "sign_key": sign_key, "ad": ad}

    def case(name, expect, comment, plain=None, spoil=lambda data: data, **changes):
        key = H("invite-card", space + secret)
        sealed = NONCE + xchacha(key, NONCE, pad(content) if plain is None else plain, ad)
        now = {**right, **changes}
        now["ad"] = label("card-ad") + now["space"] + now["sign_key"]
        return name, {"rule": "KEYS5", "expect": expect, "comment": comment, "kind": "card",
                      "key": H("invite-card", now["space"] + now["secret"]),
                      "sealed": spoil(sealed), "content": content, **now}

    bad = "ERR_MALFORMED"
    yield case("card", "OK", "what a link shows")
    yield case("card_other_secret", bad, "another link", secret=seeded("secret", "second")[:16])
    yield case("card_other_space", bad, "another space", space=seeded("space", "second"))
    yield case("card_other_invitation", bad, "moved to another invitation",
               sign_key=seeded("another sign key"))
    yield case("card_spoiled", bad, "a bit of it", spoil=lambda data: flip(data, 250))
    yield case("card_cut", bad, "shorter than its nonce", spoil=lambda data: data[:23])
    yield case("card_bad_padding", bad, "a byte behind it", plain=pad(content)[:-1] + b"\x01")


def links():
    space, secret = seeded("space", "first"), seeded("secret", "first")[:16]

    def case(name, expect, comment, code, origin="https://plan.example", path="/bli-med#"):
        text = base64.urlsafe_b64encode(code).rstrip(b"=").decode() if isinstance(code, bytes) else code
        return name, {"rule": "KEYS6", "expect": expect, "comment": comment, "space": space,
                      "secret": secret, "link_only": 1, "link": origin + path + text}

    whole = u8(1) + space + secret
    text = base64.urlsafe_b64encode(whole).rstrip(b"=").decode()
    bad = "ERR_MALFORMED"
    yield case("link", "OK", "a link", whole)
    yield case("link_version_0", bad, "of version 0", u8(0) + space + secret)
    yield case("link_version_2", bad, "of version 2", u8(2) + space + secret)
    yield case("link_short", bad, "a byte is missing", whole[:-1])
    yield case("link_long", bad, "a byte too many", whole + b"\0")
    yield case("link_empty", bad, "nothing behind the sign", b"")
    yield case("link_padded", bad, "with padding", text + "==")
    yield case("link_other_letters", bad, "the letters of plain base64", text[:-2] + "+/")
    yield case("link_last_bits", bad, "bits behind the last byte", text[:-1] + last_with_bits(text[-1]))
    yield case("link_other_path", bad, "another page's", whole, path="/tilbake#")
    yield case("link_in_query", bad, "where it would reach the server", whole, path="/bli-med?")


def last_with_bits(letter):
    """The same byte, and a bit behind it that is to be 0."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return letters[letters.index(letter) | 1]


def aloud():
    def indices_of(entry_hash):
        number = int.from_bytes(H("aloud", entry_hash), "big") >> 256 - 6 * WORD_BITS
        return [number >> WORD_BITS * (5 - i) & (1 << WORD_BITS) - 1 for i in range(6)]

    def case(name, expect, comment, entry_hash, indices):
        return name, {"rule": "KEYS10", "expect": expect, "comment": comment, "hash": entry_hash,
                      "indices": ",".join(str(index) for index in indices)}

    for number in range(3):
        entry = seeded("an entry", number)
        yield case(f"words_{number}", "OK", "six words, most significant first", entry,
                   indices_of(entry))
    entry = seeded("an entry", 0)
    right = indices_of(entry)
    bad = "ERR_CONFLICT"
    yield case("of_another_entry", bad, "a bit of the entry's hash", flip(entry, 255), right)
    yield case("last_bit", bad, "the last of the 66 bits", entry, [*right[:5], right[5] ^ 1])
    yield case("swapped", bad, "two words change places", entry, [right[1], right[0], *right[2:]])
    yield case("five", bad, "a word is missing", entry, right[:5])


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def letters_of(data):
    number = int.from_bytes(data, "big")
    count = len(data) * 8 // 5
    return "".join(LETTERS[number >> 5 * (count - 1 - i) & 31] for i in range(count))


def slips():
    space, drawn = seeded("space", "first"), seeded("slip", "first")[:10]
    code, prefix = letters_of(drawn), letters_of(space[:5])

    def case(name, expect, comment, typed, at=prefix, code_bytes=drawn):
        return name, {"rule": "KEYS11", "expect": expect, "comment": comment, "space": space,
                      "prefix": at, "code": typed, "code_bytes": code_bytes,
                      "written": letters_of(code_bytes), "secret": H("slip", code_bytes)[:16]}

    in_fours = "-".join(code[i:i + 4] for i in range(0, 16, 4))
    bad = "ERR_MALFORMED"
    yield case("typed", "OK", "as it stands on the slip", in_fours)
    yield case("bare", "OK", "without hyphens", code)
    yield case("small", "OK", "in small letters, with spaces", " " + in_fours.lower().replace("-", " ") + " ")
    yield case("small_address", "OK", "an address in small letters", code, at=prefix.lower())
    yield case("mistaken", "OK", "letters that look like 0 and 1", "0O0o-Iil1-LOIl-10oi",
               code_bytes=bytes_of("0000111110111001"))
    yield case("all_ones", "OK", "every letter a 1", "IIII-LLLL-iiii-llll", code_bytes=bytes_of("1" * 16))
    yield case("nothing_but_zeros", "OK", "every bit 0", "0000-0000-0000-0000", code_bytes=bytes(10))
    yield case("last_letter", "OK", "every bit 1", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", code_bytes=b"\xff" * 10)
    yield case("letter_missing", bad, "15 letters", code[:15])
    yield case("letter_too_many", bad, "17 letters", code + "0")
    yield case("empty", bad, "no letter", "")
    yield case("letter_u", bad, "the letter U", code[:15] + "U")
    yield case("other_sign", bad, "a full stop", code[:15] + ".")
    yield case("other_letter", bad, "a letter of another alphabet", code[:15] + "Å")
    yield case("address_short", bad, "an address of 7 letters", code, at=prefix[:7])
    yield case("address_long", bad, "an address of 9 letters", code, at=prefix + "0")


def bytes_of(letters):
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return number.to_bytes(len(letters) * 5 // 8, "big")


def seals():
    for cases in (commitments, reasons, cards):
        yield from cases()


MORE = {"seal": seals, "invite": links}
