"""A BED of the other assembly is told by the genes that it lies on."""

from __future__ import annotations

import pytest

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.assembly_of_regions import require_regions
from pm_annotate.genome.genome import Genome
from pm_annotate.intervals import Regions
from pm_annotate.model import Assembly

Genomes = dict[Assembly, Genome]
PANEL = ("KRAS", "NRAS", "BRAF", "EGFR", "TP53", "PIK3CA", "ERBB2", "MET")


def exons_of(genome: Genome, genes: tuple[str, ...] = PANEL) -> Regions:
    return genome.regions(upstream=0, intron_flank=20, genes=genes)


@pytest.mark.parametrize("assembly", list(Assembly), ids=str)
def test_a_panel_of_the_other_assembly_is_told(genomes: Genomes, assembly: Assembly) -> None:
    (other,) = set(Assembly) - {assembly}
    with pytest.raises(AssemblyError, match=rf"--callable: \d+ bases of its regions lie on the actionable genes of {other}"):
        require_regions(exons_of(genomes[other]), "--callable", assembly, genomes.__getitem__)
    require_regions(exons_of(genomes[assembly]), "--callable", assembly, genomes.__getitem__)


def test_whole_chromosomes_and_genes_of_others_are_let_pass(genomes: Genomes) -> None:
    require_regions({"12": ((1, 133_275_309),)}, "--callable", Assembly.GRCH38, genomes.__getitem__)
    require_regions({"1": ((200_000_000, 200_100_000),)}, "--targets", Assembly.GRCH38, genomes.__getitem__)


def test_regions_on_no_chromosome_are_refused(genomes: Genomes) -> None:
    with pytest.raises(InputError, match="--targets: no region lies on a chromosome; the first one is on 'foo12'"):
        require_regions({"foo12": ((1, 9),)}, "--targets", Assembly.GRCH38, genomes.__getitem__)
