"""``pm-annotate knowledge info``: the tables in use and what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pm_annotate.cli.knowledge_in_use import knowledge_in_use
from pm_annotate.cli.options import FieldSpellings, debug_option, knowledge_option
from pm_annotate.cli.printing import print_json, print_tsv, script_options

if TYPE_CHECKING:
    from pm_annotate.knowledge.reach import Coordinates


@click.command(cls=FieldSpellings)
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
    inventory = take_inventory(knowledge_in_use(knowledge), sources, _coordinates())
    layers = [layer_row(layer) for layer in inventory.layers]
    if as_json:
        members = {name: getattr(inventory, name) for name in inventory._fields if name != "layers"}
        print_json({"tables": layers, **members})
    elif as_tsv:
        print_tsv(LAYER_COLUMNS, layers)
    else:
        print_inventory(inventory)
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
