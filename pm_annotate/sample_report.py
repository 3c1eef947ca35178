"""One sample: what was collected from its file becomes its report.

alleles + events -> knowledge: Match -> clinical: Finding, LocusStatus, PredispositionFinding -> SampleReport
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pm_annotate.clinical.decided_by_loci import decided_by_loci
from pm_annotate.clinical.findings import findings_of, read_sample
from pm_annotate.clinical.locus_status import NO_LOCI
from pm_annotate.clinical.mutational_burden import NO_TUMOUR_BASES, NOT_ESTIMATED, estimate_tmb, marker_of
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.reversion_caveats import with_reversions_told
from pm_annotate.clinical.stated_against_file import contradicted_wild_types, stated_against_file
from pm_annotate.clinical.undefined_losses import with_undefined_losses
from pm_annotate.collected import Collected, FileReading
from pm_annotate.genome.callable_coding import callable_coding
from pm_annotate.inherited import predisposition_context, with_predisposition
from pm_annotate.intervals import Regions
from pm_annotate.knowledge.class_effects import class_effects_of
from pm_annotate.knowledge.markers import StatedMarkers
from pm_annotate.loci_assessment import coverage_options
from pm_annotate.model import (
    Finding,
    PgxCall,
    Reconciliation,
    SampleReport,
    SampleRole,
    SiteGenotype,
    TumorMutationalBurden,
    VariantReport,
)
from pm_annotate.pharmacogenomics.therapy_warnings import advising, therapy_warnings
from pm_annotate.sample_warnings import sample_warnings
from pm_annotate.shared_texts import shared
from pm_annotate.structural_variants import SampleEvents, entries_of
from pm_annotate.vcf.genotypes_at import SITES_ONLY
from pm_annotate.vcf.tally import Tally

ESTIMATED_HERE = "estimated by this report (--use-tmb-estimate)"
CLINICAL_TIERS = ("Tier I-A", "Tier I-B", "Tier II-C")  # drugs of preclinical evidence alone have no toxicity to manage
Sites = Mapping[str, Sequence[SiteGenotype]]


def sample_report(of_file: FileReading, role: SampleRole, collected: Collected, sites: Sites, tally: Tally) -> SampleReport:
    """The report of one sample. ``sites``: by column of the file, what it says of the positions of loci and pharmacogenes."""
    observations = [observation for observation, _ in collected.annotated]
    events = of_file.structural.of_sample(collected.events, observations).with_those_of(collected.of_further_files)
    burden, burden_warnings = _burden(of_file, collected)
    report = _with_findings(of_file, role, collected, events, sites, tally, burden)
    report = with_pharmacogenomics(report, _pharmacogenes(of_file, role, sites, collected, report.variants))
    tables, genome = of_file.tables, of_file.genome
    read_with = predisposition_context(
        genome, tables.predisposition_genes, tables.knowledge.clinvar, of_file.origin, of_file.options.pgx.sex
    )
    report = with_predisposition(report, collected.annotated, of_file.annotate, genome, read_with)
    report = with_reversions_told(report)
    therapies = [
        therapy
        for finding in report.findings
        if finding.tier_class == "therapy" and finding.amp_tier in CLINICAL_TIERS
        for therapy in finding.statement.therapies
    ]
    return report._replace(
        class_effects=class_effects_of(therapies, tables.class_effects),
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
        of_file.loci.in_sample(sites.get(role.tumor or "", ()), collected.skipped, coverage)
        if of_file.origin.shows_tumour_bases
        else NO_LOCI
    )
    loci = assessment.statuses(read)
    markers = _markers(of_file, burden)
    decided = decided_by_loci(assessment.loci, loci, tables.knowledge.biomarkers)
    known = KnownOfTumor(of_file.tumor, markers, decided, of_file.structural.copies.purity)
    variants, findings, related = findings_of(tables.knowledge, tables.tumor_types, known, read)
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
    if not of_file.origin.shows_tumour_bases:
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
