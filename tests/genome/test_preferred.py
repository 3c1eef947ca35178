"""A laboratory's preferred transcripts become primary; unknown ones are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError, UsageError
from pm_annotate.genome.genome import load_genome
from pm_annotate.genome.preferred import read_preferred
from pm_annotate.model import Assembly
from tests.genome.conftest import allele


def test_preferred_transcript_is_primary(resources: Path) -> None:
    genome = load_genome(resources / "genome", Assembly.GRCH38, preferred=("NM_001203247.1", "NM_001127500"))
    transcript = genome.transcript_of("EZH2")
    assert transcript is not None
    assert (transcript.transcript, transcript.is_primary) == ("NM_001203247.1", True)
    assert [other.is_primary for other in genome.transcripts_of("EZH2")] == [True, False]
    assert genome.transcripts_of("MET")[0].transcript == "NM_001127500.1"
    first = genome.effects(allele(Assembly.GRCH38, "7", 148811635, "T", "A"))[0]
    assert (first.transcript, first.is_primary, first.hgvsp_short) == ("NM_001203247.1", True, "p.Y641F")
    kras = genome.transcript_of("KRAS")
    assert kras is not None
    assert kras.is_primary


def test_another_version_is_used_with_a_caveat(resources: Path) -> None:
    genome = load_genome(resources / "genome", Assembly.GRCH38, preferred=("NM_004333.6",))
    (effect,) = genome.effects(allele(Assembly.GRCH38, "7", 140753336, "A", "T"))
    assert effect.caveats[-1] == "transcript_version_differs NM_004333.6"


def test_unknown_and_contradicting_accessions_are_refused(resources: Path) -> None:
    with pytest.raises(UsageError, match=r"'NM_004393.4' is not in .* NM_004333\.4"):
        load_genome(resources / "genome", Assembly.GRCH38, preferred=("NM_004393.4",))
    with pytest.raises(UsageError, match="Two preferred transcripts for EZH2"):
        load_genome(resources / "genome", Assembly.GRCH38, preferred=("NM_001203247.1", "NM_004456.4"))


def test_lists_and_files(tmp_path: Path) -> None:
    assert read_preferred("NM_004333.4, NM_000245.4") == ("NM_004333.4", "NM_000245.4")
    table = tmp_path / "set.tsv"
    table.write_text("gene\ttranscript\nBRAF\tNM_004333.4 # reviewed\n\n# note\nMET,ENST00000318493.11\n")
    assert read_preferred(str(table)) == ("NM_004333.4", "ENST00000318493.11")
    table.write_text("gene\n")
    with pytest.raises(InputError, match="no transcript accession"):
        read_preferred(str(table))
