"""Frames, envelopes, commits, trees, seals, invitations, requests."""
import base64

import nacl.bindings as sodium

from encode import (H, BoxKey, commitment_of, field, frame, label, message, pad, padded_size,
                    seal_to_box, seeded, u8, u32, u64, wrap, xchacha)
from world import SERVER, Device

SPACE = seeded("space")
EPOCH = seeded("epoch")
DEVICE = Device("anna")
MIB = 1024 * 1024


def frames():
    one = frame(5, message((1, 3)))

    def vector(name, rule, expect, comment, data, **keys):
        return name, {"rule": rule, "expect": expect, "comment": comment, "frames": data, **keys}

    yield vector("none", "WIRE1", "OK", "no bytes, no frame", b"", count=0)
    yield vector("one", "WIRE1", "OK", "one frame", one, count=1)
    yield vector("empty", "WIRE1", "OK", "a frame of no payload", frame(8, b""), count=1)
    yield vector("three", "WIRE1", "OK", "three frames", one + frame(9, b"xx") + one, count=3)
    yield vector("head_cut", "WIRE1", "ERR_MALFORMED", "four bytes", one[:4])
    yield vector("payload_cut", "WIRE1", "ERR_MALFORMED", "a byte is missing", one[:-1])
    yield vector("trailing_byte", "WIRE1", "ERR_MALFORMED", "a byte after the last", one + b"\0")
    yield vector("type_0", "WIRE1", "ERR_MALFORMED", "type 0", frame(0, b""))
    yield vector("type_11", "WIRE1", "OK", "the last type there is", frame(11, b""), count=1)
    yield vector("type_14", "WIRE1", "ERR_MALFORMED", "type 14", frame(14, b""))
    yield vector("type_255", "WIRE1", "ERR_MALFORMED", "type 255", frame(255, b""))
    yield vector("length_4_mib", "WIRE1", "ERR_MALFORMED", "4 MiB are told, and not there",
                 u32(4 * MIB) + u8(2))
    yield vector("length_above_4_mib", "WIRE1", "ERR_TOO_LARGE", "4 MiB and a byte",
                 u32(4 * MIB + 1) + u8(2))
    yield vector("length_largest", "WIRE1", "ERR_TOO_LARGE", "2^32 - 1", b"\xff" * 4 + u8(2))


def auth(**changes):
    fields = {"space": SPACE, "device": 1, "key": b"", "time": 1_800_000_000,
              "nonce": seeded("n")[:16], "signature": seeded("s") * 2}
    fields.update(changes)
    return message(*enumerate(fields.values(), 1))


