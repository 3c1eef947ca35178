"""Calls from elsewhere (``--pgx-calls``): a gene with its diplotype, phenotype or activity score, one per line.

For what small variants cannot show (CYP2D6 copy number and hybrids, HLA). The columns are those of PharmCAT's outside calls
(https://pharmcat.org/using/Outside-Call-Format): gene, diplotype, phenotype, activity score, tab-separated; a header line and
lines that begin with ``#`` are let pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import InputError

_COLUMNS = ("gene", "diplotype", "phenotype", "activity_score")


class OutsideCall(NamedTuple):
    """One line: at least one of ``diplotype``, ``phenotype`` and ``activity_score`` is given."""

    gene: str
    diplotype: str = ""
    phenotype: str = ""
    activity_score: str = ""


def read_outside_calls(path: Path) -> tuple[OutsideCall, ...]:
    """Read a file of outside calls. Raises InputError, with the line, where it is not one."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()  # a spreadsheet begins its texts with a mark
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}.") from error
    return tuple(_calls(path, lines))


def _calls(path: Path, lines: list[str]) -> Iterator[OutsideCall]:
    order: tuple[str, ...] = _COLUMNS
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0].lower() == "gene":
            order = tuple(cell.lower().replace(" ", "_") for cell in cells)
            continue
        if cells[0].lower().replace("_", " ").split(" ")[0] in ("sample", "id"):
            raise InputError(
                f"{path}, line {number}: the first column is '{cells[0]}', not the gene: give gene, diplotype, phenotype and "
                "activity score, tab-separated, one gene per line."
            )
        values = dict(zip(order, cells, strict=False))
        gene = values.get("gene", "").upper()
        if not gene or not any(values.get(column) for column in _COLUMNS[1:]):
            raise InputError(
                f"{path}, line {number}: a gene and its diplotype, phenotype or activity score are needed, tab-separated: "
                f"'{line[:60]}'."
            )
        if gene in seen:
            raise InputError(f"{path}, line {number}: {gene} was already called on line {seen[gene]}. Keep one.")
        seen[gene] = number
        diplotype = values.get("diplotype", "").replace(gene, "").strip()
        yield OutsideCall(gene, diplotype, values.get("phenotype", ""), values.get("activity_score", ""))
