"""Copies of genes at their true coordinates on both assemblies, and segments that must not be called."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.genome.events.gene_copy_number import copy_number_events, copy_number_warnings, genes_touched
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly, Call, Observation
from pm_annotate.model.structural import (
    Adjacency,
    Breakpoint,
    GeneEvent,
    GeneEventKind,
    KeptSide,
    StructuralEvent,
    StructuralType,
)
from tests.genome.conftest import allele

AMPLIFICATION, GAIN = GeneEventKind.AMPLIFICATION, GeneEventKind.GAIN
LOSS, HOMOZYGOUS_DELETION = GeneEventKind.LOSS, GeneEventKind.HOMOZYGOUS_DELETION
BOTH = pytest.mark.parametrize("assembly", list(Assembly))
PLAIN = CopyNumberOptions()


def segment(assembly: Assembly, chrom: str, start: int, end: int, **values: object) -> StructuralEvent:
    """A segment of a caller that counts copies."""
    observation = Observation(allele(assembly, chrom, start, "N", "<CNV>"), (), "PASS", Call("T"))
    return StructuralEvent(observation, StructuralType.COPY_NUMBER, chrom, start, end)._replace(**values)  # type: ignore[arg-type]


def joined(assembly: Assembly, svtype: StructuralType, chrom: str, start: int, end: int, **values: object) -> StructuralEvent:
    """A deletion or duplication with its junction, as Manta writes it."""
    left, right = (start - 1, end + 1) if svtype == StructuralType.DELETION else (end, start)
    adjacency = Adjacency(Breakpoint(chrom, left, KeptSide.LEFT), Breakpoint(chrom, right, KeptSide.RIGHT))
    event = segment(assembly, chrom, start, end, adjacencies=(adjacency,))
    return event._replace(svtype=svtype, **values)  # type: ignore[arg-type]


def over(genome: Genome, gene: str, margin: int = 20_000, **values: object) -> StructuralEvent:
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    start, end = transcript.first - margin, transcript.last + margin
    return segment(genome.assembly, transcript.chrom, start, end, **values)


def of_gene(found: list[GeneEvent], gene: str) -> list[GeneEvent]:
    return [one for one in found if one.gene == gene]


def only(found: list[GeneEvent], gene: str) -> GeneEvent:
    (event,) = of_gene(found, gene)
    return event


# ---------------------------------------------------------------------------------------------------- amplification

ERBB2 = {Assembly.GRCH37: ("17", 37_800_000, 37_950_000), Assembly.GRCH38: ("17", 39_640_000, 39_790_000)}
MET = {Assembly.GRCH37: ("7", 116_300_000, 116_450_000), Assembly.GRCH38: ("7", 116_660_000, 116_810_000)}
EGFR = {Assembly.GRCH37: ("7", 55_000_000, 55_400_000), Assembly.GRCH38: ("7", 54_930_000, 55_330_000)}
MYC = {Assembly.GRCH37: ("8", 128_700_000, 128_800_000), Assembly.GRCH38: ("8", 127_690_000, 127_790_000)}
MYCN = {Assembly.GRCH37: ("2", 16_050_000, 16_120_000), Assembly.GRCH38: ("2", 15_910_000, 15_980_000)}
OVER = {"ERBB2": ERBB2, "MET": MET, "EGFR": EGFR, "MYC": MYC, "MYCN": MYCN}


@BOTH
@pytest.mark.parametrize("gene", OVER)
def test_a_segment_of_many_copies_amplifies_the_gene_in_it(
    genomes: dict[Assembly, Genome], assembly: Assembly, gene: str
) -> None:
    event = segment(assembly, *OVER[gene][assembly], copy_number=12.0)
    found = only(copy_number_events(genomes[assembly], [event], PLAIN), gene)
    assert (found.kind, found.name, found.copy_number) == (AMPLIFICATION, f"{gene} amplification (12 copies)", 12)
    assert (found.share, found.focal, found.tier_eligible, found.caveats) == (1, True, True, ())
    assert found.consequence[0] == "transcript_amplification"
    assert found.event is event


@BOTH
@pytest.mark.parametrize("gene", OVER)
def test_an_amplification_beside_the_gene_is_not_of_the_gene(
    genomes: dict[Assembly, Genome], assembly: Assembly, gene: str
) -> None:
    transcript = genomes[assembly].transcript_of(gene)
    assert transcript is not None
    before = segment(assembly, transcript.chrom, transcript.first - 500_000, transcript.first - 1, copy_number=30.0)
    after = segment(assembly, transcript.chrom, transcript.last + 1, transcript.last + 500_000, copy_number=30.0)
    elsewhere = segment(assembly, "3", transcript.first, transcript.last, copy_number=30.0)
    assert not of_gene(copy_number_events(genomes[assembly], [before, after, elsewhere], PLAIN), gene)


@pytest.mark.parametrize(
    ("copies", "options", "kind"),
    [
        (5.0, PLAIN, GAIN),
        (6.0, PLAIN, AMPLIFICATION),
        (5.0, CopyNumberOptions(amplification_copies=5), AMPLIFICATION),
        (7.0, CopyNumberOptions(ploidy=4), AMPLIFICATION),  # from 6 on whatever the ploidy, said to be below ploidy + 4
        (4.0, CopyNumberOptions(ploidy=3.9), None),
        (3.0, CopyNumberOptions(ploidy=3.9), LOSS),
        (2.0, PLAIN, None),
        (1.0, PLAIN, LOSS),
        (0.4, PLAIN, HOMOZYGOUS_DELETION),
        (0.0, CopyNumberOptions(ploidy=3.9), HOMOZYGOUS_DELETION),
    ],
)
def test_the_kind_follows_from_copies_and_ploidy(
    genomes: dict[Assembly, Genome], copies: float, options: CopyNumberOptions, kind: GeneEventKind | None
) -> None:
    genome = genomes[Assembly.GRCH38]
    found = of_gene(copy_number_events(genome, [over(genome, "ERBB2", copy_number=copies)], options), "ERBB2")
    assert [one.kind for one in found] == ([kind] if kind else [])
    if kind == AMPLIFICATION and options.ploidy:
        assert any("fewer than 4 above the 4" in caveat for caveat in found[0].caveats)


def test_less_than_half_of_a_gene_in_an_amplification_gives_no_tier(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    whole = over(genome, "ERBB2", copy_number=12.0)
    part = whole._replace(end=39_710_000)
    found = only(copy_number_events(genome, [part], PLAIN), "ERBB2")
    assert found.share is not None
    assert 0 < found.share < 0.5
    assert (found.kind, found.tier_eligible) == (AMPLIFICATION, False)
    assert found.consequence == ("copy_number_gain",)
    most = only(copy_number_events(genome, [whole._replace(end=39_727_000)], PLAIN), "ERBB2")
    assert most.share is not None
    assert 0.5 < most.share < 1
    assert most.tier_eligible
    assert any("of the gene's coding bases" in caveat for caveat in most.caveats)


def test_segments_of_one_kind_across_a_gene_are_one_event(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    left = segment(Assembly.GRCH38, "17", 39_600_000, 39_710_000, copy_number=12.0)
    right = segment(Assembly.GRCH38, "17", 39_710_001, 39_800_000, copy_number=15.0)
    found = only(copy_number_events(genome, [left, right], PLAIN), "ERBB2")
    assert (found.share, found.copy_number, found.tier_eligible) == (1, 15, True)
    assert any("amplification (12 copies)" in caveat for caveat in found.caveats)


def test_an_amplification_of_the_smaller_part_of_a_gene_is_still_told(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    gained = segment(Assembly.GRCH38, "17", 39_600_000, 39_720_000, copy_number=3.0)
    amplified = segment(Assembly.GRCH38, "17", 39_720_001, 39_800_000, copy_number=15.0)
    found = {one.kind: one for one in of_gene(copy_number_events(genome, [gained, amplified], PLAIN), "ERBB2")}
    assert set(found) == {GAIN, AMPLIFICATION}
    assert any("gain (3 copies)" in caveat for caveat in found[AMPLIFICATION].caveats)


@BOTH
def test_a_gain_of_chromosome_7_is_broad_and_amplifies_nothing(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    parts = [(1, 40_000_000), (40_000_001, 100_000_000), (100_000_001, 159_000_000)]  # as callers cut it
    events = [segment(assembly, "7", start, end, copy_number=3.0) for start, end in parts]
    found = copy_number_events(genomes[assembly], events, PLAIN)
    assert {"EGFR", "MET", "BRAF", "CDK6"} <= {one.gene for one in found}
    assert {one.kind for one in found} == {GAIN}
    assert {one.focal for one in found} == {False}
    assert all(any(caveat.startswith("broad: 100 % of 7p") for caveat in one.caveats) for one in found)


# --------------------------------------------------------------------------------------------------------- deletions

CDKN2A = {Assembly.GRCH37: ("9", 21_900_000, 22_050_000), Assembly.GRCH38: ("9", 21_900_000, 22_050_000)}
PTEN = {Assembly.GRCH37: ("10", 89_500_000, 89_800_000), Assembly.GRCH38: ("10", 87_740_000, 88_040_000)}


@BOTH
def test_no_copy_of_cdkn2a_is_a_homozygous_deletion(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    event = segment(assembly, *CDKN2A[assembly], copy_number=0.0)
    found = only(copy_number_events(genomes[assembly], [event], PLAIN), "CDKN2A")
    assert (found.kind, found.name) == (HOMOZYGOUS_DELETION, "CDKN2A homozygous deletion")
    assert (found.share, found.tier_eligible, found.exons) == (1, True, ())
    assert found.consequence == ("transcript_ablation", "copy_number_loss")


@BOTH
def test_one_copy_of_pten_is_a_loss(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    event = segment(assembly, *PTEN[assembly], copy_number=1.0)
    found = only(copy_number_events(genomes[assembly], [event], PLAIN), "PTEN")
    assert (found.kind, found.name) == (LOSS, "PTEN loss (1 copy)")


def test_a_homozygous_deletion_of_some_exons_names_them(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = segment(Assembly.GRCH38, "10", 87_890_000, 87_930_000, copy_number=0.0)  # PTEN exons 2 and 3
    found = only(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert (found.kind, found.exons) == (HOMOZYGOUS_DELETION, (2, 3))
    assert found.name == "PTEN homozygous deletion of exons 2-3"
    assert found.tier_eligible
    assert found.share is not None
    assert found.share < 0.5


def test_the_ragged_end_of_a_homozygous_segment_in_an_exon_gives_no_tier(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = segment(Assembly.GRCH38, "10", 87_700_000, 87_864_500, copy_number=0.0)  # ends 30 bases into PTEN exon 1
    found = only(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert (found.kind, found.exons, found.tier_eligible) == (HOMOZYGOUS_DELETION, (), False)


@pytest.mark.parametrize(
    ("genotype", "zygosity", "kind"),
    [
        ("1/1", "homozygous", HOMOZYGOUS_DELETION),
        ("0/1", "heterozygous", GeneEventKind.DELETION),
        (None, "unknown", GeneEventKind.DELETION),
    ],
)
def test_a_deletion_with_junction_of_the_whole_gene_goes_by_its_genotype(
    genomes: dict[Assembly, Genome], genotype: str | None, zygosity: str, kind: GeneEventKind
) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *CDKN2A[Assembly.GRCH38])
    call = Call("T", genotype=genotype, zygosity=zygosity)
    event = event._replace(observation=event.observation._replace(tumor=call))
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "CDKN2A")
    assert (found.kind, found.copy_number) == (kind, None)
    assert found.caveats


def test_a_deletion_with_junction_of_some_exons_is_left_to_the_exon_deletions(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = joined(Assembly.GRCH38, StructuralType.DELETION, "10", 87_890_000, 87_930_000, copy_number=0.0)
    assert not of_gene(copy_number_events(genome, [event], PLAIN), "PTEN")
    assert genes_touched(genome, event) == ("PTEN",)


def test_a_far_junction_without_copies_gives_no_tier(genomes: dict[Assembly, Genome]) -> None:
    """As in HCC2218, whose ERBB2 is amplified inside a DEL of half of 17q."""
    event = joined(Assembly.GRCH38, StructuralType.DELETION, "17", 36_000_000, 68_000_000)
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "ERBB2")
    assert (found.kind, found.tier_eligible) == (LOSS, False)
    assert any("one junction" in caveat for caveat in found.caveats)
    counted = only(copy_number_events(genomes[Assembly.GRCH38], [event._replace(copy_number=1.0)], PLAIN), "ERBB2")
    assert (counted.kind, counted.tier_eligible) == (LOSS, True)


def test_less_depth_without_copies_or_junction_is_a_loss(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *PTEN[Assembly.GRCH38])._replace(adjacencies=())
    assert only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "PTEN").kind == LOSS


def test_a_duplication_of_the_whole_gene_without_copies_is_a_gain(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.TANDEM_DUPLICATION, *ERBB2[Assembly.GRCH38])
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "ERBB2")
    assert (found.kind, found.copy_number, found.name) == (GAIN, None, "ERBB2 gain")
    assert any("how many copies" in caveat for caveat in found.caveats)


def test_a_record_called_del_is_shown_without_tier_where_its_copies_are_normal(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.DELETION, *PTEN[Assembly.GRCH38], copy_number=2.0)
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "PTEN")
    assert (found.kind, found.tier_eligible) == (LOSS, False)


def test_a_breakend_pair_around_a_gene_deletes_it_by_its_orientation(genomes: dict[Assembly, Genome]) -> None:
    chrom, start, end = CDKN2A[Assembly.GRCH38]
    deleting = joined(Assembly.GRCH38, StructuralType.DELETION, chrom, start, end)
    doubling = joined(Assembly.GRCH38, StructuralType.TANDEM_DUPLICATION, chrom, start, end)
    for event, kind in ((deleting, GeneEventKind.DELETION), (doubling, GAIN)):
        (junction,) = event.adjacencies
        if kind == GAIN:  # its end is kept on the left, its start on the right
            junction = Adjacency(Breakpoint(chrom, end, KeptSide.LEFT), Breakpoint(chrom, start, KeptSide.RIGHT))
        pair = event._replace(svtype=StructuralType.BREAKEND, start=start, end=start, adjacencies=(junction,))
        found = only(copy_number_events(genomes[Assembly.GRCH38], [pair], PLAIN), "CDKN2A")
        assert (found.kind, found.event) == (kind, pair)
    inverting = Adjacency(Breakpoint(chrom, start, KeptSide.LEFT), Breakpoint(chrom, end, KeptSide.LEFT))
    event = deleting._replace(svtype=StructuralType.BREAKEND, adjacencies=(inverting,))
    assert not copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN)


def test_other_kinds_of_event_change_no_copies(genomes: dict[Assembly, Genome]) -> None:
    event = segment(Assembly.GRCH38, *ERBB2[Assembly.GRCH38], copy_number=12.0)
    for svtype in (StructuralType.INVERSION, StructuralType.BREAKEND, StructuralType.INSERTION, StructuralType.FUSION):
        assert not copy_number_events(genomes[Assembly.GRCH38], [event._replace(svtype=svtype)], PLAIN)


# --------------------------------------------------------------------------------------------------- heterozygosity


def test_two_copies_of_one_parent_are_a_loss_of_heterozygosity(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    neutral = only(copy_number_events(genome, [over(genome, "TP53", major_copies=2.0, minor_copies=0.0)], PLAIN), "TP53")
    assert (neutral.kind, neutral.minor_copies) == (GeneEventKind.LOSS_OF_HETEROZYGOSITY, 0)
    gained = copy_number_events(genome, [over(genome, "TP53", copy_number=3.0, minor_copies=0.0)], PLAIN)
    assert [one.kind for one in of_gene(gained, "TP53")] == [GAIN, GeneEventKind.LOSS_OF_HETEROZYGOSITY]
    balanced = copy_number_events(genome, [over(genome, "TP53", major_copies=1.0, minor_copies=1.0)], PLAIN)
    assert not of_gene(balanced, "TP53")
    lost = only(copy_number_events(genome, [over(genome, "TP53", major_copies=1.0, minor_copies=0.0)], PLAIN), "TP53")
    assert lost.kind == LOSS


def test_a_loss_of_heterozygosity_without_copies_is_told_as_such(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    found = only(copy_number_events(genome, [over(genome, "TP53", minor_copies=0.0)], PLAIN), "TP53")
    assert (found.name, found.copy_number) == ("TP53 loss of heterozygosity", None)
    assert any("how many copies" in caveat for caveat in found.caveats)


def test_one_x_of_a_male_is_no_loss_of_heterozygosity(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = over(genome, "AR", copy_number=2.0, minor_copies=0.0)
    kinds = {
        sex: {one.kind for one in copy_number_events(genome, [event], CopyNumberOptions(sex=sex))} for sex in ("male", "female")
    }
    assert kinds == {"male": {GAIN}, "female": {GeneEventKind.LOSS_OF_HETEROZYGOSITY}}


# --------------------------------------------------------------------------------------------------- sex chromosomes


@BOTH
def test_ar_is_amplified_in_a_male(genomes: dict[Assembly, Genome], assembly: Assembly) -> None:
    event = over(genomes[assembly], "AR", copy_number=9.0)
    for sex in ("male", None):
        found = only(copy_number_events(genomes[assembly], [event], CopyNumberOptions(sex=sex)), "AR")
        assert (found.kind, found.tier_eligible) == (AMPLIFICATION, True)


@pytest.mark.parametrize(
    ("copies", "sex", "kind"),
    [
        (1.0, "male", None),
        (1.0, "female", LOSS),
        (1.0, None, None),
        (2.0, "male", GAIN),
        (2.0, "female", None),
        (2.0, None, None),
        (3.0, None, GAIN),
        (0.0, None, HOMOZYGOUS_DELETION),
        (5.0, "male", AMPLIFICATION),
        (5.0, None, GAIN),
    ],
)
def test_copies_of_x_are_read_by_sex(
    genomes: dict[Assembly, Genome], copies: float, sex: str | None, kind: GeneEventKind | None
) -> None:
    genome = genomes[Assembly.GRCH38]
    options = CopyNumberOptions(sex=sex)
    events = [over(genome, "KDM6A", copy_number=copies)]
    found = of_gene(copy_number_events(genome, events, options), "KDM6A")
    assert [one.kind for one in found] == ([kind] if kind else [])
    assert bool(copy_number_warnings(events, options)) == (sex is None)


@pytest.mark.parametrize(
    ("copies", "sex", "kind"),
    [(0.0, "male", HOMOZYGOUS_DELETION), (0.0, "female", None), (0.0, None, None), (1.0, "male", None)],
)
def test_a_missing_y_is_a_loss_in_males_only(
    genomes: dict[Assembly, Genome], copies: float, sex: str | None, kind: GeneEventKind | None
) -> None:
    genome = genomes[Assembly.GRCH38]
    found = copy_number_events(genome, [over(genome, "KDM5D", copy_number=copies)], CopyNumberOptions(sex=sex))
    assert [one.kind for one in of_gene(found, "KDM5D")] == ([kind] if kind else [])


def test_the_ratio_on_x_of_a_male_is_called_where_both_baselines_agree(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    male = CopyNumberOptions(sex="male", purity=1.0)
    amplified = only(copy_number_events(genome, [over(genome, "AR", log2_ratio=3.0)], male), "AR")
    assert (amplified.kind, amplified.copy_number, amplified.tier_eligible) == (AMPLIFICATION, 8, True)
    for ratio in (0.0, -1.0):  # one X against a male, and against a female reference
        assert not of_gene(copy_number_events(genome, [over(genome, "AR", log2_ratio=ratio)], male), "AR")
    perhaps = only(copy_number_events(genome, [over(genome, "AR", log2_ratio=-1.4)], male), "AR")
    assert (perhaps.kind, perhaps.tier_eligible) == (LOSS, False)
    depends = "on X this depends on {}: read otherwise it is a homozygous deletion, so no tier is given"
    assert depends.format("the sex of what the depth was compared with") in perhaps.caveats
    unknown = CopyNumberOptions(purity=1.0)
    perhaps = only(copy_number_events(genome, [over(genome, "AR", log2_ratio=-1.4)], unknown), "AR")
    assert (perhaps.kind, perhaps.tier_eligible) == (LOSS, False)
    assert depends.format("the sex, which is not given (--sex)") in perhaps.caveats
    gained = only(copy_number_events(genome, [over(genome, "AR", copy_number=5.0)], unknown), "AR")
    assert (gained.kind, gained.copy_number, gained.tier_eligible) == (GAIN, 5, False)
    assert "read otherwise it is an amplification" in gained.caveats[0]


# ------------------------------------------------------------------------------------------------------------ ratios


def test_the_ratio_of_an_impure_tumour_becomes_its_copies(genomes: dict[Assembly, Genome]) -> None:
    """20 copies in 30 % of the cells look like 7.4."""
    genome = genomes[Assembly.GRCH38]
    event = over(genome, "ERBB2", log2_ratio=1.887525)  # log2((0.3 * 20 + 0.7 * 2) / 2)
    with_purity = only(copy_number_events(genome, [event], CopyNumberOptions(purity=0.3)), "ERBB2")
    assert with_purity.copy_number == pytest.approx(20, abs=0.01)
    assert not with_purity.caveats
    without = only(copy_number_events(genome, [event], PLAIN), "ERBB2")
    assert without.copy_number == pytest.approx(7.4, abs=0.01)
    assert any("--purity" in caveat for caveat in without.caveats)


def test_without_purity_a_weak_ratio_says_what_it_may_be(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    gained = only(copy_number_events(genome, [over(genome, "ERBB2", log2_ratio=1.2)], PLAIN), "ERBB2")
    assert gained.kind == GAIN
    assert any("may be an amplification" in caveat for caveat in gained.caveats)
    lost = only(copy_number_events(genome, [over(genome, "PTEN", log2_ratio=-1.3)], PLAIN), "PTEN")
    assert lost.kind == LOSS
    assert any("may be a homozygous deletion" in caveat for caveat in lost.caveats)
    assert not of_gene(copy_number_events(genome, [over(genome, "PTEN", log2_ratio=-0.2)], PLAIN), "PTEN")


def test_the_callers_own_copies_are_not_changed_by_purity(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = over(genome, "ERBB2", copy_number=8.0, log2_ratio=1.0)
    found = only(copy_number_events(genome, [event], CopyNumberOptions(purity=0.3)), "ERBB2")
    assert found.copy_number == 8


def test_a_direction_alone_is_told_without_copies(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    gained = only(copy_number_events(genome, [over(genome, "ERBB2", direction="gain")], PLAIN), "ERBB2")
    lost = only(copy_number_events(genome, [over(genome, "ERBB2", direction="loss")], PLAIN), "ERBB2")
    assert (gained.kind, lost.kind) == (GAIN, LOSS)


def test_the_sex_is_asked_for_where_copies_of_x_or_y_are_told_and_not_for_a_translocation(
    genomes: dict[Assembly, Genome],
) -> None:
    copies = over(genomes[Assembly.GRCH38], "KDM6A", copy_number=1.0)
    assert len(copy_number_warnings([copies], PLAIN)) == 1
    broken = copies._replace(svtype=StructuralType.BREAKEND, copy_number=None)
    assert copy_number_warnings([broken], PLAIN) == []
    of_y = over(genomes[Assembly.GRCH38], "KDM5D", copy_number=1.0)
    (warning,) = copy_number_warnings([of_y], CopyNumberOptions(sex="female"))
    assert "Check sample and sex" in warning
    assert copy_number_warnings([of_y._replace(copy_number=0.0)], CopyNumberOptions(sex="female")) == []


def test_ends_that_are_estimates_are_said(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    for imprecise in (True, False):
        event = over(genome, "ERBB2", copy_number=12.0, imprecise=imprecise)
        found = only(copy_number_events(genome, [event], PLAIN), "ERBB2")
        assert any(caveat.startswith("imprecise") for caveat in found.caveats) is imprecise


def test_a_segment_that_says_nothing_is_counted(genomes: dict[Assembly, Genome]) -> None:
    silent = over(genomes[Assembly.GRCH38], "ERBB2")
    assert not copy_number_events(genomes[Assembly.GRCH38], [silent], PLAIN)
    (warning,) = copy_number_warnings([silent], PLAIN)
    assert warning.startswith("1 copy number segments")


@pytest.mark.parametrize(
    "wrong", [{"purity": 0.0}, {"purity": 60.0}, {"ploidy": 0.2}, {"sex": "m"}, {"amplification_copies": 2.0}]
)
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        CopyNumberOptions(**wrong)  # type: ignore[arg-type]
