"""What is known of one sample: variants, findings, and the report that holds them all."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model.effect import Effect
from pm_annotate.model.knowledge import Match, Statement, TumorRelation, TumorType
from pm_annotate.model.observed import Assembly, Observation, Reconciliation, SampleRole, Skipped
from pm_annotate.model.pharmacogenomics import PgxCall
from pm_annotate.model.structural import GeneEvent


class VariantReport(NamedTuple):
    """One allele of one sample with everything known of it. One row of ``variants.tsv``."""

    observation: Observation
    effects: tuple[Effect, ...]  # primary transcript of the gene first
    oncogenicity_evidence: tuple[str, ...] = ()  # what says that the allele acts: "hotspot", "civic:EID..", "truncating.."
    mutation_status: str = "Unknown"  # Somatic, Germline, LOH, Unknown (MAF)
    tiers: Mapping[str, str] = {}  # class (therapy, resistance...) -> "Tier I-A"
    caveats: tuple[str, ...] = ()
    event: GeneEvent | None = None  # of a structural variant; its observation holds the record as written
    origin_evidence: tuple[str, ...] = ()  # what speaks for germline or somatic where no matched normal tells


class Finding(NamedTuple):
    """A statement whose profile the sample meets. One row of ``findings.tsv``."""

    statement: Statement
    variants: tuple[VariantReport, ...]  # the alleles that meet the profile, the most closely matching first
    matches: tuple[Match, ...]  # one per biomarker met
    profile_status: str  # met, conditional
    requires: tuple[str, ...]  # what a conditional finding still needs: "HER2-negative", "KRAS wild type"
    tumor_type_match: TumorRelation
    tier_class: str  # therapy, resistance, diagnosis, prognosis, predisposition, oncogenicity, function, toxicity
    amp_tier: str  # "Tier I-A".. or ""
    tier_support: str  # tier-defining, additional, not-applicable
    caveats: tuple[str, ...] = ()


class RelatedStatement(NamedTuple):
    """A statement that is close but not met: another residue at its codon, or a profile that is met in part."""

    statement: Statement
    variant: VariantReport
    relation: str  # other_change_at_codon, other_event_of_gene, partial_profile
    detail: str


class AssayStatus(StrEnum):
    """What a file says of an actionable locus."""

    DETECTED = "detected"
    NOT_DETECTED = "not_detected"  # covered, and nothing that matters was found
    NOT_COVERED = "not_covered"
    NOT_ASSESSABLE = "not_assessable"


class LocusStatus(NamedTuple):
    """An actionable locus of this tumour type and what the file says of it."""

    gene: str
    locus: str  # "V600", "exon 19", "codons 12, 13, 59, 61, 117, 146", "amplification", "fusion", "any variant"
    biomarker_ids: tuple[str, ...]  # the criteria that it stands for
    status: AssayStatus
    reason: str  # "not covered: codon 12 has no reference block", "the file does not say"
    why: str  # what makes it actionable: "label: panitumumab, FDA, Level A"
    covered_bases: int | None = None
    total_bases: int | None = None
    min_depth: int | None = None
    detected: tuple[str, ...] = ()  # names of the variants found
    n_statements: int = 0  # statements for this tumour type that ask for it


class PredispositionFinding(NamedTuple):
    """An allele that may be inherited and raise the risk of disease."""

    variant: VariantReport
    gene: str
    classification: str  # "ClinVar Pathogenic", "predicted loss of function, needs review", "CIViC predisposing"
    evidence: tuple[str, ...]  # "clinvar: Pathogenic", "civic:EID123", "stop_gained in exon 10 of 24"
    inheritance: str  # AD, AR, XL..; "" where not known
    mechanism: str  # loss_of_function, gain_of_function, ""
    allele_state: str  # "one allele", "two alleles", "carrier of one recessive allele", "two alleles, phase not known"
    origin: str  # germline, somatic, unknown
    confirm_in_germline: bool
    secondary_finding: bool  # in the ACMG list of genes whose findings are returned whatever the test was for
    actionable_in_patient: str  # "" or why: "PARP inhibitors: 3 findings in this report"
    reportable_to_relatives: str  # "" or why
    caveats: tuple[str, ...] = ()


class ClassEffect(NamedTuple):
    """Toxicity that is known of a class of drugs, for the drugs of this report's findings."""

    drug_class: str
    drugs: tuple[str, ...]
    effects: tuple[str, ...]
    reference: str
    url: str


class TumorMutationalBurden(NamedTuple):
    """Coding variants per megabase of the packaged genes that the targets cover: an estimate, never a measurement."""

    variants: int
    bases: int  # callable coding bases that were counted on
    value: float  # per megabase
    low: float  # 95 % confidence interval (exact Poisson)
    high: float
    rule: str  # what was counted
    caveats: tuple[str, ...] = ()


class SampleReport(NamedTuple):
    """Everything about one sample. The JSON report is this object."""

    role: SampleRole
    assembly: Assembly
    tumor_type: TumorType | None
    variants: tuple[VariantReport, ...]
    findings: tuple[Finding, ...]
    related: tuple[RelatedStatement, ...]
    skipped: tuple[Skipped, ...]
    reconciliation: Reconciliation
    warnings: tuple[str, ...]
    provenance: Mapping[str, object]  # tool, knowledge and resource versions and sha256, input sha256, options
    pharmacogenomics: tuple[PgxCall, ...] = ()
    loci: tuple[LocusStatus, ...] = ()
    predisposition: tuple[PredispositionFinding, ...] = ()
    class_effects: tuple[ClassEffect, ...] = ()
    tumor_mutational_burden: TumorMutationalBurden | None = None
