"""Structural events that are typed as text."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.events.gene_events import FusionTables, read_fusion_tables
from pm_annotate.genome.events.typed_event import parse_event
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.model import Assembly, GeneEvent
from pm_annotate.model import GeneEventKind as K
from pm_annotate.resources import resources_folder


@pytest.fixture(scope="module", params=list(Assembly))
def genome(request: pytest.FixtureRequest) -> Genome:
    return load_genome(resources_folder() / "genome", request.param)


@pytest.fixture(scope="module")
def tables(genome: Genome) -> FusionTables:
    return read_fusion_tables(genome)


def event(text: str, genome: Genome, tables: FusionTables) -> GeneEvent:
    found = parse_event(text, genome, tables)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "five", "three"),
    [
        ("EML4::ALK", "EML4", "ALK"),
        ("eml4::alk", "EML4", "ALK"),
        ("EML4-ALK", "EML4", "ALK"),
        ("EML4--ALK fusion", "EML4", "ALK"),
        ("EML4/ALK rearrangement", "EML4", "ALK"),
        ("ALK::EML4", "ALK", "EML4"),
        ("BCR-ABL1", "BCR", "ABL1"),
        ("BCR-ABL", "BCR", "ABL1"),
        ("v::RET", "", "RET"),
        ("FGFR2::v", "FGFR2", ""),
        ("ALK fusion", "", "ALK"),
        ("NKX2-1::ALK", "NKX2-1", "ALK"),
        ("UNHEARD::ALK", "UNHEARD", "ALK"),
    ],
)
def test_fusions(text: str, five: str, three: str, genome: Genome, tables: FusionTables) -> None:
    found = event(text, genome, tables)
    assert found.kind == K.FUSION
    sides = (found.five_prime.gene if found.five_prime else "", found.three_prime.gene if found.three_prime else "")
    assert sides == (five, three)


@pytest.mark.parametrize("text", ["EML4::ALK e13::e20", "EML4(13)::ALK(20)", "EML4(exon 13)::ALK(exon 20)"])
def test_exons_of_a_fusion(text: str, genome: Genome, tables: FusionTables) -> None:
    found = event(text, genome, tables)
    assert found.five_prime is not None
    assert found.three_prime is not None
    assert (found.five_prime.exon, found.three_prime.exon) == (13, 20)
    assert found.kinase_kept is True
    assert found.name == "EML4::ALK e13::e20"


def test_a_fusion_without_its_kinase_is_said_to_be_none(genome: Genome, tables: FusionTables) -> None:
    found = event("EML4::ALK e13::e27", genome, tables)
    assert (found.kinase_kept, found.tier_eligible) == (False, False)


@pytest.mark.parametrize(
    ("text", "kind", "gene"),
    [
        ("ERBB2 amplification", K.AMPLIFICATION, "ERBB2"),
        ("erbb2 amplified", K.AMPLIFICATION, "ERBB2"),
        ("MET amp", K.AMPLIFICATION, "MET"),
        ("HER2 amplification", K.AMPLIFICATION, "ERBB2"),
        ("NKX2-1 amplification", K.AMPLIFICATION, "NKX2-1"),
        ("EGFR copy number gain", K.GAIN, "EGFR"),
        ("CDKN2A homozygous deletion", K.HOMOZYGOUS_DELETION, "CDKN2A"),
        ("PTEN deep deletion", K.HOMOZYGOUS_DELETION, "PTEN"),
        ("PTEN heterozygous loss", K.LOSS, "PTEN"),
        ("PTEN deletion", K.DELETION, "PTEN"),
        ("MYC gain", K.GAIN, "MYC"),
        ("CDKN2A biallelic loss", K.HOMOZYGOUS_DELETION, "CDKN2A"),
        ("PTEN hemizygous deletion", K.LOSS, "PTEN"),
        ("PTEN shallow deletion", K.LOSS, "PTEN"),
        ("PTEN deleted", K.DELETION, "PTEN"),
        ("PTEN gene loss", K.DELETION, "PTEN"),
        ("RB1 whole-gene deletion", K.DELETION, "RB1"),
    ],
)
def test_copies(text: str, kind: K, gene: str, genome: Genome, tables: FusionTables) -> None:
    found = event(text, genome, tables)
    assert (found.kind, found.gene) == (kind, gene)


@pytest.mark.parametrize(
    ("text", "kind", "exons", "inframe"),
    [
        ("MET exon 14 skipping", K.EXON_DELETION, (14,), True),
        ("METex14", K.EXON_DELETION, (14,), True),
        ("METex14 skipping", K.EXON_DELETION, (14,), True),
        ("MET ex14 skipping", K.EXON_DELETION, (14,), True),
        ("EGFRvIII", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("EGFR vIII", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("MET exon 14 skip", K.EXON_DELETION, (14,), True),
        ("MET exon 14 skipped", K.EXON_DELETION, (14,), True),
        ("EGFR exons 2-7 del", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("EGFR exons 2 to 7 deleted", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("EGFR exons 2-7 loss", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("EGFRvII", K.EXON_DELETION, (14, 15), True),
        ("EGFR exons 18-25 dup", K.EXON_DUPLICATION, tuple(range(18, 26)), True),
        ("EGFR exons 18-25 duplicated", K.EXON_DUPLICATION, tuple(range(18, 26)), True),
        ("EGFR exons 2-7 deletion", K.EXON_DELETION, (2, 3, 4, 5, 6, 7), True),
        ("EGFR exons 18-25 duplication", K.EXON_DUPLICATION, tuple(range(18, 26)), True),
        ("EGFR whole exon 19 deletion", K.EXON_DELETION, (19,), True),
        ("BRCA1 exons 16-17 deletion", K.EXON_DELETION, (16, 17), False),
        ("FLT3-ITD", K.INTERNAL_DUPLICATION, (14,), True),
        ("FLT3 internal tandem duplication", K.INTERNAL_DUPLICATION, (14,), True),
        ("EGFR KDD", K.KINASE_DOMAIN_DUPLICATION, (), True),
    ],
)
def test_exons(text: str, kind: K, exons: tuple[int, ...], inframe: bool, genome: Genome, tables: FusionTables) -> None:
    found = event(text, genome, tables)
    assert (found.kind, found.exons) == (kind, exons)
    assert found.inframe is inframe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("EGFR exon 19 deletion", "names a class of variants"),
        ("ERBB2 exon 20 insertion", "names a class of variants"),
        ("PTEN loss", "may mean one copy, both, or the protein"),
        ("ERBB9 amplification", "is not a gene"),
        ("XXX1::YYY1", "names no gene that is packaged"),
        ("MET exon 99 skipping", "has 21 exons"),
        ("MET exons 14-2 deletion", "first exon comes after the last"),
    ],
)
def test_what_may_mean_several_things_is_asked_back(text: str, said: str, genome: Genome, tables: FusionTables) -> None:
    with pytest.raises(UsageError, match=said):
        parse_event(text, genome, tables)


@pytest.mark.parametrize(
    "text",
    ["EGFR L858R", "BRAF V600E", "NC_000007.14:g.140753336A>T", "chr7:140753336:A:T", "7-140753336-A-T", "EGFR E746_A750del",
     "NM_004333.4:c.1799T>A", "EGFR", "nonsense", "H3-3A K27M", "MET c.3028+1G>T"],
)  # fmt: skip
def test_small_variants_are_left_to_their_own_reader(text: str, genome: Genome, tables: FusionTables) -> None:
    assert parse_event(text, genome, tables) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KMT2A::KMT2A", "KMT2A::KMT2A"),  # a partial tandem duplication is no translocation
        ("KMT2A::KMT2A e8::e2", "KMT2A exon 2-8 duplication"),
        ("MET::MET e13::e15", "MET exon 14 deletion (exon 14 skipping)"),
    ],
)
def test_one_gene_on_both_sides_is_no_fusion(genome: Genome, tables: FusionTables, text: str, name: str) -> None:
    found = event(text, genome, tables)
    assert found.name == name
    assert found.kind != K.FUSION
