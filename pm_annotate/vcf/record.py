"""A record: one data row that matters, as written, and what its INFO and its sample columns hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.regions import Regions

_MISSING = ("", ".", "./.", ".|.")
_ONE_BASE = {base: (base,) for base in "ACGT"}


class Record(NamedTuple):
    """One data row as written. ``number`` counts data rows from 1; ``format_text`` is "" where there are no samples."""

    number: int
    vcf_chrom: str
    chrom: str
    pos: int
    vcf_id: str
    ref: str
    alts: tuple[str, ...]
    qual_text: str
    filter_text: str
    info_text: str
    format_text: str
    samples: Sequence[str]
    near_regions: bool  # False: far from every region, here only because an ALT is symbolic, a breakend or no allele


class SiteTap(NamedTuple):
    """Someone else who reads along: ``take`` is given every record that touches ``regions``, whatever it says.

    Records of reference too (0/0), and reference blocks that begin before a region and reach into it by INFO/END. ``take`` is
    called before the record is handed out to the stream, if it is.
    """

    regions: Regions
    take: Callable[[Record], None]


def record_of_row(row: str, number: int, near_regions: bool) -> Record:
    """The record of a row whose columns and POS are known to be sound."""
    columns = row.rstrip("\r\n").split("\t")
    return Record(
        number=number,
        vcf_chrom=intern(columns[0]),  # a file has few contigs and few FILTER texts, and thousands of alleles that name them
        chrom=chromosome_name(columns[0]),
        pos=int(columns[1]),
        vcf_id=columns[2],
        ref=columns[3],
        alts=_alts(columns[4]),
        qual_text=columns[5],
        filter_text=intern(columns[6]),
        info_text=columns[7],
        format_text=columns[8] if len(columns) > 8 else "",
        samples=columns[9:],
        near_regions=near_regions,
    )


def _alts(text: str) -> tuple[str, ...]:
    return _ONE_BASE.get(text) or tuple(text.split(","))


Found = tuple[str, int, bool, bool, bool]
"""A row that matters: its text, its number, whether it is near the regions, wanted by the stream, at a site of the tap."""


def handed_out(found: Iterable[Found], tap: SiteTap | None) -> Iterator[Record]:
    """The records that the stream wants, after the tap was given its own."""
    for text, number, near, wanted, at_site in found:
        record = record_of_row(text, number, near)
        if tap and at_site:
            tap.take(record)
        if wanted:
            yield record


@lru_cache(maxsize=1024)  # a file has few FILTER texts
def filters_of(text: str) -> tuple[str, ...]:
    """The filters that a record did not pass; () for PASS and for "." (no filter was applied).

    Exports of laboratories write "Pass" and "PASS;PASS" too. Beside another filter PASS says nothing.
    """
    names = tuple(name for name in text.split(";") if name not in ("", "."))
    return () if all(name.strip().upper() == "PASS" for name in names) else names


@lru_cache(maxsize=256)  # a file has few FORMAT texts
def format_keys(text: str) -> tuple[str, ...]:
    """The fields of FORMAT."""
    return tuple(text.split(":"))


def sample_values(format_text: str, sample_text: str) -> dict[str, str]:
    """FORMAT values of one sample. Trailing fields may be dropped (VCF 4.5 section 1.6.2).

    A field that FORMAT names twice, against the standard, is unknown where its values differ. Raises ValueError, in words,
    for two genotypes, and where the sample has more values than FORMAT names.
    """
    keys = format_keys(format_text)
    values = sample_text.split(":")
    if len(values) > len(keys):
        raise ValueError(f"the sample has {len(values)} values, but FORMAT names {len(keys)} fields")
    found = dict(zip(keys, values, strict=False))
    return found if len(found) == len(values) else _of_doubled(keys, values)


def _of_doubled(keys: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for key, value in zip(keys, values, strict=False):
        told.setdefault(key, [])
        if value not in (*_MISSING, *told[key]):
            told[key].append(value)
    if len(genotypes := told.get("GT", [])) > 1:
        raise ValueError(f"FORMAT names GT twice, and the sample has two genotypes: {' and '.join(genotypes)}")
    return {key: own[0] if len(own) == 1 else "." for key, own in told.items()}
