"""A pharmacogene that is lost by an allele which no named allele knows is not called normal."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, PgxCall
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.pipeline import annotate_vcf, open_vcf
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from tests.command_line import CONTIGS_38, write_vcf

HET = "0/1:20,20:40"
I998FS = "1 97079061 . AT A . PASS . GT:AD:DP"  # DPYD p.Ile998LeufsTer24: no named allele
FLUOROPYRIMIDINES = ("capecitabine", "fluorouracil")
A2 = "1 97450058 . C T . PASS . GT:AD:DP"  # DPYD c.1905+1G>A (*2A), a splice donor that the named alleles know


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def dpyd(tables: Tables, folder: Path, *records: str, samples: tuple[str, ...] = ("S1",), germline: bool = True) -> PgxCall:
    vcf = write_vcf(folder / "x.vcf", records, samples, CONTIGS_38, ())
    asked = AnnotateOptions(tumor_type="CRC", germline=germline, pgx=PgxOptions(assume_reference=True))
    (report,) = annotate_vcf(open_vcf(read_header(str(vcf)), asked, tables), asked, tables)
    return next(call for call in report.pharmacogenomics if call.gene == "DPYD")


def test_an_inherited_frameshift_beside_the_named_alleles_is_not_normal(tables: Tables, tmp_path: Path) -> None:
    call = dpyd(tables, tmp_path, f"{I998FS} {HET}")
    assert call.diplotypes == ("Reference/Reference",)
    assert (call.phenotype, call.activity_score, call.guidance) == ("Indeterminate", "", ())
    assert any("the file also shows p.Ile998LeufsTer24" in caveat for caveat in call.caveats)


def test_a_named_allele_is_said_once(tables: Tables, tmp_path: Path) -> None:
    call = dpyd(tables, tmp_path, f"{A2} {HET}")
    assert call.phenotype == "Intermediate Metabolizer"
    assert not any("the file also shows" in caveat for caveat in call.caveats)


def test_an_altered_phenotype_stands_with_the_caveat(tables: Tables, tmp_path: Path) -> None:
    call = dpyd(tables, tmp_path, f"{I998FS} {HET}", f"{A2} {HET}")
    assert call.phenotype == "Intermediate Metabolizer"
    assert {guidance.action for guidance in call.guidance if guidance.drug in FLUOROPYRIMIDINES} == {"reduce"}
    assert any("may take function away" in caveat for caveat in call.caveats)


def test_in_a_tumour_alone_it_is_to_be_confirmed(tables: Tables, tmp_path: Path) -> None:
    call = dpyd(tables, tmp_path, f"{I998FS} {HET}", germline=False)
    assert call.phenotype == "Normal Metabolizer"
    assert any(caveat.endswith("may take function away: confirm in germline") for caveat in call.caveats)


def test_what_the_tumour_alone_has_says_nothing(tables: Tables, tmp_path: Path) -> None:
    record = f"{I998FS} {HET} 0/0:40,0:40"
    call = dpyd(tables, tmp_path, record, samples=("TUMOR", "NORMAL"), germline=False)
    assert call.phenotype == "Normal Metabolizer"
    assert not any("the file also shows" in caveat for caveat in call.caveats)


def test_inherited_exons_that_are_deleted_are_not_normal(tables: Tables, tmp_path: Path) -> None:
    """DPYD exons 9-13; the 0/0 of the small-variant caller knows nothing of them."""
    record = "1 97500000 . N <DEL> . PASS SVTYPE=DEL;END=97600000;SVLEN=-100000 GT:AD:DP 0/1:.:."
    call = dpyd(tables, tmp_path, record)
    assert (call.phenotype, call.guidance) == ("Indeterminate", ())


def test_changes_that_define_alleles_are_known_however_they_are_written(tables: Tables) -> None:
    pgx = tables.pharmacogenomics
    assert pgx is not None
    defined = [("1", 97450058, "C", "T"), ("1", 97450065, "TG", "T"), ("2", 233760233, "CAT", "CATAT")]
    assert all(pgx.defines(Assembly.GRCH38, *change) for change in defined)
    assert not pgx.defines(Assembly.GRCH38, "1", 97079061, "AT", "A")
    assert not pgx.defines(Assembly.GRCH38, "1", 97450058, "C", "G")
