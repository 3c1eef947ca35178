"""What the listing commands print on stdout: aligned text for people, TSV and JSON for scripts."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from pm_annotate.cli.options import Command, joined

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
as_tsv_option = click.option("--tsv", "as_tsv", is_flag=True, help="Print a tab-separated table.")
script_options: Callable[[Command], Command] = joined(as_json_option, as_tsv_option)

Row = Mapping[str, object]
_UNLIMITED = 100_000  # columns of text


def print_text_table(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Aligned columns; empty ones are left out. Cells are wrapped to a terminal's width, and never in a pipe or a file."""
    import shutil

    from pm_annotate.report.text_table import table_lines

    width = max(80, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _UNLIMITED
    cells = [tuple(text_cell(row.get(column)) for column in columns) for row in rows]
    lines = table_lines(columns, [("", cells)], width) if cells else []
    for line in (line for line in lines if line):
        click.echo(line)


def text_cell(value: object) -> str:
    """One line of printable text: lists joined by ``;``, numbers with thousands apart, nothing for None."""
    from pm_annotate.report.cells import one_line

    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, tuple | list):
        return one_line("; ".join(map(str, value)))
    return "" if value is None else one_line(str(value))


def print_tsv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    """A header line and one line per row, as in the report's tables."""
    from pm_annotate.report.tsv import table_chunks

    for chunk in table_chunks(columns, rows):
        click.echo(chunk, nl=False)


def print_json(members: Mapping[str, Any]) -> None:
    """One JSON object; long lists have an item per line."""
    from pm_annotate.report.json_text import json_document, plain

    click.echo(json_document({name: plain(value) for name, value in members.items()}), nl=False)


def print_fields(fields: Iterable[tuple[str, object]], indent: str = "  ") -> None:
    """``name  value`` lines, the names aligned; empty values are left out."""
    shown = [(name, text) for name, value in fields if (text := text_cell(value))]
    width = max((len(name) for name, _ in shown), default=0)
    for name, text in shown:
        click.echo(f"{indent}{name.ljust(width)}  {text}")
