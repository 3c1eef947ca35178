"""What the log says, and what it does not: counts at the end, no genotypes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import pm_annotate, write_vcf

ROWS = ["7 140753336 rs113488022 A T 50 PASS DP=77 GT:AD:DP 0/1:41,36:77", "12 25245350 . C A . PASS . GT:AD 1|1:0,53"]


@pytest.mark.parametrize("as_json", [False, True])
def test_the_log_closes_with_counts_and_names_no_variant(tmp_path: Path, as_json: bool) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", ROWS, ["S"])
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", *(["--log-json"] if as_json else []))
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    last = json.loads(lines[-1])["message"] if as_json else lines[-1]
    assert "S: 2 records, 2 alleles = " in last
    for told in ("0/1", "1|1", "140753336", "25245350", "rs113488022", "V600E", "41,36", "BRAF", "KRAS"):
        assert told not in done.stderr
    if as_json:
        assert all({"time", "level", "step", "message"} == json.loads(line).keys() for line in lines)


def test_quiet_says_nothing(tmp_path: Path) -> None:
    done = pm_annotate("annotate", write_vcf(tmp_path / "x.vcf", ROWS, ["S"]), "-o", tmp_path / "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
