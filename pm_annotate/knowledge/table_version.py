"""Which table file is in use: its source, date, licence and checksum, read from its bytes."""

import hashlib
from pathlib import Path
from typing import NamedTuple


class TableVersion(NamedTuple):
    """One table file in use, for provenance."""

    file: str
    knowledge_base: str
    version: str  # date of the source's release
    licence: str
    sha256: str  # of the file as it was read
    rows: int


def version_of(path: Path) -> TableVersion:
    """The version of a table file as it is read now."""
    content = path.read_bytes()
    header, start = header_of(content)
    return TableVersion(
        file=path.name,
        knowledge_base=header.get("knowledge_base", ""),
        version=header.get("version", ""),
        licence=header.get("licence", ""),
        sha256=hashlib.sha256(content).hexdigest(),
        rows=content.count(b"\n", start) - 1,
    )


def header_of(content: bytes) -> tuple[dict[str, str], int]:
    """The ``#key=value`` lines of a table, and where its line of column names begins."""
    header: dict[str, str] = {}
    start = 0
    while content[start : start + 1] == b"#":
        end = content.index(b"\n", start)
        key, _, value = content[start + 1 : end].decode().partition("=")
        header[key] = value
        start = end + 1
    return header, start
