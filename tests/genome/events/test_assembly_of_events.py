"""Tables of the other assembly are told by places that this one does not have."""

from __future__ import annotations

import pytest

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.events.assembly_of_events import breakpoints_in_genes, require_chromosomes, require_places
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly, StatedFusion, StructuralEvent
from pm_annotate.model.structural import FROM_VCF
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import KNOWN_FUSIONS

Genomes = dict[Assembly, Genome]
GRCH37, GRCH38 = Assembly.GRCH37, Assembly.GRCH38


def row(assembly: Assembly, chrom: str, start: int, end: int) -> StructuralEvent:
    """A segment of a table, without junctions."""
    return sv.deletion(assembly, chrom, start, end)._replace(adjacencies=(), source="segments.tsv")


def of_table(said: Assembly, true: Assembly, known: str, pair: tuple[str, str]) -> StructuralEvent:
    """A fusion whose breakpoints are those of ``true``, in a table that is read as ``said``."""
    event = sv.stated(said, StatedFusion(*pair), KNOWN_FUSIONS[known].junction(true))
    return event._replace(source="fusions.tsv")


@pytest.mark.parametrize(
    ("assembly", "chrom", "end"),
    [(GRCH38, "9", 141_213_431), (GRCH37, "17", 83_257_441)],  # whole chromosomes of the other assembly
)
def test_a_segment_of_the_other_assembly_is_told(assembly: Assembly, chrom: str, end: int) -> None:
    with pytest.raises(AssemblyError, match=rf"segments.tsv, line 1: {chrom}:{end} lies behind the end"):
        require_places([row(assembly, chrom, 1_000_000, end)], assembly)


def test_a_record_of_the_other_assembly_is_told_with_its_file() -> None:
    of_file = row(GRCH38, "9", 140_785_678, 140_785_678)._replace(source=FROM_VCF)
    with pytest.raises(AssemblyError, match=r"^sniffles\.vcf, record 1: 9:140785678 lies behind the end .* GRCh37 has it"):
        require_places([of_file], GRCH38, "sniffles.vcf")


def test_the_last_bin_may_reach_over_the_end() -> None:
    require_places([row(GRCH38, "1", 248_000_001, 249_000_000)], GRCH38)  # 1 Mb bins of ichorCNA


def test_a_place_that_no_assembly_has_is_an_error_of_the_table() -> None:
    with pytest.raises(InputError, match="17:400000000 lies behind the end of chromosome 17"):
        require_places([row(GRCH38, "17", 39_000_000, 400_000_000)], GRCH38)


def test_a_table_without_any_chromosome_is_refused() -> None:
    with pytest.raises(InputError, match="'foo17' is no chromosome"):
        require_chromosomes([row(GRCH38, "foo17", 1, 9), row(GRCH38, "GL000192.1", 1, 9)], GRCH38)
    require_chromosomes([row(GRCH38, "GL000192.1", 1, 9), row(GRCH38, "17", 1, 9)], GRCH38)


def test_breakpoints_of_the_other_assembly_are_told(genomes: Genomes) -> None:
    rows = [
        of_table(GRCH38, GRCH37, "EML4::ALK v1", ("EML4", "ALK")),
        of_table(GRCH38, GRCH37, "KIF5B::RET", ("KIF5B", "RET")),
    ]
    with pytest.raises(AssemblyError, match="lie in the genes that the table names on GRCh37, not on GRCh38"):
        breakpoints_in_genes(rows, GRCH38, genomes.__getitem__)
    fitting = [of_table(one, one, "EML4::ALK v1", ("EML4", "ALK")) for one in Assembly]
    for event in fitting:
        assert breakpoints_in_genes([event], event.observation.allele.assembly, genomes.__getitem__) == (event,)


def test_a_single_breakpoint_beside_its_gene_is_said(genomes: Genomes) -> None:
    fits = of_table(GRCH38, GRCH38, "EML4::ALK v1", ("EML4", "ALK"))
    odd = of_table(GRCH38, GRCH38, "CD74::ROS1", ("KIF5B", "ROS1"))
    kept, said = breakpoints_in_genes([fits, odd], GRCH38, genomes.__getitem__)
    assert kept == fits
    assert said.caveats == ("the breakpoint 5:150403937 does not lie in KIF5B on GRCh38: is the table of this assembly?",)


def test_a_place_that_both_assemblies_have_in_its_gene_does_not_hide_the_others(genomes: Genomes) -> None:
    """EGFR moved by 67 kb only: a table of GRCh37 with EGFRvIII was read on GRCh38."""
    both = sv.stated(GRCH38, StatedFusion("EGFR", "EGFR"), sv.deletion(GRCH38, "7", 55_087_059, 55_223_522).adjacencies[0])
    rows = [both._replace(source="fusions.tsv"), of_table(GRCH38, GRCH37, "EML4::ALK v1", ("EML4", "ALK"))]
    with pytest.raises(AssemblyError, match="on GRCh37, not on GRCh38"):
        breakpoints_in_genes(rows, GRCH38, genomes.__getitem__)
