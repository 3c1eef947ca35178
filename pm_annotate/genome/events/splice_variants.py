"""Splice variants with cryptic exons, which callers of RNA write as a ``<DEL>`` from exon to exon: AR-V7.

They are no change of the gene, and what the sources say of them they say of their expression: shown, and how to state it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.genome.events.rearrangement import changed_span, deletes
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, GeneEvent, GeneEventKind, StructuralEvent

CRYPTIC_EXONS = {  # first base, joined to the last base of exon 3 (Hu et al., Cancer Res 2009;69:16)
    Assembly.GRCH37: {("AR", 3, "AR-V7"): 66914515},
    Assembly.GRCH38: {("AR", 3, "AR-V7"): 67694673},
}
STATE_IT = (
    "a splice variant of RNA, no change of the gene: its statements are on expression; --marker '{marker}=present' states it"
)
NEAR = 2  # bases by which callers place a junction otherwise


def splice_variant(genome: Genome, event: StructuralEvent, junction: Adjacency) -> Iterator[GeneEvent]:
    """The variant whose junction this is, without tier."""
    span = changed_span(junction) if deletes(junction) else None
    if span is None:
        return
    for (gene, exon, name), first in CRYPTIC_EXONS[genome.assembly].items():
        transcript = genome.transcript_of(gene)
        if transcript is None or transcript.chrom != junction.first.chrom or transcript.strand < 0:
            continue
        last = transcript.exons[exon - 1][1]
        if abs(span[0] - 1 - last) <= NEAR and abs(span[1] + 1 - first) <= NEAR:
            yield GeneEvent(
                event=event,
                kind=GeneEventKind.REARRANGEMENT,
                gene=gene,
                name=f"{name} (exon {exon} spliced to a cryptic exon)",
                consequence=("transcript_variant",),
                transcript=transcript.transcript,
                tier_eligible=False,
                caveats=(STATE_IT.format(marker=f"{gene} {name}"),),
            )
