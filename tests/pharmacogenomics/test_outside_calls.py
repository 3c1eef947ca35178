"""Calls from elsewhere: reading them, and putting them in the place of the file's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.model import Assembly, PgxCall, SiteGenotype
from pm_annotate.pharmacogenomics.calls import PgxOptions, Pharmacogenomics
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall, read_outside_calls
from tests.pharmacogenomics.simulated_vcf import call_gene


def outside(pgx: Pharmacogenomics, given: OutsideCall, sites: tuple[SiteGenotype, ...] = ()) -> PgxCall:
    return call_gene(pgx, Assembly.GRCH38, given.gene, sites, PgxOptions(outside_calls=(given,)))


def test_lines_are_read_with_and_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text("# from Cyrius\nCYP2D6\t*1/*4\nHLA-B\t\t*15:02 positive\n")
    assert read_outside_calls(path) == (
        OutsideCall("CYP2D6", "*1/*4"),
        OutsideCall("HLA-B", "", "*15:02 positive"),
    )
    path.write_text("gene\tphenotype\tdiplotype\ncyp2d6\tPM\tCYP2D6*4/CYP2D6*4\n")
    assert read_outside_calls(path) == (OutsideCall("CYP2D6", "*4/*4", "PM"),)
    path.write_text(" Gene \tGenotype\tActivity Score\n\n   \nTPMT\t *1/*3A \nDPYD\t\t1.5\tof the lab\n")
    assert read_outside_calls(path) == (OutsideCall("TPMT", "*1/*3A"), OutsideCall("DPYD", "", "", "1.5"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CYP2D6\n", "line 1: a gene and its diplotype"),
        ("Sample\tGenotype\tFilter\nS1\t*4/*4\tPASS\n", "line 1: this is a result of Cyrius"),
        (
            "#Sample\tGene\tSolutionID\tMajor\tMinor\tCopy\nNA1\tCYP2D6\t1\t*1/*4\t1.001;4.021\t0\n",
            "line 1: this is a result of Aldy",
        ),
        ("\tGenotype\tPhenotype\tHaplotype1\nS1\t*1/*4\tIM\t*1;\n", "line 1: this is a result of PyPGx"),
        ("name\tstatus\thap1_main\thap2_main\nS1\tg\t*1\t*4\n", "line 1: this is a result of Stargazer"),
        ("Sample\tCall\nS1\t*4/*4\n", "line 1: the first column is 'Sample', not the gene"),
        ("NA12878\tCYP2D6\t*1/*4\n", "none of its genes \\(NA12878\\) is a pharmacogene"),
        ("\t*1/*4\n", "line 1: a gene and its diplotype"),
        ("ID\tCall\nS1\t*4/*4\n", "line 1: the first column is 'ID', not the gene"),
        ("sample_name\tCall\nS1\t*4/*4\n", "the first column is 'sample_name'"),
        ("CYP2D6\t*1/*4\nCYP2D6\t*1/*1\n", "line 2: CYP2D6 was already called on line 1"),
        ("RNR1\tm.1555A>G\nMT-RNR1\tReference\n", "line 2: MT-RNR1 was already called on line 1"),
    ],
)
def test_a_line_that_says_nothing_or_twice_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_outside_calls(path)


def test_a_file_of_one_pharmacogene_may_name_other_genes_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "calls.tsv"
    path.write_text("HLA-B\t*57:01/*07:02\nIL28B\tCC\n")
    assert [call.gene for call in read_outside_calls(path)] == ["HLA-B", "IL28B"]
    path.write_text("# nothing was called\n")
    assert read_outside_calls(path) == ()
    path.write_bytes(b"CYP2D6\t*4/*4\xff\n")
    with pytest.raises(InputError, match="it is not text"):
        read_outside_calls(path)


def test_a_mark_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    """Spreadsheets write a byte order mark, which made the header line a call of a gene "GENE"."""
    path = tmp_path / "calls.tsv"
    path.write_bytes("\ufeffGene\tDiplotype\r\nCYP2D6\t*4/*4\r\n".encode())
    assert read_outside_calls(path) == (OutsideCall("CYP2D6", "*4/*4"),)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read_outside_calls(tmp_path / "none.tsv")


@pytest.mark.parametrize(
    ("given", "phenotype", "score", "action"),
    [
        (OutsideCall("CYP2D6", "*4/*5"), "Poor Metabolizer", "0.0", "alternative"),
        (OutsideCall("CYP2D6", "*1x2/*1"), "Ultrarapid Metabolizer", "3.0", "standard"),
        (OutsideCall("CYP2D6", "", "PM"), "Poor Metabolizer", "", "alternative"),
        (OutsideCall("CYP2D6", "", "", "1.25"), "Normal Metabolizer", "1.25", "standard"),
        (OutsideCall("CYP2D6", "", "", "1,25"), "Normal Metabolizer", "1.25", "standard"),
        (OutsideCall("CYP2D6", "", "um", "≥3.0"), "Ultrarapid Metabolizer", "3.0", "standard"),
        (OutsideCall("CYP2D6", "*4/*4", "Poor"), "Poor Metabolizer", "0.0", "alternative"),
    ],
)
def test_a_diplotype_phenotype_or_score_gives_tamoxifen_guidance(
    given: OutsideCall, phenotype: str, score: str, action: str, pgx: Pharmacogenomics
) -> None:
    call = outside(pgx, given)
    assert (call.status, call.phenotype, call.activity_score) == ("outside call", phenotype, score)
    assert next(guidance.action for guidance in call.guidance if guidance.drug == "tamoxifen") == action


def test_a_call_that_the_file_contradicts_is_said(pgx: Pharmacogenomics) -> None:
    site = SiteGenotype("1", 97450058, 97450058, "C", ("T",), (0, 1))
    call = outside(pgx, OutsideCall("DPYD", "Reference/Reference"), (site,))
    assert call.phenotype == "Normal Metabolizer"
    assert "the file itself shows Reference/c.1905+1G>A (*2A)" in call.caveats


@pytest.mark.parametrize(
    ("given", "phenotype"),
    [
        (OutsideCall("CYP2D6", "*4.013/*41.001"), "Intermediate Metabolizer"),  # suballeles, as Aldy names them
        (OutsideCall("SLCO1B1", "*1A/*5"), "Decreased Function"),
        (OutsideCall("UGT1A1", "(TA)6/(TA)7"), "Intermediate Metabolizer"),
        (OutsideCall("UGT1A1", "(TA)7/(TA)7"), "Poor Metabolizer"),
        (OutsideCall("G6PD", "B (wildtype)/B (wildtype)"), "G6PD Normal"),
        (OutsideCall("DPYD", "wt/*2A"), "Intermediate Metabolizer"),
        (OutsideCall("DPYD", "Wild type/ *13"), "Intermediate Metabolizer"),
        (OutsideCall("G6PD", "B"), "G6PD Normal"),
        (OutsideCall("SLCO1B1", "*1B/*1B"), "Normal Function"),
        (OutsideCall("UGT1A1", "TA6/TA7"), "Intermediate Metabolizer"),
        (OutsideCall("UGT1A1", "6TA/8TA"), "Intermediate Metabolizer"),
        (OutsideCall("UGT1A1", "(TA)5/(TA)6"), "Normal Metabolizer"),
    ],
)
def test_other_names_of_alleles_are_understood(given: OutsideCall, phenotype: str, pgx: Pharmacogenomics) -> None:
    call = outside(pgx, given)
    assert (call.phenotype, call.diplotypes) == (phenotype, (given.diplotype,))


def test_a_gene_without_definitions_is_kept(pgx: Pharmacogenomics) -> None:
    call = outside(pgx, OutsideCall("HLA-B", "*15:02/*07:02"))
    assert (call.phenotype, call.guidance, call.positions) == ("Indeterminate", (), ())


def test_an_allele_without_function_is_said(pgx: Pharmacogenomics) -> None:
    assert any("no function is assigned to *999" in caveat for caveat in outside(pgx, OutsideCall("CYP2D6", "*1/*999")).caveats)


@pytest.mark.parametrize(
    ("given", "phenotype", "score"),
    [
        (OutsideCall("DPYD", "", "", "1.0"), "Intermediate Metabolizer", "1.0"),
        (OutsideCall("DPYD", "", "IM", "1"), "Intermediate Metabolizer", "1.0"),
        (OutsideCall("DPYD", "*1/*2A"), "Intermediate Metabolizer", "1.0"),
        (OutsideCall("DPYD", "c.1905+1G>A/c.2846A>T"), "Poor Metabolizer", "0.5"),
        (OutsideCall("DPYD", "Reference/HapB3"), "Intermediate Metabolizer", "1.5"),
        (OutsideCall("DPYD", "", "poor metaboliser", "0"), "Poor Metabolizer", "0.0"),
    ],
)
def test_a_laboratorys_words_for_dpyd_give_fluorouracil_guidance(
    given: OutsideCall, phenotype: str, score: str, pgx: Pharmacogenomics
) -> None:
    """Laboratories write star names, an activity score without decimals, or the score alone."""
    call = outside(pgx, given)
    assert (call.phenotype, call.activity_score) == (phenotype, score)
    action = {"Poor Metabolizer": "avoid"}.get(phenotype, "reduce")
    assert {guidance.action for guidance in call.guidance if guidance.drug == "fluorouracil"} == {action}


def test_a_poor_metabolizer_without_score_gets_the_advice_of_each_score(pgx: Pharmacogenomics) -> None:
    call = outside(pgx, OutsideCall("DPYD", "", "Poor Metabolizer"))
    sentences = [guidance.sentence for guidance in call.guidance if guidance.drug == "fluorouracil"]
    assert [sentence[:30] for sentence in sentences] == ["If the activity score is 0.0: ", "If the activity score is 0.5: "]


def test_a_phenotype_against_its_diplotype_is_said(pgx: Pharmacogenomics) -> None:
    call = outside(pgx, OutsideCall("CYP2D6", "*4/*4", "Normal Metabolizer"))
    assert "*4/*4 would be Poor Metabolizer, not Normal Metabolizer: confirm which is meant" in call.caveats


@pytest.mark.parametrize(
    ("given", "phenotype", "said"),
    [
        (OutsideCall("DPYD", "*1/*2A", "", "0.5"), "Intermediate Metabolizer",
         "the activity score 0.5 would be Poor Metabolizer, not Intermediate Metabolizer (1.0): confirm which is meant"),
        (OutsideCall("DPYD", "", "IM", "0"), "Intermediate Metabolizer", "the activity score 0 would be Poor Metabolizer"),
        (OutsideCall("CYP2D6", "", "PM", "2"), "Poor Metabolizer", "the activity score 2 would be Normal Metabolizer"),
        (OutsideCall("CYP2D6", "*1/*1", "", "0"), "Poor Metabolizer", "*1/*1 would be Normal Metabolizer, not Poor"),
        (OutsideCall("DPYD", "*1/*2A", "", "0.7"), "Intermediate Metabolizer", "'0.7' is none that DPYD has, and was not used"),
        (OutsideCall("CYP2D6", "*4/*4", "", "nan"), "Poor Metabolizer", "'nan' is none that CYP2D6 has, and was not used"),
        (OutsideCall("CYP2D6", "*4"), "Indeterminate", "*4 is one allele, and CYP2D6 has two: write both"),
    ],
)  # fmt: skip
def test_a_score_against_its_phenotype_or_half_a_diplotype_is_said(
    given: OutsideCall, phenotype: str, said: str, pgx: Pharmacogenomics
) -> None:
    """Fluorouracil is avoided at a DPYD score of 0.5, and halved at 1.0: which was meant decides."""
    call = outside(pgx, given)
    assert call.phenotype == phenotype
    assert any(said in caveat for caveat in call.caveats)


@pytest.mark.parametrize(
    "given",
    [
        OutsideCall("DPYD", "*1/*2A", "IM", "1"),
        OutsideCall("CYP2D6", "", "", "3,0"),
        OutsideCall("CYP2C9", "*1/*3", "", "1.0"),
        OutsideCall("MT-RNR1", "m.1555A>G"),
        OutsideCall("TPMT", "", "intermediate"),
    ],
)
def test_what_agrees_with_itself_has_nothing_to_confirm(given: OutsideCall, pgx: Pharmacogenomics) -> None:
    assert outside(pgx, given).caveats == ("called elsewhere (--pgx-calls)",)


def test_the_other_order_of_the_same_alleles_is_no_difference(pgx: Pharmacogenomics) -> None:
    site = SiteGenotype("1", 97450058, 97450058, "C", ("T",), (0, 1))
    call = outside(pgx, OutsideCall("DPYD", "*2A/*1"), (site,))
    assert not any("the file itself shows" in caveat for caveat in call.caveats)
    assert call.missing == outside(pgx, OutsideCall("DPYD", "*1/*1"), (site,)).missing != ()


def test_a_call_that_no_guidance_speaks_of_is_said(pgx: Pharmacogenomics) -> None:
    assert (
        "no packaged guidance speaks of HLA-B Indeterminate: look it up" in outside(pgx, OutsideCall("HLA-B", "*57:01")).caveats
    )


def test_the_order_of_a_diplotype_is_no_disagreement(pgx: Pharmacogenomics) -> None:
    site = SiteGenotype("1", 97450058, 97450058, "C", ("T",), (0, 1))
    call = outside(pgx, OutsideCall("DPYD", "*2A/*1"), (site,))
    assert not any("the file itself shows" in caveat for caveat in call.caveats)


def test_two_intermediate_thiopurine_genes_of_a_laboratory_are_read_together(pgx: Pharmacogenomics) -> None:
    given = (OutsideCall("TPMT", "", "intermediate metabolizer"), OutsideCall("NUDT15", "", "IM"))
    calls = pgx.calls(Assembly.GRCH38, options=PgxOptions(outside_calls=given))
    assert all("20-50 %" in call.guidance[0].sentence for call in calls if call.gene in ("TPMT", "NUDT15"))
