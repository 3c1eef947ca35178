"""Loading the packaged table: what it holds, what it costs, and that layers can be removed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.profiles import biomarker_ids
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge.table_file import (
    BIOMARKER_COLUMNS,
    biomarker_from_cells,
    biomarker_row,
    read_table,
    write_table,
)
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind


@pytest.fixture(scope="module")
def table(resources: Path) -> KnowledgeTable:
    return load_knowledge(resources / "knowledge")


def test_every_statement_speaks_of_known_biomarkers(table: KnowledgeTable) -> None:
    count = 0
    for statement in table.statements():
        assert all(biomarker_id in table.biomarkers for biomarker_id in biomarker_ids(statement.profile))
        count += 1
    assert count == 4701 + 112 + 1944 == len(table.statement_ids)


def test_every_biomarker_is_used(table: KnowledgeTable) -> None:
    unused = [biomarker_id for biomarker_id in table.biomarkers if not table.statements_using(biomarker_id)]
    assert unused == []


def test_a_statement_reads_as_its_source_wrote_it(table: KnowledgeTable) -> None:
    statement = table.statement("civic:EID1409")
    assert (statement.profile_text, statement.profile.biomarker_id) == ("BRAF V600E", "civic:MP12")
    assert (statement.therapies, statement.condition, statement.condition_ids) == (
        ("Vemurafenib",),
        "Skin Melanoma",
        ("DOID:8923",),
    )
    assert (statement.strength, statement.citations) == ("Level A", ("PMID:21639808",))
    assert (statement.knowledge_base, statement.knowledge_base_version) == ("CIViC", "2026-05-29")


def test_the_osimertinib_resistance_profile_joins_three_biomarkers(table: KnowledgeTable) -> None:
    profile = table.statement("civic:EID1396").profile
    assert profile.operator == "AND"
    assert [table.biomarkers[part.biomarker_id].name for part in profile.parts] == [
        "EGFR T790M",
        "EGFR Exon 19 Deletion",
        "EGFR C797S",
    ]


def test_a_negated_profile_is_found_from_its_biomarker(table: KnowledgeTable) -> None:
    (kit,) = [marker for marker in table.biomarkers_of_gene("KIT") if marker.name == "KIT D816V"]
    negated = [statement for statement in table.statements_using(kit.biomarker_id) if statement.profile.operator == "NOT"]
    assert {statement.profile_text for statement in negated} == {"NOT KIT D816V"}


def test_wild_type_parts_of_labels_are_biomarkers_of_their_genes(table: KnowledgeTable) -> None:
    kinds = {marker.name: marker.kind for marker in table.biomarkers_of_gene("NRAS")}
    assert kinds["Wild type NRAS"] == BiomarkerKind.WILD_TYPE


def test_fusions_are_found_from_both_partners(table: KnowledgeTable) -> None:
    assert "EML4::ALK Fusion" in {marker.name for marker in table.biomarkers_of_gene("EML4")}
    assert "EML4::ALK Fusion" in {marker.name for marker in table.biomarkers_of_gene("ALK")}
    assert table.biomarkers_of_gene("v") == ()


@pytest.mark.parametrize(
    ("assembly", "key", "name"),
    [
        (Assembly.GRCH37, ("7", 140453136, "A", "T"), "BRAF V600E"),
        (Assembly.GRCH38, ("7", 140753336, "A", "T"), "BRAF V600E"),
        (Assembly.GRCH38, ("5", 1295113, "G", "A"), "TERT C228T"),
        (Assembly.GRCH37, ("7", 55242464, "AGGAATTAAGAGAAGC", "A"), "EGFR E746_A750del"),
        (Assembly.GRCH38, ("7", 55174771, "AGGAATTAAGAGAAGC", "A"), "EGFR E746_A750del"),
        (Assembly.GRCH37, ("1", 97915614, "C", "T"), "DPYD DPYD*2A HOMOZYGOSITY"),
        (Assembly.GRCH37, ("13", 28592642, "C", "G"), "FLT3 D835H/Y"),
        (Assembly.GRCH37, ("13", 28592642, "C", "A"), "FLT3 D835H/Y"),
    ],
)
def test_alleles_lead_to_biomarkers(
    table: KnowledgeTable, assembly: Assembly, key: tuple[str, int, str, str], name: str
) -> None:
    assert name in {table.biomarkers[biomarker_id].name for biomarker_id in table.allele_index(assembly)[key]}


def test_both_assemblies_know_the_same_biomarkers(table: KnowledgeTable) -> None:
    on_37, on_38 = (
        {biomarker_id for ids in table.allele_index(assembly).values() for biomarker_id in ids} for assembly in Assembly
    )
    assert on_37 == on_38
    assert len(on_37) == 823  # 822 with coordinates of the source, and DPYD rs67376798 by its rs number


def test_ranges_of_categorical_variants_are_no_alleles(table: KnowledgeTable) -> None:
    gene_wide = {BiomarkerKind.ANY_VARIANT, BiomarkerKind.EXON, BiomarkerKind.FUSION, BiomarkerKind.AMPLIFICATION}
    assert not [marker for marker in table.biomarkers.values() if marker.kind in gene_wide and marker.alleles]


def named(table: KnowledgeTable, name: str) -> Biomarker:
    (found,) = [marker for marker in table.biomarkers.values() if marker.name == name]
    return found


def test_names_are_tied_to_the_transcript_whose_numbering_they_use(table: KnowledgeTable) -> None:
    (transcript,) = named(table, "BRAF V600E").transcripts
    assert transcript.startswith("NM_004333")


def test_names_of_other_isoforms_are_renumbered_by_their_allele(table: KnowledgeTable) -> None:
    assert named(table, "FGFR2 N550K").protein_changes == ("N549K",)


def test_histone_names_count_the_first_methionine(table: KnowledgeTable) -> None:
    assert "K28M" in named(table, "H3-3A p.K27M").protein_changes


def test_insertions_that_duplicate_are_known_as_duplications_too(table: KnowledgeTable) -> None:
    assert set(named(table, "EGFR D770_N771insSVD").protein_changes) == {"D770_N771insSVD", "S768_D770dup"}


def test_a_lost_start_is_matched_by_its_allele_only(table: KnowledgeTable) -> None:
    assert named(table, "BRCA2 M1R").protein_changes == ("M1R",)


def test_hotspots_answer_by_protein_change_and_by_allele(table: KnowledgeTable) -> None:
    assert table.hotspots.is_hotspot("BRAF", "V600E")
    assert not table.hotspots.is_hotspot("BRAF", "V600Y")
    assert table.hotspots.alleles(Assembly.GRCH38)["7", 140753336, "A", "T"] == ("BRAF", "V600E")


def test_loci_cover_promoters_and_polymorphisms(table: KnowledgeTable) -> None:
    loci = table.loci(Assembly.GRCH38)
    assert list(loci) == sorted(loci)
    assert any(chrom == "5" and start <= 1295135 <= end for chrom, start, end in loci)  # TERT C250T
    assert ("12", 25207290, 25207290) in loci  # KRAS 3' UTR rs61764370


def test_versions_name_every_table_with_its_checksum(table: KnowledgeTable) -> None:
    versions = {version.file: version for version in table.versions}
    civic = versions["statements.civic.tsv"]
    assert (civic.knowledge_base, civic.version, civic.licence, civic.rows) == ("CIViC", "2026-05-29", "CC0-1.0", 4701)
    assert versions["hotspots.tsv"].licence == versions["statements.approvals.tsv"].licence == "ODbL-1.0"
    assert all(len(version.sha256) == 64 for version in versions.values())
    assert "typing_report.tsv" not in versions


@pytest.mark.parametrize("removed", [["hotspots.tsv"], ["statements.approvals.tsv", "biomarkers.approvals.tsv"],
                                     ["biomarkers.approvals.tsv"], ["gene_roles.tsv", "promoters.tsv"]])  # fmt: skip
def test_a_layer_can_be_removed(resources: Path, tmp_path: Path, removed: list[str]) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(resources / "knowledge", folder)
    for name in removed:
        (folder / name).unlink()
    table = load_knowledge(folder)
    assert {version.file for version in table.versions}.isdisjoint(removed)
    assert table.statement("civic:EID1409").therapies == ("Vemurafenib",)
    assert table.loci(Assembly.GRCH37)
    if "hotspots.tsv" in removed:
        assert not table.hotspots
        assert not table.hotspots.is_hotspot("BRAF", "V600E")
    if "biomarkers.approvals.tsv" in removed:
        assert not any(statement.regulatory_approval for statement in table.statements())


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="make resources"):
        load_knowledge(tmp_path)


def test_a_table_of_other_columns_is_refused(resources: Path, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(resources / "knowledge", folder)
    path = folder / "biomarkers.civic.tsv"
    path.write_text(path.read_text().replace("biomarker_id\tname", "id\tname", 1))
    with pytest.raises(KnowledgeError, match="the columns must begin with biomarker_id"):
        load_knowledge(folder)


LOAD_AND_COMPARE = """
import time

