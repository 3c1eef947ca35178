"""Copies of genes at their true coordinates on both assemblies, and segments that must not be called."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.genome.events.gene_copy_number import copy_number_events, copy_number_warnings
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly
from pm_annotate.model.structural import (
    GeneEventKind,
    StructuralType,
)
from tests.genome.events.segments import (
    AMPLIFICATION,
    BOTH,
    GAIN,
    HOMOZYGOUS_DELETION,
    LOSS,
    PLAIN,
    joined,
    of_gene,
    only,
    over,
    segment,
)

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


def test_a_duplication_of_the_whole_gene_without_copies_is_a_gain(genomes: dict[Assembly, Genome]) -> None:
    event = joined(Assembly.GRCH38, StructuralType.TANDEM_DUPLICATION, *ERBB2[Assembly.GRCH38])
    found = only(copy_number_events(genomes[Assembly.GRCH38], [event], PLAIN), "ERBB2")
    assert (found.kind, found.copy_number, found.name) == (GAIN, None, "ERBB2 gain")
    assert any("how many copies" in caveat for caveat in found.caveats)


def test_other_kinds_of_event_change_no_copies(genomes: dict[Assembly, Genome]) -> None:
    event = segment(Assembly.GRCH38, *ERBB2[Assembly.GRCH38], copy_number=12.0)
    for svtype in (StructuralType.INVERSION, StructuralType.BREAKEND, StructuralType.INSERTION, StructuralType.FUSION):
        assert not copy_number_events(genomes[Assembly.GRCH38], [event._replace(svtype=svtype)], PLAIN)


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
    "wrong",
    [
        {"purity": 0.0},
        {"purity": 60.0},
        {"ploidy": 0.2},
        {"sex": "m"},
        {"amplification_copies": 2.0},
        {"amplification_copies": float("nan")},
        {"amplification_copies": float("inf")},
        {"amplification_above_ploidy": float("nan")},
    ],
)
def test_impossible_options_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        CopyNumberOptions(**wrong)  # type: ignore[arg-type]
