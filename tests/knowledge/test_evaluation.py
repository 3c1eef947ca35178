"""Profiles in three values on a whole sample."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.evaluation import (
    COPY_KINDS,
    SMALL_VARIANT_KINDS,
    MarkerState,
    ProfileStatus,
    SampleState,
    evaluate,
)
from pm_annotate.knowledge.profiles import parse_profile
from pm_annotate.model import BiomarkerKind
from tests.knowledge.constructed_table import biomarker, protein

MARKERS = {
    one.biomarker_id: one
    for one in (
        protein("EGFR", "T790M"),
        protein("EGFR", "C797S"),
        protein("EGFR", "L858R"),
        protein("ABL1", "T315I"),
        biomarker("BCR::ABL1 Fusion", BiomarkerKind.FUSION),
        biomarker("PIK3CA Mutation", BiomarkerKind.ANY_VARIANT),
        biomarker("KRAS Mutation", BiomarkerKind.ANY_VARIANT),
        biomarker("ER positive", BiomarkerKind.EXPRESSION),
        biomarker("HER2-negative", BiomarkerKind.EXPRESSION),
        biomarker("Wild type KRAS", BiomarkerKind.WILD_TYPE, gene="KRAS"),
        biomarker("BRAF Amplification", BiomarkerKind.AMPLIFICATION),
    )
}
BREAST = "ER_positive AND HER2-negative AND PIK3CA_Mutation"


def result(profile: str, *met: str, **state: object):  # type: ignore[no-untyped-def]
    return evaluate(parse_profile(profile), SampleState(MARKERS, met=set(met), **state))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("profile", "met", "status"),
    [
        ("EGFR_T790M", ["EGFR_T790M"], ProfileStatus.MET),
        ("EGFR_T790M", [], ProfileStatus.UNKNOWN),
        ("EGFR_T790M AND EGFR_L858R", ["EGFR_T790M", "EGFR_L858R"], ProfileStatus.MET),
        ("EGFR_T790M AND EGFR_C797S", ["EGFR_T790M"], ProfileStatus.PARTIAL),
        ("EGFR_T790M OR EGFR_L858R", ["EGFR_L858R"], ProfileStatus.MET),
        ("EGFR_T790M OR EGFR_L858R", [], ProfileStatus.UNKNOWN),
        ("EGFR_T790M AND EGFR_C797S AND ER_positive", ["EGFR_T790M"], ProfileStatus.PARTIAL),
        ("EGFR_T790M AND ER_positive AND EGFR_C797S", ["EGFR_T790M"], ProfileStatus.PARTIAL),
        ("EGFR_T790M AND NOT EGFR_C797S", ["EGFR_T790M"], ProfileStatus.CONDITIONAL),
        ("EGFR_T790M AND NOT EGFR_C797S", ["EGFR_T790M", "EGFR_C797S"], ProfileStatus.NOT_MET),
        ("NOT EGFR_C797S", [], ProfileStatus.UNKNOWN),
        ("NOT EGFR_C797S", ["EGFR_C797S"], ProfileStatus.NOT_MET),
        ("Wild_type_KRAS", [], ProfileStatus.UNKNOWN),
        ("BCR::ABL1_Fusion AND ABL1_T315I", ["ABL1_T315I"], ProfileStatus.CONDITIONAL),
        (BREAST, ["PIK3CA_Mutation"], ProfileStatus.CONDITIONAL),
        (BREAST, [], ProfileStatus.UNKNOWN),
        ("EGFR_T790M AND ( EGFR_C797S OR BRAF_Amplification )", ["EGFR_T790M"], ProfileStatus.CONDITIONAL),
        ("( EGFR_T790M AND EGFR_C797S ) OR BCR::ABL1_Fusion", ["EGFR_T790M"], ProfileStatus.PARTIAL),
        ("( EGFR_T790M AND EGFR_C797S ) OR EGFR_L858R", ["EGFR_T790M", "EGFR_L858R"], ProfileStatus.MET),
    ],
)
def test_status(profile: str, met: list[str], status: ProfileStatus) -> None:
    assert result(profile, *met).status == status


def test_a_conditional_profile_says_what_it_requires() -> None:
    conditional = result(BREAST, "PIK3CA_Mutation")
    assert conditional.met == ("PIK3CA_Mutation",)
    assert conditional.missing == ("ER_positive", "HER2-negative")
    assert conditional.requires == ("ER positive", "HER2-negative")
    assert result("EGFR_T790M AND Wild_type_KRAS", "EGFR_T790M").requires == ("KRAS wild type",)
    assert result("EGFR_T790M AND NOT KRAS_Mutation", "EGFR_T790M").requires == ("no KRAS Mutation",)


def test_a_partial_profile_says_what_is_missing() -> None:
    partial = result("EGFR_T790M AND EGFR_C797S", "EGFR_T790M")
    assert (partial.met, partial.missing) == (("EGFR_T790M",), ("EGFR_C797S",))


def test_only_alternatives_that_the_file_cannot_show_are_required() -> None:
    assert result("EGFR_T790M AND ( EGFR_C797S OR BRAF_Amplification )", "EGFR_T790M").requires == ("BRAF Amplification",)
    assert result("EGFR_T790M AND ( ER_positive OR HER2-negative )", "EGFR_T790M").requires == ("ER positive or HER2-negative",)


def test_an_altered_gene_is_not_wild_type() -> None:
    profile = "EGFR_T790M AND Wild_type_KRAS"
    assert result(profile, "EGFR_T790M", altered_genes={"KRAS"}).status == ProfileStatus.NOT_MET


def test_supplied_markers_close_what_was_open() -> None:
    positive = {"ER_positive": MarkerState.MET, "HER2-negative": MarkerState.MET}
    assert result(BREAST, "PIK3CA_Mutation", stated=positive).status == ProfileStatus.MET
    her2_positive = {"HER2-negative": MarkerState.NOT_MET}
    assert result(BREAST, "PIK3CA_Mutation", stated=her2_positive).status == ProfileStatus.NOT_MET
    absent = {"EGFR_C797S": MarkerState.NOT_MET}
    assert result("EGFR_T790M AND NOT EGFR_C797S", "EGFR_T790M", stated=absent).status == ProfileStatus.MET


@pytest.mark.parametrize(
    "kind", [BiomarkerKind.AMPLIFICATION, BiomarkerKind.COPY_GAIN, BiomarkerKind.DELETION, BiomarkerKind.COPY_LOSS]
)
def test_a_change_of_copies_is_lacking_where_the_file_has_segments_and_open_elsewhere(kind: BiomarkerKind) -> None:
    marker = biomarker("MET copies", kind)
    state = SampleState({**MARKERS, marker.biomarker_id: marker}, met={"EGFR_T790M"})
    profile = parse_profile(f"EGFR_T790M AND {marker.biomarker_id}")
    assert evaluate(profile, state).status == ProfileStatus.CONDITIONAL
    assert evaluate(profile, state._replace(listed=SMALL_VARIANT_KINDS | COPY_KINDS)).status == ProfileStatus.PARTIAL


def test_a_negated_marker_that_is_known_absent_is_no_finding_alone() -> None:
    assert not result("NOT EGFR_C797S", stated={"EGFR_C797S": MarkerState.NOT_MET}).is_finding
