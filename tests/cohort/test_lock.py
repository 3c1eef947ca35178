"""One run at a time in a folder; the lock ends with its holder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pm_annotate.cohort.lock import LOCK_FILE, folder_lock
from pm_annotate.errors import UsageError
from tests.cohort.cohorts import write_cohort
from tests.command_line import pm_annotate

HOLD = """
import sys, time
from pathlib import Path
from pm_annotate.cohort.lock import folder_lock
with folder_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_refused_and_told_who_holds_the_folder(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 1)
    out = tmp_path / "out"
    out.mkdir()
    with folder_lock(out):
        done = pm_annotate("cohort", sheet, "-o", out)
    assert done.returncode == 2
    assert f"process {os.getpid()} on " in done.stderr
    assert [path.name for path in out.iterdir()] == [LOCK_FILE]


def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UsageError, match=f"process {holder.pid} on"), folder_lock(tmp_path, patience=0):
            pass
        holder.kill()
    with folder_lock(tmp_path, patience=0):
        assert f"process {os.getpid()} on" in (tmp_path / LOCK_FILE).read_text()
    assert (tmp_path / LOCK_FILE).read_bytes() == b""


def test_runs_over_single_samples_go_side_by_side_but_not_beside_a_whole_run(tmp_path: Path) -> None:
    with (
        folder_lock(tmp_path, shared=True),
        folder_lock(tmp_path, shared=True, patience=0),
        pytest.raises(UsageError),
        folder_lock(tmp_path, patience=0),
    ):
        pass
    with folder_lock(tmp_path), pytest.raises(UsageError), folder_lock(tmp_path, shared=True, patience=0):
        pass
