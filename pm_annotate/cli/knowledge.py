"""``pm-annotate knowledge``: look into the knowledge tables, check and compare them, start one of your own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.knowledge_update import update
from pm_annotate.cli.options import FieldSpellings, debug_option, knowledge_option
from pm_annotate.cli.printing import print_json, print_text_table, print_tsv, script_options
from pm_annotate.errors import KnowledgeError, UsageError

if TYPE_CHECKING:
    from pm_annotate.knowledge.lab_table import LabRows
    from pm_annotate.knowledge.reach import Coordinates
    from pm_annotate.knowledge.table import KnowledgeTable
    from pm_annotate.model import Biomarker, Statement, TumorRelation

TEXT_LIMIT = 20  # statements that a search shows to a person, unless --limit says otherwise


@click.group()
def knowledge() -> None:
    """Look into the knowledge tables, check, compare and update them, start one of your own.

    Columns and lab tables are described in docs/knowledge.md. Only `update` may use the network.
    """


knowledge.add_command(update)


def _table(lab_tables: tuple[Path, ...]) -> KnowledgeTable:
    from pm_annotate.knowledge.table import load_knowledge
    from pm_annotate.resources import resources_folder

    return load_knowledge(resources_folder() / "knowledge", lab_tables)


# ----------------------------------------------------------------------------------------------------------------- info


@knowledge.command(cls=FieldSpellings)
@knowledge_option
@script_options
@debug_option
def info(knowledge: tuple[Path, ...], as_json: bool, as_tsv: bool, debug: bool) -> int:
    """Show the tables in use and what they hold.

    For each: date, licence, checksum, rows, what was kept out, and whether it may be deleted.
    --tsv lists the tables; --json holds all counts.
    """
    from pm_annotate.cli.knowledge_text import LAYER_COLUMNS, layer_row, print_inventory
    from pm_annotate.knowledge.inventory import take_inventory
    from pm_annotate.knowledge.packaged_sources import read_packaged_sources
    from pm_annotate.resources import resources_folder

    sources = read_packaged_sources(resources_folder() / "SOURCES.md")
    inventory = take_inventory(_table(knowledge), sources, _coordinates())
    layers = [layer_row(layer) for layer in inventory.layers]
    if as_json:
        members = {name: getattr(inventory, name) for name in inventory._fields if name != "layers"}
        print_json({"tables": layers, **members})
    elif as_tsv:
        print_tsv(LAYER_COLUMNS, layers)
    else:
        print_inventory(inventory)
    return 0


# --------------------------------------------------------------------------------------------------------------- search


@knowledge.command(cls=FieldSpellings)
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
    table = _table(knowledge)
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


@knowledge.command(cls=FieldSpellings)
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

    table = _table(knowledge)
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
        raise UsageError(f"{identifier} is the end of several ids: {', '.join(same[:10])}.")
    near: list[str] = difflib.get_close_matches(identifier, ids, n=3, cutoff=0.8)
    hint = f" Near ids: {', '.join(near)}." if near else " Try: pm-annotate knowledge search."
    raise UsageError(f"No statement or biomarker in use has the id {identifier}.{hint}")


# ------------------------------------------------------------------------------------------------------------- validate

PROBLEM_COLUMNS = ("file", "line", "column", "value", "problem", "allowed")


@knowledge.command(cls=FieldSpellings)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@script_options
@debug_option
def validate(files: tuple[Path, ...], as_json: bool, as_tsv: bool, debug: bool) -> int:
    """Check tables of your own.

    Every bad cell is told with its line, column, value and what is allowed.
    Exit code 4 when a table is invalid; warnings alone leave it 0.
    """
    from pm_annotate.knowledge.inventory import lab_counts
    from pm_annotate.knowledge.lab_reading import check_labs
    from pm_annotate.resources import resources_folder

    checks = check_labs(resources_folder() / "knowledge", files)
    problems = [
        {"file": str(check.rows.path), **{name: getattr(problem, name) for name in PROBLEM_COLUMNS[1:]}}
        for check in checks
        for problem in check.problems
    ]
    counts = () if problems else lab_counts(_table(files))
    warnings = {str(check.rows.path): list(check.rows.warnings) for check in checks}
    for check in checks if counts else ():
        warnings[str(check.rows.path)] += _lab_doubts(check.rows)
    for path, table in zip(warnings, counts, strict=False):
        warnings[path] += [f"{statement_id} is retired, but no table has it" for statement_id in table["retires_nothing"]]
    if as_json:
        print_json({"valid": not problems, "problems": problems, "warnings": warnings, "tables": counts})
    elif as_tsv:
        print_tsv(PROBLEM_COLUMNS, problems)
    for path, listed in warnings.items():
        for warning in listed:
            click.echo(f"{path}: warning: {warning}", err=True)
    if problems:
        bad = [check for check in checks if check.problems]
        told = "".join(f"\n  {check.rows.path}: {problem}" for check in bad for problem in check.problems)
        raise KnowledgeError(f"{len(problems)} bad cells in {len(bad)} of {len(files)} tables:{told}")
    for table in () if as_json or as_tsv else counts:
        _print_valid(table)
    return 0


def _lab_doubts(rows: LabRows) -> list[str]:
    from pm_annotate.lab_names import lab_doubts
    from pm_annotate.model import Assembly
    from pm_annotate.tables import Tables

    return list(lab_doubts(rows, (Assembly.GRCH37, Assembly.GRCH38), Tables().genome))


def _print_valid(counts: Mapping[str, object]) -> None:
    click.echo(
        f"{counts['file']}: valid: {counts['adds']} statements added, {counts['overrides']} overridden, "
        f"{counts['retires']} retired, {counts['new_biomarkers']} biomarkers that no packaged table names"
    )


# ----------------------------------------------------------------------------------------------------------------- diff


@knowledge.command(cls=FieldSpellings)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--gene", "genes", multiple=True, metavar="SYMBOL", help="Only statements on this gene. Repeatable.")
@click.option("--details", is_flag=True, help="Also list statements of which only ratings, dates or addresses changed.")
@click.option(
    "--exit-code", is_flag=True, help="Leave with 1 when statements were added, removed or changed, as git diff does."
)
@script_options
@debug_option
def diff(
    old: Path, new: Path, genes: tuple[str, ...], details: bool, exit_code: bool, as_json: bool, as_tsv: bool, debug: bool
) -> int:
    """Compare two knowledge releases.

    Statements added, removed, changed and renamed are listed by gene.
    OLD and NEW are folders of tables, statements.*.tsv files, lab tables, or CIViC's own evidence files. A profile in
    another spelling (ALK Fusion, v::ALK Fusion) is a rename, no change. --tsv has one line per cell that differs.
    """
    from pm_annotate.cli.knowledge_text import DIFF_COLUMNS, diff_rows, print_diff
    from pm_annotate.knowledge.diff import Change, compare
    from pm_annotate.knowledge.releases import read_release

    before, after = read_release(old), read_release(new)
    wanted = {gene.upper() for gene in genes}
    every = [change for change in compare(before, after) if not wanted or wanted & {gene.upper() for gene in change.genes}]
    listed = [change for change in every if details or change.change != Change.DETAILS]
    if as_json:
        print_json({"old": before.name, "new": after.name, "changes": [dict(row) for row in diff_rows(listed, details)]})
    elif as_tsv:
        print_tsv(DIFF_COLUMNS, diff_rows(listed, details))
    else:
        print_diff(before, after, every, details)
    meaningful = any(change.change in (Change.ADDED, Change.REMOVED, Change.CHANGED) for change in every)
    return 1 if exit_code and meaningful else 0


# ------------------------------------------------------------------------------------------------------------- template


@knowledge.command(cls=FieldSpellings)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file. [default: standard output]")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@debug_option
def template(output: Path | None, force: bool, debug: bool) -> int:
    """Start a table of your own.

    It has every column explained and examples that are valid. Delete the examples before you use it.
    """
    from pm_annotate.knowledge.lab_template import lab_template

    text = lab_template()
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        with output.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{output} is already there. Give another name, or --force to replace it.") from error
    except OSError as error:
        raise UsageError(f"{output}: cannot be written: {error.strerror}.") from error
    click.echo(f"{output}: written. Check it with: pm-annotate knowledge validate {output}", err=True)
    return 0


def _coordinates() -> Coordinates:
    """The genes, and the fusion partners, whose place is packaged for both assemblies."""
    from pm_annotate.genome.events.gene_loci import read_gene_loci
    from pm_annotate.genome.genome import load_genome
    from pm_annotate.knowledge.reach import Coordinates
    from pm_annotate.model import Assembly
    from pm_annotate.resources import resources_folder

    folder = resources_folder() / "genome"
    genes = [set(load_genome(folder, one).genes()) for one in Assembly]
    loci = [read_gene_loci(folder / "curated", one).by_gene.values() for one in Assembly]
    partners = [{locus.gene for locus in of_one if locus.start} for of_one in loci]
    return Coordinates(set.intersection(*genes), set.intersection(*partners))
