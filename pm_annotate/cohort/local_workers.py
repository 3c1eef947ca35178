"""Worker processes on this machine, each watched: one that is killed costs its own task, which gets one more try.

``spawn``, so that no worker inherits threads or open files. A process has one task at a time and a pipe of its own, so it
is always known which task a process took with it when it died.
"""

import contextlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import DupFd
from typing import Any, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

TRIES = 2
_GRACE = 10.0  # seconds that a worker has to remove its temporary files when the run is ended
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


class Crash(NamedTuple):
    """A task whose process died ``TRIES`` times. ``reason`` is for the user."""

    reason: str
    by_input: bool = False  # a fault in native code that reads the file, rather than someone's kill
    killed_by: int = 0  # the signal of someone's kill (SIGKILL: often the system's, for want of memory)


@dataclass(slots=True)
class _Worker(Generic[Item]):
    process: SpawnProcess
    pipe: Connection
    number: int | None = None  # of the task that it has


def run_in_workers(
    function: Callable[[Any, Item], Result], job: object, items: Sequence[Item], n_workers: int, held: int | None = None
) -> Iterator[tuple[int, Result | Crash]]:
    """``function(job, item)`` for every item, in ``n_workers`` processes; (index of the item, result) as they come.

    ``held`` is an open descriptor that every worker keeps as long as it lives (the folder's lock). When the iteration ends
    early, for whatever reason, all workers are ended before this returns.
    """
    waiting = deque((number, 1) for number in range(len(items)))
    tries: dict[int, int] = {}
    workers: list[_Worker[Item]] = []
    n_workers = min(n_workers, len(items))  # each takes a second to start
    try:
        while waiting or any(worker.number is not None for worker in workers):
            while waiting and len(workers) < n_workers:
                try:
                    workers.append(_start(function, job, held))
                except OSError:  # a limit of processes or open files: those that there are do the work
                    if not workers:
                        raise
                    n_workers = len(workers)
            for worker in workers:
                if worker.number is None and waiting:
                    worker.number, tries_now = waiting.popleft()
                    tries[worker.number] = tries_now
                    with contextlib.suppress(OSError):  # it died while idle: told below
                        worker.pipe.send(items[worker.number])
            wait([worker.pipe for worker in workers], timeout=1.0)
            for worker in list(workers):
                answer = _answer(worker)
                if answer is _NOTHING_YET:
                    continue
                number = worker.number
                worker.number = None
                if isinstance(answer, _Died):
                    workers.remove(worker)
                    if number is not None and tries[number] < TRIES:
                        waiting.appendleft((number, tries[number] + 1))
                    elif number is not None:
                        yield number, answer.crash
                elif number is not None:
                    yield number, answer
        for worker in workers:
            with contextlib.suppress(OSError):
                worker.pipe.send(None)
        for worker in workers:
            worker.process.join(_GRACE)
    finally:
        _end(workers)


class _Died(NamedTuple):
    crash: Crash


_NOTHING_YET = object()


def _answer(worker: _Worker[Item]) -> Any:
    """What a worker has sent, that it died, or that there is nothing to hear of it yet."""
    try:
        if worker.pipe.poll():
            return worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(_GRACE)
        return _Died(_crash(worker.process.exitcode))
    if worker.process.exitcode is not None and not worker.pipe.poll():
        return _Died(_crash(worker.process.exitcode))
    return _NOTHING_YET


def _crash(code: int | None) -> Crash:
    if code is None or code >= 0:
        return Crash(f"its process ended by itself {TRIES} times (exit code {code}): are there memory and processes enough?")
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    by_input = -code in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL)
    advice = "the file makes the reading library crash" if by_input else "was it ended by hand, or for lack of memory?"
    return Crash(f"its process was ended by {name} {TRIES} times: {advice}", by_input, 0 if by_input else -code)


def _start(function: Callable[[Any, Item], Result], job: object, held: int | None) -> _Worker[Item]:
    """Start a process. Signals wait until it can handle them, so that Ctrl-C at this moment prints no traceback."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    resource_tracker.ensure_running()  # the first process would start it, and that lets the signals through again
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        lock = None if held is None else _Held(held)
        process = context.Process(target=_serve, args=(theirs, lock, function, job), daemon=True)
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    theirs.close()
    return _Worker(process, ours)


class _Held:
    """A descriptor on its way to a child process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return _opened, (DupFd(self._descriptor),)


def _opened(duplicate: Any) -> int:
    return int(duplicate.detach())


def _serve(pipe: Connection, held: int | None, function: Callable[[Any, Any], Any], job: object) -> None:
    """A worker: tasks in, results out, until None comes or the parent is gone. ``held`` stays open to the end."""
    for of_the_terminal in (signal.SIGINT, signal.SIGHUP):  # Ctrl-C reaches every process of it: the parent decides
        signal.signal(of_the_terminal, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        with contextlib.suppress(RuntimeError):  # no thread can be had: then it ends with its pipe
            threading.Thread(target=_end_with_parent, daemon=True).start()
        while (item := pipe.recv()) is not None:
            pipe.send(function(job, item))


def _end_with_parent() -> None:
    """End this process when its parent is gone (SIGKILL), in the middle of a task too."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _end(workers: Sequence[_Worker[Any]]) -> None:
    """End every worker: first so that it can remove its temporary files, then for certain."""
    for worker in workers:
        worker.process.terminate()
    for worker in workers:
        worker.process.join(_GRACE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()
