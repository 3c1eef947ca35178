"""Cutting the gene slices of an assembly down to what the package needs, and writing them with an index."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, MutableMapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.primary_transcript import Draft
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.genome.transcripts import Interval

_INTRON_FLANK = 200
_PROMOTER = 1500
_AFTER_STOP = 300
_UTR_EXON_FLANK = 20


class Stretch(NamedTuple):
    """Known bases of the plus strand; ``exact`` when they are the assembly's own."""

    chrom: str
    start: int
    end: int
    bases: str
    exact: bool


class Slices:
    """Gene regions, plus strand. Header: ``LRG|gene|assembly|chrom:start-end``."""

    def __init__(self, records: dict[str, str]) -> None:
        self._by_chrom: dict[str, list[tuple[int, int, str, str]]] = {}
        for header, bases in records.items():
            _, gene, _, where = header.split("|")
            chrom, _, span = where.partition(":")
            start, _, end = span.partition("-")
            self._by_chrom.setdefault(chrom, []).append((int(start), int(end), gene, bases))
        for regions in self._by_chrom.values():
            regions.sort()

    def bases(self, chrom: str, start: int, end: int) -> str:
        """The bases, or "" when no single slice holds them all."""
        for low, high, _, bases in self._by_chrom.get(chrom, ()):
            if low <= start and end <= high:
                return bases[start - low : end - low + 1]
        return ""

    def spliced(self, chrom: str, exons: Iterable[Interval], strand: str) -> str:
        """The exons joined, on the coding strand; "" when one is not in a slice."""
        parts = [self.bases(chrom, start, end) for start, end in exons]
        if not all(parts):
            return ""
        joined = "".join(parts)
        return joined if strand == "+" else reverse_complement(joined)

    def cut(self, chrom: str, intervals: Iterable[Interval]) -> list[Stretch]:
        """The parts of ``intervals`` that slices hold."""
        pieces = []
        for start, end in intervals:
            for low, high, _, bases in self._by_chrom.get(chrom, ()):
                first, last = max(start, low), min(end, high)
                if first <= last:
                    pieces.append(Stretch(chrom, first, last, bases[first - low : last - low + 1], True))
        return pieces

    def find_in(self, other: Slices, gene: str, chrom: str, exons: tuple[Interval, ...]) -> tuple[Interval, ...] | None:
        """Where these exons lie in the other assembly's slice of the gene: each found once, in order; else None."""
        home = next((bases for _, _, name, bases in other._by_chrom.get(chrom, ()) if name == gene), "")
        origin = next((low for low, _, name, _ in other._by_chrom.get(chrom, ()) if name == gene), 0)
        found: list[Interval] = []
        for start, end in exons:
            for flank in (30, 100, 0):
                bases = self.bases(chrom, start - flank, end + flank)
                if bases and home.count(bases) == 1:
                    at = origin + home.index(bases) + flank
                    found.append((at, at + end - start))
                    break
            else:
                return None
        return tuple(found) if found == sorted(found) else None


def wanted(draft: Draft) -> list[Interval]:
    """Coding exons with flanks, the promoter, the start of the 3' end, and the untranslated exons where known."""
    intervals = [(start - _INTRON_FLANK, end + _INTRON_FLANK) for start, end in draft.cds_exons]
    low, high = draft.cds_exons[0][0], draft.cds_exons[-1][1]
    first = min([low, *(start for start, _ in draft.all_exons)])
    last = max([high, *(end for _, end in draft.all_exons)])
    if draft.strand == "+":
        intervals += [(low - _PROMOTER, low), (high, high + _AFTER_STOP), (first - _PROMOTER, first)]
        leading = [(start, end) for start, end in draft.all_exons if start < low]
    else:
        intervals += [(high, high + _PROMOTER), (low - _AFTER_STOP, low), (last, last + _PROMOTER)]
        leading = [(start, end) for start, end in draft.all_exons if end > high]
    return intervals + [(start - _UTR_EXON_FLANK, end + _UTR_EXON_FLANK) for start, end in leading]


def exonic_stretches(chrom: str, exons: Iterable[Interval], bases: str, exact: bool) -> list[Stretch]:
    """Cut a spliced plus-strand sequence back into its exons."""
    stretches, at = [], 0
    for start, end in exons:
        length = end - start + 1
        stretches.append(Stretch(chrom, start, end, bases[at : at + length], exact))
        at += length
    return stretches


def merged_stretches(stretches: list[Stretch], counts: MutableMapping[str, int]) -> list[Stretch]:
    """Overlapping and touching stretches joined. Exact bases win over approximate ones; differences are counted."""
    exact = _joined([stretch for stretch in stretches if stretch.exact], counts)
    approximate = _joined([stretch for stretch in stretches if not stretch.exact], counts)
    rest = [piece for stretch in approximate for piece in _outside(stretch, exact)]
    counts["packaged bases"] = sum(len(stretch.bases) for stretch in exact + rest)
    return sorted(exact + rest)


def _joined(stretches: list[Stretch], counts: MutableMapping[str, int]) -> list[Stretch]:
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        last = joined[-1] if joined else None
        if last is None or last.chrom != stretch.chrom or stretch.start > last.end + 1:
            joined.append(stretch)
            continue
        overlap = last.end - stretch.start + 1
        shared = last.bases[stretch.start - last.start : stretch.end - last.start + 1]
        counts["bases on which two sources differ"] += sum(
            a != b for a, b in zip(shared, stretch.bases[: len(shared)], strict=True)
        )
        if stretch.end > last.end:
            joined[-1] = last._replace(end=stretch.end, bases=last.bases + stretch.bases[overlap:])
    return joined


def _outside(stretch: Stretch, known: list[Stretch]) -> list[Stretch]:
    """The parts of ``stretch`` that ``known`` (sorted, disjoint) does not hold."""
    pieces, start = [], stretch.start
    at = max(0, bisect_right([(item.chrom, item.start) for item in known], (stretch.chrom, stretch.start)) - 1)
    for item in known[at:]:
        if item.chrom != stretch.chrom or item.end < start:
            continue
        if item.start > stretch.end:
            break
        if item.start > start:
            pieces.append((start, item.start - 1))
        start = item.end + 1
    if start <= stretch.end:
        pieces.append((start, stretch.end))
    return [
        Stretch(stretch.chrom, low, high, stretch.bases[low - stretch.start : high - stretch.start + 1], stretch.exact)
        for low, high in pieces
    ]


def write_stretches(stretches: list[Stretch], fasta: Path, index: Path) -> None:
    """One line of bases per stretch, and the byte offset of each in the index."""
    rows = ["chrom\tstart\tend\toffset\texactness"]
    with fasta.open("wb") as handle:
        for chrom, start, end, bases, exact in stretches:
            handle.write(f">{chrom}:{start}-{end}\n".encode())
            rows.append(f"{chrom}\t{start}\t{end}\t{handle.tell()}\t{'exact' if exact else 'approximate'}")
            handle.write(bases.encode() + b"\n")
    index.write_text("\n".join(rows) + "\n")
