"""A lab's own rows: they add, override and retire, and a bad row is told by line, column, value and what is allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.lab_table import ALLOWED
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.model import BiomarkerKind

COLUMNS = "statement_id\tprofile\tcondition\tpredicate\tstrength\ttherapies"
ROW = "lab:1\tBRAF V600E AND NOT KRAS Mutation\tMelanoma\tpredictsSensitivityTo\tA\tDabrafenib;Trametinib"


@pytest.fixture
def load(resources: Path, tmp_path: Path):  # type: ignore[no-untyped-def]
    def load_lab(*tables: str) -> KnowledgeTable:
        paths = []
        for number, text in enumerate(tables):
            path = tmp_path / f"lab{number}.tsv"
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        return load_knowledge(resources / "knowledge", paths)

    return load_lab


def test_a_row_of_few_columns_is_a_whole_statement(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"# our own\n\n{COLUMNS}\n{ROW}\n")
    statement = table.statement("lab:1")
    assert (statement.statement_type, statement.direction, statement.strength) == ("TherapeuticResponse", "supports", "Level A")
    assert (statement.therapies, statement.therapy_combination) == (("Dabrafenib", "Trametinib"), "AND")
    assert (statement.knowledge_base, statement.knowledge_base_version) == ("lab", "lab0.tsv")
    assert statement in table.statements()


def test_known_names_are_the_packaged_biomarkers(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"{COLUMNS}\n{ROW.replace('BRAF V600E', 'BRAF p.V600E')}\n")
    first, second = biomarker_ids(table.statement("lab:1").profile)
    assert first == "civic:MP12"
    assert table.statement("lab:1") in table.statements_using("civic:MP12")
    assert table.biomarkers[second].kind == BiomarkerKind.ANY_VARIANT


def test_new_names_are_typed_and_found(load) -> None:  # type: ignore[no-untyped-def]
    row = "lab:2\tZNF999 A12T OR ZNF999 Amplification\tMelanoma\tassociatedWithWorseOutcomeFor\tLevel C"
    table = load(f"{COLUMNS}\n{row}\n")
    markers = table.biomarkers_of_gene("ZNF999")
    assert [marker.kind for marker in markers] == [BiomarkerKind.PROTEIN_CHANGE, BiomarkerKind.AMPLIFICATION]
    assert [statement.statement_id for statement in table.statements_using(markers[0].biomarker_id)] == ["lab:2"]


def test_other_columns_travel(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"{COLUMNS}\tescat_tier\tcondition_ids\n{ROW}\tI-A\tONCOTREE:MEL; DOID:1909\n")
    statement = table.statement("lab:1")
    assert statement.extra == {"escat_tier": "I-A"}
    assert statement.condition_ids == ("ONCOTREE:MEL", "DOID:1909")


def test_a_row_overrides_the_packaged_statement_of_its_id(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"{COLUMNS}\ncivic:EID1409\tBRAF V600K\tMelanoma\tpredictsSensitivityTo\tB\tVemurafenib\n")
    assert table.statement("civic:EID1409").profile_text == "BRAF V600K"
    assert "civic:EID1409" not in {statement.statement_id for statement in table.statements_using("civic:MP12")}
    assert len(table.statement_ids) == len(set(table.statement_ids)) == 4701 + 112 + 1944


def test_a_row_retires_a_statement(load) -> None:  # type: ignore[no-untyped-def]
    header = "statement_id\taction\tprofile\tcondition\tpredicate\tstrength"
    table = load(f"{header}\ncivic:EID1409\tretire\n")
    assert "civic:EID1409" not in table.statement_ids
    assert "civic:EID1409" not in {statement.statement_id for statement in table.statements_using("civic:MP12")}
    with pytest.raises(KeyError):
        table.statement("civic:EID1409")


def test_later_tables_win(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"{COLUMNS}\n{ROW}\n", f"{COLUMNS}\n{ROW.replace('Melanoma', 'Thyroid cancer')}\n")
    assert table.statement("lab:1").condition == "Thyroid cancer"
    assert [statement.condition for statement in table.statements_using("civic:MP12") if statement.statement_id == "lab:1"] == [
        "Thyroid cancer"
    ]
    assert [version.file for version in table.versions][-2:] == ["lab0.tsv", "lab1.tsv"]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("predictsSensitivityTo", "helps", r"line 2, column predicate: 'helps': allowed are predictsSensitivityTo, "),
        ("\tA\t", "\tZ\t", r"line 2, column strength: 'Z': allowed are A, B, C, D, E"),
        ("lab:1", "", r"line 2, column statement_id: ''"),
        ("Melanoma", "", r"line 2, column condition: ''"),
        ("Dabrafenib;Trametinib", "", r"line 2, column therapies: '': predictsSensitivityTo needs at least one therapy"),
        ("KRAS Mutation", "KRAS gobbledygook", r"line 2, column profile: .*'KRAS gobbledygook' is not understood"),
        ("AND NOT", "AND AND", r"line 2, column profile: .*missing before 'AND'"),
        ("KRAS Mutation", "KRAS G12X", r"X may be a stop or any residue; write G12\* for the stop, G12 for any residue"),
        ("KRAS Mutation", "APC p.R1450X", r"write R1450\* for the stop"),
    ],
)
def test_a_bad_cell_is_told(load, old: str, new: str, complaint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KnowledgeError, match=complaint) as raised:
        load(f"{COLUMNS}\n{ROW.replace(old, new)}\n")
    assert raised.value.exit_code == 4


def test_every_bad_row_is_listed_at_once(load) -> None:  # type: ignore[no-untyped-def]
    rows = [ROW.replace("\tA\t", "\tZ\t"), ROW.replace("lab:1", "lab:2"), ROW.replace("lab:1", "lab:2")]
    with pytest.raises(KnowledgeError) as raised:
        load("\n".join([COLUMNS, *rows]))
    assert "line 2, column strength" in str(raised.value)
    assert "line 4, column statement_id: 'lab:2': the id is used twice" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "no line of column names"),
        ("statement_id\tprofile\n", "line 1, column predicate: '': the column is missing"),
        ("statement_id\taction\tprofile\nlab:1\t\tBRAF V600E\n", "line 2, column condition: '': a value is needed"),
        (f"{COLUMNS}\tprofile\n", "named twice"),
        (f"{COLUMNS}\n{ROW}\textra\n", "line 2, column 7: 'extra': 7 cells stand under 6 columns"),
        (f"{COLUMNS}\tcondition_ids\n{ROW}\tmelanoma\n", "column condition_ids: 'melanoma'"),
    ],
)
def test_a_file_of_another_shape_is_refused(load, text: str, complaint: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KnowledgeError, match=complaint):
        load(text)


def test_every_bad_cell_of_a_row_is_listed(load) -> None:  # type: ignore[no-untyped-def]
    row = "lab 1\tBRAF gobbledygook\t\thelps\tZ\t"
    with pytest.raises(KnowledgeError) as raised:
        load(f"{COLUMNS}\n{row}\n")
    told = [line.split(",")[1].split(":")[0].strip() for line in str(raised.value).splitlines()[1:]]
    assert sorted(told) == ["column condition", "column predicate", "column profile", "column statement_id", "column strength"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("condition_ids", "ONCOTREE:NOSUCHCODE"),
        ("condition_ids", "MEL"),
        ("citations", "21639808"),
        ("citations", "javascript:alert(1)"),
        ("source_url", "javascript:alert(1)"),
        ("source_url", "www.example.org"),
        ("direction", "maybe"),
        ("action", "delete"),
        ("therapy_combination", "PLUS"),
    ],
)
def test_optional_columns_are_checked_too(load, column: str, value: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KnowledgeError, match=rf"line 2, column {column}: '{re.escape(value)}'"):
        load(f"{COLUMNS}\t{column}\n{ROW}\t{value}\n")


@pytest.mark.parametrize("value", ["PMID:1;doi:10.1000/182", "https://example.org/a", "ASCO:123456", ""])
def test_citations_of_every_form_are_taken(load, value: str) -> None:  # type: ignore[no-untyped-def]
    assert load(f"{COLUMNS}\tcitations\n{ROW}\t{value}\n").statement("lab:1").citations == tuple(filter(None, value.split(";")))


def test_ids_of_packaged_biomarkers_are_names_too(load) -> None:  # type: ignore[no-untyped-def]
    table = load(f"{COLUMNS}\n{ROW.replace('BRAF V600E', 'civic:MP12')}\n")
    assert biomarker_ids(table.statement("lab:1").profile)[0] == "civic:MP12"


def test_doubts_are_told_and_do_not_stop_the_table(load) -> None:  # type: ignore[no-untyped-def]
    row = ROW.replace("Melanoma", "Our own basket")
    (lab,) = load(f"{COLUMNS}\tcondition_id\tcondition_ids\n{row}\tx\t\n{ROW.replace('lab:1', 'lab:2')}\t\tDOID:1\n").labs
    assert len(lab.statements) == 2
    column, words, identifier = lab.warnings
    assert "'condition_id' travels" in column
    assert "no disease tree knows 'Our own basket'" in words
    assert "'DOID:1' is not among the neoplasms" in identifier


def test_a_retired_statement_can_be_added_again_by_a_later_table(load) -> None:  # type: ignore[no-untyped-def]
    header = "statement_id\taction\tprofile\tcondition\tpredicate\tstrength"
    table = load(f"{header}\ncivic:EID1409\tretire\n", f"{COLUMNS}\n{ROW.replace('lab:1', 'civic:EID1409')}\n")
    assert table.statement("civic:EID1409").knowledge_base == "lab"
    assert table.statement_ids.count("civic:EID1409") == 1


def test_line_numbers_count_as_editors_do(load) -> None:  # type: ignore[no-untyped-def]
    bad = ROW.replace("\tA\t", "\tZ\t")
    with pytest.raises(KnowledgeError, match="line 5, column strength"):
        load(f"\ufeff# ours\r\n\r\n# a form feed \x0c is no line\r\n{COLUMNS}\r\n{bad}\r\n")


def test_a_file_that_is_not_there_is_refused(resources: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_knowledge(resources / "knowledge", [tmp_path / "absent.tsv"])


def test_a_table_that_only_retires_has_two_columns(load) -> None:  # type: ignore[no-untyped-def]
    table = load("statement_id\taction\napproval:fda:148\tretire\n")
    assert "approval:fda:148" not in {statement.statement_id for statement in table.statements()}


@pytest.mark.parametrize("column", ["direction", "therapy_combination", "action"])
def test_every_allowed_value_is_taken(load, column: str) -> None:  # type: ignore[no-untyped-def]
    for value in ALLOWED[column]:
        table = load(f"{COLUMNS}\t{column}\n{ROW}\t{value}\n")
        assert ("lab:1" in table.statement_ids) == (value != "retire")
        if column != "action":
            assert getattr(table.statement("lab:1"), column) == value


def test_an_id_is_either_retired_or_used(load) -> None:  # type: ignore[no-untyped-def]
    retired = "civic:EID1409" + "\t" * 6 + "retire"
    used = ROW.replace("lab:1", "civic:EID1409") + "\tuse"
    for rows in ((retired, used), (used, retired)):
        with pytest.raises(KnowledgeError, match="line 3, column statement_id: 'civic:EID1409': the id is used twice"):
            load("\n".join([f"{COLUMNS}\taction", *rows]))


def test_problems_are_told_in_the_order_of_lines(load) -> None:  # type: ignore[no-untyped-def]
    rows = (
        ROW.replace("BRAF V600E", "nonsense"),
        ROW.replace("lab:1", "lab:2") + "\tone too many",
        ROW.replace("lab:1", "l 3"),
    )
    with pytest.raises(KnowledgeError) as refused:
        load("\n".join([COLUMNS, *rows]))
    assert re.findall(r"line (\d), column (\w+)", str(refused.value)) == [("2", "profile"), ("3", "7"), ("4", "statement_id")]


def test_a_spreadsheets_quotes_are_no_part_of_a_cell(load) -> None:  # type: ignore[no-untyped-def]
    """Excel saves a cell with a comma or a quote in quotes; the therapy was then '"Dabrafenib', which no warning knows."""
    row = ROW.replace("Dabrafenib;Trametinib", '"Dabrafenib;Trametinib, generic"') + '\t"says ""maybe"""'
    statement = load(f'{COLUMNS}\t"a comment"\n{row}\n').statement("lab:1")
    assert statement.therapies == ("Dabrafenib", "Trametinib, generic")
    assert statement.extra == {"a comment": 'says "maybe"'}


def test_empty_cells_behind_the_last_column_are_nothing(load) -> None:  # type: ignore[no-untyped-def]
    assert load(f"{COLUMNS}\n{ROW}\t\t \n  \t \n").statement("lab:1").therapies == ("Dabrafenib", "Trametinib")