def messages():
    def vector(name, rule, expect, comment, kind, data):
        return name, {"rule": rule, "expect": expect, "comment": comment, "type": kind,
                      "bytes": data}

    def signed(name, rule, expect, comment, data):
        return vector(name, rule, expect, comment, "Signed", data)

    plain = message((1, 1), (2, 1), (3, 1), (4, b"body"), (5, [bytes(64)]), (6, [b"payload"]))
    yield signed("signed", "WIRE2", "OK", "an envelope", plain)
    yield signed("signed_unknown_field", "WIRE2", "ERR_MALFORMED", "field 7", plain + field(7, 1))
    yield signed("signed_field_0", "WIRE2", "ERR_MALFORMED", "field 0", plain + field(0, 1))
    yield signed("signed_out_of_order", "WIRE2", "ERR_MALFORMED", "fields in another order",
                 field(2, 1) + field(1, 1))
    yield signed("signed_field_twice", "WIRE2", "ERR_MALFORMED", "the version twice",
                 field(1, 1) + field(1, 1))
    yield signed("signed_default_written", "WIRE2", "ERR_MALFORMED", "a zero that is written out",
                 field(1, 1) + field(2, 0))
    yield signed("signed_long_varint", "WIRE2", "ERR_MALFORMED", "a number in too many bytes",
                 b"\x08\x81\x00")
    yield signed("signed_varint_cut", "WIRE2", "ERR_MALFORMED", "a number is cut off", b"\x08\x81")
    yield signed("signed_varint_11_bytes", "WIRE2", "ERR_MALFORMED", "a number of 11 bytes",
                 b"\x08" + b"\x81" * 10 + b"\x00")
    yield signed("signed_device_33_bits", "WIRE2", "ERR_MALFORMED", "a device above 32 bits",
                 field(1, 1) + field(2, 1 << 32))
    yield signed("signed_wire_type_1", "WIRE2", "ERR_MALFORMED", "a fixed 64-bit field",
                 b"\x09" + bytes(8))
    yield signed("signed_wire_type_3", "WIRE2", "ERR_MALFORMED", "a group", b"\x0b\x0c")
    yield signed("signed_wrong_type", "WIRE2", "ERR_MALFORMED", "the version as bytes",
                 field(1, b"\x01"))
    yield signed("signed_bytes_cut", "WIRE2", "ERR_MALFORMED", "bytes past the end",
                 field(1, 1) + b"\x22\x05body")
    yield signed("signed_empty", "WIRE8", "ERR_UNSUPPORTED", "no bytes: version 0", b"")
    yield signed("signed_short_signature", "WIRE9", "ERR_SIGNATURE", "a signature of 63 bytes",
                 message((1, 1), (5, [bytes(63)])))
    yield signed("signed_8_signatures", "WIRE6", "OK", "eight signatures",
                 message((1, 1), (5, [bytes(64)] * 8)))
    yield signed("signed_9_signatures", "WIRE6", "ERR_TOO_LARGE", "nine signatures",
                 message((1, 1), (5, [bytes(64)] * 9)))
    yield signed("signed_10000_payloads", "WIRE6", "ERR_TOO_LARGE", "10,000 empty payloads",
                 message((1, 1)) + field(6, b"") * 10_000)

    yield vector("auth_device", "WIRE3", "OK", "a device asks", "Auth", auth())
    yield vector("auth_invitation", "WIRE3", "OK", "an invitation asks", "Auth",
                 auth(device=0, key=seeded("k")))
    yield vector("auth_both", "WIRE3", "ERR_MALFORMED", "a device and a key", "Auth",
                 auth(key=seeded("k")))
    yield vector("auth_neither", "WIRE3", "ERR_MALFORMED", "neither", "Auth", auth(device=0))
    yield vector("auth_short_space", "WIRE3", "ERR_MALFORMED", "a space of 31 bytes", "Auth",
                 auth(space=SPACE[:31]))
    yield vector("auth_short_nonce", "WIRE3", "ERR_MALFORMED", "a nonce of 15 bytes", "Auth",
                 auth(nonce=bytes([1]) * 15))
    yield vector("auth_long_signature", "WIRE3", "ERR_MALFORMED", "a signature of 65 bytes", "Auth",
                 auth(signature=bytes([1]) * 65))
    yield vector("auth_unsigned", "SYNC10", "OK", "no signature: what follows may vouch for itself",
                 "Auth", auth(signature=b""))
    yield vector("auth_empty", "WIRE3", "ERR_MALFORMED", "no bytes", "Auth", b"")

    yield vector("request_first", "WIRE3", "OK", "nothing held yet", "SyncRequest", b"")
    yield vector("request", "WIRE3", "OK", "a cursor and its root", "SyncRequest",
                 message((1, 9), (2, seeded("root")), (3, 65536)))
    yield vector("request_short_root", "WIRE3", "ERR_MALFORMED", "a root of 16 bytes",
                 "SyncRequest", message((1, 9), (2, seeded("root")[:16])))
    yield vector("request_answers_only", "SYNC6", "OK", "no leaves wanted", "SyncRequest",
                 message((1, 9), (2, seeded("root")), (4, 1)))
    yield vector("request_unknown_field", "WIRE2", "ERR_MALFORMED", "field 5", "SyncRequest",
                 message((1, 9), (5, 1)))

    grant = message((1, 1), (3, bytes([1]) * 80))
    yield vector("grants", "WIRE3", "OK", "one device", "Grants", message((1, [grant])))
    yield vector("grants_none", "WIRE3", "OK", "nobody", "Grants", b"")
    yield vector("grant_of_79_bytes", "WIRE3", "ERR_MALFORMED", "a sealed key of 79 bytes",
                 "Grants", message((1, [message((1, 1), (3, bytes([1]) * 79))])))
    yield vector("grant_to_nobody", "WIRE3", "ERR_MALFORMED", "neither device nor holder",
                 "Grants", message((1, [message((3, bytes([1]) * 80))])))
    yield vector("grant_to_both", "WIRE3", "ERR_MALFORMED", "a device and a holder", "Grants",
                 message((1, [message((1, 1), (2, seeded("k")), (3, bytes([1]) * 80))])))
    yield vector("grant_unknown_field", "WIRE2", "ERR_MALFORMED", "an unknown field inside",
                 "Grants", message((1, [grant + field(4, 1)])))
    yield vector("grants_1024", "WIRE6", "OK", "1,024 grants", "Grants",
                 message((1, [message((1, i + 1), (3, bytes([1]) * 80)) for i in range(1024)])))
    yield vector("grants_1025", "WIRE6", "ERR_TOO_LARGE", "1,025 grants", "Grants",
                 message((1, [message((1, i + 1), (3, bytes([1]) * 80)) for i in range(1025)])))


