"""One verdict on signatures (WIRE9): the corner cases that libraries disagree on."""
from ed25519 import (BASE, L, P, add, challenge, encode, encode_raw, multiply, sign, torsion)
from encode import label, seeded

SECRET = int.from_bytes(seeded("secret"), "little") % L
NONCE = int.from_bytes(seeded("nonce"), "little") % L
KEY = encode(multiply(SECRET, BASE))
TEXT = b"what was signed"
SIGNED = label("core") + TEXT


def vector(name, expect, comment, key=KEY, signature=None, text=TEXT):
    return name, {"rule": "WIRE9", "expect": expect, "comment": comment, "label": "core",
                  "key": key, "bytes": text,
                  "signature": sign(SECRET, NONCE, SIGNED) if signature is None else signature}


def s_of(signature):
    return int.from_bytes(signature[32:], "little")


def with_s(signature, s):
    return signature[:32] + s.to_bytes(32, "little")


def mixed_key(wanted):
    """A key with a part of order 8, and a text for which k is, or is not, a multiple of 8."""
    a = encode(add(multiply(SECRET, BASE), torsion()))
    r = encode(multiply(NONCE, BASE))
    for number in range(1000):
        text = TEXT + b" %d" % number
        k = challenge(r, a, label("core") + text)
        if (k % 8 == 0) == wanted:
            return a, text, sign(SECRET, NONCE, label("core") + text, a)
    raise AssertionError


def small_order():
    """Every encoding of a point of small order, the non-canonical ones too."""
    ys = {multiply(n, torsion())[1] for n in range(8)}
    return sorted({encode_raw(y + extra, bit) for y in ys for extra in (0, P) for bit in (0, 1)
                   if y + extra < 2**255})


def cases():
    good = sign(SECRET, NONCE, SIGNED)
    yield vector("valid", "OK", "an ordinary signature")
    yield vector("empty_text", "OK", "of nothing but the label", text=b"",
                 signature=sign(SECRET, NONCE, label("core")))
    yield vector("s_plus_l", "ERR_SIGNATURE", "S + L", signature=with_s(good, s_of(good) + L))
    yield vector("s_is_l", "ERR_SIGNATURE", "S = L", signature=with_s(good, L))
    yield vector("s_is_l_minus_1", "ERR_SIGNATURE", "S = L - 1", signature=with_s(good, L - 1))
    yield vector("s_is_0", "ERR_SIGNATURE", "S = 0", signature=with_s(good, 0))
    yield vector("s_high_bit", "ERR_SIGNATURE", "S with its top bit set",
                 signature=with_s(good, s_of(good) | 1 << 255))
    yield vector("other_text", "ERR_SIGNATURE", "another text", text=TEXT + b".")
    yield vector("other_label", "ERR_SIGNATURE", "signed under another label",
                 signature=sign(SECRET, NONCE, label("statement") + TEXT))
    yield vector("other_key", "ERR_SIGNATURE", "another key",
                 key=encode(multiply(SECRET + 1, BASE)))
    yield vector("short", "ERR_SIGNATURE", "63 bytes", signature=good[:63])
    yield vector("long", "ERR_SIGNATURE", "65 bytes", signature=good + b"\0")
    yield vector("none", "ERR_SIGNATURE", "no bytes", signature=b"")
    yield vector("zeros", "ERR_SIGNATURE", "64 zero bytes", signature=bytes(64))
    for bit in (0, 100, 255, 256, 400, 508):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        yield vector(f"flipped_bit_{bit}", "ERR_SIGNATURE", f"bit {bit} is flipped",
                     signature=bytes(flipped))
    for number, point in enumerate(small_order()):
        yield vector(f"small_key_{number:02}", "ERR_SIGNATURE", "A of small order: S = 0, R = A",
                     key=point, signature=point + bytes(32))
        yield vector(f"small_key_honest_r_{number:02}", "ERR_SIGNATURE",
                     "A of small order, R = S·B", key=point,
                     signature=encode(multiply(NONCE, BASE)) + NONCE.to_bytes(32, "little"))
        yield vector(f"small_r_{number:02}", "ERR_SIGNATURE", "R of small order",
                     signature=sign(SECRET, 0, SIGNED, r=point))
    # y of 1 stands for 2^255 - 18 as well: the same point, written above P.
    for y in (3, 4, 5, 9, 16):
        yield vector(f"key_above_p_{y}", "ERR_SIGNATURE", "A written above P",
                     key=encode_raw(P + y, 0))
    yield vector("r_above_p", "ERR_SIGNATURE", "R written above P",
                 signature=encode_raw(P + 3, 0) + good[32:])
    yield vector("key_not_on_curve", "ERR_SIGNATURE", "A is no point", key=encode_raw(2, 0))
    yield vector("r_not_on_curve", "ERR_SIGNATURE", "R is no point",
                 signature=encode_raw(2, 0) + good[32:])
    a, text, signature = mixed_key(True)
    yield vector("mixed_key_k_multiple_of_8", "OK",
                 "A has a part of order 8 which k takes away: S·B - k·A is R", a, signature, text)
    a, text, signature = mixed_key(False)
    yield vector("mixed_key", "ERR_SIGNATURE",
                 "A has a part of order 8: only with a cofactor would it verify", a, signature,
                 text)
    r = encode(add(multiply(NONCE, BASE), torsion()))
    yield vector("mixed_r", "ERR_SIGNATURE",
                 "R has a part of order 8: only with a cofactor would it verify",
                 signature=sign(SECRET, NONCE, SIGNED, r=r))
