"""Tables beside a VCF (segments, fusions): a header line and rows, with the line number of each for messages."""

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
        found = number(text)
        if found is None:
            how = ": decimals need a point, and thousands no sign" if "," in text else ""
            raise self.error(f"'{text[:30]}' is not a number ({' or '.join(names[:2])}){how}")
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


_Lines = list[tuple[int, str]]
"""Lines with their numbers in the file."""


def read_rows(path: Path, needed: str, section: str = "") -> tuple[tuple[str, ...], Iterator[TableRow]]:
    """The columns of a table (plain names) and its rows. Tabs, else commas, else spaces part the columns; plain text or gzip.

    Comment lines before the header (``##``, ``@`` of GATK, ``# words``) and blank lines are let pass. ``section``: of a file of
    several tables only the one below this title; without columns where the file has no such section, or nothing in it.
    ``needed`` says in words what the table must hold. Raises InputError for a file that cannot be read or has no header, and
    for rows of another length.
    """
    lines = _lines(path)
    if section:
        lines = _of_section(lines, section)
        if not lines:
            return (), iter(())
    if not lines:
        raise InputError(f"{path} is empty: a header line is needed with {needed}.")
    lines = _from_header_on(lines)
    header_line, header = lines[0]
    separator = _separator(header)
    if separator is None and ";" in header:
        raise InputError(
            f"{path}, line {header_line}: semicolons part the columns. Save the table with tabs or commas between them, and "
            "with decimal points."
        )
    columns = tuple(plain_name(column) for column in _cells(header, separator))
    if any(column.isdigit() for column in columns):
        raise InputError(f"{path}, line {header_line}: no header line. The first line must name the columns: {needed}.")
    return columns, _rows(path, lines[1:], columns, separator)


def has_section(path: Path, section: str) -> bool:
    """Whether a file holds several tables, one of them below this title (``[Fusions]``)."""
    return any(line.split("\t")[0].strip() == section for _, line in _lines(path))


def _lines(path: Path) -> _Lines:
    """Everything but blank lines, ``##`` and ``@``, whatever ends a line (old Macintosh files have CR alone)."""
    text = read_text(path, "a table").replace("\r\n", "\n").replace("\r", "\n")
    numbered = enumerate(text.split("\n"), 1)
    return [(number, line) for number, line in numbered if line.strip() and not line.startswith(("##", "@"))]


def _of_section(lines: _Lines, section: str) -> _Lines:
    """The lines below the title ``section`` and above the next ``[title]``; () for a section that says ``NA`` only."""
    starts = [place for place, (_, line) in enumerate(lines) if line.split("\t")[0].strip() == section]
    if not starts:
        return []
    below = lines[starts[0] + 1 :]
    end = next((place for place, (_, line) in enumerate(below) if line.startswith("[")), len(below))
    return [(number, line) for number, line in below[:end] if line.strip() != "NA"]


def _separator(header: str) -> str | None:
    return "\t" if "\t" in header else "," if "," in header else None


def _cells(line: str, separator: str | None) -> list[str]:
    """The cells of a line without blanks and quotes; empty ones at its end are none (some files are filled up with tabs)."""
    cells = [cell.strip().strip('"') for cell in line.split(separator)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _from_header_on(lines: _Lines) -> _Lines:
    """The lines from the header on. A last ``#`` line with as many cells as the line below it is the header (Arriba,
    STAR-Fusion), else it is a comment like those above it (Illumina's AllFusions.csv)."""
    first = next((place for place, (_, line) in enumerate(lines) if not line.startswith("#")), len(lines))
    if first in (0, len(lines)):
        return lines[max(0, first - 1) :]
    own, below = lines[first - 1][1], lines[first][1]
    separator = _separator(own)
    is_header = separator == _separator(below) and len(_cells(own, separator)) == len(_cells(below, separator))
    return lines[first - 1 :] if is_header or (first == 1 and not own.startswith("# ")) else lines[first:]


def _rows(path: Path, lines: _Lines, columns: tuple[str, ...], separator: str | None) -> Iterator[TableRow]:
    for line_number, line in lines:
        if line.startswith("#"):
            continue
        cells = [cell.strip().strip('"') for cell in line.split(separator)]
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if len(cells) != len(columns):
            raise InputError(f"{path}, line {line_number}: {len(cells)} columns, but the header names {len(columns)}.")
        yield TableRow(path, line_number, dict(zip(columns, cells, strict=True)))


def _naming(columns: tuple[str, ...]) -> tuple[str, ...]:
    return (*SAMPLE, "id") if "locstart" in columns else SAMPLE


def sample_of(path: Path) -> str:
    """The sample that the first row of a table names; "" where it names none. Raises InputError as ``read_rows`` does."""
    columns, rows = read_rows(path, "a header line")
    first = next(rows, None) if set(_naming(columns)) & set(columns) else None
    return first.text(*_naming(columns)) if first is not None else ""


def of_one_sample(columns: tuple[str, ...], rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """The rows as they come. Raises InputError at the first that names another sample: whose rows are they?"""
    named = _naming(columns)
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
