"""One sample: what was collected from its file becomes its report.

alleles + events -> knowledge: Match -> clinical: Finding, LocusStatus, PredispositionFinding -> SampleReport
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pm_annotate.clinical.decided_by_loci import decided_by_loci
from pm_annotate.clinical.findings import findings_of, read_sample
from pm_annotate.clinical.locus_status import NO_LOCI
from pm_annotate.clinical.mutational_burden import NO_TUMOUR_BASES, NOT_ESTIMATED, estimate_tmb, marker_of
from pm_annotate.clinical.origin import OriginContext
from pm_annotate.clinical.reversion_caveats import with_reversions_told
from pm_annotate.clinical.stated_against_file import contradicted_wild_types, stated_against_file
from pm_annotate.clinical.undefined_losses import with_undefined_losses
from pm_annotate.genome.callable_coding import callable_coding
from pm_annotate.genome.genome import Genome
from pm_annotate.inherited import with_predisposition
from pm_annotate.intervals import Regions
from pm_annotate.knowledge.class_effects import class_effects_of
from pm_annotate.knowledge.markers import StatedMarkers
from pm_annotate.loci_assessment import LociToAssess, coverage_options
from pm_annotate.model import (
    Allele,
    Assembly,
    Effect,
    Finding,
    Observation,
    PgxCall,
    Reconciliation,
    SampleReport,
    SampleRole,
    SiteGenotype,
    Skipped,
    StructuralEvent,
    TumorMutationalBurden,
    TumorType,
    VariantReport,
)
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.pharmacogenomics.therapy_warnings import advising, therapy_warnings
from pm_annotate.shared_texts import shared
from pm_annotate.structural_variants import SampleEvents, StructuralReading, entries_of
from pm_annotate.tables import Tables
from pm_annotate.vcf.genotypes_at import SITES_ONLY
from pm_annotate.vcf.reader import Item
from pm_annotate.vcf.sample_names import is_normal_by_name, tumour_normal_pairs
from pm_annotate.vcf.set_aside import ONLY_IN_NORMAL
from pm_annotate.vcf.support import ReadOptions
from pm_annotate.vcf.tally import Tally

ESTIMATED_HERE = "estimated by this report (--use-tmb-estimate)"
NOT_ASSESSED = (
    "What the file does not list is not assessed, unless loci.tsv says so: an actionable variant that is absent here may be "
    "absent from the tumour, not covered, or not called."
)
CLINICAL_TIERS = ("Tier I-A", "Tier I-B", "Tier II-C")  # drugs of preclinical evidence alone have no toxicity to manage
NO_LINE_END = (
    "The last line of the file has no line end. Its columns are whole, but where the file was cut off in its last value, that "
    "value is wrong and what followed is missing: compare the file with its source."
)
NONE_PASSED = (
    "No allele in an actionable gene passed its filters: {count} are set aside (FILTER {filters}) and listed in the skipped "
    "table. --all-filters reads them."
)
NAMES_SAY_OTHERWISE = (
    "{tumor} is read as the tumour and {normal} as the normal ({basis}), but their names say the opposite. "
    "Check which is which."
)
NORMAL_ALONE = (
    "{name} is a normal by its name, and is read as a tumour: {why}. The patient's own genome? Then say --germline; the normal "
    "of a tumour in the file? Then name both with --tumor-sample and --normal-sample."
)
MOSTLY_IN_NORMAL = (
    "{count} alleles are only in {normal}, the normal, and {seen} in {tumor}, the tumour. Are the two mixed up? Then say which "
    "is which with --tumor-sample and --normal-sample."
)
NOT_JUDGED = (
    "The file gives no value for a threshold (--min-dp, --min-vaf, --min-alt-reads) at {count} of the alleles that were looked "
    "at: such an allele met it unseen. read_fields says what was read; --dp-tag, --af-tag and --ad-tag name other fields."
)
NO_SUCH_VALUE = (
    "{option} {tag}: no value that can be read (a fraction lies between 0 and 1) at {count} of {all} alleles in actionable "
    "genes; these are read as without the option."
)
Sites = Mapping[str, Sequence[SiteGenotype]]


class FurtherSites(NamedTuple):
    """What a further VCF of the sample says of the positions of pharmacogenes: its tumour column, and its normal."""

    tumor: tuple[SiteGenotype, ...]
    normal: tuple[SiteGenotype, ...]


@dataclass(slots=True)
class Collected:
    """What one sample's stream has brought so far."""

    annotated: list[tuple[Observation, tuple[Effect, ...]]]
    skipped: list[Skipped]
    events: list[StructuralEvent]
    of_further_files: SampleEvents = field(default_factory=SampleEvents)
    further_sites: list[FurtherSites] = field(default_factory=list)

    def take(self, item: Item, annotate: Callable[[Allele], tuple[Allele, tuple[Effect, ...]]], genome: Genome) -> None:
        """Put an item of the stream where it belongs, an allele with its names; a symbolic one that can be spelt out is one."""
        if isinstance(item, StructuralEvent):
            from pm_annotate.genome.events.spelt_out import as_spelt_out  # loaded for files with structural variants

            spelt_out = as_spelt_out(genome, item)
            if spelt_out is None:
                self.events.append(item)
                return
            item = spelt_out
        if isinstance(item, Skipped):
            self.skipped.append(item)
        else:
            allele, effects = annotate(item.allele)
            self.annotated.append((item if allele is item.allele else item._replace(allele=allele), effects))


