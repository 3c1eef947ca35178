"""Segments of one kind that lie within a megabase are one change; two changes of an arm are not one broad one."""

from __future__ import annotations

from pm_annotate.genome.events.gene_copy_number import copy_number_events
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly
from tests.genome.events.segments import BOTH, GAIN, PLAIN, of_gene, only, over, segment

Genomes = dict[Assembly, Genome]
MEGABASE = 1_000_000


@BOTH
def test_two_gains_of_one_chromosome_are_two_focal_changes(genomes: Genomes, assembly: Assembly) -> None:
    """ERBB2 on 17q12 and RPTOR or RNF43 far behind it: what lies between has its two copies."""
    genome = genomes[assembly]
    events = [over(genome, "ERBB2", copy_number=4.0), over(genome, "RNF43", copy_number=4.0)]
    for given in (events, events[::-1]):
        found = copy_number_events(genome, given, PLAIN)
        assert {one.gene: one.focal for one in found if one.gene in ("ERBB2", "RNF43")} == {"ERBB2": True, "RNF43": True}


@BOTH
def test_pieces_of_a_gained_arm_are_one_broad_change(genomes: Genomes, assembly: Assembly) -> None:
    """A caller cuts 17q into pieces: each alone would be focal."""
    genome = genomes[assembly]
    starts = range(25 * MEGABASE, 80 * MEGABASE, 10 * MEGABASE)
    pieces = [segment(assembly, "17", start, start + 9_500_000, copy_number=3.0) for start in starts]
    for given in (pieces, pieces[::-1]):
        gained = only(copy_number_events(genome, given, PLAIN), "ERBB2")
        assert (gained.kind, gained.focal) == (GAIN, False)
        assert any(caveat.startswith("broad: ") and "of 17q" in caveat for caveat in gained.caveats)


@BOTH
def test_pieces_that_lie_a_megabase_apart_are_not_joined(genomes: Genomes, assembly: Assembly) -> None:
    genome = genomes[assembly]
    for gap, focal in ((MEGABASE - 1, False), (MEGABASE + 1, True)):
        pieces, start = [], 25 * MEGABASE
        while start < 75 * MEGABASE:
            pieces.append(segment(assembly, "17", start, start + 5 * MEGABASE, copy_number=3.0))
            start += 5 * MEGABASE + gap
        found = [one for one in copy_number_events(genome, pieces, PLAIN) if one.kind == GAIN]
        assert {one.focal for one in found} == {focal}, gap


@BOTH
def test_a_loss_between_two_gains_joins_neither_and_a_source_of_its_own_nothing(genomes: Genomes, assembly: Assembly) -> None:
    genome = genomes[assembly]
    kinds = (3.0, 1.0, 3.0, 1.0, 3.0)
    pieces = [
        segment(assembly, "17", (25 + 10 * at) * MEGABASE, (35 + 10 * at) * MEGABASE - 1, copy_number=copies)
        for at, copies in enumerate(kinds)
    ]
    found = copy_number_events(genome, pieces, PLAIN)
    assert {one.focal for one in found} == {True}
    other = [piece._replace(copy_number=3.0, source="cna.tsv" if at % 2 else "") for at, piece in enumerate(pieces)]
    assert {one.focal for one in copy_number_events(genome, other, PLAIN)} == {True}


@BOTH
def test_events_are_told_by_place_whatever_their_order(genomes: Genomes, assembly: Assembly) -> None:
    genome = genomes[assembly]
    genes = ("ERBB2", "MYC", "EGFR", "CCND1", "AR")
    events = [over(genome, gene, 2000, copy_number=12.0) for gene in genes]
    told = [one.gene for one in copy_number_events(genome, events, PLAIN) if one.gene in genes]
    assert told == ["EGFR", "MYC", "CCND1", "ERBB2", "AR"]
    assert of_gene(copy_number_events(genome, events, PLAIN), "MYC")
