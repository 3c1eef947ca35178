"""How tests read a table back: as any program that splits on tabs does."""

from __future__ import annotations

from pathlib import Path


def read_table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows; every row has as many cells as the header, every line ends in a newline."""
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    lines = text[:-1].split("\n")
    header = lines[0].split("\t")
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == len(header) for row in rows)
    return header, [dict(zip(header, row, strict=True)) for row in rows]
