"""The nouns that every room speaks. Frozen dataclasses; no behaviour beyond what their own fields answer.

Coordinates are 1-based and closed unless a name says otherwise. Chromosomes are named without ``chr``: ``1``..``22``,
``X``, ``Y``, ``MT``. Fractions (VAF) are 0-1. A value that is not known is ``None`` (or an empty tuple or string where
the field says so), never a made-up zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Assembly(StrEnum):
    """A human reference assembly."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


# --------------------------------------------------------------------------------------------------------------- vcf


@dataclass(frozen=True, slots=True)
class Allele:
    """One ALT of one record.

    ``chrom, pos, ref, alt`` are normalised: trimmed, left-aligned where the sequence is known, with one anchor base for
    pure insertions and deletions (the form ``bcftools norm`` writes). The ``vcf_*`` fields are as they stood in the file.
    """

    assembly: Assembly
    chrom: str
    pos: int
    ref: str
    alt: str
    vcf_chrom: str
    vcf_pos: int
    vcf_id: str
    vcf_ref: str
    vcf_alt: str
    vcf_qual: float | None = None
    record_number: int = 0  # 1-based count of data records in the file; 0 for an allele that was typed, not read
    left_aligned: bool = False  # True when the sequence was known far enough to left-align
    retained_info: Mapping[str, str] = field(default_factory=dict)  # INFO that later rooms read: CSQ, ANN, BCSQ, POPAF..
    vcf_alts: tuple[str, ...] = ()  # every ALT of the record, as written; () for an allele that was not read from a record

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Normalised identity within an assembly."""
        return (self.chrom, self.pos, self.ref, self.alt)


@dataclass(frozen=True, slots=True)
class Call:
    """What one sample column shows of one allele."""

    sample: str
    genotype: str | None = None  # as written: "0/1", "1|0", "./."; None where the file has no GT
    carries: bool | None = None  # does the genotype carry this allele; None where the file does not say
    zygosity: str = "unknown"  # heterozygous, homozygous, hemizygous, unknown
    phase_set: str | None = None  # PS, or PID of GATK; None when unphased or unsaid
    depth: int | None = None
    ref_count: int | None = None
    alt_count: int | None = None
    vaf: float | None = None
    read_fields: tuple[str, ...] = ()  # which fields depth, counts and VAF were read from: "FORMAT/AD", "INFO/AF"
    phased_genotype: str | None = None  # "0|1": GT where it is phased, else PGT of GATK; None when unphased


@dataclass(frozen=True, slots=True)
class SampleRole:
    """One report of a file: which column is the tumour, which the matched normal. Column names as in the header."""

    sample_id: str  # the name that the report carries
    tumor: str | None  # None for a sites-only file
    normal: str | None = None
    basis: str = ""  # how the roles were told: "option", "##tumor_sample", "sample names", "only sample", "sites only"


@dataclass(frozen=True, slots=True)
class Observation:
    """One allele of one record as one report's sample(s) show it."""

    allele: Allele
    filters: tuple[str, ...]  # FILTER as written; () for PASS and for "."
    filter_text: str  # the FILTER column as it stood: "PASS", ".", "weak_evidence;strand_bias"
    tumor: Call | None  # None for a sites-only file
    normal: Call | None = None
    combined_from: tuple[str, ...] = ()  # phased alleles of the file that make this change; () for an allele of the file
    part_of: str = ""  # the combined change that this allele is read as a part of: "BRAF p.V600K (7:140753336 AC>TT)"
    phase_notes: tuple[str, ...] = ()  # what neighbours on the same or the other haplotype mean for this allele


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record or allele that gives no finding, and why. One line of ``skipped.tsv``."""

    record_number: int
    vcf_chrom: str
    vcf_pos: int
    vcf_id: str
    vcf_ref: str
    vcf_alt: str
    filter_text: str
    category: str  # a category of Reconciliation: filtered, low_support, not_in_sample, unsupported, malformed, reference
    reason: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every record and allele of the file, counted for one report.

    ``alleles`` (ALT entries; a record without ALT counts as one) is the sum of all the categories that follow it.
    ``records`` counts data lines. ``malformed`` counts records that could not be decoded into alleles as one each.
    """

    records: int = 0
    alleles: int = 0
    matched: int = 0  # in an actionable gene, and meets at least one statement
    unmatched: int = 0  # in an actionable gene, reported in variants.tsv, meets no statement
    outside: int = 0  # outside the actionable genes and loci
    filtered: int = 0  # FILTER is neither PASS nor "."
    low_support: int = 0  # below --min-dp, --min-vaf or --min-alt-reads
    not_in_sample: int = 0  # the genotype of this report's sample does not carry the allele
    reference: int = 0  # no ALT, "<NON_REF>", "<*>" and "*": nothing that differs from the reference is named
    unsupported: int = 0  # symbolic alleles and breakends that this version does not interpret
    malformed: int = 0


