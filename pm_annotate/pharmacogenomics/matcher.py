"""Named-allele matching of one gene: which pairs of named alleles the genotypes fit, and how well.

The rules are those of PharmCAT's Named Allele Matcher (https://pharmcat.org/methods/NamedAlleleMatcher-101): a position that an
allele does not name has the reference allele's base; missing positions are left out; a diplotype's score is the number of
observed positions that its two alleles name; the highest score wins, and equals are all given. Unlike there, phase holds
only inside a phase set, and what fits with a lower score is kept as an alternative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from pm_annotate.pharmacogenomics.definitions import GeneDefinition, NamedAllele
from pm_annotate.pharmacogenomics.genotypes import PositionGenotype

Observed = Mapping[int, PositionGenotype]
"""Index of the position in the gene -> genotype; positions that are missing are absent."""

Block = tuple[int, ...]
"""Heterozygous positions whose phase to each other is known."""


@dataclass(frozen=True, slots=True)
class Diplotype:
    """Named alleles of the gene copies (one for a haploid gene), in the order of the definition, with their score."""

    names: tuple[str, ...]
    score: int

    @property
    def text(self) -> str:
        """``*1/*2``."""
        return "/".join(self.names)


@dataclass(frozen=True, slots=True)
class Matches:
    """What fits: the best, what else fits, and the alleles that only missing positions could rule out."""

    best: tuple[Diplotype, ...]
    others: tuple[Diplotype, ...]
    cannot_exclude: tuple[str, ...]


def match_diploid(definition: GeneDefinition, observed: Observed) -> Matches:
    """Pairs of named alleles that fit diploid genotypes. No pair fits where ``best`` is empty."""
    blocks = phase_blocks(observed)
    seen = frozenset(observed)
    candidates = [allele for allele in definition.alleles if _possible(definition, allele, observed)]
    pairs = [
        (first, second)
        for first, second in combinations_with_replacement(candidates, 2)
        if _fits(definition, first, second, observed, blocks)
    ]
    scores = {allele.name: definition.score(allele, seen) for allele in candidates}
    visible = [pair for pair in pairs if all(_is_visible(allele, seen) for allele in pair)]
    scored = [(scores[first.name] + scores[second.name], first, second) for first, second in visible]
    return _ranked(scored, pairs, seen)


def match_haploid(definition: GeneDefinition, observed: Observed) -> Matches:
    """Named alleles that fit one gene copy."""
    seen = frozenset(observed)
    fitting = [
        allele
        for allele in definition.alleles
        if all(genotype.alleles[0] in definition.allowed(allele, index) for index, genotype in observed.items())
    ]
    scored = [(definition.score(allele, seen), allele) for allele in fitting if _is_visible(allele, seen)]
    return _ranked(scored, [(allele,) for allele in fitting], seen)


def phase_blocks(observed: Observed) -> tuple[Block, ...]:
    """Heterozygous positions in groups of known phase; an unphased one is a group of its own."""
    phased: dict[str | None, list[int]] = {}
    blocks: list[Block] = []
    for index, genotype in sorted(observed.items()):
        if genotype.is_heterozygous and genotype.phased:
            phased.setdefault(genotype.phase_set, []).append(index)
        elif genotype.is_heterozygous:
            blocks.append((index,))
    return (*blocks, *(tuple(block) for block in phased.values()))


def _ranked(
    scored: Sequence[tuple[int, *tuple[NamedAllele, ...]]], fitting: Iterable[tuple[NamedAllele, ...]], seen: frozenset[int]
) -> Matches:
    top = max((entry[0] for entry in scored), default=0)
    best = [_diplotype(entry) for entry in scored if entry[0] == top]
    complete = [entry for entry in scored if all(allele.changed <= seen for allele in _alleles(entry))]
    others = sorted((_diplotype(entry) for entry in complete if entry[0] < top), key=lambda found: -found.score)
    shown = {name for diplotype in (*best, *others) for name in diplotype.names}
    hidden = [allele for alleles in fitting for allele in alleles if not allele.changed <= seen and allele.name not in shown]
    return Matches(tuple(best), tuple(others), tuple(dict.fromkeys(allele.name for allele in hidden)))


def _alleles(entry: tuple[int, *tuple[NamedAllele, ...]]) -> tuple[NamedAllele, ...]:
    return entry[1:]


def _diplotype(entry: tuple[int, *tuple[NamedAllele, ...]]) -> Diplotype:
    return Diplotype(tuple(allele.name for allele in _alleles(entry)), entry[0])


def _is_visible(allele: NamedAllele, seen: frozenset[int]) -> bool:
    """Whether any position that the allele names is observed."""
    return allele.is_reference or not seen.isdisjoint(allele.wanted)


def _possible(definition: GeneDefinition, allele: NamedAllele, observed: Observed) -> bool:
    """Whether at least one gene copy has what the allele wants, position by position."""
    return all(not definition.allowed(allele, index).isdisjoint(genotype.alleles) for index, genotype in observed.items())


def _fits(
    definition: GeneDefinition, first: NamedAllele, second: NamedAllele, observed: Observed, blocks: Sequence[Block]
) -> bool:
    """Whether one copy can be the first allele and the other the second: each phase block must allow it one way round."""
    return all(any(_block_fits(definition, first, second, observed, block, turn) for turn in (0, 1)) for block in blocks)


def _block_fits(
    definition: GeneDefinition, first: NamedAllele, second: NamedAllele, observed: Observed, block: Block, turn: int
) -> bool:
    return all(
        observed[index].alleles[turn] in definition.allowed(first, index)
        and observed[index].alleles[1 - turn] in definition.allowed(second, index)
        for index in block
    )
