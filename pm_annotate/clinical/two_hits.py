"""Two hits of a tumour suppressor: what in the sample is consistent with the loss of both copies. Said so, and never more.

A hit is a variant that is known or predicted to act, or an event that breaks or removes the gene. Two hits are:

- two such variants, unless they are known to lie in cis (then one copy is hit);
- a variant together with loss of a copy, or loss of heterozygosity, of the gene;
- a homozygous deletion, or a genotype that is homozygous in the tumour;
- a variant whose VAF only fits loss of the other copy, where the purity is given.

**VAF and purity.** In a tumour of purity p an allele with m copies among C copies in the tumour cells is expected at
``VAF = (p*m + (1-p)*g) / (p*C + (1-p)*2)``, g being its copies in normal cells: 0 for a somatic allele, 1 for a germline one.
Without loss (m=1, C=2) that is p/2, or 1/2 for a germline allele; after the loss of the other copy (m=1, C=1) p/(2-p), or
1/(2-p); after a copy-neutral loss (m=2, C=2) p, or (1+p)/2. The reads must be too many for no loss (one-sided exact binomial,
P < 0.01) and fit one of the two losses (two-sided, P >= 0.05). Where the origin of the allele is not known it counts as
germline, whose VAF without loss is the higher one. A gain of the mutated copy raises the VAF as well.
"""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import NamedTuple

from pm_annotate.clinical.mutation_status import SOMATIC
from pm_annotate.clinical.phase_caveats import change_name
from pm_annotate.clinical.sample_variants import ReadVariant, genes_acted_on
from pm_annotate.knowledge.matching import MatchingTable
from pm_annotate.knowledge.variant_action import role_of
from pm_annotate.model import GeneEvent, GeneEventKind
from pm_annotate.phase import Phase, phase_in_tumor

TWO_HITS = "consistent with two hits of tumour suppressor {gene}: "
ONE_COPY_HIT = "{other} lies in cis: one copy of {gene} is hit by both"
OR_REVERTED = ", or one hit and its reversion: see the caveat that says so"
TOO_MANY_READS = 0.01
FITS = 0.05
LIKE_EXTENT = 0.1  # share of the longer one that two deletions must have in common to count as possibly the same

BREAKS_ONE_COPY = frozenset({GeneEventKind.DELETION, GeneEventKind.EXON_DELETION, GeneEventKind.REARRANGEMENT})
LOSES_A_COPY = frozenset({GeneEventKind.LOSS, GeneEventKind.DELETION, GeneEventKind.LOSS_OF_HETEROZYGOSITY})


class _Gene(NamedTuple):
    """The variants of one tumour suppressor that hit it, and the events that take a copy away."""

    gene: str
    hits: tuple[ReadVariant, ...]  # small variants that act, and events that break the gene
    losses: tuple[ReadVariant, ...]
    homozygous: tuple[ReadVariant, ...]
    gained: bool


def two_hits(
    table: MatchingTable,
    variants: Sequence[ReadVariant],
    purity: float | None = None,
    reverted: Collection[frozenset[int]] = (),
) -> dict[int, tuple[str, ...]]:
    """What to say of each variant, by its place. ``purity``: the share of tumour cells, 0-1, where the user gives it.

    ``reverted``: pairs of places that may be a hit and its reversion.
    """
    said: dict[int, list[str]] = {}
    for gene, own in sorted(_of_suppressors(table, variants).items()):
        for place, text in _of_gene(_sorted(gene, own), purity, reverted):
            said.setdefault(place, []).append(text)
    return {place: tuple(dict.fromkeys(texts)) for place, texts in said.items()}


def _of_suppressors(table: MatchingTable, variants: Sequence[ReadVariant]) -> dict[str, list[ReadVariant]]:
    """The variants of each tumour suppressor that may hit it, alleles counted elsewhere left out."""
    of_gene: dict[str, list[ReadVariant]] = {}
    for variant in variants:
        may_hit = variant.event is not None or bool(variant.knowledge.action)
        if may_hit and not variant.repeat and not variant.observation.part_of:
            for gene in dict.fromkeys(effect.gene for effect in variant.effects if effect.gene):
                of_gene.setdefault(gene, []).append(variant)
    return {gene: own for gene, own in of_gene.items() if role_of(table, gene).suppressor}


def _sorted(gene: str, variants: Sequence[ReadVariant]) -> _Gene:
    events = [(one, one.event) for one in variants if one.event is not None and one.event.gene == gene]
    small = [one for one in variants if gene in genes_acted_on(one)]
    broken = [one for one, event in events if _breaks_one_copy(event) and event.tier_eligible]
    return _Gene(
        gene=gene,
        hits=(*small, *broken),
        losses=tuple(one for one, event in events if event.kind in LOSES_A_COPY and event.tier_eligible),
        homozygous=tuple(
            one for one, event in events if event.kind == GeneEventKind.HOMOZYGOUS_DELETION and event.tier_eligible
        ),
        gained=any(event.kind in (GeneEventKind.GAIN, GeneEventKind.AMPLIFICATION) for _, event in events),
    )


def _breaks_one_copy(event: GeneEvent) -> bool:
    return event.kind in BREAKS_ONE_COPY or (event.kind == GeneEventKind.EXON_DUPLICATION and event.inframe is False)


