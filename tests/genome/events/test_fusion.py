"""Which genes a junction joins, in which order, at which exons, in frame or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.genome.events.fusion import KINASE_LOST, OTHER_TRANSCRIPT, OUT_OF_FRAME
from pm_annotate.genome.events.gene_break import breaks_at
from pm_annotate.genome.events.gene_events import BY_THE_FILE, IMPRECISE, RECIPROCAL, gene_events, read_fusion_tables
from pm_annotate.genome.file_annotation import annotation_format
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEvent, GeneEventKind, StatedFusion, StructuralType
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import KNOWN_FUSIONS, LEFT, RIGHT, KnownFusion

Genomes = dict[Assembly, Genome]
FUSION, REARRANGEMENT = GeneEventKind.FUSION, GeneEventKind.REARRANGEMENT
both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))


def read(genomes: Genomes, assembly: Assembly, *junctions: Adjacency) -> list[GeneEvent]:
    return gene_events(genomes[assembly], [sv.of_junctions(assembly, *junctions)])


def fusions(events: list[GeneEvent]) -> list[GeneEvent]:
    return [one for one in events if one.kind is FUSION]


@both_assemblies
@pytest.mark.parametrize("known", KNOWN_FUSIONS.values(), ids=KNOWN_FUSIONS)
def test_a_known_fusion_is_read_with_its_exons(genomes: Genomes, assembly: Assembly, known: KnownFusion) -> None:
    [found] = fusions(read(genomes, assembly, known.junction(assembly)))
    assert found.name == known.name
    assert (found.inframe, found.kinase_kept) == (known.inframe, known.kinase_kept)
    assert found.tier_eligible
    assert found.consequence == ("gene_fusion",)
    assert found.three_prime is not None
    assert found.gene == found.three_prime.gene


@both_assemblies
@pytest.mark.parametrize("known", KNOWN_FUSIONS.values(), ids=KNOWN_FUSIONS)
def test_introns_are_numbered_as_the_exons_on_either_side(genomes: Genomes, assembly: Assembly, known: KnownFusion) -> None:
    [found] = fusions(read(genomes, assembly, known.junction(assembly)))
    for partner, before in ((found.five_prime, 0), (found.three_prime, 1)):
        assert partner is not None
        if partner.place.startswith("intron") and partner.exon is not None:
            assert partner.place == f"intron {partner.exon - before}"


@both_assemblies
@pytest.mark.parametrize("known", KNOWN_FUSIONS.values(), ids=KNOWN_FUSIONS)
def test_the_reciprocal_junction_is_never_that_fusion(genomes: Genomes, assembly: Assembly, known: KnownFusion) -> None:
    five, three = known.name.split()[0].split("::")
    [found] = fusions(read(genomes, assembly, known.junction(assembly, flip_five=True, flip_three=True)))
    assert found.name.split()[0] == f"{three}::{five}"
    if known.kinase_kept:
        assert (found.kinase_kept, found.tier_eligible) == (False, False)
        assert KINASE_LOST in found.caveats


@both_assemblies
@pytest.mark.parametrize("flipped", ["five", "three"])
@pytest.mark.parametrize("known", KNOWN_FUSIONS.values(), ids=KNOWN_FUSIONS)
def test_a_wrong_orientation_is_a_rearrangement(genomes: Genomes, assembly: Assembly, known: KnownFusion, flipped: str) -> None:
    junction = known.junction(assembly, flip_five=flipped == "five", flip_three=flipped == "three")
    found = read(genomes, assembly, junction)
    assert not fusions(found)
    packaged = {gene for gene in known.name.split()[0].split("::") if genomes[assembly].transcript_of(gene)}
    assert {one.gene for one in found if one.kind is REARRANGEMENT} == packaged
    assert all(one.kind in (REARRANGEMENT, GeneEventKind.EXON_DELETION) for one in found)


@both_assemblies
@settings(max_examples=60)
@given(name=st.sampled_from(sorted(KNOWN_FUSIONS)), flip_five=st.booleans(), flip_three=st.booleans())
def test_it_does_not_matter_which_side_is_written_first(
    genomes: Genomes, assembly: Assembly, name: str, flip_five: bool, flip_three: bool
) -> None:
    junction = KNOWN_FUSIONS[name].junction(assembly, flip_five, flip_three)
    assert junction.second is not None
    swapped = Adjacency(junction.second, junction.first)
    assert sv.told(read(genomes, assembly, junction)) == sv.told(read(genomes, assembly, swapped))


@pytest.mark.parametrize("flips", [(False, False), (True, True), (True, False), (False, True)])
@pytest.mark.parametrize("known", KNOWN_FUSIONS.values(), ids=KNOWN_FUSIONS)
def test_both_assemblies_tell_the_same(genomes: Genomes, known: KnownFusion, flips: tuple[bool, bool]) -> None:
    def of(assembly: Assembly) -> list[tuple[object, ...]]:
        found = read(genomes, assembly, known.junction(assembly, *flips))
        return [(one.kind, one.gene, one.name, one.inframe, one.kinase_kept, one.tier_eligible, one.exons) for one in found]

    assert of(Assembly.GRCH37) == of(Assembly.GRCH38)


@both_assemblies
@settings(max_examples=150)
@given(gene=st.sampled_from(["ALK", "ROS1", "RET", "BRAF", "FGFR2", "ABL1", "PDGFRA", "TMPRSS2"]), share=st.floats(0, 1))
def test_the_two_sides_of_a_break_share_the_gene(genomes: Genomes, assembly: Assembly, gene: str, share: float) -> None:
    """What the 5' part keeps, the 3' part has lost; a kinase domain is whole on one side at most."""
    genome, tables = genomes[assembly], read_fusion_tables(genomes[assembly])
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    pos = transcript.first + int(share * (transcript.last - transcript.first - 1))
    left, right = (
        next(one for one in breaks_at(genome, tables.loci, Breakpoint(transcript.chrom, at, kept)) if one.gene == gene)
        for at, kept in ((pos, LEFT), (pos + 1, RIGHT))
    )
    assert left.keeps_start is not right.keeps_start
    assert left.coding_bases == right.coding_bases
    assert left.cuts_exon == right.cuts_exon
    domain = tables.kinases.get(gene)
    assert not (left.keeps_kinase(domain) and right.keeps_kinase(domain))


@both_assemblies
def test_an_inversion_gives_the_fusion_and_its_reciprocal(genomes: Genomes, assembly: Assembly) -> None:
    event = sv.inversion(assembly, "2", sv.on(sv.ALK_19, assembly), sv.on(sv.EML4_13, assembly))
    first, second = sorted(fusions(gene_events(genomes[assembly], [event])), key=lambda one: not one.kinase_kept)
    assert (first.name, first.tier_eligible) == ("EML4::ALK e13::e20", True)
    assert (second.name, second.tier_eligible) == ("ALK::EML4 e19::e14", False)
    assert f"{RECIPROCAL} EML4::ALK e13::e20" in second.caveats


@both_assemblies
def test_bases_between_two_exons_that_are_joined_count_for_the_frame(genomes: Genomes, assembly: Assembly) -> None:
    """Both breaks within exons: each base that is inserted, or lost from ALK, shifts the frame by one."""
    genome = genomes[assembly]
    eml4, alk = genome.transcript_of("EML4"), genome.transcript_of("ALK")
    assert eml4 is not None
    assert alk is not None
    five = next(end for start, end in eml4.cds_exons if end > sv.on(sv.EML4_6, assembly)) - 10
    three = next(end for start, end in reversed(alk.cds_exons) if end < sv.on(sv.ALK_19, assembly)) - 10

    def in_frame(lost: int, inserted: str) -> bool:
        first, second = Breakpoint("2", five, LEFT), Breakpoint("2", three - lost, LEFT)
        [found] = fusions(read(genomes, assembly, Adjacency(first, second, inserted)))
        assert "splicing cannot be foretold" not in " ".join(found.caveats)
        return bool(found.inframe) and OTHER_TRANSCRIPT not in found.caveats

    frames = [[in_frame(lost, "A" * more) for more in range(4)] for lost in range(3)]
    assert [sum(of_loss) for of_loss in frames] == [of_loss[0] + 1 for of_loss in frames]  # one length of three fits
    assert all(of_loss[0] == of_loss[3] for of_loss in frames)
    assert [frames[lost][more] for lost, more in ((0, 0), (1, 1), (2, 2))] == [frames[0][0]] * 3


@both_assemblies
def test_a_junction_that_shifts_the_frame_gives_no_tier(genomes: Genomes, assembly: Assembly) -> None:
    """EML4 exon 2 ends in phase 1 as exon 13 does; intron 3 (c.338) leaves phase 2, which ALK exon 20 does not go on."""
    intron_3 = ("2", 42486000, 42258860)
    junction = Adjacency(sv.breakpoint(intron_3, LEFT, assembly), sv.breakpoint(sv.ALK_19, LEFT, assembly))
    [found] = fusions(read(genomes, assembly, junction))
    assert (found.name, found.inframe, found.tier_eligible) == ("EML4::ALK e3::e20", False, False)
    assert OUT_OF_FRAME in found.caveats


def test_a_break_within_an_exon_leaves_the_frame_open(genomes: Genomes) -> None:
    """FIP1L1::PDGFRA breaks PDGFRA within exon 12."""
    junction = Adjacency(Breakpoint("4", 54292132, LEFT), Breakpoint("4", 55141055, RIGHT))
    [found] = fusions(read(genomes, Assembly.GRCH37, junction))
    assert found.three_prime is not None
    assert (found.three_prime.exon, found.three_prime.place) == (12, "exon 12")
    assert (found.gene, found.inframe, found.kinase_kept, found.tier_eligible) == ("PDGFRA", None, True, True)


@both_assemblies
def test_bases_between_two_exon_breaks_count_for_the_frame(genomes: Genomes, assembly: Assembly) -> None:
    """EML4 cut at the end of exon 13 less one base, ALK at exon 20 plus one: one base missing, two with the reciprocal."""
    exon_13 = {Assembly.GRCH37: 42522656, Assembly.GRCH38: 42295516}[assembly]
    exon_20 = {Assembly.GRCH37: 29446394, Assembly.GRCH38: 29223528}[assembly]
    ends = (Breakpoint("2", exon_13 - 1, LEFT), Breakpoint("2", exon_20 - 1, LEFT))
    assert [fusions(read(genomes, assembly, Adjacency(*ends, "A" * n)))[0].inframe for n in range(4)] == [
        False, False, True, False,
    ]  # fmt: skip


@both_assemblies
def test_a_kinase_joined_to_no_gene_is_a_fusion_with_any_partner(genomes: Genomes, assembly: Assembly) -> None:
    junction = Adjacency(sv.breakpoint(sv.ALK_19, LEFT, assembly), sv.breakpoint(sv.NO_GENE, LEFT, assembly))
    [found] = read(genomes, assembly, junction)
    assert (found.kind, found.name, found.gene, found.kinase_kept, found.inframe) == (FUSION, "v::ALK", "ALK", True, None)
    place = f"2:{sv.on(sv.NO_GENE, assembly)}"
    assert found.five_prime is not None
    assert (found.five_prime.gene, found.five_prime.place) == ("", place)
    assert f"the partner at {place} is not in the packaged genes" in found.caveats
    assert junction.second is not None
    assert sv.told(read(genomes, assembly, Adjacency(junction.second, junction.first))) == sv.told([found])


@both_assemblies
def test_the_partner_is_placed_where_it_lies_before_the_kinase_too(genomes: Genomes, assembly: Assembly) -> None:
    """RET of chromosome 10 joined to a place of chromosome 2, which every caller writes first."""
    junction = Adjacency(sv.breakpoint(sv.NO_GENE, LEFT, assembly), sv.breakpoint(sv.RET_11, RIGHT, assembly))
    [found] = read(genomes, assembly, junction)
    assert found.five_prime is not None
    assert (found.name, found.five_prime.place) == ("v::RET", f"2:{sv.on(sv.NO_GENE, assembly)}")


@both_assemblies
def test_the_part_without_the_kinase_joined_to_no_gene_is_a_rearrangement(genomes: Genomes, assembly: Assembly) -> None:
    junction = Adjacency(sv.breakpoint(sv.ALK_19, RIGHT, assembly), sv.breakpoint(sv.NO_GENE, LEFT, assembly))
    [found] = read(genomes, assembly, junction)
    assert (found.kind, found.name, found.tier_eligible) == (REARRANGEMENT, "ALK rearrangement (intron 19)", False)


@both_assemblies
def test_fgfr2_keeps_its_kinase_in_front_of_any_partner(genomes: Genomes, assembly: Assembly) -> None:
    junction = Adjacency(sv.breakpoint(sv.FGFR2_17, RIGHT, assembly), sv.breakpoint(sv.NO_GENE, LEFT, assembly))
    [found] = read(genomes, assembly, junction)
    assert (found.name, found.gene, found.kinase_kept, found.tier_eligible) == ("FGFR2::v", "FGFR2", True, True)


def test_a_single_breakend_shows_the_kinase_but_gives_no_tier(genomes: Genomes) -> None:
    junction = Adjacency(sv.breakpoint(sv.ALK_19, LEFT, Assembly.GRCH38), None)
    [found] = read(genomes, Assembly.GRCH38, junction)
    assert (found.name, found.tier_eligible) == ("v::ALK", False)


@both_assemblies
def test_a_break_in_the_alk_kinase_domain_loses_it(genomes: Genomes, assembly: Assembly) -> None:
    intron_21 = {Assembly.GRCH37: 29445300, Assembly.GRCH38: 29222434}[assembly]
    junction = Adjacency(sv.breakpoint(sv.EML4_13, LEFT, assembly), Breakpoint("2", intron_21, LEFT))
    [found] = fusions(read(genomes, assembly, junction))
    assert (found.name, found.kinase_kept, found.tier_eligible) == ("EML4::ALK e13::e22", False, False)


@both_assemblies
@pytest.mark.parametrize("kept", [LEFT, RIGHT])
def test_an_immunoglobulin_enhancer_acts_in_either_direction(genomes: Genomes, assembly: Assembly, kept) -> None:  # type: ignore[no-untyped-def]
    igh, bcl2 = ("14", 106330000, 105863790), ("18", 60793500, 63126267)
    junction = Adjacency(sv.breakpoint(igh, LEFT, assembly), sv.breakpoint(bcl2, kept, assembly))
    [found] = fusions(read(genomes, assembly, junction))
    assert (found.name, found.gene, found.tier_eligible) == ("IGH::BCL2", "BCL2", True)


def test_the_file_may_name_the_partner(genomes: Genomes) -> None:
    """SnpEff's ANN of a fusion joins both symbols with ``&``."""
    formats = annotation_format(['##INFO=<ID=ANN,Number=.,Type=String,Description="Functional annotations">'])
    junction = Adjacency(sv.breakpoint(sv.ALK_19, LEFT, Assembly.GRCH37), sv.breakpoint(sv.NO_GENE, LEFT, Assembly.GRCH37))
    entry = "<BND>|gene_fusion|HIGH|PPM1G&ALK|ENSG1&ENSG2|gene_variant|ENSG1|||||||||"
    event = sv.with_annotation(sv.of_junctions(Assembly.GRCH37, junction), {"ANN": entry})
    [found] = gene_events(genomes[Assembly.GRCH37], [event], formats)
    assert found.name == "PPM1G::ALK"
    assert BY_THE_FILE in found.caveats


