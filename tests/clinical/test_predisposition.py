"""Which alleles are predisposition findings, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.clinical import predisposition
from pm_annotate.clinical.allele_state import CIS, PHASE_UNKNOWN, TRANS
from pm_annotate.clinical.predisposition import (
    PredispositionContext,
    may_predispose,
    predisposition_findings,
    worth_a_look,
)
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import (
    Allele,
    Assembly,
    Biomarker,
    BiomarkerKind,
    Call,
    Effect,
    Finding,
    GeneEvent,
    GeneEventKind,
    Match,
    MatchLevel,
    Observation,
    PredispositionFinding,
    StructuralEvent,
    StructuralType,
    TumorRelation,
    VariantReport,
)
from tests.knowledge.constructed_table import statement

LOSS = ("loss_of_function",)
GENES = {
    "BRCA1": PredispositionGene("BRCA1", ("AD", "AR"), LOSS, "CPSR", "breast", "ACMG SF v3.2"),
    "MLH1": PredispositionGene("MLH1", ("AD", "AR"), LOSS, "CPSR", "Lynch", "ACMG SF v3.2"),
    "TP53": PredispositionGene("TP53", ("AD",), LOSS, "CPSR", "Li-Fraumeni", "ACMG SF v3.2"),
    "MUTYH": PredispositionGene("MUTYH", ("AR",), LOSS, "CPSR", "MAP", "ACMG SF v3.2", "two alleles"),
    "KDM6A": PredispositionGene("KDM6A", ("XL",), LOSS, "CPSR"),
    "HFE": PredispositionGene("HFE", ("AR",), LOSS, "CPSR", "iron", "ACMG SF v3.2", "p.Cys282Tyr on both alleles"),
    "ABCD1": PredispositionGene("ABCD1", ("XL",), LOSS, "CPSR", "ALD", "ACMG SF v3.3", "hemizygous, or two alleles"),
    "RET": PredispositionGene("RET", ("AD",), ("gain_of_function",), "CPSR", "MEN2", "ACMG SF v3.2"),
}


@dataclass
class Clinvar:
    entries: Mapping[tuple[str, int, str, str], tuple[str, str]] = field(default_factory=dict)

    def entry(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None:
        return self.entries.get(key)


def variant(
    gene: str,
    pos: int = 100,
    consequence: str = "stop_gained",
    status: str = "Germline",
    zygosity: str = "heterozygous",
    vaf: float | None = None,
    **info: str,
) -> VariantReport:
    allele = Allele(
        Assembly.GRCH38, "1", pos, "C", "T", "1", pos, ".", "C", "T", record_number=pos, retained_info=info, vcf_alts=("T",)
    )
    call = Call("S", "0/1", True, zygosity, vaf=vaf)
    effect = Effect(gene, f"NM_{gene}.1", (consequence,), "HIGH", "Nonsense_Mutation", "typed", hgvsp="p.Gln9Ter")
    normal = None if status == "Unknown" else call
    return VariantReport(Observation(allele, (), "PASS", call, normal), (effect,), mutation_status=status)


def found(
    *variants: VariantReport,
    clinvar: Mapping[tuple[str, int, str, str], tuple[str, str]] | None = None,
    findings: tuple[Finding, ...] = (),
    sex: str | None = None,
    phase: str = PHASE_UNKNOWN,
) -> tuple[PredispositionFinding, ...]:
    context = PredispositionContext(GENES, Clinvar(clinvar or {}), sex, phase_of=lambda one, other: phase)
    return predisposition_findings(variants, findings, context)


def finding_on(one: VariantReport, gene: str, level: MatchLevel, eligible: bool = True, **changes: object) -> Finding:
    marker = Biomarker("civic:MP1", gene, BiomarkerKind.PROTEIN_CHANGE, gene=gene)
    said = statement("civic:EID5", "X", **changes)  # type: ignore[arg-type]
    tier_class = "predisposition" if said.statement_type == "Predisposition" else "therapy"
    match = Match(marker, level, "", eligible)
    return Finding(said, (one,), (match,), "met", (), TumorRelation.ANY, tier_class, "Tier I-A", "tier-defining")


PREDISPOSING = {"statement_type": "Predisposition", "predicate": "isPredisposingFor", "significance": "Predisposition"}


def test_an_allele_of_clinvar_is_found_whatever_it_does() -> None:
    missense = variant("BRCA1", consequence="missense_variant")
    (one,) = found(missense, clinvar={("1", 100, "C", "T"): ("Likely_pathogenic", "BRCA1")})
    assert (one.classification, one.evidence) == ("ClinVar Likely pathogenic", ("clinvar: Likely pathogenic",))
    assert (one.origin, one.confirm_in_germline, one.secondary_finding, one.caveats) == ("germline", False, True, ())


CONFLICTING = ("Conflicting_interpretations_of_pathogenicity, risk_factor", "BRCA1")


def test_an_allele_that_clinvars_submitters_dispute_stands_last_and_is_no_advice() -> None:
    """HOXB13 p.Gly84Glu beside a pathogenic allele of the gene: shown, no second allele, nothing for relatives."""
    conflicting, agreed = variant("BRCA1", 100, "missense_variant"), variant("BRCA1", 300, "missense_variant")
    clinvar = {("1", 100, "C", "T"): CONFLICTING, ("1", 300, "C", "T"): ("Pathogenic", "BRCA1")}
    first, last = found(conflicting, agreed, clinvar=clinvar)
    assert (first.variant, first.allele_state) == (agreed, "one allele")
    assert last.classification == "ClinVar Conflicting interpretations of pathogenicity, risk factor"
    assert (last.reportable_to_relatives, last.secondary_finding, last.allele_state) == ("", False, "one allele")
    assert any("submitters disagree" in caveat for caveat in last.caveats)


def test_a_predicted_loss_stays_one_where_clinvar_is_conflicting() -> None:
    """CHEK2 c.1100del: conflicting in ClinVar, a frameshift all the same."""
    (one,) = found(variant("BRCA1"), clinvar={("1", 100, "C", "T"): CONFLICTING})
    assert one.classification == "predicted loss of function, needs review"
    assert one.evidence[0].startswith("clinvar: Conflicting")
    assert one.reportable_to_relatives.startswith("after review")
    assert one.caveats[-1] == "ClinVar's submitters disagree, some call it pathogenic"


def test_a_truncating_allele_is_found_where_loss_predisposes_and_needs_review() -> None:
    (one,) = found(variant("BRCA1"))
    assert one.classification == "predicted loss of function, needs review"
    assert one.reportable_to_relatives.startswith("after review")
    assert not found(variant("RET"))
    assert not found(variant("EGFR"))


def test_a_somatic_allele_is_none() -> None:
    assert not found(variant("BRCA1", status="Somatic"), clinvar={("1", 100, "C", "T"): ("Pathogenic", "BRCA1")})


def test_a_common_allele_enters_by_clinvar_only() -> None:
    common = variant("BRCA1", gnomAD_AF="0.012")
    assert not found(common)
    (one,) = found(common, clinvar={("1", 100, "C", "T"): ("Pathogenic", "BRCA1")})
    assert any(caveat.startswith("common") for caveat in one.caveats)


def test_a_gene_that_is_not_in_the_table_says_so() -> None:
    (one,) = found(variant("SMC3"), clinvar={("1", 100, "C", "T"): ("Pathogenic", "SMC3")})
    assert one.inheritance == ""
    assert any("not in the table of predisposition genes" in caveat for caveat in one.caveats)


@pytest.mark.parametrize(
    ("level", "eligible", "changes", "classification"),
    [
        (MatchLevel.PROTEIN, True, PREDISPOSING, "CIViC predisposing"),
        (MatchLevel.GENE, False, PREDISPOSING, ""),
        (MatchLevel.PROTEIN, True, {**PREDISPOSING, "direction": "disputes"}, ""),
        (MatchLevel.PROTEIN, True, {**PREDISPOSING, "predicate": "hasUncertainSignificanceFor"}, ""),
    ],
)
def test_statements_of_predisposition(level: MatchLevel, eligible: bool, changes: dict[str, str], classification: str) -> None:
    missense = variant("BRCA1", consequence="missense_variant")
    result = found(missense, findings=(finding_on(missense, "BRCA1", level, eligible, **changes),))
    assert [one.classification for one in result] == ([classification] if classification else [])


def test_a_statement_on_a_kind_of_change_does_not_spare_the_review() -> None:
    """A new frameshift of BRCA2 meets CIViC's "BRCA2 truncating mutation", which does not know this allele."""
    one = variant("BRCA1")
    (result,) = found(one, findings=(finding_on(one, "BRCA1", MatchLevel.FUNCTIONAL, **PREDISPOSING),))
    assert result.classification == "predicted loss of function, needs review"
    assert any(text.startswith("civic:EID5: predisposing for") for text in result.evidence)
    missense = variant("BRCA1", consequence="missense_variant")
    (known,) = found(missense, findings=(finding_on(missense, "BRCA1", MatchLevel.FUNCTIONAL, **PREDISPOSING),))
    assert known.classification == "CIViC predisposing"


