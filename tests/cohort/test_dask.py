"""`--scheduler`: the same tasks on a Dask cluster. Needs the extra `dask`; runs a cluster of two workers on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cohort.cohorts import contents, write_cohort
from tests.command_line import COMMAND, pm_annotate

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster("127.0.0.1", n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None) as cluster:
        cluster.wait_for_workers(2)
        print(cluster.scheduler_address, *[worker.process.process.pid for worker in cluster.workers.values()], flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """Address of the scheduler, and process ids of the workers."""
    pytest.importorskip("distributed")
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as running:
        assert running.stdout is not None
        address, *processes = running.stdout.readline().split()
        yield address, [int(process) for process in processes]
        running.communicate(timeout=60)


def test_a_cluster_gives_the_bytes_of_a_local_run(cluster: tuple[str, list[int]], tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 8)
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "cluster", "--scheduler", cluster[0])
    assert done.returncode == 0, done.stderr
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "local").returncode == 0
    assert contents(tmp_path / "cluster") == contents(tmp_path / "local")


def test_a_worker_that_is_killed_in_mid_run_loses_nothing(cluster: tuple[str, list[int]], tmp_path: Path) -> None:
    address, processes = cluster
    sheet = write_cohort(tmp_path, 16)
    out = tmp_path / "cluster"
    run = subprocess.Popen(
        [str(COMMAND), "cohort", str(sheet), "-o", str(out), "--scheduler", address], stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while not list(out.glob("*.done.json")) and time.monotonic() < until:
        time.sleep(0.01)
    os.kill(processes[0], signal.SIGKILL)
    _, said = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "local").returncode == 0
    assert contents(out) == contents(tmp_path / "local")


def test_without_a_scheduler_or_the_library_it_says_so(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 1)
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "out").returncode == 0
    before = contents(tmp_path / "out")
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--resume", "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert contents(tmp_path / "out") == before  # the tables of the last run were gone
    assert "No Dask scheduler can be reached" in done.stderr or "pip install 'pm-annotate[dask]'" in done.stderr
