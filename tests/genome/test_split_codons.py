"""Two substitutions of one codon on either side of an intron say what they make together."""

from __future__ import annotations

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly
from tests.genome.test_haplotypes import called, names, read

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
FIRST = {G37: "17:7578371:C:A", G38: "17:7675053:C:A"}  # TP53 c.559G>T, p.G187C: the last base of exon 5
SECOND = {G37: "17:7578289:C:A", G38: "17:7674971:C:A"}  # c.560G>T, p.G187V: the first base of exon 6
THIRD = {G37: "17:7578288:A:T", G38: "17:7674970:A:T"}  # c.561T>A, p.G187=
NEXT_CODON = {G37: "17:7578286:A:T", G38: "17:7674968:A:T"}  # c.563T>A, L188


def notes(genome: Genome, assembly: Assembly, *seen: tuple[str, str]) -> list[tuple[str, ...]]:
    observations = [called(place, genotype, record, assembly) for record, (place, genotype) in enumerate(seen, 1)]
    return [one.phase_notes for one, _ in read(genome, *observations)]


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize(
    ("genotypes", "said"),
    [
        (("0|1", "0|1"), "an intron, on the same haplotype ({other}): together they make TP53 p.G187F; not read together"),
        (("0/1", "0/1"), "beyond an intron: phase unknown ({other}); on one haplotype they make TP53 p.G187F"),
        (("0|1", "1|0"), "in trans: {other} lies on the other haplotype"),
    ],
)
def test_two_bases_of_a_split_codon(
    genomes: dict[Assembly, Genome], assembly: Assembly, genotypes: tuple[str, str], said: str
) -> None:
    first, second = notes(genomes[assembly], assembly, (FIRST[assembly], genotypes[0]), (SECOND[assembly], genotypes[1]))
    chrom, pos, ref, alt = SECOND[assembly].split(":")
    assert len(first) == len(second) == 1
    assert first[0].endswith(said.format(other=f"{chrom}:{pos} {ref}>{alt} (record 2)"))
    assert "(record 1)" in second[0]


def test_a_silent_base_beside_a_changed_one_counts(genomes: dict[Assembly, Genome]) -> None:
    """TGT is cysteine, TGA a stop."""
    first, second = notes(genomes[G38], G38, (FIRST[G38], "0|1"), (THIRD[G38], "0|1"))
    assert "together they make TP53 p.G187*" in first[0]
    assert "together they make TP53 p.G187*" in second[0]


def test_of_three_bases_those_of_one_exon_are_read_together_first(genomes: dict[Assembly, Genome]) -> None:
    pair = [called(place, "0|1", record) for record, place in enumerate((FIRST[G38], SECOND[G38], THIRD[G38]), 1)]
    told = [note for one, _ in read(genomes[G38], *pair) for note in one.phase_notes if "intron" in note]
    assert len(told) == 2
    assert all("together they make TP53 p.G187L" in note for note in told)


def test_other_codons_and_bases_of_one_exon_are_left_alone(genomes: dict[Assembly, Genome]) -> None:
    assert notes(genomes[G38], G38, (FIRST[G38], "0|1"), (NEXT_CODON[G38], "0|1")) == [(), ()]
    pair = [called(place, "0|1", record) for record, place in enumerate((SECOND[G38], THIRD[G38]), 1)]
    annotated = read(genomes[G38], *pair)
    assert names(annotated) == ["p.G187V", "p.G187=", "p.G187V"]
    assert not any("intron" in note for one, _ in annotated for note in one.phase_notes)


EGFR_END, EGFR_BEGIN, EGFR_THIRD = "7:55019365:G:C", "7:55142286:T:A", "7:55142287:T:C"  # V30, GTT, of exons 1 and 2


def test_a_codon_of_the_plus_strand(genomes: dict[Assembly, Genome]) -> None:
    """GTT is valine, CAT histidine."""
    for notes_of in notes(genomes[G38], G38, (EGFR_END, "0|1"), (EGFR_BEGIN, "0|1")):
        assert len(notes_of) == 1
        assert "together they make EGFR p.V30H" in notes_of[0]


def test_a_silent_base_beyond_the_intron_makes_the_same_residue(genomes: dict[Assembly, Genome]) -> None:
    first, second = notes(genomes[G38], G38, (EGFR_END, "0|1"), (EGFR_THIRD, "0|1"))
    assert "EGFR p.V30L" in first[0]
    assert "EGFR p.V30L" in second[0]


@pytest.mark.parametrize(
    "beside",
    [
        "17:7674970:AC:A",  # takes c.560 away
        "17:7674971:C:CA",
        "17:7674980:C:A",  # in the intron
        "17:7674972:C:A",  # the last base of the intron
    ],
)
def test_what_is_no_substitution_of_the_codon_is_left_alone(genomes: dict[Assembly, Genome], beside: str) -> None:
    assert notes(genomes[G38], G38, (FIRST[G38], "0|1"), (beside, "0|1")) == [(), ()]
