"""Watched worker processes: a death costs one task one more try, and nothing else."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pm_annotate.cohort import local_workers
from pm_annotate.cohort.local_workers import Crash, run_in_workers

# What the workers do must be importable in a fresh process.


def square(job: int, item: int) -> int:
    return job + item * item


def die(job: Path, item: tuple[int, str]) -> int:
    """End this process in the way of ``item`` the first time (``once``) or each time (``always``)."""
    number, how = item
    mark = job / f"tried-{number}"
    first = not mark.exists()
    mark.write_text(f"{os.getpid()}")
    if how == "always" or (how == "once" and first):
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "leave":
        os._exit(7)
    return number


def wait_long(job: Path, item: int) -> int:
    (job / f"process-{os.getpid()}").touch()
    time.sleep(60)
    return item


class BlockedSignals:
    """Becomes, where it is unpickled, the names of the signals that wait there: a worker has not begun to serve then."""

    def __reduce__(self) -> tuple[object, ...]:
        return blocked_signals, ()


def blocked_signals() -> list[str]:
    return sorted(signal.Signals(number).name for number in signal.pthread_sigmask(signal.SIG_BLOCK, []))


def same(job: object, item: int) -> object:
    return job


FIRST_PROCESS = """
from tests.cohort.test_local_workers import BlockedSignals, run_in_workers, same
print(*dict(run_in_workers(same, BlockedSignals(), [0], 1))[0])
"""


@pytest.mark.parametrize("n_workers", [1, 3])
def test_every_item_has_its_result(n_workers: int) -> None:
    answers = dict(run_in_workers(square, 100, list(range(20)), n_workers))
    assert answers == {number: 100 + number * number for number in range(20)}


def test_no_items_start_no_process() -> None:
    assert list(run_in_workers(square, 0, [], 4)) == []


@pytest.mark.parametrize("n_workers", [1, 2])
def test_a_process_that_dies_takes_only_its_own_task_and_that_is_tried_once_more(tmp_path: Path, n_workers: int) -> None:
    items = [(0, "never"), (1, "once"), (2, "always"), (3, "never"), (4, "leave"), (5, "never"), (6, "killed")]
    answers = dict(run_in_workers(die, tmp_path, items, n_workers))
    assert {number: answers[number] for number in (0, 1, 3, 5)} == {0: 0, 1: 1, 3: 3, 5: 5}
    segfault, left, killed = answers[2], answers[4], answers[6]
    assert isinstance(segfault, Crash)
    assert (segfault.by_input, segfault.killed_by) == (True, 0)
    assert isinstance(killed, Crash)
    assert (killed.by_input, killed.killed_by) == (False, signal.SIGKILL)
    assert "SIGSEGV" in segfault.reason
    assert isinstance(left, Crash)
    assert (left.by_input, "exit code 7" in left.reason) == (False, True)


def test_signals_wait_while_the_first_worker_starts() -> None:
    """Python's tracker, which the first process starts, unblocks SIGINT: Ctrl-C gave a traceback out of a worker's imports."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PROCESS], cwd=root, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["SIGHUP", "SIGINT", "SIGTERM"]


def test_workers_end_when_the_iteration_is_left(tmp_path: Path) -> None:
    with closing(run_in_workers(square, 0, [1, 2, 3], 1)) as answers:
        assert next(answers) == (0, 1)
    started = time.monotonic()
    answers_of_sleepers = run_in_workers(wait_long, tmp_path, [1, 2], 2)
    previous = signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, 2.0)
    try:
        with pytest.raises(KeyboardInterrupt), closing(answers_of_sleepers):
            next(answers_of_sleepers)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert time.monotonic() - started < 15
    processes = [int(mark.name.split("-")[1]) for mark in tmp_path.glob("process-*")]
    assert processes
    assert not any(Path(f"/proc/{process}").exists() for process in processes)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def test_no_more_processes_are_started_than_there_are_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """--workers 50 for two samples started 50, and took half a minute."""
    started: list[int] = []
    start = local_workers._start

    def counted(*arguments: Any) -> Any:
        started.append(1)
        return start(*arguments)

    monkeypatch.setattr(local_workers, "_start", counted)
    assert dict(run_in_workers(square, 0, [2, 3], 50)) == {0: 4, 1: 9}
    assert len(started) == 2


def test_those_workers_that_can_be_had_do_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit of processes (ulimit -u)."""
    start = local_workers._start
    started: list[int] = []

    def limited(*arguments: Any) -> Any:
        if started:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        started.append(1)
        return start(*arguments)

    monkeypatch.setattr(local_workers, "_start", limited)
    assert dict(run_in_workers(square, 0, [2, 3, 4], 3)) == {0: 4, 1: 9, 2: 16}
