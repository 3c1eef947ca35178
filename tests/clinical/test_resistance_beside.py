"""A therapy that the tumour's wild type offers and another alteration of it resists."""

from __future__ import annotations

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.resistance_beside import EVIDENCE_DISAGREES, RESISTANCE_BESIDE
from pm_annotate.knowledge.markers import parse_markers
from pm_annotate.model import Assembly, Call, Finding, Observation
from tests.clinical.packaged_tables import Packaged
from tests.clinical.test_event_findings import report as report_of_events
from tests.knowledge.constructed_event import fusion
from tests.knowledge.constructed_table import allele

V600E = "7:140753336:A:T"


def ras_wild_type(packaged: Packaged, *places: str) -> tuple[Finding, ...]:
    genome = packaged.genomes[Assembly.GRCH38]
    annotated = [(Observation(one, (), "PASS", Call("T")), genome.effects(one)) for one in map(allele, places)]
    stated = parse_markers(("KRAS=wild type", "NRAS=wild type"), packaged.knowledge.biomarkers.values())
    tumor = packaged.tumor_types.resolve("colorectal cancer")
    return assemble(packaged.knowledge, packaged.tumor_types, Assembly.GRCH38, KnownOfTumor(tumor, stated), annotated)[1]


def by_wild_type(findings: tuple[Finding, ...]) -> list[Finding]:
    found = [one for one in findings if not one.variants and "Panitumumab" in one.statement.therapies and one.amp_tier]
    assert found
    return found


def beside(finding: Finding) -> list[str]:
    return [caveat for caveat in finding.caveats if caveat.startswith(RESISTANCE_BESIDE)]


def test_panitumumab_for_ras_wild_type_says_that_braf_v600e_resists(packaged: Packaged) -> None:
    for finding in by_wild_type(ras_wild_type(packaged, V600E)):
        assert finding.amp_tier == "Tier I-A"  # the label's; which statement counts is the reader's
        (said,) = beside(finding)
        drug = "" if len(finding.statement.therapies) == 1 else "panitumumab: "
        assert said.startswith(f"{RESISTANCE_BESIDE}BRAF V600E ({drug}civic:EID")


def test_nothing_is_said_where_nothing_resists(packaged: Packaged) -> None:
    assert not any(beside(finding) for finding in by_wild_type(ras_wild_type(packaged)))


def test_a_combination_for_the_alteration_itself_knows_of_it(packaged: Packaged) -> None:
    findings = ras_wild_type(packaged, V600E)
    combined = [one for one in findings if set(one.statement.therapies) == {"Encorafenib", "Cetuximab"} and one.amp_tier]
    assert combined
    assert not any(beside(one) for one in combined)


def test_evidence_that_disagrees_on_one_alteration_is_said(packaged: Packaged) -> None:
    """KIT A502_Y503dup in GIST: imatinib works at twice the usual dose, and fails at the usual one."""
    _, findings, _ = packaged.report("GIST", "4:54726012:C:CTGCCTA")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.A502_Y503dup"
    imatinib = [one for one in findings if one.tier_class == "therapy" and one.statement.therapies == ("Imatinib",)]
    strong = [one for one in imatinib if one.amp_tier.startswith("Tier I-")]
    assert strong
    for one in strong:
        (said,) = [caveat for caveat in one.caveats if caveat.startswith(EVIDENCE_DISAGREES)]
        assert said == f"{EVIDENCE_DISAGREES}KIT Exon 9 Mutation (civic:EID2477)"


EXON_19 = "7:55174771:AGGAATTAAGAGAAGC:A"
KIT_EXON_11 = "4:54727434:CAGTGGA:C"
T790M, R175H, G101V = "7:55181378:C:T", "17:7675088:C:T", "18:63318365:C:A"


def said_beside(findings: tuple[Finding, ...], *drugs: str) -> str:
    """What is said beside the Tier I findings by labels for this combination; "" where nothing is."""
    found = [one for one in findings if set(one.statement.therapies) == set(drugs) and one.amp_tier.startswith("Tier I-")]
    (said,) = {"; ".join(beside(one)) for one in found if one.statement.regulatory_approval}
    return said


def test_a_second_change_that_case_reports_know_is_said_beside_the_drug_for_the_fusion(packaged: Packaged) -> None:
    """BCR::ABL1 with E355G: imatinib by level C."""
    fused = fusion("BCR", "ABL1", 14, 2, kinase_kept=True)
    _, findings, _ = report_of_events(packaged, "CML", fused, places=("9:130873016:A:G",))
    said = said_beside(findings, "Imatinib")
    assert said == f"{RESISTANCE_BESIDE}BCR::ABL1 Fusion AND ABL1 E355G (civic:EID7036, civic:EID8090, level C)"
    assert said_beside(findings, "Dasatinib") == ""


def test_a_secondary_mutation_of_another_tumour_type_is_said_too(packaged: Packaged) -> None:
    """KIT D816V beside W557_K558del in GIST: known best from mastocytosis."""
    _, findings, _ = packaged.report("GIST", KIT_EXON_11, "4:54733155:A:T")
    imatinib = [one for one in findings if one.statement.therapies == ("Imatinib",) and one.amp_tier == "Tier I-A"]
    assert imatinib
    assert all(beside(one) == [f"{RESISTANCE_BESIDE}KIT D816V (civic:AID85, level A)"] for one in imatinib)


def test_a_second_change_is_said_beside_combinations_with_the_drug(packaged: Packaged) -> None:
    """T790M beside an exon 19 deletion: erlotinib alone and with ramucirumab; osimertinib reaches both."""
    _, findings, _ = packaged.report("NSCLC", EXON_19, T790M)
    assert said_beside(findings, "Erlotinib").startswith(f"{RESISTANCE_BESIDE}EGFR T790M (civic:EID")
    assert said_beside(findings, "Erlotinib", "Ramucirumab").startswith(f"{RESISTANCE_BESIDE}EGFR T790M (erlotinib: civic:EID")
    assert said_beside(findings, "Osimertinib") == ""


def test_cases_of_the_same_tumour_type_are_said_whatever_gene_has_changed(packaged: Packaged) -> None:
    """BCL2 G101V beside mutated TP53, for which venetoclax is labelled in chronic lymphocytic leukaemia."""
    _, findings, _ = packaged.report("CLL", R175H, G101V)
    assert said_beside(findings, "Venetoclax") == f"{RESISTANCE_BESIDE}BCL2 G101V (civic:EID8185, level C)"
    assert said_beside(findings, "Ibrutinib") == ""


def test_preclinical_resistance_of_another_gene_is_not_said(packaged: Packaged) -> None:
    """PIK3CA H1047R and vemurafenib: cell lines."""
    _, findings, _ = packaged.report("melanoma", V600E, "3:179234297:A:G")
    assert said_beside(findings, "Vemurafenib") == ""
