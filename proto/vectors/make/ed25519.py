"""Ed25519's curve, written out, for keys and signatures that no library makes."""
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def x_of(y, sign):
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * ROOT % P
    assert (x * x - xx) % P == 0
    return P - x if x and x % 2 != sign else x


BASE = (x_of(4 * pow(5, -1, P) % P, 0), 4 * pow(5, -1, P) % P)


def add(a, b):
    product = D * a[0] * b[0] * a[1] * b[1]
    x = (a[0] * b[1] + a[1] * b[0]) * pow(1 + product, -1, P)
    y = (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, P)
    return x % P, y % P


def multiply(n, point):
    out = (0, 1)
    while n:
        if n & 1:
            out = add(out, point)
        point, n = add(point, point), n >> 1
    return out


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def encode_raw(y, sign):
    return (y | sign << 255).to_bytes(32, "little")


def torsion():
    """The point of order 8 whose multiples are all the points of small order."""
    y = 2
    while True:
        try:
            point = multiply(L, (x_of(y, 0), y))
        except AssertionError:
            point = (0, 1)
        if multiply(4, point) != (0, 1):
            return point
        y += 1


def challenge(r, a, message):
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L


def sign(secret, nonce, message, a=None, r=None):
    """A signature by the scalar `secret`, where A and R may be written as one likes."""
    a = a or encode(multiply(secret, BASE))
    r = r or encode(multiply(nonce, BASE))
    s = (nonce + challenge(r, a, message) * secret) % L
    return r + s.to_bytes(32, "little")
