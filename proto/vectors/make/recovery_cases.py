"""Twelve words, and what is derived from them (KEYS8, KEYS9)."""
import nacl.bindings as sodium

from encode import H, seeded

BITS = 11


def indices_of(entropy, check=None):
    """The words' numbers; `check` puts other bits in the place of the right ones."""
    check = right_check(entropy) if check is None else check
    number = int.from_bytes(entropy, "big") << 4 | check
    return [number >> BITS * (11 - i) & (1 << BITS) - 1 for i in range(12)]


def right_check(entropy):
    return H("words", entropy)[0] >> 4


def is_right(indices):
    number = 0
    for index in indices:
        number = number << BITS | index
    return right_check((number >> 4).to_bytes(16, "big")) == number & 15


def told(indices):
    return ",".join(str(index) for index in indices)


def valid(name, comment, entropy, space, rule="KEYS9", expect="OK", **more):
    sign_key, _ = sodium.crypto_sign_seed_keypair(H("recover-sign", space + entropy))
    locator = H("locator", entropy)
    return name, {"rule": rule, "expect": expect, "comment": comment, "entropy": entropy,
                  "space": space, "sign_key": sign_key,
                  "box_key": sodium.crypto_scalarmult_base(H("recover-box", space + entropy)),
                  "locator": locator, "tag": H("recovery-tag", space + locator),
                  "indices": told(indices_of(entropy)), **more}


def refused(name, comment, indices):
    return name, {"rule": "KEYS8", "expect": "ERR_MALFORMED", "comment": comment,
                  "indices": told(indices)}


def cases():
    spaces = [seeded("space", name) for name in ("first", "second")]
    entropy = seeded("entropy")[:16]
    for number in range(4):
        yield valid(f"words_{number}", "words as they come", seeded("entropy", number)[:16],
                    spaces[0])
    yield valid("one_space", "the same words in two spaces: one locator, two tags, other keys",
                entropy, spaces[0])
    yield valid("other_space", "the same words in two spaces: one locator, two tags, other keys",
                entropy, spaces[1])
    yield valid("zeros", "16 zero bytes: eleven times the first word", bytes(16), spaces[0], rule="KEYS8")
    yield valid("ones", "16 bytes of ones: eleven times the last word", b"\xff" * 16, spaces[0], rule="KEYS8")
    yield valid("first_bit", "the first bit alone: most significant first", b"\x80" + bytes(15),
                spaces[0], rule="KEYS8")
    yield valid("last_bit", "the last bit alone, before the check bits", bytes(15) + b"\x01",
                spaces[0], rule="KEYS8")
    for name, comment, words, space in (
            ("tag_found", "a server finds a space by its tag", entropy, spaces[0]),
            ("tag_of_other_space", "another space's tag", entropy, spaces[1]),
            ("tag_of_other_words", "a tag of other words", seeded("entropy", 0)[:16], spaces[0])):
        tag = H("recovery-tag", space + H("locator", words))
        found = "OK" if name == "tag_found" else "ERR_NOT_FOUND"
        yield valid(name, comment, entropy, spaces[0], expect=found, asked_tag=tag)
    right = indices_of(entropy)
    check = right_check(entropy)
    for bit in range(4):
        yield refused(f"check_bit_{bit}", f"check bit {bit} is flipped",
                      indices_of(entropy, check ^ 8 >> bit))
    # The last four bits of the hash, and of its first byte, in the place of the first four.
    low, last = H("words", entropy)[0] & 15, H("words", entropy)[-1] & 15
    yield refused("check_of_low_bits", "the hash's first byte, its low half",
                  indices_of(entropy, low))
    yield refused("check_of_last_bits", "the hash's last bits", indices_of(entropy, last))
    swapped = [right[1], right[0], *right[2:]]
    yield refused("swapped", "the first two words change places", swapped)
    yield refused("other_word", "another fifth word", [*right[:4], right[4] ^ 1, *right[5:]])
    yield refused("other_last_word", "another last word", [*right[:11], right[11] ^ 1 << 10])
    yield refused("reversed", "the words from behind", right[::-1])
    yield refused("eleven", "a word is missing", right[:11])
    yield refused("thirteen", "a word too many", [*right, 0])
    yield refused("none", "no words", [])
    yield refused("past_the_list", "a word that is not in the list", [2048, *right[1:]])
    for name, indices in (("swapped", swapped), ("reversed", right[::-1]),
                          ("word", [*right[:4], right[4] ^ 1, *right[5:]]),
                          ("last", [*right[:11], right[11] ^ 1 << 10])):
        assert not is_right(indices), name  # one in sixteen would be
    assert is_right(right) and check not in (low, last)
