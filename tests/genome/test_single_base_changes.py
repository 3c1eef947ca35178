"""Which single bases make a typed substitution."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.genome.single_base_changes import single_base_changes
from pm_annotate.model import Assembly

G37, G38 = Assembly.GRCH37, Assembly.GRCH38


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        ("RET C634W", {"c.1902C>G"}),
        ("RET C634S", {"c.1900T>A", "c.1901G>C"}),
        ("BRAF V600E", {"c.1799T>A"}),  # minus strand
        ("BRAF V600K", set()),  # two bases
        ("TP53 R213*", {"c.637C>T"}),
        ("MET D1010N", {"c.3028G>A"}),  # the first base of a codon that an intron splits
        ("EGFR E746_A750del", set()),
        ("EZH2 Y641N", {"c.1936T>A"}),  # numbered on another transcript: Y646N
    ],
)
@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_bases_that_make_a_change(
    genomes: Mapping[Assembly, Genome], assembly: Assembly, text: str, coding: set[str]
) -> None:
    genome = genomes[assembly]
    typed = parse_variant(text, genome)
    found = single_base_changes(typed, genome)
    assert {one.effects[0].hgvsc for one in found} == coding
    assert {one.effects[0].hgvsp_short for one in found} <= {typed.effects[0].hgvsp_short}
    assert all(one.allele is not None and genome.reference_agrees(*one.allele.key[:3]) for one in found)
