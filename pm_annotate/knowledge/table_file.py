"""The shape of our own tables: a header of ``#key=value`` lines, a line of column names, then tab-separated rows.

Lists inside a cell are joined by ``;``. An allele is ``chrom:pos:ref:alt`` (normalised, 1-based). An empty cell is a
value that is not there. The same bytes come out for the same rows: callers sort.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import KnowledgeError, why
from pm_annotate.knowledge.profiles import parse_profile
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind, Statement

LIST_SEPARATOR = ";"

STATEMENT_COLUMNS = (
    "statement_id", "profile", "profile_text", "statement_type", "predicate", "direction", "strength", "kb_native_level",
    "significance", "therapies", "therapy_combination", "condition", "condition_ids", "citations", "source_url",
    "variant_origin", "regulatory_approval",
)  # fmt: skip
"""Columns of a statement table, as the fields of ``model.Statement``; any further column travels in ``extra``."""

BIOMARKER_COLUMNS = (
    "biomarker_id", "name", "kind", "gene", "protein_changes", "codons", "regions", "exons", "mutation_types", "hgvsc",
    "transcripts", "alleles_GRCh37", "alleles_GRCh38", "five_prime", "three_prime", "five_prime_exon", "three_prime_exon",
    "rsid",
)  # fmt: skip
"""Columns of a biomarker table, as the fields of ``model.Biomarker``, with one column of alleles per assembly."""

_PROFILE_FIELDS = len(STATEMENT_COLUMNS)
_KINDS = {kind.value: kind for kind in BiomarkerKind}
AlleleKey = tuple[str, int, str, str]


class RawTable(NamedTuple):
    """A table as read: its ``#key=value`` header, column names, and lines that are split only when asked for."""

    path: Path
    header: Mapping[str, str]
    columns: tuple[str, ...]
    lines: Sequence[str]
    first_line_number: int  # 1-based, of lines[0] in the file

    def rows(self) -> Iterable[dict[str, str]]:
        """Every row as a mapping of column to cell."""
        return (dict(zip(self.columns, line.split("\t"), strict=True)) for line in self.lines)


def read_table(path: Path) -> RawTable:
    """Read one of our tables. Raises KnowledgeError where the file cannot be read or has no line of column names."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: the knowledge table cannot be read: {why(error)}.") from error
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    else:
        raise KnowledgeError(f"{path}: the last line has no end, so it is cut off. Reinstall pm-annotate, or copy it again.")
    header: dict[str, str] = {}
    start = 0
    while start < len(lines) and lines[start].startswith("#"):
        key, _, value = lines[start][1:].partition("=")
        header[key] = value
        start += 1
    if start == len(lines):
        raise KnowledgeError(f"{path}: the file has no line of column names. Reinstall pm-annotate or run `make resources`.")
    return RawTable(path, header, tuple(lines[start].split("\t")), lines[start + 1 :], start + 2)


def write_table(
    path: Path, header: Mapping[str, str], columns: Sequence[str], rows: Iterable[Mapping[str, str]]
) -> int:  # number of rows
    """Write rows in the order given. Raises ValueError for a cell that holds a tab or a line break."""
    lines = [f"#{key}={value}" for key, value in header.items()]
    lines.append("\t".join(columns))
    first = len(lines)
    for row in rows:
        cells = [row.get(column, "") for column in columns]
        if any("\t" in cell or "\n" in cell for cell in cells):
            raise ValueError(f"{path.name}: a cell of {cells[0]!r} holds a tab or a line break")
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - first


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def biomarker_row(biomarker: Biomarker) -> dict[str, str]:
    """The cells of a biomarker. ``biomarker_from_cells`` reads them back."""
    return {
        "biomarker_id": biomarker.biomarker_id,
        "name": biomarker.name,
        "kind": biomarker.kind.value,
        "gene": biomarker.gene,
        "protein_changes": LIST_SEPARATOR.join(biomarker.protein_changes),
        "codons": LIST_SEPARATOR.join(map(str, biomarker.codons)),
        "regions": LIST_SEPARATOR.join(f"{first}-{last}" for first, last in biomarker.regions),
        "exons": LIST_SEPARATOR.join(map(str, biomarker.exons)),
        "mutation_types": LIST_SEPARATOR.join(biomarker.mutation_types),
        "hgvsc": LIST_SEPARATOR.join(biomarker.hgvsc),
        "transcripts": LIST_SEPARATOR.join(biomarker.transcripts),
        "alleles_GRCh37": _alleles_cell(biomarker, Assembly.GRCH37),
        "alleles_GRCh38": _alleles_cell(biomarker, Assembly.GRCH38),
        "five_prime": biomarker.five_prime,
        "three_prime": biomarker.three_prime,
        "five_prime_exon": "" if biomarker.five_prime_exon is None else str(biomarker.five_prime_exon),
        "three_prime_exon": "" if biomarker.three_prime_exon is None else str(biomarker.three_prime_exon),
        "rsid": biomarker.rsid,
    }


def _alleles_cell(biomarker: Biomarker, assembly: Assembly) -> str:
    keys = sorted(allele[1:] for allele in biomarker.alleles if allele[0] == assembly)
    return LIST_SEPARATOR.join(f"{chrom}:{pos}:{ref}:{alt}" for chrom, pos, ref, alt in keys)


def parse_allele_keys(cell: str) -> list[AlleleKey]:
    """``7:140453136:A:T;...`` as (chrom, pos, ref, alt)."""
    keys: list[AlleleKey] = []
    for text in cell.split(LIST_SEPARATOR) if cell else ():
        chrom, pos, ref, alt = text.split(":")
        keys.append((chrom, int(pos), ref, alt))
    return keys


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a cell; an empty cell has none."""
    return tuple(cell.split(LIST_SEPARATOR)) if cell else ()


