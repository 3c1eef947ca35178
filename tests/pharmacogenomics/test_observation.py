"""What a record says of a defining position, and what it does not."""

from __future__ import annotations

import pytest

from pm_annotate.model import Assembly, SiteGenotype
from pm_annotate.pharmacogenomics.calls import Pharmacogenomics
from pm_annotate.pharmacogenomics.observation import Observation, observe

DPYD_2A = ("1", 97450058)  # c.1905+1G>A, C>T on the plus strand
DPYD_3 = ("1", 97450065)  # c.1898del, TG>T: can be written once more to the right
UGT1A1_TA = ("2", 233760233)


def site(pos: int, ref: str, alts: str, alleles: tuple[int | None, ...], chrom: str = "1", **more: object) -> SiteGenotype:
    listed = tuple(alts.split(",")) if alts else ()
    return SiteGenotype(chrom, pos, pos + len(ref) - 1, ref, listed, alleles, **more)  # type: ignore[arg-type]


def seen(pgx: Pharmacogenomics, *sites: SiteGenotype, normal: bool = True) -> Observation:
    return observe(pgx.index(Assembly.GRCH38), sites, "S", is_normal=normal)


def test_a_heterozygous_record_is_read(pgx: Pharmacogenomics) -> None:
    genotype = seen(pgx, site(97450058, "C", "T", (0, 1), depth=30)).genotypes[DPYD_2A]
    assert (genotype.text, genotype.source, genotype.depth) == ("C/T", "called", 30)


def test_a_reference_record_is_read(pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(97450058, "C", "T", (0, 0))).genotypes[DPYD_2A].text == "C/C"
    assert seen(pgx, site(97450058, "C", "", (0, 0))).genotypes[DPYD_2A].source == "reference block"
    assert DPYD_2A not in seen(pgx, site(97450058, "C", "", (0, None))).genotypes  # half of it is not called


def test_nothing_said_is_missing(pgx: Pharmacogenomics) -> None:
    assert seen(pgx).genotypes == {}
    assert DPYD_2A not in seen(pgx, site(97450057, "A", "G", (0, 1))).genotypes


def test_a_reference_block_covers_what_lies_wholly_in_it(pgx: Pharmacogenomics) -> None:
    block = SiteGenotype("1", 97450000, 97450065, "A", (), (0, 0), depth=25, quality=60)
    found = seen(pgx, block).genotypes
    assert found[DPYD_2A].text == "C/C"
    assert DPYD_3 not in found  # its deleted base lies behind the block
    longer = SiteGenotype("1", 97450066, 97450099, "G", (), (0, 0), depth=11, quality=60)
    assert seen(pgx, block, longer).genotypes[DPYD_3].depth == 11


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"depth": 4}, "only 4 reads"),
        ({"depth": 30, "quality": 0}, "genotype quality 0"),
        ({"filter_text": "LowQual"}, "FILTER is LowQual"),
    ],
)
def test_a_poor_reference_record_shows_nothing(more: dict[str, object], reason: str, pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(97450058, "C", "", (0, 0), **more)).genotypes == {}
    if "filter_text" in more:
        assert seen(pgx, site(97450058, "C", "T", (0, 1), **more)).unread[DPYD_2A] == reason


@pytest.mark.parametrize("filter_text", ["germline", "normal_artifact;clustered_events", "alt_allele_in_normal", "."])
def test_what_a_somatic_caller_set_aside_as_germline_is_read(filter_text: str, pgx: Pharmacogenomics) -> None:
    assert DPYD_2A in seen(pgx, site(97450058, "C", "T", (0, 1), filter_text=filter_text)).genotypes


def test_a_record_without_genotype_is_named(pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(97450058, "C", "T", ())).unread[DPYD_2A] == "listed without a genotype"
    assert DPYD_2A in seen(pgx, site(97450058, "C", "T", (None, 0))).unread


def test_a_reference_base_of_another_assembly_is_not_read(pgx: Pharmacogenomics) -> None:
    found = seen(pgx, site(97450058, "G", "T", (0, 1)))
    assert DPYD_2A not in found.genotypes
    assert "REF is G" in found.unread[DPYD_2A]


@pytest.mark.parametrize(("pos", "ref", "alt"), [(97450065, "TG", "T"), (97450064, "ATG", "AT"), (97450066, "GA", "A")])
def test_a_deletion_is_known_however_it_is_written(pos: int, ref: str, alt: str, pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(pos, ref, alt, (0, 1))).genotypes[DPYD_3].alleles == ("TG", "T")


