"""The sources of all packaged tables, read from ``SOURCES.md`` beside them: name, origin, licence, date, files."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_DESCRIPTION = re.compile(r"^Origin: (?P<origin>.*?)\. Licence: (?P<licence>.*?)\. Date: (?P<date>.*)\.$", re.MULTILINE)
_PACKAGED = re.compile(r"^\| packaged: (?P<file>\S+) \| `(?P<sha256>[0-9a-f]{64})` \|", re.MULTILINE)


class PackagedSource(NamedTuple):
    """One source and the packaged files that hold what it says."""

    name: str
    origin: str
    licence: str
    date: str
    files: Mapping[str, str]  # path below the resources folder -> SHA-256 when it was packaged


def read_packaged_sources(path: Path) -> tuple[PackagedSource, ...]:
    """The sections of a ``SOURCES.md`` that describe a source; none where the file is not there."""
    if not path.is_file():
        return ()
    sections = path.read_text(encoding="utf-8").split("\n## ")[1:]
    described = [(section, _DESCRIPTION.search(section)) for section in sections]
    return tuple(
        PackagedSource(
            name=section.partition("\n")[0],
            origin=found["origin"],
            licence=found["licence"],
            date=found["date"],
            files={each["file"]: each["sha256"] for each in _PACKAGED.finditer(section)},
        )
        for section, found in described
        if found
    )


def packaged_checksums(path: Path) -> Mapping[str, str]:
    """Path below the resources folder -> SHA-256 when it was packaged; empty where there is no ``SOURCES.md``."""
    if not path.is_file():
        return {}
    return {each["file"]: each["sha256"] for each in _PACKAGED.finditer(path.read_text(encoding="utf-8"))}


def changed_files(folder: Path, checksums: Mapping[str, str]) -> tuple[str, ...]:
    """Those of these files (path below ``folder`` -> SHA-256) whose bytes are others. A file that is not there is none."""
    return tuple(name for name, sha256 in checksums.items() if _is_changed(folder / name, sha256))


def _is_changed(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() != sha256
    except FileNotFoundError:
        return False
