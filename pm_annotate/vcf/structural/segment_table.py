"""Segments of copy number from a table (``--cna``): one event for each row.

A header line is required; it tells the layout. Columns are known by these names, whatever their capitals and signs:

| value | names |
| --- | --- |
| chromosome | chrom, chr, chromosome, contig |
| start, end | start, end (also startpos/endpos, loc.start/loc.end, Start.bp/End.bp) |
| copies | total, cn, tcn, total_cn, copy_number, CNt, tcn.em |
| copies of each parent | major/minor, nMajor/nMinor (PCGR, ASCAT), cn1/cn2 (CNVkit), A/B (Sequenza), lcn.em (FACETS) |
| the same, of PURPLE | copyNumber, majorAlleleCopyNumber, minorAlleleCopyNumber |
| log2 of the depth ratio | log2, log2_ratio, Segment_Mean; ``-Inf`` where no read was left |
| the ratio itself | reads.ratio (ExomeDepth), fold_change, copy_ratio |
| the same, of GATK ModelSegments | MEAN_LOG2_COPY_RATIO, LOG2_COPY_RATIO_POSTERIOR_50 |
| call | call (+, -, 0 of GATK CallCopyRatioSegments), status (gain, loss, normal of Control-FREEC), type (ExomeDepth) |
| discrete call | gistic, discrete_call, discrete_copy_number..: -2, -1, 0, 1, 2 as in cBioPortal |

A number in a column that is only named ``call`` may be copies: it is not read, but for the 0 of GATK.

Starts count from 1. Those of CNVkit's ``.cns`` and ``.call.cns`` (columns gene, log2, and probes or weight) count from 0.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from pm_annotate.errors import InputError
from pm_annotate.model import Assembly, Observation, StructuralEvent, StructuralType
from pm_annotate.model.structural import AMPLIFIED, NEUTRAL, NO_COPY_LEFT
from pm_annotate.vcf.structural.table_rows import TableRow, has_section, of_one_sample, read_rows, row_allele

_CHROM = ("chromosome", "chrom", "chr", "contig", "seqnames")
_START = ("start", "startpos", "startposition", "locstart", "startbp", "segmentstart", "startpositionbp")
_END = ("end", "endpos", "endposition", "locend", "endbp", "segmentend", "stop", "endpositionbp")
_TOTAL = (
    "total", "totalcopies", "cn", "tcn", "totalcn", "copynumber", "totalcopynumber", "cnt", "tcnem", "ntotal", "ntot",
    "modaltotalcn",
)  # fmt: skip
_MAJOR = ("major", "majorcopies", "nmajor", "majorcn", "cn1", "majorallelecopynumber", "majorcopynumber", "a", "modala2")
_MINOR = (
    "minor", "minorcopies", "nminor", "minorcn", "cn2", "minorallelecopynumber", "minorcopynumber", "lcnem", "lcn", "b",
    "modala1",
)  # fmt: skip
_LOG2 = (
    "log2", "log2ratio", "segmentmean", "segmean", "meanlog2copyratio", "log2copyratioposterior50", "cnlrmedian", "medianlogr",
)  # fmt: skip
_RATIO = ("readsratio", "foldchange", "copyratio")
_CALL = ("call", "status", "type")
_DISCRETE = (
    "gistic", "gisticcall", "discrete", "discretecall", "discretecalls", "discretecn", "discretecna", "discretecopynumber",
    "discretecopynumbercall",
)  # fmt: skip
_OF_DISCRETE = {"-2": NO_COPY_LEFT, "-1": "loss", "0": NEUTRAL, "1": "gain", "2": AMPLIFIED}
_GENES = ("gene", "genes", "genesymbol", "hugosymbol")  # CNVkit: "ERBB2,GRB7", "-" and "Antitarget" for none
ROUNDING = 0.5  # copies
NO_READS = -40.0  # log2 of the ratio where a tool writes -Inf
_WORDS = {
    "gain": ("+", "gain", "dup", "duplication"),
    "loss": ("-", "loss", "del", "deletion", "hetloss", "hetd"),
    AMPLIFIED: ("amp", "amplification", "amplified", "hlamp", "highamp"),
    NO_COPY_LEFT: ("homdel", "homd", "homloss", "homozygousdeletion", "deepdeletion", "deepdel"),
    NEUTRAL: ("neutral", "neut", "normal", "diploid", "copyneutral", "nochange", "unchanged"),
}  # ichorCNA and cBioPortal write HLAMP, HETD, HOMD and HOMDEL
_DIRECTIONS = {written: direction for direction, words in _WORDS.items() for written in words}
_NEEDED = "chromosome, start, end, and total copies, major and minor copies, or log2"

_OF_TSO500 = ("[Copy Number Variants]", "[Gene Amplifications]", "[Fusions]", "[Small Variants]")  # titles of its tables
_NO_SEGMENTS_OF_TSO500 = (
    "{path}: this is TSO 500's combined variant output, which gives a fold change for each gene and no positions. Give the VCF "
    "of copy numbers of the same sample with --cnv (.cnv.vcf, or _CopyNumberVariants.vcf), and this file with --fusions."
)


def read_segments(path: Path, assembly: Assembly) -> tuple[StructuralEvent, ...]:
    """Every row as a COPY_NUMBER event, also those without a change: they show what was looked at.

    Raises InputError with the line that is wrong, for a header that lacks a column, and for a table of several samples.
    """
    try:
        return _segments(path, assembly)
    except InputError as error:
        if any(has_section(path, title) for title in _OF_TSO500):
            raise InputError(_NO_SEGMENTS_OF_TSO500.format(path=path)) from error
        raise


def _segments(path: Path, assembly: Assembly) -> tuple[StructuralEvent, ...]:
    columns, rows = read_rows(path, _NEEDED)
    missing = [
        words
        for names, words in ((_CHROM, "chromosome"), (_START, "start"), (_END, "end"))
        if not any(name in columns for name in names)
    ]
    of_parents = any(name in columns for name in _MAJOR) and any(name in columns for name in _MINOR)
    if not of_parents and not any(name in columns for name in (*_TOTAL, *_LOG2, *_RATIO, *_CALL, *_DISCRETE)):
        missing.append("copies (total, or major and minor) or log2")
    if missing:
        raise InputError(f"{path}: the header has no column for {', '.join(missing)}. Needed: {_NEEDED}.")
    if _is_of_bins(columns):
        raise InputError(
            f"{path}: these are the bins of CNVkit (.cnr), whose ratios vary by chance: give its segments (.call.cns)."
        )
    from_zero = counts_from_zero(columns)
    of_sample = list(of_one_sample(columns, rows))
    zero_is_neutral = not any(row.text(*_CALL).isdigit() and row.text(*_CALL) != "0" for row in of_sample)
    return tuple(_segment(row, assembly, from_zero, zero_is_neutral) for row in of_sample)


def _is_of_bins(columns: tuple[str, ...]) -> bool:
    """Whether the columns are those of CNVkit's bins: each has a depth and a weight, and no number of bins that it sums up."""
    return {"gene", "log2", "depth", "weight"} <= set(columns) and {"probes", "nbins", "segmentprobes", "cn"}.isdisjoint(
        columns
    )


