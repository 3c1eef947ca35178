"""Lab tables read against the packaged tables: known names are packaged biomarkers, conditions are looked up in the trees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from pm_annotate.knowledge.gene_knowledge import load_gene_roles, load_protein_regions
from pm_annotate.knowledge.lab_table import LabCheck, LabRows, check_lab_table, read_lab_table
from pm_annotate.knowledge.profile_names import Vocabulary
from pm_annotate.knowledge.table_file import RawTable, read_table
from pm_annotate.knowledge.tumor_types import TumorTypes


def read_labs(folder: Path, paths: Sequence[Path], biomarker_tables: Sequence[RawTable]) -> list[LabRows]:
    """The rows of each lab table. Raises KnowledgeError for the first invalid one, with all its bad cells."""
    context = _packaged_context(folder, biomarker_tables)
    return [read_lab_table(path, *context) for path in paths]


def check_labs(folder: Path, paths: Sequence[Path]) -> list[LabCheck]:
    """Each lab table with all its problems, read as ``read_labs`` reads it. Raises KnowledgeError for a file that cannot
    be read."""
    context = _packaged_context(folder, [read_table(path) for path in sorted(folder.glob("biomarkers.*.tsv"))])
    return [check_lab_table(path, *context) for path in paths]


def _packaged_context(
    folder: Path, biomarker_tables: Sequence[RawTable]
) -> tuple[Vocabulary, Callable[[str], str | None], TumorTypes | None]:
    """What reading a lab's rows needs of the packaged tables.

    A lab's ``BRAF V600E`` is CIViC's, with its alleles and transcripts; what no packaged table names is typed. Disease
    trees are those beside ``folder``; where there are none, conditions are not looked up.
    """
    ids: dict[str, str] = {}
    for table in sorted(biomarker_tables, key=lambda table: "civic" not in table.path.name):
        for line in table.lines:
            biomarker_id, name, _ = line.split("\t", 2)
            ids.setdefault(_spelling(name), biomarker_id)
            ids.setdefault(_spelling(biomarker_id), biomarker_id)
    roles, regions = load_gene_roles(folder / "gene_roles.tsv"), load_protein_regions(folder / "protein_regions.tsv")
    disease = folder.parent / "disease"
    trees = TumorTypes(disease) if disease.is_dir() else None
    return Vocabulary(roles, regions), lambda name: ids.get(_spelling(name)), trees


def _spelling(name: str) -> str:
    """A biomarker's name without what spellings differ in."""
    return " ".join(name.replace(" p.", " ").lower().split())
