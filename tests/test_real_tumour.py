"""The colorectal tumour T001 on both assemblies: the main job on a real file, through the installed command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import pm_annotate, read_table

Reports = dict[str, Path]
ARGUMENTS = ("--tumor-type", "COAD")


@pytest.fixture(scope="module")
def reports(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folders = {}
    for build in ("grch37", "grch38"):
        folders[build] = tmp_path_factory.mktemp(build)
        vcf = shared_data / "vcf" / "somatic" / f"T001-COAD.{build}.vcf.gz"
        result = pm_annotate("annotate", vcf, *ARGUMENTS, "--sample-id", "T001", "-o", folders[build])
        assert result.returncode == 0, result.stderr
    return folders


@pytest.mark.parametrize("build", ["grch37", "grch38"])
def test_the_assembly_is_told_in_spite_of_the_header(build: str, reports: Reports) -> None:
    report = json.loads((reports[build] / "T001.report.json").read_text())
    assert report["assembly"].lower() == build


@pytest.mark.parametrize("build", ["grch37", "grch38"])
def test_braf_v600e_gets_the_colorectal_therapy_as_tier_one(build: str, reports: Reports) -> None:
    braf = [row for row in read_table(reports[build] / "T001.findings.tsv") if row["HGVSp_Short"] == "p.V600E"]
    assert {row["Hugo_Symbol"] for row in braf} == {"BRAF"}
    labelled = [row for row in braf if set(row["therapies"].split(";")) == {"Encorafenib", "Cetuximab"}]
    assert {"FDA", "EMA"} <= {row["regulatory_approval"] for row in labelled if row["amp_tier"] == "Tier I-A"}
    assert all(row["tumor_type_match"] == "other" for row in braf if row["condition"] == "Melanoma")
    resistance = [row for row in braf if row["predicate"] == "predictsResistanceTo" and row["direction"] == "supports"]
    assert resistance
    assert {row["tier_class"] for row in resistance} == {"resistance"}


@pytest.mark.parametrize("build", ["grch37", "grch38"])
def test_the_dpyd_splice_donor_is_named(build: str, reports: Reports) -> None:
    (dpyd,) = (row for row in read_table(reports[build] / "T001.variants.tsv") if row["HGVSc"] == "c.1905+1G>A")
    assert dpyd["Hugo_Symbol"] == "DPYD"
    assert "splice_donor_variant" in dpyd["Consequence"].split("&")
    assert dpyd["Variant_Classification"] == "Splice_Site"


def test_both_builds_name_and_judge_the_same_changes_alike(reports: Reports) -> None:
    def changes(build: str) -> dict[tuple[str, str], str]:
        rows = read_table(reports[build] / "T001.variants.tsv")
        return {(row["Hugo_Symbol"], row["HGVSc"]): row["HGVSp"] for row in rows if row["HGVSc"]}

    def findings(build: str) -> set[tuple[str, ...]]:
        kept = ("Hugo_Symbol", "HGVSc", "HGVSp", "statement_id", "amp_tier", "match_level", "tumor_type_match")
        return {tuple(row[column] for column in kept) for row in read_table(reports[build] / "T001.findings.tsv")}

    old, new = changes("grch37"), changes("grch38")
    shared = old.keys() & new.keys()
    assert len(shared) > 200
    assert {gene for gene, _ in old.keys() - new.keys()} == set()  # every gene of GRCh37 is there on GRCh38 too
    assert {change: old[change] for change in shared} == {change: new[change] for change in shared}
    in_both = {finding for finding in findings("grch37") | findings("grch38") if finding[:2] in shared}
    assert in_both <= findings("grch37") & findings("grch38")


@pytest.mark.parametrize("build", ["grch37", "grch38"])
def test_every_allele_of_the_file_is_counted(build: str, reports: Reports, shared_data: Path) -> None:
    import gzip

    with gzip.open(shared_data / "vcf" / "somatic" / f"T001-COAD.{build}.vcf.gz", "rt") as handle:
        alts = [line.split("\t")[4] for line in handle if not line.startswith("#")]
    counts = json.loads((reports[build] / "T001.report.json").read_text())["reconciliation"]
    assert counts["records"] == len(alts)
    assert counts["alleles"] == sum(len(alt.split(",")) for alt in alts)
    assert sum(value for name, value in counts.items() if name not in {"records", "alleles"}) == counts["alleles"]


def test_the_fields_that_pcgr_asks_for_say_what_is_read_by_itself(shared_data: Path, reports: Reports, tmp_path: Path) -> None:
    """INFO/TVAF and TDP of PCGR's own example, by PCGR's own options, beside ADT and DPT of the tumour's column."""
    vcf = shared_data / "vcf" / "somatic" / "T001-COAD.grch38.vcf.gz"
    options = ("--sample_id", "T001", "--tumor_af_tag", "TVAF", "--tumor_dp_tag", "TDP", "--retained_info_tags", "TAL")
    assert pm_annotate("annotate", vcf, *ARGUMENTS, *options, "-o", tmp_path, "-q").returncode == 0
    named, by_itself = (read_table(folder / "T001.variants.tsv") for folder in (tmp_path, reports["grch38"]))
    reads = ("t_depth", "t_ref_count", "t_alt_count", "t_vaf", "amp_tier")
    assert [[row[column] for column in reads] for row in named] == [[row[column] for column in reads] for row in by_itself]
    assert {row["read_fields"].split(";")[0] for row in named} == {"INFO/TVAF"}
    assert all(row["retained_info"].startswith("TAL=") for row in named)
