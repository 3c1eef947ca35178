"""Phased neighbours of one sample are read as the one change that they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.haplotypes import Annotated, combine_phased
from pm_annotate.model import Allele, Assembly, Call, Effect, Observation
from tests.genome.conftest import EXONS, FIRST, GENE

BRAF_600 = {Assembly.GRCH38: 140753336, Assembly.GRCH37: 140453136}  # the base of c.1799


def called(
    place: str,
    genotype: str | None = "0|1",
    record: int = 1,
    assembly: Assembly = Assembly.GRCH38,
    alts: tuple[str, ...] = (),
    **fields: Any,
) -> Observation:
    """An allele of a file (``7:140753336:A:T``) and its call in one sample."""
    chrom, pos, ref, alt = place.split(":")
    numbers = set((genotype or "").replace("|", "/").split("/"))
    zygosity = "homozygous" if len(numbers) == 1 and genotype and "0" not in numbers else "heterozygous"
    usual: dict[str, Any] = {
        "zygosity": zygosity,
        "phased_genotype": genotype if genotype and "|" in genotype else None,
        "carries": True,
    }
    allele = Allele(
        assembly, chrom, int(pos), ref, alt, chrom, int(pos), ".", ref, alt, record_number=record, vcf_alts=alts or (alt,)
    )
    call = Call("T", genotype, **{**usual, **fields})
    return Observation(allele, (), "PASS", call)


def read(genome: Genome, *observations: Observation) -> list[Annotated]:
    return combine_phased([(one, genome.effects(one.allele)) for one in observations], genome)


def names(annotated: list[Annotated]) -> list[str]:
    return [next((effect.hgvsp_short for effect in effects if effect.hgvsp_short), "") for _, effects in annotated]


def v600k(
    genotypes: tuple[str, str] = ("0|1", "0|1"), assembly: Assembly = Assembly.GRCH38, **fields: Any
) -> list[Observation]:
    pos = BRAF_600[assembly]
    return [
        called(f"7:{pos}:A:T", genotypes[0], 1, assembly, **fields),
        called(f"7:{pos + 1}:C:T", genotypes[1], 2, assembly, **fields),
    ]


@pytest.fixture(scope="module")
def genome(genomes: dict[Assembly, Genome]) -> Genome:
    return genomes[Assembly.GRCH38]


@pytest.mark.parametrize("assembly", list(Assembly))
def test_two_phased_snvs_of_codon_600_are_v600k(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    annotated = read(genomes[assembly], *v600k(assembly=assembly))
    assert names(annotated) == ["p.V600E", "p.V600M", "p.V600K"]
    first, second, both = (observation for observation, _ in annotated)
    pos = BRAF_600[assembly]
    assert both.allele.key == ("7", pos, "AC", "TT")
    assert both.combined_from == (f"7:{pos} A>T (record 1)", f"7:{pos + 1} C>T (record 2)")
    assert first.part_of == second.part_of == f"BRAF p.V600K (7:{pos} AC>TT)"
    (effect,) = (effect for effect in annotated[2][1] if effect.is_primary)
    assert effect.hgvsc == "c.1798_1799delinsAA"
    assert not both.part_of
    assert not first.combined_from


def test_unphased_neighbours_are_not_combined_but_say_that_they_have_one(genome: Genome) -> None:
    annotated = read(genome, *v600k(("0/1", "0/1")))
    assert names(annotated) == ["p.V600E", "p.V600M"]
    assert [observation.phase_notes for observation, _ in annotated] == [
        ("another change in the same codon: phase unknown (7:140753337 C>T (record 2))",),
        ("another change in the same codon: phase unknown (7:140753336 A>T (record 1))",),
    ]
    assert not any(observation.part_of for observation, _ in annotated)


def test_alleles_on_different_haplotypes_stay_apart(genome: Genome) -> None:
    annotated = read(genome, *v600k(("0|1", "1|0")))
    assert names(annotated) == ["p.V600E", "p.V600M"]
    assert [observation.phase_notes[0][:9] for observation, _ in annotated] == ["in trans:", "in trans:"]


def test_a_sites_only_file_has_no_phase(genome: Genome) -> None:
    bare = [Observation(one.allele, (), "PASS", None) for one in v600k()]
    annotated = read(genome, *bare)
    assert names(annotated) == ["p.V600E", "p.V600M"]
    assert all("phase unknown" in observation.phase_notes[0] for observation, _ in annotated)


def test_different_phase_sets_say_nothing_of_each_other(genome: Genome) -> None:
    first, second = v600k()
    annotated = read(genome, first, called("7:140753337:C:T", record=2, phase_set="140753337"))
    assert names(annotated) == ["p.V600E", "p.V600M"]
    assert "phase unknown" in annotated[0][0].phase_notes[0]
    assert names(read(genome, *v600k(phase_set="140753336"))) == ["p.V600E", "p.V600M", "p.V600K"]
    assert names(read(genome, first, second)) == ["p.V600E", "p.V600M", "p.V600K"]


def test_physical_phasing_of_mutect2_is_read(genome: Genome) -> None:
    mutect: dict[str, Any] = {"phase_set": "140753336_A_T", "phased_genotype": "0|1"}
    assert names(read(genome, *v600k(("0/1", "0/1"), **mutect))) == ["p.V600E", "p.V600M", "p.V600K"]
    without_name: dict[str, Any] = {"phase_set": None, "phased_genotype": "0|1"}
    assert names(read(genome, *v600k(("0/1", "0/1"), **without_name))) == ["p.V600E", "p.V600M"]


def test_homozygous_neighbours_lie_together_by_necessity(genome: Genome) -> None:
    annotated = read(genome, *v600k(("1/1", "1/1")))
    assert names(annotated) == ["p.V600E", "p.V600M", "p.V600K"]
    assert all(observation.part_of for observation, _ in annotated[:2])


def test_a_homozygous_allele_also_stands_alone_beside_a_heterozygous_one(genome: Genome) -> None:
    annotated = read(genome, *v600k(("1/1", "0/1")))
    assert names(annotated) == ["p.V600E", "p.V600M", "p.V600K"]
    homozygous, heterozygous = annotated[0][0], annotated[1][0]
    assert not homozygous.part_of
    assert "BRAF p.V600K" in homozygous.phase_notes[0]
    assert heterozygous.part_of


def test_an_allele_seen_mostly_without_its_neighbour_keeps_its_own_standing(genome: Genome) -> None:
    common = called("7:140753336:A:T", vaf=0.40, alt_count=40, depth=100)
    rare = called("7:140753337:C:T", record=2, vaf=0.05, alt_count=5, depth=100)
    first, second, both = (observation for observation, _ in read(genome, common, rare))
    assert not first.part_of
    assert "BRAF p.V600K" in first.phase_notes[0]
    assert second.part_of
    assert both.tumor is not None
    assert both.tumor.vaf == 0.05


def test_reads_of_the_combined_change_are_the_lowest_of_its_parts(genome: Genome) -> None:
    first = called("7:140753336:A:T", depth=100, alt_count=31, ref_count=69, vaf=0.31, read_fields=("FORMAT/AD",))
    second = called("7:140753337:C:T", record=2, depth=98, alt_count=33, ref_count=65, vaf=0.337, read_fields=("FORMAT/AD",))
    call = read(genome, first, second)[2][0].tumor
    assert call is not None
    assert (call.depth, call.alt_count, call.vaf, call.ref_count) == (98, 31, 0.31, None)
    assert call.read_fields == ("lowest of the phased calls", "FORMAT/AD")
    assert call.genotype == "0|1"


def test_the_second_alternate_of_a_record_is_found_in_its_phased_genotype(genome: Genome) -> None:
    first = called("7:140753336:A:T", "0|2", alts=("G", "T"))
    assert names(read(genome, first, called("7:140753337:C:T", "0|1", 2))) == ["p.V600E", "p.V600M", "p.V600K"]
    assert names(read(genome, first, called("7:140753337:C:T", "1|0", 2))) == ["p.V600E", "p.V600M"]


def test_bases_between_two_parts_come_from_the_reference(genome: Genome) -> None:
    # EGFR L858 CTG: CGG is L858R; with the first base too, AGG is also L858R, and GGA is L858G
    first, last = called("7:55191821:C:G"), called("7:55191823:G:A", record=2)
    annotated = read(genome, first, called("7:55191822:T:G", record=2), called("7:55191823:G:A", record=3))
    assert names(annotated) == ["p.L858V", "p.L858R", "p.L858=", "p.L858G"]
    gapped = read(genome, first, last)
    assert gapped[2][0].allele.key == ("7", 55191821, "CTG", "GTA")
    assert names(gapped)[2] == "p.L858V"


def test_snvs_in_different_codons_change_each_its_own_residue(genome: Genome) -> None:
    # c.1799T>A is V600E; c.1801A>G, two bases on, is K601E
    annotated = read(genome, called("7:140753334:T:C"), called("7:140753336:A:T", record=2))
    assert names(annotated) == ["p.K601E", "p.V600E"]
    assert not any(observation.part_of or observation.phase_notes for observation, _ in annotated)


def test_an_mnv_record_stays_as_it_is(genome: Genome) -> None:
    annotated = read(genome, called("7:140753336:AC:TT"))
    assert names(annotated) == ["p.V600K"]
    assert annotated[0][0].combined_from == ()


def test_snvs_beside_an_mnv_record_of_the_same_change_add_no_third_row(genome: Genome) -> None:
    annotated = read(genome, called("7:140753336:AC:TT", record=3), *v600k())
    assert names(annotated) == ["p.V600K", "p.V600E", "p.V600M"]
    assert [bool(observation.part_of) for observation, _ in annotated] == [False, True, True]


def test_an_allele_that_stands_in_two_records_is_combined_once(genome: Genome) -> None:
    annotated = read(genome, *v600k(), called("7:140753336:A:T", record=3))
    assert names(annotated) == ["p.V600E", "p.V600M", "p.V600K", "p.V600E"]


def test_two_frameshifts_that_restore_the_frame_are_one_change(drawn: Genome) -> None:
    # ATG GCT GAA AAG CCT CAT: without the G of GAA, and with a T after AAG, the frame is back at CCT
    lost, gained = called("1:1026:TG:T"), called("1:1032:G:GT", record=2)
    assert drawn.reference("1", 1021, 1038) == "ATGGCTGAAAAGCCTCAT"
    annotated = read(drawn, lost, gained)
    assert [effects[0].frame for _, effects in annotated] == ["frameshift", "frameshift", ""]
    assert names(annotated)[2] == "p.E3_K4delinsKS"
    apart = read(drawn, called("1:1026:TG:T", "0/1"), called("1:1032:G:GT", "0/1", 2))
    assert apart[0][0].phase_notes == (
        "another frameshift nearby restores the reading frame: phase unknown (1:1032 G>GT (record 2))",
    )


def test_a_deletion_and_the_snv_beside_it_are_one_delins(genome: Genome) -> None:
    # EGFR c.2237_2255delinsT, as callers split it: c.2237A>T and c.2238_2255del
    lost = genome.reference("7", 55174775, 55174792)
    annotated = read(genome, called("7:55174774:A:T"), called(f"7:55174774:A{lost}:A", record=2))
    assert names(annotated)[2] == "p.E746_S752delinsV"
    assert annotated[2][0].allele.key == ("7", 55174774, f"A{lost}", "T")
    assert all(observation.part_of.startswith("EGFR p.E746_S752delinsV") for observation, _ in annotated[:2])


def test_a_gap_whose_bases_are_not_known_is_not_guessed(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    gene = next(gene for gene in sorted(genome.genes()) if _unknown_codon(genome, gene))
    chrom, pos = _unknown_codon(genome, gene) or ("", 0)
    apart = read(genome, called(f"{chrom}:{pos}:A:T"), called(f"{chrom}:{pos + 2}:A:T", record=2))
    assert len(apart) == 2
    assert "the bases between them are not known" in apart[0][0].phase_notes[0]
    beside = read(genome, called(f"{chrom}:{pos}:A:T"), called(f"{chrom}:{pos + 1}:A:T", record=2))
    assert beside[2][0].allele.key == (chrom, pos, "AA", "TT")


def _unknown_codon(genome: Genome, gene: str) -> tuple[str, int] | None:
    """Where the second codon of a forward gene begins whose bases are not packaged."""
    transcript = genome.transcript_of(gene)
    if transcript is None or transcript.strand < 0 or transcript.sequence == "packaged":
        return None
    start, end = transcript.cds_exons[0]
    known = genome.reference(transcript.chrom, start + 3, start + 5) is not None
    return None if known or end < start + 8 else (transcript.chrom, start + 3)


def _spelled(pos: int, lost: int, gained: str) -> tuple[int, str, str]:
    """A change after the anchor at ``pos``, as a record of the drawn gene spells it."""
    ref = GENE[pos - FIRST : pos - FIRST + lost + 1]
    return pos, ref, ref[0] + gained


@given(
    first=st.tuples(st.integers(0, 3), st.text("ACGT", max_size=3)),
    second=st.tuples(st.integers(0, 3), st.text("ACGT", max_size=3)),
    start=st.integers(EXONS[1][0], EXONS[1][1] - 12),
    gap=st.integers(0, 5),
)
def test_a_combined_allele_makes_the_bases_of_its_parts(
    drawn: Genome, first: tuple[int, str], second: tuple[int, str], start: int, gap: int
) -> None:
    records = [_spelled(start, *first), _spelled(start + first[0] + 1 + gap, *second)]
    if any(ref == alt for _, ref, alt in records):
        return
    haplotype = GENE
    for pos, ref, alt in reversed(records):
        haplotype = haplotype[: pos - FIRST] + alt + haplotype[pos - FIRST + len(ref) :]
    for observation, effects in read(drawn, *(called(f"1:{pos}:{ref}:{alt}") for pos, ref, alt in records)):
        if observation.combined_from:
            made = observation.allele
            at = made.pos - FIRST
            assert GENE[:at] + made.alt + GENE[at + len(made.ref) :] == haplotype
            assert effects


def test_other_samples_are_read_on_their_own(genome: Genome) -> None:
    assert names(read(genome, *v600k())) == ["p.V600E", "p.V600M", "p.V600K"]
    assert names(read(genome, v600k()[0])) == ["p.V600E"]


def test_order_and_effects_of_the_file_are_kept(genome: Genome) -> None:
    kras = called("12:25245350:C:T", "0/1", 1)
    first, second = v600k()
    annotated = read(genome, kras, second, first)
    assert [observation.allele.key for observation, _ in annotated] == [
        kras.allele.key, second.allele.key, first.allele.key, ("7", 140753336, "AC", "TT"),
    ]  # fmt: skip
    assert annotated[0] == (kras, genome.effects(kras.allele))


def test_the_callers_own_way_of_naming_an_allele_is_used(genome: Genome) -> None:
    asked: list[str] = []

    def annotate(allele: Allele) -> tuple[Allele, tuple[Effect, ...]]:
        asked.append(f"{allele.ref}>{allele.alt}")
        return allele, genome.effects(allele)

    combine_phased([(one, genome.effects(one.allele)) for one in v600k()], genome, annotate)
    assert asked == ["AC>TT"]
