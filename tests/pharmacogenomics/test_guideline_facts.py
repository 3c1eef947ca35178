"""Advice held against the guidelines: figures, actions and strengths read from their recommendation tables, not recalled.

Read in November 2026: CPIC's recommendations and FDA's labels as ClinPGx publishes them (``prescribing_guidance.json`` of
PharmCAT), DPWG's from the same place. Editions: thiopurines 2025 (PMID 41618934), 5-HT3 antagonists 2026 (41979467), SSRIs
2023 (37032427), statins 2022 (35152405), G6PD 2022 (36049896), DPYD 2017 with its later updates (29152729, DPWG 31745289).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.calls import PgxOptions, Pharmacogenomics
from pm_annotate.pharmacogenomics.definitions import table_rows
from pm_annotate.pharmacogenomics.outside_calls import OutsideCall
from pm_annotate.pharmacogenomics.therapy_warnings import drugs_of

IM, NM, PM, RM, UM = (f"{word} Metabolizer" for word in ("Intermediate", "Normal", "Poor", "Rapid", "Ultrarapid"))

FACTS = (
    ("DPYD", NM, "2.0", "capecitabine", "standard", "", "Strong"),
    ("DPYD", IM, "1.5", "fluorouracil", "reduce", "50 %", "Moderate"),
    ("DPYD", IM, "1.0", "capecitabine", "reduce", "50 %", "Strong"),
    ("DPYD", PM, "0.5", "fluorouracil", "avoid", "below 25 %", "Strong"),
    ("DPYD", PM, "0.0", "fluorouracil", "avoid", "", "Strong"),
    ("DPYD", IM, "1.5", "tegafur", "avoid", "start low", ""),
    ("DPYD", IM, "1.0", "tegafur", "avoid", "start low", ""),
    ("DPYD", PM, "0.5", "tegafur", "avoid", "no alternatives", ""),
    ("DPYD", PM, "0.0", "tegafur", "avoid", "very low", ""),
    ("DPYD", PM, "0.0", "flucytosine", "avoid", "", ""),
    ("DPYD", PM, "0.5", "flucytosine", "monitor", "first three weeks", ""),
    ("DPYD", IM, "1.0", "flucytosine", "monitor", "first three weeks", ""),
    *(("TPMT", IM, "", drug, "reduce", "30-80 %", "Strong") for drug in ("azathioprine", "mercaptopurine")),
    *(("NUDT15", IM, "", drug, "reduce", "30-80 %", "Strong") for drug in ("azathioprine", "mercaptopurine")),
    *((gene, IM, "", "thioguanine", "reduce", "30-80 %", "Moderate") for gene in ("TPMT", "NUDT15")),
    *((gene, PM, "", "thioguanine", "reduce", "a tenth", "Strong") for gene in ("TPMT", "NUDT15")),
    *((gene, PM, "", "mercaptopurine", "reduce", "three times a week", "Strong") for gene in ("TPMT", "NUDT15")),
    *((gene, PM, "", "azathioprine", "alternative", "not a thiopurine", "Strong") for gene in ("TPMT", "NUDT15")),
    ("TPMT+NUDT15", IM, "", "azathioprine", "reduce", "20-50 %", "Moderate"),
    ("TPMT+NUDT15", IM, "", "mercaptopurine", "reduce", "20-50 %", "Strong"),
    ("TPMT+NUDT15", IM, "", "thioguanine", "reduce", "20-50 %", "Moderate"),
    ("TPMT+NUDT15", PM, "", "thioguanine", "reduce", "a tenth", "Strong"),
    ("UGT1A1", PM, "", "irinotecan", "reduce", "70 %", ""),
    ("UGT1A1", IM, "", "irinotecan", "standard", "", ""),
    ("UGT1A1", PM, "", "belinostat", "reduce", "750 mg/m2", "label"),
    ("UGT1A1", PM, "", "nilotinib", "monitor", "hyperbilirubinaemia", "label"),
    ("UGT1A1", PM, "", "pazopanib", "monitor", "hyperbilirubinaemia", "label"),
    ("UGT1A1", PM, "", "sacituzumab govitecan", "monitor", "neutropenia", "label"),
    ("CYP2B6", NM, "", "efavirenz", "standard", "600 mg", "Strong"),
    ("CYP2B6", RM, "", "efavirenz", "standard", "600 mg", "Strong"),
    ("CYP2B6", UM, "", "efavirenz", "standard", "600 mg", "Strong"),
    ("CYP2B6", IM, "", "efavirenz", "reduce", "400 mg", "Moderate"),
    ("CYP2B6", PM, "", "efavirenz", "reduce", "400 or 200 mg", "Moderate"),
    *(("CYP2C19", UM, "", drug, "alternative", "higher maintenance", "Strong") for drug in ("citalopram", "escitalopram")),
    *(("CYP2C19", RM, "", drug, "monitor", "higher maintenance", "Optional") for drug in ("citalopram", "escitalopram")),
    *(("CYP2C19", IM, "", drug, "reduce", "lower maintenance", "Moderate") for drug in ("citalopram", "escitalopram")),
    *(("CYP2C19", PM, "", drug, "alternative", "half the usual", "Strong") for drug in ("citalopram", "escitalopram")),
    ("CYP2C19", PM, "", "belzutifan", "monitor", "UGT2B17", "label"),
    ("CYP2C19", IM, "", "clopidogrel", "avoid", "prasugrel or ticagrelor", "Strong"),
    ("CYP2C19", PM, "", "clopidogrel", "avoid", "prasugrel or ticagrelor", "Strong"),
    ("CYP2C19", IM, "", "voriconazole", "standard", "", "Moderate"),
    ("CYP2C19", PM, "", "voriconazole", "alternative", "lower dose", "Moderate"),
    ("CYP2C19", UM, "", "voriconazole", "alternative", "isavuconazole", "Moderate"),
    *(("CYP2C19", UM, "", drug, "increase", "twice", "Optional") for drug in ("lansoprazole", "omeprazole", "pantoprazole")),
    ("CYP2C19", RM, "", "omeprazole", "standard", "150-200 %", "Moderate"),
    ("CYP2C19", IM, "", "omeprazole", "monitor", "12 weeks", "Optional"),
    ("CYP2C19", PM, "", "pantoprazole", "monitor", "12 weeks", "Moderate"),
    ("CYP2C9", IM, "1.0", "ibuprofen", "reduce", "lowest", "Moderate"),
    ("CYP2C9", IM, "1.5", "celecoxib", "standard", "", "Moderate"),
    ("CYP2C9", PM, "0.0", "celecoxib", "reduce", "25-50 %", "Moderate"),
    ("CYP2C9", PM, "0.0", "erdafitinib", "monitor", "*3", "label"),
    ("CYP2C9", PM, "0.5", "dronabinol", "monitor", "", "label"),
    ("CYP2C9", IM, "1.0", "dronabinol", "monitor", "", "label"),
    ("CYP2C9", IM, "1.0", "phenytoin", "reduce", "25 % less", "Moderate"),
    ("CYP2C9", IM, "1.0", "meloxicam", "reduce", "half the lowest", "Moderate"),
    ("CYP2C9", PM, "0.5", "meloxicam", "alternative", "short half-life", "Moderate"),
    ("CYP2D6", UM, "", "codeine", "avoid", "toxic", "Strong"),
    ("CYP2D6", IM, "", "codeine", "monitor", "", "Moderate"),
    ("CYP2D6", UM, "", "tramadol", "avoid", "toxic", "Strong"),
    ("CYP2D6", IM, "", "tramadol", "monitor", "", "Optional"),
    ("CYP2D6", PM, "", "tramadol", "avoid", "little or no pain relief", "Strong"),
    ("CYP2C9", IM, "1.5", "fosphenytoin", "standard", "", "Moderate"),
    ("CYP2C9", PM, "0.0", "fosphenytoin", "reduce", "50 % less", "Strong"),
    ("CYP2D6", UM, "", "ondansetron", "alternative", "granisetron", "Moderate"),
    ("CYP2D6", PM, "", "ondansetron", "standard", "too little evidence", "No recommendation"),
    ("CYP2D6", IM, "", "tropisetron", "standard", "too little evidence", "No recommendation"),
    ("CYP2D6", NM, "", "tamoxifen", "standard", "inhibitors", "Strong"),
    ("CYP2D6", PM, "", "tamoxifen", "alternative", "40 mg", "Strong"),
    ("CYP2D6", PM, "", "metoclopramide", "reduce", "", "label"),
    ("CYP3A5", IM, "", "tacrolimus", "increase", "0.3 mg/kg", "Strong"),
    ("CYP3A5", PM, "", "tacrolimus", "standard", "", "Strong"),
    ("SLCO1B1", "Decreased Function", "", "simvastatin", "alternative", "below 20 mg", "Strong"),
    ("SLCO1B1", "Poor Function", "", "atorvastatin", "reduce", "20 mg or less", "Moderate"),
    ("SLCO1B1", "Decreased Function", "", "rosuvastatin", "monitor", "above 20 mg", "Strong"),
    ("ABCG2", "Decreased Function", "", "rosuvastatin", "standard", "", "Moderate"),
    ("ABCG2", "Poor Function", "", "rosuvastatin", "reduce", "10 mg or less where SLCO1B1", "Moderate"),
    ("G6PD", "G6PD Deficient", "", "rasburicase", "avoid", "", "Strong"),
    ("G6PD", "G6PD Deficient", "", "methylene blue", "avoid", "", "Moderate"),
    ("G6PD", "G6PD Deficient with CNSHA", "", "methylene blue", "avoid", "", "Strong"),
    ("G6PD", "G6PD Variable", "", "rasburicase", "monitor", "enzyme", "Moderate"),
    ("G6PD", "G6PD Deficient", "", "primaquine", "avoid", "malaria", "Strong"),
    ("G6PD", "G6PD Variable", "", "primaquine", "monitor", "enzyme", "Moderate"),
    *(("G6PD", f"G6PD {word}", "", "dabrafenib", "monitor", "", "label") for word in ("Deficient", "Variable")),
    ("MT-RNR1", "uncertain risk of aminoglycoside-induced hearing loss", "", "amikacin", "standard", "", "Optional"),
)
"""Gene, phenotype, activity score, drug: action, a figure or word of the advice, strength."""


@pytest.mark.parametrize(("gene", "phenotype", "score", "drug", "action", "words", "strength"), FACTS)
def test_the_advice_is_that_of_the_guideline(
    gene: str, phenotype: str, score: str, drug: str, action: str, words: str, strength: str, pgx: Pharmacogenomics
) -> None:
    (guidance,) = [found for found in pgx.guidance.of(gene, phenotype, score) if found.drug == drug]
    assert (guidance.action, guidance.strength) == (action, strength)
    assert words in guidance.sentence


def test_no_advice_of_a_thiopurine_starts_higher_than_the_guideline_of_2025(resources: Path) -> None:
    rows = [row for row in table_rows(resources / "pharmacogenomics" / "guidance.tsv") if "TPMT" in row["gene"]]
    rows += [row for row in table_rows(resources / "pharmacogenomics" / "guidance.tsv") if row["gene"] == "NUDT15"]
    sentences = " ".join(row["sentence"] for row in rows)
    assert "50-80 %" not in sentences
    assert "25 %" not in sentences


@pytest.mark.parametrize(("tpmt", "nudt15"), [("PM", "IM"), ("IM", "PM")])
def test_a_poor_thiopurine_gene_speaks_for_an_intermediate_one(tpmt: str, nudt15: str, pgx: Pharmacogenomics) -> None:
    given = (OutsideCall("TPMT", "", tpmt), OutsideCall("NUDT15", "", nudt15))
    calls = {call.gene: call for call in pgx.calls(Assembly.GRCH38, options=PgxOptions(outside_calls=given))}
    for gene in ("TPMT", "NUDT15"):
        doses = {guidance.drug: guidance.sentence for guidance in calls[gene].guidance}
        assert set(doses) == {"azathioprine", "mercaptopurine", "thioguanine"}
        assert "a tenth" in doses["mercaptopurine"]
        assert not any("30-80 %" in dose for dose in doses.values())


def test_a_poor_thiopurine_gene_leaves_a_normal_one_alone(pgx: Pharmacogenomics) -> None:
    given = (OutsideCall("TPMT", "", "PM"), OutsideCall("NUDT15", "", "NM"))
    calls = {call.gene: call for call in pgx.calls(Assembly.GRCH38, options=PgxOptions(outside_calls=given))}
    assert {guidance.action for guidance in calls["NUDT15"].guidance} == {"standard"}
    assert {guidance.action for guidance in calls["TPMT"].guidance} == {"alternative", "reduce"}


def test_an_unread_thiopurine_gene_leaves_an_intermediate_one_alone(pgx: Pharmacogenomics) -> None:
    (tpmt,) = [
        call
        for call in pgx.calls(Assembly.GRCH38, options=PgxOptions(outside_calls=(OutsideCall("TPMT", "", "IM"),)))
        if call.gene == "TPMT"
    ]
    assert all("30-80 %" in guidance.sentence for guidance in tpmt.guidance)


@pytest.mark.parametrize("therapy", ["Tegafur", "S-1", "UFT", "SOX Regimen", "Tegafur/Gimeracil/Oteracil"])
def test_tegafur_is_recognised_by_its_names(therapy: str) -> None:
    assert "tegafur" in drugs_of(therapy)
