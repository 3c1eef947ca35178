"""The nouns of the knowledge table: biomarkers, profiles, statements, matches, tumour types."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model.observed import Assembly


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


class Biomarker(NamedTuple):
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


class Profile(NamedTuple):
    """A boolean expression over biomarkers. ``operator`` is MARKER, AND, OR or NOT."""

    operator: str
    biomarker_id: str = ""  # for MARKER
    parts: "tuple[Profile, ...]" = ()


class Statement(NamedTuple):
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
    extra: Mapping[str, str] = {}  # label id, rating, escat_tier... travel as columns


class MatchLevel(StrEnum):
    """How closely an allele meets a biomarker, best first."""

    EXACT = "exact"
    PROTEIN = "protein"
    CODON = "codon"
    REGION = "region"
    EXON = "exon"
    FUSION_PAIR = "fusion_pair"
    FUSION_PARTNER = "fusion_partner"  # any partner of the gene that the statement names
    AMPLIFICATION = "amplification"
    DELETION = "deletion"
    REARRANGEMENT = "rearrangement"
    WILD_TYPE = "wild_type"
    FUNCTIONAL = "functional"
    GENE = "gene"


class Match(NamedTuple):
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


class TumorType(NamedTuple):
    """The patient's tumour type, resolved. ``nodes`` are the tree nodes that it is, ``ancestors`` all above them."""

    query: str
    name: str
    nodes: tuple[str, ...]  # "ONCOTREE:COAD", "DOID:234"
    ancestors: frozenset[str]
    lineage: tuple[str, ...] = ()  # names from the type to the root, for people
