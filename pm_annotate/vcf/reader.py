"""The stream: a VCF becomes observations, structural events and skipped alleles, with every allele counted for each report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from pm_annotate.model import Allele, Assembly, Observation, SampleRole, Skipped, StructuralEvent
from pm_annotate.vcf.alleles import AlleleKind, changed_span, classify, trim
from pm_annotate.vcf.column_calls import (
    Calls,
    Columns,
    FieldReading,
    calls_of,
    column_filters,
    column_values,
    columns_of,
    with_reads_of_events,
)
from pm_annotate.vcf.field_conventions import field_conventions
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.information import Information
from pm_annotate.vcf.numbers import count, number
from pm_annotate.vcf.record import Record, SiteTap, filters_of
from pm_annotate.vcf.record_source import RecordSource, records_here
from pm_annotate.vcf.regions import ContigIntervals, Regions, touches
from pm_annotate.vcf.set_aside import ONLY_IN_NORMAL, may_be_inherited
from pm_annotate.vcf.support import DENYING_READS, RETAINED_INFO, ReadOptions, absence, low_support, reads_against_genotype
from pm_annotate.vcf.tally import OBSERVED, Tally

if TYPE_CHECKING:  # vcf.structural is loaded by the first record that needs it: many files have none
    from pm_annotate.vcf.structural.geometry import Geometry

__all__ = ["Item", "ReadOptions", "Regions", "Tally", "read_observations"]

Item = Observation | StructuralEvent | Skipped
"""What the stream hands out: a sequence allele, a symbolic allele or breakend, or why there is neither."""

_REFERENCE_CALL = {"0/0", "0|0", "0"}
_REFERENCE_CALLED = ("0/0:", "0|0:", "0:")  # how nearly every sample of a joint call begins
_NO_CALL = {"./.", ".|.", "."}


class _Site(NamedTuple):
    """One ALT of a record with what holds for every report: its kind or the category that already decides it."""

    number: int  # of the ALT, from 1
    category: str  # "" where the samples decide
    reason: str
    listed: bool  # whether a skipped line is due
    allele: Allele | None = None  # where the samples decide
    info: Mapping[str, str] | None = None  # INFO, likewise
    geometry: Geometry | None = None  # of a symbolic allele or breakend


class _Reading(NamedTuple):
    """What holds for all records of one reading."""

    assembly: Assembly
    intervals: ContigIntervals
    options: ReadOptions
    kept_info: Mapping[str, None]  # the INFO fields that are kept with an allele, in this order
    tally: Tally
    several: bool  # reports
    fields: FieldReading


def read_observations(
    header: VcfHeader,
    assembly: Assembly,
    roles: Sequence[SampleRole],
    regions: Regions,
    options: ReadOptions,
    tally: Tally,
    tap: SiteTap | None = None,
    records: RecordSource = records_here,
) -> Iterator[tuple[SampleRole, Item]]:
    """Alleles of a file in file order, for each report: an Observation, a StructuralEvent (a symbolic allele or a breakend;
    ``join_mates`` makes one of two mates), or a Skipped that says why there is neither.

    Each ALT of each record is counted in ``tally`` once for each report, in the first category that holds: reference,
    unsupported or malformed, outside the regions, filtered, not in the sample, low support; else it is observed. Symbolic
    alleles and breakends are handed out wherever they are, because they reach far from where they stand: those that touch no
    gene are for the caller to move (``Tally.move_outside``). Skipped lines are given inside the regions, and for symbolic
    alleles and breakends everywhere. A file with several reports
    gives no lines for alleles that the report's own sample does not carry: they are counted only. ``tap`` reads along.
    ``records`` reads the file, where this process shall not. Raises InputError where the file is malformed or cut off.
    """
    columns = columns_of(header, roles)
    several = len(columns) > 1
    kept = dict.fromkeys((*RETAINED_INFO, *options.retain_info))
    conventions = field_conventions(header.lines, header.callers, options.tags.fractions)
    fields = FieldReading(conventions, options.tags, info_is_own=not several)
    reading = _Reading(assembly, ContigIntervals(regions), options, kept, tally, several, fields)
    for record in records(header, regions, tally.passed, tap):
        sites = _sites(record, reading)
        for report in _may_carry(record, columns, sites, tally) if several else columns:
            for site in sites:
                item = _item(record, site, report, reading)
                if item is not None:
                    yield report.role, item


def _sites(record: Record, reading: _Reading) -> list[_Site]:
    filtered = reading.options.pass_only and bool(filters_of(record.filter_text))
    info = Information(record.info_text)
    sites: list[_Site] = []
    for index, alt in enumerate(record.alts, 1):
        kind, reason = classify(record.ref, alt)
        if kind is AlleleKind.SEQUENCE:
            sites.append(_sequence_site(record, index, filtered, info, reading))
        elif kind is AlleleKind.STRUCTURAL or (kind is AlleleKind.REFERENCE and _is_structural(record.ref, alt, info)):
            sites.append(_structural_site(record, index, filtered, info, reading))
        else:
            listed = record.near_regions and alt not in (".", "<NON_REF>", "<*>")
            sites.append(_Site(index, kind.value, reason, listed))
    return sites


def _is_structural(ref: str, alt: str, info: Information) -> bool:
    """Whether INFO alone says the event that an ALT without change leaves out."""
    if "SVTYPE" not in info:
        return False
    from pm_annotate.vcf.structural.geometry import structural_alt

    return bool(structural_alt(ref, alt, info))


def _sequence_site(record: Record, index: int, filtered: bool, info: Information, reading: _Reading) -> _Site:
    alt = record.alts[index - 1]
    trimmed = trim(record.pos, record.ref, alt)
    if not record.near_regions or not touches(reading.intervals.of(record.chrom), *changed_span(*trimmed)):
        return _Site(index, "outside", "", listed=False)
    if filtered:
        kept = info if reading.options.germline or may_be_inherited(record.filter_text) else None
        return _Site(index, "filtered", intern(f"FILTER is {record.filter_text}"), listed=True, info=kept)
    allele = _allele(record, reading.assembly, trimmed, alt, info.kept(reading.kept_info))
    return _Site(index, "", "", listed=False, allele=allele, info=info)


def _structural_site(record: Record, index: int, filtered: bool, info: Information, reading: _Reading) -> _Site:
    from pm_annotate.vcf.structural.events import STRUCTURAL_INFO
    from pm_annotate.vcf.structural.geometry import read_geometry

    alt = record.alts[index - 1]
    try:
        geometry = read_geometry(record.chrom, record.pos, record.ref, record.alts, index, info)
    except ValueError as error:
        return _Site(index, "unsupported", str(error), listed=True)
    if filtered:
        return _Site(index, "filtered", intern(f"FILTER is {record.filter_text}"), listed=True, geometry=geometry)
    retained = {**info.kept(reading.kept_info), **{key: info[key] for key in STRUCTURAL_INFO if key in info}}
    allele = _allele(record, reading.assembly, (record.pos, record.ref, alt), alt, retained)
    return _Site(index, "", "", listed=False, allele=allele, info=info, geometry=geometry)


def _allele(record: Record, assembly: Assembly, trimmed: tuple[int, str, str], alt: str, retained: Mapping[str, str]) -> Allele:
    pos, ref, short_alt = trimmed
    return Allele(
        assembly=assembly,
        chrom=record.chrom,
        pos=pos,
        ref=ref,
        alt=short_alt,
        vcf_chrom=record.vcf_chrom,
        vcf_pos=record.pos,
        vcf_id=record.vcf_id,
        vcf_ref=record.ref,
        vcf_alt=alt,
        vcf_qual=number(record.qual_text),
        record_number=record.number,
        left_aligned=len(ref) == 1 == len(short_alt) and short_alt.isalpha(),  # a substitution has one place only
        retained_info=retained,
        vcf_alts=record.alts,
    )


def _may_carry(record: Record, columns: Sequence[Columns], sites: Sequence[_Site], tally: Tally) -> Sequence[Columns]:
    """The reports to look into. Samples whose genotype alone says that they carry nothing here are counted as such at once."""
    if not record.format_text.startswith("GT") or "CN" in record.format_text or ":GT" in record.format_text:
        return columns  # copies (CN, TCN, CNF, RDCN..) may show a change that the genotype leaves out, or a second GT may
    categories = [site.category or "not_in_sample" for site in sites]
    place = _place_of_depths(record.format_text)
    found = []
    for report in columns:
        if report.tumor is None or report.normal is not None or not _carries_nothing(record.samples[report.tumor], place):
            found.append(report)
        else:
            for category in categories:
                tally.add(report.role, category)
    return found


@lru_cache(maxsize=64)  # a file has few FORMAT texts
def _place_of_depths(format_text: str) -> int:
    """Where AD stands in FORMAT; 0 where it does not."""
    keys = format_text.split(":")
    return keys.index("AD") if "AD" in keys else 0


def _carries_nothing(sample_text: str, place: int) -> bool:
    """Whether the genotype is reference and not denied by the reads of AD at ``place``, or is missing and no value beside it
    counts anything."""
    if sample_text.startswith(_REFERENCE_CALLED):
        return not place or not _may_deny(sample_text, place)
    genotype, _, values = sample_text.partition(":")
    return genotype in _REFERENCE_CALL or (genotype in _NO_CALL and not any(digit in values for digit in "123456789"))


def _may_deny(sample_text: str, place: int) -> bool:
    """Whether so many reads have an ALT that the genotype may not be believed (``absence`` decides)."""
    values = sample_text.split(":", place + 1)
    depths = values[place] if place < len(values) else ""
    if depths.endswith(",0") and depths.count(",") == 1:  # nearly always: one ALT, and no read has it
        return False
    return any((count(reads) or 0) >= DENYING_READS for reads in depths.split(",")[1:])


def _item(record: Record, site: _Site, report: Columns, reading: _Reading) -> Item | None:
    """What one ALT is in one report, counted; None where it is counted only."""
    options, tally = reading.options, reading.tally
    found: Observation | StructuralEvent | None = None
    if site.allele is None:
        category, reason = site.category, site.reason
    elif site.geometry is None:
        category, reason, found = _judge(record, site, report, reading)
    else:
        category, reason, found = _judge_structural(record, site, report, reading)
    if found is not None:
        tally.add(report.role, OBSERVED)
        observation = found.observation if isinstance(found, StructuralEvent) else found
        if options.has_unknown(observation.tumor):
            tally.unknown_support[report.role.sample_id] += 1
        return found
    tally.add(report.role, category)
    if site.listed or (site.allele is not None and not (reading.several and category == "not_in_sample")):
        asked = site.info is not None and (site.allele is None or options.germline)
        inherited = reason == ONLY_IN_NORMAL or (category == "filtered" and asked)
        calls = _calls_as_they_are(record, site, report, reading) if inherited else (None, None)
        skipped = _skipped(record, record.alts[site.number - 1], category, reason, calls)
        return skipped if site.geometry is None else skipped._replace(reach=site.geometry.reach)
    return None


def _calls_as_they_are(record: Record, site: _Site, report: Columns, reading: _Reading) -> Calls:
    """The calls of an allele that is asked about for inherited risk alone; none where they cannot be read."""
    try:
        return calls_of(record, site.number, site.info, report, reading.fields)
    except ValueError:
        return None, None


def _judge(record: Record, site: _Site, report: Columns, reading: _Reading) -> tuple[str, str, Observation | None]:
    """Category and reason of an allele that the report does not show, or the observation."""
    allele, options = site.allele, reading.options
    assert allele is not None
    try:
        tumor, normal = calls_of(record, site.number, site.info, report, reading.fields)
        structural = "SVTYPE=" in record.info_text  # spelt out by a caller of structural variants
        if structural:
            tumor = with_reads_of_events(record, site.info, tumor, report.tumor)
            normal = with_reads_of_events(record, site.info, normal, report.normal)
    except ValueError as error:
        return "malformed", str(error), None
    called_somatic = report.normal is not None and says_somatic(record.info_text)
    if reason := absence(tumor, normal, len(record.samples) < 2, called_somatic):
        tumour_alone = not (reading.several or options.germline)
        if not (structural and tumour_alone and reads_against_genotype(tumor, normal)):
            return "not_in_sample", reason, None
    own = column_filters(record, report.tumor)
    if own and options.pass_only:
        return "filtered", f"FT of {report.role.tumor} is {';'.join(own)}", None
    if reason := low_support(tumor, options):
        return "low_support", reason, None
    return "", "", Observation(allele, (*filters_of(record.filter_text), *own), record.filter_text, tumor, normal)


def _judge_structural(
    record: Record, site: _Site, report: Columns, reading: _Reading
) -> tuple[str, str, StructuralEvent | None]:
    assert site.geometry is not None
    assert site.allele is not None
    assert site.info is not None
    from pm_annotate.vcf.structural.events import Row, judge_event

    try:
        row = Row(
            ref=record.ref,
            alts=record.alts,
            index=site.number,
            filter_text=record.filter_text,
            info=site.info,
            tumor_name=report.role.tumor or report.role.sample_id,
            tumor_values=column_values(record, report.tumor),
            normal_name=report.role.normal or "",
            normal_values=column_values(record, report.normal),
            alone=len(record.samples) < 2,
            called_somatic=report.normal is not None and says_somatic(record.info_text),
            info_is_own=not reading.several,
            reads_decide=not (reading.several or reading.options.germline),
        )
        return judge_event(site.geometry, site.allele, row, reading.options)
    except ValueError as error:
        return "malformed", str(error), None


def says_somatic(info_text: str) -> bool:
    """Whether the caller marks the row as somatic: the flag SOMATIC, or SS=2 of VarScan and SomaticSniper."""
    entries = info_text.split(";")
    return "SOMATIC" in entries or "SS=2" in entries


def _skipped(record: Record, alt: str, category: str, reason: str, calls: Calls = (None, None)) -> Skipped:
    return Skipped(
        record_number=record.number,
        vcf_chrom=record.vcf_chrom,
        vcf_pos=record.pos,
        vcf_id=record.vcf_id,
        vcf_ref=record.ref,
        vcf_alt=alt,
        filter_text=record.filter_text,
        category=category,
        reason=reason,
        calls=calls,
        vcf_alts=record.alts if any(calls) else (),
    )
