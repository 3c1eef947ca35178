"""What every output says of one finding beside its variant and its statement: how it is met, and the tier that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pm_annotate.model import Effect, Finding, MatchLevel, VariantReport
from pm_annotate.report.variant_values import all_caveats, effect_in, unique, variant_name

FINDING_COLUMNS = (
    "amp_tier", "tier_class", "tier_support", "profile_variants", "match_level", "matched_by", "match_caveat",
    "tumor_type_match", "profile_status", "requires",
)  # fmt: skip
_LOOSER = {level: place for place, level in enumerate(MatchLevel)}


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """A finding with what its table row and its JSON object both say."""

    finding: Finding
    first: VariantReport | None  # whose names and coordinates stand in the row
    effect: Effect | None  # of ``first``, on the gene that the finding is about
    variant_names: tuple[str, ...]
    match_level: str
    matched_by: tuple[str, ...]
    match_caveat: tuple[str, ...]

    def values(self) -> dict[str, object]:
        """By column name."""
        return dict(zip(FINDING_COLUMNS, self.cells(), strict=True))

    def cells(self) -> tuple[str | tuple[str, ...], ...]:
        """The values in the order of FINDING_COLUMNS. Samples that show the same change mostly share them."""
        finding = self.finding
        return (
            finding.amp_tier,
            finding.tier_class,
            finding.tier_support,
            self.variant_names,
            self.match_level,
            self.matched_by,
            self.match_caveat,
            finding.tumor_type_match.value,
            finding.profile_status,
            finding.requires,
        )


def in_words(finding: Finding, name: Callable[[VariantReport, Effect | None], str] = variant_name) -> FindingInWords:
    """Names and caveats of a finding, each once. ``name``: what names a variant."""
    genes = {match.biomarker.gene for match in finding.matches}
    effects = [effect_in(variant, genes) for variant in finding.variants]
    first = finding.variants[0] if finding.variants else None
    effect = effects[0] if effects else None
    return FindingInWords(
        finding,
        first,
        effect,
        tuple([name(variant, own) for variant, own in zip(finding.variants, effects, strict=True)]),
        loosest_level(finding),
        unique([match.matched_by for match in finding.matches]),
        _match_caveats(finding, first, effect),
    )


def loosest_level(finding: Finding) -> str:
    """The match level of the biomarker that is met least closely: a profile is met no better than its loosest part."""
    matches = finding.matches
    if len(matches) == 1:
        return matches[0].level.value
    return max([match.level for match in matches], key=_LOOSER.__getitem__).value if matches else ""


def _match_caveats(finding: Finding, first: VariantReport | None, effect: Effect | None) -> tuple[str, ...]:
    of_matches = [caveat for match in finding.matches for caveat in match.caveats]
    of_variant = all_caveats(first, [effect] if effect else []) if first else ()
    return unique([*of_matches, *finding.caveats, *of_variant])
