"""A close statement of resistance takes the tier from a broad statement of sensitivity to the same therapy."""

from __future__ import annotations

import pytest

from pm_annotate.model import BiomarkerKind, Finding, Statement, TumorType
from tests.clinical.constructed_findings import MELANOMA, T790M, report, seen
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_table import ConstructedTable, biomarker, effect, protein, statement, table_of

BROAD = statement("S1", "EGFR_activating", therapies=("Erlotinib", "Ramucirumab"))
RESISTS = statement("S2", "EGFR_T790M", predicate="predictsResistanceTo", strength="Level B", therapies=("erlotinib",))


def egfr(*statements: Statement) -> ConstructedTable:
    return table_of(
        protein("EGFR", "T790M"), biomarker("EGFR activating", BiomarkerKind.GAIN_OF_FUNCTION), statements=statements,
        gene_roles={"EGFR": frozenset({"oncogene"})},
    ).with_hotspots(("EGFR", "T790M"))  # fmt: skip


def tiers(*statements: Statement) -> dict[str, str]:
    _, findings, _ = report(egfr(*statements), T790M)
    return {one.statement.statement_id: one.amp_tier for one in findings}


def test_a_gene_wide_sensitivity_yields_to_the_resistance_of_the_very_change() -> None:
    assert tiers(BROAD) == {"S1": "Tier I-A"}
    assert tiers(BROAD, RESISTS) == {"S1": "", "S2": "Tier I-B"}
    (variant,), findings, _ = report(egfr(BROAD, RESISTS), T790M)
    withheld = next(one for one in findings if one.statement.statement_id == "S1")
    assert withheld.caveats == ("no tier: this very change predicts resistance to erlotinib (S2)",)
    assert withheld.tier_support == "not-applicable"
    assert "therapy" not in variant.tiers


def test_other_therapies_keep_their_tier() -> None:
    assert tiers(statement("S1", "EGFR_activating", therapies=("Osimertinib",)), RESISTS)["S1"] == "Tier I-A"


def test_weak_resistance_takes_nothing_away() -> None:
    weak = statement("S2", "EGFR_T790M", predicate="predictsResistanceTo", strength="Level D", therapies=("Erlotinib",))
    assert tiers(BROAD, weak)["S1"] == "Tier I-A"


def test_close_statements_that_contradict_each_other_are_shown_side_by_side() -> None:
    sensitive = statement("S3", "EGFR_T790M", strength="Level B", therapies=("Erlotinib",))
    assert tiers(BROAD, RESISTS, sensitive) == {"S1": "Tier I-A", "S2": "Tier I-B", "S3": "Tier I-B"}


def test_resistance_in_another_tumour_does_not_take_away_a_tier_one() -> None:
    elsewhere = statement(
        "S2", "EGFR_T790M", predicate="predictsResistanceTo", therapies=("Erlotinib",), condition_ids=("DOID:9256",)
    )
    assert tiers(BROAD, elsewhere) == {"S1": "Tier I-A", "S2": "Tier II-C"}


# ----------------------------------------------------------------------------------- a second change of the same target


def of_combination(second: Statement, tumor: TumorType | None = MELANOMA) -> dict[str, str]:
    """EGFR L858R with T790M: the tier of a statement on L858R, and of a second one on the pair."""
    alone = statement("S1", "EGFR_L858R", therapies=("Gefitinib",))
    table = table_of(protein("EGFR", "L858R"), protein("EGFR", "T790M"), statements=[alone, second])
    l858r = seen("7:55191822:T:G", effect("EGFR", "L858R", "missense_variant"), record=3)
    _, findings, _ = report(table, l858r, T790M, tumor=tumor)
    return {one.statement.statement_id: one.amp_tier for one in findings}


BOTH, RESISTANT = "EGFR_L858R AND EGFR_T790M", {"predicate": "predictsResistanceTo", "therapies": ("Gefitinib",)}


def test_resistance_of_the_pair_takes_the_tier_of_the_one() -> None:
    assert of_combination(statement("S2", BOTH, **RESISTANT)) == {"S1": "", "S2": "Tier I-A"}
    assert of_combination(statement("S2", BOTH, **RESISTANT), tumor=None) == {"S1": "", "S2": "Tier II-C"}


@pytest.mark.parametrize(
    ("profile", "fields"),
    [
        (BOTH, {**RESISTANT, "strength": "Level D"}),  # weak
        (BOTH, {**RESISTANT, "therapies": ("Afatinib",)}),  # another drug
        (BOTH, {**RESISTANT, "direction": "disputes"}),
        (BOTH, {**RESISTANT, "condition": "Colorectal Cancer", "condition_ids": ("DOID:9256",)}),  # another tumour
        ("EGFR_L858R OR EGFR_T790M", RESISTANT),  # no combination
        (BOTH, {"therapies": ("Gefitinib",), "predicate": "associatedWithWorseOutcomeFor"}),  # no resistance
    ],
)
def test_nothing_else_takes_the_tier_of_the_one(profile: str, fields: dict[str, object]) -> None:
    assert of_combination(statement("S2", profile, **fields))["S1"] == "Tier I-A"


# ------------------------------------------------------------------------------------- what broad statements do not mean


EGFR_INHIBITORS = {"Erlotinib", "Gefitinib", "Afatinib", "Dacomitinib"}


def offered_by_labels(findings: tuple[Finding, ...]) -> set[str]:
    labels = (one for one in findings if one.statement.regulatory_approval and one.amp_tier == "Tier I-A")
    return {therapy for one in labels for therapy in one.statement.therapies}


def test_labels_on_activating_variants_do_not_mean_exon_20_insertions(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", "7:55181309:C:CCAGCGTGGA")
    assert "Amivantamab" in offered_by_labels(findings)
    assert offered_by_labels(findings).isdisjoint(EGFR_INHIBITORS)
    broad = [one for one in findings if one.statement.therapies == ("Gefitinib",) and one.statement.regulatory_approval]
    assert broad
    assert all("EGFR Exon 20 Insertion does not predict a response to gefitinib" in one.caveats[-1] for one in broad)


def test_the_insertion_that_responds_keeps_its_labels(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", "7:55181287:C:CTCCAGGAAGCCT")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.A763_Y764insFQEA"
    assert {"Erlotinib", "Gefitinib"} <= offered_by_labels(findings)


def test_imatinib_is_not_offered_by_the_exon_for_its_resistance_mutation(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("GIST", "4:54728092:T:C")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.V654A"
    tiered = [one for one in findings if one.amp_tier and "Imatinib" in one.statement.therapies]
    assert {one.tier_class for one in tiered} == {"resistance"}
