"""Events that were set aside, and reach into a gene: its loss of function is then not shown to be absent.

A record is known at its position; a filtered ``<DEL>`` that begins before the gene takes its exons away all the same, and a
breakend in an intron parts the exons on its sides. Only the loci that mean the gene as a whole, or a skipped exon, ask for such
events: the codons that remain are as they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pm_annotate.model import Skipped
from pm_annotate.model.loci import ActionableLocus, LocusCoverage, LocusPlace
from pm_annotate.model.observed import Reach
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.reference_evidence import SET_ASIDE, said_of_skipped


def with_set_aside_events(
    loci: Sequence[ActionableLocus],
    places: Sequence[LocusPlace],
    coverages: Sequence[LocusCoverage],
    skipped: Iterable[Skipped],
) -> tuple[LocusCoverage, ...]:
    """The coverages, with the events among what cannot be believed at each locus that they would break."""
    events: dict[str, list[tuple[Skipped, Reach]]] = {}
    for one in skipped:
        if one.reach is not None and one.category in SET_ASIDE:
            events.setdefault(chromosome_name(one.vcf_chrom), []).append((one, one.reach))
    if not events:
        return tuple(coverages)
    found = []
    for locus, place, coverage in zip(loci, places, coverages, strict=True):
        said = dict.fromkeys(coverage.unread)
        if locus.whole_gene or locus.splice_sites:
            said.update(dict.fromkeys(_that_break(place, events)))
        found.append(coverage if len(said) == len(coverage.unread) else coverage._replace(unread=tuple(said)))
    return tuple(found)


def _that_break(place: LocusPlace, events: Mapping[str, Iterable[tuple[Skipped, Reach]]]) -> Iterator[str]:
    """``events``: by chromosome."""
    for chrom in dict.fromkeys(part.chrom for part in place.parts):
        for skipped, reach in events.get(chrom, ()):
            if place.holds(chrom, reach.start, reach.end) and (reach.deletes or not _within(place, chrom, reach)):
                yield said_of_skipped(skipped)


def _within(place: LocusPlace, chrom: str, reach: Reach) -> bool:
    """Whether the place's bases of the chromosome all lie within the event: what is duplicated, turned round or carried away
    as a whole is not cut."""
    spans = (span for part in place.parts if part.chrom == chrom for span in part.intervals)
    return all(reach.start <= low and high <= reach.end for low, high in spans)