def biomarker_from_cells(cells: Sequence[str]) -> Biomarker:
    """The biomarker of a row whose cells stand in the order of BIOMARKER_COLUMNS. Raises ValueError for a cell that is
    not of its form."""
    (
        biomarker_id, name, kind, gene, changes, codons, regions, exons, types, hgvsc, transcripts, on_37, on_38,
        five_prime, three_prime, five_exon, three_exon, rsid,
    ) = cells  # fmt: skip
    alleles: tuple[tuple[Assembly, str, int, str, str], ...] = ()
    for assembly, cell in ((Assembly.GRCH37, on_37), (Assembly.GRCH38, on_38)):
        if cell:
            alleles += tuple((assembly, *key) for key in parse_allele_keys(cell))
    return Biomarker(
        biomarker_id=biomarker_id,
        name=name,
        kind=_KINDS[kind] if kind in _KINDS else BiomarkerKind(kind),
        gene=gene,
        protein_changes=split_list(changes),
        codons=tuple(map(int, split_list(codons))) if codons else (),
        regions=tuple(map(_residue_range, split_list(regions))) if regions else (),
        exons=tuple(map(int, split_list(exons))) if exons else (),
        mutation_types=split_list(types),
        hgvsc=split_list(hgvsc),
        transcripts=split_list(transcripts),
        alleles=alleles,
        five_prime=five_prime,
        three_prime=three_prime,
        five_prime_exon=int(five_exon) if five_exon else None,
        three_prime_exon=int(three_exon) if three_exon else None,
        rsid=rsid,
    )


def _residue_range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    return int(first), int(last)


def statement_from_line(table: RawTable, line: str) -> Statement:
    """The statement of a line of a table whose first columns are STATEMENT_COLUMNS."""
    cells = line.split("\t")
    (
        statement_id, profile, profile_text, statement_type, predicate, direction, strength, native_level, significance,
        therapies, combination, condition, condition_ids, citations, source_url, variant_origin, approval,
    ) = cells[:_PROFILE_FIELDS]  # fmt: skip
    extra = {name: cell for name, cell in zip(table.columns[_PROFILE_FIELDS:], cells[_PROFILE_FIELDS:], strict=True) if cell}
    return Statement(
        statement_id=statement_id,
        knowledge_base=table.header.get("knowledge_base", ""),
        knowledge_base_version=table.header.get("version", ""),
        profile=parse_profile(profile),
        profile_text=profile_text,
        statement_type=statement_type,
        predicate=predicate,
        direction=direction,
        strength=strength,
        kb_native_level=native_level,
        significance=significance,
        therapies=split_list(therapies),
        therapy_combination=combination,
        condition=condition,
        condition_ids=split_list(condition_ids),
        citations=split_list(citations),
        source_url=source_url,
        variant_origin=variant_origin,
        regulatory_approval=approval,
        extra=extra,
    )
