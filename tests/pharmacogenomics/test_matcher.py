"""Pairs of named alleles: those that are told by bits are those that the phase blocks allow, one by one."""

from __future__ import annotations

from itertools import combinations_with_replacement

from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.pharmacogenomics.definitions import GeneDefinition, NamedAllele
from pm_annotate.pharmacogenomics.genotypes import PositionGenotype
from pm_annotate.pharmacogenomics.matcher import Observed, match_diploid, phase_blocks
from pm_annotate.resources import resources_folder

GENE = Pharmacogenomics(resources_folder() / "pharmacogenomics").definition(Assembly.GRCH38, "CYP2C19")


@st.composite
def genotypes(draw: st.DrawFn) -> Observed:
    found = {}
    for index in sorted(draw(st.sets(st.integers(0, len(GENE.positions) - 1), max_size=6))):
        bases = st.sampled_from(GENE.positions[index].known[:2])
        phase = draw(st.sampled_from([None, "1", "2"]))
        found[index] = PositionGenotype((draw(bases), draw(bases)), phase is not None, phase)
    return found


def fits(definition: GeneDefinition, one: NamedAllele, other: NamedAllele, observed: Observed) -> bool:
    """Some way round of every phase block."""
    same = [((index,), (0,)) for index, genotype in observed.items() if not genotype.is_heterozygous]
    return all(
        any(
            all(
                observed[index].alleles[turn] in definition.allowed(one, index)
                and observed[index].alleles[1 - turn] in definition.allowed(other, index)
                for index in block
            )
            for turn in turns
        )
        for block, turns in (*same, *((block, (0, 1)) for block in phase_blocks(observed)))
    )


@given(genotypes())
def test_the_pairs_that_fit_are_found_with_their_scores(observed: Observed) -> None:
    seen = frozenset(observed)
    pairs = [pair for pair in combinations_with_replacement(GENE.alleles, 2) if fits(GENE, *pair, observed)]
    visible = [pair for pair in pairs if all(one.is_reference or not seen.isdisjoint(one.wanted) for one in pair)]
    scores = [sum(GENE.score(one, seen) for one in pair) for pair in visible]
    named = [(tuple(one.name for one in pair), score) for pair, score in zip(visible, scores, strict=True)]
    top = max(scores, default=0)
    complete = {one.name for one in GENE.alleles if one.changed <= seen}
    found = match_diploid(GENE, observed)
    assert [(one.names, one.score) for one in found.best] == [entry for entry in named if entry[1] == top]
    others = sorted((entry for entry in named if entry[1] < top and complete.issuperset(entry[0])), key=lambda entry: -entry[1])
    assert [(one.names, one.score) for one in found.others] == others
    shown = {name for one in (*found.best, *found.others) for name in one.names}
    hidden = dict.fromkeys(one.name for pair in pairs for one in pair if one.name not in complete | shown)
    assert found.cannot_exclude == tuple(hidden)
