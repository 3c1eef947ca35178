from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import SampleReport
from pm_annotate.report.kept_texts import KeptTexts
from pm_annotate.report.writer import write_report


def test_a_text_is_made_once_for_an_object_and_label() -> None:
    kept, made = KeptTexts(), []
    statement = object()
    for label in ("row", "row", "JSON"):
        kept.of(label, statement, lambda: made.append(len(made)))
    assert made == [0, 1]


def test_no_more_texts_are_kept_than_allowed() -> None:
    kept, made = KeptTexts(limit=2), []
    first, second, third = object(), object(), object()
    for thing in (first, second, third, first):
        kept.of("row", thing, lambda: made.append(1))
    assert len(made) == 4


def test_all_is_forgotten_where_what_it_rests_on_is_another() -> None:
    kept, made = KeptTexts(), []
    statement, tables = object(), ["a", "b"]
    for source in (tables, tables, ["a", "b"], ["a"], ["a"]):
        assert kept.rest_on(source, lambda: tuple(source)) == tuple(source)  # noqa: B023 - called at once
        kept.of("row", statement, lambda: made.append(1))
        kept.of_value("tier", "I-A", lambda: made.append(1) or "text")
    assert len(made) == 4


@pytest.mark.parametrize("limit", [1, 3, 20_000])
def test_reports_are_the_same_whatever_is_kept(report: SampleReport, tmp_path: Path, limit: int) -> None:
    """Two samples that differ in name, normal, tier and evidence share what is kept, or share nothing."""
    weaker = tuple(finding._replace(amp_tier="", caveats=("other",)) for finding in report.findings)
    other = report._replace(role=report.role._replace(sample_id="S2", normal=None), findings=weaker)
    kept = KeptTexts(limit)
    for one in (report, other):
        alone = write_report(one, tmp_path / "alone")
        shared = write_report(one, tmp_path / "shared", kept=kept)
        assert [path.read_bytes() for path in alone] == [path.read_bytes() for path in shared]
