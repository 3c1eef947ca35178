"""The one place that joins the rooms: a VCF goes in, sample reports come out. No file is written here.

VCF -> vcf: Allele + Call -> genome: Effect -> knowledge: Match -> clinical: Finding -> SampleReport
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pm_annotate import __version__
from pm_annotate.clinical.findings import assemble
from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.assembly import (
    REFSEQ_ACCESSIONS,
    assembly_from_contigs,
    assembly_from_name,
    assembly_named_in_header,
    reference_votes,
)
from pm_annotate.genome.file_annotation import AnnotationFormat, annotation_format
from pm_annotate.genome.file_effect import with_file_annotation
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.haplotypes import combine_phased
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.knowledge.markers import NO_MARKERS, StatedMarkers, parse_markers
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge.tumor_types import TumorTypes, load_tumor_types
from pm_annotate.model import (
    Allele,
    Assembly,
    Effect,
    Observation,
    Reconciliation,
    SampleReport,
    SampleRole,
    Skipped,
    TumorType,
)
from pm_annotate.resources import resources_folder
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.reader import ReadOptions, Tally, read_observations, sample_reference_bases
from pm_annotate.vcf.regions import merged_regions
from pm_annotate.vcf.roles import assign_roles

REFERENCE_VOTES = 400  # records in packaged exons whose REF is compared with both assemblies
CLEAR_VOTES = 3  # agreeing records that are needed before REF bases alone tell the assembly

NOT_ASSESSED = (
    "Copy number changes, fusions and other structural variants are not interpreted in this version.",
    "What the file does not list is not assessed: an actionable variant that is absent here may be "
    "absent from the tumour, not covered, or not called.",
)


@dataclass(frozen=True, slots=True)
class AnnotateOptions:
    """What the user asked for, beside the file itself."""

    tumor_type: str | None = None
    assembly: str = "auto"
    tumor_sample: str | None = None
    normal_sample: str | None = None
    sample_id: str | None = None
    fasta: Path | None = None
    markers: tuple[str, ...] = ()  # what the user states beside the file: "ER=positive", "TMB=12.5"
    read: ReadOptions = field(default_factory=ReadOptions)


class Tables:
    """The packaged tables and the lab's own, each loaded when first asked for and then kept for all files of a run."""

    def __init__(self, knowledge: Sequence[Path] = (), fasta: Path | None = None, folder: Path | None = None) -> None:
        self.folder = folder or resources_folder()
        self._lab_tables = tuple(knowledge)
        self._fasta = fasta
        self._genomes: dict[Assembly, Genome] = {}

    @cached_property
    def knowledge(self) -> KnowledgeTable:
        return load_knowledge(self.folder / "knowledge", self._lab_tables)

    @cached_property
    def tumor_types(self) -> TumorTypes:
        return load_tumor_types(self.folder / "disease")

    def genome(self, assembly: Assembly) -> Genome:
        if assembly not in self._genomes:
            self._genomes[assembly] = load_genome(self.folder / "genome", assembly, self._fasta)
        return self._genomes[assembly]

    def genome_files(self, assembly: Assembly) -> list[dict[str, str]]:
        """The transcript and sequence files of an assembly with their SHA-256, for provenance."""
        names = (f"transcripts.{assembly}.tsv", f"{assembly}.fa")
        return [{"file": name, "sha256": file_sha256(self.folder / "genome" / name)} for name in names]

    def stated_markers(self, texts: Sequence[str]) -> StatedMarkers:
        """What the user states beside the file. Raises UsageError for a marker or value that is not known."""
        return parse_markers(texts, self.knowledge.biomarkers.values()) if texts else NO_MARKERS

    def tumor_type(self, name: str | None) -> TumorType | None:
        """The tumour type of the patient, resolved. Raises UsageError with the nearest names when unknown."""
        return self.tumor_types.resolve(name) if name else None


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


def tell_assembly(header: VcfHeader, asked: str, tables: Tables) -> tuple[Assembly, str]:
    """The assembly of the file and how it was told: contig lengths, else REF bases in packaged exons, else what the header
    names where no REF base speaks against it.

    Raises AssemblyError when nothing tells, or when what the file shows contradicts ``asked``.
    """
    wanted = None if asked.lower() == "auto" else assembly_from_name(asked)
    from_contigs = assembly_from_contigs(header.contigs)
    votes = count_reference_votes(header, tables)
    from_bases = assembly_from_votes(votes)
    if from_contigs and from_bases and from_bases != from_contigs:
        raise AssemblyError(
            f"{header.name}: the contig lines say {from_contigs}, but the REF bases are those of {from_bases} "
            f"({describe_votes(votes)}). Correct the header or make the calls again."
        )
    shown, basis = from_contigs or from_bases, "contig lengths" if from_contigs else "REF bases in packaged exons"
    if wanted and shown and wanted != shown:
        raise AssemblyError(
            f"{header.name}: you said {wanted}, but the file is {shown} (told from {basis}"
            f"{'' if from_contigs else ': ' + describe_votes(votes)}). Leave --assembly out or correct it."
        )
    if wanted:
        return wanted, f"--assembly{', agrees with ' + basis if shown else '; the file does not contradict it'}"
    if shown:
        return shown, basis
    named = assembly_named_in_header(header.lines)
    if named and votes[named][0] == votes[named][1]:
        return named, f"what the header names; REF bases: {describe_votes(votes)}"
    raise AssemblyError(
        f"{header.name}: the assembly cannot be told: the header has no contig lengths of GRCh37 or GRCh38, and too few "
        f"REF bases lie in packaged exons ({describe_votes(votes)}). Say it with --assembly GRCh37 or --assembly GRCh38."
    )


