"""The report of a variant that is typed as text: the same findings that a file with this variant would give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.origin import TYPED_VARIANT
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.stated_against_file import contradicted_wild_types
from pm_annotate.errors import UsageError
from pm_annotate.genome.assembly import REFSEQ_ACCESSIONS, assembly_from_name
from pm_annotate.genome.events.typed_event import parse_event
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import TypedVariant, parse_variant
from pm_annotate.genome.single_base_changes import single_base_changes
from pm_annotate.inherited import predisposition_context, with_predisposition
from pm_annotate.model import (
    Allele,
    Assembly,
    BiomarkerKind,
    Effect,
    GeneEvent,
    Observation,
    Reconciliation,
    SampleReport,
    SampleRole,
)
from pm_annotate.model.observed import TYPED
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.protein_change import plain_signs
from pm_annotate.provenance import TOOL
from pm_annotate.tables import Tables

_WITH_ASSEMBLY = re.compile(r"\s*(?P<assembly>GRCh3[78]|hg19|hg38)\s*:\s*(?P<change>.+)", re.IGNORECASE)

_SLASHED = re.compile(r"[^\s/]+/[^\s/]+")  # "fusion" is not said

BY_NAME_ONLY = (
    "Typed as a protein change: what is known of a genomic allele only (ClinVar, exact coordinates) is not asked. "
    "Type the coding or genomic change to have it."
)
ONE_CHANGE = "Read as {coding}, the one change of a single base that makes it."
KNOWN_CHANGE = "Read as {coding}, which ClinVar knows: {count} changes of a single base make it."
NONE_KNOWN = "Typed as a protein change: {count} changes of a single base make it, and ClinVar calls none of them pathogenic."

PHARMACOGENE = (
    "{gene} is a pharmacogene: its alleles, diplotypes and what they mean for doses are not called from one change. "
    "`pm-annotate annotate` calls them from a VCF (pgx.tsv)."
)


def explain_variant(text: str, options: AnnotateOptions, tables: Tables) -> SampleReport:
    """The report of a sample that shows just the variant typed as ``text``. Raises UsageError when it cannot be read."""
    assembly, change = assembly_and_change(plain_signs(text), options.assembly)
    is_assumed = (
        options.assembly.lower() == "auto" and change == plain_signs(text) and not text.strip().upper().startswith("NC_")
    )
    genome = tables.genome(assembly)
    tumor = tables.tumor_type(options.tumor_type)
    event = parse_event(change, genome)
    if event is not None and _SLASHED.fullmatch(change.strip()):
        _refuse_two_genes(change, event, tables)
    typed, read_as = _as_allele(parse_variant(change, genome), genome, tables) if event is None else (None, "")
    markers = tables.stated_markers(options.markers)
    role = SampleRole(sample_id=text, tumor=None, basis=TYPED)
    observed = [_observed(typed, text, assembly)] if typed is not None else []
    variants, findings, related = assemble(
        tables.knowledge,
        tables.tumor_types,
        assembly,
        KnownOfTumor(tumor, markers),
        observed,
        (event,) if event is not None else (),
    )
    report = SampleReport(
        role=role,
        assembly=assembly,
        tumor_type=tumor,
        variants=tuple(variants),
        findings=tuple(findings),
        related=tuple(related),
        skipped=(),
        reconciliation=_counted(bool(findings), bool(variants)),
        warnings=(
            *tables.warnings(assembly),
            *contradicted_wild_types(markers, variants),
            *((read_as,) if read_as else ()),
            *(_warnings(typed, assembly, is_assumed, tables) if typed is not None else ()),
        ),
        provenance={
            "tool": TOOL,
            "input": {"typed": text},
            "knowledge": list(tables.knowledge.versions),
            "genome": tables.genome_files(assembly),
            "options": describe_options(options),
        },
    )
    return _if_inherited(report, observed, genome, tables)


def _refuse_two_genes(text: str, event: GeneEvent, tables: Tables) -> None:
    """Raise UsageError for a slash between genes of which no fusion is known: BCR/ABL1 is one, KRAS/NRAS are two genes."""
    genes = [side.gene for side in (event.five_prime, event.three_prime) if side is not None]
    joined = (BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT)
    if not any(one.kind in joined for gene in genes for one in tables.knowledge.biomarkers_of_gene(gene)):
        raise UsageError(
            f"'{text}' may be a fusion or two genes: type {'::'.join(genes)} for the fusion, or one gene's change."
        )


def _as_allele(typed: TypedVariant, genome: Genome, tables: Tables) -> tuple[TypedVariant, str]:
    """A substitution that a single base makes as the allele that does, and what to say of it; else as it was typed.

    Of several alleles the one that ClinVar knows: whether RET C634R is pathogenic hangs on the residue, not on the base.
    """
    changes = single_base_changes(typed, genome) if typed.allele is None else ()
    if not changes:
        return typed, BY_NAME_ONLY if typed.allele is None and typed.effects else ""
    known = [one for one in changes if one.allele and tables.knowledge.clinvar.significance(genome.assembly, one.allele.key)]
    if not known and len(changes) > 1:
        return typed, NONE_KNOWN.format(count=len(changes))
    one = (known or changes)[0]
    text = KNOWN_CHANGE if len(changes) > 1 else ONE_CHANGE
    return one, text.format(coding=f"{one.effects[0].gene} {one.effects[0].hgvsc}", count=len(changes))


def _if_inherited(
    report: SampleReport, observed: list[tuple[Observation, tuple[Effect, ...]]], genome: Genome, tables: Tables
) -> SampleReport:
    """The report with what the variant would mean in the germline."""
    read_with = predisposition_context(genome, tables.predisposition_genes, tables.knowledge.clinvar, TYPED_VARIANT)
    return with_predisposition(report, observed, lambda allele: (allele, genome.effects(allele)), genome, read_with)


def _counted(matched: bool, in_a_gene: bool) -> Reconciliation:
    where = "matched" if matched else "unmatched" if in_a_gene else "outside"
    return Reconciliation(records=1, alleles=1, **{where: 1})


def _warnings(typed: TypedVariant, assembly: Assembly, is_assumed: bool, tables: Tables) -> Iterator[str]:
    """What to know before trusting a blank: how the text was read, and what is not asked."""
    if not typed.effects:
        yield f"No packaged transcript lies there on {assembly}: only what is known of this very allele can be shown."
        if is_assumed:
            yield "Coordinates without an accession are read as GRCh38. For GRCh37 (hg19) give --assembly GRCh37."
        return
    first = typed.effects[0]
    shown = f"{first.hgvsp_short or first.hgvsc} of {first.transcript}"
    if other := typed.numbered_on:
        yield f"It does not fit {first.gene}'s reference transcript, and was read by the numbers of {other}: {shown}."
    if typed.as_histone:
        yield f"Read as histones are numbered, without the first methionine: in HGVS {shown}."
    genes = tables.pharmacogenomics
    if genes is not None and first.gene in genes.positions(assembly):
        yield PHARMACOGENE.format(gene=first.gene)


def _observed(typed: TypedVariant, text: str, assembly: Assembly) -> tuple[Observation, tuple[Effect, ...]]:
    allele = typed.allele or typed_allele(text, assembly)
    return Observation(allele=allele, filters=(), filter_text="", tumor=None), typed.effects


def assembly_and_change(text: str, asked: str) -> tuple[Assembly, str]:
    """The assembly to read the text on, and the text without it: reports write ``GRCh38:7:140753336:A:T`` as variant_id.

    ``asked`` is --assembly. Raises UsageError for an unknown one, or one that is not the text's.
    """
    given = None if asked.lower() == "auto" else assembly_from_name(asked)
    named = _WITH_ASSEMBLY.fullmatch(text)
    if named is None:
        return given or assembly_from_text(text), text
    assembly = assembly_from_name(named["assembly"])
    if given not in (None, assembly):
        raise UsageError(f"'{text}' is on {assembly}, and --assembly says {given}.")
    return assembly, named["change"]


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
