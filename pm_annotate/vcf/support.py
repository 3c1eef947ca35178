"""Does the report's sample carry an allele, and is it supported well enough? The thresholds of a reading."""

from typing import NamedTuple

from pm_annotate.model import POPULATION_FREQUENCIES, Call

RETAINED_INFO = (
    "CSQ",
    "ANN",
    "BCSQ",
    "SOMATIC",
    "SS",
    "STATUS",
    "NT",
    "SGT",
    "GERMQ",
    "GermlineStatus",
    "POPAF",
    "DB",
    *POPULATION_FREQUENCIES,
)
"""INFO that later steps read: annotations, the caller's somatic status, population frequencies."""


DENYING_READS, DENYING_VAF = 8, 0.5  # with the allele, from which on a genotype without it is not believed


class FieldTags(NamedTuple):
    """Fields that the user names for the tumour's fraction, depth and reads with the allele: ``TVAF``, or ``INFO/TVAF``."""

    af: str | None = None
    dp: str | None = None
    ad: str | None = None

    def by_option(self) -> list[tuple[str, str]]:
        """``("--af-tag", "TVAF")`` for each that is given."""
        return [(f"--{name}-tag", tag) for name, tag in zip(self._fields, self, strict=True) if tag is not None]

    @property
    def fractions(self) -> tuple[str, ...]:
        """The bare name of the field of fractions, where one is named."""
        return (self.af.rpartition("/")[2],) if self.af else ()


NO_TAGS = FieldTags()


class ReadOptions(NamedTuple):
    """What is read. Thresholds are for the tumour; a value that the file does not give meets every threshold."""

    pass_only: bool = True
    min_dp: int | None = None
    min_vaf: float | None = None  # 0-1
    min_alt_reads: int | None = None
    tags: FieldTags = NO_TAGS  # fields that the user names for reads
    retain_info: tuple[str, ...] = ()  # INFO that the user wants to see with each allele, beside RETAINED_INFO
    germline: bool = False  # the patient's own genome: genotypes are what they say

    def has_unknown(self, call: Call | None) -> bool:
        """Whether a threshold was given that this call has no value for."""
        if self.min_dp is None and self.min_vaf is None and self.min_alt_reads is None:
            return False
        return any(
            threshold is not None and (call is None or value is None)
            for threshold, value in (
                (self.min_dp, call.depth if call else None),
                (self.min_vaf, call.vaf if call else None),
                (self.min_alt_reads, call.alt_count if call else None),
            )
        )


def low_support(call: Call | None, options: ReadOptions) -> str:
    """Why the tumour's reads are below a threshold; "" where they are not, or where the file does not say."""
    if call is None:
        return ""
    if options.min_dp is not None and call.depth is not None and call.depth < options.min_dp:
        return f"depth {call.depth} is below {options.min_dp}"
    if options.min_vaf is not None and call.vaf is not None and call.vaf < options.min_vaf:
        return f"VAF {call.vaf:.4g} is below {options.min_vaf:.4g}"
    if options.min_alt_reads is not None and call.alt_count is not None and call.alt_count < options.min_alt_reads:
        return f"{call.alt_count} reads with the allele are fewer than {options.min_alt_reads}"
    return ""


def absence(tumor: Call | None, normal: Call | None, alone: bool, called_somatic: bool = False) -> str:
    """Why the report's sample does not carry the allele; "" where it does or where nothing speaks against it.

    A genotype that names the allele, or called alleles without it, decide. Without a called genotype the reads decide:
    any of the allele means present, none means absent (a fraction of 0 where the sample has no counts: Varlociraptor
    writes a row for all its samples, and no genotype). A missing genotype (``./.``) without reads means absent where the
    row has other samples (``alone`` is False): it was somebody else's variant. Sites-only files list what the sample has.
    ``called_somatic``: the caller itself says that the row is a somatic call (INFO SOMATIC, SS=2). Then a tumour genotype
    of 0/0, as callers write it below a diploid threshold, does not hide reads with the allele; and never where most reads have
    it (DeepSomatic up to 1.9 writes 0/0 for a somatic call of nearly all reads: google/deepsomatic, issue 81).
    """
    if tumor is None or tumor.carries:
        return ""
    if called_somatic and tumor.carries is False and (tumor.alt_count or 0) > 0 and not (normal and normal.carries):
        return ""
    if tumor.carries is False and _denied_by_reads(tumor):
        return ""
    if tumor.carries is None and not _nothing_called(tumor, normal, alone):
        return ""
    if normal is not None and (normal.carries or (normal.carries is None and (normal.alt_count or normal.vaf or 0) > 0)):
        return "only in the normal"
    if tumor.carries is False:
        return f"the genotype {tumor.genotype} of {tumor.sample} does not carry this allele{_but_reads_do(tumor)}"
    if tumor.alt_count == 0 or _fraction_of_none(tumor):
        return f"no read of {tumor.sample} shows this allele"
    return f"no genotype was called for {tumor.sample}"


def _but_reads_do(tumor: Call) -> str:
    """Said where the reads are more than errors: whoever looks for the variant must not think that nothing shows it."""
    if tumor.alt_count is None or tumor.alt_count < LEAST_READS or not tumor.depth or tumor.alt_count / tumor.depth < LEAST_VAF:
        return ""
    return f", though {tumor.alt_count} of its {tumor.depth} reads do"


LEAST_READS = 3
"""Reads with an event from which on a reference genotype beside them is not believed of a tumour; callers of structural
variants ask for as many before they write a row at all."""
LEAST_VAF = 0.05
"""Their fraction, likewise: below it a row of few reads at a deep place is more often noise (Pindel at homopolymers)."""


def reads_against_genotype(tumor: Call | None, normal: Call | None) -> str:
    """What to say of an event that the tumour's reads show and its genotype of 0/0 does not; "" where that is not so.

    Callers of structural variants list what reads show, and work the genotype out as of a diploid cell: a fusion in one of
    five reads is 0/0 (cuteSV, Sniffles --mosaic, SvABA, Severus before 1.3).
    """
    if tumor is None or tumor.carries is not False or (tumor.alt_count or 0) < LEAST_READS:
        return ""
    if tumor.vaf is not None and tumor.vaf < LEAST_VAF:
        return ""
    if normal is not None and (normal.carries or normal.alt_count):
        return ""
    reads = f"{tumor.alt_count} of {tumor.depth} reads show it" if tumor.depth else f"{tumor.alt_count} reads show it"
    return f"the genotype {tumor.genotype} does not carry it; listed because {reads}"


def _nothing_called(tumor: Call, normal: Call | None, alone: bool) -> bool:
    if tumor.alt_count == 0 or _fraction_of_none(tumor):
        return True
    if tumor.genotype is None or alone:
        return False
    return not tumor.alt_count and not tumor.vaf


def _denied_by_reads(tumor: Call) -> bool:
    """Whether a genotype without the allele cannot be meant: at least half of several reads have it."""
    return (tumor.alt_count or 0) >= DENYING_READS and (tumor.vaf or 0) >= DENYING_VAF


def _fraction_of_none(tumor: Call) -> bool:
    """Whether the sample's own column gives a fraction of 0 and no counts. INFO speaks of the file: what it lists is there."""
    return tumor.alt_count is None and tumor.vaf == 0 and all(name.startswith("FORMAT/") for name in tumor.read_fields)
