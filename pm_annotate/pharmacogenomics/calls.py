"""The room's door: genotypes of a sample's columns go in, one call per pharmacogene comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pm_annotate.model import Assembly, PgxCall, PgxPosition, SiteGenotype
from pm_annotate.model.pharmacogenomics import NOT_CALLED
from pm_annotate.pharmacogenomics.definitions import (
    DefiningPosition,
    GeneDefinition,
    define,
    load_allele_rows,
    load_positions,
)
from pm_annotate.pharmacogenomics.genotypes import ASSUMED, CALLABLE, MISSING, PositionGenotype
from pm_annotate.pharmacogenomics.observation import Key, Observation, PositionIndex, observe
from pm_annotate.pharmacogenomics.options import PgxOptions

if TYPE_CHECKING:
    from pm_annotate.pharmacogenomics.diplotypes import DiplotypeCall
    from pm_annotate.pharmacogenomics.guidance import GuidanceTable
    from pm_annotate.pharmacogenomics.phenotypes import PhenotypeTable

Regions = Mapping[str, Sequence[tuple[int, int]]]

NO_POSITION = "no position that defines an allele of this gene is in the file"
NOT_COUNTED = (
    "{count} positions are covered by --callable but not counted as reference: a somatic caller does not list inherited alleles"
)
NONE_READ = "no position that defines an allele of this gene could be read"


class Pharmacogenomics:
    """The packaged tables, each read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._positions: dict[Assembly, dict[str, tuple[DefiningPosition, ...]]] = {}
        self._definitions: dict[tuple[Assembly, str], GeneDefinition] = {}
        self._not_called: dict[tuple[Assembly, str], tuple[frozenset[Key], PgxCall]] = {}
        self._indexes: dict[Assembly, PositionIndex] = {}
        self._diplotype = lru_cache(maxsize=64)(self._call_diplotype)  # the samples of a cohort share most genotypes

    @cached_property
    def phenotypes(self) -> PhenotypeTable:
        from pm_annotate.pharmacogenomics.phenotypes import load_phenotypes

        return load_phenotypes(self._folder)

    @cached_property
    def guidance(self) -> GuidanceTable:
        from pm_annotate.pharmacogenomics.guidance import load_guidance

        return load_guidance(self._folder)

    @cached_property
    def _allele_rows(self) -> dict[str, list[dict[str, str]]]:
        return load_allele_rows(self._folder)

    def positions(self, assembly: Assembly) -> Mapping[str, tuple[DefiningPosition, ...]]:
        """Gene -> its defining positions on an assembly."""
        if assembly not in self._positions:
            self._positions[assembly] = load_positions(self._folder, assembly)
        return self._positions[assembly]

    def definition(self, assembly: Assembly, gene: str) -> GeneDefinition:
        """The named alleles of a gene on an assembly."""
        if (assembly, gene) not in self._definitions:
            positions = self.positions(assembly)[gene]
            self._definitions[assembly, gene] = define(gene, positions, self._allele_rows[gene])
        return self._definitions[assembly, gene]

    def index(self, assembly: Assembly) -> PositionIndex:
        """The defining positions of all genes by place."""
        if assembly not in self._indexes:
            self._indexes[assembly] = PositionIndex(
                position for positions in self.positions(assembly).values() for position in positions
            )
        return self._indexes[assembly]

    def _without_position(self, assembly: Assembly, gene: str) -> tuple[frozenset[Key], PgxCall]:
        """The places of a gene's positions, and its call where a file has none of them: the same for every sample."""
        if (assembly, gene) not in self._not_called:
            positions = self.positions(assembly)[gene]
            call = PgxCall(
                gene=gene, status=NOT_CALLED, diplotypes=(), other_diplotypes=(), phenotype="Indeterminate",
                activity_score="", possible_phenotypes=(), functions=(), cannot_exclude=(), positions=(),
                missing=tuple(_shown(position, None) for position in positions), caveats=(NO_POSITION,),
            )  # fmt: skip
            places = frozenset((position.chrom, position.pos) for position in positions)
            self._not_called[assembly, gene] = (places, call)
        return self._not_called[assembly, gene]

    def defines(self, assembly: Assembly, chrom: str, pos: int, ref: str, alt: str) -> bool:
        """Whether named alleles are made of this change, however it is written."""
        site = SiteGenotype(chrom, pos, pos + len(ref) - 1, ref, (alt,), (0, 1))
        concerned = self.index(assembly).concerned(site)
        return any(alleles and alleles[1] != position.ref and alleles[1] in position.known for position, alleles in concerned)

    def regions(self, assembly: Assembly) -> dict[str, tuple[tuple[int, int], ...]]:
        """Where genotypes are needed: chromosome without ``chr`` -> sorted, merged, 1-based closed intervals."""
        index = self.index(assembly)
        return {chrom: tuple(_merged_spans(index.all(chrom))) for chrom in index.chromosomes()}

    def calls(
        self,
        assembly: Assembly,
        *,
        germline: Sequence[SiteGenotype] = (),
        germline_sample: str = "",
        tumor: Sequence[SiteGenotype] = (),
        tumor_sample: str = "",
        options: PgxOptions | None = None,
    ) -> tuple[PgxCall, ...]:
        """One call per gene, by name. ``germline`` are genotypes of the matched normal, or of a file declared germline:
        they are preferred to the tumour's, position by position.
        """
        options = options or PgxOptions()
        index = self.index(assembly)
        observed = observe(index, tumor, tumor_sample, is_normal=False)
        normal = observe(index, germline, germline_sample, is_normal=True)
        observed.unread.update(normal.unread)
        observed.genotypes.update(normal.genotypes)
        _add_stated_reference(observed, index, options)
        calls = [self._call(assembly, gene, observed, options) for gene in self.positions(assembly)]
        calls.sort(key=lambda call: call.gene)
        if options.outside_calls:
            from pm_annotate.pharmacogenomics.outside_merge import merge_outside

            calls = list(merge_outside(calls, options.outside_calls, self.phenotypes, self.guidance))
        if not any(call.guidance for call in calls):
            return tuple(calls)
        from pm_annotate.pharmacogenomics.guidance import with_joint_guidance

        return with_joint_guidance(calls, self.guidance)

    def _call(self, assembly: Assembly, gene: str, observation: Observation, options: PgxOptions) -> PgxCall:
        places, not_called = self._without_position(assembly, gene)
        if places.isdisjoint(observation.genotypes) and places.isdisjoint(observation.unread):
            uncounted = len(places & observation.callable_only)
            return not_called._replace(caveats=(NO_POSITION, NOT_COUNTED.format(count=uncounted))) if uncounted else not_called
        positions = self.positions(assembly)[gene]
        found = {
            number: observation.genotypes[position.chrom, position.pos]
            for number, position in enumerate(positions)
            if (position.chrom, position.pos) in observation.genotypes
        }
        missing = [position for number, position in enumerate(positions) if number not in found]
        call = not_called._replace(
            positions=tuple(_shown(positions[number], genotype) for number, genotype in found.items()),
            missing=tuple(shown for number, shown in enumerate(not_called.missing) if number not in found),
            caveats=(),
        )
        unread = tuple(_unread_caveats(missing, observation.unread)) if observation.unread else ()
        if not found:
            return call._replace(caveats=(NONE_READ, *unread))
        unread += tuple(_callable_caveats(missing, found.values(), observation, options))
        from pm_annotate.pharmacogenomics.interpretation import interpreted  # most panels show no position and never come here

        told = tuple((number, _bases_and_phase(genotype)) for number, genotype in found.items())
        diplotype = self._diplotype(assembly, gene, told, options.sex)
        if any(genotype.may_be for genotype in found.values()):
            by_reads = tuple((number, _bases_and_phase(genotype, genotype.may_be)) for number, genotype in found.items())
            diplotype = _with_reading(diplotype, self._diplotype(assembly, gene, by_reads, options.sex))
        definition = self.definition(assembly, gene)
        return interpreted(call, definition, found, diplotype, unread, self.phenotypes, self.guidance)

    def _call_diplotype(
        self, assembly: Assembly, gene: str, observed: tuple[tuple[int, PositionGenotype], ...], sex: str | None
    ) -> DiplotypeCall:
        from pm_annotate.pharmacogenomics.diplotypes import call_diplotype

        return call_diplotype(self.definition(assembly, gene), dict(observed), sex, self.phenotypes)


