"""Whether a BED is of the assembly: its regions must lie on this assembly's genes rather than on the other's.

A BED does not name its assembly. One of the other says of bases that were never read that they were covered, and wild type.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.assembly import CONTIG_LENGTHS
from pm_annotate.intervals import Regions, bases_in, intersection
from pm_annotate.model import Assembly

if TYPE_CHECKING:
    from pm_annotate.genome.genome import Genome

PLAINLY_HERE = 0.5  # of the BED, or of the packaged genes' bases: an exome holds most of them, of a panel most lie in genes
TIMES_MORE = 5
LEAST_BASES = 1_000  # on the other assembly's genes, before they say anything


def require_regions(regions: Regions, what: str, assembly: Assembly, genome_of: Callable[[Assembly], Genome]) -> None:
    """Raises AssemblyError for regions on the genes of the other assembly, InputError where none is on a chromosome.

    ``what``: the option that gave them, for messages.
    """
    if not regions:
        return
    if CONTIG_LENGTHS[assembly].keys().isdisjoint(regions):
        raise InputError(f"{what}: no region lies on a chromosome; the first one is on '{next(iter(regions))[:30]}'.")
    genes = genome_of(assembly).regions()
    here = _shared(regions, genes)
    if here >= PLAINLY_HERE * min(bases_in(regions), bases_in(genes)):
        return
    other = Assembly.GRCH38 if assembly is Assembly.GRCH37 else Assembly.GRCH37
    there = _shared(regions, genome_of(other).regions())
    if there > LEAST_BASES and there > TIMES_MORE * here:
        raise AssemblyError(
            f"{what}: {there} bases of its regions lie on the actionable genes of {other}, {here} on those of {assembly}. "
            "Files of one report need one assembly."
        )


def _shared(one: Regions, other: Regions) -> int:
    return bases_in({chrom: intersection(intervals, other[chrom]) for chrom, intervals in one.items() if chrom in other})
