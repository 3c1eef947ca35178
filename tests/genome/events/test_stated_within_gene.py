"""A tool names one gene on both sides: exons that RNA shows to be skipped or repeated."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.gene_events import gene_events
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, StatedFusion
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import LEFT, RIGHT

Genomes = dict[Assembly, Genome]
both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))


@both_assemblies
@pytest.mark.parametrize(
    ("gene", "exons", "name", "kind"),
    [
        ("MET", (13, 15), "MET exon 14 deletion (exon 14 skipping)", "exon_deletion"),  # Oncomine MET-MET.M13M15
        ("EGFR", (1, 8), "EGFR exon 2-7 deletion (EGFRvIII)", "exon_deletion"),  # Oncomine EGFR-EGFR.E1E8
        ("KMT2A", (8, 2), "KMT2A exon 2-8 duplication", "exon_duplication"),  # partial tandem duplication
        ("EGFR", (25, 18), "EGFR exon 18-25 duplication (kinase domain)", "kinase_domain_duplication"),
    ],
)
def test_one_gene_on_both_sides_is_no_fusion(
    genomes: Genomes, assembly: Assembly, gene: str, exons: tuple[int, int], name: str, kind: str
) -> None:
    event = sv.stated(assembly, StatedFusion(gene, gene, *exons, tool="Ion Reporter"))
    [found] = gene_events(genomes[assembly], [event])
    assert (found.name, found.kind, found.inframe, found.five_prime) == (name, kind, True, None)
    assert "named by Ion Reporter" in found.caveats


def test_the_brackets_of_ion_reporter_do_not_turn_skipping_into_an_inversion(genomes: Genomes) -> None:
    """It writes ``G]chr7:116414935]`` whatever the strands are."""
    junction = Adjacency(Breakpoint("7", 116771654, LEFT), Breakpoint("7", 116774881, LEFT))
    event = sv.stated(Assembly.GRCH38, StatedFusion("MET", "MET", 13, 15), junction)
    assert [one.name for one in gene_events(genomes[Assembly.GRCH38], [event])] == ["MET exon 14 deletion (exon 14 skipping)"]


def test_an_internal_duplication_of_arriba_keeps_the_frame_that_rna_shows(genomes: Genomes) -> None:
    junction = Adjacency(Breakpoint("13", 28034110, RIGHT), Breakpoint("13", 28034150, LEFT))  # 41 bases
    in_frame, silent = (
        gene_events(genomes[Assembly.GRCH38], [sv.stated(Assembly.GRCH38, StatedFusion("FLT3", "FLT3", frame=frame), junction)])
        for frame in ("in-frame", "")
    )
    assert [(one.kind, one.inframe, one.tier_eligible) for one in (*in_frame, *silent)] == [
        ("internal_duplication", True, True),
        ("internal_duplication", False, False),
    ]


def test_one_gene_on_both_sides_without_exons_gives_no_tier(genomes: Genomes) -> None:
    [found] = gene_events(genomes[Assembly.GRCH38], [sv.stated(Assembly.GRCH38, StatedFusion("KMT2A", "MLL"))])
    assert (found.name, found.kind, found.tier_eligible) == ("KMT2A::KMT2A", "rearrangement", False)


@both_assemblies
@pytest.mark.parametrize("named", [False, True])
def test_ar_v7_is_shown_and_how_to_state_it(genomes: Genomes, assembly: Assembly, named: bool) -> None:
    """The junction of exon 3 with the cryptic exon, as TSO500 writes it for GRCh37: <DEL> of 66905969 to 66914514."""
    start, end = (66905969, 66914514) if assembly is Assembly.GRCH37 else (67686127, 67694672)
    event = sv.deletion(assembly, "X", start, end)
    if named:
        event = event._replace(stated=StatedFusion("AR", "AR", 3, None))
    [found] = gene_events(genomes[assembly], [event])
    assert (found.name, found.tier_eligible) == ("AR-V7 (exon 3 spliced to a cryptic exon)", False)
    assert "--marker 'AR AR-V7=present'" in found.caveats[0]
