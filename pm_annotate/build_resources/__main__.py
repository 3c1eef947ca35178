"""``make resources``: from the sources' own files to the packaged tables, in our schema, deterministically.

``python -m pm_annotate.build_resources --source FOLDER --output resources``. Order matters: the knowledge tables are
checked against the packaged genome, which is built first. ``resources/SOURCES.md`` is written last, from what was read
and what was written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pm_annotate.build_resources.knowledge import KnowledgeBuild
from pm_annotate.build_resources.pharmacogenomics import build_pharmacogenomics_tables
from pm_annotate.build_resources.sources_page import sources_page
from pm_annotate.genome.packaging import build_genome_tables
from pm_annotate.knowledge.sources.disease import build_disease_tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Build all packaged tables; returns the exit code."""
    parser = argparse.ArgumentParser(prog="build_resources", description="Build the packaged tables from the sources' files.")
    parser.add_argument("--source", type=Path, required=True, help="folder that holds knowledge/, disease/ and genome/")
    parser.add_argument("--output", type=Path, required=True, help="the resources folder to write")
    parser.add_argument("--only-knowledge", action="store_true", help="keep the genome and disease tables that are there")
    options = parser.parse_args(arguments)
    if not options.only_knowledge:
        build_genome_tables(options.source / "genome", options.output / "genome")
        build_disease_tables(options.source / "disease", options.output / "disease", options.output / "disease")
    pharmacogenes = build_pharmacogenomics_tables(options.source, options.output / "pharmacogenomics")
    report = KnowledgeBuild(options.source, options.output).run()  # finds the places of rs numbers among the pharmacogenes'
    report.counts.update(pharmacogenes)
    page = options.output / "SOURCES.md"
    page.write_text(sources_page(options.source, options.output, report), encoding="utf-8")
    for file_name, counts in report.counts.items():
        print(f"{file_name}: " + ", ".join(f"{what} {count}" for what, count in counts.items()), file=sys.stderr)
    print(f"{page}: written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
