"""``pm-annotate knowledge template`` and ``validate``: a lab starts a table of its own, and checks it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.knowledge_in_use import knowledge_in_use
from pm_annotate.cli.options import FieldSpellings, debug_option
from pm_annotate.cli.paths import GivenPath
from pm_annotate.cli.printing import print_json, print_tsv, script_options
from pm_annotate.errors import KnowledgeError, UsageError

if TYPE_CHECKING:
    from pm_annotate.knowledge.lab_table import LabRows

PROBLEM_COLUMNS = ("file", "line", "column", "value", "problem", "allowed")


@click.command(cls=FieldSpellings)
@click.argument("files", nargs=-1, required=True, type=GivenPath(read_again=True), metavar="FILE...")
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
    counts = () if problems else lab_counts(knowledge_in_use(files))
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


# ------------------------------------------------------------------------------------------------------------- template


@click.command(cls=FieldSpellings)
@click.option("--output", "-o", type=GivenPath(), help="Write to this file. [default: standard output]")
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
