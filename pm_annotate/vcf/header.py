"""The header of a VCF: samples, contigs, meta-information lines, and which callers wrote the file."""

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pm_annotate.errors import InputError
from pm_annotate.vcf.callers import callers_of
from pm_annotate.vcf.opening import STANDARD_INPUT, FileKind, file_kind, local_file, open_lines, require_end_block

FIXED_COLUMNS = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO")

_CONTIG_ID = re.compile(r"[<,]ID=([^,>]+)")
_CONTIG_LENGTH = re.compile(r"[<,]length=(\d+)")
_FIELD_ID = re.compile(r"##(INFO|FORMAT)=<(?:.*?,)?ID=([^,>]+)")
_LONGEST_LINE = 1 << 26  # bytes; a line without end is no VCF
_BEGINNING = 1 << 10  # bytes of a line that does not begin as those of a header do
_LONGEST_HEADER = 1 << 27  # bytes of text; a header without end is none either


class VcfHeader(NamedTuple):
    """What the header says. ``lines`` are the meta-information lines (``##...``) without line ends.

    ``path`` is the file to read (a private copy where standard input or a pipe was given), ``name`` what users know it by.
    """

    path: str
    samples: tuple[str, ...]
    contigs: tuple[tuple[str, int | None], ...]
    lines: tuple[str, ...]
    callers: tuple[str, ...]
    info_ids: frozenset[str]
    format_ids: frozenset[str]
    name: str
    kind: FileKind
    line_count: int  # lines before the first data record, in a text file


def read_header(path: str) -> VcfHeader:
    """Read the header of a VCF or BCF: plain, gzip, bgzip, or ``-`` for standard input.

    Raises InputError where the file cannot be read, is no VCF, is cut off, has no ``#CHROM`` line or names a sample twice.
    """
    name = "standard input" if path == STANDARD_INPUT else path
    local = local_file(path)
    kind = file_kind(local, name)
    if kind in (FileKind.BGZIP, FileKind.BCF):
        require_end_block(local, name)
    text_lines = _bcf_header_lines(local, name) if kind is FileKind.BCF else _text_header_lines(local, name, kind)
    lines, column_line, line_count = _split(text_lines, name)
    samples = _samples(column_line, name)
    info_ids, format_ids = _field_ids(lines)
    return VcfHeader(
        path=local,
        samples=samples,
        contigs=_contigs(lines),
        lines=tuple(lines),
        callers=callers_of(lines, info_ids, format_ids),
        info_ids=info_ids,
        format_ids=format_ids,
        name=name,
        kind=kind,
        line_count=line_count,
    )


def _text_header_lines(path: str, name: str, kind: FileKind) -> Iterator[str]:
    try:
        with open_lines(path, kind) as stream:
            yield from _decoded(stream, name)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{name} is cut off or damaged inside its header: {error}. Copy or download the file again."
        ) from error


def _decoded(stream: io.BufferedReader, name: str) -> Iterator[str]:
    """The lines of the header; of the first line that belongs to no header only the beginning."""
    length = 0
    while line := stream.readline(_BEGINNING):
        line = line if length else line.removeprefix(b"\xef\xbb\xbf")
        belongs = line.startswith(b"#")
        if belongs and not line.endswith(b"\n"):
            line += stream.readline(_LONGEST_LINE)
        length += len(line)
        if len(line) > _LONGEST_LINE or length > _LONGEST_HEADER:
            raise InputError(
                f"{name}: the header has a line longer than {_LONGEST_LINE >> 20} MB, or more than {_LONGEST_HEADER >> 20} MB "
                "in all. This is no VCF, or it is damaged."
            )
        yield line.decode("utf-8", "replace").rstrip("\r\n")
        if not belongs and (line.strip() or not line.endswith(b"\n")):
            return


