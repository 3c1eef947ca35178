"""A drug of a combination whose label excludes the patient's tumour for an alteration of another gene: cetuximab with RAS.

Encorafenib with cetuximab is labelled for BRAF V600E of colorectal cancer, and the label of cetuximab says that it is not for
Ras-mutant colorectal cancer. A tumour that has both keeps the tier, and the finding says what the label of the part excludes.
Resistance to a part otherwise says little of a combination (``resistance_beside``); an exclusion by its label says enough. Of
the gene that the combination is given for (KRAS G12C: adagrasib with cetuximab) it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.phase_caveats import change_name
from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.observed_change import observe


def with_excluded_beside(
    met: Sequence[MetStatement],
    variants: Sequence[ReadVariant],
    limiting: Sequence[LabelLimitation],
    excludes: Callable[[LabelLimitation], bool],
) -> list[MetStatement]:
    """``limiting``: rows on tumour types. ``excludes``: whether the label of a row excludes the patient's."""
    genes = {one.gene for one in limiting if one.not_for}
    altered = _altered(variants, genes)
    rows = [one for one in limiting if one.not_for and one.gene in altered and excludes(one)]
    return [_beside(one, rows, altered) for one in met] if rows else list(met)


def _altered(variants: Sequence[ReadVariant], genes: set[str]) -> Mapping[str, list[str]]:
    """The small variants of the genes that are known to act, by gene: ``KRAS p.G12D``."""
    found: dict[str, list[str]] = {}
    for variant in variants:
        if not variant.knowledge.action or variant.event is not None or variant.repeat or variant.observation.part_of:
            continue
        for seen in observe(variant.effects):
            if seen.gene in genes and seen.effect.is_primary and seen.acts_on_protein_or_splicing:
                found.setdefault(seen.gene, []).append(change_name(variant, seen.gene).replace(" p.", " "))
    return found


def _beside(one: MetStatement, rows: Sequence[LabelLimitation], altered: Mapping[str, Sequence[str]]) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    said = "; ".join(_said(one, rows, altered))
    return one._replace(caveats=(*one.caveats, f"{RESISTANCE_BESIDE}{said}")) if said else one


def _said(one: MetStatement, rows: Sequence[LabelLimitation], altered: Mapping[str, Sequence[str]]) -> Iterator[str]:
    own = {match.biomarker.gene for _, match in one.met_by}
    therapies = set(map(base_name, one.statement.therapies))
    for row in rows:
        if row.gene not in own and row.therapies < therapies:
            basis = row.basis.replace(" (", " ").replace(")", "")
            yield f"{', '.join(dict.fromkeys(altered[row.gene]))} ({basis})"
