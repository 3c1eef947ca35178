"""The room's door: genotypes of a sample's columns go in, one call per pharmacogene comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from pm_annotate.model import Assembly, PgxCall, PgxPosition, SiteGenotype
from pm_annotate.pharmacogenomics.definitions import (
    DefiningPosition,
    GeneDefinition,
    define,
    load_allele_rows,
    load_positions,
)
from pm_annotate.pharmacogenomics.diplotypes import DiplotypeCall, call_diplotype
from pm_annotate.pharmacogenomics.genotypes import ASSUMED, CALLABLE, MISSING, PositionGenotype
from pm_annotate.pharmacogenomics.guidance import GuidanceTable, load_guidance, with_joint_guidance
from pm_annotate.pharmacogenomics.observation import Key, Observation, PositionIndex, observe
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.pharmacogenomics.outside_merge import merge_outside
from pm_annotate.pharmacogenomics.phenotypes import PhenotypeTable, load_phenotypes
from pm_annotate.pharmacogenomics.possible import changing_alleles, possible_phenotypes, shared_phenotype

Regions = Mapping[str, Sequence[tuple[int, int]]]

IN_TUMOUR = "genotype from the tumour column: confirm in germline"
NO_POSITION = "no position that defines an allele of this gene is in the file"
BEYOND_SMALL_VARIANTS = {
    "CYP2D6": "copy number, gene deletion (*5), duplications and hybrids with CYP2D7 cannot be told from small variants: "
    "give a call from elsewhere (--pgx-calls)",
    "CYP2B6": "hybrids with CYP2B7 (*29, *30) cannot be told from small variants",
    "CYP2C19": "deletions of whole exons (*36, *37) cannot be told from small variants",
    "SLCO1B1": "deletions of whole exons (*48, *49) cannot be told from small variants",
    "G6PD": "the alleles Villeurbanne and Mediterranean Haplotype have no definition here; the latter reads as Mediterranean",
}
_ALLELES_NAMED = 8  # alleles that a caveat names before it only counts


class Pharmacogenomics:
    """The packaged tables, each read when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._positions: dict[Assembly, dict[str, tuple[DefiningPosition, ...]]] = {}
        self._definitions: dict[tuple[Assembly, str], GeneDefinition] = {}
        self._missing: dict[tuple[Assembly, str], tuple[PgxPosition, ...]] = {}
        self._indexes: dict[Assembly, PositionIndex] = {}

    @cached_property
    def phenotypes(self) -> PhenotypeTable:
        return load_phenotypes(self._folder)

    @cached_property
    def guidance(self) -> GuidanceTable:
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

    def _as_missing(self, assembly: Assembly, gene: str) -> tuple[PgxPosition, ...]:
        if (assembly, gene) not in self._missing:
            self._missing[assembly, gene] = tuple(_shown(position, None) for position in self.positions(assembly)[gene])
        return self._missing[assembly, gene]

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
            calls = list(merge_outside(calls, options.outside_calls, self.phenotypes, self.guidance))
        return with_joint_guidance(calls, self.guidance) if any(call.guidance for call in calls) else tuple(calls)

    def _call(self, assembly: Assembly, gene: str, observation: Observation, options: PgxOptions) -> PgxCall:
        positions = self.positions(assembly)[gene]
        found = {
            number: observation.genotypes[position.chrom, position.pos]
            for number, position in enumerate(positions)
            if (position.chrom, position.pos) in observation.genotypes
        }
        missing = [position for number, position in enumerate(positions) if number not in found]
        as_missing = self._as_missing(assembly, gene)
        call = PgxCall(
            gene=gene, status="not called", diplotypes=(), other_diplotypes=(), phenotype="Indeterminate",
            activity_score="", possible_phenotypes=(), functions=(), cannot_exclude=(),
            positions=tuple(_shown(positions[number], genotype) for number, genotype in found.items()),
            missing=tuple(shown for number, shown in enumerate(as_missing) if number not in found),
        )  # fmt: skip
        unread = tuple(_unread_caveats(missing, observation.unread)) if observation.unread else ()
        if not found:
            return replace(call, caveats=(NO_POSITION, *unread))
        definition = self.definition(assembly, gene)
        diplotype = call_diplotype(definition, found, options.sex, self.phenotypes)
        caveats = (*_data_caveats(definition, found), *diplotype.caveats, *unread)
        if not diplotype.best:
            return replace(call, caveats=caveats)
        status = "partial" if missing else "complete"
        return self._interpreted(replace(call, status=status, caveats=caveats), definition, diplotype)

    def _interpreted(self, call: PgxCall, definition: GeneDefinition, found: DiplotypeCall) -> PgxCall:
        """The call with functions, phenotype and guidance."""
        table, gene = self.phenotypes, definition.gene
        phenotype = shared_phenotype(table, gene, [names for _, names in found.best])
        possible = tuple(possible_phenotypes(table, gene, found))
        changing = changing_alleles(table, gene, found.cannot_exclude)
        caveats = list(call.caveats)
        if gene in BEYOND_SMALL_VARIANTS:
            caveats.append(BEYOND_SMALL_VARIANTS[gene])
        if call.missing:
            caveats.append(_missing_caveat(call, changing))
        normal = shared_phenotype(table, gene, [(definition.reference.name,) * len(names) for _, names in found.best])
        if changing and phenotype.phenotype == normal.phenotype:
            caveats.append(f"{phenotype.phenotype} as far as the positions in the file go; the missing ones could change it")
            phenotype = replace(phenotype, phenotype=table.phenotype(gene, ("?", "?")).phenotype, activity_score="")
        elif len(possible) > 1:
            caveats.append(f"other readings are possible: {', '.join(possible)}")
        names = dict.fromkeys(name for _, pair in found.best for name in pair)
        return replace(
            call,
            diplotypes=tuple(text for text, _ in found.best),
            other_diplotypes=tuple(text for text, _ in found.others),
            phenotype=phenotype.phenotype,
            activity_score=phenotype.activity_score,
            possible_phenotypes=possible,
            functions=tuple(f"{name}: {table.function(gene, name).function}" for name in names),
            cannot_exclude=found.cannot_exclude,
            caveats=tuple(dict.fromkeys(caveats)),
            guidance=self.guidance.of(gene, phenotype.phenotype, phenotype.activity_score),
        )


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
            if _inside(options.callable_regions.get(chrom, ()), position):
                observed.genotypes[key] = _reference(position, CALLABLE)
            elif options.assume_reference:
                observed.genotypes[key] = _reference(position, ASSUMED)


