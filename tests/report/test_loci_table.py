"""The loci as rows, as JSON and on the terminal."""

from __future__ import annotations

import json

import pytest

from pm_annotate.model import AssayStatus, LocusStatus, SampleReport
from pm_annotate.report.console_loci import loci_block
from pm_annotate.report.json_report import report_schema_text
from pm_annotate.report.loci_table import LOCI_COLUMNS, loci_objects, loci_rows

WILD = "wild type (codons 12, 13)"
SHOWN = "all 6 bases: reference blocks; depth at least 45"
KRAS = LocusStatus(
    "KRAS", WILD, ("label:Wild_type_KRAS",), AssayStatus.NOT_DETECTED, SHOWN, "Panitumumab (FDA, Level A)", 6, 6, 45
)
NRAS = KRAS._replace(
    gene="NRAS", status=AssayStatus.NOT_COVERED, reason="codon 12: no reference block or call", covered_bases=3
)
BRAF = LocusStatus("BRAF", "V600", ("civic:MP12",), AssayStatus.DETECTED, "", "Encorafenib", 3, 3, 144, ("p.V600E",), 29)
NTRK = LocusStatus("NTRK1", "fusion", ("civic:MP1",), AssayStatus.NOT_ASSESSABLE, "not looked for", "Larotrectinib")
EGFR = LocusStatus("EGFR", "T790", ("civic:MP34",), AssayStatus.NOT_DETECTED, SHOWN, "Osimertinib", 3, 3, 45)


@pytest.fixture
def with_loci(report: SampleReport) -> SampleReport:
    return report._replace(loci=(KRAS, NRAS, BRAF, NTRK, EGFR))


def test_a_row_for_each_locus_in_order(with_loci: SampleReport) -> None:
    rows = list(loci_rows(with_loci))
    assert [row["Hugo_Symbol"] for row in rows] == ["KRAS", "NRAS", "BRAF", "NTRK1", "EGFR"]
    assert all(tuple(row) == LOCI_COLUMNS for row in rows)
    assert (rows[2]["assay_status"], rows[2]["detected"], rows[2]["n_statements"]) == ("detected", ("p.V600E",), 29)
    assert (rows[3]["covered_bases"], rows[3]["min_depth"]) == (None, None)


def test_the_objects_are_as_the_schema_says(with_loci: SampleReport) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    objects = loci_objects(with_loci)
    schema = json.loads(report_schema_text())["properties"]["assessed_loci"]
    jsonschema.validate(objects, schema)
    assert objects[2]["reason"] is None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{**objects[0], "assay_status": "negative"}], schema)


def test_the_terminal_shows_wild_type_and_counts(with_loci: SampleReport) -> None:
    text = " ".join(" ".join(loci_block(with_loci, 100)).split())
    assert "1 detected, 2 not detected, 1 not covered, 1 not assessable" in text
    assert f"KRAS (codons 12, 13): wild type ({SHOWN})" in text
    assert "NRAS (codons 12, 13): not covered: wild type or not is open (codon 12: no reference block or call)" in text
    assert "Covered, and not detected: EGFR T790" in text


def test_genes_of_which_the_same_is_said_share_a_line(with_loci: SampleReport) -> None:
    hras = KRAS._replace(gene="HRAS")
    several = (EGFR, EGFR._replace(locus="any variant"), EGFR._replace(gene="PTEN", locus="any variant"))
    text = " ".join(" ".join(loci_block(with_loci._replace(loci=(KRAS, hras, *several)), 100)).split())
    assert "KRAS, HRAS (codons 12, 13): wild type" in text
    assert "Covered, and not detected: EGFR, PTEN any variant" in text


def test_lines_keep_to_the_width_and_nothing_is_shown_where_nothing_was_asked(with_loci: SampleReport) -> None:
    assert max(map(len, loci_block(with_loci, 60))) <= 60
    assert loci_block(with_loci._replace(loci=()), 60) == []
