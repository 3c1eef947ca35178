"""What a label's broad words do not mean for this change: classes that resist, lists of companion diagnostics, later lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.label_limitations import NOT_THE_LABEL, LabelLimitation
from pm_annotate.knowledge.observed_change import observe
from pm_annotate.model import BiomarkerKind, MatchLevel

CLOSE = frozenset(
    {
        MatchLevel.EXACT,
        MatchLevel.PROTEIN,
        MatchLevel.CODON,
        MatchLevel.FUSION_PAIR,
        MatchLevel.FUSION_PARTNER,
        MatchLevel.AMPLIFICATION,
        MatchLevel.DELETION,
        MatchLevel.REARRANGEMENT,
        MatchLevel.WILD_TYPE,
    }
)
WIDE = frozenset({BiomarkerKind.ANY_VARIANT, BiomarkerKind.GAIN_OF_FUNCTION, BiomarkerKind.REGION, BiomarkerKind.AMPLIFICATION})
"""Criteria that take in more than the changes that a companion diagnostic looks for."""
TIER_BEYOND_THE_LABEL = "Tier II-C"


def is_broad(one: MetStatement) -> bool:
    """Met by a gene, a function, a region, or an exon without a type of change, rather than by this kind of change."""
    return not any(match.level in CLOSE or match.biomarker.mutation_types for _, match in one.met_by)


def within_labels(met: Iterable[MetStatement], limitations: Sequence[LabelLimitation]) -> list[MetStatement]:
    """The statements of sensitivity without the tier that the limitations take from them, and with what they say."""
    limited = {limitation.gene for limitation in limitations}
    return [_within_label(one, limitations, limited) for one in met]


def _within_label(one: MetStatement, limitations: Sequence[LabelLimitation], limited: Collection[str]) -> MetStatement:
    """``limited``: the genes that the limitations are about."""
    if one.tier_class != "therapy" or not one.tier:
        return one
    genes = {gene for _, match in one.met_by if (gene := match.biomarker.gene) in limited}
    if not genes:
        return one
    concerning = [limitation for limitation in limitations if limitation.gene in genes]
    broad = is_broad(one)
    for limitation in concerning:
        why = (_not_meant(one, limitation) if broad else "") or _another_line(one, limitation) or _withdrawn(one, limitation)
        if why:
            return one._replace(tier="", caveats=(*one.caveats, f"no tier: {why}"))
    return _after_withdrawal(_beyond_named_changes(one, concerning), concerning)


def _not_meant(one: MetStatement, limitation: LabelLimitation) -> str:
    """Why a broad statement does not mean the class of variants that meets it; "" where it may."""
    if not limitation.not_for_change:
        return ""
    for variant, match in one.met_by:
        if match.biomarker.gene != limitation.gene:  # asked here: the names cost more than all the rest
            continue
        therapy = limitation.concerns_change(one.statement.therapies, match.biomarker.gene, names_of(variant))
        if therapy:
            return f"{limitation.not_for_change} does not predict a response to {therapy.lower()} ({limitation.basis})"
    return ""


def _another_line(one: MetStatement, limitation: LabelLimitation) -> str:
    """Why the variant is no reason to give the drug; "" where it is, or where the statement is not one of a label."""
    if not limitation.needs_before or not one.statement.regulatory_approval or not limitation.offered(one.statement):
        return ""
    return f"the label names {limitation.gene} to say what comes before: {limitation.needs_before} ({limitation.basis})"


def _withdrawn(one: MetStatement, limitation: LabelLimitation) -> str:
    """That this very approval is none any more; "" where it stands."""
    agency = limitation.withdrawn_by
    if not agency or one.statement.regulatory_approval != agency or not limitation.offered(one.statement):
        return ""
    return f"{agency} has withdrawn the approval ({limitation.basis})"


def _after_withdrawal(one: MetStatement, limitations: Sequence[LabelLimitation]) -> MetStatement:
    """No Tier I by a source whose highest level followed an approval of the FDA that was withdrawn since."""
    if not one.tier.startswith("Tier I-") or one.statement.regulatory_approval:
        return one
    for limitation in limitations:
        if limitation.withdrawn_by == "FDA" and limitation.offered(one.statement):
            why = f"no Tier I: FDA has withdrawn its approval ({limitation.basis})"
            return one._replace(tier=TIER_BEYOND_THE_LABEL, caveats=(*one.caveats, why))
    return one


def _beyond_named_changes(one: MetStatement, limitations: Sequence[LabelLimitation]) -> MetStatement:
    """No Tier I by a label whose companion diagnostic does not look for this change."""
    if not one.tier.startswith("Tier I-"):
        return one
    for limitation in limitations:
        if not limitation.only_for_changes:
            continue
        for variant, match in one.met_by:
            if match.biomarker.kind not in WIDE or match.biomarker.gene != limitation.gene:
                continue
            if not limitation.beyond_named_changes(one.statement, match.biomarker.gene, names_of(variant)):
                continue
            if limitation.other_changes == NOT_THE_LABEL:
                why = f"no Tier I: the label means other changes of {limitation.gene} ({limitation.basis})"
                return one._replace(tier=TIER_BEYOND_THE_LABEL, caveats=(*one.caveats, why))
            why = f"check whether this change of {limitation.gene} is meant ({limitation.basis})"
            return one._replace(caveats=(*one.caveats, why))
    return one


def names_of(variant: ReadVariant) -> Collection[str]:
    """What the variant is called: the biomarkers that it meets, and its protein changes with their genes."""
    met = {match.biomarker.name for match in variant.knowledge.matches}
    return met | set(_protein_changes(variant))


def _protein_changes(variant: ReadVariant) -> Iterator[str]:
    if variant.event is None:
        for seen in observe(variant.effects):
            if seen.change is not None and seen.effect.is_primary:
                yield f"{seen.gene} {seen.change.short()}"
