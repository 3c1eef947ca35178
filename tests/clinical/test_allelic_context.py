"""Osimertinib after T790M with C797S in cis, in trans and unphased: three different, explained results."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.model import Assembly, Finding
from tests.clinical.constructed_findings import MELANOMA, TumorTypes
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_table import effect, protein, statement, table_of
from tests.phased_calls import C797S, T790M, called

G38 = Assembly.GRCH38
L858R = "7:55191822:T:G"


def findings(packaged: Packaged, **genotypes: str) -> tuple[Finding, ...]:
    """Of an EGFR-mutated lung cancer with T790M, C797S and L858R of the genotypes given."""
    places = {"t790m": T790M, "c797s": C797S, "l858r": L858R}
    seen = [called(places[name], genotype, vaf=0.3) for name, genotype in genotypes.items()]
    annotated = [(one, packaged.genomes[G38].effects(one.allele)) for one in seen]
    tumor = packaged.tumor_types.resolve("NSCLC")
    return assemble(packaged.knowledge, packaged.tumor_types, G38, KnownOfTumor(tumor), annotated)[1]


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


def test_a_variant_of_another_gene_in_front_hides_nothing(packaged: Packaged) -> None:
    """PIK3CA H1047R lies on chromosome 3 and stands before EGFR in every sorted file."""
    genome = packaged.genomes[G38]
    seen = [called(place, "0|1", vaf=0.3) for place in ("3:179234297:A:G", T790M, C797S)]
    annotated = [(one, genome.effects(one.allele)) for one in seen]
    tumor = packaged.tumor_types.resolve("NSCLC")
    found = assemble(packaged.knowledge, packaged.tumor_types, G38, KnownOfTumor(tumor), annotated)[1]
    assert tiers(found, "Osimertinib") == {""}


FIRST, SECOND = ("Gefitinib", "Erlotinib", "Icotinib"), ("Afatinib", "Dacomitinib", "Neratinib")
THIRD = (
    "Osimertinib", "Lazertinib", "Rociletinib", "Olmutinib", "Nazartinib", "Naquotinib", "Aumolertinib", "Almonertinib",
    "Furmonertinib", "Befotertinib",
)  # fmt: skip
ANTIBODIES = ("Amivantamab", "Cetuximab", "Necitumumab", "Panitumumab")


def tier_of(therapies: tuple[str, ...], c797s: str, further: tuple[str, str] | None = None) -> str:
    """Of a statement on EGFR L858R with these drugs, in a sample with T790M and C797S."""
    table = table_of(protein("EGFR", "L858R"), statements=[statement("S1", "EGFR_L858R", therapies=therapies)])
    seen = [(T790M, "T790M", "0|1"), (C797S, "C797S", c797s), (L858R, "L858R", "0|1")]
    seen += [("7:55181397:T:G", *further)] if further else []
    annotated = [(called(place, genotype), (effect("EGFR", name, "missense_variant"),)) for place, name, genotype in seen]
    _, (finding,), _ = assemble(table, TumorTypes(), G38, KnownOfTumor(MELANOMA), annotated)
    return finding.amp_tier


@pytest.mark.parametrize("drug", [*FIRST, *SECOND, *THIRD])
def test_each_inhibitor_in_cis_and_in_trans(drug: str) -> None:
    assert tier_of((drug,), "0|1") == ""
    assert tier_of((drug,), "1|0") == ("" if drug in THIRD else "Tier I-A")
    assert tier_of((drug,), "0/1") == ("" if drug in THIRD else "Tier I-A")


def test_combinations_keep_their_tier_where_a_part_of_them_still_binds() -> None:
    assert tier_of(("Gefitinib", "Osimertinib"), "1|0") == "Tier I-A"
    assert tier_of(("Gefitinib", "Osimertinib"), "0|1") == ""
    assert tier_of(("Afatinib", "Osimertinib"), "1|0") == ""
    for antibody in ANTIBODIES:
        assert tier_of(("Osimertinib", antibody), "0|1") == "Tier I-A"
    assert tier_of(("Pemetrexed",), "0|1") == "Tier I-A"


def test_of_several_pairs_the_one_in_cis_counts() -> None:
    """C797S in trans and C797G beside it: in cis it takes every inhibitor, whichever pair is found first."""
    assert tier_of(("Erlotinib",), "1|0", ("C797G", "0|1")) == ""
    assert tier_of(("Erlotinib",), "0|1", ("C797G", "1|0")) == ""
    assert tier_of(("Erlotinib",), "1|0", ("C797G", "1|0")) == "Tier I-A"


def test_a_pair_of_unknown_phase_goes_before_one_in_trans() -> None:
    """Nobody knows then that a first-generation inhibitor reaches the copy with C797G."""
    table = table_of(protein("EGFR", "L858R"), statements=[statement("S1", "EGFR_L858R", therapies=("Erlotinib",))])
    seen = ((T790M, "T790M", "0|1"), (C797S, "C797S", "1|0"), (L858R, "L858R", "0|1"), ("7:55181397:T:G", "C797G", "0/1"))
    annotated = [(called(place, genotype), (effect("EGFR", name, "missense_variant"),)) for place, name, genotype in seen]
    _, (finding,), _ = assemble(table, TumorTypes(), G38, KnownOfTumor(MELANOMA), annotated)
    assert any("T790M and C797G, phase unknown" in text for text in finding.caveats)
