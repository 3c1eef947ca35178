"""A therapy that the tumour's wild type offers and another alteration of it resists."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.resistance_beside import EVIDENCE_DISAGREES, RESISTANCE_BESIDE
from pm_annotate.knowledge.markers import parse_markers
from pm_annotate.model import Assembly, Call, Finding, Observation
from tests.clinical.test_packaged_knowledge import Packaged
from tests.knowledge.constructed_table import allele

V600E = "7:140753336:A:T"


@pytest.fixture(scope="module")
def packaged(resources: Path) -> Packaged:
    return Packaged(resources)


def ras_wild_type(packaged: Packaged, *places: str) -> tuple[Finding, ...]:
    genome = packaged.genomes[Assembly.GRCH38]
    annotated = [(Observation(one, (), "PASS", Call("T")), genome.effects(one)) for one in map(allele, places)]
    stated = parse_markers(("KRAS=wild type", "NRAS=wild type"), packaged.knowledge.biomarkers.values())
    tumor = packaged.tumor_types.resolve("colorectal cancer")
    return assemble(packaged.knowledge, packaged.tumor_types, Assembly.GRCH38, tumor, annotated, stated)[1]


def by_wild_type(findings: tuple[Finding, ...]) -> list[Finding]:
    found = [one for one in findings if not one.variants and "Panitumumab" in one.statement.therapies and one.amp_tier]
    assert found
    return found


def beside(finding: Finding) -> list[str]:
    return [caveat for caveat in finding.caveats if caveat.startswith(RESISTANCE_BESIDE)]


def test_panitumumab_for_ras_wild_type_says_that_braf_v600e_resists(packaged: Packaged) -> None:
    for finding in by_wild_type(ras_wild_type(packaged, V600E)):
        assert finding.amp_tier == "Tier I-A"  # the label's; which statement counts is the reader's
        (said,) = beside(finding)
        assert said.startswith(f"{RESISTANCE_BESIDE}BRAF V600E (civic:EID")


def test_nothing_is_said_where_nothing_resists(packaged: Packaged) -> None:
    assert not any(beside(finding) for finding in by_wild_type(ras_wild_type(packaged)))


def test_a_combination_for_the_alteration_itself_knows_of_it(packaged: Packaged) -> None:
    findings = ras_wild_type(packaged, V600E)
    combined = [one for one in findings if set(one.statement.therapies) == {"Encorafenib", "Cetuximab"} and one.amp_tier]
    assert combined
    assert not any(beside(one) for one in combined)


def test_evidence_that_disagrees_on_one_alteration_is_said(packaged: Packaged) -> None:
    """KIT A502_Y503dup in GIST: imatinib works at twice the usual dose, and fails at the usual one."""
    _, findings, _ = packaged.report("GIST", "4:54726012:C:CTGCCTA")
    assert findings[0].variants[0].effects[0].hgvsp_short == "p.A502_Y503dup"
    imatinib = [one for one in findings if one.tier_class == "therapy" and one.statement.therapies == ("Imatinib",)]
    strong = [one for one in imatinib if one.amp_tier.startswith("Tier I-")]
    assert strong
    for one in strong:
        (said,) = [caveat for caveat in one.caveats if caveat.startswith(EVIDENCE_DISAGREES)]
        assert said == f"{EVIDENCE_DISAGREES}KIT Exon 9 Mutation (civic:EID2477)"
