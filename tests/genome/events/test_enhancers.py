"""Loci that bring an enhancer (IGH): which gene they are joined to, and how far behind a gene a break is still the gene's."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.fusion import ENHANCER, fusion_of
from pm_annotate.genome.events.gene_break import UNTRANSLATED_TAIL, GeneBreak, breaks_at
from pm_annotate.genome.events.gene_events import gene_events, read_fusion_tables
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEvent, GeneEventKind
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import LEFT, RIGHT, Place

Genomes = dict[Assembly, Genome]
both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))

IGH_J = ("14", 106330000, 105863663)
IGH_SWITCH = ("14", 106180000, 105713663)
BCL2_MBR = ("18", 60793490, 63126257)  # in the untranslated end of BCL2, 2.4 kb behind its stop codon
BCL2_MCR = ("18", 60767000, 63099767)  # 29 kb behind it
ALK_BEHIND_ITS_KINASE = ("2", 29418000, 29195134)  # intron 28


def joined(genomes: Genomes, assembly: Assembly, place: Place, kept: sv.KeptSide) -> GeneEvent:
    junction = Adjacency(sv.breakpoint(IGH_J, LEFT, assembly), sv.breakpoint(place, kept, assembly))
    found = gene_events(genomes[assembly], [sv.of_junctions(assembly, junction)])
    [fusion] = [one for one in found if one.kind is GeneEventKind.FUSION]
    return fusion


@both_assemblies
@pytest.mark.parametrize("kept", [LEFT, RIGHT])
def test_igh_bcl2_at_the_major_breakpoint_region_is_a_break_of_bcl2(
    genomes: Genomes, assembly: Assembly, kept: sv.KeptSide
) -> None:
    """t(14;18) of follicular lymphoma. Whichever side is kept: neither direction nor frame applies."""
    fusion = joined(genomes, assembly, BCL2_MBR, kept)
    assert (fusion.name, fusion.gene) == ("IGH::BCL2", "BCL2")
    assert (fusion.inframe, fusion.kinase_kept) == (None, None)
    assert fusion.tier_eligible
    assert fusion.caveats == (ENHANCER,)
    assert fusion.five_prime is not None
    assert fusion.five_prime.place == f"14:{sv.on(IGH_J, assembly)}"


@both_assemblies
def test_a_break_far_behind_the_gene_is_shown_without_tier(genomes: Genomes, assembly: Assembly) -> None:
    fusion = joined(genomes, assembly, BCL2_MCR, RIGHT)
    assert fusion.name == "IGH::BCL2"
    assert not fusion.tier_eligible
    assert fusion.caveats[0] == ENHANCER
    assert fusion.caveats[1] == "the break is 28858 bases outside the coding exons of BCL2: shown by expression or FISH only"


@both_assemblies
def test_a_partner_that_is_known_by_its_span_holds_the_break(genomes: Genomes, assembly: Assembly) -> None:
    fusion = joined(genomes, assembly, sv.BICC1, RIGHT)
    assert (fusion.name, fusion.transcript, fusion.tier_eligible, fusion.caveats) == ("IGH::BICC1", "", True, (ENHANCER,))


@both_assemblies
def test_of_a_kinase_it_is_told_whether_its_domain_comes_with_the_enhancer(genomes: Genomes, assembly: Assembly) -> None:
    with_kinase = joined(genomes, assembly, sv.ALK_19, LEFT)  # ALK lies on the minus strand: its 3' part is kept
    assert (with_kinase.name, with_kinase.kinase_kept) == ("IGH::ALK", True)
    assert joined(genomes, assembly, ALK_BEHIND_ITS_KINASE, LEFT).kinase_kept is False
    assert joined(genomes, assembly, sv.ALK_19, RIGHT).kinase_kept is None  # the 5' part: nothing to say of the kinase
    assert joined(genomes, assembly, ALK_BEHIND_ITS_KINASE, RIGHT).kinase_kept is None


@both_assemblies
def test_recombination_within_igh_is_no_fusion(genomes: Genomes, assembly: Assembly) -> None:
    """Every B cell has joined its V, D and J segments, and most have switched their class."""
    junction = Adjacency(sv.breakpoint(IGH_SWITCH, LEFT, assembly), sv.breakpoint(IGH_J, RIGHT, assembly))
    found = gene_events(genomes[assembly], [sv.of_junctions(assembly, junction)])
    assert [one.name for one in found if one.kind is GeneEventKind.FUSION] == []


def test_two_loci_that_bring_enhancers_make_no_gene_act() -> None:
    """inv(14) and t(7;14) join receptor loci to each other, in healthy lymphocytes too."""
    first, second = (
        GeneBreak(gene, True, Breakpoint(chrom, 1000, LEFT), None, "exon not known", regulatory=True)
        for gene, chrom in (("IGH", "14"), ("TRB", "7"))
    )
    junction = Adjacency(first.breakpoint, second.breakpoint)
    assert fusion_of(sv.of_junctions(Assembly.GRCH38, junction), junction, first, second, {}) is None


# -------------------------------------------------------------------------------------------- how far a gene reaches


def genes_at(genome: Genome, chrom: str, pos: int) -> set[str]:
    loci = read_fusion_tables(genome).loci
    return {one.gene for one in breaks_at(genome, loci, Breakpoint(chrom, pos, LEFT))}


@both_assemblies
@pytest.mark.parametrize("gene", ["RET", "KRAS"])  # plus and minus strand, coding exons alone are packaged
def test_an_untranslated_end_that_is_not_known_reaches_5_kb(genomes: Genomes, assembly: Assembly, gene: str) -> None:
    genome = genomes[assembly]
    one = genome.transcript_of(gene)
    assert one is not None
    assert not one.all_exons
    behind, step = (one.last, 1) if one.strand > 0 else (one.first, -1)
    assert gene in genes_at(genome, one.chrom, behind + step * UNTRANSLATED_TAIL)
    assert gene not in genes_at(genome, one.chrom, behind + step * (UNTRANSLATED_TAIL + 1))


@both_assemblies
@pytest.mark.parametrize("gene", ["RET", "KRAS", "TP53"])
def test_in_front_of_a_gene_its_promoter_is_its_own_and_no_more(genomes: Genomes, assembly: Assembly, gene: str) -> None:
    genome = genomes[assembly]
    one = genome.transcript_of(gene)
    assert one is not None
    front, step = (one.reach[0], -1) if one.strand > 0 else (one.reach[1], 1)
    assert gene in genes_at(genome, one.chrom, front)
    assert gene not in genes_at(genome, one.chrom, front + step)


@both_assemblies
@pytest.mark.parametrize("gene", ["IL7R", "TP53"])  # plus and minus strand, all exons are packaged
def test_a_known_end_is_the_end(genomes: Genomes, assembly: Assembly, gene: str) -> None:
    genome = genomes[assembly]
    one = genome.transcript_of(gene)
    assert one is not None
    assert one.all_exons
    end, step = (one.reach[1], 1) if one.strand > 0 else (one.reach[0], -1)
    assert gene in genes_at(genome, one.chrom, end)
    assert gene not in genes_at(genome, one.chrom, end + step)


BEHIND_MYC = ("8", 128802246, 127790000)  # 47 kb: where light chains are joined in Burkitt lymphoma
LOCI = {
    "IGK": ("2", 89160000, 88860487),  # t(2;8)
    "IGL": ("22", 23247172, 22905000),  # t(8;22)
    "TRA": ("14", 22900000, 22430912),  # t(8;14)(q24;q11) of T-cell leukaemia
    "TRB": ("7", 142494031, 142786180),
    "TRG": ("7", 38300000, 38260399),
}


@both_assemblies
@pytest.mark.parametrize("locus", LOCI)
def test_each_antigen_receptor_locus_is_known_by_its_span(genomes: Genomes, assembly: Assembly, locus: str) -> None:
    """A junction of DNA alone: no tool has named the locus."""
    junction = Adjacency(sv.breakpoint(BEHIND_MYC, RIGHT, assembly), sv.breakpoint(LOCI[locus], LEFT, assembly))
    found = gene_events(genomes[assembly], [sv.of_junctions(assembly, junction)])
    fusion = next(one for one in found if one.kind is GeneEventKind.FUSION)
    assert (fusion.name, fusion.gene, ENHANCER in fusion.caveats) == (f"{locus}::MYC", "MYC", True)


@both_assemblies
@pytest.mark.parametrize("locus", LOCI)
def test_what_the_locus_joins_within_itself_is_no_event(genomes: Genomes, assembly: Assembly, locus: str) -> None:
    """V(D)J recombination of every lymphocyte."""
    chrom, *places = LOCI[locus]
    other: Place = (chrom, places[0] + 9000, places[1] + 9000)
    junction = Adjacency(sv.breakpoint(LOCI[locus], LEFT, assembly), sv.breakpoint(other, RIGHT, assembly))
    assert not gene_events(genomes[assembly], [sv.of_junctions(assembly, junction)])
