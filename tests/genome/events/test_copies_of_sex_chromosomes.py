"""Copies of genes on X and Y, by the sex of the patient."""

from __future__ import annotations

import pytest

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
    of_gene,
    only,
    over,
)


def test_one_x_of_a_male_is_no_loss_of_heterozygosity(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    event = over(genome, "AR", copy_number=2.0, minor_copies=0.0)
    kinds = {
        sex: {one.kind for one in copy_number_events(genome, [event], CopyNumberOptions(sex=sex))} for sex in ("male", "female")
    }
    assert kinds == {"male": {GAIN}, "female": {GeneEventKind.LOSS_OF_HETEROZYGOSITY}}


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