def test_another_deletion_beside_it_is_not_it(pgx: Pharmacogenomics) -> None:
    assert DPYD_3 not in seen(pgx, site(97450066, "GA", "G", (0, 1))).genotypes


@pytest.mark.parametrize(
    ("pos", "ref", "alt"),
    [
        (233760233, "C", "CAT"),
        (233760233, "CAT", "CATAT"),
        (233760234, "A", "ATA"),
        (233760248, "A", "ATA"),
        (233760247, "T", "TAT"),
    ],
)
def test_the_seventh_ta_repeat_is_known_wherever_it_is_put(pos: int, ref: str, alt: str, pgx: Pharmacogenomics) -> None:
    found = seen(pgx, site(pos, ref, alt, (0, 1), chrom="2")).genotypes
    assert found[UGT1A1_TA].alleles == ("CAT", "CATAT")


def test_split_multiallelic_records_make_one_genotype(pgx: Pharmacogenomics) -> None:
    found = seen(pgx, site(233760233, "C", "CAT", (0, 1), chrom="2"), site(233760233, "CAT", "C", (0, 1), chrom="2"))
    assert sorted(found.genotypes[UGT1A1_TA].alleles) == ["C", "CATAT"]


def test_a_repeat_of_a_length_that_nobody_defined_is_no_reference(pgx: Pharmacogenomics) -> None:
    """(TA)4 of UGT1A1, two repeats fewer than *1: not known is not normal."""
    found = seen(pgx, site(233760233, "CATAT", "C", (0, 1), chrom="2"))
    assert found.genotypes[UGT1A1_TA].alleles == ("CAT", "*")


@pytest.mark.parametrize(
    ("first", "second", "sets", "text"),
    [
        ((0, 1), (1, 0), ("7", "7"), "A|T"),
        ((1, 0), (0, 1), ("7", "7"), "T|A"),
        ((0, 1), (1, 0), ("7", "9"), "T/A"),  # two phase sets
        ((0, 1), (0, 1), ("7", "7"), "T/A"),  # both on one copy: one of the two records is wrong about phase
    ],
)
def test_split_records_keep_their_phase_where_they_agree(
    first: tuple[int, int], second: tuple[int, int], sets: tuple[str, str], text: str, pgx: Pharmacogenomics
) -> None:
    one = site(97450058, "C", "T", first, phased=True, phase_set=sets[0])
    other = site(97450058, "C", "A", second, phased=True, phase_set=sets[1])
    assert seen(pgx, one, other).genotypes[DPYD_2A].text == text
    unphased = seen(pgx, one, other._replace(phased=False)).genotypes[DPYD_2A]
    assert (sorted(unphased.alleles), unphased.phased) == (["A", "T"], False)


def test_a_record_that_stands_twice_counts_once(pgx: Pharmacogenomics) -> None:
    record = site(97450058, "C", "T", (0, 1))
    assert seen(pgx, record, record).genotypes[DPYD_2A].text == "C/T"


def test_records_that_contradict_each_other_are_not_read(pgx: Pharmacogenomics) -> None:
    found = seen(pgx, site(97450058, "C", "T", (1, 1)), site(97450058, "C", "A", (0, 1)))
    assert DPYD_2A not in found.genotypes
    assert "contradict" in found.unread[DPYD_2A]


def test_a_change_of_neighbouring_bases_is_taken_apart(pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(97450057, "AC", "GT", (0, 1))).genotypes[DPYD_2A].alleles == ("C", "T")


def test_a_deletion_over_a_position_is_no_reference(pgx: Pharmacogenomics) -> None:
    assert seen(pgx, site(97450056, "TAC", "T", (0, 1))).genotypes[DPYD_2A].alleles == ("C", "*")


def test_a_change_written_together_with_a_deletion_is_no_reference(pgx: Pharmacogenomics) -> None:
    """CYP2C9 g.94949280A>G and g.94949283del in one allele (GG for AGA), as FreeBayes writes haplotypes."""
    found = seen(pgx, site(94949280, "AGA", "GG,GGA", (1, 2), chrom="10"))
    assert found.genotypes["10", 94949280].alleles == ("*", "G")


def test_an_overlapping_deletion_counts_once(pgx: Pharmacogenomics) -> None:
    deletion = site(97450056, "TAC", "T", (0, 1))
    assert seen(pgx, deletion, site(97450058, "C", "T,*", (1, 2))).genotypes[DPYD_2A].alleles == ("T", "*")


