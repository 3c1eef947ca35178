"""Searching the packaged statements."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.search import search_statements
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge


@pytest.fixture(scope="module")
def table(resources: Path) -> KnowledgeTable:
    return load_knowledge(resources / "knowledge")


def ids(table: KnowledgeTable, query: str) -> list[str]:
    return [statement.statement_id for statement in search_statements(table, query).statements]


@pytest.mark.parametrize("query", ["PMID:21639808", "21639808", "EID1409", "civic:eid1409"])
def test_an_id_or_a_citation_finds_its_statement_first(table: KnowledgeTable, query: str) -> None:
    assert ids(table, query)[0] == "civic:EID1409"


def test_every_word_must_be_found(table: KnowledgeTable) -> None:
    found = search_statements(table, "EGFR T790M osimertinib").statements
    assert found
    assert all("T790M" in statement.profile_text for statement in found)
    assert all("Osimertinib" in " ".join(statement.therapies) for statement in found)


def test_spellings_of_a_protein_change_find_the_same(table: KnowledgeTable) -> None:
    assert ids(table, "BRAF p.Val600Glu") == ids(table, "braf V600E")


@pytest.mark.parametrize(
    ("written", "in_the_sources"),
    [("EML4-ALK", "EML4::ALK"), ("METex14", "MET Exon 14 Skipping"), ("ERBB2 amplified", "ERBB2 amplification")],
)
def test_words_as_panels_write_them_find_what_the_sources_write(
    table: KnowledgeTable, written: str, in_the_sources: str
) -> None:
    found = ids(table, written)
    assert found
    assert set(found) >= set(ids(table, in_the_sources))


@pytest.mark.parametrize(
    ("said", "in_the_sources"),
    [
        ("ALK rearrangement", "v::ALK Fusion"),
        ("RET translocations", "v::RET Fusion"),
        ("HER2 amplification trastuzumab", "ERBB2 amplification"),
        ("c-KIT D816V", "KIT D816V"),
        ("KRAS wildtype cetuximab", "Wild type KRAS"),
        ("KRAS wild type panitumumab", "Wild type KRAS"),
        ("MSI high pembrolizumab", "MSI-H"),
        ("BRCA1 mutations olaparib", "BRCA1 Mutation"),
        ("BRAF melanomas vemurafenib", "BRAF V600E"),
        ("trastuzumab-deruxtecan HER2", "HER2-low"),
        ("EGFR del19 osimertinib", "EGFR Exon 19 Deletion"),
        ("EGFR lung tumours gefitinib", "EGFR L858R"),
    ],
)
def test_words_of_people_find_what_the_sources_call_otherwise(table: KnowledgeTable, said: str, in_the_sources: str) -> None:
    """A search for "ALK rearrangement" found nothing, as if no drug were approved."""
    profiles = {one.profile_text.lower() for one in search_statements(table, said).statements}
    assert any(in_the_sources.lower() in profile for profile in profiles), sorted(profiles)[:10]


@pytest.mark.parametrize(("british", "american"), [("leukaemia FLT3", "leukemia FLT3"), ("tumours NTRK1", "tumor NTRK1")])
def test_british_spelling_finds_the_same(table: KnowledgeTable, british: str, american: str) -> None:
    assert ids(table, british)
    assert set(ids(table, british)) == set(ids(table, american))


@pytest.mark.parametrize("word", ["EMA", "predictsResistanceTo", "Resistance", "Somatic", "CIViC"])
def test_every_cell_of_a_statement_is_searched(table: KnowledgeTable, word: str) -> None:
    found = search_statements(table, f"EGFR {word}").statements
    assert found
    assert search_statements(table, "EGFR").total > len(found)


def test_a_number_is_no_part_of_a_longer_one(table: KnowledgeTable) -> None:
    assert "civic:EID1409" in ids(table, "21639808")
    assert ids(table, "2163980") == ids(table, "1639808") == []


def test_the_better_place_then_the_better_level_goes_first(table: KnowledgeTable) -> None:
    found = search_statements(table, "olaparib").statements
    assert all("Olaparib" in one.therapies for one in found[:100])
    levels = [one.strength for one in found if "Olaparib" in one.therapies]
    assert levels == sorted(levels)


def test_a_change_in_an_exon_is_found_with_and_without_parentheses(table: KnowledgeTable) -> None:
    profiles = {one.profile_text for one in search_statements(table, "EGFR ex19del").statements}
    assert {"EGFR Exon 19 Deletion", "EGFR Exon 19 (Deletion)"} <= profiles


def test_a_whole_word_goes_before_a_part_of_one(table: KnowledgeTable) -> None:
    found = [statement.profile_text for statement in search_statements(table, "ALK Fusion").statements]
    first = found.index("v::ALK Fusion")
    assert first < 5


def test_a_disease_is_searched_by_name_and_by_identifier(table: KnowledgeTable) -> None:
    assert "civic:EID1409" in ids(table, "BRAF DOID:8923")
    assert "civic:EID1409" in ids(table, 'vemurafenib "skin melanoma"')


def test_the_limit_cuts_but_the_total_is_told(table: KnowledgeTable) -> None:
    every = search_statements(table, "KRAS")
    some = search_statements(table, "KRAS", limit=7)
    assert len(some.statements) == 7
    assert some.statements == every.statements[:7]
    assert some.total == every.total == len(every.statements)


def test_a_type_keeps_only_its_statements(table: KnowledgeTable) -> None:
    found = search_statements(table, "BRAF", statement_type="Diagnostic").statements
    assert {statement.statement_type for statement in found} == {"Diagnostic"}


@pytest.mark.parametrize("query", ["", "   ", "flobbergast", "BRAF flobbergast"])
def test_nothing_is_found_for_nothing(table: KnowledgeTable, query: str) -> None:
    assert search_statements(table, query).total == 0
