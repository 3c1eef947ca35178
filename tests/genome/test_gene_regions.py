"""The regions that stand beside a pack's transcripts are those of its transcripts, or are not used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pm_annotate.genome.gene_regions import FLANK, UPSTREAM, gene_regions, read_regions
from pm_annotate.genome.genome import load_genome
from pm_annotate.genome.transcripts import TranscriptTable
from pm_annotate.model import Assembly


@pytest.mark.parametrize("assembly", list(Assembly))
def test_the_packaged_regions_are_those_of_the_packaged_transcripts(resources: Path, assembly: Assembly) -> None:
    transcripts = resources / "genome" / f"transcripts.{assembly}.tsv"
    packed = read_regions(resources / "genome" / f"regions.{assembly}.tsv", transcripts)
    assert packed == TranscriptTable(transcripts).regions(UPSTREAM, FLANK)
    assert load_genome(resources / "genome", assembly).regions() == packed


def test_regions_of_a_table_that_was_changed_are_not_used(resources: Path, tmp_path: Path) -> None:
    for path in (resources / "genome").glob("*GRCh38*"):
        shutil.copy(path, tmp_path)
    transcripts = tmp_path / "transcripts.GRCh38.tsv"
    kept = [line for line in transcripts.read_text().splitlines() if not line.startswith("KRAS\t")]
    transcripts.write_text("\n".join(kept) + "\n")
    assert read_regions(tmp_path / "regions.GRCh38.tsv", transcripts) is None
    g12 = 25_245_350
    assert not any(start <= g12 <= end for start, end in load_genome(tmp_path, Assembly.GRCH38).regions()["12"])
    assert any(start <= g12 <= end for start, end in load_genome(resources / "genome", Assembly.GRCH38).regions()["12"])


def test_a_promoter_lies_before_the_gene_on_its_strand() -> None:
    assert gene_regions(["2000-2100,3000-3100"], [True], 1500, 50) == ((500, 2150), (2950, 3150))
    assert gene_regions(["2000-2100,3000-3100"], [False], 1500, 50) == ((1950, 2150), (2950, 4600))
