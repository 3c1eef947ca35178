"""Osimertinib after T790M with C797S in cis, in trans and unphased: three different, explained results."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.model import Assembly, Finding
from tests.clinical.test_packaged_knowledge import Packaged
from tests.clinical.test_phase import C797S, T790M, called

G38 = Assembly.GRCH38
L858R = "7:55191822:T:G"


@pytest.fixture(scope="module")
def packaged(resources: Path) -> Packaged:
    return Packaged(resources)


def findings(packaged: Packaged, **genotypes: str) -> tuple[Finding, ...]:
    """Of an EGFR-mutated lung cancer with T790M, C797S and L858R of the genotypes given."""
    places = {"t790m": T790M, "c797s": C797S, "l858r": L858R}
    seen = [called(places[name], genotype, vaf=0.3) for name, genotype in genotypes.items()]
    annotated = [(one, packaged.genomes[G38].effects(one.allele)) for one in seen]
    tumor = packaged.tumor_types.resolve("NSCLC")
    return assemble(packaged.knowledge, packaged.tumor_types, G38, tumor, annotated)[1]


def therapy(found: tuple[Finding, ...], drug: str) -> list[Finding]:
    wanted = [one for one in found if one.statement.therapies == (drug,) and one.tier_class == "therapy"]
    return [one for one in wanted if one.statement.direction == "supports"]


def tiers(found: tuple[Finding, ...], drug: str) -> set[str]:
    return {one.amp_tier for one in therapy(found, drug)}


def test_osimertinib_is_tier_one_for_t790m_alone(packaged: Packaged) -> None:
    alone = findings(packaged, t790m="0|1", l858r="0|1")
    assert "Tier I-A" in tiers(alone, "Osimertinib")
    assert not any("C797S" in text for one in alone for text in one.caveats)


@pytest.mark.parametrize(
    ("c797s", "said", "erlotinib"),
    [
        ("0|1", "in cis (on the same chromosome copy): resistance to osimertinib and to all", False),
        ("1|0", "in trans (on different chromosome copies): osimertinib alone is expected to fail; a first- and a", True),
        ("0/1", "phase unknown: osimertinib alone is expected to fail; in cis resistance to all", True),
    ],
)
def test_c797s_takes_osimertinib_away_and_says_why(packaged: Packaged, c797s: str, said: str, erlotinib: bool) -> None:
    found = findings(packaged, t790m="0|1", l858r="0|1", c797s=c797s)
    osimertinib = therapy(found, "Osimertinib")
    assert osimertinib
    assert tiers(found, "Osimertinib") == {""}
    pair = "EGFR T790M (VAF 0.30) and C797S (VAF 0.30)"
    explained = [text for one in osimertinib for text in one.caveats if text.removeprefix("no tier: ").startswith(pair)]
    assert len(explained) == len(osimertinib)
    assert all(said in text for text in explained)
    assert ("Tier I-A" in tiers(found, "Erlotinib")) is erlotinib


def test_resistance_stands_and_is_explained(packaged: Packaged) -> None:
    found = findings(packaged, t790m="0|1", c797s="0|1")
    resisted = [one for one in found if one.statement.statement_id == "civic:EID964"]
    assert [one.amp_tier for one in resisted] == ["Tier I-B"]
    assert any("in cis" in text for text in resisted[0].caveats)


def test_c797s_alone_changes_no_therapy_of_the_driver(packaged: Packaged) -> None:
    found = findings(packaged, l858r="0|1", c797s="0|1")
    assert "Tier I-A" in tiers(found, "Gefitinib")
    assert not any("phase" in text or "in cis" in text for one in therapy(found, "Gefitinib") for text in one.caveats)
