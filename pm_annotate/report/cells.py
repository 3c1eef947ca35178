"""Values become TSV cells: one line, no tab, nothing that a spreadsheet runs as a formula.

Three rules, in this order:

1. A character that is not printable (tab, newline, escape, bidirectional mark, line separator, lone surrogate) is written
   as a backslash escape: ``\\t``, ``\\n``, ``\\x1b``, ``\\u202e``. So a row is one line in every reader.
2. Text that comes from an input file, or begins with the name of one, and begins with ``=``, ``+``, ``-`` or ``@`` gets a
   leading apostrophe (https://owasp.org/www-community/attacks/CSV_Injection). A lone sign and a plain number stay as they are.
3. Any text that begins with a double quote gets the apostrophe too: readers of delimited text (pandas, R) take a leading
   quote for the start of a quoted cell, which may run over the following rows.

Our own enumerations, names, alleles and numbers are never changed by rule 2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from string import ascii_letters, digits

_LISTS = (tuple, list)
_HARMLESS_STARTS = frozenset(ascii_letters + digits)  # most cells: rules 2 and 3 do not concern them
_FORMULA_STARTS = frozenset("=+-@")

FILE_TEXT_COLUMNS = frozenset(
    {
        *("Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "sample"),
        *("file", "error", "event_source", "copy_basis"),  # these begin with the name of a file
        *("vcf_chrom", "vcf_id", "vcf_ref", "vcf_alt", "FILTER", "GT", "reason", "retained_info", "mate_chrom", "phase_set"),
        *("Hugo_Symbol", "Transcript_ID", "HGVSc", "HGVSp", "HGVSp_Short", "EXON", "INTRON", "other_transcripts"),  # of CSQ..
        *("event", "five_prime", "three_prime", "top_finding"),  # of a fusion's genes as a file names them; so are these:
        *("matched_by", "match_caveat", "caveats", "profile_variants", "detected", "detail", "why"),
        *("gene", "diplotype", "other_diplotypes", "phenotype", "possible_phenotypes", "activity_score"),  # of --pgx-calls
        "allele_functions",
    }
)
LIST_SEPARATORS: Mapping[str, str] = {"Consequence": "&"}  # as VEP and MAF write it; ";" elsewhere


def cell(column: str, value: object) -> str:
    """The TSV cell of ``value`` in ``column``. None, "" and an empty list give the empty cell.

    Items of a list are joined by ``;`` (``&`` for Consequence); the separator inside an item is written ``%3B`` (``%26``).
    Floats are written in fixed notation as they are: round before.
    """
    if value is None or value == "":
        return ""
    written = value if isinstance(value, str) else _as_text(column, value)
    if not written.isprintable():
        written = one_line(written)
    if written[:1] in _HARMLESS_STARTS:
        return written
    if column in FILE_TEXT_COLUMNS:
        written = without_formula(written)
    return "'" + written if written.startswith('"') else written


class Columns:
    """The columns of a table, or some that stand side by side: what writes their cells a row at a time."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._from_the_file = tuple(place for place, name in enumerate(names) if name in FILE_TEXT_COLUMNS)

    def line(self, row: Mapping[str, object]) -> str:
        """The cells joined by tabs, without line end."""
        return "\t".join(self.cells(row))

    def cells(self, row: Mapping[str, object]) -> list[str]:
        """What ``cell`` gives for each column; a column that the row lacks is an empty cell.

        The rules concern few rows: one look at the whole row tells whether they concern this one.
        """
        texts = [
            value
            if type(value) is str
            else ""
            if value is None
            else str(value)
            if type(value) is int
            else _as_text(name, value)
            for name, value in zip(self.names, map(row.get, self.names), strict=True)
        ]
        together = "".join(texts)
        if together.isprintable() and '"' not in together and not self._begins_as_formula(texts):
            return texts
        return [cell(name, text) for name, text in zip(self.names, texts, strict=True)]

    def _begins_as_formula(self, texts: Sequence[str]) -> bool:
        return not _FORMULA_STARTS.isdisjoint([texts[place][:1] for place in self._from_the_file])


def _as_text(column: str, value: object) -> str:
    if type(value) is int:
        return str(value)
    if isinstance(value, _LISTS):
        return _joined(value, LIST_SEPARATORS.get(column, ";")) if value else ""
    if isinstance(value, float):
        return decimal_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _joined(items: Sequence[object], separator: str) -> str:
    texts = list(map(str, items))
    written = separator.join(texts)
    if written.count(separator) < len(texts):
        return written
    return separator.join([text.replace(separator, f"%{ord(separator):02X}") for text in texts])  # an item holds it


def one_line(text: str) -> str:
    """``text`` with each unprintable character as its backslash escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def without_formula(text: str) -> str:
    """``text`` that a spreadsheet shows and does not run: ``=1+1`` to ``'=1+1``; ``-`` and ``-5`` are left."""
    if len(text) < 2 or text[0] not in _FORMULA_STARTS or _is_number(text):
        return text
    return "'" + text


def _is_number(text: str) -> bool:
    return text[0] in "+-" and text[1:].isascii() and text[1:].replace(".", "", 1).isdigit()


def significant(value: float | None, digits: int = 4) -> float | None:
    """``value`` to ``digits`` significant digits; None stays None, and what is not finite is not known: None.

    Fractions that a file writes with few digits come from its reader as the nearest 32-bit float
    (0.347 as 0.34700000286): rounding gives back what the file said.
    """
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{digits - 1}e}")


def decimal_text(value: float) -> str:
    """A float without exponent and without trailing zeros: ``0.5``, ``0.00001234``, ``1``. Not finite: empty."""
    if not math.isfinite(value):
        return ""
    text = repr(value)
    if "e" in text:
        from decimal import Decimal

        text = format(Decimal(text), "f")
    return text.removesuffix(".0")
