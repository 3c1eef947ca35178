"""Structural VCFs by real callers: every ALT is an event, a skipped line with its reason, or a count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pm_annotate.model import Skipped, StructuralEvent
from pm_annotate.vcf.structural.breakends import join_mates
from tests.vcf.structural.structural_rows import sides
from tests.vcf.vcf_text import stream

HEADER = "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


def read(path: Path, folder: Path) -> tuple[list[StructuralEvent], list[Skipped]]:
    """Events and skipped lines; three of the files have no header, which they get here."""
    if not path.read_text().startswith("##"):
        whole = folder / path.name
        whole.write_text(HEADER + path.read_text())
        path = whole
    items, tally, roles = stream(str(path), regions={})
    found = [item for _, item in items if isinstance(item, StructuralEvent)]
    skipped = [item for _, item in items if isinstance(item, Skipped)]
    counts = tally.reconciliation(roles[0])
    assert counts.alleles == len(found) + len(skipped) + counts.outside + counts.reference
    return found, skipped


@pytest.mark.parametrize(
    ("name", "events", "skipped"),
    [
        ("HCC2218_manta.vcf", {"DEL": 6, "INV": 5, "BND": 2, "DUP:TANDEM": 1}, {"filtered": 5}),
        ("SKBR3_Sniffles_variants_tra.vcf", {"BND": 140}, {}),
        ("cnv.vcf", {"DEL": 65, "DUP": 39}, {"filtered": 96}),
        ("cnvkit_chr1_del.vcf", {"DEL": 3}, {}),
        ("dragen_hg002_bnd_interchr.vcf", {"BND": 10}, {}),
        ("dragen_hg002_chrX_cnv.vcf", {"DEL": 10}, {}),
        ("manta_bnd.vcf", {"BND": 4}, {"filtered": 6}),
        ("manta_chr1_del.vcf", {"DEL": 13}, {"filtered": 2}),
        ("test_fusion_CCDC6-RET.vcf", {"BND": 2}, {}),
        ("test_fusion_EML4-ALK.vcf", {"INV": 2}, {}),
        ("test_fusion_FGFR3-TACC3.vcf", {"DUP": 1}, {}),
        ("test_fusion_ROS1-SLC34A2.vcf", {"BND": 2}, {}),
        ("tiddit_chr1_del.vcf", {"DEL": 15}, {}),
        ("vcf43_spec_sv.vcf", {"DEL": 2}, {"unsupported": 1}),  # an inversion that ends where it starts
    ],
)
def test_every_allele_is_an_event_or_says_why(
    shared_data: Path, tmp_path: Path, name: str, events: dict[str, int], skipped: dict[str, int]
) -> None:
    found, left_out = read(shared_data / "vcf" / "structural" / name, tmp_path)
    assert Counter(event.svtype.value for event in found) == events
    assert Counter(item.category for item in left_out) == skipped
    assert all(item.reason for item in left_out)
    assert sum(1 + len(event.mates) for event in join_mates(found)) == len(found)


@pytest.mark.parametrize(
    ("name", "junctions"),
    [
        ("test_fusion_CCDC6-RET.vcf", [["10:43599731> 10:61599286>"]]),
        (
            "test_fusion_EML4-ALK.vcf",
            [["2:29447648< 2:42524140<", "2:29447649> 2:42524141>"], ["2:29448814< 2:29449226<", "2:29448815> 2:29449227>"]],
        ),
        ("test_fusion_FGFR3-TACC3.vcf", [["4:1808765< 4:1729559>"]]),
        ("test_fusion_ROS1-SLC34A2.vcf", [["4:25669043< 6:117678782<"]]),
    ],
)
def test_junctions_of_known_fusions(shared_data: Path, tmp_path: Path, name: str, junctions: list[list[str]]) -> None:
    found, _ = read(shared_data / "vcf" / "structural" / name, tmp_path)
    assert [[sides(one) for one in event.adjacencies] for event in join_mates(found)] == junctions


def test_hcc2218_keeps_the_reads_of_tumour_and_normal(shared_data: Path, tmp_path: Path) -> None:
    found, _ = read(shared_data / "vcf" / "structural" / "HCC2218_manta.vcf", tmp_path)
    calls = [(event.observation.tumor, event.observation.normal) for event in found]
    assert all(tumor and tumor.alt_count and normal and normal.alt_count == 0 for tumor, normal in calls)
    assert [event.mates for event in join_mates(found) if event.svtype == "BND"] == [(18,)]


def test_open_genotypes_of_the_exome_caller_are_present(shared_data: Path, tmp_path: Path) -> None:
    found, _ = read(shared_data / "vcf" / "structural" / "cnv.vcf", tmp_path)
    gains = [event for event in found if event.svtype == "DUP"]
    assert len(gains) == 39
    assert all(event.observation.tumor and event.observation.tumor.genotype == "./." for event in gains)
    assert min(event.copy_number or 0 for event in gains) >= 3
    assert all(not event.adjacencies for event in found)


def test_absent_copies_on_the_x_of_a_man(shared_data: Path, tmp_path: Path) -> None:
    found, _ = read(shared_data / "vcf" / "structural" / "dragen_hg002_chrX_cnv.vcf", tmp_path)
    assert {event.copy_number for event in found} == {0.0}
    assert Counter(len(event.adjacencies) for event in found)[0] == 1  # SVCLAIM=D; the others were matched to a junction


def test_torture_files_with_symbolic_alleles(shared_data: Path) -> None:
    folder = shared_data / "vcf" / "torture" / "vcf-validator-4.1" / "passed"
    files = [path for path in sorted(folder.glob("*.vcf")) if "\t<" in path.read_text(errors="replace")]
    assert files
    for path in files:
        items, tally, roles = stream(str(path))
        assert all(tally.reconciliation(role).alleles == tally.alleles(role) for role in roles)
        assert all(item.reason for _, item in items if isinstance(item, Skipped))
