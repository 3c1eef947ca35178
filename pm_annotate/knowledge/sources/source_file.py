"""Reading a source's own tab-separated file, and what every packaged table says of where it comes from."""

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
        return table_header(self.knowledge_base, self.version, self.licence, self.origin, self.path.name, sha256_of(self.path))


def table_header(
    knowledge_base: str, version: str, licence: str, origin: str, source: str, source_sha256: str
) -> dict[str, str]:
    """The ``#key=value`` lines that every table made from a source's file has."""
    return {
        "knowledge_base": knowledge_base,
        "version": version,
        "licence": licence,
        "origin": origin,
        "source": source,
        "source_sha256": source_sha256,
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a line of column names; cells without surrounding white space."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{column: (cell or "").strip() for column, cell in row.items() if column} for row in reader]
