"""Fractions in percent, and the VAF of an allele whose record was split, as the header tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.vcf.field_conventions import field_conventions
from tests.vcf.vcf_text import observations, write_vcf

G12D = "12 25245350 . C T . PASS . GT:AD:DP {}"
NORM = "##bcftools_normCommand=norm -m - -f hg38.fa -o split.vcf in.vcf; Date=Mon Mar  3 09:00:00 2025"


def vafs(folder: Path, rows: list[str], meta: list[str]) -> list[float | None]:
    return [one.tumor.vaf if one.tumor else None for one in observations(write_vcf(folder, rows, ["T"], meta))]


@pytest.mark.parametrize(
    ("description", "vaf"),
    [
        ("Variant allele frequency in percent", 0.009),
        ("Allele frequency (%)", 0.009),
        ("VAF [%]", 0.009),
        ("Frequency in %", 0.009),
        ("Variant allele fraction", 0.9),
        ("Fraction of reads, percentile of the run in QP", 0.9),
    ],
)
def test_percent_without_a_sign_is_told_by_the_header(tmp_path: Path, description: str, vaf: float) -> None:
    """A T790M at 0.9 % of cfDNA is not one at 90 %."""
    meta = [f'##FORMAT=<ID=VAF,Number=1,Type=Float,Description="{description}">']
    assert vafs(tmp_path, ["7 55181378 . C T . PASS . GT:DP:VAF 0/1:2000:0.9"], meta) == [pytest.approx(vaf)]


def test_percent_of_info(tmp_path: Path) -> None:
    meta = ['##INFO=<ID=VAF,Number=1,Type=Float,Description="Allele frequency (percent)">']
    (seen,) = observations(write_vcf(tmp_path, ["7 55181378 . C T . PASS DP=900;VAF=32.5"], (), meta))
    assert seen.tumor is not None
    assert (seen.tumor.depth, seen.tumor.vaf) == (900, 0.325)


def test_two_alleles_of_a_split_record_are_not_each_all_of_the_reads(tmp_path: Path) -> None:
    """KRAS G12D and G12V of half the reads each: after ``bcftools norm -m -`` AD has the reads of one, DP those of both."""
    rows = [G12D.format("1/0:2,50:100"), "12 25245350 . C A . PASS . GT:AD:DP 0/1:2,48:100"]
    assert vafs(tmp_path, rows, [NORM]) == [0.5, 0.48]
    assert vafs(tmp_path, rows, []) == [50 / 52, 48 / 50]
    assert vafs(tmp_path, [G12D.format("./1:2,50:100")], []) == [0.5]  # vt decompose


def test_counts_that_vt_left_whole_are_read_by_the_old_record(tmp_path: Path) -> None:
    meta = ['##INFO=<ID=OLD_MULTIALLELIC,Number=1,Type=String,Description="Original chr:pos:ref:alt encoding">']
    rows = [
        "7 140753336 . A T . PASS OLD_MULTIALLELIC=chr7:140753336:A/C/T GT:AD:DP:AF ./1:50,10,40:100:0.1,0.4",
        "7 140753336 . A C . PASS OLD_MULTIALLELIC=chr7:140753336:A/C/T GT:AD:DP:AF 1/.:50,10,40:100:0.1,0.4",
        "7 55174771 . AGGAATTAAGAGAAGC A . PASS OLD_MULTIALLELIC=7:55174771:AGGAATTAAGAGAAGC/A/G GT:AD:DP 1/.:60,30,10:100",
        "7 140753336 . A G . PASS OLD_MULTIALLELIC=chr7:140753336:A/C/T GT:AD:DP 0/1:50,10,40:100",
    ]
    assert vafs(tmp_path, rows, meta) == [0.4, 0.1, 0.3, None]


def test_few_reads_that_speak_for_neither_allele_change_nothing(tmp_path: Path) -> None:
    assert vafs(tmp_path, [G12D.format("0/1:58,40:100")], [NORM]) == [40 / 98]


@pytest.mark.parametrize(
    ("line", "split"),
    [
        (NORM, True),
        ("##bcftools_normCommand=norm --multiallelics -any in.vcf", True),
        ("##bcftools_normCommand=norm -m +any in.vcf", False),
        ("##bcftools_normCommand=norm -f hg38.fa in.vcf", False),
        ('##INFO=<ID=OLD_MULTIALLELIC,Number=1,Type=String,Description="Original chr:pos:ref:alt encoding">', True),
        ('##GATKCommandLine=<ID=LeftAlignAndTrimVariants,CommandLine="x --split-multi-allelics true --y">', True),
        ('##GATKCommandLine=<ID=LeftAlignAndTrimVariants,CommandLine="x --split-multi-allelics false --y">', False),
    ],
)
def test_what_tells_that_records_were_split(line: str, split: bool) -> None:
    assert field_conventions([line]).split is split


def test_the_phase_sign_of_caveman_phases_nothing(tmp_path: Path) -> None:
    meta = ["##vcfProcessLog=<InputVCFSource=<CaVEMan>>"]
    rows = ["7 55181378 . C T . PASS . GT 0|1", "7 55181398 . T A . PASS . GT:PS 0|1:55181398"]
    for lines, phased in ((meta, [None, "0|1"]), ([], ["0|1", "0|1"])):
        seen = observations(write_vcf(tmp_path, rows, ["T"], lines))
        assert [one.tumor.phased_genotype for one in seen if one.tumor] == phased
        assert [one.tumor.genotype for one in seen if one.tumor] == ["0|1", "0|1"]
