"""GT, zygosity and phase."""

import pytest

from pm_annotate.vcf.genotypes import parse_genotype, phase_set, phased_genotype


@pytest.mark.parametrize(
    ("text", "index", "carries", "zygosity"),
    [
        ("0/1", 1, True, "heterozygous"),
        ("1/1", 1, True, "homozygous"),
        ("1", 1, True, "hemizygous"),
        ("0", 1, False, "unknown"),
        ("0/0", 1, False, "unknown"),
        ("1/2", 1, True, "heterozygous"),
        ("1/2", 2, True, "heterozygous"),
        ("0/2", 1, False, "unknown"),
        ("0/1/2", 2, True, "heterozygous"),  # Mutect2 on several alleles
        ("0|0|1", 1, True, "heterozygous"),
        ("./.", 1, None, "unknown"),
        (".", 1, None, "unknown"),
        ("./1", 1, True, "heterozygous"),
        ("0/.", 1, None, "unknown"),
        ("|0|1", 1, True, "heterozygous"),  # VCF 4.4
    ],
)
def test_genotype_says_who_carries_what(text: str, index: int, carries: bool | None, zygosity: str) -> None:
    genotype = parse_genotype(text, 2)
    assert genotype.carries(index) is carries
    assert genotype.zygosity(index) == zygosity


@pytest.mark.parametrize("text", ["0/3", "a/b", "0/", "/", "0-1", "1//2", "", "-1/0", "0/99999999999999999999"])
def test_genotype_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_genotype(text, 2)


def test_phase_of_a_phased_genotype_and_of_gatk() -> None:
    phased = parse_genotype("0|1", 1)
    assert phased_genotype({"GT": "0|1"}, phased) == "0|1"
    assert phase_set({"GT": "0|1", "PS": "1234"}, phased=True) == "1234"
    gatk = {"GT": "0/1", "PGT": "1|0", "PID": "140753335_CAC_CTT"}
    assert phased_genotype(gatk, parse_genotype("0/1", 1)) == "1|0"
    assert phase_set(gatk, phased=True) == "140753335_CAC_CTT"


def test_unphased_genotype_has_no_phase_set() -> None:
    assert phase_set({"GT": "0/1", "PS": "1234"}, phased=False) is None
    assert phase_set({"GT": "0|1", "PS": "."}, phased=True) is None
    assert phased_genotype({"GT": "0/1", "PGT": "."}, parse_genotype("0/1", 1)) is None
