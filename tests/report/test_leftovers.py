"""No table of an earlier report stands beside a newer JSON report of the sample."""

from __future__ import annotations

import os
from pathlib import Path

from pm_annotate.report.leftovers import remove_leftovers, remove_unfinished
from tests.command_line import pm_annotate, write_vcf


def test_only_files_of_this_sample_that_were_not_written_go(tmp_path: Path) -> None:
    for name in ("S.findings.tsv", "S.report.json", "S.notes.tsv", "S2.findings.tsv", "S.variants.tsv"):
        (tmp_path / name).touch()
    gone = remove_leftovers(tmp_path, "S", [tmp_path / "S.report.json"])
    assert {path.name for path in gone} == {"S.findings.tsv", "S.variants.tsv"}
    assert {path.name for path in tmp_path.iterdir()} == {"S.report.json", "S.notes.tsv", "S2.findings.tsv"}


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
    gone = [".S.findings.tsv.0123456789ab.tmp", ".run.json.0123456789ab.tmp"]
    kept = [".T.findings.tsv.0123456789ab.tmp", ".summary.tsv.0123456789ab.tmp", ".S.findings.tsv.tmp", "S.findings.tsv"]
    for name in (*gone, *kept):
        (tmp_path / name).touch()
    os.utime(tmp_path / gone[1], (0, 0))
    remove_unfinished(tmp_path, ["S"])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
