"""Findings gathered for people: one line per variant x therapies x condition, with the best tier and all statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pm_annotate.model import Finding, Statement, TumorRelation
from pm_annotate.report.tiers import TIER_CLASSES, tier_rank
from pm_annotate.report.variant_values import effect_for, unique, variant_name

_JOINED_BY = {"AND": " + ", "OR": " or ", "SEQUENTIAL": " then ", "": ", "}
_AGENCY_ORDER = ("FDA", "EMA")


@dataclass(frozen=True, slots=True)
class FindingsLine:
    """What several statements say alike."""

    tier_class: str
    amp_tier: str  # the best among the statements
    variant: str  # "BRAF V600E"
    meaning: str  # therapies, or what is diagnosed or predicted
    condition: str
    requires: tuple[str, ...]
    agencies: tuple[str, ...]
    statement_ids: tuple[str, ...]
    this_tumor: bool  # a statement for this tumour type or a broader one, and not just for any tumour


def gather(findings: Iterable[Finding]) -> list[FindingsLine]:
    """Tiered findings as lines, in reading order. Statements for this tumour type share a line whatever they call it."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.amp_tier:
            groups.setdefault(_alike(finding), []).append(finding)
    return sorted((_line(group) for group in groups.values()), key=reading_order)


def reading_order(line: FindingsLine) -> tuple[int, int, bool, bool, bool]:
    """Class, tier, conditional last, approved first, for this very tumour type before any tumour; then as reported."""
    return (
        class_rank(line.tier_class),
        tier_rank(line.amp_tier),
        bool(line.requires),
        not (line.agencies and line.this_tumor),
        not line.this_tumor,
    )


def class_rank(tier_class: str) -> int:
    """Therapy first, resistance next; an unknown class last."""
    return TIER_CLASSES.index(tier_class) if tier_class in TIER_CLASSES else len(TIER_CLASSES)


def therapy_text(statement: Statement) -> str:
    """``Encorafenib + Cetuximab`` for a combination, ``Dabrafenib or Vemurafenib`` for substitutes."""
    return _JOINED_BY.get(statement.therapy_combination, ", ").join(statement.therapies)


def _alike(finding: Finding) -> tuple[object, ...]:
    statement = finding.statement
    therapies = tuple(sorted(therapy.casefold() for therapy in statement.therapies))
    meaning = () if therapies else (_meaning(finding).casefold(),)
    return (
        finding.tier_class,
        _names(finding),
        therapies,
        statement.therapy_combination if len(therapies) > 1 else "",
        meaning,
        "" if _for_this_tumor(finding) else statement.condition.casefold(),
        finding.requires,
    )


def _for_this_tumor(finding: Finding) -> bool:
    return finding.tumor_type_match in (TumorRelation.SAME, TumorRelation.ANCESTOR)


def _names(finding: Finding) -> str:
    names = unique(variant_name(variant, effect_for(finding, variant)) for variant in finding.variants)
    return " + ".join(name.replace(":p.", " ").replace(":", " ", 1) for name in names) or finding.statement.profile_text


def _meaning(finding: Finding) -> str:
    return therapy_text(finding.statement) or finding.statement.significance or finding.statement.predicate


def _line(group: list[Finding]) -> FindingsLine:
    first = min(group, key=lambda finding: (tier_rank(finding.amp_tier), not finding.statement.regulatory_approval))
    named = {agency.strip() for finding in group for agency in finding.statement.regulatory_approval.split(";")} - {""}
    return FindingsLine(
        tier_class=first.tier_class,
        amp_tier=first.amp_tier,
        variant=_names(first),
        meaning=_meaning(first),
        condition=first.statement.condition,
        requires=first.requires,
        agencies=tuple(sorted(named, key=_agency_rank)),
        statement_ids=unique(finding.statement.statement_id for finding in (first, *group)),
        this_tumor=_for_this_tumor(first),
    )


def _agency_rank(agency: str) -> tuple[int, str]:
    return (_AGENCY_ORDER.index(agency) if agency in _AGENCY_ORDER else len(_AGENCY_ORDER), agency)
