"""The importer of drug approvals, and its corrections of rows that contradict their label."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.profiles import slug
from pm_annotate.knowledge.sources import approvals
from pm_annotate.knowledge.sources.approval_corrections import CORRECTIONS
from pm_annotate.knowledge.sources.source_file import read_rows

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
