"""Plain values become JSON text: UTF-8, no NaN, the same bytes for the same values."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
LINES_PER_PIECE = 100  # of about 2,000 characters


def plain(value: object) -> object:
    """``value`` in JSON's own types. Keys of mappings sorted, fields of named tuples in their order; no NaN: None."""
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is tuple or type(value) is list:
        return [item if type(item) is str else plain(item) for item in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(getattr(value, name)) for name in value._fields}
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, Set):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    return value.name if isinstance(value, PurePath) else str(value)


def json_line(value: object) -> str:
    """Compact JSON on one line. Keys stay in the order given."""
    return _ENCODER.encode(value)


def open_object(members: Mapping[str, object]) -> str:
    """The JSON text of an object without its closing brace: members whose text is made already can follow."""
    return json_line(members)[:-1]


class JsonLines(NamedTuple):
    """A list whose items are JSON text already: each is written on a line of its own, and none is kept."""

    items: Iterable[str]


def json_document(members: Mapping[str, object]) -> bytes:
    """``json_pieces`` as one."""
    return b"".join(json_pieces(members))


def json_pieces(members: Mapping[str, object]) -> Iterator[bytes]:
    """An object whose members, and the items of whose long lists, stand on lines of their own: piece by piece.

    Read in a diff almost as well as an indented file, and written by the fast encoder. A lone surrogate (bytes of the
    input that are no UTF-8) is written as its JSON escape.
    """
    return (text.encode("utf-8", "backslashreplace") for text in _texts(members))


def _texts(members: Mapping[str, object]) -> Iterator[str]:
    before = "{\n"
    if not members:
        yield before
    for name, value in members.items():
        yield f"{before}{json_line(name)}: "
        if isinstance(value, JsonLines):
            yield from _lines(value.items)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from _lines(map(json_line, value))
        else:
            yield json_line(value)
        before = ",\n"
    yield "\n}\n"


def _lines(items: Iterable[str]) -> Iterator[str]:
    items, before = iter(items), "[\n"
    while some := ",\n".join(islice(items, LINES_PER_PIECE)):
        yield f"{before}{some}"
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"
