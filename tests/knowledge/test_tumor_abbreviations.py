"""Abbreviations that tumour boards use, as tumour types."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.tumor_types import load_tumor_types


@pytest.mark.parametrize(
    ("word", "node"),
    [
        ("iCCA", "ONCOTREE:IHCH"),
        ("BTC", "ONCOTREE:BILIARY_TRACT"),
        ("squamous NSCLC", "ONCOTREE:LUSC"),
        ("LCNEC", "ONCOTREE:LUNE"),
        ("EAC", "ONCOTREE:ESCA"),
        ("MPM", "ONCOTREE:PLMESO"),
        ("mUC", "ONCOTREE:BLCA"),
        ("Waldenström", "ONCOTREE:WM"),
        ("Waldenstrom", "ONCOTREE:WM"),
        ("papillary RCC", "ONCOTREE:PRCC"),
        ("chRCC", "ONCOTREE:CHRCC"),
        ("clear cell RCC", "ONCOTREE:CCRCC"),
        ("Merkel cell", "ONCOTREE:MCC"),
        ("Burkitt", "ONCOTREE:BL"),
    ],
)
def test_abbreviations_of_tumour_boards(resources: Path, word: str, node: str) -> None:
    tumors = load_tumor_types(resources / "disease")
    assert tumors.resolve(word).nodes[0] == node
    assert tumors.resolve("non-squamous NSCLC").nodes[0] == "DOID:0080521"
