"""Moving exons from one assembly to the other through a UCSC chain file, at build time only.

Format: https://genome.ucsc.edu/goldenPath/help/chain.html (0-based, half-open).
"""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

from pm_annotate.genome.assembly import normalise_chrom
from pm_annotate.genome.transcripts import Interval


class Liftover:
    """Aligned blocks between two assemblies, without the reversed ones; lifts in both directions."""

    def __init__(self, path: Path) -> None:
        self._blocks: dict[bool, dict[str, list[tuple[int, int, str, int]]]] = {True: {}, False: {}}
        chrom = other = None
        here = there = 0
        for line in path.read_text().splitlines():
            fields = line.split()
            if not fields or line.startswith("#"):
                continue
            if fields[0] == "chain":
                chrom, other = normalise_chrom(fields[2]), normalise_chrom(fields[7])
                here, there = int(fields[5]), int(fields[10])
                if "-" in (fields[4], fields[9]):
                    chrom = None
                continue
            size = int(fields[0])
            if chrom and other:
                self._blocks[True].setdefault(chrom, []).append((here, here + size, other, there))
                self._blocks[False].setdefault(other, []).append((there, there + size, chrom, here))
            if len(fields) == 3:
                here, there = here + size + int(fields[1]), there + size + int(fields[2])
        for direction in self._blocks.values():
            for blocks in direction.values():
                blocks.sort()

    def exons(self, chrom: str, exons: tuple[Interval, ...], forward: bool) -> tuple[Interval, ...] | None:
        """The exons (1-based, closed) on the other assembly; None unless each lies in one block, on the same chromosome.

        ``forward`` lifts in the direction of the chain file.
        """
        moved = [self._exon(chrom, start, end, forward) for start, end in exons]
        found = tuple(exon for exon in moved if exon is not None)
        return found if len(found) == len(exons) and list(found) == sorted(found) else None

    def _exon(self, chrom: str, start: int, end: int, forward: bool) -> Interval | None:
        blocks = self._blocks[forward].get(chrom, [])
        at = bisect_right(blocks, (start - 1, 1 << 40, "", 0)) - 1
        while at >= 0 and at > bisect_right(blocks, (start - 1, 1 << 40, "", 0)) - 20:
            low, high, other, origin = blocks[at]
            if low <= start - 1 and end <= high and other == chrom:
                return (start - low + origin, end - low + origin)
            at -= 1
        return None
