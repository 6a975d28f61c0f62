"""usage: run.py [c|ts] [--file PATH] [--since COMMIT] [--unlisted] [--sample N SEED] [--jobs N] [--quick]
              [--again LOG]
Every mutant of the consent counting against the vectors, and what lives through these against the
model or the charter's own tests (but not with --quick). --since: of lines that are not in that commit
alone. --unlisted: of what list.txt tells nothing alone. Writes list.txt anew, but with --quick; exit status 1 where one lives that equivalent.txt does not
explain."""
import argparse
import pathlib
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import c_mutants
import ts_mutants

HERE = pathlib.Path(__file__).resolve().parent
SIDES = {"c": c_mutants, "ts": ts_mutants}


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
    parser.add_argument("--since", help="a commit")
    parser.add_argument("--unlisted", action="store_true")
    parser.add_argument("--sample", nargs=2, type=int)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--again", help="only those that live by what this file says")
    return parser.parse_args()


def lines_since(commit):
    """(path, number) of every line that the commit does not have."""
    diff = subprocess.run(["git", "diff", "--unified=0", "--no-ext-diff", commit], cwd=c_mutants.build_c.ROOT,
                          capture_output=True, text=True, check=True).stdout
    lines, path = set(), None
    for text in diff.splitlines():
        if text.startswith("+++ "):
            path = text.removeprefix("+++ b/")
        elif text.startswith("@@ "):
            first, _, count = text.split()[2].removeprefix("+").partition(",")
            lines |= {(path, int(first) + i) for i in range(int(count or 1))}
    return lines


def run_side(side, wanted, known):
    mutants = [pair for pair in side.all_mutants() if wanted.file in (None, pair[0].path)]
    if wanted.since:
        lines = lines_since(wanted.since)
        mutants = [pair for pair in mutants if (pair[0].path, pair[0].line) in lines]
    if wanted.unlisted:
        told = listed()
        mutants = [pair for pair in mutants if key(pair[0]) not in told]
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


def listed():
    """{(path, line, line as mutated): [what kills it]} of list.txt: a line may come twice."""
    found, words = {}, {}
    for text in (HERE / "list.txt").read_text().splitlines():
        word, _, rest = text.strip().partition(":")
        words[word if rest else "path"] = rest.strip() or text
        if word == "killed":
            mutant = words["path"], words["was"], words["mutant"]
            found.setdefault(mutant, []).append(words["killed"])
    return found


def write_list(answers):
    """What was not asked about now stays as it was, and goes with its mutant."""
    old, text = listed(), ""
    for side in SIDES.values():
        for mutant, _ in side.all_mutants():
            before = old.get(key(mutant), [])
            answer = before.pop(0) if before else ""
            answer = answers.get(mutant, answer)
            # No line numbers: the list is to change with what it lists alone.
            text += answer and (f"{mutant.path}\n  was:    {mutant.before}\n"
                                f"  mutant: {mutant.after}\n  killed: {answer}\n")
    (HERE / "list.txt").write_text(text)


def main():
    wanted = arguments()
    if wanted.sample:
        print(f"seed {wanted.sample[1]}")
    sides = {name: side for name, side in SIDES.items() if wanted.side in (None, name)}
    known, failed, answers, start = equivalents(), 0, {}, time.time()
    failed += told_of_nothing(known, sides)
    for name, side in sides.items():
        counts = {"killed": 0, "equivalent": 0, "no program": 0, "lives": 0}
        for mutant, killed_by in run_side(side, wanted, known):
            is_known = key(mutant) in known
            kind = ("no program" if killed_by == "" else "killed" if killed_by
                    else "equivalent" if is_known else "lives")
            counts[kind] += 1
            answers[mutant] = killed_by if killed_by is not None else f"no: {kind}"
        failed += counts["lives"]
        print(f"{name}: {counts}, {time.time() - start:.0f} s")
        print(f"{counts['killed'] + counts['equivalent']} passed, {counts['lives']} failed")
    if not wanted.quick:
        write_list(answers)
    sys.exit(failed > 0)


main()
