"""Internal tandem duplications: as <DUP:TANDEM>, as a breakend pair, as <INS> with its sequence."""

from __future__ import annotations

import pytest

from pm_annotate.genome.events.gene_events import gene_events
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Adjacency, Assembly, Breakpoint, GeneEventKind
from tests.genome.events import structural_fixtures as sv
from tests.genome.events.structural_fixtures import LEFT, RIGHT

Genomes = dict[Assembly, Genome]
both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))
INTERNAL = GeneEventKind.INTERNAL_DUPLICATION
FLT3_14 = {Assembly.GRCH37: (28608219, 28608351), Assembly.GRCH38: (28034082, 28034214)}
BCOR_15 = {Assembly.GRCH37: 39911400, Assembly.GRCH38: 40052147}


@both_assemblies
@pytest.mark.parametrize(("size", "inframe"), [(33, True), (34, False), (60, True)])
def test_flt3_itd_as_a_tandem_duplication(genomes: Genomes, assembly: Assembly, size: int, inframe: bool) -> None:
    start = FLT3_14[assembly][0] + 30
    [found] = gene_events(genomes[assembly], [sv.tandem(assembly, "13", start, start + size - 1)])
    assert (found.kind, found.gene, found.exons, found.inframe) == (INTERNAL, "FLT3", (14,), inframe)
    assert found.name == f"FLT3 internal tandem duplication (exon 14, {size} bases)"
    assert found.tier_eligible is inframe
    assert found.consequence == ("inframe_insertion" if inframe else "frameshift_variant",)


@both_assemblies
def test_a_duplication_with_one_end_in_an_intron_leaves_the_frame_open(genomes: Genomes, assembly: Assembly) -> None:
    start, _ = FLT3_14[assembly]  # on the reverse strand intron 14 lies before it
    [found] = gene_events(genomes[assembly], [sv.tandem(assembly, "13", start - 20, start + 40)])
    assert (found.kind, found.inframe, found.tier_eligible) == (INTERNAL, None, False)
    assert found.consequence == ("feature_elongation",)
    assert any("intron" in caveat for caveat in found.caveats)


@both_assemblies
def test_filler_bases_count_for_the_frame(genomes: Genomes, assembly: Assembly) -> None:
    start = FLT3_14[assembly][0] + 30
    [found] = gene_events(genomes[assembly], [sv.tandem(assembly, "13", start, start + 31, inserted="A")])
    assert found.inframe is True


@both_assemblies
def test_a_breakend_pair_of_that_shape_is_the_same(genomes: Genomes, assembly: Assembly) -> None:
    start = FLT3_14[assembly][0] + 30
    pair = Adjacency(Breakpoint("13", start, RIGHT), Breakpoint("13", start + 32, LEFT))
    as_pair = gene_events(genomes[assembly], [sv.of_junctions(assembly, pair)])
    assert sv.told(as_pair) == sv.told(gene_events(genomes[assembly], [sv.tandem(assembly, "13", start, start + 32)]))


@both_assemblies
def test_a_deletion_of_these_bases_is_no_itd(genomes: Genomes, assembly: Assembly) -> None:
    start = FLT3_14[assembly][0] + 30
    found = gene_events(genomes[assembly], [sv.deletion(assembly, "13", start, start + 32)])
    assert [one.kind for one in found] == [GeneEventKind.EXON_DELETION]


@both_assemblies
@pytest.mark.parametrize("filler", ["", "CCC", "TCTTGG"])
def test_an_insertion_that_repeats_its_neighbourhood_is_one(genomes: Genomes, assembly: Assembly, filler: str) -> None:
    genome, start = genomes[assembly], FLT3_14[assembly][0] + 30
    copy = sv.one_base(genome, "13", start, start + 44)
    [small] = gene_events(genome, [sv.insertion(assembly, "13", start + 44, (filler + copy).lower())])
    [found] = gene_events(genome, [sv.insertion(assembly, "13", start + 44, filler + copy)])
    assert sv.told([small]) == sv.told([found])
    assert (found.kind, found.exons, found.inframe, found.tier_eligible) == (INTERNAL, (14,), True, True)


@both_assemblies
def test_foreign_bases_are_no_internal_duplication(genomes: Genomes, assembly: Assembly) -> None:
    start = FLT3_14[assembly][0] + 60
    [found] = gene_events(genomes[assembly], [sv.insertion(assembly, "13", start, "GGCCGGGCGCGGTGGCTCACGCCTG" * 4)])
    assert (found.kind, found.inframe) == (GeneEventKind.REARRANGEMENT, False)


@both_assemblies
def test_an_insertion_without_sequence_is_shown_without_tier(genomes: Genomes, assembly: Assembly) -> None:
    start = FLT3_14[assembly][0] + 60
    [found] = gene_events(genomes[assembly], [sv.insertion(assembly, "13", start, "")])
    assert (found.kind, found.tier_eligible, found.inframe) == (INTERNAL, False, None)
    assert "possibly" in found.name
    assert "the inserted sequence is not given: confirm by sequencing or fragment length" in found.caveats
    [cut] = gene_events(genomes[assembly], [sv.insertion(assembly, "13", start, "ACGT...ACGT")])
    assert (cut.kind, cut.tier_eligible) == (INTERNAL, False)


@both_assemblies
@pytest.mark.parametrize(
    ("length", "inframe", "term"),
    [(33, True, "inframe_insertion"), (34, False, "frameshift_variant"), (None, None, "feature_elongation")],
)
def test_an_insertion_of_unknown_sequence_elsewhere_breaks_the_gene_where_it_shifts_the_frame(
    genomes: Genomes, assembly: Assembly, length: int | None, inframe: bool | None, term: str
) -> None:
    """A mobile element in exon 11 of BRCA2."""
    pos = {Assembly.GRCH37: 32912000, Assembly.GRCH38: 32337863}[assembly]
    event = sv.insertion(assembly, "13", pos, "")._replace(inserted_length=length)
    [found] = gene_events(genomes[assembly], [event])
    assert (found.kind, found.gene, found.inframe) == (GeneEventKind.REARRANGEMENT, "BRCA2", inframe)
    assert (found.consequence, found.tier_eligible) == ((term,), inframe is False)
    assert "of unknown sequence in exon 11" in found.name


def test_the_stated_length_of_an_unknown_insertion_tells_the_frame(genomes: Genomes) -> None:
    start = FLT3_14[Assembly.GRCH38][0] + 60
    for length, inframe in ((33, True), (34, False)):
        event = sv.insertion(Assembly.GRCH38, "13", start, "")._replace(inserted_length=length)
        [found] = gene_events(genomes[Assembly.GRCH38], [event])
        assert (found.inframe, found.tier_eligible) == (inframe, False)


@both_assemblies
def test_bcor_itd_in_the_last_exon(genomes: Genomes, assembly: Assembly) -> None:
    start = BCOR_15[assembly]
    [found] = gene_events(genomes[assembly], [sv.tandem(assembly, "X", start, start + 95)])
    assert (found.kind, found.gene, found.exons, found.inframe) == (INTERNAL, "BCOR", (15,), True)


@both_assemblies
def test_an_insertion_in_an_intron_gives_nothing(genomes: Genomes, assembly: Assembly) -> None:
    pos = FLT3_14[assembly][0] - 40
    assert gene_events(genomes[assembly], [sv.insertion(assembly, "13", pos, "ACGT" * 20)]) == []
