"""A second change of a gene that a drug against the first does not reach: BCR::ABL1 with ABL1 T315I and nilotinib.

The first alone meets the label. The label and the literature say of which further change of the same gene the drug fails; the
rows are those of ``label_limitations.tsv`` that name a change. Statements on the combination itself stand for themselves.

A fusion is the one product of its gene: its therapy has no tier. Of two other changes (KIT exon 11 with V654A) nobody knows
whether they are in all cells and on one allele: the tier stands, and the finding says what resists beside it. So it does where
a change of a drug's one target stands beside another reason for the drug (ibrutinib for TP53, with BTK C481S).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.clinical.label_scope import names_of
from pm_annotate.clinical.met_statement import MetStatement
from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.label_limitations import LabelLimitation
from pm_annotate.knowledge.matching import MatchingTable
from pm_annotate.knowledge.matching_event import genes_of
from pm_annotate.knowledge.variant_action import role_of
from pm_annotate.model import GeneEventKind

OF_ONE_PRODUCT = frozenset({GeneEventKind.FUSION, GeneEventKind.REARRANGEMENT})


class _Resisting(NamedTuple):
    """A row that names a change, and the small variants of the sample that are that change."""

    limitation: LabelLimitation
    places: frozenset[int]

    def reaches_not(self, one: MetStatement) -> str:
        """The therapy of the statement that the change resists; "" where it says nothing of it."""
        named = (self.limitation.not_for_change,)
        return self.limitation.concerns_change(one.statement.therapies, self.limitation.gene, named)


def with_second_changes(
    met: Sequence[MetStatement], variants: Sequence[ReadVariant], table: MatchingTable
) -> list[MetStatement]:
    """Statements of sensitivity that a fusion meets, without tier where a small variant of its gene resists the drug; and those
    that another change meets, with what resists beside it.

    Of a tumour suppressor (CHEK2 I157T) such a row says that the change is no loss: it takes nothing from another one, unless
    the suppressor's product is the drug's target (MEN1).
    """
    named = [one for one in table.label_limitations if one.not_for_change and not one.any_therapy]
    naming = [one for one in named if one.whatever_for or not role_of(table, one.gene).only_suppressor]
    genes = {limitation.gene for limitation in naming}
    small = [one for one in variants if one.event is None and not one.repeat]
    names = {one.place: names_of(one) for one in small if any(effect.gene in genes for effect in one.effects)}
    resisting = [_Resisting(limitation, frozenset(_meeting(limitation, names))) for limitation in naming]
    seen = [one for one in resisting if one.places]
    return [_resisted(one, seen) for one in met] if seen else list(met)


def _meeting(limitation: LabelLimitation, names: Mapping[int, Collection[str]]) -> Iterator[int]:
    for place, met in names.items():
        if limitation.not_for_change in met and not any(name in met for name in limitation.but_for_changes):
            yield place


def _resisted(one: MetStatement, resisting: Sequence[_Resisting]) -> MetStatement:
    if one.tier_class != "therapy" or not one.tier:
        return one
    genes = set() if any(variant.event is None for variant, _ in one.met_by) else set(_fused(one))
    for other in resisting:
        if other.limitation.gene in genes and (therapy := other.reaches_not(one)):
            why = f"no tier: {other.limitation.not_for_change} resists {therapy.lower()} ({other.limitation.basis})"
            return one._replace(tier="", caveats=(*one.caveats, why))
    return _beside_a_second(one, resisting)


def _beside_a_second(one: MetStatement, resisting: Sequence[_Resisting]) -> MetStatement:
    genes = {match.biomarker.gene for _, match in one.met_by}
    own = {variant.place for variant, _ in one.met_by}
    said = [
        f"{other.limitation.not_for_change} ({other.limitation.basis})"
        for other in resisting
        if (other.limitation.gene in genes or other.limitation.whatever_for)
        and not other.places <= own
        and other.reaches_not(one)
    ]
    return one._replace(caveats=(*one.caveats, f"{RESISTANCE_BESIDE}{'; '.join(said)}")) if said else one


def _fused(one: MetStatement) -> Iterator[str]:
    for variant, _ in one.met_by:
        if variant.event is not None and variant.event.kind in OF_ONE_PRODUCT:
            yield from genes_of(variant.event)
