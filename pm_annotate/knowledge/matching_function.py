"""Criteria on what a change does to the gene: truncating, loss or gain of function, any variant of the gene.

A gene-wide criterion is met at level functional, or gene, by an allele that is known to act that way; any other
protein-altering or splice-site allele of the gene is listed at level gene and gives no tier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pm_annotate.knowledge.observed_change import ObservedChange
from pm_annotate.knowledge.variant_action import Action, may_act
from pm_annotate.model import Biomarker, BiomarkerKind, Match, MatchLevel

ONLY_THE_END = "only the last 5 % of the protein is lost: the function may be kept"
UNKNOWN_ACTION = "nothing known says that this change acts: gene-wide statement, no tier"
ONE_ALLELE = "biallelic: one allele does not show it"


def match_function(biomarker: Biomarker, observed: ObservedChange, actions: Sequence[Action]) -> Match | None:
    """TRUNCATING, FRAMESHIFT, LOSS_OF_FUNCTION, GAIN_OF_FUNCTION and ANY_VARIANT, each limited to its residues and exons.

    A silent, intronic or untranslated change meets one only where it is known to act: beside a splice site by any evidence,
    elsewhere by ClinVar in this gene.
    """
    acts = observed.acts_on_protein_or_splicing or (bool(actions) and may_act(observed))
    if not (acts or any(action.gene == observed.gene for action in actions)) or not _within(biomarker, observed):
        return None
    match = _match_kind(biomarker, observed, actions)
    return match if observed.acts_on_protein_or_splicing or (match is not None and match.tier_eligible) else None


def _match_kind(biomarker: Biomarker, observed: ObservedChange, actions: Sequence[Action]) -> Match | None:
    match biomarker.kind:
        case BiomarkerKind.TRUNCATING | BiomarkerKind.FRAMESHIFT:
            return _of_class(biomarker, observed)
        case BiomarkerKind.LOSS_OF_FUNCTION:
            return _loss_of_function(biomarker, observed, actions)
        case BiomarkerKind.GAIN_OF_FUNCTION:
            return _by_action(biomarker, observed, actions, lambda action: action.gain, MatchLevel.FUNCTIONAL)
        case BiomarkerKind.ANY_VARIANT:
            if not observed.is_of(biomarker.mutation_types):
                return None
            return _by_action(biomarker, observed, actions, lambda action: action.gene_wide, MatchLevel.GENE)
    return None


def _within(biomarker: Biomarker, observed: ObservedChange) -> bool:
    if biomarker.exons and observed.exons.isdisjoint(biomarker.exons):
        return False
    ranges = biomarker.regions + tuple((codon, codon) for codon in biomarker.codons)
    if not ranges:
        return True
    span = observed.residues()
    return span is not None and any(span[0] <= last and first <= span[1] for first, last in ranges)


def _of_class(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    word = "frameshift" if biomarker.kind == BiomarkerKind.FRAMESHIFT else "truncating"
    if word not in observed.types or not observed.is_of(biomarker.mutation_types):
        return None
    caveats = (ONLY_THE_END,) if observed.loses_only_the_end else ()
    matched_by = f"{word}: {observed.name} on {observed.effect.transcript}"
    return Match(biomarker, MatchLevel.FUNCTIONAL, matched_by, tier_eligible=not caveats, caveats=caveats)


def _loss_of_function(biomarker: Biomarker, observed: ObservedChange, actions: Sequence[Action]) -> Match | None:
    types = tuple(word for word in biomarker.mutation_types if word != "biallelic")
    if not observed.is_of(types):
        return None
    match = _by_action(biomarker, observed, actions, lambda action: action.loss, MatchLevel.FUNCTIONAL)
    if "biallelic" in biomarker.mutation_types:
        return Match(match.biomarker, match.level, match.matched_by, False, (*match.caveats, ONE_ALLELE))
    if not match.tier_eligible and observed.loses_only_the_end:
        return Match(match.biomarker, match.level, match.matched_by, False, (ONLY_THE_END,))
    return match


def _by_action(
    biomarker: Biomarker,
    observed: ObservedChange,
    actions: Sequence[Action],
    acts: Callable[[Action], bool],
    level: MatchLevel,
) -> Match:
    known = next((action for action in actions if acts(action)), None)
    seen = f"{observed.gene}: {observed.name} on {observed.effect.transcript}"
    if known is not None:
        caveats = (known.caveat,) if known.caveat else ()
        return Match(biomarker, level, f"{seen}, {known.evidence}", tier_eligible=True, caveats=caveats)
    return Match(biomarker, MatchLevel.GENE, seen, tier_eligible=False, caveats=(UNKNOWN_ACTION,))
