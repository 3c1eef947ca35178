"""The coding sequence of a transcript, read from the assembly's own bases."""

from typing import NamedTuple

from pm_annotate.genome.sequence import ReferenceBases, reverse_complement, translate
from pm_annotate.genome.transcripts import Transcript

_TAIL = 1500  # bases read after the stop codon, in search of the next stop


class CodingSequence(NamedTuple):
    """``bases`` from the start codon to the stop codon on the coding strand; ``tail`` what is known to follow it.

    ``protein`` is the translation with ``*`` at its end. It starts with ``M`` also where the start codon is not ATG
    (MYC, WT1: CTG), since initiation puts methionine there, and holds ``U`` at selenocysteines.
    """

    bases: str
    tail: str
    protein: str


def read_coding_sequence(transcript: Transcript, bases: ReferenceBases) -> CodingSequence | None:
    """None when a coding exon is not known in full, or when the sequence does not read as one open frame."""
    parts = [bases.fetch(transcript.chrom, start, end) for start, end in transcript.cds_exons]
    if any(part is None for part in parts):
        return None
    spliced = "".join(part for part in parts if part)
    if transcript.strand < 0:
        spliced = reverse_complement(spliced)
    protein = translate(spliced)
    if protein.endswith("X") and spliced.endswith("NNN"):
        protein = protein[:-1] + "*"  # an ORF clone: which stop codon it is was not recorded
    if not protein.endswith("*") or len(spliced) % 3 or "*" in protein[:-1]:
        return None
    return CodingSequence(spliced, _tail(transcript, bases), "M" + protein[1:])


def _tail(transcript: Transcript, bases: ReferenceBases) -> str:
    """Exonic bases after the stop codon, up to the end of what is known: without untranslated exons, straight on."""
    chrom, pieces = transcript.chrom, []
    if transcript.strand > 0:
        stop = transcript.cds_exons[-1][1]
        blocks = [(max(start, stop + 1), end) for start, end in transcript.exons if end > stop] or [(stop + 1, stop + _TAIL)]
    else:
        stop = transcript.cds_exons[0][0]
        blocks = [(start, min(end, stop - 1)) for start, end in reversed(transcript.exons) if start < stop]
        blocks = blocks or [(stop - _TAIL, stop - 1)]
    for start, end in blocks:
        known = bases.stretch(chrom, start if transcript.strand > 0 else end)
        if known is None:
            break
        low, high = max(start, known[0]), min(end, known[1])
        piece = bases.fetch(chrom, low, high) or ""
        pieces.append(piece if transcript.strand > 0 else reverse_complement(piece))
        if (low, high) != (start, end):
            break
    return "".join(pieces)[:_TAIL]
