"""Exons with mutation types, skipped exons, promoters and internal tandem duplications."""

from __future__ import annotations

import pytest

from pm_annotate.model import BiomarkerKind, MatchLevel
from tests.knowledge.constructed_table import biomarker, effect, protein, statement, table_of
from tests.knowledge.matches_of_alleles import match_effects

ONCOGENE = frozenset({"oncogene"})
EGFR = table_of(
    biomarker("EGFR Exon 19 Deletion", BiomarkerKind.EXON, exons=(19,), mutation_types=("deletion", "delins")),
    biomarker("EGFR Exon 20 Insertion", BiomarkerKind.EXON, exons=(20,), mutation_types=("insertion", "duplication", "delins")),
    gene_roles={"EGFR": ONCOGENE},
)


def names(table: object, *effects: object) -> list[str]:
    return [match.biomarker.name for match in match_effects(table, effects)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "consequence", "exon", "met"),
    [
        ("E746_A750del", "inframe_deletion", 19, ["EGFR Exon 19 Deletion"]),
        ("L747_P753delinsS", "protein_altering_variant", 19, ["EGFR Exon 19 Deletion"]),
        ("L747_E749delinsAAAA", "protein_altering_variant", 19, []),
        ("D761Y", "missense_variant", 19, []),
        ("E746Kfs*3", "frameshift_variant", 19, []),
        ("K745=", "synonymous_variant", 19, []),
        ("D770_N771insSVD", "inframe_insertion", 20, ["EGFR Exon 20 Insertion"]),
        ("A767_V769dup", "inframe_insertion", 20, ["EGFR Exon 20 Insertion"]),
        ("N771delinsGY", "protein_altering_variant", 20, ["EGFR Exon 20 Insertion"]),
        ("H773_V774del", "inframe_deletion", 20, []),
        ("T790M", "missense_variant", 20, []),
        ("E709_T710delinsD", "protein_altering_variant", 18, []),
    ],
)
def test_exon_statements_ask_for_their_type_of_change(name: str, consequence: str, exon: int, met: list[str]) -> None:
    assert names(EGFR, effect("EGFR", name, consequence, exon_numbers=(exon,))) == met


def test_exon_matches_say_which_exon_and_change() -> None:
    (match,) = match_effects(EGFR, (effect("EGFR", "E746_A750del", "inframe_deletion", exon_numbers=(19,)),))
    assert match.level == MatchLevel.EXON
    assert match.matched_by == "exon 19 deletion/delins: p.E746_A750del on NM_005228.5"
    assert match.tier_eligible


def test_erbb2_exon_20_insertion_by_the_yvma_duplication() -> None:
    table = table_of(biomarker("ERBB2 Exon 20 Insertion", BiomarkerKind.EXON, exons=(20,), mutation_types=("insertion",)))
    assert names(table, effect("ERBB2", "Y772_A775dup", "inframe_insertion", exon_numbers=(20,)))


@pytest.mark.parametrize(
    ("name", "consequence", "eligible"),
    [
        ("W557_K558del", "inframe_deletion", True),  # a change of length in the exon of an oncogene acts
        ("V559D", "missense_variant", True),  # a hotspot
        ("I571M", "missense_variant", False),  # nothing says that it acts
        ("W557*", "stop_gained", False),  # a truncated oncogene
    ],
)
def test_an_exon_statement_of_any_change_asks_whether_the_change_acts(name: str, consequence: str, eligible: bool) -> None:
    table = table_of(biomarker("KIT Exon 11 Mutation", BiomarkerKind.EXON, exons=(11,)), gene_roles={"KIT": ONCOGENE})
    table = table.with_hotspots(("KIT", "V559D"))
    (match,) = match_effects(table, (effect("KIT", name, consequence, exon_numbers=(11,)),))
    assert (match.level, match.tier_eligible) == (MatchLevel.EXON, eligible)


def test_truncations_act_in_the_exon_of_a_suppressor_and_changes_of_length_do_not() -> None:
    suppressor = frozenset({"tumor_suppressor"})
    table = table_of(biomarker("TP53 Exon 5 Mutation", BiomarkerKind.EXON, exons=(5,)), gene_roles={"TP53": suppressor})
    (nonsense,) = match_effects(table, (effect("TP53", "W146*", "stop_gained", exon_numbers=(5,)),))
    (deletion,) = match_effects(table, (effect("TP53", "A159del", "inframe_deletion", exon_numbers=(5,)),))
    assert (nonsense.tier_eligible, deletion.tier_eligible) == (True, False)


def test_a_truncation_in_the_exon_of_a_gene_whose_role_nobody_has_said_may_act() -> None:
    table = table_of(biomarker("KIT Exon 11 Mutation", BiomarkerKind.EXON, exons=(11,)))
    (nonsense,) = match_effects(table, (effect("KIT", "W557*", "stop_gained", exon_numbers=(11,)),))
    (missense,) = match_effects(table, (effect("KIT", "I571M", "missense_variant", exon_numbers=(11,)),))
    assert (nonsense.tier_eligible, missense.tier_eligible) == (True, False)


