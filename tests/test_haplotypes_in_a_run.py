"""Two phased SNVs in one codon are read together: BRAF V600K is not V600E plus V600M."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import CONTIGS_37, CONTIGS_38, pm_annotate, read_table, write_vcf

HEADER = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="d">',
)


@pytest.mark.parametrize(("start", "contigs"), [(140753336, CONTIGS_38), (140453136, CONTIGS_37)])
def test_two_phased_snvs_give_v600k(start: int, contigs: dict[str, int], tmp_path: Path) -> None:
    records = [f"7 {start} . A T . PASS . GT:AD 0|1:60,40", f"7 {start + 1} . C T . PASS . GT:AD 0|1:62,38"]
    vcf = write_vcf(tmp_path / "k.vcf", records, ["T1"], contigs=contigs, header=HEADER)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "MEL").returncode == 0
    variants = {row["HGVSp_Short"]: row for row in read_table(tmp_path / "out" / "T1.variants.tsv")}
    assert set(variants) == {"p.V600E", "p.V600M", "p.V600K"}
    combined = variants["p.V600K"]
    assert combined["HGVSc"] == "c.1798_1799delinsAA"
    assert (combined["tier_therapy"], combined["t_alt_count"]) == ("Tier I-A", "38")
    assert len(combined["combined_from"].split(";")) == 2
    assert all("V600K" in variants[part]["part_of"] and not variants[part]["amp_tier"] for part in ("p.V600E", "p.V600M"))
    counts = json.loads((tmp_path / "out" / "T1.report.json").read_text())["reconciliation"]
    assert (counts["records"], counts["alleles"], counts["matched"] + counts["unmatched"]) == (2, 2, 2)


def test_unphased_neighbours_stay_apart_and_say_so(tmp_path: Path) -> None:
    records = ["7 140753336 . A T . PASS . GT:AD 0/1:60,40", "7 140753337 . C T . PASS . GT:AD 0/1:62,38"]
    vcf = write_vcf(tmp_path / "k.vcf", records, ["T1"], header=HEADER)
    pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "MEL")
    rows = read_table(tmp_path / "out" / "T1.variants.tsv")
    assert {row["HGVSp_Short"] for row in rows} == {"p.V600E", "p.V600M"}
    assert all("phase unknown" in row["caveats"] for row in rows)
