"""Structural variants: what a record or a table row says of the chromosomes, and what that does to genes.

An event is described by the interval it changes, by the junctions it makes (``Adjacency``) and by copies where these are
known. The vcf room reads events, the genome room reads from them what happens to genes (``GeneEvent``).
"""

from enum import StrEnum
from typing import NamedTuple

from pm_annotate.model.observed import Observation

FROM_VCF = "vcf"
"""``StructuralEvent.source`` of an event of the VCF itself."""
AMPLIFIED, NO_COPY_LEFT = "amplification", "homozygous deletion"
"""``StructuralEvent.direction`` beside "gain" and "loss": the caller says that much, and gives no copies."""
NEUTRAL = "neutral"
"""Likewise of a segment that its table calls unchanged."""


class StructuralType(StrEnum):
    """What kind of event the file says it is."""

    DELETION = "DEL"
    DUPLICATION = "DUP"
    TANDEM_DUPLICATION = "DUP:TANDEM"
    INSERTION = "INS"
    INVERSION = "INV"
    COPY_NUMBER = "CNV"  # a segment with copies; it has no junctions
    BREAKEND = "BND"  # one junction, also <TRA>
    FUSION = "FUSION"  # stated by an RNA tool or a fusion table: the genes are named


class KeptSide(StrEnum):
    """Which side of a breakpoint is kept in the rearranged chromosome."""

    LEFT = "left"  # bases up to and including ``pos`` are kept (``t[p[`` and ``t]p]`` of VCF)
    RIGHT = "right"  # bases from ``pos`` on are kept (``]p]t`` and ``[p[t``)


class Breakpoint(NamedTuple):
    """One end of a junction. ``pos``: the last kept base, 1-based."""

    chrom: str
    pos: int
    kept: KeptSide


class Adjacency(NamedTuple):
    """Two breakpoints that are joined. A deletion of 101..200 joins (100, left) to (201, right)."""

    first: Breakpoint
    second: Breakpoint | None  # None for a single breakend
    inserted: str = ""  # bases between the two


class StatedFusion(NamedTuple):
    """A fusion as a tool or table names it. "" and None where it does not say."""

    five_prime: str
    three_prime: str
    five_prime_exon: int | None = None  # last exon of the 5' partner
    three_prime_exon: int | None = None  # first exon of the 3' partner
    frame: str = ""  # in-frame, out-of-frame or ""
    tool: str = ""
    places: tuple[tuple[str, int] | None, tuple[str, int] | None] = (None, None)
    """(chromosome, position) of the last base of the 5' gene and the first of the 3' gene, where a table gives no strands."""
    order_known: bool = True  # False where the tool does not know which gene is the 5' one


class StructuralEvent(NamedTuple):
    """One symbolic allele, breakend pair, segment or stated fusion of one sample.

    ``start..end`` are the bases that the event changes (deleted, duplicated, inverted, the segment), 1-based and closed; for
    an insertion or a breakend both are the position. Copies are those of the tumour as the caller gives them.
    """

    observation: Observation  # the record as written; its allele has the symbolic ALT
    svtype: StructuralType
    chrom: str
    start: int
    end: int
    adjacencies: tuple[Adjacency, ...] = ()
    copy_number: float | None = None  # total copies
    major_copies: float | None = None
    minor_copies: float | None = None
    log2_ratio: float | None = None  # of the depth against the sample's or panel's base line
    direction: str = ""  # "gain", "loss", AMPLIFIED or NO_COPY_LEFT where the caller says no more than that
    copy_basis: str = ""  # where the copies were read from: "FORMAT/CN", "INFO/FOLD_CHANGE"
    inserted: str = ""  # sequence of an insertion
    stated: StatedFusion | None = None
    imprecise: bool = False
    mates: tuple[int, ...] = ()  # record numbers of the mate records that were joined into this event
    source: str = FROM_VCF  # "vcf", "vcf:NAME" of a further VCF, or the name of the table that the event was read from
    caveats: tuple[str, ...] = ()
    inserted_length: int | None = None  # bases inserted, where the file says how many but not which
    named_genes: tuple[str, ...] = ()  # of a segment: genes that its table says lie in it
    of_rna: bool = False  # a junction that was seen in RNA, of a caller that does not name genes (Manta --rna)

    @property
    def is_of_vcf(self) -> bool:
        """Whether it stands in a VCF, and not in a table beside it."""
        return self.source == FROM_VCF or self.source.startswith(f"{FROM_VCF}:")


class GeneEventKind(StrEnum):
    """What a structural event does to a gene."""

    AMPLIFICATION = "amplification"
    GAIN = "gain"
    LOSS = "loss"  # fewer copies, not known or not thought to be none
    HOMOZYGOUS_DELETION = "homozygous_deletion"
    DELETION = "deletion"  # the whole gene deleted by a junction; how many copies remain is not known
    EXON_DELETION = "exon_deletion"
    EXON_DUPLICATION = "exon_duplication"
    KINASE_DOMAIN_DUPLICATION = "kinase_domain_duplication"
    INTERNAL_DUPLICATION = "internal_duplication"  # ITD: within an exon
    FUSION = "fusion"  # two genes joined in one direction of reading
    REARRANGEMENT = "rearrangement"  # a break inside the gene that makes no fusion that can be read
    LOSS_OF_HETEROZYGOSITY = "loss_of_heterozygosity"  # copies remain, of one parent only


class FusionPartner(NamedTuple):
    """One side of a fusion, on its transcript."""

    gene: str
    transcript: str = ""
    exon: int | None = None  # 5' partner: last exon kept; 3' partner: first exon kept; in the numbering that people use
    place: str = ""  # "intron 13", "exon 20", "promoter"


class GeneEvent(NamedTuple):
    """What one structural event does to one gene, or to the two genes that it joins."""

    event: StructuralEvent
    kind: GeneEventKind
    gene: str  # the gene that it happens to; of a fusion the 3' partner, or the 5' one where the 3' is no gene
    name: str  # for people: "EML4::ALK e13::e20", "ERBB2 amplification (12 copies)", "EGFR exon 2-7 deletion"
    consequence: tuple[str, ...] = ()  # SO terms: transcript_amplification, transcript_ablation, gene_fusion..
    transcript: str = ""
    copy_number: float | None = None
    minor_copies: float | None = None
    share: float | None = None  # of the gene's coding bases inside the event, 0-1
    focal: bool | None = None
    exons: tuple[int, ...] = ()  # whole exons deleted or duplicated
    inframe: bool | None = None  # does the reading frame hold; None where it cannot be told
    five_prime: FusionPartner | None = None
    three_prime: FusionPartner | None = None
    kinase_kept: bool | None = None  # of a fusion with a kinase: are all exons of its kinase domain kept
    tier_eligible: bool = True  # False where too little is known for a tier; ``caveats`` say why
    caveats: tuple[str, ...] = ()
    exons_cut: tuple[int, ...] = ()  # exons that lose a part of themselves together with one of their splice sites
