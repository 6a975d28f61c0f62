"""A third implementation of the bytes: protobuf's two wire types, hashes, keys."""
import hashlib
import struct

import nacl.bindings as sodium

PREFIX = b"samskap/1/"


def label(kind):
    return PREFIX + kind.encode() + b"\0"


def blake(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def H(kind, data):
    return blake(label(kind) + data)


def u8(n):
    return struct.pack(">B", n)


def u32(n):
    return struct.pack(">I", n)


def u64(n):
    return struct.pack(">Q", n)


def varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def field(number, value):
    """One field as it is on the wire, default or not."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def message(*fields):
    """Fields in order; defaults are left out, a list repeats, a tuple is packed."""
    out = b""
    for number, value in fields:
        if isinstance(value, list):
            out += b"".join(field(number, item) for item in value)
        elif isinstance(value, tuple):
            out += field(number, b"".join(varint(n) for n in value)) if value else b""
        elif value:
            out += field(number, value)
    return out


def frame(kind, payload):
    return u32(len(payload)) + u8(kind) + payload


def seeded(*names):
    """32 bytes that are the same at every run."""
    return blake(b"vector:" + ":".join(str(n) for n in names).encode())


class SignKey:
    def __init__(self, *names):
        self.seed = seeded("sign", *names)
        self.public, self.secret = sodium.crypto_sign_seed_keypair(self.seed)

    def sign(self, kind, data):
        return sodium.crypto_sign(label(kind) + data, self.secret)[:64]


class BoxKey:
    def __init__(self, *names):
        self.secret = seeded("box", *names)
        self.public = sodium.crypto_scalarmult_base(self.secret)


def xchacha(key, nonce, plain, ad):
    return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, nonce, key)


def padded_size(size):
    if size <= 128:
        return 128
    exponent = size.bit_length() - 1
    low = exponent - exponent.bit_length()
    return (size + (1 << low) - 1) >> low << low


def pad(content):
    body = u32(len(content)) + content
    return body + bytes(padded_size(len(body)) - len(body))


def seal_to_box(key, space, room, commitment, public, *ephemeral_names):
    """KEYS2 with a fixed ephemeral pair."""
    pair = BoxKey(*ephemeral_names)
    shared = sodium.crypto_scalarmult(pair.secret, public)
    wrapping = H("grant-key", shared + pair.public + public)
    ad = label("grant-ad") + space + u32(room) + commitment + public
    return pair.public + xchacha(wrapping, bytes(24), key, ad)


def wrap(new_key, old_key, nonce, space, room, previous_epoch, commitment):
    ad = label("wrap-ad") + space + u32(room) + previous_epoch + commitment
    return nonce + xchacha(H("wrap-key", new_key), nonce, old_key, ad)


def commitment_of(space, room, key):
    return H("commitment", space + u32(room) + key)
