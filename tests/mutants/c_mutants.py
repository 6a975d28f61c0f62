"""The C side of the mutants: each is compiled alone, and killed by a vector or by the model."""
import subprocess

import build_c
from operators import mutants_of

FILES = [f"server/core/charter_{name}.c"
         for name in ("certificate", "stance", "enact", "rest", "own", "propose", "members")]
VECTORS = str(build_c.ROOT / "proto/vectors")


def all_mutants():
    for path in FILES:
        text = (build_c.ROOT / path).read_text()
        for mutant in mutants_of(path, text):
            yield mutant, mutant.apply(text)


def first_failure(program):
    """What the first vector says that fails; the rest need not run."""
    process = subprocess.Popen(["prlimit", "--cpu=60", "stdbuf", "-oL", str(program), VECTORS, "charter"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in process.stdout:
        if line.startswith("FAILED"):
            process.terminate()
            process.wait()
            return "vector " + line.split()[1].rsplit("/", 1)[1].removesuffix(".vec")
    return None if process.wait() == 0 else "vectors end badly"


def killer(mutant, text, number, is_quick):
    """The name of what tells the mutant from the source, None where nothing does; "" where it is
    no program at all."""
    folder = build_c.OUT / f"c_{number}"
    try:
        program = build_c.build("vectors", {mutant.path: text}, folder)
        killed_by = first_failure(program)
        if killed_by is None and not is_quick:
            killed_by = by_others(mutant, text, folder)
        return killed_by
    except build_c.DoesNotCompile:
        return ""
    finally:
        build_c.remove(folder)


def by_others(mutant, text, folder):
    for program in ("charter_stances_test", "charter_move_test", "charter_life_test",
                    "charter_memory_test", "charter_limits_test", "model"):
        built = build_c.build(program, {mutant.path: text}, folder)
        is_well, said = build_c.ends_well([str(built)])
        if not is_well:
            return f"{program} {last_words(said) if program == 'model' else ''}".strip()
    return None


def last_words(said):
    lines = said.strip().splitlines()
    return "".join(line.split("  ")[0] for line in lines[-1:])


def prepare():
    build_c.prepare()
