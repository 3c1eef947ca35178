"""What a VCF shows: assemblies, alleles, calls of samples, and what was left out."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Assembly(StrEnum):
    """A human reference assembly."""

    GRCH37 = "GRCh37"
    GRCH38 = "GRCh38"


class Allele(NamedTuple):
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
    left_aligned: bool = False  # True for a substitution, and when the sequence was known far enough to left-align
    retained_info: Mapping[str, str] = {}  # INFO that later rooms read: CSQ, ANN, BCSQ, POPAF..
    vcf_alts: tuple[str, ...] = ()  # every ALT of the record, as written; () for an allele that was not read from a record

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Normalised identity within an assembly."""
        return (self.chrom, self.pos, self.ref, self.alt)

    @property
    def genotype_number(self) -> int:
        """The number by which GT means this ALT; 0 where the record's ALT are not known."""
        return self.vcf_alts.index(self.vcf_alt) + 1 if self.vcf_alt in self.vcf_alts else 0


POPULATION_FREQUENCIES = (
    "MAX_AF", "AF_grpmax", "AF_popmax", "gnomAD_AF", "gnomADe_AF", "gnomADg_AF", "1000G_AF", "POP_AF",
    "gnomAD_exome_ALL", "gnomAD_genome_ALL", "ExAC_ALL", "1000g2015aug_all", "esp6500siv2_all",
    "gnomad41_exome_AF", "gnomad41_genome_AF", "dbNSFP_gnomAD_exomes_AF", "dbNSFP_gnomAD_genomes_AF", "dbNSFP_1000Gp3_AF",
    "dbNSFP_ExAC_AF", "max_aaf_all", "gnomad_AF", "gnomad_af", "GNOMAD_AF", "ExAC_AF",
)  # fmt: skip
"""INFO fields of population frequencies (0-1): VEP, gnomAD, PCGR; then ANNOVAR, SnpSift (dbNSFP), vcfanno as they are named
there. INFO/AF is none of them: callers write their own fraction so."""

ON_EVERY_COPY = 0.6
"""VAF below which a genotype of one allele alone (1/1, or 1) does not say that every copy has it: half of the reads do not."""


class Call(NamedTuple):
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

    @property
    def is_everywhere(self) -> bool:
        """Homozygous or hemizygous, with reads that do not deny it: whatever else the sample carries lies with the allele."""
        return self.zygosity in ("homozygous", "hemizygous") and (self.vaf is None or self.vaf >= ON_EVERY_COPY)


TYPED = "typed"
"""``SampleRole.basis`` of a report on a variant that somebody typed: no file, no sample."""


class SampleRole(NamedTuple):
    """One report of a file: which column is the tumour, which the matched normal. Column names as in the header."""

    sample_id: str  # the name that the report carries
    tumor: str | None  # None for a sites-only file
    normal: str | None = None
    basis: str = ""  # how the roles were told: "option", "##tumor_sample", "sample names", "only sample", "sites only", TYPED


class Observation(NamedTuple):
    """One allele of one record as one report's sample(s) show it."""

    allele: Allele
    filters: tuple[str, ...]  # FILTER as written; () for PASS and for "."
    filter_text: str  # the FILTER column as it stood: "PASS", ".", "weak_evidence;strand_bias"
    tumor: Call | None  # None for a sites-only file
    normal: Call | None = None
    combined_from: tuple[str, ...] = ()  # phased alleles of the file that make this change; () for an allele of the file
    part_of: str = ""  # the combined change that this allele is read as a part of: "BRAF p.V600K (7:140753336 AC>TT)"
    phase_notes: tuple[str, ...] = ()  # what neighbours on the same or the other haplotype mean for this allele


class Reach(NamedTuple):
    """The bases that a symbolic allele or breakend would change, and whether it would take them away."""

    start: int
    end: int
    deletes: bool


class Skipped(NamedTuple):
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
    calls: tuple[Call | None, Call | None] = (None, None)  # of tumour and normal, where the allele may be inherited
    reach: Reach | None = None  # of an event that goes on far behind its position: a gene that begins or ends within is broken
    vcf_alts: tuple[str, ...] = ()  # every ALT of the record, where there are ``calls``: their genotypes count them
    further_file: str = ""  # name of the further VCF (``--also``) that the record is of

    @property
    def reason_and_file(self) -> str:
        """The reason as it is shown, with the name of a further file before it."""
        return f"{self.further_file}: {self.reason}" if self.further_file else self.reason


class Reconciliation(NamedTuple):
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


class SiteGenotype(NamedTuple):
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
    quality: int | None = None  # GQ; of a record without ALT also RGQ (GATK), GQX (Strelka), SQ (DRAGEN, tumours)
    vafs: tuple[float | None, ...] = ()  # read fraction of each of ``alts``
    filter_text: str = "PASS"  # FILTER, and the column's own FT beside it
    record_number: int = 0
    germline_filter: bool = False  # FILTER says that the allele is inherited, and not that it is unreliable
    only_genotype: bool = False  # FORMAT names depth or quality, and this column gives neither: a GT that a tool filled in
    doubt: str = ""  # what speaks against a reference call: reads that show a change which the record does not name
