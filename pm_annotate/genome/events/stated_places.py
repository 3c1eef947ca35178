"""Fusions that a table names by genes and breakpoints, without strands: the genes' own strands tell which sides are joined.

A fusion is read in the sense of both genes, so that the 5' gene keeps what lies before its breakpoint and the 3' gene the rest.
Where the tool names several genes for one side (``ROS1;GOPC``), the breakpoint tells which of them it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from pm_annotate.genome.events.gene_events import read_fusion_tables
from pm_annotate.genome.events.gene_loci import GeneLoci, current_symbol
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Breakpoint, KeptSide, StatedFusion, StructuralEvent

AT_THE_BORDER = (
    3  # bases from the end of an exon that are its end: tools place a junction a few bases off where both sides agree
)
SEVERAL_GENES = "the table names {named} on one side; read as {gene}"

Place = tuple[str, int]


def with_junctions(rows: Iterable[StructuralEvent], genome: Genome) -> tuple[StructuralEvent, ...]:
    """The rows of a fusion table, each with one gene on a side, and with a junction where genes and breakpoints give one."""
    loci = read_fusion_tables(genome).loci
    return tuple(row if row.stated is None else _placed(row, row.stated, genome, loci) for row in rows)


def _placed(row: StructuralEvent, stated: StatedFusion, genome: Genome, loci: GeneLoci) -> StructuralEvent:
    sides = [
        _one_gene(named, place, genome, loci)
        for named, place in zip((stated.five_prime, stated.three_prime), _places(row, stated), strict=True)
    ]
    five, three = (gene for gene, _ in sides)
    said = tuple(caveat for _, caveat in sides if caveat)
    one = row._replace(stated=stated._replace(five_prime=five, three_prime=three), caveats=(*row.caveats, *said))
    first, second = stated.places
    if row.adjacencies or first is None or second is None:
        return one
    joined = _side(five, first, True, genome, loci), _side(three, second, False, genome, loci)
    if joined[0] is None or joined[1] is None:
        return one
    return one._replace(adjacencies=(Adjacency(joined[0], joined[1]),))


def _places(row: StructuralEvent, stated: StatedFusion) -> tuple[Place | None, Place | None]:
    if not row.adjacencies:
        return stated.places
    first, second = row.adjacencies[0].first, row.adjacencies[0].second
    return (first.chrom, first.pos), (second.chrom, second.pos) if second is not None else None


def _one_gene(named: str, place: Place | None, genome: Genome, loci: GeneLoci) -> tuple[str, str]:
    """The gene of one side and what is to be said: of several names the one that holds the place, else the first known one."""
    names = named.split(";")
    if len(names) == 1:
        return named, ""
    known = [name for name in names if genome.transcript_of(current_symbol(name, genome, loci)) is not None]
    holding = [name for name in known if place and _holds(current_symbol(name, genome, loci), place, genome)]
    gene = (holding or known or names)[0]
    return gene, SEVERAL_GENES.format(named=" and ".join(names), gene=gene)


def _holds(gene: str, place: Place, genome: Genome) -> bool:
    chrom, pos = place
    return any(one.chrom == chrom and one.reach[0] <= pos <= one.reach[1] for one in genome.transcripts_of(gene))


def _side(named: str, place: Place, five_prime: bool, genome: Genome, loci: GeneLoci) -> Breakpoint | None:
    """One side of the junction; None for a gene whose strand is not known."""
    gene = current_symbol(named, genome, loci)
    transcript, locus = genome.transcript_of(gene), loci.by_gene.get(gene)
    strand = transcript.strand if transcript is not None else locus.strand if locus is not None else 0
    if not strand:
        return None
    kept = KeptSide.LEFT if (strand > 0) == five_prime else KeptSide.RIGHT
    ends = [
        end if kept is KeptSide.LEFT else start
        for one in genome.transcripts_of(gene)
        if one.chrom == place[0]
        for start, end in one.exons
    ]
    nearest = min(ends, key=lambda end: abs(end - place[1]), default=place[1])
    return Breakpoint(place[0], nearest if abs(nearest - place[1]) <= AT_THE_BORDER else place[1], kept)
