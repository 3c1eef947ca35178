"""docs/knowledge.md and docs/tumor-types.md say what the tables, the commands and the code really have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pm_annotate.cli import tumor_types
from pm_annotate.cli.knowledge import knowledge
from pm_annotate.cli.knowledge_lab import PROBLEM_COLUMNS
from pm_annotate.cli.knowledge_text import DIFF_COLUMNS, LAYER_COLUMNS, STATEMENT_TABLE_COLUMNS
from pm_annotate.knowledge.lab_reading import check_labs
from pm_annotate.knowledge.lab_table import COLUMNS, NEEDED, PREDICATES
from pm_annotate.knowledge.table_file import BIOMARKER_COLUMNS, STATEMENT_COLUMNS, read_table
from pm_annotate.model import BiomarkerKind, MatchLevel, TumorRelation

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "knowledge.md").read_text("utf-8")
TUMOR_TYPES = (DOCS / "tumor-types.md").read_text("utf-8")


def documented(title: str, page: str = PAGE) -> list[tuple[str, str]]:
    """The first two cells of the rows of the table that follows a title."""
    body = re.split(r"\n##+ ", page.split(f"# {title}\n", 1)[1], maxsplit=1)[0]
    return re.findall(r"^\| `([^`]+)` \| ([^|]*) \|", body, re.MULTILINE)


def names(title: str, page: str = PAGE) -> list[str]:
    return [name for name, _ in documented(title, page)]


def test_the_columns_that_all_statements_and_biomarkers_share() -> None:
    assert names("statements") == list(STATEMENT_COLUMNS)
    assert names("biomarkers") == list(BIOMARKER_COLUMNS)


@pytest.mark.parametrize("file", ["statements.civic.tsv", "statements.civic_assertions.tsv", "statements.approvals.tsv"])
def test_the_further_columns_of_each_statement_table(file: str, resources: Path) -> None:
    columns = read_table(resources / "knowledge" / file).columns
    assert names(f"further columns of {file}") == list(columns[len(STATEMENT_COLUMNS) :])


def test_the_columns_of_every_other_table(resources: Path) -> None:
    for path in sorted((resources / "knowledge").glob("*.tsv")):
        if not path.name.startswith(("statements.", "biomarkers.", "clinvar.GRCh38", "clinvar_outside.GRCh38")):
            assert names(path.name) == list(read_table(path).columns), path.name
    grch37, grch38 = (read_table(resources / "knowledge" / f"clinvar.{name}.tsv").columns for name in ("GRCh37", "GRCh38"))
    assert grch37 == grch38


def test_predicates_levels_and_kinds_are_those_of_the_code() -> None:
    assert dict(documented("Predicates")) == dict(PREDICATES)
    assert names("Match levels") == [level.value for level in MatchLevel]
    assert names("Biomarker kinds") == [kind.value for kind in BiomarkerKind]


def test_the_columns_of_a_lab_table_and_which_are_needed() -> None:
    rows = documented("Your own table")
    assert [name for name, _ in rows] == list(COLUMNS)
    assert {name for name, text in rows if text.startswith("needed;")} == set(NEEDED)


def test_the_example_of_a_lab_table_is_valid(resources: Path, tmp_path: Path) -> None:
    example = next(block for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL) if block.startswith("statement_id\t"))
    path = tmp_path / "lab.tsv"
    path.write_text(example, encoding="utf-8")
    (check,) = check_labs(resources / "knowledge", [path])
    assert (check.problems, check.rows.warnings) == ((), ())
    assert [statement.statement_id for statement in check.rows.statements] == ["lab:1", "lab:2", "lab:3"]


def test_every_command_and_the_columns_of_a_diff_are_named() -> None:
    assert set(re.findall(r"^pm-annotate knowledge (\w+)", PAGE, re.MULTILINE)) == set(knowledge.commands)
    listed = PAGE.split("per cell that differs: ", 1)[1].split(". `--gene", 1)[0]
    assert re.split(r",\s+", listed) == list(DIFF_COLUMNS)


def test_the_columns_for_scripts_are_told() -> None:
    told = {command: re.findall(r"`([^`]+)`", columns) for command, columns in documented("The knowledge table")}
    assert [name for name in told["info"] if name != "SOURCES.md"] == list(LAYER_COLUMNS)
    assert told["validate"] == list(PROBLEM_COLUMNS)
    shared = [column for column in STATEMENT_COLUMNS if column != "profile_text"]
    assert set(STATEMENT_TABLE_COLUMNS) == {*shared, "knowledge_base", "knowledge_base_version"}


def test_tumour_types_columns_and_relations() -> None:
    assert names("Tumour types", TUMOR_TYPES) == list(tumor_types.COLUMNS)
    relations = names("How a statement's condition stands to the patient's tumour type", TUMOR_TYPES)
    assert relations == [relation.value for relation in TumorRelation]
