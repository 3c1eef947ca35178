"""Everything that decides what a report says: tool, input, knowledge, resources and options. No times."""

from __future__ import annotations

from pathlib import Path

from pm_annotate import __version__
from pm_annotate.model import Assembly
from pm_annotate.options import AnnotateOptions, describe_options
from pm_annotate.tables import Tables, file_sha256
from pm_annotate.vcf.header import VcfHeader

TOOL = {"name": "pm-annotate", "version": __version__}


def describe_run(
    header: VcfHeader, assembly: Assembly, assembly_basis: str, options: AnnotateOptions, tables: Tables
) -> dict[str, object]:
    """The provenance of one VCF's reports."""
    path = Path(header.path)
    return {
        "tool": TOOL,
        "input": {"file": Path(header.name).name, "sha256": file_sha256(path), "size": path.stat().st_size},
        "assembly_basis": assembly_basis,
        "callers": list(header.callers),
        "knowledge": list(tables.knowledge.versions),
        "genome": tables.genome_files(assembly),
        "options": describe_options(options),
    }
