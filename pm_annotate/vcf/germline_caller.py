"""Was a file written by a germline caller? Told from what the caller itself left in the header, and only where nothing
in it speaks of tumours: a wrong "germline" would call somatic variants inherited.

Germline callers run on tumour samples too. So the columns must not be a tumour by header, name or option either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pm_annotate.model import SampleRole
from pm_annotate.vcf.callers import is_paired_somatic
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.sample_names import tumour_normal_pairs

_GERMLINE = (
    ("GATK HaplotypeCaller", r"##GATKCommandLine(\.HaplotypeCaller)?=<ID=HaplotypeCaller\b|##source=HaplotypeCaller\b"),
    ("GATK GenotypeGVCFs", r"##GATKCommandLine(\.GenotypeGVCFs)?=<ID=GenotypeGVCFs\b|##source=GenotypeGVCFs\b"),
    ("GATK UnifiedGenotyper", r"##(GATKCommandLine\S*=<ID=UnifiedGenotyper\b|UnifiedGenotyper=)"),
    ("DeepVariant", r"##DeepVariant_version="),
    ("GLnexus", r"##GLnexusVersion="),
    ("Strelka germline", r"##cmdline=.*configureStrelkaGermlineWorkflow|##content=strelka germline"),
    ("DRAGEN germline", r"##DRAGENCommandLine=<ID=dragen,.*--enable-variant-caller[ =]true"),
    ("bcftools call", r"##bcftools_callCommand="),
    ("Sentieon Haplotyper", r"##SentieonCommandLine\.(Haplotyper|GVCFtyper|DNAscope)="),
    ("Clair3", r"##source=Clair3\b"),
)
_SOMATIC_CALLERS = frozenset(
    {
        "caveman", "lofreq", "muse", "mutect", "mutect2", "pindel", "pisces", "scalpel", "somaticseq", "somaticsniper", "svaba",
        "tnscope", "torrent variant caller", "vardict", "varscan",
    }
)  # fmt: skip
"""Callers of tumours: one of them in the header, alone or beside others, and the file is not told to be germline."""

_TUMOUR_WORDS = re.compile(
    r"somatic|tumou?r|deepsomatic|clairs|cancer|--normal|matched[-_ ]?normal|##normal_sample|mutect|tnscope|tnhaplotyper",
    re.IGNORECASE,
)
_SOMATIC_FILTER = re.compile(r"##FILTER=<ID=(germline\w*|non_?somatic)[,>]", re.IGNORECASE)
"""A filter that sets germline alleles aside is a somatic caller's. DeepSomatic names itself by DeepVariant's version alone."""
_FIELD_LINES = ("##INFO=", "##FORMAT=", "##FILTER=", "##ALT=", "##contig=", "##reference=")
_SOMATIC_INFO = frozenset({"SOMATIC", "TLOD", "NLOD", "SOMATICSCORE", "SSC", "SPV", "SSF", "GERMQ", "POPAF", "SS"})


def germline_caller(header: VcfHeader, roles: Sequence[SampleRole] = ()) -> str:
    """The germline caller that wrote the file: "GATK HaplotypeCaller"; "" where it is not told for certain.

    ``roles``: the reports of the file. A report with a matched normal, whose tumour was named by option or header, or whose
    column has the name of a tumour is no germline file.
    """
    if _SOMATIC_CALLERS.intersection(header.callers) or _SOMATIC_INFO & header.info_ids:
        return ""
    if is_paired_somatic(header.lines, header.info_ids, header.format_ids):
        return ""
    if any(_is_of_a_tumour(role) for role in roles) or tumour_normal_pairs(header.samples):
        return ""
    said = [line for line in header.lines if not line.startswith(_FIELD_LINES)]
    if any(_TUMOUR_WORDS.search(line) for line in said) or any(map(_SOMATIC_FILTER.match, header.lines)):
        return ""
    return _named(said)


NOT_TOLD_TUMOURS = ("only sample", "no roles told", "sites only", "")
"""Bases of roles that say nothing of a tumour: see ``assign_roles``."""


def _is_of_a_tumour(role: SampleRole) -> bool:
    return role.normal is not None or role.basis not in NOT_TOLD_TUMOURS


def _named(lines: Iterable[str]) -> str:
    texts = list(lines)
    return next((name for name, pattern in _GERMLINE if any(re.search(pattern, line, re.IGNORECASE) for line in texts)), "")


_LEAVE_INHERITED_OUT = frozenset(
    {"caveman", "muse", "mutect", "mutect2", "scalpel", "somaticseq", "somaticsniper", "svaba", "tnscope"}
)  # fmt: skip
"""Somatic callers that do not list what the patient was born with, or filter it out."""


def lists_inherited(header: VcfHeader, roles: Sequence[SampleRole] = ()) -> bool | None:
    """Whether a file lists inherited alleles, so that one it does not list is absent where the sample was covered.

    True for the files of germline callers, also where a column is a tumour; False for those of somatic callers and for other
    pairs; None where it cannot be told: a tumour alone, by a caller of everything or filtered since.
    """
    if _LEAVE_INHERITED_OUT.intersection(header.callers) or _SOMATIC_INFO & header.info_ids:
        return False
    if is_paired_somatic(header.lines, header.info_ids, header.format_ids):
        return False
    said = [line for line in header.lines if not line.startswith(_FIELD_LINES)]
    if _named(said) and not any(_TUMOUR_WORDS.search(line) for line in said):
        return True
    return False if any(role.normal is not None for role in roles) else None