@both_assemblies
def test_the_breakpoints_of_rna_tools_are_ends_of_exons(genomes: Genomes, assembly: Assembly) -> None:
    """Last base of EML4 exon 13, first base of ALK exon 20: no exon is cut."""
    ends = {Assembly.GRCH37: (42522656, 29446394), Assembly.GRCH38: (42295516, 29223528)}[assembly]
    junction = Adjacency(Breakpoint("2", ends[0], LEFT), Breakpoint("2", ends[1], LEFT))
    [found] = fusions(read(genomes, assembly, junction))
    assert (found.name, found.inframe) == ("EML4::ALK e13::e20", True)


def test_what_is_said_of_the_record_is_said_of_the_fusion(genomes: Genomes) -> None:
    junction = KNOWN_FUSIONS["EML4::ALK v1"].junction(Assembly.GRCH38)
    event = sv.of_junctions(Assembly.GRCH38, junction)._replace(imprecise=True, caveats=("the strands are assumed",))
    [found] = gene_events(genomes[Assembly.GRCH38], [event])
    assert found.caveats == ("the strands are assumed", IMPRECISE)


# --------------------------------------------------------------------------------------------------------- stated fusions


@both_assemblies
def test_a_stated_fusion_keeps_what_the_tool_says(genomes: Genomes, assembly: Assembly) -> None:
    event = sv.stated(assembly, StatedFusion("EML4", "ALK", 13, 20, "in-frame", "Arriba"))
    [found] = gene_events(genomes[assembly], [event])
    assert (found.name, found.inframe, found.kinase_kept, found.tier_eligible) == ("EML4::ALK e13::e20", True, True, True)
    assert "named by Arriba" in found.caveats


