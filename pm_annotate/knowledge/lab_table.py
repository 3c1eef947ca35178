"""A lab's own statements: a tab-separated file that adds to, overrides or retires rows of the packaged table.

Lines that start with ``#`` and empty lines are comments. The first other line names the columns, in any order:

==================== ======== =====================================================================================
column               needed   content
==================== ======== =====================================================================================
statement_id         yes      unique in the file; the id of a packaged statement (``civic:EID1409``) overrides it
profile              yes      names joined by AND, OR, NOT and parentheses: ``BRAF V600E AND NOT KRAS Mutation``
condition            yes      the tumour type in words
predicate            yes      see PREDICATES: ``predictsSensitivityTo``...
strength             yes      ``A`` to ``E``, or ``Level A`` to ``Level E``
therapies            for the  names joined by ``;``; required by the predicates of therapeutic response
                     predicates of response
action               no       ``use`` (default) or ``retire``: takes the statement away; needs no other column
direction            no       ``supports`` (default), ``disputes``, ``neutral``
therapy_combination  no       how several therapies combine: ``AND`` (default), ``OR``, ``SEQUENTIAL``
condition_ids        no       ``DOID:1909``, ``ONCOTREE:MEL``, ``ANY:SOLID``, joined by ``;``
citations            no       ``PMID:123``, ``doi:...`` or addresses, joined by ``;``
source_url           no
variant_origin       no       ``Somatic``, ``Germline``...
regulatory_approval  no       the agency
significance         no       the source's own word
kb_native_level      no       the source's own level
knowledge_base       no       what the report calls the source; default ``lab``
version              no       date or version of the row
==================== ======== =====================================================================================

Any other column travels with the statement (``escat_tier``, a label id) and is written beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.knowledge.profiles import parse_named_profile, slug
from pm_annotate.model import Biomarker, BiomarkerKind, Profile, Statement

NEEDED = ("statement_id", "profile", "condition", "predicate", "strength")
OPTIONAL = (
    "action", "direction", "therapies", "therapy_combination", "condition_ids", "citations", "source_url", "variant_origin",
    "regulatory_approval", "significance", "kb_native_level", "knowledge_base", "version",
)  # fmt: skip

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

_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "action": ("", "use", "retire"),
    "predicate": tuple(PREDICATES),
    "direction": ("", "supports", "disputes", "neutral"),
    "strength": tuple(f"{prefix}{level}" for prefix in ("", "Level ") for level in "ABCDE"),
    "therapy_combination": ("", "AND", "OR", "SEQUENTIAL"),
}
_CONDITION_ID = re.compile(r"DOID:\d+|ONCOTREE:[A-Z0-9_]+|ANY:SOLID")


@dataclass(frozen=True, slots=True)
class LabRows:
    """What one lab table says."""

    path: Path
    statements: tuple[Statement, ...]
    biomarkers: tuple[Biomarker, ...]  # those that the packaged table does not have
    retired: frozenset[str]  # ids of statements taken away


def read_lab_table(path: Path, vocabulary: Vocabulary, packaged_id_of: Callable[[str], str | None]) -> LabRows:
    """Read and check one lab table. ``packaged_id_of`` gives the packaged biomarker of a name, if there is one.

    Raises KnowledgeError that lists every bad cell with its line, column, value and the allowed values.
    """
    problems: list[str] = []
    reader = _LabReader(vocabulary, packaged_id_of, path.name)
    statements: dict[str, Statement] = {}
    retired: set[str] = set()
    for number, row in _rows(path):
        found = list(_problems_of(row, seen={*statements, *retired}))
        if not found and row.get("action") == "retire":
            retired.add(row["statement_id"])
        elif not found:
            try:
                statements[row["statement_id"]] = reader.statement(row)
            except ValueError as error:
                found = [_cell("profile", row["profile"], str(error))]
        problems += [f"line {number}, {problem}" for problem in found]
    if problems:
        raise KnowledgeError(f"{path}: the knowledge table is invalid.\n  " + "\n  ".join(problems))
    return LabRows(path, tuple(statements.values()), tuple(reader.typed.values()), frozenset(retired))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, cells by column) for every row. Raises KnowledgeError for a file without the needed columns."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: the knowledge table cannot be read ({error}).") from error
    columns: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
            missing = [column for column in NEEDED if column not in columns]
            if missing or len(set(columns)) < len(columns):
                what = f"the columns {', '.join(missing)} are missing" if missing else "a column is named twice"
                raise KnowledgeError(f"{path}: line {number}: {what}. Columns are separated by tabs.")
            continue
        if len(cells) > len(columns):
            raise KnowledgeError(f"{path}: line {number}: {len(cells)} cells stand under {len(columns)} columns.")
        yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))
    if not columns:
        raise KnowledgeError(f"{path}: the file has no line of column names ({', '.join(NEEDED)}...).")


def _cell(column: str, value: str, what: str) -> str:
    return f"column {column}: {value!r}: {what}"


def _problems_of(row: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    """Everything that is wrong with a row but its profile."""
    statement_id = row["statement_id"]
    if not statement_id or any(character.isspace() for character in statement_id):
        yield _cell("statement_id", statement_id, "an id without white space is needed")
    elif statement_id in seen:
        yield _cell("statement_id", statement_id, "the id is used twice in this file")
    if row.get("action") == "retire":
        return
    for column in ("profile", "condition"):
        if not row[column]:
            yield _cell(column, "", "a value is needed")
    for column, allowed in _ALLOWED.items():
        value = row.get(column, "")
        if value not in allowed and (column in row or column in NEEDED):
            yield _cell(column, value, f"allowed are {', '.join(filter(None, allowed))}")
    for item in _items(row.get("condition_ids", "")):
        if not _CONDITION_ID.fullmatch(item):
            yield _cell("condition_ids", item, "allowed are DOID:<number>, ONCOTREE:<code>, ANY:SOLID")
    if PREDICATES.get(row["predicate"]) == "TherapeuticResponse" and not _items(row.get("therapies", "")):
        yield _cell("therapies", "", f"{row['predicate']} needs at least one therapy")


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
            statement_type=PREDICATES[row["predicate"]],
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
            extra={column: cell for column, cell in row.items() if cell and column not in NEEDED and column not in OPTIONAL},
        )

    def _profile(self, text: str) -> Profile:
        return parse_named_profile(text, self._biomarker_id)

    def _biomarker_id(self, name: str) -> str:
        if packaged := self._packaged_id_of(name):
            return packaged
        biomarker_id = slug("lab", name)
        biomarker = type_biomarker(biomarker_id, name, self._vocabulary)
        if biomarker.kind == BiomarkerKind.OTHER:
            raise ValueError(
                f"the biomarker {name!r} is not understood; write a gene and a change, such as BRAF V600E, KRAS G12, "
                "EGFR Exon 19 Deletion, BRCA1 Loss-of-function, ERBB2 Amplification, v::ALK Fusion, Wild type KRAS, TMB High"
            )
        self.typed[biomarker_id] = biomarker
        return biomarker_id
