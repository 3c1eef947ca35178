"""Plain values become JSON text: UTF-8, no NaN, the same bytes for the same values."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath


def plain(value: object) -> object:
    """``value`` in JSON's own types. Keys of mappings sorted, fields of dataclasses in their order; no NaN: None."""
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, Set):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    return value.name if isinstance(value, PurePath) else str(value)


def json_line(value: object) -> str:
    """Compact JSON on one line. Keys stay in the order given."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))


def json_document(members: Mapping[str, object]) -> bytes:
    """An object whose members, and the items of whose long lists, stand on lines of their own.

    Read in a diff almost as well as an indented file, and written by the fast encoder. A lone surrogate (bytes of the
    input that are no UTF-8) is written as its JSON escape.
    """
    body = ",\n".join(f"{json_line(name)}: {_member(value)}" for name, value in members.items())
    return f"{{\n{body}\n}}\n".encode("utf-8", "backslashreplace")


def _member(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(json_line(item) for item in value) + "\n]"
    return json_line(value)
