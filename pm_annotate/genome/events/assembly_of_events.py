"""Whether tables beside a VCF, and files without contig lines, are of its assembly: places that its chromosomes do not have.

A table of segments or fusions does not name its assembly. One of the other assembly shows itself by segments that reach behind
the end of a chromosome, and by breakpoints outside the genes that the table names. A contradiction stops the run (exit 5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.assembly import CONTIG_LENGTHS
from pm_annotate.model import Assembly, StructuralEvent
from pm_annotate.model.structural import FROM_VCF

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome

OVERHANG = 1_000_000  # bases by which the last bin of a chromosome may reach over its end (ichorCNA, QDNAseq)
BESIDE = 100_000  # bases from a gene that still count as its own: promoters and first exons are not packaged for all
NOT_IN_GENE = "the breakpoint {place} does not lie in {gene} on {assembly}: is the table of this assembly?"


def require_places(events: Iterable[StructuralEvent], assembly: Assembly, main_file: str = "") -> None:
    """Raises AssemblyError where an event lies behind the end of its chromosome and the other assembly has its place.

    ``main_file``: the name of the VCF, for its records; further VCFs and tables are named by their events.
    """
    other = _other(assembly)
    for event in events:
        for chrom, pos, is_start in _places(event):
            length = CONTIG_LENGTHS[assembly].get(chrom)
            if length is None or pos <= length or not (is_start or pos > length + OVERHANG):
                continue
            if pos <= CONTIG_LENGTHS[other][chrom]:
                raise AssemblyError(
                    f"{_where(event, main_file)}: {chrom}:{pos} lies behind the end of chromosome {chrom} of {assembly} "
                    f"({length}); {other} has it. Files and tables of one report need one assembly."
                )
            if not event.is_of_vcf:
                raise InputError(f"{_where(event)}: {chrom}:{pos} lies behind the end of chromosome {chrom} ({length}).")


def require_chromosomes(rows: Sequence[StructuralEvent], assembly: Assembly) -> None:
    """Raises InputError for a table none of whose rows is on a chromosome: else it would say nothing, and nobody would know."""
    placed = [row for row in rows if row.chrom]
    if placed and not any(row.chrom in CONTIG_LENGTHS[assembly] for row in placed):
        name = placed[0].observation.allele.vcf_chrom
        raise InputError(f"{_where(placed[0])}: '{name[:30]}' is no chromosome, and no other row names one.")


def require_genes_of_segments(
    rows: Sequence[StructuralEvent], assembly: Assembly, genome_of: Callable[[Assembly], Genome]
) -> None:
    """Raises AssemblyError where most of the genes that a table names lie in its segments on the other assembly only."""
    named = [(row, gene) for row in rows for gene in row.named_genes]
    own = genome_of(assembly) if named else None
    known = [(row, gene) for row, gene in named if own is not None and own.transcript_of(gene) is not None]
    elsewhere = [(row, gene) for row, gene in known if own is not None and not _overlaps(row, gene, own)]
    if 2 * len(elsewhere) <= len(known):
        return
    other = genome_of(_other(assembly))
    of_other = [(row, gene) for row, gene in elsewhere if _overlaps(row, gene, other)]
    if 2 * len(of_other) > len(known):
        row, gene = of_other[0]
        raise AssemblyError(
            f"{_where(row)}: the table says that {gene} lies in {row.chrom}:{row.start}-{row.end}, which is so on "
            f"{_other(assembly)}, not on {assembly}. Files and tables of one report need one assembly."
        )


def _overlaps(row: StructuralEvent, gene: str, genome: Genome) -> bool:
    return any(
        one.chrom == row.chrom and one.reach[0] <= row.end and row.start <= one.reach[1] for one in genome.transcripts_of(gene)
    )


def breakpoints_in_genes(
    rows: Sequence[StructuralEvent], assembly: Assembly, genome_of: Callable[[Assembly], Genome]
) -> tuple[StructuralEvent, ...]:
    """The rows of a fusion table, with a caveat where a breakpoint is not in the gene that the row names.

    Raises AssemblyError where some lie in their genes on the other assembly only, and none on this one only: large genes hold
    the places of both (EGFR moved by 67 kb).
    """
    own = [(row, tuple(_outside(row, genome_of(assembly)))) for row in rows]
    outside = [row for row, sides in own if sides]
    if outside:
        other = genome_of(_other(assembly))
        of_other = [row for row in outside if not any(True for _ in _outside(row, other))]
        inside = (row for row, sides in own if not sides and any(True for _ in _sides(row, other)))
        if of_other and not any(any(True for _ in _outside(row, other)) for row in inside):
            raise AssemblyError(
                f"{_where(of_other[0])}: the breakpoints lie in the genes that the table names on {_other(assembly)}, not on "
                f"{assembly}. Files and tables of one report need one assembly."
            )
    return tuple(
        row._replace(caveats=(*row.caveats, *(NOT_IN_GENE.format(place=p, gene=g, assembly=assembly) for g, p in sides)))
        if sides
        else row
        for row, sides in own
    )


def _outside(row: StructuralEvent, genome: Genome) -> Iterator[tuple[str, str]]:
    """(gene, place) of each side whose breakpoint is not in the gene or beside it."""
    for gene, chrom, pos in _sides(row, genome):
        spans = [(one.chrom, *one.reach) for one in genome.transcripts_of(gene)]
        if not any(on == chrom and low - BESIDE <= pos <= high + BESIDE for on, low, high in spans):
            yield gene, f"{chrom}:{pos}"


def _sides(row: StructuralEvent, genome: Genome) -> Iterator[tuple[str, str, int]]:
    """(gene, chromosome, position) of the sides whose gene is packaged and whose breakpoint is given."""
    if row.stated is None or not row.adjacencies:
        return
    first, second = row.adjacencies[0].first, row.adjacencies[0].second
    for gene, side in ((row.stated.five_prime, first), (row.stated.three_prime, second)):
        if side is not None and genome.transcript_of(gene) is not None:
            yield gene, side.chrom, side.pos


def _places(event: StructuralEvent) -> Iterator[tuple[str, int, bool]]:
    """(chromosome, position, whether it is a place and not the end of a stretch) of everything that an event names."""
    yield event.chrom, event.start, True
    yield event.chrom, event.end, event.start == event.end
    for junction in event.adjacencies:
        if junction.second is not None and junction.second.chrom != event.chrom:
            yield junction.second.chrom, junction.second.pos, True


def _where(event: StructuralEvent, main_file: str = "") -> str:
    number = event.observation.allele.record_number
    if not event.is_of_vcf:
        return f"{event.source}, line {number}"
    file = event.source.removeprefix(FROM_VCF).removeprefix(":") or main_file
    return f"{file}, record {number}" if file else f"record {number}"


def _other(assembly: Assembly) -> Assembly:
    return Assembly.GRCH38 if assembly is Assembly.GRCH37 else Assembly.GRCH37
