"""An estimate of the tumour mutational burden from a panel: coding variants per megabase of what the panel reads.

The rule is that of the TMB Harmonization Project of Friends of Cancer Research (Merino et al., J Immunother Cancer
2020;8:e000147), which the laboratories agreed on to compare their panels: PASS, non-synonymous (missense, nonsense, in-frame
and frameshift indels; no splice-site, synonymous or non-coding ones), depth of at least 25, at least 3 alternative reads, VAF
of at least 0.05. Hotspots stay in, as there. Panels below 1 Mb are imprecise (Buchhalter et al., Int J Cancer 2019;144:848).
Companion tests count otherwise (FoundationOne CDx adds synonymous variants and leaves out known drivers: Chalmers et al.,
Genome Med 2017;9:34), so that no threshold of theirs holds for this number as it stands.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pm_annotate.clinical.mutation_status import GERMLINE, UNKNOWN, mutation_status
from pm_annotate.clinical.poisson import poisson_interval
from pm_annotate.clinical.tiers import is_common, population_frequency
from pm_annotate.intervals import Regions, bases_in
from pm_annotate.model import Allele, Call, Effect, Observation
from pm_annotate.model.reports import TumorMutationalBurden

COUNTED_CLASSES = frozenset(
    {"Missense_Mutation", "Nonsense_Mutation", "In_Frame_Del", "In_Frame_Ins", "Frame_Shift_Del", "Frame_Shift_Ins"}
)
MEGABASE = 1_000_000
IMPRECISE_BELOW = 1_000_000  # bases
NO_MARKER_BELOW = 500_000  # bases: there five variants make 10 per megabase, with an interval of 3 to 23

NOT_ESTIMATED = "TMB is not estimated: it needs --targets BED (or --callable BED), the bases that the assay reads."
NO_TUMOUR_BASES = "TMB is not estimated: the targets hold no coding base of the packaged genes."
NOT_THE_COMPANION_TEST = (
    "an estimate by another rule and on other genes than a companion test: its thresholds (10 per megabase) are of that test"
)
CANCER_GENES = "counted on cancer genes, where driver mutations are denser than in the exome"
SMALL = "{bases:,} coding bases are less than 1 Mb: imprecise"
NO_NORMAL = "no matched normal: inherited variants inflate the number"
NO_POPULATION = "the file has no population frequencies and there is no matched normal: mostly inherited variants were counted"


class BurdenThresholds(NamedTuple):
    """What a variant must reach to be counted; a value that the file does not give is let pass, and said."""

    depth: int = 25
    alt_reads: int = 3
    vaf: float = 0.05


HARMONIZED = BurdenThresholds()


def estimate_tmb(
    annotated: Iterable[tuple[Observation, Sequence[Effect]]],
    coding: Regions,
    thresholds: BurdenThresholds = HARMONIZED,
) -> TumorMutationalBurden | None:
    """Variants of one sample per megabase of ``coding``; None where ``coding`` is empty.

    ``coding``: the callable coding bases of the packaged genes (``genome.callable_coding``): chromosome -> sorted, merged,
    1-based closed intervals. Phased neighbours that were read together count once; so does an allele in two records.
    """
    bases = bases_in(coding)
    if not bases:
        return None
    candidates = _once(
        observation
        for observation, effects in annotated
        if not observation.part_of and _changes_protein(effects) and _inside(observation.allele, coding)
    )
    counted = [one for one in candidates if _counts(one, thresholds)]
    low, high = poisson_interval(len(counted))
    return TumorMutationalBurden(
        variants=len(counted),
        bases=bases,
        value=_per_megabase(len(counted), bases),
        low=_per_megabase(low, bases),
        high=_per_megabase(high, bases),
        rule=rule_text(thresholds),
        caveats=tuple(_caveats(candidates, counted, bases, thresholds)),
    )


def rule_text(thresholds: BurdenThresholds = HARMONIZED) -> str:
    """What is counted, in a sentence."""
    return (
        "missense, nonsense and coding indel variants on the primary transcripts (synonymous and splice-site variants are not "
        f"counted, hotspots are), FILTER PASS, depth >= {thresholds.depth}, alternative reads >= {thresholds.alt_reads}, "
        f"VAF >= {thresholds.vaf:g}, without population frequencies of 1 % or more and without germline variants of the "
        "matched normal, per megabase of the covered coding bases of the packaged genes; 95 % exact Poisson interval "
        "(rule of the Friends of Cancer Research TMB Harmonization Project, 2020)"
    )


def marker_of(burden: TumorMutationalBurden | None) -> tuple[str, str]:
    """(marker text for ``--use-tmb-estimate``, why there is none): exactly one of them is "".

    No marker on too few bases, nor where inherited variants were counted for want of a normal and of population frequencies:
    every such tumour would be TMB-high.
    """
    if burden is None:
        return "", NOT_ESTIMATED
    if NO_POPULATION in burden.caveats:
        return "", f"The TMB estimate is not used as a marker: {NO_POPULATION}."
    if burden.bases < NO_MARKER_BELOW:
        return "", f"The TMB estimate is not used as a marker: it was counted on {burden.bases:,} bases only."
    return f"TMB={burden.value:.2f}", ""


# ---------------------------------------------------------------------------------------------------------- one variant


def _changes_protein(effects: Sequence[Effect]) -> bool:
    return any(effect.is_primary and effect.variant_classification in COUNTED_CLASSES for effect in effects)


def _inside(allele: Allele, coding: Regions) -> bool:
    """Whether a base that the allele changes, or a neighbour of an insertion, is counted on."""
    intervals = coding.get(allele.chrom, ())
    start, end = allele.pos, allele.pos + len(allele.ref) - 1
    if len(allele.ref) > 1 and allele.alt[:1] == allele.ref[:1]:
        start += 1  # the anchor base of a deletion is not changed
    if len(allele.ref) == 1 < len(allele.alt):
        end += 1
    place = bisect_right(intervals, end, key=lambda interval: interval[0]) - 1
    return place >= 0 and intervals[place][1] >= start


def _once(observations: Iterable[Observation]) -> list[Observation]:
    """One observation of each allele; of several records one that passed its filters."""
    chosen: dict[tuple[str, int, str, str], Observation] = {}
    for observation in observations:
        known = chosen.get(observation.allele.key)
        if known is None or (known.filters and not observation.filters):
            chosen[observation.allele.key] = observation
    return list(chosen.values())


def _counts(observation: Observation, thresholds: BurdenThresholds) -> bool:
    if observation.filters or is_common(observation.allele) or mutation_status(observation) == GERMLINE:
        return False
    call = observation.tumor
    return call is None or all(value is None or value >= least for value, least in _support(call, thresholds))


def _support(call: Call, thresholds: BurdenThresholds) -> tuple[tuple[float | None, float], ...]:
    return (call.depth, thresholds.depth), (call.alt_count, thresholds.alt_reads), (call.vaf, thresholds.vaf)


# --------------------------------------------------------------------------------------------------------- what to say


def _per_megabase(count: float, bases: int) -> float:
    return round(count * MEGABASE / bases, 2)


def _caveats(
    candidates: Sequence[Observation], counted: Sequence[Observation], bases: int, thresholds: BurdenThresholds
) -> Iterator[str]:
    yield NOT_THE_COMPANION_TEST
    if bases < IMPRECISE_BELOW:
        yield SMALL.format(bases=bases)
    yield CANCER_GENES
    if any(one.normal is None for one in counted):
        yield NO_NORMAL
        if all(population_frequency(one.allele) is None for one in candidates):
            yield NO_POPULATION
    unclear = sum(one.normal is not None and mutation_status(one) == UNKNOWN for one in counted)
    if unclear:
        yield f"{unclear} of the variants counted: the normal does not tell whether they are inherited"
    unsaid = sum(_says_no_support(one, thresholds) for one in counted)
    if unsaid:
        yield f"{unsaid} of the variants counted have no depth, reads or VAF in the file: they were let pass"


def _says_no_support(observation: Observation, thresholds: BurdenThresholds) -> bool:
    call = observation.tumor
    return call is None or any(value is None for value, _ in _support(call, thresholds))
