"""The report of a variant that is typed as text: the same findings that a file with this variant would give."""

from __future__ import annotations

from pm_annotate.clinical.findings import assemble
from pm_annotate.genome.assembly import REFSEQ_ACCESSIONS, assembly_from_name
from pm_annotate.genome.events.typed_event import parse_event
from pm_annotate.genome.hgvs_parse import TypedVariant, parse_variant
from pm_annotate.model import Allele, Assembly, Effect, Observation, Reconciliation, SampleReport, SampleRole
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.provenance import TOOL
from pm_annotate.tables import Tables

BY_NAME_ONLY = (
    "Typed as a protein change: what is known of a genomic allele only (ClinVar, exact coordinates) is not asked. "
    "Type the coding or genomic change to have it."
)


def explain_variant(text: str, options: AnnotateOptions, tables: Tables) -> SampleReport:
    """The report of a sample that shows just the variant typed as ``text``. Raises UsageError when it cannot be read."""
    assembly = assembly_from_text(text) if options.assembly.lower() == "auto" else assembly_from_name(options.assembly)
    genome = tables.genome(assembly)
    tumor = tables.tumor_type(options.tumor_type)
    event = parse_event(text, genome)
    typed = parse_variant(text, genome) if event is None else None
    role = SampleRole(sample_id=text, tumor=None, basis="typed")
    variants, findings, related = assemble(
        tables.knowledge,
        tables.tumor_types,
        assembly,
        tumor,
        [_observed(typed, text, assembly)] if typed is not None else [],
        tables.stated_markers(options.markers),
        (event,) if event is not None else (),
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
        warnings=(BY_NAME_ONLY,) if typed is not None and typed.allele is None else (),
        provenance={
            "tool": TOOL,
            "input": {"typed": text},
            "knowledge": list(tables.knowledge.versions),
            "genome": tables.genome_files(assembly),
            "options": describe_options(options),
        },
    )


def _observed(typed: TypedVariant, text: str, assembly: Assembly) -> tuple[Observation, tuple[Effect, ...]]:
    allele = typed.allele or typed_allele(text, assembly)
    return Observation(allele=allele, filters=(), filter_text="", tumor=None), typed.effects


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
