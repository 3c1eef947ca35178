"""The one place that joins the rooms: a VCF goes in, sample reports come out. No file is written here.

VCF -> vcf: Allele + Call -> genome: Effect -> knowledge: Match -> clinical: Finding -> SampleReport
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.assembly_guard import tell_assembly, told_by_contigs, with_guard
from pm_annotate.collected import Collected, FileReading, FurtherSites
from pm_annotate.further_files import FurtherVcf, describe_further, open_further
from pm_annotate.genome.assembly_of_regions import require_regions
from pm_annotate.genome.file_annotation import AnnotationFormat, annotation_format
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.haplotypes import combine_phased
from pm_annotate.inherited import origin_context
from pm_annotate.knowledge.marker_options import with_header_markers
from pm_annotate.loci_assessment import loci_to_assess
from pm_annotate.model import Allele, Assembly, Effect, SampleReport, SampleRole, SiteGenotype
from pm_annotate.model.structural import FROM_VCF
from pm_annotate.options import AnnotateOptions
from pm_annotate.provenance import checksum_beside, describe_run, warnings_of_tables_beside
from pm_annotate.sample_report import sample_report
from pm_annotate.structural_variants import StructuralReading, events_of_tables, warnings_of_tables
from pm_annotate.tables import Tables
from pm_annotate.vcf.chromosomes import is_chromosome
from pm_annotate.vcf.genotypes_at import SiteCollector
from pm_annotate.vcf.germline_caller import lists_inherited
from pm_annotate.vcf.header import VcfHeader, first_contig
from pm_annotate.vcf.header_markers import read_header_markers, said_by_the_header
from pm_annotate.vcf.reader import Item, Tally, read_observations
from pm_annotate.vcf.record import SiteTap
from pm_annotate.vcf.record_source import RecordSource, records_here
from pm_annotate.vcf.regions import Regions, merged_regions
from pm_annotate.vcf.roles import assign_roles
from pm_annotate.vcf.support import NO_TAGS

if TYPE_CHECKING:
    from pm_annotate.vcf.population import PopulationVcf


NO_CHROMOSOME = (
    "No contig of the file has a name of a human chromosome that is known here (the first record is on '{name}'): nothing of "
    "it was read. Rename its contigs to 1, chr1 or NC_000001.11 (bcftools annotate --rename-chrs)."
)


PERHAPS_A_PAIR = (
    "The file has two samples, {names}, and does not say whether they are a tumour and its normal: each has its own report. "
    "If they are, name them with --tumor-sample and --normal-sample."
)


class OpenedVcf(NamedTuple):
    """A VCF whose header is read, whose assembly is told and whose samples have their roles."""

    header: VcfHeader
    assembly: Assembly
    assembly_basis: str
    roles: tuple[SampleRole, ...]
    is_guarded: bool = False  # the REF bases were held against the assembly


def open_vcf(header: VcfHeader, options: AnnotateOptions, tables: Tables) -> OpenedVcf:
    """Tell assembly and sample roles. Raises AssemblyError (exit 5), UsageError (exit 2), InputError (exit 3)."""
    roles = assign_roles(header, options.tumor_sample, options.normal_sample, options.sample_id)
    if options.read.tags != NO_TAGS or options.read.retain_info:
        from pm_annotate.vcf.named_fields import check_tags

        check_tags(header, options.read.tags, options.read.retain_info)
    told = told_by_contigs(header, options.assembly)
    assembly, basis = told or tell_assembly(header, options.assembly, tables)
    return OpenedVcf(header, assembly, basis, roles, is_guarded=told is None)


def as_regions(loci: Iterable[tuple[str, int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Loci (chromosome, start, end; 1-based closed) as a region set."""
    regions: dict[str, tuple[tuple[int, int], ...]] = {}
    for chrom, start, end in loci:
        regions[chrom] = (*regions.get(chrom, ()), (start, end))
    return regions


Streamed = tuple[SampleRole, Item]
Progress = Callable[[Iterator[Streamed]], Iterator[Streamed]]


