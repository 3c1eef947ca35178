"""A crash in native code (htslib, cyvcf2) becomes an exit code and a message, never the signal death of the user's job.

The command goes on in a child process; the parent only waits for it. Some malformed genotypes make htslib's readers write
beyond their memory, and no exception comes of that.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from pm_annotate.processes import crash_error
from pm_annotate.report.cells import one_line

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1  # prctl(2)


def continue_in_child(reading: str) -> None:
    """Return in a child process. The parent waits, passes signals on, and leaves with the child's exit code.

    ``reading``: what is read, for the message about a crash. Where processes cannot be forked, the work goes on as it is.
    """
    if not hasattr(os, "fork"):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError:  # a limit of processes (ulimit -u): better here than not at all
        return
    if child == 0:
        end_with_parent(parent)
        return
    for number in PASSED_ON:
        signal.signal(number, _pass_on(child))
    code = leave_as(os.waitstatus_to_exitcode(_wait(child)), reading)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


def leave_as(status: int, reading: str) -> int:
    """The exit code for a child's: its own; 3 with a message after a crash; 128 + signal where it was killed otherwise."""
    if status >= 0:
        return status
    error = crash_error(-status, one_line(reading))
    with contextlib.suppress(OSError):  # nobody reads stderr: the exit code still tells
        print(f"pm-annotate: error: {error}", file=sys.stderr, flush=True)
    return error.exit_code


def leave_at_once(code: int) -> NoReturn:
    """End this process when its work is done, without taking apart what it holds in memory, which takes a tenth of a small run.

    Temporary copies of input are removed, what was logged and shown is flushed. Where threads still run, it ends as usual.
    """
    threading, logging = sys.modules.get("threading"), sys.modules.get("logging")
    if threading is not None and threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()
    if logging is not None:
        logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def end_with_parent(parent: int) -> None:
    """SIGTERM for this process when its parent is killed, so that nothing runs on unseen (Linux; elsewhere nothing)."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM))
    if os.getppid() != parent:  # it was killed before that
        os._exit(130)


def interrupt_once(number: int, frame: FrameType | None) -> None:
    """A signal handler: end as Ctrl-C does, once. Whoever signals a whole group sends it twice; clean-up is not interrupted."""
    for repeated in PASSED_ON:
        signal.signal(repeated, signal.SIG_IGN)
    raise KeyboardInterrupt


def _pass_on(child: int) -> Callable[[int, FrameType | None], None]:
    def handler(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    return handler


def _wait(child: int) -> int:
    while True:
        with contextlib.suppress(InterruptedError):
            return os.waitpid(child, 0)[1]