from pm_annotate.knowledge.table import load_knowledge
from pm_annotate.model import Assembly
from pm_annotate.resources import resources_folder

start = time.process_time()
table = load_knowledge(resources_folder() / "knowledge")
table.allele_index(Assembly.GRCH38)[("7", 140753336, "A", "T")]
for biomarker in table.biomarkers_of_gene("BRAF"):
    table.statements_using(biomarker.biomarker_id)
loaded = time.process_time()
import cyvcf2

print(loaded - start, time.process_time() - loaded)
"""


def test_loading_costs_no_more_than_importing_cyvcf2() -> None:
    """In one process, the best of three, as other work shares the machine."""
    runs = [subprocess.run([sys.executable, "-c", LOAD_AND_COMPARE], capture_output=True, text=True) for _ in range(3)]
    loading, importing = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    assert min(loading) < min(importing)


def test_typing_names_is_not_imported_without_a_lab_table() -> None:
    """Its patterns take longer to compile than the whole table takes to load."""
    script = "import sys, pm_annotate.knowledge.table; print('pm_annotate.knowledge.profile_names' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True).stdout == "False\n"


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_*>=+-", min_size=1, max_size=8)
POSITIONS = st.integers(1, 250_000_000)
BIOMARKERS = st.builds(
    Biomarker,
    biomarker_id=WORDS,
    name=WORDS,
    kind=st.sampled_from(BiomarkerKind),
    gene=WORDS,
    protein_changes=st.lists(WORDS, max_size=3).map(tuple),
    codons=st.lists(st.integers(1, 3000), max_size=3).map(tuple),
    regions=st.lists(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), max_size=2).map(tuple),
    exons=st.lists(st.integers(1, 80), max_size=3).map(tuple),
    mutation_types=st.lists(WORDS, max_size=2).map(tuple),
    alleles=st.lists(st.tuples(st.sampled_from(Assembly), st.sampled_from(["7", "X"]), POSITIONS, st.just("A"), st.just("TG")))
    .map(sorted)
    .map(tuple),
    five_prime_exon=st.none() | st.integers(1, 40),
    three_prime_exon=st.none() | st.integers(1, 40),
    hgvsc=st.lists(WORDS, max_size=2).map(tuple),
    transcripts=st.lists(WORDS, max_size=2).map(tuple),
    five_prime=st.just("") | WORDS,
    three_prime=st.just("") | WORDS,
    rsid=st.just("") | WORDS,
)


@given(BIOMARKERS)
def test_a_biomarker_survives_its_row(biomarker: Biomarker) -> None:
    row = biomarker_row(biomarker)
    assert biomarker_from_cells([row[column] for column in BIOMARKER_COLUMNS]) == biomarker


def test_a_written_table_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "one.tsv"
    assert write_table(path, {"version": "1"}, ("a", "b"), [{"a": "x"}, {"a": "y", "b": "z"}]) == 2
    table = read_table(path)
    assert (table.header, list(table.rows())) == ({"version": "1"}, [{"a": "x", "b": ""}, {"a": "y", "b": "z"}])
    with pytest.raises(ValueError, match="holds a tab"):
        write_table(path, {}, ("a",), [{"a": "x\ty"}])
