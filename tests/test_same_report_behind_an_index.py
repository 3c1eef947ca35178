"""The tables of a report are the same whether the file was read whole or through its index, where records have no number."""

from __future__ import annotations

import re
from pathlib import Path

import pysam
import pytest

from pm_annotate.cli.main import run
from pm_annotate.vcf import indexed
from tests.command_line import read_table, write_vcf

ROWS = [
    "1 1000 . A G . PASS . GT:AD 0/1:40,20",
    "7 140753336 . A T . germline . GT:AD 0/1:40,20",
    "7 140753336 . A T . PASS . GT:AD 0/1:40,20",
    "12 25245350 . C A . PASS . GT:AD 0/1:40,20",
    "12 25245350 . C A . PASS . GT:AD 0/1:40,20",
]


def tables(vcf: Path, folder: Path) -> dict[str, list[dict[str, str]]]:
    """All tables, without numbers of records."""
    assert run(["annotate", str(vcf), "-o", str(folder), "--tumor-type", "CRC", "--all-filters", "--debug", "-q"], True) == 0
    found = {path.name: read_table(path) for path in folder.glob("P.*.tsv")}
    for row in (row for rows in found.values() for row in rows):
        row.pop("record_number", None)
        row.update({name: re.sub(r"in (the )?record \S+( \S+)? too", "in record too", text) for name, text in row.items()})
    return found


def test_records_without_a_number_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BRAF V600E and KRAS G12V stand there twice each: one of the two has the findings, the other none."""
    plain = write_vcf(tmp_path / "p.vcf", ROWS, ["P"])
    whole = tables(plain, tmp_path / "whole")
    monkeypatch.setattr(indexed, "SMALLEST_WORTH_IT", 1)
    packed = Path(pysam.tabix_index(str(plain), preset="vcf", keep_original=True, force=True))
    behind = tables(packed, tmp_path / "behind")
    assert behind == whole
    counts = [int(row["n_findings"]) for row in behind["P.variants.tsv"]]
    assert [bool(count) for count in counts] == [False, True, True, False]
