"""The place of an allele on the other assembly by its coding name: as the chain says, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.knowledge.table_file import biomarker_from_cells, read_table
from pm_annotate.knowledge_update.placing import other_place, with_both_assemblies
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind

ONE, OTHER = Assembly.GRCH37, Assembly.GRCH38


@pytest.fixture(scope="module")
def genomes(resources: Path) -> dict[Assembly, Genome]:
    return {assembly: load_genome(resources / "genome", assembly) for assembly in Assembly}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (("7", 140453136, "A", "T"), ("7", 140753336, "A", "T")),  # BRAF V600E
        (("5", 1295228, "G", "A"), ("5", 1295113, "G", "A")),  # TERT C228T
        (("7", 55242464, "AGGAATTAAGAGAAGC", "A"), ("7", 55174771, "AGGAATTAAGAGAAGC", "A")),  # EGFR exon 19 deletion
        (("7", 116412044, "G", "A"), ("7", 116771990, "G", "A")),  # MET c.3028+1
        (("1", 1000000, "A", "C"), None),  # in no packaged gene
    ],
)
def test_places_are_found_both_ways(
    here: tuple[str, int, str, str], there: tuple[str, int, str, str] | None, genomes: dict[Assembly, Genome]
) -> None:
    assert other_place(here, genomes[ONE], genomes[OTHER]) == there
    if there is not None:
        assert other_place(there, genomes[OTHER], genomes[ONE]) == here


@pytest.mark.parametrize(("here", "there"), [(ONE, OTHER), (OTHER, ONE)])
def test_no_packaged_allele_of_civic_is_placed_elsewhere_than_by_the_chain(
    here: Assembly, there: Assembly, resources: Path, genomes: dict[Assembly, Genome]
) -> None:
    found, without = 0, 0
    for line in read_table(resources / "knowledge" / "biomarkers.civic.tsv").lines:
        alleles = biomarker_from_cells(line.split("\t")).alleles
        for _, *key in (allele for allele in alleles if allele[0] == here):
            place = other_place((str(key[0]), int(key[1]), str(key[2]), str(key[3])), genomes[here], genomes[there])
            assert place is None or (there, *place) in alleles, line
            found, without = found + (place is not None), without + (place is None)
    assert (found, without) == (806, 18)


def test_of_several_alleles_all_are_placed_or_none(genomes: dict[Assembly, Genome]) -> None:
    inside, outside = (ONE, "7", 140453136, "A", "T"), (ONE, "1", 1000000, "A", "C")
    both = Biomarker("civic:MP1", "BRAF V600E", BiomarkerKind.PROTEIN_CHANGE, alleles=(outside, inside))
    assert with_both_assemblies(both, genomes) == both
    placed = with_both_assemblies(both._replace(alleles=(inside,)), genomes)
    assert placed.alleles == (inside, (OTHER, "7", 140753336, "A", "T"))
    assert with_both_assemblies(placed, genomes) == placed
