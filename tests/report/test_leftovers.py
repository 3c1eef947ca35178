"""No table of an earlier report stands beside a newer JSON report of the sample."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pm_annotate.errors import PmAnnotateError
from pm_annotate.report.files import write_together
from pm_annotate.report.leftovers import remove_unfinished
from pm_annotate.report.writer import other_files
from tests.command_line import pm_annotate, write_vcf


def test_only_files_of_this_sample_that_are_not_written_are_others(tmp_path: Path) -> None:
    for name in ("S.findings.tsv.gz", "S.report.json", "S.notes.tsv", "S2.findings.tsv", "S.variants.tsv"):
        (tmp_path / name).touch()
    others = other_files(tmp_path, "S", [tmp_path / "S.report.json"])
    assert {path.name for path in others} == {"S.findings.tsv.gz", "S.variants.tsv"}


def test_other_files_go_before_new_ones_appear_and_not_when_those_fail(tmp_path: Path) -> None:
    """Killed at any moment, a run leaves one form of a report or none, never both."""
    old, new = tmp_path / "S.findings.tsv", tmp_path / "S.findings.tsv.gz"
    old.write_bytes(b"old")

    def failing() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(PmAnnotateError):
        write_together({new: failing()}, instead_of=[old])
    assert [path.name for path in tmp_path.iterdir()] == [old.name]
    write_together({new: b"new"}, instead_of=[old])
    assert [path.name for path in tmp_path.iterdir()] == [new.name]


def test_a_run_for_json_alone_leaves_no_older_tables(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", ["7 140753336 . A T . PASS ."])
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcf, "-o", out, "-q").returncode == 0
    assert pm_annotate("annotate", vcf, "-o", out, "-q", "--force", "--format", "json").returncode == 0
    assert {path.name for path in out.iterdir()} == {"x.report.json", "summary.tsv", "run.json"}


def test_without_force_reports_of_another_format_are_not_touched(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", ["7 140753336 . A T . PASS ."])
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcf, "-o", out, "-q", "--format", "tsv").returncode == 0
    before = {path.name for path in out.iterdir()}
    done = pm_annotate("annotate", vcf, "-o", out, "-q", "--format", "json")
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert {path.name for path in out.iterdir()} == before


def test_what_a_killed_run_left_half_written_goes_with_the_next_run_of_the_sample(tmp_path: Path) -> None:
    gone = [".S.findings.tsv.0123456789ab.tmp", ".run.json.0123456789ab.tmp", ".pm-annotate.0123456789ab.tmp"]
    kept = [".T.findings.tsv.0123456789ab.tmp", ".summary.tsv.0123456789ab.tmp", ".S.findings.tsv.tmp", "S.findings.tsv"]
    for name in (*gone, *kept):
        (tmp_path / name).touch()
    for old in gone[1:]:  # of the run itself: another run may be at work in the folder
        os.utime(tmp_path / old, (0, 0))
    remove_unfinished(tmp_path, ["S"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
