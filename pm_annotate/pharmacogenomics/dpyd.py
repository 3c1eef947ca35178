"""DPYD: its named alleles are single variants, of which a gene copy may carry several.

CPIC 2017 (https://doi.org/10.1002/cpt.911): the activity score is the sum of the two lowest variant activity values; two
different decreased- or no-function variants are presumed to be on different gene copies unless phase says otherwise. With
phase, the lowest value of each copy counts. HapB3 follows its intronic variant c.1129-5923C>G; the exonic c.1236G>A stands
for it only where the intronic position is missing.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from pm_annotate.pharmacogenomics.definitions import GeneDefinition
from pm_annotate.pharmacogenomics.genotypes import PositionGenotype
from pm_annotate.pharmacogenomics.matcher import Observed, phase_blocks
from pm_annotate.pharmacogenomics.phenotypes import PhenotypeTable

GENE = "DPYD"
HAPB3 = "c.1129-5923C>G, c.1236G>A (HapB3)"
INTRONIC_ONLY = "c.1129-5923C>G"
INTRONIC, EXONIC = "rs75017182", "rs56038477"


MOST_BLOCKS = 8
"""Groups of positions without phase to each other: beyond that, 128 ways to place them, the two lowest variants count."""

Copies = tuple[tuple[str, ...], tuple[str, ...]]
"""Names of the variants of each gene copy."""


class DpydCall(NamedTuple):
    """``pair`` are the alleles whose activity counts: ``text`` may name more."""

    text: str
    pair: tuple[str, str]
    others: tuple[tuple[str, tuple[str, str]], ...]  # (text, pair) of other ways to phase what is not phased
    cannot_exclude: tuple[str, ...]
    caveats: tuple[str, ...]


def call_dpyd(definition: GeneDefinition, observed: Observed, table: PhenotypeTable) -> DpydCall:
    """The DPYD genotype. ``observed`` holds no allele that the definition does not know."""
    caveats = list(_hapb3_caveats(definition, observed))
    hidden = tuple(_missing_alleles(definition, observed))
    copies = _copies(definition, observed)
    if len(phase_blocks(_without_proxy(definition, observed))) <= 1:
        first, second = _ordered(definition, (lowest(copies[0], table), lowest(copies[1], table)))
        return DpydCall(_pair_text(definition, copies), (first, second), (), hidden, tuple(caveats))
    variants = _ordered(definition, (*copies[0], *copies[1]))
    ways = _ways(definition, observed, table)
    if len(variants) == 2:
        caveats.append("two variants without phase: presumed to be on different gene copies")
        text = "/".join(variants)
        others = tuple((_pair_text(definition, way), pair) for pair, way in ways.items() if pair != variants)
        return DpydCall(text, (variants[0], variants[1]), others, hidden, tuple(caveats))
    caveats.append("more than two variants, not all phased to each other: the reading of lowest activity counts")
    lowest_pair = min(ways, key=lambda pair: _total(pair, table), default=_two_lowest(definition, variants, table))
    others = tuple((_pair_text(definition, way), pair) for pair, way in ways.items() if pair != lowest_pair)
    return DpydCall("; ".join(variants), lowest_pair, others, hidden, tuple(caveats))


def _ways(definition: GeneDefinition, observed: Observed, table: PhenotypeTable) -> dict[tuple[str, str], Copies]:
    """The alleles that count, by every way to put what is not phased on the two copies, each with one such way.

    Nothing where the ways are too many.
    """
    blocks = phase_blocks(_without_proxy(definition, observed))
    found: dict[tuple[str, str], Copies] = {}
    if len(blocks) > MOST_BLOCKS:
        return found
    for turns in product((False, True), repeat=len(blocks) - 1):
        turned = {index for block, turn in zip(blocks[1:], turns, strict=True) if turn for index in block}
        genotypes = {
            index: genotype._replace(alleles=genotype.alleles[::-1]) if index in turned else genotype
            for index, genotype in observed.items()
        }
        copies = _copies(definition, genotypes)
        first, second = _ordered(definition, (lowest(copies[0], table), lowest(copies[1], table)))
        found.setdefault((first, second), copies)
    return found


def _total(names: tuple[str, ...], table: PhenotypeTable) -> float:
    return sum(float(table.function(GENE, name).activity or 1) for name in names)


def _without_proxy(definition: GeneDefinition, observed: Observed) -> Observed:
    """The positions whose phase matters: without the exonic HapB3 variant where the intronic one tells."""
    intronic, exonic = _index(definition, INTRONIC), _index(definition, EXONIC)
    if intronic not in observed:
        return observed
    return {index: genotype for index, genotype in observed.items() if index != exonic}


def lowest(variants: tuple[str, ...], table: PhenotypeTable) -> str:
    """The variant of lowest activity on one gene copy; the reference where it has none."""
    return min(variants or ("Reference",), key=lambda name: float(table.function(GENE, name).activity or 1))


def _two_lowest(definition: GeneDefinition, variants: tuple[str, ...], table: PhenotypeTable) -> tuple[str, str]:
    by_activity = sorted(variants, key=lambda name: float(table.function(GENE, name).activity or 1))
    first, second = _ordered(definition, tuple(by_activity[:2]))
    return first, second


def _ordered(definition: GeneDefinition, names: tuple[str, ...]) -> tuple[str, ...]:
    order = {allele.name: number for number, allele in enumerate(definition.alleles)}
    return tuple(sorted(names, key=order.__getitem__))


def _pair_text(definition: GeneDefinition, copies: Copies) -> str:
    order = {allele.name: number for number, allele in enumerate(definition.alleles)}
    ordered = sorted((_ordered(definition, copy) for copy in copies), key=lambda copy: [order[name] for name in copy])
    names = [f"[{' + '.join(copy)}]" if len(copy) > 1 else copy[0] if copy else definition.reference.name for copy in ordered]
    return "/".join(names)


def _copies(definition: GeneDefinition, observed: Observed) -> Copies:
    """Variants of each gene copy; of unphased ones only the number of copies means anything."""
    found: tuple[list[str], list[str]] = ([], [])
    intronic = _genotype(definition, observed, INTRONIC)
    exonic = _genotype(definition, observed, EXONIC)
    for number in (0, 1):
        for allele in definition.alleles[1:]:
            if allele.name in (HAPB3, INTRONIC_ONLY):
                continue
            ((index, wanted),) = allele.wanted.items()
            if index in observed and observed[index].alleles[number] in wanted:
                found[number].append(allele.name)
    for number, name in _hapb3_copies(intronic, exonic):
        found[number].append(name)
    return tuple(found[0]), tuple(found[1])


def _hapb3_copies(intronic: PositionGenotype | None, exonic: PositionGenotype | None) -> Iterator[tuple[int, str]]:
    """Which copies carry HapB3: told by the intronic variant; where the exonic one is on as many, it is the whole haplotype."""
    if intronic is None:
        if exonic is not None:
            yield from ((number, HAPB3) for number, base in enumerate(exonic.alleles) if base == "T")
        return
    exonic_copies = exonic.alleles.count("T") if exonic is not None else 2
    for number, base in enumerate(intronic.alleles):
        if base == "C":
            yield number, HAPB3 if exonic_copies > 0 else INTRONIC_ONLY
            exonic_copies -= 1


def _hapb3_caveats(definition: GeneDefinition, observed: Observed) -> Iterator[str]:
    intronic, exonic = _genotype(definition, observed, INTRONIC), _genotype(definition, observed, EXONIC)
    if intronic is None and exonic is not None:
        if "T" in exonic.alleles:
            yield "HapB3 is read from its exonic variant c.1236G>A; confirm with the intronic c.1129-5923C>G"
        else:
            yield "the intronic HapB3 variant c.1129-5923C>G is missing; its exonic proxy c.1236G>A is absent"
    elif intronic is not None and exonic is None and "C" in intronic.alleles:
        yield "HapB3 is read from its intronic variant alone: c.1236G>A is missing"
    elif intronic is not None and exonic is not None and intronic.alleles.count("C") != exonic.alleles.count("T"):
        yield "the intronic and exonic variants of HapB3 disagree: the intronic one, which causes the splicing defect, counts"


def _missing_alleles(definition: GeneDefinition, observed: Observed) -> Iterator[str]:
    intronic, exonic = (_index(definition, rsid) for rsid in (INTRONIC, EXONIC))
    for allele in definition.alleles[1:]:
        if allele.name in (HAPB3, INTRONIC_ONLY):
            told = intronic in observed or exonic in observed  # the proxy is said in a caveat
        else:
            told = allele.changed <= observed.keys()
        if not told:
            yield allele.name


def _index(definition: GeneDefinition, rsid: str) -> int:
    return next(index for index, position in enumerate(definition.positions) if position.rsid == rsid)


def _genotype(definition: GeneDefinition, observed: Mapping[int, PositionGenotype], rsid: str) -> PositionGenotype | None:
    return observed.get(_index(definition, rsid))
