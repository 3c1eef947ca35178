"""Markers of the whole sample: given by the user, read from the header, or (when asked) this report's own TMB estimate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pm_annotate.genome.assembly import CONTIG_LENGTHS
from pm_annotate.model import Assembly, SampleReport
from pm_annotate.options import AnnotateOptions
from pm_annotate.vcf.bed import read_bed
from tests.command_line import pm_annotate, read_table
from tests.structural_run import HEADER, annotate, offered, write_vcf

G38 = Assembly.GRCH38
TP53 = "17 7675088 . C T . PASS . GT:AD 0/1:50,30"


def run(folder: Path, options: AnnotateOptions, header: tuple[str, ...] = ()) -> SampleReport:
    return annotate(write_vcf(folder / "case.vcf", [TP53], G38, header=(*header, *HEADER)), options)


def said(report: SampleReport, drug: str) -> set[str]:
    return {
        caveat
        for one in report.findings
        if one.statement.therapies == (drug,) and one.amp_tier == "Tier I-A"
        for caveat in one.caveats
    }


@pytest.mark.parametrize(
    ("option", "value", "met"),
    [("--tmb", "12.5", True), ("--tmb", "9.9", False), ("--msi", "high", True), ("--msi", "stable", False)],
)
def test_pembrolizumab_by_what_the_user_states(option: str, value: str, met: bool, tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "case.vcf", [TP53], G38)
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "endometrial cancer", option, value)
    assert done.returncode == 0, done.stderr
    findings = read_table(tmp_path / "out" / "T1.findings.tsv")
    tiers = {row["amp_tier"] for row in findings if row["therapies"] == "Pembrolizumab"}
    assert ("Tier I-A" in tiers) == met


def test_hrd_adds_therapies_of_ovarian_cancer(tmp_path: Path) -> None:
    with_hrd = run(tmp_path, AnnotateOptions(tumor_type="ovarian cancer", markers=("HRD=positive",)))
    assert offered(with_hrd) - offered(run(tmp_path, AnnotateOptions(tumor_type="ovarian cancer")))


def test_a_header_speaks_for_itself(tmp_path: Path) -> None:
    report = run(tmp_path, AnnotateOptions(tumor_type="NSCLC"), header=("##TMBMutationsPerMb=18.4",))
    assert "pembrolizumab" in offered(report)
    assert any(caveat.startswith("by ##TMBMutationsPerMb=18.4 in the file: TMB=") for caveat in said(report, "Pembrolizumab"))
    assert not any("stated by the user" in caveat for caveat in said(report, "Pembrolizumab"))


def test_the_user_has_the_last_word_over_the_header(tmp_path: Path) -> None:
    options = AnnotateOptions(tumor_type="NSCLC", markers=("TMB=3",))
    report = run(tmp_path, options, header=("##TMBMutationsPerMb=18.4",))
    assert "pembrolizumab" not in offered(report)
    assert any("18.4" in warning and "TMB=3" in warning for warning in report.warnings)


# ----------------------------------------------------------------------------------------------------------- the estimate


def whole_genome(folder: Path) -> Path:
    path = folder / "targets.bed"
    path.write_text("".join(f"{chrom}\t0\t{length}\n" for chrom, length in CONTIG_LENGTHS[G38].items()))
    return path


def test_an_estimate_is_in_the_report_and_no_marker(shared_data: Path, tmp_path: Path) -> None:
    vcf = shared_data / "vcf" / "somatic" / "T001-COAD.grch38.vcf.gz"
    report = annotate(vcf, AnnotateOptions(tumor_type="COAD", targets=read_bed(whole_genome(tmp_path))))
    burden = report.tumor_mutational_burden
    assert burden is not None
    assert burden.low < burden.variants * 1e6 / burden.bases < burden.high
    assert burden.value > 10
    assert "pembrolizumab" not in offered(report)


def test_the_estimate_counts_when_asked_and_says_whose_it_is(shared_data: Path, tmp_path: Path) -> None:
    vcf = shared_data / "vcf" / "somatic" / "T001-COAD.grch38.vcf.gz"
    targets = whole_genome(tmp_path)
    out = tmp_path / "out"
    done = pm_annotate("annotate", vcf, "-o", out, "--tumor-type", "COAD", "--targets", targets, "--use-tmb-estimate")
    assert done.returncode == 0, done.stderr
    (path,) = out.glob("*.report.json")
    document = json.loads(path.read_text())
    burden = document["tumor_mutational_burden"]
    assert burden["low"] < burden["value"] < burden["high"]
    assert {"variants", "bases", "rule", "caveats"} <= burden.keys()
    options = AnnotateOptions(tumor_type="COAD", targets=read_bed(targets), use_tmb_estimate=True)
    report = annotate(vcf, options)
    assert "pembrolizumab" in offered(report)
    assert any(caveat.startswith("estimated by this report") for caveat in said(report, "Pembrolizumab"))


def test_an_estimate_on_few_bases_is_no_marker(tmp_path: Path) -> None:
    """One variant on the 1,182 coding bases of TP53 would be 846 per megabase."""
    path = tmp_path / "tp53.bed"
    path.write_text("17\t7668000\t7688000\n")
    options = AnnotateOptions(tumor_type="COAD", targets=read_bed(path), use_tmb_estimate=True)
    header = ('##INFO=<ID=gnomAD_AF,Number=A,Type=Float,Description="f">', *HEADER)
    row = TP53.replace("PASS .", "PASS gnomAD_AF=0")
    report = annotate(write_vcf(tmp_path / "case.vcf", [row], G38, header=header), options)
    assert report.tumor_mutational_burden is not None
    assert "pembrolizumab" not in offered(report)
    assert any("not used as a marker" in warning and "bases only" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("marker", "row", "said"),
    [
        (
            "HER2=negative",
            "17 39600000 . N <DUP> . PASS SVTYPE=CNV;END=39800000 GT:CN ./.:12",
            "HER2=negative is stated, but the file shows ERBB2 amplification (12 copies), which makes a tumour HER2 positive",
        ),
        (
            "ERBB2 Amplification=absent",
            "17 39600000 . N <DUP> . PASS SVTYPE=CNV;END=39800000 GT:CN ./.:12",
            "ERBB2 Amplification=absent is stated, but the file shows ERBB2 amplification (12 copies)",
        ),
        (
            "KRAS=wildtype",
            "12 25245350 . C T . PASS . GT:AD 0/1:60,40",
            "KRAS=wildtype is stated, but the file shows KRAS G12D",
        ),
    ],
)
def test_what_is_stated_against_the_file_is_said(marker: str, row: str, said: str, tmp_path: Path) -> None:
    path = write_vcf(tmp_path / "case.vcf", [row, TP53], G38)
    stated = annotate(path, AnnotateOptions(tumor_type="breast cancer", markers=(marker,)))
    assert [text for text in stated.warnings if "is stated" in text and text.startswith(said)]
    fitting = AnnotateOptions(tumor_type="breast cancer", markers=("HER2=positive", "NRAS=wildtype"))
    assert not [text for text in annotate(path, fitting).warnings if "is stated" in text]
