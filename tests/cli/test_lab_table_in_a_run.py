"""A lab's table through the installed command: its rows in the report, its mistakes before anything is written."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command_line import COMMAND, pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS DP=100"
COLUMNS = "statement_id\taction\tprofile\tcondition\tpredicate\tstrength\ttherapies\tescat_tier\tboard"


@pytest.fixture
def vcf(tmp_path: Path) -> Path:
    return write_vcf(tmp_path / "braf.vcf", [BRAF_V600E])


def lab_table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    return path


def findings_of(vcf: Path, out: Path, *options: str | Path) -> dict[str, dict[str, str]]:
    result = pm_annotate("annotate", vcf, "-o", out, "--tumor-type", "melanoma", *options)
    assert result.returncode == 0, result.stderr
    return {row["statement_id"]: row for row in read_table(out / "braf.findings.tsv")}


def test_a_row_adds_overrides_and_retires(vcf: Path, tmp_path: Path) -> None:
    lab = lab_table(
        tmp_path / "lab.tsv",
        "lab:7\t\tBRAF p.V600E\tMelanoma\tpredictsSensitivityTo\tB\tNaporafenib\tII-B\t2026-03",
        "civic:EID1409\t\tBRAF V600E\tSkin Melanoma\tpredictsSensitivityTo\tD\tVemurafenib",
        "civic:EID102\tretire",
    )
    packaged = findings_of(vcf, tmp_path / "packaged")
    ours = findings_of(vcf, tmp_path / "ours", "--knowledge", lab)
    added = ours["lab:7"]
    assert (added["therapies"], added["escat_tier"], added["amp_tier"]) == ("Naporafenib", "II-B", "Tier I-B")
    assert "board=2026-03" in added["statement_extra"]
    assert added["match_level"] == "exact"  # the packaged biomarker, with its alleles
    assert (packaged["civic:EID1409"]["strength"], ours["civic:EID1409"]["strength"]) == ("Level A", "Level D")
    assert ours["civic:EID1409"]["knowledge_base"] == "lab"
    assert packaged.keys() - ours.keys() == {"civic:EID102"}
    report = json.loads((tmp_path / "ours" / "braf.report.json").read_text())
    assert "lab.tsv" in {table["file"] for table in report["knowledge"]}


def test_a_condition_that_nothing_knows_is_of_unknown_relation(vcf: Path, tmp_path: Path) -> None:
    lab = lab_table(tmp_path / "lab.tsv", "lab:8\t\tBRAF V600E\tOur own basket 7\tpredictsSensitivityTo\tA\tX")
    row = findings_of(vcf, tmp_path / "out", "--knowledge", lab)["lab:8"]
    assert row["tumor_type_match"] == "unknown"
    assert not row["amp_tier"].startswith("Tier I-")


def test_an_invalid_table_exits_4_and_writes_nothing(vcf: Path, tmp_path: Path) -> None:
    lab = lab_table(tmp_path / "lab.tsv", "lab:9\t\tBRAF V600E\tMelanoma\tpredictsSensitivity\tA\tX")
    result = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--knowledge", lab)
    assert result.returncode == 4
    assert "line 2, column predicate: 'predictsSensitivity'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_names_as_panels_write_them_are_met(tmp_path: Path) -> None:
    lab = lab_table(
        tmp_path / "lab.tsv",
        "lab:1\t\tEGFR ex19del\tLUAD\tpredictsSensitivityTo\tA\tOsimertinib",
        "lab:2\t\tBRAF:p.V600E AND KRAS codon 12\tLUAD\tpredictsResistanceTo\tC\tX",
    )
    records = ["7 55174771 . AGGAATTAAGAGAAGC A . PASS .", BRAF_V600E, "12 25245350 . C T . PASS ."]
    vcf = write_vcf(tmp_path / "braf.vcf", records)
    found = findings_of(vcf, tmp_path / "out", "--knowledge", lab)
    assert {"lab:1", "lab:2"} <= found.keys()
    assert found["lab:1"]["HGVSp_Short"] == "p.E746_A750del"


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ("GRCh37:8:128012246:A:T OR BRAF V600E", False),
        ("GRCh37:8:128012246:A:T AND BRAF V600E", True),
        ("GRCh37:8:128012246:A:T AND GRCh38:8:127000000:A:T", True),
    ],
)
def test_a_row_that_a_name_can_meet_is_not_told_for_the_assembly_of_its_allele(
    tmp_path: Path, profile: str, told: bool
) -> None:
    vcf = write_vcf(tmp_path / "braf.vcf", [BRAF_V600E])  # on GRCh38
    lab = lab_table(tmp_path / "lab.tsv", f"lab:1\t\t{profile}\tMelanoma\tassociatedWithWorseOutcomeFor\tC")
    out = tmp_path / "out"
    assert ("lab:1" in findings_of(vcf, out, "--knowledge", lab)) is not told
    warnings = json.loads((out / "braf.report.json").read_text())["warnings"]
    assert any("lab:1" in warning and "cannot be met by a file on GRCh38" in warning for warning in warnings) is told


def test_an_allele_outside_every_gene_is_met_on_its_assembly_and_told_on_the_other(tmp_path: Path) -> None:
    far = {"GRCh38": "8 127000000 . A T . PASS .", "GRCh37": "8 128012246 . A T . PASS ."}
    lab = lab_table(tmp_path / "lab.tsv", "lab:1\t\tGRCh38:chr8:127000000:A:T\tMelanoma\tassociatedWithWorseOutcomeFor\tC")
    both = lab_table(
        tmp_path / "both.tsv",
        "lab:1\t\tGRCh38:8:127000000:A:T OR GRCh37:8:128012246:A:T\tMelanoma\tassociatedWithWorseOutcomeFor\tC",
    )
    lengths = {"GRCh38": 145138636, "GRCh37": 146364022}
    met, warned = {}, {}
    for assembly, record in far.items():
        vcf = write_vcf(tmp_path / "braf.vcf", [record], contigs={"8": lengths[assembly]})
        for table in (lab, both):
            out = tmp_path / f"{assembly}.{table.stem}"
            met[assembly, table.stem] = "lab:1" in findings_of(vcf, out, "--knowledge", table)
            warnings = json.loads((out / "braf.report.json").read_text())["warnings"]
            warned[assembly, table.stem] = any("cannot be met by a file on GRCh37" in warning for warning in warnings)
    assert met == {
        ("GRCh38", "lab"): True, ("GRCh38", "both"): True, ("GRCh37", "lab"): False, ("GRCh37", "both"): True
    }  # fmt: skip
    assert [key for key, said in warned.items() if said] == [("GRCh37", "lab")]


def test_a_row_that_can_never_be_met_is_a_warning_of_the_report(vcf: Path, tmp_path: Path) -> None:
    lab = lab_table(tmp_path / "lab.tsv", "lab:1\t\tBRAF V601E\tMelanoma\tpredictsSensitivityTo\tA\tX")
    findings_of(vcf, tmp_path / "out", "--knowledge", lab)
    warnings = json.loads((tmp_path / "out" / "braf.report.json").read_text())["warnings"]
    assert any("lab.tsv: lab:1: 'BRAF V601E' may never be met" in warning for warning in warnings)


LAYERS = {
    "approvals": ("statements.approvals.tsv", "biomarkers.approvals.tsv"),
    "hotspots": ("hotspots.tsv",),
    "clinvar": ("clinvar.GRCh37.tsv", "clinvar.GRCh38.tsv"),
    "gene roles": ("gene_roles.tsv",),
    "label limitations": ("label_limitations.tsv",),
    "promoters and regions": ("promoters.tsv", "protein_regions.tsv"),
}


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_each_layer_can_be_deleted_and_the_tool_runs(layer: str, vcf: Path, resources: Path, tmp_path: Path) -> None:
    copied = tmp_path / "resources"
    copied.mkdir()
    (copied / "genome").symlink_to(resources / "genome")
    (copied / "disease").symlink_to(resources / "disease")
    shutil.copytree(resources / "knowledge", copied / "knowledge")
    for name in LAYERS[layer]:
        (copied / "knowledge" / name).unlink()
    out = tmp_path / "out"
    result = subprocess.run(
        [COMMAND, "annotate", vcf, "-o", out, "--tumor-type", "melanoma", "--quiet"],
        env={"PM_ANNOTATE_RESOURCES": str(copied), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "civic:EID1409" in {row["statement_id"] for row in read_table(out / "braf.findings.tsv")}
    report = json.loads((out / "braf.report.json").read_text())
    assert {table["file"] for table in report["knowledge"]}.isdisjoint(LAYERS[layer])
