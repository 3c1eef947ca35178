"""Names and SO terms worked out by hand on a gene small enough to draw; each case on both strands."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.model import Allele, Assembly, Effect
from tests.genome.conftest import ATG, EXONS, FIRST, GENE, LAST, allele, drawn_genome, mirrored


def at(coding: int, offset: int = 0) -> int:
    """The position on the forward gene of c.``coding``; an intron ``offset``; negative numbers lie before the start."""
    if coding < 0:
        return ATG + coding
    left = coding
    for start, end in EXONS:
        if left <= end - start + 1:
            return start + left - 1 + offset
        left -= end - start + 1
    return EXONS[-1][1] + left


def forward(pos: int, removed: int, inserted: str) -> Allele:
    """``removed`` bases from ``pos`` on replaced by ``inserted``, with the base before as anchor."""
    index = pos - FIRST
    anchor = GENE[index - 1]
    return allele(Assembly.GRCH38, "1", pos - 1, anchor + GENE[index : index + removed], anchor + inserted)


def backward(pos: int, removed: int, inserted: str) -> Allele:
    """The same change on the mirror image."""
    index = pos - FIRST
    ref, anchor = GENE[index : index + removed], GENE[index + removed]
    first = mirrored(pos + removed)
    return allele(Assembly.GRCH38, "1", first, reverse_complement(ref + anchor), reverse_complement(inserted + anchor))


def names(effect: Effect) -> tuple[str, str, tuple[str, ...]]:
    return effect.hgvsc, effect.hgvsp, effect.consequence


CASES = [
    # position, removed bases, inserted, c. name, p. name, SO terms
    (at(5), 1, "A", "c.5C>A", "p.Ala2Asp", "missense_variant"),
    (at(6), 1, "C", "c.6T>C", "p.Ala2=", "synonymous_variant"),
    (at(10), 1, "T", "c.10A>T", "p.Lys4Ter", "stop_gained"),
    (at(4), 3, "TGG", "c.4_6delinsTGG", "p.Ala2Trp", "missense_variant"),
    (at(6), 2, "CC", "c.6_7delinsCC", "p.Glu3Gln", "missense_variant"),  # GCT GAA to GCC CAA
    (at(2), 1, "C", "c.2T>C", "p.Met1?", "start_lost"),
    (at(61), 1, "C", "c.61T>C", "p.Ter21GlnextTer4", "stop_lost"),  # TAG GCC TTT GAC TAA
    (at(63), 1, "A", "c.63G>A", "p.Ter21=", "stop_retained_variant"),
    # H8 H9 H10 are CAC CAC CAT: a CAC more or less is placed as far right as it goes, c.27-29 (C CA)
    (at(22), 0, "CAC", "c.27_29dup", "p.His10dup", "inframe_insertion"),
    (at(22), 3, "", "c.27_29del", "p.His10del", "inframe_deletion"),
    (at(22), 6, "", "c.24_29del", "p.His9_His10del", "inframe_deletion"),
    (at(25), 0, "TGG", "c.24_25insTGG", "p.His8_His9insTrp", "inframe_insertion"),
    # GAA AAG: four A, the last at c.11; the new frame reads S L I V T T M D P K T W L L L V I R P L T K A F G stop
    (at(8), 1, "", "c.11del", "p.Lys4SerfsTer26", "frameshift_variant"),
    (at(10), 0, "TA", "c.9_10insTA", "p.Lys4Ter", "stop_gained frameshift_variant"),
    (at(20), 1, "A", "c.20G>A", "p.Cys7Tyr", "missense_variant splice_region_variant"),
    (at(20, 1), 1, "A", "c.20+1G>A", "", "splice_donor_variant"),
    (at(20, 2), 1, "G", "c.20+2T>G", "", "splice_donor_variant"),
    (at(20, 3), 1, "C", "c.20+3A>C", "", "splice_donor_region_variant intron_variant"),
    (at(20, 5), 1, "C", "c.20+5G>C", "", "splice_donor_5th_base_variant intron_variant"),
    (at(20, 7), 1, "G", "c.20+7C>G", "", "splice_region_variant intron_variant"),
    (at(20, 20), 1, "A", "c.20+20C>A", "", "intron_variant"),
    (at(21, -1), 1, "A", "c.21-1G>A", "", "splice_acceptor_variant"),
    (at(21, -2), 1, "C", "c.21-2A>C", "", "splice_acceptor_variant"),
    (at(21, -4), 1, "A", "c.21-4T>A", "", "splice_region_variant splice_polypyrimidine_tract_variant intron_variant"),
    (at(21, -12), 1, "A", "c.21-12C>A", "", "splice_polypyrimidine_tract_variant intron_variant"),
    (at(19), 4, "", "c.19_20+2del", "", "splice_donor_variant coding_sequence_variant"),
    (at(-3), 1, "G", "c.-3T>G", "", "5_prime_UTR_variant"),
    (at(64), 1, "C", "c.*1G>C", "", "3_prime_UTR_variant"),
]  # fmt: skip


@pytest.mark.parametrize(("pos", "removed", "inserted", "coding", "protein", "terms"), CASES, ids=[case[3] for case in CASES])
def test_names_and_terms_on_both_strands(
    drawn: Genome, pos: int, removed: int, inserted: str, coding: str, protein: str, terms: str
) -> None:
    for made in (forward(pos, removed, inserted), backward(pos, removed, inserted)):
        (effect,) = drawn.effects(drawn.left_align(made))
        assert names(effect) == (coding, protein, tuple(terms.split()))


@pytest.mark.parametrize(
    ("pos", "removed", "inserted", "name"),
    [
        (at(5), 1, "A", f"{at(5)}C>A"),
        (at(8), 1, "", f"{at(11)}del"),
        (at(22), 3, "", f"{at(27)}_{at(29)}del"),
        (at(8), 0, "A", f"{at(11)}dup"),
        (at(22), 0, "CAC", f"{at(27)}_{at(29)}dup"),
        (at(25), 0, "TGG", f"{at(24)}_{at(25)}insTGG"),
        (at(4), 3, "TGG", f"{at(4)}_{at(6)}delinsTGG"),
    ],
)
def test_genomic_names_are_placed_on_the_plus_strand(drawn: Genome, pos: int, removed: int, inserted: str, name: str) -> None:
    (effect,) = drawn.effects(forward(pos, removed, inserted))
    assert effect.hgvsg == f"NC_000001.11:g.{name}"


def test_the_genomic_name_of_a_gene_on_the_minus_strand_is_placed_the_other_way(drawn: Genome) -> None:
    (lost,) = drawn.effects(backward(at(8), 1, ""))
    assert (lost.hgvsc, lost.hgvsg) == ("c.11del", f"NC_000001.11:g.{mirrored(at(8))}del")
    (gained,) = drawn.effects(backward(at(22), 0, "CAC"))
    assert (gained.hgvsc, gained.hgvsg) == ("c.27_29dup", f"NC_000001.11:g.{mirrored(at(24))}_{mirrored(at(22))}dup")


def test_a_change_around_the_codons_end_is_named_by_residues_not_by_bases(drawn: Genome) -> None:
    # c.28-30 is H10: CAT, c.31-33 G11: GGA. Deleting c.29_31 leaves CGA: the two become one arginine.
    (effect,) = drawn.effects(forward(at(29), 3, ""))
    assert (effect.hgvsc, effect.hgvsp_short) == ("c.29_31del", "p.H10_G11delinsR")


def test_insertion_with_a_stop_in_it_ends_there(drawn: Genome) -> None:
    (effect,) = drawn.effects(forward(at(25), 0, "TGGTAACCC"))
    assert effect.hgvsp_short == "p.H8_H9insW*"
    assert "stop_gained" in effect.consequence


def test_reference_that_disagrees_gives_no_name(drawn: Genome) -> None:
    (effect,) = drawn.effects(allele(Assembly.GRCH38, "1", at(5), "G", "A"))
    assert (effect.hgvsc, effect.hgvsp, effect.protein_start) == ("", "", None)
    assert "ref_mismatch" in effect.caveats
    assert effect.consequence == ("coding_sequence_variant",)
    assert effect.hgvsg == "NC_000001.11:g.1025G>A"


def test_impact_and_maf_class_follow_the_worst_term(drawn: Genome) -> None:
    def of(made: Allele) -> tuple[str, str]:
        (effect,) = drawn.effects(made)
        return effect.impact, effect.variant_classification

    assert of(forward(at(5), 1, "A")) == ("MODERATE", "Missense_Mutation")
    assert of(forward(at(10), 1, "T")) == ("HIGH", "Nonsense_Mutation")
    assert of(forward(at(8), 1, "")) == ("HIGH", "Frame_Shift_Del")
    assert of(forward(at(10), 0, "C")) == ("HIGH", "Frame_Shift_Ins")
    assert of(forward(at(22), 3, "")) == ("MODERATE", "In_Frame_Del")
    assert of(forward(at(20, 1), 1, "A")) == ("HIGH", "Splice_Site")
    assert of(forward(at(20, 7), 1, "G")) == ("LOW", "Splice_Region")
    assert of(forward(at(2), 1, "C")) == ("HIGH", "Translation_Start_Site")
    assert of(forward(at(61), 1, "C")) == ("HIGH", "Nonstop_Mutation")
    assert of(forward(at(6), 1, "C")) == ("LOW", "Silent")


def test_exons_and_introns_are_numbered_in_reading_order(drawn: Genome) -> None:
    for make in (forward, backward):
        (in_exon,) = drawn.effects(make(at(30), 1, "A"))
        (in_intron,) = drawn.effects(make(at(42, 1), 1, "A"))
        assert (in_exon.exon, in_exon.exon_numbers, in_exon.intron) == ("2/3", (2,), "")
        assert (in_intron.exon, in_intron.exon_numbers, in_intron.intron) == ("", (), "2/2")


def test_what_lies_over_an_edge_or_over_several_exons_names_the_exons_that_it_touches(drawn: Genome) -> None:
    for make in (forward, backward):
        (over,) = drawn.effects(make(at(15), at(30) - at(15) + 1, ""))
        assert (over.exon, over.exon_numbers, over.intron) == ("1-2/3", (1, 2), "")
        (edge,) = drawn.effects(make(at(19), 4, ""))
        assert (edge.exon, edge.exon_numbers, edge.intron) == ("1/3", (1,), "")
        (behind,) = drawn.effects(make(at(64) + 20, 1, "A"))
        assert (behind.exon, behind.exon_numbers, behind.intron) == ("", (), "")
        (before,) = drawn.effects(make(at(-3), 1, "G"))
        assert (before.exon, before.exon_numbers, before.intron) == ("", (), "")


def test_bases_behind_the_gene_are_untranslated_as_far_as_it_reaches_and_said_to_be_guessed(drawn: Genome) -> None:
    (far,) = drawn.effects(allele(Assembly.GRCH38, "1", LAST + 250, "A", "T"))
    assert far.consequence == ("3_prime_UTR_variant",)
    assert "utr_structure_unknown" in far.caveats


def test_nothing_beyond_the_reach_of_the_gene(drawn: Genome) -> None:
    assert drawn.effects(allele(Assembly.GRCH38, "1", LAST + 2000, "A", "T")) == ()
    assert drawn.effects(allele(Assembly.GRCH38, "2", ATG, "A", "T")) == ()


def test_indel_that_leaves_the_splice_site_as_it_was_is_no_splice_site_change(drawn: Genome) -> None:
    # exon 2 ends ..GAAAAC|gtgagt. An AC more or less can also be placed inside the exon; the donor stays GT.
    # Intron 1 ends ..ctctcag|TCAC: a second A before the G leaves AG at the end of the intron.
    for make in (forward, backward):
        (effect,) = drawn.effects(make(at(21, -1), 0, "A"))
        assert effect.hgvsc == "c.21-2dup"
        assert "splice_acceptor_variant" not in effect.consequence
        assert "splice_region_variant" in effect.consequence
        assert "splice_site_kept_by_other_placement" in effect.caveats


def test_deletion_over_the_stop_codon_into_the_untranslated_region(drawn: Genome) -> None:
    # AAT TAG GCC TTT GAC TAA without GGC: AAT TAC TTT GAC TAA
    for make in (forward, backward):
        (effect,) = drawn.effects(make(at(63), 3, ""))
        assert (effect.hgvsc, effect.hgvsp_short) == ("c.63_*2del", "p.*21Yext*3")
        assert effect.consequence == ("stop_lost", "3_prime_UTR_variant")


def test_deletion_over_the_start_codon(drawn: Genome) -> None:
    for make in (forward, backward):
        (effect,) = drawn.effects(make(at(-2), 4, ""))
        assert effect.hgvsp == "p.Met1?"
        assert effect.consequence == ("start_lost", "5_prime_UTR_variant")


def test_alleles_that_are_not_spelt_out_have_no_effect(drawn: Genome) -> None:
    for alt in ("<DEL>", "*", "<NON_REF>", "A[2:321681["):
        assert drawn.effects(allele(Assembly.GRCH38, "1", at(5), "C", alt)) == ()


def test_wrong_reference_bases_are_not_moved(drawn: Genome) -> None:
    wrong = allele(Assembly.GRCH38, "1", at(8), "TGG", "T")
    assert drawn.left_align(wrong).key == wrong.key
    assert drawn.left_align(wrong).left_aligned is False


def test_residues_gained_or_lost_before_a_stop_codon_that_stays(drawn: Genome) -> None:
    # c.58-63 is N20: AAT, stop: TAG. AAT AAT TAG: one residue more; GGT TAG: one less. Neither extension nor nonsense.
    for make in (forward, backward):
        (gained,) = drawn.effects(drawn.left_align(make(at(58), 0, "AAT")))
        assert (gained.hgvsp, gained.consequence) == ("p.Asn20dup", ("inframe_insertion",))
        (other,) = drawn.effects(drawn.left_align(make(at(61), 0, "CCC")))
        assert (other.hgvsp, other.consequence) == ("p.Asn20_Ter21insPro", ("inframe_insertion",))
        (lost,) = drawn.effects(drawn.left_align(make(at(58), 3, "")))
        assert (lost.hgvsp, lost.consequence) == ("p.Asn20del", ("inframe_deletion",))


def test_a_residue_more_or_less_whose_last_placement_reaches_into_the_stop_codon(genomes: dict[Assembly, Genome]) -> None:
    # BRCA1 ends TAC TGA: a TAC more or less is placed one base into the stop codon (3' rule), which stays.
    for ref, alt, coding, protein, term in (
        ("A", "AGTA", "c.5588_5590dup", "p.Tyr1863dup", "inframe_insertion"),
        ("AGTA", "A", "c.5588_5590del", "p.Tyr1863del", "inframe_deletion"),
    ):
        made = genomes[Assembly.GRCH38].left_align(allele(Assembly.GRCH38, "17", 43045680, ref, alt))
        effects = genomes[Assembly.GRCH38].effects(made)
        (effect,) = (one for one in effects if one.gene == "BRCA1" and one.is_primary)
        assert names(effect) == (coding, protein, (term,))
        assert (effect.protein_start, effect.frame) == (1863, "inframe")


def test_a_known_length_before_the_start_codon_is_no_guess_and_what_lies_behind_is(tmp_path: Path) -> None:
    for strand in "+-":
        genome = drawn_genome(tmp_path / strand, utr5_length="20")
        make = forward if strand == "+" else backward
        (before,) = genome.effects(make(at(-3), 1, "G"))
        (behind,) = genome.effects(make(at(64), 1, "C"))
        assert (before.consequence, behind.consequence) == (("5_prime_UTR_variant",), ("3_prime_UTR_variant",))
        assert ["utr_structure_unknown" in one.caveats for one in (before, behind)] == [False, True]


def test_where_all_exons_are_known_nothing_is_guessed(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    known = next(one for gene in sorted(genome.genes()) if (one := genome.transcript_of(gene)) and one.all_exons)
    low, high = known.coding_span
    for pos in (low - 1, high + 1):
        effects = genome.effects(allele(Assembly.GRCH38, known.chrom, pos, "N", "A"))
        assert all("utr_structure_unknown" not in one.caveats for one in effects if one.transcript == known.transcript)