def annotate_vcf(
    opened: OpenedVcf,
    options: AnnotateOptions,
    tables: Tables,
    progress: Progress | None = None,
    records: RecordSource = records_here,
) -> Iterator[SampleReport]:
    """One report per sample role of the file, in the file's order. The file is read once for all of them.

    ``progress`` may wrap the stream of items to show how far it is; it must yield every item unchanged. ``records`` reads.
    Raises AssemblyError where the REF bases are not those of the assembly that the header names, InputError for a damaged file.
    """
    if options.read.tags != NO_TAGS:
        from pm_annotate.vcf.named_fields import require_one_report

        require_one_report(opened.header, options.read.tags, len(opened.roles))
    further = open_further(opened.header, opened.assembly, opened.roles, options, tables)
    of_file, annotator = prepare(opened, options, tables, further)
    checksum = checksum_beside(Path(opened.header.path))
    of_tables = warnings_of_tables_beside(tables, opened.assembly)
    tally = Tally(opened.roles)
    sites = SiteCollector(opened.header, site_columns(opened))
    stream = read_observations(
        opened.header,
        opened.assembly,
        opened.roles,
        allele_regions(of_file),
        options.read._replace(germline=of_file.origin.germline_file),
        tally,
        SiteTap(site_regions(of_file), sites.take),
        records if opened.is_guarded else with_guard(records, options.assembly, opened.assembly, tables),
    )
    collected = {role: Collected() for role in opened.roles}
    for role, item in progress(stream) if progress else stream:
        collected[role].take(item, annotator.annotate, of_file.genome)
    warnings = (*of_tables.result(), *of_file.warnings)
    also_read = describe_further(further, options)
    provenance = describe_run(
        opened.header, opened.assembly, opened.assembly_basis, options, tables, also_read, checksum.result()
    )
    of_file = of_file._replace(provenance=provenance, warnings=warnings)
    for role in opened.roles:
        yield _report_of(role, collected.pop(role), further, of_file, sites, tally)


def _report_of(
    role: SampleRole,
    collected: Collected,
    further: Sequence[FurtherVcf],
    of_file: FileReading,
    sites: SiteCollector,
    tally: Tally,
) -> SampleReport:
    """The report of one sample. What was collected for it is gone when it is written."""
    collected.annotated = combine_phased(collected.annotated, of_file.genome, of_file.annotate)
    for one in further:
        _add_file(one, role, collected, of_file, tally)
    return sample_report(of_file, role, collected, sites.found, tally)


def _add_file(vcf: FurtherVcf, role: SampleRole, collected: Collected, of_file: FileReading, tally: Tally) -> None:
    """Read a further VCF of the report's sample, by its own annotations and phase, into what was collected of the main one."""
    formats = annotation_format(vcf.header.lines)
    annotator = annotator_of(formats, of_file.assembly, of_file.options, of_file.tables)
    own, own_tally = Collected(), Tally((vcf.role,))
    regions = allele_regions(of_file)
    reading_as = of_file.options.read._replace(germline=of_file.origin.germline_file, tags=NO_TAGS)  # tags: the main file's
    columns = tuple(column for column in (vcf.role.tumor, vcf.role.normal) if column)
    sites = SiteCollector(vcf.header, columns)
    tap = SiteTap(pharmacogene_regions(of_file), sites.take)
    for _, item in read_observations(vcf.header, of_file.assembly, (vcf.role,), regions, reading_as, own_tally, tap):
        own.take(item, annotator.annotate, of_file.genome)
    collected.further_sites.append(of_this_file(vcf, sites.found))
    collected.annotated += combine_phased(own.annotated, of_file.genome, annotator.annotate)
    collected.skipped += [one._replace(further_file=vcf.file_name) for one in own.skipped]
    reading = replace(of_file.structural, formats=formats, of_tables=())
    events = [event._replace(source=f"{FROM_VCF}:{vcf.file_name}") for event in own.events]
    collected.of_further_files = collected.of_further_files.with_those_of(reading.of_sample(events, ()))
    tally.add_file(role, own_tally, vcf.role)


