"""``pm-annotate tumor-types``: list and search the tumour types that --tumor-type understands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.options import FieldSpellings, debug_option
from pm_annotate.cli.printing import print_fields, print_json, print_text_table, print_tsv, script_options

if TYPE_CHECKING:
    from pm_annotate.knowledge.tumor_type_list import TumorTypeAnswer, TumorTypeEntry

COLUMNS = ("name", "nodes", "ancestors", "synonyms")


@click.command("tumor-types", cls=FieldSpellings)
@click.argument("query", nargs=-1)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Types like QUERY to list.")
@script_options
@debug_option
def tumor_types(query: tuple[str, ...], limit: int, as_json: bool, as_tsv: bool, debug: bool) -> int:
    """List tumour types, or say what QUERY means as a tumour type and what is like it.

    QUERY is an OncoTree code or name, a DOID, or plain words. Without it every OncoTree type is listed.
    A word that nothing knows is no error here: near names are listed and the exit code is 0.

    \b
    Examples:
      pm-annotate tumor-types lung
      pm-annotate tumor-types COAD --json
    """
    from pm_annotate.knowledge.tumor_type_list import TumorTypeList
    from pm_annotate.resources import resources_folder

    types = TumorTypeList(resources_folder() / "disease")
    if query:
        _print_answer(types.find(" ".join(query), limit), as_json, as_tsv)
    else:
        _print_list(types.every_oncotree_type(), as_json, as_tsv)
    return 0


def _row(entry: TumorTypeEntry) -> dict[str, object]:
    return {column: getattr(entry, column) for column in COLUMNS}


def _print_list(entries: Sequence[TumorTypeEntry], as_json: bool, as_tsv: bool) -> None:
    if as_json:
        print_json({"tumor_types": list(entries)})
    elif as_tsv:
        print_tsv(COLUMNS, map(_row, entries))
    else:
        print_text_table(COLUMNS, [_row(entry) for entry in entries])


def _print_answer(answer: TumorTypeAnswer, as_json: bool, as_tsv: bool) -> None:
    if as_json:
        print_json(answer._asdict())
        return
    if as_tsv:
        meaning = [{"found": "meaning", **_row(answer.meaning)}] if answer.meaning else []
        print_tsv(("found", *COLUMNS), [*meaning, *({"found": "like", **_row(entry)} for entry in answer.like)])
    elif answer.meaning:
        click.echo(f'--tumor-type "{answer.query}" means')
        print_fields(_row(answer.meaning).items())
        if answer.like:
            click.echo("\nLike it")
    else:
        click.echo(f"nothing found: {answer.refusal}")
        if answer.like:
            click.echo("\nNear names")
    if not as_tsv:
        print_text_table(COLUMNS, [_row(entry) for entry in answer.like])
    if answer.more:
        click.echo(f"more than {len(answer.like)} types are like it; --limit N shows more", err=True)
