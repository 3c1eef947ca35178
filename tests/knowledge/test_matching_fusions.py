"""Which criteria a fusion or a break in a gene meets, and which only look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import FusionPartner, MatchLevel
from tests.knowledge.constructed_event import K, fusion, gene_event
from tests.knowledge.constructed_table import biomarker, table_of
from tests.knowledge.matches_of_events import B, fused, match_event, names, near

ALK = table_of(
    fused("EML4", "ALK"), fused("v", "ALK"), fused("EML4", "ALK", 6, 20), fused("KIF5B", "ALK"),
    biomarker("ALK Mutation", B.ANY_VARIANT), biomarker("ALK rearrangements", B.REARRANGEMENT),
)  # fmt: skip
FGFR2 = table_of(fused("FGFR2", "v"), fused("FGFR2", "BICC1"), biomarker("FGFR2 rearrangements", B.REARRANGEMENT))


def test_a_fusion_meets_its_pair_and_any_partner() -> None:
    seen = names(ALK, fusion("EML4", "ALK", 13, 20, kinase_kept=True))
    assert seen["EML4::ALK"] == ("fusion_pair", True)
    assert seen["v::ALK"] == ("fusion_partner", True)
    assert seen["ALK rearrangements"] == ("rearrangement", True)
    assert "KIF5B::ALK" not in seen


def test_the_reciprocal_meets_neither_and_is_listed_as_close() -> None:
    reciprocal = fusion("ALK", "EML4", 19, 14)
    assert {"EML4::ALK", "v::ALK", "EML4::ALK e6::e20"}.isdisjoint(names(ALK, reciprocal))
    assert {"EML4::ALK", "v::ALK"} <= near(ALK, reciprocal)


def test_a_five_prime_kinase_must_be_the_five_prime_partner() -> None:
    assert names(FGFR2, fusion("FGFR2", "BICC1", 17, 3))["FGFR2::v"] == ("fusion_partner", True)
    assert names(FGFR2, fusion("FGFR2", "BICC1", 17, 3))["FGFR2::BICC1"] == ("fusion_pair", True)
    reciprocal = fusion("BICC1", "FGFR2", 2, 18, kinase_kept=False)
    assert names(FGFR2, reciprocal) == {"FGFR2 rearrangements": ("rearrangement", False)}


def test_exons_are_checked_where_the_statement_has_them() -> None:
    limited = "EML4::ALK e6::e20"
    assert names(ALK, fusion("EML4", "ALK", 6, 20))[limited] == ("fusion_pair", True)
    assert limited not in names(ALK, fusion("EML4", "ALK", 13, 20))
    assert limited in near(ALK, fusion("EML4", "ALK", 13, 20))
    unknown = next(one for one in match_event(ALK, fusion("EML4", "ALK")) if one.biomarker.name == limited)
    assert not unknown.tier_eligible
    assert unknown.caveats == ("the statement is on exons e6::e20; the exons of this fusion are not known",)


@pytest.mark.parametrize("broken", [{"kinase_kept": False}, {"kinase_kept": True, "inframe": False}, {"tier_eligible": False}])
def test_a_fusion_that_cannot_act_is_shown_without_tier(broken: dict[str, bool]) -> None:
    seen = names(ALK, fusion("EML4", "ALK", 13, 20, **broken))
    assert (seen["EML4::ALK"], seen["v::ALK"]) == (("fusion_pair", False), ("fusion_partner", False))


def test_a_promoter_swap_needs_no_frame() -> None:
    table = table_of(fused("TMPRSS2", "ERG"))
    assert names(table, fusion("TMPRSS2", "ERG", 1, 4, inframe=False)) == {"TMPRSS2::ERG": ("fusion_pair", True)}


def test_a_partner_that_is_not_packaged_is_any_partner_with_a_caveat() -> None:
    unknown = fusion("FGFR2", "", 17, kinase_kept=True, three_prime=FusionPartner("", place="2:42522656"))
    match = next(one for one in match_event(FGFR2, unknown) if one.biomarker.name == "FGFR2::v")
    assert (match.level, match.tier_eligible) == (MatchLevel.FUSION_PARTNER, True)
    assert match.caveats == ("the gene on the other side is not known: confirm in RNA that a fusion is made",)
    assert "FGFR2::BICC1" not in names(FGFR2, unknown)


def test_an_antigen_receptor_locus_may_stand_on_either_side() -> None:
    table = table_of(fused("IGH", "CRLF2"))
    assert names(table, fusion("CRLF2", "IGH")) == {"IGH::CRLF2": ("fusion_pair", True)}
    moved = gene_event(K.REARRANGEMENT, "CRLF2", five_prime=FusionPartner("IGH"))
    assert names(table, moved) == {"IGH::CRLF2": ("fusion_pair", True)}
    assert names(table, gene_event(K.REARRANGEMENT, "CRLF2")) == {}
    assert near(table, gene_event(K.REARRANGEMENT, "CRLF2")) == {"IGH::CRLF2"}


@pytest.mark.parametrize("locus", ["IGH", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG"])
def test_an_oncogene_beside_any_receptor_locus_needs_no_kinase_and_no_order(locus: str) -> None:
    """t(2;8) and t(8;22) of Burkitt lymphoma bring IGK and IGL beside MYC."""
    table = table_of(fused(locus, "MYC"))
    (match,) = match_event(table, fusion("MYC", locus, kinase_kept=False, inframe=False))
    assert (match.level, match.tier_eligible) == (MatchLevel.FUSION_PAIR, True)
    assert match.caveats == ("antigen receptor locus: the order of the partners has no meaning",)


def test_a_piece_of_the_gene_that_is_turned_round_gives_no_tier() -> None:
    inverted = gene_event(K.REARRANGEMENT, "ALK", exons=(4, 5), name="ALK exons 4-5 inversion")
    (match,) = [one for one in match_event(ALK, inverted) if one.biomarker.name == "ALK rearrangements"]
    assert not match.tier_eligible
    assert "turned round or moved" in match.caveats[0]
    (met,) = [one for one in match_event(ALK, gene_event(K.REARRANGEMENT, "ALK")) if one.biomarker.name == "ALK rearrangements"]
    assert met.tier_eligible


def test_a_break_that_is_no_fusion_is_a_rearrangement_only() -> None:
    wrong_way = gene_event(K.REARRANGEMENT, "ALK", tier_eligible=False)
    assert names(ALK, wrong_way) == {"ALK rearrangements": ("rearrangement", False), "ALK Mutation": ("gene", False)}
    assert {"EML4::ALK", "v::ALK"} <= near(ALK, wrong_way)


@pytest.mark.parametrize(
    ("side", "level"),
    [
        (FusionPartner("BRAF", place="intron 9"), ("rearrangement", True)),
        (FusionPartner("BRAF", exon=10), ("rearrangement", True)),
        (FusionPartner("BRAF", place="within exon 9", exon=9), ("rearrangement", False)),
        (FusionPartner("BRAF", place="intron 8", exon=9), None),
    ],
)
def test_a_rearrangement_of_one_intron_asks_for_that_intron(side: FusionPartner, level: tuple[str, bool] | None) -> None:
    name = "BRAF intron 9 rearrangement"
    table = table_of(biomarker(name, B.REARRANGEMENT))
    event = fusion("KIAA1549", "BRAF", three_prime=side)
    assert names(table, event).get(name) == level
    assert (name in near(table, event)) is (level is None)


@given(
    five=st.sampled_from("ABv"), three=st.sampled_from("ABv"), seen=st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"))
)
def test_a_fusion_is_met_in_one_direction_only(five: str, three: str, seen: tuple[str, str]) -> None:
    if five == three or seen[0] == seen[1]:
        return
    table = table_of(fused(five, three))
    one, other = fusion(*seen), fusion(*reversed(seen))
    assert not (names(table, one) and names(table, other))
    fits = five in (seen[0], "v") and three in (seen[1], "v")
    assert bool(names(table, one)) is fits


def test_levels_of_events_rank_as_matches_of_alleles_do() -> None:
    levels = [one.level for one in match_event(ALK, fusion("EML4", "ALK", 6, 20))]
    assert levels == sorted(levels, key=list(MatchLevel).index)
