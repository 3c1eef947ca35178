"""Which biomarkers a structural event meets: copies, whole genes and exons lost or doubled, fusions, breaks.

The criteria keep the words of the sources apart. An amplification is no mutation and a gain is no amplification; a deletion of
the gene needs both copies, or a junction that removes the gene; loss of one copy is shown, but gives no tier. Statements on
"any mutation" of a gene speak of small variants: other events are listed with them, without tier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pm_annotate.knowledge.event_verdict import Near, Verdict, met
from pm_annotate.knowledge.matching import LEVEL_RANK, AlleleKnowledge, MatchingTable
from pm_annotate.knowledge.matching_exon import DUPLICATED_EXONS
from pm_annotate.knowledge.matching_fusion import match_fusion, match_rearrangement, partners
from pm_annotate.knowledge.variant_action import role_of
from pm_annotate.model import Biomarker, BiomarkerKind, GeneEvent, GeneEventKind, Match, MatchLevel

ONE_COPY_LOST = "one copy is lost: whether the statement means one copy or both is not said"
ONE_COPY_REMAINS = "one copy is lost: the function is lost only when the other copy is hit as well"
ONE_PARENT = "loss of heterozygosity alone: the remaining copy may work"
COPIES_UNKNOWN = "how many copies of the gene remain is not known"
NOT_A_SMALL_VARIANT = "gene-wide statement: whether it means this kind of event is not said, no tier"
WHOLE_EXON = "the whole exon is lost: the statement speaks of small changes within it"
FRAME_KEPT = "the reading frame holds or is not known: the function may be kept"
FRAME_BROKEN = "out of frame: the protein is cut short, and not longer as the statement means it"
DUPLICATED_OUT_OF_FRAME = "exons are repeated in tandem and out of frame: confirm in RNA that no whole transcript is made"
BREAK = "a break in the gene: whether its product is lost or cut short is not known"
ONE_ALLELE = "biallelic: one event does not show it"
KINASE_DOMAIN_UNSURE = "the statement is on the kinase domain: whether it is duplicated is not known"
SPLICE_SITE_LOST = "a part of the exon is lost with one of its splice sites: skipping is expected, confirm by RNA"
WHOLE_EXON_DOUBLED = "whole exons are duplicated: not an internal tandem duplication as the statement means it"
CERTAIN_EXTENT = "the statement is on one deletion of known extent"

MOST_LOST = 0.5  # of the coding bases
END_LOST = 0.1
_AN_END = frozenset({"start_lost", "stop_lost"})

WHOLE_GENE_LOST = frozenset({GeneEventKind.HOMOZYGOUS_DELETION, GeneEventKind.DELETION})
ONE_COPY = frozenset({GeneEventKind.LOSS, GeneEventKind.LOSS_OF_HETEROZYGOSITY})
CHANGES_OF_COPIES = frozenset({GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN, *ONE_COPY})
TRUNCATES = frozenset({"feature_truncation", "frameshift_variant"})  # SO terms of a break or a long insertion
DUPLICATIONS = frozenset(
    {GeneEventKind.INTERNAL_DUPLICATION, GeneEventKind.EXON_DUPLICATION, GeneEventKind.KINASE_DOMAIN_DUPLICATION}
)


def read_event(table: MatchingTable, event: GeneEvent) -> AlleleKnowledge:
    """Everything the table says of one event: what it meets, what says that it acts, what it comes close to."""
    matches: list[Match] = []
    related: list[tuple[Biomarker, str]] = []
    for marker in _candidates(table, event):
        verdict = MATCHERS[marker.kind](marker, event)
        if isinstance(verdict, Near):
            related.append((marker, verdict.detail))
        elif verdict is not None:
            matches.append(verdict)
    matches.sort(key=lambda one: (LEVEL_RANK[one.level], not one.tier_eligible, one.biomarker.biomarker_id))
    related.sort(key=lambda one: one[0].biomarker_id)
    return AlleleKnowledge(tuple(matches), tuple(_evidence(table, event, matches)), tuple(related))


def genes_of(event: GeneEvent) -> tuple[str, ...]:
    """The genes that the event happens to: the gene itself, then the partners of a fusion."""
    return tuple(dict.fromkeys(gene for gene in (event.gene, *partners(event)) if gene))


def _candidates(table: MatchingTable, event: GeneEvent) -> Iterator[Biomarker]:
    found = {marker.biomarker_id: marker for gene in genes_of(event) for marker in table.biomarkers_of_gene(gene)}
    for marker in found.values():
        if marker.kind in JOINING or (marker.kind in MATCHERS and marker.gene in _genes_changed(event)):
            yield marker


def _genes_changed(event: GeneEvent) -> tuple[str, ...]:
    """The genes that an event changes by itself; of a fusion both partners."""
    return genes_of(event) if event.kind == GeneEventKind.FUSION else (event.gene,)


def _evidence(table: MatchingTable, event: GeneEvent, matches: Sequence[Match]) -> Iterator[str]:
    """What says that the event acts: its kind and the role of its gene, and the narrow statements that name it."""
    if not event.tier_eligible:
        return
    role = role_of(table, event.gene)
    if event.kind == GeneEventKind.AMPLIFICATION and role.oncogene:
        yield f"amplification of oncogene {event.gene}"
    if event.kind in WHOLE_GENE_LOST and role.suppressor:
        yield f"loss of the whole gene in tumour suppressor {event.gene}"
    if event.inframe is False and role.suppressor and event.kind == GeneEventKind.EXON_DELETION:
        yield f"out-of-frame loss of exons in tumour suppressor {event.gene}"
    elif _shifted_by_duplication(event) and role.suppressor:
        yield f"out-of-frame duplication of exons in tumour suppressor {event.gene}"
    elif loses_the_product(event) and role.suppressor:
        yield f"loss of exons in tumour suppressor {event.gene}"
    narrow = (one.biomarker.name for one in matches if one.tier_eligible and one.biomarker.kind in NAMES_THE_EVENT)
    for name in dict.fromkeys(narrow):
        yield f"named by statements: {name}"


# ------------------------------------------------------------------------------------------------------- copies, whole genes


def _amplification(marker: Biomarker, event: GeneEvent) -> Verdict:
    if event.kind == GeneEventKind.AMPLIFICATION:
        return met(marker, event, MatchLevel.AMPLIFICATION)
    return Near(f"{event.name}: a gain, not an amplification") if event.kind == GeneEventKind.GAIN else None


def _copy_gain(marker: Biomarker, event: GeneEvent) -> Verdict:
    gained = event.kind in (GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN)
    return met(marker, event, MatchLevel.AMPLIFICATION) if gained else None


def _deletion(marker: Biomarker, event: GeneEvent) -> Verdict:
    doubts = [CERTAIN_EXTENT] if re.search(r"\d ?Mb\b", marker.name) else []
    match event.kind:
        case GeneEventKind.HOMOZYGOUS_DELETION:
            return met(marker, event, MatchLevel.DELETION, *doubts)
        case GeneEventKind.DELETION:
            return met(marker, event, MatchLevel.DELETION, *doubts, caveats=(COPIES_UNKNOWN,))
        case GeneEventKind.LOSS:
            return met(marker, event, MatchLevel.DELETION, *doubts, ONE_COPY_LOST)
        case GeneEventKind.EXON_DELETION:
            return Near(f"{event.name}: a part of the gene, not the whole")
    return None


def _copy_loss(marker: Biomarker, event: GeneEvent) -> Verdict:
    lost = event.kind in (*WHOLE_GENE_LOST, GeneEventKind.LOSS)
    return met(marker, event, MatchLevel.DELETION) if lost else None


# -------------------------------------------------------------------------------------------------------------------- exons


def _exon_deletion(marker: Biomarker, event: GeneEvent) -> Verdict:
    """The exons that the statement names and no others; of a 3' end (EPCAM) these at least."""
    if event.kind in WHOLE_GENE_LOST:
        return Near(f"{event.name}: the whole gene, not exons {_span(marker.exons)}")
    if event.kind != GeneEventKind.EXON_DELETION:
        return None
    asked, seen = set(marker.exons), set(event.exons)
    if asked == seen or ("3'" in marker.name and asked <= seen):
        return met(marker, event, MatchLevel.EXON)
    return Near(f"{event.name}: the statement is on exons {_span(marker.exons)}")


