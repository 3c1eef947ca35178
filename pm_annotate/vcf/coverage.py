"""What a file says of the bases of loci: covered by what, how deep, and where it says nothing.

A base is covered where a passed record calls it (reference block of a gVCF, 0/0 record, a call of another change) deep enough,
or where it lies in ``--callable``. What a record says goes before what the user says. ``--targets`` alone covers nothing: it
tells what was sequenced, not that it was deep enough; bases outside of it are not covered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from pm_annotate.model import SiteGenotype, Skipped
from pm_annotate.model.loci import GapKind, LocusCoverage, LocusPart, LocusPlace
from pm_annotate.vcf.reference_evidence import (
    CoverageOptions,
    Evidence,
    Weight,
    by_chromosome,
    evidence_of,
    says_reference,
)
from pm_annotate.vcf.regions import Interval, Regions

CALLABLE = "--callable"
PARTS_NAMED = 6  # of a locus, in a reason; the rest is counted

_GAP_TEXT = {
    GapKind.OUTSIDE_TARGETS: "outside the targets",
    GapKind.SILENT: "no reference block or call",
    GapKind.NOT_CALLABLE: "outside the callable regions, and no reference block or call",
    GapKind.UNKNOWN: "the file does not say",
    GapKind.DEPTH_UNKNOWN: "in the targets, but the depth is not known (give --callable)",
}


def coverage_of(
    places: Iterable[LocusPlace],
    sites: Sequence[SiteGenotype],
    skipped: Sequence[Skipped] = (),
    options: CoverageOptions | None = None,
) -> tuple[LocusCoverage, ...]:
    """The coverage of each locus in one sample, in the order given. ``sites``: of the tumour's column, at least there."""
    options = options or CoverageOptions()
    reading = _Reading(sites, skipped, options)
    return tuple(_coverage(place, reading) for place in places)


class _Reading:
    """All that is known of the bases of one sample."""

    def __init__(self, sites: Sequence[SiteGenotype], skipped: Sequence[Skipped], options: CoverageOptions) -> None:
        self._evidence = by_chromosome(evidence_of(sites, skipped, options))
        self._starts = {chrom: [one.start for one in found] for chrom, found in self._evidence.items()}
        self._reach = {chrom: list(accumulate((one.end for one in found), max)) for chrom, found in self._evidence.items()}
        self._callable = _ends_and_starts(options.callable_regions)
        self._targets = None if options.targets is None else _ends_and_starts(options.targets)
        self._silence = GapKind.SILENT if says_reference(sites) else GapKind.UNKNOWN
        if options.callable_regions:
            self._silence = GapKind.NOT_CALLABLE

    def segments(self, chrom: str, interval: Interval) -> Iterator[tuple[int, list[Evidence], bool, GapKind]]:
        """Stretches of an interval about which the same is said.

        Each with its bases, the records, whether it is callable, and what its silence would mean.
        """
        start, end = interval
        found = self._overlapping(chrom, start, end)
        callable_here = list(_clipped(self._callable.get(chrom), start, end))
        targets_here = None if self._targets is None else list(_clipped(self._targets.get(chrom), start, end))
        cuts = {start, end + 1}
        spans = [(one.start, one.end) for one in found]
        for low, high in (*spans, *callable_here, *(targets_here or ())):
            cuts.update((max(low, start), min(high, end) + 1))
        waiting = iter(found)
        coming = next(waiting, None)
        records: list[Evidence] = []
        for low, following in pairwise(sorted(cuts)):
            records = [one for one in records if one.end >= low]
            while coming is not None and coming.start <= low:
                records.append(coming)
                coming = next(waiting, None)
            silence = self._silence if targets_here is None else self._silence_in(targets_here, low)
            yield following - low, records, any(first <= low <= last for first, last in callable_here), silence

    def _silence_in(self, targets: Sequence[Interval], pos: int) -> GapKind:
        """What it means that nothing is said of a position, where targets are given."""
        if not any(first <= pos <= last for first, last in targets):
            return GapKind.OUTSIDE_TARGETS
        return GapKind.DEPTH_UNKNOWN if self._silence == GapKind.UNKNOWN else self._silence

    def _overlapping(self, chrom: str, start: int, end: int) -> list[Evidence]:
        evidence = self._evidence.get(chrom)
        if evidence is None:
            return []
        found = []
        index = bisect_right(self._starts[chrom], end) - 1
        while index >= 0 and self._reach[chrom][index] >= start:
            if evidence[index].end >= start:
                found.append(evidence[index])
            index -= 1
        return found[::-1]


