"""The pharmacogenomics table: one row per gene and drug."""

from __future__ import annotations

import pytest

from pm_annotate.model import PgxCall, PgxGuidance, PgxPosition, SampleReport
from pm_annotate.report.json_text import json_document
from pm_annotate.report.pgx_table import PGX_COLUMNS, pgx_objects, pgx_rows
from pm_annotate.report.tsv import table_chunks

POSITION = PgxPosition("1", 97450058, "rs3918290", "g.97450058C>T", "C/T", "called", 34, "T001")
BLOCK = PgxPosition("1", 97082391, "rs67376798", "g.97082391T>A", "T/T", "reference block", 21, "T001")
MISSING = PgxPosition("1", 97573863, "", "g.97573863C>T", "", "missing")
DRUGS = tuple(
    PgxGuidance(drug, "reduce", f"Start {drug} at 50 %.", "Strong", "CPIC Guideline", "PA1", "https://x.org/PA1")
    for drug in ("capecitabine", "fluorouracil")
)
DPYD = PgxCall(
    "DPYD", "partial", ("Reference/c.1905+1G>A (*2A)",), (), "Intermediate Metabolizer", "1.0",
    ("Intermediate Metabolizer", "Poor Metabolizer"), ("Reference: Normal function",), ("c.2846A>T",), (POSITION, BLOCK),
    (MISSING,), ("confirm in germline",), DRUGS,
)  # fmt: skip
NOT_CALLED = PgxCall("TPMT", "not called", (), (), "Indeterminate", "", (), (), (), (), (MISSING,))


@pytest.fixture
def with_calls(report: SampleReport) -> SampleReport:
    return report._replace(pharmacogenomics=(DPYD, NOT_CALLED))


def test_a_gene_has_a_row_for_each_drug_and_one_where_there_is_none(with_calls: SampleReport) -> None:
    rows = list(pgx_rows(with_calls))
    assert [(row["gene"], row.get("drug")) for row in rows] == [
        ("DPYD", "capecitabine"),
        ("DPYD", "fluorouracil"),
        ("TPMT", None),
    ]
    assert all(set(row) <= set(PGX_COLUMNS) for row in rows)


def test_positions_say_how_they_were_told(with_calls: SampleReport) -> None:
    first = next(iter(pgx_rows(with_calls)))
    assert first["positions_used"] == ("1:97450058 rs3918290 C/T", "1:97082391 rs67376798 T/T (reference block)")
    assert first["positions_missing"] == ("1:97573863",)
    assert first["n_positions_missing"] == 1


def test_the_table_is_one_line_per_row(with_calls: SampleReport) -> None:
    lines = b"".join(table_chunks(PGX_COLUMNS, pgx_rows(with_calls))).decode().splitlines()
    assert len(lines) == 4
    assert all(line.count("\t") == len(PGX_COLUMNS) - 1 for line in lines)


def test_the_json_says_all_of_it(with_calls: SampleReport) -> None:
    dpyd, tpmt = pgx_objects(with_calls)
    assert dpyd["activity_score"] == "1.0"
    assert [guidance["drug"] for guidance in dpyd["guidance"]] == ["capecitabine", "fluorouracil"]  # type: ignore[index,attr-defined]
    assert tpmt["activity_score"] is None
    assert json_document({"pharmacogenomics": [dpyd, tpmt]})
