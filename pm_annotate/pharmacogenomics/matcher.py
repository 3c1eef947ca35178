"""Named-allele matching of one gene: which pairs of named alleles the genotypes fit, and how well.

The rules are those of PharmCAT's Named Allele Matcher (https://pharmcat.org/methods/NamedAlleleMatcher-101): a position that an
allele does not name has the reference allele's base; missing positions are left out; a diplotype's score is the number of
observed positions that its two alleles name; the highest score wins, and equals are all given. Unlike there, phase holds
only inside a phase set, and what fits with a lower score is kept as an alternative.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, combinations_with_replacement
from typing import NamedTuple

from pm_annotate.pharmacogenomics.definitions import GeneDefinition, NamedAllele
from pm_annotate.pharmacogenomics.genotypes import PositionGenotype

Observed = Mapping[int, PositionGenotype]
"""Index of the position in the gene -> genotype; positions that are missing are absent."""

Block = tuple[int, ...]
"""Heterozygous positions whose phase to each other is known."""


class Diplotype(NamedTuple):
    """Named alleles of the gene copies (one for a haploid gene), in the order of the definition, with their score."""

    names: tuple[str, ...]
    score: int

    @property
    def text(self) -> str:
        """``*1/*2``."""
        return "/".join(self.names)


class Matches(NamedTuple):
    """What fits: the best, what else fits, and the alleles that only missing positions could rule out."""

    best: tuple[Diplotype, ...]
    others: tuple[Diplotype, ...]
    cannot_exclude: tuple[str, ...]


class _Candidate(NamedTuple):
    """An allele with what its pairs are judged by. ``first`` and ``second``: a bit for each phase block whose bases it may
    have on the copy that the genotypes write first, and on the other."""

    name: str
    score: int
    is_visible: bool  # any position that the allele names is observed
    is_complete: bool  # every position that the allele changes is observed
    first: int = 0
    second: int = 0


def match_diploid(definition: GeneDefinition, observed: Observed) -> Matches:
    """Pairs of named alleles that fit diploid genotypes. No pair fits where ``best`` is empty."""
    blocks = phase_blocks(observed)
    seen = frozenset(observed)
    every = (1 << len(blocks)) - 1
    candidates = [
        _candidate(definition, allele, seen, *(_allowing(definition, allele, observed, blocks, copy) for copy in (0, 1)))
        for allele in definition.alleles
        if _possible(definition, allele, observed)
    ]
    pairs = [
        (one, other)
        for one, other in combinations_with_replacement(range(len(candidates)), 2)
        if candidates[one].first & candidates[other].second | candidates[one].second & candidates[other].first == every
    ]
    return _ranked(candidates, pairs)


def match_haploid(definition: GeneDefinition, observed: Observed) -> Matches:
    """Named alleles that fit one gene copy."""
    seen = frozenset(observed)
    fitting = [
        _candidate(definition, allele, seen)
        for allele in definition.alleles
        if all(genotype.alleles[0] in definition.allowed(allele, index) for index, genotype in observed.items())
    ]
    return _ranked(fitting, [(number,) for number in range(len(fitting))])


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


def _candidate(
    definition: GeneDefinition, allele: NamedAllele, seen: frozenset[int], first: int = 0, second: int = 0
) -> _Candidate:
    is_visible = allele.is_reference or not seen.isdisjoint(allele.wanted)
    return _Candidate(allele.name, definition.score(allele, seen), is_visible, allele.changed <= seen, first, second)


def _ranked(candidates: Sequence[_Candidate], fitting: Sequence[tuple[int, ...]]) -> Matches:
    """``fitting``: pairs (or single ones) of candidates by their number."""
    visible = {number for number, candidate in enumerate(candidates) if candidate.is_visible}
    complete = {number for number, candidate in enumerate(candidates) if candidate.is_complete}
    scored = [(sum(candidates[one].score for one in pair), pair) for pair in fitting if visible.issuperset(pair)]
    top = max((score for score, _ in scored), default=0)
    best = [_diplotype(candidates, pair, score) for score, pair in scored if score == top]
    others = [_diplotype(candidates, pair, score) for score, pair in scored if score < top and complete.issuperset(pair)]
    others.sort(key=lambda found: -found.score)
    shown = {name for diplotype in (*best, *others) for name in diplotype.names}
    in_pairs = [candidates[one] for one in dict.fromkeys(chain.from_iterable(fitting))]
    hidden = dict.fromkeys(one.name for one in in_pairs if not one.is_complete and one.name not in shown)
    return Matches(tuple(best), tuple(others), tuple(hidden))


def _diplotype(candidates: Sequence[_Candidate], pair: tuple[int, ...], score: int) -> Diplotype:
    return Diplotype(tuple(candidates[one].name for one in pair), score)


def _possible(definition: GeneDefinition, allele: NamedAllele, observed: Observed) -> bool:
    """Whether at least one gene copy has what the allele wants, position by position."""
    return all(not definition.allowed(allele, index).isdisjoint(genotype.alleles) for index, genotype in observed.items())


def _allowing(definition: GeneDefinition, allele: NamedAllele, observed: Observed, blocks: Sequence[Block], copy: int) -> int:
    """A bit for each phase block: whether its bases on the copy that is written first (0) or second (1) may be the allele's.

    A pair fits where each block allows it one way round.
    """
    bits = 0
    for number, block in enumerate(blocks):
        if all(observed[index].alleles[copy] in definition.allowed(allele, index) for index in block):
            bits |= 1 << number
    return bits
