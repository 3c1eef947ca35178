"""The importer: deterministic, and true to its sources."""

from __future__ import annotations

import shutil
from pathlib import Path

from pm_annotate.genome.packaging import build_genome_tables
from pm_annotate.genome.transcripts import TranscriptTable


def test_the_package_is_what_the_importer_writes(shared_data: Path, resources: Path, tmp_path: Path) -> None:
    shutil.copytree(resources / "genome" / "curated", tmp_path / "curated")
    report = build_genome_tables(shared_data / "genome", tmp_path)
    for path in sorted((resources / "genome").iterdir()):
        if path.is_file():
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), f"{path.name}: run 'make resources'"
    for assembly in ("GRCh37", "GRCh38"):
        assert report[f"{assembly} bases where slice and coding sequence differ"] == "0"
        assert report[f"{assembly} bases on which two sources differ"] == "0"


def test_each_gene_has_one_primary_transcript(resources: Path) -> None:
    for assembly in ("GRCh37", "GRCh38"):
        table = TranscriptTable(resources / "genome" / f"transcripts.{assembly}.tsv")
        for gene in table.genes:
            assert [transcript.is_primary for transcript in table.of_gene(gene)].count(True) == 1
            assert table.of_gene(gene)[0].is_primary


def test_packaged_tables_stay_small(resources: Path) -> None:
    assert sum(path.stat().st_size for path in (resources / "genome").rglob("*") if path.is_file()) < 10_000_000
