"""What labels mean: companion diagnostics, classes that do not respond, and variants that only say what comes first."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.model import Assembly, BiomarkerKind, Finding
from tests.clinical.constructed_findings import report as report_of_alleles
from tests.clinical.constructed_findings import seen
from tests.clinical.packaged_tables import Packaged
from tests.clinical.test_event_findings import report as report_of_events
from tests.knowledge.constructed_event import K, fusion, gene_event
from tests.knowledge.constructed_table import biomarker, effect, protein, statement, table_of

E726K, H1047R, N345K = "3:179221146:G:A", "3:179234297:A:G", "3:179203765:T:A"


def of_labels(findings: tuple[Finding, ...], *therapies: str) -> list[Finding]:
    wanted = set(therapies)
    found = [one for one in findings if one.statement.regulatory_approval and set(one.statement.therapies) == wanted]
    assert found
    return found


def test_alpelisib_is_tier_one_for_the_changes_of_its_companion_diagnostic(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("breast cancer", H1047R)
    assert {one.amp_tier for one in of_labels(findings, "Alpelisib", "Fulvestrant")} == {"Tier I-A"}


def test_another_activating_change_of_pik3ca_is_no_tier_one_by_that_label(packaged: Packaged) -> None:
    (variant,), findings, _ = packaged.report("breast cancer", E726K)
    assert variant.effects[0].hgvsp_short == "p.E726K"
    found = of_labels(findings, "Alpelisib", "Fulvestrant")
    assert {one.amp_tier for one in found} == {"Tier II-C"}
    assert all("therascreen" in one.caveats[-1] for one in found)
    capivasertib = of_labels(findings, "Capivasertib", "Fulvestrant")
    assert {one.amp_tier for one in capivasertib} == {"Tier I-A"}
    assert all("check whether this change of PIK3CA is meant" in one.caveats[-1] for one in capivasertib)


def test_each_drug_has_its_own_list(packaged: Packaged) -> None:
    """N345K is among the changes of INAVO120 and none of SOLAR-1."""
    _, findings, _ = packaged.report("breast cancer", N345K)
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.N345K"
    assert {one.amp_tier for one in of_labels(findings, "Fulvestrant", "Inavolisib", "Palbociclib")} == {"Tier I-A"}
    assert {one.amp_tier for one in of_labels(findings, "Alpelisib", "Fulvestrant")} == {"Tier II-C"}


def test_amplified_akt1_is_not_what_capivasertib_is_labelled_for(packaged: Packaged) -> None:
    _, findings, _ = report_of_events(packaged, "breast cancer", gene_event(K.AMPLIFICATION, "AKT1", copy_number=9.0))
    assert {one.amp_tier for one in of_labels(findings, "Capivasertib", "Fulvestrant")} == {"Tier II-C"}


@pytest.mark.parametrize(
    ("tumor", "place", "change"),
    [
        ("prostate cancer", "22:28725099:A:G", "CHEK2 I157T"),
        ("uveal melanoma", "9:77922196:T:A", "GNAQ T96S"),
    ],
)
def test_alleles_that_do_not_act_as_the_statement_means_give_no_tier(
    packaged: Packaged, tumor: str, place: str, change: str
) -> None:
    (variant,), findings, _ = packaged.report(tumor, place)
    effect = variant.effects[0]
    assert f"{effect.gene} {effect.hgvsp_short.removeprefix('p.')}" == change
    assert "therapy" not in variant.tiers
    assert any(f"no tier: {change} does not predict" in caveat for one in findings for caveat in one.caveats)


def test_a_checkpoint_inhibitor_after_the_alk_inhibitor_is_no_therapy_for_alk(packaged: Packaged) -> None:
    _, findings, _ = report_of_events(packaged, "NSCLC", fusion("EML4", "ALK", 13, 20))
    atezolizumab = of_labels(findings, "Atezolizumab")
    assert {one.amp_tier for one in atezolizumab} == {""}
    assert all("what comes before" in one.caveats[-1] for one in atezolizumab)
    assert {one.amp_tier for one in of_labels(findings, "Lorlatinib")} == {"Tier I-A"}


def test_braf_names_the_order_of_treatments_in_melanoma_for_pembrolizumab(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("melanoma", "7:140753336:A:T")
    assert {one.amp_tier for one in of_labels(findings, "Pembrolizumab")} == {""}
    assert {one.amp_tier for one in of_labels(findings, "Atezolizumab", "Cobimetinib", "Vemurafenib")} == {"Tier I-A"}


def test_bowel_includes_the_tumour_that_the_label_excludes(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("bowel", "7:140753336:A:T")
    found = [one for one in of_labels(findings, "Dabrafenib", "Trametinib") if one.statement.condition == "Any solid tumor"]
    assert {one.amp_tier for one in found} == {"Tier II-C"}
    assert all("excludes colorectal cancer, which the tumour type given includes" in one.caveats[0] for one in found)


def test_small_bowel_is_not_colorectal(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("small bowel cancer", "7:140753336:A:T")
    found = [one for one in of_labels(findings, "Dabrafenib", "Trametinib") if one.statement.condition == "Any solid tumor"]
    assert {one.amp_tier for one in found} == {"Tier I-A"}


def test_uveal_melanoma_keeps_the_tier_with_a_doubt(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("uveal melanoma", "7:140753336:A:T")
    found = [one for one in findings if one.amp_tier == "Tier I-A" and one.tier_class == "therapy"]
    assert found
    assert all(any("uveal melanoma is doubtful" in caveat for caveat in one.caveats) for one in found)


@pytest.mark.parametrize(
    ("assembly", "place", "gene"),
    [
        (Assembly.GRCH37, "6:26032206:T:A", "H3C2"),
        (Assembly.GRCH38, "6:26031978:T:A", "H3C2"),
        (Assembly.GRCH38, "1:226064434:A:T", "H3-3A"),
    ],
)
def test_dordaviprone_is_for_k27m_of_whichever_h3_gene(packaged: Packaged, assembly: Assembly, place: str, gene: str) -> None:
    """HIST1H3B is one of four in the pons, and has coordinates only: c.83A>T makes Met28 of no other codon than AAG."""
    (variant,), findings, _ = packaged.report("DMG", place, assembly=assembly)
    assert (variant.effects[0].gene, variant.effects[0].hgvsp_short) == (gene, "p.K28M")
    assert {one.amp_tier for one in of_labels(findings, "Dordaviprone")} == {"Tier I-A"}


def test_avapritinib_is_for_exon_18_of_pdgfra_in_the_united_states(packaged: Packaged) -> None:
    """D842_H845del, which HGVS calls I843_D846del."""
    _, findings, _ = packaged.report("GIST", "4:54285924:AGACATCATGCAT:A")
    (avapritinib,) = of_labels(findings, "Avapritinib")
    assert (avapritinib.statement.regulatory_approval, avapritinib.amp_tier) == ("FDA", "Tier I-A")
    _, findings, _ = packaged.report("GIST", "4:54285926:A:T")
    found = {(one.statement.regulatory_approval, one.amp_tier) for one in of_labels(findings, "Avapritinib")}
    assert found == {("FDA", "Tier I-A"), ("EMA", "Tier I-A")}


@pytest.mark.parametrize(("place", "vandetanib"), [("10:43114501:G:A", "Tier I-A"), ("10:43119548:G:A", "")])
def test_an_inherited_ret_mutation_of_medullary_cancer_is_meant_by_the_labels(
    packaged: Packaged, place: str, vandetanib: str
) -> None:
    """C634Y; V804M changes the gatekeeper, which selpercatinib reaches and vandetanib does not."""
    _, findings, _ = packaged.report("medullary thyroid cancer", place)
    selpercatinib = {(one.statement.regulatory_approval, one.amp_tier) for one in of_labels(findings, "Selpercatinib")}
    assert selpercatinib == {(agency, "Tier I-A") for agency in ("FDA", "EMA", "HC")}
    assert {one.amp_tier for one in of_labels(findings, "Vandetanib")} == {vandetanib}


def test_a_loss_of_ret_is_not_what_the_labels_mean(packaged: Packaged) -> None:
    """R180* of Hirschsprung disease."""
    _, findings, _ = packaged.report("medullary thyroid cancer", "10:43102542:C:T")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.R180*"
    assert {one.amp_tier for one in of_labels(findings, "Selpercatinib")} == {""}


def test_amplified_cd274_is_not_what_pembrolizumab_is_labelled_for(packaged: Packaged) -> None:
    _, findings, _ = report_of_events(packaged, "NSCLC", gene_event(K.AMPLIFICATION, "CD274", copy_number=9.0))
    assert not [one for one in findings if one.statement.regulatory_approval]


def test_an_approval_that_was_withdrawn_is_no_tier_one(packaged: Packaged) -> None:
    """Mobocertinib for EGFR exon 20 insertions (S768_D770dup); the others that are approved for them stay."""
    _, findings, _ = packaged.report("NSCLC", "7:55181309:C:CCAGCGTGGA")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.S768_D770dup"
    mobocertinib = [one for one in findings if one.statement.therapies == ("Mobocertinib",)]
    assert {(one.statement.regulatory_approval, one.amp_tier) for one in mobocertinib} == {("FDA", ""), ("", "Tier II-C")}
    assert all("withdrawn" in one.caveats[-1] for one in mobocertinib)
    assert {one.amp_tier for one in of_labels(findings, "Amivantamab")} == {"Tier I-A"}


def test_tazemetostat_is_withdrawn_and_no_tier_one(packaged: Packaged) -> None:
    """EZH2 Y646F in follicular lymphoma: withdrawn everywhere in 2026, more second cancers."""
    _, findings, _ = packaged.report("follicular lymphoma", "7:148811635:T:A")
    found = [one for one in findings if one.statement.therapies == ("Tazemetostat",)]
    labels = {one.amp_tier for one in found if one.statement.regulatory_approval}
    assert labels == {""}
    assert not any(one.amp_tier.startswith("Tier I-") for one in found)
    assert any("withdrawn" in caveat for one in found for caveat in one.caveats)


def by_therapy(findings: tuple[Finding, ...], therapy: str) -> dict[str, str]:
    """The tier of each statement of sensitivity to a drug alone, by its condition."""
    return {one.statement.condition: one.amp_tier for one in findings if one.statement.therapies == (therapy,)}


def test_a_drug_that_was_withdrawn_altogether_is_no_tier_one_for_any_gene(packaged: Packaged) -> None:
    """Infigratinib for FGFR3 in bladder cancer and FGFR1 in squamous lung cancer; copanlisib for PIK3CA in any tumour."""
    _, bladder, _ = packaged.report("bladder urothelial carcinoma", "4:1801841:C:G")  # FGFR3 S249C
    assert set(by_therapy(bladder, "Infigratinib").values()) == {"Tier II-C"}
    _, lung, _ = report_of_events(packaged, "LUSC", gene_event(K.AMPLIFICATION, "FGFR1", copy_number=12.0))
    assert by_therapy(lung, "Infigratinib")["Lung Squamous Cell Carcinoma"] == "Tier II-C"
    _, cervix, _ = packaged.report("cervical cancer", "3:179218303:G:A")  # PIK3CA E545K
    assert by_therapy(cervix, "Copanlisib") == {"Cancer": "Tier II-C"}


def test_erdafitinib_is_approved_for_fgfr3_and_no_more_for_fgfr2_in_urothelial_cancer(packaged: Packaged) -> None:
    """What the approval of 2019 says is taken back for that disease alone: FGFR2 fusions were studied in any tumour."""
    _, findings, _ = packaged.report("bladder urothelial carcinoma", "4:1801841:C:G")
    assert by_therapy(findings, "Erdafitinib")["Bladder Urothelial Carcinoma"] == "Tier I-A"
    _, findings, _ = report_of_events(packaged, "bladder urothelial carcinoma", fusion("FGFR2", "BICC1", 17, 3))
    of_fusion = by_therapy(findings, "Erdafitinib")
    assert (of_fusion["Transitional Cell Carcinoma"], of_fusion["Cancer"]) == ("Tier II-C", "Tier I-B")
    (of_label,) = [one for one in findings if one.statement.statement_id == "civic:EID7261"]
    assert any("FDA has withdrawn its approval (FDA, 2024-01-19" in text for text in of_label.caveats)


def test_another_change_of_fgfr3_is_to_be_looked_up_in_the_label_of_erdafitinib(packaged: Packaged) -> None:
    for place, name, to_check in (("4:1801841:C:G", "p.S249C", False), ("4:1806162:A:G", "p.K650E", True)):
        _, findings, _ = packaged.report("bladder urothelial carcinoma", place)
        (of_gene,) = [one for one in findings if one.statement.statement_id == "civic:EID7422"]
        assert of_gene.variants[0].effects[0].hgvsp_short == name
        assert of_gene.amp_tier == "Tier I-A"
        assert any("check whether this change of FGFR3 is meant" in text for text in of_gene.caveats) is to_check


@pytest.mark.parametrize(
    ("place", "name", "tier"),
    [
        ("17:39711955:C:T", "p.S310F", "Tier II-C"),  # outside the cell
        ("17:39724747:G:C", "p.V777L", "Tier I-A"),
        ("17:39724728:A:AGCATACGTGATG", "p.Y772_A775dup", "Tier I-A"),
    ],
)
def test_zongertinib_is_for_the_kinase_domain_of_erbb2(packaged: Packaged, place: str, name: str, tier: str) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", place)
    (of_gene,) = [one for one in findings if one.statement.statement_id == "civic:EID12530"]
    assert of_gene.variants[0].effects[0].hgvsp_short == name
    assert of_gene.amp_tier == tier


def test_the_exon_20_insertion_that_responds_does_not_resist_as_its_class_does(packaged: Packaged) -> None:
    """A763_Y764insFQEA lies in the C-helix, A767_V769dup behind it."""
    tiers = {}
    for place in ("7:55181287:C:CTCCAGGAAGCCT", "7:55181305:A:ATGGCCAGCG"):
        _, findings, _ = packaged.report("lung adenocarcinoma", place)
        (resisting,) = [one for one in findings if one.statement.statement_id == "civic:EID1809"]
        name = findings[0].variants[0].effects[0].hgvsp_short
        tiers[name] = (resisting.amp_tier, {one.amp_tier for one in of_labels(findings, "Afatinib")})
    assert tiers == {"p.A763_Y764insFQEA": ("", {"Tier I-A"}), "p.A767_V769dup": ("Tier I-B", {""})}


def test_a_vaccine_that_failed_in_its_randomised_trial_has_no_tier(packaged: Packaged) -> None:
    event = gene_event(K.EXON_DELETION, "EGFR", "EGFR exon 2-7 deletion", exons=(2, 3, 4, 5, 6, 7), inframe=True)
    _, findings, _ = report_of_events(packaged, "glioblastoma", event)
    assert by_therapy(findings, "Rindopepimut") == {"Glioblastoma": ""}


def test_an_approval_withdrawn_in_europe_stands_elsewhere(packaged: Packaged) -> None:
    _, findings, _ = report_of_events(packaged, "NSCLC", fusion("KIF5B", "RET", 15, 12))
    tiers = {(one.statement.regulatory_approval, one.amp_tier) for one in of_labels(findings, "Pralsetinib")}
    assert ("EMA", "") in tiers
    assert ("FDA", "Tier I-A") in tiers


def test_a_second_change_of_pik3ca_does_not_take_the_label_from_the_first(packaged: Packaged) -> None:
    """H1047R with E726K is the commonest pair of PIK3CA changes in breast cancer, and responds well (PMID:31699932)."""
    for places in ((H1047R, E726K), (E726K, H1047R)):
        _, findings, _ = packaged.report("breast cancer", *places)
        assert tiers_by_change(of_labels(findings, "Alpelisib", "Fulvestrant")) == {
            ("p.H1047R", "Tier I-A", ""),
            ("p.E726K", "Tier II-C", "no Tier I"),
        }
        assert tiers_by_change(of_labels(findings, "Capivasertib", "Fulvestrant")) == {
            ("p.H1047R", "Tier I-A", ""),
            ("p.E726K", "Tier I-A", "check whether this change of PIK3CA is meant (FDA label 218197 (Truqap)"),
        }


def tiers_by_change(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Which changes have which tier by the findings, and how what is said of the label begins."""
    said = [next((text for text in one.caveats if "label" in text), "") for one in findings]
    return {
        (variant.effects[0].hgvsp_short, one.amp_tier, text.partition(":")[0])
        for one, text in zip(findings, said, strict=True)
        for variant in one.variants
    }


