"""Sequence Ontology terms, their severity, and what VEP and MAF derive from them.

Definitions and order: https://www.ensembl.org/info/genome/variation/prediction/predicted_data.html (release 110 and
later). MAF classes as ``vcf2maf`` assigns them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from pm_annotate.genome.transcripts import Transcript

_TERMS = (  # most severe first: term, VEP IMPACT, MAF Variant_Classification ("" where it depends on the allele)
    ("transcript_ablation", "HIGH", "Splice_Site"),
    ("splice_acceptor_variant", "HIGH", "Splice_Site"),
    ("splice_donor_variant", "HIGH", "Splice_Site"),
    ("stop_gained", "HIGH", "Nonsense_Mutation"),
    ("frameshift_variant", "HIGH", "Frame_Shift"),
    ("stop_lost", "HIGH", "Nonstop_Mutation"),
    ("start_lost", "HIGH", "Translation_Start_Site"),
    ("inframe_insertion", "MODERATE", "In_Frame_Ins"),
    ("inframe_deletion", "MODERATE", "In_Frame_Del"),
    ("missense_variant", "MODERATE", "Missense_Mutation"),
    ("protein_altering_variant", "MODERATE", "In_Frame"),
    ("splice_donor_5th_base_variant", "LOW", "Splice_Region"),
    ("splice_region_variant", "LOW", "Splice_Region"),
    ("splice_donor_region_variant", "LOW", "Splice_Region"),
    ("splice_polypyrimidine_tract_variant", "LOW", "Splice_Region"),
    ("start_retained_variant", "LOW", "Silent"),
    ("stop_retained_variant", "LOW", "Silent"),
    ("synonymous_variant", "LOW", "Silent"),
    ("coding_sequence_variant", "MODIFIER", ""),
    ("5_prime_UTR_variant", "MODIFIER", "5'UTR"),
    ("3_prime_UTR_variant", "MODIFIER", "3'UTR"),
    ("non_coding_transcript_exon_variant", "MODIFIER", "RNA"),
    ("intron_variant", "MODIFIER", "Intron"),
    ("non_coding_transcript_variant", "MODIFIER", "RNA"),
    ("upstream_gene_variant", "MODIFIER", "5'Flank"),
    ("downstream_gene_variant", "MODIFIER", "3'Flank"),
    ("intergenic_variant", "MODIFIER", "IGR"),
)
_RANK = {term: rank for rank, (term, _, _) in enumerate(_TERMS)}


@lru_cache(maxsize=1024)
def by_severity(terms: frozenset[str]) -> tuple[str, ...]:
    """The terms, most severe first."""
    return tuple(sorted(terms, key=_RANK.__getitem__))


def severity(consequence: Iterable[str]) -> int:
    """Rank of the most severe term; 0 is the worst."""
    return min((_RANK[term] for term in consequence), default=len(_TERMS))


@lru_cache(maxsize=1024)
def impact(consequence: tuple[str, ...]) -> str:
    """VEP's IMPACT of the most severe term."""
    return _TERMS[severity(consequence)][1] if consequence else "MODIFIER"


@lru_cache(maxsize=4096)
def variant_classification(consequence: tuple[str, ...], net_length: int) -> str:
    """MAF Variant_Classification. ``net_length`` is the number of bases gained (negative: lost)."""
    if not consequence:
        return ""
    classification = _TERMS[severity(consequence)][2]
    if classification in ("Frame_Shift", "In_Frame"):
        return classification + ("_Ins" if net_length > 0 else "_Del")
    return classification


SPLICE_SITE = frozenset({"splice_acceptor_variant", "splice_donor_variant"})


def splice_terms(transcript: Transcript, start: int, end: int) -> set[str]:
    """Splice and intron terms of a change at ``start``..``end`` (a point between bases when ``start == end + 1``).

    Donor +1,+2; acceptor -1,-2; donor 5th base +5; donor region +3..+6; polypyrimidine tract -3..-17; splice region the
    last 3 exonic bases and +3..+8 / -3..-8. Only introns between known exons have splice sites.
    """
    terms: set[str] = set()
    exons = transcript.exons
    first = max(0, _exon_before(transcript, min(start, end) - 3))
    for left in range(first, len(exons) - 1):
        low, high = exons[left][1] + 1, exons[left + 1][0] - 1
        if low - 3 > max(start, end):
            break
        terms |= _terms_of_intron(low, high, start, end, transcript.strand)
    return terms


def _exon_before(transcript: Transcript, pos: int) -> int:
    return bisect_right(transcript.exon_starts, pos) - 1


def _terms_of_intron(low: int, high: int, start: int, end: int, strand: int) -> set[str]:
    """``low``..``high`` is the intron. A point insertion lies in a window when both its neighbours do."""
    forward = strand > 0

    def meets(from_donor: tuple[int, int] | None = None, from_acceptor: tuple[int, int] | None = None) -> bool:
        near, far = from_donor or from_acceptor or (0, 0)
        from_low = (from_donor is not None) == forward
        window = (low + near - 1, low + far - 1) if from_low else (high - far + 1, high - near + 1)
        return start <= window[1] and end >= window[0]

    terms: set[str] = set()
    if meets(from_donor=(1, 2)):
        terms.add("splice_donor_variant")
    if meets(from_acceptor=(1, 2)):
        terms.add("splice_acceptor_variant")
    if meets(from_donor=(5, 5)):
        terms.add("splice_donor_5th_base_variant")
    elif meets(from_donor=(3, 6)) and not terms & SPLICE_SITE:
        terms.add("splice_donor_region_variant")
    if meets(from_acceptor=(3, 17)):
        terms.add("splice_polypyrimidine_tract_variant")
    at_border = meets(from_donor=(-2, 0)) or meets(from_acceptor=(-2, 0))
    if start > end:  # VEP: an insertion on the edge of the exon or of the two splice-site bases
        at_border = at_border or start in (low, low + 2) or end in (high, high - 2)
    if not terms - {"splice_polypyrimidine_tract_variant"} and (
        at_border or meets(from_donor=(3, 8)) or meets(from_acceptor=(3, 8))
    ):
        terms.add("splice_region_variant")
    if (start <= high - 2 and end >= low + 2) or (start > end and (start == low + 2 or end == high - 2)):
        terms.add("intron_variant")
    return terms