def annotator_of(
    formats: Sequence[AnnotationFormat], assembly: Assembly, options: AnnotateOptions, tables: Tables
) -> AlleleAnnotator:
    """What names the alleles of a file with these annotations of its own."""
    genes = {marker.gene for marker in tables.knowledge.biomarkers.values()} if formats else ()
    if not options.population_vcf:
        return AlleleAnnotator(tables.genome(assembly), formats, genes)
    from pm_annotate.vcf.population import PopulationVcf  # loads what reads indexed files

    return AlleleAnnotator(tables.genome(assembly), formats, genes, PopulationVcf(options.population_vcf, assembly))


def prepare(
    opened: OpenedVcf, options: AnnotateOptions, tables: Tables, further: Sequence[FurtherVcf] = ()
) -> tuple[FileReading, AlleleAnnotator]:
    """Everything that holds for all samples of a file, before any record is read.

    Raises UsageError for options that do not fit the file, InputError for a table of the user's that cannot be read.
    """
    genome = tables.genome(opened.assembly)
    if tables.has_packaged_genome:
        require_regions(options.pgx.callable_regions, "--callable", opened.assembly, tables.genome)
        require_regions(options.targets or {}, "--targets", opened.assembly, tables.genome)
    tumor = tables.tumor_type(options.tumor_type)
    lines = [line for header in (opened.header, *(one.header for one in further)) for line in header.lines]
    said = read_header_markers(lines, len(opened.roles))
    markers, bases, differing = with_header_markers(options.markers, [(one.text, one.basis) for one in said.markers])
    purity, ploidy = options.copy_number.purity, options.copy_number.ploidy
    copies = replace(options.copy_number, purity=purity or said.purity, ploidy=ploidy or said.ploidy)
    of_cells = (
        *said_by_the_header("purity", purity, said.purity, said.purity_basis),
        *said_by_the_header("ploidy", ploidy, said.ploidy, said.ploidy_basis),
    )
    formats = annotation_format(opened.header.lines)
    annotator = annotator_of(formats, opened.assembly, options, tables)
    of_tables = events_of_tables(options, opened.assembly, len(opened.roles), tables.genome)
    of_file = FileReading(
        assembly=opened.assembly,
        genome=genome,
        tables=tables,
        options=options,
        tumor=tumor,
        markers=markers,
        marker_bases=bases,
        structural=StructuralReading(genome, formats, copies, of_tables, opened.header.name),
        loci=tables.remember(("loci", opened.assembly, tumor), lambda: loci_to_assess(tables, opened.assembly, tumor)),
        origin=origin_context(opened.header, opened.roles, options.germline, [(one.header, one.role) for one in further]),
        inherited_listed=lists_inherited(opened.header, opened.roles),
        annotate=annotator.annotate,
        provenance={},
        warnings=(
            *_of_contigs(opened.header),
            *_of_lab_tables(tables, opened.assembly),
            *(() if options.germline else _of_two_columns(opened)),
            *said.warnings,
            *differing,
            *of_cells,
            *(text for one in further for text in one.warnings),
            *(warnings_of_tables(options, opened.roles[0]) if of_tables else ()),
        ),
    )
    return of_file, annotator


def _of_contigs(header: VcfHeader) -> Iterator[str]:
    """Said where no contig has the name of a chromosome: then every record counts as outside the genes."""
    first = first_contig(header)
    if first and not is_chromosome(first) and not any(is_chromosome(name) for name, _ in header.contigs):
        yield NO_CHROMOSOME.format(name=first)


def _of_lab_tables(tables: Tables, assembly: Assembly) -> tuple[str, ...]:
    """Rows of the lab's own tables that no file on this assembly can meet; looked for once in a run."""
    labs = [lab for lab in tables.knowledge.labs if lab.biomarkers]
    if not labs:
        return ()
    from pm_annotate.lab_names import lab_doubts

    def doubts() -> tuple[str, ...]:
        return tuple(f"{lab.path.name}: {doubt}" for lab in labs for doubt in lab_doubts(lab, (assembly,), tables.genome))

    return tables.remember(("lab names", assembly), doubts)


