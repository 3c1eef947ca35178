"""A lab's own statements: a tab-separated file that adds to, overrides or retires rows of the packaged table.

Lines that start with ``#`` and empty lines are comments. The first other line names the columns, in any order; COLUMNS
says what each holds (docs/knowledge.md shows them with examples). Any other column travels with the statement
(``escat_tier``, a label id) and is written beside it.

Every bad cell is a CellProblem; a table that has one is never used. What is probably not meant, but can be used, is a
warning: a condition that no disease tree knows (its relation to every tumour type is ``unknown``, never ``other``), a
row that retires nothing, a column whose name is nearly a known one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.lab_condition import check_condition
from pm_annotate.knowledge.lab_spelling import allele_of, not_understood, refuse_two_meanings, usual_name
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.knowledge.profiles import parse_named_profile, slug
from pm_annotate.knowledge.tumor_types import TumorTypes
from pm_annotate.model import Biomarker, BiomarkerKind, Profile, Statement

COLUMNS: Mapping[str, str] = {
    "statement_id": "needed; unique in the file, without white space; the id of a packaged statement overrides that one",
    "profile": "needed; names or ids of biomarkers joined by AND, OR, NOT and parentheses",
    "condition": "needed; the tumour type in words",
    "predicate": "needed; what a sample that meets the profile has",
    "strength": "needed; A to E, or Level A to Level E",
    "therapies": "names joined by semicolons; needed by the predicates of therapeutic response",
    "action": "use (default) or retire: takes the statement away, and needs no column but statement_id",
    "direction": "supports (default), disputes or neutral",
    "therapy_combination": "how several therapies combine: AND (default), OR, SEQUENTIAL",
    "condition_ids": "DOID:<number>, ONCOTREE:<code> or ANY:SOLID, by semicolons; default: what the words of condition mean",
    "citations": "PMID:<number>, doi:<doi> or an address, joined by semicolons",
    "source_url": "an address that begins with https:// or http://",
    "variant_origin": "Somatic, Rare Germline, Common Germline...",
    "regulatory_approval": "the agency: FDA, EMA...",
    "significance": "the source's own word",
    "kb_native_level": "the source's own level; default: the letter of strength",
    "knowledge_base": "what the report calls the source; default: lab",
    "version": "date or version of the row; default: the name of the file",
}
"""Every column that means something to us. Any other travels in ``Statement.extra``."""

NEEDED = ("statement_id", "profile", "condition", "predicate", "strength")

PREDICATES: Mapping[str, str] = {
    "predictsSensitivityTo": "TherapeuticResponse",
    "predictsResistanceTo": "TherapeuticResponse",
    "predictsReducedSensitivityTo": "TherapeuticResponse",
    "predictsAdverseResponseTo": "TherapeuticResponse",
    "predictsResponseTo": "TherapeuticResponse",
    "isDiagnosticInclusionCriterionFor": "Diagnostic",
    "isDiagnosticExclusionCriterionFor": "Diagnostic",
    "associatedWithBetterOutcomeFor": "Prognostic",
    "associatedWithWorseOutcomeFor": "Prognostic",
    "associatedWithOutcomeFor": "Prognostic",
    "isPredisposingFor": "Predisposition",
    "isProtectiveFor": "Predisposition",
    "hasUncertainSignificanceFor": "Predisposition",
    "isOncogenicFor": "Oncogenicity",
    "hasFunction:GainOfFunction": "Functional",
    "hasFunction:LossOfFunction": "Functional",
    "hasFunction:DominantNegative": "Functional",
    "hasFunction:Neomorphic": "Functional",
    "hasFunction:Unaltered": "Functional",
}
"""Allowed predicates, each with the type of statement that it makes."""

ALLOWED: Mapping[str, tuple[str, ...]] = {
    "action": ("use", "retire"),
    "predicate": tuple(PREDICATES),
    "direction": ("supports", "disputes", "neutral"),
    "strength": tuple(f"{prefix}{level}" for prefix in ("", "Level ") for level in "ABCDE"),
    "therapy_combination": ("AND", "OR", "SEQUENTIAL"),
}
"""The values of the columns that have a fixed set of them."""

_FORMS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "condition_ids": (re.compile(r"DOID:\d+|ONCOTREE:[A-Z0-9_]+|ANY:SOLID"), "DOID:<number>, ONCOTREE:<code>, ANY:SOLID"),
    "citations": (re.compile(r"PMID:\d+|doi:10\.\S+|https?://\S+|[A-Za-z]\w*:\S+"), "PMID:<number>, doi:<doi>, https://..."),
    "source_url": (re.compile(r"https?://\S+"), "https://..."),
}
_UNSAFE_URL = re.compile(r"(?:javascript|data|vbscript|file):", re.IGNORECASE)


class CellProblem(NamedTuple):
    """One bad cell: where it is, what it says, what is wrong with it and what is allowed."""

    line: int  # 1-based, in the file
    column: str
    value: str
    problem: str
    allowed: str = ""

    def __str__(self) -> str:
        allowed = f"allowed are {self.allowed}" if self.allowed else ""
        return f"line {self.line}, column {self.column}: {self.value!r}: {'; '.join(filter(None, (self.problem, allowed)))}"


class LabRows(NamedTuple):
    """What one lab table says."""

    path: Path
    statements: tuple[Statement, ...]
    biomarkers: tuple[Biomarker, ...]  # those that the packaged table does not have
    retired: frozenset[str]  # ids of statements taken away
    warnings: tuple[str, ...] = ()


class LabCheck(NamedTuple):
    """A lab table as read: its valid rows, and every problem of the others."""

    rows: LabRows
    problems: tuple[CellProblem, ...]


def read_lab_table(
    path: Path, vocabulary: Vocabulary, packaged_id_of: Callable[[str], str | None], tumor_types: TumorTypes | None = None
) -> LabRows:
    """The rows of a valid lab table. Raises KnowledgeError that lists every bad cell with its line, column, value and the
    allowed values. Arguments as for ``check_lab_table``."""
    check = check_lab_table(path, vocabulary, packaged_id_of, tumor_types)
    if check.problems:
        listed = "\n  ".join(map(str, check.problems))
        raise KnowledgeError(f"{path}: the knowledge table is invalid; nothing of it is used.\n  {listed}")
    return check.rows


def check_lab_table(
    path: Path, vocabulary: Vocabulary, packaged_id_of: Callable[[str], str | None], tumor_types: TumorTypes | None = None
) -> LabCheck:
    """Read one lab table and find everything that is wrong with it.

    ``packaged_id_of`` gives the packaged biomarker of a name, if there is one; without ``tumor_types`` conditions are not
    looked up. Raises KnowledgeError only for a file that cannot be read or has no line of column names.
    """
    problems: list[CellProblem] = []
    reader = _LabReader(vocabulary, packaged_id_of, path.name)
    statements: dict[str, Statement] = {}
    retired: set[str] = set()
    warnings: list[str] = []
    for number, row in _rows(path, problems, warnings):
        found = list(_problems_of(number, row, seen={*statements, *retired}))
        if not found and row.get("action") == "retire":
            retired.add(row["statement_id"])
            continue
        if tumor_types is not None and row.get("action") != "retire":
            bad, doubts = check_condition(row["condition"], _items(row.get("condition_ids", "")), tumor_types)
            found += [CellProblem(number, "condition_ids", value, problem) for value, problem in bad]
            warnings += [f"line {number}: {doubt}" for doubt in doubts]
        statement = None
        try:
            if row["profile"] and row.get("action") != "retire":
                statement = reader.statement(row)
        except ValueError as error:
            found.append(CellProblem(number, "profile", row["profile"], str(error)))
        if statement and not found:
            statements[statement.statement_id] = statement
        problems += found
    problems.sort(key=lambda problem: problem.line)
    rows = LabRows(path, tuple(statements.values()), tuple(reader.typed.values()), frozenset(retired), tuple(warnings))
    return LabCheck(rows, tuple(problems))


def _rows(path: Path, problems: list[CellProblem], warnings: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column) for every row of the right shape; the others are added to ``problems``."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else f"it is not UTF-8 text ({error})"
        raise KnowledgeError(f"{path}: the knowledge table cannot be read: {why}.") from error
    columns: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [_unquoted(cell.strip()) for cell in line.split("\t")]
        if not columns:
            columns = cells
            problems += _column_problems(number, columns)
            warnings += _column_doubts(number, columns)
            if problems:
                return
        elif len(cells) > len(columns) and any(cells[len(columns) :]):
            what = f"{len(cells)} cells stand under {len(columns)} columns"
            problems.append(CellProblem(number, f"{len(columns) + 1}", cells[len(columns)], what))
        else:
            yield (
                number,
                dict.fromkeys(NEEDED, "") | dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=False)),
            )
    if not columns:
        raise KnowledgeError(f"{path}: the file has no line of column names ({', '.join(NEEDED)}...).")


def _unquoted(cell: str) -> str:
    """A cell as it was before a spreadsheet saved it: one that holds a comma or quotes gets quotes around it."""
    if len(cell) < 2 or not (cell[0] == cell[-1] == '"'):
        return cell
    return cell[1:-1].replace('""', '"').strip()


def _column_problems(number: int, columns: Sequence[str]) -> Iterator[CellProblem]:
    """A table that only retires has no column but ``statement_id`` and ``action``; each other row tells what it lacks."""
    for column in ("statement_id",) if "action" in columns else NEEDED:
        if column not in columns:
            yield CellProblem(number, column, "", "the column is missing; columns are separated by tabs")
    for column in dict.fromkeys(columns):
        if not column:
            yield CellProblem(number, "", "", "a column has no name")
        elif columns.count(column) > 1:
            yield CellProblem(number, column, column, "the column is named twice")


def _column_doubts(number: int, columns: Sequence[str]) -> Iterator[str]:
    import difflib

    for column in columns:
        near = difflib.get_close_matches(column.lower(), COLUMNS, n=1, cutoff=0.8)
        if column not in COLUMNS and near:
            yield f"line {number}: the column {column!r} travels as it stands; if {near[0]} is meant, write it so"


def _problems_of(number: int, row: Mapping[str, str], seen: set[str]) -> Iterator[CellProblem]:
    """Everything that is wrong with a row but its profile and the meaning of its condition."""
    statement_id = row["statement_id"]
    if not statement_id or any(character.isspace() for character in statement_id):
        yield CellProblem(number, "statement_id", statement_id, "an id without white space is needed")
    elif statement_id in seen:
        yield CellProblem(number, "statement_id", statement_id, "the id is used twice in this file")
    if row.get("action") == "retire":
        return
    for column in ("profile", "condition"):
        if not row[column]:
            yield CellProblem(number, column, "", "a value is needed")
    for column, allowed in ALLOWED.items():
        value = row.get(column, "")
        if value not in allowed and (value or column in NEEDED):
            yield CellProblem(number, column, value, "", ", ".join(allowed))
    for column, (form, allowed_forms) in _FORMS.items():
        for item in _items(row.get(column, "")):
            if not form.fullmatch(item) or _UNSAFE_URL.match(item):
                yield CellProblem(number, column, item, "", allowed_forms)
    if PREDICATES.get(row["predicate"]) == "TherapeuticResponse" and not _items(row.get("therapies", "")):
        yield CellProblem(number, "therapies", "", f"{row['predicate']} needs at least one therapy")


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())


class _LabReader:
    """Makes statements of one file's rows and keeps the biomarkers that it typed for them."""

    def __init__(self, vocabulary: Vocabulary, packaged_id_of: Callable[[str], str | None], file_name: str) -> None:
        self._vocabulary = vocabulary
        self._packaged_id_of = packaged_id_of
        self._file_name = file_name
        self.typed: dict[str, Biomarker] = {}

    def statement(self, row: Mapping[str, str]) -> Statement:
        """The statement of a checked row. Raises ValueError for a profile that cannot be read."""
        level = row["strength"].removeprefix("Level ")
        therapies = _items(row.get("therapies", ""))
        return Statement(
            statement_id=row["statement_id"],
            knowledge_base=row.get("knowledge_base") or "lab",
            knowledge_base_version=row.get("version") or self._file_name,
            profile=self._profile(row["profile"]),
            profile_text=row["profile"],
            statement_type=PREDICATES.get(row["predicate"], ""),
            predicate=row["predicate"],
            direction=row.get("direction") or "supports",
            strength=f"Level {level}",
            kb_native_level=row.get("kb_native_level") or level,
            significance=row.get("significance", ""),
            therapies=therapies,
            therapy_combination=(row.get("therapy_combination") or "AND") if len(therapies) > 1 else "",
            condition=row["condition"],
            condition_ids=_items(row.get("condition_ids", "")),
            citations=_items(row.get("citations", "")),
            source_url=row.get("source_url", ""),
            variant_origin=row.get("variant_origin", ""),
            regulatory_approval=row.get("regulatory_approval", ""),
            extra={column: cell for column, cell in row.items() if cell and column not in COLUMNS},
        )

    def _profile(self, text: str) -> Profile:
        return parse_named_profile(text, self._biomarker_id)

    def _biomarker_id(self, name: str) -> str:
        if packaged := self._packaged_id_of(name):
            return packaged
        usual = usual_name(name)
        if packaged := self._packaged_id_of(usual):
            return packaged
        refuse_two_meanings(usual, name)
        biomarker_id = slug("lab", usual)
        self.typed[biomarker_id] = self._typed(biomarker_id, usual)
        return biomarker_id

    def _typed(self, biomarker_id: str, name: str) -> Biomarker:
        """Raises ValueError for a name that cannot be typed, or whose gene is none."""
        if allele := allele_of(name):
            return Biomarker(biomarker_id, name, BiomarkerKind.ALLELE, alleles=(allele,))
        biomarker = type_biomarker(biomarker_id, name, self._vocabulary)
        if biomarker.kind == BiomarkerKind.OTHER or "/" in biomarker.gene or "::" in biomarker.gene:
            raise ValueError(not_understood(name))
        return biomarker
