"""Tumour and normal as the command lines name them that callers leave in the header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

_VALUE = r"[ =]+([^\s\"',>]+)"
_OPTIONS = (
    ("tumor", re.compile(rf"(?<![\w-])--?tumor(?:-samples?|_samples?|_sample_name|-sample-name)?{_VALUE}")),
    (
        "normal",
        re.compile(rf"(?<![\w-])--?normal(?:-samples?|_samples?|_sample_name|-sample-name)?{_VALUE}"),
    ),  # Octopus: --normal-samples
    ("tumor", re.compile(r"(?<![\w-])tumor_sample_name=([^\s\"',]+)")),  # MuTect 1
    ("normal", re.compile(r"(?<![\w-])normal_sample_name=([^\s\"',]+)")),
)
_OF_CALLERS = (
    ("##DRAGENCommandLine", "tumor", re.compile(rf"--(?:RGSM-tumor|tumor-fastq-list-sample-id){_VALUE}")),
    ("##DRAGENCommandLine", "normal", re.compile(rf"--(?:RGSM|fastq-list-sample-id){_VALUE}")),
    ("##octopus", "normal", re.compile(rf"(?<![\w-])-N{_VALUE}")),
)
_BAMS = (
    ("tumor", re.compile(r"--tumor(?:[-_]?(?:bam|cram)(?:[-_](?:fn|input))?)?[ =]+([^\s\"',]+\.(?:bam|cram))", re.IGNORECASE)),
    (
        "normal",
        re.compile(r"--normal(?:[-_]?(?:bam|cram)(?:[-_](?:fn|input))?)?[ =]+([^\s\"',]+\.(?:bam|cram))", re.IGNORECASE),
    ),
    ("normal", re.compile(r"\s--(?:bam|cram)-input[ =]+([^\s\"',]+\.(?:bam|cram))")),  # DRAGEN, beside --tumor-bam-input
)

Named = list[tuple[str, str]]
"""(role, sample) as found, "tumor" or "normal"; the sample need not be in the file."""


def samples_of_options(lines: Iterable[str]) -> Named:
    """``--tumor-sample x``, ``-normal y``, ``tumor_sample_name=x`` (MuTect), ``--RGSM-tumor x --RGSM y`` (DRAGEN)."""
    found: Named = []
    for line in lines:
        patterns = [*_OPTIONS, *((role, pattern) for start, role, pattern in _OF_CALLERS if line.startswith(start))]
        found += [(role, sample) for role, pattern in patterns for sample in pattern.findall(line)]
    return found


def samples_of_bams(lines: Iterable[str], samples: Sequence[str]) -> Named:
    """Samples whose names begin the file names of ``--tumorBam``/``--normalBam`` (Strelka2, Manta), ``--tumor``/``--normal``
    (Lancet), ``--tumor_bam_fn`` (ClairS), ``--tumor-bam-input``/``--bam-input`` (DRAGEN).
    """
    found: Named = []
    for line in lines:
        in_line = [(role, PurePath(bam).name) for role, pattern in _BAMS for bam in pattern.findall(line)]
        if not any(role == "tumor" for role, _ in in_line):
            continue
        for role, name in in_line:
            begun = [sample for sample in samples if name.startswith(sample)]
            if begun:
                found.append((role, max(begun, key=len)))
    return found
