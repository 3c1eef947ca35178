"""What the tables hold, counted, and under which terms."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pm_annotate.knowledge.inventory import profile_assessment, take_inventory, why_not_assessable
from pm_annotate.knowledge.packaged_sources import read_packaged_sources
from pm_annotate.knowledge.profiles import parse_profile
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.model import NOT_SEEN_IN_A_VCF, Assembly, Biomarker, BiomarkerKind


@pytest.fixture(scope="module")
def table(resources: Path) -> KnowledgeTable:
    return load_knowledge(resources / "knowledge")


def words_of(licence: str) -> set[str]:
    """``CC0-1.0 AND MIT`` and ``CC0 1.0; predisposition genes MIT`` name the same licences."""
    spelled = licence.replace("-", " ")
    return {name for name in ("CC0 1.0", "MIT", "ODbL 1.0", "Apache 2.0", "public domain", "CC BY 4.0") if name in spelled}


def test_the_licence_of_each_table_is_the_one_in_the_list_of_sources(table: KnowledgeTable, resources: Path) -> None:
    sources = read_packaged_sources(resources / "SOURCES.md")
    listed = {Path(file).name: source.licence for source in sources for file in source.files if file.startswith("knowledge/")}
    layers = take_inventory(table, sources).layers
    assert {layer.version.file for layer in layers} == set(listed)
    for layer in layers:
        assert words_of(layer.version.licence) == words_of(listed[layer.version.file]) != set(), layer.version.file
        assert layer.as_packaged, f"{layer.version.file} is not the file that SOURCES.md describes"


def test_the_list_of_sources_names_every_section_with_a_licence(resources: Path) -> None:
    page = (resources / "SOURCES.md").read_text(encoding="utf-8")
    assert len(read_packaged_sources(resources / "SOURCES.md")) == len(re.findall(r"\. Licence: ", page))
    assert read_packaged_sources(resources / "absent.md") == ()


def test_tables_under_other_terms_are_removable(table: KnowledgeTable) -> None:
    layers = take_inventory(table).layers
    assert {"ODbL-1.0", "CC0-1.0 AND MIT", "MIT"} == {layer.version.licence for layer in layers if layer.licence_differs}
    assert all(layer.removable for layer in layers if layer.licence_differs)


def test_a_changed_table_is_told(resources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(resources / "knowledge", folder)
    with (folder / "promoters.tsv").open("a") as file:
        file.write("\n")
    sources = read_packaged_sources(resources / "SOURCES.md")
    changed = [layer.version.file for layer in take_inventory(load_knowledge(folder), sources).layers if not layer.as_packaged]
    assert changed == ["promoters.tsv"]


def test_counts_add_up(table: KnowledgeTable) -> None:
    inventory = take_inventory(table)
    assert {sum(counts.values()) for counts in inventory.statements.values()} == {len(table.statement_ids)}
    assert sum(inventory.biomarkers.values()) == len(table.biomarkers)
    for counts in inventory.assessable.values():
        assert counts.statements == counts.from_vcf + counts.conditional + counts.never
    kept_out = {layer.version.file: layer.kept_out for layer in inventory.layers}
    assert (kept_out["statements.civic.tsv"], kept_out["statements.civic_assertions.tsv"]) == (153, 34)


MARKERS = {
    "V600E": Biomarker("V600E", "BRAF V600E", BiomarkerKind.PROTEIN_CHANGE, "BRAF"),
    "HER2": Biomarker("HER2", "HER2-negative", BiomarkerKind.EXPRESSION, "ERBB2"),
    "TMB": Biomarker("TMB", "TMB High", BiomarkerKind.SIGNATURE),
    "star": Biomarker("star", "HLA-A *02:01", BiomarkerKind.HAPLOTYPE, "HLA-A"),
    "placed": Biomarker("placed", "DPYD *2A", BiomarkerKind.HAPLOTYPE, "DPYD", alleles=((Assembly.GRCH38, "1", 1, "C", "T"),)),
}


@pytest.mark.parametrize(
    ("profile", "assessment"),
    [
        ("V600E", "from_vcf"),
        ("NOT V600E", "from_vcf"),
        ("V600E AND HER2", "conditional"),
        ("V600E OR HER2", "from_vcf"),
        ("V600E AND NOT TMB", "conditional"),
        ("HER2", "never"),
        ("HER2 OR TMB", "never"),
        ("NOT ( V600E OR HER2 )", "conditional"),
        ("NOT ( V600E AND HER2 )", "from_vcf"),
        ("star", "never"),
        ("placed", "from_vcf"),
    ],
)
def test_what_a_vcf_can_show_of_a_profile(profile: str, assessment: str) -> None:
    assert profile_assessment(parse_profile(profile), MARKERS) == assessment


def test_every_reason_is_said(table: KnowledgeTable) -> None:
    for biomarker in table.biomarkers.values():
        assert why_not_assessable(biomarker) or biomarker.kind not in NOT_SEEN_IN_A_VCF