def test_a_statement_that_disputes_stands_beside_a_predicted_loss() -> None:
    one = variant("BRCA1")
    against = finding_on(one, "BRCA1", MatchLevel.PROTEIN, **{**PREDISPOSING, "direction": "disputes"})
    (result,) = found(one, findings=(against,))
    assert any(text.startswith("civic:EID5: disputes") for text in result.evidence)


@pytest.mark.parametrize(
    ("variants", "sex", "phase", "states"),
    [
        ((variant("BRCA1"),), None, PHASE_UNKNOWN, ["one allele"]),
        ((variant("MUTYH"),), None, PHASE_UNKNOWN, ["carrier of one recessive allele"]),
        ((variant("MUTYH", zygosity="homozygous"),), None, PHASE_UNKNOWN, ["two alleles"]),
        ((variant("MUTYH", zygosity="homozygous", status="Unknown"),), None, PHASE_UNKNOWN, ["one allele or two"]),
        ((variant("MUTYH"), variant("MUTYH", 200)), None, TRANS, ["two alleles (compound heterozygous)"] * 2),
        ((variant("MUTYH"), variant("MUTYH", 200)), None, PHASE_UNKNOWN, ["two alleles, phase not known"] * 2),
        ((variant("MUTYH"), variant("MUTYH", 200)), None, CIS, ["one allele (two changes on one haplotype)"] * 2),
        ((variant("KDM6A"),), "male", PHASE_UNKNOWN, ["one allele, hemizygous"]),
        ((variant("KDM6A"),), "female", PHASE_UNKNOWN, ["one allele, X-linked (female)"]),
        ((variant("KDM6A"),), None, PHASE_UNKNOWN, ["one allele, X-linked: sex not given"]),
        ((variant("BRCA1"), variant("MLH1", 200)), None, TRANS, ["one allele", "one allele"]),
    ],
)
def test_one_allele_or_two(variants: tuple[VariantReport, ...], sex: str | None, phase: str, states: list[str]) -> None:
    assert [one.allele_state for one in found(*variants, sex=sex, phase=phase)] == states


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