class Commit:
    """A commit and every way to spoil it; unchanged it is valid."""

    def __init__(self, sizes=(300,), lanes=(0,), **changes):
        self.records = [(seeded("record", i) * 2049)[:size] for i, size in enumerate(sizes)]
        self.fields = {
            "version": 1, "suite": 1, "space": SPACE, "room": 0, "epoch": EPOCH,
            "charter_head": seeded("charter"), "device": 1, "seq": 1, "previous": bytes(32),
            "server_epoch": seeded("se")[:16], "head_size": 5, "head_root": seeded("root"),
            "lanes": [seeded("lane", i)[:16] for i in range(max(lanes, default=-1) + 1)],
            "record_lanes": tuple(lanes), "record_kinds": (1,) * len(lanes),
            "record_sizes": tuple(sizes),
            "record_hashes": b"".join(H("record", r) for r in self.records),
        }
        self.fields.update(changes)

    def core(self):
        return message(*enumerate(self.fields.values(), 1))

    def signed(self, payload=None, core=None, **envelope):
        core = self.core() if core is None else core
        outer = {"version": 1, "device": self.fields["device"], "seq": self.fields["seq"],
                 "body": core, "signatures": [DEVICE.sign.sign("core", core)],
                 "payload": self.records if payload is None else payload}
        outer.update(envelope)
        return message(*enumerate(outer.values(), 1))


