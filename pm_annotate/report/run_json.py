"""``run.json``: what was run, when, with what, and what came out. The one output that holds times."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from pm_annotate import __version__
from pm_annotate.report.json_report import RESEARCH_USE_ONLY, SCHEMA_VERSION
from pm_annotate.report.json_text import json_document, plain
from pm_annotate.report.summary import SampleOutcome


class RunRecord(NamedTuple):
    """One run of the command. ``started`` and ``ended`` are aware datetimes."""

    command_line: tuple[str, ...]  # arguments as given, without the program
    started: datetime
    ended: datetime
    exit_code: int
    options: Mapping[str, object]
    knowledge: Sequence[object] = ()  # name, version, sha256 of each table
    warnings: tuple[str, ...] = ()


def run_json(run: RunRecord, outcomes: Sequence[SampleOutcome]) -> bytes:
    """The file's bytes."""
    return json_document(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "pm-annotate", "version": __version__},
            "research_use_only": RESEARCH_USE_ONLY,
            "command_line": list(run.command_line),
            "options": plain(run.options),
            "knowledge": plain(run.knowledge),
            "started": _utc(run.started),
            "ended": _utc(run.ended),
            "seconds": round((run.ended - run.started).total_seconds(), 3),
            "exit_code": run.exit_code,
            "warnings": list(run.warnings),
            "samples": [sample_entry(outcome) for outcome in outcomes],
        }
    )


def sample_entry(outcome: SampleOutcome) -> dict[str, object]:
    """What run.json says of one sample: its files and how it ended. The counts stand in summary.tsv."""
    return {
        "sample": outcome.sample,
        "file": outcome.file,
        "exit_status": outcome.exit_status,
        "error": outcome.error or None,
        "warnings": list(outcome.warnings),
        "outputs": [output._asdict() for output in outcome.outputs],
    }


def _utc(moment: datetime) -> str:
    """ISO 8601, UTC, whole seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
