"""Does a truncating allele escape nonsense-mediated decay, and does losing an exon keep the reading frame?

Rules: ClinGen's recommendations for PVS1 (Abou Tayoun 2018, PMID:30192042). A premature stop in the last exon, or in the last
50 bases of the one before it, is not expected to be degraded, nor is any in a gene of one exon. Decay counts exon junctions
of the messenger RNA, those of untranslated exons too: where these are not known the last coding exon is taken as the last.
"""

import re
from typing import NamedTuple

from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Allele, Effect

LAST_BASES = 50
_FIRST_STOP = r"(?:fs(?:Ter|\*)(\d+))|(?:(\d+)(?:Ter|\*))"

SINGLE_EXON = "the transcript has one exon: no nonsense-mediated decay"
LAST_EXON = "the new stop lies in the last exon: escapes nonsense-mediated decay"
PENULTIMATE = "the new stop lies in the last 50 bases of the penultimate exon: escapes nonsense-mediated decay"
IN_LAST_CODING = (
    "the new stop lies in the last coding exon, and untranslated exons follow it: whether it escapes cannot be told"
)
UNTRANSLATED_NOT_KNOWN = "untranslated exons are not known here: the last coding exon was taken as the last exon"
STOP_NOT_KNOWN = "where the new stop lies is not known: whether nonsense-mediated decay is escaped cannot be told"


class TruncationFate(NamedTuple):
    """What becomes of the messenger RNA. ``escapes`` is None where it cannot be told; ``notes`` say why, in words.

    ``lost_share`` is the share of the protein (0-1) from the first changed residue on; None where not known.
    ``exon_in_frame`` is for splice sites: whether the exon beside it has a length that is a multiple of three.
    """

    escapes: bool | None
    notes: tuple[str, ...] = ()
    lost_share: float | None = None
    exon_in_frame: bool | None = None


def truncation_fate(transcript: Transcript, allele: Allele, effect: Effect) -> TruncationFate | None:
    """The fate of a nonsense, frameshift or canonical splice-site allele; None for any other, and without coding exons."""
    if not transcript.cds_exons:
        return None
    if {"stop_gained", "frameshift_variant"}.intersection(effect.consequence):
        return _of_stop(transcript, allele, effect)
    if {"splice_donor_variant", "splice_acceptor_variant"}.intersection(effect.consequence):
        return _of_splice_site(transcript, allele)
    return None


def _of_stop(transcript: Transcript, allele: Allele, effect: Effect) -> TruncationFate:
    lost = _lost_share(effect)
    beyond = exons_after_the_coding_ones(transcript)
    if len(transcript.exons) == 1 and beyond == 0:
        return TruncationFate(True, (SINGLE_EXON,), lost)
    notes = (UNTRANSLATED_NOT_KNOWN,) if beyond is None else ()
    stop = new_stop_residue(effect)
    if stop is None:
        return TruncationFate(None, (STOP_NOT_KNOWN, *notes), lost)
    junction = last_junction(transcript)
    if junction is None:  # one coding exon, and what lies beyond it is not known
        return TruncationFate(None, (STOP_NOT_KNOWN, *notes), lost)
    stop_base = 3 * (stop - 1)
    junction += len(allele.alt) - len(allele.ref) if 3 * ((effect.protein_start or stop) - 1) < junction else 0
    if beyond:  # the last known exon is not the last one
        return TruncationFate(
            None if stop_base >= junction else False, (IN_LAST_CODING,) if stop_base >= junction else (), lost
        )
    if stop_base >= junction:
        return TruncationFate(True, (LAST_EXON, *notes), lost)
    if stop_base >= junction - LAST_BASES:
        return TruncationFate(True, (PENULTIMATE, *notes), lost)
    return TruncationFate(False, notes, lost)


def exons_after_the_coding_ones(transcript: Transcript) -> int | None:
    """How many exons of the 3' untranslated region the known exons lack (0 where all are known); None where not known."""
    if transcript.all_exons:
        return 0
    if transcript.exon_count is None or transcript.coding_exon_offset is None:
        return None
    return transcript.exon_count - transcript.coding_exon_offset - len(transcript.cds_exons)


def new_stop_residue(effect: Effect) -> int | None:
    """The residue at which the changed protein stops: 39 for ``p.Glu23ValfsTer17``; None where the name does not say."""
    found = re.search(_FIRST_STOP, effect.hgvsp or effect.hgvsp_short)
    if found is None:
        return effect.protein_start if "stop_gained" in effect.consequence else None
    if found[2]:
        return int(found[2])
    return effect.protein_start + int(found[1]) - 1 if effect.protein_start is not None else None


def last_junction(transcript: Transcript) -> int | None:
    """The transcript base (0 is the A of ATG) at which the last exon begins; None for a single exon."""
    exons = transcript.exons
    if len(exons) < 2:
        return None
    start, end = exons[-1] if transcript.strand > 0 else exons[0]
    return transcript.exonic_base(start if transcript.strand > 0 else end)


def _lost_share(effect: Effect) -> float | None:
    if effect.protein_start is None or not effect.protein_length:
        return None
    return max(0, effect.protein_length - effect.protein_start + 1) / effect.protein_length


# ----------------------------------------------------------------------------------------------------------- splice sites


def _of_splice_site(transcript: Transcript, allele: Allele) -> TruncationFate:
    """The exon beside the site, as if it were skipped: one of the ways in which such an allele may act."""
    index = spliced_exon(transcript, allele)
    if index is None:
        return TruncationFate(None)
    start, end = transcript.exons[index]
    number, bases = transcript.exon_number(index), coding_bases(transcript, start, end)
    if not bases:
        return TruncationFate(None, (f"exon {number} beside the site is not translated",))
    beyond = exons_after_the_coding_ones(transcript)
    notes = [UNTRANSLATED_NOT_KNOWN] if beyond is None else []
    share = bases / transcript.cds_length
    in_frame = bases % 3 == 0 and bases == end - start + 1
    if in_frame:
        notes.insert(0, f"exon {number} has {bases} bases: without it the reading frame is kept ({100 * share:.1f} % is lost)")
        return TruncationFate(True, tuple(notes), share, True)
    last = index == (len(transcript.exons) - 1 if transcript.strand > 0 else 0)
    if last and not beyond:
        notes.insert(0, f"exon {number} is the last: a stop within it escapes nonsense-mediated decay")
        return TruncationFate(True, tuple(notes), share, False)
    return TruncationFate(False, tuple(notes), share, False)


def spliced_exon(transcript: Transcript, allele: Allele) -> int | None:
    """The ascending index of the exon whose donor or acceptor the allele meets; None where it meets none."""
    begins = allele.pos if allele.ref[:1] != allele.alt[:1] else allele.pos + 1
    low, high = min(begins, allele.pos + len(allele.ref) - 1), max(begins, allele.pos + len(allele.ref) - 1)
    for index, (start, end) in enumerate(transcript.exons):
        before = index > 0 and low <= start - 1 and high >= start - 2
        after = index < len(transcript.exons) - 1 and low <= end + 2 and high >= end + 1
        if before or after:
            return index
    return None


def coding_bases(transcript: Transcript, start: int, end: int) -> int:
    """How many coding bases lie in ``start``..``end``."""
    return sum(last - first + 1 for first, last in transcript.coding_in(start, end))
