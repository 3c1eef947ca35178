"""The alleles of one sample with what the knowledge table says of each, and which of them are reported at all.

Structural events are read in ``event_variants`` and stand beside them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pm_annotate.clinical.mutation_status import mutation_status
from pm_annotate.clinical.origin import TUMOUR_FILE, OriginContext
from pm_annotate.clinical.tiers import is_common
from pm_annotate.knowledge.matching import AlleleKnowledge, MatchingTable, read_allele
from pm_annotate.knowledge.observed_change import OUTSIDE_THE_GENE, observe
from pm_annotate.model import Allele, Assembly, Call, Effect, GeneEvent, Match, MatchLevel, Observation

COMMON = (
    "common polymorphism (population frequency of at least 1 % in the file): only statements on this very change are tiered"
)
ONE_OF_TWO_RECORDS = "the same allele stands in {first} too: its findings are listed there"
NOT_IN_GENOTYPE = "the genotype {genotype} does not name this allele: it is shown for its reads"
NO_READS = "the genotype {genotype} names this allele, but none of {depth} reads shows it"
COMBINED = "read from {count} phased calls of the file: {parts}"
PART_OF = "part of {name}: read together"
NOT_SPELT_OUT = "the file writes {alt}: the bases are those of the reference, or of INFO, at its place"
NOT_LEFT_ALIGNED = "not_left_aligned: the reference sequence here is not known, so the same change may be written otherwise"

GENE_WIDE = frozenset({MatchLevel.FUNCTIONAL, MatchLevel.GENE})


class ReadVariant(NamedTuple):
    """One observed allele, or one event of one gene, with what the table says of it. ``place`` is its index among the
    sample's variants."""

    place: int
    observation: Observation
    effects: tuple[Effect, ...]
    knowledge: AlleleKnowledge
    status: str
    caveats: tuple[str, ...]
    repeat: bool = False  # the same allele stands in another record, which has its findings
    event: GeneEvent | None = None
    common: bool = False  # a small variant that is a common polymorphism


def genes_acted_on(variant: ReadVariant) -> tuple[str, ...]:
    """The genes that a small variant is known or predicted to alter: those whose protein or splice site it changes, and those
    whose statements on a loss or any variant it meets all the same (TP53 c.375G>A is silent, and splices exon 4 otherwise)."""
    if variant.event is not None or not variant.knowledge.action:
        return ()
    primary = [change for change in observe(variant.effects) if change.effect.is_primary]
    met = {one.biomarker.gene for one in variant.knowledge.matches if one.tier_eligible and one.level in GENE_WIDE}
    return tuple(dict.fromkeys(one.gene for one in primary if one.acts_on_protein_or_splicing or one.gene in met))


def read_variants(
    table: MatchingTable,
    assembly: Assembly,
    annotated: Iterable[tuple[Observation, Sequence[Effect]]],
    origin: OriginContext = TUMOUR_FILE,
) -> tuple[ReadVariant, ...]:
    annotated = list(annotated)
    chosen = chosen_records([observation for observation, _ in annotated])
    variants: list[ReadVariant] = []
    for place, (observation, effects) in enumerate(annotated):
        allele = observation.allele
        knowledge = read_allele(table, assembly, allele, effects)
        if not knowledge.matches and not any(map(_in_gene, effects)):
            continue
        caveats: tuple[str, ...] = ()
        repeat = bool(allele.chrom) and chosen[allele.key] != place
        if repeat:
            caveats = (ONE_OF_TWO_RECORDS.format(first=_record_of(annotated[chosen[allele.key]][0].allele)),)
            knowledge = knowledge._replace(matches=(), related=())
        if allele.chrom and len(allele.ref) != len(allele.alt) and not allele.left_aligned:
            caveats = (*caveats, NOT_LEFT_ALIGNED)
        caveats = (*caveats, *_of_record(observation))
        common = is_common(allele)
        if common:
            caveats = (*caveats, COMMON)
            if knowledge.matches:
                knowledge = knowledge._replace(matches=tuple(_of_common(match) for match in knowledge.matches))
        if observation.part_of:
            part = PART_OF.format(name=observation.part_of)
            matches = tuple(_without_tier(match, part) for match in knowledge.matches)
            knowledge = knowledge._replace(matches=matches, related=())
        if observation.combined_from or observation.part_of or observation.phase_notes:
            caveats = (*caveats, *_of_haplotype(observation))
        status = mutation_status(observation, origin)
        variants.append(
            ReadVariant(len(variants), observation, tuple(effects), knowledge, status, caveats, repeat, common=common)
        )
    return tuple(variants)


def _of_disagreeing_call(call: Call | None) -> Iterator[str]:
    """Said where genotype and reads of the tumour do not agree whether the allele is there."""
    if call is None:
        return
    if call.carries is False:
        yield NOT_IN_GENOTYPE.format(genotype=call.genotype)
    elif call.carries and call.alt_count == 0 and call.depth:
        yield NO_READS.format(genotype=call.genotype, depth=call.depth)


def _record_of(allele: Allele) -> str:
    """What names the record of an allele. Behind an index it has no number."""
    place = f"{allele.vcf_chrom}:{allele.vcf_pos} {allele.vcf_ref}>{allele.vcf_alt}"
    return f"record {allele.record_number}" if allele.record_number else f"the record {place}"


def _of_record(observation: Observation) -> Iterator[str]:
    """What the record itself leaves to be said: bases that it does not spell out, a genotype that its reads contradict."""
    if not observation.allele.vcf_alt.isalpha() and observation.allele.alt.isalpha():
        yield NOT_SPELT_OUT.format(alt=observation.allele.vcf_alt)
    yield from _of_disagreeing_call(observation.tumor)


def chosen_records(observations: Sequence[Observation]) -> dict[tuple[str, int, str, str], int]:
    """Of the records of one allele the one that carries its findings: the first that passed its filters, else the first."""
    chosen: dict[tuple[str, int, str, str], int] = {}
    for place, observation in enumerate(observations):
        key = observation.allele.key
        if observations[chosen.setdefault(key, place)].filters and not observation.filters:
            chosen[key] = place
    return chosen


def _in_gene(effect: Effect) -> bool:
    return bool(effect.gene) and not OUTSIDE_THE_GENE.issuperset(effect.consequence)


def _without_tier(match: Match, why: str) -> Match:
    return match._replace(tier_eligible=False, caveats=(*match.caveats, why))


def _of_haplotype(observation: Observation) -> Iterator[str]:
    """What the reader must know of the alleles that lie with this one on a haplotype, or may."""
    if observation.combined_from:
        parts = observation.combined_from
        yield COMBINED.format(count=len(parts), parts=" + ".join(parts))
    if observation.part_of:
        yield PART_OF.format(name=observation.part_of)
    yield from observation.phase_notes


def _of_common(match: Match) -> Match:
    """A common polymorphism gives a tier only to statements on that very change."""
    return match if match.level in (MatchLevel.EXACT, MatchLevel.PROTEIN) else match._replace(tier_eligible=False)
