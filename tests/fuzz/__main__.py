"""Reads damaged files until time is up: `python -m tests.fuzz [READER …]`, or `--again FILE`.

Environment: FUZZ_SECONDS for each reader (300), FUZZ_SEED to repeat a run. A file that breaks a
promise is kept in `build/fuzz/`; its name begins with the reader's.
"""

import faulthandler
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("CATENA_SECRET_KEY", "only-for-tests")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")
# A name that is read by tests only: importing them needs pytest, not its servers.
from tests.fuzz.checks import Outcome, check
from tests.fuzz.mutations import damaged
from tests.fuzz.seeds import SEEDS

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 300)
# Of processor time, so that a busy machine hangs nothing. What no signal ends is ended after a
# minute, with its file kept.
LIMIT, LAST = 5.0, 60.0
KEPT = Path("build/fuzz")
MOST_OF_A_KIND = 3


class Hang(BaseException):
    """Not an Exception, so that no reader catches it."""


@contextmanager
def limited():
    def rise(*_):
        raise Hang

    signal.signal(signal.SIGPROF, rise)
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    faulthandler.dump_traceback_later(LAST, exit=True)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()


def place_of(error):
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def judged(name, data):
    """Return what became of a file, and in a few words what is wrong, if anything is."""
    try:
        with limited():
            outcome = check(name, data)
    except Hang as hang:
        where = [
            f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(hang.__traceback__)
        ]
        return Outcome(), f"hangs in {' '.join(where[-4:])}"
    except Exception as error:  # noqa: BLE001 - whatever is raised is what is looked for
        return Outcome(), f"{type(error).__name__} at {place_of(error)}: {error!s:.200}"
    return outcome, outcome.faults[0] if outcome.faults else ""


def kind_of(wrong):
    """Return what makes two failures one: their words without figures."""
    return "".join(char for char in wrong.split(": ")[0] if not char.isdigit() or "at " in wrong)[
        :60
    ]


def run(name, seed):
    seeds, dice = SEEDS[name](), random.Random(f"{seed} {name}")
    counts, kinds = Counter(), Counter()
    KEPT.mkdir(parents=True, exist_ok=True)
    current = KEPT / f"{name}.current"
    for number, data in enumerate(seeds):
        outcome, wrong = judged(name, data)
        if wrong:
            kinds[f"seed {number}: {wrong}"] += 1
    began = time.monotonic()
    slowest = 0.0
    while time.monotonic() - began < SECONDS:
        data = damaged(seeds, dice)
        current.write_bytes(data)
        at = time.process_time()
        outcome, wrong = judged(name, data)
        slowest = max(slowest, time.process_time() - at)
        counts["cases"] += 1
        counts["refused"] += outcome.refused
        counts["said"] += outcome.said
        if wrong:
            kind = kind_of(wrong)
            kinds[kind] += 1
            if kinds[kind] <= MOST_OF_A_KIND:
                file = KEPT / f"{name}.{seed}.{counts['cases']}"
                file.write_bytes(data)
                print(f"  {file}: {wrong}", flush=True)
    current.unlink(missing_ok=True)
    pace = counts["cases"] / SECONDS
    print(
        f"{name}: {counts['cases']:,} files ({pace:.0f}/s), {counts['refused']:,} refused in "
        f"words, {counts['said']:,} said not to add up, slowest {slowest:.1f} s, "
        f"{sum(kinds.values()):,} failures of {len(kinds)} kinds",
        flush=True,
    )
    for kind, count in kinds.most_common():
        print(f"    {count:,} x {kind}")
    return sum(kinds.values())


def again(path):
    name = path.name.split(".")[0]
    print(judged(name, path.read_bytes())[1] or "nothing is wrong with it")
    with limited():
        check(name, path.read_bytes())


def main(arguments):
    if arguments[:1] == ["--again"]:
        return again(Path(arguments[1]))
    unknown = [one for one in arguments if one not in SEEDS]
    if unknown:
        sys.exit(f"no reader is called {', '.join(unknown)}; there are: {', '.join(SEEDS)}")
    seed = os.environ.get("FUZZ_SEED") or str(random.SystemRandom().randrange(10**6))
    print(f"FUZZ_SEED={seed}, {SECONDS:.0f} s for each reader", flush=True)
    return sys.exit(min(1, sum(run(one, seed) for one in arguments or SEEDS)))


if __name__ == "__main__":
    main(sys.argv[1:])
