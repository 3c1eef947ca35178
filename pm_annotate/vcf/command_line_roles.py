"""Tumour and normal as the command lines name them that callers leave in the header.

Patterns are texts here and compiled where a header has such lines: most have none, and compiling costs a start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

_ROLES = ("tumor", "normal")
_VALUE = r"[ =]+([^\s\"',>]+)"
_OPTION = r"(?<![\w-])--?{role}(?:[-_]samples?(?:[-_]name)?)?" + _VALUE  # GATK, Sentieon, Octopus (--normal-samples)
_MUTECT = r"(?<![\w-]){role}_sample_name=([^\s\"',]+)"  # MuTect 1 writes its options without dashes
_OF_CALLERS = (
    ("##DRAGENCommandLine", "tumor", rf"--(?:RGSM-tumor|tumor-fastq-list-sample-id){_VALUE}"),
    ("##DRAGENCommandLine", "normal", rf"--(?:RGSM|fastq-list-sample-id){_VALUE}"),
    ("##octopus", "normal", rf"(?<![\w-])-N{_VALUE}"),
)
_READS = r"[ =]+([^\s\"',]+\.(?:bam|cram))"
_BAM = r"(?i:--{role}(?:[-_]?(?:bam|cram)(?:[-_](?:fn|input))?)?)" + _READS
_BAM_BESIDE = r"[\s\"]--(?:bam|cram)-input" + _READS  # DRAGEN's normal, beside --tumor-bam-input
_STATEMENTS = ("##contig=", "##INFO=", "##FORMAT=", "##FILTER=", "##ALT=")
_WORDS = ("tumor", "normal", "RGSM", "octopus")  # one of them is in every command line that is meant

Named = list[tuple[str, str]]
"""(role, sample) as found, "tumor" or "normal"; the sample need not be in the file."""


def samples_of_options(lines: Iterable[str]) -> Named:
    """``--tumor-sample x``, ``-normal y``, ``tumor_sample_name=x`` (MuTect), ``--RGSM-tumor x --RGSM y`` (DRAGEN)."""
    found: Named = []
    for line in _command_lines(lines):
        patterns = [(role, text.replace("{role}", role)) for text in (_OPTION, _MUTECT) for role in _ROLES]
        patterns += [(role, text) for start, role, text in _OF_CALLERS if line.startswith(start)]
        found += [(role, sample) for role, pattern in patterns for sample in re.findall(pattern, line)]
    return found


def samples_of_bams(lines: Iterable[str], samples: Sequence[str]) -> Named:
    """Samples whose names begin the file names of ``--tumorBam``/``--normalBam`` (Strelka2, Manta), ``--tumor``/``--normal``
    (Lancet), ``--tumor_bam_fn`` (ClairS), ``--tumor-bam-input``/``--bam-input`` (DRAGEN).
    """
    found: Named = []
    for line in _command_lines(lines):
        paths = {role: re.findall(_BAM.replace("{role}", role), line) for role in _ROLES}
        if paths["tumor"] and not paths["normal"]:
            paths["normal"] = re.findall(_BAM_BESIDE, line)
        for role in _ROLES:
            for name in (PurePath(path).name for path in paths[role]):
                begun = [sample for sample in samples if name.startswith(sample)]
                if begun:
                    found.append((role, max(begun, key=len)))
    return found


def _command_lines(lines: Iterable[str]) -> list[str]:
    said = (line for line in lines if not line.startswith(_STATEMENTS))
    return [line for line in said if any(word in line for word in _WORDS)]
