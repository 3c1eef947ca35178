"""INFO of one record, taken apart only where somebody asks: of most records a few fields are kept and nothing else is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from sys import intern

_LONG = 8  # characters: shorter values (qualities, frequencies) are often those of other records too


def information(text: str) -> dict[str, str]:
    """INFO as a mapping; flags have the value "". The first of a repeated key counts."""
    if text in ("", "."):
        return {}
    entries = [entry.partition("=") for entry in text.split(";")]
    fields = {key: value for key, _, value in entries}
    if len(fields) != len(entries) or "" in fields:  # a key is repeated, or there is an empty entry
        fields = {key: value for key, _, value in reversed(entries) if key}
        return {key: fields[key] for key, _, _ in entries if key}
    return fields


class Information(Mapping[str, str]):
    """INFO as a mapping; flags have the value "". The first of a repeated key counts."""

    __slots__ = ("_fields", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._fields: dict[str, str] | None = None

    def kept(self, keys: Mapping[str, object]) -> dict[str, str]:
        """Those of ``keys`` that are there, in the order of ``keys``, without a look at the others."""
        entries = [entry.partition("=") for entry in reversed(self._text.split(";"))]
        found = {intern(key): value if len(value) > _LONG else intern(value) for key, _, value in entries if key in keys}
        return {key: found[key] for key in keys if key in found} if len(found) > 1 else found

    def _whole(self) -> dict[str, str]:
        if self._fields is None:
            self._fields = information(self._text)
        return self._fields

    def __getitem__(self, key: str) -> str:
        return self._whole()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())
