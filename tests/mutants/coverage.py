"""usage: coverage.py C.lcov TS.txt
Prints per file of the charter how many branches are missed, and each. Exit status 1 where one is in a source of the
consent counting and uncovered.txt does not tell why."""
import collections
import pathlib
import sys

import c_mutants
import ts_mutants

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


def main():
    known, failed = explained(), 0
    for file, (count, missed) in {**of_c(sys.argv[1]), **of_ts(sys.argv[2])}.items():
        print(f"{file}: {count} branches, {len(missed)} missed")
        for text in missed:
            is_known = (file, text) in known
            is_counting = file in c_mutants.FILES + ts_mutants.FILES
            failed += is_counting and not is_known
            print(f"    {'explained' if is_known else 'MISSED' if is_counting else 'missed'} {text}")
    print(f"{failed} missed in the counting of consents, and not explained")
    sys.exit(failed > 0)


main()