def first_contig(header: VcfHeader) -> str:
    """CHROM of the first record, as written; "" for a file without records. Raises InputError for one that is cut off."""
    try:
        if header.kind is FileKind.BCF:
            return _first_contig_of_bcf(header)
        with open_lines(header.path, header.kind) as stream:
            for _ in range(header.line_count):
                stream.readline()
            return stream.readline(1 << 16).split(b"\t", 1)[0].strip().decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def _first_contig_of_bcf(header: VcfHeader) -> str:
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    try:
        return next((str(variant.CHROM) for variant in cyvcf2.VCF(header.path)), "")
    except Exception as error:  # cyvcf2 raises bare Exception
        raise InputError(f"{header.name} is cut off or damaged: {error}. Copy or download it again.") from error


def _bcf_header_lines(path: str, name: str) -> Iterator[str]:
    import cyvcf2

    cyvcf2.cyvcf2.set_htslib_log_level(0)
    try:
        reader = cyvcf2.VCF(path)
    except Exception as error:
        raise InputError(f"{name} is not a BCF file that can be read: {error}.") from error
    text: str = reader.raw_header
    reader.close()
    yield from text.rstrip("\n\0").split("\n")  # splitlines() would also break at form feeds and U+2028 inside a line


def _split(text_lines: Iterable[str], name: str) -> tuple[list[str], str, int]:
    """Meta-information lines, the #CHROM line, and the number of lines up to it (blank lines are let pass)."""
    lines: list[str] = []
    for count, line in enumerate(text_lines, 1):
        if line.startswith("##"):
            lines.append(line)
        elif line.startswith("#"):
            return lines, line, count
        elif line.strip():
            break
    if len(lines) == 1 and "\r" in lines[0]:
        raise InputError(f"{name}: its lines end in carriage returns alone (old Macintosh). Save it with line feeds.")
    if not lines:
        raise InputError(f"{name} is not a VCF: it does not start with a VCF header (##fileformat=VCFv4...).")
    raise InputError(f"{name} has no #CHROM line: the header is incomplete, so its columns have no names.")


def _samples(column_line: str, name: str) -> tuple[str, ...]:
    columns = column_line.split("\t")
    while len(columns) > len(FIXED_COLUMNS) and not columns[-1].strip():
        columns.pop()
    if tuple(columns[:8]) != FIXED_COLUMNS:
        spaces = len(column_line.split()) >= len(FIXED_COLUMNS) > len(columns)
        advice = (
            "its columns are separated by spaces, and a VCF needs tabs"
            if spaces
            else "it must begin with " + " ".join(FIXED_COLUMNS)
        )
        raise InputError(f"{name}: the #CHROM line is not that of a VCF: {advice}.")
    if len(columns) > len(FIXED_COLUMNS) and columns[8] != "FORMAT":
        raise InputError(f"{name}: the ninth column of the #CHROM line must be FORMAT, not '{columns[8][:40]}'.")
    samples = tuple(columns[9:])
    twice = sorted(sample for sample, count in Counter(samples).items() if count > 1)
    if twice:
        raise InputError(f"{name}: the #CHROM line names these samples more than once: {', '.join(twice)}. Rename them.")
    if any(not sample.strip() for sample in samples):
        raise InputError(f"{name}: the #CHROM line has a sample column without a name.")
    return samples


def _contigs(lines: Iterable[str]) -> tuple[tuple[str, int | None], ...]:
    contigs: list[tuple[str, int | None]] = []
    for line in lines:
        if line.startswith("##contig=<") and (found := _CONTIG_ID.search(line)):
            length = _CONTIG_LENGTH.search(line)
            contigs.append((found[1].strip('"'), int(length[1]) if length else None))
    return tuple(contigs)


def _field_ids(lines: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    found: dict[str, set[str]] = {"INFO": set(), "FORMAT": set()}
    for line in lines:
        if match := _FIELD_ID.match(line):
            found[match[1]].add(match[2])
    return frozenset(found["INFO"]), frozenset(found["FORMAT"])
