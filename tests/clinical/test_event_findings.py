"""Structural events become findings: alone, with small variants in one profile, on the packaged tables."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.knowledge.markers import NO_MARKERS, parse_markers
from pm_annotate.model import (
    Assembly,
    BiomarkerKind,
    Call,
    Finding,
    GeneEvent,
    MatchLevel,
    Observation,
    RelatedStatement,
    VariantReport,
)
from tests.clinical.constructed_findings import MELANOMA, Annotated, TumorTypes, seen
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_event import K, fusion, gene_event, of_record
from tests.knowledge.constructed_table import ConstructedTable, allele, biomarker, effect, protein, statement, table_of

G38 = Assembly.GRCH38
T315I = "9:130872896:C:T"
Report = tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]


def report(packaged: Packaged, tumor: str, *events: GeneEvent, places: tuple[str, ...] = (), stated: str = "") -> Report:
    genome = packaged.genomes[G38]
    small = [(Observation(one, (), "PASS", Call("T")), genome.effects(one)) for one in map(allele, places)]
    markers = parse_markers(stated.split(";"), packaged.knowledge.biomarkers.values()) if stated else NO_MARKERS
    resolved = packaged.tumor_types.resolve(tumor)
    return assemble(packaged.knowledge, packaged.tumor_types, G38, KnownOfTumor(resolved, markers), small, events)


def offered(findings: tuple[Finding, ...], tier: str = "Tier I-A", tier_class: str = "therapy") -> set[tuple[str, ...]]:
    found = (one for one in findings if one.tier_class == tier_class and one.amp_tier == tier)
    return {one.statement.therapies for one in found}


# ------------------------------------------------------------------------------------------------------- the oldest therapies


def test_erbb2_amplification_in_breast_cancer_is_trastuzumab(packaged: Packaged) -> None:
    (variant,), findings, _ = report(packaged, "breast cancer", gene_event(K.AMPLIFICATION, "ERBB2", copy_number=12.0))
    assert any("Trastuzumab" in therapies for therapies in offered(findings))
    assert variant.tiers["therapy"] == variant.tiers["overall"] == "Tier I-A"
    assert variant.event is not None
    assert (variant.effects[0].gene, variant.effects[0].computed_from) == ("ERBB2", "structural_event")


@pytest.mark.parametrize(
    ("tumor", "agency", "therapies", "requires"),
    [
        ("breast cancer", "FDA", {"Trastuzumab"}, {"HER2-positive"}),
        ("uterine carcinosarcoma", "FDA", {"Trastuzumab deruxtecan"}, {"HER2-positive"}),
        ("cholangiocarcinoma", "EMA", {"Zanidatamab"}, {"HER2-positive"}),
        ("CRC", "FDA", {"Trastuzumab", "Tucatinib"}, {"HER2-positive", "KRAS wild type", "NRAS wild type"}),
    ],
)
def test_amplified_erbb2_meets_the_labels_for_her2_positive_disease_but_for_the_test(
    packaged: Packaged, tumor: str, agency: str, therapies: set[str], requires: set[str]
) -> None:
    amplified = gene_event(K.AMPLIFICATION, "ERBB2", copy_number=12.0)
    _, findings, _ = report(packaged, tumor, amplified)
    (found, *_) = [
        one
        for one in findings
        if set(one.statement.therapies) == therapies
        and one.statement.regulatory_approval == agency
        and one.amp_tier == "Tier I-A"
    ]
    assert (found.profile_status, set(found.requires)) == ("conditional", requires)


def test_what_is_stated_of_her2_goes_before_its_amplification(packaged: Packaged) -> None:
    amplified = gene_event(K.AMPLIFICATION, "ERBB2", copy_number=12.0)
    for stated, expected in (("HER2=negative", set()), ("HER2=positive", {"met"})):
        _, findings, _ = report(packaged, "uterine carcinosarcoma", amplified, stated=stated)
        assert {one.profile_status for one in findings if one.statement.profile_text == "HER2-positive"} >= expected
        assert not [one for one in findings if "HER2-positive" in one.requires]
    _, findings, _ = report(packaged, "TNBC", amplified)
    assert not [one for one in findings if "HER2-positive" in one.statement.profile_text]


def test_amplified_erbb2_takes_the_tier_of_labels_for_her2_negative_disease(packaged: Packaged) -> None:
    """PIK3CA H1047R, for which alpelisib is labelled where HER2 is negative; CIViC does not repeat that condition."""
    alpelisib = ("Alpelisib", "Fulvestrant")
    tiers = []
    for events in ((), (gene_event(K.AMPLIFICATION, "ERBB2", copy_number=12.0),)):
        _, findings, _ = report(packaged, "breast cancer", *events, places=("3:179234297:A:G",))
        found = [
            one for one in findings if set(one.statement.therapies) == set(alpelisib) and one.statement.strength == "Level A"
        ]
        assert found
        tiers.append({one.amp_tier for one in found if one.tier_class == "therapy"})
        assert all(any("ERBB2 is amplified" in caveat for caveat in one.caveats) is bool(events) for one in found)
        assert any(one.amp_tier for one in findings if one.tier_class == "prognosis")  # what is no therapy stands
    assert tiers == [{"Tier I-A"}, {""}]


def test_a_gain_of_erbb2_is_related_and_never_tiered(packaged: Packaged) -> None:
    (variant,), findings, related = report(packaged, "breast cancer", gene_event(K.GAIN, "ERBB2", copy_number=4.0))
    assert not [one for one in findings if one.amp_tier]
    assert variant.tiers == {"overall": ""}
    assert {one.relation for one in related} == {"other_event_of_gene"}
    assert {one.detail for one in related} == {"ERBB2 gain: a gain, not an amplification"}


def test_eml4_alk_in_lung_cancer_is_alectinib(packaged: Packaged) -> None:
    eml4_alk = fusion("EML4", "ALK", 13, 20, kinase_kept=True)
    (variant,), findings, _ = report(packaged, "NSCLC", eml4_alk)
    assert {("Alectinib",), ("Crizotinib",), ("Lorlatinib",)} <= offered(findings)
    assert [one.gene for one in variant.effects] == ["ALK", "EML4"]


@pytest.mark.parametrize(
    "broken",
    [
        fusion("ALK", "EML4", 19, 14),
        gene_event(K.REARRANGEMENT, "ALK", tier_eligible=False, caveats=("wrong orientation",)),
        fusion("EML4", "ALK", 13, 20, kinase_kept=False),
    ],
)
def test_the_reciprocal_and_the_wrong_orientation_offer_nothing(packaged: Packaged, broken: GeneEvent) -> None:
    (variant,), findings, _ = report(packaged, "NSCLC", broken)
    assert not [one for one in findings if one.amp_tier]
    assert "therapy" not in variant.tiers


@pytest.mark.parametrize(
    ("event", "tumor", "therapies"),
    [
        (fusion("FGFR2", "BICC1", 17, 3, kinase_kept=True), "cholangiocarcinoma", ("Pemigatinib",)),
        (fusion("KIF5B", "RET", 15, 12, kinase_kept=True), "NSCLC", ("Selpercatinib",)),
        (fusion("CD74", "ROS1", 6, 34, kinase_kept=True), "NSCLC", ("Crizotinib",)),
        (fusion("ETV6", "NTRK3", 5, 15, kinase_kept=True), "melanoma", ("Larotrectinib",)),
        (fusion("LMNA", "NTRK1", 2, 11, kinase_kept=True), "colorectal cancer", ("Entrectinib",)),
        (fusion("BCR", "ABL1", 14, 2, kinase_kept=True), "chronic myeloid leukemia", ("Imatinib",)),
        (gene_event(K.EXON_DELETION, "MET", exons=(14,), inframe=True), "NSCLC", ("Capmatinib",)),
    ],
)
def test_approved_therapies_of_fusions_and_skipped_exons(
    packaged: Packaged, event: GeneEvent, tumor: str, therapies: tuple[str, ...]
) -> None:
    assert therapies in offered(report(packaged, tumor, event)[1])


def test_a_homozygous_deletion_of_cdkn2a_is_prognostic_in_low_grade_glioma(packaged: Packaged) -> None:
    event = gene_event(K.HOMOZYGOUS_DELETION, "CDKN2A", copy_number=0.0)
    (variant,), _, _ = report(packaged, "Childhood Low-grade Glioma", event)
    assert variant.tiers["prognosis"] == "Tier I-B"
    assert "consistent with two hits of tumour suppressor CDKN2A: both copies are deleted" in variant.caveats
    one_copy = gene_event(K.LOSS, "CDKN2A", copy_number=1.0)
    assert not [one for one in report(packaged, "Childhood Low-grade Glioma", one_copy)[1] if one.amp_tier]


# --------------------------------------------------------------------------------------------------------------- combinations


def test_t315i_beside_bcr_abl1_turns_imatinib_into_ponatinib(packaged: Packaged) -> None:
    bcr_abl1 = fusion("BCR", "ABL1", 14, 2, kinase_kept=True)
    alone = report(packaged, "chronic myeloid leukemia", bcr_abl1)[1]
    assert not [one for one in alone if one.statement.profile_text == "BCR::ABL1 Fusion AND ABL1 T315I"]
    variants, both, _ = report(packaged, "chronic myeloid leukemia", bcr_abl1, places=(T315I,))
    combined = [one for one in both if "ABL1 T315I" in one.statement.profile_text and "AND" in one.statement.profile_text]
    assert {one.profile_status for one in combined} == {"met"}
    assert ("Ponatinib",) in offered(both)
    assert len(variants) == 2
    ponatinib = next(one for one in combined if one.statement.therapies == ("Ponatinib",))
    assert {variant.event is not None for variant in ponatinib.variants} == {True, False}
    imatinib = [one for one in both if one.statement.profile_text == "BCR::ABL1" and one.statement.therapies == ("Imatinib",)]
    assert imatinib
    assert {one.amp_tier for one in imatinib} == {""}
    assert all(any("narrower profile that predicts resistance" in text for text in one.caveats) for one in imatinib)


COMBINED = table_of(
    protein("EGFR", "L858R"), biomarker("MET Amplification", BiomarkerKind.AMPLIFICATION),
    biomarker("v::ALK", BiomarkerKind.FUSION, gene="ALK", five_prime="v", three_prime="ALK"),
    statements=[statement("S1", "EGFR_L858R AND MET_Amplification"), statement("S2", "EGFR_L858R AND v::ALK")],
)  # fmt: skip
L858R = seen("7:55191822:T:G", effect("EGFR", "L858R", "missense_variant"))


def constructed(table: ConstructedTable, *annotated: Annotated, events: tuple[GeneEvent, ...] = ()) -> Report:
    return assemble(table, TumorTypes(), G38, KnownOfTumor(MELANOMA), annotated, events=events)


def test_what_a_file_of_small_variants_does_not_list_is_a_condition() -> None:
    _, findings, related = constructed(COMBINED, L858R)
    assert {one.statement.statement_id: one.requires for one in findings} == {"S1": ("MET Amplification",), "S2": ("v::ALK",)}
    assert related == ()


def test_what_a_file_of_segments_does_not_list_is_lacking() -> None:
    _, findings, related = constructed(COMBINED, L858R, events=(gene_event(K.AMPLIFICATION, "CDK4"),))
    assert {one.statement.statement_id for one in findings} == {"S2"}
    assert [(one.statement.statement_id, one.relation) for one in related] == [("S1", "partial_profile")]


def test_what_a_file_of_junctions_does_not_list_is_lacking() -> None:
    _, findings, related = constructed(COMBINED, L858R, events=(fusion("TMPRSS2", "ERG", 1, 4),))
    assert {one.statement.statement_id for one in findings} == {"S1"}
    assert {one.statement.statement_id for one in related} == {"S2"}


# ------------------------------------------------------------------------------------------------------- records and the rest

AMPLIFIED = table_of(
    biomarker("MET Amplification", BiomarkerKind.AMPLIFICATION), biomarker("CDK4 Amplification", BiomarkerKind.AMPLIFICATION),
    statements=[statement("S1", "MET_Amplification"), statement("S2", "CDK4_Amplification")],
    gene_roles={"MET": frozenset({"oncogene"}), "CDK4": frozenset({"oncogene"}), "TP53": frozenset({"tumor_suppressor"})},
)  # fmt: skip


def test_one_event_in_two_records_has_one_set_of_findings_on_the_better_one() -> None:
    filtered = gene_event(K.AMPLIFICATION, "MET", filters=("LowQual",))
    passed = of_record(gene_event(K.AMPLIFICATION, "MET"), 7)
    (first, second), (finding,), _ = constructed(AMPLIFIED, events=(filtered, passed))
    assert finding.variants == (second,)
    assert first.caveats == ("the same event of the gene is read from record 7 too: its findings are listed there",)


def test_of_two_records_of_an_event_the_one_that_is_known_well_enough_gives_the_tier() -> None:
    weak = gene_event(K.AMPLIFICATION, "MET", tier_eligible=False)
    sure = of_record(gene_event(K.AMPLIFICATION, "MET"), 7)
    for events in ((weak, sure), (sure, weak)):
        variants, (finding,), _ = constructed(AMPLIFIED, events=events)
        assert finding.amp_tier == "Tier I-A"
        assert finding.variants == (variants[events.index(sure)],)


def test_a_fusion_without_exons_is_that_of_the_same_genes_with_exons() -> None:
    """The DNA file names EML4::ALK, the table of the RNA tool its exons."""
    eml4_alk = biomarker("EML4::ALK", BiomarkerKind.FUSION, gene="ALK", five_prime="EML4", three_prime="ALK")
    table = table_of(eml4_alk, statements=[statement("S1", eml4_alk.biomarker_id)])
    told = of_record(fusion("EML4", "ALK", 13, 20, kinase_kept=True), 7)
    told = told._replace(event=told.event._replace(source="vcf:rna.vcf"))
    (bare, with_exons), (finding,), _ = constructed(table, events=(fusion("EML4", "ALK", kinase_kept=True), told))
    assert finding.variants == (with_exons,)
    assert "is read from record 7 of rna.vcf too" in bare.caveats[-1]
    other = of_record(fusion("EML4", "ALK", 6, 20, kinase_kept=True), 9)
    _, findings, _ = constructed(table, events=(told, other))
    assert len(findings) == 1  # two transcripts of one fusion


def test_two_genes_of_one_record_have_findings_of_their_own_in_a_fixed_order() -> None:
    events = (gene_event(K.AMPLIFICATION, "MET"), gene_event(K.AMPLIFICATION, "CDK4"))
    _, findings, _ = constructed(AMPLIFIED, events=events)
    _, other_way, _ = constructed(AMPLIFIED, events=events[::-1])
    assert [one.statement.statement_id for one in findings] == ["S1", "S2"]
    assert [one.statement.statement_id for one in other_way] == ["S1", "S2"]


@pytest.mark.parametrize(
    ("event", "overall"),
    [
        (gene_event(K.EXON_DELETION, "TP53", exons=(2,)), "Tier III"),
        (gene_event(K.AMPLIFICATION, "TP53"), ""),
        (gene_event(K.HOMOZYGOUS_DELETION, "MET"), ""),
        (gene_event(K.LOSS, "TP53"), ""),
        (gene_event(K.AMPLIFICATION, "TTN"), ""),
    ],
)
def test_events_that_meet_nothing_are_of_unknown_significance_where_they_could_act(event: GeneEvent, overall: str) -> None:
    (variant,), findings, _ = constructed(AMPLIFIED, events=(event,))
    assert (findings, variant.tiers) == ((), {"overall": overall})


def test_an_amplified_gene_is_still_wild_type_and_a_fused_one_is_not(packaged: Packaged) -> None:
    def wild_type(*events: GeneEvent) -> bool:
        findings = report(packaged, "NSCLC", *events, stated="ALK=wildtype;EGFR=wildtype")[1]
        met = (match for one in findings for match in one.matches)
        return any(match.level == MatchLevel.WILD_TYPE and match.biomarker.gene == "ALK" for match in met)

    profiles = {one.statement.profile_text for one in report(packaged, "NSCLC", stated="ALK=wildtype;EGFR=wildtype")[1]}
    assert any("Wild type ALK" in text for text in profiles)
    assert not wild_type(fusion("EML4", "ALK", 13, 20, kinase_kept=True))
    assert wild_type(gene_event(K.AMPLIFICATION, "ALK"))


@pytest.mark.parametrize(
    ("tumor", "genes", "place", "resisted", "still"),
    [
        ("CML", ("BCR", "ABL1"), "9:130862970:T:C", "Nilotinib", "Dasatinib"),  # Y253H
        ("CML", ("BCR", "ABL1"), "9:130862970:T:C", "Imatinib", "Bosutinib"),  # CIViC says imatinib mesylate
        ("CRC", ("LMNA", "NTRK1"), "1:156876550:G:A", "Entrectinib", "Repotrectinib"),  # G595R
        ("CML", ("BCR", "ABL1"), "9:130872961:G:A", "Asciminib", "Dasatinib"),  # A337T of the myristoyl pocket
        ("NSCLC", ("KIF5B", "ALK"), "2:29220765:G:T", "Crizotinib", "Alectinib"),  # L1196M
        ("NSCLC", ("EML4", "ALK"), "2:29222347:A:T", "Alectinib", "Lorlatinib"),  # I1171N
        ("NSCLC", ("CD74", "ROS1"), "6:117317181:C:T", "Crizotinib", "Repotrectinib"),  # D2033N
        ("Cholangiocarcinoma", ("FGFR2", "BICC1"), "10:121498520:A:T", "Pemigatinib", "Futibatinib"),  # N549K
    ],
)
def test_a_second_change_takes_the_tier_of_the_drugs_that_do_not_reach_it(
    packaged: Packaged, tumor: str, genes: tuple[str, str], place: str, resisted: str, still: str
) -> None:
    _, findings, _ = report(packaged, tumor, fusion(*genes, kinase_kept=True), places=(place,))
    by_fusion = [one for one in findings if one.statement.regulatory_approval and "::" in one.statement.profile_text]
    assert {one.amp_tier for one in by_fusion if one.statement.therapies == (resisted,)} == {""}
    assert "Tier I-A" in {one.amp_tier for one in by_fusion if one.statement.therapies == (still,)}


def test_a_secondary_kit_mutation_is_said_beside_imatinib_for_the_primary_one(packaged: Packaged) -> None:
    """W557_K558del of exon 11, and V654A: nobody knows whether every cell has both."""
    _, findings, _ = report(packaged, "GIST", places=("4:54727434:CAGTGGA:C", "4:54728092:T:C"))
    imatinib = [one for one in findings if one.statement.therapies == ("Imatinib",) and one.amp_tier.startswith("Tier I-")]
    assert imatinib
    assert all("resistance in this sample: KIT V654A (PMID:16954519" in "; ".join(one.caveats) for one in imatinib)
    _, findings, _ = report(packaged, "GIST", places=("4:54727434:CAGTGGA:C",))
    assert not any("resistance in this sample" in caveat for one in findings for caveat in one.caveats)


def test_the_gatekeeper_change_of_flt3_is_said_beside_its_inhibitors_for_an_itd(packaged: Packaged) -> None:
    """F691L beside an internal tandem duplication."""
    itd = gene_event(K.INTERNAL_DUPLICATION, "FLT3", exons=(14,), inframe=True)
    _, findings, _ = report(packaged, "AML", itd, places=("13:28027222:A:T",))
    assert "p.F691L" in {one.variants[0].effects[0].hgvsp_short for one in findings if one.variants[0].effects}
    for drug in ("Quizartinib", "Gilteritinib"):
        tiered = [one for one in findings if one.statement.therapies == (drug,) and one.amp_tier == "Tier I-A"]
        assert tiered
        assert all("resistance in this sample: FLT3 F691L" in "; ".join(one.caveats) for one in tiered)


@pytest.mark.parametrize(
    ("tumor", "places", "drug", "change"),
    [
        ("NSCLC", ("12:25245351:C:A", "12:25227238:A:C"), "Sotorasib", "KRAS Y96D"),
        ("AML", ("2:208248388:C:T", "2:208242005:G:A"), "Ivosidenib", "IDH1 S280F"),
        ("CLL", ("17:7675088:C:T", "X:101356177:A:T"), "Zanubrutinib", "BTK C481S"),  # for TP53 R175H
    ],
)
def test_a_change_of_the_target_is_said_beside_the_drug(
    packaged: Packaged, tumor: str, places: tuple[str, ...], drug: str, change: str
) -> None:
    _, findings, _ = report(packaged, tumor, places=places)
    tiered = [one for one in findings if one.statement.therapies == (drug,) and one.amp_tier == "Tier I-A"]
    assert tiered
    assert all(f"resistance in this sample: {change} (" in "; ".join(one.caveats) for one in tiered)


def test_a_change_of_the_one_target_is_said_whatever_the_drug_is_given_for(packaged: Packaged) -> None:
    """ESR1 Y537S and aromatase inhibitors for a stated receptor, MEN1 M322I and revumenib for a fusion of KMT2A."""
    _, findings, _ = report(packaged, "breast cancer", places=("6:152098788:A:C",), stated="ER=positive")
    tiered = [one for one in findings if one.statement.therapies == ("Anastrozole",) and one.amp_tier == "Tier I-A"]
    assert tiered
    assert all("resistance in this sample: ESR1 Y537S" in "; ".join(one.caveats) for one in tiered)
    _, findings, _ = report(packaged, "AML", fusion("KMT2A", "MLLT3"), places=("11:64806315:C:T",))
    tiered = [one for one in findings if one.statement.therapies == ("Revumenib",) and one.amp_tier == "Tier I-A"]
    assert tiered
    assert all("resistance in this sample: MEN1 M322I" in "; ".join(one.caveats) for one in tiered)


def test_imatinib_does_not_reach_d842v_of_a_fused_pdgfra(packaged: Packaged) -> None:
    """FIP1L1::PDGFRA is what imatinib works best for."""
    fused = fusion("FIP1L1", "PDGFRA", kinase_kept=True)
    assert ("Imatinib",) in offered(report(packaged, "Chronic Eosinophilic Leukemia, NOS", fused)[1])
    _, findings, _ = report(packaged, "Chronic Eosinophilic Leukemia, NOS", fused, places=("4:54285926:A:T",))
    assert ("Imatinib",) not in offered(findings)


def test_a_variant_of_a_suppressor_that_is_no_loss_resists_nothing(packaged: Packaged) -> None:
    """CHEK2 I157T beside 1100delC."""
    _, findings, _ = report(packaged, "prostate cancer", places=("22:28695868:AG:A", "22:28725099:A:G"))
    olaparib = [one for one in findings if one.statement.therapies == ("Olaparib",) and one.amp_tier == "Tier I-A"]
    assert olaparib
    assert not any("resistance in this sample" in caveat for one in olaparib for caveat in one.caveats)
