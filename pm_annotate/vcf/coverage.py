"""What a file says of the bases of loci: covered by what, how deep, and where it says nothing.

A base is covered where a passed record calls it (reference block of a gVCF, 0/0 record, a call of another change) deep enough,
or where it lies in ``--callable``. What a record says goes before what the user says. ``--targets`` alone covers nothing: it
tells what was sequenced, not that it was deep enough; bases outside of it are not covered.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from pm_annotate.intervals import bases_of
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


class PlacesToCover:
    """The places of a file's loci. What there is to say of a place on which a sample has no record at all is said once for
    all samples: in a cohort that lists variants only, that is nearly everything."""

    def __init__(self, places: Iterable[LocusPlace]) -> None:
        self._places = [(place, _spans(place)) for place in places]
        self._silent: dict[tuple[int, GapKind], LocusCoverage] = {}

    def in_sample(
        self, sites: Sequence[SiteGenotype], skipped: Sequence[Skipped], options: CoverageOptions
    ) -> tuple[LocusCoverage, ...]:
        """The coverage of each locus in one sample, in the order of the places."""
        reading = _Reading(sites, skipped, options)
        found = []
        for number, (place, spans) in enumerate(self._places):
            silence = reading.silence_on(spans)
            if silence is None:
                found.append(_coverage(place, reading))
                continue
            key = (number, silence)
            if key not in self._silent:
                self._silent[key] = _coverage(place, reading)
            found.append(self._silent[key])
        return tuple(found)


def _spans(place: LocusPlace) -> list[tuple[str, Interval]]:
    """From the first to the last base of a place, chromosome by chromosome."""
    spans: dict[str, Interval] = {}
    for part in place.parts:
        for start, end in part.intervals:
            first, last = spans.get(part.chrom, (start, end))
            spans[part.chrom] = (min(first, start), max(last, end))
    return list(spans.items())


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

    def silence_on(self, spans: Iterable[tuple[str, Interval]]) -> GapKind | None:
        """What it means that nothing at all is said of these bases; None where something is, by a record or by the user."""
        if self._callable or self._targets is not None:
            return None
        for chrom, (start, end) in spans:
            starts = self._starts.get(chrom)
            if starts is not None:
                index = bisect_right(starts, end) - 1
                if index >= 0 and self._reach[chrom][index] >= start:
                    return None
        return self._silence

    def segments(self, chrom: str, interval: Interval) -> Iterator[tuple[int, list[Evidence], bool, GapKind]]:
        """Stretches of an interval about which the same is said.

        Each with its bases, the records, whether it is callable, and what its silence would mean.
        """
        start, end = interval
        found = self._overlapping(chrom, start, end)
        callable_here = list(_clipped(self._callable.get(chrom), start, end))
        targets_here = None if self._targets is None else list(_clipped(self._targets.get(chrom), start, end))
        if not found and not callable_here and targets_here is None:
            yield end - start + 1, [], False, self._silence
            return
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
    for index in range(bisect_right(ends, start - 1), len(intervals)):
        low, high = intervals[index]
        if low > end:
            return
        yield max(low, start), min(high, end)


def _coverage(place: LocusPlace, reading: _Reading) -> LocusCoverage:
    found = _Found()
    for part in place.parts:
        bases = bases_of(part.intervals)
        lacking: dict[str, int] = {}  # why not covered -> bases
        silence = reading.silence_on([(part.chrom, interval) for interval in part.intervals])
        if bases and silence is not None:
            lacking[found.add(bases, (), False, silence)] = bases
        else:
            for interval in part.intervals:
                for length, records, is_callable, meaning in reading.segments(part.chrom, interval):
                    if why := found.add(length, records, is_callable, meaning):
                        lacking[why] = lacking.get(why, 0) + length
        found.total += bases
        found.gaps += [_gap(part, bases, uncovered, why) for why, uncovered in lacking.items()]
    return found.coverage()


class _Found:
    """What is said of a place, stretch by stretch."""

    def __init__(self) -> None:
        self.total = self.covered = 0
        self.depths: list[int] = []
        self.basis: dict[str, int] = {}
        self.gaps: list[tuple[str, str]] = []  # part, what it lacks
        self.kinds: set[GapKind] = set()
        self.unread: dict[str, None] = {}
        self.called: dict[tuple[str, int, str], None] = {}

    def add(self, length: int, records: Sequence[Evidence], is_callable: bool, silence: GapKind) -> str:
        """Take up what is said of a stretch; why its bases are a gap, or "" where they are none."""
        if not records and not is_callable:
            self.kinds.add(silence)
            return _GAP_TEXT[silence]
        lacking: Evidence | None = None
        shown: list[Evidence] = []
        for one in records:
            if one.record:
                self.called[one.record] = None
            if one.weight is Weight.UNREAD:
                self.unread[one.text] = None
            elif one.weight is Weight.TOO_LITTLE:
                lacking = lacking or one
            else:
                shown.append(one)
        if lacking is not None:
            self.kinds.add(GapKind.SAID)
            self.depths += [] if lacking.depth is None else [lacking.depth]
            return lacking.text
        if shown or is_callable:
            text = shown[0].text if shown else CALLABLE
            self.basis[text] = self.basis.get(text, 0) + length
            self.depths += [one.depth for one in shown if one.depth is not None]
            self.covered += length
        return ""

    def coverage(self) -> LocusCoverage:
        return LocusCoverage(
            total_bases=self.total,
            covered_bases=self.covered,
            min_depth=min(self.depths, default=None),
            basis=self.basis,
            gaps=_shown(self.gaps),
            gap_kinds=frozenset(self.kinds),
            unread=tuple(self.unread),
            called=tuple(self.called),
        )


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
