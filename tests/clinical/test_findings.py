"""A sample's alleles become findings, variants and related statements."""

from __future__ import annotations

from pm_annotate.model import (
    BiomarkerKind,
    Call,
)
from tests.clinical.constructed_findings import C797S, T790M, V600E, report, seen
from tests.knowledge.constructed_table import biomarker, effect, protein, statement, table_of

BRAF = table_of(
    protein("BRAF", "V600E"),
    statements=[
        statement("S1", "BRAF_V600E"),
        statement("S2", "BRAF_V600E", strength="Level B"),
        statement("S3", "BRAF_V600E", condition="Colorectal Cancer", condition_ids=("DOID:9256",)),
        statement("S4", "BRAF_V600E", predicate="predictsResistanceTo", strength="Level C"),
        statement("S5", "BRAF_V600E", direction="disputes"),
    ],
)


def test_findings_carry_tier_class_and_relation_in_a_fixed_order() -> None:
    (variant,), findings, _ = report(BRAF, V600E)
    assert [(one.statement.statement_id, one.tier_class, one.amp_tier, one.tier_support) for one in findings] == [
        ("S1", "therapy", "Tier I-A", "tier-defining"),
        ("S2", "therapy", "Tier I-B", "additional"),
        ("S3", "therapy", "Tier II-C", "additional"),
        ("S4", "resistance", "Tier II-C", "tier-defining"),
        ("S5", "therapy", "", "not-applicable"),
    ]
    assert variant.tiers == {"therapy": "Tier I-A", "resistance": "Tier II-C", "overall": "Tier I-A"}
    assert all(one.variants == (variant,) for one in findings)
    assert findings[0].variants[0] is variant


def test_without_a_tumour_type_nothing_is_tier_one() -> None:
    _, findings, _ = report(BRAF, V600E, tumor=None)
    assert {one.amp_tier for one in findings} == {"Tier II-C", ""}


def test_the_drugs_of_another_residue_are_related_and_not_found() -> None:
    table = table_of(protein("KRAS", "G12C"), statements=[statement("S1", "KRAS_G12C", therapies=("Sotorasib",))])
    (variant,), findings, related = report(table, seen("12:25245350:C:T", effect("KRAS", "G12D", "missense_variant")))
    assert findings == ()
    assert [(one.statement.statement_id, one.relation) for one in related] == [("S1", "other_change_at_codon")]
    assert related[0].variant is variant
    assert variant.tiers == {"overall": "Tier III"}


def test_t790m_is_resistance_and_never_therapy() -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "L858R"),
        statements=[
            statement("S1", "EGFR_T790M", predicate="predictsResistanceTo", therapies=("Erlotinib",)),
            statement("S2", "EGFR_L858R", therapies=("Erlotinib",)),
        ],
    )  # fmt: skip
    (variant,), findings, _ = report(table, T790M)
    assert [(one.statement.statement_id, one.tier_class) for one in findings] == [("S1", "resistance")]
    assert "therapy" not in variant.tiers


def test_a_profile_of_two_alleles_is_one_finding_with_both() -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "C797S"),
        statements=[statement("S1", "EGFR_T790M AND EGFR_C797S", predicate="predictsResistanceTo")],
    )  # fmt: skip
    variants, (finding,), _ = report(table, T790M, C797S)
    assert finding.variants == variants
    assert len(finding.matches) == 2
    assert finding.profile_status == "met"
    assert all(variant.tiers["resistance"] == "Tier I-A" for variant in variants)


def test_a_profile_met_in_part_is_related_with_what_is_missing() -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "C797S"), statements=[statement("S1", "EGFR_T790M AND EGFR_C797S")]
    )
    _, findings, related = report(table, T790M)
    assert findings == ()
    assert [(one.relation, one.detail) for one in related] == [("partial_profile", "missing: EGFR C797S")]


