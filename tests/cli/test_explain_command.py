"""`pm-annotate explain`: a variant typed as text gives the findings that the same variant in a file gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import pm_annotate, read_table, write_vcf


def explained(*arguments: str) -> dict[str, object]:
    result = pm_annotate("explain", *arguments, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def statements(report: dict[str, object], tier: str = "") -> set[str]:
    findings = report["findings"]
    assert isinstance(findings, list)
    return {finding["statement"]["statement_id"] for finding in findings if not tier or finding["amp_tier"] == tier}


def test_egfr_l858r_in_lung_adenocarcinoma_is_tier_one() -> None:
    result = pm_annotate("explain", "EGFR L858R", "--tumor-type", "LUAD")
    assert result.returncode == 0, result.stderr
    assert "EGFR" in result.stdout
    assert "Osimertinib" in result.stdout
    assert "I-A" in result.stdout


@pytest.mark.parametrize(
    "text",
    [
        "BRAF V600E",
        "BRAF p.Val600Glu",
        "BRAF c.1799T>A",
        "chr7:140753336:A:T",
        "NC_000007.14:g.140753336A>T",
        "7-140753336-A-T",
    ],
)
def test_every_spelling_of_v600e_gives_the_same_statements(text: str) -> None:
    expected = statements(explained("BRAF V600E", "--tumor-type", "melanoma"))
    assert len(expected) > 20
    assert statements(explained(text, "--tumor-type", "melanoma")) == expected


def test_the_accession_tells_the_assembly() -> None:
    report = explained("NC_000007.13:g.140453136A>T", "--tumor-type", "COAD")
    assert report["assembly"] == "GRCh37"
    assert statements(report) == statements(explained("BRAF V600E", "--tumor-type", "COAD"))


def test_a_variant_id_of_a_report_tells_the_assembly() -> None:
    for text, assembly in (("GRCh38:7:140753336:A:T", "GRCh38"), ("hg19:chr7:140453136:A:T", "GRCh37")):
        report = explained(text, "--tumor-type", "COAD")
        assert report["assembly"] == assembly
        assert statements(report) == statements(explained("BRAF V600E", "--tumor-type", "COAD"))
    contradicted = pm_annotate("explain", "GRCh37:7:140453136:A:T", "--assembly", "hg38")
    assert contradicted.returncode == 2
    assert "is on GRCh37, and --assembly says GRCh38" in contradicted.stderr
    nowhere = pm_annotate("explain", "GRCh38:8:127000000:A:T")
    assert "No packaged transcript lies there on GRCh38" in nowhere.stdout
    assert "without an accession" not in nowhere.stdout  # the assembly was told


def test_tumour_types_give_visibly_different_tiers() -> None:
    tier_one = {
        tumor: statements(explained("BRAF V600E", "--tumor-type", tumor), "Tier I-A")
        for tumor in ("melanoma", "colorectal", "anaplastic thyroid cancer", "NSCLC")
    }
    assert all(tier_one.values())
    assert len({frozenset(ids) for ids in tier_one.values()}) == len(tier_one)


def test_a_typed_variant_gives_what_the_file_gives(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "kit.vcf", ["4 54733155 . A T . PASS ."], contigs={"4": 190214555})
    pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "GIST")
    from_file = {row["statement_id"] for row in read_table(tmp_path / "out" / "kit.findings.tsv")}
    assert from_file == statements(explained("4:54733155:A:T", "--tumor-type", "GIST"))


@pytest.mark.parametrize("text", ["BRAF A600E", "nonsense", "EGFR", "XYZ1 V600E"])
def test_what_cannot_be_read_or_does_not_fit_the_protein_is_refused_with_the_reason(text: str) -> None:
    result = pm_annotate("explain", text)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert len(result.stderr) > 20


@pytest.mark.parametrize(
    ("text", "tumor", "therapy"),
    [
        ("EML4::ALK", "NSCLC", "Alectinib"),
        ("ERBB2 amplification", "breast cancer", "Trastuzumab"),
        ("MET exon 14 skipping", "NSCLC", "Capmatinib"),
        ("FLT3-ITD", "AML", "Quizartinib"),
    ],
)
def test_fusions_copies_and_exons_are_understood(text: str, tumor: str, therapy: str) -> None:
    report = explained(text, "--tumor-type", tumor)
    findings = report["findings"]
    assert isinstance(findings, list)
    first = [one["statement"]["objectTherapeutic"] for one in findings if one["amp_tier"] == "Tier I-A"]
    assert therapy in json.dumps(first)


def test_a_class_of_variants_is_asked_back() -> None:
    result = pm_annotate("explain", "EGFR exon 19 deletion")
    assert result.returncode == 2
    assert "E746_A750del" in result.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("EZH2 Y641N", "was read by the numbers of NM_001203247.1: p.Y646N of NM_004456.4"),
        ("H3-3A K27M", "without the first methionine: in HGVS p.K28M"),
        ("chr7:140453136:A:T", "For GRCh37 (hg19) give --assembly GRCh37"),
        ("DPYD c.1905+1G>A", "DPYD is a pharmacogene"),
    ],
)
def test_how_the_text_was_read_is_said(text: str, says: str) -> None:
    result = pm_annotate("explain", text)
    assert result.returncode == 0, result.stderr
    assert says in " ".join(result.stdout.split())


def test_a_typed_variant_is_shown_whatever_is_known_and_no_file_is_promised() -> None:
    shown = pm_annotate("explain", "MPL W515L", "--tumor-type", "ET").stdout
    assert "MPL W515L" in shown.split("Variants")[1]
    for text in ("BRAF V600E", "ALK::EML4", "DPYD c.1905+1G>A"):
        shown = pm_annotate("explain", text).stdout
        assert ".tsv" not in shown.replace("(pgx.tsv)", "")


def test_a_place_outside_the_packaged_genes_is_counted_so() -> None:
    counts = explained("chr7:140453136:A:T")["reconciliation"]
    assert isinstance(counts, dict)
    assert (counts["matched"], counts["unmatched"], counts["outside"]) == (0, 0, 1)


@pytest.mark.parametrize(("tumor", "drug"), [("medullary thyroid cancer", "Selpercatinib"), ("MTC", "Vandetanib")])
def test_a_protein_change_is_asked_of_clinvar_by_the_one_base_that_makes_it(tumor: str, drug: str) -> None:
    """RET C634W is no hotspot of tumours; that ClinVar calls c.1902C>G pathogenic is what says that it acts."""
    report = explained("RET C634W", "--tumor-type", tumor)
    assert drug in json.dumps([one["statement"] for one in report["findings"] if one["amp_tier"] == "Tier I-A"])  # type: ignore[attr-defined, index]
    assert statements(report) == statements(explained("RET c.1902C>G", "--tumor-type", tumor))
    assert "Read as RET c.1902C>G, the one change of a single base that makes it." in report["warnings"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "gene", "classification"),
    [
        ("RET C634W", "RET", "ClinVar Pathogenic"),
        ("RET C634S", "RET", "ClinVar Pathogenic"),  # two bases make it
        ("MUTYH G396D", "MUTYH", "ClinVar Pathogenic/Likely pathogenic"),
        ("BRCA1 c.68_69del", "BRCA1", "ClinVar Pathogenic"),
        ("BRCA2 E1953*", "BRCA2", "ClinVar Pathogenic"),
    ],
)
def test_inherited_risk_is_told_of_a_typed_variant(text: str, gene: str, classification: str) -> None:
    (found,) = explained(text)["predisposition"]  # type: ignore[misc]
    assert (found["gene"], found["classification"]) == (gene, classification)  # type: ignore[index]
    assert found["confirm_in_germline"]  # type: ignore[index]
    assert not found["allele_state"]  # type: ignore[index]
    assert "typed, not seen in a sample: whether it is inherited is not known, confirm in germline" in found["caveats"]  # type: ignore[index]
    shown = pm_annotate("explain", text).stdout
    assert "Predisposition (if it is inherited)" in shown
    assert "predisposition.tsv" not in shown


@pytest.mark.parametrize("text", ["EGFR L858R", "BRCA2 N372H", "EML4::ALK", "ERBB2 amplification"])
def test_what_is_no_inherited_risk_has_no_such_block(text: str) -> None:
    assert explained(text)["predisposition"] == []
    assert "Predisposition" not in pm_annotate("explain", text).stdout


def test_an_allele_of_a_gene_that_is_not_packaged_is_not_said_to_lie_nowhere() -> None:
    """RAC1 P29S: CIViC gives its place; the gene has no packaged transcript."""
    report = explained("chr7:6387261:C:T")
    assert statements(report) == {"civic:EID873"}
    assert report["warnings"] == [
        "No packaged transcript lies there on GRCh38: only what is known of this very allele can be shown.",
        "Coordinates without an accession are read as GRCh38. For GRCh37 (hg19) give --assembly GRCh37.",
    ]