# ------------------------------------------------------------------------------------------------------------ genome


@dataclass(frozen=True, slots=True)
class Effect:
    """What an allele does to one transcript. Names follow HGVS 21, terms the Sequence Ontology as VEP uses it."""

    gene: str  # HGNC symbol
    transcript: str  # accession with version
    consequence: tuple[str, ...]  # SO terms, most severe first
    impact: str  # HIGH, MODERATE, LOW, MODIFIER (VEP)
    variant_classification: str  # MAF: Missense_Mutation, Splice_Site...
    computed_from: str  # packaged_sequence, fasta, coordinates_and_protein, file_annotation, typed
    hgvsg: str = ""  # NC_000007.14:g.140753336A>T
    hgvsc: str = ""  # c.1799T>A
    hgvsp: str = ""  # p.Val600Glu
    hgvsp_short: str = ""  # p.V600E
    exon: str = ""  # "15/18" over the coding exons or, where all exons are known, over all; see exon_numbers
    intron: str = ""
    exon_numbers: tuple[int, ...] = ()  # exons touched, in the numbering that knowledge statements use
    protein_start: int | None = None  # first and last residue changed
    protein_end: int | None = None
    protein_length: int | None = None
    frame: str = ""  # "inframe", "frameshift" or "" where the length of the coding sequence does not change or is unknown
    is_primary: bool = True  # the gene's reference transcript here; others carry further clinical numbering
    mane_select: str = ""
    caveats: tuple[str, ...] = ()


# --------------------------------------------------------------------------------------------------------- knowledge


class BiomarkerKind(StrEnum):
    """What a criterion of the knowledge table asks for."""

    ALLELE = "allele"  # a genomic or coding change without protein name (TERT c.-124C>T, MLH1 c.790+1G>A)
    PROTEIN_CHANGE = "protein_change"
    CODON = "codon"  # any change of one of these residues
    REGION = "region"  # any change of a residue range, a domain
    EXON = "exon"  # any change in these exons, of mutation_types where given
    EXON_DELETION = "exon_deletion"  # whole exons deleted
    PROMOTER = "promoter"
    EXON_SKIPPING = "exon_skipping"
    INTERNAL_DUPLICATION = "internal_duplication"  # ITD, kinase-domain duplication
    ANY_VARIANT = "any_variant"  # "Mutation": gene-wide
    LOSS_OF_FUNCTION = "loss_of_function"
    GAIN_OF_FUNCTION = "gain_of_function"
    TRUNCATING = "truncating"
    FRAMESHIFT = "frameshift"
    AMPLIFICATION = "amplification"
    COPY_GAIN = "copy_gain"
    DELETION = "deletion"  # the gene, homozygous or whole
    COPY_LOSS = "copy_loss"
    FUSION = "fusion"
    REARRANGEMENT = "rearrangement"
    WILD_TYPE = "wild_type"
    SIGNATURE = "signature"  # TMB, MSI, dMMR, HRD
    POLYMORPHISM = "polymorphism"  # rs identifiers
    HAPLOTYPE = "haplotype"  # star alleles
    EXPRESSION = "expression"
    METHYLATION = "methylation"
    PHOSPHORYLATION = "phosphorylation"
    KARYOTYPE = "karyotype"
    OTHER = "other"  # kept, not assessable, listed by name by `make resources`