def count_reference_votes(header: VcfHeader, tables: Tables) -> Mapping[Assembly, tuple[int, int]]:
    """For each assembly, how many REF bases of the file's first records in packaged exons agree, out of how many."""
    genomes = {assembly: tables.genome(assembly) for assembly in Assembly}
    regions = merged_regions(*(genome.regions() for genome in genomes.values()))
    return reference_votes(sample_reference_bases(header, regions, REFERENCE_VOTES), genomes)


def assembly_from_votes(votes: Mapping[Assembly, tuple[int, int]]) -> Assembly | None:
    """The assembly whose bases the file shows: at least 95 % of enough records agree, and clearly more than in the other."""
    shares = {assembly: agreeing / checked if checked else 0.0 for assembly, (agreeing, checked) in votes.items()}
    best, other = sorted(shares, key=lambda assembly: (shares[assembly], votes[assembly][1]), reverse=True)
    enough = votes[best][0] >= CLEAR_VOTES
    clear = shares[best] >= 0.95 and (shares[other] <= 0.8 or votes[other][1] == 0)
    return best if enough and clear else None


def describe_votes(votes: Mapping[Assembly, tuple[int, int]]) -> str:
    return ", ".join(f"{assembly}: {agreeing} of {checked} agree" for assembly, (agreeing, checked) in votes.items())


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
    provenance = describe_run(opened, options, tables)
    for role in opened.roles:
        of_role = collected.pop(role)
        of_role.annotated = combine_phased(of_role.annotated, genome, annotator.annotate)
        yield _sample_report(opened, role, of_role, tally, tumor, markers, tables, provenance)


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


def describe_run(opened: OpenedVcf, options: AnnotateOptions, tables: Tables) -> dict[str, object]:
    """Everything that decides what the report says: tool, input, knowledge, resources and options. No times."""
    path = Path(opened.header.path)
    return {
        "tool": {"name": "pm-annotate", "version": __version__},
        "input": {"file": Path(opened.header.name).name, "sha256": file_sha256(path), "size": path.stat().st_size},
        "assembly_basis": opened.assembly_basis,
        "callers": list(opened.header.callers),
        "knowledge": list(tables.knowledge.versions),
        "genome": tables.genome_files(opened.assembly),
        "options": describe_options(options),
    }


def describe_options(options: AnnotateOptions) -> dict[str, object]:
    """The options that decide what a report says, by their names on the command line."""
    return {
        "tumor_type": options.tumor_type,
        "assembly": options.assembly,
        "tumor_sample": options.tumor_sample,
        "normal_sample": options.normal_sample,
        "sample_id": options.sample_id,
        "fasta": options.fasta.name if options.fasta else None,
        "markers": sorted(options.markers),
        "pass_only": options.read.pass_only,
        "min_dp": options.read.min_dp,
        "min_vaf": options.read.min_vaf,
        "min_alt_reads": options.read.min_alt_reads,
    }


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def explain_variant(text: str, options: AnnotateOptions, tables: Tables) -> SampleReport:
    """The report of a sample that shows just the variant typed as ``text``. Raises UsageError when it cannot be read."""
    assembly = assembly_from_text(text) if options.assembly.lower() == "auto" else assembly_from_name(options.assembly)
    genome = tables.genome(assembly)
    tumor = tables.tumor_type(options.tumor_type)
    typed = parse_variant(text, genome)
    observation = Observation(allele=typed.allele or typed_allele(text, assembly), filters=(), filter_text="", tumor=None)
    role = SampleRole(sample_id=text, tumor=None, basis="typed")
    variants, findings, related = assemble(
        tables.knowledge,
        tables.tumor_types,
        assembly,
        tumor,
        [(observation, typed.effects)],
        tables.stated_markers(options.markers),
    )
    return SampleReport(
        role=role,
        assembly=assembly,
        tumor_type=tumor,
        variants=tuple(variants),
        findings=tuple(findings),
        related=tuple(related),
        skipped=(),
        reconciliation=Reconciliation(records=1, alleles=1, matched=int(bool(findings)), unmatched=int(not findings)),
        warnings=(),
        provenance={
            "tool": {"name": "pm-annotate", "version": __version__},
            "input": {"typed": text},
            "knowledge": list(tables.knowledge.versions),
            "genome": tables.genome_files(assembly),
            "options": describe_options(options),
        },
    )


def assembly_from_text(text: str) -> Assembly:
    """GRCh37 when the text names a chromosome accession of that build alone (NC_000007.13), else GRCh38."""
    accession = text.strip().split(":")[0].upper()
    only_in_37 = set(REFSEQ_ACCESSIONS[Assembly.GRCH37].values()) - set(REFSEQ_ACCESSIONS[Assembly.GRCH38].values())
    return Assembly.GRCH37 if accession in only_in_37 else Assembly.GRCH38


def typed_allele(text: str, assembly: Assembly) -> Allele:
    """Stands for an allele whose genomic change is not known, because only its protein change was typed."""
    return Allele(
        assembly=assembly, chrom="", pos=0, ref="", alt="", vcf_chrom="", vcf_pos=0, vcf_id=text, vcf_ref="", vcf_alt=""
    )
