"""The importer of the disease trees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pm_annotate.errors import KnowledgeError
from pm_annotate.knowledge.sources.disease import build_disease_tables

TREE = {
    "TISSUE": {
        "code": "TISSUE", "name": "Tissue", "tissue": None, "externalReferences": {}, "children": {
            "BOWEL": {
                "code": "BOWEL", "name": "Bowel", "tissue": "Bowel", "externalReferences": {}, "children": {
                    "COAD": {"code": "COAD", "name": "Colon Adenocarcinoma", "tissue": "Bowel",
                             "externalReferences": {"NCI": ["C4349"]}, "children": {}},
                    "CAX": {"code": "CAX", "name": "Some Colon Cancer", "tissue": "Bowel",
                            "externalReferences": {"NCI": ["C9242"]}, "children": {}},
                }}}}
}  # fmt: skip
SUBCLASS = [
    ("DOID:234", "colon adenocarcinoma", "DOID:219", "colon cancer"),
    ("DOID:219", "colonic cancer", "DOID:162", "cancer"),
    ("DOID:299", "adenocarcinoma", "DOID:162", "cancer"),
    ("DOID:162", "cancer", "DOID:14566", "disease of cellular proliferation"),
    ("DOID:9352", "type 2 diabetes mellitus", "DOID:4", "disease"),
]
OBO = """format-version: 1.2

[Term]
id: DOID:219
name: colon cancer
synonym: "colon neoplasm" RELATED []
synonym: "cancer of colon" EXACT []
xref: NCI:C9242
is_a: DOID:162 ! cancer

[Typedef]
id: part_of
name: part of
"""
CURATED = {
    "curated_nodes.tsv": "id\tname\tparents\tchildren\tsynonyms\nLOCAL:X\tx tumor\tDOID:162\tONCOTREE:CAX\tX|xx\n",
    "curated_edges.tsv": "# ours\nchild\taction\tparent\twhy\n",
    "curated_bridge.tsv": "code\trelation\tdoid\nBOWEL\tbroad\tDOID:162\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "oncotree_2025_10_03.json").write_text(json.dumps(TREE))
    rows = ["doid\tlabel\tparent_doid\tparent_label", *("\t".join(row) for row in SUBCLASS)]
    (folder / "doid_subclass.tsv").write_text("\n".join(rows) + "\n")
    (folder / "DO_cancer_slim.obo").write_text(OBO)
    (folder / "doid_xref.tsv").write_text("doid\tlabel\txref\nDOID:234\tcolon adenocarcinoma\tNCI:C4349\n")
    return folder


def write_curated(folder: Path, **changed: str) -> Path:
    folder.mkdir()
    for name, text in (CURATED | {f"curated_{key}.tsv": value for key, value in changed.items()}).items():
        (folder / name).write_text(text)
    return folder


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[1:]


def test_trees_and_bridge_are_written(source: Path, tmp_path: Path) -> None:
    counts = build_disease_tables(source, tmp_path / "out", write_curated(tmp_path / "curated"))
    assert counts["oncotree.tsv"] == 4
    bridge = [tuple(line.split("\t")[:4]) for line in lines(tmp_path / "out" / "oncotree_doid.tsv")]
    assert bridge == [
        ("BOWEL", "DOID:162", "broad", "curated"),
        ("CAX", "DOID:219", "exact", "xref_nci"),
        ("CAX", "LOCAL:X", "broad", "curated"),
        ("COAD", "DOID:234", "exact", "name"),
    ]


def test_histology_becomes_a_parent_and_other_diseases_stay_out(source: Path, tmp_path: Path) -> None:
    build_disease_tables(source, tmp_path / "out", write_curated(tmp_path / "curated"))
    doids = {line.split("\t")[0]: line.split("\t") for line in lines(tmp_path / "out" / "doid_cancer.tsv")}
    assert doids["DOID:234"][2] == "DOID:219;DOID:299"
    assert doids["DOID:219"][1:4] == ["colon cancer", "DOID:162", "cancer of colon|colonic cancer"]
    assert "DOID:9352" not in doids


def test_curated_edges_replace_upstream_parents(source: Path, tmp_path: Path) -> None:
    edges = "child\taction\tparent\twhy\nDOID:234\tremove\tDOID:219\t\nONCOTREE:COAD\tadd\tONCOTREE:TISSUE\t\n"
    build_disease_tables(source, tmp_path / "out", write_curated(tmp_path / "curated", edges=edges))
    assert "DOID:234\tcolon adenocarcinoma\tDOID:299\t" in lines(tmp_path / "out" / "doid_cancer.tsv")
    assert "COAD\tColon Adenocarcinoma\tBOWEL;TISSUE\tBowel\t\tC4349" in lines(tmp_path / "out" / "oncotree.tsv")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"bridge": "code\trelation\tdoid\nNOPE\texact\tDOID:219\n"}, "NOPE is not an OncoTree code"),
        ({"bridge": "code\trelation\tdoid\nCOAD\texact\tDOID:777\n"}, "DOID:777 is not in"),
        ({"bridge": "code\trelation\tdoid\nCOAD\tequal\tDOID:219\n"}, "relation 'equal'"),
        ({"edges": "child\taction\tparent\twhy\nDOID:219\tmove\tDOID:162\t\n"}, "action 'move'"),
    ],
)
def test_a_wrong_curated_row_is_an_error(source: Path, tmp_path: Path, changed: dict[str, str], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        build_disease_tables(source, tmp_path / "out", write_curated(tmp_path / "curated", **changed))


def test_a_missing_file_is_named(source: Path, tmp_path: Path) -> None:
    (source / "doid_xref.tsv").unlink()
    with pytest.raises(KnowledgeError, match=r"doid_xref\.tsv is missing"):
        build_disease_tables(source, tmp_path / "out", write_curated(tmp_path / "curated"))


def test_the_packaged_tables_are_what_the_importer_writes(shared_data: Path, resources: Path, tmp_path: Path) -> None:
    counts = build_disease_tables(shared_data / "disease", tmp_path, resources / "disease")
    for name in counts:
        assert (tmp_path / name).read_bytes() == (resources / "disease" / name).read_bytes(), f"{name}: run make resources"
    assert counts["oncotree.tsv"] == 898
    assert sum((tmp_path / name).stat().st_size for name in counts) < 1_000_000
