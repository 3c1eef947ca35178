"""docs/output.md names every column and field that is written, in the order in which it is written."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pm_annotate.model import SampleReport
from pm_annotate.report.json_report import json_report
from pm_annotate.report.loci_table import LOCI_COLUMNS
from pm_annotate.report.pgx_table import PGX_COLUMNS
from pm_annotate.report.predisposition_table import PREDISPOSITION_COLUMNS
from pm_annotate.report.run_json import RunRecord, run_json
from pm_annotate.report.sample_names import safe_name
from pm_annotate.report.summary import SUMMARY_COLUMNS
from pm_annotate.report.tables import FINDINGS_COLUMNS, RELATED_COLUMNS, SKIPPED_COLUMNS, VARIANTS_COLUMNS
from pm_annotate.report.toxicity_table import TOXICITY_COLUMNS
from pm_annotate.report.writer import RUN_FILES, SUFFIXES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "output.md").read_text("utf-8")


def documented(section: str) -> list[str]:
    """The first cells of the table in a section."""
    body = PAGE.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)` \| \S", body, re.MULTILINE)


@pytest.mark.parametrize(
    ("section", "columns"),
    [
        ("findings.tsv", FINDINGS_COLUMNS),
        ("variants.tsv", VARIANTS_COLUMNS),
        ("skipped.tsv", SKIPPED_COLUMNS),
        ("related.tsv", RELATED_COLUMNS),
        ("predisposition.tsv", PREDISPOSITION_COLUMNS),
        ("pgx.tsv", PGX_COLUMNS),
        ("loci.tsv", LOCI_COLUMNS),
        ("toxicity.tsv", TOXICITY_COLUMNS),
        ("summary.tsv", SUMMARY_COLUMNS),
    ],
)
def test_each_column_is_documented(section: str, columns: tuple[str, ...]) -> None:
    assert documented(section) == list(columns)


def test_each_field_of_the_json_report_is_documented(report: SampleReport) -> None:
    assert documented("report.json") == list(json.loads(json_report(report)))


def test_each_field_of_run_json_is_documented() -> None:
    moment = datetime(2026, 6, 1, tzinfo=UTC)
    assert documented("run.json") == list(json.loads(run_json(RunRecord((), moment, moment, 0, {}), [])))


def test_each_file_is_documented() -> None:
    files = re.findall(r"^\| `([^`]+)` \|", PAGE.split("\n## ", 1)[0], re.MULTILINE)
    assert files == [f"<sample>{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes] + list(RUN_FILES)


def test_the_example_of_a_file_name_is_right() -> None:
    assert f"`a/b` gives `{safe_name('a/b')}`" in PAGE
    assert safe_name("a/b").endswith(hashlib.sha256(b"a/b").hexdigest()[:10])
