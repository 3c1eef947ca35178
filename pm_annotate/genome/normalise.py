"""One spelling for each allele: trimming, left-alignment (VCF) and shifting to the 3' end (HGVS).

Rules: Tan, Abecasis, Kang, Bioinformatics 2015 (left-alignment and parsimony, as ``bcftools norm``); HGVS 3' rule
(https://hgvs-nomenclature.org/stable/recommendations/general/).
"""

from typing import NamedTuple

from pm_annotate.genome.sequence import ReferenceBases

_WINDOW = 64  # bases read at a time while shifting


class Edit(NamedTuple):
    """A change on the plus strand without anchor bases.

    ``removed`` are the bases at ``start``..``start + len(removed) - 1`` (1-based); with nothing removed, ``inserted``
    goes between ``start - 1`` and ``start``.
    """

    start: int
    removed: str
    inserted: str

    @property
    def end(self) -> int:
        """Last removed position; ``start - 1`` for a pure insertion."""
        return self.start + len(self.removed) - 1

    @property
    def can_move(self) -> bool:
        """Only pure insertions and deletions have more than one placement."""
        return (not self.removed) != (not self.inserted)


def as_edit(pos: int, ref: str, alt: str) -> Edit:
    """Trim the common suffix, then the common prefix, down to nothing on one side if need be."""
    if len(ref) == 1 == len(alt) and ref != alt:
        return Edit(pos, ref, alt)
    longest = min(len(ref), len(alt))
    tail = 0
    while tail < longest and ref[-1 - tail] == alt[-1 - tail]:
        tail += 1
    ref, alt = ref[: len(ref) - tail], alt[: len(alt) - tail]
    longest -= tail
    head = 0
    while head < longest and ref[head] == alt[head]:
        head += 1
    return Edit(pos + head, ref[head:], alt[head:])


def shift(edit: Edit, bases: ReferenceBases, chrom: str, direction: int) -> tuple[Edit, bool]:
    """Move a pure insertion or deletion as far as it goes: ``direction`` +1 to higher positions, -1 to lower.

    Returns the moved edit, and whether the sequence was known far enough to be sure that it can go no further.
    """
    if not edit.can_move:
        return edit, True
    moving = edit.removed or edit.inserted
    before, after = edit.start - 1, (edit.end + 1 if edit.removed else edit.start)
    moved, complete = _steps(moving, bases, chrom, after if direction > 0 else before, direction)
    turn = moved % len(moving) if direction > 0 else -moved % len(moving)
    turned = moving[turn:] + moving[:turn]
    start = edit.start + direction * moved
    return (Edit(start, turned, "") if edit.removed else Edit(start, "", turned)), complete


def _steps(moving: str, bases: ReferenceBases, chrom: str, first: int, direction: int) -> tuple[int, bool]:
    """How many bases from position ``first`` on repeat ``moving``, and whether the end of the repeat was seen."""
    known = bases.stretch(chrom, first)
    if known is None:
        return 0, False
    length = len(moving)
    moved = 0
    while True:
        position = first + direction * moved
        if not known[0] <= position <= known[1]:
            return moved, position == 0
        if direction > 0:
            window = bases.fetch(chrom, position, min(known[1], position + _WINDOW - 1)) or ""
        else:
            window = (bases.fetch(chrom, max(known[0], position - _WINDOW + 1), position) or "")[::-1]
        for base in window:
            if base != moving[moved % length if direction > 0 else -1 - moved % length]:
                return moved, base != "N"
            moved += 1


def left_aligned(chrom: str, pos: int, ref: str, alt: str, bases: ReferenceBases) -> tuple[int, str, str, bool]:
    """The VCF spelling that ``bcftools norm`` writes: (pos, ref, alt, whether the sequence was known far enough).

    Pure insertions and deletions carry one anchor base before them (the base after them at position 1).
    """
    edit = as_edit(pos, ref, alt)
    if not edit.removed and not edit.inserted:
        return pos, ref, alt, True
    if not edit.can_move:
        return edit.start, edit.removed, edit.inserted, True
    moved, complete = shift(edit, bases, chrom, -1)
    anchor_at = moved.start - 1
    if anchor_at < 1:
        anchor = bases.fetch(chrom, moved.end + 1, moved.end + 1) or "N"
        return moved.start, moved.removed + anchor, moved.inserted + anchor, complete
    anchor = bases.fetch(chrom, anchor_at, anchor_at) or ""
    if not anchor or anchor == "N":
        if moved.start == edit.start and pos < edit.start:
            anchor = ref[anchor_at - pos]
        else:  # the base before is unknown: stay at the leftmost placement that the file itself gives an anchor for
            return trimmed(pos, ref, alt)
    return anchor_at, anchor + moved.removed, anchor + moved.inserted, complete


def trimmed(pos: int, ref: str, alt: str) -> tuple[int, str, str, bool]:
    """Trim only, keeping one base on each side: what can be done where the sequence is unknown."""
    while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        pos, ref, alt = pos + 1, ref[1:], alt[1:]
    return pos, ref, alt, False
