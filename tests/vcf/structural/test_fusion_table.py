"""Fusions from Arriba, STAR-Fusion and plain tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.model import Assembly, StatedFusion, StructuralEvent
from pm_annotate.vcf.structural.fusion_table import read_fusions
from tests.vcf.structural.structural_rows import sides

ARRIBA = (
    "#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 site1 site2 type split_reads1 split_reads2 "
    "discordant_mates confidence reading_frame direction1 direction2"
)
STAR_FUSION = (
    "#FusionName JunctionReadCount SpanningFragCount LeftGene LeftBreakpoint RightGene RightBreakpoint PROT_FUSION_TYPE"
)


def fusions(folder: Path, *lines: str) -> tuple[StructuralEvent, ...]:
    path = folder / "fusions.tsv"
    path.write_text("\n".join(line.replace(" ", "\t") for line in lines) + "\n")
    return read_fusions(path, Assembly.GRCH38)


def arriba_row(strands: str = "+/+ -/-", kind: str = "inversion", site2: str = "splice-site", genes: str = "EML4 ALK") -> str:
    places = "2:42295516 2:29223528"
    return f"{genes} {strands} {places} splice-site {site2} {kind} 10 8 12 high in-frame downstream downstream"


def test_eml4_alk_of_arriba(tmp_path: Path) -> None:
    event = fusions(tmp_path, ARRIBA, arriba_row())[0]
    assert event.stated == StatedFusion("EML4", "ALK", frame="in-frame", tool="Arriba")
    assert [sides(one) for one in event.adjacencies] == ["2:42295516< 2:29223528<"]  # both keep what is left of the break
    assert event.observation.tumor is not None
    assert event.observation.tumor.alt_count == 30
    assert (event.svtype, event.caveats) == ("FUSION", ())


def test_strands_tell_the_sides_where_arriba_gives_no_directions(tmp_path: Path) -> None:
    with_directions = fusions(tmp_path, ARRIBA, arriba_row())[0]
    without = fusions(
        tmp_path, ARRIBA.replace(" direction1 direction2", ""), arriba_row().replace(" downstream downstream", "")
    )[0]
    assert without.adjacencies == with_directions.adjacencies


@pytest.mark.parametrize(
    "row",
    [
        arriba_row(strands="+/+ -/+"),  # ALK is read against its sense
        arriba_row(kind="inversion/5'-5'"),
    ],
)
def test_wrong_way_round_is_no_stated_fusion(tmp_path: Path, row: str) -> None:
    event = fusions(tmp_path, ARRIBA, row)[0]
    assert event.stated is None
    assert event.adjacencies
    assert "EML4 and ALK, but no fusion of genes" in event.caveats[0]


def test_order_that_arriba_could_not_tell_is_left_to_the_junction(tmp_path: Path) -> None:
    event = fusions(tmp_path, ARRIBA, arriba_row(strands="+/. -/."))[0]
    assert event.stated is None
    assert [sides(one) for one in event.adjacencies] == ["2:42295516< 2:29223528<"]
    assert "could not tell" in event.caveats[0]


def test_partner_between_genes_has_no_name(tmp_path: Path) -> None:
    event = fusions(tmp_path, ARRIBA, arriba_row(site2="intergenic", genes="EML4 ALK(800),CLIP4(3000)"))[0]
    assert event.stated is not None
    assert (event.stated.five_prime, event.stated.three_prime) == ("EML4", "")
    assert "between genes" in event.caveats[0]


def test_star_fusion(tmp_path: Path) -> None:
    row = "EML4--ALK 18 12 EML4^ENSG00000143924.19 chr2:42295516:+ ALK^ENSG00000171094.18 chr2:29223528:- INFRAME"
    event = fusions(tmp_path, STAR_FUSION, row)[0]
    assert event.stated == StatedFusion("EML4", "ALK", frame="in-frame", tool="STAR-Fusion")
    assert [sides(one) for one in event.adjacencies] == ["2:42295516< 2:29223528<"]
    assert (event.chrom, event.start) == ("2", 42295516)


FUSION_CATCHER = (
    "Gene_1_symbol(5end_fusion_partner) Gene_2_symbol(3end_fusion_partner) Spanning_pairs Spanning_unique_reads "
    "Fusion_point_for_gene_1(5end_fusion_partner) Fusion_point_for_gene_2(3end_fusion_partner) Predicted_effect"
)
JAFFA = "sample,fusion genes,chrom1,base1,strand1,chrom2,base2,strand2,spanning pairs,spanning reads,inframe".replace(" ", "_")
DRAGEN = "#FusionGene Score LeftBreakpoint RightBreakpoint Filter"


@pytest.mark.parametrize(
    ("header", "row", "tool", "frame", "reads"),
    [
        (FUSION_CATCHER, "EML4 ALK 10 5 2:42295516:+ 2:29223528:- in-frame", "", "in-frame", 15),
        (JAFFA, "S,EML4:ALK,chr2,42295516,+,chr2,29223528,-,10,5,TRUE", "", "in-frame", 15),
        (DRAGEN, "EML4--ALK 0.9 chr2:42295516:+ chr2:29223528:- PASS", "DRAGEN", "", None),
    ],
)
def test_further_tools(tmp_path: Path, header: str, row: str, tool: str, frame: str, reads: int | None) -> None:
    event = fusions(tmp_path, header, row)[0]
    assert event.stated == StatedFusion("EML4", "ALK", frame=frame, tool=tool)
    assert [sides(one) for one in event.adjacencies] == ["2:42295516< 2:29223528<"]
    assert (event.observation.tumor and event.observation.tumor.alt_count) == reads
    assert event.observation.filters == ()


def test_what_the_tool_filters_is_kept_with_its_filter(tmp_path: Path) -> None:
    event = fusions(tmp_path, DRAGEN, "EML4--ALK 0.1 chr2:42295516:+ chr2:29223528:- LOW_SCORE;READ_THROUGH")[0]
    assert event.observation.filters == ("LOW_SCORE", "READ_THROUGH")


def test_plain_table_with_exons(tmp_path: Path) -> None:
    event = fusions(tmp_path, "five_prime three_prime exon5 exon3 frame reads", "KIF5B RET 15 12 in-frame 40")[0]
    assert event.stated == StatedFusion("KIF5B", "RET", 15, 12, "in-frame")
    assert (event.chrom, event.start, event.adjacencies) == ("", 0, ())


@pytest.mark.parametrize("name", ["EML4::ALK", "EML4--ALK", "EML4-ALK"])
def test_plain_table_with_names(tmp_path: Path, name: str) -> None:
    stated = fusions(tmp_path, "fusion", name)[0].stated
    assert stated is not None
    assert (stated.five_prime, stated.three_prime) == ("EML4", "ALK")


def test_breakpoints_without_strands_give_no_junction(tmp_path: Path) -> None:
    header = "gene5 gene3 breakpoint5 breakpoint3"
    with_strands, without = fusions(tmp_path, header, "EML4 ALK 2:42295516:+ 2:29223528:-", "EML4 ALK 2:42295516 2:29223528")
    assert len(with_strands.adjacencies) == 1
    assert (without.adjacencies, without.start) == ((), 42295516)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("a b c", "1 2 3"), "does not name the 5' and the 3' gene"),
        (("gene5 gene3 exon5", "EML4 ALK thirteen"), "line 2: 'thirteen' is not a number"),
        (("gene5 gene3 exon5", "EML4 ALK 0"), "line 2: '0' is not an exon number"),
        (("gene5 gene3 breakpoint5", "EML4 ALK 2-42295516"), "line 2: the breakpoint '2-42295516'"),
        (("fusion", "HLA-A-ROS1"), "line 2: the fusion 'HLA-A-ROS1'"),
        (("gene5 gene3", ". ."), "line 2: no gene is named"),
        ((STAR_FUSION, ". 1 1 . chr2:1:+ . chr2:9:+ ."), "line 2: no two genes"),
        (("sample gene5 gene3", "A EML4 ALK", "B KIF5B RET"), "line 3: a second sample"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        fusions(tmp_path, *lines)
