"""What a process uses, seen from outside."""

import resource
import time
from pathlib import Path


def cpu(pid: int) -> float:
    """Seconds of CPU that all threads of a process have used so far."""
    return time.clock_gettime(~pid << 3 | 2)  # the kernel's number for the clock of that process


def resident(pid: int) -> float:
    """KiB of memory that a process holds."""
    return int(Path(f'/proc/{pid}/statm').read_text().split()[1]) * resource.getpagesize() / 1024
