"""Runs a command some times and says what it took: medians as one line of JSON.

    python measured.py ROUNDS COMMAND [ARGUMENT ...]

A process alone, as the kernel counted it: no other of the same parent is in its figures.
"""

import json
import os
import sys
import time
from statistics import median


def measured(command):
    start = time.perf_counter()
    child = os.posix_spawn(
        command[0],
        command,
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"it failed: {' '.join(command[:1])}")
    return {
        "wall_ms": wall * 1000,
        "cpu_ms": (used.ru_utime + used.ru_stime) * 1000,
        "rss_kib": used.ru_maxrss,
    }


rounds, command = int(sys.argv[1]), sys.argv[2:]
found = [measured(command) for _ in range(rounds)]
print(json.dumps({name: round(median(one[name] for one in found), 1) for name in found[0]}))
