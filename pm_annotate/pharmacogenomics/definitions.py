"""Named alleles and the positions that define them, on one assembly, from ``resources/pharmacogenomics``.

Bases are those of the plus strand. An allele that does not name a position has the reference allele's base there: the base
of GRCh38, also on GRCh37, whose own base differs at five positions (CYP2C19, CYP2D6, CYP3A5, DPYD).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import MENDING, KnowledgeError, why
from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.iupac import possible_bases

HAPLOID = frozenset({"MT-RNR1"})
SEX_LINKED = frozenset({"G6PD"})


class DefiningPosition(NamedTuple):
    """A position that tells alleles of a gene apart. Alleles of an indel are written with the base before it, as in VCF."""

    chrom: str
    pos: int
    ref: str  # this assembly's own
    reference_allele: str  # of the reference named allele: GRCh38's base
    known: tuple[str, ...]  # every allele that a definition uses
    rsid: str
    name: str
    repeat_end: int  # an insertion or deletion can be moved up to here
    grch38_pos: int

    @property
    def is_indel(self) -> bool:
        """Whether its alleles differ in length."""
        return any(len(allele) != len(self.ref) for allele in self.known)


class NamedAllele(NamedTuple):
    """``wanted``: for each position (by its index in the gene) that the allele names, the bases that it may have there."""

    name: str
    is_reference: bool
    wanted: Mapping[int, frozenset[str]]
    changed: frozenset[int]  # of ``wanted``, those where the reference allele does not fit


class GeneDefinition(NamedTuple):
    """A pharmacogene on one assembly."""

    gene: str
    chrom: str
    positions: tuple[DefiningPosition, ...]
    alleles: tuple[NamedAllele, ...]  # the reference allele first
    reference_bases: tuple[frozenset[str], ...]  # by position

    @property
    def reference(self) -> NamedAllele:
        """The allele that the others are compared with: ``*1``, ``Reference``, CYP2C19 ``*38``."""
        return self.alleles[0]

    def allowed(self, allele: NamedAllele, index: int) -> frozenset[str]:
        """Bases that an allele may have at a position."""
        return allele.wanted.get(index) or self.reference_bases[index]

    def score(self, allele: NamedAllele, observed: frozenset[int]) -> int:
        """How many of the positions that the allele names are observed; the reference allele names all."""
        return len(observed) if allele.is_reference else sum(index in observed for index in allele.wanted)


def load_positions(folder: Path, assembly: Assembly) -> dict[str, tuple[DefiningPosition, ...]]:
    """Gene -> its defining positions. Raises PmAnnotateError where the table is missing."""
    positions: dict[str, list[DefiningPosition]] = {}
    build = assembly.value.lower()
    for row in table_rows(folder / "positions.tsv"):
        positions.setdefault(row["gene"], []).append(_position(row, int(row[f"{build}_pos"]), row[f"{build}_ref"]))
    return {gene: tuple(of_gene) for gene, of_gene in positions.items()}


def load_allele_rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    """Gene -> rows of its named alleles, for ``define``. Raises PmAnnotateError where the table is missing."""
    alleles: dict[str, list[dict[str, str]]] = {}
    for row in table_rows(folder / "alleles.tsv"):
        alleles.setdefault(row["gene"], []).append(row)
    return alleles


def _position(row: Mapping[str, str], pos: int, ref: str) -> DefiningPosition:
    return DefiningPosition(
        chrom=row["chrom"],
        pos=pos,
        ref=ref,
        reference_allele=row["grch38_ref"],
        known=tuple(dict.fromkeys((row["grch38_ref"], *row["alts"].split(","), ref))),
        rsid=row["rsid"],
        name=row["name"],
        repeat_end=pos + int(row["right_shift"]),
        grch38_pos=int(row["grch38_pos"]),
    )


def define(gene: str, positions: Sequence[DefiningPosition], rows: Sequence[Mapping[str, str]]) -> GeneDefinition:
    """The definition of a gene out of its positions on one assembly and the rows of its alleles."""
    numbers = {str(position.grch38_pos): index for index, position in enumerate(positions)}
    wanted = [
        {numbers[pos]: possible_bases(bases) for pos, _, bases in (cell.partition("=") for cell in _cells(row["defining"]))}
        for row in rows
    ]
    first = next(index for index, row in enumerate(rows) if row["is_reference"])
    base = tuple(wanted[first].get(index, frozenset({position.reference_allele})) for index, position in enumerate(positions))
    alleles = [
        NamedAllele(
            name=row["allele"],
            is_reference=bool(row["is_reference"]),
            wanted=cells,
            changed=frozenset(index for index, bases in cells.items() if not bases & base[index]),
        )
        for row, cells in zip(rows, wanted, strict=True)
    ]
    alleles.insert(0, alleles.pop(first))
    return GeneDefinition(gene, positions[0].chrom, tuple(positions), tuple(alleles), base)


def _cells(text: str) -> list[str]:
    return text.split(",") if text else []


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a packaged table by column name. Raises KnowledgeError where it is missing or damaged."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: the table cannot be read: {why(error)}. {MENDING}") from error
    if not lines:
        raise KnowledgeError(f"{path}: the file has no line of column names. {MENDING}")
    columns = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise KnowledgeError(f"{path}, line {number}: {len(cells)} cells instead of {len(columns)}. {MENDING}")
        yield dict(zip(columns, cells, strict=True))
