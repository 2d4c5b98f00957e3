"""Runs a command some times and says what it took: medians as one line of JSON.

    python measured.py ROUNDS COMMAND [ARGUMENT ...]

A process alone, as the kernel counted it: no other of the same parent is in its figures. The kernel counts the memory of
whoever starts a program as that program's, so memory is measured in a run of its own, started by a shell, which is small.
"""

import json
import os
import subprocess
import sys
import time
from statistics import median


# The shell's children are those of the program that takes its place.
OF_CHILDREN = "import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
STARTED_SMALL = 'measure=$1; code=$2; shift 2; "$@" > /dev/null || exit 1; exec "$measure" -I -S -c "$code"'


def largest_memory(command):
    shell = ["sh", "-c", STARTED_SMALL, "sh", sys.executable, OF_CHILDREN]
    told = subprocess.run(shell + command, check=True, stdout=subprocess.PIPE)
    return int(told.stdout)


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
        "rss_kib": largest_memory(command),
    }


rounds, command = int(sys.argv[1]), sys.argv[2:]
found = [measured(command) for _ in range(rounds)]
print(json.dumps({name: round(median(one[name] for one in found), 1) for name in found[0]}))
