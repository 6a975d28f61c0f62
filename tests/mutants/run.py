"""usage: run.py [c|ts] [--file PATH] [--sample N SEED] [--jobs N] [--quick] [--again LOG]
Every mutant of the consent counting against the vectors, and what lives through these against the
model or the charter's own tests (but not with --quick). Writes list.txt where all were asked
for; exit status 1 where one lives that equivalent.txt does not explain."""
import argparse
import pathlib
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import c_mutants

HERE = pathlib.Path(__file__).resolve().parent


def equivalents():
    """(path, line, line as mutated) of those that no test can tell apart."""
    known, line = set(), None
    for text in (HERE / "equivalent.txt").read_text().splitlines():
        if text.startswith("  -> "):
            known.add((*line, text.removeprefix("  -> ")))
        elif text and not text.startswith(("#", "because: ")):
            line = text.split(": ", 1)
    return known


def key(mutant):
    return mutant.path, mutant.before, mutant.after


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("side", nargs="?", choices=["c", "ts"])
    parser.add_argument("--file")
    parser.add_argument("--sample", nargs=2, type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--again", help="only those that live by what this file says")
    return parser.parse_args()


def run_side(side, wanted, known):
    mutants = [pair for pair in side.all_mutants() if wanted.file in (None, pair[0].path)]
    if wanted.again:
        lines = pathlib.Path(wanted.again).read_text().splitlines()
        lived = {line.removeprefix("   -> ") for line in lines if line.startswith("   -> ")}
        mutants = [pair for pair in mutants if pair[0].after in lived]
    if wanted.sample:
        mutants = random.Random(wanted.sample[1]).sample(mutants, wanted.sample[0])
    if not mutants:
        return
    side.prepare()
    with ThreadPoolExecutor(wanted.jobs) as pool:
        # Of what is known to be the same only the vectors are asked, whether they know better.
        is_quick = [wanted.quick or key(pair[0]) in known for pair in mutants]
        killers = pool.map(side.killer, *zip(*mutants), range(len(mutants)), is_quick)
        for (mutant, _), killed_by in zip(mutants, killers):
            if killed_by is None and key(mutant) not in known:
                print(f"LIVES {mutant.path}:{mutant.line} {mutant.before}\n"
                      f"   -> {mutant.after}", flush=True)
            yield mutant, killed_by


def told_of_nothing(known, sides):
    """Reasons that outlived what they were given for."""
    paths = {path for side in sides.values() for path in side.FILES}
    there = {key(mutant) for side in sides.values() for mutant, _ in side.all_mutants()}
    old = sorted(one for one in known if one[0] in paths and one not in there)
    for path, before, after in old:
        print(f"NO MUTANT {path} {before}\n   -> {after}")
    return len(old)


def describe(mutant, killed_by):
    # No line numbers: the list is to change with what it lists alone.
    return (f"{mutant.path}\n  was:    {mutant.before}\n  mutant: {mutant.after}\n"
            f"  killed: {killed_by}\n")


def main():
    wanted = arguments()
    if wanted.sample:
        print(f"seed {wanted.sample[1]}")
    if wanted.side in (None, "ts"):
        import ts_mutants
    sides = {"c": c_mutants} if wanted.side == "c" else {}
    if wanted.side in (None, "ts"):
        sides = {"c": c_mutants, "ts": ts_mutants} if wanted.side is None else {"ts": ts_mutants}
    known, failed, text, start = equivalents(), 0, "", time.time()
    failed += told_of_nothing(known, sides)
    for name, side in sides.items():
        counts = {"killed": 0, "equivalent": 0, "no program": 0, "lives": 0}
        for mutant, killed_by in run_side(side, wanted, known):
            is_known = key(mutant) in known
            kind = ("no program" if killed_by == "" else "killed" if killed_by
                    else "equivalent" if is_known else "lives")
            counts[kind] += 1
            if kind != "no program":
                text += describe(mutant, killed_by or f"no: {kind}")
        failed += counts["lives"]
        print(f"{name}: {counts}, {time.time() - start:.0f} s")
        print(f"{counts['killed'] + counts['equivalent']} passed, {counts['lives']} failed")
    if wanted.side is None and not (wanted.file or wanted.sample or wanted.again or wanted.quick):
        (HERE / "list.txt").write_text(text)
    sys.exit(failed > 0)


main()
