"""Chromosome names."""

import pytest

from pm_annotate.vcf.chromosomes import chromosome_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("chr7", "7"),
        ("7", "7"),
        ("CHR7", "7"),
        ("Chr17", "17"),
        ("chrX", "X"),
        ("x", "X"),
        ("23", "X"),
        ("chr07", "7"),
        ("09", "9"),
        ("Chromosome7", "7"),
        ("chrom_7", "7"),
        ("NC_000007", "7"),
        ("24", "Y"),
        ("chrM", "MT"),
        ("M", "MT"),
        ("MT", "MT"),
        ("chrMT", "MT"),
        ("NC_012920.1", "MT"),
        ("NC_000007.13", "7"),
        ("NC_000007.14", "7"),
        ("NC_000023.11", "X"),
        ("NC_000024.10", "Y"),
        ("CM000669.2", "7"),
        ("CM000685.1", "X"),
    ],
)
def test_human_chromosomes_have_one_name(written: str, name: str) -> None:
    assert chromosome_name(written) == name


@pytest.mark.parametrize(
    "contig", ["GL000220.1", "chrUn_KI270742v1", "HLA-A*01:01", "chr1_KI270706v1_random", "chr77", "hs37d5"]
)
def test_other_contigs_keep_their_name(contig: str) -> None:
    assert chromosome_name(contig) == contig
