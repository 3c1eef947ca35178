"""What changed between two knowledge releases: statements added, removed, changed, and only renamed.

Statements are the same where their ids are. A profile in another spelling, a condition of another name with the same
identifiers, and therapies in another order (unless they are given one after the other) mean the same: a rename, or no
change at all. Columns that do not change what a statement says (ratings, review dates, addresses) are details.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from pm_annotate.knowledge.profile_meaning import profile_genes, same_meaning
from pm_annotate.knowledge.releases import Release
from pm_annotate.knowledge.table_file import LIST_SEPARATOR

MEANING = (
    "profile_text", "statement_type", "predicate", "direction", "strength", "kb_native_level", "significance", "therapies",
    "therapy_combination", "condition", "condition_ids", "citations", "variant_origin", "regulatory_approval",
)  # fmt: skip
"""Columns that say what a statement claims, for whom and on which grounds; ``profile`` is compared as its text."""

_NOT_COMPARED = ("statement_id", "profile")
_UNORDERED = ("therapies", "condition_ids", "citations", "phenotypes", "nct_ids", "evidence_ids", "variant_origin")


class Change(StrEnum):
    """What became of a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"  # other words for the same profile or condition
    DETAILS = "details"  # only columns that do not change what it says


class FieldChange(NamedTuple):
    """One cell that differs."""

    column: str
    old: str
    new: str
    change: Change  # CHANGED, RENAMED or DETAILS


class StatementChange(NamedTuple):
    """One statement that differs between the releases."""

    statement_id: str
    change: Change
    genes: tuple[str, ...]
    row: Mapping[str, str]  # its cells in the new release, or in the old one where it was removed
    fields: tuple[FieldChange, ...] = ()
    note: str = ""  # why a statement has gone or come, where the release says so


def compare(old: Release, new: Release) -> tuple[StatementChange, ...]:
    """Every statement that differs, sorted by its first gene and then by id."""
    changes = [*_gone_and_come(old, new), *_kept(old, new)]
    return tuple(sorted(changes, key=lambda change: (change.genes[:1], _natural(change.statement_id))))


def _gone_and_come(old: Release, new: Release) -> Iterator[StatementChange]:
    for statement_id in old.rows.keys() - new.rows.keys():
        row = old.rows[statement_id]
        note = "flagged in the new release" if statement_id in new.flagged else ""
        yield StatementChange(statement_id, Change.REMOVED, profile_genes(row["profile_text"]), row, note=note)
    for statement_id in new.rows.keys() - old.rows.keys():
        row = new.rows[statement_id]
        note = "flagged in the old release" if statement_id in old.flagged else ""
        yield StatementChange(statement_id, Change.ADDED, profile_genes(row["profile_text"]), row, note=note)


def _kept(old: Release, new: Release) -> Iterator[StatementChange]:
    for statement_id in old.rows.keys() & new.rows.keys():
        row = new.rows[statement_id]
        fields = tuple(_field_changes(old.rows[statement_id], row))
        if fields:
            kinds = {field.change for field in fields}
            change = next(kind for kind in (Change.CHANGED, Change.RENAMED, Change.DETAILS) if kind in kinds)
            yield StatementChange(statement_id, change, profile_genes(row["profile_text"]), row, fields)


def _field_changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[FieldChange]:
    """The cells that differ: those of MEANING in its order, then the details by name. A column that one release does not
    have at all is no difference."""
    shared = old.keys() & new.keys()
    for column in (*MEANING, *sorted(shared - {*MEANING, *_NOT_COMPARED})):
        before, after = old.get(column, ""), new.get(column, "")
        if column in shared and before != after and not _same_items(column, before, after, new):
            yield FieldChange(column, before, after, _kind(column, old, new))


def _same_items(column: str, before: str, after: str, row: Mapping[str, str]) -> bool:
    """Whether the cells hold the same items in another order, where order says nothing."""
    if column not in _UNORDERED or (column == "therapies" and row.get("therapy_combination") == "SEQUENTIAL"):
        return False
    return set(before.split(LIST_SEPARATOR)) == set(after.split(LIST_SEPARATOR))


def _kind(column: str, old: Mapping[str, str], new: Mapping[str, str]) -> Change:
    if column not in MEANING:
        return Change.DETAILS
    if column == "profile_text" and same_meaning(old[column], new[column]):
        return Change.RENAMED
    if column == "condition" and old.get("condition_ids") and old["condition_ids"] == new.get("condition_ids"):
        return Change.RENAMED
    return Change.CHANGED


def _natural(statement_id: str) -> tuple[tuple[int, int, str], ...]:
    """``civic:EID9`` before ``civic:EID10``."""
    parts = re.split(r"(\d+)", statement_id)
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)
