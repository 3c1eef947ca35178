"""What every output says of one finding beside its variant and its statement: how it is met, and the tier that follows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pm_annotate.model import Effect, Finding, MatchLevel, VariantReport
from pm_annotate.report.variant_values import effect_in, unique, variant_name
from pm_annotate.shared_texts import shared

FINDING_COLUMNS = (
    "amp_tier", "tier_class", "tier_support", "profile_variants", "match_level", "matched_by", "match_caveat",
    "tumor_type_match", "profile_status", "requires",
)  # fmt: skip
_LOOSER = {level: place for place, level in enumerate(MatchLevel)}


class FindingInWords(NamedTuple):
    """A finding with what its table row and its JSON object both say."""

    finding: Finding
    first: VariantReport | None  # whose names and coordinates stand in the row
    effect: Effect | None  # of ``first``, on the gene that the finding is about
    cells: tuple[str | tuple[str, ...], ...]  # in the order of FINDING_COLUMNS; findings of a variant mostly share them

    def values(self) -> dict[str, object]:
        """By column name."""
        return dict(zip(FINDING_COLUMNS, self.cells, strict=True))


def in_words(finding: Finding, name: Callable[[VariantReport, Effect | None], str] = variant_name) -> FindingInWords:
    """Names and caveats of a finding, each once. ``name``: what names a variant."""
    variants, matches = finding.variants, finding.matches
    genes = {match.biomarker.gene for match in matches}
    effects = [effect_in(variant, genes) for variant in variants]
    first, effect = (variants[0], effects[0]) if variants else (None, None)
    names = tuple([name(variant, own) for variant, own in zip(variants, effects, strict=True)])
    cells = (
        finding.amp_tier,
        finding.tier_class,
        finding.tier_support,
        shared(names),
        loosest_level(finding),
        shared(unique([match.matched_by for match in matches])),
        shared(_match_caveats(finding, effects, names)),
        finding.tumor_type_match.value,
        finding.profile_status,
        finding.requires,
    )
    return FindingInWords(finding, first, effect, cells)


def loosest_level(finding: Finding) -> str:
    """The match level of the biomarker that is met least closely: a profile is met no better than its loosest part."""
    matches = finding.matches
    if len(matches) == 1:
        return matches[0].level.value
    return max([match.level for match in matches], key=_LOOSER.__getitem__).value if matches else ""


def _match_caveats(finding: Finding, effects: Sequence[Effect | None], names: Sequence[str]) -> tuple[str, ...]:
    """Of every variant that the profile rests on, since it is no surer than the least sure; after the first with its name."""
    found = [caveat for match in finding.matches for caveat in match.caveats]
    found += finding.caveats
    for place, (variant, effect) in enumerate(zip(finding.variants, effects, strict=True)):
        own = (*variant.caveats, *(effect.caveats if effect else ()))
        found += [f"{names[place]}: {caveat}" for caveat in own if caveat not in found] if place else own
    return unique(found)
