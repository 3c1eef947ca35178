"""Tumour types that a tumour-agnostic drug label excludes: "any solid tumour" but not this one.

A tumour-agnostic statement reads as if it held for every patient. Where the label itself takes a tumour type out, the
statement must not give that patient a Tier I.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pm_annotate.knowledge.table_file import read_table
from pm_annotate.model import Statement


@dataclass(frozen=True, slots=True)
class LabelLimitation:
    """One exclusion: a combination of drugs for alterations of a gene is not indicated in a tumour type."""

    therapies: frozenset[str]  # lower case
    gene: str
    not_for: str  # the tumour type in words
    not_for_ids: tuple[str, ...]  # its nodes: "DOID:9256"
    basis: str  # label and section

    def concerns(self, statement: Statement) -> bool:
        """Whether the statement offers this very combination for this gene."""
        offered = frozenset(therapy.lower() for therapy in statement.therapies)
        return (
            statement.predicate == "predictsSensitivityTo"
            and offered == self.therapies
            and self.gene in statement.profile_text.split()
        )


def load_label_limitations(path: Path) -> tuple[LabelLimitation, ...]:
    """The packaged exclusions; none where the file is not there."""
    rows: Sequence[dict[str, str]] = list(read_table(path).rows()) if path.is_file() else ()
    return tuple(
        LabelLimitation(
            therapies=frozenset(row["therapies"].lower().split(";")),
            gene=row["gene"],
            not_for=row["not_for"],
            not_for_ids=tuple(row["not_for_ids"].split(";")),
            basis=row["basis"],
        )
        for row in rows
    )
