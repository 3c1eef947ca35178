"""Markers of the whole sample in headers: read where their meaning is known, never from a record's own fields."""

from __future__ import annotations

import pytest

from pm_annotate.vcf.header_markers import HeaderMarkers, read_header_markers, said_by_the_header

ION_REPORTER = (
    "##fileformat=VCFv4.1",
    "##source=IonReporter",
    "##manually_input_percent_tumor_cellularity=85",
    "##MSIScore=2.64",
    "##MSIStatus=MSS",
    "##percentLOH=NA",
    "##TMBMutationsPerMb=8.40",
)
DRAGEN_CNV = ("##source=DRAGEN_CNV", "##EstimatedTumorPurity=0.650000", "##OverallPloidy=1.964210")


def test_ion_reporter_writes_tmb_and_msi_into_its_header() -> None:
    found = read_header_markers(ION_REPORTER)
    assert [(one.text, one.basis) for one in found.markers] == [
        ("TMB=8.40", "##TMBMutationsPerMb=8.40"),
        ("MSI=stable", "##MSIStatus=MSS"),
    ]
    assert (found.purity, found.ploidy, found.warnings) == (0.85, None, ())


def test_dragen_and_canvas_write_purity_and_ploidy() -> None:
    found = read_header_markers(DRAGEN_CNV)
    assert (found.purity, found.ploidy) == (0.65, 1.96421)
    assert (found.purity_basis, found.ploidy_basis) == ("##EstimatedTumorPurity=0.650000", "##OverallPloidy=1.964210")


@pytest.mark.parametrize(
    ("value", "text"),
    [("MSI-High", "MSI=high"), ("MSI-H", "MSI=high"), ("MSI-Low", "MSI=low"), ("MSS", "MSI=stable")],
)
def test_words_of_microsatellite_status(value: str, text: str) -> None:
    assert [one.text for one in read_header_markers([f"##MSIStatus={value}"]).markers] == [text]


@pytest.mark.parametrize(
    "line",
    [
        '##INFO=<ID=MSI,Number=1,Type=Float,Description="MicroSatellite. > 1 indicates MSI">',  # VarDict, of one record
        '##FILTER=<ID=MSI12,Description="Variant in MSI region with 12 non-monomer MSI or 13 monomer MSI">',
        "##MSIScore=32",
        "##percentLOH=20",
        "##CellularityAsAFractionBetween0-1=1.0",
        "##EstimatedTumorPurity=NA",
        "##TMBMutationsPerMb=",
    ],
)
def test_lines_that_say_nothing_of_the_sample(line: str) -> None:
    assert read_header_markers([line]) == HeaderMarkers()


@pytest.mark.parametrize(
    "line", ["##MSIStatus=maybe", "##TMBMutationsPerMb=>10", "##EstimatedTumorPurity=1.4", "##OverallPloidy=0"]
)
def test_a_value_that_is_not_understood_is_said(line: str) -> None:
    found = read_header_markers([line])
    assert not found.markers
    assert (found.purity, found.ploidy) == (None, None)
    assert line in found.warnings[0]


def test_nothing_is_taken_where_values_differ_or_there_are_several_tumours() -> None:
    twice = read_header_markers(["##TMBMutationsPerMb=8.4", "##TMBMutationsPerMb=12"])
    several = read_header_markers(ION_REPORTER, reports=2)
    assert not twice.markers
    assert "different values" in twice.warnings[0]
    assert not several.markers
    assert several.purity is None
    assert "2 tumours" in several.warnings[0]


def test_purity_and_ploidy_of_the_file_are_said() -> None:
    found = read_header_markers(DRAGEN_CNV)
    (used,) = said_by_the_header("purity", None, found.purity, found.purity_basis)
    assert used == "The purity 0.65 is that of the file (##EstimatedTumorPurity=0.650000); --purity goes before it."
    (other,) = said_by_the_header("ploidy", 3.5, found.ploidy, found.ploidy_basis)
    assert other == "The file says ##OverallPloidy=1.964210, but --ploidy 3.5 was given: 3.5 is used."
    assert list(said_by_the_header("purity", 0.65, found.purity, found.purity_basis)) == []
    assert list(said_by_the_header("purity", 0.5, None, "")) == []