def commits():
    def vector(name, rule, expect, comment, commit, signed=None):
        return name, {"rule": rule, "expect": expect, "comment": comment,
                      "message": signed or commit.signed(), "core_hash": H("core", commit.core())}

    def spoiled(name, rule, comment, expect="ERR_MALFORMED", **changes):
        return vector(name, rule, expect, comment, Commit(**changes))

    yield vector("one_record", "COMMIT1", "OK", "one record", Commit())
    yield vector("no_record", "COMMIT12", "OK", "no record: only the head it holds",
                 Commit((), ()))
    yield vector("two_lanes", "COMMIT1", "OK", "three records in two lanes",
                 Commit((168, 200, 300), (0, 1, 0)))
    yield vector("void", "COMMIT2", "OK", "named, and not sent: void", Commit(),
                 Commit().signed([]))
    yield vector("before_any_head", "COMMIT11", "OK", "its author has held no head",
                 Commit(server_epoch=b"", head_size=0, head_root=b""))
    yield vector("record_168", "COMMIT3", "OK", "the smallest record", Commit((168,)))
    yield spoiled("record_167", "COMMIT3", "a record of 167 bytes", sizes=(167,))
    yield vector("record_64_kib", "COMMIT3", "OK", "the largest record", Commit((65536,)))
    yield spoiled("record_above_64_kib", "COMMIT3", "64 KiB and a byte", "ERR_TOO_LARGE",
                  sizes=(65537,))
    yield vector("records_256", "WIRE6", "OK", "256 records", Commit((168,) * 256, (0,) * 256))
    yield spoiled("records_257", "WIRE6", "257 records", "ERR_TOO_LARGE", sizes=(168,) * 257,
                  lanes=(0,) * 257)
    yield vector("lanes_256", "WIRE6", "OK", "256 lanes", Commit((168,) * 256, tuple(range(256))))
    yield spoiled("commit_above_256_kib", "WIRE6", "four records of 64 KiB", "ERR_TOO_LARGE",
                  sizes=(65536,) * 4, lanes=(0,) * 4)
    room = 262_144 - len(Commit((65536,) * 3 + (65000,), (0,) * 4).core()) - 3 * 65536
    yield vector("commit_256_kib", "WIRE6", "OK", "core and records of exactly 256 KiB",
                 Commit((65536,) * 3 + (room,), (0,) * 4))
    yield spoiled("commit_a_byte_above", "WIRE6", "256 KiB and a byte", "ERR_TOO_LARGE",
                  sizes=(65536,) * 3 + (room + 1,), lanes=(0,) * 4)
    yield spoiled("kinds_missing", "COMMIT1", "no kinds", record_kinds=())
    yield spoiled("sizes_missing", "COMMIT1", "no sizes", record_sizes=())
    yield spoiled("hashes_short", "COMMIT1", "a hash of 31 bytes", record_hashes=bytes([1]) * 31)
    yield spoiled("hashes_for_two", "COMMIT1", "two hashes", record_hashes=bytes([1]) * 64)
    yield spoiled("kind_0", "WIRE4", "a record of no kind", record_kinds=(0,))
    yield spoiled("kind_2", "WIRE4", "a record of an unknown kind", record_kinds=(2,))
    yield spoiled("lane_missing", "COMMIT1", "no such lane", record_lanes=(1,))
    yield vector("lane_idle", "COMMIT1", "ERR_MALFORMED", "a lane that no record uses",
                 idle_lane())
    yield vector("lanes_out_of_order", "COMMIT1", "ERR_MALFORMED", "lane 1 is used before lane 0",
                 Commit((300, 300), (1, 0)))
    yield vector("lane_twice", "COMMIT1", "ERR_MALFORMED", "two lanes of one id", lane_twice())
    yield vector("lane_of_15_bytes", "WIRE3", "ERR_MALFORMED", "a lane of 15 bytes", short_lane())
    yield spoiled("device_0", "WIRE7", "device 0", device=0)
    yield spoiled("seq_0", "COMMIT6", "seq 0", seq=0)
    yield vector("envelope_other_device", "WIRE7", "ERR_MALFORMED",
                 "the envelope names another device", Commit(), Commit().signed(device=2))
    yield vector("envelope_other_seq", "WIRE7", "ERR_MALFORMED", "the envelope names another seq",
                 Commit(), Commit().signed(seq=2))
    yield spoiled("version_2", "WIRE8", "a core of version 2", "ERR_UNSUPPORTED", version=2)
    yield spoiled("suite_2", "WIRE8", "suite 2", "ERR_UNSUPPORTED", suite=2)
    yield spoiled("suite_0", "WIRE8", "no suite", "ERR_UNSUPPORTED", suite=0)
    yield spoiled("short_epoch", "WIRE3", "an epoch of 31 bytes", epoch=EPOCH[:31])
    yield spoiled("no_previous", "WIRE3", "no previous", previous=b"")
    yield spoiled("no_charter_head", "WIRE3", "no charter head", charter_head=b"")
    yield spoiled("head_without_epoch", "COMMIT11", "a root without a server epoch",
                  server_epoch=b"")
    yield spoiled("head_without_root", "COMMIT11", "a size without a root", server_epoch=b"",
                  head_root=b"")
    yield vector("record_missing", "COMMIT2", "ERR_MALFORMED", "two named, one sent",
                 Commit((300, 300), (0, 0)),
                 Commit((300, 300), (0, 0)).signed(Commit((300,)).records))
    yield vector("record_too_many", "COMMIT2", "ERR_MALFORMED", "one named, two sent", Commit(),
                 Commit().signed(Commit((300, 300), (0, 0)).records))
    yield vector("record_of_other_size", "COMMIT2", "ERR_MALFORMED", "another size than named",
                 Commit(), Commit().signed([bytes(301)]))
    yield vector("record_of_other_hash", "COMMIT2", "ERR_MALFORMED", "other bytes than named",
                 Commit(), Commit().signed([bytes(300)]))
    yield vector("records_swapped", "COMMIT2", "ERR_MALFORMED", "two records change places",
                 Commit((300, 300), (0, 0)),
                 Commit((300, 300), (0, 0)).signed(Commit((300, 300), (0, 0)).records[::-1]))
    yield vector("no_signature", "WIRE9", "ERR_SIGNATURE", "no signature", Commit(),
                 Commit().signed(signatures=[]))
    yield vector("two_signatures", "WIRE9", "ERR_SIGNATURE", "two signatures", Commit(),
                 Commit().signed(signatures=[bytes([1]) * 64] * 2))
    yield vector("unpacked_columns", "WIRE2", "ERR_MALFORMED", "a column that is not packed",
                 Commit(), Commit().signed(core=unpacked_core()))
    yield vector("core_unknown_field", "WIRE2", "ERR_MALFORMED", "an unknown field in the core",
                 Commit(), Commit().signed(core=Commit().core() + field(18, 1)))