def _merged_spans(positions: Iterable[DefiningPosition]) -> Iterator[tuple[int, int]]:
    start = end = 0
    for position in positions:
        last = max(position.pos + len(position.ref) - 1, position.repeat_end)
        if start and position.pos <= end + 1:
            end = max(end, last)
            continue
        if start:
            yield start, end
        start, end = position.pos, last
    if start:
        yield start, end


def _add_stated_reference(observed: Observation, index: PositionIndex, options: PgxOptions) -> None:
    """Reference where the user says that the sample was callable, or asks to assume it. What the file says goes first."""
    if not options.callable_regions and not options.assume_reference:
        return
    for chrom in index.chromosomes():
        for position in index.all(chrom):
            key: Key = (chrom, position.pos)
            if key in observed.genotypes or key in observed.unread:
                continue
            is_callable = _inside(options.callable_regions.get(chrom, ()), position)
            if is_callable and options.inherited_listed is not False:
                observed.genotypes[key] = _reference(position, CALLABLE)
                continue
            if is_callable:
                observed.callable_only.add(key)
            if options.assume_reference:
                observed.genotypes[key] = _reference(position, ASSUMED)


def _reference(position: DefiningPosition, source: str) -> PositionGenotype:
    copies = 1 if position.chrom == "MT" else 2
    return PositionGenotype((position.ref,) * copies, source=source)


