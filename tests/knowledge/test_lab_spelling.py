"""How labs write biomarkers: a spelling with one meaning is read, one with two is refused with both of them."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.lab_spelling import allele_of, not_understood, refuse_two_meanings, usual_name
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.model import Assembly
from pm_annotate.model import BiomarkerKind as Kind


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("EML4-ALK", "EML4::ALK Fusion"),
        ("EML4/ALK fusion", "EML4::ALK Fusion"),
        ("EML4\u2011ALK", "EML4::ALK Fusion"),  # the hyphen that breaks no line
        ("CD74\u2013ROS1 fusion", "CD74::ROS1 Fusion"),
        ("CD74-ROS1 fusion-positive", "CD74::ROS1 Fusion"),
        ("BCR-ABL1", "BCR::ABL1 Fusion"),
        ("C11orf95-RELA fusion", "C11orf95::RELA Fusion"),
        ("RET fusion-positive", "RET Rearrangement"),
        ("ALK-rearranged", "ALK Rearrangement"),
        ("EGFR ex19del", "EGFR Exon 19 Deletion"),
        ("EGFR exon 19 in-frame deletions", "EGFR Exon 19 Deletion"),
        ("EGFR del19", "EGFR Exon 19 Deletion"),
        ("EGFR 19 del", "EGFR Exon 19 Deletion"),
        ("ERBB2 ex20ins", "ERBB2 Exon 20 Insertion"),
        ("EGFR 20ins", "EGFR Exon 20 Insertion"),
        ("METex14", "MET Exon 14 Skipping Mutation"),
        ("METex14 skipping", "MET Exon 14 Skipping Mutation"),
        ("MET exon 14 skipping alterations", "MET Exon 14 Skipping Mutation"),
        ("KIT exon 11 mutations", "KIT Exon 11 Mutation"),
        ("CALR exon 9 frameshifts", "CALR Exon 9 Frameshift"),
        ("KRAS WT", "Wild type KRAS"),
        ("Wild-type NRAS", "Wild type NRAS"),
        ("ERBB2-amplified", "ERBB2 Amplification"),
        ("MET amp", "MET Amplification"),
        ("MET-AMPLIFICATION", "MET Amplification"),
        ("ALK-REARRANGED", "ALK Rearrangement"),
        ("BRAF-MUTANT", "BRAF Mutation"),
        ("CDKN2A-DELETED", "CDKN2A Deletion"),
        ("CDKN2A homozygous deletion", "CDKN2A Deletion"),
        ("PTEN deep deletion", "PTEN Deletion"),
        ("EGFRvIII", "EGFR vIII"),
        ("TERT promoter C228T", "TERT C228T"),
        ("TERT promoter", "TERT promoter mutation"),
        ("BRAF:p.V600E", "BRAF p.V600E"),
        ("BRAF:c.1799T>A", "BRAF c.1799T>A"),
        ("TP53 mutated", "TP53 Mutation"),
        ("BRCA1 LoF", "BRCA1 Loss-of-function"),
        ("BRCA2 likely pathogenic variants", "BRCA2 pathogenic variants"),
        ("ATM truncating mutations", "ATM Truncating"),
    ],
)
def test_a_spelling_with_one_meaning_is_read_as_that(written: str, usual: str) -> None:
    assert usual_name(written) == usual
    assert type_biomarker("lab:x", usual, Vocabulary()).kind != Kind.OTHER
    again = type_biomarker("lab:x", usual_name(usual), Vocabulary())  # read once more it means the same
    assert again._replace(name=usual) == type_biomarker("lab:x", usual, Vocabulary())


@pytest.mark.parametrize(
    "name",
    ["BRAF V600E", "v::ALK Fusion", "FLT3-ITD", "KMT2A-PTD", "TMB-High", "MSI-HIGH", "PD-L1 positive", "AR-V7", "HLA-A Loss",
     "NKX2-1 Amplification", "CDKN2A-LOSS", "MGMT-METHYLATED", "ERBB2-OVEREXPRESSION", "EGFR-EXON19",
     "ENST00000288602:c.1799T>A", "GRCh38:7:140753336:A:T", "chr7:140453136A>T", "EGFR p.E746_A750del",
     "MYC Amplification"],
)  # fmt: skip
def test_other_names_stay_as_they_are(name: str) -> None:
    assert usual_name(name) == name


def test_a_gene_with_a_hyphen_is_no_fusion() -> None:
    assert usual_name("NKX2-1 amplified") == "NKX2-1 Amplification"
    assert usual_name("HLA-A mutated") == "HLA-A Mutation"
    assert usual_name("H3-3A mutated") == "H3-3A Mutation"


@pytest.mark.parametrize(
    ("name", "both"),
    [
        ("EGFR E20ins", ("EGFR Exon 20 Insertion", "three-letter code")),
        ("EGFR E19del", ("EGFR Exon 19 Deletion", "p.Glu19del")),
        ("KRAS G12X", ("G12*", "G12 for any residue")),
        ("MET exon 14", ("MET Exon 14 Mutation", "Skipping Mutation")),
        ("BRCA1 185delAG", ("c.68_69del", "bases, residues or exons")),  # by HGVS base 185 is another one
        ("BRCA2 6174delT", ("write it like", "before the start codon")),
        ("KIT 11del", ("KIT Exon 11 Deletion", "residues")),
        ("DPYD*2A", ("star allele", "c.1905+1G>A")),
    ],
)
def test_a_spelling_with_two_meanings_is_refused_with_both(name: str, both: tuple[str, str]) -> None:
    with pytest.raises(ValueError) as refused:
        refuse_two_meanings(usual_name(name))
    assert all(text in str(refused.value) for text in both)


def test_genes_on_both_sides_of_a_slash_may_be_a_fusion_or_two_genes() -> None:
    with pytest.raises(ValueError, match="BRCA1::BRCA2 Fusion for the fusion, BRCA1 Mutation OR BRCA2 Mutation"):
        refuse_two_meanings(usual_name("BRCA1/BRCA2"), "BRCA1/BRCA2")
    refuse_two_meanings(usual_name("KIF5B/MET fusion"), "KIF5B/MET fusion")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("NTRK1/2/3 fusion", "NTRK1 fusion OR NTRK2 fusion OR NTRK3 fusion"),
        ("FGFR2/3 alterations", "FGFR2 alterations OR FGFR3 alterations"),
        ("MLH1/MSH2 loss", "MLH1 loss OR MSH2 loss"),
        ("BCR::ABL1 T315I", "BCR::ABL1 Fusion AND ABL1 T315I"),
        ("NM_004333.4:c.1799T>A", "BRAF c.1799T>A"),
        ("ENST00000288602:c.1799T>A", "names no gene"),
        ("chr7:140453136A>T", "GRCh38:7:140753336:A:T"),
        ("BRAF V600E or BRAF V600K", "written in capitals"),
        ("BRAF class II", "not understood; write a gene and a change"),
    ],
)
def test_a_name_without_meaning_says_what_to_write(name: str, hint: str) -> None:
    assert hint in not_understood(name)


def test_an_allele_is_written_as_in_variant_id() -> None:
    assert allele_of("GRCh38:chr7:140753336:A:T") == (Assembly.GRCH38, "7", 140753336, "A", "T")
    assert allele_of("grch37:7:55242464:AGGAATTAAGAGAAGC:A") == (Assembly.GRCH37, "7", 55242464, "AGGAATTAAGAGAAGC", "A")
    assert allele_of("GRCh38:17:43045705:TG:CA") == (Assembly.GRCH38, "17", 43045705, "TG", "CA")
    assert allele_of("BRAF V600E") is None


@pytest.mark.parametrize("name", ["GRCh38:7:1:A:A", "GRCh38:7:1:CA:CT", "GRCh38:7:1:AC:TC", "GRCh38:7:1:AC:C"])
def test_an_allele_with_bases_that_it_does_not_need_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="REF and ALT"):
        allele_of(name)


def test_what_is_pathogenic_in_an_oncogene_is_no_loss_of_function() -> None:
    roles = Vocabulary({"KRAS": frozenset({"oncogene"}), "BRCA1": frozenset({"tumor_suppressor"})})
    kinds = [type_biomarker("lab:x", f"{gene} pathogenic variants", roles).kind for gene in ("KRAS", "BRCA1", "PALB2")]
    assert kinds == [Kind.GAIN_OF_FUNCTION, Kind.LOSS_OF_FUNCTION, Kind.LOSS_OF_FUNCTION]
