"""Exons repeated within a gene: out of frame in a tumour suppressor they are a loss of function, in frame they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly
from pm_annotate.options import AnnotateOptions
from tests.structural_run import event_names, offered, report_of

BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
OVARY = AnnotateOptions(tumor_type="ovarian cancer")
# The 6 kb founder duplication of "exon 13", which is exon 12 of NM_007294.
EXON_13_OF_BRCA1 = {Assembly.GRCH37: (41_230_935, 41_237_016), Assembly.GRCH38: (43_078_918, 43_084_999)}


@BOTH
def test_brca1_exon_13_twice_is_a_loss_of_function(assembly: Assembly, tmp_path: Path) -> None:
    start, end = EXON_13_OF_BRCA1[assembly]
    row = f"17 {start} . N <DUP:TANDEM> . PASS SVTYPE=DUP;END={end};SVLEN={end - start} PR:SR 40,12:55,18"
    report = report_of(tmp_path, [row], assembly, OVARY)
    assert event_names(report) == {"BRCA1 exon 12 duplication"}
    assert "olaparib" in offered(report)
    (variant,) = report.variants
    assert "out-of-frame duplication of exons in tumour suppressor BRCA1" in variant.oncogenicity_evidence


def test_a_gain_of_depth_over_the_exon_is_none(tmp_path: Path) -> None:
    start, end = EXON_13_OF_BRCA1[Assembly.GRCH38]
    row = f"17 {start} . N <DUP> . PASS SVTYPE=CNV;END={end} GT:CN 0/1:3"
    report = report_of(tmp_path, [row], Assembly.GRCH38, OVARY)
    assert "olaparib" not in offered(report)


def test_exons_of_rb1_twice_in_frame_are_none(tmp_path: Path) -> None:
    row = "13 48325002 . N <DUP:TANDEM> . PASS SVTYPE=DUP;END=48417218 PR:SR 40,12:55,18"
    report = report_of(tmp_path, [row], Assembly.GRCH38)
    (variant,) = report.variants
    assert variant.event is not None
    assert (variant.event.name, variant.event.inframe) == ("RB1 exon 3-17 duplication", True)
    assert not variant.oncogenicity_evidence
