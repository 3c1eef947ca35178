"""Where a new stop lies, on real transcripts: the rules of PVS1 (Abou Tayoun 2018)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.nonsense_mediated_decay import (
    LAST_BASES,
    LAST_EXON,
    PENULTIMATE,
    TruncationFate,
    last_junction,
    new_stop_residue,
    truncation_fate,
)
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Allele, Assembly, Effect


@pytest.fixture(scope="module")
def genome(resources: Path) -> Genome:
    return load_genome(resources / "genome", Assembly.GRCH38)


def fate(genome: Genome, chrom: str, pos: int, ref: str, alt: str) -> tuple[Effect, TruncationFate | None]:
    allele = genome.left_align(Allele(Assembly.GRCH38, chrom, pos, ref, alt, chrom, pos, ".", ref, alt))
    effect = next(one for one in genome.effects(allele) if one.is_primary)
    transcript = next(one for one in genome.transcripts_of(effect.gene) if one.transcript == effect.transcript)
    return effect, truncation_fate(transcript, allele, effect)


def test_brca1_185delag_is_degraded(genome: Genome) -> None:
    effect, found = fate(genome, "17", 43124027, "ACT", "A")
    assert (effect.hgvsp, new_stop_residue(effect)) == ("p.Glu23ValfsTer17", 39)
    assert found is not None
    assert (found.escapes, found.notes) == (False, ())


def test_brca2_k3326x_lies_in_the_last_exon(genome: Genome) -> None:
    effect, found = fate(genome, "13", 32398489, "A", "T")
    assert effect.hgvsp == "p.Lys3326Ter"
    assert found is not None
    assert found.escapes
    assert LAST_EXON in found.notes
    assert found.lost_share == pytest.approx(93 / 3418)


def test_a_missense_allele_has_no_fate(genome: Genome) -> None:
    assert fate(genome, "17", 7675088, "C", "T")[1] is None


def test_skipping_brca1_exon_3_keeps_the_frame(genome: Genome) -> None:
    effect, found = fate(genome, "17", 43115725, "C", "T")
    assert effect.hgvsc == "c.134+1G>A"
    assert found is not None
    assert (found.exon_in_frame, found.escapes) == (True, True)
    assert any("exon 3 has 54 bases" in note for note in found.notes)


def test_skipping_mlh1_exon_8_breaks_the_frame(genome: Genome) -> None:
    """c.677+1: exon 8 has 89 bases."""
    transcript = genome.transcript_of("MLH1")
    assert transcript is not None
    pos = transcript.genomic(676, 1)
    assert pos is not None
    ref = genome.reference("3", pos, pos)
    assert ref is not None
    effect, found = fate(genome, "3", pos, ref, "A" if ref != "A" else "C")
    assert effect.hgvsc.startswith("c.677+1")
    assert found is not None
    assert (found.exon_in_frame, found.escapes) == (False, False)


def two_exon_transcript(strand: int) -> Transcript:
    """300 coding bases: the last exon begins at base 201."""
    exons = ((1001, 1201), (2001, 2099)) if strand > 0 else ((1001, 1099), (2001, 2201))
    return Transcript(
        "G", "T.1", (), "", "checked", "packaged", "1", strand, exons, exons, 300, 99, 0, 0, 2, True, "", ""
    )  # fmt: skip


@given(st.integers(1, 100), st.sampled_from([1, -1]))
def test_a_stop_escapes_exactly_from_fifty_bases_before_the_last_junction(residue: int, strand: int) -> None:
    transcript = two_exon_transcript(strand)
    assert last_junction(transcript) == 201
    effect = Effect(
        "G", "T.1", ("stop_gained",), "HIGH", "Nonsense_Mutation", "typed", hgvsp=f"p.Gln{residue}Ter", protein_start=residue
    )
    allele = Allele(Assembly.GRCH38, "1", 1001, "C", "T", "1", 1001, ".", "C", "T")
    found = truncation_fate(transcript, allele, effect)
    assert found is not None
    base = 3 * (residue - 1)
    assert found.escapes is (base >= 201 - LAST_BASES)
    assert (PENULTIMATE in found.notes) is (201 - LAST_BASES <= base < 201)
    assert (LAST_EXON in found.notes) is (base >= 201)


def test_a_frameshift_without_known_stop_cannot_be_told() -> None:
    effect = Effect(
        "G", "T.1", ("frameshift_variant",), "HIGH", "Frame_Shift_Del", "typed", hgvsp="p.Gln10fs", protein_start=10
    )
    allele = Allele(Assembly.GRCH38, "1", 1030, "CA", "C", "1", 1030, ".", "CA", "C")
    found = truncation_fate(two_exon_transcript(1), allele, effect)
    assert found is not None
    assert found.escapes is None
