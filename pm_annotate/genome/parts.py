"""The single changes that a record of several bases is made of: what other callers write as records of their own.

``AACTG>GACTC`` is two substitutions, ``AGT>CGTT`` a substitution and an insertion. FreeBayes, VarDict, Octopus and DRAGEN
write such changes of one haplotype together; tables of known alleles hold each of them alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.genome.normalise import Edit, as_edit

MOST_SUBSTITUTIONS = 3
"""How many substitutions beside an insertion or deletion are taken off; more is another sequence, and no sum of parts."""
LONGEST_STRETCH = 9
"""Bases of a stretch of a change without insertion and deletion: three codons."""


def parts_of(pos: int, ref: str, alt: str) -> tuple[Edit, ...]:
    """The parts, each once, by place; () where the change is a single one, or cannot be taken apart."""
    whole = as_edit(pos, ref, alt)
    if whole.can_move or len(whole.removed) == 1 == len(whole.inserted):
        return ()
    found = set(_of_one_length(whole)) if len(whole.removed) == len(whole.inserted) else set(_beside_an_indel(whole))
    found.discard(whole)
    return tuple(sorted(found))


def _of_one_length(whole: Edit) -> Iterator[Edit]:
    """Each changed base, and each stretch from one changed base to another: a change of a codon is one allele in tables."""
    changed = [place for place, (old, new) in enumerate(zip(whole.removed, whole.inserted, strict=True)) if old != new]
    for number, first in enumerate(changed):
        for last in changed[number : number + LONGEST_STRETCH]:
            if last - first < LONGEST_STRETCH:
                stretch = slice(first, last + 1)
                yield Edit(whole.start + first, whole.removed[stretch], whole.inserted[stretch])


def _beside_an_indel(whole: Edit) -> Iterator[Edit]:
    """A pure insertion or deletion with substitutions before it, or behind it: what takes the fewest changes."""
    readings = [found for from_left in (True, False) if (found := _taken_off(whole, from_left))]
    fewest = min(map(len, readings), default=0)
    for found in readings:
        if len(found) == fewest:
            yield from found


def _taken_off(whole: Edit, left: bool) -> list[Edit]:
    """The substitutions at one end, and the insertion or deletion that is left; none where something else is left."""
    found: list[Edit] = []
    rest = whole
    while not rest.can_move and rest.removed and rest.inserted and len(found) < MOST_SUBSTITUTIONS:
        found.append(_end(rest, left))
        rest = _without_end(rest, left)
    return [*found, rest] if rest.can_move else []


def _end(edit: Edit, left: bool) -> Edit:
    return Edit(edit.start, edit.removed[0], edit.inserted[0]) if left else Edit(edit.end, edit.removed[-1], edit.inserted[-1])


def _without_end(edit: Edit, left: bool) -> Edit:
    """What is left when the base at one end is taken off, trimmed again."""
    if left:
        return as_edit(edit.start + 1, edit.removed[1:], edit.inserted[1:])
    return as_edit(edit.start, edit.removed[:-1], edit.inserted[:-1])
