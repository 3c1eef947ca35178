"""What the packaged tables hold, by the counts of their sources."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pm_annotate.build_resources.__main__ import main as build_resources
from pm_annotate.knowledge.table_file import read_table


def rows_of(resources: Path, name: str) -> list[dict[str, str]]:
    return list(read_table(resources / "knowledge" / name).rows())


def test_the_packaged_evidence_is_all_accepted_unflagged_evidence(resources: Path) -> None:
    rows = rows_of(resources, "statements.civic.tsv")
    assert len(rows) == 4854 - 153
    assert Counter(row["direction"] for row in rows) == {
        "supports": 4143 - 139,  # 139 predispositions of uncertain significance support no claim
        "disputes": 508,
        "neutral": 50 + 139,
    }
    assert Counter(row["therapy_combination"] for row in rows if row["therapy_combination"]) == {
        "AND": 345,
        "OR": 329,
        "SEQUENTIAL": 11,
    }


def test_the_packaged_approvals_and_assertions_are_complete(resources: Path) -> None:
    labels = rows_of(resources, "statements.approvals.tsv")
    assert Counter(row["regulatory_approval"] for row in labels) == {
        "FDA": 686,
        "EMA": 509,
        "HC": 380,
        "HSE": 347,
        "HPRA": 22,
    }
    assert all(row["condition_ids"] for row in labels)
    assert len(rows_of(resources, "statements.civic_assertions.tsv")) == 146 - 34


def test_substitutes_of_an_assertion_are_told_from_its_evidence(resources: Path) -> None:
    rows = {row["statement_id"]: row for row in rows_of(resources, "statements.civic_assertions.tsv")}
    combined = [row for row in rows.values() if ";" in row["therapies"]]
    assert {(row["profile_text"], row["therapy_combination"]) for row in combined} == {
        ("BRAF V600E", "AND"),
        ("BRAF V600K", "AND"),
        ("AR AR-V7", "OR"),
    }


def test_nearly_every_statement_is_typed_and_the_rest_are_listed(resources: Path) -> None:
    untyped = rows_of(resources, "typing_report.tsv")
    assert {row["name"] for row in untyped} == {
        "BRCA1 Alu insertion",
        "EGFR P772_V774insPHV",
        "EGFR Rare Exon 18-21 Mutation",
        "EGFR Rare Mutation",
        "EZH2 Intron 6 Mutation",
        "HLA-C COPY-NEUTRAL LOSS OF HETEROZYGOSITY",
        "HSPH1 T17 DELETION",
        "PIK3CA Rare Mutation",
        "PTCH1 LOH",
        "VHL Intronic deletion (c.341-13delCGTTTCCAACAATTTCTCGGTGT)",
        "VHL c.128-?_250+?",
        "VHL c.−213− ?_463 ?del",
    }
    assert sum(int(row["statements"]) for row in untyped) <= 0.02 * 4701


def test_the_packaged_tables_are_what_the_build_writes(resources: Path, shared_data: Path, tmp_path: Path) -> None:
    for folder in ("genome", "disease", "examples"):
        (tmp_path / folder).symlink_to(resources / folder)
    (tmp_path / "knowledge").mkdir()
    curated = (
        "protein_regions",
        "promoters",
        "label_limitations",
        "acmg_secondary_findings",
        "class_effects",
        "wild_type_loci",
    )
    for name in (f"{table}.tsv" for table in curated):
        (tmp_path / "knowledge" / name).write_bytes((resources / "knowledge" / name).read_bytes())
    assert build_resources(["--source", str(shared_data), "--output", str(tmp_path), "--only-knowledge"]) == 0
    for path in sorted((resources / "knowledge").glob("*.tsv")):
        assert path.read_bytes() == (tmp_path / "knowledge" / path.name).read_bytes(), path.name
