"""The calls of a report's columns in one record: the tumour's and the matched normal's, with the fields that the user names."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pm_annotate.model import Call, SampleRole
from pm_annotate.vcf.field_conventions import FieldConventions, of_one_alt
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.reads import CONTROL_FIELDS, read_call, read_control_call
from pm_annotate.vcf.record import Record, filters_of, sample_values
from pm_annotate.vcf.sample_names import joined_normal
from pm_annotate.vcf.support import NO_TAGS, FieldTags

Calls = tuple[Call | None, Call | None]
"""Of the tumour and of the matched normal."""


class Columns(NamedTuple):
    """A report's role and where its columns stand in the row, counted from the first sample."""

    role: SampleRole
    tumor: int | None
    normal: int | None


class FieldReading(NamedTuple):
    """How the fields of one file are read."""

    conventions: FieldConventions
    tags: FieldTags
    info_is_own: bool  # INFO speaks of the one report of the file


def columns_of(header: VcfHeader, roles: Sequence[SampleRole]) -> list[Columns]:
    places = {sample: index for index, sample in enumerate(header.samples)}
    return [
        Columns(
            role,
            None if role.tumor is None else places[role.tumor],
            None if role.normal is None else places[role.normal],
        )
        for role in roles
    ]


def calls_of(record: Record, index: int, info: Mapping[str, str] | None, report: Columns, fields: FieldReading) -> Calls:
    """The calls of the ALT ``index``, counted from 1. Raises ValueError, in words, for values that cannot be read."""
    own_info = info if len(record.samples) < 2 else None
    calls = _calls(record, index, report, own_info, fields.conventions)
    return calls if fields.tags == NO_TAGS else _with_named_reads(record, index, info, report, fields, calls)


def _calls(record: Record, index: int, report: Columns, info: Mapping[str, str] | None, conventions: FieldConventions) -> Calls:
    """A sites-only file gives a tumour call only where INFO has its reads."""
    info = None if info is None else conventions.values(info)
    if report.tumor is None:
        call = read_call(report.role.sample_id, {}, record.ref, record.alts, index, info)
        return (conventions.call(call) if call.read_fields else None), None
    name = report.role.tumor or ""
    values = _values(record, index, report.tumor, conventions)
    tumor = conventions.call(read_call(name, values, record.ref, record.alts, index, info))
    if report.normal is None:
        if CONTROL_FIELDS.isdisjoint(values):
            return tumor, None
        control = read_control_call(joined_normal(name) or name, values, record.ref, record.alts, index)
        return tumor, control
    normal_values = _values(record, index, report.normal, conventions)
    normal = read_call(report.role.normal or "", normal_values, record.ref, record.alts, index)
    return tumor, conventions.call(normal)


def _with_named_reads(
    record: Record, index: int, info: Mapping[str, str] | None, report: Columns, fields: FieldReading, calls: Calls
) -> Calls:
    """The calls with the reads of the fields that the user names: of FORMAT in both columns, of INFO for the tumour."""
    from pm_annotate.vcf.named_fields import named_reads, with_named

    def named(call: Call | None, column: int | None, of_info: Mapping[str, str]) -> Call | None:
        values = {} if column is None else _values(record, index, column, fields.conventions)
        reads = named_reads(fields.tags, values, of_info, record.ref, record.alts, index)
        return call if reads is None else with_named(call or Call(report.role.sample_id), reads, len(record.alts), index)

    tumor, normal = calls
    of_tumour = fields.conventions.values(info) if fields.info_is_own and info is not None else {}
    return named(tumor, report.tumor, of_tumour), named(normal, report.normal, {}) if normal else None


def with_reads_of_events(record: Record, info: Mapping[str, str] | None, call: Call | None, column: int | None) -> Call | None:
    """The call with the reads that callers of structural variants write (PR and SR, DR and DV), where it has none."""
    values = column_values(record, column)
    if call is None or values is None or call.alt_count is not None:
        return call
    from pm_annotate.vcf.structural.reads_of_events import with_structural_reads

    return with_structural_reads(call, values, info or {})


def _values(record: Record, index: int, column: int, conventions: FieldConventions) -> Mapping[str, str]:
    """FORMAT values of one column as they are meant."""
    values = conventions.values(sample_values(record.format_text, record.samples[column]))
    if conventions.split and len(record.alts) == 1 and "OLD_MULTIALLELIC=" in record.info_text:
        return of_one_alt(values, record.ref, record.alts[index - 1], record.info_text)
    return values


def column_values(record: Record, column: int | None) -> Mapping[str, str] | None:
    return None if column is None else sample_values(record.format_text, record.samples[column])


def column_filters(record: Record, place: int | None) -> tuple[str, ...]:
    """The filters that a column's own genotype did not pass (FORMAT/FT, VCF 4.5 section 1.6.2), beside a record that did."""
    values = column_values(record, place) if ":FT" in record.format_text else None
    return filters_of(values.get("FT", "")) if values else ()