def _exon(marker: Biomarker, event: GeneEvent) -> Verdict:
    """Statements on changes within an exon; the loss of the whole exon, or its doubling, is listed without tier."""
    if set(marker.exons).isdisjoint(event.exons) or event.kind in CHANGES_OF_COPIES:
        return None
    types = set(marker.mutation_types)
    if event.kind == GeneEventKind.INTERNAL_DUPLICATION and (not types or types & {"insertion", "duplication"}):
        return met(marker, event, MatchLevel.EXON, *((FRAME_BROKEN,) if event.inframe is False else ()))
    if event.kind == GeneEventKind.EXON_DELETION and (not types or "deletion" in types):
        return met(marker, event, MatchLevel.EXON, WHOLE_EXON)
    return None


def _exon_skipping(marker: Biomarker, event: GeneEvent) -> Verdict:
    """The deletion of the exon, or of its one end with the splice site, skips it as a variant of the splice site does.

    Where a further exon is lost or cut, another transcript is made.
    """
    lost = {*event.exons, *event.exons_cut}
    if event.kind != GeneEventKind.EXON_DELETION or lost.isdisjoint(marker.exons):
        return None
    if lost != set(marker.exons):
        return Near(f"{event.name}: more than exon {_span(marker.exons)} is lost or cut")
    doubts = ("the reading frame does not hold",) if event.inframe is False else ()
    return met(marker, event, MatchLevel.EXON, *doubts, caveats=(SPLICE_SITE_LOST,) if event.exons_cut else ())


