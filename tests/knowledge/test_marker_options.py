"""Options for sample-level markers become texts that ``--marker`` understands; the user goes before the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.knowledge.marker_options import marker_texts, with_header_markers
from pm_annotate.tables import Tables


def test_options_become_marker_texts() -> None:
    texts = marker_texts(12.5, "high", "positive", ["Kataegis Positive=present"])
    assert texts == ("TMB=12.5", "MSI=high", "HRD=positive", "Kataegis Positive=present")
    assert marker_texts() == ()


def test_the_table_understands_the_texts(resources: Path) -> None:
    stated = Tables(folder=resources).stated_markers(marker_texts(12.5, "high", "negative", ["Kataegis Positive=present"]))
    assert stated.states["label:MSI-H"] == MarkerState.MET
    assert stated.states["label:HRD"] == MarkerState.NOT_MET
    assert stated.states["label:TMB-H_[>=_10_mutations_/_Mb]"] == MarkerState.MET


@pytest.mark.parametrize(
    "wrong", [{"tmb": -1.0}, {"tmb": float("nan")}, {"msi": "yes"}, {"hrd": "42"}, {"signatures": ["Kataegis"]}]
)
def test_a_value_that_an_option_does_not_take_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        marker_texts(**wrong)  # type: ignore[arg-type]


def test_the_user_goes_before_the_file_and_a_contradiction_is_said() -> None:
    from_file = [("TMB=8.40", "##TMBMutationsPerMb=8.40"), ("MSI=stable", "##MSIStatus=MSS")]
    texts, bases, warnings = with_header_markers(["tmb=12.5", "KRAS=wildtype"], from_file)
    assert texts == ("tmb=12.5", "KRAS=wildtype", "MSI=stable")
    assert bases == {"MSI=stable": "##MSIStatus=MSS"}
    (warning,) = warnings
    assert "##TMBMutationsPerMb=8.40" in warning
    assert "tmb=12.5 is used" in warning


@pytest.mark.parametrize("same", ["TMB=8.4", "TMB=8.40"])
def test_the_same_value_twice_is_no_contradiction(same: str) -> None:
    assert with_header_markers([same], [("TMB=8.40", "##TMBMutationsPerMb=8.40")]) == ((same,), {}, ())
    assert with_header_markers(["MSI=MSS"], [("MSI=stable", "##MSIStatus=MSS")])[2] == ()
