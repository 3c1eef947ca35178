"""The sample sheet: a tab-separated table, one row per report. Everything wrong with it is told at once, line by line."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pm_annotate.cohort.columns import COLUMNS, VCF, Cells, sample_options
from pm_annotate.cohort.tasks import Row
from pm_annotate.errors import PmAnnotateError, UsageError
from pm_annotate.options import AnnotateOptions
from pm_annotate.refusals import is_pipe
from pm_annotate.tables import Tables

SHOWN_PROBLEMS = 50
_LARGEST = 1 << 26  # bytes: 300,000 rows; a FASTA or FASTQ given by mistake is not read into memory
_EMPTY = frozenset({"", "."})
NO_OPTIONS = AnnotateOptions()
_NAMES = {name: name for name in (VCF, *COLUMNS)} | {
    other: name for name, column in COLUMNS.items() for other in column.other_names
}


def read_sample_sheet(path: Path, tables: Tables, common: AnnotateOptions = NO_OPTIONS) -> tuple[Row, ...]:
    """The rows of a sheet, in its order.

    The first line that is not empty and no comment (``##``) names the columns (docs/cohort.md); a leading ``#`` is let
    pass. Cells may stand in quotation marks. Paths are relative to the sheet's folder.

    Raises UsageError (exit 2) with every problem and its line: a sheet
    that is not right in one line may be wrong in the others too, so nothing of it is run. A VCF that is missing or broken
    is no problem of the sheet: it fails alone, when its turn comes. ``common``: the options of all rows.
    """
    lines = [(number, line) for number, line in enumerate(_lines(path), 1) if line.strip() and not line.startswith("##")]
    if not lines:
        raise UsageError(f"{path} is empty: a sample sheet begins with a line that names its columns (sample, vcf...).")
    columns, problems = _columns(*lines[0])
    if problems:
        raise _refused(path, problems)
    rows = []
    for number, line in lines[1:]:
        cells, wrong = _cells(number, line, columns)
        if not wrong:
            row = _row(number, cells, path.absolute().parent)
            wrong = [*unexpanded(row), *unnameable(row), *problems_of(row, tables, common)]
            rows.append(row)
        problems += wrong
    problems += _repeated_samples(rows)
    if problems:
        raise _refused(path, problems)
    if not rows:
        raise UsageError(f"{path} names columns but no sample.")
    return tuple(rows)


def _lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise UsageError(f"{path} is no sample sheet: it is larger than {_LARGEST >> 20} MB.")
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    except OSError as error:
        raise UsageError(f"The sample sheet {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"The sample sheet {path} is not UTF-8 text (byte {error.start + 1}). Save it as tab-separated UTF-8."
        ) from error


def _columns(number: int, line: str) -> tuple[list[str], list[str]]:
    """Our names of the columns in their order, and what is wrong with them."""
    written = [unquoted(name.strip()) for name in line.lstrip("#").split("\t")]
    while len(written) > 1 and not written[-1]:  # spreadsheet programs write empty columns at the right
        written.pop()
    if len(written) == 1 and VCF not in written:
        return [], [
            f"line {number}: the columns must be separated by tabs (not by commas, semicolons or blanks), and one of them must "
            f"be 'vcf': '{line[:60]}'"
        ]
    columns, problems = [], []
    for name in written:
        if not name:
            problems.append(f"line {number}: a column between others has no name")
            columns.append("")
            continue
        known = _NAMES.get(name.lower().replace(" ", "_").replace("-", "_"), "")
        if not known:
            problems.append(f"line {number}: unknown column '{name}'{_near(name)}. Known: {', '.join((VCF, *COLUMNS))}")
        elif known in columns:
            problems.append(f"line {number}: the column '{known}' stands there twice (as '{name}')")
        columns.append(known)
    if VCF not in columns and not problems:
        problems.append(f"line {number}: there is no column 'vcf'")
    return columns, problems


def unquoted(text: str) -> str:
    """The text of a cell that spreadsheets and R put between quotation marks; one within it is written twice."""
    inside = text[1:-1]
    if len(text) < 2 or text[0] != '"' or text[-1] != '"' or '"' in inside.replace('""', ""):
        return text
    return inside.replace('""', '"').strip()


def _near(name: str) -> str:
    near = difflib.get_close_matches(name.lower(), _NAMES, n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _cells(number: int, line: str, columns: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The cells of a line that are not empty, by column."""
    written = [text.strip() for text in line.split("\t")]
    texts = list(map(unquoted, written))
    if line.startswith("#"):
        return {}, [f"line {number}: it begins with '#'. Begin a comment, or a row that is not to be run, with '##'"]
    open_quotes = [text for text, plain in zip(written, texts, strict=True) if text.startswith('"') and text == plain]
    if open_quotes:
        return {}, [f"line {number}: a quotation mark has no partner: {open_quotes[0][:60]}"]
    if len(texts) != len(columns) and not (len(texts) > len(columns) and not any(texts[len(columns) :])):
        return {}, [f"line {number}: {len(texts)} cells, but the first line names {len(columns)} columns"]
    cells = {name: text for name, text in zip(columns, texts, strict=False) if not _is_empty(name, text)}
    problems = [f"line {number}: no VCF is named in the column 'vcf'"] if VCF not in cells else []
    if cells.get(VCF) == "-":
        problems.append(f"line {number}: a cohort cannot read standard input: give the path of a file")
    return cells, problems


def _is_empty(name: str, text: str) -> bool:
    """``NA`` is what R writes for nothing, but a sample or a file may be called so."""
    is_name = name == VCF or COLUMNS[name].is_role
    return text in _EMPTY or (text == "NA" and not is_name)


def _row(number: int, cells: dict[str, str], folder: Path) -> Row:
    found: Cells = tuple(
        (name, str(folder / cells[name]) if column.is_file else cells[name])
        for name, column in COLUMNS.items()
        if name in cells
    )
    return Row(line=number, vcf=str(folder / cells[VCF]), cells=found)


def unexpanded(row: Row) -> Iterator[str]:
    """Paths as a shell would read them, where no file is so called."""
    for column, path in paths_of(row):
        if ("/~" in path or "$" in path) and not os.path.exists(path):
            yield f"line {row.line}, column {column}: no {path}: '~' and '$NAME' mean nothing in a sheet, write the path out"


def unnameable(row: Row) -> Iterator[str]:
    """Paths that no file can have, or none in this environment's encoding (LC_ALL=C with PYTHONUTF8=0, a Latin-1 locale)."""
    for column, path in paths_of(row):
        if "\0" in path:
            yield f"line {row.line}, column {column}: there is a NUL byte in the name. The sheet is damaged: save it again"
            continue
        try:
            os.fsencode(path)
        except UnicodeEncodeError as error:
            yield (
                f"line {row.line}, column {column}: '{path[error.start : error.end]}' cannot be in a file's name here, where "
                f"names are {error.encoding}: set LC_ALL=C.UTF-8"
            )


def paths_of(row: Row) -> tuple[tuple[str, str], ...]:
    """The columns that name files, and the paths in them."""
    return ((VCF, row.vcf), *(cell for cell in row.cells if COLUMNS[cell[0]].is_file))


def problems_of(row: Row, tables: Tables, common: AnnotateOptions) -> Iterator[str]:
    """What can be told wrong with a row's cells without opening a file."""
    options = common
    for name, text in row.cells:
        if COLUMNS[name].is_file:
            continue
        try:
            options = sample_options(((name, text),), options)
            if name == "tumor_type":
                tables.tumor_type(text)
            elif COLUMNS[name].option == "markers":
                tables.stated_markers(options.markers)
        except PmAnnotateError as error:
            yield f"line {row.line}, column {name}: {error}"
            options = common


def _repeated_samples(rows: Sequence[Row]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        sample = row.cell("sample")
        if sample is not None and first.setdefault(sample, row.line) != row.line:
            problems.append(f"line {row.line}, column sample: '{sample}' is already the sample of line {first[sample]}")
    return problems


def one_tumour_twice(rows: Sequence[Row], reported: Collection[str]) -> list[str]:
    """What to say of ``reported`` samples that are one tumour: one column of one file, by a slip of copying or on purpose."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for row in rows:
        sample = row.cell("sample")
        if sample is not None and sample in reported:
            groups.setdefault((os.path.realpath(row.vcf), row.cell("tumor_sample")), []).append(sample)
    found = [
        f"{', '.join(samples[:5])}{f' and {len(samples) - 5} more' if len(samples) > 5 else ''} are reports of one tumour: the "
        f"sheet names {f'the column {column} of ' if column else ''}{Path(vcf).name} for each of them. "
        "If that is not meant, correct it."
        for (vcf, column), samples in groups.items()
        if len(samples) > 1
    ]
    more = [f"The same holds for {len(found) - SHOWN_PROBLEMS} more VCFs."] if len(found) > SHOWN_PROBLEMS else []
    return [*found[:SHOWN_PROBLEMS], *more]


def _refused(path: Path, problems: Sequence[str]) -> UsageError:
    shown = [*problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        shown.append(f"and {len(problems) - SHOWN_PROBLEMS} more")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return UsageError("\n".join([f"The sample sheet {path} has {count}; nothing was run:", *(f"  {text}" for text in shown)]))


def is_sample_sheet(path: Path) -> bool:
    """Whether a file is a sheet rather than a VCF or BCF, from its first bytes; a file that cannot be read: from its name.

    Raises UsageError for a pipe.
    """
    if is_pipe(path):
        raise UsageError(f"{path} is a pipe. A cohort reads its files more than once: write it to a file first.")
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except OSError:
        return path.suffix.lower() in (".tsv", ".txt", ".csv")
    return not start.lstrip(b"\xef\xbb\xbf").startswith((b"##fileformat", b"\x1f\x8b", b"BCF", b"#CHROM"))
