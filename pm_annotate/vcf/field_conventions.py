"""What a header says of how the fields of a file are meant, where their names or signs alone mislead.

- Fractions in percent without a percent sign: 0.9 is 0.9 %, not 90 %.
- Records that were split by ALT: the counts of the other ALT are gone from AD, so that two alleles of half the reads each would
  both look like all of them.
- CaVEMan writes 0|1 for whatever it calls, and phases nothing: T790M and C797S of its file are not known to be in cis.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pm_annotate.model import Call
from pm_annotate.vcf.alleles import trim

FRACTIONS = ("AF", "VAF", "FREQ", "FA", "VF", "PM", "TVAF", "NAF", "af")
LONGEST = 100_000  # characters of a line that are searched
MISSING_SHARE = 0.1  # of the depth that REF and ALT of a split record leave over before reads of another ALT are supposed

_DESCRIBED = r"##(?:INFO|FORMAT)=<ID=([^,>]+),.*Description=\"([^\"]*)"
_IN_PERCENT = r"(?i:\bin percent|\bin %|[(\[](?:in )?(?:percent|%)[)\]]|\bpercent\b.{0,12}0 ?(?:-|to) ?100)"
_SPLIT = (
    r"##bcftools_normCommand=.*\s(?:-m\s*|--multiallelics[ =])-|--split-multi-allelics(?! false)|vcfbreakmulti|\bvt decompose\b"
)
_SPLIT_WORDS = ("multiallelics", "multi-allelics", "norm", "breakmulti", "decompose")
_OF_ALLELES = frozenset({"AD", "ADF", "ADR"})
_OF_ALT = frozenset({*FRACTIONS, "AO", "FAO", "NV"})
_SIGN_ONLY = frozenset({"caveman"})
_OLD_ALLELES = "##INFO=<ID=OLD_MULTIALLELIC,"  # what vt leaves
_FIELDS = ("##INFO=", "##FORMAT=")
_OTHER_STATEMENTS = ("##contig=", "##FILTER=", "##ALT=")


class FieldConventions(NamedTuple):
    """``percent``: fields whose numbers are percent. ``split``: multi-allelic records were split into one for each ALT.
    ``sign_only``: the ``|`` of a genotype without PS says nothing."""

    percent: frozenset[str] = frozenset()
    split: bool = False
    sign_only: bool = False

    def values(self, fields: Mapping[str, str]) -> Mapping[str, str]:
        """The fields with a percent sign where one is meant."""
        meant = [key for key in self.percent if "%" not in fields.get(key, "%")]
        return {**fields, **{key: _signed(fields[key]) for key in meant}} if meant else fields

    def call(self, call: Call) -> Call:
        """The call without a phase that is none, and with its VAF held against the depth where its record is a part of a
        multi-allelic one: the other allele's reads are in the depth alone. ``1/.`` is how vt writes such a part.
        """
        if self.sign_only and call.phase_set is None:
            call = call._replace(phased_genotype=None)
        half = call.carries is True and "." in (call.genotype or "")
        if not (self.split or half) or call.ref_count is None or call.alt_count is None or not call.depth:
            return call
        if call.ref_count + call.alt_count > call.depth * (1 - MISSING_SHARE):
            return call
        return call._replace(vaf=call.alt_count / call.depth)


def of_one_alt(values: Mapping[str, str], ref: str, alt: str, info_text: str) -> Mapping[str, str]:
    """The fields of a part of a multi-allelic record with the numbers of its own ALT, where they were left whole.

    ``vt decompose`` splits the record and leaves AD as it was: OLD_MULTIALLELIC (``chr7:140753336:A/C/T``) says whose they are.
    """
    found = re.search(r"(?:^|;)OLD_MULTIALLELIC=[^;,]*:([^:;,]+)(?:;|$)", info_text)
    old = found[1].split("/") if found else []
    own = [place for place, one in enumerate(old[1:], 1) if trim(1, old[0], one)[1:] == trim(1, ref, alt)[1:]]
    if len(old) < 3 or len(own) != 1:
        return values
    kept = dict(values)
    for key, text in values.items():
        parts = text.split(",")
        if key in _OF_ALLELES and len(parts) == len(old):
            kept[key] = f"{parts[0]},{parts[own[0]]}"
        elif key in _OF_ALT and len(parts) == len(old) - 1:
            kept[key] = parts[own[0] - 1]
    return kept


def field_conventions(lines: Iterable[str], callers: Collection[str] = (), fractions: Collection[str] = ()) -> FieldConventions:
    """Read from the meta-information lines, and from the names of the callers. ``fractions``: fields beside FRACTIONS."""
    percent, split = set(), False
    for line in lines:
        if line.startswith(_FIELDS):
            if (name := _percent_field(line)) in FRACTIONS or name in fractions:
                percent.add(name)
            split = split or line.startswith(_OLD_ALLELES)
        elif not split and not line.startswith(_OTHER_STATEMENTS) and any(word in line for word in _SPLIT_WORDS):
            split = bool(re.search(_SPLIT, line[:LONGEST]))
    return FieldConventions(frozenset(percent), split, not _SIGN_ONLY.isdisjoint(callers))


def _percent_field(line: str) -> str:
    """Name of the field that an INFO or FORMAT line describes as percent; ""."""
    if "%" not in line and "percent" not in line.casefold():
        return ""
    described = re.match(_DESCRIBED, line)
    return described[1] if described and re.search(_IN_PERCENT, described[2]) else ""


def _signed(text: str) -> str:
    return ",".join(f"{part}%" if part not in ("", ".") else part for part in text.split(","))
