"""usage: seeds.py TARGET VECTORS CORPUS: the vectors as a fuzzer's first corpus."""
import hashlib
import pathlib
import struct
import sys

# Of which areas, and which of their keys, a target takes its inputs.
SOURCES = {"frame": [("frame", "frames")], "commit": [("commit", "message")],
           "entry": [("charter", "entry")], "request": [("message", "bytes")]}


def frame(kind, payload):
    return struct.pack(">IB", len(payload), kind) + payload


def main():
    target, vectors, corpus = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    corpus.mkdir(parents=True, exist_ok=True)
    for area, key in SOURCES[target]:
        for path in (vectors / area).glob("*.vec"):
            for line in path.read_text().splitlines():
                name, _, value = line.partition(": ")
                if name != key:
                    continue
                data = bytes.fromhex(value)
                if target == "request":
                    data = frame(1, data) + frame(5, b"")
                (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


main()
