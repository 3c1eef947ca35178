"""What a label's broad words do not mean for this change: classes that resist, lists of companion diagnostics, later lines."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.label_limitations import NOT_THE_LABEL, LabelLimitation
from pm_annotate.knowledge.observed_change import observe
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.model import BiomarkerKind, Match, MatchLevel, Profile

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
    """The statements of sensitivity without the tier that the limitations take from them, and with what they say.

    Where a statement is met by several alleles, and the label means some of them, the others are a finding of their own.
    """
    limited = {limitation.gene for limitation in limitations}
    return [within for one in met for within in _within_label(one, limitations, limited)]


def _within_label(
    one: MetStatement, limitations: Sequence[LabelLimitation], limited: Collection[str]
) -> Iterator[MetStatement]:
    """``limited``: the genes that the limitations are about."""
    genes = {gene for _, match in one.met_by if (gene := match.biomarker.gene) in limited}
    if one.tier_class != "therapy" or not one.tier or not genes:
        yield one
        return
    concerning = [limitation for limitation in limitations if limitation.gene in genes]
    not_meant = list(_not_meant(one, concerning)) if is_broad(one) else []
    meant, others = _apart(one, not_meant)
    if others:
        yield others._replace(tier="", caveats=(*one.caveats, f"no tier: {not_meant[0].why}"))
    if not meant:
        return
    for limitation in concerning:
        if why := _another_line(meant, limitation) or _withdrawn(meant, limitation):
            yield meant._replace(tier="", caveats=(*meant.caveats, f"no tier: {why}"))
            return
    yield from (_after_withdrawal(each, concerning) for each in _beyond_named_changes(meant, concerning))


class _NotMeant(NamedTuple):
    """A variant by which the statement is met, and why its therapy is not offered for that."""

    pair: tuple[ReadVariant, Match]
    why: str


def _apart(one: MetStatement, not_meant: Sequence[_NotMeant]) -> tuple[MetStatement | None, MetStatement | None]:
    """The statement as the alleles meet it that are meant, and as the others do; None where there are none.

    All alleles are others where the profile is not met without those that are not meant: by another allele of the same
    criterion, or by an alternative. Of PIK3CA H1047R and E726K in one breast cancer the label means the first, whatever it
    says of the second.
    """
    if not not_meant:
        return one, None
    taken = {(variant.place, match.biomarker.biomarker_id) for (variant, match), _ in not_meant}
    left = tuple(pair for pair in one.met_by if (pair[0].place, pair[1].biomarker.biomarker_id) not in taken)
    met = {match.biomarker.biomarker_id for _, match in one.met_by}
    if _falls(one.statement.profile, met, met - {match.biomarker.biomarker_id for _, match in left}):
        return None, one
    return one._replace(met_by=left), one._replace(met_by=tuple(pair for pair in one.met_by if pair not in left))


def _falls(profile: Profile, met: Collection[str], lost: Collection[str]) -> bool:
    """Whether the profile is no longer met without the ``lost`` ones of its biomarkers that variants of the sample met."""
    if profile.operator == "MARKER":
        return profile.biomarker_id in lost
    if profile.operator == "AND":
        return any(_falls(part, met, lost) for part in profile.parts)
    shown = [part for part in profile.parts if any(one in met for one in biomarker_ids(part))]
    return profile.operator == "OR" and bool(shown) and all(_falls(part, met, lost) for part in shown)


def _not_meant(one: MetStatement, limitations: Iterable[LabelLimitation]) -> Iterator[_NotMeant]:
    """The variants of a class that a broad statement does not mean."""
    for limitation in limitations:
        if not limitation.not_for_change:
            continue
        for variant, match in one.met_by:
            if match.biomarker.gene != limitation.gene:  # asked here: the names cost more than all the rest
                continue
            therapy = limitation.concerns_change(one.statement.therapies, match.biomarker.gene, names_of(variant))
            if therapy:
                said = f"{limitation.not_for_change} does not predict a response to {therapy.lower()} ({limitation.basis})"
                yield _NotMeant((variant, match), said)


def responding_members(met: Iterable[MetStatement], limitations: Sequence[LabelLimitation]) -> Iterator[MetStatement]:
    """Statements of resistance of a class of variants, without tier for the members of the class that are known to respond.

    "EGFR exon 20 insertion: resistance to afatinib" does not speak of A763_Y764insFQEA.
    """
    excepting = {(one.gene, one.not_for_change): one for one in limitations if one.but_for_changes}
    for one in met:
        if one.tier_class != "resistance" or not one.tier or not one.met_by:
            yield one
            continue
        rows = [(variant, excepting.get((match.biomarker.gene, match.biomarker.name))) for variant, match in one.met_by]
        excepted = [row for variant, row in rows if row is not None and _responds(one, variant, row)]
        if len(excepted) < len(rows):
            yield one
            continue
        names = " or ".join(excepted[0].but_for_changes)
        why = f"no tier: {names} responds, unlike its class ({excepted[0].basis})"
        yield one._replace(tier="", caveats=(*one.caveats, why))


def _responds(one: MetStatement, variant: ReadVariant, row: LabelLimitation) -> bool:
    about = not row.therapies.isdisjoint(map(base_name, one.statement.therapies)) or row.any_therapy
    return about and not names_of(variant).isdisjoint(row.but_for_changes)


def _another_line(one: MetStatement, limitation: LabelLimitation) -> str:
    """Why the variant is no reason to give the drug; "" where it is, or where the statement is not one of a label."""
    if not limitation.needs_before or not one.statement.regulatory_approval or not limitation.offered(one.statement):
        return ""
    return f"the label names {limitation.gene} to say what comes before: {limitation.needs_before} ({limitation.basis})"


def _withdrawn(one: MetStatement, limitation: LabelLimitation) -> str:
    """That this very approval is none any more; "" where it stands."""
    agency = limitation.withdrawn_by
    if not limitation.withdrawn_from(one.statement) or one.statement.regulatory_approval != agency:
        return ""
    return f"{agency} has withdrawn the approval ({limitation.basis})"


def _after_withdrawal(one: MetStatement, limitations: Sequence[LabelLimitation]) -> MetStatement:
    """No Tier I by a source whose highest level followed an approval of the FDA that was withdrawn since."""
    if not one.tier.startswith("Tier I-") or one.statement.regulatory_approval:
        return one
    for limitation in limitations:
        if limitation.withdrawn_by == "FDA" and limitation.withdrawn_from(one.statement):
            why = f"no Tier I: FDA has withdrawn its approval ({limitation.basis})"
            return one._replace(tier=TIER_BEYOND_THE_LABEL, caveats=(*one.caveats, why))
    return one


def _beyond_named_changes(one: MetStatement, limitations: Sequence[LabelLimitation]) -> Iterator[MetStatement]:
    """No Tier I by a label whose companion diagnostic does not look for this change."""
    if not one.tier.startswith("Tier I-"):
        yield one
        return
    beyond = [(limitation, pair) for limitation in limitations for pair in _beyond(one, limitation)]
    not_meant = [
        _NotMeant(pair, f"no Tier I: the label means other changes of {limitation.gene} ({limitation.basis})")
        for limitation, pair in beyond
        if limitation.other_changes == NOT_THE_LABEL
    ]
    meant, others = _apart(one, not_meant)
    if others:
        yield others._replace(tier=TIER_BEYOND_THE_LABEL, caveats=(*one.caveats, not_meant[0].why))
    if not meant:
        return
    unsure = [
        _NotMeant(pair, f"check whether this change of {limitation.gene} is meant ({limitation.basis})")
        for limitation, pair in beyond
        if limitation.other_changes != NOT_THE_LABEL
    ]
    sure, others = _apart(meant, unsure)
    if others:
        yield others._replace(caveats=(*one.caveats, unsure[0].why))
    if sure:
        yield sure


def _beyond(one: MetStatement, limitation: LabelLimitation) -> Iterator[tuple[ReadVariant, Match]]:
    """The variants that meet a wide criterion of the statement and are none of the changes that the label means."""
    if not limitation.only_for_changes:
        return
    for variant, match in one.met_by:
        gene = match.biomarker.gene
        if match.biomarker.kind not in WIDE or gene != limitation.gene:
            continue
        if limitation.beyond_named_changes(one.statement, gene, names_of(variant)):
            yield variant, match


def names_of(variant: ReadVariant) -> frozenset[str]:
    """What the variant is called: the biomarkers that it meets, and its protein changes with their genes."""
    met = {match.biomarker.name for match in variant.knowledge.matches}
    return frozenset(met | set(_protein_changes(variant)))


def _protein_changes(variant: ReadVariant) -> Iterator[str]:
    if variant.event is None:
        for seen in observe(variant.effects):
            if seen.change is not None and seen.effect.is_primary:
                yield f"{seen.gene} {seen.change.short()}"
