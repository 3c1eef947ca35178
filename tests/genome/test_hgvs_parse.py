"""What people type."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.model import Assembly

V600E = ("7", 140753336, "A", "T")


@pytest.fixture(scope="session")
def grch38(genomes: dict[Assembly, Genome]) -> Genome:
    return genomes[Assembly.GRCH38]


@pytest.mark.parametrize(
    "text",
    [
        "NM_004333.4:c.1799T>A",
        "NM_004333.6(BRAF):c.1799T>A (p.Val600Glu)",
        "BRAF c.1799T>A",
        "braf:c.1799T>A",
        "NC_000007.14:g.140753336A>T",
        "chr7:g.140753336A>T",
        "7:g.140753336A>T",
        "chr7:140753336:A:T",
        "chr7-140753336-A-T",
        "7 140753336 A T",
        "chr7:140,753,336 A>T",
    ],
)
def test_spellings_of_braf_v600e(grch38: Genome, text: str) -> None:
    typed = parse_variant(text, grch38)
    assert typed.allele is not None
    assert typed.allele.key == V600E
    assert typed.effects[0].hgvsp_short == "p.V600E"


@pytest.mark.parametrize(
    ("text", "key", "coding"),
    [
        ("BRCA1 c.68_69del", ("17", 43124027, "ACT", "A"), "c.68_69del"),
        ("BRCA1 c.68_69delAG", ("17", 43124027, "ACT", "A"), "c.68_69del"),
        ("NPM1 c.860_863dup", ("5", 171410539, "C", "CTCTG"), "c.860_863dup"),
        ("NPM1 c.863_864insTCTG", ("5", 171410539, "C", "CTCTG"), "c.860_863dup"),
        ("TERT c.-124C>T", ("5", 1295113, "G", "A"), "c.-124C>T"),
        ("MET c.3028+1G>T", ("7", 116771990, "G", "T"), "c.3028+1G>T"),
        ("DPYD c.1905+1G>A", ("1", 97450058, "C", "T"), "c.1905+1G>A"),
        ("EGFR c.2236_2250del", ("7", 55174771, "AGGAATTAAGAGAAGC", "A"), None),
        ("BRAF c.1798_1799delinsAA", ("7", 140753336, "AC", "TT"), "c.1798_1799delinsAA"),
        ("BRAF c.1798_1799GT>AA", ("7", 140753336, "AC", "TT"), "c.1798_1799delinsAA"),
    ],
)
def test_coding_names(grch38: Genome, text: str, key: tuple[str, int, str, str], coding: str | None) -> None:
    typed = parse_variant(text, grch38)
    assert typed.allele is not None
    if coding is not None:
        assert typed.allele.key == key
        assert typed.effects[0].hgvsc == coding
    else:
        assert typed.effects[0].hgvsp_short == "p.E746_A750del"


@pytest.mark.parametrize(
    ("text", "short", "consequence", "exons", "frame"),
    [
        ("EGFR L858R", "p.L858R", "missense_variant", (21,), ""),
        ("BRAF p.Val600Glu", "p.V600E", "missense_variant", (15,), ""),
        ("EGFR:p.(Glu746_Ala750del)", "p.E746_A750del", "inframe_deletion", (19,), "inframe"),
        ("ERBB2 A775_G776insYVMA", "p.Y772_A775dup", "inframe_insertion", (20,), "inframe"),
        ("TP53 R213*", "p.R213*", "stop_gained", (6,), ""),
        ("NPM1 W288fs", "p.W288fs", "frameshift_variant", (12,), "frameshift"),
        ("NPM1 W288Cfs*12", "p.W288Cfs*12", "frameshift_variant", (12,), "frameshift"),
        ("EGFR L747_P753delinsS", "p.L747_P753delinsS", "protein_altering_variant", (19,), "inframe"),
        ("MYD88 L265P", "p.L265P", "missense_variant", (5,), ""),
        ("EZH2 Y641F", "p.Y646F", "missense_variant", (16,), ""),
        ("GNAS R201H", "p.R201H", "missense_variant", (8,), ""),
    ],
)
def test_protein_changes(grch38: Genome, text: str, short: str, consequence: str, exons: tuple[int, ...], frame: str) -> None:
    typed = parse_variant(text, grch38)
    first = typed.effects[0]
    assert typed.allele is None
    assert (first.hgvsp_short, first.consequence[0], first.exon_numbers, first.frame) == (short, consequence, exons, frame)
    assert first.computed_from == "typed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("BRAF V601E", "residue 601 of BRAF (NM_004333.4) is Lys (K), not V"),
        ("BRAF V6000E", "766 residues"),
        ("BRAFF V600E", "Did you mean BRAF"),
        ("BRAF c.1799G>A", "the reference there is T, not G"),
        ("BRAF c.9999A>T", "coding bases"),
        ("BRAF c.1799+1A>T", "does not stand at an exon border"),
        ("NC_000007.13:g.140453136A>T", "is not of GRCh38"),
        ("NM_999999.1:c.5A>T", "not packaged"),
        ("NP_000537.3:p.Arg175His", "give the gene symbol instead of the accession"),
        ("chr7:140753336:G:T", "has A at 7:140753336, not G. Is it on GRCh37? Then give --assembly GRCh37"),
        ("chr7:140753336:A:A", "are the same"),
        ("EGFR something", "not understood"),
        ("KRAS mutation", "pm-annotate knowledge search"),
        ("rs113488022", "an rs number names a place"),
        ("DPYD rs3918290", "an rs number names a place"),
        ("APC R1450X", "Type R1450* for the stop"),
        ("KRAS p.G12X", "X may be a stop or any residue"),
        ("BRCA2 3036_3039del", "whether it counts bases or residues"),
        ("TP53 c.524C>A", "the reference there is G, not C"),
        ("chr7:999999999:A:T", "chromosome 7 of GRCh38 has 159,345,973 bases"),
        ("", "not understood"),
    ],
)
def test_errors_say_what_is_wrong(grch38: Genome, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=r".*") as caught:
        parse_variant(text, grch38)
    assert says in str(caught.value)


def test_a_coding_change_numbered_on_another_transcript_of_the_gene_is_understood(genomes: dict[Assembly, Genome]) -> None:
    """MET exon 14's donor is c.3082+1 on NM_001127500 (1,408 residues) and c.3028+1 on the reference transcript."""
    grch38 = genomes[Assembly.GRCH38]
    typed = parse_variant("MET c.3082+1G>T", grch38)
    assert typed.allele is not None
    assert typed.allele.key == ("7", 116771990, "G", "T")
    assert typed.effects[0].hgvsc == "c.3028+1G>T"
    assert "numbered_on NM_001127500.1" in typed.effects[0].caveats
    with pytest.raises(UsageError):
        parse_variant("MET c.9999+1G>T", grch38)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("H3-3A K27M", "H3-3A p.K28M"),
        ("H3F3A p.Lys27Met", "H3-3A p.K28M"),
        ("H3-3A p.K28M", "H3-3A p.K28M"),
        ("HIST1H3B K27M", "H3C2 p.K28M"),
        ("H3-3A G34R", "H3-3A p.G35R"),  # residue 34 is a glycine too, and nobody means it
        ("H3-3A p.Gly34Arg", "H3-3A p.G34R"),
    ],
)
def test_histones_are_numbered_without_their_first_methionine(grch38: Genome, text: str, named: str) -> None:
    first = parse_variant(text, grch38).effects[0]
    assert f"{first.gene} {first.hgvsp_short}" == named


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        ("TERT C228T", "c.-124C>T"),
        ("TERT promoter C250T", "c.-146C>T"),
        ("BRCA1 185delAG", "c.68_69del"),
        ("BRCA1 5382insC", "c.5266dup"),
        ("BRCA2 6174delT", "c.5946del"),
        ("CHEK2 1100delC", "c.1100del"),
    ],
)
def test_changes_with_names_of_their_own(grch38: Genome, text: str, coding: str) -> None:
    assert parse_variant(text, grch38).effects[0].hgvsc == coding
