"""Importers: what the sources' words become, and what the packaged tables therefore hold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pm_annotate.build_resources.__main__ import main as build_resources
from pm_annotate.knowledge.profiles import slug
from pm_annotate.knowledge.sources import approvals, civic
from pm_annotate.knowledge.sources.approval_corrections import CORRECTIONS
from pm_annotate.knowledge.sources.civic_variants import sequence_changes
from pm_annotate.knowledge.sources.gene_roles import role_of
from pm_annotate.knowledge.sources.hotspots import import_hotspots
from pm_annotate.knowledge.sources.source_file import read_rows
from pm_annotate.knowledge.table_file import read_table
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly

EVIDENCE = {
    "molecular_profile": "BRAF V600E",
    "molecular_profile_id": "12",
    "disease": "Skin Melanoma",
    "doid": "8923",
    "phenotypes": "",
    "therapies": "Dabrafenib,Trametinib",
    "therapy_interaction_type": "Combination",
    "evidence_type": "Predictive",
    "evidence_direction": "Supports",
    "evidence_level": "A",
    "significance": "Sensitivity/Response",
    "citation_id": "25399551",
    "source_type": "PubMed",
    "asco_abstract_id": "",
    "nct_ids": "NCT01584648, NCT01597908",
    "rating": "5",
    "evidence_id": "3758",
    "variant_origin": "Somatic",
    "last_review_date": "2023-01-09 21:46:26 UTC",
    "evidence_civic_url": "https://civicdb.org/links/evidence_items/3758",
    "is_flagged": "false",
}


def biomarker_id(name: str, source_id: str) -> str:
    return f"civic:MP{source_id}" if source_id else slug("civic", name)


def imported(**changes: str) -> dict[str, str]:
    (row,) = civic.import_evidence([EVIDENCE | changes], biomarker_id).rows
    return row


def test_evidence_becomes_a_statement_in_our_columns() -> None:
    row = imported()
    assert row["statement_id"] == "civic:EID3758"
    assert row["profile"] == "civic:MP12"
    assert (row["statement_type"], row["predicate"]) == ("TherapeuticResponse", "predictsSensitivityTo")
    assert (row["strength"], row["kb_native_level"]) == ("Level A", "A")
    assert row["condition_ids"] == "DOID:8923"
    assert row["citations"] == "PMID:25399551"
    assert row["nct_ids"] == "NCT01584648;NCT01597908"


def test_flagged_rows_are_kept_out_and_counted() -> None:
    result = civic.import_evidence([EVIDENCE, EVIDENCE | {"evidence_id": "9", "is_flagged": "true"}], biomarker_id)
    assert (len(result.rows), result.read, result.flagged) == (1, 2, 1)


def test_does_not_support_disputes() -> None:
    assert imported(evidence_direction="Does Not Support")["direction"] == "disputes"
    assert imported(evidence_direction="N/A")["direction"] == "neutral"


@pytest.mark.parametrize(
    ("interaction", "combination"), [("Combination", "AND"), ("Substitutes", "OR"), ("Sequential", "SEQUENTIAL")]
)
def test_therapies_are_joined_by_their_interaction_type(interaction: str, combination: str) -> None:
    row = imported(therapy_interaction_type=interaction)
    assert (row["therapies"], row["therapy_combination"]) == ("Dabrafenib;Trametinib", combination)


def test_a_comma_inside_the_name_of_a_chemical_does_not_split_it() -> None:
    row = imported(therapies="2,4-pyrimidinediamine", therapy_interaction_type="")
    assert (row["therapies"], row["therapy_combination"]) == ("2,4-pyrimidinediamine", "")


@pytest.mark.parametrize(
    ("kind", "significance", "predicate"),
    [
        ("Predictive", "Resistance", "predictsResistanceTo"),
        ("Predictive", "Reduced Sensitivity", "predictsReducedSensitivityTo"),
        ("Diagnostic", "Negative", "isDiagnosticExclusionCriterionFor"),
        ("Prognostic", "Poor Outcome", "associatedWithWorseOutcomeFor"),
        ("Predisposing", "Protectiveness", "isProtectiveFor"),
        ("Oncogenic", "Oncogenicity", "isOncogenicFor"),
        ("Functional", "Dominant Negative", "hasFunction:DominantNegative"),
    ],
)
def test_significance_becomes_a_predicate(kind: str, significance: str, predicate: str) -> None:
    assert imported(evidence_type=kind, significance=significance)["predicate"] == predicate


def test_a_word_that_civic_never_used_stops_the_build() -> None:
    with pytest.raises(KeyError):
        imported(significance="Cures")


def test_conference_abstracts_keep_their_own_ids() -> None:
    assert imported(source_type="ASCO", asco_abstract_id="102")["citations"] == "ASCO:102"


def test_a_combined_profile_names_each_biomarker() -> None:
    row = imported(molecular_profile="MET Amplification AND NOT KRAS Mutation", molecular_profile_id="4242")
    assert row["profile"] == "civic:MET_Amplification AND NOT civic:KRAS_Mutation"


def test_two_changes_in_one_name_are_both_demanded() -> None:
    row = imported(molecular_profile="VHL P81S (c.241C>T) and L188V (c.562C>G)", molecular_profile_id="1")
    assert row["profile"] == "civic:VHL_P81S_[c.241C>T] AND civic:VHL_L188V_[c.562C>G]"


# -------------------------------------------------------------------------------------------------------- coordinates


def test_only_sequence_changes_have_coordinates(tmp_path: Path) -> None:
    chain = tmp_path / "one.chain"
    chain.write_text("chain 1 7 1000 + 0 1000 7 1000 + 100 1100 1\n1000\n")
    ranges = {"molecular_profile_id": "302", "chrom": "17", "start37": "1", "stop37": "9", "start38": "2", "stop38": "10"}
    two = {"molecular_profile_id": "7", "chrom": "13", "start37": "5", "stop37": "5", "start38": "", "stop38": ""}
    newer = {
        "single_variant_molecular_profile_id": "8", "reference_build": "GRCh37", "chromosome": "7", "start": "20", "stop": "21",
        "reference_bases": "", "variant_bases": "TGT",
    }  # fmt: skip
    changes = sequence_changes([ranges | {"ref": "", "alt": ""}, two | {"ref": "C", "alt": "G/A"}], [newer], LiftOver(chain))
    assert set(changes) == {"7", "8"}
    assert [change.alt for change in changes["7"]] == ["G", "A"]
    assert [(change.assembly, change.start, change.stop) for change in changes["8"]] == [
        (Assembly.GRCH37, 20, 21),
        (Assembly.GRCH38, 120, 121),
    ]


def test_positions_are_lifted_over_gaps_and_back(tmp_path: Path) -> None:
    chain = tmp_path / "gap.chain"
    chain.write_text("chain 1 7 100 + 0 100 7 100 + 10 105 1\n50 5 0\n45\n")
    assert LiftOver(chain).position("7", 50) == ("7", 60)
    assert LiftOver(chain).position("7", 53) is None  # in the gap of the new assembly
    assert LiftOver(chain).position("7", 56) == ("7", 61)
    assert LiftOver(chain, inverted=True).position("7", 61) == ("7", 56)


def test_known_positions_lift_as_published(shared_data: Path) -> None:
    lift = LiftOver(shared_data / "genome" / "GRCh37_to_GRCh38.chain")
    assert lift.position("7", 140453136) == ("7", 140753336)  # BRAF V600E
    assert lift.position("5", 1295228) == ("5", 1295113)  # TERT C228T


def test_hotspots_gather_the_alleles_of_one_protein_change() -> None:
    rows = [
        {"chrom": "7", "pos": pos, "ref": ref, "alt": alt, "gene": "BRAF", "protein_change": "V600E"}
        for pos, ref, alt in (("140453136", "A", "T"), ("140453135", "CA", "TT"))
    ]
    (row,) = import_hotspots(rows, [])
    assert row["alleles_GRCh37"] == "7:140453135:CA:TT;7:140453136:A:T"


# ---------------------------------------------------------------------------------------------------------- gene roles


def test_a_suppressor_with_many_oncogene_citations_is_a_suppressor() -> None:
    roles, _ = role_of("TP53", {"LoF": 154, "Act": 49}, (414, 1602), {})
    assert roles == ("tumor_suppressor",)


def test_citations_decide_where_cohorts_are_too_few() -> None:
    assert role_of("ABL1", {"LoF": 1}, (1060, 5), {})[0] == ("oncogene",)


def test_the_packaged_roles_are_those_of_textbooks(resources: Path) -> None:
    roles = {row["gene"]: row["roles"] for row in read_table(resources / "knowledge" / "gene_roles.tsv").rows()}
    for gene in [
        "TP53",
        "BRCA1",
        "BRCA2",
        "ATM",
        "PTEN",
        "RB1",
        "NF1",
        "VHL",
        "APC",
        "CDKN2A",
        "STK11",
        "TSC1",
        "TSC2",
        "PALB2",
        "CEBPA",
        "ARID1A",
        "SMAD4",
        "MLH1",
    ]:
        assert roles[gene] == "tumor_suppressor", gene
    for gene in [
        "BRAF",
        "KRAS",
        "NRAS",
        "EGFR",
        "KIT",
        "PDGFRA",
        "MET",
        "ALK",
        "RET",
        "ERBB2",
        "PIK3CA",
        "IDH1",
        "IDH2",
        "ABL1",
        "FLT3",
        "CTNNB1",
        "MYC",
        "JAK2",
        "GNAQ",
    ]:
        assert roles[gene] == "oncogene", gene
    assert roles["NOTCH1"] == "oncogene;tumor_suppressor"


# ----------------------------------------------------------------------------------------------------------- approvals

APPROVAL = {
    "statement_id": "41", "agency": "fda", "document_id": "doc:fda.tecentriq", "drug_brand": "Tecentriq", "label_id": "761034",
    "label_date": "2024-04-22", "biomarkers": "BRAF p.V600E", "biomarker_types": "Somatic Variant",
    "predicate": "predictSensitivityTo", "direction": "supports", "therapies": "Atezolizumab + Cobimetinib + Vemurafenib",
    "membership": "AND", "disease": "Melanoma", "initial_approval_date": "2020-07-30", "initial_approval_url": "https://x",
}  # fmt: skip


def approval(**changes: str) -> dict[str, str]:
    codes = {"melanoma": "MEL"}
    (row,) = approvals.import_approvals([APPROVAL | changes], lambda name: slug("label", name), codes)
    return row


def test_an_approval_is_level_a_with_its_agency_and_label() -> None:
    row = approval()
    assert (row["statement_id"], row["profile"]) == ("approval:fda:41", "label:BRAF_p.V600E")
    assert (row["strength"], row["regulatory_approval"], row["label_id"]) == ("Level A", "FDA", "761034")
    assert (row["therapies"], row["therapy_combination"]) == ("Atezolizumab;Cobimetinib;Vemurafenib", "AND")
    assert (row["condition_ids"], row["variant_origin"]) == ("ONCOTREE:MEL", "Somatic")


def test_labels_for_any_solid_tumour_say_so() -> None:
    assert approval(disease="Any solid tumor")["condition_ids"] == "ANY:SOLID"


def test_wild_type_and_protein_parts_of_a_label_stay_parts() -> None:
    row = approval(biomarkers="PD-L1 >= 50% AND Wild type ALK AND Wild type EGFR")
    assert row["profile"] == "label:PD-L1_>=_50% AND label:Wild_type_ALK AND label:Wild_type_EGFR"


# ------------------------------------------------------------------------------------------------------ packaged tables


def rows_of(resources: Path, name: str) -> list[dict[str, str]]:
    return list(read_table(resources / "knowledge" / name).rows())


def test_the_packaged_evidence_is_all_accepted_unflagged_evidence(resources: Path) -> None:
    rows = rows_of(resources, "statements.civic.tsv")
    assert len(rows) == 4854 - 153
    assert Counter(row["direction"] for row in rows) == {
        "supports": 4143 - 139,  # 139 predispositions of uncertain significance support no claim
        "disputes": 508,
        "neutral": 50 + 139,
    }
    assert Counter(row["therapy_combination"] for row in rows if row["therapy_combination"]) == {
        "AND": 345,
        "OR": 329,
        "SEQUENTIAL": 11,
    }


@pytest.mark.parametrize(
    ("changes", "column", "right"),
    [
        (
            {"therapies": "Gilteritinib", "biomarkers": "FLT3-ITD", "disease": "Acute Lymphoid Leukemia"},
            "condition",
            "Acute Myeloid Leukemia",
        ),
        (
            {"therapies": "Imatinib", "biomarkers": "KIT p.D816V", "disease": "Aggressive Systemic Mastocytosis"},
            "profile",
            "NOT label:KIT_p.D816V",
        ),
        (
            {"therapies": "Oxaliplatin + Panitumumab", "biomarkers": "Wild type KRAS AND Wild type HRAS"},
            "profile_text",
            "Wild type KRAS AND Wild type NRAS",
        ),
        ({"therapies": "Elacestrant", "biomarkers": "FGFR2::v"}, "therapies", "Pemigatinib"),
        ({"therapies": "Vandetanib", "biomarkers": "v::RET"}, "profile_text", "RET somatic variants"),
        ({"therapies": "Selpercatinib", "biomarkers": "RET p.M918T"}, "profile_text", "RET somatic variants"),
        ({"therapies": "Talazoparib", "biomarkers": "RAD51B oncogenic variants"}, "therapies", "Olaparib"),
        ({"therapies": "Pembrolizumab", "biomarkers": "pMMR"}, "therapies", "Lenvatinib;Pembrolizumab"),
        (
            {"therapies": "Lenalidomide", "biomarkers": "5q deletion", "disease": "Myeloproliferative Neoplasm"},
            "condition",
            "Myelodysplastic Syndromes",
        ),
        (
            {"therapies": "Trastuzumab", "biomarkers": "HER2-positive", "disease": "Gastrointestinal Stromal Tumor"},
            "condition",
            "Esophagogastric Adenocarcinoma",
        ),
        (
            {"therapies": "Pembrolizumab", "biomarkers": "MSI-H", "disease": "Gastrointestinal Stromal Tumor"},
            "condition",
            "Small Bowel Cancer",
        ),
        (
            {"therapies": "Cytarabine + Daunorubicin + Midostaurin", "biomarkers": "CDK12 oncogenic variants"},
            "profile_text",
            "FLT3-ITD",
        ),
        (
            {
                "therapies": "Datopotamab deruxtecan",
                "biomarkers": "EGFR Exon 20 (Insertion)",
                "disease": "Invasive Breast Carcinoma",
            },
            "condition",
            "Non-Small Cell Lung Cancer",
        ),
        (
            {"therapies": "Revumenib", "biomarkers": "NPM1 p.W288Cfs*12", "disease": "Burkitt Lymphoma"},
            "condition",
            "Acute Myeloid Leukemia",
        ),
        (
            {"therapies": "Revumenib", "biomarkers": "t(KMT2A;v)", "disease": "Burkitt Lymphoma"},
            "condition",
            "Acute Lymphoid Leukemia",
        ),
        ({"therapies": "Cisplatin + Osimertinib"}, "therapies", "Cisplatin;Osimertinib;Pemetrexed"),
        (
            {"therapies": "Atezolizumab + Carboplatin + Nab-paclitaxel", "biomarkers": "Wild type EGFR"},
            "profile_text",
            "Wild type ALK AND Wild type EGFR",
        ),
    ],
)
def test_a_row_that_contradicts_its_label_is_corrected_visibly(changes: dict[str, str], column: str, right: str) -> None:
    row = approval(**changes)
    assert row[column] == right
    assert "of the source: " in row["correction"]


@pytest.mark.parametrize(
    "changes",
    [
        {"therapies": "Gilteritinib", "biomarkers": "FLT3-ITD", "disease": "Acute Myeloid Leukemia"},
        {"therapies": "Avapritinib", "biomarkers": "KIT p.D816V"},
        {"therapies": "Avapritinib", "biomarkers": "PDGFRA p.D842V", "agency": "ema"},
        {"therapies": "Revumenib", "biomarkers": "t(KMT2A;v)", "disease": "Acute Lymphoid Leukemia"},
        {"therapies": "Selpercatinib", "biomarkers": "v::RET"},
        {"therapies": "Osimertinib", "biomarkers": "EGFR p.L858R"},
        {"therapies": "Elacestrant", "biomarkers": "ER positive AND HER2-negative AND ESR1 activating variants"},
    ],
)
def test_rows_that_agree_with_their_label_are_left_alone(changes: dict[str, str]) -> None:
    row = approval(**changes)
    assert (row["profile_text"], row["therapies"], row["correction"]) == (changes["biomarkers"], changes["therapies"], "")


def test_an_fda_label_without_an_address_leads_to_its_application() -> None:
    row = approval(initial_approval_url="", label_id="21588")
    assert row["source_url"] == row["citations"]
    assert row["source_url"].endswith("ApplNo=021588")
    assert approval(initial_approval_url="", agency="hc")["source_url"] == ""


def test_every_correction_still_finds_its_row(shared_data: Path) -> None:
    rows = read_rows(shared_data / "knowledge" / "regulatory_approvals.2026-05.tsv")
    unused = [one for one in CORRECTIONS if not any(one.concerns(row) for row in rows)]
    assert unused == []


def test_the_packaged_approvals_and_assertions_are_complete(resources: Path) -> None:
    labels = rows_of(resources, "statements.approvals.tsv")
    assert Counter(row["regulatory_approval"] for row in labels) == {
        "FDA": 686,
        "EMA": 509,
        "HC": 380,
        "HSE": 347,
        "HPRA": 22,
    }
    assert all(row["condition_ids"] for row in labels)
    assert len(rows_of(resources, "statements.civic_assertions.tsv")) == 146 - 34


def test_substitutes_of_an_assertion_are_told_from_its_evidence(resources: Path) -> None:
    rows = {row["statement_id"]: row for row in rows_of(resources, "statements.civic_assertions.tsv")}
    combined = [row for row in rows.values() if ";" in row["therapies"]]
    assert {(row["profile_text"], row["therapy_combination"]) for row in combined} == {
        ("BRAF V600E", "AND"),
        ("BRAF V600K", "AND"),
        ("AR AR-V7", "OR"),
    }


def test_nearly_every_statement_is_typed_and_the_rest_are_listed(resources: Path) -> None:
    untyped = rows_of(resources, "typing_report.tsv")
    assert {row["name"] for row in untyped} == {
        "BRCA1 Alu insertion",
        "EGFR P772_V774insPHV",
        "EGFR Rare Exon 18-21 Mutation",
        "EGFR Rare Mutation",
        "EZH2 Intron 6 Mutation",
        "HLA-C COPY-NEUTRAL LOSS OF HETEROZYGOSITY",
        "HSPH1 T17 DELETION",
        "PIK3CA Rare Mutation",
        "PTCH1 LOH",
        "VHL Intronic deletion (c.341-13delCGTTTCCAACAATTTCTCGGTGT)",
        "VHL c.128-?_250+?",
        "VHL c.−213− ?_463 ?del",
    }
    assert sum(int(row["statements"]) for row in untyped) <= 0.02 * 4701


def test_the_packaged_tables_are_what_the_build_writes(resources: Path, shared_data: Path, tmp_path: Path) -> None:
    for folder in ("genome", "disease", "examples"):
        (tmp_path / folder).symlink_to(resources / folder)
    (tmp_path / "knowledge").mkdir()
    curated = (
        "protein_regions",
        "promoters",
        "label_limitations",
        "acmg_secondary_findings",
        "class_effects",
        "wild_type_loci",
    )
    for name in (f"{table}.tsv" for table in curated):
        (tmp_path / "knowledge" / name).write_bytes((resources / "knowledge" / name).read_bytes())
    assert build_resources(["--source", str(shared_data), "--output", str(tmp_path), "--only-knowledge"]) == 0
    for path in sorted((resources / "knowledge").glob("*.tsv")):
        assert path.read_bytes() == (tmp_path / "knowledge" / path.name).read_bytes(), path.name
