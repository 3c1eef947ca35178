"""The walls of the house: which room may import which (docs/design.md)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "pm_annotate"
BASE = {
    "model",
    "errors",
    "protein_change",
    "phase",
    "resources",
    "lift_over",
    "intervals",
    "processes",
    "refusals",
    "shared_texts",
}
NETWORK = {"requests", "urllib3", "socket", "http", "ftplib", "smtplib"}
MAY_IMPORT = {
    "vcf": BASE,
    "genome": BASE,
    "knowledge": BASE,
    "clinical": BASE | {"knowledge"},
    "pharmacogenomics": BASE,
    "report": BASE,
    "tables": BASE | {"genome", "knowledge", "pharmacogenomics"},
    "options": BASE | {"vcf", "pharmacogenomics", "genome"},
    "provenance": BASE | {"options", "tables", "vcf"},
    "assembly_guard": BASE | {"vcf", "genome", "tables"},
    "loci_assessment": BASE | {"vcf", "genome", "knowledge", "clinical", "tables"},
    "inherited": BASE | {"vcf", "genome", "knowledge", "clinical"},
    "further_files": BASE | {"vcf", "options", "tables", "assembly_guard"},
    "structural_variants": BASE | {"vcf", "genome", "options"},
    "collected": BASE
    | {"vcf", "genome", "pharmacogenomics", "clinical", "tables", "options", "loci_assessment", "structural_variants"},
    "sample_warnings": BASE | {"vcf", "collected"},
    "sample_report": BASE
    | {"vcf", "genome", "knowledge", "pharmacogenomics", "clinical"}
    | {"loci_assessment", "inherited", "structural_variants", "collected", "sample_warnings"},
    "pipeline": BASE
    | {"vcf", "genome", "knowledge", "pharmacogenomics", "clinical", "tables", "options", "provenance", "assembly_guard"}
    | {"loci_assessment", "inherited", "structural_variants", "collected", "sample_report", "further_files", "lab_names"},
    "lab_names": BASE | {"genome", "knowledge"},
    "explain": BASE | {"genome", "clinical", "tables", "options", "provenance", "inherited"},
    "knowledge_tables": BASE | {"knowledge", "genome"},
    "knowledge_update": BASE | {"knowledge", "genome", "knowledge_tables"},
    "build_resources": BASE | {"knowledge", "genome", "pharmacogenomics", "knowledge_tables"},
    "damaged_tables": BASE | {"knowledge"},
    "cohort": BASE
    | {"vcf", "genome", "knowledge", "pharmacogenomics", "options", "tables", "pipeline", "report", "run", "damaged_tables"},
    "run": BASE | {"vcf", "options", "tables", "pipeline", "report"},
}


def rooms_imported(source: Path) -> set[str]:
    """First-level names of our own package that a file imports."""
    rooms = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pm_annotate."):
            rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("pm_annotate.")}
    return rooms


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_the_plan_allows(room: str) -> None:
    place = PACKAGE / room
    sources = sorted(place.rglob("*.py")) if place.is_dir() else [PACKAGE / f"{room}.py"]
    assert sources
    for source in sources:
        strays = rooms_imported(source) - MAY_IMPORT[room] - {room}
        assert not strays, f"{source.relative_to(PACKAGE)} imports {sorted(strays)}"


def test_the_base_layer_imports_nothing_of_ours_but_itself() -> None:
    for name in BASE - {"model"}:
        assert rooms_imported(PACKAGE / f"{name}.py") <= BASE
    for source in (PACKAGE / "model").glob("*.py"):
        assert rooms_imported(source) <= {"model"}


def test_vcfs_are_opened_in_one_room_and_the_network_is_touched_in_one() -> None:
    for source in PACKAGE.rglob("*.py"):
        imported = {
            name
            for node in ast.walk(ast.parse(source.read_text()))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
        }
        place = source.relative_to(PACKAGE).parts[0]
        if any(name.split(".")[0] == "cyvcf2" for name in imported):
            assert place == "vcf", source
        if any(name.split(".")[0] in NETWORK or name == "urllib.request" for name in imported):
            assert source.relative_to(PACKAGE).parts[:2] == ("knowledge", "sources"), source
