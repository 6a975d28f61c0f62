"""usage: coverage.py C.lcov TS.txt
Prints per file of the charter how many branches are missed, and each. Exit status 1 where uncovered.txt does not tell
why, where it tells of one that is taken, and where a source is not counted at all."""
import collections
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def of_c(path):
    """{file: (branches, [text of each line of one missed])}"""
    found = collections.defaultdict(lambda: [0, []])
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("SF:"):
            file = str(pathlib.Path(line[3:]).relative_to(ROOT))
            lines = pathlib.Path(line[3:]).read_text().splitlines()
        elif line.startswith("BRDA:"):
            number, _, _, taken = line[5:].split(",")
            found[file][0] += 1
            if taken in ("0", "-"):
                found[file][1].append(lines[int(number) - 1].strip())
    return found


def of_ts(path):
    found = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if line.endswith(" blocks") and ": " not in line:
            file, count, _ = line.split()
            found[file] = [int(count), []]
        else:
            file, text = line.split(": ", 1)
            found[file][1].append(text)
    return found


def explained():
    lines = (HERE / "uncovered.txt").read_text().splitlines()
    return {tuple(line.split(": ", 1)) for line in lines
            if line and not line.startswith(("#", "because: "))}


def sources():
    """charter_bytes and charter_log keep what charter_apply() made; tests of their own tell of these."""
    kept = ("charter_bytes.c", "charter_bytes_read.c", "charter_log.c")
    c = [path for path in ROOT.glob("server/core/charter*.c") if path.name not in kept]
    ts = [path for path in ROOT.glob("web/src/core/charter/*.ts")
          if not path.name.endswith(".test.ts") and path.name not in ("place.ts", "statement.ts")]
    return {str(path.relative_to(ROOT)) for path in c + ts}


def main():
    known, failed, seen = explained(), 0, set()
    counted = {**of_c(sys.argv[1]), **of_ts(sys.argv[2])}
    for file, (count, missed) in counted.items():
        print(f"{file}: {count} branches, {len(missed)} missed")
        for text in missed:
            is_known = (file, text) in known
            seen.add((file, text))
            failed += not is_known
            print(f"    {'explained' if is_known else 'MISSED'} {text}")
    for file in sorted(sources() - counted.keys()):
        print(f"{file}: NOT COUNTED")
        failed += 1
    for file, text in sorted(known - seen):
        print(f"{file}: EXPLAINED BUT TAKEN {text}")
        failed += 1
    print(f"{failed} missed and not explained, or explained and not missed")
    sys.exit(failed > 0)


main()
