"""``pm-annotate knowledge``: the group of commands that look into the knowledge tables, compare, update and make them."""

from __future__ import annotations

import click

from pm_annotate.cli.knowledge_diff import diff
from pm_annotate.cli.knowledge_info import info
from pm_annotate.cli.knowledge_lab import template, validate
from pm_annotate.cli.knowledge_search import search, show
from pm_annotate.cli.knowledge_update import update


@click.group()
def knowledge() -> None:
    """Look into the knowledge tables, check, compare and update them, start one of your own.

    Columns and lab tables are described in docs/knowledge.md. Only `update` may use the network.
    """


for command in (info, search, show, validate, diff, template, update):
    knowledge.add_command(command)
