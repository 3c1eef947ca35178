"""Losses and deletions of genes, with copies, by a junction, or by depth alone."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.gene_copy_number import copy_number_events, genes_touched
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly, Call
from pm_annotate.model.structural import (
    Adjacency,
    Breakpoint,
    GeneEventKind,
    KeptSide,
    StructuralType,
)
from tests.genome.events.segments import (
    BOTH,
    GAIN,
    HOMOZYGOUS_DELETION,
    LOSS,
    PLAIN,
    joined,
    of_gene,
    only,
    over,
    segment,
)

CDKN2A = {Assembly.GRCH37: ("9", 21_900_000, 22_050_000), Assembly.GRCH38: ("9", 21_900_000, 22_050_000)}
PTEN = {Assembly.GRCH37: ("10", 89_500_000, 89_800_000), Assembly.GRCH38: ("10", 87_740_000, 88_040_000)}


@BOTH
def test_no_copy_of_cdkn2a_is_a_homozygous_deletion(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    event = segment(assembly, *CDKN2A[assembly], copy_number=0.0)
    found = only(copy_number_events(genomes[assembly], [event], PLAIN), "CDKN2A")
    assert (found.kind, found.name) == (HOMOZYGOUS_DELETION, "CDKN2A homozygous deletion")
    assert (found.share, found.tier_eligible, found.exons) == (1, True, ())
    assert found.consequence == ("transcript_ablation", "copy_number_loss")


@BOTH
def test_one_copy_of_pten_is_a_loss(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    event = segment(assembly, *PTEN[assembly], copy_number=1.0)
    found = only(copy_number_events(genomes[assembly], [event], PLAIN), "PTEN")
    assert (found.kind, found.name) == (LOSS, "PTEN loss (1 copy)")


def test_a_homozygous_deletion_of_some_exons_names_them(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = segment(Assembly.GRCH38, "10", 87_890_000, 87_930_000, copy_number=0.0)  # PTEN exons 2 and 3
    found = only(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert (found.kind, found.exons) == (HOMOZYGOUS_DELETION, (2, 3))
    assert found.name == "PTEN homozygous deletion of exons 2-3"
    assert found.tier_eligible
    assert found.share is not None
    assert found.share < 0.5


def test_the_ragged_end_of_a_homozygous_segment_in_an_exon_gives_no_tier(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = segment(Assembly.GRCH38, "10", 87_700_000, 87_864_500, copy_number=0.0)  # ends 30 bases into PTEN exon 1
    found = only(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert (found.kind, found.exons, found.tier_eligible) == (HOMOZYGOUS_DELETION, (), False)


@pytest.mark.parametrize(
    ("genotype", "zygosity", "kind"),
    [
        ("1/1", "homozygous", HOMOZYGOUS_DELETION),
        ("0/1", "heterozygous", GeneEventKind.DELETION),
        (None, "unknown", GeneEventKind.DELETION),
    ],
)
def test_a_deletion_with_junction_of_the_whole_gene_goes_by_its_genotype(
    genomes: dict[Assembly, Genome], genotype: str | None, zygosity: str, kind: GeneEventKind
) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *CDKN2A[Assembly.GRCH38])
    call = Call("T", genotype=genotype, zygosity=zygosity)
    event = event._replace(observation=event.observation._replace(tumor=call))
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "CDKN2A")
    assert (found.kind, found.copy_number) == (kind, None)
    assert found.caveats


def test_a_deletion_with_junction_of_some_exons_is_left_to_the_exon_deletions(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = joined(Assembly.GRCH38, StructuralType.DELETION, "10", 87_890_000, 87_930_000, copy_number=0.0)
    assert not of_gene(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert genes_touched(genome, event) == ("PTEN",)


def test_a_far_junction_without_copies_gives_no_tier(genomes: dict[Assembly, Genome]) -> None:
    """As in HCC2218, whose ERBB2 is amplified inside a DEL of half of 17q."""
    event = joined(Assembly.GRCH38, StructuralType.DELETION, "17", 36_000_000, 68_000_000)
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "ERBB2")
    assert (found.kind, found.tier_eligible) == (LOSS, False)
    assert any("one junction" in caveat for caveat in found.caveats)
    counted = only(copy_number_events(genomes[Assembly.GRCH38], [event._replace(copy_number=1.0)], PLAIN), "ERBB2")
    assert (counted.kind, counted.tier_eligible) == (LOSS, True)


def test_less_depth_without_copies_or_junction_is_a_loss(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *PTEN[Assembly.GRCH38])._replace(adjacencies=())
    assert only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "PTEN").kind == LOSS


def test_a_record_called_del_is_shown_without_tier_where_its_copies_are_normal(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *PTEN[Assembly.GRCH38], copy_number=2.0)
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "PTEN")
    assert (found.kind, found.tier_eligible) == (LOSS, False)


def test_a_breakend_pair_around_a_gene_deletes_it_by_its_orientation(genomes: dict[Assembly, Genome]) -> None:
    chrom, start, end = CDKN2A[Assembly.GRCH38]
    deleting = joined(Assembly.GRCH38, StructuralType.DELETION, chrom, start, end)
    doubling = joined(Assembly.GRCH38, StructuralType.TANDEM_DUPLICATION, chrom, start, end)
    for event, kind in ((deleting, GeneEventKind.DELETION), (doubling, GAIN)):
        (junction,) = event.adjacencies
        if kind == GAIN:  # its end is kept on the left, its start on the right
            junction = Adjacency(Breakpoint(chrom, end, KeptSide.LEFT), Breakpoint(chrom, start, KeptSide.RIGHT))
        pair = event._replace(svtype=StructuralType.BREAKEND, start=start, end=start, adjacencies=(junction,))
        found = only(copy_number_events(genomes[Assembly.GRCH38], [pair], PLAIN), "CDKN2A")
        assert (found.kind, found.event) == (kind, pair)
    inverting = Adjacency(Breakpoint(chrom, start, KeptSide.LEFT), Breakpoint(chrom, end, KeptSide.LEFT))
    event = deleting._replace(svtype=StructuralType.BREAKEND, adjacencies=(inverting,))
    assert not copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN)


def test_two_copies_of_one_parent_are_a_loss_of_heterozygosity(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    neutral = only(copy_number_events(genome, [over(genome, "TP53", major_copies=2.0, minor_copies=0.0)], PLAIN), "TP53")
    assert (neutral.kind, neutral.minor_copies) == (GeneEventKind.LOSS_OF_HETEROZYGOSITY, 0)
    gained = copy_number_events(genome, [over(genome, "TP53", copy_number=3.0, minor_copies=0.0)], PLAIN)
    assert [one.kind for one in of_gene(gained, "TP53")] == [GAIN, GeneEventKind.LOSS_OF_HETEROZYGOSITY]
    balanced = copy_number_events(genome, [over(genome, "TP53", major_copies=1.0, minor_copies=1.0)], PLAIN)
    assert not of_gene(balanced, "TP53")
    lost = only(copy_number_events(genome, [over(genome, "TP53", major_copies=1.0, minor_copies=0.0)], PLAIN), "TP53")
    assert lost.kind == LOSS


def test_a_loss_of_heterozygosity_without_copies_is_told_as_such(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    found = only(copy_number_events(genome, [over(genome, "TP53", minor_copies=0.0)], PLAIN), "TP53")
    assert (found.name, found.copy_number) == ("TP53 loss of heterozygosity", None)
    assert any("how many copies" in caveat for caveat in found.caveats)
