"""Which column is the tumour: from options, header and names, never from order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.model import SampleRole
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.roles import assign_roles
from tests.vcf.vcf_text import write_vcf

SOMATIC = ['##INFO=<ID=SOMATIC,Number=0,Type=Flag,Description="Somatic">']


def roles(folder: Path, samples: Sequence[str], meta: Sequence[str] = (), **options: str) -> tuple[SampleRole, ...]:
    return assign_roles(read_header(write_vcf(folder, [], samples, meta)), **options)


def pairs(found: tuple[SampleRole, ...]) -> list[tuple[str | None, str | None]]:
    return [(role.tumor, role.normal) for role in found]


@pytest.mark.parametrize("samples", [("A1", "B2"), ("B2", "A1")])
def test_mutect2_header_tells_roles_in_either_order(tmp_path: Path, samples: tuple[str, str]) -> None:
    found = roles(tmp_path, samples, ["##tumor_sample=A1", "##normal_sample=B2"])
    assert pairs(found) == [("A1", "B2")]
    assert found[0].basis == "##tumor_sample"


@pytest.mark.parametrize(
    ("tumor", "normal"),
    [
        ("TUMOR", "NORMAL"),
        ("TUMOUR", "NORMAL"),
        ("PRIMARY", "NORMAL"),
        ("p1_tumor", "p1_normal"),
        ("HCC1395_tumor", "HCC1395BL_normal"),
        ("HCC1395", "HCC1395BL"),
        ("HCC2218C", "HCC2218BL"),
        ("p1-T", "p1-N"),
        ("p1_T", "p1_N"),
        ("p1_T1", "p1_N1"),
        ("T_p1", "N_p1"),
        ("COLO829T", "COLO829R"),
        ("T", "N"),
        ("TCGA-A6-2686-01A-01D-1408-10", "TCGA-A6-2686-10A-01D-2188-10"),
        ("TCGA-A6-2686-06A-01D-1408-10", "TCGA-A6-2686-11A-01D-2188-10"),
        ("patient_Tumour", "patient_blood"),
        ("P1", "P1_blood"),
        ("PAT001", "PAT001-ref"),
        ("P1_cfDNA", "P1_WBC"),
        ("tumor", "non-tumor"),
        ("P1_tumour", "P1_nontumour"),
        ("tumor", "tumor_adjacent"),
        ("lung_cancer_07_tumor", "lung_cancer_07_normal"),
        ("P1_primary_tumor", "P1_primary_normal"),
    ],
)
def test_names_tell_roles_in_either_order(tmp_path: Path, tumor: str, normal: str) -> None:
    assert pairs(roles(tmp_path, [tumor, normal])) == [(tumor, normal)]
    assert pairs(roles(tmp_path, [normal, tumor])) == [(tumor, normal)]


def test_several_tumours_share_the_one_normal(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["tumor_A", "NORMAL", "tumor_B"])) == [("tumor_A", "NORMAL"), ("tumor_B", "NORMAL")]


def test_several_patients_are_paired_by_name(tmp_path: Path) -> None:
    found = roles(tmp_path, ["p1-N", "p2-T", "p2-N", "p1-T"])
    assert pairs(found) == [("p2-T", "p2-N"), ("p1-T", "p1-N")]


@pytest.mark.parametrize(
    "meta",
    [
        ['##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 --tumor-sample b --normal-sample a --output x.vcf">'],
        ['##GATKCommandLine=<ID=Mutect2,CommandLine="Mutect2 -tumor b -normal a">'],
        ["##PEDIGREE=<Derived=b,Original=a>"],
        ["##PEDIGREE=<ID=b,Original=a>"],
        ['##SAMPLE=<ID=a,Description="Normal">', '##SAMPLE=<ID=b,Description="Tumour">'],
        ["##cmdline=configureStrelkaSomaticWorkflow.py --normalBam=/x/a.bam --tumorBam=/x/b.bam"],
        ['##TUMOR="Sample=b,File=/x/t.bam"', '##NORMAL="Sample=a,File=/x/n.bam"'],
        ["##normal_sample=a"],
        ['##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--RGSM-tumor b --tumor-fastq1 t.fq --RGSM a -1 n.fq">'],
        ['##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--tumor-fastq-list-sample-id=b --fastq-list-sample-id=a">'],
        ['##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--tumor-bam-input=/x/b.bam --bam-input=/x/a.bam --ref-dir=/r">'],
        ['##MuTect="analysis_type=MuTect tumor_sample_name=b bam_tumor_sample_name=null normal_sample_name=a noop=false"'],
        ['##octopus=<version=0.7.4,command="octopus -R ref.fa -I t.bam n.bam --normal-samples a -o x.vcf">'],
        ['##octopus=<version=0.7.4,command="octopus -R ref.fa -I t.bam n.bam -N a -o x.vcf">'],
        ["##cmdline=lancet --tumor /x/b.bam --normal /x/a.bam --ref ref.fa"],
        ['##SAMPLE=<ID=a,Description="tumor-adjacent normal tissue">', '##SAMPLE=<ID=b,Description="Primary tumor">'],
        ['##SAMPLE=<ID=a,Description="Tumor matched normal">', '##SAMPLE=<ID=b,Description="Tumor">'],
        ['##SAMPLE=<ID=a,Description="Normal blood of the tumor patient">', '##SAMPLE=<ID=b,Description="tumor">'],
        ['##SAMPLE=<ID=a,Description="Normal">', '##SAMPLE=<ID=b,Description="Tumor sample with matched normal a">'],
        ['##SAMPLE=<ID=a,Description="normal">', '##SAMPLE=<ID=b,Description="normal-matched tumor">'],
        ["##sageVersion=3.0", "##sageCommand=-tumor b -reference a"],
        ['##SAMPLE=<ID=a,SampleName=control_P1,Description="Control">', '##SAMPLE=<ID=b,Description="Tumor">'],
        ["##SAMPLE=<ID=a,Genomes=Germline>", "##SAMPLE=<ID=b,Genomes=Tumor>"],
        ['##SAMPLE=<ID=a,Genomes=Germline,Description="x">', "##SAMPLE=<ID=b,Genomes=Germline;Tumor,Mixture=.3;.7>"],
    ],
)
def test_header_lines_tell_roles(tmp_path: Path, meta: list[str]) -> None:
    assert pairs(roles(tmp_path, ["a", "b"], meta)) == [("b", "a")]


@pytest.mark.parametrize(
    "meta",
    [
        ["##PEDIGREE=<Derived=b,Original=a>", "##PEDIGREE=<Derived=b,Original=a>"],
        ["##PEDIGREE=<Derived=b,Original=a>", "##PEDIGREE=<ID=b,Original=a>"],
    ],
)
def test_a_pair_that_is_named_twice_is_one_report(tmp_path: Path, meta: list[str]) -> None:
    assert pairs(roles(tmp_path, ["a", "b"], meta)) == [("b", "a")]


def test_the_normal_of_a_metastasis_is_where_its_primary_comes_from(tmp_path: Path) -> None:
    meta = ["##PEDIGREE=<Derived=met,Original=prim>", "##PEDIGREE=<Derived=prim,Original=germ>"]
    assert pairs(roles(tmp_path, ["prim", "met", "germ"], meta)) == [("met", "germ"), ("prim", "germ")]


def test_a_pedigree_that_goes_in_a_circle_gives_no_normal(tmp_path: Path) -> None:
    meta = ["##PEDIGREE=<Derived=x,Original=y>", "##PEDIGREE=<Derived=y,Original=x>"]
    assert pairs(roles(tmp_path, ["x", "y"], meta)) == [("x", None), ("y", None)]


def test_two_tumours_of_one_patient_share_the_normal_without_a_number(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["P1-N", "P1-T1", "P1-T2"])) == [("P1-T1", "P1-N"), ("P1-T2", "P1-N")]
    patients = ["P1-N", "P1-T1", "P11-T", "P11-N", "P1-T2"]
    assert pairs(roles(tmp_path, patients)) == [("P1-T1", "P1-N"), ("P11-T", "P11-N"), ("P1-T2", "P1-N")]
    assert pairs(roles(tmp_path, ["P1-T1", "P11-N"])) == [("P1-T1", None), ("P11-N", None)]


def test_tissue_beside_the_tumour_is_never_the_tumour(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tell which is the tumour"):
        roles(tmp_path, ["non-tumour", "P1"], SOMATIC)


def test_options_come_before_everything(tmp_path: Path) -> None:
    header = ["##tumor_sample=A1", "##normal_sample=B2"]
    found = roles(tmp_path, ["A1", "B2"], header, tumor_sample="B2", normal_sample="A1")
    assert pairs(found) == [("B2", "A1")]
    assert found[0].basis == "option"


def test_of_several_normals_of_one_tumour_the_first_is_its_normal_and_none_is_a_tumour(tmp_path: Path) -> None:
    """Mutect2 -normal P2 -normal P3: blood and the tissue beside the tumour."""
    header = ["##tumor_sample=P1", "##normal_sample=P2", "##normal_sample=P3"]
    assert pairs(roles(tmp_path, ["P3", "P2", "P1"], header)) == [("P1", "P2")]
    assert pairs(roles(tmp_path, ["P1", "P3"], header)) == [("P1", "P3")]  # P2 was taken out of the file


def test_which_of_several_normals_is_whose_is_not_guessed(tmp_path: Path) -> None:
    """Two pairs of Mutect2 that were merged, and names that tell nothing; and one name for both roles."""
    header = ["##tumor_sample=P1", "##normal_sample=P2", "##tumor_sample=P3", "##normal_sample=P4"]
    assert pairs(roles(tmp_path, ["P1", "P2", "P3", "P4"], header)) == [(name, None) for name in ("P1", "P2", "P3", "P4")]
    with pytest.raises(UsageError, match="tell which is the tumour"):
        roles(tmp_path, ["P1", "P2"], ["##tumor_sample=P1", "##normal_sample=P1"])


def test_one_option_is_completed_from_the_header(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["TUMOR", "NORMAL"], tumor_sample="TUMOR")) == [("TUMOR", "NORMAL")]
    assert pairs(roles(tmp_path, ["x", "y"], SOMATIC, tumor_sample="y")) == [("y", "x")]
    assert pairs(roles(tmp_path, ["x", "y"], tumor_sample="y")) == [("y", None)]
    assert pairs(roles(tmp_path, ["x", "y"], normal_sample="x")) == [("y", "x")]


def test_pair_that_cannot_be_told_apart_is_refused_with_its_names(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"x1, x2.*--tumor-sample and --normal-sample") as refusal:
        roles(tmp_path, ["x1", "x2"], SOMATIC)
    assert refusal.value.exit_code == 2


def test_samples_without_roles_have_a_report_each(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["NA1", "NA2"])) == [("NA1", None), ("NA2", None)]
    assert len(roles(tmp_path, [f"S{number}" for number in range(50)], SOMATIC)) == 50  # a merged cohort


def test_one_column_is_a_sample_whatever_its_name(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["NORMAL"])) == [("NORMAL", None)]
    assert pairs(roles(tmp_path, ["x"], SOMATIC)) == [("x", None)]


def test_a_tumour_only_run_of_dragen_names_no_normal(tmp_path: Path) -> None:
    line = '##DRAGENCommandLine=<ID=dragen,CommandLineOptions="--tumor-fastq1 t.fq --RGSM-tumor b">'
    assert pairs(roles(tmp_path, ["b"], [line])) == [("b", None)]


def test_names_that_differ_by_more_than_a_word_for_the_normal_say_nothing(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["P1", "P2_blood"])) == [("P1", None), ("P2_blood", None)]


def test_letter_mark_without_counterpart_means_nothing(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["CD4-T", "CD8-B"])) == [("CD4-T", None), ("CD8-B", None)]


def test_sites_only_file_is_named_after_itself(tmp_path: Path) -> None:
    path = write_vcf(tmp_path, [], name="patient7.somatic.vcf")
    role = assign_roles(read_header(path))[0]
    assert (role.sample_id, role.tumor, role.basis) == ("patient7.somatic", None, "sites only")


def test_a_pedigree_may_say_tumour(tmp_path: Path) -> None:
    assert pairs(roles(tmp_path, ["a", "b"], ["##PEDIGREE=<Tumour=b,Normal=a>"])) == [("b", "a")]


def test_sample_id_names_the_one_report(tmp_path: Path) -> None:
    assert roles(tmp_path, ["TUMOR", "NORMAL"], sample_id="P1")[0].sample_id == "P1"
    with pytest.raises(UsageError, match="2 reports"):
        roles(tmp_path, ["a", "b"], sample_id="P1")


@pytest.mark.parametrize(
    "options",
    [{"tumor_sample": "nobody"}, {"normal_sample": "nobody"}, {"tumor_sample": "a", "normal_sample": "a"}],
)
def test_options_that_do_not_fit_are_refused(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        roles(tmp_path, ["a", "b"], **options)


def test_sample_options_on_a_sites_only_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no sample columns"):
        roles(tmp_path, [], tumor_sample="T")
