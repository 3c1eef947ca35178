"""Which criteria a structural event meets, and which only look alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.knowledge.matching_event import MATCHERS, match_event, read_event
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.model import Biomarker, BiomarkerKind, FusionPartner, GeneEvent, GeneEventKind, MatchLevel
from tests.knowledge.constructed_event import K, fusion, gene_event
from tests.knowledge.constructed_table import biomarker, statement, table_of

B = BiomarkerKind


def fused(five: str, three: str, e5: int | None = None, e3: int | None = None) -> Biomarker:
    name = f"{five}::{three}" + (f" e{e5}::e{e3}" if e5 else "")
    gene = five if three == "v" else three
    return biomarker(
        name, B.FUSION, gene=gene, five_prime=five, three_prime=three, five_prime_exon=e5, three_prime_exon=e3
    )  # fmt: skip


ALK = table_of(
    fused("EML4", "ALK"), fused("v", "ALK"), fused("EML4", "ALK", 6, 20), fused("KIF5B", "ALK"),
    biomarker("ALK Mutation", B.ANY_VARIANT), biomarker("ALK rearrangements", B.REARRANGEMENT),
)  # fmt: skip
FGFR2 = table_of(fused("FGFR2", "v"), fused("FGFR2", "BICC1"), biomarker("FGFR2 rearrangements", B.REARRANGEMENT))


def names(table: object, event: GeneEvent) -> dict[str, tuple[str, bool]]:
    """What the event meets: name to level and tier eligibility."""
    return {one.biomarker.name: (one.level.value, one.tier_eligible) for one in match_event(table, event)}  # type: ignore[arg-type]


def near(table: object, event: GeneEvent) -> set[str]:
    return {marker.name for marker, _ in read_event(table, event).related}  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------------ fusions


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


# ------------------------------------------------------------------------------------------------------------------- copies

ERBB2 = table_of(
    biomarker("ERBB2 Amplification", B.AMPLIFICATION), biomarker("ERBB2 Gain", B.COPY_GAIN),
    biomarker("ERBB2 Mutation", B.ANY_VARIANT), biomarker("ERBB2 Alterations", B.ANY_VARIANT),
    biomarker("ERBB2 activating variants", B.GAIN_OF_FUNCTION),
)  # fmt: skip


def test_an_amplification_is_no_mutation() -> None:
    assert names(ERBB2, gene_event(K.AMPLIFICATION, "ERBB2")) == {
        "ERBB2 Amplification": ("amplification", True),
        "ERBB2 Gain": ("amplification", True),
        "ERBB2 Alterations": ("gene", False),
    }


def test_a_gain_is_no_amplification() -> None:
    gain = gene_event(K.GAIN, "ERBB2")
    assert names(ERBB2, gain) == {"ERBB2 Gain": ("amplification", True), "ERBB2 Alterations": ("gene", False)}
    assert near(ERBB2, gain) == {"ERBB2 Amplification"}


def test_an_event_of_another_gene_meets_nothing() -> None:
    assert names(ERBB2, gene_event(K.AMPLIFICATION, "TOP2A")) == {}


CDKN2A = table_of(
    biomarker("CDKN2A Deletion", B.DELETION), biomarker("CDKN2A Loss", B.LOSS_OF_FUNCTION),
    biomarker("CDKN2A Copy Number Loss", B.COPY_LOSS), biomarker("CDKN2A Truncation", B.TRUNCATING),
    biomarker("CDKN2A Biallelic Inactivation", B.LOSS_OF_FUNCTION, mutation_types=("biallelic",)),
    biomarker("CDKN2A splice site variants", B.LOSS_OF_FUNCTION, mutation_types=("splice",)),
)  # fmt: skip


def test_a_homozygous_deletion_is_deletion_and_loss_of_both_copies() -> None:
    assert names(CDKN2A, gene_event(K.HOMOZYGOUS_DELETION, "CDKN2A")) == {
        "CDKN2A Deletion": ("deletion", True),
        "CDKN2A Copy Number Loss": ("deletion", True),
        "CDKN2A Loss": ("functional", True),
        "CDKN2A Biallelic Inactivation": ("functional", True),
    }


@pytest.mark.parametrize("kind", [K.LOSS, K.LOSS_OF_HETEROZYGOSITY])
def test_one_copy_lost_gives_no_tier_to_loss_of_function(kind: GeneEventKind) -> None:
    seen = names(CDKN2A, gene_event(kind, "CDKN2A"))
    assert seen["CDKN2A Loss"] == ("gene", False)
    assert seen.get("CDKN2A Deletion", ("", False))[1] is False


def test_a_deletion_by_junction_says_that_copies_are_not_known() -> None:
    seen = {one.biomarker.name: one for one in match_event(CDKN2A, gene_event(K.DELETION, "CDKN2A"))}
    assert seen["CDKN2A Deletion"].tier_eligible
    assert seen["CDKN2A Deletion"].caveats == ("how many copies of the gene remain is not known",)
    assert not seen["CDKN2A Biallelic Inactivation"].tier_eligible


# -------------------------------------------------------------------------------------------------------------------- exons


def test_egfr_viii_is_exons_2_to_7_and_no_others() -> None:
    table = table_of(biomarker("EGFR VIII", B.EXON_DELETION, exons=tuple(range(2, 8))))
    assert names(table, gene_event(K.EXON_DELETION, "EGFR", exons=tuple(range(2, 8)), inframe=True)) == {
        "EGFR VIII": ("exon", True)
    }
    other = gene_event(K.EXON_DELETION, "EGFR", exons=tuple(range(2, 9)))
    assert (names(table, other), near(table, other)) == ({}, {"EGFR VIII"})


def test_met_exon_14_is_skipped_by_its_deletion() -> None:
    table = table_of(biomarker("MET Exon 14 Skipping Mutation", B.EXON_SKIPPING, exons=(14,)))
    assert list(names(table, gene_event(K.EXON_DELETION, "MET", exons=(14,), inframe=True)).values()) == [("exon", True)]
    assert names(table, gene_event(K.EXON_DELETION, "MET", exons=(14, 15))) == {}
    assert names(table, gene_event(K.EXON_DELETION, "MET", exons=(13,))) == {}


def test_a_deletion_that_takes_one_end_of_met_exon_14_skips_it_and_asks_for_rna() -> None:
    table = table_of(biomarker("MET Exon 14 Skipping Mutation", B.EXON_SKIPPING, exons=(14,)))
    (match,) = match_event(table, gene_event(K.EXON_DELETION, "MET", exons_cut=(14,)))
    assert match.tier_eligible
    assert match.caveats == ("a part of the exon is lost with one of its splice sites: skipping is expected, confirm by RNA",)


def test_the_loss_of_egfr_exon_19_is_not_the_small_deletion_within_it() -> None:
    table = table_of(
        biomarker("EGFR Exon 19 Deletion", B.EXON, exons=(19,), mutation_types=("deletion", "delins")),
        biomarker("EGFR Exon 20 Insertion", B.EXON, exons=(20,), mutation_types=("insertion", "duplication")),
    )
    lost = gene_event(K.EXON_DELETION, "EGFR", exons=(19,), inframe=True)
    assert names(table, lost) == {"EGFR Exon 19 Deletion": ("exon", False)}
    assert names(table, gene_event(K.EXON_DELETION, "EGFR", exons=(20,))) == {}
    itd = gene_event(K.INTERNAL_DUPLICATION, "EGFR", exons=(20,), inframe=True)
    assert names(table, itd) == {"EGFR Exon 20 Insertion": ("exon", True)}
    (cut_short,) = match_event(table, itd._replace(inframe=False))
    assert not cut_short.tier_eligible
    assert cut_short.caveats == ("out of frame: the protein is cut short, and not longer as the statement means it",)


def test_an_internal_tandem_duplication_lies_in_the_exons_of_the_gene() -> None:
    table = table_of(biomarker("FLT3 ITD", B.INTERNAL_DUPLICATION, exons=(14, 15)))
    assert names(table, gene_event(K.INTERNAL_DUPLICATION, "FLT3", exons=(14,), inframe=True)) == {"FLT3 ITD": ("exon", True)}
    assert names(table, gene_event(K.INTERNAL_DUPLICATION, "FLT3", exons=(14,), inframe=False)) == {"FLT3 ITD": ("exon", False)}
    assert names(table, gene_event(K.INTERNAL_DUPLICATION, "FLT3", exons=(20,))) == {}
    assert names(table, gene_event(K.INTERNAL_DUPLICATION, "FLT3")) == {"FLT3 ITD": ("exon", False)}


def test_the_duplication_of_fgfr1_is_that_of_its_kinase_domain() -> None:
    table = table_of(biomarker("FGFR1 Internal Duplication", B.INTERNAL_DUPLICATION))
    whole = gene_event(K.KINASE_DOMAIN_DUPLICATION, "FGFR1", exons=tuple(range(10, 19)), inframe=True)
    assert names(table, whole) == {"FGFR1 Internal Duplication": ("exon", True)}
    assert names(table, gene_event(K.EXON_DUPLICATION, "FGFR1", exons=(3,))) == {"FGFR1 Internal Duplication": ("exon", False)}


@pytest.mark.parametrize(("inframe", "eligible"), [(False, True), (True, False), (None, False)])
def test_the_loss_of_exons_ends_the_function_when_the_frame_breaks(inframe: bool | None, eligible: bool) -> None:
    table = table_of(biomarker("BRCA1 Loss-of-function", B.LOSS_OF_FUNCTION))
    event = gene_event(K.EXON_DELETION, "BRCA1", exons=(20,), inframe=inframe)
    assert names(table, event)["BRCA1 Loss-of-function"][1] is eligible


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"share": 0.22, "consequence": ("exon_loss_variant", "stop_lost", "feature_truncation")}, True),  # BRCA1 exons 13-23
        ({"share": 0.68, "consequence": ("exon_loss_variant", "start_lost", "feature_truncation")}, True),
        ({"share": 0.63, "consequence": ("exon_loss_variant", "feature_truncation")}, True),  # cut within an exon
        ({"share": 0.02, "consequence": ("exon_loss_variant", "start_lost", "feature_truncation")}, False),
        ({"share": 0.22, "consequence": ("exon_loss_variant", "feature_truncation")}, False),
        ({"share": 0.63, "inframe": True, "consequence": ("exon_loss_variant", "inframe_deletion")}, False),
    ],
)
def test_an_end_or_most_of_the_gene_lost_ends_the_function(fields: dict[str, object], lost: bool) -> None:
    table = table_of(biomarker("BRCA1 Loss-of-function", B.LOSS_OF_FUNCTION))
    event = gene_event(K.EXON_DELETION, "BRCA1", **fields)  # type: ignore[arg-type]
    assert names(table, event)["BRCA1 Loss-of-function"] == (("functional", True) if lost else ("gene", False))
    by_depth = event._replace(event=event.event._replace(adjacencies=()))
    assert names(table, by_depth)["BRCA1 Loss-of-function"] == ("gene", False)


LIMITED = table_of(
    biomarker("TP53 DNA binding domain", B.LOSS_OF_FUNCTION, regions=((102, 292),)),
    biomarker("TP53 codon 213", B.TRUNCATING, codons=(213,)),
    biomarker("TP53 exons 5-8", B.LOSS_OF_FUNCTION, exons=(5, 6, 7, 8)),
    biomarker("TP53 Truncating", B.TRUNCATING),
    biomarker("TP53 Biallelic Inactivation", B.LOSS_OF_FUNCTION, mutation_types=("biallelic",)),
    biomarker("TP53 Loss-of-function", B.LOSS_OF_FUNCTION),
)


def test_a_criterion_on_residues_or_exons_is_not_met_by_the_gene_as_a_whole() -> None:
    whole = names(LIMITED, gene_event(K.HOMOZYGOUS_DELETION, "TP53"))
    assert whole == {"TP53 Biallelic Inactivation": ("functional", True), "TP53 Loss-of-function": ("functional", True)}
    exon_7 = names(LIMITED, gene_event(K.EXON_DELETION, "TP53", exons=(7,), inframe=False))
    assert exon_7 == {
        "TP53 exons 5-8": ("functional", True),
        "TP53 Loss-of-function": ("functional", True),
        "TP53 Truncating": ("functional", True),
        "TP53 Biallelic Inactivation": ("functional", False),
    }
    assert "TP53 exons 5-8" not in names(LIMITED, gene_event(K.EXON_DELETION, "TP53", exons=(10,), inframe=False))


def test_a_break_that_cuts_the_protein_short_loses_one_copy_and_another_break_may_not() -> None:
    """TP53 intron 1 is where osteosarcomas break the gene; the consequence says whether its product is cut short."""
    cut = gene_event(K.REARRANGEMENT, "TP53", consequence=("feature_truncation",))
    assert names(LIMITED, cut)["TP53 Loss-of-function"] == ("functional", True)
    said = {one.biomarker.name: one.caveats for one in match_event(LIMITED, cut)}
    assert said["TP53 Biallelic Inactivation"] == ("biallelic: one event does not show it",)
    broken = {one.biomarker.name: one for one in match_event(LIMITED, gene_event(K.REARRANGEMENT, "TP53"))}
    unknown = "a break in the gene: whether its product is lost or cut short is not known"
    assert broken["TP53 Loss-of-function"].caveats == broken["TP53 Truncating"].caveats == (unknown,)
    assert broken["TP53 Biallelic Inactivation"].caveats == (unknown, "biallelic: one event does not show it")
    assert not any(one.tier_eligible for one in broken.values())


@pytest.mark.parametrize(
    ("kind", "fields", "evidence"),
    [
        (K.HOMOZYGOUS_DELETION, {}, "loss of the whole gene in tumour suppressor BRCA1"),
        (K.DELETION, {}, "loss of the whole gene in tumour suppressor BRCA1"),
        (K.EXON_DELETION, {"inframe": False}, "out-of-frame loss of exons in tumour suppressor BRCA1"),
        (K.EXON_DELETION, {"inframe": None, "share": 0.6}, "loss of exons in tumour suppressor BRCA1"),
        (K.EXON_DELETION, {"inframe": True, "share": 0.6}, ""),
        (K.LOSS, {}, ""),
    ],
)
def test_what_says_that_the_loss_of_a_suppressor_acts(kind: GeneEventKind, fields: dict[str, object], evidence: str) -> None:
    table = table_of(gene_roles={"BRCA1": frozenset({"tumor_suppressor"}), "PIK3CA": frozenset({"oncogene"})})
    assert read_event(table, gene_event(kind, "BRCA1", **fields)).action == ((evidence,) if evidence else ())  # type: ignore[arg-type]
    assert read_event(table, gene_event(kind, "PIK3CA", **fields)).action == ()  # type: ignore[arg-type]


def test_statements_that_name_the_event_say_that_it_acts() -> None:
    table = table_of(
        fused("EML4", "ALK"), biomarker("ALK rearrangements", B.REARRANGEMENT),
        biomarker("MET Exon 14 Skipping Mutation", B.EXON_SKIPPING, exons=(14,)),
        biomarker("EGFR VIII", B.EXON_DELETION, exons=tuple(range(2, 8))),
        biomarker("FLT3 ITD", B.INTERNAL_DUPLICATION, exons=(14, 15)),
        biomarker("CDKN2A Deletion", B.DELETION), biomarker("EGFR Mutation", B.ANY_VARIANT),
    )  # fmt: skip
    for event, names_it in (
        (fusion("EML4", "ALK", 13, 20, kinase_kept=True), ["EML4::ALK", "ALK rearrangements"]),
        (gene_event(K.EXON_DELETION, "MET", exons=(14,), inframe=True), ["MET Exon 14 Skipping Mutation"]),
        (gene_event(K.EXON_DELETION, "EGFR", exons=tuple(range(2, 8)), inframe=True), ["EGFR VIII"]),
        (gene_event(K.INTERNAL_DUPLICATION, "FLT3", exons=(14,), inframe=True), ["FLT3 ITD"]),
        (gene_event(K.HOMOZYGOUS_DELETION, "CDKN2A"), ["CDKN2A Deletion"]),
    ):
        assert list(read_event(table, event).action) == [f"named by statements: {name}" for name in names_it]


def test_what_says_that_the_event_acts() -> None:
    table = table_of(
        biomarker("ERBB2 Amplification", B.AMPLIFICATION),
        statements=[statement("S1", "ERBB2_Amplification")],
        gene_roles={"ERBB2": frozenset({"oncogene"})},
    )
    amplified = gene_event(K.AMPLIFICATION, "ERBB2")
    assert read_event(table, amplified).action == (
        "amplification of oncogene ERBB2",
        "named by statements: ERBB2 Amplification",
    )
    assert read_event(table, gene_event(K.AMPLIFICATION, "ERBB2", tier_eligible=False)).action == ()
    assert read_event(table, gene_event(K.GAIN, "ERBB2")).action == ()


# -------------------------------------------------------------------------------------------------------- the packaged table


@pytest.fixture(scope="module")
def packaged(resources: Path) -> KnowledgeTable:
    return load_knowledge(resources / "knowledge")


def event_of(marker: Biomarker) -> GeneEvent:
    """The event that a biomarker names."""
    match marker.kind:
        case B.FUSION:
            five, three = (name if name != "v" else "PARTNER" for name in (marker.five_prime, marker.three_prime))
            return fusion(five, three, marker.five_prime_exon, marker.three_prime_exon, kinase_kept=True)
        case B.REARRANGEMENT:
            words = marker.name.split()
            place = f"intron {words[2]}" if "intron" in words else ""
            side = FusionPartner(marker.gene, place=place)
            return gene_event(K.REARRANGEMENT, marker.gene, five_prime=side)
        case B.EXON_DELETION | B.EXON_SKIPPING:
            return gene_event(K.EXON_DELETION, marker.gene, exons=marker.exons, inframe=True)
        case B.INTERNAL_DUPLICATION:
            kind = K.INTERNAL_DUPLICATION if marker.exons else K.KINASE_DOMAIN_DUPLICATION
            return gene_event(kind, marker.gene, exons=marker.exons[:1], inframe=True)
        case B.AMPLIFICATION | B.COPY_GAIN:
            return gene_event(K.AMPLIFICATION, marker.gene)
    return gene_event(K.HOMOZYGOUS_DELETION, marker.gene)


def test_every_structural_biomarker_is_met_by_the_event_that_it_names(packaged: KnowledgeTable) -> None:
    small = {B.EXON, B.LOSS_OF_FUNCTION, B.TRUNCATING, B.GAIN_OF_FUNCTION, B.ANY_VARIANT}
    structural = [one for one in packaged.biomarkers.values() if one.kind in set(MATCHERS) - small]
    assert len(structural) > 300
    unmet = []
    for marker in structural:
        matches = {one.biomarker.biomarker_id: one for one in match_event(packaged, event_of(marker))}
        found = matches.get(marker.biomarker_id)
        if found is None or not found.tier_eligible:
            unmet.append(marker.name)
    assert unmet == ["VHL 3p26.3-25.3 11Mb del"]  # one deletion of known extent: shown without tier


def test_the_reciprocal_of_every_fusion_does_not_meet_it(packaged: KnowledgeTable) -> None:
    wrong = []
    for marker in packaged.biomarkers.values():
        if marker.kind != B.FUSION or "IGH" in (marker.five_prime, marker.three_prime):
            continue
        five, three = (name if name != "v" else "PARTNER" for name in (marker.five_prime, marker.three_prime))
        met = {one.biomarker.biomarker_id for one in match_event(packaged, fusion(three, five))}
        wrong += [marker.name] if marker.biomarker_id in met else []
    assert wrong == []


def test_levels_of_events_rank_as_matches_of_alleles_do() -> None:
    levels = [one.level for one in match_event(ALK, fusion("EML4", "ALK", 6, 20))]
    assert levels == sorted(levels, key=list(MatchLevel).index)
