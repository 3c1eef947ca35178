"""The one place that joins the rooms: a VCF goes in, sample reports come out. No file is written here.

VCF -> vcf: Allele + Call -> genome: Effect -> knowledge: Match -> clinical: Finding -> SampleReport
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pm_annotate.assembly_guard import tell_assembly
from pm_annotate.clinical.findings import assemble
from pm_annotate.genome.file_annotation import AnnotationFormat, annotation_format
from pm_annotate.genome.file_effect import with_file_annotation
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.haplotypes import combine_phased
from pm_annotate.knowledge.markers import StatedMarkers
from pm_annotate.model import (
    Allele,
    Assembly,
    Effect,
    Observation,
    PgxCall,
    Reconciliation,
    SampleReport,
    SampleRole,
    Skipped,
    TumorType,
)
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.therapy_warnings import therapy_warnings
from pm_annotate.provenance import describe_run
from pm_annotate.tables import Tables
from pm_annotate.vcf.genotypes_at import genotypes_at
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.reader import Tally, read_observations
from pm_annotate.vcf.regions import merged_regions
from pm_annotate.vcf.roles import assign_roles

NOT_ASSESSED = (
    "Copy number changes, fusions and other structural variants are not interpreted in this version.",
    "What the file does not list is not assessed: an actionable variant that is absent here may be "
    "absent from the tumour, not covered, or not called.",
)


@dataclass(frozen=True, slots=True)
class OpenedVcf:
    """A VCF whose header is read, whose assembly is told and whose samples have their roles."""

    header: VcfHeader
    assembly: Assembly
    assembly_basis: str
    roles: tuple[SampleRole, ...]


def open_vcf(header: VcfHeader, options: AnnotateOptions, tables: Tables) -> OpenedVcf:
    """Tell assembly and sample roles. Raises AssemblyError (exit 5), UsageError (exit 2), InputError (exit 3)."""
    roles = assign_roles(header, options.tumor_sample, options.normal_sample, options.sample_id)
    assembly, basis = tell_assembly(header, options.assembly, tables)
    return OpenedVcf(header, assembly, basis, roles)


def as_regions(loci: Iterable[tuple[str, int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    """Loci (chromosome, start, end; 1-based closed) as a region set."""
    regions: dict[str, tuple[tuple[int, int], ...]] = {}
    for chrom, start, end in loci:
        regions[chrom] = (*regions.get(chrom, ()), (start, end))
    return regions


Streamed = tuple[SampleRole, Observation | Skipped]
Progress = Callable[[Iterator[Streamed]], Iterator[Streamed]]


@dataclass(slots=True)
class _Collected:
    """What one sample's stream has brought so far."""

    annotated: list[tuple[Observation, tuple[Effect, ...]]]
    skipped: list[Skipped]


def annotate_vcf(
    opened: OpenedVcf,
    options: AnnotateOptions,
    tables: Tables,
    progress: Progress | None = None,
) -> Iterator[SampleReport]:
    """One report per sample role of the file, in the file's order.

    ``progress`` may wrap the stream of items to show how far it is; it must yield every item unchanged.
    """
    genome = tables.genome(opened.assembly)
    knowledge = tables.knowledge
    tumor = tables.tumor_type(options.tumor_type)
    markers = tables.stated_markers(options.markers)
    regions = merged_regions(genome.regions(), as_regions(knowledge.loci(opened.assembly)))
    tally = Tally(opened.roles)
    stream = read_observations(opened.header, opened.assembly, opened.roles, regions, options.read, tally)
    collected = {role: _Collected([], []) for role in opened.roles}
    formats = annotation_format(opened.header.lines)
    genes = {marker.gene for marker in knowledge.biomarkers.values()} if formats else ()
    annotator = _AlleleAnnotator(genome, formats, genes)
    for role, item in progress(stream) if progress else stream:
        if isinstance(item, Skipped):
            collected[role].skipped.append(item)
        else:
            allele, effects = annotator.annotate(item.allele)
            collected[role].annotated.append((replace(item, allele=allele), effects))
    pharmacogenes = _pharmacogenes(opened, options, tables)
    provenance = describe_run(opened.header, opened.assembly, opened.assembly_basis, options, tables)
    for role in opened.roles:
        of_role = collected.pop(role)
        of_role.annotated = combine_phased(of_role.annotated, genome, annotator.annotate)
        report = _sample_report(opened, role, of_role, tally, tumor, markers, tables, provenance)
        yield with_pharmacogenomics(report, pharmacogenes(role))


