"""Typing: every form of name that CIViC, drug labels and labs use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pm_annotate.knowledge.gene_knowledge import load_gene_roles, load_protein_regions
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.knowledge.sequence_names import canonical_hgvsc
from pm_annotate.model import BiomarkerKind as Kind


@pytest.fixture(scope="module")
def vocabulary(resources: Path) -> Vocabulary:
    folder = resources / "knowledge"
    return Vocabulary(load_gene_roles(folder / "gene_roles.tsv"), load_protein_regions(folder / "protein_regions.tsv"))


FORMS: list[tuple[str, Kind, dict[str, Any]]] = [
    # sequence changes
    ("BRAF V600E", Kind.PROTEIN_CHANGE, {"gene": "BRAF", "protein_changes": ("V600E",)}),
    ("BRAF p.V600E", Kind.PROTEIN_CHANGE, {"protein_changes": ("V600E",)}),
    ("BRAF V600", Kind.CODON, {"codons": (600,)}),
    ("KRAS G12/G13", Kind.CODON, {"codons": (12, 13)}),
    ("ERBB2 S310F/Y", Kind.PROTEIN_CHANGE, {"protein_changes": ("S310F", "S310Y")}),
    ("FLT3 D835H/Y", Kind.PROTEIN_CHANGE, {"protein_changes": ("D835H", "D835Y")}),
    ("EGFR E746_A750del", Kind.PROTEIN_CHANGE, {"protein_changes": ("E746_A750del",)}),
    ("EGFR E746_T751>I", Kind.PROTEIN_CHANGE, {"protein_changes": ("E746_T751delinsI",)}),
    ("PDGFRA D842_H845DELDIMH", Kind.PROTEIN_CHANGE, {"protein_changes": ("D842_H845del",)}),
    ("NPM1 p.W288Cfs*12", Kind.PROTEIN_CHANGE, {"protein_changes": ("W288Cfs*12",)}),
    ("RUNX1 T148HFSX9", Kind.PROTEIN_CHANGE, {"protein_changes": ("T148Hfs*9",)}),
    ("BRCA1 W1815X", Kind.PROTEIN_CHANGE, {"protein_changes": ("W1815*",)}),
    ("VHL F76del (c.227_229del)", Kind.PROTEIN_CHANGE, {"protein_changes": ("F76del",), "hgvsc": ("c.227_229del",)}),
    ("VHL R161* (c.481C>T)", Kind.PROTEIN_CHANGE, {"protein_changes": ("R161*",), "hgvsc": ("c.481C>T",)}),
    ("VHL E55= (c.165G>A)", Kind.PROTEIN_CHANGE, {"protein_changes": ("E55=",)}),
    ("VHL M1? (c.3G>A)", Kind.PROTEIN_CHANGE, {"protein_changes": ("M1?",)}),
    ("CHEK2 R474C c.1420C>T", Kind.PROTEIN_CHANGE, {"protein_changes": ("R474C",), "hgvsc": ("c.1420C>T",)}),
    ("SDHB p.193_196dupSTSC (c.577_588dupAGCACCAGCTGC)", Kind.PROTEIN_CHANGE, {"hgvsc": ("c.577_588dup",)}),
    ("KRAS R164Q (exon 5b)", Kind.PROTEIN_CHANGE, {"protein_changes": ("R164Q",)}),
    ("VHL R177ins (c.531insCTGAGAGTAAAGCCTGAA)", Kind.CODON, {"codons": (177,), "hgvsc": ()}),
    ("MET c.3028+1G>A", Kind.ALLELE, {"hgvsc": ("c.3028+1G>A",)}),
    ("VHL Splice Site (c.340+1G>A)", Kind.ALLELE, {"hgvsc": ("c.340+1G>A",)}),
    ("VHL Splice Region (c.463+8C>T)", Kind.ALLELE, {"hgvsc": ("c.463+8C>T",)}),
    ("VHL 3'UTR alteration (c.*70C>A)", Kind.ALLELE, {"hgvsc": ("c.*70C>A",)}),
    ("ATM c.7515+1_2del", Kind.ALLELE, {"hgvsc": ("c.7515+1_7515+2del",)}),
    ("CHEK2 1100DELC", Kind.ALLELE, {"hgvsc": ("c.1100del",), "protein_changes": ()}),
    ("CHEK2 IVS2+1G>A", Kind.ALLELE, {"hgvsc": ("c.444+1G>A",)}),
    ("TERT C228T", Kind.ALLELE, {"hgvsc": ("c.-124C>T",)}),
    # exons and domains
    ("EGFR Exon 19 Deletion", Kind.EXON, {"exons": (19,), "mutation_types": ("deletion", "delins")}),
    ("EGFR Exon 19 (Deletion)", Kind.EXON, {"exons": (19,), "mutation_types": ("deletion", "delins")}),
    ("EGFR Exon 20 Insertion", Kind.EXON, {"exons": (20,), "mutation_types": ("insertion", "duplication", "delins")}),
    ("CTNNB1 Exon 3 Mutation", Kind.EXON, {"exons": (3,), "mutation_types": ()}),
    ("NPM1 EXON 11 MUTATION", Kind.EXON, {"exons": (12,)}),
    ("STK11 EXON 1-2 MUTATION", Kind.EXON, {"exons": (1, 2)}),
    ("ASXL1 EXON 12 MUTATION", Kind.EXON, {"exons": (13,)}),
    ("EZH2 p.A862G", Kind.PROTEIN_CHANGE, {"protein_changes": ("A682G",)}),
    ("BRAF G463E", Kind.PROTEIN_CHANGE, {"protein_changes": ("G464E",)}),
    ("CDKN2B Loss", Kind.DELETION, {"mutation_types": ()}),
    ("CDKN2A Loss", Kind.LOSS_OF_FUNCTION, {"mutation_types": ()}),
    ("CALR EXON 9 FRAMESHIFT", Kind.EXON, {"exons": (9,), "mutation_types": ("frameshift",)}),
    ("VHL Exon 2 Deletion", Kind.EXON_DELETION, {"exons": (2,)}),
    ("EGFR Exon 4 Deletion", Kind.EXON_DELETION, {"exons": (4,)}),
    ("DPYD EXON 11-19 DELETION", Kind.EXON_DELETION, {"exons": tuple(range(11, 20))}),
    ("ALK Exon 2-18 Deletion", Kind.EXON_DELETION, {"exons": tuple(range(2, 19))}),
    ("VHL Null (Partial deletion of Exons 2 & 3)", Kind.EXON_DELETION, {"exons": (2, 3)}),
    ("EGFR VIII", Kind.EXON_DELETION, {"exons": (2, 3, 4, 5, 6, 7)}),
    ("EGFR EGFRVIII", Kind.EXON_DELETION, {"exons": (2, 3, 4, 5, 6, 7)}),
    ("EPCAM 3' Exon Deletion", Kind.EXON_DELETION, {"exons": (9,)}),
    ("MET Exon 14 Skipping Mutation", Kind.EXON_SKIPPING, {"exons": (14,)}),
    ("MET Exon 14 (Splice Site)", Kind.EXON_SKIPPING, {"exons": (14,)}),
    ("MET Exon 14 (Deletion)", Kind.EXON_SKIPPING, {"exons": (14,)}),
    ("FLT3 ITD", Kind.INTERNAL_DUPLICATION, {"gene": "FLT3", "exons": (14, 15)}),
    ("FLT3-ITD", Kind.INTERNAL_DUPLICATION, {"gene": "FLT3", "exons": (14, 15)}),
    ("KIT Internal Duplication", Kind.INTERNAL_DUPLICATION, {"exons": (11,)}),
    ("ERBB2 Kinase Domain Mutation", Kind.REGION, {"regions": ((720, 987),)}),
    ("FLT3 TKD MUTATION", Kind.REGION, {"regions": ((829, 858),)}),
    ("TP53 CONSERVED DOMAIN MUT", Kind.REGION, {"regions": ((117, 142), (171, 181), (234, 258), (270, 286))}),
    ("CEBPA N-TERMINAL FRAME SHIFT", Kind.REGION, {"regions": ((1, 119),), "mutation_types": ("frameshift",)}),
    ("BRAF Non-V600", Kind.REGION, {"regions": ((1, 599), (601, 766))}),
    ("ERBB2 TKD activating variants", Kind.GAIN_OF_FUNCTION, {"regions": ((720, 987),)}),
    ("TERT Promoter Mutation", Kind.PROMOTER, {"gene": "TERT"}),
    # what a gene does
    ("PIK3CA Mutation", Kind.ANY_VARIANT, {"gene": "PIK3CA"}),
    ("PIK3CA somatic variants", Kind.ANY_VARIANT, {}),
    ("PRPS1 PRPS1 MUTATION", Kind.ANY_VARIANT, {"gene": "PRPS1"}),
    ("TP53 ALTERATION", Kind.ANY_VARIANT, {}),
    ("BRCA1 Loss-of-function", Kind.LOSS_OF_FUNCTION, {}),
    ("PTEN Loss", Kind.LOSS_OF_FUNCTION, {}),
    ("SMARCA4 INACTIVATING MUTATION", Kind.LOSS_OF_FUNCTION, {}),
    ("TP53 Deleterious Mutation", Kind.LOSS_OF_FUNCTION, {}),
    ("PALB2 Biallelic Inactivation", Kind.LOSS_OF_FUNCTION, {"mutation_types": ("biallelic",)}),
    ("BRCA1 oncogenic variants", Kind.LOSS_OF_FUNCTION, {}),
    ("BRCA2 pathogenic variants", Kind.LOSS_OF_FUNCTION, {}),
    ("CHEK1 oncogenic variants", Kind.LOSS_OF_FUNCTION, {}),
    ("TSC2 oncogenic variants", Kind.LOSS_OF_FUNCTION, {}),
    ("PTEN splice site variants", Kind.LOSS_OF_FUNCTION, {"mutation_types": ("splice",)}),
    ("RET oncogenic variants", Kind.GAIN_OF_FUNCTION, {}),
    ("ESR1 activating variants", Kind.GAIN_OF_FUNCTION, {}),
    ("ACVR1 Gain-of-Function", Kind.GAIN_OF_FUNCTION, {}),
    ("BIRC3 TRUNCATING MUTATION", Kind.TRUNCATING, {}),
    ("PTEN nonsense variants", Kind.TRUNCATING, {"mutation_types": ("nonsense",)}),
    ("MRE11 Frameshift", Kind.FRAMESHIFT, {}),
    ("PTEN frameshift variants", Kind.FRAMESHIFT, {}),
    ("KRAS Wildtype", Kind.WILD_TYPE, {"gene": "KRAS"}),
    ("Wild type KRAS", Kind.WILD_TYPE, {"gene": "KRAS"}),
    # copy number and structure
    ("ERBB2 Amplification", Kind.AMPLIFICATION, {}),
    ("EGFR Copy Number Variation", Kind.COPY_GAIN, {}),
    ("CDKN2A Deletion", Kind.DELETION, {}),
    ("VHL Null (Large deletion)", Kind.DELETION, {}),
    ("BCR::ABL1 Fusion", Kind.FUSION, {"five_prime": "BCR", "three_prime": "ABL1"}),
    ("v::ALK Fusion", Kind.FUSION, {"five_prime": "v", "three_prime": "ALK", "gene": "ALK"}),
    ("FGFR2::v", Kind.FUSION, {"five_prime": "FGFR2", "three_prime": "v", "gene": "FGFR2"}),
    ("FGFR2::? Fusion", Kind.FUSION, {"three_prime": "v"}),
    (
        "EML4::ALK e6::e20",
        Kind.FUSION,
        {"five_prime": "EML4", "three_prime": "ALK", "five_prime_exon": 6, "three_prime_exon": 20},
    ),
    ("C19MC TTYH1::C19MC fusion", Kind.FUSION, {"five_prime": "TTYH1", "three_prime": "C19MC"}),
    ("BCL2 reg_e@[IGH]::BCL2", Kind.FUSION, {"five_prime": "IGH", "three_prime": "BCL2"}),
    ("t(15;17)", Kind.FUSION, {"five_prime": "PML", "three_prime": "RARA"}),
    ("t(KMT2A;v)", Kind.REARRANGEMENT, {"gene": "KMT2A"}),
    ("BRAF intron 9 rearrangement", Kind.REARRANGEMENT, {"gene": "BRAF"}),
    ("EWSR1 Fusion", Kind.REARRANGEMENT, {"gene": "EWSR1"}),
    ("17p deletion", Kind.KARYOTYPE, {}),
    ("ABL1 Double Ph", Kind.KARYOTYPE, {}),
    # signatures and germline
    ("TMB High", Kind.SIGNATURE, {}),
    ("TMB-H (>= 10 mutations / Mb)", Kind.SIGNATURE, {}),
    ("MSI-H", Kind.SIGNATURE, {}),
    ("dMMR", Kind.SIGNATURE, {}),
    ("HRD", Kind.SIGNATURE, {}),
    ("TYMS RS34743033", Kind.POLYMORPHISM, {"rsid": "rs34743033"}),
    ("DPYD RS67376798 HOMOZYGOSITY", Kind.POLYMORPHISM, {"rsid": "rs67376798"}),
    ("MDM2 SNP309", Kind.POLYMORPHISM, {"rsid": "rs2279744"}),
    ("BCL2L11 Deletion Polymorphism", Kind.POLYMORPHISM, {}),
    ("DPYD DPYD*2A HOMOZYGOSITY", Kind.HAPLOTYPE, {}),
    ("UGT1A1 UGT1A1*28", Kind.HAPLOTYPE, {}),
    # not in a VCF
    ("CD274 Expression", Kind.EXPRESSION, {"gene": "CD274"}),
    ("EGFR Exon 18 Overexpression", Kind.EXPRESSION, {}),
    ("ERBB4 NUCLEAR TRANSLOCATION", Kind.EXPRESSION, {}),
    ("SMARCB1 LOSS OF NUCLEAR PROTEIN EXPRESSION", Kind.EXPRESSION, {}),
    ("ALK Alternative Transcript (ATI)", Kind.EXPRESSION, {}),
    ("AR AR-V7", Kind.EXPRESSION, {}),
    ("ER positive", Kind.EXPRESSION, {"gene": "ESR1"}),
    ("HER2-negative", Kind.EXPRESSION, {"gene": "ERBB2"}),
    ("HER2-ultralow", Kind.EXPRESSION, {"gene": "ERBB2"}),
    ("PD-L1 (CPS) >= 10", Kind.EXPRESSION, {"gene": "CD274"}),
    ("PD-L1 >= 10% TIIC", Kind.EXPRESSION, {"gene": "CD274"}),
    ("c-Met >= 50%", Kind.EXPRESSION, {"gene": "MET"}),
    ("CD20 +", Kind.EXPRESSION, {"gene": "MS4A1"}),
    ("MGMT Promoter Methylation", Kind.METHYLATION, {}),
    ("CCND2 PROMOTER DEMETHYLATION", Kind.METHYLATION, {}),
    ("AKT1 S473 Phosphorylation", Kind.PHOSPHORYLATION, {}),
]


@pytest.mark.parametrize(("name", "kind", "fields"), FORMS, ids=[form[0] for form in FORMS])
def test_a_name_is_typed(name: str, kind: Kind, fields: dict[str, Any], vocabulary: Vocabulary) -> None:
    biomarker = type_biomarker("test:1", name, vocabulary)
    assert biomarker.kind == kind
    assert {field: getattr(biomarker, field) for field in fields} == fields
    assert biomarker.name == name


@pytest.mark.parametrize(
    "name",
    [
        "EGFR Rare Mutation",
        "EGFR Exon 2-99999999999 Deletion",
        "PTCH1 LOH",
        "VHL c.128-?_250+?",
        "EZH2 Intron 6 Mutation",
        "BRAF",
        "",
    ],
)
def test_what_is_not_understood_stays_other(name: str, vocabulary: Vocabulary) -> None:
    assert type_biomarker("test:1", name, vocabulary).kind == Kind.OTHER


def test_a_domain_without_curated_residues_stays_other(vocabulary: Vocabulary) -> None:
    assert type_biomarker("test:1", "NTRK1 Kinase Domain Mutation", vocabulary).kind == Kind.OTHER


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("c.163delG", ("c.163del",)),
        ("c.322_324dup", ("c.322_324dup",)),
        ("c.364_365GC>AT", ("c.364_365delinsAT",)),
        ("c.474_476delGAAinsC", ("c.474_476delinsC",)),
        ("c.230_231insTCT", ("c.230_231insTCT",)),
        ("c.1_17del17", ("c.1_17del",)),
        ("c.214insGCCC", ()),  # between which two bases?
        ("c.341-13delCGTTTCC", ()),  # how far?
        ("c.128-?_250+?", ()),
    ],
)
def test_coding_changes_take_their_recommended_form(written: str, canonical: tuple[str, ...]) -> None:
    assert canonical_hgvsc(written) == canonical
