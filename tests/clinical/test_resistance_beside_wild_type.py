"""A therapy that one marker speaks for and another speaks against."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.findings import findings_of, read_sample
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.knowledge.decided_markers import DecidedMarkers
from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.model import Assembly, BiomarkerKind, Finding, Observation
from pm_annotate.tables import Tables


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def ras_wild_type_with(tables: Tables, *variants: str) -> tuple[Finding, ...]:
    """The findings of a colorectal cancer whose RAS genes are shown to be wild type and that has these changes."""
    genome = tables.genome(Assembly.GRCH38)
    typed = [parse_variant(text, genome) for text in variants]
    annotated = [(Observation(one.allele, (), "PASS", None), one.effects) for one in typed if one.allele]
    table = tables.knowledge
    states = {
        one.biomarker_id: MarkerState.MET
        for one in table.biomarkers.values()
        if one.kind == BiomarkerKind.WILD_TYPE and one.gene in ("KRAS", "NRAS")
    }
    decided = DecidedMarkers(states, dict.fromkeys(states, "covered"))
    read = read_sample(table, Assembly.GRCH38, annotated)
    colon = tables.tumor_type("colorectal cancer")
    return findings_of(table, tables.tumor_types, KnownOfTumor(colon, decided=decided), read)[1]


def panitumumab(findings: tuple[Finding, ...]) -> list[Finding]:
    return [one for one in findings if one.amp_tier == "Tier I-A" and one.statement.therapies == ("Panitumumab",)]


def test_anti_egfr_for_ras_wild_type_tells_of_braf_v600e(tables: Tables) -> None:
    found = panitumumab(ras_wild_type_with(tables, "chr7:140753336:A:T"))
    assert found
    assert all(any(text.startswith(RESISTANCE_BESIDE) and "BRAF V600E" in text for text in one.caveats) for one in found)


def test_without_another_marker_nothing_is_said(tables: Tables) -> None:
    found = panitumumab(ras_wild_type_with(tables))
    assert found
    assert not any(RESISTANCE_BESIDE in text for one in found for text in one.caveats)


def test_a_combination_made_for_a_marker_is_not_held_against_the_resistance_of_one_drug(tables: Tables) -> None:
    findings = ras_wild_type_with(tables, "chr7:140753336:A:T", "chr3:179234297:A:G")
    combination = [one for one in findings if one.amp_tier == "Tier I-A" and "Encorafenib" in one.statement.therapies]
    assert combination
    assert not any(RESISTANCE_BESIDE in text for one in combination for text in one.caveats)
