"""A crash in native code ends as exit code 3 with a message; the process that the shell waits for dies of no signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pm_annotate.cli.containment import leave_as
from tests.command_line import COMMAND, pm_annotate, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."


@pytest.fixture
def waiting(tmp_path: Path) -> subprocess.Popen[str]:
    """A run that waits for the rest of its VCF on standard input."""
    vcf = write_vcf(tmp_path / "braf.vcf", [BRAF_V600E])
    run = subprocess.Popen(
        [str(COMMAND), "annotate", "-", "-o", str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdin is not None
    run.stdin.write(vcf.read_text())
    run.stdin.flush()
    return run


def child_of(run: subprocess.Popen[str]) -> int:
    """The process that does the reading, once it is there."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    if not children.parent.exists():
        pytest.skip("no /proc")
    for _ in range(200):
        if found := children.read_text().split():
            time.sleep(0.2)
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("the command made no child process")


def test_a_segmentation_fault_is_exit_3_with_a_message_and_leaves_no_report(
    waiting: subprocess.Popen[str], tmp_path: Path
) -> None:
    os.kill(child_of(waiting), signal.SIGSEGV)
    _, said = waiting.communicate(timeout=60)
    assert waiting.returncode == 3
    assert "the VCF reader crashed (SIGSEGV)" in said
    assert not list((tmp_path / "out").glob("*.tsv"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_command_ends_its_child_too(waiting: subprocess.Popen[str], number: signal.Signals) -> None:
    child = child_of(waiting)
    os.kill(waiting.pid, number)
    waiting.wait(timeout=60)
    waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_killed_command_leaves_no_child_behind(waiting: subprocess.Popen[str]) -> None:
    child = child_of(waiting)
    waiting.kill()
    waiting.wait(timeout=60)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    raise AssertionError("the child went on alone")


def test_an_end_by_another_signal_is_told_as_shells_tell_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert leave_as(-signal.SIGKILL, "a.vcf") == 137
    assert "SIGKILL" in capsys.readouterr().err
    assert leave_as(0, "a.vcf") == 0


def test_the_log_can_be_json(tmp_path: Path) -> None:
    done = pm_annotate("annotate", write_vcf(tmp_path / "b.vcf", [BRAF_V600E]), "-o", tmp_path / "out", "--log-json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.returncode == 0
    assert {"time", "level", "step", "message"} == set(lines[-1])
    assert "1 records" in lines[-1]["message"]


def test_an_error_is_json_too(tmp_path: Path) -> None:
    done = pm_annotate("annotate", tmp_path / "none.vcf", "-o", tmp_path / "out", "--log-json")
    assert done.returncode == 3
    assert json.loads(done.stderr.splitlines()[-1])["level"] == "ERROR"


CRASHES_ON_A_WORD = """
import os, signal
import cyvcf2
real = cyvcf2.VCF
def reader(source, *arguments, **named):
    if hasattr(source, "fileno") and b"CRASH" in os.pread(source.fileno(), 1 << 20, 0):
        os.kill(os.getpid(), signal.SIGSEGV)
    return real(source, *arguments, **named)
cyvcf2.VCF = reader
"""


def test_the_reader_dies_of_a_row_and_neither_annotate_nor_the_rest_of_a_cohort_does(tmp_path: Path) -> None:
    """No VCF is known any more that crashes the reader: one is made to."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(CRASHES_ON_A_WORD)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "hook")}
    good = write_vcf(tmp_path / "good.vcf", [BRAF_V600E])
    bad = write_vcf(tmp_path / "bad.vcf", ["7 140753336 . A T . PASS NOTE=CRASH"])

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [str(COMMAND), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    alone = run("annotate", bad, "-o", tmp_path / "alone", "-q")
    assert alone.returncode == 3
    assert "SIGSEGV" in alone.stderr
    assert not list((tmp_path / "alone").glob("*"))
    cohort = run("cohort", good, bad, "-o", tmp_path / "cohort", "-q", "--workers", "2")
    assert cohort.returncode == 6, cohort.stderr
    assert "SIGSEGV" in (tmp_path / "cohort" / "cohort.summary.tsv").read_text()
    assert list((tmp_path / "cohort").rglob("good.report.json"))
    assert not list((tmp_path / "cohort").rglob("bad.*"))
