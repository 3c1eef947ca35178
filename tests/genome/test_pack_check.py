"""A user's genome pack that lost rows would lose findings in silence: a run with it is exit 4 before anything is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pm_annotate.errors import AssemblyError, KnowledgeError, UsageError
from pm_annotate.genome.genome_pack import build_genome_pack
from pm_annotate.model import Assembly
from pm_annotate.tables import Tables
from tests.genome.test_genome_pack import fasta, gencode_gff3, written


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    build_genome_pack(written(tmp_path, "g.gff3", gencode_gff3()), fasta(tmp_path), tmp_path / "pack", Assembly.GRCH38)
    return tmp_path / "pack"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def without_last_line(path: Path) -> None:
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))


def test_a_pack_as_it_was_built_is_used(pack: Path) -> None:
    assert "FWD" in Tables(genome_folder=pack).genome(Assembly.GRCH38).genes()


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("GRCh38.index.tsv", cut, r"GRCh38\.index\.tsv is cut off or was changed"),
        ("GRCh38.fa", cut, r"GRCh38\.fa is cut off or was changed"),
        ("transcripts.GRCh38.tsv", without_last_line, r"transcripts\.GRCh38\.tsv is cut off or was changed"),
        ("regions.GRCh38.tsv", Path.unlink, r"regions\.GRCh38\.tsv is missing"),
        ("versions.tsv", Path.unlink, r"versions\.tsv is missing or cut off"),
        ("versions.tsv", lambda path: path.write_text("table\tsha256\n"), r"versions\.tsv is missing or cut off"),
    ],
)
def test_a_pack_that_lost_something_is_named_with_the_file(
    pack: Path, name: str, damage: Callable[[Path], object], said: str
) -> None:
    damage(pack / name)
    with pytest.raises(KnowledgeError, match=rf"pack: .*{said}.*build it again"):
        Tables(genome_folder=pack).genome(Assembly.GRCH38)


def test_no_pack_and_a_pack_of_the_other_assembly_are_said_as_before(pack: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a genome pack"):
        Tables(genome_folder=tmp_path).genome(Assembly.GRCH38)
    with pytest.raises(AssemblyError, match="holds transcripts of GRCh38"):
        Tables(genome_folder=pack).genome(Assembly.GRCH37)
