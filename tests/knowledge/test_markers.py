"""Markers that the user states: read, refused with what is possible, and compared with the biomarkers of the table."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.markers import parse_markers
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.model import Biomarker

NAMES = (
    "ER positive", "ER negative", "PR positive", "HER2-positive", "HER2-negative", "HER2-low", "HER2-ultralow", "CD20 +",
    "PD-L1 >= 1%", "PD-L1 < 1%", "PD-L1 (CPS) >= 1", "PD-L1 (CPS) >= 10", "PD-L1 (TAP) >= 5%", "PD-L1 >= 10% TIIC",
    "CLDN18.2 >= 75%", "c-Met >= 50%", "MSI-H", "MSI-L", "MSI High", "dMMR", "pMMR", "HRD",
    "TMB-H (>= 10 mutations / Mb)", "TMB High", "TMB Low", "Wild type KRAS", "KRAS Wildtype", "KRAS G12C", "KRAS Mutation",
    "KRAS Amplification", "EGFR positive", "Wild type EGFR", "MGMT Promoter Methylation", "ERBB2 Amplification",
    "17p deletion",
)  # fmt: skip
BIOMARKERS: tuple[Biomarker, ...] = tuple(type_biomarker(name, name, Vocabulary()) for name in NAMES)


def decided(*texts: str) -> tuple[set[str], set[str]]:
    """The biomarkers that are met, and those that are not."""
    states = parse_markers(texts, BIOMARKERS).states
    return {name for name, state in states.items() if state == "met"}, {
        name for name, state in states.items() if state == "not_met"
    }


@pytest.mark.parametrize(
    ("text", "met", "not_met"),
    [
        ("ER=positive", {"ER positive"}, {"ER negative"}),
        ("er = NEG", {"ER negative"}, {"ER positive"}),
        ("HER2=positive", {"HER2-positive"}, {"HER2-negative", "HER2-low", "HER2-ultralow"}),
        ("HER2=low", {"HER2-low", "HER2-negative"}, {"HER2-positive", "HER2-ultralow"}),
        ("HER2=ultralow", {"HER2-ultralow", "HER2-negative"}, {"HER2-positive", "HER2-low"}),
        ("HER2=negative", {"HER2-negative"}, {"HER2-positive"}),
        ("PD-L1 CPS=9.9", {"PD-L1 (CPS) >= 1"}, {"PD-L1 (CPS) >= 10"}),
        ("PDL1_CPS=10", {"PD-L1 (CPS) >= 1", "PD-L1 (CPS) >= 10"}, set()),
        ("PD-L1 TPS=60%", {"PD-L1 >= 1%"}, {"PD-L1 < 1%"}),
        ("PD-L1 TC=0", {"PD-L1 < 1%"}, {"PD-L1 >= 1%"}),
        ("PD-L1 TAP=5", {"PD-L1 (TAP) >= 5%"}, set()),
        ("PD-L1 IC=5", set(), {"PD-L1 >= 10% TIIC"}),
        ("CLDN18.2=75", {"CLDN18.2 >= 75%"}, set()),
        ("c-Met=40", set(), {"c-Met >= 50%"}),
        ("CD20=+", {"CD20 +"}, set()),
        ("MSI=high", {"MSI-H", "MSI High"}, {"MSI-L"}),
        ("MSI=MSS", set(), {"MSI-H", "MSI High", "MSI-L"}),
        ("MMR=dMMR", {"dMMR"}, {"pMMR"}),
        ("HRD=negative", set(), {"HRD"}),
        ("TMB=12.5", {"TMB-H (>= 10 mutations / Mb)", "TMB High"}, {"TMB Low"}),
        ("TMB=9.9", {"TMB Low"}, {"TMB-H (>= 10 mutations / Mb)", "TMB High"}),
        ("TMB=high", {"TMB-H (>= 10 mutations / Mb)", "TMB High"}, {"TMB Low"}),
        ("KRAS=wildtype", {"Wild type KRAS", "KRAS Wildtype"}, {"KRAS G12C", "KRAS Mutation"}),
        ("KRAS=mutated", set(), {"Wild type KRAS", "KRAS Wildtype"}),
        ("EGFR=positive", {"EGFR positive"}, set()),
        ("EGFR=wildtype", {"Wild type EGFR"}, set()),
        ("MGMT Promoter Methylation=present", {"MGMT Promoter Methylation"}, set()),
        ("erbb2 amplification=no", set(), {"ERBB2 Amplification"}),
        ("17p deletion=yes", {"17p deletion"}, set()),
    ],
)
def test_what_a_marker_decides(text: str, met: set[str], not_met: set[str]) -> None:
    assert decided(text) == (met, not_met)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("ER",), "NAME=VALUE"),
        (("ER=",), "NAME=VALUE"),
        (("ER=12",), "ER can be negative, positive"),
        (("ERR=positive",), "no marker is called 'ERR'"),
        (("PD-L1=60",), "Known markers: .*PD-L1 CPS"),
        (("PD-L1 CPS=high",), "PD-L1 CPS can be a number"),
        (("TMB=-1",), "TMB can be high, low, a number"),
        (("MSI=positive",), "MSI can be high, low, stable"),
        (("KRAS=12",), "KRAS can be mutated, wildtype"),
        (("KRAS G12C=present",), "no marker is called"),
        (("ER=positive", "ER=negative"), "contradicts"),
    ],
)
def test_what_cannot_be_stated_is_refused_with_what_can(texts: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_markers(texts, BIOMARKERS)


def test_the_same_marker_twice_is_one() -> None:
    assert parse_markers(("ER=positive", "ER=pos"), BIOMARKERS).texts == ("ER=positive",)
