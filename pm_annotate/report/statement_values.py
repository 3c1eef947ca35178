"""What every output says of one knowledge statement: column name -> value. Words follow GA4GH VA-Spec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pm_annotate.model import SampleReport, Statement
from pm_annotate.report.json_text import plain

LAB = "lab"  # the knowledge base of a lab's own table, whose rows have the table's file name for a version
_JOINED_BY = {"AND": " + ", "OR": " or ", "SEQUENTIAL": " then ", "": ", "}
KnowledgeChecksums = Mapping[tuple[str, str], str]  # (knowledge base, version) -> sha256
ONLY_LAB_TABLE = ("", "")  # the key of the lab's table where one is given only


def statement_values(statement: Statement, checksums: KnowledgeChecksums) -> dict[str, object]:
    """The statement itself, without what it means for this sample."""
    return {
        "predicate": statement.predicate,
        "direction": statement.direction,
        "strength": statement.strength,
        "therapies": statement.therapies,
        "therapy_combination": statement.therapy_combination,
        "condition": statement.condition,
        "profile": statement.profile_text,
        "statement_id": statement.statement_id,
        "statement_type": statement.statement_type,
        "significance": statement.significance,
        "kb_native_level": statement.kb_native_level,
        "escat_tier": statement.extra.get("escat_tier", ""),
        "regulatory_approval": statement.regulatory_approval,
        "knowledge_base": statement.knowledge_base,
        "knowledge_base_version": statement.knowledge_base_version,
        "knowledge_base_sha256": checksum_of(statement, checksums),
        "condition_id": statement.condition_ids,
        "reportedIn": statement.citations,
        "source_url": statement.source_url,
        "variant_origin": statement.variant_origin,
        "statement_extra": tuple(
            f"{name}={value}" for name, value in sorted(statement.extra.items()) if name != "escat_tier" and value
        ),
    }


STATEMENT_COLUMNS = (
    "predicate", "direction", "strength", "therapies", "therapy_combination", "condition", "profile", "statement_id",
    "statement_type", "significance", "kb_native_level", "escat_tier", "regulatory_approval", "knowledge_base",
    "knowledge_base_version", "knowledge_base_sha256", "condition_id", "reportedIn", "source_url", "variant_origin",
    "statement_extra",
)  # fmt: skip


def therapy_text(statement: Statement) -> str:
    """``Encorafenib + Cetuximab`` for a combination, ``Dabrafenib or Vemurafenib`` for substitutes."""
    return _JOINED_BY.get(statement.therapy_combination, ", ").join(statement.therapies)


def knowledge_tables(report: SampleReport) -> list[Mapping[str, object]]:
    """The knowledge tables that the provenance lists: file, knowledge_base, version, licence, sha256, rows."""
    listed = cast(Sequence[object], report.provenance.get("knowledge") or ())
    return [table for table in map(plain, listed) if isinstance(table, Mapping)]


def holds_statements(table: Mapping[str, object]) -> bool:
    """Whether a table holds statements: a packaged ``statements.*.tsv`` or a lab's own table."""
    return str(table.get("file", "")).startswith("statements.") or table.get("knowledge_base") == LAB


def knowledge_checksums(report: SampleReport) -> KnowledgeChecksums:
    """The checksums of the tables that hold statements."""
    tables = [table for table in knowledge_tables(report) if holds_statements(table)]
    labs = [table for table in tables if table.get("knowledge_base") == LAB]
    checksums = {(_text(table, "knowledge_base"), _text(table, "version")): _text(table, "sha256") for table in tables}
    checksums |= {(LAB, _text(table, "file")): _text(table, "sha256") for table in labs}
    if len(labs) == 1:
        checksums[ONLY_LAB_TABLE] = _text(labs[0], "sha256")
    return checksums


def checksum_of(statement: Statement, checksums: KnowledgeChecksums) -> str:
    """SHA-256 of the table that holds the statement; "" where the provenance does not tell it.

    A lab's rows may name a knowledge base and version of their own: they are in the lab's table where there is one only.
    """
    version = statement.knowledge_base_version
    for key in ((statement.knowledge_base, version), (LAB, version), ONLY_LAB_TABLE):
        if key in checksums:
            return checksums[key]
    return ""


def _text(table: Mapping[str, object], name: str) -> str:
    return str(table.get(name) or "")