def test_a_reference_record_of_another_assembly_is_not_read(pgx: Pharmacogenomics) -> None:
    found = seen(pgx, site(97450058, "G", "", (0, 0)))
    assert DPYD_2A not in found.genotypes
    assert "REF is G" in found.unread[DPYD_2A]


def test_reads_of_the_normal_are_believed_against_its_genotype(pgx: Pharmacogenomics) -> None:
    genotype = seen(pgx, site(97450058, "C", "T", (0, 0), depth=40, vafs=(0.48,), filter_text="germline")).genotypes[DPYD_2A]
    assert genotype.alleles == ("C", "T")
    assert "48% of its reads" in genotype.notes[0]
    assert not seen(pgx, site(97450058, "C", "T", (0, 0), depth=40, vafs=(0.02,))).genotypes[DPYD_2A].notes


def test_a_low_fraction_in_the_tumour_may_be_somatic(pgx: Pharmacogenomics) -> None:
    genotype = seen(pgx, site(97450058, "C", "T", (0, 1), depth=90, vafs=(0.07,)), normal=False).genotypes[DPYD_2A]
    assert genotype.from_tumor
    assert "may be somatic" in genotype.notes[0]


def test_the_normal_is_preferred_to_the_tumour(pgx: Pharmacogenomics) -> None:
    tumor = (site(97450058, "C", "T", (1, 1)),)
    normal = (site(97450058, "C", "T", (0, 1)),)
    calls = pgx.calls(Assembly.GRCH38, germline=normal, germline_sample="N", tumor=tumor, tumor_sample="T")
    dpyd = next(call for call in calls if call.gene == "DPYD")
    assert dpyd.diplotypes == ("Reference/c.1905+1G>A (*2A)",)
    assert [position.sample for position in dpyd.positions] == ["N"]
    assert not any("confirm in germline" in caveat for caveat in dpyd.caveats)
    alone = next(call for call in pgx.calls(Assembly.GRCH38, tumor=tumor, tumor_sample="T") if call.gene == "DPYD")
    assert "genotype from the tumour column: confirm in germline" in alone.caveats


@pytest.mark.parametrize(
    ("alleles", "vaf", "normal", "read"),
    [
        ((1, 1), 0.35, False, ""),  # DeepSomatic writes 1/1 for each of its calls: no poor metabolizer
        ((1, 1), 0.35, True, ""),
        ((1,), 0.35, True, ""),
        ((1, 1), 0.97, True, "T/T"),
        ((0, 0), 0.48, False, ""),  # .. and 0/0 for what is inherited: no reference either
        ((0, 0), 0.48, True, "C/T"),
        ((0, 0), 0.02, False, "C/C"),
        ((0, 1), 0.35, False, "C/T"),
    ],
)
def test_a_genotype_that_the_reads_deny_is_not_read(
    alleles: tuple[int, ...], vaf: float, normal: bool, read: str, pgx: Pharmacogenomics
) -> None:
    found = seen(pgx, site(97450058, "C", "T", alleles, depth=100, vafs=(vaf,)), normal=normal)
    if read:
        assert found.genotypes[DPYD_2A].text == read
    else:
        assert DPYD_2A not in found.genotypes
        assert "of the reads carry the ALT" in found.unread[DPYD_2A]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"depth": 0, "quality": 0}, "only 0 reads"),
        ({"depth": 40, "quality": 3}, "genotype quality 3"),
        ({"only_genotype": True}, "0/0 without the depth and quality"),
    ],
)
def test_a_poor_reference_genotype_beside_another_samples_change_shows_nothing(
    more: dict[str, object], reason: str, pgx: Pharmacogenomics
) -> None:
    """A joint-called file lists DPYD*2A because one person has it; GATK wrote 0/0 for others without a single read."""
    found = seen(pgx, site(97450058, "C", "T", (0, 0), **more))
    assert DPYD_2A not in found.genotypes
    assert reason in found.unread[DPYD_2A]


def test_a_change_of_few_reads_is_read_and_doubted(pgx: Pharmacogenomics) -> None:
    genotype = seen(pgx, site(97450058, "C", "T", (0, 1), depth=2, quality=3)).genotypes[DPYD_2A]
    assert genotype.text == "C/T"
    assert genotype.notes == ("only 2 reads: confirm this genotype",)
    phased = seen(pgx, site(97450058, "C", "T", (0, 1), depth=8, phased=True)).genotypes[DPYD_2A]
    assert (phased.text, phased.notes) == ("C|T", ("only 8 reads: confirm this genotype",))  # long reads phase at low depth
    low = seen(pgx, site(97450058, "C", "T", (0, 1), depth=100, vafs=(0.05,))).genotypes[DPYD_2A]
    assert "low for an inherited allele" in low.notes[0]