def _reference(position: DefiningPosition, source: str) -> PositionGenotype:
    copies = 1 if position.chrom == "MT" else 2
    return PositionGenotype((position.ref,) * copies, source=source)


def _inside(intervals: Sequence[tuple[int, int]], position: DefiningPosition) -> bool:
    return any(start <= position.pos and position.pos + len(position.ref) - 1 <= end for start, end in intervals)


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


def _data_caveats(definition: GeneDefinition, found: Mapping[int, PositionGenotype]) -> Iterator[str]:
    if any(genotype.from_tumor for genotype in found.values()):
        yield IN_TUMOUR
    assumed = sum(genotype.source == ASSUMED for genotype in found.values())
    if assumed:
        yield f"{assumed} of {len(definition.positions)} positions are assumed reference (--assume-reference)"
    for number, genotype in found.items():
        for note in genotype.notes:
            yield f"{definition.positions[number].name}: {note}"


def _unread_caveats(missing: Sequence[DefiningPosition], unread: Mapping[Key, str]) -> Iterator[str]:
    for position in missing:
        if reason := unread.get((position.chrom, position.pos)):
            yield f"{position.name} is in the file but not read: {reason}"


def _missing_caveat(call: PgxCall, changing: Sequence[str]) -> str:
    total = len(call.positions) + len(call.missing)
    text = f"{len(call.missing)} of {total} positions are missing from the file"
    if not changing:
        return text
    named = ", ".join(changing[:_ALLELES_NAMED])
    more = f" and {len(changing) - _ALLELES_NAMED} more" if len(changing) > _ALLELES_NAMED else ""
    return f"{text}: cannot exclude {named}{more}"