class FileReading(NamedTuple):
    """What holds for every report of a file."""

    assembly: Assembly
    genome: Genome
    tables: Tables
    options: AnnotateOptions
    tumor: TumorType | None
    markers: tuple[str, ...]  # texts: the user's, then the file's header
    marker_bases: Mapping[str, str]  # the header line of each text that comes from the file
    structural: StructuralReading
    loci: LociToAssess
    origin: OriginContext
    inherited_listed: bool | None  # whether the file lists inherited alleles; None where it is not known
    annotate: Callable[[Allele], tuple[Allele, tuple[Effect, ...]]]
    provenance: Mapping[str, object]
    warnings: tuple[str, ...]

    @property
    def pgx_options(self) -> PgxOptions:
        """What the user said for pharmacogenes, with what this file's caller lists."""
        return self.options.pgx._replace(inherited_listed=self.origin.germline_file or self.inherited_listed)


def sample_report(of_file: FileReading, role: SampleRole, collected: Collected, sites: Sites, tally: Tally) -> SampleReport:
    """The report of one sample. ``sites``: by column of the file, what it says of the positions of loci and pharmacogenes."""
    observations = [observation for observation, _ in collected.annotated]
    events = of_file.structural.of_sample(collected.events, observations).with_those_of(collected.of_further_files)
    burden, burden_warnings = _burden(of_file, collected)
    report = _with_findings(of_file, role, collected, events, sites, tally, burden)
    report = with_pharmacogenomics(report, _pharmacogenes(of_file, role, sites, collected, report.variants))
    report = with_predisposition(
        report,
        collected.annotated,
        of_file.annotate,
        of_file.genome,
        of_file.tables.predisposition_genes,
        of_file.tables.knowledge.clinvar,
        of_file.origin,
        of_file.options.pgx.sex,
    )
    report = with_reversions_told(report)
    therapies = [
        therapy
        for finding in report.findings
        if finding.tier_class == "therapy" and finding.amp_tier in CLINICAL_TIERS
        for therapy in finding.statement.therapies
    ]
    return report._replace(
        class_effects=class_effects_of(therapies, of_file.tables.class_effects),
        tumor_mutational_burden=burden,
        warnings=(*report.warnings, *events.warnings, *burden_warnings, *of_file.warnings),
    )


def _with_findings(
    of_file: FileReading,
    role: SampleRole,
    collected: Collected,
    events: SampleEvents,
    sites: Sites,
    tally: Tally,
    burden: TumorMutationalBurden | None,
) -> SampleReport:
    tables, options = of_file.tables, of_file.options
    read = read_sample(tables.knowledge, of_file.assembly, collected.annotated, events.of_genes, of_file.origin)
    coverage = coverage_options(options.pgx.callable_regions, options.targets, options.read.min_dp)
    assessment = (
        NO_LOCI  # the patient's own genome makes no tumour wild type
        if of_file.origin.germline_file
        else of_file.loci.in_sample(sites.get(role.tumor or "", ()), collected.skipped, coverage)
    )
    loci = assessment.statuses(read)
    markers = _markers(of_file, burden)
    variants, findings, related = findings_of(
        tables.knowledge,
        tables.tumor_types,
        of_file.tumor,
        read,
        markers,
        decided_by_loci(assessment.loci, loci, tables.knowledge.biomarkers),
        of_file.structural.copies.purity,
    )
    counts = _reconciliation(of_file, role, variants, findings, events, tally)
    of_sample = sample_warnings(of_file, role, collected, counts, tally)
    return SampleReport(
        role=role,
        assembly=of_file.assembly,
        tumor_type=of_file.tumor,
        variants=tuple(variants),
        findings=tuple(findings),
        related=tuple(related),
        skipped=tuple(collected.skipped),
        reconciliation=counts,
        warnings=(*contradicted_wild_types(markers, variants), *stated_against_file(markers, read), *of_sample),
        provenance=of_file.provenance,
        loci=loci,
    )


