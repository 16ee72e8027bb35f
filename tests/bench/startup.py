"""How long a program takes to its answer, and how much memory; small itself, for a child begins with its parent's peak.

Linux counts what the parent had at the fork into the peak of the child, so this runs as a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
RUNS = 5
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts the peak."""
QUESTION = "开幕式几点"
COMMANDS = {
    "assistant": ["main.py", "ask", QUESTION],
    "baseline": ["-m", "tests.bench.baseline", "knowledge/festivals/film-week", QUESTION],
}


def run_once(arguments: list[str]) -> tuple[float, float]:
    """Seconds from start to the first line of the answer, and peak memory in MiB; exits where the program fails."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        seconds = time.perf_counter() - started
        child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not first.strip():
        sys.exit(f"{' '.join(arguments)}: exit status {child.returncode}")
    return seconds, usage.ru_maxrss * PEAK_UNIT / 2**20


def main() -> None:
    """Print the runs of each program as JSON."""
    runs = {name: [run_once(command) for _ in range(RUNS)] for name, command in COMMANDS.items()}
    sys.stdout.write(json.dumps(runs))


if __name__ == "__main__":
    main()
