"""Where a possible reversion is said: beside PARP inhibitors and platinum, beside both variants, and as a warning."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.reversion import GENES, POSSIBLE, Reversion, possible_reversions
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.model import Finding, Observation, SampleReport

RESISTED = re.compile(r"(?!\biniparib)\b\w+parib\b|platin", re.IGNORECASE)
"""PARP inhibitors and platinum by the stems of their names: labs write "Pamiparib", "Rucaparib Camsylate" and "Platinum-based
therapy", too. Iniparib inhibits no PARP."""


def reversions_of(variants: Sequence[ReadVariant]) -> tuple[Reversion, ...]:
    """The pairs of a sample. Nearly all variants lie elsewhere, and are told at once."""
    asked = []
    for one in variants:
        if one.repeat:
            continue
        for effect in one.effects:
            if effect.gene in GENES:
                asked.append((one.observation, one.effects, one.event))
                break
    return possible_reversions(asked) if len(asked) > 1 else ()


def with_reversions(met: Sequence[MetStatement], found: Sequence[Reversion]) -> list[MetStatement]:
    """The statements on PARP inhibitors and platinum that one of the two variants meets, with what the pair may be."""
    if not found:
        return list(met)
    return [_beside(one, found) for one in met]


def _beside(one: MetStatement, found: Sequence[Reversion]) -> MetStatement:
    if not _may_fail(one):
        return one
    texts = _texts((variant.observation for variant, _ in one.met_by), found)
    return one._replace(caveats=(*one.caveats, *texts)) if texts else one


def _may_fail(one: MetStatement | Finding) -> bool:
    """Whether the statement is on a therapy that a reversion makes fail."""
    return one.tier_class == "therapy" and any(map(RESISTED.search, one.statement.therapies))


class ReversionsByPlace(NamedTuple):
    """The possible reversions of a sample by the places of its variants: what to say of each, and which are the pairs."""

    texts: Mapping[int, tuple[str, ...]]
    pairs: frozenset[frozenset[int]]


def reversions_by_place(variants: Sequence[ReadVariant], found: Sequence[Reversion]) -> ReversionsByPlace:
    """The pairs as tables of variants and ``two_hits`` ask for them."""
    texts: dict[int, list[str]] = {}
    pairs = set()
    for one in found:
        places = [variant.place for variant in variants if one.concerns(variant.observation)]
        pairs.add(frozenset(places))
        for place in places:
            texts.setdefault(place, []).append(one.text)
    return ReversionsByPlace({place: tuple(own) for place, own in texts.items()}, frozenset(pairs))


def with_reversions_told(report: SampleReport) -> SampleReport:
    """The report with reversions of inherited alleles that the caller set aside, and a warning of every reversion."""
    report = _with_those_of_inherited(report)
    told = dict.fromkeys(text for one in report.findings for text in one.caveats if text.startswith(POSSIBLE))
    return report._replace(warnings=(*report.warnings, *told)) if told else report


def _with_those_of_inherited(report: SampleReport) -> SampleReport:
    """Alleles that the caller set aside as germline stand among the inherited ones only.

    A tumour-normal caller lists the somatic second change, and filters the inherited first one.
    """
    shown = {id(variant.observation) for variant in report.variants}
    aside = [one for one in report.predisposition if one.gene in GENES and id(one.variant.observation) not in shown]
    if not aside:
        return report
    read = [*report.variants, *(one.variant for one in aside)]
    pairs = possible_reversions((one.observation, one.effects, one.event) for one in read)
    new = [one for one in pairs if not (id(one.one) in shown and id(one.two) in shown)]
    if not new:
        return report
    predisposition = tuple(
        one._replace(caveats=(*one.caveats, *_texts([one.variant.observation], new))) for one in report.predisposition
    )
    return report._replace(findings=tuple(_found_beside(one, new) for one in report.findings), predisposition=predisposition)


def _found_beside(one: Finding, found: Sequence[Reversion]) -> Finding:
    if not _may_fail(one):
        return one
    texts = _texts((variant.observation for variant in one.variants), found)
    return one._replace(caveats=(*one.caveats, *texts)) if texts else one


def _texts(observations: Iterable[Observation], found: Sequence[Reversion]) -> tuple[str, ...]:
    seen = tuple(observations)
    return tuple(one.text for one in found if any(one.concerns(observation) for observation in seen))
