"""Exact, protein and codon level; other residues at a codon; transcript numbering."""

from __future__ import annotations

import pytest

from pm_annotate.knowledge.matching_protein import coding_name, names_same_change
from pm_annotate.model import Assembly, BiomarkerKind, Match, MatchLevel
from pm_annotate.protein_change import parse_protein_change
from tests.knowledge.constructed_table import (
    ConstructedHotspots,
    ConstructedTable,
    allele,
    biomarker,
    effect,
    protein,
    table_of,
)
from tests.knowledge.matches_of_alleles import match_allele, match_effects, related_at_codon

V600E_38 = (Assembly.GRCH38, "7", 140753336, "A", "T")
V600E_37 = (Assembly.GRCH37, "7", 140453136, "A", "T")
BRAF = table_of(
    protein("BRAF", "V600E", alleles=(V600E_37, V600E_38)),
    protein("BRAF", "V600K"),
    biomarker("BRAF V600", BiomarkerKind.CODON, codons=(600,)),
    biomarker("BRAF Amplification", BiomarkerKind.AMPLIFICATION),
)
V600E = effect("BRAF", "V600E", "missense_variant", hgvsc="c.1799T>A")
V600K = effect("BRAF", "V600K", "missense_variant", hgvsc="c.1798_1799delinsAA")


def levels(matches: tuple[Match, ...]) -> dict[str, MatchLevel]:
    return {match.biomarker.name: match.level for match in matches}


@pytest.mark.parametrize(("assembly", "pos"), [(Assembly.GRCH37, 140453136), (Assembly.GRCH38, 140753336)])
def test_the_genomic_allele_of_a_statement_is_exact_on_both_assemblies(assembly: Assembly, pos: int) -> None:
    matches = match_allele(BRAF, assembly, allele(f"7:{pos}:A:T", assembly), (V600E,))
    assert levels(matches) == {"BRAF V600E": MatchLevel.EXACT, "BRAF V600": MatchLevel.CODON}
    assert matches[0].matched_by == f"genomic allele 7:{pos}:A>T {assembly}"
    assert matches[0].tier_eligible


def test_a_file_may_claim_any_span_of_residues() -> None:
    """VEP's Protein_position is text of the file: 600-99999999999 must not be counted through."""
    claimed = effect("BRAF", "", "inframe_deletion")._replace(protein_start=599, protein_end=99_999_999_999_999)
    wide = claimed._replace(protein_end=601)
    assert related_at_codon(BRAF, (claimed,)) == related_at_codon(BRAF, (wide,))


def test_one_base_away_nothing_is_exact() -> None:
    silent = effect("BRAF", "V600=", "synonymous_variant", hgvsc="c.1800G>A")
    assert match_allele(BRAF, Assembly.GRCH38, allele("7:140753335:C:T"), (silent,)) == ()


def test_the_same_protein_change_by_two_bases_is_protein_level() -> None:
    matches = match_allele(BRAF, Assembly.GRCH38, allele("7:140753335:CA:TT"), (V600E,))
    assert levels(matches)["BRAF V600E"] == MatchLevel.PROTEIN
    assert matches[0].matched_by == "protein p.V600E on NM_004333.6 = V600E"


def test_v600k_meets_its_own_statement_and_the_codon_but_not_v600e() -> None:
    matches = match_allele(BRAF, Assembly.GRCH38, allele("7:140753336:AC:TT"), (V600K,))
    assert levels(matches) == {"BRAF V600K": MatchLevel.PROTEIN, "BRAF V600": MatchLevel.CODON}


@pytest.mark.parametrize(
    ("seen", "met"),
    [
        ("V600_K601delinsEI", True),  # V600E with K601I in one record of a caller of haplotypes
        ("T599_V600delinsIE", True),
        ("T599_K601delinsIEN", True),
        ("V600_K601delinsE", False),  # one residue less: another protein
        ("T599_V600delinsIK", False),  # V600K
        ("K601_W604delinsEKSR", False),
    ],
)
def test_a_substitution_among_others_of_one_record_meets_its_statement(seen: str, met: bool) -> None:
    block = effect("BRAF", seen, "missense_variant", hgvsc="c.1796_1802delinsTAGAGAT")
    matches = match_allele(BRAF, Assembly.GRCH38, allele("7:140753333:TTTCACT:ATCTCTA"), (block,))
    found = [match for match in matches if match.biomarker.name == "BRAF V600E"]
    assert bool(found) is met
    if found:
        assert (found[0].level, found[0].tier_eligible) == (MatchLevel.PROTEIN, True)
        assert found[0].caveats == ("other residues beside V600E are changed on the same molecule",)


