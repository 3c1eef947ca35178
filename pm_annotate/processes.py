"""What several rooms ask of processes: how many may run at once, and what it means when a signal ended one."""

from __future__ import annotations

import os
import signal

from pm_annotate.errors import InputError, PmAnnotateError

CRASHES = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL})


def usable_processors() -> int:
    """How many processors this process may use: those that the scheduler leaves it (taskset, SLURM), not all of the machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def crash_error(number: int, name: str) -> PmAnnotateError:
    """What a signal that ended the reading of ``name`` means to the user: a crash of native code is a fault of the input."""
    ended_by = signal.Signals(number).name
    if number not in CRASHES:
        error = PmAnnotateError(f"{name}: the process that read it was ended by {ended_by} (is there memory enough?).")
        error.exit_code = 128 + number
        return error
    return InputError(
        f"the VCF reader crashed ({ended_by}) on {name}: a record is malformed in a way that htslib does not survive. No "
        "report of it was left half written. `bcftools view` or a VCF validator may name the record; with several files, "
        "run each by itself."
    )