def _ends_and_starts(regions: Regions) -> dict[str, tuple[list[int], Sequence[Interval]]]:
    return {chrom: ([end for _, end in intervals], intervals) for chrom, intervals in regions.items()}


def _clipped(regions: tuple[list[int], Sequence[Interval]] | None, start: int, end: int) -> Iterator[Interval]:
    """The intervals that meet ``start``..``end``, cut to it."""
    if regions is None:
        return
    ends, intervals = regions
    for low, high in intervals[bisect_right(ends, start - 1) :]:
        if low > end:
            return
        yield max(low, start), min(high, end)


def _coverage(place: LocusPlace, reading: _Reading) -> LocusCoverage:
    total = covered = 0
    depths: list[int] = []
    basis: dict[str, int] = {}
    gaps: list[tuple[str, str]] = []  # part, what it lacks
    kinds: set[GapKind] = set()
    unread: dict[str, None] = {}
    called: dict[tuple[str, int, str], None] = {}
    for part in place.parts:
        of_part: dict[str, int] = {}  # why not covered -> bases
        bases = 0
        for length, records, is_callable, silence in _segments(part, reading):
            bases += length
            unread.update(dict.fromkeys(one.text for one in records if one.weight == Weight.UNREAD))
            called.update(dict.fromkeys(one.record for one in records if one.record))
            lacking = next((one for one in records if one.weight == Weight.TOO_LITTLE), None)
            shown = [one for one in records if one.weight in (Weight.REFERENCE, Weight.CALLED)]
            if lacking is not None:
                of_part[lacking.text] = of_part.get(lacking.text, 0) + length
                kinds.add(GapKind.SAID)
                depths += [] if lacking.depth is None else [lacking.depth]
            elif shown or is_callable:
                text = shown[0].text if shown else CALLABLE
                basis[text] = basis.get(text, 0) + length
                depths += [one.depth for one in shown if one.depth is not None]
                covered += length
            elif not records:
                of_part[_GAP_TEXT[silence]] = of_part.get(_GAP_TEXT[silence], 0) + length
                kinds.add(silence)
        total += bases
        gaps += [_gap(part, bases, uncovered, why) for why, uncovered in of_part.items()]
    return LocusCoverage(
        total_bases=total,
        covered_bases=covered,
        min_depth=min(depths, default=None),
        basis=basis,
        gaps=_shown(gaps),
        gap_kinds=frozenset(kinds),
        unread=tuple(unread),
        called=tuple(called),
    )


def _segments(part: LocusPart, reading: _Reading) -> Iterator[tuple[int, list[Evidence], bool, GapKind]]:
    for interval in part.intervals:
        yield from reading.segments(part.chrom, interval)


def _gap(part: LocusPart, bases: int, uncovered: int, why: str) -> tuple[str, str]:
    some = "" if uncovered == bases else f" ({uncovered} of {bases} bases)"
    return f"{part.name}{some}", why


def _shown(gaps: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Parts that lack the same in one text; the first few by name, and how many there are beside them."""
    lacking: dict[str, list[str]] = {}
    for part, why in gaps:
        lacking.setdefault(why, []).append(part)
    return tuple(f"{_listed(parts)}: {why}" for why, parts in lacking.items())


def _listed(parts: Sequence[str]) -> str:
    more = len(parts) - PARTS_NAMED
    return ", ".join(parts) if more <= 0 else f"{', '.join(parts[:PARTS_NAMED])} and {more} more"
