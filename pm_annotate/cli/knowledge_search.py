"""``pm-annotate knowledge search`` and ``show``: statements found by words, and one of them in full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.knowledge_in_use import knowledge_in_use
from pm_annotate.cli.options import FieldSpellings, debug_option, knowledge_option
from pm_annotate.cli.printing import print_json, print_text_table, print_tsv, script_options
from pm_annotate.errors import UsageError

if TYPE_CHECKING:
    from pm_annotate.knowledge.table import KnowledgeTable
    from pm_annotate.model import Biomarker, Statement, TumorRelation

TEXT_LIMIT = 20  # statements that a search shows to a person, unless --limit says otherwise


@click.command(cls=FieldSpellings)
@click.argument("query", nargs=-1)
@knowledge_option
@click.option("--tumor-type", metavar="NAME", help="Only statements that hold for this tumour type or a subtype of it.")
@click.option("--type", "statement_type", default="", metavar="TYPE", help="Only statements of this type (Diagnostic...).")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help=f"At most N statements; 0 for all. [default: {TEXT_LIMIT}, all with --json, --tsv]",
)
@script_options
@debug_option
def search(
    query: tuple[str, ...],
    knowledge: tuple[Path, ...],
    tumor_type: str | None,
    statement_type: str,
    limit: int | None,
    as_json: bool,
    as_tsv: bool,
    debug: bool,
) -> int:
    """Find statements by words.

    Every word of QUERY must be found: gene, change, therapy, disease, id or PMID.

    \b
    Examples:
      pm-annotate knowledge search BRAF V600E vemurafenib
      pm-annotate knowledge search KIT imatinib --tumor-type GIST
      pm-annotate knowledge search PMID:21639808
      pm-annotate knowledge search EGFR resistance --type TherapeuticResponse --tsv
    """
    from pm_annotate.cli.knowledge_text import STATEMENT_LIST_COLUMNS, STATEMENT_TABLE_COLUMNS, statement_row
    from pm_annotate.knowledge.search import search_statements

    if not query and not tumor_type:
        raise UsageError("Say what to look for: words, --tumor-type, or both.")
    table = knowledge_in_use(knowledge)
    _check_type(table, statement_type)
    relation_of = _relation_to(tumor_type) if tumor_type else None
    words = " ".join(query)
    found = search_statements(table, words, _limit(limit, as_json or as_tsv), statement_type, relation_of)
    if as_json:
        shown = len(found.statements)
        print_json({"query": words, "total": found.total, "shown": shown, "statements": list(found.statements)})
        return 0
    rows = [statement_row(statement) for statement in found.statements]
    added: tuple[str, ...] = ()
    if relation_of:
        rows = [row | {"tumor_type_match": relation_of(one)} for row, one in zip(rows, found.statements, strict=True)]
        added = ("tumor_type_match",)
    if as_tsv:
        print_tsv((*STATEMENT_TABLE_COLUMNS, *added), rows)
    else:
        print_text_table((*STATEMENT_LIST_COLUMNS, *added), rows)
    _say_limit(len(rows), found.total, "statements")
    return 0


def _relation_to(tumor_type: str) -> Callable[[Statement], TumorRelation]:
    """How a statement's condition stands to the tumour type, as in ``tumor_type_match`` of reports. Raises UsageError."""
    from pm_annotate.tables import Tables

    tables = Tables()
    tumor = tables.tumor_type(tumor_type)
    types = tables.tumor_types
    return lambda statement: types.relation(statement.condition_ids, statement.condition, tumor)


def _check_type(table: KnowledgeTable, statement_type: str) -> None:
    if not statement_type:
        return
    known = sorted({statement.statement_type for statement in table.statements()})
    if statement_type not in known:
        raise UsageError(f"--type {statement_type}: no statement is of this type. Known: {', '.join(known)}.")


def _limit(asked: int | None, for_scripts: bool) -> int:
    """How many to show; 0 is all."""
    if asked is not None:
        return asked
    return 0 if for_scripts else TEXT_LIMIT


def _say_limit(shown: int, total: int, what: str) -> None:
    """Never cut silently: on stderr, so that tables on stdout stay tables."""
    what = what if total != 1 else what.removesuffix("s")
    if not total:
        click.echo("nothing found: no statement holds every word", err=True)
    elif shown < total:
        click.echo(f"{shown} of {total:,} {what} are shown; --limit 0 shows all", err=True)
    else:
        click.echo(f"{total:,} {what}", err=True)


# ----------------------------------------------------------------------------------------------------------------- show


@click.command(cls=FieldSpellings)
@click.argument("identifier", metavar="ID")
@knowledge_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@debug_option
def show(identifier: str, knowledge: tuple[Path, ...], as_json: bool, debug: bool) -> int:
    """Show one statement or biomarker in full.

    \b
    ID is a statement (civic:EID1409, EID1409, approval:fda:12, lab:1) or a biomarker (civic:MP12).
    """
    from pm_annotate.cli.knowledge_text import print_biomarker, print_statement
    from pm_annotate.knowledge.profiles import biomarker_ids, print_profile

    table = knowledge_in_use(knowledge)
    found = _by_id(table, identifier)
    if found in table.biomarkers:
        biomarker: Biomarker = table.biomarkers[found]
        statements: tuple[Statement, ...] = table.statements_using(found)
        if as_json:
            print_json({"biomarker": biomarker, "statements": list(statements)})
        else:
            print_biomarker(biomarker, statements)
        return 0
    statement = table.statement(found)
    biomarkers = [table.biomarkers[biomarker_id] for biomarker_id in biomarker_ids(statement.profile)]
    if as_json:
        print_json({"statement": statement, "profile_expression": print_profile(statement.profile), "biomarkers": biomarkers})
    else:
        print_statement(statement, biomarkers)
    return 0


def _by_id(table: KnowledgeTable, identifier: str) -> str:
    """The id of a statement or biomarker: as typed, in another case, or without its source. Raises UsageError."""
    import difflib

    ids: list[str] = [*table.statement_ids, *table.biomarkers]
    if identifier in table.biomarkers or identifier in table.statement_ids:
        return identifier
    asked = identifier.lower()
    same = [known for known in ids if known.lower() == asked or known.lower().endswith(":" + asked)]
    if len(same) == 1:
        return same[0]
    if same:
        raise UsageError(f"{identifier} is the end of several ids: {', '.join(same[:10])}. Give one of them in full.")
    near: list[str] = difflib.get_close_matches(identifier, ids, n=3, cutoff=0.8)
    hint = f" Near ids: {', '.join(near)}." if near else " Try: pm-annotate knowledge search."
    raise UsageError(f"No statement or biomarker in use has the id {identifier}.{hint}")
