"""Coding bases of the packaged genes inside targets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.callable_coding import callable_coding
from pm_annotate.genome.genome import Genome
from pm_annotate.intervals import bases_in, intersection
from pm_annotate.model import Assembly


def test_targets_over_one_gene_hold_its_coding_bases(genomes: dict[Assembly, Genome]) -> None:
    for genome in genomes.values():
        kras = genome.transcript_of("KRAS")
        assert kras is not None
        whole = {"12": ((kras.first - 1_000, kras.last + 1_000),)}
        assert bases_in(callable_coding(genome, whole)) == kras.cds_length == 567
        first = kras.cds_exons[0]
        assert callable_coding(genome, whole, {"12": (first,)}) == {"12": (first,)}


def test_without_limits_all_packaged_coding_bases_are_there_once(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    lengths = sum(transcript.cds_length for gene in genome.genes() if (transcript := genome.transcript_of(gene)))
    assert 0.95 * lengths < bases_in(callable_coding(genome)) <= lengths


def test_targets_elsewhere_hold_nothing(genomes: dict[Assembly, Genome]) -> None:
    assert callable_coding(genomes[Assembly.GRCH38], {"12": ((1, 10_000),)}) == {}


def intervals(positions: set[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for pos in sorted(positions):
        if found and found[-1][1] == pos - 1:
            found[-1] = (found[-1][0], pos)
        else:
            found.append((pos, pos))
    return tuple(found)


sets = st.sets(st.integers(1, 60))


@given(sets, sets)
def test_the_intersection_holds_the_positions_of_both(first: set[int], second: set[int]) -> None:
    found = intersection(intervals(first), intervals(second))
    assert {pos for start, end in found for pos in range(start, end + 1)} == first & second
