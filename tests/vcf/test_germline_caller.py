"""A file is told to be a germline file only where nothing in it speaks of tumours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pm_annotate.errors import PmAnnotateError
from pm_annotate.vcf.germline_caller import germline_caller, lists_inherited
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.roles import assign_roles
from tests.vcf.vcf_text import write_vcf

HAPLOTYPECALLER = '##GATKCommandLine=<ID=HaplotypeCaller,CommandLine="HaplotypeCaller --input p1.bam --output p1.vcf.gz">'


def told(folder: Path, meta: Sequence[str], samples: Sequence[str] = ("P1",), **options: str) -> str:
    header = read_header(write_vcf(folder, [], samples, meta))
    return germline_caller(header, assign_roles(header, **options))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (HAPLOTYPECALLER, "GATK HaplotypeCaller"),
        ('##GATKCommandLine=<ID=GenotypeGVCFs,CommandLine="GenotypeGVCFs --variant p1.g.vcf.gz">', "GATK GenotypeGVCFs"),
        ("##DeepVariant_version=1.6.1", "DeepVariant"),
        ("##cmdline=/opt/strelka/bin/configureStrelkaGermlineWorkflow.py --bam p1.bam", "Strelka germline"),
        (
            '##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--bam-input p1.bam --enable-variant-caller true">',
            "DRAGEN germline",
        ),
        ("##bcftools_callCommand=call -mv -Oz -o p1.vcf.gz", "bcftools call"),
        ("##SentieonCommandLine.Haplotyper=<ID=Haplotyper>", "Sentieon Haplotyper"),
    ],
)
def test_germline_callers(tmp_path: Path, line: str, name: str) -> None:
    assert told(tmp_path, [line]) == name


@pytest.mark.parametrize(
    "lines",
    [
        ["##source=Mutect2", '##INFO=<ID=TLOD,Number=A,Type=Float,Description="t">'],
        ['##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --germline-resource af-only-gnomad.vcf.gz">'],
        [HAPLOTYPECALLER, '##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 -I p1.bam">'],
        ["##content=strelka somatic snv calls", "##cmdline=configureStrelkaSomaticWorkflow.py", "##germlineSnvTheta=0.001"],
        ["##source=VarDict_v1.8.3", '##INFO=<ID=STATUS,Number=1,Type=String,Description="s">'],
        ["##source=VarScan2", '##INFO=<ID=SS,Number=1,Type=String,Description="s">'],
        ["##DeepVariant_version=1.6.1", "##source=DeepSomatic"],
        ["##DeepVariant_version=1.6.1", '##FILTER=<ID=GERMLINE,Description="Non somatic variants">'],  # what DeepSomatic writes
        ['##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--tumor-bam-input t.bam --enable-variant-caller true">'],
        ["##source=freeBayes v1.3.6"],
        ["##source=ClairS"],
        [HAPLOTYPECALLER, "##source=oncotator tumor maf"],
        [],
    ],
)
def test_somatic_and_unknown_callers_are_never_told_germline(tmp_path: Path, lines: Sequence[str]) -> None:
    assert told(tmp_path, lines) == ""


def test_a_germline_caller_on_a_tumour_is_not_a_germline_file(tmp_path: Path) -> None:
    assert told(tmp_path, [HAPLOTYPECALLER], ("TUMOR",)) == ""
    assert told(tmp_path, [HAPLOTYPECALLER], ("TUMOR", "NORMAL")) == ""
    assert told(tmp_path, [HAPLOTYPECALLER], ("TCGA-A6-2686-01A-01D-1408-10",)) == ""
    assert told(tmp_path, [HAPLOTYPECALLER], ("P1",), tumor_sample="P1") == ""
    assert told(tmp_path, [HAPLOTYPECALLER], ("TCGA-A6-2686-10A-01D-2188-10",)) == "GATK HaplotypeCaller"


def test_no_real_somatic_file_is_told_germline(shared_data: Path) -> None:
    read = 0
    for path in sorted((shared_data / "vcf" / "somatic").rglob("*.vcf*")):
        if path.suffix == ".tbi":
            continue
        try:
            header = read_header(str(path))
            roles = assign_roles(header)
        except PmAnnotateError:
            continue
        read += 1
        assert germline_caller(header, roles) == "", path.name
    assert read > 10


def test_real_germline_files_are_told(shared_data: Path) -> None:
    for name in ("gvcf_mixed.vcf", "gvcf_non_ref.vcf"):
        header = read_header(str(shared_data / "vcf" / "shapes" / name))
        assert germline_caller(header, assign_roles(header)) == "GATK HaplotypeCaller"


@pytest.mark.parametrize(
    ("lines", "samples", "listed"),
    [
        ([HAPLOTYPECALLER], ("P1",), True),
        ([HAPLOTYPECALLER], ("P1_tumor", "P1_normal"), True),
        (["##source=Mutect2"], ("P1",), False),
        (["##content=strelka somatic snv calls", '##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="s">'], ("P1",), False),
        (['##INFO=<ID=TLOD,Number=A,Type=Float,Description="t">'], ("P1",), False),
        ([], ("P1_tumor", "P1_normal"), False),
        ([], ("P1",), None),
        (['##source="tvc 5.12"'], ("P1",), None),
        (['##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--tumor-bam-input t.bam --enable-variant-caller true">'],
         ("P1",), False),
    ],
)  # fmt: skip
def test_which_files_list_what_the_patient_was_born_with(
    lines: list[str], samples: tuple[str, ...], listed: bool | None, tmp_path: Path
) -> None:
    """A somatic caller leaves a germline DPYD*2A out: that it is not listed there says nothing."""
    header = read_header(write_vcf(tmp_path, [], samples, lines))
    roles = assign_roles(header) if len(samples) == 1 else assign_roles(header, "P1_tumor", "P1_normal")
    assert lists_inherited(header, roles) is listed