def test_a_typed_protein_change_needs_no_allele() -> None:
    typed = effect("BRAF", "V600E", "missense_variant", computed_from="typed", transcript="")
    assert levels(match_effects(BRAF, (typed,))) == {"BRAF V600E": MatchLevel.PROTEIN, "BRAF V600": MatchLevel.CODON}


def test_a_typed_name_may_be_shorter_than_the_statements() -> None:
    table = table_of(protein("NPM1", "W288Cfs*12"))
    typed = effect("NPM1", "W288fs", "frameshift_variant", computed_from="typed")
    (match,) = match_effects(table, (typed,))
    assert match.caveats == ("the name typed leaves open whether it is W288Cfs*12",)
    assert match.tier_eligible
    assert match_effects(table, (effect("NPM1", "W288fs", "frameshift_variant"),)) == ()


def test_ref_bases_that_disagree_with_the_transcript_meet_nothing() -> None:
    doubtful = effect("BRAF", "V600E", "missense_variant", caveats=("ref_mismatch",))
    assert match_allele(BRAF, Assembly.GRCH38, allele("7:140753336:A:T"), (doubtful,)) == ()


def test_another_residue_at_the_codon_is_related_and_no_match() -> None:
    kras = table_of(protein("KRAS", "G12C"), protein("KRAS", "G13D"))
    g12d = effect("KRAS", "G12D", "missense_variant")
    assert match_effects(kras, (g12d,)) == ()
    assert [(marker.name, detail) for marker, detail in related_at_codon(kras, (g12d,))] == [
        ("KRAS G12C", "p.G12D changes the residue of G12C to another one")
    ]


def test_what_is_met_is_not_also_related() -> None:
    assert [marker.name for marker, _ in related_at_codon(BRAF, (V600K,))] == ["BRAF V600E"]


def test_a_name_that_cannot_be_read_does_not_hide_the_next_one() -> None:
    table = table_of(protein("BRAF", "V600 something", "V600E"))
    assert levels(match_effects(table, (V600E,))) == {"BRAF V600 something/V600E": MatchLevel.PROTEIN}


def test_statements_are_matched_on_their_own_numbering() -> None:
    other = "NM_001374258.1"  # 40 residues longer before the kinase domain
    table = table_of(protein("BRAF", "V640E", transcripts=(other,)), protein("BRAF", "G466V"))
    effects = (V600E, effect("BRAF", "V640E", "missense_variant", transcript=other, is_primary=False))
    matches = match_effects(table, effects)
    assert levels(matches) == {"BRAF V640E": MatchLevel.PROTEIN}
    assert other in matches[0].matched_by


def test_a_statement_of_another_isoform_is_not_read_on_the_primary_numbering() -> None:
    table = table_of(protein("BRAF", "V600E", transcripts=("NM_001374258.1",)))
    assert match_effects(table, (V600E,)) == ()


def test_without_known_numbering_the_primary_transcript_serves_and_says_so() -> None:
    table = table_of(protein("BRAF", "V600E", verified=False))
    other = effect("BRAF", "V600E", "missense_variant", transcript="NM_001374258.1", is_primary=False)
    assert match_effects(table, (other,)) == ()
    (match,) = match_effects(table, (V600E,))
    assert match.caveats[0].startswith("numbering_not_verified")


def test_a_change_without_protein_name_meets_no_protein_statement() -> None:
    unnamed = effect("BRAF", "c.1799T>A", "missense_variant", protein_start=600, protein_end=600)
    assert "BRAF V600E" not in levels(match_effects(BRAF, (unnamed,)))


def test_a_change_in_the_codon_of_unknown_sequence_is_listed_without_tier() -> None:
    unnamed = effect("BRAF", "c.1799T>A", "coding_sequence_variant", protein_start=600, protein_end=600)
    (match,) = match_effects(BRAF, (unnamed,))
    assert (match.level, match.tier_eligible) == (MatchLevel.CODON, False)


@pytest.mark.parametrize(
    ("name", "consequence", "meets"),
    [
        ("V600R", "missense_variant", True),
        ("V600_K601delinsE", "protein_altering_variant", True),
        ("V600del", "inframe_deletion", True),
        ("V600*", "stop_gained", False),
        ("V600Gfs*12", "frameshift_variant", False),
        ("N581_K601del", "inframe_deletion", False),
        ("V600_K601insT", "inframe_insertion", False),
        ("K601E", "missense_variant", False),
        ("V600=", "synonymous_variant", False),
    ],
)
def test_a_codon_is_met_by_changes_of_that_residue(name: str, consequence: str, meets: bool) -> None:
    assert ("BRAF V600" in levels(match_effects(BRAF, (effect("BRAF", name, consequence),)))) == meets


