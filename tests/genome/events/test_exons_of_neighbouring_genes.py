"""One event may take exons of several genes: none hides another."""

from __future__ import annotations

from pm_annotate.genome.events.gene_events import gene_events
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEvent
from tests.genome.events import structural_fixtures as sv

G38 = Assembly.GRCH38
Genomes = dict[Assembly, Genome]


def exons(events: list[GeneEvent]) -> dict[str, tuple[str, tuple[int, ...], bool | None]]:
    return {one.gene: (str(one.kind), one.exons, one.inframe) for one in events if str(one.kind).startswith("exon")}


def test_a_deletion_from_mtap_to_cdkn2a_tells_of_both(genomes: Genomes) -> None:
    genome = genomes[G38]
    mtap, p16 = genome.transcript_of("MTAP"), genome.transcript_of("CDKN2A")
    assert mtap is not None
    assert p16 is not None
    within_mtap = (mtap.exons[5][1] + mtap.exons[6][0]) // 2
    within_p16 = (p16.exons[0][1] + p16.exons[1][0]) // 2
    found = exons(gene_events(genome, [sv.deletion(G38, "9", within_mtap, within_p16)]))
    assert set(found) == {"MTAP", "CDKN2A"}
    assert found["CDKN2A"][1] == (p16.exon_number(0),)
    assert found["MTAP"][1][-1] == mtap.exon_number(len(mtap.exons) - 1)


def test_a_gene_that_goes_whole_does_not_hide_the_exons_of_the_next(genomes: Genomes) -> None:
    """From behind CDKN2B, which lies first, into CDKN2A and the other way round."""
    genome = genomes[G38]
    p15, p16 = genome.transcript_of("CDKN2B"), genome.transcript_of("CDKN2A")
    assert p15 is not None
    assert p16 is not None
    into_p16 = (p16.exons[-2][1] + p16.exons[-1][0]) // 2
    assert set(exons(gene_events(genome, [sv.deletion(G38, "9", into_p16, p15.last + 5000)]))) == {"CDKN2A"}
    into_p15 = (p15.exons[0][1] + p15.exons[-1][0]) // 2
    assert set(exons(gene_events(genome, [sv.deletion(G38, "9", p16.first - 2000, into_p15)]))) == {"CDKN2B"}


def test_a_deletion_that_makes_a_fusion_takes_exons_all_the_same(genomes: Genomes) -> None:
    """TMPRSS2::ERG by the deletion between them: what lay between the breaks is gone from the genome."""
    start, end = sv.on(sv.ERG_3, G38), sv.on(sv.TMPRSS2_1, G38)
    found = gene_events(genomes[G38], [sv.deletion(G38, "21", start, end)])
    assert {one.name for one in found} == {"TMPRSS2::ERG e1::e4", "ERG exon 3 deletion"}


def test_an_enhancer_between_two_genes_acts_on_the_nearer(genomes: Genomes) -> None:
    """Between CDKN2A and CDKN2B, both of them within its reach."""
    genome = genomes[G38]
    p15, p16 = genome.transcript_of("CDKN2B"), genome.transcript_of("CDKN2A")
    assert p15 is not None
    assert p16 is not None
    pos = p15.first - 7000
    assert p16.last < pos - 7000
    for kept in (sv.LEFT, sv.RIGHT):
        igh = Breakpoint("14", 105860000, sv.LEFT)
        found = gene_events(genome, [sv.of_junctions(G38, Adjacency(Breakpoint("9", pos, kept), igh))])
        assert [one.name for one in found] == ["IGH::CDKN2B"]
        assert any("7000 bases outside the coding exons of CDKN2B" in caveat for caveat in found[0].caveats)