@pytest.mark.parametrize(
    ("fusion", "reason"),
    [
        (StatedFusion("ALK", "EML4", 19, 14), KINASE_LOST),
        (StatedFusion("EML4", "ALK", 13, 22), KINASE_LOST),
        (StatedFusion("EML4", "ALK", 13, 20, "out-of-frame"), "the tool says that the reading frame does not hold"),
    ],
)
def test_a_stated_fusion_that_cannot_act_gives_no_tier(genomes: Genomes, fusion: StatedFusion, reason: str) -> None:
    [found] = gene_events(genomes[Assembly.GRCH38], [sv.stated(Assembly.GRCH38, fusion)])
    assert not found.tier_eligible
    assert reason in found.caveats


def test_a_stated_fusion_is_filled_from_its_junction(genomes: Genomes) -> None:
    junction = KNOWN_FUSIONS["KIF5B::RET"].junction(Assembly.GRCH38)
    [found] = gene_events(genomes[Assembly.GRCH38], [sv.stated(Assembly.GRCH38, StatedFusion("KIF5B", "RET"), junction)])
    assert (found.name, found.inframe, found.kinase_kept) == ("KIF5B::RET e15::e12", True, True)


def test_older_symbols_are_read_and_unknown_genes_are_kept(genomes: Genomes) -> None:
    pairs = (("MLL", "AF9"), ("C11orf95", "RELA"), ("NOGENE1", "ALK"), ("PAX3", "FKHR"), ("SYT", "SSX1"), ("DEK", "CAN"))
    events = [sv.stated(Assembly.GRCH38, StatedFusion(*pair)) for pair in pairs]
    found = gene_events(genomes[Assembly.GRCH38], events)
    known = ["KMT2A::MLLT3", "ZFTA::RELA", "NOGENE1::ALK", "PAX3::FOXO1", "SS18::SSX1", "DEK::NUP214"]
    assert [one.name for one in found] == known
    assert "NOGENE1 is not in the packaged genes: taken as stated" in found[2].caveats