def test_a_statement_that_tells_nothing_of_the_allele_does_not_hide_the_next_one() -> None:
    """A statement on another kind of change of the gene first, then the one on this very allele."""
    one = variant("RET", consequence="missense_variant")
    wide = finding_on(one, "RET", MatchLevel.GENE, eligible=False, **PREDISPOSING)
    named = finding_on(one, "RET", MatchLevel.PROTEIN, **PREDISPOSING)
    therapy = finding_on(one, "RET", MatchLevel.PROTEIN)
    for first in (wide, therapy):
        assert [result.classification for result in found(one, findings=(first, named))] == ["CIViC predisposing"]


def test_an_allele_of_clinvar_without_an_exon_is_not_taken_for_a_pseudogenes() -> None:
    """PMS2 c.-93T>A upstream of the start codon: the pseudogene has other exons."""
    upstream = variant("PMS2", consequence="5_prime_UTR_variant")
    no_effect = upstream._replace(effects=())
    known = {("1", 100, "C", "T"): ("Pathogenic", "PMS2")}
    for one in (upstream, no_effect):
        (result,) = found(one, clinvar=known)
        assert not any("PMS2CL" in caveat for caveat in result.caveats)


def test_a_normal_that_does_not_tell_is_no_tumour_only_file() -> None:
    one = variant("BRCA1", status="Unknown")._replace(mutation_status="Unknown")
    one = one._replace(observation=one.observation._replace(normal=Call("N", depth=3)))
    (result,) = found(one)
    assert any("normal does not tell" in caveat for caveat in result.caveats)


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


def test_a_low_fraction_in_the_normal_may_be_clonal_haematopoiesis() -> None:
    (result,) = found(variant("TP53", vaf=0.14))
    assert any("clonal haematopoiesis" in caveat for caveat in result.caveats)
    (inherited,) = found(variant("TP53", vaf=0.5))
    assert not any("clonal haematopoiesis" in caveat for caveat in inherited.caveats)


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


@pytest.mark.parametrize(
    ("kind", "status", "counts"),
    [
        (GeneEventKind.EXON_DELETION, "Unknown", True),
        (GeneEventKind.DELETION, "Germline", True),
        (GeneEventKind.HOMOZYGOUS_DELETION, "Unknown", False),
        (GeneEventKind.LOSS, "Unknown", False),
        (GeneEventKind.LOSS, "Germline", True),
        (GeneEventKind.AMPLIFICATION, "Germline", False),
    ],
)
def test_structural_losses(kind: GeneEventKind, status: str, counts: bool) -> None:
    seen = variant("BRCA1", status=status)
    event = GeneEvent(
        StructuralEvent(seen.observation, StructuralType.DELETION, "17", 43090000, 43095000), kind, "BRCA1", "BRCA1 event"
    )
    assert bool(found(seen._replace(effects=(), event=event))) is counts


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
