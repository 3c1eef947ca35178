"""Exons deleted or duplicated, read from deletions and tandem duplications."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.genome.events.exon_events import FRAME_NOT_TOLD, LONG_DELETION, WHOLE_COPY
from pm_annotate.genome.events.gene_events import exon_events_of_allele, gene_events
from pm_annotate.genome.events.rearrangement import INTACT_COPY
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEvent, GeneEventKind, StructuralEvent, StructuralType
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import LEFT, RIGHT, Place

Genomes = dict[Assembly, Genome]
both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))

EGFR_INTRON_1, EGFR_INTRON_7 = ("7", 55150000, 55082307), ("7", 55221900, 55154207)
EGFR_INTRON_17, EGFR_INTRON_25 = ("7", 55240900, 55173207), ("7", 55269200, 55201507)
MET_INTRON_13, MET_INTRON_14 = ("7", 116411800, 116771746), ("7", 116412100, 116772046)


def span(assembly: Assembly, first: Place, last: Place) -> tuple[str, int, int]:
    return first[0], sv.on(first, assembly), sv.on(last, assembly)


def the_event(genomes: Genomes, assembly: Assembly, event: StructuralEvent) -> GeneEvent:
    [found] = gene_events(genomes[assembly], [event])
    return found


@both_assemblies
def test_egfrviii_is_the_inframe_loss_of_exons_2_to_7(genomes: Genomes, assembly: Assembly) -> None:
    found = the_event(genomes, assembly, sv.deletion(assembly, *span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)))
    assert (found.kind, found.name) == (GeneEventKind.EXON_DELETION, "EGFR exon 2-7 deletion (EGFRvIII)")
    assert (found.exons, found.inframe, found.tier_eligible) == ((2, 3, 4, 5, 6, 7), True, True)
    assert found.consequence == ("exon_loss_variant", "inframe_deletion", "feature_truncation")
    assert found.share == pytest.approx(801 / 3633)  # 267 residues of 1210


@both_assemblies
def test_the_same_bases_duplicated_are_not_egfrviii(genomes: Genomes, assembly: Assembly) -> None:
    found = the_event(genomes, assembly, sv.tandem(assembly, *span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)))
    assert (found.kind, found.exons) == (GeneEventKind.EXON_DUPLICATION, (2, 3, 4, 5, 6, 7))
    assert "EGFRvIII" not in found.name


@both_assemblies
def test_a_turned_piece_is_not_egfrviii(genomes: Genomes, assembly: Assembly) -> None:
    found = the_event(genomes, assembly, sv.inversion(assembly, *span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)))
    assert (found.kind, found.name) == (GeneEventKind.REARRANGEMENT, "EGFR inversion of exons 2-7")


@both_assemblies
def test_met_exon_14_deletion_is_skipping(genomes: Genomes, assembly: Assembly) -> None:
    found = the_event(genomes, assembly, sv.deletion(assembly, *span(assembly, MET_INTRON_13, MET_INTRON_14)))
    assert (found.name, found.exons, found.inframe) == ("MET exon 14 deletion (exon 14 skipping)", (14,), True)


@both_assemblies
def test_a_deletion_in_an_intron_does_nothing_to_exons(genomes: Genomes, assembly: Assembly) -> None:
    chrom, start, _ = span(assembly, EGFR_INTRON_1, EGFR_INTRON_1)
    assert gene_events(genomes[assembly], [sv.deletion(assembly, chrom, start, start + 5000)]) == []
    assert gene_events(genomes[assembly], [sv.inversion(assembly, chrom, start, start + 5000)]) == []
    assert gene_events(genomes[assembly], [sv.tandem(assembly, chrom, start, start + 5000)]) == []


@both_assemblies
def test_a_deletion_that_cuts_an_exon_says_so_and_leaves_the_frame_open(genomes: Genomes, assembly: Assembly) -> None:
    chrom, start, _ = span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)
    end = {Assembly.GRCH37: 55221800, Assembly.GRCH38: 55154107}[assembly]  # within exon 7
    found = the_event(genomes, assembly, sv.deletion(assembly, chrom, start, end))
    assert (found.exons, found.inframe) == ((2, 3, 4, 5, 6), None)
    assert "exon 7 is cut" in found.caveats
    assert "EGFRvIII" not in found.name


@both_assemblies
def test_the_kinase_domain_of_egfr_twice(genomes: Genomes, assembly: Assembly) -> None:
    found = the_event(genomes, assembly, sv.tandem(assembly, *span(assembly, EGFR_INTRON_17, EGFR_INTRON_25)))
    assert found.kind is GeneEventKind.KINASE_DOMAIN_DUPLICATION
    assert (found.exons, found.inframe, found.name) == (
        tuple(range(18, 26)), True, "EGFR exon 18-25 duplication (kinase domain)",
    )  # fmt: skip


@both_assemblies
def test_a_duplication_that_leaves_the_gene_is_not_one_of_exons(genomes: Genomes, assembly: Assembly) -> None:
    """It leaves a whole copy of the gene in the middle."""
    chrom, start, _ = span(assembly, EGFR_INTRON_17, EGFR_INTRON_25)
    beyond = {Assembly.GRCH37: 55400000, Assembly.GRCH38: 55332307}[assembly]
    found = the_event(genomes, assembly, sv.tandem(assembly, chrom, start, beyond))
    assert (found.kind, found.gene, found.tier_eligible) == (GeneEventKind.REARRANGEMENT, "EGFR", False)
    assert INTACT_COPY in found.caveats


@both_assemblies
def test_epcam_loses_its_last_exon(genomes: Genomes, assembly: Assembly) -> None:
    """The deletions that silence MSH2 take the end of EPCAM and what lies behind."""
    start, end = {Assembly.GRCH37: (47612500, 47617000), Assembly.GRCH38: (47385361, 47389861)}[assembly]
    found = the_event(genomes, assembly, sv.deletion(assembly, "2", start, end))
    assert (found.gene, found.exons, found.inframe) == ("EPCAM", (9,), None)
    assert "the stop codon and the end of the gene are lost" in found.caveats


@both_assemblies
def test_brca1_loses_its_start_codon_with_exon_2(genomes: Genomes, assembly: Assembly) -> None:
    start, end = {Assembly.GRCH37: (41275800, 41276400), Assembly.GRCH38: (43123783, 43124383)}[assembly]
    found = the_event(genomes, assembly, sv.deletion(assembly, "17", start, end))
    assert (found.gene, found.exons, found.inframe) == ("BRCA1", (2,), None)
    assert found.consequence == ("exon_loss_variant", "start_lost", "feature_truncation")


@both_assemblies
def test_a_duplication_that_cuts_an_exon_gives_no_tier_and_says_why(genomes: Genomes, assembly: Assembly) -> None:
    chrom, start, _ = span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)
    end = {Assembly.GRCH37: 55221800, Assembly.GRCH38: 55154107}[assembly]  # within exon 7
    found = the_event(genomes, assembly, sv.tandem(assembly, chrom, start, end))
    assert (found.exons, found.inframe, found.tier_eligible) == ((2, 3, 4, 5, 6), None, False)
    assert FRAME_NOT_TOLD in found.caveats
    assert "exon 7 is duplicated in part" in found.caveats


@both_assemblies
def test_a_whole_gene_lost_is_left_to_the_copies(genomes: Genomes, assembly: Assembly) -> None:
    transcript = genomes[assembly].transcript_of("CDKN2A")
    assert transcript is not None
    event = sv.deletion(assembly, transcript.chrom, transcript.first - 2000, transcript.last + 500)
    assert not [one for one in gene_events(genomes[assembly], [event]) if one.gene == "CDKN2A"]


@both_assemblies
def test_a_deletion_told_from_depth_keeps_its_doubt(genomes: Genomes, assembly: Assembly) -> None:
    chrom, start, end = span(assembly, EGFR_INTRON_1, EGFR_INTRON_7)
    seen = sv.observation(assembly, chrom, start, "<DEL>")
    event = StructuralEvent(seen, StructuralType.DELETION, chrom, start, end, copy_number=1.0)
    found = the_event(genomes, assembly, event)
    assert (found.exons, found.inframe) == ((2, 3, 4, 5, 6, 7), None)
    assert any("read depth" in caveat for caveat in found.caveats)


@both_assemblies
@settings(max_examples=60)
@given(start=st.floats(0, 1), size=st.integers(60, 60_000))
def test_a_breakend_pair_and_a_deletion_tell_the_same(genomes: Genomes, assembly: Assembly, start: float, size: int) -> None:
    genome = genomes[assembly]
    transcript = genome.transcript_of("BRCA2")
    assert transcript is not None
    low = transcript.first + int(start * (transcript.last - transcript.first))
    pair = Adjacency(Breakpoint("13", low + size, RIGHT), Breakpoint("13", low - 1, LEFT))
    as_pair = gene_events(genome, [sv.of_junctions(assembly, pair)])
    as_deletion = gene_events(genome, [sv.deletion(assembly, "13", low, low + size - 1)])
    assert sv.told(as_pair) == sv.told(as_deletion)
    for one in as_deletion:
        lost = sum(max(0, min(b, low + size - 1) - max(a, low) + 1) for a, b in transcript.cds_exons)
        if one.kind is GeneEventKind.EXON_DELETION and one.gene == "BRCA2":
            assert one.share == pytest.approx(lost / transcript.cds_length)
            assert one.inframe in (None, lost % 3 == 0)


# ------------------------------------------------------------------------------------------------ deletions spelt out


@both_assemblies
def test_a_deletion_written_out_takes_met_exon_14(genomes: Genomes, assembly: Assembly) -> None:
    genome = genomes[assembly]
    start, end = {Assembly.GRCH37: (116411880, 116412060), Assembly.GRCH38: (116771826, 116772006)}[assembly]
    ref = sv.one_base(genome, "7", start - 1, end)
    found = exon_events_of_allele(genome, sv.observation(assembly, "7", start - 1, ref[0], ref=ref))
    assert [one.name for one in found] == ["MET exon 14 deletion (exon 14 skipping)"]


def test_a_short_or_exonic_deletion_written_out_is_a_small_variant(genomes: Genomes) -> None:
    """The 52 bases of CALR exon 9 have a protein change of their own; 15 bases of EGFR exon 19 are too few."""
    genome = genomes[Assembly.GRCH38]
    for chrom, pos, size in (("19", 12943750, LONG_DELETION + 2), ("7", 55174771, 15)):
        ref = sv.one_base(genome, chrom, pos, pos + size)
        assert exon_events_of_allele(genome, sv.observation(Assembly.GRCH38, chrom, pos, ref[0], ref=ref)) == ()


@both_assemblies
def test_a_duplication_that_ends_just_behind_the_gene_leaves_a_whole_copy(genomes: Genomes, assembly: Assembly) -> None:
    """Exons 10-18 of BRAF with the bases behind its stop codon: shown, without tier."""
    braf = genomes[assembly].transcript_of("BRAF")
    assert braf is not None
    exons = sorted(braf.exons, reverse=True)  # on the reverse strand
    found = the_event(genomes, assembly, sv.tandem(assembly, "7", exons[-1][0] - 200, exons[9][1] + 200))
    assert (found.exons, found.tier_eligible) == (tuple(range(10, 19)), False)
    assert WHOLE_COPY in found.caveats


@both_assemblies
def test_most_of_a_gene_gained_by_its_depth_is_no_duplication_of_exons(genomes: Genomes, assembly: Assembly) -> None:
    """TSO500 gives an amplified ERBB2 from its eighth exon to its stop codon."""
    transcript = genomes[assembly].transcript_of("ERBB2")
    assert transcript is not None
    event = sv.tandem(assembly, "17", transcript.cds_exons[7][0] - 100, transcript.last)._replace(
        svtype=StructuralType.DUPLICATION,
        adjacencies=(),
    )
    assert gene_events(genomes[assembly], [event]) == []