def _of_gene(own: _Gene, purity: float | None, reverted: Collection[frozenset[int]]) -> Iterator[tuple[int, str]]:
    start = TWO_HITS.format(gene=own.gene)
    for one in own.homozygous:  # of a gene on X or Y males have one copy
        on_x_or_y = one.observation.allele.chrom in ("X", "Y")
        yield one.place, f"{start}{'no copy is left' if on_x_or_y else 'both copies are deleted'}"
    for one, two in _pairs(own):
        also = OR_REVERTED if frozenset((one.place, two.place)) in reverted else ""
        yield from ((place, text + also) for place, text in _pair(own.gene, start, one, two))
    for hit in own.hits:
        if hit.event is None:
            yield from ((hit.place, f"{start}{reason}") for reason in _by_reads(hit, own, purity))


def _pairs(own: _Gene) -> Iterator[tuple[ReadVariant, ReadVariant]]:
    """Two hits, or a hit and a loss, each pair once. Two events pair only where they are surely not one."""
    seen: set[frozenset[int]] = set()
    for one, two in (*combinations(own.hits, 2), *product(own.hits, own.losses)):
        places = frozenset((one.place, two.place))
        if len(places) == 2 and places not in seen and not _one_record(one, two) and not may_be_one(one.event, two.event):
            seen.add(places)
            yield one, two


def _one_record(one: ReadVariant, two: ReadVariant) -> bool:
    """A deletion that is spelt out, and what the same deletion does to exons."""
    return (one.event is None) != (two.event is None) and one.observation.allele.key == two.observation.allele.key


def may_be_one(one: GeneEvent | None, two: GeneEvent | None) -> bool:
    """Whether two records may show one and the same event: a break and the loss beside it, or two deletions of like extent
    as a caller of copies and one of junctions write them."""
    if one is None or two is None or GeneEventKind.LOSS_OF_HETEROZYGOSITY in (one.kind, two.kind):
        return False
    if GeneEventKind.REARRANGEMENT in (one.kind, two.kind):
        return True
    overlap = min(one.event.end, two.event.end) - max(one.event.start, two.event.start) + 1
    longer = max(one.event.end - one.event.start, two.event.end - two.event.start) + 1
    return overlap >= LIKE_EXTENT * longer


def _pair(gene: str, start: str, one: ReadVariant, two: ReadVariant) -> Iterator[tuple[int, str]]:
    names = change_name(one, gene), change_name(two, gene)
    if one.event is not None or two.event is not None:
        yield from ((place, f"{start}{names[0]} and {names[1]}") for place in (one.place, two.place))
        return
    phase = phase_in_tumor(one.observation, two.observation)
    if phase == Phase.CIS:
        yield one.place, ONE_COPY_HIT.format(other=names[1], gene=gene)
        yield two.place, ONE_COPY_HIT.format(other=names[0], gene=gene)
        return
    text = f"{start}{names[0]} and {names[1]}, {phase}"
    yield one.place, text
    yield two.place, text


# ------------------------------------------------------------------------------------------------- from reads and genotypes


def _by_reads(hit: ReadVariant, own: _Gene, purity: float | None) -> Iterator[str]:
    call = hit.observation.tumor
    if call is None:
        return
    if call.zygosity == "homozygous":
        yield f"the genotype of {change_name(hit, own.gene)} is homozygous"
    if (
        purity is None
        or own.gained
        or call.depth is None
        or call.alt_count is None
        or hit.observation.allele.chrom in ("X", "Y")
    ):
        return
    germline = hit.status != SOMATIC
    loss = loss_of_heterozygosity(call.alt_count, call.depth, purity, germline)
    if loss:
        origin = "a germline" if germline else "a somatic"
        vaf = call.alt_count / call.depth
        yield (
            f"VAF {vaf:.2f} of {change_name(hit, own.gene)} fits {origin} allele after {loss} at purity "
            f"{purity:g} (a gain of the mutated copy would raise it as well)"
        )


def expected_vafs(purity: float, germline: bool) -> Mapping[str, float]:
    """The expected VAF with no loss (""), and after each form of loss of the other copy. Formula: see the module."""
    normal = (1 - purity) if germline else 0.0

    def vaf(mutated: int, copies: int) -> float:
        return (purity * mutated + normal) / (purity * copies + 2 * (1 - purity))

    return {"": vaf(1, 2), "loss of the other copy": vaf(1, 1), "copy-neutral loss of the other copy": vaf(2, 2)}


def loss_of_heterozygosity(alt_count: int, depth: int, purity: float, germline: bool) -> str:
    """Which loss of the other copy the reads fit, in words; "" where they fit none, or fit no loss as well."""
    if not 0 < purity <= 1 or not 0 < alt_count <= depth:
        return ""
    expected = expected_vafs(purity, germline)
    if _at_least(alt_count, depth, expected[""]) >= TOO_MANY_READS:
        return ""
    fitting = []
    for name, vaf in expected.items():
        tail = min(_at_least(alt_count, depth, vaf), _at_most(alt_count, depth, vaf))
        if name and 2 * tail >= FITS:
            fitting.append(name)
    return " or ".join(fitting)


def _at_least(count: int, total: int, share: float) -> float:
    """P(X >= count) of a binomial."""
    return math.fsum(_probability(k, total, share) for k in range(count, total + 1))


def _at_most(count: int, total: int, share: float) -> float:
    return math.fsum(_probability(k, total, share) for k in range(count + 1))


def _probability(count: int, total: int, share: float) -> float:
    if share >= 1:
        return 1.0 if count == total else 0.0
    choose = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
    return math.exp(choose + count * math.log(share) + (total - count) * math.log1p(-share))
