"""Reads of fields that the user names: one value for each ALT, or for REF and each ALT, beside what is read by itself."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pm_annotate.model import Call
from pm_annotate.vcf.named_fields import named_reads, with_named
from pm_annotate.vcf.reads import read_call
from pm_annotate.vcf.support import FieldTags

TWO_ALTS = ("T", "G")


def read(
    tags: FieldTags,
    values: Mapping[str, str],
    info: Mapping[str, str] | None = None,
    alts: tuple[str, ...] = ("T",),
    index: int = 1,
) -> tuple[int | None, int | None, int | None, float | None]:
    """Depth, reads of REF and of ALT, and VAF, after the user's fields went before what the call says by itself."""
    call = read_call("T1", values, "A", alts, index, info)
    named = named_reads(tags, values, info or {}, "A", alts, index)
    after = with_named(call, named, len(alts), index)
    return after.depth, after.ref_count, after.alt_count, after.vaf


@pytest.mark.parametrize(
    ("tags", "values", "expected"),
    [
        (FieldTags(ad="XAD"), {"XAD": "60,40"}, (100, 60, 40, 0.4)),  # REF and ALT
        (FieldTags(ad="XAO", dp="XDP"), {"XAO": "40", "XDP": "100"}, (100, 60, 40, 0.4)),  # ALT alone
        (FieldTags(ad="XAO"), {"XAO": "40", "DP": "100"}, (100, 60, 40, 0.4)),  # beside the usual depth
        (FieldTags(ad="XAO"), {"XAO": "40"}, (None, None, 40, None)),
        (FieldTags(ad="XAO", dp="XDP"), {"XAO": "40", "XDP": "30"}, (30, None, 40, None)),  # more reads than depth: no fraction
        (FieldTags(af="XAF"), {"XAF": "0.25", "AD": "60,40"}, (100, 60, 40, 0.25)),
        (FieldTags(af="XAF"), {"XAF": "25%"}, (None, None, None, 0.25)),
        (FieldTags(af="XAF"), {"XAF": "0.75,0.25"}, (None, None, None, 0.25)),  # of REF and ALT
        (FieldTags(af="XAF"), {"XAF": "0,25"}, (None, None, None, 0.25)),  # a decimal comma
        (FieldTags(af="XAF"), {"XAF": "0,1", "AD": "60,40"}, (100, 60, 40, 0.4)),  # either: not guessed at
        (FieldTags(af="XAF"), {"XAF": "25", "AD": "60,40"}, (100, 60, 40, 0.4)),  # no fraction
        (FieldTags(af="XAF"), {"XAF": ".", "AD": "60,40"}, (100, 60, 40, 0.4)),
        (FieldTags(dp="XDP"), {"XDP": "60,40"}, (100, None, None, None)),
        (FieldTags(dp="XDP"), {"XDP": "many", "DP": "90"}, (90, None, None, None)),
        (FieldTags(ad="XAD"), {"XAD": "60,."}, (None, None, None, None)),
        (FieldTags(ad="XAD"), {"XAD": "-5,40"}, (None, None, 40, None)),
    ],
)
def test_one_alt(
    tags: FieldTags, values: Mapping[str, str], expected: tuple[int | None, int | None, int | None, float | None]
) -> None:
    assert read(tags, values) == expected


def test_each_alt_has_its_own_value() -> None:
    tags = FieldTags(af="XAF", ad="XAD")
    values = {"XAF": "0.1,0.3", "XAD": "60,10,30"}
    assert read(tags, values, alts=TWO_ALTS, index=2) == (100, 60, 30, 0.3)
    assert read(FieldTags(ad="XAD"), values, alts=TWO_ALTS, index=1) == (100, 60, 10, 0.1)
    assert read(FieldTags(ad="XAO", dp="DP"), {"XAO": "10,30", "DP": "100"}, alts=TWO_ALTS, index=2) == (100, None, 30, 0.3)


def test_the_sample_speaks_before_the_record() -> None:
    assert read(FieldTags(af="XAF"), {"XAF": "0.2"}, {"XAF": "0.3"})[3] == 0.2
    assert read(FieldTags(af="INFO/XAF"), {"XAF": "0.2"}, {"XAF": "0.3"})[3] == 0.3
    assert read(FieldTags(af="XAF"), {"XAF": "."}, {"XAF": "0.3"})[3] == 0.3


def test_a_genotype_is_homozygous_where_the_named_fraction_allows_it() -> None:
    """DeepSomatic writes 1/1 for every somatic call."""
    call = Call("T1", genotype="1/1", carries=True, zygosity="homozygous")
    low = with_named(call, named_reads(FieldTags(af="XAF"), {"XAF": "0.2"}, {}, "A", ("T",), 1), 1, 1)
    assert low.zygosity == "unknown"
    high = with_named(low, named_reads(FieldTags(af="XAF"), {"XAF": "0.9"}, {}, "A", ("T",), 1), 1, 1)
    assert high.zygosity == "homozygous"
