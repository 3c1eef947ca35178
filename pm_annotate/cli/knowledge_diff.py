"""``pm-annotate knowledge diff``: what changed between two releases of the knowledge."""

from __future__ import annotations

from pathlib import Path

import click

from pm_annotate.cli.options import FieldSpellings, debug_option
from pm_annotate.cli.paths import GivenPath
from pm_annotate.cli.printing import print_json, print_tsv, script_options


@click.command(cls=FieldSpellings)
@click.argument("old", type=GivenPath(read_again=True))
@click.argument("new", type=GivenPath(read_again=True))
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