def _internal_duplication(marker: Biomarker, event: GeneEvent) -> Verdict:
    """Tandem duplications within the exons known for them; of a kinase domain where the statement is on no exon (FGFR1)."""
    if event.kind not in DUPLICATIONS:
        return None
    asked = set(marker.exons or DUPLICATED_EXONS.get(marker.gene, ()))
    if not asked:
        whole_domain = event.kind == GeneEventKind.KINASE_DOMAIN_DUPLICATION
        return met(marker, event, MatchLevel.EXON, *(() if whole_domain else (KINASE_DOMAIN_UNSURE,)))
    if event.exons and asked.isdisjoint(event.exons):
        return Near(f"{event.name}: the statement is on exons {_span(tuple(asked))}")
    if event.kind != GeneEventKind.INTERNAL_DUPLICATION:
        return met(marker, event, MatchLevel.EXON, WHOLE_EXON_DOUBLED)
    doubts = ["out of frame: not an internal tandem duplication that acts"] if event.inframe is False else []
    if not event.exons:
        doubts.append(f"the statement is on exons {_span(tuple(asked))}; the exon of this duplication is not known")
    return met(marker, event, MatchLevel.EXON, *doubts)


# ----------------------------------------------------------------------------------------------------------------- function


def _loss_of_function(marker: Biomarker, event: GeneEvent) -> Verdict:
    types = set(marker.mutation_types)
    if (types - {"biallelic"}) or not _within(marker, event):
        return None
    one_allele = (ONE_ALLELE,) if "biallelic" in types else ()
    match event.kind:
        case GeneEventKind.HOMOZYGOUS_DELETION:
            return met(marker, event, MatchLevel.FUNCTIONAL)
        case GeneEventKind.DELETION:
            return met(marker, event, MatchLevel.FUNCTIONAL, *one_allele, caveats=(COPIES_UNKNOWN,))
        case GeneEventKind.EXON_DELETION:
            lost = loses_the_product(event)
            doubts = one_allele if lost else (FRAME_KEPT, *one_allele)
            return met(marker, event, MatchLevel.FUNCTIONAL if lost else MatchLevel.GENE, *doubts)
        case GeneEventKind.EXON_DUPLICATION if _shifted_by_duplication(event):
            return met(marker, event, MatchLevel.FUNCTIONAL, *one_allele, caveats=(DUPLICATED_OUT_OF_FRAME,))
        case GeneEventKind.REARRANGEMENT:
            truncates = not TRUNCATES.isdisjoint(event.consequence)
            doubts = one_allele if truncates else (BREAK, *one_allele)
            return met(marker, event, MatchLevel.FUNCTIONAL if truncates else MatchLevel.GENE, *doubts)
        case GeneEventKind.FUSION:
            return met(marker, event, MatchLevel.GENE, BREAK)
        case GeneEventKind.LOSS:
            return met(marker, event, MatchLevel.GENE, ONE_COPY_REMAINS)
        case GeneEventKind.LOSS_OF_HETEROZYGOSITY:
            return met(marker, event, MatchLevel.GENE, ONE_PARENT)
    return None


def _shifted_by_duplication(event: GeneEvent) -> bool:
    """Whether exons are repeated in tandem within the gene and out of frame: the founder duplication of BRCA1 (Abou Tayoun
    et al., Hum Mutat 2018;39:1517). The frame is known only where a junction or a tool of RNA tells of the tandem."""
    return event.kind == GeneEventKind.EXON_DUPLICATION and event.inframe is False and event.tier_eligible


