"""A wild type that the user states and the file contradicts: the file goes before it, and the reader must know of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pm_annotate.knowledge.markers import StatedMarkers
from pm_annotate.model import VariantReport


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
        found = ", ".join(dict.fromkeys(names))
        yield f"{stated[gene]} is stated, and the file shows {found}: the file goes before it. Find out which is right."


def _name(variant: VariantReport) -> str:
    if variant.event is not None:
        return variant.event.name
    first = variant.effects[0]
    return f"{first.gene} {first.hgvsp_short.removeprefix('p.') or first.hgvsc}"
