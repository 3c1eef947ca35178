"""Which variant callers wrote a file, told from its header."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMED = (
    ("mutect2", ("mutect",), r"mutect2|##mutect ?version|ID=mutect2\b"),
    ("mutect", ("mutect",), r"##(source|muTect)\S*=.*\bmutect(?!2)\b|##mutect=|ID=mutect\b"),
    ("haplotypecaller", ("haplotypecaller",), r"haplotypecaller"),
    ("strelka", ("strelka",), r"##source=strelka|##content=strelka|configurestrelka"),
    ("vardict", ("vardict",), r"##source=vardict|vardict"),
    ("varscan", ("varscan",), r"varscan"),
    ("freebayes", ("freebayes",), r"##source=freebayes|##commandline=\"?freebayes"),
    ("lofreq", ("lofreq",), r"##source=lofreq"),
    ("somaticsniper", ("sniper",), r"somaticsniper|bam-somaticsniper"),
    ("muse", ("muse",), r"##muse_version|##source=muse"),
    ("scalpel", ("scalpel",), r"##source=scalpel"),
    ("torrent variant caller", ("torrent", "tvc"), r"torrent variant caller|##source=\"?tvc\b"),
    ("dragen", ("dragen",), r"##dragen|##source=dragen"),
    ("octopus", ("octopus",), r"##octopus|##source=octopus"),
    ("deepvariant", ("deepvariant", "deepsomatic"), r"##deepvariant|deepsomatic"),
    ("caveman", ("caveman",), r"caveman"),
    ("pindel", ("pindel",), r"pindel"),
    ("platypus", ("platypus",), r"platypus"),
    ("somaticseq", ("somaticseq",), r"##somaticseq"),
    ("manta", ("manta", "svcandidates"), r"configmanta|##source=generatesvcandidates"),
    ("tnscope", ("tnscope", "tnhaplotyper"), r"tnscope|tnhaplotyper"),
    ("pisces", ("pisces",), r"##source=pisces"),
    ("svaba", ("svaba",), r"svaba"),
)  # fmt: skip
"""Name, words of which a line must have one, and the pattern that decides; it is compiled for those lines only."""

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
            searched = line[:_SEARCHED]
            small = searched.casefold()
            found.update(
                name
                for name, words, pattern in _NAMED
                if any(word in small for word in words) and re.search(pattern, searched, re.IGNORECASE)
            )
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
    r"|##muse_version|##mutect=|somatic-?sniper|##source=mutect|ID=mutect2\b|--tumor-(fastq|bam|cram)|--RGSM-tumor"
    r"|##source=\"?(mutect2|caveman|lancet)|##sageversion=",
    re.IGNORECASE,
)


def is_paired_somatic(lines: Iterable[str], info_ids: frozenset[str], format_ids: frozenset[str]) -> bool:
    """Whether the header is that of a caller that compares a tumour with its normal, so that its columns have roles."""
    if any(ids <= info_ids for ids in _PAIRED_INFO) or any(ids <= format_ids for ids in _PAIRED_FORMAT):
        return True
    return any(not line.startswith(_STATEMENT_LINES) and _PAIRED_LINES.search(line, 0, _SEARCHED) for line in lines)
