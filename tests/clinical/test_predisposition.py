"""Which alleles are predisposition findings, and what each says."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.clinical import predisposition
from pm_annotate.clinical.predisposition import may_predispose, predisposition_findings, worth_a_look
from pm_annotate.clinical.predisposition_context import PredispositionContext
from pm_annotate.model import (
    Call,
    GeneEvent,
    GeneEventKind,
    MatchLevel,
    StructuralEvent,
    StructuralType,
    VariantReport,
)
from tests.clinical.inherited_variants import GENES, Clinvar, finding_on, found, variant


def test_a_somatic_allele_is_none() -> None:
    assert not found(variant("BRCA1", status="Somatic"), clinvar={("1", 100, "C", "T"): ("Pathogenic", "BRCA1")})


@pytest.mark.parametrize(
    ("variants", "sex", "states"),
    [
        ((variant("BRCA1"),), None, ["one allele"]),
        ((variant("MUTYH"),), None, ["carrier of one recessive allele"]),
        ((variant("MUTYH", zygosity="homozygous"),), None, ["two alleles"]),
        ((variant("MUTYH", zygosity="homozygous", status="Unknown"),), None, ["one allele or two"]),
        (
            (variant("MUTYH", genotype="0|1"), variant("MUTYH", 200, genotype="1|0")),
            None,
            ["two alleles (compound heterozygous)"] * 2,
        ),
        ((variant("MUTYH"), variant("MUTYH", 200)), None, ["two alleles, phase not known"] * 2),
        (
            (variant("MUTYH", genotype="0|1"), variant("MUTYH", 200, genotype="0|1")),
            None,
            ["one allele (two changes on one haplotype)"] * 2,
        ),
        ((variant("KDM6A"),), "male", ["one allele, hemizygous"]),
        ((variant("KDM6A"),), "female", ["one allele, X-linked (female)"]),
        ((variant("KDM6A"),), None, ["one allele, X-linked: sex not given"]),
        ((variant("BRCA1", genotype="0|1"), variant("MLH1", 200, genotype="1|0")), None, ["one allele", "one allele"]),
    ],
)
def test_one_allele_or_two(variants: tuple[VariantReport, ...], sex: str | None, states: list[str]) -> None:
    assert [one.allele_state for one in found(*variants, sex=sex)] == states


def test_the_genotype_is_the_tumours_where_the_normal_has_none() -> None:
    one = variant("BRCA1", status="Unknown", zygosity="homozygous")
    silent = one._replace(observation=one.observation._replace(normal=Call("N")))
    (result,) = found(silent)
    assert result.allele_state == "one allele or two"
    assert any("homozygous in the tumour" in caveat for caveat in result.caveats)
    (alone,) = found(variant("BRCA1", zygosity="hemizygous"))
    assert alone.allele_state == "one allele, hemizygous"


def test_an_event_needs_no_genotype_and_an_allele_without_one_says_so() -> None:
    (allele,) = found(variant("BRCA1", zygosity="unknown"))
    assert any("genotype" in caveat for caveat in allele.caveats)
    observation = variant("BRCA1", zygosity="unknown").observation
    event = StructuralEvent(observation, StructuralType.DELETION, "17", 1, 2)
    deleted = GeneEvent(event, GeneEventKind.DELETION, "BRCA1", "BRCA1 deletion")
    report = VariantReport(observation, (), mutation_status="Germline", event=deleted)
    (whole,) = found(report)
    assert not any("genotype" in caveat for caveat in whole.caveats)


def test_the_acmg_list_returns_recessive_genes_with_two_alleles_only() -> None:
    (carrier,) = found(variant("MUTYH"))
    (affected,) = found(variant("MUTYH", zygosity="homozygous"))
    assert (carrier.secondary_finding, affected.secondary_finding) == (False, True)
    assert any("two alleles" in caveat for caveat in carrier.caveats)


@pytest.mark.parametrize(("sex", "returned"), [("male", True), ("female", False), (None, True)])
def test_the_acmg_list_does_not_return_a_single_allele_of_abcd1_in_a_woman(sex: str | None, returned: bool) -> None:
    (one,) = found(variant("ABCD1"), sex=sex)
    assert one.secondary_finding is returned
    assert any("hemizygous, or two alleles" in caveat for caveat in one.caveats)


def test_a_tumour_alone_says_confirm_and_lists_what_looks_somatic_last() -> None:
    result = found(variant("TP53", status="Unknown", vaf=0.2), variant("BRCA1", 200, status="Unknown", vaf=0.5))
    assert [(one.gene, one.confirm_in_germline, one.origin) for one in result] == [
        ("BRCA1", True, "unknown"),
        ("TP53", True, "unknown"),
    ]
    assert all("rests on the tumour column: confirm in germline" in one.caveats for one in result)
    assert "if confirmed in germline" in result[0].reportable_to_relatives
    assert result[1].reportable_to_relatives == ""


def test_what_the_normal_shows_stands_before_what_the_tumour_alone_shows() -> None:
    tumour, normal = variant("BRCA1", 100, status="Unknown"), variant("MLH1", 200)
    assert [one.gene for one in found(tumour, normal)] == ["MLH1", "BRCA1"]


def test_drugs_of_the_reports_own_findings_are_what_can_be_done() -> None:
    one = variant("BRCA1")
    (result,) = found(one, findings=(finding_on(one, "BRCA1", MatchLevel.PROTEIN, therapies=("Olaparib",)),))
    assert result.actionable_in_patient == "Olaparib: 1 finding in this report, best Tier I-A"
    (of_another,) = found(
        variant("BRCA1", 300), findings=(finding_on(one, "BRCA1", MatchLevel.PROTEIN, therapies=("Olaparib",)),)
    )
    assert of_another.actionable_in_patient == ""
    (mismatch_repair,) = found(variant("MLH1"))
    assert "checkpoint inhibitors" in mismatch_repair.actionable_in_patient


def test_of_two_records_the_one_that_passed_its_filters_counts() -> None:
    passed = variant("BRCA1")
    weak = passed._replace(
        observation=passed.observation._replace(
            allele=passed.observation.allele._replace(record_number=1),
            filters=("weak",),
            filter_text="weak",
        ),
    )
    assert [one.variant for one in found(weak, passed)] == [passed]
    (alone,) = found(weak)
    assert any("filtered it (weak)" in caveat for caveat in alone.caveats)


def test_one_allele_in_two_records_counts_once() -> None:
    first = variant("BRCA1")
    again = first._replace(observation=first.observation._replace(allele=first.observation.allele._replace(record_number=101)))
    assert [one.variant for one in found(first, again)] == [first]


def test_worth_a_look_asks_clinvar_and_the_genes() -> None:
    context = PredispositionContext(GENES, Clinvar())
    assert worth_a_look(variant("BRCA1"), context)
    assert not worth_a_look(variant("BRCA1", consequence="missense_variant"), context)
    assert not worth_a_look(variant("BRCA1", status="Somatic"), context)


_ANY = st.builds(
    variant,
    gene=st.sampled_from([*GENES, "EGFR"]),
    pos=st.integers(1, 6),
    consequence=st.sampled_from(["stop_gained", "missense_variant", "start_lost"]),
    status=st.sampled_from(["Germline", "Somatic", "Unknown"]),
    zygosity=st.sampled_from(["heterozygous", "homozygous", "unknown"]),
    vaf=st.sampled_from([None, 0.1, 0.5, 1.0]),
)


@given(st.lists(_ANY, max_size=8), st.sets(st.integers(1, 6)))
def test_the_variants_that_are_not_read_would_give_no_finding(variants: list[VariantReport], in_clinvar: set[int]) -> None:
    clinvar = {("1", pos, "C", "T"): ("Pathogenic", "EGFR") for pos in in_clinvar}
    short = found(*variants, clinvar=clinvar)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(predisposition, "_worth_reading", lambda variants, by_statement, context: list(variants))
        assert found(*variants, clinvar=clinvar) == short
    context = PredispositionContext(GENES, Clinvar(clinvar))
    for one in variants:
        assert may_predispose(one.observation.allele, one.effects, context) or not worth_a_look(one, context)


@given(st.lists(_ANY, max_size=8), st.randoms())
def test_the_order_of_the_file_does_not_matter_and_nothing_somatic_is_listed(
    variants: list[VariantReport], random: object
) -> None:
    unique = list({one.observation.allele.key: one for one in variants}.values())
    expected = found(*unique)
    shuffled = list(unique)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found(*shuffled) == expected
    assert all(one.variant.mutation_status != "Somatic" for one in expected)
    assert all(one.confirm_in_germline for one in expected if one.variant.mutation_status != "Germline")
    assert all(any("confirm in germline" in text for text in one.caveats) for one in expected if one.confirm_in_germline)


def test_a_stop_at_the_very_end_stands_last_and_is_no_second_allele() -> None:
    """BRCA2 p.Lys3326Ter beside a pathogenic allele: harmless by itself, and no Fanconi anaemia."""
    pathogenic, end = variant("BRCA1", 100), variant("BRCA1", 300)

    @dataclass(frozen=True)
    class Fate:
        escapes: bool | None
        lost_share: float | None
        notes: tuple[str, ...] = ()

    context = PredispositionContext(
        GENES, Clinvar({}), fate_of=lambda allele, effect: Fate(allele.pos == 300, 0.03 if allele.pos == 300 else None)
    )
    first, last = predisposition_findings((end, pathogenic), (), context)
    assert (first.variant, first.allele_state) == (pathogenic, "one allele")
    assert (last.variant, last.allele_state, last.reportable_to_relatives) == (end, "one allele", "")
    assert any("may well be harmless" in caveat for caveat in last.caveats)
    assert "dominant" in first.reportable_to_relatives


def test_drugs_of_statements_on_somatic_variants_alone_are_not_for_an_inherited_allele() -> None:
    one = variant("BRCA1")
    somatic = finding_on(one, "BRCA1", MatchLevel.PROTEIN, therapies=("Olaparib",), variant_origin="Somatic")
    (result,) = found(one, findings=(somatic,))
    assert result.actionable_in_patient == ""


def test_the_list_returns_only_the_allele_that_it_names() -> None:
    """ACMG SF returns HFE p.Cys282Tyr on both alleles, no other allele of HFE."""
    other = variant("HFE", zygosity="homozygous")
    named = other._replace(effects=(other.effects[0]._replace(hgvsp="p.Cys282Tyr"),))
    known = {("1", 100, "C", "T"): ("Pathogenic", "HFE")}
    assert [found(one, clinvar=known)[0].secondary_finding for one in (other, named)] == [False, True]
    assert not found(variant("HFE"), clinvar=known)[0].secondary_finding