NOT_SEEN_IN_A_VCF = frozenset(
    {
        BiomarkerKind.EXPRESSION,
        BiomarkerKind.METHYLATION,
        BiomarkerKind.PHOSPHORYLATION,
        BiomarkerKind.KARYOTYPE,
        BiomarkerKind.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Biomarker:
    """One typed criterion. Which fields are filled follows from ``kind``."""

    biomarker_id: str  # stable: "civic:MP12", "label:BRAF p.V600E"
    name: str  # as the source writes it: "EGFR Exon 19 Deletion"
    kind: BiomarkerKind
    gene: str = ""  # HGNC symbol; "" for signatures
    protein_changes: tuple[str, ...] = ()  # canonical one-letter forms without "p.": "V600E", "E746_A750del", "W288fs"
    codons: tuple[int, ...] = ()
    regions: tuple[tuple[int, int], ...] = ()  # residue ranges, 1-based closed
    exons: tuple[int, ...] = ()
    mutation_types: tuple[str, ...] = ()  # deletion, insertion, duplication, missense, frameshift, splice, inframe; () = any
    hgvsc: tuple[str, ...] = ()  # "c.3028+1G>A"
    transcripts: tuple[str, ...] = ()  # packaged transcripts whose numbering the source's name uses; () = not determined
    alleles: tuple[tuple[Assembly, str, int, str, str], ...] = ()  # normalised genomic keys, on each assembly where known
    five_prime: str = ""  # fusion partners; "v" = any
    three_prime: str = ""
    five_prime_exon: int | None = None
    three_prime_exon: int | None = None
    rsid: str = ""

    @property
    def seen_in_vcf(self) -> bool:
        """Whether a VCF can show this biomarker at all."""
        return self.kind not in NOT_SEEN_IN_A_VCF


@dataclass(frozen=True, slots=True)
class Profile:
    """A boolean expression over biomarkers. ``operator`` is MARKER, AND, OR or NOT."""

    operator: str
    biomarker_id: str = ""  # for MARKER
    parts: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One row of knowledge: a sample that meets ``profile``, in ``condition``, has ``predicate``."""

    statement_id: str  # "civic:EID1409", "label:fda:123", "lab:..."
    knowledge_base: str
    knowledge_base_version: str  # date of the release
    profile: Profile
    profile_text: str
    statement_type: str  # TherapeuticResponse, Diagnostic, Prognostic, Predisposition, Oncogenicity, Functional
    predicate: str  # VA-Spec: predictsSensitivityTo, predictsResistanceTo...
    direction: str  # supports, disputes, neutral
    strength: str  # "Level A".."Level E"
    kb_native_level: str  # the source's own, unchanged
    significance: str  # the source's own word
    therapies: tuple[str, ...]
    therapy_combination: str  # "", AND (combination), OR (substitutes), SEQUENTIAL
    condition: str
    condition_ids: tuple[str, ...]  # "DOID:9256", "ONCOTREE:COADREAD"
    citations: tuple[str, ...]  # "PMID:123", URLs of labels
    source_url: str
    variant_origin: str = ""  # Somatic, Rare Germline...
    regulatory_approval: str = ""  # "FDA", "EMA" for the approvals layer
    extra: Mapping[str, str] = field(default_factory=dict)  # label id, rating, escat_tier... travel as columns


class MatchLevel(StrEnum):
    """How closely an allele meets a biomarker, best first."""

    EXACT = "exact"
    PROTEIN = "protein"
    CODON = "codon"
    REGION = "region"
    EXON = "exon"
    FUNCTIONAL = "functional"
    GENE = "gene"


@dataclass(frozen=True, slots=True)
class Match:
    """A biomarker met by an allele."""

    biomarker: Biomarker
    level: MatchLevel
    matched_by: str  # "protein p.V600E on NM_004333.4 = V600E"
    tier_eligible: bool  # False for gene-wide criteria met only by an allele of unknown action
    caveats: tuple[str, ...] = ()


class TumorRelation(StrEnum):
    """How a statement's condition stands to the patient's tumour type."""

    SAME = "same"
    ANCESTOR = "ancestor"  # the statement speaks of a broader disease
    DESCENDANT = "descendant"  # the statement speaks of a subtype of the type given
    OTHER = "other"
    ANY = "any"  # the statement holds for any (solid) tumour
    UNKNOWN = "unknown"  # no tumour type was given, or the statement has no condition


@dataclass(frozen=True, slots=True)
class TumorType:
    """The patient's tumour type, resolved. ``nodes`` are the tree nodes that it is, ``ancestors`` all above them."""

    query: str
    name: str
    nodes: tuple[str, ...]  # "ONCOTREE:COAD", "DOID:234"
    ancestors: frozenset[str]
    lineage: tuple[str, ...] = ()  # names from the type to the root, for people


# ---------------------------------------------------------------------------------------------------------- clinical


@dataclass(frozen=True, slots=True)
class VariantReport:
    """One allele of one sample with everything known of it. One row of ``variants.tsv``."""

    observation: Observation
    effects: tuple[Effect, ...]  # primary transcript of the gene first
    oncogenicity_evidence: tuple[str, ...] = ()  # what says that the allele acts: "hotspot", "civic:EID..", "truncating.."
    mutation_status: str = "Unknown"  # Somatic, Germline, LOH, Unknown (MAF)
    tiers: Mapping[str, str] = field(default_factory=dict)  # class (therapy, resistance...) -> "Tier I-A"
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class RelatedStatement:
    """A statement that is close but not met: another residue at its codon, or a profile that is met in part."""

    statement: Statement
    variant: VariantReport
    relation: str  # other_change_at_codon, partial_profile
    detail: str


# ----------------------------------------------------------------------------------------------------- pharmacogenomics


@dataclass(frozen=True, slots=True)
class SiteGenotype:
    """What one sample column says of the bases at one record, whether they differ from the reference or not.

    ``alleles`` are allele numbers as GT writes them (0 is REF, None is missing), one per gene copy; empty where the record has
    no GT. A gVCF reference block has no ``alts`` and ``end`` beyond REF.
    """

    chrom: str
    pos: int
    end: int  # last position that the record speaks of: the end of REF, or END of a reference block
    ref: str
    alts: tuple[str, ...]  # without "<NON_REF>", "<*>" and "."
    alleles: tuple[int | None, ...]
    phased: bool = False
    phase_set: str | None = None  # PS or PID; None with ``phased`` is one phase for the whole chromosome
    depth: int | None = None  # of a reference block: MIN_DP, else DP
    quality: int | None = None  # GQ
    vafs: tuple[float | None, ...] = ()  # read fraction of each of ``alts``
    filter_text: str = "PASS"
    record_number: int = 0


@dataclass(frozen=True, slots=True)
class PgxPosition:
    """One position that defines named alleles, as the sample shows it."""

    chrom: str
    pos: int
    rsid: str
    name: str  # "g.97450058C>T", on GRCh38
    genotype: str  # "C/T", "C|T", "A"; "" where missing
    source: str  # called, reference block, callable, assumed, missing
    depth: int | None = None
    sample: str = ""  # the column that was read


@dataclass(frozen=True, slots=True)
class PgxGuidance:
    """What a phenotype means for one drug."""

    drug: str
    action: str  # avoid, reduce, alternative, monitor, increase, standard
    sentence: str
    strength: str  # of the recommendation, in the guideline's words
    source: str  # "CPIC guideline", "DPWG guideline", "FDA label", "FDA association"
    guideline_id: str
    url: str


@dataclass(frozen=True, slots=True)
class PgxCall:
    """One pharmacogene of one sample."""

    gene: str
    status: str  # complete, partial (positions are missing), not called, outside call
    diplotypes: tuple[str, ...]  # the best; several where the data cannot tell them apart
    other_diplotypes: tuple[str, ...]  # these fit too, with a lower score
    phenotype: str  # "Indeterminate" where it cannot be told
    activity_score: str  # "1.5"; "" where the gene has none
    possible_phenotypes: tuple[str, ...]  # of all that cannot be excluded
    functions: tuple[str, ...]  # "*2: No function", of the alleles in ``diplotypes``
    cannot_exclude: tuple[str, ...]  # alleles whose positions are missing
    positions: tuple[PgxPosition, ...]  # read
    missing: tuple[PgxPosition, ...]
    caveats: tuple[str, ...] = ()
    guidance: tuple[PgxGuidance, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleReport:
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
