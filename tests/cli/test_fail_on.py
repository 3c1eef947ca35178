"""`--fail-on`: a gate for pipelines, with an exit code that no failure has."""

from __future__ import annotations

from pathlib import Path

from tests.cohort.cohorts import write_sheet
from tests.command_line import pm_annotate, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."
NOTHING = "1 1000 . A G . PASS ."


def test_a_finding_of_the_tier_is_exit_7_with_whole_reports(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [BRAF_V600E])
    run = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "-q", "--tumor-type", "melanoma", "--fail-on", "tier1")
    assert run.returncode == 7
    assert "T1" in run.stderr
    assert (tmp_path / "out" / "T1.report.json").is_file()
    assert '"exit_code": 7' in (tmp_path / "out" / "run.json").read_text()


def test_a_lower_tier_passes_the_stricter_gate_only(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", ["17 7675088 . C T . PASS ."])  # TP53 R175H, without a tumour type
    first = pm_annotate("annotate", vcf, "-o", tmp_path, "-q", "--fail-on", "tier2")
    assert first.returncode == 7
    vcf = write_vcf(tmp_path / "T2.vcf", [NOTHING])
    assert pm_annotate("annotate", vcf, "-o", tmp_path, "-q", "--fail-on", "tier2").returncode == 0


def test_a_failure_goes_before_the_gate(tmp_path: Path) -> None:
    good = write_vcf(tmp_path / "T1.vcf", [BRAF_V600E])
    (tmp_path / "bad.vcf").write_text("no VCF")
    files = (good, tmp_path / "bad.vcf")
    run = pm_annotate("annotate", *files, "-o", tmp_path / "out", "-q", "--tumor-type", "melanoma", "--fail_on", "tier1")
    assert run.returncode == 6


def test_a_cohort_counts_what_it_keeps(tmp_path: Path) -> None:
    write_vcf(tmp_path / "a.vcf", [BRAF_V600E])
    write_vcf(tmp_path / "b.vcf", [NOTHING])
    rows = [("A", "a.vcf", "melanoma"), ("B", "b.vcf", "melanoma")]
    sheet = write_sheet(tmp_path / "samples.tsv", ("sample", "vcf", "tumor_type"), rows)
    for options in ((), ("--resume",)):
        run = pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--workers", "0", "--fail-on", "tier1", *options)
        assert run.returncode == 7, run.stderr
        assert "in A. Exit code 7" in run.stderr
    only = ("--resume", "--sample", "B")
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--workers", "0", "--fail-on", "tier1", *only).returncode == 0
