"""How the conditions of statements stand to a tumour type: the trees of OncoTree and the Disease Ontology."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.knowledge.tumor_types import TumorTypes, load_tumor_types
from pm_annotate.model import TumorRelation
from tests.knowledge.disease_tables import (
    ALL,
    AML,
    ANCESTOR,
    ANY,
    BRCA,
    BREAST,
    CANCER,
    CLL,
    CML,
    COADREAD,
    COLORECTAL,
    DESCENDANT,
    HER2_BREAST,
    LI_FRAUMENI,
    LUAD,
    LUNG,
    LYNCH,
    MELANOMA,
    NHL,
    NON_SQUAMOUS,
    NSCLC,
    OTHER,
    SAME,
    SKIN_MELANOMA,
    SOLID,
    TNBC,
    UNKNOWN,
    VHL,
    table,
)


@pytest.mark.parametrize(
    ("tumor", "expected"),
    [
        ("COAD", {"DOID:234": SAME, COLORECTAL: ANCESTOR, COADREAD: ANCESTOR, MELANOMA: OTHER, SOLID: ANY, LYNCH: OTHER}),
        ("colorectal", {COLORECTAL: SAME, COADREAD: SAME, "DOID:219": DESCENDANT, "ONCOTREE:SBC": OTHER, NSCLC: OTHER}),
        ("LUAD", {LUAD: SAME, NSCLC: ANCESTOR, "ONCOTREE:NSCLC": ANCESTOR, NON_SQUAMOUS: ANCESTOR, "DOID:3907": OTHER}),
        ("LUSC", {NSCLC: ANCESTOR, NON_SQUAMOUS: OTHER, LUAD: OTHER, LUNG: ANCESTOR}),
        ("lung", {LUNG: SAME, NSCLC: DESCENDANT, LUAD: DESCENDANT, "DOID:5409": DESCENDANT, BREAST: OTHER}),
        ("breast", {BREAST: SAME, BRCA: SAME, HER2_BREAST: DESCENDANT, TNBC: DESCENDANT, "DOID:2394": OTHER}),
        ("IDC", {BREAST: ANCESTOR, BRCA: ANCESTOR, HER2_BREAST: DESCENDANT}),
        ("HER2-positive breast cancer", {HER2_BREAST: SAME, BRCA: ANCESTOR, TNBC: OTHER, "DOID:0060080": OTHER}),
        ("melanoma", {MELANOMA: SAME, "ONCOTREE:MEL": SAME, SKIN_MELANOMA: SAME, "DOID:6039": DESCENDANT, COLORECTAL: OTHER}),
        ("SKCM", {SKIN_MELANOMA: SAME, MELANOMA: ANCESTOR, "ONCOTREE:MEL": ANCESTOR, "DOID:6039": OTHER}),
        ("uveal melanoma", {"DOID:6039": SAME, MELANOMA: ANCESTOR, SKIN_MELANOMA: OTHER, "DOID:4159": OTHER}),
        ("prostate", {"DOID:10283": SAME, "ONCOTREE:PRAD": SAME, "DOID:0080909": DESCENDANT, "DOID:11054": OTHER}),
        ("bladder", {"DOID:11054": SAME, "ONCOTREE:BLCA": SAME, "DOID:2671": ANCESTOR, "DOID:4007": SAME, "DOID:263": OTHER}),
        ("kidney", {"DOID:4450": SAME, "ONCOTREE:RCC": SAME, "DOID:4467": DESCENDANT, VHL: OTHER}),
        ("KIRC", {"DOID:4467": SAME, "DOID:4450": ANCESTOR, "ONCOTREE:RCC": ANCESTOR, "DOID:4465": OTHER, VHL: OTHER}),
        ("pancreatic", {"DOID:1793": SAME, "ONCOTREE:PAAD": SAME, "DOID:3498": SAME, "ONCOTREE:PANET": DESCENDANT}),
        ("PAAD", {"DOID:1793": ANCESTOR, "DOID:4074": SAME, "DOID:3498": SAME, "ONCOTREE:PANET": OTHER}),
        ("endometrial", {"DOID:1380": SAME, "ONCOTREE:UCEC": SAME, "DOID:363": ANCESTOR, "DOID:5750": DESCENDANT}),
        ("cervical", {"DOID:4362": SAME, "ONCOTREE:CESC": SAME, "ONCOTREE:CEAD": SAME, "DOID:1380": OTHER}),
        ("ovarian", {"DOID:2394": SAME, "ONCOTREE:OVT": SAME, "ONCOTREE:LGSOC": DESCENDANT, BREAST: OTHER}),
        ("stomach", {"DOID:10534": SAME, "DOID:3717": SAME, "ONCOTREE:EGC": ANCESTOR, "ONCOTREE:ESCC": OTHER}),
        ("oesophageal", {"DOID:5041": SAME, "ONCOTREE:ESCC": SAME, "ONCOTREE:ESCA": SAME, "ONCOTREE:EGC": ANCESTOR}),
        ("head and neck", {"DOID:11934": SAME, "ONCOTREE:HNSC": SAME, "DOID:0050866": DESCENDANT, NSCLC: OTHER}),
        ("GIST", {"DOID:9253": SAME, "DOID:1115": ANCESTOR, COLORECTAL: OTHER, SOLID: ANY}),
        ("liver", {"DOID:684": SAME, "ONCOTREE:HCC": SAME, "DOID:5015": DESCENDANT, "DOID:4947": OTHER}),
        ("bile duct", {"DOID:4947": SAME, "ONCOTREE:IHCH": DESCENDANT, "DOID:4607": ANCESTOR, "DOID:684": OTHER}),
        ("thyroid", {"DOID:1781": SAME, "DOID:3969": DESCENDANT, "ONCOTREE:THME": DESCENDANT, MELANOMA: OTHER}),
        ("MTC", {"ONCOTREE:THME": SAME, "DOID:1781": ANCESTOR, "DOID:3962": OTHER, "DOID:3969": OTHER}),
        ("brain", {"DOID:3068": DESCENDANT, "ONCOTREE:ODG": DESCENDANT, "DOID:1319": SAME, LUNG: OTHER}),
        ("GBM", {"DOID:3068": SAME, "DOID:3070": ANCESTOR, "ONCOTREE:ASTR": OTHER, "ONCOTREE:LGGNOS": OTHER}),
        ("PAST", {"DOID:0080829": ANCESTOR, "DOID:3070": OTHER, "DOID:4851": SAME}),
        ("neuroblastoma", {"DOID:769": SAME, "DOID:4163": DESCENDANT, "DOID:3068": OTHER}),
        ("neuroendocrine tumours", {"DOID:169": SAME, "ONCOTREE:PANET": DESCENDANT, LUAD: OTHER}),
        ("soft tissue sarcoma", {"DOID:1115": SAME, "DOID:5485": DESCENDANT, "DOID:9253": DESCENDANT, "DOID:9538": OTHER}),
        ("mesothelioma", {"DOID:1790": SAME, "DOID:7474": SAME, "DOID:1788": DESCENDANT}),
        ("leukaemia", {"DOID:1240": SAME, AML: DESCENDANT, CML: DESCENDANT, SOLID: OTHER, CANCER: ANY}),
        ("AML", {AML: SAME, "DOID:0081089": DESCENDANT, "DOID:1240": ANCESTOR, CML: OTHER, SOLID: OTHER}),
        ("CML", {CML: SAME, "ONCOTREE:CMLBCRABL1": SAME, "ONCOTREE:MPN": ANCESTOR, AML: OTHER}),
        ("ALL", {ALL: SAME, "DOID:0080650": DESCENDANT, "DOID:0080144": DESCENDANT, CLL: OTHER}),
        ("B-ALL", {ALL: ANCESTOR, "DOID:0080643": DESCENDANT, "DOID:5603": OTHER, "DOID:0080144": DESCENDANT}),
        ("CLL", {CLL: SAME, NHL: ANCESTOR, ALL: OTHER, "DOID:285": OTHER}),
        ("hairy cell leukaemia", {"DOID:285": SAME, CLL: OTHER, "DOID:1240": ANCESTOR}),
        ("lymphoma", {"DOID:0060058": SAME, "ONCOTREE:FL": DESCENDANT, AML: OTHER, SOLID: OTHER}),
        ("DLBC", {"DOID:0050745": SAME, NHL: ANCESTOR, "DOID:0050873": OTHER, "DOID:0080996": DESCENDANT}),
        ("multiple myeloma", {"DOID:9538": SAME, NHL: OTHER, "DOID:0070004": OTHER, "DOID:2531": ANCESTOR, SOLID: OTHER}),
        ("MDS", {"DOID:0050908": SAME, AML: OTHER, "DOID:2531": ANCESTOR}),
        ("ECD", {"DOID:4329": SAME, "DOID:2571": OTHER, SOLID: OTHER}),
    ],
)
def test_conditions_stand_to_a_tumor_type_as_a_clinician_would_say(
    tumors: TumorTypes, tumor: str, expected: dict[str, TumorRelation]
) -> None:
    resolved = tumors.resolve(tumor)
    assert {condition: tumors.relation((condition,), "", resolved) for condition in expected} == expected


def test_organ_independent_name_is_not_pinned_to_one_organ(tumors: TumorTypes) -> None:
    embryonal = tumors.resolve("Embryonal Carcinoma")  # the name of four OncoTree codes
    assert embryonal.nodes == ("DOID:3308",)
    assert tumors.relation(("ONCOTREE:TESTIS",), "", embryonal) == OTHER
    shared = tumors.resolve("Sex Cord Stromal Tumor")
    assert "ONCOTREE:OVARY" not in shared.ancestors


def test_conditions_without_identifier_are_told_by_name(tumors: TumorTypes) -> None:
    colon, myeloid = tumors.resolve("COAD"), tumors.resolve("AML")
    assert tumors.relation((), "Any solid tumor", colon) == tumors.relation((), "Solid Tumors, Advanced", colon) == ANY
    assert tumors.relation((), "Any solid tumor", myeloid) == OTHER
    assert tumors.relation((), "Colorectal Adenocarcinoma", colon) == ANCESTOR
    assert tumors.relation((), "Acute Myeloid Leukemia With NUP98 Rearrangement", myeloid) == DESCENDANT
    assert tumors.relation((), "Lung Non-Squamous Non-Small Cell Carcinoma", tumors.resolve("LUAD")) == ANCESTOR


def test_no_tumor_type_no_condition_and_an_unknown_condition_are_unknown(tumors: TumorTypes) -> None:
    colon = tumors.resolve("COAD")
    assert tumors.relation((COLORECTAL,), "Colorectal Cancer", None) == UNKNOWN
    assert tumors.relation((), " ", colon) == UNKNOWN
    assert tumors.relation((), "a disease of the moon", colon) == UNKNOWN
    assert tumors.relation(("DOID:9352",), "type 2 diabetes mellitus", colon) == OTHER  # outside the trees: no neoplasm


def test_the_closest_of_several_identifiers_counts(tumors: TumorTypes) -> None:
    colon = tumors.resolve("COAD")
    assert tumors.relation((MELANOMA, COLORECTAL), "", colon) == ANCESTOR
    assert tumors.relation((COLORECTAL, "DOID:234"), "", colon) == SAME


def test_nothing_is_read_before_a_type_is_given(tmp_path: Path) -> None:
    assert load_tumor_types(tmp_path / "absent").relation((COLORECTAL,), "", None) == UNKNOWN


def test_hereditary_syndromes_are_no_ancestors_of_tumors(tumors: TumorTypes) -> None:
    for row in table("oncotree.tsv"):
        resolved = tumors.resolve(f"ONCOTREE:{row['code']}")
        assert {tumors.relation((syndrome,), "", resolved) for syndrome in (VHL, LYNCH, LI_FRAUMENI)} == {OTHER}
    assert tumors.relation((VHL,), "", tumors.resolve("von Hippel-Lindau disease")) == SAME


def test_every_code_but_the_root_lies_under_a_doid(tumors: TumorTypes) -> None:
    for row in table("oncotree.tsv"):
        if row["code"] != "TISSUE":
            assert any(above.startswith("DOID:") for above in tumors.resolve(f"ONCOTREE:{row['code']}").ancestors), row


def test_the_trees_have_no_cycle_but_between_equals(tumors: TumorTypes) -> None:
    nodes = [f"ONCOTREE:{row['code']}" for row in table("oncotree.tsv")] + [row["doid"] for row in table("doid_cancer.tsv")]
    bridged: dict[str, set[str]] = {}
    for row in table("oncotree_doid.tsv"):
        if row["relation"] in ("exact", "narrow"):
            bridged.setdefault(row["doid"], set()).add(row["code"])
    codes_at = {node: {node[9:]} if node.startswith("ONCOTREE:") else bridged.get(node, set()) for node in nodes}
    for node in nodes:
        for above in tumors._trees.ancestors(node):
            if node in tumors._trees.ancestors(above):  # a cycle: both must be bridged to one code
                assert codes_at[node] & codes_at[above], (node, above)


def test_same_is_mutual_and_an_ancestor_sees_a_descendant(tumors: TumorTypes) -> None:
    for row in table("oncotree_doid.tsv"):
        if row["relation"] == "exact":
            code, doid = f"ONCOTREE:{row['code']}", row["doid"]
            assert tumors.relation((doid,), "", tumors.resolve(code)) == SAME
    for child, parent in (("COAD", "COADREAD"), ("LUAD", "NSCLC"), ("THPA", "WDTC"), ("SYNS", "SOFT_TISSUE")):
        assert tumors.relation((f"ONCOTREE:{parent}",), "", tumors.resolve(child)) == ANCESTOR
        assert tumors.relation((f"ONCOTREE:{child}",), "", tumors.resolve(f"ONCOTREE:{parent}")) == DESCENDANT


def test_lineage_reads_from_the_type_to_the_root(tumors: TumorTypes) -> None:
    assert tumors.resolve("COAD").lineage == ("Colon Adenocarcinoma", "Colorectal Adenocarcinoma", "Bowel")
    assert tumors.resolve("breast cancer").lineage == ("Breast cancer", "Breast")


@pytest.mark.parametrize(
    ("word", "relations"),
    [
        (
            "HR+/HER2- breast cancer",
            {"DOID:0060075": SAME, "DOID:0060080": SAME, HER2_BREAST: OTHER, BRCA: ANCESTOR},
        ),
        ("ER-positive, HER2-negative breast cancer", {"DOID:0060075": SAME, BREAST: ANCESTOR}),
        ("HR-/HER2- breast cancer", {TNBC: SAME, "DOID:0060075": OTHER}),
        ("HER2− breast cancer", {"DOID:0060080": SAME, HER2_BREAST: OTHER}),
        ("non-squamous NSCLC", {NON_SQUAMOUS: SAME, NSCLC: ANCESTOR, "DOID:3907": OTHER}),
        ("pLGG", {"DOID:0080830": SAME, "ONCOTREE:LGGNOS": ANCESTOR}),
        ("primary peritoneal carcinoma", {"ONCOTREE:PSEC": SAME, "DOID:1788": OTHER}),
    ],
)
def test_words_of_labels_that_the_trees_write_otherwise(
    tumors: TumorTypes, word: str, relations: dict[str, TumorRelation]
) -> None:
    tumor = tumors.resolve(word)
    assert {node: tumors.relation([node], "", tumor) for node in relations} == relations


def test_a_solid_tumor_of_unknown_kind_meets_what_holds_for_any(tumors: TumorTypes) -> None:
    for words in ("solid tumor", "Advanced solid tumours", "any solid tumor"):
        tumor = tumors.resolve(words)
        assert tumors.relation((SOLID,), "Any solid tumor", tumor) == ANY
        assert tumors.relation((MELANOMA,), "Melanoma", tumor) == DESCENDANT
    assert tumors.nodes_of("Solid Tumor") == (SOLID,)
