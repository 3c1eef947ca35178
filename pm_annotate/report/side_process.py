"""Work that a second processor does meanwhile, in a forked copy of this process: nothing has to be handed over."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections.abc import Callable

from pm_annotate.processes import usable_processors


def processors() -> int:
    """How many processors this process and its copies may use at once; 1 where it cannot be copied."""
    if not hasattr(os, "fork"):
        return 1
    return usable_processors()


class SideProcess:
    """Does ``work`` from here on. What it leaves in memory is lost; only its files and whether it came to its end are known."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._process = os.fork()
        if self._process == 0:
            _work_and_leave(work)
        self._running = True

    def succeeded(self) -> bool:
        """Wait for its end. False where anything went wrong, a crash included: do the work here, and see the error."""
        status = os.waitpid(self._process, 0)[1]
        self._running = False
        return status == 0

    def stop(self) -> None:
        """End it now, if it has not ended."""
        if self._running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self.succeeded()


def _work_and_leave(work: Callable[[], None]) -> None:
    """In the copy: nothing of what the original would do at its end (messages, clean-up, buffers) is done twice."""
    code = 1
    try:
        gc.disable()  # a collection would write to, and so copy, all that is shared with the original
        work()
        code = 0
    finally:
        os._exit(code)
