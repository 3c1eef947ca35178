"""What a header says of how the fields of a file are meant, where their names alone mislead.

Fractions in percent without a percent sign (0.9 is 0.9 %, not 90 %), and records that were split by ALT: the counts of the
other ALT are gone from AD, so that two alleles of half the reads each would both look like all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pm_annotate.model import Call

FRACTIONS = ("AF", "VAF", "FREQ", "FA", "VF", "PM", "TVAF", "NAF", "af")
MISSING_SHARE = 0.1  # of the depth that REF and ALT of a split record leave over before reads of another ALT are supposed

_DESCRIBED = re.compile(rf"##(?:INFO|FORMAT)=<ID=({'|'.join(FRACTIONS)}),.*Description=\"([^\"]*)")
_IN_PERCENT = re.compile(
    r"\bin percent|\bin %|[(\[](?:in )?(?:percent|%)[)\]]|\bpercent\b.{0,12}0 ?(?:-|to) ?100", re.IGNORECASE
)
_SPLIT = re.compile(
    r"##bcftools_normCommand=.*\s(?:-m\s*|--multiallelics[ =])-|##INFO=<ID=OLD_MULTIALLELIC\b"
    r"|--split-multi-allelics(?! false)|vcfbreakmulti|\bvt decompose\b",
    re.IGNORECASE,
)


class FieldConventions(NamedTuple):
    """``percent``: fields whose numbers are percent. ``split``: multi-allelic records were split into one for each ALT."""

    percent: frozenset[str] = frozenset()
    split: bool = False

    def values(self, fields: Mapping[str, str]) -> Mapping[str, str]:
        """The fields with a percent sign where one is meant."""
        meant = [key for key in self.percent if "%" not in fields.get(key, "%")]
        return {**fields, **{key: _signed(fields[key]) for key in meant}} if meant else fields

    def call(self, call: Call) -> Call:
        """The call with its VAF held against the depth where its record is a part of a multi-allelic one.

        The other allele's reads are in the depth alone. ``1/.`` is how vt writes such a part.
        """
        half = call.carries is True and "." in (call.genotype or "")
        if not (self.split or half) or call.ref_count is None or call.alt_count is None or not call.depth:
            return call
        if call.ref_count + call.alt_count > call.depth * (1 - MISSING_SHARE):
            return call
        return call._replace(vaf=call.alt_count / call.depth)


def field_conventions(lines: Iterable[str]) -> FieldConventions:
    """Read from the meta-information lines."""
    percent, split = set(), False
    for line in lines:
        if (described := _DESCRIBED.match(line)) and _IN_PERCENT.search(described[2]):
            percent.add(described[1])
        split = split or bool(_SPLIT.search(line, 0, 100_000))
    return FieldConventions(frozenset(percent), split)


def _signed(text: str) -> str:
    return ",".join(f"{part}%" if part not in ("", ".") else part for part in text.split(","))