@pytest.mark.parametrize(
    ("statement", "observed", "same"),
    [
        ("W288fs", "W288Cfs*12", True),
        ("W288Cfs*12", "W288Cfs*12", True),
        ("W288Cfs*12", "W288Cfs*10", False),
        ("W288Cfs*12", "W288fs", False),
        ("W288fs", "Q289Rfs*11", False),
        ("P1175fs*5", "P1175Lfs*5", True),
        ("P1175fs*5", "P1175Lfs*9", False),
        ("W288fs", "W288*", False),
        ("W288fs", "L288Cfs*12", False),  # counted on another isoform
        ("W288Lfs", "W288Cfs*12", False),
        ("*312Rext*?", "*312Rext*10", True),
        ("*312Qext*?", "*312Rext*10", False),
        ("E746_A750del", "E746_A750del", True),
        ("E746_A750del", "E746_T751del", False),
        ("E746_A750del", "E746_A750delinsQ", False),
        ("193_196dup", "S193_C196dup", True),
        ("V769_D770insASV", "A767_V769dup", True),
        ("A767_V769dup", "V769_D770insASV", True),
        ("V769_D770insASV", "S768_D770dup", False),
        ("D770_N771insG", "D770_N771insGL", False),
        ("R213*", "R213Q", False),
    ],
)
def test_names_of_one_change(statement: str, observed: str, same: bool) -> None:
    one, other = parse_protein_change(statement), parse_protein_change(observed)
    assert one is not None
    assert other is not None
    assert names_same_change(one, other) == same


def test_an_allele_of_the_hotspot_layer_has_its_name_where_the_sequence_is_not_packaged() -> None:
    key = ("20", 58909366, "G", "A")
    table = table_of(
        protein("GNAS", "R201H"), biomarker("GNAS R201", BiomarkerKind.CODON, codons=(201,)),
        hotspots=ConstructedHotspots(genomic={Assembly.GRCH38: {key: ("GNAS", "R201H")}}),
    )  # fmt: skip
    unnamed = effect("GNAS", "c.602G>A", "coding_sequence_variant", protein_start=201, protein_end=201)
    matches = match_allele(table, Assembly.GRCH38, allele("20:58909366:G:A"), (unnamed,))
    assert levels(matches) == {"GNAS R201H": MatchLevel.PROTEIN, "GNAS R201": MatchLevel.CODON}
    assert all(match.tier_eligible for match in matches)


def test_silent_changes_meet_no_protein_statement_but_their_own_allele() -> None:
    table = table_of(
        biomarker(
            "VHL P154=", BiomarkerKind.PROTEIN_CHANGE, protein_changes=("P154=",), hgvsc=("c.462A>C",),
            alleles=((Assembly.GRCH38, "3", 10146635, "A", "C"),),
        )
    )  # fmt: skip
    other_base = effect("VHL", "P154=", "synonymous_variant", hgvsc="c.462A>G")
    assert match_allele(table, Assembly.GRCH38, allele("3:10146635:A:G"), (other_base,)) == ()
    same_base = effect("VHL", "P154=", "synonymous_variant", hgvsc="c.462A>C")
    (match,) = match_allele(table, Assembly.GRCH38, allele("3:10146635:A:C"), (same_base,))
    assert match.level == MatchLevel.EXACT


def test_the_coding_name_on_the_statements_transcript_is_exact() -> None:
    table = table_of(biomarker("MET splice", BiomarkerKind.ALLELE, hgvsc=("c.3028+1G>T",)))
    donor = effect("MET", "c.3028+1G>T", "splice_donor_variant")
    (match,) = match_effects(table, (donor,))
    assert (match.level, match.matched_by) == (MatchLevel.EXACT, "HGVSc c.3028+1G>T on NM_000245.4 = c.3028+1G>T")
    assert match_effects(table, (effect("MET", "c.3028+1G>A", "splice_donor_variant"),)) == ()


def test_coding_names_leave_out_removed_and_duplicated_bases() -> None:
    assert coding_name("NM_144997.7:c.1285dupC") == "c.1285dup"
    assert coding_name("c.474_476delGAAinsC") == "c.474_476delinsC"


def test_an_rs_identifier_names_a_position_and_gives_no_tier() -> None:
    table: ConstructedTable = table_of(biomarker("KIT rs17084733", BiomarkerKind.POLYMORPHISM, rsid="rs17084733"))
    utr = effect("KIT", "c.*2064G>A", "3_prime_UTR_variant")
    (match,) = match_allele(table, Assembly.GRCH38, allele("4:54738774:G:A", vcf_id="rs17084733;COSV1"), (utr,))
    assert (match.level, match.tier_eligible) == (MatchLevel.EXACT, False)
    assert match_allele(table, Assembly.GRCH38, allele("4:54738774:G:A", vcf_id="rs170847"), (utr,)) == ()
