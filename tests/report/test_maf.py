from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import Allele, Assembly
from pm_annotate.report.maf import MafCoordinates, maf_coordinates

CASES = {
    "BRAF V600E": ((140753336, "A", "T"), MafCoordinates(140753336, 140753336, "A", "T", "SNP", "SNV")),
    "BRAF V600K": ((140753336, "AC", "TT"), MafCoordinates(140753336, 140753337, "AC", "TT", "DNP", "substitution")),
    "three bases": ((100, "ACG", "TGA"), MafCoordinates(100, 102, "ACG", "TGA", "TNP", "substitution")),
    "four bases": ((100, "ACGT", "TGAC"), MafCoordinates(100, 103, "ACGT", "TGAC", "ONP", "substitution")),
    "EGFR E746_A750del": (
        (55174771, "AGGAATTAAGAGAAGC", "A"),
        MafCoordinates(55174772, 55174786, "GGAATTAAGAGAAGC", "-", "DEL", "deletion"),
    ),
    "NPM1 W288Cfs": ((171410539, "C", "CTCTG"), MafCoordinates(171410539, 171410540, "-", "TCTG", "INS", "insertion")),
    "delins, shorter": ((55174776, "TTAAGAGAAG", "C"), MafCoordinates(55174776, 55174785, "TTAAGAGAAG", "C", "DEL", "indel")),
    "delins, longer": ((500, "AC", "GTT"), MafCoordinates(500, 501, "AC", "GTT", "INS", "indel")),
    "anchored delins": ((500, "GAC", "GGTT"), MafCoordinates(501, 502, "AC", "GTT", "INS", "indel")),
    "first base of the chromosome": ((1, "CA", "A"), MafCoordinates(1, 1, "C", "-", "DEL", "deletion")),
    "symbolic": ((900, "N", "<DEL>"), MafCoordinates(900, 900, "N", "<DEL>", "SV", "sequence_alteration")),
}


def allele(pos: int, ref: str, alt: str) -> Allele:
    return Allele(Assembly.GRCH38, "7", pos, ref, alt, "7", pos, ".", ref, alt)


@pytest.mark.parametrize("name", CASES)
def test_maf_coordinates(name: str) -> None:
    given_allele, expected = CASES[name]
    assert maf_coordinates(allele(*given_allele)) == expected


@given(st.text("ACGT", min_size=1, max_size=8), st.text("ACGT", min_size=1, max_size=8))
def test_the_change_is_kept(ref: str, alt: str) -> None:
    """Putting Tumor_Seq_Allele2 in the place of Reference_Allele turns REF into ALT."""
    maf = maf_coordinates(allele(100, ref, alt))
    removed, added = maf.reference_allele.strip("-"), maf.tumor_seq_allele2.strip("-")
    start = maf.start - 100 + (0 if removed else 1)
    assert ref[start : start + len(removed)] == removed
    assert ref[:start] + added + ref[start + len(removed) :] == alt
    assert maf.end - maf.start + 1 == (len(removed) or 2)
