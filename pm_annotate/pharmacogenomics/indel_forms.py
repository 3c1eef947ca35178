"""Every way in which a VCF may write an insertion or deletion: it can be moved along the repeat that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from pm_annotate.pharmacogenomics.definitions import DefiningPosition

Form = tuple[int, str, str]
"""POS, REF and ALT with one base before the change and no other shared base."""


def trimmed(pos: int, ref: str, alt: str) -> Form:
    """The change without the bases that REF and ALT share, but for one before a pure insertion or deletion."""
    while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        pos, ref, alt = pos + 1, ref[1:], alt[1:]
    return pos, ref, alt


def without_anchor(pos: int, ref: str, alt: str) -> Form:
    """The change as (first position, removed, inserted) without any base that REF and ALT share, before it or after it.

    ``TG>T`` and, at the next position, ``GA>A`` are one deletion of G.
    """
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        pos, ref, alt = pos + 1, ref[1:], alt[1:]
    return pos, ref, alt


def equivalent_forms(position: DefiningPosition, allele: str) -> Iterator[Form]:
    """All forms of one allele of an indel position, from the leftmost to the rightmost.

    A change may move by one base where the base that follows equals its own first base, so the moved bases rotate.
    """
    pos, ref, alt = trimmed(position.pos, position.ref, allele)
    unit = max(ref, alt, key=len)[1:]
    if (len(ref) > 1 and len(alt) > 1) or not unit:
        yield pos, ref, alt
        return
    last = position.repeat_end - (len(unit) if len(ref) > 1 else 0)
    for start in range(pos, max(pos, last) + 1):
        moved = start - pos
        turn = moved % len(unit)
        anchor = ref[0] if moved == 0 else unit[(moved - 1) % len(unit)]
        bases = anchor + unit[turn:] + unit[:turn]
        yield (start, bases, anchor) if len(ref) > 1 else (start, anchor, bases)
