"""Writing genomic (g.) and coding (c.) names.

HGVS 21 DNA recommendations (https://hgvs-nomenclature.org/stable/recommendations/DNA/): substitution, deletion,
duplication before insertion, delins; the most 3' placement on the named strand.
"""

from typing import NamedTuple

from pm_annotate.genome.assembly import REFSEQ_ACCESSIONS
from pm_annotate.genome.normalise import Edit, shift
from pm_annotate.genome.sequence import ReferenceBases, complement, reverse_complement
from pm_annotate.genome.transcripts import Transcript, TranscriptPosition
from pm_annotate.model import Assembly

_PREFIXES = {
    assembly: {chrom: f"{accession}:{'m' if chrom == 'MT' else 'g'}." for chrom, accession in accessions.items()}
    for assembly, accessions in REFSEQ_ACCESSIONS.items()
}


class PlacedEdit(NamedTuple):
    """An edit at its most 3' placement for one strand. ``duplicates`` when the inserted bases repeat those before them.

    ``complete`` is False when the sequence was not known far enough to be sure of either.
    """

    edit: Edit
    duplicates: bool
    complete: bool


def place(edit: Edit, bases: ReferenceBases, chrom: str, strand: int) -> PlacedEdit:
    """Shift to the 3' end of ``strand`` and look for a duplication there."""
    if not edit.can_move:
        return PlacedEdit(edit, False, True)
    moved, complete = shift(edit, bases, chrom, strand)
    if moved.removed:
        return PlacedEdit(moved, False, complete)
    length = len(moved.inserted)
    low = moved.start - length if strand > 0 else moved.start
    before = bases.fetch(chrom, low, low + length - 1)
    return PlacedEdit(moved, before == moved.inserted, complete and before is not None)


def position_text(position: TranscriptPosition, cds_length: int) -> str:
    """``1799``, ``-124``, ``*32``, ``1905+1``, ``76-2``."""
    base, offset = position
    if base < 0:
        text = str(base)
    elif base < cds_length:
        text = str(base + 1)
    else:
        text = f"*{base - cds_length + 1}"
    return f"{text}{offset:+d}" if offset else text


def _change_text(removed: str, inserted: str, first: str, last: str) -> str:
    """The name after ``c.`` or ``g.``, of what is no substitution; on the named strand, ``first``..``last`` as position texts.

    For an insertion they are the two neighbours.
    """
    span = first if first == last else f"{first}_{last}"
    if not removed:
        return f"{span}ins{inserted}"
    if not inserted:
        return f"{span}del"
    return f"{span}delins{inserted}"


def coding_name(placed: PlacedEdit, transcript: Transcript) -> str:
    """``c.1799T>A``, ``c.2236_2250del``, ``c.860_863dup``, ``c.1905+1G>A``."""
    edit, strand, length = placed.edit, transcript.strand, transcript.cds_length
    if len(edit.removed) == 1 == len(edit.inserted):
        change = f"{edit.removed}>{edit.inserted}" if strand > 0 else complement(f"{edit.removed}>{edit.inserted}")
        return f"c.{position_text(transcript.position(edit.start), length)}{change}"

    def text(pos: int) -> str:
        return position_text(transcript.position(pos), length)

    removed, inserted = edit.removed, edit.inserted
    if not removed and placed.duplicates:
        span = len(inserted)
        low, high = (edit.start - span, edit.start - 1) if strand > 0 else (edit.start, edit.start + span - 1)
        first, last = (text(low), text(high)) if strand > 0 else (text(high), text(low))
        return f"c.{first}dup" if span == 1 else f"c.{first}_{last}dup"
    low, high = (edit.start, edit.end) if removed else (edit.start - 1, edit.start)
    low_text = text(low)
    high_text = low_text if low == high else text(high)
    if strand > 0:
        return "c." + _change_text(removed, inserted, low_text, high_text)
    return "c." + _change_text(reverse_complement(removed), reverse_complement(inserted), high_text, low_text)


def genomic_name(placed: PlacedEdit, assembly: Assembly, chrom: str) -> str:
    """``NC_000007.14:g.140753336A>T``; ``m.`` on the mitochondrial genome. "" for a contig without accession.

    ``placed`` is at its most 3' placement on the plus strand.
    """
    prefix, edit = _PREFIXES[assembly].get(chrom), placed.edit
    if prefix is None:
        return ""
    if len(edit.removed) == 1 == len(edit.inserted):
        return f"{prefix}{edit.start}{edit.removed}>{edit.inserted}"
    if not edit.removed and not edit.inserted:
        return f"{prefix}{edit.start}="
    if placed.duplicates:
        low, high = edit.start - len(edit.inserted), edit.start - 1
        return prefix + (f"{low}dup" if low == high else f"{low}_{high}dup")
    low, high = (edit.start, edit.end) if edit.removed else (edit.start - 1, edit.start)
    return prefix + _change_text(edit.removed, edit.inserted, str(low), str(high))
