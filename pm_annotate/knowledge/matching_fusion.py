"""Criteria on two genes that are joined, and on breaks of a gene: which partner is 5', which exons, which intron.

A fusion is read in one direction: EML4::ALK keeps the 5' part of EML4 and the 3' part of ALK with its kinase. Its reciprocal
ALK::EML4 is another product and meets no statement on the first; it is listed as close.
"""

from __future__ import annotations

import re

from pm_annotate.knowledge.event_verdict import Near, Verdict, met
from pm_annotate.model import Biomarker, FusionPartner, GeneEvent, GeneEventKind, MatchLevel

ANY_PARTNER = "v"
# Antigen receptor loci bring an enhancer beside an oncogene: no protein is fused, and tools write the pair in either order.
ENHANCER_LOCI = frozenset({"IGH", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG"})

KINASE_LOST = "the kinase domain is not kept whole: the fusion is not expected to act"
OUT_OF_FRAME = "out of frame: the fusion is not expected to act"
EXONS_UNKNOWN = "the statement is on exons {asked}; the exons of this fusion are not known"
NO_PARTNER_GENE = "the gene on the other side is not known: confirm in RNA that a fusion is made"
EITHER_ORDER = "antigen receptor locus: the order of the partners has no meaning"
INTRON_UNKNOWN = "the statement is on intron {asked}; where this break lies is not known"
WITHIN_THE_GENE = "a piece of the gene is turned round or moved: whether the statement means it is not said"
INSERTED = frozenset({"frameshift_variant", "inframe_insertion", "feature_elongation"})  # long insertions, not breaks
_INTRON = re.compile(r"\bintron (\d+)\b", re.IGNORECASE)


def partners(event: GeneEvent) -> tuple[str, str]:
    """The genes of a fusion (5', 3'); "" for a side that is no gene or not known."""
    five = event.five_prime.gene if event.five_prime else ""
    three = event.three_prime.gene if event.three_prime else ""
    return five, three


def match_fusion(marker: Biomarker, event: GeneEvent) -> Verdict:
    """The pair, or any partner (``v``) on the side that the statement leaves open; exons where the statement has them."""
    five, three = partners(event)
    asked = (marker.five_prime, marker.three_prime)
    if event.kind == GeneEventKind.REARRANGEMENT:
        return _rearranged(marker, event)
    if event.kind != GeneEventKind.FUSION:
        return None
    if _is_pair(asked, (five, three)):
        return _with_exons(marker, event)
    if _is_pair(asked, (three, five)):
        if ENHANCER_LOCI & set(asked):
            return met(marker, event, MatchLevel.FUSION_PAIR, caveats=(EITHER_ORDER,))
        return Near(f"{event.name}: the partners stand in the other order (reciprocal)")
    return None


def _is_pair(asked: tuple[str, str], seen: tuple[str, str]) -> bool:
    """Whether both sides fit. An open side takes any gene or none, but never the named gene itself."""
    if asked == seen:
        return True
    if asked[0] == ANY_PARTNER:
        return asked[1] == seen[1] != seen[0]
    return asked[1] == ANY_PARTNER and asked[0] == seen[0] != seen[1]


def _rearranged(marker: Biomarker, event: GeneEvent) -> Verdict:
    """A break that makes no fusion that can be read. Beside an antigen receptor locus it may be what the statement means."""
    asked = {marker.five_prime, marker.three_prime} - {ANY_PARTNER}
    joined = {*partners(event), event.gene}
    if asked <= joined and ENHANCER_LOCI & asked:
        return met(marker, event, MatchLevel.FUSION_PAIR, caveats=(EITHER_ORDER,))
    if event.gene in asked:
        return Near(f"{event.name}: a rearrangement that is not read as {marker.five_prime}::{marker.three_prime}")
    return None


def _with_exons(marker: Biomarker, event: GeneEvent) -> Verdict:
    seen = (_exon(event.five_prime), _exon(event.three_prime))
    asked = (marker.five_prime_exon, marker.three_prime_exon)
    for wanted, found in zip(asked, seen, strict=True):
        if wanted is not None and found is not None and wanted != found:
            return Near(f"{event.name}: exons {_exons(*seen)}, the statement is on {_exons(*asked)}")
    doubts = list(_not_acting(event))
    if any(wanted is not None and found is None for wanted, found in zip(asked, seen, strict=True)):
        doubts.append(EXONS_UNKNOWN.format(asked=_exons(*asked)))
    any_partner = ANY_PARTNER in (marker.five_prime, marker.three_prime)
    level = MatchLevel.FUSION_PARTNER if any_partner else MatchLevel.FUSION_PAIR
    return met(marker, event, level, *doubts, caveats=() if all(partners(event)) else (NO_PARTNER_GENE,))


def _not_acting(event: GeneEvent) -> tuple[str, ...]:
    """Why a fusion that involves a kinase is not expected to act; () where it may. Other fusions act in other ways."""
    if ENHANCER_LOCI & set(partners(event)):
        return ()
    if event.kinase_kept is False:
        return (KINASE_LOST,)
    return (OUT_OF_FRAME,) if event.kinase_kept and event.inframe is False else ()


def _exon(partner: FusionPartner | None) -> int | None:
    return partner.exon if partner else None


def _exons(five: int | None, three: int | None) -> str:
    return "::".join(f"e{exon}" if exon is not None else "?" for exon in (five, three))


def match_rearrangement(marker: Biomarker, event: GeneEvent) -> Verdict:
    """Met by a break in the gene and by a fusion of it, on either side; in the intron that the statement names."""
    if event.kind not in (GeneEventKind.REARRANGEMENT, GeneEventKind.FUSION):
        return None
    if marker.gene not in (*partners(event), event.gene) or not INSERTED.isdisjoint(event.consequence):
        return None
    doubts = list(_not_acting(event)) if event.kind == GeneEventKind.FUSION else []
    if event.kind == GeneEventKind.REARRANGEMENT and event.exons:
        doubts.append(WITHIN_THE_GENE)
    if asked := _INTRON.search(marker.name):
        intron = _intron_of(marker.gene, event)
        if intron is not None and intron != int(asked[1]):
            return Near(f"{event.name}: intron {intron}, the statement is on intron {asked[1]}")
        if intron is None:
            doubts.append(INTRON_UNKNOWN.format(asked=asked[1]))
    return met(marker, event, MatchLevel.REARRANGEMENT, *doubts)


def _intron_of(gene: str, event: GeneEvent) -> int | None:
    """The intron of the gene in which it breaks: as said of its side, else from the exons kept (5' partner: after its last
    exon; 3' partner: before its first), else by the name of the rearrangement. None within an exon."""
    for partner, before in ((event.five_prime, 0), (event.three_prime, 1)):
        if partner is None or partner.gene != gene:
            continue
        if said := _INTRON.search(partner.place):
            return int(said[1])
        if partner.exon is not None and "exon" not in partner.place:
            return partner.exon - before
        return None
    named = _INTRON.search(event.name) if event.kind == GeneEventKind.REARRANGEMENT else None
    return int(named[1]) if named else None
