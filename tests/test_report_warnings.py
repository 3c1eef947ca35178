"""A report that is empty for a reason which the user may not intend says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import pm_annotate, read_table, write_vcf

FORMAT = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">',
)


def warnings_of(tmp_path: Path, rows: list[str], samples: tuple[str, ...], *options: str) -> str:
    vcf = write_vcf(tmp_path / "x.vcf", rows, samples, header=FORMAT)
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", *options)
    assert done.returncode == 0, done.stderr
    (report,) = (tmp_path / "out").glob("*.report.json")
    return " ".join(json.loads(report.read_text())["warnings"])


def test_a_file_in_which_nothing_passed_its_filters(tmp_path: Path) -> None:
    """MuSE sorts its calls into tiers by FILTER: a file without PASS is not one without mutations."""
    rows = [f"7 {pos} . {ref} {alt} . Tier{tier} . GT:AD 0/1:60,40" for pos, ref, alt, tier in _EGFR]
    said = warnings_of(tmp_path, rows, ("S1",))
    assert "3 are set aside (FILTER Tier1 2, Tier4 1)" in said
    assert "--all-filters" in said


def test_without_a_tumour_type_nothing_is_tier_one_and_the_report_says_so(tmp_path: Path) -> None:
    """Larotrectinib is approved for any solid tumour with an NTRK fusion; a leukaemia is none."""
    rows = ["7 140753337 . C G . PASS . GT:AD 0/1:60,40"]
    (fusions := tmp_path / "fusions.tsv").write_text("gene5\tgene3\tframe\nETV6\tNTRK3\tin-frame\n")
    said = warnings_of(tmp_path, rows, ("S1",), "--fusions", str(fusions))
    assert "no finding is Tier I, not even one that holds for any tumour (it is Tier II-C)" in said
    findings = read_table(tmp_path / "out" / "S1.findings.tsv")
    assert {row["amp_tier"] for row in findings}.isdisjoint({"Tier I-A", "Tier I-B"})
    named = ("--tumor-type", "solid tumor", "--force")
    assert "No tumour type" not in warnings_of(tmp_path, rows, ("S1",), "--fusions", str(fusions), *named)
    findings = read_table(tmp_path / "out" / "S1.findings.tsv")
    assert "Larotrectinib" in {row["therapies"] for row in findings if row["amp_tier"] == "Tier I-A"}


def test_filters_are_not_spoken_of_where_something_passed(tmp_path: Path) -> None:
    rows = [
        "7 55191822 . T G . PASS . GT:AD 0/1:60,40",
        "7 140753336 . A T . weak . GT:AD 0/1:60,40",
    ]
    assert "set aside" not in warnings_of(tmp_path, rows, ("S1",))


def test_two_samples_without_roles_may_be_a_pair(tmp_path: Path) -> None:
    """FreeBayes names no roles; the order of its columns is that of the reads it was given (bcbio-nextgen, issue 1305)."""
    vcf = write_vcf(tmp_path / "x.vcf", ["7 140753336 . A T . PASS . GT:AD 0/1:60,40 0/0:80,0"], ("S1", "S2"), header=FORMAT)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out").returncode == 0
    said = " ".join(json.loads((tmp_path / "out" / "S1.report.json").read_text())["warnings"])
    assert "two samples, S1 and S2" in said
    assert "--normal-sample" in said
    assert (
        pm_annotate("annotate", vcf, "-o", tmp_path / "pair", "--tumor-sample", "S1", "--normal-sample", "S2").returncode == 0
    )
    assert "two samples" not in (tmp_path / "pair" / "S1.report.json").read_text()


def test_roles_that_are_mixed_up(tmp_path: Path) -> None:
    rows = [f"7 {pos} . {ref} {alt} . PASS . GT:AD 0/0:50,0 0/1:60,40" for pos, ref, alt, _ in _EGFR]
    said = warnings_of(tmp_path, rows, ("A", "B"), "--tumor-sample", "A", "--normal-sample", "B")
    assert "3 alleles are only in B, the normal, and 0 in A, the tumour" in said


KRAS_G12D = "12 25245350 . C T . PASS . GT:AD {tumor} {normal}"
OF_BOTH = ["7 55191822 . T G . PASS . GT:AD 0/1:60,40 0/1:60,40", "13 32340300 . G A . PASS . GT:AD 0/1:60,40 0/1:60,40"]


@pytest.mark.parametrize(
    ("tumor", "normal", "said"),
    [
        ("0/0:80,0", "0/1:50,30", True),
        ("0/0:80,2", "0/1:50,30", False),  # an inherited allele of which most copies are lost, beside normal cells
        ("0/0:12,0", "0/1:50,30", False),  # too few reads
        ("0/1:50,30", "0/0:80,0", False),
    ],
)
def test_a_driver_of_the_normal_alone_is_asked_about(tmp_path: Path, tumor: str, normal: str, said: bool) -> None:
    """Beside the inherited alleles of a joint call, which both samples have, one allele does not show it by number."""
    rows = [KRAS_G12D.format(tumor=tumor, normal=normal), *OF_BOTH]
    found = warnings_of(tmp_path, rows, ("A", "B"), "--tumor-sample", "A", "--normal-sample", "B")
    assert ("KRAS p.G12D: known to be pathogenic, in B, the normal, and in none of the reads of A" in found) == said
    assert ("are the two mixed up" in found) == said


def test_roles_against_the_names_of_the_samples(tmp_path: Path) -> None:
    rows = ["7 55191822 . T G . PASS . GT:AD 0/1:60,40 0/0:50,0"]
    said = warnings_of(tmp_path, rows, ("P1-N", "P1-T"), "--tumor-sample", "P1-N", "--normal-sample", "P1-T")
    assert "P1-N is read as the tumour and P1-T as the normal (option), but their names say the opposite" in said


def test_roles_that_fit(tmp_path: Path) -> None:
    rows = [f"7 {pos} . {ref} {alt} . PASS . GT:AD 0/0:50,0 0/1:60,40" for pos, ref, alt, _ in _EGFR]
    assert "mixed up" not in warnings_of(tmp_path, rows, ("A", "B"), "--tumor-sample", "B", "--normal-sample", "A")


def test_a_normal_alone_is_no_tumour_without_a_word(tmp_path: Path) -> None:
    rows = ["7 55191822 . T G . PASS . GT:AD 0/1:60,40"]
    assert "is a normal by its name" in warnings_of(tmp_path, rows, ("P1_blood",))


def test_a_normal_beside_samples_without_roles_is_no_tumour_without_a_word(tmp_path: Path) -> None:
    rows = ["7 55191822 . T G . PASS . GT:AD 0/0:50,0 0/1:60,40 0/1:60,40"]
    vcf = write_vcf(tmp_path / "x.vcf", rows, ("P1_blood", "P2", "P3"), header=FORMAT)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out").returncode == 0
    said = "nothing tells whose normal it is"
    assert [said in (tmp_path / "out" / f"{name}.report.json").read_text() for name in ("P1_blood", "P2")] == [True, False]


def test_contigs_that_are_no_chromosomes_by_name(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", ["hsa7 55191822 . T G . PASS ."], contigs={})
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--assembly", "GRCh38").returncode == 0
    said = " ".join(json.loads((tmp_path / "out" / "x.report.json").read_text())["warnings"])
    assert "the first record is on 'hsa7'" in said


_EGFR = [(55181378, "C", "T", 1), (55191822, "T", "G", 1), (55174014, "G", "A", 4)]
