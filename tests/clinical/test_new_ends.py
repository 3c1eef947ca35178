"""Genes that act by a new end of the protein: only one of the two other reading frames makes it."""

from __future__ import annotations

import pytest

from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.model import Assembly
from tests.clinical.packaged_tables import G38, Packaged
from tests.knowledge.matches_of_alleles import match_effects

CALR_EXON_9 = {Assembly.GRCH37: 13054627, G38: 12943813}  # c.1154


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize(
    ("offset", "ref", "alt", "name", "makes_the_end"),
    [
        (-63, "AGCAGAGGCTTAAGGAGGAGGAAGAAGACAAGAAACGCAAAGAGGAGGAGGAG", "A", "p.L367Tfs*46", True),  # type 1, c.1099_1150del
        (0, "A", "ATTGTC", "p.K385Nfs*47", True),  # type 2, c.1154_1155insTTGTC
        (-2, "CA", "C", "p.K385Rfs*45", True),
        (0, "A", "ATTGT", "p.K385Nfs*5", False),
        (-14, "GGA", "G", "p.E381Gfs*7", False),
        (22, "TGAGGATGAG", "T", "p.E398_D400del", False),  # in frame, as inherited ones are
    ],
)
def test_only_one_frame_of_calr_exon_9_makes_its_new_end(
    packaged: Packaged, assembly: Assembly, offset: int, ref: str, alt: str, name: str, makes_the_end: bool
) -> None:
    place = f"19:{CALR_EXON_9[assembly] + offset}:{ref}:{alt}"
    (variant,), findings, _ = packaged.report("essential thrombocythemia", place, assembly=assembly)
    assert variant.effects[0].hgvsp_short == name
    assert {one.tier_class for one in findings if one.amp_tier} == (
        {"therapy", "diagnosis", "prognosis"} if makes_the_end else set()
    )
    assert findings  # listed all the same


@pytest.mark.parametrize(
    ("text", "tiered"), [("L367fs", True), ("L367Tfs*46", True), ("K385Nfs*47", True), ("K385Nfs*5", False)]
)
def test_a_typed_calr_frameshift_is_told_by_where_it_ends(packaged: Packaged, text: str, tiered: bool) -> None:
    effects = parse_variant(f"CALR {text}", packaged.genomes[G38]).effects
    assert any(match.tier_eligible for match in match_effects(packaged.knowledge, effects)) is tiered
