"""``pm-annotate knowledge update``: a folder of tables with a newer CIViC. The one command that may use the network."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.options import FieldSpellings, debug_option
from pm_annotate.cli.paths import GivenPath
from pm_annotate.cli.printing import as_json_option, print_fields, print_json, print_text_table

if TYPE_CHECKING:
    from pm_annotate.knowledge_update.outcome import Update
    from pm_annotate.model import Biomarker

_SHOWN = 8  # names in a line of the page for people; --json has all


@click.command(cls=FieldSpellings)
@click.option("--output", "-o", type=GivenPath(), required=True, metavar="FOLDER", help="The folder to write.")
@click.option(
    "--from",
    "source",
    metavar="URL|FOLDER",
    help="Where CIViC's files are: a folder (nothing is fetched then), or an https address. [default: civicdb.org]",
)
@click.option("--force", is_flag=True, help="Replace FOLDER if it is there and holds tables.")
@click.option("--allow-fewer-rows", is_flag=True, help="Also take files that have lost a fifth of their rows or more.")
@as_json_option
@debug_option
def update(output: Path, source: str | None, force: bool, allow_fewer_rows: bool, as_json: bool, debug: bool) -> int:
    """Make a folder of tables with CIViC's newest statements.

    CIViC's three nightly files are fetched from civicdb.org, or taken from a folder, and become statements and biomarkers
    as in the packaged tables; all other tables are copied from those in use, which stay as they are. Then
    PM_ANNOTATE_RESOURCES=FOLDER uses the new ones.

    \b
    Examples:
      pm-annotate knowledge update -o civic-2026-11
      pm-annotate knowledge update -o civic-2026-11 --from downloads     # without network
    """
    from pm_annotate.knowledge.sources.civic_release import NIGHTLY, read_civic_release
    from pm_annotate.knowledge_update.update import update_knowledge
    from pm_annotate.knowledge_update.whole_folder import check_place
    from pm_annotate.resources import resources_folder

    base = resources_folder()
    check_place(output, base, force)
    release = read_civic_release(NIGHTLY if source is None else source, lambda line: click.echo(line, err=True))
    done = update_knowledge(release, base, output, force, allow_fewer_rows)
    for warning in _warnings(done):
        click.echo(f"warning: {warning}", err=True)
    if as_json:
        print_json(_members(done))
    else:
        _print_page(done)
    return 0


def _warnings(done: Update) -> Iterator[str]:
    for older in done.older:
        yield f"older than the tables in use: {older}"
    if done.unread:
        yield f"{len(done.unread)} rows were left out, since their words are not known here: {_some(done.unread)}"


def _next_steps(done: Update) -> dict[str, str]:
    """The commands that the user needs now."""
    new, old = (shlex.quote(str(folder.resolve())) for folder in (done.output, done.base))
    was_chosen = bool(os.environ.get("PM_ANNOTATE_RESOURCES"))
    return {
        "use it": f"export PM_ANNOTATE_RESOURCES={new}",
        "see every change": f"pm-annotate knowledge diff {old}/knowledge {new}/knowledge",
        "go back": f"export PM_ANNOTATE_RESOURCES={old}" if was_chosen else "unset PM_ANNOTATE_RESOURCES",
    }


# ----------------------------------------------------------------------------------------------------------------- page


def _print_page(done: Update) -> None:
    from pm_annotate.knowledge.diff import Change

    click.echo(f"{done.output}: written, from {done.release.origin} and the tables of {done.base}\n")
    print_text_table(("file", "date", "rows", "sha256"), _files(done))
    click.echo(f"\nStatements: {' + '.join(f'{count:,}' for count in done.statements.values())} (evidence + assertions)")
    words = {Change.RENAMED: "only renamed", Change.DETAILS: "changed in details only"}
    counts = ", ".join(f"{done.changed(kind):,} {words.get(kind, kind.value)}" for kind in Change)
    print_fields(
        [
            ("against the tables in use", counts),
            ("kept out", f"{done.flagged:,} flagged by CIViC's editors, {done.not_accepted:,} not accepted"),
            ("left out, not understood", len(done.unread) or None),
        ]
    )
    _print_profiles(done)
    click.echo("\nNext")
    print_fields(_next_steps(done).items())


def _print_profiles(done: Update) -> None:
    profiles = done.profiles
    click.echo(f"\nBiomarkers: {profiles.total:,}, {profiles.kept:,} of them as in the tables in use")
    placed = (
        f"{profiles.both_assemblies:,} on GRCh37 and GRCh38, {len(profiles.one_assembly):,} on one of them only "
        f"{_in_brackets(profiles.one_assembly)}"
    )
    print_fields(
        [
            ("new", _counted(profiles.new)),
            ("of another name", _counted(profiles.renamed)),
            ("with coordinates at last", _counted(profiles.located)),
            ("used no more", _counted(profiles.vanished)),
            ("alleles of these", placed.rstrip() if profiles.kept < profiles.total else None),
            ("coordinates left out", len(profiles.coordinates_left_out) or None),
            ("not typed, never met", f"{len(profiles.untyped):,} {_in_brackets(profiles.untyped)}".rstrip()),
        ]
    )


def _files(done: Update) -> list[dict[str, object]]:
    return [
        {"what": file.what, "file": file.name, "origin": file.origin, "date": file.date, "rows": len(file.rows),
         "bytes": file.size, "sha256": file.sha256}
        for file in done.release.files
    ]  # fmt: skip


def _counted(biomarkers: tuple[Biomarker, ...]) -> str | None:
    names = tuple(one.name for one in biomarkers)
    return f"{len(names):,} {_in_brackets(names)}" if names else None


def _in_brackets(names: tuple[str, ...]) -> str:
    return f"({_some(names)})" if names else ""


def _some(texts: tuple[str, ...]) -> str:
    more = f"; and {len(texts) - _SHOWN:,} more" if len(texts) > _SHOWN else ""
    return "; ".join(texts[:_SHOWN]) + more


# ----------------------------------------------------------------------------------------------------------------- JSON


def _members(done: Update) -> dict[str, object]:
    from pm_annotate.knowledge.diff import Change

    profiles = done.profiles
    lists = ("new", "renamed", "located", "vanished")
    return {
        "output": str(done.output),
        "base": str(done.base),
        "origin": done.release.origin,
        "files": _files(done),
        "before": dict(done.before),
        "statements": dict(done.statements),
        "kept_out": {"flagged": done.flagged, "not_accepted": done.not_accepted},
        "left_out": list(done.unread),
        "changes": {kind.value: done.changed(kind) for kind in Change},
        "changed_statements": [
            {"statement_id": one.statement_id, "change": one.change.value, "genes": list(one.genes), "note": one.note}
            for one in done.changes
        ],
        "biomarkers": {
            "total": profiles.total,
            "kept": profiles.kept,
            **{name: [_named(one) for one in getattr(profiles, name)] for name in lists},
            "untyped": list(profiles.untyped),
            "alleles_on_both_assemblies": profiles.both_assemblies,
            "alleles_on_one_assembly": list(profiles.one_assembly),
            "coordinates_left_out": list(profiles.coordinates_left_out),
        },
        "older_than_in_use": list(done.older),
        "next": _next_steps(done),
    }


def _named(biomarker: Biomarker) -> dict[str, str]:
    return {"biomarker_id": biomarker.biomarker_id, "name": biomarker.name}
