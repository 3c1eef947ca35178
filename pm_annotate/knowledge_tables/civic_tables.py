"""Writing statements and typed biomarkers as tables, and what CIViC's importers need besides its own rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pm_annotate.knowledge.sources.civic import Imported, expanded_name, is_combined
from pm_annotate.knowledge.sources.civic_variants import SequenceChange
from pm_annotate.knowledge.sources.source_file import read_rows
from pm_annotate.knowledge.table_file import (
    BIOMARKER_COLUMNS,
    STATEMENT_COLUMNS,
    biomarker_row,
    read_table,
    write_table,
)
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind

CC0 = "CC0-1.0"
TYPING_COLUMNS = ("biomarker_id", "name", "statements")

Counts = dict[str, int]


def single_profile_ids(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Names, in lower case, of the profiles of CIViC's rows that are one biomarker, to the ids of the profiles."""
    return {
        row["molecular_profile"].lower(): row["molecular_profile_id"]
        for row in rows
        if not is_combined(expanded_name(row["molecular_profile"]))
    }


def places_of_rs_numbers(resources: Path) -> dict[str, tuple[SequenceChange, ...]]:
    """Single-base changes of the pharmacogenes by their rs number, where that has one alternative allele."""
    path = resources / "pharmacogenomics" / "positions.tsv"
    rows = read_rows(path) if path.is_file() else []
    return {
        row["rsid"]: tuple(
            SequenceChange(assembly, row["chrom"], int(pos), int(pos), ref, row["alts"])
            for assembly, pos, ref in (
                (Assembly.GRCH37, row["grch37_pos"], row["grch37_ref"]),
                (Assembly.GRCH38, row["grch38_pos"], row["grch38_ref"]),
            )
            if pos and len(ref) == 1 == len(row["alts"])
        )
        for row in rows
        if row["rsid"]
    }


def write_statements(path: Path, header: Mapping[str, str], imported: Imported, extra: Sequence[str]) -> Counts:
    """A table of statements; its header says how many rows were read and kept out. Returns what was counted."""
    columns = (*STATEMENT_COLUMNS, *extra)
    counts = {"rows_read": str(imported.read), "kept_out_flagged": str(imported.flagged)}
    write_table(path, {**header, **counts}, columns, imported.rows)
    return {"rows read": imported.read, "flagged, kept out": imported.flagged, "statements": len(imported.rows)}


def write_biomarkers(path: Path, header: Mapping[str, str], biomarkers: Sequence[Biomarker]) -> Counts:
    """A table of biomarkers in the order given. Returns what was counted."""
    write_table(path, header, BIOMARKER_COLUMNS, map(biomarker_row, biomarkers))
    typed = sum(biomarker.kind != BiomarkerKind.OTHER for biomarker in biomarkers)
    with_allele = sum(bool(biomarker.alleles) for biomarker in biomarkers)
    return {"biomarkers": len(biomarkers), "typed": typed, "with alleles": with_allele}


def write_typing_report(folder: Path, biomarkers: Iterable[Biomarker]) -> None:
    """``typing_report.tsv``: names that could not be typed, with how many statements of the folder use them."""
    uses: Counter[str] = Counter()
    for path in sorted(folder.glob("statements.*.tsv")):
        for row in read_table(path).rows():
            uses.update(set(row["profile"].split()))
    rows = [
        {"biomarker_id": marker.biomarker_id, "name": marker.name, "statements": str(uses[marker.biomarker_id])}
        for marker in biomarkers
        if marker.kind == BiomarkerKind.OTHER
    ]
    write_table(folder / "typing_report.tsv", {}, TYPING_COLUMNS, rows)
