"""Splice and intron terms of a change, as VEP gives them."""

from __future__ import annotations

from bisect import bisect_right

from pm_annotate.genome.consequence import SPLICE_SITE
from pm_annotate.genome.transcripts import Transcript

BORDER = 3  # exonic bases of a splice region
_REACH = 17  # bases of an intron, from either end, that may have more terms than intron_variant

Span = tuple[int, int]


def splice_terms(transcript: Transcript, start: int, end: int) -> set[str]:
    """Splice and intron terms of a change at ``start``..``end`` (a point between bases when ``start == end + 1``).

    Donor +1,+2; acceptor -1,-2; donor 5th base +5; donor region +3..+6; polypyrimidine tract -3..-17; splice region the
    last 3 exonic bases and +3..+8 / -3..-8. Only introns between known exons have splice sites.
    """
    low, high = (start, end) if start <= end else (end, start)
    exons = transcript.exons
    terms: set[str] = set()
    for left in range(max(0, bisect_right(transcript.exon_starts, low - BORDER) - 1), len(exons) - 1):
        first, last = exons[left][1] + 1, exons[left + 1][0] - 1
        if first - BORDER > high:
            break
        terms |= _terms_of_intron(first, last, start, end, transcript.strand)
    return terms


def _terms_of_intron(low: int, high: int, start: int, end: int, strand: int) -> set[str]:
    """``low``..``high`` is the intron. A point insertion lies in a window when both its neighbours do."""
    from_low = (start - low + 1, end - low + 1)  # the intron's first base is 1, the exon's last 0
    from_high = (high - end + 1, high - start + 1)
    if from_low[0] > _REACH and from_high[0] > _REACH:
        return {"intron_variant"}
    donor, acceptor = (from_low, from_high) if strand > 0 else (from_high, from_low)
    terms: set[str] = set()
    if _meets(donor, 1, 2):
        terms.add("splice_donor_variant")
    if _meets(acceptor, 1, 2):
        terms.add("splice_acceptor_variant")
    if _meets(donor, 5, 5):
        terms.add("splice_donor_5th_base_variant")
    elif _meets(donor, 3, 6) and not terms & SPLICE_SITE:
        terms.add("splice_donor_region_variant")
    if not terms and (_meets(donor, -2, 0) or _meets(donor, 3, 8) or _meets(acceptor, -2, 0) or _meets(acceptor, 3, 8)):
        terms.add("splice_region_variant")
    elif not terms and start > end and (start in (low, low + 2) or end in (high, high - 2)):
        terms.add("splice_region_variant")  # VEP: an insertion on the edge of the exon or of the two splice-site bases
    if _meets(acceptor, 3, _REACH):
        terms.add("splice_polypyrimidine_tract_variant")
    if (start <= high - 2 and end >= low + 2) or (start > end and (start == low + 2 or end == high - 2)):
        terms.add("intron_variant")
    return terms


def _meets(stretch: Span, near: int, far: int) -> bool:
    return stretch[0] <= far and stretch[1] >= near