def test_a_negated_marker_that_is_present_stops_the_statement() -> None:
    table = table_of(
        protein("EGFR", "T790M"), protein("EGFR", "C797S"), statements=[statement("S1", "EGFR_T790M AND NOT EGFR_C797S")]
    )
    _, without, _ = report(table, T790M)
    assert [(one.profile_status, one.requires) for one in without] == [("conditional", ("no EGFR C797S",))]
    _, with_it, _ = report(table, T790M, C797S)
    assert with_it == ()


PIK3CA = table_of(
    biomarker("PIK3CA Mutation", BiomarkerKind.ANY_VARIANT),
    biomarker("ER positive", BiomarkerKind.EXPRESSION),
    biomarker("HER2-negative", BiomarkerKind.EXPRESSION),
    statements=[statement("S1", "ER_positive AND HER2-negative AND PIK3CA_Mutation")],
    gene_roles={"PIK3CA": frozenset({"oncogene"})},
).with_hotspots(("PIK3CA", "H1047R"))


def test_a_breast_approval_is_conditional_and_tiered() -> None:
    h1047r = seen("3:179234297:A:G", effect("PIK3CA", "H1047R", "missense_variant"))
    _, (finding,), _ = report(PIK3CA, h1047r)
    assert finding.profile_status == "conditional"
    assert finding.requires == ("ER positive", "HER2-negative")
    assert finding.amp_tier == "Tier I-A"


def test_an_unknown_missense_of_the_gene_is_found_without_tier() -> None:
    (variant,), (finding,), _ = report(PIK3CA, seen("3:179234288:A:C", effect("PIK3CA", "N1044T", "missense_variant")))
    assert (finding.amp_tier, finding.tier_support) == ("", "not-applicable")
    assert variant.tiers == {"overall": "Tier III"}
    assert variant.oncogenicity_evidence == ()


def test_a_silent_change_is_reported_as_a_variant_without_tier() -> None:
    (variant,), findings, _ = report(PIK3CA, seen("3:179234298:T:C", effect("PIK3CA", "H1047=", "synonymous_variant")))
    assert findings == ()
    assert variant.tiers == {"overall": ""}


def test_alleles_outside_genes_are_not_reported() -> None:
    variants, _, _ = report(PIK3CA, seen("3:1:A:T"), seen("3:2:A:T", effect("PIK3CA", "c.-3000A>T", "upstream_gene_variant")))
    assert variants == ()


def test_the_same_allele_in_two_records_has_one_set_of_findings() -> None:
    again = seen("7:140753336:A:T", effect("BRAF", "V600E", "missense_variant"), record=9)
    (first, second), findings, _ = report(BRAF, V600E, again)
    assert len(findings) == 5
    assert all(one.variants == (first,) for one in findings)
    assert second.caveats == ("the same allele stands in record 1 too: its findings are listed there",)


def test_two_alleles_with_one_protein_change_have_a_finding_each() -> None:
    other = seen("7:140753335:CA:TT", effect("BRAF", "V600E", "missense_variant"), record=2)
    _, findings, _ = report(BRAF, V600E, other)
    assert len(findings) == 10


def test_a_common_polymorphism_is_tier_four() -> None:
    common = seen(
        "3:179199088:G:A", effect("PIK3CA", "I391M", "missense_variant"), retained_info={"POPAF": "1.1"}
    )  # fmt: skip
    (variant,), _, _ = report(PIK3CA, common)
    assert variant.tiers == {"overall": "Tier IV"}


def test_germline_statements_on_a_tumour_only_sample_ask_for_confirmation() -> None:
    table = table_of(
        biomarker("BRCA1 Loss-of-function", BiomarkerKind.LOSS_OF_FUNCTION),
        statements=[statement("S1", "BRCA1_Loss-of-function", variant_origin="Rare Germline")],
    )
    frameshift = effect("BRCA1", "E23Vfs*17", "frameshift_variant", protein_length=1863)
    (variant,), (finding,), _ = report(table, seen("17:43124027:ACT:A", frameshift))
    assert variant.mutation_status == "Unknown"
    assert finding.amp_tier == "Tier I-A"
    assert finding.caveats == ("statement is for germline variants: confirm in germline",)
    germline = seen("17:43124027:ACT:A", frameshift, normal=Call("N", depth=50, alt_count=25))
    (variant,), (finding,), _ = report(table, germline)
    assert variant.mutation_status == "Germline"
    assert finding.caveats == ()


