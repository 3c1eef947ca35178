"""Which criteria the loss or doubling of exons meets, and when it ends the function of the gene."""

from __future__ import annotations

import pytest

from tests.knowledge.constructed_event import K, gene_event
from tests.knowledge.constructed_table import biomarker, table_of
from tests.knowledge.matches_of_events import B, match_event, names, near


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
