"""Times as people read them: medians, 95th percentiles, rates; printed as one table."""

import statistics
import time
from collections.abc import Callable
from threading import Thread
from typing import Any


def timed(do: Callable[[], Any], times: int) -> list[float]:
    """Return how many milliseconds each of `times` calls took."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        do()
        found.append((time.perf_counter() - start) * 1000)
    return found


def p50_p95(times: list[float]) -> str:
    """Write median and 95th percentile in milliseconds."""
    cuts = statistics.quantiles(times, n=20)
    return f"{statistics.median(times):.1f} / {cuts[18]:.1f} ms"


def together(jobs: list[Callable[[], list[float]]]) -> tuple[list[float], float]:
    """Run jobs side by side; returns all their times and the seconds until the last ended."""
    found: list[list[float]] = [[] for _ in jobs]

    def run(place: int, job: Callable[[], list[float]]) -> None:
        found[place] = job()

    threads = [Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for times in found for one in times], time.perf_counter() - start


def row(what: str, figure: str, goal: str = "") -> None:
    """Print a line of the table."""
    print(f"{what:<52} {figure:<36} {goal}", flush=True)
