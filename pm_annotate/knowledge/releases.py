"""A knowledge release as rows of cells, whatever its form: for comparing two of them.

Four forms are told from the path and the line of column names: a folder of our tables (``resources/knowledge``), one
``statements.*.tsv``, a lab's table, and CIViC's own evidence file (https://civicdb.org/releases/main), which is read by the
importer that made our table. Flagged rows of CIViC are in no table; their ids are kept to say why a statement has gone.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import KnowledgeError, why
from pm_annotate.knowledge.table_file import LIST_SEPARATOR, STATEMENT_COLUMNS, read_table
from pm_annotate.model import Statement

CIVIC_COLUMNS = frozenset({"molecular_profile", "evidence_id", "evidence_type", "evidence_direction", "significance"})


class Release(NamedTuple):
    """Statements of one release: id -> column -> cell, with the columns of our statement tables and any further ones."""

    name: str
    rows: Mapping[str, Mapping[str, str]]
    flagged: frozenset[str] = frozenset()  # ids that the release has but that its editors doubt


def read_release(path: Path) -> Release:
    """Read a release of any form. Raises KnowledgeError where the path is none."""
    if path.is_dir():
        return _from_folder(path)
    columns = _column_names(path)
    if set(columns) >= CIVIC_COLUMNS:
        return _from_civic_evidence(path)
    if columns[: len(STATEMENT_COLUMNS)] == STATEMENT_COLUMNS:
        return Release(path.name, {row["statement_id"]: row for row in read_table(path).rows()})
    if {"statement_id", "profile"} <= set(columns):
        return _from_lab_table(path)
    raise KnowledgeError(
        f"{path}: not a knowledge release: neither a folder of our tables, a statements.*.tsv, a lab table "
        "(see `pm-annotate knowledge template`) nor a CIViC evidence file, by its column names."
    )


def _from_folder(folder: Path) -> Release:
    tables = [read_table(path) for path in sorted(folder.glob("statements.*.tsv"))]
    if not tables:
        raise KnowledgeError(f"{folder}: there is no statements.*.tsv in this folder.")
    for table in tables:
        if table.columns[: len(STATEMENT_COLUMNS)] != STATEMENT_COLUMNS:
            raise KnowledgeError(f"{table.path}: the columns must begin with {', '.join(STATEMENT_COLUMNS)}.")
    return Release(str(folder), {row["statement_id"]: row for table in tables for row in table.rows()})


def _column_names(path: Path) -> tuple[str, ...]:
    """The cells of the first line that is neither empty nor a comment."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: the knowledge release cannot be read: {why(error)}.") from error
    return tuple(cell.strip() for cell in first.rstrip("\n").split("\t"))


def _from_civic_evidence(path: Path) -> Release:
    from pm_annotate.knowledge.sources.civic import import_evidence
    from pm_annotate.knowledge.sources.source_file import read_rows

    rows = read_rows(path)
    try:
        imported = import_evidence(rows, lambda name, profile_id: f"civic:{'_'.join(name.split())}")
    except (KeyError, ValueError) as error:
        raise KnowledgeError(f"{path}: this release of CIViC says {error}, which is not known here.") from error
    flagged = frozenset(f"civic:EID{row['evidence_id']}" for row in rows if row["is_flagged"] == "true")
    return Release(path.name, {row["statement_id"]: row for row in imported.rows}, flagged)


def _from_lab_table(path: Path) -> Release:
    from pm_annotate.knowledge.lab_table import read_lab_table
    from pm_annotate.knowledge.profile_names import Vocabulary

    lab = read_lab_table(path, Vocabulary(), lambda name: None)
    return Release(path.name, {cells["statement_id"]: cells for cells in map(statement_cells, _by_id(lab.statements))})


def _by_id(statements: Iterable[Statement]) -> list[Statement]:
    return sorted(statements, key=lambda statement: statement.statement_id)


def statement_cells(statement: Statement) -> dict[str, str]:
    """The cells of a statement, by column; of its profile only the text."""
    return {
        "statement_id": statement.statement_id,
        "profile_text": statement.profile_text,
        "statement_type": statement.statement_type,
        "predicate": statement.predicate,
        "direction": statement.direction,
        "strength": statement.strength,
        "kb_native_level": statement.kb_native_level,
        "significance": statement.significance,
        "therapies": LIST_SEPARATOR.join(statement.therapies),
        "therapy_combination": statement.therapy_combination,
        "condition": statement.condition,
        "condition_ids": LIST_SEPARATOR.join(statement.condition_ids),
        "citations": LIST_SEPARATOR.join(statement.citations),
        "source_url": statement.source_url,
        "variant_origin": statement.variant_origin,
        "regulatory_approval": statement.regulatory_approval,
        **statement.extra,
    }
