"""Evidence that disagrees stands side by side; what does not support is shown and gives no tier; one tier per class."""

from __future__ import annotations

from collections import Counter

import pytest

from pm_annotate.clinical.tiers import TIERED_CLASSES, tier_rank
from pm_annotate.model import Finding
from tests.clinical.packaged_tables import Packaged

KNOWN = {
    "melanoma": "7:140753336:A:T",  # BRAF V600E
    "colorectal cancer": "12:25245350:C:T",  # KRAS G12D
    "lung adenocarcinoma": "7:55191822:T:G",  # EGFR L858R
    "breast cancer": "3:179234297:A:G",  # PIK3CA H1047R
}


def question(one: Finding) -> tuple[str, tuple[str, ...], str]:
    return one.statement.predicate, tuple(sorted(one.statement.therapies)), one.statement.condition


@pytest.mark.parametrize(("tumor", "place"), KNOWN.items())
def test_a_statement_that_disputes_stands_beside_those_that_support(packaged: Packaged, tumor: str, place: str) -> None:
    _, findings, _ = packaged.report(tumor, place)
    disputed = [one for one in findings if one.statement.direction == "disputes"]
    assert disputed
    assert {(one.amp_tier, one.tier_support) for one in disputed} == {("", "not-applicable")}
    if tumor != "lung adenocarcinoma":  # what disputes L858R disputes claims that nobody makes of it
        supported = {question(one) for one in findings if one.statement.direction == "supports" and one.amp_tier}
        assert any(question(one) in supported for one in disputed)


@pytest.mark.parametrize(("tumor", "place"), KNOWN.items())
def test_one_variant_has_one_tier_per_class_set_by_its_best_statements(packaged: Packaged, tumor: str, place: str) -> None:
    (variant,), findings, _ = packaged.report(tumor, place)
    for tier_class in TIERED_CLASSES:
        of_class = [one for one in findings if one.tier_class == tier_class and one.amp_tier]
        best = min((one.amp_tier for one in of_class), key=tier_rank, default=None)
        assert variant.tiers.get(tier_class) == best
        defining = Counter(one.amp_tier for one in of_class if one.tier_support == "tier-defining")
        assert set(defining) == ({best} if best else set())


def test_every_tiered_statement_can_be_traced(packaged: Packaged) -> None:
    for tumor in ("melanoma", "colorectal cancer", "thyroid cancer", "hairy cell leukaemia"):
        _, findings, _ = packaged.report(tumor, KNOWN["melanoma"])
        for one in findings:
            statement = one.statement
            assert statement.statement_id.startswith(("civic:EID", "civic:AID", "approval:"))
            if statement.statement_id.startswith("civic:EID"):
                assert statement.citations, statement.statement_id
            if statement.regulatory_approval in ("", "FDA"):  # labels of other agencies may come without an address
                assert statement.source_url, statement.statement_id
            elif not statement.source_url:
                assert statement.extra["document_id"]
