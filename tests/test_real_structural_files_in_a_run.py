"""Every structural VCF of the shared folder through the whole run: right events of genes, or words on why there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.command_line import pm_annotate
from tests.structural_run import annotate, event_names, gene_events, offered

HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
WITHOUT_HEADER = ("test_fusion_EML4-ALK.vcf", "test_fusion_FGFR3-TACC3.vcf", "test_fusion_ROS1-SLC34A2.vcf")
NSCLC_37 = AnnotateOptions(tumor_type="NSCLC", assembly="GRCh37")


def read(shared_data: Path, folder: Path, name: str, options: AnnotateOptions = NSCLC_37) -> SampleReport:
    path = shared_data / "vcf" / "structural" / name
    if name in WITHOUT_HEADER:
        (folder / name).write_text(HEADER + path.read_text())
        path = folder / name
    return annotate(path, options)  # which also holds the counts against each other


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("test_fusion_EML4-ALK.vcf", {"EML4::ALK e13::e20", "ALK::EML4 e19::e14"}),
        ("test_fusion_CCDC6-RET.vcf", {"CCDC6::RET e2::e4"}),
        ("test_fusion_FGFR3-TACC3.vcf", {"FGFR3::TACC3"}),
        ("test_fusion_ROS1-SLC34A2.vcf", {"SLC34A2::ROS1 e5::e25"}),
        ("manta_chr1_del.vcf", {"GNB1 loss", "NADK loss", "PRDM16 loss", "TNFRSF14 loss"}),
        ("cnvkit_chr1_del.vcf", {"GNB1 loss (1.2 copies)", "NADK loss (1.2 copies)"}),
        ("tiddit_chr1_del.vcf", set()),
        ("manta_bnd.vcf", set()),
        ("dragen_hg002_bnd_interchr.vcf", set()),
        ("dragen_hg002_chrX_cnv.vcf", set()),
        ("vcf43_spec_sv.vcf", set()),
    ],
)
def test_events_of_genes(name: str, events: set[str], shared_data: Path, tmp_path: Path) -> None:
    assert event_names(read(shared_data, tmp_path, name)) == events


@pytest.mark.parametrize(("name", "left"), [("HCC2218_manta.vcf", 5), ("cnv.vcf", 96), ("SKBR3_Sniffles_variants_tra.vcf", 0)])
def test_long_lists_are_read_without_loss(name: str, left: int, shared_data: Path, tmp_path: Path) -> None:
    report = read(shared_data, tmp_path, name)
    assert gene_events(report)
    assert report.reconciliation.filtered == left == len(report.skipped)
    assert report.reconciliation.unsupported == report.reconciliation.malformed == 0


def test_eml4_alk_of_snpeff_is_alectinib(shared_data: Path, tmp_path: Path) -> None:
    assert "alectinib" in offered(read(shared_data, tmp_path, "test_fusion_EML4-ALK.vcf"))


@pytest.mark.parametrize("name", ["test_fusion_CCDC6-RET.vcf", "test_fusion_ROS1-SLC34A2.vcf"])
def test_a_fusion_out_of_frame_is_shown_without_tier(name: str, shared_data: Path, tmp_path: Path) -> None:
    report = read(shared_data, tmp_path, name)
    assert any("frame does not hold" in caveat for event in gene_events(report) for caveat in event.caveats)
    assert not [one for one in report.findings if one.amp_tier]


def test_the_inversion_of_the_specification_that_ends_where_it_starts_says_so(shared_data: Path, tmp_path: Path) -> None:
    report = read(shared_data, tmp_path, "vcf43_spec_sv.vcf")
    assert [(one.category, one.reason) for one in report.skipped] == [("unsupported", "END is POS: no base is changed")]


@pytest.mark.parametrize("name", WITHOUT_HEADER)
def test_a_file_without_header_is_refused_in_words(name: str, shared_data: Path, tmp_path: Path) -> None:
    done = pm_annotate("annotate", shared_data / "vcf" / "structural" / name, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert f"{name} is not a VCF: it does not start with a VCF header (##fileformat=VCFv4...)" in done.stderr


def test_a_file_that_does_not_tell_its_assembly_asks_for_it(shared_data: Path, tmp_path: Path) -> None:
    vcf = shared_data / "vcf" / "structural" / "test_fusion_CCDC6-RET.vcf"
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
    assert done.returncode == 5
    assert "--assembly GRCh37 or GRCh38" in done.stderr
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--assembly", Assembly.GRCH37).returncode == 0
