"""Samples and tumour types of which the tests of findings are made, read by tables made for the test."""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.model import (
    Assembly,
    Call,
    Effect,
    Finding,
    Observation,
    RelatedStatement,
    TumorRelation,
    TumorType,
    VariantReport,
)
from tests.knowledge.constructed_table import ConstructedTable, allele, effect

MELANOMA = TumorType("melanoma", "Melanoma", ("DOID:1909",), frozenset({"DOID:162"}))
Annotated = tuple[Observation, tuple[Effect, ...]]


class TumorTypes:
    def relation(self, condition_ids: Sequence[str], condition: str, tumor: TumorType | None) -> TumorRelation:
        if tumor is None:
            return TumorRelation.UNKNOWN
        return TumorRelation.SAME if set(condition_ids) & set(tumor.nodes) else TumorRelation.OTHER


def seen(place: str, *effects: Effect, record: int = 1, normal: Call | None = None, **fields: object) -> Annotated:
    return Observation(allele(place, record_number=record, **fields), (), "PASS", Call("T"), normal), effects


def report(
    table: ConstructedTable, *annotated: Annotated, tumor: TumorType | None = MELANOMA
) -> tuple[tuple[VariantReport, ...], tuple[Finding, ...], tuple[RelatedStatement, ...]]:
    return assemble(table, TumorTypes(), Assembly.GRCH38, KnownOfTumor(tumor), annotated)


V600E = seen("7:140753336:A:T", effect("BRAF", "V600E", "missense_variant"))
T790M = seen("7:55181378:C:T", effect("EGFR", "T790M", "missense_variant"))
C797S = seen("7:55181398:T:A", effect("EGFR", "C797S", "missense_variant"), record=2)
