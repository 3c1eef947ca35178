"""Joins the rooms for structural variants: events of the file and of the user's tables, and what they do to genes.

vcf: StructuralEvent -> genome: GeneEvent (copies, fusions, exons)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.errors import UsageError
from pm_annotate.model import Assembly, GeneEvent, Observation, SampleRole, StructuralEvent

if TYPE_CHECKING:  # most files hold no structural variant: what reads them is loaded for those that do
    from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
    from pm_annotate.genome.events.gene_events import FusionTables
    from pm_annotate.genome.file_annotation import AnnotationFormat
    from pm_annotate.genome.genome import Genome
    from pm_annotate.options import AnnotateOptions

LONG_DELETION = 50  # bases of REF from which on a deletion that is spelt out may take whole exons


@dataclass(frozen=True)
class StructuralReading:
    """What turns the events of a file into events of genes. Not slotted: the fusion tables are read when first needed."""

    genome: Genome
    formats: Sequence[AnnotationFormat]  # the file's own annotations, which may name a fusion partner
    copies: CopyNumberOptions
    of_tables: tuple[StructuralEvent, ...] = ()  # --cna and --fusions
    file: str = ""  # the name of the VCF, for errors

    @cached_property
    def _fusion_tables(self) -> FusionTables:
        from pm_annotate.genome.events.gene_events import read_fusion_tables

        return read_fusion_tables(self.genome)

    def of_sample(self, of_file: Iterable[StructuralEvent], observations: Iterable[Observation]) -> SampleEvents:
        """What one sample's events do to genes. ``observations``: its alleles, of which long deletions may take exons."""
        of_vcf = list(of_file)
        if of_vcf or self.of_tables:
            return self._of_events(of_vcf).with_those_of(self._of_long_deletions(observations))
        return self._of_long_deletions(observations)

    def _of_events(self, of_vcf: list[StructuralEvent]) -> SampleEvents:
        from pm_annotate.genome.events.assembly_of_events import require_places
        from pm_annotate.genome.events.gene_copy_number import copy_number_events, copy_number_warnings
        from pm_annotate.genome.events.gene_events import gene_events
        from pm_annotate.vcf.structural.breakends import join_mates

        require_places(of_vcf, self.genome.assembly, self.file)
        events = (*join_mates(of_vcf), *self.of_tables)
        of_genes = gene_events(self.genome, events, self.formats, self._fusion_tables)
        copies = copy_number_events(self.genome, events, self.copies)
        return SampleEvents(events, (*of_genes, *copies), tuple(copy_number_warnings(events, self.copies)))

    def _of_long_deletions(self, observations: Iterable[Observation]) -> SampleEvents:
        found: list[GeneEvent] = []
        for one in observations:
            if len(one.allele.ref) > LONG_DELETION:
                from pm_annotate.genome.events.gene_events import exon_events_of_allele

                found += exon_events_of_allele(self.genome, one, self._fusion_tables)
        return SampleEvents(of_genes=tuple(found))

    def entries_in_genes(self, events: SampleEvents) -> int:
        """How many ALT entries of the VCF are events that concern a packaged gene."""
        if not events.events:
            return 0
        from pm_annotate.genome.events.gene_copy_number import genes_touched

        named = {id(one.event) for one in events.of_genes}
        return sum(entries_of(event) for event in events.events if id(event) in named or genes_touched(self.genome, event))


class SampleEvents(NamedTuple):
    """``events``: of the file (mates joined) and the tables. ``of_genes``: what they, and long deletions, do to genes."""

    events: tuple[StructuralEvent, ...] = ()
    of_genes: tuple[GeneEvent, ...] = ()
    warnings: tuple[str, ...] = ()

    def with_those_of(self, other: SampleEvents) -> SampleEvents:
        """The events of two files of one sample."""
        warnings = tuple(dict.fromkeys((*self.warnings, *other.warnings)))
        return SampleEvents((*self.events, *other.events), (*self.of_genes, *other.of_genes), warnings)


def entries_of(event: StructuralEvent) -> int:
    """The ALT entries of the VCF that the event stands for; 0 for a row of a table."""
    return 1 + len(event.mates) if event.is_of_vcf else 0


def events_of_tables(
    options: AnnotateOptions, assembly: Assembly, n_reports: int, genome_of: Callable[[Assembly], Genome]
) -> tuple[StructuralEvent, ...]:
    """The rows of ``--cna`` and ``--fusions``. Raises UsageError where the file has several samples: whose rows are they?

    Raises InputError for a table that cannot be read, AssemblyError for one of the other assembly.
    """
    if n_reports > 1 and (options.cna or options.fusions):
        raise UsageError(
            f"--cna and --fusions are tables of one sample, but the VCF gives {n_reports} reports. "
            "Choose the sample with --tumor-sample, or run each sample by itself."
        )
    if not (options.cna or options.fusions):
        return ()
    from pm_annotate.genome.events.assembly_of_events import (
        breakpoints_in_genes,
        require_chromosomes,
        require_genes_of_segments,
        require_places,
    )
    from pm_annotate.vcf.structural.fusion_table import read_fusions
    from pm_annotate.vcf.structural.segment_table import read_segments

    segments = read_segments(options.cna, assembly) if options.cna else ()
    fusions = read_fusions(options.fusions, assembly) if options.fusions else ()
    if fusions:
        from pm_annotate.genome.events.stated_places import with_junctions

        fusions = with_junctions(fusions, genome_of(assembly))
    for rows in (segments, fusions):
        require_chromosomes(rows, assembly)
        require_places(rows, assembly)
    require_genes_of_segments(segments, assembly, genome_of)
    return (*segments, *breakpoints_in_genes(fusions, assembly, genome_of))


OTHER_SAMPLE = (
    "{table} names the sample {named}; it was read for {own}, though the names differ. Check that it is the same patient."
)


def warnings_of_tables(options: AnnotateOptions, role: SampleRole) -> tuple[str, ...]:
    """What to check of tables that name their sample: a name that is neither in the report's names nor holds one of them."""
    if not (options.cna or options.fusions) or role.tumor is None:
        return ()
    from pm_annotate.vcf.structural.fusion_table import TSO500_FUSIONS
    from pm_annotate.vcf.structural.table_rows import has_section, sample_of

    warnings = []
    for table in (options.cna, options.fusions):
        named = sample_of(table) if table and not has_section(table, TSO500_FUSIONS) else ""
        own = [_letters(name) for name in (role.tumor, role.sample_id) if _letters(name)]
        if table and named and not any(_letters(named) in name or name in _letters(named) for name in own):
            warnings.append(OTHER_SAMPLE.format(table=table.name, named=named[:60], own=role.tumor))
    return tuple(warnings)


def _letters(name: str) -> str:
    """A name without signs and capitals, and without the ending of a file."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\.(bam|cram|vcf|gz|tsv|txt|csv)\b", "", name.lower()))
