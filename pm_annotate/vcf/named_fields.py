"""Fields that the user names for the reads of an unknown caller: the tumour's fraction, its depth, its reads with the allele.

What they give goes before what is read by itself; where a record lacks them, that stands. Loaded where some are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from pm_annotate.errors import UsageError
from pm_annotate.model import ON_EVERY_COPY, Call
from pm_annotate.shared_texts import shared
from pm_annotate.vcf.evidence import AlleleFields, Reads, total
from pm_annotate.vcf.genotypes import parse_genotype
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.support import FieldTags

WHERE = ("FORMAT", "INFO")
NEAREST, SHOWN = 2, 20  # fields that a message names
_WHOLE = re.compile(r"\d+")  # before a comma: "0,1" may be a decimal comma, and is left unread

Value = TypeVar("Value")


def check_tags(header: VcfHeader, tags: FieldTags, retain_info: Sequence[str] = ()) -> None:
    """Raises UsageError, naming the nearest fields, for a tag that the header does not declare."""
    known = [(where, one) for where in WHERE for one in sorted(_declared(header, where))]
    for option, tag in tags.by_option():
        where, name = parted(tag)
        if not any((column, name) in known for column in where):
            raise UsageError(f"{option} {tag}: the header of {header.name} declares no such field.{_near(name, known)}")
    for tag in retain_info:
        if tag not in header.info_ids:
            elsewhere = " It is a FORMAT field; INFO fields can be carried." if tag in header.format_ids else ""
            near = elsewhere or _near(tag, [one for one in known if one[0] == "INFO"])
            raise UsageError(f"--retain-info {tag}: the header of {header.name} declares no INFO field of that name.{near}")


def require_one_report(header: VcfHeader, tags: FieldTags, n_reports: int) -> None:
    """Raises UsageError for a tag that is in INFO alone where that speaks of several tumours."""
    for option, tag in tags.by_option():
        where, name = parted(tag)
        if n_reports > 1 and not ("FORMAT" in where and name in header.format_ids):
            raise UsageError(
                f"{option} {tag}: an INFO field speaks of a whole record, but {header.name} gives {n_reports} reports. "
                "Name a FORMAT field, or choose one tumour with --tumor-sample."
            )


def parted(tag: str) -> tuple[tuple[str, ...], str]:
    """``INFO/TVAF`` to (("INFO",), "TVAF"); a bare name is looked for in FORMAT first."""
    where, slash, name = tag.partition("/")
    return ((where.upper(),), name) if slash and where.upper() in WHERE else (WHERE, tag)


def _declared(header: VcfHeader, where: str) -> Collection[str]:
    return header.format_ids if where == "FORMAT" else header.info_ids


def _near(name: str, known: Sequence[tuple[str, str]]) -> str:
    """`` Did you mean FORMAT/TVAF?``, the nearest first; where nothing is near, the fields of FORMAT and INFO are listed."""
    import difflib  # for the message alone

    near = difflib.get_close_matches(name.casefold(), dict.fromkeys(one.casefold() for _, one in known), n=NEAREST)
    if near:
        fields = [f"{where}/{one}" for close in near for where, one in known if one.casefold() == close]
        return f" Did you mean {' or '.join(fields)}?"
    fields = [f"{where}/{one}" for where, one in known]
    more = f" and {len(fields) - SHOWN} more" if len(fields) > SHOWN else ""
    return f" It declares {', '.join(fields[:SHOWN])}{more}." if fields else " It declares none."


def named_reads(
    tags: FieldTags, values: Mapping[str, str], info: Mapping[str, str], ref: str, alts: Sequence[str], index: int
) -> Reads | None:
    """What the named fields say of ALT ``index`` (from 1); None where none of them says anything.

    ``values`` are the FORMAT values of the column, ``info`` is empty where INFO does not speak of it alone. A field has a value
    for each ALT (Number=A), or for REF and each ALT (Number=R); of depths also one for the record.
    """
    columns = {where: AlleleFields(of, where, ref, alts, index) for where, of in zip(WHERE, (values, info), strict=True)}
    fraction, of_fraction = _first(columns, tags.af, _fraction)
    depth, of_depth = _first(columns, tags.dp, _depth)
    counts, of_counts = _first(columns, tags.ad, _counts)
    if fraction is None and depth is None and counts is None:
        return None
    ref_count, alt_count, whole = counts or (None, None, None)
    return Reads(
        depth=depth if depth is not None else whole,
        ref_count=ref_count,
        alt_count=alt_count,
        vaf=fraction if fraction is not None else alt_count / whole if alt_count is not None and whole else None,
        fields=tuple(dict.fromkeys((*of_fraction, *of_counts, *of_depth))),
    )


def _first(
    columns: Mapping[str, AlleleFields], tag: str | None, read: Callable[[AlleleFields, str], Value | None]
) -> tuple[Value | None, tuple[str, ...]]:
    """The value of a tag in the first column that has one, and that field's name."""
    if tag is None:
        return None, ()
    where, name = parted(tag)
    for column in where:
        value = read(columns[column], name)
        if value is not None:
            return value, columns[column].named(name)
    return None, ()


