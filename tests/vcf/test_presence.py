"""Whether a sample carries an allele, where genotype and reads do not say the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import pm_annotate, read_table, write_vcf

HEADER = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">',
)
SOMATIC_HEADER = '##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="s">'
V600E = "7 140753336 . A T . PASS {info} GT:AD {columns}"


def found(tmp_path: Path, samples: tuple[str, ...], columns: str, info: str = ".") -> set[str]:
    vcf = write_vcf(
        tmp_path / "x.vcf",
        [V600E.format(info=info, columns=columns)],
        samples,
        header=(*HEADER, *([SOMATIC_HEADER] if info == "SOMATIC" else [])),
    )
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcf, "-o", out).returncode == 0
    return {row["Tumor_Sample_Barcode"] for file in out.glob("*.variants.tsv") for row in read_table(file)}


@pytest.mark.parametrize("samples", [("S1",), ("S1", "S2"), ("S1", "S2", "S3")])
def test_reads_of_the_allele_without_a_called_genotype_are_shown(samples: tuple[str, ...], tmp_path: Path) -> None:
    columns = " ".join(["./.:60,40", "0/0:50,0", "./.:.,."][: len(samples)])
    assert found(tmp_path, samples, columns) == {"S1"}


def test_a_missing_genotype_without_reads_is_somebody_elses_variant(tmp_path: Path) -> None:
    assert found(tmp_path, ("S1", "S2"), "./.:0,0 0/1:50,20") == {"S2"}


def test_a_somatic_call_with_a_reference_genotype_is_shown_where_reads_carry_it(tmp_path: Path) -> None:
    """A somatic caller writes 0/0 for a tumour of low purity and says SOMATIC."""
    pair = ("NORMAL", "TUMOR")
    assert found(tmp_path / "yes", pair, "0/0:80,0 0/0:95,5", info="SOMATIC") == {"TUMOR"}
    assert found(tmp_path / "no", pair, "0/0:80,0 0/0:95,5") == set()
    assert found(tmp_path / "none", pair, "0/0:80,0 0/0:95,0", info="SOMATIC") == set()


def test_a_reference_genotype_that_most_reads_deny_hides_nothing(tmp_path: Path) -> None:
    assert found(tmp_path / "yes", ("S1",), "0/0:0,95") == {"S1"}
    (row,) = read_table(tmp_path / "yes" / "out" / "S1.variants.tsv")
    assert "the genotype 0/0 does not name this allele" in row["caveats"]
    assert found(tmp_path / "no", ("S1",), "0/0:75,25") == set()
    assert found(tmp_path / "none", ("S1",), "0/0:2,3") == set()


@pytest.mark.parametrize("samples", [("S1", "S2"), ("S1", "S2", "S3")])
def test_nor_where_other_samples_of_the_file_have_reports_too(samples: tuple[str, ...], tmp_path: Path) -> None:
    """A merge of single VCFs of DeepSomatic up to 1.9, which writes 0/0 for a call of nearly all reads."""
    columns = ["0/0:0,95", "0/0:50,0", "0/0"][: len(samples)]
    assert found(tmp_path / "yes", samples, " ".join(columns)) == {"S1"}
    assert found(tmp_path / "no", samples[:2], "0/0:75,25 0/0:2,3") == set()


def test_a_genotype_that_no_read_bears_out_is_shown_with_a_word(tmp_path: Path) -> None:
    assert found(tmp_path / "yes", ("S1",), "0/1:100,0") == {"S1"}
    (row,) = read_table(tmp_path / "yes" / "out" / "S1.variants.tsv")
    assert "the genotype 0/1 names this allele, but none of 100 reads shows it" in row["caveats"]


def test_a_fraction_of_nought_without_counts_and_genotype_is_no_variant(tmp_path: Path) -> None:
    """Varlociraptor writes depth and fraction for each of its samples, and a row for what none of them has."""
    fields = [f'##FORMAT=<ID={name},Number={n},Type=Float,Description="x">' for name, n in (("DP", "1"), ("AF", "A"))]
    rows = [
        "12 25245351 . C A . . . DP:AF 100:0.0 50:0.0",
        "12 25245350 . C T . . . DP:AF 100:0.0 50:0.4",
        "7 140753336 . A T . . . DP:AF 100:0.3 50:0.0",
    ]
    vcf = write_vcf(tmp_path / "x.vcf", rows, ("tumor", "normal"), header=fields)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out").returncode == 0
    (seen,) = read_table(tmp_path / "out" / "tumor.variants.tsv")
    assert (seen["HGVSp_Short"], seen["t_vaf"], seen["n_vaf"], seen["Mutation_Status"]) == ("p.V600E", "0.3", "0", "Somatic")
    reasons = [row["reason"] for row in read_table(tmp_path / "out" / "tumor.skipped.tsv")]
    assert reasons == ["no read of tumor shows this allele", "only in the normal"]


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path) -> None:
    for name in ("yes", "no", "none"):
        (tmp_path / name).mkdir()
