"""Coding names that a source does not write as HGVS does: the allele that they spell must still meet them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge_tables.coding_names import with_coding_names
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind, MatchLevel
from tests.knowledge.matches_of_alleles import match_allele

BEHIND_THE_STOP = "c.639+10C>G"  # VHL: numbered on as though an intron followed; no place of the transcript


@pytest.fixture(scope="module")
def genome(resources: Path) -> Genome:
    return load_genome(resources / "genome", Assembly.GRCH38)


@pytest.fixture(scope="module")
def knowledge(resources: Path) -> KnowledgeTable:
    return load_knowledge(resources / "knowledge")


def of_vhl(*names: str) -> Biomarker:
    return Biomarker("civic:MP1", "VHL", BiomarkerKind.ALLELE, gene="VHL", hgvsc=names, transcripts=("NM_000551.3",))


@pytest.mark.parametrize(
    ("written", "recommended"),
    [
        ("c.430del", "c.431del"),  # one of two Gs
        ("c.166_178del", "c.167_179del"),
        ("c.375_376insC", "c.375dup"),
        ("c.255_256insC", "c.258dup"),
    ],
)
def test_the_recommended_form_of_a_name_is_added(written: str, recommended: str, genome: Genome) -> None:
    assert with_coding_names(of_vhl(written), genome).hgvsc == (written, recommended)
    assert with_coding_names(of_vhl(recommended), genome).hgvsc == (recommended,)


def test_a_name_that_does_not_fit_the_sequence_stays_alone(genome: Genome) -> None:
    for name in ("c.430delA", "c.5000del", BEHIND_THE_STOP):
        assert with_coding_names(of_vhl(name), genome) == of_vhl(name)


@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_allele_that_a_packaged_coding_name_spells_is_an_exact_match(
    assembly: Assembly, knowledge: KnowledgeTable, resources: Path
) -> None:
    genome = load_genome(resources / "genome", assembly)
    tried, lost = 0, []
    for marker in knowledge.biomarkers.values():
        for name in marker.hgvsc:
            primary = genome.transcript_of(marker.gene)
            try:
                typed = parse_variant(f"{marker.transcripts[0] if marker.transcripts else primary.transcript}:{name}", genome)
            except (UsageError, AttributeError):
                lost.append(name)
                continue
            if typed.allele is None:
                continue
            tried += 1
            levels = {
                one.biomarker.biomarker_id: one.level for one in match_allele(knowledge, assembly, typed.allele, typed.effects)
            }
            if levels.get(marker.biomarker_id) != MatchLevel.EXACT:
                lost.append(f"{marker.name}: {name}")
    assert tried > 300
    assert lost == [BEHIND_THE_STOP]