def _burden(of_file: FileReading, collected: Collected) -> tuple[TumorMutationalBurden | None, tuple[str, ...]]:
    """The report's own estimate of the tumour mutational burden, or why there is none."""
    if of_file.origin.germline_file:
        return None, ()
    covered = [regions for regions in (of_file.options.targets, of_file.options.pgx.callable_regions) if regions]
    coding: Regions = callable_coding(of_file.genome, *covered) if covered else {}
    burden = estimate_tmb(collected.annotated, coding)
    if burden is None:
        asked = of_file.options.use_tmb_estimate
        return None, (NO_TUMOUR_BASES,) if covered else (NOT_ESTIMATED,) if asked else ()
    _, why_no_marker = marker_of(burden)
    return burden, (why_no_marker,) if of_file.options.use_tmb_estimate and why_no_marker else ()


def _markers(of_file: FileReading, burden: TumorMutationalBurden | None) -> StatedMarkers:
    """What is stated of the sample, with the estimate where the user wants it used and no burden is stated."""
    texts, bases = of_file.markers, {text: f"by {line} in the file" for text, line in of_file.marker_bases.items()}
    estimate, _ = marker_of(burden)
    stated = any(text.upper().replace(" ", "").startswith("TMB=") for text in texts)
    if of_file.options.use_tmb_estimate and estimate and not stated:
        texts, bases[estimate] = (*texts, estimate), ESTIMATED_HERE
    return of_file.tables.stated_markers(texts)._replace(bases=bases)


def _reconciliation(
    of_file: FileReading,
    role: SampleRole,
    variants: Sequence[VariantReport],
    findings: Sequence[Finding],
    events: SampleEvents,
    tally: Tally,
) -> Reconciliation:
    """Every ALT entry counted: of alleles, and of events (of both mates of a breakend pair)."""
    matched = {id(variant) for finding in findings for variant in finding.variants}
    alleles = [variant for variant in variants if variant.event is None and not variant.observation.combined_from]
    n_matched = sum(id(variant) in matched for variant in alleles)
    n_unmatched = len(alleles) - n_matched
    counted_as_events = {id(event) for event in events.events}  # a deletion that is spelt out is counted as an allele
    with_finding = {
        id(one.event.event): one.event.event
        for one in variants
        if one.event is not None and id(one) in matched and id(one.event.event) in counted_as_events
    }
    events_matched = sum(entries_of(event) for event in with_finding.values())
    events_in_genes = of_file.structural.entries_in_genes(events)
    return tally.reconciliation(role, n_matched + events_matched, n_unmatched + events_in_genes - events_matched)


def _pharmacogenes(
    of_file: FileReading, role: SampleRole, sites: Sites, collected: Collected, variants: Sequence[VariantReport]
) -> tuple[PgxCall, ...]:
    """The pharmacogene calls: from the normal where there is one, else from the tumour column; of further files, too."""
    tables_of_genes = of_file.tables.pharmacogenomics
    if tables_of_genes is None:
        return ()
    germline = role.tumor if of_file.origin.germline_file else role.normal
    tumor = None if of_file.origin.germline_file else role.tumor
    if role.tumor is None and role.normal is None:
        tumor = SITES_ONLY
    further = [site for one in collected.further_sites for site in one.tumor]
    normal = [site for one in collected.further_sites for site in one.normal]
    inherited = of_file.origin.germline_file
    calls = tables_of_genes.calls(
        of_file.assembly,
        germline=[*sites.get(germline or "", ()), *normal, *(further if inherited else ())],
        germline_sample=germline or "",
        tumor=[*sites.get(tumor or "", ()), *(() if inherited else further)],
        tumor_sample=tumor or "",
        options=of_file.pgx_options,
    )
    return with_undefined_losses(calls, variants, lambda allele: tables_of_genes.defines(of_file.assembly, *allele.key))


