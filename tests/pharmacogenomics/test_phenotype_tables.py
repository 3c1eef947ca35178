"""Phenotypes agree with the sources' own tables for every diplotype in them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pm_annotate.pharmacogenomics.calls import Pharmacogenomics

CPIC_GENES = (
    "ABCG2", "CYP2B6", "CYP2C19", "CYP2C9", "CYP3A4", "CYP3A5", "DPYD", "MT_RNR1", "NUDT15", "SLCO1B1", "TPMT", "UGT1A1",
)  # fmt: skip


@pytest.mark.parametrize("gene", CPIC_GENES)
def test_every_diplotype_has_the_phenotype_of_the_source(gene: str, pgx: Pharmacogenomics, shared_data: Path) -> None:
    table = json.loads((shared_data / "pgx" / "phenotype" / f"{gene}.json").read_text())
    assert table["diplotypes"]
    for diplotype in table["diplotypes"]:
        names = [name for name, copies in diplotype["diplotypekey"].items() for _ in range(copies)]
        found = pgx.phenotypes.phenotype(table["gene"], names)
        score = diplotype["activityScore"]
        assert found.phenotype == diplotype["phenotype"], diplotype["diplotype"]
        assert found.activity_score == ("" if score in (None, "n/a") else score), diplotype["diplotype"]


def test_every_g6pd_diplotype_has_the_phenotype_of_the_source(pgx: Pharmacogenomics, shared_data: Path) -> None:
    known = {allele for gene, allele in pgx.phenotypes.functions if gene == "G6PD"}
    checked = 0
    with (shared_data / "pgx" / "pypgx" / "diplotype-table.csv").open() as handle:
        for row in csv.DictReader(handle):
            if row["Gene"] != "G6PD":
                continue
            cuts = [n for n, letter in enumerate(row["Diplotype"]) if letter == "/"]
            pairs = [(row["Diplotype"][:n], row["Diplotype"][n + 1 :]) for n in cuts]
            first, second = next(pair for pair in pairs if pair[0] in known and pair[1] in known | {"MALE"})
            names = (first,) if second == "MALE" else (first, second)
            assert pgx.phenotypes.phenotype("G6PD", names).phenotype == row["Phenotype"], row["Diplotype"]
            checked += 1
    assert checked > 17_000


@pytest.mark.parametrize(
    ("names", "phenotype", "score"),
    [
        (("*4", "*4"), "Poor Metabolizer", "0.0"),
        (("*1", "*5"), "Intermediate Metabolizer", "1.0"),
        (("*1", "*41"), "Normal Metabolizer", "1.5"),
        (("*10", "*10"), "Intermediate Metabolizer", "0.5"),
        (("*1x2", "*1"), "Ultrarapid Metabolizer", "3.0"),
        (("*4x2", "*1"), "Intermediate Metabolizer", "1.0"),
        (("*36+*10", "*1"), "Normal Metabolizer", "1.25"),
        (("*1", "*999"), "Indeterminate", ""),
    ],
)
def test_cyp2d6_phenotype_follows_the_sum_of_activity_values(
    names: tuple[str, str], phenotype: str, score: str, pgx: Pharmacogenomics
) -> None:
    found = pgx.phenotypes.phenotype("CYP2D6", names)
    assert (found.phenotype, found.activity_score) == (phenotype, score)
