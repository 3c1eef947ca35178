"""The plain names of tumour types that people type are understood on the command line."""

from __future__ import annotations

import pytest

from pm_annotate.tables import Tables

NAMES = (
    "bladder", "brain", "breast", "cervical", "colorectal", "endometrial", "oesophageal", "esophageal", "head and neck",
    "gastrointestinal stromal tumour", "gastrointestinal stromal tumor", "GIST", "gastrointestinal stromal tumour (GIST)",
    "kidney", "leukaemia", "leukemia", "liver", "lymphoma", "lung", "melanoma", "multiple myeloma", "neuroblastoma",
    "neuroendocrine tumours", "neuroendocrine tumors", "pancreatic", "prostate", "soft tissue sarcoma", "stomach",
    "thyroid cancer",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("spell", [str, str.upper, str.title, lambda name: f"  {name} "])
def test_plain_names_resolve(name: str, spell: type[str], tables: Tables) -> None:
    tumor = tables.tumor_type(spell(name))
    assert tumor is not None
    assert tumor.nodes


@pytest.mark.parametrize("name", ["bladder", "breast", "colorectal", "lung", "kidney", "liver", "stomach", "pancreatic"])
def test_the_word_cancer_changes_nothing(name: str, tables: Tables) -> None:
    alone, with_cancer = tables.tumor_type(name), tables.tumor_type(f"{name} cancer")
    assert alone is not None
    assert with_cancer is not None
    assert alone.nodes == with_cancer.nodes