def counts_from_zero(columns: tuple[str, ...]) -> bool:
    """Whether the starts of a table with these columns (plain names) count from 0: CNVkit's segments do."""
    return {"gene", "log2"} <= set(columns) and bool({"probes", "weight", "depth"} & set(columns))


def _segment(row: TableRow, assembly: Assembly, from_zero: bool, zero_is_neutral: bool) -> StructuralEvent:
    written = row.text(*_CHROM)
    if not written:
        raise row.error("no chromosome")
    start, end = row.position(*_START) + from_zero, row.position(*_END)
    if end < start:
        raise row.error(f"the end {end} lies before the start {start}")
    total, major, minor, basis = _copies(row)
    log2 = _log2(row)
    stated = _stated(row, zero_is_neutral)
    if stated == NEUTRAL and log2 is not None:
        stated = ""  # the ratio says how much
    silent = total is None and log2 is None and not row.text(*_CALL, *_DISCRETE)
    allele = row_allele(row, assembly, written, start, "<CNV>")
    return StructuralEvent(
        observation=Observation(allele, (), "PASS", None),
        svtype=StructuralType.COPY_NUMBER,
        chrom=allele.chrom,
        start=max(start, 1),
        end=end,
        copy_number=total,
        major_copies=major,
        minor_copies=minor,
        log2_ratio=log2,
        direction=stated if total is None else "",
        copy_basis=f"{row.path.name}: {basis}" if basis else "",
        imprecise=True,
        source=row.path.name,
        caveats=("the row gives neither copies nor a log2 ratio",) if silent else (),
        named_genes=tuple(filter(None, re.split(r"[,;|\s]+", row.text(*_GENES)))),
    )


def _stated(row: TableRow, zero_is_neutral: bool) -> str:
    """What the row calls its segment, as ``StructuralEvent.direction``; "" where it calls it nothing, or nothing known."""
    call = row.text(*_CALL).lower()
    if call == "0" and zero_is_neutral:
        return NEUTRAL
    discrete = row.text(*_DISCRETE).lower()
    in_words = (_DIRECTIONS.get(re.sub("[ _-]", "", text) or text, "") for text in (call, discrete) if text)
    return next(filter(None, in_words), "") or _OF_DISCRETE.get(discrete.removesuffix(".0"), "")


def _log2(row: TableRow) -> float | None:
    """Log2 of the ratio, or of the column that holds the ratio itself."""
    if row.text(*_LOG2).lower() in ("-inf", "-infinity"):
        return NO_READS
    log2, ratio = row.number(*_LOG2), row.number(*_RATIO)
    if log2 is not None or ratio is None or ratio < 0:
        return log2
    return math.log2(ratio) if ratio else NO_READS


def _not_below_none(row: TableRow, names: tuple[str, ...]) -> float | None:
    """Copies that are not rounded (PURPLE) may come out a little below none. Raises InputError for what is no such number."""
    copies = row.number(*names)
    if copies is not None and copies <= -ROUNDING:
        raise row.error(f"{copies:g} copies are fewer than none")
    return None if copies is None else max(copies, 0.0)


def _copies(row: TableRow) -> tuple[float | None, float | None, float | None, str]:
    """Total, major and minor copies, and the columns that they stand in. Raises InputError where they contradict each other."""
    total, major, minor = (_not_below_none(row, names) for names in (_TOTAL, _MAJOR, _MINOR))
    named = [next(name for name in names if row.text(name)) for names in (_TOTAL, _MAJOR, _MINOR) if row.text(*names)]
    if major is not None and minor is not None:
        major, minor = max(major, minor), min(major, minor)
        if total is not None and abs(total - major - minor) > 1:
            raise row.error(f"{total:g} copies are not {major:g} and {minor:g}")
        total = major + minor if total is None else total
    elif total is not None and minor is not None:
        major = max(total - minor, 0.0)
    elif total is not None and major is not None:
        minor = max(total - major, 0.0)
    return total, major, minor, ", ".join(named) or next((name for name in (*_LOG2, *_RATIO) if row.text(name)), "")