def _fraction(fields: AlleleFields, key: str) -> float | None:
    """This ALT's fraction, 0-1; ``0.65,0.35`` of one ALT is that of REF and of ALT."""
    value = fields.fraction(key)
    text = fields.values.get(key, "")
    parts = text.split(",")
    if value is not None or len(parts) != len(fields.alts) + 1 or _WHOLE.fullmatch(parts[0]):
        return value
    return fields._replace(values={key: ",".join(parts[1:])}).fraction(key)


def _depth(fields: AlleleFields, key: str) -> int | None:
    """One number for the record, one for each ALT, or the reads of REF and of each ALT, which are summed."""
    numbers = fields.integers(key)
    if len(numbers) == len(fields.alts) + 1 and None not in numbers:
        return total(numbers)
    return fields.per_alt(key) if len(numbers) > 1 else fields.integer(key)


def _counts(fields: AlleleFields, key: str) -> tuple[int | None, int, int | None] | None:
    """Reads of REF, of this ALT, and of all together; the first and the last are known of Number=R alone."""
    numbers = fields.integers(key)
    if len(numbers) == len(fields.alts) + 1:
        alt = numbers[fields.alt_number]
        return None if alt is None else (numbers[0], alt, None if None in numbers else total(numbers))
    alt = fields.per_alt(key)
    return None if alt is None else (None, alt, None)


def with_named(call: Call, named: Reads | None, n_alts: int, index: int) -> Call:
    """The call with what the user's fields say of ALT ``index`` of ``n_alts``. What they do not say stands as it was read."""
    if named is None:
        return call
    depth = named.depth if named.depth is not None else call.depth
    ref, alt, vaf = call.ref_count, call.alt_count, named.vaf if named.vaf is not None else call.vaf
    if named.alt_count is not None:
        ref, alt = named.ref_count, named.alt_count
        fits = depth is not None and depth >= alt
        if ref is None and n_alts == 1 and depth is not None and fits:
            ref = depth - alt
        if named.vaf is None:
            vaf = alt / depth if depth and fits else None
    says_all = named.vaf is not None and named.alt_count is not None and named.depth is not None
    return call._replace(
        depth=depth,
        ref_count=ref,
        alt_count=alt,
        vaf=vaf,
        zygosity=_zygosity(call, vaf, n_alts, index),
        read_fields=shared(tuple(dict.fromkeys((*named.fields, *(() if says_all else call.read_fields))))),
    )


def _zygosity(call: Call, vaf: float | None, n_alts: int, index: int) -> str:
    """As the genotype says it, where the named fraction allows it (see ``reads``)."""
    if call.zygosity not in ("homozygous", "unknown") or not call.genotype:
        return call.zygosity
    told = parse_genotype(call.genotype, n_alts).zygosity(index)
    return "unknown" if told == "homozygous" and vaf is not None and vaf < ON_EVERY_COPY else told
