"""The short ways through the matching say what the long ways say."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.knowledge import matching
from pm_annotate.knowledge.matching import AlleleKnowledge, read_allele
from pm_annotate.knowledge.observed_change import named_change
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge.tumor_types import TumorTypes, load_tumor_types
from pm_annotate.model import Assembly, Effect, TumorRelation
from pm_annotate.protein_change import parse_protein_change
from pm_annotate.resources import resources_folder
from tests.knowledge.constructed_table import allele

RESIDUES = "ACDEFGHIKLMNPQRSTUVWXY*"
GENES = ("BRAF", "KRAS", "EGFR", "TP53", "MET", "TERT", "UGT1A1", "ZNRF3", "NOT1", "")
HOLDING = (TumorRelation.SAME, TumorRelation.ANCESTOR, TumorRelation.ANY)


@cache
def knowledge() -> KnowledgeTable:
    return load_knowledge(resources_folder() / "knowledge")


@cache
def types() -> TumorTypes:
    return load_tumor_types(resources_folder() / "disease")


@given(st.sampled_from(RESIDUES), st.integers(0, 3000), st.sampled_from(RESIDUES + "="), st.sampled_from(("", "p.", "P.")))
def test_a_plain_substitution_is_read_as_any_other_name(first: str, position: int, last: str, prefix: str) -> None:
    text = f"{prefix}{first}{position}{last}"
    assert named_change(text) == parse_protein_change(text)


EFFECTS = st.builds(
    Effect,
    gene=st.sampled_from(GENES),
    transcript=st.sampled_from(("NM_004333.6", "NM_005228.5", "NM_000546.6", "")),
    consequence=st.lists(
        st.sampled_from(
            (
                "intron_variant", "synonymous_variant", "missense_variant", "splice_region_variant", "splice_donor_variant",
                "stop_gained", "5_prime_UTR_variant", "upstream_gene_variant", "coding_sequence_variant", "inframe_deletion",
            )
        ),
        min_size=1, max_size=2, unique=True,
    ).map(tuple),
    impact=st.just(""),
    variant_classification=st.just(""),
    computed_from=st.sampled_from(("packaged_sequence", "file_annotation")),
    hgvsc=st.sampled_from(("", "c.-124C>T", "c.1799T>A", "c.3028+1G>T", "c.2888-20_2888-10del")),
    hgvsp_short=st.sampled_from(("", "p.V600E", "p.V600=", "p.R175H", "p.T790M", "p.E746_A750del")),
    intron=st.sampled_from(("", "13/20")),
    exon_numbers=st.sampled_from(((), (15,), (19,))),
    protein_start=st.sampled_from((None, 600)),
    is_primary=st.booleans(),
    caveats=st.sampled_from(((), ("ref_mismatch: A",))),
)  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(EFFECTS, max_size=3),
    st.sampled_from(("7:140753336:A:T", "7:1:A:T", "17:7675088:C:T", "5:1295113:G:A")),
    st.sampled_from((".", "rs4148323", "rs121913529")),
)
def test_an_allele_that_leaves_early_would_meet_nothing(effects: list[Effect], text: str, identifier: str) -> None:
    one = allele(text, vcf_id=identifier)

    def read() -> AlleleKnowledge:
        return read_allele(knowledge(), Assembly.GRCH38, one, effects)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "_could_tell", lambda table, effect: True)
        whole = read()
    assert read() == whole


@pytest.mark.parametrize("name", ["LUAD", "colorectal", "melanoma", "breast", "AML", "TNBC", "LYMPH", "bowel"])
def test_where_a_condition_holds_is_what_its_relation_says(name: str) -> None:
    tumor = types().resolve(name)
    conditions = {(one.condition_ids, one.condition) for one in knowledge().statements()}
    assert len(conditions) > 300
    for ids, condition in conditions:
        relation = types().relation(ids, condition, tumor)
        assert types().speaks_of(ids, condition, tumor) == (relation if relation in HOLDING else None), (ids, condition)
