"""Which biomarkers an allele meets, how closely, and by which value.

Levels, best first: exact (the genomic allele, or its c. name on the statement's transcript), protein, codon, region, exon,
functional, gene. One Match per biomarker, at its best level. A different residue at the codon of a protein-change statement
is no match: it is listed as related.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.knowledge.gene_criteria import criteria_of
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.matching_exon import match_exon, match_exon_skipping, match_internal_duplication, match_promoter
from pm_annotate.knowledge.matching_function import UNKNOWN_ACTION, match_function
from pm_annotate.knowledge.matching_protein import (
    differs_at_codon,
    match_coding_change,
    match_codon,
    match_protein_change,
    match_region,
)
from pm_annotate.knowledge.observed_change import ObservedChange, observe
from pm_annotate.knowledge.variant_action import (
    ACTS_BY_A_NEW_END,
    Action,
    ActionTable,
    GeneRole,
    in_clinvar,
    is_in_other_frame,
    known_actions,
    may_act_by_terms,
)
from pm_annotate.model import Allele, Assembly, Biomarker, BiomarkerKind, Effect, Match, MatchLevel

NUMBERING_NOT_VERIFIED = "numbering_not_verified: the statement does not say which transcript its name counts on"
EXONS_NOT_VERIFIED = "exon_numbering_not_verified: untranslated first exons of the gene are not known here"
BY_RSID = "matched by the identifier in the ID column, not by the allele"
OTHER_FRAME = "in the other reading frame: its new end is another one"
HOMOZYGOUS_CARRIERS = "the statement is on homozygous carriers: check the genotype"
WIDE_REGION = 100  # residues; a wider range (a whole kinase domain) also holds changes that do nothing
NARROW_REGION = 20  # residues; ABL1's P-loop has 12
LEVEL_RANK = {level: rank for rank, level in enumerate(MatchLevel)}

# Kinds whose own genomic alleles are the criterion. A codon or an exon is given example alleles at most.
NAMED_BY_ALLELE = frozenset(
    {
        BiomarkerKind.ALLELE,
        BiomarkerKind.PROTEIN_CHANGE,
        BiomarkerKind.POLYMORPHISM,
        BiomarkerKind.HAPLOTYPE,
        BiomarkerKind.PROMOTER,
        BiomarkerKind.EXON_SKIPPING,
        BiomarkerKind.INTERNAL_DUPLICATION,
        BiomarkerKind.FRAMESHIFT,
        BiomarkerKind.TRUNCATING,
        BiomarkerKind.OTHER,
    }
)
MATCHERS = {
    BiomarkerKind.PROTEIN_CHANGE: match_protein_change,
    BiomarkerKind.CODON: match_codon,
    BiomarkerKind.REGION: match_region,
    BiomarkerKind.EXON: match_exon,
    BiomarkerKind.EXON_SKIPPING: match_exon_skipping,
    BiomarkerKind.PROMOTER: match_promoter,
    BiomarkerKind.INTERNAL_DUPLICATION: match_internal_duplication,
}


class MatchingTable(ActionTable, Protocol):
    """The part of the knowledge table that alleles are matched against."""

    @property
    def biomarkers(self) -> Mapping[str, Biomarker]: ...

    @property
    def label_limitations(self) -> Sequence[LabelLimitation]: ...

    def allele_index(self, assembly: Assembly) -> Mapping[tuple[str, int, str, str], Sequence[str]]: ...


class AlleleKnowledge(NamedTuple):
    """Everything the table says of one allele: what it meets, what says that it acts, what it comes close to."""

    matches: tuple[Match, ...]
    action: tuple[str, ...]
    related: tuple[tuple[Biomarker, str], ...]


NOTHING_KNOWN = AlleleKnowledge((), (), ())


def read_allele(table: MatchingTable, assembly: Assembly, allele: Allele, effects: Sequence[Effect]) -> AlleleKnowledge:
    """Match one allele against the table. Effects whose REF disagrees with the transcript meet nothing.

    Of a change that was typed as a protein change the allele is not known (``chrom`` is empty): its effects alone are read.
    """
    named = table.allele_index(assembly).get(allele.key, ())
    exact = list(_exact_by_allele(table, named, allele)) if named else []
    hotspot = table.hotspots.alleles(allele.assembly).get(allele.key)
    told = exact or hotspot or any(_could_tell(table, effect) for effect in effects)
    if not told and not (effects and in_clinvar(table, allele)):
        return NOTHING_KNOWN
    observed = observe(effects, allele, _known_names(exact, hotspot))
    if effects and not observed:
        return NOTHING_KNOWN
    criteria = [criteria_of(table, gene) for gene in dict.fromkeys(change.gene for change in observed)]
    exact += _exact_by_rsid((marker for one in criteria for marker in one.polymorphisms), allele)
    near = _near(table, observed)
    narrow = [_by_new_end(match, allele, observed) for marker in near for match in _narrow_matches(marker, observed)]
    telling = [match for match in (*exact, *narrow) if match.tier_eligible and _tells_action(match)]
    actions = known_actions(table, allele, observed, telling)
    if not (exact or narrow or actions or any(change.acts_on_protein_or_splicing for change in observed)):
        return AlleleKnowledge((), (), tuple(_related(near, observed, set()))) if near else NOTHING_KNOWN
    settled = [_settle(match, observed, actions, criteria_of(table, match.biomarker.gene).role) for match in narrow]
    gene_wide = [
        match
        for one in criteria
        for marker in one.whole_gene
        for change in numbered_for(marker, observed)
        if (match := match_function(marker, change, actions))
    ]
    matches = _best_per_biomarker((*exact, *settled, *gene_wide))
    met = {match.biomarker.biomarker_id for match in matches}
    evidence = tuple(action.evidence for action in actions if action.gene_wide)
    return AlleleKnowledge(matches, evidence, tuple(_related(near, observed, met)))


def _could_tell(table: MatchingTable, effect: Effect) -> bool:
    """False for most alleles: an effect that changes neither protein nor splicing, and is none of which its gene asks."""
    return may_act_by_terms(effect) or criteria_of(table, effect.gene).asks_of_silent(effect)


def _near(table: MatchingTable, observed: Iterable[ObservedChange]) -> tuple[Biomarker, ...]:
    """The biomarkers that can be met at this place of the gene, each once."""
    found = {marker.biomarker_id: marker for change in observed for marker in criteria_of(table, change.gene).near(change)}
    return tuple(found.values())


def _known_names(exact: Iterable[Match], hotspot: tuple[str, str] | None) -> dict[str, str]:
    """Gene to the protein change by which statements or the hotspot layer know this very allele."""
    names = {
        match.biomarker.gene: match.biomarker.protein_changes[0]
        for match in exact
        if match.biomarker.kind == BiomarkerKind.PROTEIN_CHANGE and len(match.biomarker.protein_changes) == 1
    }
    return dict((hotspot,)) | names if hotspot else names


def numbered_for(biomarker: Biomarker, observed: Sequence[ObservedChange]) -> tuple[ObservedChange, ...]:
    """The changes of the biomarker's gene on the transcripts whose numbering its name uses.

    Where the statement's transcripts are not determined, the gene's primary transcript; and where an effect was read from
    the file's own annotation, or typed without a transcript, that effect (both with NUMBERING_NOT_VERIFIED).
    """
    of_gene = [change for change in observed if change.gene == biomarker.gene]
    own = tuple(change for change in of_gene if _same_numbering(change.effect.transcript, biomarker.transcripts))
    if own:
        return own
    return tuple(
        change
        for change in of_gene
        if change.effect.is_primary
        and (not biomarker.transcripts or not change.effect.transcript or change.effect.computed_from == "file_annotation")
    )


def _same_numbering(transcript: str, transcripts: Sequence[str]) -> bool:
    """Versions of one accession differ in their UTRs far more often than in their numbering."""
    if transcript in transcripts:
        return True
    base = transcript.partition(".")[0]
    return any(base == other.partition(".")[0] for other in transcripts)


def _exact_by_allele(table: MatchingTable, biomarker_ids: Sequence[str], allele: Allele) -> Iterator[Match]:
    for biomarker_id in biomarker_ids:
        biomarker = table.biomarkers[biomarker_id]
        if biomarker.kind in NAMED_BY_ALLELE:
            matched_by = f"genomic allele {allele.chrom}:{allele.pos}:{allele.ref}>{allele.alt} {allele.assembly}"
            caveats = (HOMOZYGOUS_CARRIERS,) if "HOMOZYGOSITY" in biomarker.name.upper() else ()
            yield Match(biomarker, MatchLevel.EXACT, matched_by, tier_eligible=True, caveats=caveats)


def _exact_by_rsid(candidates: Iterable[Biomarker], allele: Allele) -> list[Match]:
    """A polymorphism whose identifier stands in the ID column. It names a position, not an allele: no tier."""
    identifiers = set(allele.vcf_id.split(";"))
    return [
        Match(marker, MatchLevel.EXACT, f"ID {marker.rsid}", tier_eligible=False, caveats=(BY_RSID,))
        for marker in candidates
        if marker.rsid in identifiers
    ]


def _narrow_matches(biomarker: Biomarker, observed: Sequence[ObservedChange]) -> Iterator[Match]:
    """Criteria on this very change, its codon, region, exon or promoter."""
    matcher = MATCHERS.get(biomarker.kind)
    if matcher is None and not biomarker.hgvsc:
        return
    for change in numbered_for(biomarker, observed):
        match = match_coding_change(biomarker, change) or (matcher(biomarker, change) if matcher else None)
        if match is not None:
            yield _with_numbering_caveats(match, change)


def _by_new_end(match: Match, allele: Allele, observed: Sequence[ObservedChange]) -> Match:
    """Frameshifts of a gene that acts by the end which one frame makes, by name (NPM1 W288fs) or by exon (CALR exon 9
    frameshift): no tier in the other frame."""
    marker = match.biomarker
    if marker.gene not in ACTS_BY_A_NEW_END:
        return match
    by_name = match.level == MatchLevel.PROTEIN and any("fs" in name for name in marker.protein_changes)
    if not by_name and not (match.level == MatchLevel.EXON and "frameshift" in marker.mutation_types):
        return match
    names = [change.change for change in numbered_for(marker, observed) if "frameshift" in change.types]
    if not any(is_in_other_frame(marker.gene, allele, name) for name in names):
        return match
    return match._replace(tier_eligible=False, caveats=(*match.caveats, OTHER_FRAME))


def _with_numbering_caveats(match: Match, change: ObservedChange) -> Match:
    """Residue numbers count on a transcript that must be known; exon numbers on exons that must all be known."""
    names_residues = match.biomarker.protein_changes or match.biomarker.codons or match.biomarker.hgvsc
    if names_residues and not _same_numbering(change.effect.transcript, match.biomarker.transcripts):
        match = match._replace(caveats=(*match.caveats, NUMBERING_NOT_VERIFIED))
    if match.level == MatchLevel.EXON and not change.exon_numbers_known:
        match = match._replace(tier_eligible=False, caveats=(*match.caveats, EXONS_NOT_VERIFIED))
    return match


def _tells_action(match: Match) -> bool:
    """Statements on these criteria say of the very change, or of its class, that it acts."""
    if match.biomarker.kind == BiomarkerKind.EXON:
        return bool(match.biomarker.mutation_types)
    return match.level in (MatchLevel.EXACT, MatchLevel.PROTEIN, MatchLevel.CODON) or match.biomarker.kind in (
        BiomarkerKind.EXON_SKIPPING,
        BiomarkerKind.INTERNAL_DUPLICATION,
    )


def _settle(match: Match, observed: Sequence[ObservedChange], actions: Sequence[Action], role: GeneRole) -> Match:
    """A statement on any change of an exon or region gives a tier only to changes that can act as the gene does.

    Truncations and destroyed splice sites act in a gene that is not just an oncogene, in-frame changes of length in a gene
    that is not just a suppressor and does not act by a new end (NPM1). Other changes (a missense), and any change in a
    region as wide as a domain, need evidence of their own, except in a loop of few residues.
    """
    biomarker = match.biomarker
    any_change = biomarker.kind in (BiomarkerKind.REGION, BiomarkerKind.EXON) and not biomarker.mutation_types
    if not match.tier_eligible or match.level == MatchLevel.EXACT or not any_change:
        return match
    known = next((action for action in actions if action.gene_wide), None)
    if known is not None:
        caveats = (*match.caveats, known.caveat) if known.caveat else match.caveats
        return match._replace(matched_by=f"{match.matched_by}, {known.evidence}", caveats=caveats)
    changes = numbered_for(biomarker, observed)
    width = sum(last - first + 1 for first, last in biomarker.regions)
    if any(change.truncates or "splice" in change.types for change in changes):
        acts = not role.only_oncogene
    elif any("inframe" in change.types for change in changes):
        acts = not role.only_suppressor and width <= WIDE_REGION and biomarker.gene not in ACTS_BY_A_NEW_END
    else:
        acts = 0 < width <= NARROW_REGION
    return match if acts else match._replace(tier_eligible=False, caveats=(*match.caveats, UNKNOWN_ACTION))


def _best_per_biomarker(matches: Iterable[Match]) -> tuple[Match, ...]:
    best: dict[str, Match] = {}
    for match in sorted(matches, key=_closeness):
        best.setdefault(match.biomarker.biomarker_id, match)
    return tuple(best.values())


def _closeness(match: Match) -> tuple[int, bool, str, str]:
    return (LEVEL_RANK[match.level], not match.tier_eligible, match.biomarker.biomarker_id, match.matched_by)


def _related(
    candidates: Iterable[Biomarker], observed: Sequence[ObservedChange], met: set[str]
) -> Iterator[tuple[Biomarker, str]]:
    for marker in sorted(candidates, key=lambda one: one.biomarker_id):
        if marker.kind != BiomarkerKind.PROTEIN_CHANGE or marker.biomarker_id in met:
            continue
        for change in numbered_for(marker, observed):
            if detail := differs_at_codon(marker, change):
                yield marker, detail
                break
