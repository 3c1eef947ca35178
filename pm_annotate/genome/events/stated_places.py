"""Fusions that a table names by genes and breakpoints, without strands: the genes' own strands tell which sides are joined.

A fusion is read in the sense of both genes, so that the 5' gene keeps what lies before its breakpoint and the 3' gene the rest.
Where the tool names several genes for one side (``ROS1;GOPC``), the breakpoint tells which of them it is. Where it does not
know which gene is the 5' one, the exons at the breakpoints may: the 5' gene ends with one, the 3' gene begins with one.
"""

from __future__ import annotations

from collections.abc import Iterable

from pm_annotate.genome.events.gene_events import read_fusion_tables
from pm_annotate.genome.events.gene_loci import GeneLoci, current_symbol
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Breakpoint, KeptSide, StatedFusion, StructuralEvent

AT_THE_BORDER = 3
"""Bases from the end of an exon that count as its end: tools place a junction a few bases off where both sides agree."""
ORDER_OPEN = "the table does not know which of {five} and {three} is the 5' gene"
NO_ORDER = "order of the genes not known"
SEVERAL_GENES = "the table names {named} on one side; read as {gene}"

Place = tuple[str, int]


def with_junctions(rows: Iterable[StructuralEvent], genome: Genome) -> tuple[StructuralEvent, ...]:
    """The rows of a fusion table, each with one gene on a side, and with a junction where genes and breakpoints give one."""
    loci = read_fusion_tables(genome).loci
    in_order = (one for row in rows for one in _in_order(row, genome, loci))
    return tuple(row if row.stated is None else _placed(row, row.stated, genome, loci) for row in in_order)


def _in_order(row: StructuralEvent, genome: Genome, loci: GeneLoci) -> tuple[StructuralEvent, ...]:
    """The row in the order that the exons tell; in both orders, without tier, where they do not."""
    if row.stated is None or row.stated.order_known:
        return (row,)
    said = ORDER_OPEN.format(five=row.stated.five_prime, three=row.stated.three_prime)
    both = tuple(row._replace(stated=stated, caveats=(*row.caveats, said)) for stated in (row.stated, _turned(row.stated)))
    told = tuple(one for one in both if one.stated is not None and _at_exon_ends(one.stated, genome, loci))
    if len(told) == 1:
        return told
    open_order = row.observation._replace(filters=(*row.observation.filters, NO_ORDER))
    return tuple(one._replace(observation=open_order) for one in both)


def _turned(stated: StatedFusion) -> StatedFusion:
    return stated._replace(
        five_prime=stated.three_prime,
        three_prime=stated.five_prime,
        five_prime_exon=stated.three_prime_exon,
        three_prime_exon=stated.five_prime_exon,
        places=(stated.places[1], stated.places[0]),
    )


def _at_exon_ends(stated: StatedFusion, genome: Genome, loci: GeneLoci) -> bool:
    """Whether the 5' gene's breakpoint is the end of one of its exons, and the 3' gene's the beginning of one."""
    first, second = stated.places
    if first is None or second is None:
        return False
    five, three = (
        _one_gene(name, place, genome, loci)[0] for name, place in ((stated.five_prime, first), (stated.three_prime, second))
    )
    ends = _exon_end(five, first, True, genome, loci), _exon_end(three, second, False, genome, loci)
    return None not in ends


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
    kept = _kept(named, five_prime, genome, loci)
    if kept is None:
        return None
    end = _exon_end(named, place, five_prime, genome, loci)
    return Breakpoint(place[0], place[1] if end is None else end, kept)


def _kept(named: str, five_prime: bool, genome: Genome, loci: GeneLoci) -> KeptSide | None:
    gene = current_symbol(named, genome, loci)
    transcript, locus = genome.transcript_of(gene), loci.by_gene.get(gene)
    strand = transcript.strand if transcript is not None else locus.strand if locus is not None else 0
    if not strand:
        return None
    return KeptSide.LEFT if (strand > 0) == five_prime else KeptSide.RIGHT


def _exon_end(named: str, place: Place, five_prime: bool, genome: Genome, loci: GeneLoci) -> int | None:
    """The last base of an exon of the 5' gene, or the first of one of the 3' gene, where the place is at it; else None."""
    kept = _kept(named, five_prime, genome, loci)
    ends = (
        end if kept is KeptSide.LEFT else start
        for one in genome.transcripts_of(current_symbol(named, genome, loci))
        if one.chrom == place[0]
        for start, end in one.exons
    )
    near = [end for end in ends if abs(end - place[1]) <= AT_THE_BORDER]
    return min(near, key=lambda end: abs(end - place[1]), default=None)