def idle_lane():
    commit = Commit()
    commit.fields["lanes"] = [seeded("lane", i)[:16] for i in range(2)]
    return commit


def lane_twice():
    commit = Commit((300, 300), (0, 1))
    commit.fields["lanes"] = [seeded("lane")[:16]] * 2
    return commit


def short_lane():
    commit = Commit()
    commit.fields["lanes"] = [seeded("lane")[:15]]
    return commit


def unpacked_core():
    fields = dict(enumerate(Commit().fields.values(), 1))
    first = message(*[(n, fields[n]) for n in range(1, 14)])
    rest = message(*[(n, fields[n]) for n in range(15, 18)])
    return first + field(14, 0) + rest


# ---- the tree -------------------------------------------------------------
def root_of(leaves):
    if not leaves:
        return H("empty", b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return H("node", root_of(leaves[:split]) + root_of(leaves[split:]))


def consistency(leaves, size, is_whole=True):
    """RFC 6962, section 2.1.2."""
    if size == len(leaves):
        return [] if is_whole else [root_of(leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if size <= split:
        return consistency(leaves[:split], size, is_whole) + [root_of(leaves[split:])]
    return consistency(leaves[split:], size - split, False) + [root_of(leaves[:split])]


def trees():
    leaves = [H("leaf", u8(i % 2) + seeded("leaf", i)) for i in range(40)]

    def vector(name, rule, expect, comment, size, old=None, proof=None, **changes):
        keys = {"rule": rule, "expect": expect, "comment": comment, "leaf": leaves[:size],
                "root": root_of(leaves[:size])}
        if old is not None:
            keys.update({"from": old, "old_root": root_of(leaves[:old]),
                         "proof": consistency(leaves[:size], old) if proof is None else proof})
        keys.update(changes)
        return name, keys

    for size in (0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 32, 33, 40):
        yield vector(f"root_of_{size:02}", "LOG4", "OK", f"{size} leaves", size)
    for old, size in ((1, 2), (1, 8), (2, 3), (3, 7), (4, 7), (4, 8), (6, 8), (7, 8), (7, 33),
                      (8, 8), (16, 40), (31, 32), (32, 33), (33, 40), (39, 40)):
        yield vector(f"proof_{old:02}_to_{size:02}", "LOG6", "OK", f"from {old} to {size}", size,
                     old)
    good = consistency(leaves[:33], 7)
    yield vector("proof_cut", "LOG6", "ERR_CONFLICT", "a hash is missing", 33, 7, good[:-1])
    yield vector("proof_long", "LOG6", "ERR_CONFLICT", "a hash too many", 33, 7,
                 good + [seeded("x")])
    yield vector("proof_swapped", "LOG6", "ERR_CONFLICT", "two hashes change places", 33, 7,
                 [good[1], good[0]] + good[2:])
    yield vector("proof_other", "LOG6", "ERR_CONFLICT", "another hash", 33, 7,
                 good[:2] + [seeded("x")] + good[3:])
    yield vector("proof_of_other_past", "LOG6", "ERR_CONFLICT", "the past was another", 33, 7,
                 old_root=seeded("another past"))
    yield vector("proof_none", "LOG6", "ERR_CONFLICT", "no proof", 33, 7, [])
    yield vector("equal_with_proof", "LOG6", "ERR_CONFLICT", "a proof where none is needed", 8, 8,
                 [seeded("x")])


# ---- seals ------------------------------------------------------------------
def seals():
    key, nonce = seeded("epoch key"), seeded("record nonce")[:24]
    place = {"space": SPACE, "room": 0, "epoch": EPOCH, "device": 3, "seq": 17, "index": 2,
             "lane": seeded("lane")[:16], "record_kind": 1, "previous": seeded("previous"),
             "charter_head": seeded("charter")}

    def ad_of(p):
        return (label("record-ad") + p["space"] + u32(p["room"]) + p["epoch"] + u32(p["device"])
                + u64(p["seq"]) + u32(p["index"]) + p["lane"] + u8(p["record_kind"])
                + p["previous"] + p["charter_head"])

    def record(name, rule, expect, comment, content=b"hva som helst", plain=None, spoil=None,
               **changes):
        plain = pad(content) if plain is None else plain
        sealed = nonce + xchacha(key, nonce, plain, ad_of(place))
        now = {**place, **changes}
        return name, {"rule": rule, "expect": expect, "comment": comment, "kind": "record",
                      "key": key, "sealed": spoil(sealed) if spoil else sealed, "ad": ad_of(now),
                      "content": content, **now}

    def flip(at):
        return lambda data: data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]

    yield record("record", "COMMIT4", "OK", "a short text")
    for size in (0, 1, 123, 124, 125, 140, 252, 253, 1000, 4096, 63_484):
        yield record(f"record_of_{size}", "COMMIT5", "OK",
                     f"{size} bytes of content in {padded_size(size + 4)}", b"s" * size)
    yield record("record_bad_tag", "COMMIT4", "ERR_MALFORMED", "a bit of the tag", spoil=flip(-1))
    yield record("record_bad_nonce", "COMMIT4", "ERR_MALFORMED", "a bit of the nonce",
                 spoil=flip(0))
    yield record("record_bad_text", "COMMIT4", "ERR_MALFORMED", "a bit of the ciphertext",
                 spoil=flip(60))
    yield record("record_cut", "COMMIT4", "ERR_MALFORMED", "a byte is missing",
                 spoil=lambda data: data[:-1])
    for name, value in (("space", seeded("other")), ("room", 1), ("epoch", seeded("other")),
                        ("device", 4), ("seq", 18), ("index", 3),
                        ("lane", seeded("other")[:16]), ("record_kind", 2),
                        ("previous", seeded("other")), ("charter_head", seeded("other"))):
        yield record(f"record_moved_{name}", "COMMIT4", "ERR_MALFORMED",
                     f"put under another {name.replace('_', ' ')}", **{name: value})
    yield record("record_padding_not_zero", "COMMIT5", "ERR_MALFORMED", "a one in the padding",
                 plain=pad(b"hva som helst")[:-1] + b"\1")
    yield record("record_padding_long", "COMMIT5", "ERR_MALFORMED", "padded to another size",
                 plain=pad(b"hva som helst") + bytes(16))
    yield record("record_length_past_end", "COMMIT5", "ERR_MALFORMED", "its length is past its end",
                 plain=u32(125) + bytes(124))

    holder, mallory = BoxKey("holder"), BoxKey("mallory")
    commitment = commitment_of(SPACE, 0, key)

    def grant(name, rule, expect, comment, holder_key=holder, spoil=None, sealed_key=key):
        sealed = seal_to_box(sealed_key, SPACE, 0, commitment, holder.public, "eph")
        return name, {"rule": rule, "expect": expect, "comment": comment, "kind": "grant",
                      "space": SPACE, "room": 0, "commitment": commitment,
                      "box_secret": holder_key.secret, "box_key": holder_key.public,
                      "sealed": spoil(sealed) if spoil else sealed,
                      "ad": label("grant-ad") + SPACE + u32(0) + commitment + holder_key.public,
                      "key": key}

    yield grant("grant", "KEYS2", "OK", "a key for one device")
    yield grant("grant_for_another", "KEYS2", "ERR_MALFORMED", "opened by another device", mallory)
    yield grant("grant_spoiled", "KEYS2", "ERR_MALFORMED", "a bit of it", spoil=flip(40))
    yield grant("grant_zero_point", "KEYS2", "ERR_MALFORMED", "an ephemeral key of small order",
                spoil=lambda data: bytes(32) + data[32:])
    yield grant("grant_that_fits", "KEYS4", "OK", "a key that the commitment fits")
    yield grant("grant_of_other_key", "KEYS4", "ERR_MALFORMED",
                "a key that the commitment does not fit", sealed_key=seeded("junk"))

    def wrapped(name, rule, expect, comment, new=key, old=None, spoil=None):
        previous = seeded("previous epoch")
        old = old or seeded("old key")
        data = wrap(key, old, nonce, SPACE, 0, previous, commitment)
        return name, {"rule": rule, "expect": expect, "comment": comment, "kind": "wrap",
                      "space": SPACE, "room": 0, "previous_epoch": previous,
                      "commitment": commitment, "new_key": new,
                      "old_commitment": commitment_of(SPACE, 0, seeded("old key")),
                      "sealed": spoil(data) if spoil else data,
                      "ad": label("wrap-ad") + SPACE + u32(0) + previous + commitment,
                      "key": old}

    yield wrapped("wrap", "KEYS3", "OK", "the key before, under the new one")
    yield wrapped("wrap_other_key", "KEYS3", "ERR_MALFORMED", "opened with another key",
                  new=seeded("other"))
    yield wrapped("wrap_spoiled", "KEYS3", "ERR_MALFORMED", "a bit of it", spoil=flip(30))
    yield wrapped("wrap_of_junk", "KEYS4", "ERR_MALFORMED",
                  "a key that the older commitment does not fit", old=seeded("junk"))


def invites():
    for name in ("first", "second"):
        space, secret = seeded("space", name), seeded("secret", name)[:16]
        x = space + secret
        sign_key, _ = sodium.crypto_sign_seed_keypair(H("invite-sign", x))
        link = base64.urlsafe_b64encode(u8(1) + x).rstrip(b"=")
        yield name, {"rule": "KEYS5", "expect": "OK", "comment": "an invitation's keys",
                     "space": space, "secret": secret, "sign_key": sign_key,
                     "box_key": sodium.crypto_scalarmult_base(H("invite-box", x)),
                     "card_key": H("invite-card", x),
                     "link": "https://plan.example/bli-med#" + link.decode()}


def requests():
    rest = frame(5, message((1, 9), (2, seeded("root"))))

    def vector(name, rule, expect, comment, path="/v1/sync", told=None, body=rest, key=b"",
               device=1, server=SERVER.public, signer=DEVICE, **changes):
        fields = {"space": SPACE, "device": device, "key": key, "time": 1_800_000_000,
                  "nonce": seeded("n")[:16]}
        signed = (server + fields["space"] + u32(device) + key + u64(fields["time"])
                  + fields["nonce"] + H("body", body) + b"POST " + path.encode())
        fields["signature"] = signer.sign.sign("request", signed)
        fields.update(changes)
        return name, {"rule": rule, "expect": expect, "comment": comment,
                      "server_key": SERVER.public, "path": told or path,
                      "key": key or DEVICE.sign.public, "auth": auth(**fields), "rest": rest}

    yield vector("device", "SYNC2", "OK", "a device asks")
    yield vector("invitation", "SYNC2", "OK", "an invitation asks", "/v1/charter", device=0,
                 key=DEVICE.sign.public)
    yield vector("recovery", "SYNC2", "OK", "a recovery asks: by its key, as an invitation does",
                 "/v1/charter", device=0, key=Device("words").sign.public, signer=Device("words"))
    yield vector("recovery_signed_by_device", "SYNC2", "ERR_UNAUTHORIZED",
                 "a recovery's key, signed by a device", "/v1/charter", device=0,
                 key=Device("words").sign.public)
    yield vector("other_path", "SYNC2", "ERR_UNAUTHORIZED", "signed for another path",
                 told="/v1/live")
    yield vector("other_body", "SYNC2", "ERR_UNAUTHORIZED", "signed for another body", body=b"")
    yield vector("other_server", "SYNC2", "ERR_UNAUTHORIZED", "signed for another server",
                 server=seeded("other server"))
    yield vector("other_time", "SYNC2", "ERR_UNAUTHORIZED", "told another time", time=1_800_000_001)
    yield vector("other_space", "SYNC2", "ERR_UNAUTHORIZED", "told another space",
                 space=seeded("other"))
    yield vector("other_nonce", "SYNC2", "ERR_UNAUTHORIZED", "told another nonce",
                 nonce=seeded("other")[:16])


AREAS = {"frame": frames, "message": messages, "commit": commits, "tree": trees, "seal": seals,
         "invite": invites, "request": requests}
