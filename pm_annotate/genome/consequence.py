"""Sequence Ontology terms, their severity, and what VEP and MAF derive from them.

Definitions and order: https://www.ensembl.org/info/genome/variation/prediction/predicted_data.html (release 110 and
later). MAF classes as ``vcf2maf`` assigns them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

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


@lru_cache(maxsize=4096)
def read_terms(terms: frozenset[str], net_length: int) -> tuple[tuple[str, ...], str, str]:
    """The terms, most severe first, with their VEP IMPACT and MAF Variant_Classification."""
    consequence = by_severity(terms)
    return consequence, impact(consequence), variant_classification(consequence, net_length)


SPLICE_SITE = frozenset({"splice_acceptor_variant", "splice_donor_variant"})