def _pharmacogenes(opened: OpenedVcf, options: AnnotateOptions, tables: Tables) -> Callable[[SampleRole], tuple[PgxCall, ...]]:
    """The pharmacogene calls of each report: from the normal where there is one, else from the tumour column."""
    tables_of_genes = tables.pharmacogenomics
    if tables_of_genes is None:
        return lambda role: ()
    columns = tuple(dict.fromkeys(column for role in opened.roles for column in (role.tumor, role.normal) if column))
    sites = genotypes_at(opened.header, tables_of_genes.regions(opened.assembly), columns)

    def calls(role: SampleRole) -> tuple[PgxCall, ...]:
        return tables_of_genes.calls(
            opened.assembly,
            germline=sites.get(role.normal or "", ()),
            germline_sample=role.normal or "",
            tumor=sites.get(role.tumor or "", ()),
            tumor_sample=role.tumor or "",
            options=options.pgx,
        )

    return calls


def with_pharmacogenomics(report: SampleReport, calls: tuple[PgxCall, ...]) -> SampleReport:
    """The report with its pharmacogene calls, and with a warning beside each therapy that one of them concerns."""
    findings = (
        replace(finding, caveats=(*finding.caveats, *therapy_warnings(finding.statement.therapies, calls)))
        for finding in report.findings
    )
    return replace(report, findings=tuple(findings), pharmacogenomics=calls)


class _AlleleAnnotator:
    """Normalises and names each allele of a record once, however many samples carry it."""

    def __init__(self, genome: Genome, formats: Sequence[AnnotationFormat], genes: Collection[str]) -> None:
        self._genome = genome
        self._formats = formats  # the file's own annotations, and the genes that they may name without us
        self._genes = genes
        self._record_number = -1
        self._of_record: dict[int, tuple[Allele, Allele, tuple[Effect, ...]]] = {}  # by identity of the allele as read

    def annotate(self, allele: Allele) -> tuple[Allele, tuple[Effect, ...]]:
        if allele.record_number != self._record_number:
            self._record_number = allele.record_number
            self._of_record.clear()
        known = self._of_record.get(id(allele))
        if known is None:
            aligned = self._genome.left_align(allele)
            effects = self._genome.effects(aligned)
            if self._formats:
                aligned, effects = with_file_annotation(aligned, effects, self._formats, self._genome, self._genes)
            known = self._of_record[id(allele)] = (allele, aligned, effects)
        return known[1:]


def _sample_report(
    opened: OpenedVcf,
    role: SampleRole,
    collected: _Collected,
    tally: Tally,
    tumor: TumorType | None,
    markers: StatedMarkers,
    tables: Tables,
    provenance: Mapping[str, object],
) -> SampleReport:
    variants, findings, related = assemble(
        tables.knowledge, tables.tumor_types, opened.assembly, tumor, collected.annotated, markers
    )
    matched = {id(variant) for finding in findings for variant in finding.variants}
    of_file = [variant for variant in variants if not variant.observation.combined_from]
    n_matched = sum(id(variant) in matched for variant in of_file)
    counts = tally.reconciliation(role, n_matched, len(of_file) - n_matched)
    return SampleReport(
        role=role,
        assembly=opened.assembly,
        tumor_type=tumor,
        variants=tuple(variants),
        findings=tuple(findings),
        related=tuple(related),
        skipped=tuple(collected.skipped),
        reconciliation=counts,
        warnings=tuple(sample_warnings(role, tumor, counts, tally.passed.unopened)),
        provenance=provenance,
    )


def sample_warnings(role: SampleRole, tumor: TumorType | None, counts: Reconciliation, unopened: int) -> Iterator[str]:
    """What the reader of this report must know before trusting a blank."""
    if tumor is None:
        yield "No tumour type was given: no finding is Tier I unless it holds for any tumour. Use --tumor-type."
    if role.tumor is not None and role.normal is None:
        yield "No matched normal: somatic and germline variants cannot be told apart; confirm inherited findings in germline."
    if counts.unsupported:
        yield (
            f"{counts.unsupported} symbolic alleles or breakends were not interpreted; "
            "each is listed in the skipped table with its reason."
        )
    if unopened:
        yield (
            f"The file was read through its index: {unopened} records outside the actionable regions were not opened; "
            "each is counted as one allele."
        )
    yield from NOT_ASSESSED