def test_exon_numbers_that_may_be_too_low_give_no_tier() -> None:
    uncertain = effect("EGFR", "E746_A750del", "inframe_deletion", exon_numbers=(19,), caveats=("exon_numbering_coding_only",))
    (match,) = match_effects(EGFR, (uncertain,))
    assert not match.tier_eligible
    assert match.caveats[0].startswith("exon_numbering_not_verified")


def test_a_loop_of_few_residues_is_met_by_any_missense_in_it() -> None:
    table = table_of(biomarker("ABL1 P-Loop Mutation", BiomarkerKind.REGION, regions=((244, 255),)))
    (match,) = match_effects(table, (effect("ABL1", "G250E", "missense_variant"),))
    assert (match.level, match.tier_eligible) == (MatchLevel.REGION, True)


def test_intronic_and_silent_changes_meet_no_exon_statement() -> None:
    table = table_of(biomarker("KIT Exon 11 Mutation", BiomarkerKind.EXON, exons=(11,)))
    assert not names(table, effect("KIT", "c.1775-20A>G", "intron_variant", exon_numbers=(11,)))
    assert not names(table, effect("KIT", "L576=", "synonymous_variant", exon_numbers=(11,)))


MET14 = table_of(
    biomarker("MET Exon 14 Skipping Mutation", BiomarkerKind.EXON_SKIPPING, exons=(14,)), gene_roles={"MET": ONCOGENE}
)


@pytest.mark.parametrize(
    ("name", "consequence", "fields", "eligible"),
    [
        ("c.3028+1G>T", "splice_donor_variant", {"intron": "14/20"}, True),
        ("c.2942-2A>G", "splice_acceptor_variant", {"intron": "13/20"}, True),
        ("c.3010_3028+8del", "splice_donor_variant&coding_sequence_variant", {"exon_numbers": (14,)}, True),
        ("D1010N", "missense_variant&splice_region_variant", {"exon_numbers": (14,)}, True),
        ("Y1003F", "missense_variant", {"exon_numbers": (14,)}, False),
        ("c.2942-28_2942-6del", "splice_polypyrimidine_tract_variant&intron_variant", {"intron": "13/20"}, False),
        ("c.3028+3A>T", "splice_donor_region_variant&intron_variant", {"intron": "14/20"}, False),
        ("c.3028+5A>G", "splice_donor_5th_base_variant&intron_variant", {"intron": "14/20"}, False),
        ("E1009=", "splice_region_variant&synonymous_variant", {"exon_numbers": (14,)}, False),
        ("D1010Ifs*19", "frameshift_variant&splice_region_variant", {"intron": "14/20"}, False),
    ],
)
def test_met_exon_14_skipping(name: str, consequence: str, fields: dict[str, object], eligible: bool) -> None:
    (match,) = match_effects(MET14, (effect("MET", name, consequence, **fields),))
    assert match.tier_eligible == eligible


@pytest.mark.parametrize(
    ("name", "consequence", "fields"),
    [
        ("c.3028+1G>T", "splice_donor_variant", {"intron": "15/20"}),  # the donor of exon 15
        ("c.2942-1G>A", "splice_acceptor_variant", {"intron": "14/20"}),  # the acceptor of exon 15
        ("N1009S", "missense_variant", {"exon_numbers": (14,)}),
        ("c.3028+30G>T", "intron_variant", {"intron": "14/20"}),
        ("c.3136+3A>T", "splice_donor_region_variant&intron_variant", {"intron": "15/20"}),  # behind exon 15
        ("D963N", "missense_variant&splice_region_variant", {"exon_numbers": (14,)}),  # the first codon
        ("c.2942-6del", "splice_polypyrimidine_tract_variant&intron_variant", {"intron": "13/20"}),
        ("c.2942-8_2942-6del", "splice_polypyrimidine_tract_variant&intron_variant", {"intron": "13/20"}),
        ("c.2942-60_2942-25del", "intron_variant", {"intron": "13/20"}),  # before the tract
        ("c.2942-28_2942-6del", "splice_polypyrimidine_tract_variant&intron_variant", {"intron": "12/20"}),
        ("D1010del", "inframe_deletion", {"exon_numbers": (14,)}),  # another change of the last codon: not known to skip
    ],
)
def test_changes_that_skip_no_exon_14(name: str, consequence: str, fields: dict[str, object]) -> None:
    assert not names(MET14, effect("MET", name, consequence, **fields))


def test_a_deletion_of_the_tract_before_exon_14_asks_for_rna() -> None:
    tract = effect("MET", "c.2942-28_2942-6del", "splice_polypyrimidine_tract_variant&intron_variant", intron="13/20")
    (match,) = match_effects(MET14, (tract,))
    assert match.caveats == ("deletion in the polypyrimidine tract: confirm skipping in RNA",)


@pytest.mark.parametrize(
    "name", ["c.-124C>T", "c.-146C>T", "c.-125_-124delinsTT", "c.-139_-138delinsTT", "c.-57A>C"]
)  # fmt: skip
def test_each_tert_promoter_hotspot_gives_a_tier(name: str) -> None:
    table = table_of(biomarker("TERT Promoter Mutation", BiomarkerKind.PROMOTER))
    (match,) = match_effects(table, (effect("TERT", name, "upstream_gene_variant"),))
    assert (match.level, match.tier_eligible) == (MatchLevel.EXACT, True)