def with_pharmacogenomics(report: SampleReport, calls: tuple[PgxCall, ...]) -> SampleReport:
    """The report with its pharmacogene calls, and with a warning beside each therapy that one of them concerns."""
    calls_advising = advising(calls)
    if not calls_advising:
        return report._replace(pharmacogenomics=calls)
    therapies = {finding.statement.therapies for finding in report.findings}
    warnings = {combination: therapy_warnings(combination, calls_advising) for combination in therapies}
    findings = (
        finding._replace(caveats=shared((*finding.caveats, *warnings[finding.statement.therapies])))
        if warnings[finding.statement.therapies]
        else finding
        for finding in report.findings
    )
    return report._replace(findings=tuple(findings), pharmacogenomics=calls)


def _of_what_is_not_read(role: SampleRole, collected: Collected, counts: Reconciliation) -> Iterator[str]:
    """Said where a report is empty, or nearly so, for a reason that the user may not intend."""
    seen = counts.matched + counts.unmatched
    filters = Counter(one.filter_text for one in collected.skipped if one.category == "filtered")
    if filters and not seen:
        named = ", ".join(f"{name} {count}" for name, count in filters.most_common(3))
        yield NONE_PASSED.format(count=filters.total(), filters=named)
    in_normal = sum(one.category == "not_in_sample" and one.reason == ONLY_IN_NORMAL for one in collected.skipped)
    if in_normal > seen:
        yield MOSTLY_IN_NORMAL.format(count=in_normal, normal=role.normal, seen=seen, tumor=role.tumor)


def _of_reads(options: ReadOptions, collected: Collected, unknown: int) -> Iterator[str]:
    """Said where thresholds, or fields that the user named, meet alleles that do not have the value."""
    if unknown:
        yield NOT_JUDGED.format(count=unknown)
    for option, tag in options.tags.by_option():
        ending = f"/{tag.rpartition('/')[2]}"
        calls = [one.tumor for one, _ in collected.annotated if not one.combined_from]
        without = sum(call is None or not any(name.endswith(ending) for name in call.read_fields) for call in calls)
        if without:
            yield NO_SUCH_VALUE.format(option=option, tag=tag, count=without, all=len(calls))


def sample_warnings(
    of_file: FileReading, role: SampleRole, collected: Collected, counts: Reconciliation, tally: Tally
) -> Iterator[str]:
    """What the reader of this report must know before trusting a blank."""
    if of_file.tumor is None:
        yield "No tumour type was given: no finding is Tier I unless it holds for any tumour. Use --tumor-type."
    has_normal = role.normal is not None or any(one.normal is not None for one, _ in collected.annotated)
    if role.tumor is not None and not has_normal and not of_file.origin.germline_file:
        yield "No matched normal: somatic and germline variants cannot be told apart; confirm inherited findings in germline."
    if role.tumor and role.normal and tumour_normal_pairs((role.tumor, role.normal)) == ((role.normal, role.tumor),):
        yield NAMES_SAY_OTHERWISE.format(tumor=role.tumor, normal=role.normal, basis=role.basis)
    why = {"only sample": "it is the only sample", "no roles told": "nothing tells whose normal it is"}.get(role.basis)
    if role.tumor and why and not of_file.origin.germline_file and is_normal_by_name(role.tumor):
        yield NORMAL_ALONE.format(name=role.tumor, why=why)
    yield from _of_what_is_not_read(role, collected, counts)
    yield from _of_reads(of_file.options.read, collected, tally.unknown_support[role.sample_id])
    passed = tally.passed
    if counts.unsupported:
        yield (
            f"{counts.unsupported} symbolic alleles or breakends could not be read as events; "
            "each is listed in the skipped table with its reason."
        )
    if passed.unopened:
        yield (
            f"The file was read through its index: {passed.unopened} records outside the actionable regions were not opened; "
            "each is counted as one allele."
        )
    if passed.unended:
        yield NO_LINE_END
    yield NOT_ASSESSED
