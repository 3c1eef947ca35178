"""A therapy that one marker speaks for and another marker of the same tumour speaks against: each finding says of the other.

RAS wild type speaks for panitumumab while BRAF V600E in the same tumour speaks against it. Both statements stand, each in its
own class with its own tier; who reads the first must see the second.

A combination made against a marker (encorafenib with cetuximab for BRAF V600E) is not held against what resists one of its
drugs alone, unless it rests on wild type only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pm_annotate.model import Finding, MatchLevel, Statement

STRONG = frozenset({"Tier I-A", "Tier I-B"})
SUBSTITUTES = "OR"


def with_reported_resistance(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, with a caveat on each tiered therapy that a Tier I resistance finding on other genes speaks against."""
    against = [one for one in findings if one.tier_class == "resistance" and one.amp_tier in STRONG]
    if not against:
        return tuple(findings)
    return tuple(_with_caveats(finding, against) for finding in findings)


def _with_caveats(finding: Finding, against: Iterable[Finding]) -> Finding:
    if finding.tier_class != "therapy" or not finding.amp_tier:
        return finding
    own = genes_of(finding)
    by_wild_type = all(match.level == MatchLevel.WILD_TYPE for match in finding.matches)
    texts: dict[tuple[str, frozenset[str]], str] = {}
    for one in against:
        named = named_therapies(one.statement, finding.statement)
        if named and not own & genes_of(one) and (by_wild_type or len(finding.statement.therapies) == 1):
            marker = one.statement.profile_text
            text = f"resistance to {named} is reported with {marker} ({one.amp_tier}, {one.statement.statement_id})"
            texts.setdefault((named, genes_of(one)), text)
    return replace(finding, caveats=(*finding.caveats, *texts.values())) if texts else finding


def genes_of(finding: Finding) -> frozenset[str]:
    """The genes whose variants meet the finding."""
    return frozenset(match.biomarker.gene for match in finding.matches if match.biomarker.gene)


def named_therapies(against: Statement, offered: Statement) -> str:
    """The therapies of ``against`` that ``offered`` gives: of substitutes those that it gives, of a combination all or none."""
    given = {therapy.casefold() for therapy in offered.therapies}
    common = [therapy for therapy in against.therapies if therapy.casefold() in given]
    if not common or (against.therapy_combination != SUBSTITUTES and len(common) < len(against.therapies)):
        return ""
    return " or ".join(common) if against.therapy_combination == SUBSTITUTES else " + ".join(common)
