"""What the words, codes and identifiers of a tumour type mean, and which are refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.tumor_spelling import loose_key, spelling_key
from pm_annotate.knowledge.tumor_types import REFUSED_WORDS, TumorTypes
from tests.knowledge.disease_tables import SAME, TYPES, table


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("oesophageal cancer", "cancers of the esophagus"),
        ("leukaemia", "leukemias"),
        ("gastrointestinal stromal tumour", "gastrointestinal stromal tumors"),
        ("neuroendocrine tumours", "NET"),
        ("paediatric high-grade glioma", "pediatric high grade gliomas"),
        ("phaeochromocytoma", "pheochromocytoma"),
        ("carcinoma of the breast", "breast cancer"),
        ("carcinoma of the breast", "mammary carcinoma"),
        ("renal cancer", "kidney tumour"),
        ("gastric cancer", "malignant neoplasm of stomach"),
        ("metastatic colorectal cancer", "colorectum"),
        ("stage IV lung cancer", "LUNG"),
        ("tumours of the head and neck", "HEAD_NECK"),
        ("SOFT_TISSUE", "soft-tissue sarcomas"),
        ("lung non-small cell carcinoma", "non-small-cell lung cancer"),
        ("DOID:1612", "breast"),
        ("Wilms' tumour", "Wilms tumor"),
        ("coad", "COAD"),
        ("ONCOTREE:COAD", "oncotree:coad"),
    ],
)
def test_spellings_and_wordings_of_one_disease_mean_the_same(tumors: TumorTypes, one: str, other: str) -> None:
    assert set(tumors.resolve(one).nodes) == set(tumors.resolve(other).nodes)


PLAIN_WORDS = [
    "bladder",
    "brain",
    "breast",
    "cervical",
    "colorectal",
    "endometrial",
    "oesophageal",
    "esophageal",
    "kidney",
    "leukaemia",
    "liver",
    "lymphoma",
    "lung",
    "melanoma",
    "neuroblastoma",
    "pancreatic",
    "prostate",
    "stomach",
    "thyroid",
    "ovarian",
    "glioma",
    "mesothelioma",
    "cholangiocarcinoma",
    "testicular",
    "anal",
    "skin",
    "bone",
]


@pytest.mark.parametrize("word", PLAIN_WORDS)
def test_plain_words_hold_with_and_without_a_word_for_tumor(tumors: TumorTypes, word: str) -> None:
    alone = set(tumors.resolve(word).nodes)
    assert alone == set(tumors.resolve(word.upper()).nodes)
    if not word.endswith("oma") and not word.endswith("mia"):
        assert alone == set(tumors.resolve(f"{word} cancer").nodes) == set(tumors.resolve(f"{word} cancers").nodes)
        if word not in ("skin", "bone"):  # a melanoma is no carcinoma: here the word matters
            assert alone == set(tumors.resolve(f"Carcinoma of the {word}").nodes)


def test_every_study_code_of_the_cancer_genome_atlas_resolves(tumors: TumorTypes) -> None:
    studies = [
        "ACC",
        "BLCA",
        "BRCA",
        "CESC",
        "CHOL",
        "COAD",
        "DLBC",
        "ESCA",
        "GBM",
        "HNSC",
        "KICH",
        "KIRC",
        "KIRP",
        "LAML",
        "LGG",
        "LIHC",
        "LUAD",
        "LUSC",
        "MESO",
        "OV",
        "PAAD",
        "PCPG",
        "PRAD",
        "READ",
        "SARC",
        "SKCM",
        "STAD",
        "TGCT",
        "THCA",
        "THYM",
        "UCEC",
        "UCS",
        "UVM",
    ]
    assert all(tumors.resolve(study).nodes for study in studies)
    assert "DOID:2998" in tumors.resolve("TCGA-TGCT").nodes
    assert tumors.resolve("TGCT").name == "Tenosynovial Giant Cell Tumor Diffuse Type"  # OncoTree's own meaning wins


@pytest.mark.parametrize("word", ["MT", "mt", "all"])
def test_codes_that_would_mislead_are_refused_with_the_reason(tumors: TumorTypes, word: str) -> None:
    with pytest.raises(UsageError, match=r"ONCOTREE:MT|Write ALL"):
        tumors.resolve(word)
    assert tumors.resolve("ONCOTREE:MT").nodes == ("ONCOTREE:MT",)
    assert tumors.resolve("malignant tumor").nodes == ("DOID:162",)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("colorectl", "Colorectal cancer"), ("melonoma", "Melanoma"), ("brest cancer", "Breast cancer")]
)
def test_an_unknown_name_is_refused_with_the_nearest_names(tumors: TumorTypes, wrong: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f'Unknown tumour type "{wrong}".*"{meant}"'):
        tumors.resolve(wrong)


@pytest.mark.parametrize("text", ["xyzzy", "", "1612", "DOID:99999999", "-", "of", "of the", "\t", "ONCOTREE:", "="])
def test_nonsense_never_becomes_a_tumor_type(tumors: TumorTypes, text: str) -> None:
    with pytest.raises(UsageError):
        tumors.resolve(text)


@given(st.text(max_size=30))
def test_any_text_gives_a_type_or_a_usage_error(text: str) -> None:
    assert spelling_key(spelling_key(text)).split() == spelling_key(spelling_key(spelling_key(text))).split()
    known = TYPES.nodes_of(text)  # resolve() would look for near names, which is slow
    assert all(node == "ANY:SOLID" or node in TYPES._trees.names for node in known)


def test_every_oncotree_code_resolves_by_code_and_by_name(tumors: TumorTypes) -> None:
    for row in table("oncotree.tsv"):
        node = f"ONCOTREE:{row['code']}"
        assert node in tumors.resolve(node).nodes
        if row["code"] in {*REFUSED_WORDS, "STOMACH", "VULVA"}:  # these two also hold the oesophagus and the vagina
            continue
        by_code = tumors.resolve(row["code"])
        assert tumors.relation((node,), "", by_code) == SAME, row["code"]
        assert tumors.resolve(row["name"]).nodes


def test_every_condition_of_the_evidence_is_known(tumors: TumorTypes, shared_data: Path) -> None:
    knowledge = shared_data / "knowledge"
    with (knowledge / "civic_evidence.2026-05-29.tsv").open(encoding="utf-8") as stream:
        evidence = {(row["doid"], row["disease"]) for row in csv.DictReader(stream, delimiter="\t") if row["disease"]}
    for doid, disease in evidence:
        assert tumors.resolve(f"DOID:{doid}").nodes if doid else tumors.nodes_of(disease), (doid, disease)
    with (knowledge / "regulatory_approvals.2026-05.tsv").open(encoding="utf-8") as stream:
        diseases = {row["disease"] for row in csv.DictReader(stream, delimiter="\t")}
    assert {disease for disease in diseases if not tumors.nodes_of(disease)} == set()


def test_search_lists_the_alias_first(tumors: TumorTypes) -> None:
    names = [name for name, _ in tumors.search("lung", 5)]
    assert names[0] == "Lung cancer"
    assert len(names) == 5


def test_spelling_keys() -> None:
    assert spelling_key("Tumours of the Oesophagus") == spelling_key("esophagus tumor")
    assert spelling_key("Waldenström's") == spelling_key("waldenström")
    assert spelling_key("ER+ breast cancer") == "er positive breast cancer"
    assert loose_key(spelling_key("renal cell carcinoma")) == loose_key(spelling_key("carcinoma of kidney cells"))


def test_aliases_name_nodes_that_exist_and_no_word_twice(tumors: TumorTypes) -> None:
    nodes = {f"ONCOTREE:{row['code']}" for row in table("oncotree.tsv")} | {row["doid"] for row in table("doid_cancer.tsv")}
    meaning: dict[str, str] = {}
    for row in table("aliases.tsv"):
        assert set(row["nodes"].split(";")) <= nodes, row
        for word in (row["name"], *filter(None, row["other_words"].split("|"))):
            key = word if word.startswith("=") else spelling_key(word)
            assert meaning.setdefault(key, row["name"]) == row["name"], word


@pytest.mark.parametrize("word", ["ER-/HER2+ breast cancer", "ER-negative HER2-positive breast cancer"])
def test_receptors_never_change_their_signs(tumors: TumorTypes, word: str) -> None:
    with pytest.raises(UsageError, match="Unknown tumour type"):
        tumors.resolve(word)


def test_a_small_m_before_an_abbreviation_says_metastatic(tumors: TumorTypes) -> None:
    for metastatic, plain in (("mRCC", "RCC"), ("mNSCLC", "NSCLC"), ("mTNBC", "TNBC"), ("mCRC", "CRC")):
        assert tumors.resolve(metastatic).nodes == tumors.resolve(plain).nodes
    for unclear in ("mPC", "mBC"):  # OncoTree's MPC is a myopericytoma, its MBC metaplastic breast cancer
        with pytest.raises(UsageError):
            tumors.resolve(unclear)
    assert "ONCOTREE:MBC" in tumors.resolve("MBC").nodes
