"""Guidance: the facts that must never be wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.pharmacogenomics.definitions import table_rows
from pm_annotate.pharmacogenomics.guidance import ACTIONS


@pytest.mark.parametrize(
    ("gene", "phenotype", "score", "drug", "action", "words"),
    [
        ("DPYD", "Normal Metabolizer", "2.0", "fluorouracil", "standard", ""),
        ("DPYD", "Intermediate Metabolizer", "1.5", "capecitabine", "reduce", "50 %"),
        ("DPYD", "Intermediate Metabolizer", "1.0", "fluorouracil", "reduce", "50 %"),
        ("DPYD", "Poor Metabolizer", "0.5", "fluorouracil", "avoid", "25 %"),
        ("DPYD", "Poor Metabolizer", "0.0", "capecitabine", "avoid", "fatal"),
        ("TPMT", "Possible Intermediate Metabolizer", "", "mercaptopurine", "reduce", "30-80 %"),
        ("TPMT", "Poor Metabolizer", "", "azathioprine", "alternative", "not a thiopurine"),
        ("NUDT15", "Poor Metabolizer", "", "mercaptopurine", "reduce", "a tenth"),
        ("UGT1A1", "Poor Metabolizer", "", "irinotecan", "reduce", "70 %"),
        ("UGT1A1", "Poor Metabolizer", "", "sacituzumab govitecan", "monitor", "neutropenia"),
        ("UGT1A1", "Poor Metabolizer", "", "belinostat", "reduce", "750 mg/m2"),
        ("CYP2D6", "Poor Metabolizer", "0.0", "tamoxifen", "alternative", "aromatase inhibitor"),
        ("CYP2D6", "Ultrarapid Metabolizer", "3.0", "codeine", "avoid", ""),
        ("CYP2D6", "Poor Metabolizer", "0.0", "tramadol", "avoid", ""),
        ("CYP2C19", "Likely Poor Metabolizer", "", "voriconazole", "alternative", ""),
        ("CYP2C9", "Poor Metabolizer", "0.0", "phenytoin", "reduce", "50 %"),
        ("CYP3A5", "Normal Metabolizer", "", "tacrolimus", "increase", "1.5 to 2 times"),
        ("SLCO1B1", "Poor Function", "", "simvastatin", "alternative", ""),
        ("ABCG2", "Poor Function", "", "rosuvastatin", "reduce", "20 mg"),
        ("G6PD", "G6PD Deficient", "", "rasburicase", "avoid", "aemolysis"),
        ("MT-RNR1", "increased risk of aminoglycoside-induced hearing loss", "", "gentamicin", "avoid", ""),
    ],
)
def test_a_phenotype_asks_for_what_the_guideline_says(
    gene: str, phenotype: str, score: str, drug: str, action: str, words: str, pgx: Pharmacogenomics
) -> None:
    (guidance,) = [found for found in pgx.guidance.of(gene, phenotype, score) if found.drug == drug]
    assert guidance.action == action
    assert words in guidance.sentence
    assert guidance.url.startswith("https://www.clinpgx.org/")
    assert guidance.guideline_id in guidance.url


def test_every_row_is_whole(resources: Path) -> None:
    seen = set()
    for row in table_rows(resources / "pharmacogenomics" / "guidance.tsv"):
        key = (row["gene"], row["phenotype"], row["activity_score"], row["drug"])
        assert key not in seen
        seen.add(key)
        assert row["action"] in ACTIONS
        assert row["sentence"].endswith(".")
        assert row["guideline_id"].startswith("PA")


def test_an_indeterminate_phenotype_has_no_guidance(pgx: Pharmacogenomics) -> None:
    assert pgx.guidance.of("TPMT", "Indeterminate", "") == ()


def test_without_the_layer_of_guideline_annotations_guidance_has_no_url(resources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pharmacogenomics"
    shutil.copytree(resources / "pharmacogenomics", folder)
    (folder / "guidelines.clinpgx.tsv").unlink()
    found = Pharmacogenomics(folder).guidance.of("DPYD", "Poor Metabolizer", "0.0")
    assert found
    assert {guidance.url for guidance in found} == {""}
