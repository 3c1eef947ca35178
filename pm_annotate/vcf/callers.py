"""Which variant callers wrote a file, told from its header."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMED = (
    ("mutect2", r"mutect2|##mutect ?version|ID=mutect2\b"),
    ("mutect", r"##(source|muTect)\S*=.*\bmutect(?!2)\b|##mutect=|ID=mutect\b"),
    ("haplotypecaller", r"haplotypecaller"),
    ("strelka", r"##source=strelka|##content=strelka|configurestrelka"),
    ("vardict", r"##source=vardict|vardict"),
    ("varscan", r"varscan"),
    ("freebayes", r"##source=freebayes|##commandline=\"?freebayes"),
    ("lofreq", r"##source=lofreq"),
    ("somaticsniper", r"somaticsniper|bam-somaticsniper"),
    ("muse", r"##muse_version|##source=muse"),
    ("scalpel", r"##source=scalpel"),
    ("torrent variant caller", r"torrent variant caller|##source=\"?tvc\b"),
    ("dragen", r"##dragen|##source=dragen"),
    ("octopus", r"##octopus|##source=octopus"),
    ("deepvariant", r"##deepvariant|deepsomatic"),
    ("caveman", r"caveman"),
    ("pindel", r"pindel"),
    ("platypus", r"platypus"),
    ("somaticseq", r"##somaticseq"),
    ("manta", r"configmanta|##source=generatesvcandidates"),
    ("tnscope", r"tnscope|tnhaplotyper"),
    ("pisces", r"##source=pisces"),
    ("svaba", r"svaba"),
)  # fmt: skip

_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _NAMED)

_BY_FORMAT = (
    ("somaticsniper", frozenset({"BCOUNT", "IGT", "JGQ"})),
    ("strelka", frozenset({"AU", "CU", "GU", "TU"})),
    ("strelka", frozenset({"TAR", "TIR"})),
    ("vardict", frozenset({"VD", "ALD"})),
    ("caveman", frozenset({"FAZ", "RAZ", "PM"})),
    ("pindel", frozenset({"PU", "NU", "PR", "NR"})),
)
"""FORMAT fields that only one caller writes, for headers whose ##source line got lost."""

_SEARCHED = 100_000  # characters of a line; command lines name their caller long before
_STATEMENT_LINES = ("##INFO=", "##FORMAT=", "##FILTER=", "##ALT=", "##contig=", "##reference=")


def callers_of(lines: Iterable[str], info_ids: frozenset[str], format_ids: frozenset[str]) -> tuple[str, ...]:
    """Names of the callers in alphabetical order, lower case; empty where the header does not tell."""
    found: set[str] = set()
    for line in lines:
        if not line.startswith(_STATEMENT_LINES):
            found.update(name for name, pattern in _PATTERNS if pattern.search(line, 0, _SEARCHED))
    found.update(name for name, ids in _BY_FORMAT if ids <= format_ids)
    if {"SSC", "GPV", "SPV"} <= info_ids:
        found.add("varscan")
    return tuple(sorted(found))


_PAIRED_INFO = (frozenset({"SOMATIC"}), frozenset({"STATUS", "SSF"}), frozenset({"SPV", "SSC"}), frozenset({"NLOD"}))
_PAIRED_FORMAT = (
    frozenset({"AU", "CU", "GU", "TU"}),
    frozenset({"TAR", "TIR"}),
    frozenset({"SSC"}),
    frozenset({"FAZ", "RAZ", "PM"}),
)
_PAIRED_LINES = re.compile(
    r"configurestrelkasomatic|##content=strelka somatic|--normal-?sample|--normal_sample|--normalbam|##normal_sample="
    r"|##muse_version|somatic-?sniper|##source=mutect|ID=mutect2\b|--tumor-fastq|--tumor-bam|##source=\"?(mutect2|caveman)",
    re.IGNORECASE,
)


def is_paired_somatic(lines: Iterable[str], info_ids: frozenset[str], format_ids: frozenset[str]) -> bool:
    """Whether the header is that of a caller that compares a tumour with its normal, so that its columns have roles."""
    if any(ids <= info_ids for ids in _PAIRED_INFO) or any(ids <= format_ids for ids in _PAIRED_FORMAT):
        return True
    return any(not line.startswith(_STATEMENT_LINES) and _PAIRED_LINES.search(line, 0, _SEARCHED) for line in lines)