def test_an_altered_gene_takes_back_its_wild_type_statements() -> None:
    table = table_of(
        protein("EGFR", "L858R"), protein("EGFR", "T790M"),
        biomarker("EGFR wild", BiomarkerKind.WILD_TYPE), protein("KRAS", "G12C"),
        statements=[statement("S1", "KRAS_G12C AND EGFR_wild"), statement("S2", "EGFR_L858R")],
    )  # fmt: skip
    g12c = seen("12:25245351:C:A", effect("KRAS", "G12C", "missense_variant"))
    _, alone, _ = report(table, g12c)
    assert [(one.statement.statement_id, one.requires) for one in alone] == [("S1", ("EGFR wild type",))]
    l858r = seen("7:55191822:T:G", effect("EGFR", "L858R", "missense_variant"), record=2)
    _, both, _ = report(table, g12c, l858r)
    assert [one.statement.statement_id for one in both] == ["S2"]


def test_a_germline_statement_gives_no_tier_to_a_somatic_allele() -> None:
    table = table_of(
        biomarker("BRCA1 pathogenic", BiomarkerKind.LOSS_OF_FUNCTION),
        statements=[statement("S1", "BRCA1_pathogenic", variant_origin="Germline"), statement("S2", "BRCA1_pathogenic")],
    )
    frameshift = effect("BRCA1", "E23Vfs*17", "frameshift_variant", protein_length=1863)
    somatic = seen("17:43124027:ACT:A", frameshift, normal=Call("N", depth=50, alt_count=0))
    _, findings, _ = report(table, somatic)
    assert {one.statement.statement_id: one.amp_tier for one in findings} == {"S1": "", "S2": "Tier I-A"}


def test_two_alleles_of_unknown_action_meet_alternatives_once() -> None:
    """ "PIK3CA Mutation OR AKT1 E17K" with two missense changes that nothing is known of: one finding, without tier."""
    table = table_of(
        biomarker("PIK3CA Mutation", BiomarkerKind.ANY_VARIANT), protein("PIK3CA", "E545K"),
        statements=[statement("S1", "PIK3CA_Mutation OR PIK3CA_E545K")],
        gene_roles={"PIK3CA": frozenset({"oncogene"})},
    )  # fmt: skip
    n1044t = seen("3:179234288:A:C", effect("PIK3CA", "N1044T", "missense_variant"))
    i391m = seen("3:179210192:A:G", effect("PIK3CA", "I391M", "missense_variant"), record=2)
    variants, findings, _ = report(table, n1044t, i391m)
    assert [(one.amp_tier, one.variants) for one in findings] == [("", variants)]


def test_findings_are_sorted_by_tier_class_and_what_is_met_and_not_by_their_ids() -> None:
    table = table_of(
        protein("BRAF", "V600E"), biomarker("MSI-H", BiomarkerKind.SIGNATURE),
        biomarker("BRAF Mutation", BiomarkerKind.ANY_VARIANT),
        statements=[
            statement("A", "BRAF_V600E", strength="Level C"),
            statement("B", "BRAF_V600E", predicate="predictsResistanceTo"),
            statement("C", "BRAF_V600E AND MSI-H"),
            statement("D", "BRAF_Mutation"),
            statement("E", "BRAF_V600E"),
        ],
        gene_roles={"BRAF": frozenset({"oncogene"})},
    ).with_hotspots(("BRAF", "V600E"))  # fmt: skip
    _, findings, _ = report(table, V600E)
    assert [(one.statement.statement_id, one.amp_tier, one.requires) for one in findings] == [
        ("E", "Tier I-A", ()),  # the very change
        ("D", "Tier I-A", ()),  # its gene
        ("C", "Tier I-A", ("MSI-H",)),
        ("B", "Tier I-A", ()),  # resistance after therapy
        ("A", "Tier II-C", ()),
    ]
