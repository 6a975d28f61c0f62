"""Writes every vector anew: python3 proto/vectors/make"""
import itertools
import pathlib
import shutil

import charter_cases
import charter_change_cases
import charter_count_cases
import charter_key_cases
import charter_limit_cases
import charter_move_cases
import charter_own_cases
import charter_own_effect_cases
import charter_person_cases
import charter_replace_cases
import charter_rest_cases
import charter_voice_cases
import key_cases
import recovery_cases
import signature_cases
import wire_cases
from world import SERVER

ROOT = pathlib.Path(__file__).resolve().parent.parent


def text_of(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def write(area, name, keys):
    lines = []
    for key, value in keys.items():
        values = value if isinstance(value, list) else [value]
        lines += [f"{key}: {text_of(item)}".rstrip() for item in values]
    (ROOT / area / f"{name}.vec").write_text("\n".join(lines) + "\n")


CHARTER = (charter_cases, charter_change_cases, charter_voice_cases, charter_person_cases,
           charter_key_cases, charter_own_cases, charter_own_effect_cases,
           charter_replace_cases, charter_rest_cases, charter_limit_cases, charter_count_cases,
           charter_move_cases)


def charter():
    cases = [one for module in CHARTER for one in module.CASES]
    for name, rule, expect, comment, keys, build in cases:
        world = build()
        seeds = {"server_seed": SERVER.seed}
        if world.first:
            seeds["device_seed"] = world.first.sign.seed
        if world.moved is not None and world.moved < len(world.entries):
            seeds["moved"] = world.moved
        yield name, {"rule": rule, "expect": expect, "comment": comment, **keys, **seeds,
                     "entry": world.entries}


def main():
    areas = {**wire_cases.AREAS, "aloud": key_cases.aloud, "slip": key_cases.slips, "signature": signature_cases.cases,
             "recovery": recovery_cases.cases, "charter": charter}
    count = 0
    for area, cases in areas.items():
        shutil.rmtree(ROOT / area, ignore_errors=True)
        (ROOT / area).mkdir()
        names = set()
        more = key_cases.MORE.get(area, tuple)
        for name, keys in itertools.chain(cases(), more()):
            assert name not in names, f"{area}/{name} twice"
            names.add(name)
            write(area, name, keys)
        count += len(names)
        print(f"{area}: {len(names)}")
    print(f"{count} vectors")


main()
