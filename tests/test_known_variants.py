"""Fifty-one well-known variants, spiked at true coordinates of both assemblies, come out named and with their findings."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.command_line import CONTIGS_37, CONTIGS_38, pm_annotate, read_table, write_vcf

OLDER_NAMES = {"p.Y641F": "p.Y646F"}  # EZH2: the name that hotspot lists use, on a shorter isoform
NOT_IN_CIVIC = {"TPMT_3C", "NUDT15_3", "DPYD_D949V"}


@pytest.fixture(scope="module")
def spikes(shared_data: Path) -> list[dict[str, str]]:
    path = shared_data.parent / "tools" / "spikes.tsv"
    if not path.is_file():
        pytest.skip("the table of known variants is not here")
    with path.open() as handle:
        return list(csv.DictReader((line.lstrip("#") for line in handle), delimiter="\t"))


@pytest.mark.parametrize(("column", "contigs"), [("pos_grch38", CONTIGS_38), ("pos_grch37", CONTIGS_37)])
def test_every_known_variant_is_named_and_found(
    spikes: list[dict[str, str]], column: str, contigs: dict[str, int], tmp_path: Path
) -> None:
    records = [f"{row['chrom']} {row[column]} {row['name']} {row['ref']} {row['alt']} . PASS ." for row in spikes]
    vcf = write_vcf(tmp_path / "known.vcf", records, contigs=contigs)
    result = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    variants = {row["vcf_id"]: row for row in read_table(tmp_path / "out" / "known.variants.tsv")}
    found = {row["vcf_id"] for row in read_table(tmp_path / "out" / "known.findings.tsv")}
    wrong = []
    for spike in spikes:
        row = variants.get(spike["name"])
        names = {row["Hugo_Symbol"], row["HGVSc"], row["HGVSp_Short"]} if row else set()
        if row:
            names |= set(row["other_transcripts"].replace(";", ":").split(":"))
        change = spike["protein"]
        if spike["gene"] not in names or not {change, OLDER_NAMES.get(change, change)} & names:
            wrong.append((spike["name"], sorted(names)))
    assert not wrong
    assert {spike["name"] for spike in spikes} - found <= NOT_IN_CIVIC
