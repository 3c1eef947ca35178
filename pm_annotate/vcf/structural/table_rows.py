"""Tables beside a VCF (segments, fusions): a header line and rows, with the line number of each for messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import InputError
from pm_annotate.model import Allele, Assembly
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.numbers import number
from pm_annotate.vcf.side_files import read_text

SAMPLE = (
    "sample", "sampleid", "samplename", "tumorsamplebarcode", "tumorsample", "tumorsampleid", "gdcaliquot", "patientid",
)  # fmt: skip
"""Columns that name the sample; in SEG files (IGV, DNAcopy, cBioPortal: ``loc.start``) ``ID`` does."""
MISSING = frozenset({"", ".", "NA", "N/A", "NaN", "nan", "na", "None", "NULL"})


class TableRow(NamedTuple):
    """One row: its line in the file, and its values by the header's names in plain form (``nMajor`` is ``nmajor``)."""

    path: Path
    line: int
    values: Mapping[str, str]

    def text(self, *names: str) -> str:
        """The first of these columns that has a value; "" where none has."""
        return next((found for name in names if (found := self.values.get(name, "").strip()) not in MISSING), "")

    def number(self, *names: str) -> float | None:
        """The first of these columns as a number; None where none has a value. Raises InputError for text that is no number."""
        text = self.text(*names)
        if not text:
            return None
        found = number(text.replace(",", "")) if text.count(",") == 0 else None
        if found is None:
            raise self.error(f"'{text[:30]}' is not a number ({' or '.join(names[:2])})")
        return found

    def position(self, *names: str) -> int:
        """The first of these columns as a position. Raises InputError where there is none."""
        found = self.number(*names)
        if found is None or found < 0 or not found.is_integer():
            raise self.error(f"'{self.text(*names)[:30]}' is not a position ({names[0]})")
        return int(found)

    def error(self, what: str) -> InputError:
        """An error that names file and line."""
        return InputError(f"{self.path}, line {self.line}: {what}.")


def plain_name(name: str) -> str:
    """A column name without capitals, signs and quotes: ``#chromosome``, ``strand1(gene/fusion)`` -> ``strand1genefusion``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_rows(path: Path, needed: str) -> tuple[tuple[str, ...], Iterator[TableRow]]:
    """The columns of a table (plain names) and its rows. Tabs, else commas, else spaces part the columns; plain text or gzip.

    Lines before the header that start with ``##`` or ``@`` (GATK) and blank lines are let pass. ``needed`` says in words what
    the table must hold. Raises InputError for a file that cannot be read or has no header, and for rows of another length.
    """
    numbered = enumerate(read_text(path, "a table").split("\n"), 1)
    lines = [(number, line) for number, line in numbered if line.strip() and not line.startswith(("##", "@"))]
    if not lines:
        raise InputError(f"{path} is empty: a header line is needed with {needed}.")
    header_line, header = lines[0]
    separator = "\t" if "\t" in header else "," if "," in header else None
    columns = tuple(plain_name(column) for column in header.split(separator))
    if any(column.isdigit() for column in columns):
        raise InputError(f"{path}, line {header_line}: no header line. The first line must name the columns: {needed}.")
    return columns, _rows(path, lines[1:], columns, separator)


def _rows(path: Path, lines: list[tuple[int, str]], columns: tuple[str, ...], separator: str | None) -> Iterator[TableRow]:
    for line_number, line in lines:
        if line.startswith("#"):
            continue
        cells = [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(separator)]
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(columns):
            raise InputError(f"{path}, line {line_number}: {len(cells)} columns, but the header names {len(columns)}.")
        yield TableRow(path, line_number, dict(zip(columns, cells, strict=True)))


def of_one_sample(columns: tuple[str, ...], rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows as they come. Raises InputError at the first that names another sample: whose rows are they?"""
    named = (*SAMPLE, "id") if "locstart" in columns else SAMPLE
    first = ""
    for row in rows:
        sample = row.text(*named)
        first = first or sample
        if sample and sample != first:
            raise row.error(f"a second sample ({sample[:40]}; before it {first[:40]}). Give a table of one sample")
        yield row


def row_allele(row: TableRow, assembly: Assembly, chrom: str, pos: int, alt: str) -> Allele:
    """A row as the record that it stands for: a symbolic ALT at its place; ``chrom`` as written, the line as record number."""
    return Allele(
        assembly=assembly,
        chrom=chromosome_name(chrom),
        pos=pos,
        ref="N",
        alt=alt,
        vcf_chrom=chrom,
        vcf_pos=pos,
        vcf_id=".",
        vcf_ref="N",
        vcf_alt=alt,
        record_number=row.line,
        vcf_alts=(alt,),
    )
