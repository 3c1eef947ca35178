"""Where an edit lies on a transcript: SO terms of the place, exon and intron, coding or not.

A stretch is ``start``..``end``, or the point between two bases where ``start == end + 1``. Nearly every one lies inside one
exon or one intron: that is asked first.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from sys import intern

from pm_annotate.genome.splice import BORDER, splice_terms
from pm_annotate.genome.transcripts import Transcript, exons_between

_PROBABLE_5_PRIME_UTR = 200  # bases; taken for untranslated where the transcript start is not known (median of human genes)


def location_terms(transcript: Transcript, start: int, end: int) -> set[str]:
    """SO terms of where ``start``..``end`` lies: splice, intron, UTR, upstream, downstream. Coding terms come later."""
    low, high = (start, end) if start <= end else (end, start)
    coding_low, coding_high = transcript.coding_span
    within = transcript.exon_index(low)
    if within is not None and coding_low <= low and high <= coding_high:
        first, last = transcript.exons[within]
        if first + BORDER <= low and high <= last - BORDER:  # most variants: inside a coding exon, away from its edges
            return set()
    terms = splice_terms(transcript, start, end)
    if low < coding_low:
        terms |= _outside_coding(transcript, low, low, high, is_upstream=transcript.strand > 0)
    if high > coding_high:
        terms |= _outside_coding(transcript, high, low, high, is_upstream=transcript.strand < 0)
    return terms


def _outside_coding(transcript: Transcript, pos: int, low: int, high: int, is_upstream: bool) -> set[str]:
    """The flank or the UTR of ``low``..``high``, which leaves the coding span at ``pos``; nothing for an intron of the UTR."""
    if not _is_inside(transcript, pos, is_upstream):
        return {"upstream_gene_variant" if is_upstream else "downstream_gene_variant"}
    if transcript.all_exons and not _touches_utr_exon(transcript, low, high):
        return set()  # named by splice_terms
    return {"5_prime_UTR_variant" if is_upstream else "3_prime_UTR_variant"}


def _is_inside(transcript: Transcript, pos: int, is_upstream: bool) -> bool:
    """Whether the transcript reaches to ``pos``, as far as its ends are known."""
    if transcript.all_exons:
        return transcript.first <= pos <= transcript.last
    if not is_upstream:
        return True
    coding_low, coding_high = transcript.coding_span
    length = _PROBABLE_5_PRIME_UTR if transcript.utr5_length is None else transcript.utr5_length
    return coding_low - length <= pos <= coding_high + length


def _touches_utr_exon(transcript: Transcript, low: int, high: int) -> bool:
    coding_low, coding_high = transcript.coding_span
    touched = [(max(start, low), min(end, high)) for start, end in transcript.all_exons if start <= high and end >= low]
    return any(start < coding_low or end > coding_high for start, end in touched)


def meets_coding(transcript: Transcript, start: int, end: int) -> bool:
    """Whether it holds a coding base. An insertion: whether it lies beside one, between the first coding base and the last."""
    if start <= end:
        return transcript.meets_coding(start, end)
    low, high = transcript.coding_span
    return low < start <= high and transcript.meets_coding(end, start)


def utr_is_guessed(transcript: Transcript, start: int, end: int) -> bool:
    """Whether its c. position is counted straight on where untranslated exons are not known."""
    if transcript.all_exons:
        return False
    coding_low, coding_high = transcript.coding_span
    before, after = start < coding_low, end > coding_high
    upstream, downstream = (before, after) if transcript.strand > 0 else (after, before)
    return downstream or (upstream and transcript.utr5_length is None)


@lru_cache(maxsize=512)
def _alone(number: int) -> tuple[int, ...]:
    return (number,)


def exon_fields(transcript: Transcript, start: int, end: int) -> tuple[str, str, tuple[int, ...]]:
    """``exon``, ``intron`` and ``exon_numbers`` of an Effect for ``start``..``end``."""
    low, high = (start, end) if start <= end else (end, start)
    exons = transcript.exons
    left = bisect_right(transcript.exon_starts, low) - 1  # the last exon that begins before
    if left >= 0 and high <= exons[left][1]:
        number = transcript.exon_number(left)
        return intern(f"{number}/{transcript.exon_total}"), "", _alone(number)
    if (left < 0 or low > exons[left][1]) and (left == len(exons) - 1 or high < exons[left + 1][0]):  # in no exon
        if left < 0 or left == len(exons) - 1:
            return "", "", ()
        number = transcript.exon_number(left if transcript.strand > 0 else left + 1)
        return "", intern(f"{number}/{transcript.exon_total - 1}"), ()
    touched = sorted(transcript.exon_number(i) for i in exons_between(transcript, low, high))
    span = str(touched[0]) if len(touched) == 1 else f"{touched[0]}-{touched[-1]}"
    return f"{span}/{transcript.exon_total}", "", tuple(touched)
