"""Fusions that a record names: which gene is the 5' one."""

from __future__ import annotations

import pytest

from pm_annotate.model import StatedFusion
from pm_annotate.vcf.information import information
from pm_annotate.vcf.structural.fusion_fields import frame_of, fusion_name, stated_fusion


@pytest.mark.parametrize(
    ("vcf_id", "info", "fusion"),
    [
        (
            ".",
            "SVTYPE=BND;GENEA=EML4;GENEB=ALK;EXON_NUMBER_A=13.0;EXON_NUMBER_B=20.0;FRAME_STATUS=INFRAME;FOUND_IN=arriba,starfusion",
            StatedFusion("EML4", "ALK", 13, 20, "in-frame", "arriba, starfusion"),
        ),
        ("1a", "SVTYPE=BND;MATEID=1b;GENE_NAME=KIF5B", StatedFusion("KIF5B", "", tool="Arriba")),
        ("1b", "SVTYPE=BND;MATEID=1a;GENE_NAME=RET", StatedFusion("", "RET", tool="Arriba")),
        ("KIF5B-RET.K15R12.COSF232_2", "SVTYPE=Fusion", StatedFusion("KIF5B", "RET", 15, 12, tool="Ion Reporter")),
        ("AR-AR.A3CE3.ARV7_1", "SVTYPE=RNAExonVariant", StatedFusion("AR", "AR", 3, None, tool="Ion Reporter")),  # cryptic
        (".", "SVTYPE=Fusion;GENE_1=BCR;GENE_2=ABL1;READ_COUNT=40", StatedFusion("BCR", "ABL1")),
        (".", "SVTYPE=BND;FUSION_NAME=FGFR3--TACC3", StatedFusion("FGFR3", "TACC3")),
        (".", "SVTYPE=BND;GENE1=ALK;GENE2=EML4", None),  # a DNA annotation: no order is meant
        (".", "SVTYPE=BND;GENEA=EML4", None),
        ("1a", "SVTYPE=BND;GENE_NAME=EML4", None),  # no Arriba pair
        (".", "SVTYPE=BND;GENEA=.;GENEB=ALK", None),
    ],
)
def test_fusion_of_a_record(vcf_id: str, info: str, fusion: StatedFusion | None) -> None:
    assert stated_fusion(vcf_id, information(info)) == fusion


@pytest.mark.parametrize(
    ("text", "genes"),
    [("HLA-A--ROS1", ("HLA-A", "ROS1")), ("EML4::ALK", ("EML4", "ALK")), ("EML4-ALK", None), ("", None)],
)
def test_fusion_names_that_are_no_riddle(text: str, genes: tuple[str, str] | None) -> None:
    assert fusion_name(text) == genes


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("INFRAME", "in-frame"),
        ("in-frame", "in-frame"),
        ("FRAMESHIFT", "out-of-frame"),
        ("stop-codon", "out-of-frame"),
        (".", ""),
    ],
)
def test_words_for_the_reading_frame(text: str, frame: str) -> None:
    assert frame_of(text) == frame