def _inside(intervals: Sequence[tuple[int, int]], position: DefiningPosition) -> bool:
    return any(start <= position.pos and position.pos + len(position.ref) - 1 <= end for start, end in intervals)


def _bases_and_phase(genotype: PositionGenotype, other_reading: tuple[str, ...] = ()) -> PositionGenotype:
    """What alleles are matched by: not where the genotype was read, nor how deep."""
    return PositionGenotype(other_reading or genotype.alleles, genotype.phased, genotype.phase_set)


def _with_reading(call: DiplotypeCall, other: DiplotypeCall) -> DiplotypeCall:
    """The call with the diplotypes of another reading of its genotypes among those that fit too."""
    known = {text for text, _ in (*call.best, *call.others)}
    return call._replace(others=(*call.others, *(pair for pair in other.best if pair[0] not in known)))


def _shown(position: DefiningPosition, genotype: PositionGenotype | None) -> PgxPosition:
    return PgxPosition(
        chrom=position.chrom,
        pos=position.pos,
        rsid=position.rsid,
        name=position.name,
        genotype=genotype.text if genotype else "",
        source=genotype.source if genotype else MISSING,
        depth=genotype.depth if genotype else None,
        sample=genotype.sample if genotype else "",
    )


def _callable_caveats(
    missing: Sequence[DefiningPosition], found: Iterable[PositionGenotype], observation: Observation, options: PgxOptions
) -> Iterator[str]:
    """What ``--callable`` is worth for a patient's own genome, by what the file's caller lists."""
    uncounted = sum((position.chrom, position.pos) in observation.callable_only for position in missing)
    if uncounted:
        yield NOT_COUNTED.format(count=uncounted)
    by_callable = sum(genotype.source == CALLABLE for genotype in found)
    if by_callable and options.inherited_listed is None:
        yield f"{by_callable} positions are reference by --callable: true only if this file lists inherited alleles too"


def _unread_caveats(missing: Sequence[DefiningPosition], unread: Mapping[Key, str]) -> Iterator[str]:
    for position in missing:
        if reason := unread.get((position.chrom, position.pos)):
            yield f"{position.name} is in the file but not read: {reason}"
