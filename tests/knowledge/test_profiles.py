"""Profiles: boolean expressions over biomarkers, read and printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.knowledge.profiles import biomarker_ids, marker, parse_named_profile, parse_profile, print_profile, slug
from pm_annotate.model import Profile

IDS = st.sampled_from(["civic:MP12", "civic:MP34", "label:PD-L1_[CPS]_>=_10", "lab:KRAS_Mutation", "civic:v::ALK_Fusion"])
PROFILES = st.recursive(
    IDS.map(marker),
    lambda inner: (
        inner.map(lambda part: Profile("NOT", parts=(part,)))
        | st.tuples(st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=4)).map(
            lambda joined: Profile(joined[0], parts=tuple(joined[1]))
        )
    ),
    max_leaves=12,
)


@given(PROFILES)
def test_a_printed_profile_reads_back_as_the_same_tree(profile: Profile) -> None:
    assert parse_profile(print_profile(profile)) == profile


def names(text: str) -> Profile:
    return parse_named_profile(text, lambda name: name)


def test_three_markers_joined_by_and_are_one_conjunction() -> None:
    profile = names("EGFR T790M AND EGFR Exon 19 Deletion AND EGFR C797S")
    assert profile == Profile("AND", parts=tuple(map(marker, ("EGFR T790M", "EGFR Exon 19 Deletion", "EGFR C797S"))))


def test_and_binds_more_tightly_than_or() -> None:
    assert names("A x OR B y AND C z") == Profile(
        "OR", parts=(marker("A x"), Profile("AND", parts=(marker("B y"), marker("C z"))))
    )


def test_nested_groups_are_read() -> None:
    profile = names("KIT A829P AND ( KIT W557_K558del OR ( KIT V560del AND NOT KIT D816V ) )")
    inner = Profile("AND", parts=(marker("KIT V560del"), Profile("NOT", parts=(marker("KIT D816V"),))))
    group = Profile("OR", parts=(marker("KIT W557_K558del"), inner))
    assert profile == Profile("AND", parts=(marker("KIT A829P"), group))


def test_a_profile_may_be_a_negation_alone() -> None:
    assert names("NOT KIT D816V") == Profile("NOT", parts=(marker("KIT D816V"),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MET Amplification AND MET Splice Site (c.3028G>A)", ["MET Amplification", "MET Splice Site (c.3028G>A)"]),
        ("PD-L1 (CPS) >= 10 AND HER2-negative", ["PD-L1 (CPS) >= 10", "HER2-negative"]),
        ("RB1 Wildtype AND (CDKN2A Loss OR CDKN2A Mutation)", ["RB1 Wildtype", "CDKN2A Loss", "CDKN2A Mutation"]),
        ("BRAF V600E AND (MET Splice Site (c.3028G>A))", ["BRAF V600E", "MET Splice Site (c.3028G>A)"]),
    ],
)
def test_parentheses_of_a_name_do_not_group(text: str, expected: list[str]) -> None:
    assert list(biomarker_ids(names(text))) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "missing at the end"),
        ("BRAF V600E AND", "missing at the end"),
        ("BRAF V600E AND OR KRAS G12C", "missing before 'OR'"),
        ("( BRAF V600E OR KRAS G12C", "not closed"),
        ("( )", "missing before"),
    ],
)
def test_a_malformed_expression_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        names(text)


def test_an_id_made_of_a_name_survives_an_expression() -> None:
    biomarker_id = slug("label", "PD-L1 (CPS) >= 10")
    assert biomarker_id == "label:PD-L1_[CPS]_>=_10"
    assert parse_profile(f"NOT {biomarker_id}").parts[0].biomarker_id == biomarker_id