def _of_two_columns(opened: OpenedVcf) -> Iterator[str]:
    """Said where a file of two samples names no roles: callers like FreeBayes write pairs and cohorts alike."""
    names = opened.header.samples
    if len(names) == 2 and all(role.basis == "no roles told" for role in opened.roles):
        yield PERHAPS_A_PAIR.format(names=" and ".join(names))


def allele_regions(of_file: FileReading) -> Regions:
    """Where alleles are looked at: exons with their flanks, promoters, known alleles, and the actionable loci."""
    tables, assembly = of_file.tables, of_file.assembly

    def regions() -> Regions:
        genes = of_file.genome.regions()
        known = as_regions(tables.knowledge.loci(assembly))
        clinvar = tables.knowledge.clinvar
        packaged = tables.has_packaged_genome
        outside = clinvar.loci_outside_packaged_genes(assembly) if packaged else clinvar.loci_outside(assembly, genes)
        return merged_regions(genes, known, of_file.loci.regions(), outside)

    return tables.remember(("allele regions", assembly, of_file.tumor), regions)


def site_regions(of_file: FileReading) -> Regions:
    """Where it matters what the file says even if that is reference: pharmacogenes and actionable loci."""
    return merged_regions(pharmacogene_regions(of_file), of_file.loci.regions())


def pharmacogene_regions(of_file: FileReading) -> Regions:
    genes = of_file.tables.pharmacogenomics
    return genes.regions(of_file.assembly) if genes is not None else {}


def of_this_file(vcf: FurtherVcf, found: Mapping[str, Sequence[SiteGenotype]]) -> FurtherSites:
    """Genotypes of a further VCF by column, whose phase sets are no other file's."""
    sites = {
        column: [
            site._replace(phase_set=f"{vcf.file_name} {site.phase_set or ''}") if site.phased else site for site in of_column
        ]
        for column, of_column in found.items()
    }
    return FurtherSites(tuple(sites.get(vcf.role.tumor or "", ())), tuple(sites.get(vcf.role.normal or "", ())))


def site_columns(opened: OpenedVcf) -> tuple[str, ...]:
    """The columns whose genotypes are wanted at sites, each once."""
    return tuple(dict.fromkeys(column for role in opened.roles for column in (role.tumor, role.normal) if column))


class AlleleAnnotator:
    """Normalises and names each allele of a record once, however many samples carry it."""

    def __init__(
        self,
        genome: Genome,
        formats: Sequence[AnnotationFormat],
        genes: Collection[str],
        population: PopulationVcf | None = None,
    ) -> None:
        self._genome = genome
        self._formats = formats  # the file's own annotations, and the genes that they may name without us
        self._genes = genes
        self._population = population
        self._record = (-1, "", -1)  # its number (0 behind an index), CHROM and POS
        self._of_record: dict[int, tuple[Allele, Allele, tuple[Effect, ...]]] = {}  # by identity of the allele as read

    def annotate(self, allele: Allele) -> tuple[Allele, tuple[Effect, ...]]:
        record = (allele.record_number, allele.vcf_chrom, allele.vcf_pos)
        if record != self._record:
            self._record = record
            self._of_record.clear()
        known = self._of_record.get(id(allele))
        if known is None:
            aligned = self._genome.left_align(allele)
            if self._population is not None:
                aligned = self._population.with_frequency(aligned)
            effects = self._genome.effects(aligned)
            if self._formats:
                from pm_annotate.genome.file_effect import with_file_annotation  # loaded for annotated files

                aligned, effects = with_file_annotation(aligned, effects, self._formats, self._genome, self._genes)
            known = self._of_record[id(allele)] = (allele, aligned, effects)
        return known[1:]