def loses_the_product(event: GeneEvent) -> bool:
    """Whether exons are lost so that nothing that works is made: out of frame; or, where the frame cannot be told and the ends
    are exact, half of the coding bases, or a tenth of them with the start or the stop codon (PVS1 of exon deletions: Abou
    Tayoun et al., Hum Mutat 2018;39:1517). In frame even large losses may act (NOTCH1 without its EGF repeats).

    A segment that is known by its depth may be the border of a larger loss of one copy, so it must be out of frame.
    """
    if event.kind != GeneEventKind.EXON_DELETION or event.inframe is not None:
        return event.kind == GeneEventKind.EXON_DELETION and event.inframe is False
    is_exact = bool(event.event.adjacencies) or event.event.observation.allele.alt.isalpha()
    lost = event.share or 0.0
    return is_exact and (lost >= MOST_LOST or (lost >= END_LOST and not _AN_END.isdisjoint(event.consequence)))


def _within(marker: Biomarker, event: GeneEvent) -> bool:
    """A criterion that is limited to exons or residues speaks of an event only where the exons are known to be its own."""
    if marker.regions or marker.codons:
        return False
    return not marker.exons or not set(marker.exons).isdisjoint(event.exons)


def _truncating(marker: Biomarker, event: GeneEvent) -> Verdict:
    if marker.mutation_types or not _within(marker, event):
        return None
    if event.kind == GeneEventKind.EXON_DELETION and event.inframe is False:
        return met(marker, event, MatchLevel.FUNCTIONAL)
    if _shifted_by_duplication(event):
        return met(marker, event, MatchLevel.FUNCTIONAL, caveats=(DUPLICATED_OUT_OF_FRAME,))
    breaks = event.kind in (GeneEventKind.REARRANGEMENT, GeneEventKind.FUSION)
    return met(marker, event, MatchLevel.GENE, BREAK) if breaks else None


def _gain_of_function(marker: Biomarker, event: GeneEvent) -> Verdict:
    """Duplications, deletions of exons and fusions may activate; whether the statement means them it does not say."""
    may = event.kind in (*DUPLICATIONS, GeneEventKind.EXON_DELETION, GeneEventKind.FUSION) and event.inframe is not False
    return met(marker, event, MatchLevel.GENE, NOT_A_SMALL_VARIANT) if may and _within(marker, event) else None


def _any_variant(marker: Biomarker, event: GeneEvent) -> Verdict:
    """ "Mutation" is none of copies, "alteration" is any of them; both without tier."""
    if marker.mutation_types or not _within(marker, event):
        return None
    altered = "ALTERATION" in marker.name.upper() and event.kind not in ONE_COPY
    if event.kind in CHANGES_OF_COPIES and not altered:
        return None
    return met(marker, event, MatchLevel.GENE, NOT_A_SMALL_VARIANT)


def _span(exons: tuple[int, ...]) -> str:
    """``2-7`` of consecutive exons, else ``11, 14``."""
    ordered = sorted(exons)
    if len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{ordered[0]}-{ordered[-1]}"
    return ", ".join(str(exon) for exon in ordered)


MATCHERS: Mapping[BiomarkerKind, Callable[[Biomarker, GeneEvent], Verdict]] = {
    BiomarkerKind.AMPLIFICATION: _amplification,
    BiomarkerKind.COPY_GAIN: _copy_gain,
    BiomarkerKind.DELETION: _deletion,
    BiomarkerKind.COPY_LOSS: _copy_loss,
    BiomarkerKind.FUSION: match_fusion,
    BiomarkerKind.REARRANGEMENT: match_rearrangement,
    BiomarkerKind.EXON_DELETION: _exon_deletion,
    BiomarkerKind.EXON: _exon,
    BiomarkerKind.EXON_SKIPPING: _exon_skipping,
    BiomarkerKind.INTERNAL_DUPLICATION: _internal_duplication,
    BiomarkerKind.LOSS_OF_FUNCTION: _loss_of_function,
    BiomarkerKind.TRUNCATING: _truncating,
    BiomarkerKind.GAIN_OF_FUNCTION: _gain_of_function,
    BiomarkerKind.ANY_VARIANT: _any_variant,
}
"""Kinds of criteria that a structural event can meet."""

JOINING = frozenset({BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT})
NAMES_THE_EVENT = JOINING | {
    BiomarkerKind.AMPLIFICATION,
    BiomarkerKind.DELETION,
    BiomarkerKind.EXON_DELETION,
    BiomarkerKind.EXON_SKIPPING,
    BiomarkerKind.INTERNAL_DUPLICATION,
}
"""Kinds whose statements speak of this very event, so that a match says that it acts."""
