"""`--retain-info`: fields of the record are carried into variants.tsv and the JSON, and run nowhere."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command_line import pm_annotate, read_table, write_vcf

HEADER = (
    '##INFO=<ID=TLOD,Number=A,Type=Float,Description="LOD">',
    '##INFO=<ID=NOTE,Number=.,Type=String,Description="Note">',
    '##INFO=<ID=HOTSPOT,Number=0,Type=Flag,Description="Flag">',
)
BRAF = "7 140753336 . A T . PASS"
KRAS = "12 25245350 . C T . PASS"


def test_fields_are_carried_in_the_order_asked_for(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [f"{BRAF} TLOD=34.1;HOTSPOT;NOTE=x", f"{KRAS} TLOD=5"], header=HEADER)
    run = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "-q", "--retained_info_tags", "HOTSPOT,TLOD")
    assert run.returncode == 0, run.stderr
    rows = read_table(tmp_path / "out" / "T1.variants.tsv")
    assert {row["Hugo_Symbol"]: row["retained_info"] for row in rows} == {"BRAF": "HOTSPOT;TLOD=34.1", "KRAS": "TLOD=5"}
    report = json.loads((tmp_path / "out" / "T1.report.json").read_text())
    assert [one["retained_info"] for one in report["variants"]] == [{"HOTSPOT": True, "TLOD": "34.1"}, {"TLOD": "5"}]
    assert report["options"]["retain_info"] == ["HOTSPOT", "TLOD"]


def test_without_the_option_nothing_is_carried(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [f"{BRAF} TLOD=34.1"], header=HEADER)
    assert pm_annotate("annotate", vcf, "-o", tmp_path, "-q").returncode == 0
    (row,) = read_table(tmp_path / "T1.variants.tsv")
    assert row["retained_info"] == ""


def test_hostile_values_stay_in_their_cell(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [f'{BRAF} NOTE=\x1b[31m=cmd()\u202e,"open'], header=HEADER)
    assert pm_annotate("annotate", vcf, "-o", tmp_path, "-q", "--retain-info", "NOTE").returncode == 0
    (row,) = read_table(tmp_path / "T1.variants.tsv")
    assert row["retained_info"] == 'NOTE=\\x1b[31m=cmd()\\u202e,"open'
    report = json.loads((tmp_path / "T1.report.json").read_text())
    assert report["variants"][0]["retained_info"] == {"NOTE": '\x1b[31m=cmd()\u202e,"open'}


def test_a_field_that_decides_nothing_decides_nothing_when_carried(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "T1.vcf", [f"{BRAF} TLOD=34.1;NOTE=germline"], header=HEADER)
    for folder, options in (("with", ("--retain-info", "NOTE,TLOD")), ("without", ())):
        assert pm_annotate("annotate", vcf, "-o", tmp_path / folder, "-q", *options).returncode == 0
    for name in ("T1.findings.tsv", "T1.related.tsv", "T1.predisposition.tsv", "summary.tsv"):
        assert (tmp_path / "with" / name).read_bytes() == (tmp_path / "without" / name).read_bytes()
