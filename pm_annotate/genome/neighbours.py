"""Which neighbouring alleles must be read together to know what they do to the protein.

Two substitutions in one codon; a change beside an insertion or deletion, or in a codon that it breaks; two frameshifts that
together restore the frame. Substitutions in different codons change each its own residue: they stay apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.normalise import Edit
from pm_annotate.genome.transcripts import Transcript

REACH = 30
"""Bases between two frameshifts (ten codons) within which they are read together."""


class Joint(Enum):
    """Why two alleles are read together."""

    SAME_CODON = "another change in the same codon"
    BESIDE = "another change next to it"
    FRAME_RESTORED = "another frameshift nearby restores the reading frame"


def near_another(stretches: list[tuple[str, int, int, int]]) -> list[int]:
    """Of stretches of REF (chromosome, first position, bases, index) the indexes of those that may be read with another one.

    Cheap and generous: most alleles of a file stand alone, and nothing more has to be asked of them.
    """
    near: set[int] = set()
    reached = ("", 0, 0)  # how far the stretches up to here reach on this chromosome, and the index of the one that does
    for chrom, pos, bases, index in sorted(stretches):
        last = pos + bases - 1
        if chrom == reached[0] and pos - reached[1] - 1 <= REACH:
            near |= {reached[2], index}
        if chrom != reached[0] or last > reached[1]:
            reached = (chrom, last, index)
    return sorted(near)


def joint_readings(edits: Sequence[tuple[str, Edit]], genome: Genome) -> Iterator[tuple[int, int, Joint]]:
    """Pairs of indexes into ``edits`` (chromosome, edit; sorted by place) that must be read together, and why."""
    for i, (chrom, first) in enumerate(edits):
        for j in range(i + 1, len(edits)):
            other, second = edits[j]
            gap = second.start - first.end - 1
            if other != chrom or gap > REACH:
                break
            if gap >= 0 and not _same_point(first, second):
                why = _joint(first, second, gap, genome.transcripts_at(chrom, first.start - 1, second.end + 1))
                if why is not None:
                    yield i, j, why


def _same_point(first: Edit, second: Edit) -> bool:
    """Two insertions between the same two bases: their order is not known."""
    return not first.removed and not second.removed and first.start == second.start


def _joint(first: Edit, second: Edit, gap: int, transcripts: Iterable[Transcript]) -> Joint | None:
    indel = len(first.removed) != len(first.inserted) or len(second.removed) != len(second.inserted)
    for transcript in transcripts:
        if not _in_one_coding_exon(first, second, transcript):
            continue
        if _codons(first, transcript) & _codons(second, transcript):
            return Joint.SAME_CODON
        if indel and gap == 0:
            return Joint.BESIDE
        if _restore_frame(first, second):
            return Joint.FRAME_RESTORED
    return None


def _in_one_coding_exon(first: Edit, second: Edit, transcript: Transcript) -> bool:
    low, high = min(first.start, first.end), max(second.start, second.end)
    return any(start <= low and high <= end for start, end in transcript.cds_exons)


def _codons(edit: Edit, transcript: Transcript) -> set[int]:
    """Codons (from 0) that the edit breaks: those of its outermost bases; an insertion breaks one only within it."""
    positions = {edit.start, edit.end} if edit.removed else {edit.start - 1, edit.start}
    bases = [transcript.exonic_base(position) for position in positions]
    codons = {base // 3 for base in bases if base is not None and base >= 0}
    return codons if edit.removed or len(codons) == 1 else set()


def _restore_frame(first: Edit, second: Edit) -> bool:
    shifts = [len(edit.inserted) - len(edit.removed) for edit in (first, second)]
    return all(shift % 3 for shift in shifts) and sum(shifts) % 3 == 0
