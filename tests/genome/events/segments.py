"""Segments and deletions of which the tests of copies are made, and what they ask of the events."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly, Call, Observation
from pm_annotate.model.structural import (
    Adjacency,
    Breakpoint,
    GeneEvent,
    GeneEventKind,
    KeptSide,
    StructuralEvent,
    StructuralType,
)
from tests.genome.conftest import allele

AMPLIFICATION, GAIN = GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN
LOSS, HOMOZYGOUS_DELETION = GeneEventKind.LOSS, GeneEventKind.HOMOZYGOUS_DELETION
BOTH = pytest.mark.parametrize("assembly", list(Assembly))
PLAIN = CopyNumberOptions()


def segment(assembly: Assembly, chrom: str, start: int, end: int, **values: object) -> StructuralEvent:
    """A segment of a caller that counts copies."""
    observation = Observation(allele(assembly, chrom, start, "N", "<CNV>"), (), "PASS", Call("T"))
    return StructuralEvent(observation, StructuralType.COPY_NUMBER, chrom, start, end)._replace(**values)  # type: ignore[arg-type]


def joined(assembly: Assembly, svtype: StructuralType, chrom: str, start: int, end: int, **values: object) -> StructuralEvent:
    """A deletion or duplication with its junction, as Manta writes it."""
    left, right = (start - 1, end + 1) if svtype == StructuralType.DELETION else (end, start)
    adjacency = Adjacency(Breakpoint(chrom, left, KeptSide.LEFT), Breakpoint(chrom, right, KeptSide.RIGHT))
    event = segment(assembly, chrom, start, end, adjacencies=(adjacency,))
    return event._replace(svtype=svtype, **values)  # type: ignore[arg-type]


def over(genome: Genome, gene: str, margin: int = 20_000, **values: object) -> StructuralEvent:
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    start, end = transcript.first - margin, transcript.last + margin
    return segment(genome.assembly, transcript.chrom, start, end, **values)


def of_gene(found: list[GeneEvent], gene: str) -> list[GeneEvent]:
    return [one for one in found if one.gene == gene]


def only(found: list[GeneEvent], gene: str) -> GeneEvent:
    (event,) = of_gene(found, gene)
    return event
