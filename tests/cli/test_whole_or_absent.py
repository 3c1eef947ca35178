"""Reports are whole or not there: killed at any moment, on a full disk, in folders that cannot be written to."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command_line import COMMAND, pm_annotate, write_vcf

ROWS = ["7 140753336 . A T . PASS . GT:AD 0/1:40,20", "12 25245350 . C A . PASS . GT:AD 0/1:40,20"]
SET_OF_ONE = 9  # files of a sample: eight tables and a JSON report
RUN_FILES = {"summary.tsv", "run.json"}


@pytest.fixture
def vcfs(tmp_path: Path) -> list[Path]:
    return [write_vcf(tmp_path / f"p{number}.vcf", ROWS, [f"P{number}"]) for number in range(4)]


def contents(folder: Path) -> dict[str, bytes]:
    """What every file holds, but for the record of the run, which tells of times."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "run.json"}


def test_killed_at_any_moment_it_leaves_whole_files_and_a_rerun_repairs(vcfs: list[Path], tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    started = time.monotonic()
    assert pm_annotate("annotate", *vcfs, "-o", whole, "-q").returncode == 0
    took = time.monotonic() - started
    undisturbed = contents(whole)
    rng = random.Random(7)
    for _ in range(4):
        running = subprocess.Popen(
            [str(COMMAND), "annotate", *map(str, vcfs), "-o", str(killed), "-q", "--force"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(rng.uniform(0.4, 1.0) * took)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait(timeout=60)
        for name, content in contents(killed).items() if killed.exists() else ():
            if not name.endswith(".tmp"):
                assert content == undisturbed[name], name
    assert pm_annotate("annotate", *vcfs, "-o", killed, "-q", "--force").returncode == 0
    repaired = {name: content for name, content in contents(killed).items() if not name.endswith(".tmp")}
    assert repaired == undisturbed


@pytest.mark.parametrize("bytes_left", [0, 3000, 20_000])
def test_a_full_disk_is_an_error_and_leaves_no_half_report(vcfs: list[Path], tmp_path: Path, bytes_left: int) -> None:
    """A limit on the size of a file stands in for the disk: writing fails in the middle of a file."""
    out = tmp_path / "out"
    done = subprocess.run(
        [str(COMMAND), "annotate", str(vcfs[0]), "-o", str(out), "-q"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left)),
    )
    assert done.returncode == 1, done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists() or list(out.iterdir()) == []
    assert pm_annotate("annotate", vcfs[0], "-o", out, "-q").returncode == 0
    assert len(list(out.iterdir())) == SET_OF_ONE + len(RUN_FILES)


def test_old_reports_stand_where_new_ones_cannot_be_written(vcfs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcfs[0], "-o", out, "-q").returncode == 0
    before = contents(out)
    done = subprocess.run(
        [str(COMMAND), "annotate", str(vcfs[0]), "-o", str(out), "-q", "--force", "--tumor-type", "melanoma"],
        capture_output=True,
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert done.returncode == 1
    assert contents(out) == before


def test_a_folder_that_cannot_be_written_to_is_told_before_any_work(vcfs: list[Path], tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    places = [vcfs[0] / "out", Path("/proc/pm-annotate")] + ([] if os.geteuid() == 0 else [closed / "out"])
    for place in places:
        done = pm_annotate("annotate", vcfs[0], "-o", place, "-q")
        assert done.returncode == 2, (place, done.stderr)
        assert "--output-dir" in done.stderr


def test_a_broken_file_leaves_what_an_earlier_run_wrote(vcfs: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcfs[0], "-o", out, "-q").returncode == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    vcfs[0].write_text(vcfs[0].read_text() + "7\t1\n")
    assert pm_annotate("annotate", vcfs[0], "-o", out, "-q", "--force").returncode == 3
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
