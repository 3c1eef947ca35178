"""The packaged knowledge table and a lab's own rows, loaded lazily.

Reading splits files into lines and indexes two columns; a biomarker or statement is built when it is asked for, so that
a run pays for what its sample meets and not for the whole table. Every file but the statements of CIViC is optional: a
layer that was removed (approvals, hotspots) is absent from the answers and from ``versions``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.clinvar_alleles import ClinvarAlleles
from pm_annotate.knowledge.gene_knowledge import Hotspots, load_gene_roles, load_hotspots
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.table_file import (
    BIOMARKER_COLUMNS,
    STATEMENT_COLUMNS,
    AlleleKey,
    RawTable,
    biomarker_from_cells,
    parse_allele_keys,
    read_table,
    sha256_of,
    split_list,
    statement_from_line,
)
from pm_annotate.knowledge.table_version import TableVersion, header_of, version_of
from pm_annotate.model import Assembly, Biomarker, Statement

if TYPE_CHECKING:
    from pm_annotate.knowledge.lab_table import LabRows
    from pm_annotate.knowledge.label_limitations import LabelLimitation

_KIND, _GENE = BIOMARKER_COLUMNS.index("kind"), BIOMARKER_COLUMNS.index("gene")
_FIVE_PRIME = BIOMARKER_COLUMNS.index("five_prime")
_ALLELES = {assembly: BIOMARKER_COLUMNS.index(f"alleles_{assembly.value}") for assembly in Assembly}
_CONDITION, _CONDITION_IDS = STATEMENT_COLUMNS.index("condition"), STATEMENT_COLUMNS.index("condition_ids")


NEEDED = ("biomarkers.civic.tsv", "statements.civic.tsv")


class LazyBiomarkers(Mapping[str, Biomarker]):
    """Biomarkers by id, each built from its line at first use."""

    def __init__(self, tables: Sequence[RawTable], typed: Mapping[str, Biomarker]) -> None:
        self._lines = {line[: line.find("\t")]: line for table in tables for line in table.lines}
        self._built: dict[str, Biomarker] = dict(typed)

    def __getitem__(self, biomarker_id: str) -> Biomarker:
        found = self._built.get(biomarker_id)
        if found is None:
            found = self._built[biomarker_id] = biomarker_from_cells(self._lines[biomarker_id].split("\t"))
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._lines
        yield from (biomarker_id for biomarker_id in self._built if biomarker_id not in self._lines)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def cells(self) -> list[list[str]]:
        """The cells of every packaged biomarker, unparsed: what the indexes are made of."""
        return [line.split("\t") for line in self._lines.values()]


class KnowledgeTable:
    """Statements and biomarkers, with the indexes that matching walks. Built by ``load_knowledge``."""

    def __init__(
        self, folder: Path, biomarker_tables: Sequence[RawTable], statement_tables: Sequence[RawTable], labs: Sequence[LabRows]
    ) -> None:
        self._folder = folder
        self._biomarker_tables = biomarker_tables
        self._statement_tables = statement_tables
        self._labs = labs
        self._typed = {biomarker.biomarker_id: biomarker for lab in labs for biomarker in lab.biomarkers}
        self._built: dict[str, Statement] = {}
        self._using: dict[str, tuple[Statement, ...]] = {}  # by biomarker
        self._retired: set[str] = set()
        for lab in labs:
            for statement_id in lab.retired:
                self._built.pop(statement_id, None)
            self._built.update((statement.statement_id, statement) for statement in lab.statements)
            self._retired = (self._retired | lab.retired) - {statement.statement_id for statement in lab.statements}
        self._lab_statements = dict(self._built)
        self.biomarkers = LazyBiomarkers(biomarker_tables, self._typed)

    # --------------------------------------------------------------------------------------------------- statements

    @cached_property
    def _statement_lines(self) -> tuple[tuple[RawTable, dict[str, str]], ...]:
        """Each packaged table with its lines by statement id, without those that a lab's rows retire."""
        read = tuple((table, {line[: line.find("\t")]: line for line in table.lines}) for table in self._statement_tables)
        for _, lines in read:
            for statement_id in self._retired:
                lines.pop(statement_id, None)
        return read

    @cached_property
    def packaged_ids(self) -> frozenset[str]:
        """The statements of the packaged tables, also those that a lab's rows override or retire."""
        return frozenset(line[: line.find("\t")] for table in self._statement_tables for line in table.lines)

    @cached_property
    def statement_ids(self) -> tuple[str, ...]:
        """Every statement in use: packaged ones in file order, then those that only a lab's table has."""
        packaged = dict.fromkeys(statement_id for _, lines in self._statement_lines for statement_id in lines)
        return (*packaged, *(new for new in self._lab_statements if new not in packaged))

    def statement(self, statement_id: str) -> Statement:
        """One statement. Raises KeyError for an id that no table has."""
        found = self._built.get(statement_id)
        if found is not None:
            return found
        for table, lines in self._statement_lines:
            if statement_id in lines:
                found = self._built[statement_id] = statement_from_line(table, lines[statement_id])
                return found
        raise KeyError(statement_id)

    def statements(self) -> Iterator[Statement]:
        """Every statement, in the order of ``statement_ids``."""
        return (self.statement(statement_id) for statement_id in self.statement_ids)

    @cached_property
    def _statements_by_biomarker(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for _, lines in self._statement_lines:
            for statement_id, line in lines.items():
                start = len(statement_id) + 1
                profile = line[start : line.find("\t", start)]
                for token in profile.split() if " " in profile else (profile,):
                    if token in index:
                        index[token].append(statement_id)
                    else:
                        index[token] = [statement_id]
        if self._lab_statements:
            index = {token: [item for item in ids if item not in self._lab_statements] for token, ids in index.items()}
        for statement in self._lab_statements.values():
            for biomarker_id in biomarker_ids(statement.profile):
                index.setdefault(biomarker_id, []).append(statement.statement_id)
        return index

    def strong_statements(self, about: Callable[[tuple[str, ...], str], bool]) -> Iterator[Statement]:
        """The statements of level A and B on the effect of a drug whose condition (its ids, its name) ``about`` asks for.

        The others are not built. A lab's own statements are always among them.
        """
        asked: dict[str, bool] = {}
        for table, lines in self._statement_lines:
            for statement_id, line in lines.items():
                if "\tpredicts" not in line or ("\tLevel A\t" not in line and "\tLevel B\t" not in line):
                    continue
                _, condition, ids, _ = line.split("\t", _CONDITION_IDS + 1)[_CONDITION - 1 :]
                key = f"{ids}\t{condition}"
                if key not in asked:
                    asked[key] = about(split_list(ids), condition)
                if asked[key] and statement_id not in self._lab_statements:
                    if statement_id not in self._built:
                        self._built[statement_id] = statement_from_line(table, line)
                    yield self._built[statement_id]
        yield from self._lab_statements.values()

    def statements_using(self, biomarker_id: str) -> tuple[Statement, ...]:
        """Every statement whose profile names the biomarker, also where the profile negates it."""
        if biomarker_id not in self._using:
            ids = dict.fromkeys(self._statements_by_biomarker.get(biomarker_id, ()))
            self._using[biomarker_id] = tuple(map(self.statement, ids))
        return self._using[biomarker_id]

    # --------------------------------------------------------------------------------------------------- biomarkers

    @cached_property
    def _biomarkers_by_gene(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for cells in self.biomarkers.cells:
            for gene in _genes_of(cells[_GENE], cells[_FIVE_PRIME], cells[_FIVE_PRIME + 1]):
                index.setdefault(gene, []).append(cells[0])
        for biomarker in self._typed.values():
            for gene in _genes_of(biomarker.gene, biomarker.five_prime, biomarker.three_prime):
                index.setdefault(gene, []).append(biomarker.biomarker_id)
        return index

    def biomarkers_of_gene(self, gene: str) -> tuple[Biomarker, ...]:
        """The biomarkers of a gene (HGNC symbol), fusions under both partners."""
        return tuple(self.biomarkers[item] for item in dict.fromkeys(self._biomarkers_by_gene.get(gene, ())))

    def allele_index(self, assembly: Assembly) -> Mapping[AlleleKey, tuple[str, ...]]:
        """Normalised alleles (chrom, pos, ref, alt) of the assembly, each with the biomarkers that it is. Cached."""
        cached = self._allele_indexes.get(assembly)
        if cached is None:
            cached = self._allele_indexes[assembly] = self._index_alleles(assembly)
        return cached

    @cached_property
    def _allele_indexes(self) -> dict[Assembly, dict[AlleleKey, tuple[str, ...]]]:
        return {}

    def _index_alleles(self, assembly: Assembly) -> dict[AlleleKey, tuple[str, ...]]:
        column = _ALLELES[assembly]
        index: dict[AlleleKey, tuple[str, ...]] = {}
        for cells in self.biomarkers.cells:
            for key in parse_allele_keys(cells[column]):
                index[key] = (*index.get(key, ()), cells[0])
        for biomarker in self._typed.values():
            for key in (allele[1:] for allele in biomarker.alleles if allele[0] == assembly):
                index[key] = (*index.get(key, ()), biomarker.biomarker_id)
        return index

    def loci(self, assembly: Assembly) -> tuple[tuple[str, int, int], ...]:
        """Where to look besides the coding exons of the actionable genes: every known allele and promoter region.

        (chrom, start, end), 1-based closed, sorted.
        """
        spans = {(chrom, pos, pos + len(ref) - 1) for chrom, pos, ref, _ in self.allele_index(assembly)}
        path = self._folder / "promoters.tsv"
        if path.is_file():
            rows = (row for row in read_table(path).rows() if row["assembly"] == assembly.value)
            spans.update((row["chrom"], int(row["start"]), int(row["end"])) for row in rows)
        return tuple(sorted(spans))

    # ------------------------------------------------------------------------------------------- genes and provenance

    @cached_property
    def hotspots(self) -> Hotspots:
        """Recurrent somatic alleles; empty where the layer is absent."""
        return load_hotspots(self._folder / "hotspots.tsv")

    @cached_property
    def clinvar(self) -> ClinvarAlleles:
        """Pathogenic and likely pathogenic alleles; empty where the layer is absent."""
        return ClinvarAlleles(self._folder)

    @cached_property
    def label_limitations(self) -> tuple[LabelLimitation, ...]:
        """Tumour types that tumour-agnostic labels exclude."""
        from pm_annotate.knowledge.label_limitations import load_label_limitations

        return load_label_limitations(self._folder / "label_limitations.tsv")

    @cached_property
    def gene_roles(self) -> Mapping[str, frozenset[str]]:
        """Gene to its roles: ``oncogene``, ``tumor_suppressor`` or both; a gene without a decisive role is absent."""
        return load_gene_roles(self._folder / "gene_roles.tsv")

    @property
    def labs(self) -> Sequence[LabRows]:
        """What each of the lab's own tables says, in the order given."""
        return self._labs

    @cached_property
    def packaged_versions(self) -> tuple[TableVersion, ...]:
        """The files of the folder among ``versions``."""
        return tuple(version_of(path) for path in sorted(self._folder.glob("*.tsv")) if self._is_used(path))

    @cached_property
    def versions(self) -> tuple[TableVersion, ...]:
        """The table files in use with their source, date, licence, checksum and number of rows, by file name."""
        labs = (
            TableVersion(lab.path.name, "lab", "", "", sha256_of(lab.path), len(lab.statements) + len(lab.retired))
            for lab in self._labs
        )
        return (*self.packaged_versions, *labs)

    def header_of(self, file: str) -> Mapping[str, str]:
        """The ``#key=value`` lines of a packaged table; none for a file that is not in the folder."""
        path = self._folder / file
        return header_of(path.read_bytes())[0] if path.is_file() else {}

    def _is_used(self, path: Path) -> bool:
        """Layers without biomarkers are not read, and the typing report is for people."""
        if path.name.startswith("statements."):
            return any(table.path == path for table in self._statement_tables)
        return path.name != "typing_report.tsv"


def load_knowledge(folder: Path, lab_tables: Sequence[Path] = ()) -> KnowledgeTable:
    """Read the knowledge tables of a folder and a lab's own rows; later lab tables override earlier ones.

    Raises KnowledgeError where a table cannot be read, is not of its form, or a lab's row is invalid.
    """
    for name in NEEDED:
        if not (folder / name).is_file():
            text = f"{folder / name} is missing: it is no layer that may be left out"
            raise KnowledgeError(f"{text}. Reinstall pm-annotate or run `make resources`.")
    biomarker_tables = [read_table(path) for path in sorted(folder.glob("biomarkers.*.tsv"))]
    layers = {_layer(table.path) for table in biomarker_tables}
    statement_tables = [read_table(path) for path in sorted(folder.glob("statements.*.tsv")) if _layer(path) in layers]
    _check_columns(biomarker_tables, BIOMARKER_COLUMNS)
    _check_columns(statement_tables, STATEMENT_COLUMNS)
    labs: list[LabRows] = []
    if lab_tables:  # only runs with lab tables pay for typing names
        from pm_annotate.knowledge.lab_reading import read_labs

        labs = read_labs(folder, lab_tables, biomarker_tables)
    return KnowledgeTable(folder, biomarker_tables, statement_tables, labs)


def _layer(path: Path) -> str:
    """``statements.civic_assertions.tsv`` and ``biomarkers.civic.tsv`` are both of the layer ``civic``."""
    return path.name.split(".")[1].partition("_")[0]


def _check_columns(tables: Sequence[RawTable], columns: tuple[str, ...]) -> None:
    for table in tables:
        if table.columns[: len(columns)] != columns:
            line = table.first_line_number - 1
            raise KnowledgeError(f"{table.path}: line {line}: the columns must begin with {', '.join(columns)}.")


def _genes_of(gene: str, five_prime: str, three_prime: str) -> tuple[str, ...]:
    if gene and not (five_prime or three_prime or gene == "v"):
        return (gene,)
    return tuple(dict.fromkeys(name for name in (gene, five_prime, three_prime) if name and name != "v"))