def test_two_changes_that_the_label_does_not_mean_are_no_tier_one_by_it(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("breast cancer", N345K, E726K)
    assert {one.amp_tier for one in of_labels(findings, "Alpelisib", "Fulvestrant")} == {"Tier II-C"}
    capivasertib = of_labels(findings, "Capivasertib", "Fulvestrant")
    assert all("check whether this change of PIK3CA is meant" in one.caveats[-1] for one in capivasertib)


CLASS = LabelLimitation(
    frozenset({"olaparib"}), "CHEK2", "", (), "PMID:15688039", not_for_change="CHEK2 I157T"
)  # fmt: skip
OF_REPAIR = table_of(
    protein("CHEK2", "I157T"),
    *(biomarker(f"{gene} Mutation", BiomarkerKind.ANY_VARIANT) for gene in ("BRCA1", "BRCA2", "CHEK2")),
    statements=[
        statement("EITHER", "BRCA2_Mutation OR CHEK2_Mutation", therapies=("Olaparib",)),
        statement("BOTH", "BRCA2_Mutation AND CHEK2_Mutation", therapies=("Olaparib",)),
        statement("OTHER", "BRCA1_Mutation OR CHEK2_Mutation", therapies=("Olaparib",)),
        statement("ONCOGENIC", "CHEK2_I157T", statement_type="Oncogenicity", predicate="isOncogenicFor"),
    ],
    gene_roles={gene: frozenset({"tumor_suppressor"}) for gene in ("BRCA1", "BRCA2", "CHEK2")},
    label_limitations=(CLASS,),
)  # fmt: skip


def test_an_alternative_that_is_meant_keeps_its_tier_beside_one_that_is_not() -> None:
    """BRCA2 lost beside CHEK2 I157T: olaparib is for the first, and the second takes nothing from it."""
    i157t = seen("22:28725099:A:G", effect("CHEK2", "I157T", "missense_variant"))
    lost = seen("13:32340300:GT:G", effect("BRCA2", "S1982Rfs*22", "frameshift_variant", protein_length=3418), record=2)
    _, findings, _ = report_of_alleles(OF_REPAIR, i157t, lost)
    found = [one for one in findings if one.tier_class == "therapy"]
    assert {(one.statement.statement_id, one.variants[0].effects[0].gene, one.amp_tier) for one in found} == {
        ("EITHER", "BRCA2", "Tier I-A"),
        ("EITHER", "CHEK2", ""),
        ("BOTH", "CHEK2", ""),
        ("OTHER", "CHEK2", ""),
    }
    why = "no tier: CHEK2 I157T does not predict a response to olaparib (PMID:15688039)"
    assert all((one.caveats[-1:] == (why,)) == (not one.amp_tier) for one in found)
