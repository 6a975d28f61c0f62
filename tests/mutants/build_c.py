"""The C side: one file compiled with a fault, linked before the library that has the sound one."""
import pathlib
import shutil
import signal
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RELEASE = ROOT / "build/release"
OUT = ROOT / "build/mutants"
LIBRARIES = ["-lprotobuf-c", "-lsodium", "-lpthread"]
# The programs that are linked anew: where their objects are, and what else they take.
UNIT = ["-lcmocka", "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"]
PROGRAMS = {
    "model": ("tests/model", []),
    "vectors": ("tests/vectors", []),
    "charter_memory_test": ("tests/unit", [str(RELEASE / "tests/unit/libsupport.a"), *UNIT]),
    "charter_limits_test": ("tests/unit", [str(RELEASE / "tests/unit/libsupport.a"), UNIT[0]]),
    "charter_life_test": ("tests/unit", [str(RELEASE / "tests/unit/libsupport.a"), UNIT[0]]),
    "charter_move_test": ("tests/unit", [str(RELEASE / "tests/unit/libsupport.a"), UNIT[0]]),
    "charter_stances_test": ("tests/unit", [str(RELEASE / "tests/unit/libsupport.a"), UNIT[0]]),
}
CPU_S = 120  # not by the clock: a machine that is busy kills no mutant


class DoesNotCompile(Exception):
    pass


def run(command, **other):
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, **other)


def prepare():
    """Everything that no fault touches."""
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", str(RELEASE), "--target", *PROGRAMS]):
        done = run(command)
        if done.returncode != 0:
            raise SystemExit(done.stdout + done.stderr)


def objects_of(program, but=()):
    folder = RELEASE / f"{PROGRAMS[program][0]}/CMakeFiles/{program}.dir"
    return [str(path) for path in sorted(folder.glob("*.o")) if path.name not in but]


def compile_one(source, target):
    done = run(["cc", "-O1", "-std=c17", "-D_GNU_SOURCE", "-w", "-Iserver", "-Itests", "-c",
                str(source), "-o", str(target)])
    if done.returncode != 0:
        raise DoesNotCompile(done.stderr)


def link(program, faulty, target, but=()):
    done = run(["cc", "-o", str(target), *map(str, faulty), *objects_of(program, but),
                *PROGRAMS[program][1], str(RELEASE / "libserver.a"),
                str(RELEASE / "libproto_c.a"), *LIBRARIES])
    if done.returncode != 0:
        raise SystemExit(done.stderr)


def build(program, texts, folder):
    """`program` with these texts, by path, instead of what stands there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    faulty = []
    for path, text in texts.items():
        source = folder / pathlib.Path(path).name
        source.write_text(text)
        faulty.append(source.with_suffix(".o"))
        compile_one(source, faulty[-1])
    link(program, faulty, folder / program, [pathlib.Path(path).name + ".o" for path in texts])
    return folder / program


def ends_well(command):
    """(whether it does, what it said); what never ends has been noticed."""
    done = run(["prlimit", f"--cpu={CPU_S}:{CPU_S + 5}", *command])
    if done.returncode == -signal.SIGXCPU:
        return False, "takes too long"
    return done.returncode == 0, done.stdout


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
