"""Combination and partial alleles: what a gene copy carries when no single named allele fits it.

As PharmCAT writes them (https://pharmcat.org/methods/NamedAlleleMatcher-201): ``[*2 + *17]`` carries all changes of both,
``[*2 + g.94781859G>A]`` one allele and a further change. Looked for only where no pair of named alleles fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from pm_annotate.pharmacogenomics.definitions import GeneDefinition, NamedAllele
from pm_annotate.pharmacogenomics.matcher import Block, Diplotype, Observed

MOST_BLOCKS = 8  # unphased groups of positions: beyond that, 128 ways to place them, the copies are not told
MOST_PARTS = 4  # named alleles in one combination

Copy = dict[int, str]
"""Bases of one gene copy by position index."""


def match_combinations(definition: GeneDefinition, observed: Observed, blocks: Sequence[Block]) -> tuple[Diplotype, ...]:
    """The pairs of combined alleles that need the fewest parts, over all ways to phase what is unphased."""
    if len(blocks) > MOST_BLOCKS:
        return ()
    found: dict[tuple[str, ...], int] = {}
    for copies in _phasings(observed, blocks):
        named = [_name_copy(definition, copy) for copy in copies]
        names = tuple(sorted((name for name, _ in named), key=lambda name: _order(definition, name)))
        found[names] = min(found.get(names, 1 << 30), sum(parts for _, parts in named))
    fewest = min(found.values())
    return tuple(Diplotype(names, 0) for names, parts in found.items() if parts == fewest)


def name_haploid(definition: GeneDefinition, observed: Observed) -> Diplotype:
    """The combination that a single gene copy carries."""
    copy = {index: genotype.alleles[0] for index, genotype in observed.items()}
    return Diplotype((_name_copy(definition, copy)[0],), 0)


def _phasings(observed: Observed, blocks: Sequence[Block]) -> Iterator[tuple[Copy, Copy]]:
    same = {index: genotype.alleles[0] for index, genotype in observed.items() if not genotype.is_heterozygous}
    for turns in product((0, 1), repeat=max(0, len(blocks) - 1)):
        first, second = dict(same), dict(same)
        for block, turn in zip(blocks, (0, *turns), strict=False):
            for index in block:
                first[index], second[index] = observed[index].alleles[turn], observed[index].alleles[1 - turn]
        yield first, second


def _name_copy(definition: GeneDefinition, copy: Copy) -> tuple[str, int]:
    """Name of a gene copy and the number of parts that it takes; leftover changes count for ten."""
    changed = {index for index, bases in copy.items() if bases not in definition.reference_bases[index]}
    inside = [allele for allele in definition.alleles[1:] if allele.changed and _carried(definition, allele, copy)]
    best: tuple[int, tuple[NamedAllele, ...]] | None = None
    for size in range(min(MOST_PARTS, len(inside)) + 1):
        for parts in combinations(inside, size):
            explained = set().union(*(part.changed for part in parts))
            cost = len(parts) + 10 * len(changed - explained)
            if best is None or cost < best[0]:
                best = (cost, parts)
    cost, parts = best or (0, ())
    left = sorted(changed - set().union(*(part.changed for part in parts)))
    names = [part.name for part in parts] + [_change_name(definition, index, copy[index]) for index in left]
    if not names:
        return definition.reference.name, 1
    return (names[0] if len(names) == 1 and parts else f"[{' + '.join(names)}]"), cost


def _carried(definition: GeneDefinition, allele: NamedAllele, copy: Copy) -> bool:
    """Whether a copy has every change of an allele; a change whose position is missing does not count as carried."""
    return all(copy.get(index) in allele.wanted[index] for index in allele.changed)


def _change_name(definition: GeneDefinition, index: int, bases: str) -> str:
    position = definition.positions[index]
    names = position.name.split("; ")
    return next((name for name in names if name.endswith(f">{bases}")), names[0])


def _order(definition: GeneDefinition, name: str) -> int:
    first = name.strip("[]").split(" + ")[0]
    return next((number for number, allele in enumerate(definition.alleles) if allele.name == first), len(definition.alleles))
