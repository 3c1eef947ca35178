"""What the system refuses a run (places, limits, an unread stderr): the documented exit code, no 'fault of pm-annotate'."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from pm_annotate.refusals import is_pipe, limit_met, place_refused
from tests.command_line import COMMAND, pm_annotate, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    return write_vcf(tmp_path / "a.vcf", [BRAF_V600E])


def in_shell(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", script, str(COMMAND), *map(str, arguments)], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [("annotate missing.vcf", 3), ("annotate --unknown-option", 2), ("knowledge validate missing.tsv", 4)],
)
def test_the_exit_code_does_not_depend_on_who_reads_stderr(arguments: str, code: int) -> None:
    assert in_shell(f'"$0" {arguments} 2> >(true); exit $?').returncode == code
    if Path("/dev/full").exists():
        assert in_shell(f'"$0" {arguments} 2> /dev/full').returncode == code


def test_a_long_list_of_transcripts_is_no_file_name(vcf: Path, tmp_path: Path) -> None:
    genes = "NM_004333.4,NM_005228.3,NM_004985.3,NM_000546.5,NM_000059.3,NM_007294.3,NM_006218.2,NM_005157.4,NM_004304.3"
    listed = ",".join([genes, *["NM_004333.4"] * 20])
    assert len(listed) > 255
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "-q", "--transcripts", listed)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("option", ["-o", "--cna", "--knowledge", "--targets"])
def test_an_empty_path_is_refused(vcf: Path, tmp_path: Path, option: str) -> None:
    """``-o "$OUT"`` with OUT unset wrote the reports into the folder that the job was started in."""
    done = pm_annotate("annotate", vcf, option, "", cwd=tmp_path)
    assert done.returncode == 2
    assert "it is empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.vcf"]


@pytest.mark.parametrize("option", ["--cna", "--fusions", "--knowledge"])
def test_a_pipe_that_would_be_read_twice_is_refused(vcf: Path, tmp_path: Path, option: str) -> None:
    done = in_shell(f'"$0" annotate "$1" -o "$2" {option} <(echo x)', vcf, tmp_path / "out")
    assert done.returncode == 2
    assert "is a pipe" in done.stderr


def test_a_loop_of_links_among_the_reports_is_replaced(vcf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.findings.tsv").symlink_to("a.findings.tsv")
    assert pm_annotate("annotate", vcf, "-o", out, "-q").returncode == 2
    assert pm_annotate("annotate", vcf, "-o", out, "-q", "--force").returncode == 0
    assert (out / "a.findings.tsv").is_file()


def test_a_name_that_is_too_long_is_told(vcf: Path, tmp_path: Path) -> None:
    done = pm_annotate("annotate", vcf, "-o", tmp_path / ("a" * 300))
    assert done.returncode == 2
    assert "cannot be written to: File name too long" in done.stderr


def test_a_working_folder_that_is_gone_is_told(vcf: Path) -> None:
    done = in_shell('mkdir "$1.d"; cd "$1.d"; rmdir "$1.d"; "$0" cohort x.vcf -o out', vcf)
    assert done.returncode == 2
    assert "no longer there" in done.stderr


def test_where_few_files_may_be_open_the_limit_is_named(vcf: Path, tmp_path: Path) -> None:
    for most in (6, 7, 8, 9):
        done = in_shell(f'ulimit -n {most}; "$0" annotate "$1" -o "$2" -q', vcf, tmp_path / "out")
        assert done.returncode == 0 or "Too many open files" in done.stderr, done.stderr
        assert "fault of pm-annotate" not in done.stderr
        assert not (tmp_path / "out").exists() or len(list((tmp_path / "out").iterdir())) in (0, 11)


def test_limits_are_told_from_faults() -> None:
    loader = ImportError("libx.so: failed to map segment from shared object")
    wrapped = ImportError("Importing the numpy C-extensions failed.")
    wrapped.__cause__ = loader
    assert "memory" in str(limit_met(wrapped))
    assert "memory" in str(limit_met(MemoryError()))
    assert "ulimit -u" in str(limit_met(OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))))
    assert "ulimit -u" in str(limit_met(RuntimeError("can't start new thread")))
    assert limit_met(BlockingIOError(errno.EAGAIN, "write could not complete without blocking", 0)) is None
    assert limit_met(ImportError("No module named 'x'")) is None
    assert limit_met(RuntimeError("x")) is None
    assert place_refused(ValueError("x")) is None
    assert place_refused(OSError("x")) is None
    refused = place_refused(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/closed/x"))
    assert refused is not None
    assert (str(refused), refused.exit_code) == ("/closed/x: Permission denied.", 2)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT])
def test_a_full_or_broken_disk_is_no_wrong_place(number: int) -> None:
    """docs/exit-codes.md: 1, and not 2: another option does not help."""
    assert place_refused(OSError(number, os.strerror(number), "/out/S.findings.tsv")) is None


def test_what_cannot_be_looked_at_is_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert is_pipe(tmp_path / "pipe")
    assert not is_pipe(tmp_path / "missing")
    assert not is_pipe(tmp_path / ("a" * 300))
    assert not is_pipe("a\0b")
