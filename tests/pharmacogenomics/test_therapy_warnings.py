"""Warnings beside a therapy finding, and a tumour-normal file from end to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, PgxCall
from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.pharmacogenomics.therapy_warnings import drugs_of, therapy_warnings
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.roles import assign_roles

HEADER = """##fileformat=VCFv4.2
##tumor_sample=T
##normal_sample=N
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Reads">
"""
ROWS = (
    "chr1 97450058 rs3918290 C T . germline . GT:AD 0/1:20,18 0/0:15,14",
    "chr2 233759924 rs887829 C T . PASS . GT:AD 1/1:0,40 1/1:0,30",
    "chr2 233760233 rs3064744 C CAT . PASS . GT:AD 1/1:1,33 1/1:0,29",
    "chr2 233760498 . G A . PASS . GT:AD 0/0:30,0 0/0:30,0",
    "chr2 233760973 . C A . PASS . GT:AD 0/0:30,0 0/0:30,0",
    "chr17 7675088 . C T . PASS . GT:AD 0/1:30,40 0/0:50,0",
)


@pytest.fixture
def calls(pgx: Pharmacogenomics, tmp_path: Path) -> dict[str, PgxCall]:
    path = tmp_path / "pair.vcf"
    columns = "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT T N"
    path.write_text(HEADER + "".join("\t".join(row.split()) + "\n" for row in (columns, *ROWS)))
    header = read_header(str(path))
    (role,) = assign_roles(header)
    assert (role.tumor, role.normal) == ("T", "N")
    found = genotypes_at(header, pgx.regions(Assembly.GRCH38), ("T", "N"))
    made = pgx.calls(Assembly.GRCH38, germline=found["N"], germline_sample="N", tumor=found["T"], tumor_sample="T")
    return {call.gene: call for call in made}


def test_the_normal_column_tells_the_phenotype(calls: dict[str, PgxCall]) -> None:
    assert calls["UGT1A1"].status == "complete"
    assert (calls["UGT1A1"].diplotypes, calls["UGT1A1"].phenotype) == (("*80+*28/*80+*28",), "Poor Metabolizer")
    assert calls["DPYD"].diplotypes == ("Reference/c.1905+1G>A (*2A)",)
    assert any("48% of its reads" in caveat for caveat in calls["DPYD"].caveats)
    assert not any("tumour column" in caveat for call in calls.values() for caveat in call.caveats)


@pytest.mark.parametrize(
    ("therapies", "words"),
    [
        (("Irinotecan",), ["UGT1A1 Poor Metabolizer: Start irinotecan at 70 %"]),
        (("Cetuximab/Irinotecan Regimen",), ["UGT1A1 Poor Metabolizer: Start irinotecan"]),
        (("FOLFOX-4 Regimen",), ["DPYD Intermediate Metabolizer: Start fluorouracil at 50 %"]),
        (("Sacituzumab Govitecan",), ["UGT1A1 Poor Metabolizer: More neutropenia"]),
        (("FOLFIRI Regimen", "Capecitabine"), ["start capecitabine", "start fluorouracil", "start irinotecan"]),
        (("Vemurafenib", "Cetuximab"), []),
    ],
)
def test_a_therapy_is_warned_of(therapies: tuple[str, ...], words: list[str], calls: dict[str, PgxCall]) -> None:
    warnings = therapy_warnings(therapies, list(calls.values()))
    assert len(warnings) == len(words)
    for word in words:
        assert any(word.lower() in warning.lower() for warning in warnings)


@pytest.mark.parametrize("regimen", ["FOLFOX", "mFOLFOX6", "FOLFOX-4 Regimen", "mFOLFIRINOX", "5-FU", "5FU", "NALIRIFOX"])
def test_a_regimen_is_known_by_its_versions(regimen: str) -> None:
    assert "fluorouracil" in drugs_of(regimen)
    assert "capecitabine" in drugs_of("CapeOx")
    assert "fluorouracil" not in drugs_of("Mitomycin")
