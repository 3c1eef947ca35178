"""What a tool states of a fusion decides its tier: exon numbers say whether the kinase is kept, words whether the frame is."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.fusion import KINASE_LOST
from pm_annotate.genome.events.gene_events import gene_events
from pm_annotate.genome.events.internal_duplication import SHIFTED
from pm_annotate.genome.events.stated_fusion import STATED_OUT_OF_FRAME, stated_frame
from pm_annotate.genome.events.stated_within_gene import OTHER_FRAME
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEvent, StatedFusion, StructuralEvent
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import LEFT, RIGHT

G38 = Assembly.GRCH38
Genomes = dict[Assembly, Genome]
MET_13_TO_15 = Adjacency(Breakpoint("7", 116771654, LEFT), Breakpoint("7", 116774881, RIGHT))
FLT3_42, FLT3_41 = (
    Adjacency(Breakpoint("13", 28034110, RIGHT), Breakpoint("13", 28034109 + bases, LEFT)) for bases in (42, 41)
)


def only(genomes: Genomes, event: StructuralEvent) -> GeneEvent:
    [found] = gene_events(genomes[event.observation.allele.assembly], [event])
    return found


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize(
    ("fusion", "kept"),
    [
        (("ETV6", "NTRK3", 5, 15), True),  # the exons of the reports, by which two untranslated ones come first
        (("ETV6", "NTRK3", 5, 16), False),
        (("KIAA1549", "BRAF", 16, 11), True),
        (("KIAA1549", "BRAF", 16, 12), False),
        (("CD74", "ROS1", 6, 34), True),
        (("SDC4", "ROS1", 2, 37), False),
        (("KIF5B", "RET", 15, 12), True),
        (("KIF5B", "RET", 15, 13), False),
        (("FGFR3", "TACC3", 17, 11), True),
        (("FGFR3", "TACC3", 16, 11), False),
        (("FGFR2", "BICC1", 17, 3), True),
        (("FGFR2", "FGFR3", 2, 17), False),
        (("FGFR2", "FGFR3", 17, 17), True),  # one whole kinase is enough
        (("EML4", "ALK", 13, None), None),
        (("EWSR1", "FLI1", 7, 6), None),
    ],
)
def test_the_stated_exons_tell_whether_the_kinase_is_kept(
    genomes: Genomes, assembly: Assembly, fusion: tuple[str, str, int | None, int | None], kept: bool | None
) -> None:
    found = only(genomes, sv.stated(assembly, StatedFusion(*fusion)))
    assert (found.kinase_kept, found.tier_eligible) == (kept, kept is not False)
    assert (KINASE_LOST in found.caveats) == (kept is False)


@pytest.mark.parametrize(("exon", "kept"), [(13, True), (14, True), (16, None), (17, None)])
def test_exon_numbers_that_may_count_untranslated_exons_take_no_tier_away(
    genomes: Genomes, exon: int, kept: bool | None
) -> None:
    """GKAP1 exon 10 to NTRK2 exon 16 keeps the kinase: larotrectinib held the glioma (doi:10.1080/15384047.2021.1899573)."""
    found = only(genomes, sv.stated(G38, StatedFusion("GKAP1", "NTRK2", 10, exon)))
    assert (found.kinase_kept, found.tier_eligible) == (kept, True)
    assert any(f"exon {exon} of NTRK2 lies in its kinase domain is not known" in one for one in found.caveats) == (kept is None)
    lost = only(genomes, sv.stated(G38, StatedFusion("NTRK2", "GKAP1", 10, 6)))
    assert (lost.kinase_kept, lost.tier_eligible) == (False, False)


def test_a_gene_whose_exon_numbers_are_not_known_is_not_read_by_them(genomes: Genomes) -> None:
    found = only(genomes, sv.stated(G38, StatedFusion("NTRK2", "NTRK2", 5, 8)))
    assert (found.kind, found.tier_eligible) == ("rearrangement", False)
    assert found.name == "NTRK2::NTRK2 e5::e8"


@pytest.mark.parametrize(
    ("words", "frame"),
    [
        (("in-frame", "Inframe", " in frame ", "YES", "true"), True),
        (("out-of-frame", "out of frame", "outframe", "Frameshift", "frame-shift", "no", "False"), False),
        (("", ".", "unknown", "NA", "5'UTR"), None),
    ],
)
def test_the_words_of_tools_for_the_frame(words: tuple[str, ...], frame: bool | None) -> None:
    assert {stated_frame(StatedFusion("EML4", "ALK", frame=word)) for word in words} == {frame}


def test_a_fusion_that_the_tool_calls_out_of_frame_has_no_tier(genomes: Genomes) -> None:
    for word, eligible in (("out-of-frame", False), ("in-frame", True), ("", True)):
        found = only(genomes, sv.stated(G38, StatedFusion("EML4", "ALK", 13, 20, frame=word)))
        assert found.tier_eligible == eligible
        assert (STATED_OUT_OF_FRAME in found.caveats) == (not eligible)
        assert ("whether the reading frame holds is not stated" in found.caveats) == (not word)


@pytest.mark.parametrize("unnamed", ["", ".", "-", "v", "?", "NA", "Intergenic"])
def test_a_side_without_a_gene_is_an_unknown_partner(genomes: Genomes, unnamed: str) -> None:
    found = only(genomes, sv.stated(G38, StatedFusion(unnamed, "ALK", None, 20)))
    assert found.five_prime is not None
    assert (found.five_prime.gene, found.gene, found.tier_eligible) == ("", "ALK", True)
    assert not any("not in the packaged genes" in one for one in found.caveats)
    assert not gene_events(genomes[G38], [sv.stated(G38, StatedFusion(unnamed, unnamed))])


def test_a_partner_that_is_not_packaged_is_said(genomes: Genomes) -> None:
    found = only(genomes, sv.stated(G38, StatedFusion("EML4", "ZNF999", 13, 2)))
    assert "ZNF999 is not in the packaged genes: taken as stated" in found.caveats
    assert not any(one.startswith("EML4 is not") for one in found.caveats)


@pytest.mark.parametrize(
    ("junction", "frame", "inframe", "eligible", "said"),
    [
        (FLT3_42, "", True, True, set()),
        (FLT3_42, "in-frame", True, True, set()),
        (FLT3_42, "out-of-frame", False, False, {OTHER_FRAME, SHIFTED}),
        (FLT3_41, "", False, False, {SHIFTED}),
        (FLT3_41, "out-of-frame", False, False, {SHIFTED}),
        (FLT3_41, "in-frame", True, True, {OTHER_FRAME}),
    ],
)
def test_an_internal_duplication_goes_by_the_frame_in_rna(
    genomes: Genomes, junction: Adjacency, frame: str, inframe: bool, eligible: bool, said: set[str]
) -> None:
    found = only(genomes, sv.stated(G38, StatedFusion("FLT3", "FLT3", frame=frame, tool="Arriba"), junction))
    assert (found.kind, found.inframe, found.tier_eligible) == ("internal_duplication", inframe, eligible)
    assert said == {OTHER_FRAME, SHIFTED} & set(found.caveats)
    assert ("inframe_insertion" in found.consequence, "frameshift_variant" in found.consequence) == (inframe, not inframe)
    assert found.caveats[0] == "named by Arriba"


@pytest.mark.parametrize(
    ("exons", "frame", "inframe", "terms"),
    [
        ((13, 15), "", True, {"inframe_deletion"}),
        ((13, 15), "out-of-frame", False, {"frameshift_variant"}),
        ((12, 14), "", False, {"frameshift_variant"}),
        ((12, 14), "in-frame", True, {"inframe_deletion"}),
    ],
)
def test_exons_lost_go_by_the_frame_in_rna(
    genomes: Genomes, exons: tuple[int, int], frame: str, inframe: bool, terms: set[str]
) -> None:
    found = only(genomes, sv.stated(G38, StatedFusion("MET", "MET", *exons, frame=frame)))
    assert (found.kind, found.exons, found.inframe) == ("exon_deletion", (exons[0] + 1,), inframe)
    assert terms == {"inframe_deletion", "inframe_insertion", "frameshift_variant"} & set(found.consequence)
    assert (OTHER_FRAME in found.caveats) == bool(frame)


@pytest.mark.parametrize(
    ("exons", "name"),
    [
        ((1, 8), "EGFR exon 2-7 deletion (EGFRvIII)"),
        ((26, 28), "EGFR exon 27 deletion"),
        ((25, 18), "EGFR exon 18-25 duplication (kinase domain)"),
        ((13, 14), "EGFR::EGFR e13::e14"),  # as exons always follow each other: nothing is skipped
        ((27, 30), "EGFR::EGFR e27::e30"),  # EGFR has 28
        ((13, None), "EGFR::EGFR"),
    ],
)
def test_exons_of_one_gene_are_read_only_where_they_are(genomes: Genomes, exons: tuple[int, int | None], name: str) -> None:
    found = gene_events(genomes[G38], [sv.stated(G38, StatedFusion("EGFR", "EGFR", *exons))])
    assert [one.name for one in found] == [name]
    assert found[0].gene == "EGFR"
    assert found[0].tier_eligible == ("::" not in name)


def within_intron(genome: Genome, gene: str, behind: int) -> int:
    """The middle of the intron behind an exon, by its number."""
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    of_number = {transcript.exon_number(at): exon for at, exon in enumerate(transcript.exons)}
    one, other = sorted((of_number[behind], of_number[behind + 1]))
    return (one[1] + other[0]) // 2


@pytest.mark.parametrize(
    ("alk", "frame", "exons", "inframe", "kept"),
    [
        (19, "", (13, 20), True, True),
        (19, "out-of-frame", (13, 20), False, True),
        (24, "", (13, 25), None, False),
        (24, "in-frame", (13, 25), True, False),
    ],
)
def test_the_junction_tells_what_the_tool_does_not(
    genomes: Genomes, alk: int, frame: str, exons: tuple[int, int], inframe: bool | None, kept: bool
) -> None:
    """EML4 exon 13 to ALK exon 20 is variant 1; to exon 25 the kinase is cut in two."""
    genome = genomes[G38]
    junction = Adjacency(
        Breakpoint("2", within_intron(genome, "EML4", 13), LEFT), Breakpoint("2", within_intron(genome, "ALK", alk), LEFT)
    )
    by_place = only(genomes, sv.of_junctions(G38, junction))
    found = only(genomes, sv.stated(G38, StatedFusion("EML4", "ALK", frame=frame, tool="STAR-Fusion"), junction))
    assert found.five_prime is not None
    assert found.three_prime is not None
    assert (found.five_prime.exon, found.three_prime.exon) == exons
    assert found.kinase_kept is by_place.kinase_kept is kept
    assert found.inframe is (inframe if inframe is not None else by_place.inframe)
    assert found.tier_eligible == (kept and found.inframe is not False)
    assert found.caveats.count(KINASE_LOST) == (not kept)
    assert set(by_place.caveats) <= set(found.caveats)
    stated = only(genomes, sv.stated(G38, StatedFusion("EML4", "ALK", 6, 20), junction))
    assert stated.name.startswith("EML4::ALK e6::e20")  # what the tool read in RNA goes before the place of the break
