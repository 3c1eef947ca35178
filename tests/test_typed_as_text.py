"""How a typed text is read: which allele a protein change stands for, on which assembly, and what it is not taken for."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.explain import explain_variant
from pm_annotate.options import AnnotateOptions
from pm_annotate.tables import Tables

TABLES = Tables()
PLACE_HINT = "give --assembly GRCh37"


@pytest.mark.parametrize(
    ("text", "read_as", "said"),
    [
        ("BRCA1 C61S", "c.181T>A", "Read as BRCA1 c.181T>A, which ClinVar knows: 2 changes of a single base make it."),
        ("KRAS Q61H", "c.183A>T", "Read as KRAS c.183A>T, which ClinVar knows: 2 changes of a single base make it."),
        ("BRAF V600E", "c.1799T>A", "Read as BRAF c.1799T>A, the one change of a single base that makes it."),
        ("EGFR L747S", "c.2240T>C", "Read as EGFR c.2240T>C, the one change of a single base that makes it."),
        (
            "TP53 N239K",
            "",
            "Typed as a protein change: 2 changes of a single base make it, and ClinVar calls none of them pathogenic.",
        ),
        (
            "BRAF V600K",
            "",
            "Typed as a protein change: what is known of a genomic allele only (ClinVar, exact coordinates) is not asked. "
            "Type the coding or genomic change to have it.",
        ),
        ("BRAF c.1799T>A", "c.1799T>A", ""),
    ],
)
def test_a_protein_change_stands_for_the_one_allele_that_is_known(text: str, read_as: str, said: str) -> None:
    report = explain_variant(text, AnnotateOptions(), TABLES)
    (variant,) = report.variants
    assert variant.effects[0].hgvsc == read_as
    assert bool(variant.observation.allele.chrom) == bool(read_as)
    assert [one for one in report.warnings if one.startswith(("Read as", "Typed as"))] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "assembly", "hint"),
    [
        ("chr7:140453136:A:T", "auto", True),
        (" 7-140453136-A-T ", "Auto", True),
        ("chr7:140453136:A:T", "GRCh38", False),
        ("GRCh38:7:140453136:A:T", "auto", False),
        ("nc_000007.14:g.140453136A>T", "auto", False),
    ],
)
def test_a_place_without_a_gene_is_asked_for_its_assembly_where_none_was_told(text: str, assembly: str, hint: bool) -> None:
    report = explain_variant(text, AnnotateOptions(assembly=assembly), TABLES)
    assert any("lies there on GRCh38" in one for one in report.warnings)
    assert any(PLACE_HINT in one for one in report.warnings) == hint


def test_two_assemblies_that_differ_are_refused() -> None:
    with pytest.raises(UsageError, match="is on GRCh38, and --assembly says GRCh37"):
        explain_variant("GRCh38:7:140753336:A:T", AnnotateOptions(assembly="hg19"), TABLES)
    assert explain_variant("hg19:7:140453136:A:T", AnnotateOptions(assembly="GRCh37"), TABLES).assembly == "GRCh37"


@pytest.mark.parametrize(("text", "name"), [("PML/RARA", "PML::RARA"), ("CBFB/MYH11", "CBFB::MYH11")])
def test_a_slash_between_genes_of_a_known_fusion_is_that_fusion(text: str, name: str) -> None:
    (variant,) = explain_variant(text, AnnotateOptions(), TABLES).variants
    assert variant.event is not None
    assert variant.event.name == name


@pytest.mark.parametrize("text", ["BRCA1/BRCA2", "KRAS/NRAS", "GRCh37:MSH2/MSH6"])
def test_a_slash_between_genes_that_are_in_no_fusion_is_asked_back(text: str) -> None:
    with pytest.raises(UsageError, match="may be a fusion or two genes"):
        explain_variant(text, AnnotateOptions(), TABLES)
    five, three = text.split(":")[-1].split("/")
    assert explain_variant(f"{five}/{three} fusion", AnnotateOptions(), TABLES).variants[0].event is not None


def test_what_no_text_can_show_is_not_asked_of_it_as_of_a_file() -> None:
    """A typed change has no genotype, and nobody's sex: only whether it is inherited is open."""
    for text in ("BRCA1 c.68_69del", "BAP1 R60*"):
        (found,) = explain_variant(text, AnnotateOptions(), TABLES).predisposition
        assert sum("confirm in germline" in one for one in found.caveats) == 1
        assert not any("genotype" in one or "--sex" in one for one in found.caveats)


def test_the_variant_is_counted_once_by_what_is_known_of_it() -> None:
    for text, counted in (("BRAF V600E", "matched"), ("TPMT A154T", "unmatched"), ("chr7:140453136:A:T", "outside")):
        counts = explain_variant(text, AnnotateOptions(), TABLES).reconciliation
        assert (counts.records, counts.alleles) == (1, 1)
        assert [name for name in ("matched", "unmatched", "outside") if getattr(counts, name)] == [counted], text


def test_a_stated_wild_type_that_the_text_contradicts_is_a_warning() -> None:
    report = explain_variant("KRAS G12D", AnnotateOptions(markers=("KRAS=wild type",)), TABLES)
    assert any("KRAS" in one and "wild" in one.lower() for one in report.warnings)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EML4\u2013ALK", "EML4::ALK"),
        ("FLT3\u2011ITD", "FLT3 internal tandem duplication"),
        ("TERT c.\u2212124C>T", "c.-124C>T"),
        ("DPYD c.1905\uff0b1G\uff1eA", "c.1905+1G>A"),
    ],
)
def test_signs_of_word_processors_are_plain_signs(text: str, name: str) -> None:
    """Pasted from a report they look alike, so that the refusal could not be understood."""
    (variant,) = explain_variant(text, AnnotateOptions(), TABLES).variants
    assert name == (variant.event.name if variant.event else variant.effects[0].hgvsc)
