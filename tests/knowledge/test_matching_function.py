"""Gene-wide criteria: an allele that is known to act gives a tier, any other one is listed at level gene."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.matching_function import ONE_ALLELE, UNKNOWN_ACTION
from pm_annotate.knowledge.variant_action import in_brief
from pm_annotate.model import Assembly, BiomarkerKind, Match, MatchLevel
from tests.knowledge.constructed_table import (
    ConstructedClinvar,
    ConstructedTable,
    allele,
    biomarker,
    effect,
    protein,
    statement,
    table_of,
)
from tests.knowledge.matches_of_alleles import known_action, match_allele, match_effects

ROLES = {
    "PIK3CA": frozenset({"oncogene"}),
    "BRAF": frozenset({"oncogene"}),
    "KIT": frozenset({"oncogene"}),
    "TP53": frozenset({"tumor_suppressor"}),
    "BRCA2": frozenset({"tumor_suppressor"}),
}
ANY = BiomarkerKind.ANY_VARIANT
LOSS = BiomarkerKind.LOSS_OF_FUNCTION
GAIN = BiomarkerKind.GAIN_OF_FUNCTION
GENE_WIDE = table_of(
    biomarker("PIK3CA Mutation", ANY),
    biomarker("PIK3CA Activating Mutation", GAIN),
    biomarker("TP53 Mutation", ANY),
    biomarker("TP53 Truncating Mutation", BiomarkerKind.TRUNCATING),
    biomarker("BRCA1 Loss-of-function", LOSS),
    biomarker("BRCA2 Loss-of-function", LOSS),
    biomarker("PTEN nonsense variants", BiomarkerKind.TRUNCATING, mutation_types=("nonsense",)),
    biomarker("PTEN splice site variants", LOSS, mutation_types=("splice",)),
    gene_roles=ROLES,
).with_hotspots(("PIK3CA", "H1047R"), ("TP53", "R175H"), ("PIK3CA", "Q546*"))


def met(table: ConstructedTable, gene: str, name: str, consequence: str, **fields: object) -> dict[str, Match]:
    matches = match_effects(table, (effect(gene, name, consequence, **fields),))
    return {match.biomarker.name: match for match in matches}


def test_a_hotspot_meets_a_gene_wide_statement_with_tier() -> None:
    found = met(GENE_WIDE, "PIK3CA", "H1047R", "missense_variant")
    assert found["PIK3CA Mutation"].level == MatchLevel.GENE
    assert found["PIK3CA Mutation"].tier_eligible
    assert found["PIK3CA Mutation"].matched_by.endswith(", hotspot PIK3CA H1047R")
    assert found["PIK3CA Activating Mutation"].level == MatchLevel.FUNCTIONAL


def test_an_unknown_missense_is_listed_at_level_gene_without_tier() -> None:
    found = met(GENE_WIDE, "PIK3CA", "N1044T", "missense_variant")
    assert {name: (match.level, match.tier_eligible) for name, match in found.items()} == {
        "PIK3CA Mutation": (MatchLevel.GENE, False),
        "PIK3CA Activating Mutation": (MatchLevel.GENE, False),
    }


@pytest.mark.parametrize(
    ("gene", "name", "consequence"),
    [
        ("TP53", "P36=", "synonymous_variant"),
        ("TP53", "V31=", "splice_region_variant&synonymous_variant"),
        ("TP53", "c.97-29C>A", "intron_variant"),
        ("TP53", "c.-28G>A", "5_prime_UTR_variant"),
        ("TP53", "c.*1175A>C", "3_prime_UTR_variant"),
        ("PIK3CA", "c.-77-1G>T", "upstream_gene_variant"),
    ],
)
def test_silent_intronic_and_utr_changes_meet_no_gene_wide_statement(gene: str, name: str, consequence: str) -> None:
    assert met(GENE_WIDE, gene, name, consequence) == {}


@pytest.mark.parametrize(
    ("name", "consequence"),
    [
        ("E23Vfs*17", "frameshift_variant"),
        ("R1203*", "stop_gained"),
        ("c.4185+1G>T", "splice_donor_variant"),
        ("M1?", "start_lost"),
    ],
)
def test_loss_of_function_by_class(name: str, consequence: str) -> None:
    match = met(GENE_WIDE, "BRCA1", name, consequence, protein_length=1863)["BRCA1 Loss-of-function"]
    assert (match.level, match.tier_eligible) == (MatchLevel.FUNCTIONAL, True)


def test_the_last_residues_may_be_lost_without_loss_of_function() -> None:
    match = met(GENE_WIDE, "BRCA2", "K3326*", "stop_gained", protein_length=3418)["BRCA2 Loss-of-function"]
    assert not match.tier_eligible
    assert match.caveats == ("only the last 5 % of the protein is lost: the function may be kept",)


def test_a_stop_at_the_very_end_is_no_truncation_as_statements_mean_it() -> None:
    table = table_of(biomarker("BRCA2 Truncating Mutation", BiomarkerKind.TRUNCATING), gene_roles=ROLES)
    match = met(table, "BRCA2", "K3326*", "stop_gained", protein_length=3418)["BRCA2 Truncating Mutation"]
    assert (match.level, match.tier_eligible) == (MatchLevel.FUNCTIONAL, False)
    assert match.caveats == ("only the last 5 % of the protein is lost: the function may be kept",)
    early = met(table, "BRCA2", "E1953*", "stop_gained", protein_length=3418)["BRCA2 Truncating Mutation"]
    assert (early.tier_eligible, early.caveats) == (True, ())


def test_a_missense_of_unknown_action_is_not_said_to_lose_the_end() -> None:
    match = met(GENE_WIDE, "BRCA2", "N372H", "missense_variant", protein_length=3418)["BRCA2 Loss-of-function"]
    assert not match.tier_eligible
    assert match.caveats == (UNKNOWN_ACTION,)


def test_a_missense_loses_function_when_a_statement_on_that_very_change_says_so() -> None:
    table = table_of(
        biomarker("BRCA1 Loss-of-function", LOSS),
        protein("BRCA1", "C61G"),
        statements=[
            statement("S1", "BRCA1_C61G", statement_type="Predisposition", predicate="", significance="Predisposition"),
        ],
        gene_roles={"BRCA1": frozenset({"tumor_suppressor"})},
    )
    known = met(table, "BRCA1", "C61G", "missense_variant")["BRCA1 Loss-of-function"]
    assert (known.level, known.tier_eligible) == (MatchLevel.FUNCTIONAL, True)
    assert known.matched_by.endswith(", S1: predisposition")
    other = met(table, "BRCA1", "C61Y", "missense_variant")["BRCA1 Loss-of-function"]
    assert (other.level, other.tier_eligible) == (MatchLevel.GENE, False)


@pytest.mark.parametrize(
    "says_nothing",
    [
        {"direction": "disputes"},
        {"strength": "Level D"},
        {"predicate": "predictsResistanceTo"},
        {"statement_type": "Functional", "predicate": "", "significance": "Unaltered Function"},
        {"statement_type": "Oncogenicity", "predicate": "", "significance": "Likely Benign"},
        {"statement_type": "Predisposition", "predicate": "", "significance": "Uncertain Significance"},
    ],
)
def test_statements_that_say_nothing_of_action(says_nothing: dict[str, str]) -> None:
    table = table_of(
        biomarker("BRAF Mutation", ANY), protein("BRAF", "G464V"), gene_roles=ROLES,
        statements=[statement("S1", "BRAF_G464V", **says_nothing)],
    )  # fmt: skip
    assert not met(table, "BRAF", "G464V", "missense_variant")["BRAF Mutation"].tier_eligible


def test_a_truncated_oncogene_is_no_gain_of_function_even_at_a_recurrent_residue() -> None:
    found = met(GENE_WIDE, "PIK3CA", "Q546*", "stop_gained")
    assert not any(match.tier_eligible for match in found.values())


def test_a_truncation_at_a_recurrent_residue_of_a_suppressor_is_both() -> None:
    table = GENE_WIDE.with_hotspots(("TP53", "R213*"))
    stop = effect("TP53", "R213*", "stop_gained", protein_length=393)
    evidence = known_action(table, Assembly.GRCH38, allele("17:7674894:G:A"), (stop,))
    assert evidence == ("hotspot TP53 R213*", "premature stop in tumour suppressor TP53")


@pytest.mark.parametrize(
    ("significance", "gains", "loses"),
    [
        ("Gain of Function", True, False),
        ("Neomorphic", True, False),
        ("Loss of Function", False, True),
        ("Dominant Negative", False, True),
        ("Unknown", False, False),
    ],
)
def test_a_functional_statement_says_which_way_the_change_acts(significance: str, gains: bool, loses: bool) -> None:
    functional = {"statement_type": "Functional", "predicate": "", "significance": significance}
    table = table_of(
        biomarker("BRCA1 Loss", LOSS), biomarker("BRCA1 Gain", GAIN), protein("BRCA1", "C61G"),
        statements=[statement("S1", "BRCA1_C61G", **functional)],
    )  # fmt: skip
    found = met(table, "BRCA1", "C61G", "missense_variant")
    assert (found["BRCA1 Gain"].tier_eligible, found["BRCA1 Loss"].tier_eligible) == (gains, loses)


def test_a_truncation_gains_function_where_it_was_shown_to() -> None:
    """An oncogenicity statement on a truncation of an oncogene says no gain of function, an experiment on it does."""
    for kind, gains in (("Functional", True), ("Oncogenicity", False)):
        shown = {"statement_type": kind, "predicate": "", "significance": "Gain of Function"}
        table = table_of(
            biomarker("KIT Gain", GAIN), protein("KIT", "Q556*"), gene_roles=ROLES,
            statements=[statement("S1", "KIT_Q556*", **shown)],
        )  # fmt: skip
        assert met(table, "KIT", "Q556*", "stop_gained")["KIT Gain"].tier_eligible is gains


def test_much_evidence_that_says_the_same_is_told_in_brief() -> None:
    evidence = ("hotspot BRAF V600E", *(f"civic:EID{number}: sensitivity/response" for number in range(1, 6)), "S6: oncogenic")
    assert in_brief(evidence) == (
        "hotspot BRAF V600E",
        "civic:EID1: sensitivity/response",
        "civic:EID2: sensitivity/response",
        "civic:EID3: sensitivity/response",
        "2 more: sensitivity/response",
        "S6: oncogenic",
    )
    assert in_brief(evidence[:4]) == evidence[:4]


def test_truncating_statements_by_type() -> None:
    assert met(GENE_WIDE, "TP53", "R213*", "stop_gained")["TP53 Truncating Mutation"].level == MatchLevel.FUNCTIONAL
    assert "TP53 Truncating Mutation" not in met(GENE_WIDE, "TP53", "R175H", "missense_variant")
    assert set(met(GENE_WIDE, "PTEN", "R130*", "stop_gained")) == {"PTEN nonsense variants"}
    assert set(met(GENE_WIDE, "PTEN", "T319Nfs*2", "frameshift_variant")) == set()
    assert set(met(GENE_WIDE, "PTEN", "c.209+1G>A", "splice_donor_variant")) == {"PTEN splice site variants"}


def test_biallelic_loss_is_not_told_from_one_allele() -> None:
    table = table_of(biomarker("TP53 Biallelic Inactivation", LOSS, mutation_types=("biallelic",)), gene_roles=ROLES)
    match = met(table, "TP53", "R213*", "stop_gained")["TP53 Biallelic Inactivation"]
    assert not match.tier_eligible
    assert match.caveats == (ONE_ALLELE,)


def test_activating_variants_of_a_domain_lie_in_it() -> None:
    table = table_of(biomarker("PIK3CA kinase domain", GAIN, regions=((765, 1051),)), gene_roles=ROLES).with_hotspots(
        ("PIK3CA", "H1047R"), ("PIK3CA", "E545K")
    )
    assert met(table, "PIK3CA", "H1047R", "missense_variant")["PIK3CA kinase domain"].tier_eligible
    assert met(table, "PIK3CA", "E545K", "missense_variant") == {}


def test_activating_variants_of_a_codon_or_an_exon_lie_in_it() -> None:
    table = table_of(
        biomarker("PIK3CA 1047 activating", GAIN, codons=(1047,)),
        biomarker("PIK3CA exon 21 activating", GAIN, exons=(21,)),
        gene_roles=ROLES,
    ).with_hotspots(("PIK3CA", "H1047R"), ("PIK3CA", "E545K"))
    kinase = met(table, "PIK3CA", "H1047R", "missense_variant", exon_numbers=(21,))
    assert {name: one.tier_eligible for name, one in kinase.items()} == {
        "PIK3CA 1047 activating": True,
        "PIK3CA exon 21 activating": True,
    }
    assert met(table, "PIK3CA", "E545K", "missense_variant", exon_numbers=(10,)) == {}


def test_any_change_in_a_whole_domain_gives_a_tier_only_when_it_is_known_to_act() -> None:
    table = table_of(biomarker("BRAF Non-V600", BiomarkerKind.REGION, regions=((1, 599), (601, 766))), gene_roles=ROLES)
    table = table.with_hotspots(("BRAF", "G469A"))
    assert met(table, "BRAF", "G469A", "missense_variant")["BRAF Non-V600"].tier_eligible
    assert not met(table, "BRAF", "A404V", "missense_variant")["BRAF Non-V600"].tier_eligible
    assert met(table, "BRAF", "V600E", "missense_variant") == {}
    assert met(table, "BRAF", "V600_K601delinsE", "protein_altering_variant") == {}


def test_the_evidence_that_an_allele_acts_is_listed() -> None:
    r175h = effect("TP53", "R175H", "missense_variant")
    assert known_action(GENE_WIDE, Assembly.GRCH38, allele("17:7675088:C:T"), (r175h,)) == ("hotspot TP53 R175H",)
    silent = effect("TP53", "P36=", "synonymous_variant")
    assert known_action(GENE_WIDE, Assembly.GRCH38, allele("17:7676261:C:T"), (silent,)) == ()


# ---------------------------------------------------------------------------------------------------------------- ClinVar

CLINVAR = ConstructedClinvar(
    {
        "17:43106487:A:C": "Pathogenic",  # BRCA1 C61G
        "17:43045711:G:A": "Likely_pathogenic",  # silent, beside a splice site
        "13:32316421:G:A": "Pathogenic",  # BRCA2 c.-40G>A
        "7:140753336:A:C": "Pathogenic",  # BRAF V600G, as if of a RASopathy
        "7:140753337:C:CA": "Pathogenic",
    },
    {"13:32316421:G:A": "BRCA2"},
)
INHERITED = table_of(
    biomarker("BRCA2 Loss-of-function", LOSS),
    biomarker("BRCA1 Loss-of-function", LOSS),
    biomarker("BRCA1 Mutation", ANY),
    biomarker("BRAF Mutation", ANY),
    biomarker("BRAF Activating Mutation", GAIN),
    gene_roles=ROLES | {"BRCA1": frozenset({"tumor_suppressor"})},
    clinvar=CLINVAR,
)


def met_by_allele(place: str, gene: str, name: str, consequence: str) -> dict[str, Match]:
    matches = match_allele(INHERITED, Assembly.GRCH38, allele(place), (effect(gene, name, consequence),))
    return {match.biomarker.name: match for match in matches}


def test_a_pathogenic_missense_of_a_suppressor_is_a_loss_of_function() -> None:
    match = met_by_allele("17:43106487:A:C", "BRCA1", "C61G", "missense_variant")["BRCA1 Loss-of-function"]
    assert (match.level, match.tier_eligible) == (MatchLevel.FUNCTIONAL, True)
    assert match.matched_by.endswith(", ClinVar Pathogenic")


def test_clinvar_speaks_of_that_very_allele_only() -> None:
    match = met_by_allele("17:43106487:A:G", "BRCA1", "C61R", "missense_variant")["BRCA1 Loss-of-function"]
    assert (match.level, match.tier_eligible) == (MatchLevel.GENE, False)


def test_a_pathogenic_allele_of_an_oncogene_is_no_gain_of_function() -> None:
    found = met_by_allele("7:140753336:A:C", "BRAF", "V600G", "missense_variant")
    assert not found["BRAF Activating Mutation"].tier_eligible
    assert found["BRAF Mutation"].tier_eligible
    assert "inherited disease" in found["BRAF Mutation"].caveats[0]


def test_a_pathogenic_truncation_of_an_oncogene_says_nothing() -> None:
    found = met_by_allele("7:140753337:C:CA", "BRAF", "V600Cfs*2", "frameshift_variant")
    assert {match.tier_eligible for match in found.values()} == {False}


def test_a_pathogenic_silent_change_beside_a_splice_site_is_a_loss_of_function() -> None:
    silent = "splice_region_variant&synonymous_variant"
    assert met_by_allele("17:43045711:G:A", "BRCA1", "K1692=", silent)["BRCA1 Loss-of-function"].tier_eligible
    assert met_by_allele("17:43045711:G:A", "BRCA1", "K1692=", "synonymous_variant") == {}
    assert met_by_allele("17:43045711:G:T", "BRCA1", "K1692=", silent) == {}


@pytest.mark.parametrize("term", ["splice_donor_region_variant", "splice_donor_5th_base_variant"])
def test_a_pathogenic_change_of_the_donor_region_is_a_loss_of_function(term: str) -> None:
    """MSH2 c.942+3A>T, BRCA2 c.8754+4A>G: VEP gives +3 to +6 terms of their own, without splice_region_variant."""
    found = met_by_allele("17:43045711:G:A", "BRCA1", "", f"{term}&intron_variant")
    assert found["BRCA1 Loss-of-function"].tier_eligible
    assert met_by_allele("17:43045711:G:T", "BRCA1", "", f"{term}&intron_variant") == {}


@pytest.mark.parametrize("term", ["synonymous_variant", "intron_variant", "5_prime_UTR_variant"])
def test_a_pathogenic_change_anywhere_is_a_loss_of_function_in_the_gene_that_clinvar_names(term: str) -> None:
    """VHL c.414A>G, ATM c.5763-1050A>G, BRCA2 c.-40G>A."""
    match = met_by_allele("13:32316421:G:A", "BRCA2", "", term)["BRCA2 Loss-of-function"]
    assert (match.tier_eligible, match.matched_by.endswith(", ClinVar Pathogenic")) == (True, True)
    assert met_by_allele("13:32316421:G:A", "BRCA1", "", term) == {}
    assert met_by_allele("13:32316421:G:T", "BRCA2", "", term) == {}