def test_a_heterozygous_genotype_whose_reads_are_all_alt_may_be_homozygous(pgx: Pharmacogenomics) -> None:
    """Mutect2 writes 0/1 for every tumour allele, also for DPYD*2A on both copies, whose carrier no fluoropyrimidine suits."""
    tumor = (site(97450058, "C", "T", (0, 1), depth=81, vafs=(0.98,)),)
    call = next(call for call in pgx.calls(Assembly.GRCH38, tumor=tumor, tumor_sample="T") if call.gene == "DPYD")
    assert call.diplotypes == ("Reference/c.1905+1G>A (*2A)",)
    assert "c.1905+1G>A (*2A)/c.1905+1G>A (*2A)" in call.other_diplotypes
    assert "Poor Metabolizer" in call.possible_phenotypes
    assert any("98% of the reads carry the ALT: both copies may carry it" in caveat for caveat in call.caveats)
    few = seen(pgx, site(97450058, "C", "T", (0, 1), depth=6, vafs=(1.0,)), normal=False).genotypes[DPYD_2A]
    assert few.may_be == ()


def test_a_gene_of_which_nothing_could_be_read_says_so(pgx: Pharmacogenomics) -> None:
    listed = (site(97450058, "C", "T", ()),)
    call = next(call for call in pgx.calls(Assembly.GRCH38, tumor=listed) if call.gene == "DPYD")
    assert call.caveats[0] == "no position that defines an allele of this gene could be read"
    assert "listed without a genotype" in call.caveats[1]


@pytest.mark.parametrize("alts", ["T,", "T,<DEL>", "T,C[2:321682[", "T,*"])
def test_what_an_alt_without_bases_leaves_is_not_known(alts: str, pgx: Pharmacogenomics) -> None:
    """``T,`` stands in broken files (an empty ALT ended the run), ``T,<DEL>`` in those of callers of everything."""
    assert seen(pgx, site(97450058, "C", alts, (1, 2))).genotypes[DPYD_2A].text == "T/*"


def test_half_a_genotype_shows_that_a_copy_carries_the_change(pgx: Pharmacogenomics) -> None:
    """./1 at DPYD*2A: whoever is told "Reference/Reference, cannot be told" may be given the full dose."""
    for alleles in ((None, 1), (1, None)):
        sites = [site(97450058, "C", "T", alleles)]
        genotype = seen(pgx, *sites).genotypes[DPYD_2A]
        assert (genotype.text, genotype.may_be) == ("C/T", ("T", "T"))
        call = next(call for call in pgx.calls(Assembly.GRCH38, germline=sites, germline_sample="N") if call.gene == "DPYD")
        assert (call.phenotype, call.activity_score) == ("Intermediate Metabolizer", "1.0")
        assert "c.1905+1G>A (*2A)/c.1905+1G>A (*2A)" in call.other_diplotypes
        assert any("at least one carries the change" in caveat for caveat in call.caveats)
    nothing = seen(pgx, site(97450058, "C", "T", (0, None)))
    assert DPYD_2A not in nothing.genotypes


def test_a_long_reference_record_covers_its_bases_beside_many_short_ones(pgx: Pharmacogenomics) -> None:
    """G6PD Nara takes 24 bases, among which other alleles have positions of their own."""
    nara = next(position for position in pgx.positions(Assembly.GRCH38)["G6PD"] if position.pos == 154533012)
    inside = [site(pos, "A", "", (0, 0), chrom="X") for pos in range(nara.pos + 1, nara.pos + len(nara.ref), 3)]
    assert ("X", nara.pos) in seen(pgx, site(nara.pos, nara.ref, "", (0, 0), chrom="X"), *inside).genotypes


def test_the_changes_of_one_record_lie_on_one_copy(pgx: Pharmacogenomics) -> None:
    """DPYD c.1905+1G>A and c.1905C>G, written as CG>TC: no compound heterozygote."""
    sites = [site(97450058, "CG", "TC", (0, 1))]
    call = next(call for call in pgx.calls(Assembly.GRCH38, germline=sites, germline_sample="N") if call.gene == "DPYD")
    assert call.diplotypes == ("Reference/[c.1905+1G>A (*2A) + c.1905C>G]",)
    assert not any("presumed" in caveat for caveat in call.caveats)