def test_a_breakend_that_is_a_deletion_is_one_too(genomes: Genomes) -> None:
    """TMPRSS2::ERG as a pair of breakends and as ``<DEL>`` tell the same."""
    for assembly in Assembly:
        junction = KNOWN_FUSIONS["TMPRSS2::ERG"].junction(assembly)
        as_deletion = sv.deletion(assembly, "21", sv.on(sv.ERG_3, assembly) + 1, sv.on(sv.TMPRSS2_1, assembly) - 1)
        assert as_deletion.svtype is StructuralType.DELETION
        genome = genomes[assembly]
        assert sv.told(gene_events(genome, [as_deletion])) == sv.told(read(genomes, assembly, junction))
        assert genome.transcript_of("ERG") is not None


def test_what_the_filter_of_a_table_sets_aside_gives_no_tier(genomes: Genomes) -> None:
    event = sv.stated(Assembly.GRCH38, StatedFusion("EML4", "ALK", 13, 20, "in-frame"))
    set_aside = event._replace(observation=event.observation._replace(filters=("LOW_SCORE",)), source="fusions.tsv")
    [found] = gene_events(genomes[Assembly.GRCH38], [set_aside])
    assert not found.tier_eligible
    assert "the table's filter is LOW_SCORE: no tier" in found.caveats


