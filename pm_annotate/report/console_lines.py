"""Findings gathered for people: one line per variant x therapies x condition, with the best tier and all statements."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.model import Finding, PgxCall, Statement, TumorRelation
from pm_annotate.report.statement_values import therapy_text
from pm_annotate.report.tiers import TIER_CLASSES, tier_rank
from pm_annotate.report.variant_values import effect_for, unique, variant_name

_GENE_SEPARATOR = re.compile(r"(?<!:):(?:p\.)?(?!:)")
_AGENCY_ORDER = ("FDA", "EMA")
RESISTANCE_BESIDE = "resistance in this sample: "  # how the caveat of clinical.resistance_beside begins
POSSIBLE_REVERSION = "possible reversion: "  # and that of clinical.reversion


class FindingsLine(NamedTuple):
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
    against: tuple[str, ...] = ()  # other alterations of the sample that resist the therapy
    pharmacogenes: tuple[str, ...] = ()  # genes whose phenotype asks for another dose or drug


def gather(findings: Iterable[Finding], calls: Sequence[PgxCall] = ()) -> list[FindingsLine]:
    """Tiered findings as lines, in reading order. Statements for this tumour type share a line whatever they call it.

    ``calls``: of which the findings' caveats speak where a phenotype concerns a therapy.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.amp_tier:
            groups.setdefault(_alike(finding), []).append(finding)
    warned_of = {f"{call.gene} {call.phenotype}: ": call.gene for call in calls if call.phenotype}
    return sorted((_line(group, warned_of) for group in groups.values()), key=reading_order)


def reading_order(line: FindingsLine) -> tuple[int, int, bool, bool, bool, bool]:
    """Class, tier, what is resisted last, conditional last, approved first, this tumour type before any; then as reported."""
    return (
        class_rank(line.tier_class),
        tier_rank(line.amp_tier),
        bool(line.against),
        bool(line.requires),
        not (line.agencies and line.this_tumor),
        not line.this_tumor,
    )


def class_rank(tier_class: str) -> int:
    """Therapy first, resistance next; an unknown class last."""
    return TIER_CLASSES.index(tier_class) if tier_class in TIER_CLASSES else len(TIER_CLASSES)


def name_for_people(name: str) -> str:
    """``BRAF:p.V600E`` as ``BRAF V600E``; the two colons of ``BCR::ABL1`` stay."""
    return _GENE_SEPARATOR.sub(" ", name, count=1)


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
    return " + ".join(name_for_people(name) for name in names) or _profile(finding.statement)


def _profile(statement: Statement) -> str:
    """The profile of a finding without variants; ``KRAS, NRAS wild type`` for ``Wild type KRAS AND Wild type NRAS``."""
    parts = statement.profile_text.split(" AND ")
    genes = [part.removeprefix("Wild type ") for part in parts]
    return f"{', '.join(genes)} wild type" if all(part.startswith("Wild type ") for part in parts) else statement.profile_text


def _against(group: Iterable[Finding]) -> tuple[str, ...]:
    """What resists the therapy, by the caveats: ``BRAF V600E``, ``a possible reversion``."""
    said = [caveat for finding in group for caveat in finding.caveats]
    beside = (text.removeprefix(RESISTANCE_BESIDE) for text in said if text.startswith(RESISTANCE_BESIDE))
    resisting = [part.rpartition(" (")[0] for text in beside for part in text.split("; ")]
    if any(text.startswith(POSSIBLE_REVERSION) for text in said):
        resisting.insert(0, "a possible reversion")
    return unique(resisting)


def _meaning(finding: Finding) -> str:
    return therapy_text(finding.statement) or finding.statement.significance or finding.statement.predicate


def _line(group: list[Finding], warned_of: Mapping[str, str]) -> FindingsLine:
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
        against=_against(group),
        pharmacogenes=unique(
            gene
            for finding in group
            for caveat in finding.caveats
            for said, gene in warned_of.items()
            if caveat.startswith(said)
        ),
    )


def _agency_rank(agency: str) -> tuple[int, str]:
    return (_AGENCY_ORDER.index(agency) if agency in _AGENCY_ORDER else len(_AGENCY_ORDER), agency)
