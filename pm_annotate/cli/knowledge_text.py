"""How statements, biomarkers, tables and differences are shown to people, and the rows that scripts get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import click

from pm_annotate.cli.printing import Row, print_fields, print_text_table, text_cell
from pm_annotate.knowledge.diff import Change, StatementChange
from pm_annotate.knowledge.inventory import Assessable, Inventory, Layer, why_not_assessable
from pm_annotate.knowledge.profiles import print_profile
from pm_annotate.knowledge.releases import Release
from pm_annotate.model import Assembly, Biomarker, Statement

# ------------------------------------------------------------------------------------------------------------ statements

STATEMENT_TABLE_COLUMNS = (
    "statement_id", "profile", "statement_type", "predicate", "direction", "strength", "kb_native_level", "significance",
    "therapies", "therapy_combination", "condition", "condition_ids", "citations", "source_url", "variant_origin",
    "regulatory_approval", "knowledge_base", "knowledge_base_version",
)  # fmt: skip
STATEMENT_LIST_COLUMNS = (
    "statement_id", "profile", "predicate", "direction", "strength", "therapies", "condition", "regulatory_approval",
)  # fmt: skip


def statement_row(statement: Statement) -> dict[str, object]:
    """The fields of a statement by name; its profile as text."""
    return {
        **{name: getattr(statement, name) for name in statement._fields if name not in ("profile", "profile_text", "extra")},
        "profile": statement.profile_text,
    }


def print_statement(statement: Statement, biomarkers: Sequence[Biomarker]) -> None:
    """Everything of one statement, then the biomarkers of its profile as they are typed."""
    click.echo(statement.statement_id)
    row = statement_row(statement)
    columns = [column for column in STATEMENT_TABLE_COLUMNS if column != "statement_id"]
    fields: list[tuple[str, object]] = [(column, row[column]) for column in columns]
    fields.insert(1, ("profile_expression", print_profile(statement.profile)))
    print_fields([*fields, *sorted(statement.extra.items())])
    for biomarker in biomarkers:
        click.echo()
        _print_typed(biomarker)


def print_biomarker(biomarker: Biomarker, statements: Sequence[Statement]) -> None:
    """One biomarker as it is typed, then every statement that uses it."""
    _print_typed(biomarker)
    click.echo(f"\n{len(statements):,} statements use it")
    print_text_table(STATEMENT_LIST_COLUMNS, [statement_row(statement) for statement in statements])


def _print_typed(biomarker: Biomarker) -> None:
    click.echo(f"biomarker {biomarker.biomarker_id}")
    plain_fields = [name for name in biomarker._fields if name not in ("biomarker_id", "alleles", "regions")]
    alleles = [(f"alleles {assembly}", _alleles(biomarker, assembly)) for assembly in Assembly]
    print_fields(
        [
            *((name, getattr(biomarker, name)) for name in plain_fields),
            ("regions", [f"{first}-{last}" for first, last in biomarker.regions]),
            *alleles,
            ("not assessable", why_not_assessable(biomarker)),
        ]
    )


def _alleles(biomarker: Biomarker, assembly: Assembly) -> list[str]:
    return [f"{chrom}:{pos}:{ref}:{alt}" for on, chrom, pos, ref, alt in biomarker.alleles if on == assembly]


# ------------------------------------------------------------------------------------------------------------ inventory

LAYER_COLUMNS = (
    "file", "knowledge_base", "version", "licence", "rows", "kept_out_flagged", "removable", "licence_differs", "as_packaged",
    "sha256", "origin",
)  # fmt: skip


def layer_row(layer: Layer) -> dict[str, object]:
    """A table in use by column name."""
    return {
        **layer.version._asdict(),
        "kept_out_flagged": layer.kept_out,
        "removable": layer.removable,
        "licence_differs": layer.licence_differs,
        "as_packaged": layer.as_packaged,
        "origin": layer.origin,
    }


def print_inventory(inventory: Inventory) -> None:
    """The page of ``knowledge info``."""
    click.echo("Tables in use")
    rows = [layer_row(layer) for layer in inventory.layers]
    print_text_table([column for column in LAYER_COLUMNS[:9] if column != "licence_differs"], rows)
    click.echo("\nChecksums (SHA-256)")
    for layer in inventory.layers:
        click.echo(f"  {layer.version.sha256}  {text_cell(layer.version.file)}")
    click.echo(f"\nStatements: {sum(inventory.statements['statement_type'].values()):,}")
    print_fields((field, _counts(counts)) for field, counts in inventory.statements.items())
    untyped = f", {len(inventory.untyped)} of them not typed" if inventory.untyped else ""
    click.echo(f"\nBiomarkers: {sum(inventory.biomarkers.values()):,}{untyped}")
    print_fields([("kind", _counts(inventory.biomarkers)), ("not typed", inventory.untyped)])
    click.echo(f"\nBiomarkers that no VCF shows: {sum(inventory.not_assessable.values()):,}")
    print_fields((f"{count:,}", reason) for reason, count in inventory.not_assessable.items())
    click.echo("\nStatements by what a VCF can show of their profiles")
    print_text_table(
        ("source", "statements", "from_vcf", "share", "conditional", "never"),
        [_assessable_row(group, counts) for group, counts in sorted(inventory.assessable.items())],
    )
    click.echo("\nStatements that a sample could in principle meet, of those whose marker a VCF can show")
    print_text_table(
        ("source", "shown", "reached", "share"),
        [
            {"source": name, "shown": one.shown, "reached": one.reached, "share": f"{100 * one.share:.1f} %"}
            for name, one in inventory.reach.items()
        ],
    )
    print_fields((f"{name}, not reached", _counts(one.reasons)) for name, one in inventory.reach.items() if one.reasons)
    _print_terms(inventory)
    _print_labs(inventory.labs)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{value or '(none)'} {count:,}" for value, count in counts.items())


def _assessable_row(group: str, counts: Assessable) -> Row:
    share = f"{100 * counts.from_vcf / counts.statements:.1f} %"
    return {"source": group, "share": share, **counts._asdict()}


def _print_terms(inventory: Inventory) -> None:
    click.echo("\nTables under other terms than the program's own; each may be deleted, and the tool runs without it")
    print_fields((layer.version.file, layer.version.licence) for layer in inventory.layers if layer.licence_differs)
    click.echo("\nSources of all packaged tables (SOURCES.md names each file)")
    columns = ("name", "licence", "date", "files")
    rows = [{"name": one.name, "licence": one.licence, "date": one.date, "files": len(one.files)} for one in inventory.sources]
    print_text_table(columns, rows)


def _print_labs(labs: Sequence[Mapping[str, object]]) -> None:
    for lab in labs:
        click.echo(f"\nYour table {text_cell(lab['file'])}")
        print_fields((name, value) for name, value in lab.items() if name != "file" and value not in (0, []))


# ----------------------------------------------------------------------------------------------------------------- diff

DIFF_COLUMNS = (
    "change", "gene", "statement_id", "profile", "predicate", "direction", "strength", "therapies", "condition", "column",
    "old", "new", "note",
)  # fmt: skip
_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~", Change.RENAMED: "=", Change.DETAILS: "."}
_NO_GENE = "(no gene)"


def diff_rows(changes: Iterable[StatementChange], details: bool) -> Iterator[dict[str, object]]:
    """One row per statement added or removed, and per cell of the others that differs."""
    for change in changes:
        row: dict[str, object] = {
            "gene": change.genes,
            "statement_id": change.statement_id,
            "profile": change.row["profile_text"],
            **{column: change.row.get(column, "") for column in DIFF_COLUMNS[4:9]},
            "note": change.note,
        }
        if not change.fields:
            yield {"change": change.change.value, **row}
        for field in change.fields:
            if details or field.change != Change.DETAILS:
                yield {"change": field.change.value, **row, "column": field.column, "old": field.old, "new": field.new}


def print_diff(old: Release, new: Release, changes: Sequence[StatementChange], details: bool) -> None:
    """Counts, then by gene what was added, removed and changed, then the renames, each pair of names once."""
    click.echo(f"old: {text_cell(old.name)}, {len(old.rows):,} statements")
    click.echo(f"new: {text_cell(new.name)}, {len(new.rows):,} statements")
    counts = {kind: sum(change.change == kind for change in changes) for kind in Change}
    click.echo(", ".join(f"{counts[kind]:,} {_SAID[kind]} ({_SIGNS[kind]})" for kind in Change))
    shown = [change for change in changes if change.change != Change.RENAMED and (details or change.change != Change.DETAILS)]
    for gene, group in groupby(shown, key=lambda change: next(iter(change.genes), _NO_GENE)):
        click.echo(f"\n{text_cell(gene)}")
        for change in group:
            _print_change(change, details)
    _print_renames(changes)


_SAID = {
    Change.ADDED: "added",
    Change.REMOVED: "removed",
    Change.CHANGED: "changed",
    Change.RENAMED: "only renamed",
    Change.DETAILS: "changed in details only",
}


def _print_change(change: StatementChange, details: bool) -> None:
    row = change.row
    words = (row["profile_text"], row.get("predicate"), row.get("direction"), row.get("strength"))
    about = ", ".join(text_cell(word) for word in (*words, row.get("therapies"), row.get("condition")) if word)
    note = f" [{change.note}]" if change.note else ""
    click.echo(f"  {_SIGNS[change.change]} {text_cell(change.statement_id)}  {about}{note}")
    for field in change.fields:
        if details or field.change != Change.DETAILS:
            click.echo(f"      {field.column}: {text_cell(field.old) or '(empty)'} -> {text_cell(field.new) or '(empty)'}")


def _print_renames(changes: Sequence[StatementChange]) -> None:
    pairs: dict[tuple[str, str, str], int] = {}
    for change in changes:
        for field in change.fields:
            if field.change == Change.RENAMED:
                pairs[field.column, field.old, field.new] = pairs.get((field.column, field.old, field.new), 0) + 1
    if pairs:
        click.echo(f"\nRenamed, same meaning ({len(pairs):,} names)")
    for (column, old, new), count in sorted(pairs.items()):
        kind = "profile" if column == "profile_text" else column
        click.echo(f"  = {kind}: {text_cell(old)} -> {text_cell(new)}  ({count} statements)")
