"""The lab table that ``knowledge template`` writes: every column explained, and examples that are valid."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pm_annotate.knowledge.lab_table import ALLOWED, COLUMNS

EXAMPLE_COLUMNS = (
    "statement_id", "action", "profile", "condition", "condition_ids", "predicate", "direction", "strength", "therapies",
    "therapy_combination", "citations", "source_url", "regulatory_approval", "version", "escat_tier", "comment",
)  # fmt: skip

EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "statement_id": "lab:example-1", "profile": "BRAF V600E", "condition": "Melanoma", "condition_ids": "DOID:1909",
        "predicate": "predictsSensitivityTo", "strength": "A", "therapies": "Dabrafenib;Trametinib",
        "therapy_combination": "AND", "citations": "PMID:25399551", "version": "2026-01-15", "escat_tier": "I-A",
        "comment": "adds a statement; ESCAT travels as a column of its own",
    },
    {
        "statement_id": "lab:example-2", "profile": "EGFR T790M AND NOT EGFR C797S",
        "condition": "Non-small cell lung cancer", "predicate": "predictsSensitivityTo", "strength": "A",
        "therapies": "Osimertinib", "citations": "PMID:27959700", "version": "2026-01-15", "escat_tier": "I-A",
        "comment": "a profile of two biomarkers; the condition is looked up by its words",
    },
    {
        "statement_id": "lab:example-3", "profile": "v::NTRK1 Fusion OR v::NTRK3 Fusion", "condition": "Any solid tumor",
        "condition_ids": "ANY:SOLID", "predicate": "predictsSensitivityTo", "strength": "A", "therapies": "Larotrectinib",
        "citations": "PMID:29466156", "version": "2026-01-15", "escat_tier": "I-C",
        "comment": "v is any fusion partner",
    },
    {
        "statement_id": "civic:EID1409", "profile": "BRAF V600E", "condition": "Skin Melanoma", "condition_ids": "DOID:8923",
        "predicate": "predictsSensitivityTo", "strength": "A", "therapies": "Vemurafenib", "citations": "PMID:21639808",
        "version": "2026-01-15", "escat_tier": "I-A",
        "comment": "the id of a packaged statement: this row stands in its place",
    },
    {
        "statement_id": "civic:EID102", "action": "retire", "version": "2026-01-15",
        "comment": "takes a packaged statement away; no other column is needed",
    },
)  # fmt: skip


def lab_template() -> str:
    """The text of the table: comments, column names, examples."""
    rows = ["\t".join(row.get(column, "") for column in EXAMPLE_COLUMNS) for row in EXAMPLES]
    return "\n".join([*_comments(), "\t".join(EXAMPLE_COLUMNS), *rows]) + "\n"


def _comments() -> Iterator[str]:
    yield "# A lab's own statements for pm-annotate: annotate --knowledge THIS_FILE. Delete the examples before use."
    yield "# UTF-8; columns are separated by tabs and may stand in any order; lines that begin with # are comments."
    yield "#"
    for column, meaning in COLUMNS.items():
        yield from textwrap.wrap(f"{column}: {meaning}", 110, initial_indent="#   ", subsequent_indent="#       ")
        if column == "predicate":
            allowed = f"allowed are {', '.join(ALLOWED[column])}"
            yield from textwrap.wrap(allowed, 110, initial_indent="#       ", subsequent_indent="#       ")
    yield "# Any other column (escat_tier, comment...) travels with the statement and is written beside it."
    yield "#"
