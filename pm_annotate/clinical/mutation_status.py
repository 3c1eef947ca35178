"""Whether an allele is somatic or germline, as far as a matched normal tells. Words of the MAF column Mutation_Status."""

from __future__ import annotations

from pm_annotate.clinical.origin import TUMOUR_FILE, OriginContext
from pm_annotate.model import Call, Observation, Statement

GERMLINE = "Germline"
SOMATIC = "Somatic"
UNKNOWN = "Unknown"
GERMLINE_READS = 3  # alternative reads in the normal, and their share of its depth, from which on the normal carries the allele
GERMLINE_VAF = 0.1
HARDLY_INHERITED = 0.25  # VAF below which, at this depth, a germline caller's file shows what is not inherited, or mosaic
TELLING_DEPTH = 20
CLEAN_DEPTH = 8  # reads in the normal below which a clean normal does not exclude a heterozygous allele (1 in 256)


def mutation_status(observation: Observation, origin: OriginContext = TUMOUR_FILE) -> str:
    """Germline where the normal carries the allele, Somatic where it is covered and clean, Unknown without a normal.

    Every allele of a germline file is Germline, whatever its reads, where the user says that it is one. Where its caller alone
    tells, an allele with too few reads for an inherited one is Unknown: germline callers are run on tumours too.

    Reads decide where the file gives them: at least 3 with the allele and a VAF of at least 0.1 are germline; fewer at a
    depth of at least 8 are somatic (a few reads are tumour cells in the normal, or errors). Else the genotype decides. Without
    a depth (Lumpy) at least 3 reads, and half as many as the tumour has, are germline.
    """
    if origin.germline_file:
        return GERMLINE if origin.is_stated or not too_few_for_inherited(observation.tumor) else UNKNOWN
    normal = observation.normal
    if normal is None:
        return UNKNOWN
    alt_count = _alt_count(normal)
    if alt_count is not None and normal.depth:
        return _by_reads(normal, alt_count, normal.depth)
    if normal.carries is None:
        return GERMLINE if _as_many_as(normal, observation.tumor) else UNKNOWN
    return GERMLINE if normal.carries else SOMATIC


def too_few_for_inherited(call: Call | None) -> bool:
    """Whether a heterozygous allele would hardly ever show so few reads (at depth 20: 4 of 20, 1 in 170)."""
    return call is not None and call.vaf is not None and call.vaf < HARDLY_INHERITED and (call.depth or 0) >= TELLING_DEPTH


def _alt_count(normal: Call) -> int | None:
    """Reads with the allele; of a caller that writes depth and fraction alone (Varlociraptor, Octopus), their product."""
    if normal.alt_count is None and normal.vaf is not None and normal.depth:
        return round(normal.vaf * normal.depth)
    return normal.alt_count


def _by_reads(normal: Call, alt_count: int, depth: int) -> str:
    vaf = normal.vaf if normal.vaf is not None else alt_count / depth
    if alt_count >= GERMLINE_READS and vaf >= GERMLINE_VAF:
        return GERMLINE
    if depth >= CLEAN_DEPTH:
        return SOMATIC
    return GERMLINE if normal.carries else UNKNOWN


def _as_many_as(normal: Call, tumor: Call | None) -> bool:
    """Whether a normal of unknown depth shows the event in about as many reads as the tumour."""
    if normal.depth or tumor is None or (normal.alt_count or 0) < GERMLINE_READS:
        return False
    return 2 * (normal.alt_count or 0) >= (tumor.alt_count or 0)


def is_about_germline(statement: Statement) -> bool:
    """Statements on inherited variants only ("Germline", "Rare Germline"), and all of predisposition."""
    return "Germline" in statement.variant_origin or statement.statement_type == "Predisposition"


def origin_caveat(statement: Statement, status: str) -> str:
    """What to say where the statement's variant origin and the allele's status do not agree or cannot be compared."""
    about_germline = is_about_germline(statement)
    if about_germline and status == SOMATIC:
        return "statement is for germline variants; this one is somatic"
    if about_germline and status == UNKNOWN:
        return "statement is for germline variants: confirm in germline"
    if statement.variant_origin == "Somatic" and status == GERMLINE:
        return "statement is for somatic variants; this one is germline"
    return ""
