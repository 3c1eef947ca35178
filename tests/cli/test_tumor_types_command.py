"""`pm-annotate tumor-types`: every code listed, and what a word means."""

from __future__ import annotations

import csv
import io
import json

from tests.knowledge_command import listing_command


def test_every_oncotree_type_is_listed_with_its_nodes() -> None:
    rows = list(csv.DictReader(io.StringIO(listing_command("tumor-types", "--tsv").stdout), delimiter="\t"))
    names = {row["nodes"].split(";")[0]: row for row in rows}
    assert len(rows) == len(names) == 898
    assert "DOID:3910" in names["ONCOTREE:LUAD"]["nodes"]
    assert names["ONCOTREE:LUAD"]["ancestors"].split(";")[0] == "Non-Small Cell Lung Cancer"


def test_a_word_is_answered_by_its_meaning_and_what_is_like_it() -> None:
    answer = json.loads(listing_command("tumor-types", "stomach", "cancer", "--json").stdout)
    assert any(node.startswith("ONCOTREE:") for node in answer["meaning"]["nodes"])
    assert answer["refusal"] == ""
    assert answer["like"]
    assert "GIST" in " ".join(json.loads(listing_command("tumor-types", "GIST", "--json").stdout)["meaning"]["synonyms"])


def test_a_word_that_nothing_knows_is_no_error_and_gets_near_names() -> None:
    result = listing_command("tumor-types", "colrectal", "cancr")
    assert result.returncode == 0
    assert result.stdout.startswith("nothing found")
    assert "Colorectal cancer" in result.stdout


def test_a_cut_list_says_so() -> None:
    result = listing_command("tumor-types", "lung", "--limit", "2")
    assert "--limit N shows more" in result.stderr
    assert "more than" not in listing_command("tumor-types", "lung", "--limit", "500").stderr