@pytest.mark.parametrize(
    ("pair", "name"),
    [
        (("bcr", "abl"), "BCR::ABL1"),
        (("NPM", "ALK"), "NPM1::ALK"),
        (("IGH-@-ext", "BCL2"), "IGH::BCL2"),  # STAR-Fusion
        (("IGHJ6", "MYC"), "IGH::MYC"),  # Arriba
        (("TRBC2", "TAL1"), "TRB::TAL1"),
        (("IGHMBP2", "TRAF3"), "IGHMBP2::TRAF3"),  # genes of their own
    ],
)
def test_names_of_people_and_of_rna_tools(genomes: Genomes, pair: tuple[str, str], name: str) -> None:
    [found] = gene_events(genomes[Assembly.GRCH38], [sv.stated(Assembly.GRCH38, StatedFusion(*pair))])
    assert found.name == name


def test_a_deletion_in_the_pseudoautosomal_region_joins_p2ry8_to_crlf2(genomes: Genomes) -> None:
    """PMID:19838194: the untranslated first exon of P2RY8, 69 kb before its coding one, and all of CRLF2."""
    found = gene_events(genomes[Assembly.GRCH38], [sv.deletion(Assembly.GRCH38, "X", 1212801, 1536900)])
    [fusion] = [one for one in found if one.kind is GeneEventKind.FUSION]
    assert fusion.name.startswith("P2RY8::CRLF2")
