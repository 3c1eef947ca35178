"""Ctrl-C and SIGTERM end a cohort cleanly; after SIGKILL at any moment, --resume gives what an undisturbed run gives."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cohort.cohorts import contents, write_cohort
from tests.command_line import COMMAND, pm_annotate

KILLS = 20


def start(sheet: Path, out: Path, *options: str) -> subprocess.Popen[str]:
    """A cohort run in a process group of its own."""
    return subprocess.Popen(
        [str(COMMAND), "cohort", str(sheet), "-o", str(out), "--workers", "2", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def children(process: int) -> list[int]:
    """The worker processes of a run, deepest last."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == process:
            found += [int(path.parent.name), *children(int(path.parent.name))]
    return found


def workers(process: int) -> list[int]:
    """The processes that do the tasks, without multiprocessing's own tracker."""
    found = []
    for child in children(process):
        try:
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
        except OSError:
            continue
    return found


def wait_for_first_report(out: Path) -> None:
    until = time.monotonic() + 60
    while not list(out.glob("*.done.json")) and time.monotonic() < until:
        time.sleep(0.01)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A sheet of twelve samples and what its run gives."""
    folder = tmp_path_factory.mktemp("undisturbed")
    sheet = write_cohort(folder, 12)
    assert pm_annotate("cohort", sheet, "-o", folder / "out", "-q").returncode == 0
    return sheet, contents(folder / "out")


@pytest.mark.parametrize(("sent", "to_group"), [(signal.SIGTERM, False), (signal.SIGINT, False), (signal.SIGINT, True)])
def test_a_signal_ends_the_workers_and_leaves_nothing_half_written(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path, sent: signal.Signals, to_group: bool
) -> None:
    sheet, whole = undisturbed
    out = tmp_path / "out"
    run = start(sheet, out)
    wait_for_first_report(out)
    processes = workers(run.pid)
    os.killpg(run.pid, sent) if to_group else run.send_signal(sent)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, "interrupted" in said, "Traceback" in said) == (130, True, False)
    assert processes
    assert not any(Path(f"/proc/{process}").exists() for process in processes)
    there = contents(out)
    assert {name: whole.get(name) for name in there} == there  # no temporary file, no table over half a cohort
    assert 0 < len(there) < len(whole)
    assert pm_annotate("cohort", sheet, "-o", out, "--resume", "-q").returncode == 0
    assert contents(out) == whole


def test_a_killed_worker_costs_nothing(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    sheet, whole = undisturbed
    run = start(sheet, tmp_path / "out")
    wait_for_first_report(tmp_path / "out")
    processes = workers(run.pid)
    assert processes
    os.kill(processes[0], signal.SIGKILL)
    run.communicate(timeout=60)
    assert run.returncode == 0
    assert contents(tmp_path / "out") == whole


def test_workers_end_with_a_killed_run(undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    run = start(undisturbed[0], tmp_path / "out")
    wait_for_first_report(tmp_path / "out")
    processes = workers(run.pid)
    run.kill()
    run.communicate(timeout=60)
    until = time.monotonic() + 10
    while any(Path(f"/proc/{process}").exists() for process in processes) and time.monotonic() < until:
        time.sleep(0.02)
    assert processes
    assert not any(Path(f"/proc/{process}").exists() for process in processes)


def test_kills_at_random_moments_and_resume_end_like_an_undisturbed_run(
    undisturbed: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    sheet, whole = undisturbed
    seed = random.randrange(1 << 32)
    out = tmp_path / "out"
    kill_and_resume(sheet, out, KILLS, random.Random(seed))
    assert pm_annotate("cohort", sheet, "-o", out, "--resume", "-q").returncode == 0
    assert contents(out) == whole, f"seed {seed}"


def kill_and_resume(sheet: Path, out: Path, kills: int, random_moment: random.Random) -> int:
    """Start a run ``kills`` times and SIGKILL it, a worker of it, or its whole group; how many were still running.

    A run that got to its end before its kill begins anew with an empty folder.
    """
    running = 0
    for _ in range(kills):
        run = start(sheet, out, "--resume")
        time.sleep(random_moment.uniform(0.1, 2.0))
        target = random_moment.choice(["run", "group", "worker"])
        processes = workers(run.pid)
        running += run.poll() is None
        if target == "worker" and processes:
            os.kill(random_moment.choice(processes), signal.SIGKILL)
            time.sleep(random_moment.uniform(0, 0.3))
        if run.poll() is None:
            run.kill() if target == "run" else os.killpg(run.pid, signal.SIGKILL)
        run.communicate(timeout=60)
        if (out / "cohort.summary.tsv").exists() and random_moment.random() < 0.5:
            for path in out.glob("P*"):
                path.unlink()
    return running