def test_tert_promoter_hotspots_are_exact_and_other_promoter_changes_give_no_tier() -> None:
    table = table_of(biomarker("TERT Promoter Mutation", BiomarkerKind.PROMOTER))
    (c228t,) = match_effects(table, (effect("TERT", "c.-124C>T", "upstream_gene_variant"),))
    (common,) = match_effects(table, (effect("TERT", "c.-245A>G", "upstream_gene_variant"),))
    assert (c228t.level, c228t.tier_eligible) == (MatchLevel.EXACT, True)
    assert (common.level, common.tier_eligible) == (MatchLevel.REGION, False)
    assert not names(table, effect("TERT", "c.-4000C>T", "upstream_gene_variant"))
    assert not names(table, effect("TERT", "A279T", "missense_variant"))


def test_flt3_itd_is_an_inframe_gain_of_three_residues_in_exons_14_and_15() -> None:
    table = table_of(biomarker("FLT3 ITD", BiomarkerKind.INTERNAL_DUPLICATION, exons=(14, 15)))
    itd = effect("FLT3", "E598_Y599insDYVDFREYE", "inframe_insertion", exon_numbers=(14,))
    assert names(table, itd)
    assert names(table, effect("FLT3", "D593_F605dup", "inframe_insertion", exon_numbers=(14,)))
    assert names(table, effect("FLT3", "Y597_E598insDYV", "inframe_insertion", exon_numbers=(14,)))  # the shortest
    assert not names(table, effect("FLT3", "Y597_E598insDY", "inframe_insertion", exon_numbers=(14,)))
    of_gene = table_of(biomarker("FLT3 ITD", BiomarkerKind.INTERNAL_DUPLICATION))  # where the statement names no exon
    for exon in (14, 15):
        assert names(of_gene, effect("FLT3", "D593_F605dup", "inframe_insertion", exon_numbers=(exon,)))
    assert not names(of_gene, effect("FLT3", "D593_F605dup", "inframe_insertion", exon_numbers=(16,)))
    assert not names(table, effect("FLT3", "S585dup", "inframe_insertion", exon_numbers=(14,)))
    assert not names(table, effect("FLT3", "D835Y", "missense_variant", exon_numbers=(20,)))
    assert not names(table, effect("FLT3", "S838_D839insVGS", "inframe_insertion", exon_numbers=(20,)))


def test_npm1_w288fs_by_the_common_four_base_insertion() -> None:
    table = table_of(
        protein("NPM1", "W288fs"),
        biomarker("NPM1 Exon 12 Mutation", BiomarkerKind.EXON, exons=(11, 12)),
        statements=[statement("S1", "NPM1_W288fs", statement_type="Oncogenicity", predicate="", significance="Oncogenicity")],
        gene_roles={"NPM1": ONCOGENE},
    )
    frameshift = effect("NPM1", "W288Cfs*12", "frameshift_variant", exon_numbers=(11,), protein_length=294)
    matches = {match.biomarker.name: match for match in match_effects(table, (frameshift,))}
    assert matches["NPM1 W288fs"].level == MatchLevel.PROTEIN
    assert matches["NPM1 Exon 12 Mutation"].tier_eligible


def test_structural_and_expression_criteria_are_not_met_by_small_alleles() -> None:
    kinds = (
        BiomarkerKind.AMPLIFICATION, BiomarkerKind.DELETION, BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT,
        BiomarkerKind.EXPRESSION, BiomarkerKind.WILD_TYPE, BiomarkerKind.EXON_DELETION, BiomarkerKind.COPY_GAIN,
    )  # fmt: skip
    table = table_of(*(biomarker(f"EGFR {kind}", kind, exons=(19,)) for kind in kinds))
    assert not names(table, effect("EGFR", "E746_A750del", "inframe_deletion", exon_numbers=(19,)))


@pytest.mark.parametrize(
    ("name", "consequence", "eligible"),
    [
        ("W290Sfs*10", "frameshift_variant", True),  # an insertion of four bases two codons further on
        ("L287Hfs*13", "frameshift_variant", True),
        ("D286Gfs*3", "frameshift_variant", False),  # ends early: no new end
        ("W288*", "stop_gained", False),
        ("I284dup", "inframe_insertion", False),
    ],
)
def test_npm1_acts_by_frameshifts_that_make_a_new_end(name: str, consequence: str, eligible: bool) -> None:
    table = table_of(
        biomarker("NPM1 Exon 12 Mutation", BiomarkerKind.EXON, exons=(12,)),
        biomarker("NPM1 Mutation", BiomarkerKind.ANY_VARIANT),
        gene_roles={"NPM1": ONCOGENE},
    )
    matches = match_effects(table, (effect("NPM1", name, consequence, exon_numbers=(12,), protein_length=294),))
    assert {match.biomarker.name: match.tier_eligible for match in matches} == {
        "NPM1 Exon 12 Mutation": eligible,
        "NPM1 Mutation": eligible,
    }
