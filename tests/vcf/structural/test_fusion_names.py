"""Names of fusions as tables write them: read with their exons, or refused; never taken for genes that nobody knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.model import Assembly
from pm_annotate.vcf.structural.fusion_names import NamedSide, side_named, sides_named
from pm_annotate.vcf.structural.fusion_table import read_fusions


@pytest.mark.parametrize(
    ("text", "five", "three"),
    [
        ("EML4::ALK", ("EML4", None), ("ALK", None)),
        ("EML4--ALK", ("EML4", None), ("ALK", None)),
        ("EML4-ALK", ("EML4", None), ("ALK", None)),
        ("EML4(13):ALK(20)", ("EML4", 13), ("ALK", 20)),
        ("EML4 (exon 13)-ALK (exon 20)", ("EML4", 13), ("ALK", 20)),
        ("EML4::ALK e13::e20", ("EML4", 13), ("ALK", 20)),
        ("EML4-ALK.E13A20.COSF408.1_1", ("EML4", 13), ("ALK", 20)),
        ("CD74-ROS1;GOPC", ("CD74", None), ("ROS1;GOPC", None)),
        ("PPARG/AC016683.6-PAX8", ("PPARG;AC016683.6", None), ("PAX8", None)),
        ("EML4/ALK", ("EML4", None), ("ALK", None)),
        ("FGFR2::chr5:30000000", ("FGFR2", None), ("", None)),
    ],
)
def test_both_genes_in_one_cell(text: str, five: tuple[str, int | None], three: tuple[str, int | None]) -> None:
    assert sides_named(text) == (NamedSide(*five), NamedSide(*three))


@pytest.mark.parametrize(
    "text", ["HLA-A-ROS1", "EML4/ALK/NPM1", "NM_019063.3(EML4):r.1_1489-NM_004304.3(ALK):r.3173_9", "EML4"]
)
def test_what_does_not_name_two_genes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"write EML4::ALK|is not a gene symbol"):
        sides_named(text)


def test_one_gene_in_a_cell() -> None:
    assert side_named("ALK^ENSG00000171094.18") == NamedSide("ALK")
    assert side_named("IGH-@-ext") == NamedSide("IGH-@-ext")
    assert side_named(".") == NamedSide("")
    with pytest.raises(ValueError, match="'ALK exon 20' is not a gene symbol"):
        side_named("ALK exon 20")


def test_ensembl_identifiers_alone_stop_the_run(tmp_path: Path) -> None:
    path = tmp_path / "fusions.tsv"
    path.write_text("gene5\tgene3\nENSG00000143924\tENSG00000171094.18\n")
    with pytest.raises(InputError, match=r"named by Ensembl \(ENSG00000143924\): give their symbols"):
        read_fusions(path, Assembly.GRCH38)
