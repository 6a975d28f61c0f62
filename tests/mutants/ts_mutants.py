"""The TypeScript side of the mutants: killed by a vector, or by the charter's own tests."""
import json
import os
import queue
import re
import select
import subprocess

import build_c
from operators import mutants_of

ROOT = build_c.ROOT
FILES = [f"web/src/core/charter/{name}.ts"
         for name in ("certificate", "ballot", "enact", "stance", "rest", "own", "propose", "people",
                      "state")]
TIMEOUT_S = 300
judges = queue.Queue()


def all_mutants():
    for path in FILES:
        text = (ROOT / path).read_text()
        for mutant in mutants_of(path, text):
            yield mutant, mutant.apply(text)


class Judge:
    """A process that has the vectors decoded, and is asked about one mutant after the other."""

    def __init__(self):
        self.start()

    def start(self):
        self.process = subprocess.Popen(["node", "tests/mutants/ts_judge.mjs"], cwd=ROOT, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        if not self.process.stdout.readline():
            raise SystemExit("the vectors fail without a mutant")

    def ask(self, mutant, text):
        self.process.stdin.write(json.dumps({"path": mutant.path, "text": text}) + "\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], TIMEOUT_S)[0]:
            self.process.kill()
            self.process.wait()
            self.start()
            return "takes too long"
        return json.loads(self.process.stdout.readline())["killed"]


def by_own_tests(mutant, text, number):
    source = build_c.OUT / f"ts_{number}.ts"
    source.write_text(text)
    done = subprocess.run(["npx", "vitest", "run", "--config", "../tests/mutants/vitest.config.mjs"],
                          cwd=ROOT / "web", capture_output=True, text=True, timeout=1200,
                          env={**os.environ, "MUTANT_PATH": mutant.path,
                               "MUTANT_TEXT": str(source), "NO_COLOR": "1"})
    source.unlink()
    failed = re.search(r"FAIL +(.*)", done.stdout + done.stderr)
    if done.returncode != 0:
        return "test " + (failed.group(1).strip() if failed else "of another kind")
    return None


def killer(mutant, text, number, is_quick):
    judge = judges.get()
    try:
        killed_by = judge.ask(mutant, text)
    finally:
        judges.put(judge)
    if killed_by is None and not is_quick:
        return by_own_tests(mutant, text, number)
    return killed_by and f"vector {killed_by}"


def prepare():
    build_c.OUT.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        judges.put(Judge())
