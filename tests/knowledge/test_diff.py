"""Two knowledge releases compared: a rename is no change, and everything else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.diff import Change, StatementChange, compare
from pm_annotate.knowledge.profile_meaning import profile_genes, same_meaning
from pm_annotate.knowledge.releases import Release, read_release

BASE = {
    "statement_id": "civic:EID1",
    "profile_text": "BRAF V600E",
    "statement_type": "TherapeuticResponse",
    "predicate": "predictsSensitivityTo",
    "direction": "supports",
    "strength": "Level B",
    "therapies": "Dabrafenib;Trametinib",
    "therapy_combination": "AND",
    "condition": "Melanoma",
    "condition_ids": "DOID:1909",
    "citations": "PMID:1",
    "rating": "3",
}


def difference(old: dict[str, str], new: dict[str, str]) -> list[StatementChange]:
    return list(compare(Release("old", {"civic:EID1": BASE | old}), Release("new", {"civic:EID1": BASE | new})))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ALK EML4::ALK", "EML4::ALK Fusion"),
        ("ALK Fusion", "v::ALK Fusion"),
        ("FGFR2 Fusion", "FGFR2::v Fusion"),
        ("ALK EML4::ALK e6-e20", "EML4::ALK e6::e20"),
        ("ALK EML4::ALK AND ALK C1156Y", "EML4::ALK Fusion AND ALK C1156Y"),
        ("ABL1 BCR::ABL1 AND ABL1 T315I", "BCR::ABL1 Fusion AND ABL1 T315I"),
        ("BRAF V600 OR BRAF Fusion", "v::BRAF Fusion OR BRAF V600"),
        ("NRAS Q179X", "NRAS Q179*"),
        ("KMT2C MUTATION", "KMT2C Mutation"),
        ("EML4-ALK AND KRAS WT", "Wild type KRAS AND EML4::ALK Fusion"),
        ("EGFR ex19del", "EGFR Exon 19 Deletion"),
    ],
)
def test_another_spelling_of_a_profile_is_a_rename(old: str, new: str) -> None:
    assert same_meaning(old, new)
    (change,) = difference({"profile_text": old}, {"profile_text": new})
    assert change.change == Change.RENAMED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("BRAF V600E", "BRAF V600K"),
        ("BRAF V600E", "BRAF V600"),
        ("BRAF V600E", "BRAF V600E AND NF1 Loss"),
        ("BRAF V600E", "NOT BRAF V600E"),
        ("KRAS G12D AND BRAF V600E", "KRAS G12D OR BRAF V600E"),
        ("FGFR2::v Fusion", "v::FGFR2 Fusion"),
        ("ROS1 Rearrangement", "v::ROS1 Fusion"),
        ("EML4::ALK Fusion", "STRN::ALK Fusion"),
        ("EML4::ALK e6::e20", "EML4::ALK e13::e20"),
        ("ERBB2 Expression", "ERBB2 Nuclear Expression"),
        ("TMB High", "TMB Low"),
        ("EGFR ex19del", "EGFR ex20ins"),
        ("ALK rearranged", "ROS1 rearranged"),
    ],
)
def test_another_meaning_of_a_profile_is_a_change(old: str, new: str) -> None:
    assert not same_meaning(old, new)
    (change,) = difference({"profile_text": old}, {"profile_text": new})
    assert change.change == Change.CHANGED


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"strength": "Level C"}, Change.CHANGED),
        ({"direction": "disputes"}, Change.CHANGED),
        ({"therapies": "Dabrafenib"}, Change.CHANGED),
        ({"condition": "Skin Melanoma", "condition_ids": "DOID:8923"}, Change.CHANGED),
        ({"condition": "Malignant Melanoma"}, Change.RENAMED),
        ({"rating": "5"}, Change.DETAILS),
    ],
)
def test_a_cell_that_differs_is_told_with_both_values(cells: dict[str, str], kind: Change) -> None:
    (change,) = difference({}, cells)
    assert change.change == kind
    assert {field.column: (field.old, field.new) for field in change.fields} == {
        column: (BASE[column], value) for column, value in cells.items()
    }


def test_the_order_of_therapies_counts_only_where_they_follow_each_other() -> None:
    turned = {"therapies": "Trametinib;Dabrafenib"}
    assert difference({}, turned) == []
    sequential = {"therapy_combination": "SEQUENTIAL"}
    assert [change.change for change in difference(sequential, sequential | turned)] == [Change.CHANGED]


def test_a_column_that_one_release_does_not_have_is_no_difference() -> None:
    assert difference({}, {"escat_tier": "I-A"}) == []


def test_what_came_and_went_is_sorted_by_gene_and_number() -> None:
    def release(*ids: tuple[str, str]) -> Release:
        return Release("", {key: BASE | {"statement_id": key, "profile_text": text} for key, text in ids})

    old = release(("civic:EID9", "KRAS G12C"))
    new = Release("", release(("civic:EID10", "BRAF V600E"), ("civic:EID2", "BRAF V600K")).rows, frozenset({"civic:EID9"}))
    changes = compare(old, new)
    assert [(change.statement_id, change.change) for change in changes] == [
        ("civic:EID2", Change.ADDED),
        ("civic:EID10", Change.ADDED),
        ("civic:EID9", Change.REMOVED),
    ]
    assert changes[2].note == "flagged in the new release"


def test_a_fusion_is_listed_under_both_genes() -> None:
    assert profile_genes("EML4::ALK Fusion AND ALK C1156Y") == ("ALK", "EML4")
    assert profile_genes("v::RET Fusion") == ("RET",)
    assert profile_genes("TMB High") == ()


def test_the_packaged_table_is_the_newer_release(shared_data: Path, resources: Path) -> None:
    source = read_release(shared_data / "knowledge" / "civic_evidence.2026-05-29.tsv")
    packaged = read_release(resources / "knowledge" / "statements.civic.tsv")
    assert len(source.rows) == len(packaged.rows) == 4701
    assert compare(source, packaged) == ()


def test_a_folder_is_all_its_statements(resources: Path, tmp_path: Path) -> None:
    assert len(read_release(resources / "knowledge").rows) == 4701 + 112 + 1944
    with pytest.raises(KnowledgeError, match=r"no statements\.\*\.tsv"):
        read_release(tmp_path)


def test_real_releases_differ_by_renames_mostly(shared_data: Path) -> None:
    old, new = (shared_data / "knowledge" / f"civic_evidence.{date}.tsv" for date in ("2024-08-01", "2026-05-29"))
    changes = compare(read_release(old), read_release(new))
    counts = {kind: sum(change.change == kind for change in changes) for kind in Change}
    assert counts[Change.ADDED] == 417
    assert counts[Change.REMOVED] == 30
    assert counts[Change.RENAMED] > 800
    fusion = [change for change in changes if change.row["profile_text"] == "v::ALK Fusion" and change.fields]
    assert fusion
    assert Change.CHANGED not in {
        field.change for change in fusion for field in change.fields if field.old == "ALK Fusion"
    }  # fmt: skip
