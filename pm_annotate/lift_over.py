"""Positions and exons from one assembly to another through a UCSC chain file (build time only).

Format: https://genome.ucsc.edu/goldenPath/help/chain.html. Only chains between the plus strands of one
chromosome are followed: those to patches and alternative loci would hide the place on the chromosome itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

Interval = tuple[int, int]  # 1-based, closed
Block = tuple[int, int, str, int]  # start and end in the old assembly (0-based half-open), chromosome and start in the new


class LiftOver:
    """Lifts 1-based positions. ``inverted`` follows the chain from its target back to its source."""

    def __init__(self, chain: Path, inverted: bool = False) -> None:
        self._blocks: dict[str, list[Block]] = {}
        for old_chrom, old_start, new_chrom, new_start, size in _aligned_blocks(chain):
            if inverted:
                old_chrom, old_start, new_chrom, new_start = new_chrom, new_start, old_chrom, old_start
            block = (old_start, old_start + size, new_chrom, new_start)
            self._blocks.setdefault(old_chrom, []).append(block)
        for blocks in self._blocks.values():
            blocks.sort(key=lambda block: block[:2])

    def position(self, chrom: str, pos: int) -> tuple[str, int] | None:
        """Where a 1-based position lies in the other assembly; None where it has no place there."""
        blocks = self._blocks.get(chrom, [])
        index = bisect_right(blocks, pos - 1, key=lambda block: block[0]) - 1
        if index < 0:
            return None
        start, end, new_chrom, new_start = blocks[index]
        return (new_chrom, new_start + pos - start) if pos - 1 < end else None

    def intervals(self, chrom: str, intervals: Sequence[Interval]) -> tuple[Interval, ...] | None:
        """Where exons (1-based, closed) lie in the other assembly; None unless each lies whole in one block, in order."""
        moved = [self._interval(chrom, start, end) for start, end in intervals]
        found = tuple(interval for interval in moved if interval is not None)
        return found if len(found) == len(moved) and list(found) == sorted(found) else None

    def _interval(self, chrom: str, start: int, end: int) -> Interval | None:
        first, last = self.position(chrom, start), self.position(chrom, end)
        if first is None or last is None or last[1] - first[1] != end - start:
            return None
        blocks = self._blocks[chrom]
        index = bisect_right(blocks, start - 1, key=lambda block: block[0]) - 1
        return (first[1], last[1]) if end <= blocks[index][1] else None


def _aligned_blocks(chain: Path) -> list[tuple[str, int, str, int, int]]:
    """(old chrom, old start, new chrom, new start, size) for each ungapped block; starts 0-based."""
    blocks = []
    old_chrom = new_chrom = ""
    old = new = 0
    for line in chain.read_text().splitlines():
        fields = line.split()
        if fields[:1] == ["chain"]:
            old_chrom, new_chrom = fields[2].removeprefix("chr"), fields[7].removeprefix("chr")
            if old_chrom != new_chrom or fields[4] != "+" or fields[9] != "+":
                old_chrom = ""
            old, new = int(fields[5]), int(fields[10])
        elif fields and old_chrom:
            size = int(fields[0])
            blocks.append((old_chrom, old, new_chrom, new, size))
            if len(fields) == 3:
                old, new = old + size + int(fields[1]), new + size + int(fields[2])
    return blocks
