"""Reading a source's own tab-separated file, and what every packaged table says of where it comes from."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from pm_annotate.knowledge.table_file import sha256_of


class SourceFile(NamedTuple):
    """One file of a source: what it is called, under which licence and of which date it is."""

    path: Path
    knowledge_base: str
    version: str  # date of the release, ISO 8601
    licence: str
    origin: str  # where the source publishes it

    def header(self) -> dict[str, str]:
        """The ``#key=value`` lines of a table made from this file."""
        return {
            "knowledge_base": self.knowledge_base,
            "version": self.version,
            "licence": self.licence,
            "origin": self.origin,
            "source": self.path.name,
            "source_sha256": sha256_of(self.path),
        }


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a line of column names; cells without surrounding white space."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{column: (cell or "").strip() for column, cell in row.items() if column} for row in reader]
