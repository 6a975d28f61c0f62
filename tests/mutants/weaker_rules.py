"""Runs the model against the charter, and against each rule of weaker_rules.txt: every one of these
must be found out."""
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

import build_c

HERE = pathlib.Path(__file__).resolve().parent


def read_rules():
    """(name, what the counterexample names, [(path, text, instead)]) of every block."""
    for block in (HERE / "weaker_rules.txt").read_text().split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        keys = [line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in lines]
        name, found = keys[0][1], keys[1][1]
        faults = [(keys[i][1], keys[i + 1][1], keys[i + 2][1]) for i in range(2, len(keys), 3)]
        yield name, found, faults


def text_with(faults):
    texts = {}
    for path, text, instead in faults:
        text, instead = (part.encode().decode("unicode_escape") for part in (text, instead))
        known = texts.get(path) or (build_c.ROOT / path).read_text()
        if known.count(text) != 1:
            sys.exit(f"{path} has not once, but {known.count(text)} times: {text}")
        texts[path] = known.replace(text, instead)
    return texts


def judge(number, name, found, faults):
    program = build_c.build("model", text_with(faults), build_c.OUT / f"weaker_{number}")
    is_well, said = build_c.ends_well([str(program)])
    trace = said[said.find("COUNTEREXAMPLE"):] if "COUNTEREXAMPLE" in said else ""
    return name, not is_well and trace != "" and found in trace, trace or said


def judge_the_real_one():
    """Without a fault it holds, or the rest proves nothing."""
    is_well, said = build_c.ends_well([str(build_c.RELEASE / "tests/model/model")])
    return "the rule as it is", is_well, said


def main():
    build_c.prepare()
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(judge_the_real_one)]
        jobs += [pool.submit(judge, i, *rule) for i, rule in enumerate(read_rules())]
        failed = 0
        for job in jobs:
            name, is_ok, said = job.result()
            print(f"{'ok' if is_ok else 'FAILED'} {name}")
            print("    " + said.strip().replace("\n", "\n    "))
            failed += not is_ok
    print(f"{len(jobs) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
