"""Markers that the user or a header states and that the sample's own variants contradict: one of the two is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pm_annotate.clinical.amplified_erbb2 import amplified_erbb2
from pm_annotate.clinical.phase_caveats import change_name
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.knowledge.markers import SAME_WORD, StatedMarkers
from pm_annotate.model import VariantReport

BY_THE_FILE = "{text} is stated, but the file shows {names}: what the file shows goes before it. Check sample and statement."
HER2_POSITIVE = (
    "{text} is stated, but the file shows {names}, which makes a tumour HER2 positive: findings that rest on either are listed."
    " Check sample and statement."
)
NOT_HER2_POSITIVE = frozenset({"negative", "low", "ultralow"})


def contradicted_wild_types(markers: StatedMarkers, variants: Iterable[VariantReport]) -> Iterator[str]:
    """Warnings: ``KRAS=wildtype`` beside a KRAS G12D. Only variants that are known to act speak against it."""
    stated = dict(markers.wild_types())
    if not stated:
        return
    against: dict[str, list[str]] = {}
    for variant in variants:
        gene = variant.event.gene if variant.event else variant.effects[0].gene if variant.effects else ""
        if gene in stated and variant.oncogenicity_evidence:
            against.setdefault(gene, []).append(_name(variant))
    for gene, names in sorted(against.items()):
        yield BY_THE_FILE.format(text=stated[gene], names=", ".join(dict.fromkeys(names)))


def _name(variant: VariantReport) -> str:
    if variant.event is not None:
        return variant.event.name
    first = variant.effects[0]
    return f"{first.gene} {first.hgvsp_short.removeprefix('p.') or first.hgvsc}"


def stated_against_file(markers: StatedMarkers, variants: Sequence[ReadVariant]) -> Iterator[str]:
    """One text for each statement, but for wild types, that says no to what a variant meets well enough for a tier."""
    wild_types = {text for _, text in markers.wild_types()}
    seen: dict[str, dict[str, None]] = {}
    for variant in variants:
        for match in variant.knowledge.matches:
            biomarker = match.biomarker
            if match.tier_eligible and markers.states.get(biomarker.biomarker_id) == MarkerState.NOT_MET:
                text = markers.said_by[biomarker.biomarker_id]
                seen.setdefault(text, {})[change_name(variant, biomarker.gene)] = None
    for text in sorted(seen.keys() - wild_types):
        yield BY_THE_FILE.format(text=text, names=", ".join(seen[text]))
    amplified = amplified_erbb2(variants)
    for text in markers.texts if amplified else ():
        name, _, value = text.rpartition("=")
        if name.strip().upper() == "HER2" and SAME_WORD.get(value.strip().lower(), value.strip().lower()) in NOT_HER2_POSITIVE:
            yield HER2_POSITIVE.format(
                text=text, names=", ".join(dict.fromkeys(change_name(one, "ERBB2") for one in amplified))
            )
