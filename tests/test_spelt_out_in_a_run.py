"""Small changes that structural callers write as ``<DEL>``, ``<INS>`` or breakends are the alleles that they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.structural_run import event_names, gene_events, offered, report_of

BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
NSCLC = AnnotateOptions(tumor_type="NSCLC")
READS = "PR:SR 60,12:50,10"
E746_A750 = {Assembly.GRCH37: 55242464, Assembly.GRCH38: 55174771}  # the base before c.2235_2249del
EGFR_20 = {Assembly.GRCH37: 55249003, Assembly.GRCH38: 55181310}


def names(report: SampleReport) -> list[str]:
    return [
        effect.hgvsp_short for one in report.variants for effect in one.effects if effect.gene == "EGFR" and effect.is_primary
    ]


def rows_of(kind: str, pos: int) -> list[str]:
    end = pos + 15
    return {
        "DEL": [f"7 {pos} . A <DEL> . PASS SVTYPE=DEL;END={end};SVLEN=-15;PRECISE {READS}"],
        "BND": [
            f"7 {pos} o A A[7:{end + 1}[ . PASS SVTYPE=BND;MATEID=h {READS}",
            f"7 {end + 1} h A ]7:{pos}]A . PASS SVTYPE=BND;MATEID=o {READS}",
        ],
    }[kind]


@BOTH
@pytest.mark.parametrize("kind", ["DEL", "BND"])
def test_exon_19_deletion_of_egfr(kind: str, assembly: Assembly, tmp_path: Path) -> None:
    report = report_of(tmp_path, rows_of(kind, E746_A750[assembly]), assembly, NSCLC)
    assert set(names(report)) == {"p.E746_A750del"}
    assert gene_events(report) == []
    assert "osimertinib" in offered(report)
    assert report.variants[0].observation.tumor is not None
    assert report.variants[0].observation.tumor.alt_count == 22
    assert any("the file writes" in caveat for caveat in report.variants[0].caveats)


@BOTH
def test_exon_20_insertion_of_egfr(assembly: Assembly, tmp_path: Path) -> None:
    pos = EGFR_20[assembly]
    row = f"7 {pos} . C <INS> . PASS SVTYPE=INS;END={pos};SVLEN=9;SVINSSEQ=ACGGTCAGC {READS}"
    report = report_of(tmp_path, [row], assembly, NSCLC)
    assert names(report) == ["p.A767_S768insTVS"]
    assert "amivantamab" in offered(report)


@pytest.mark.parametrize(
    ("info", "what"),
    [
        ("END=55174786;IMPRECISE;CIPOS=-20,20", "its ends are estimates"),
        ("END=55174960", "it reaches into the intron"),
    ],
)
def test_what_is_not_exact_or_long_stays_an_event(info: str, what: str, tmp_path: Path) -> None:
    report = report_of(tmp_path, [f"7 55174771 . A <DEL> . PASS SVTYPE=DEL;{info} {READS}"], Assembly.GRCH38, NSCLC)
    assert event_names(report) == {"EGFR exon 19 (in part) deletion"}, what
    assert "osimertinib" not in offered(report)
