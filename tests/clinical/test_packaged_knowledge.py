"""Matching and findings on the packaged tables: genome, knowledge and tumour types together."""

from __future__ import annotations

from collections import Counter

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.model import Assembly, Call, Finding, MatchLevel, Observation
from tests.clinical.packaged_tables import G38, Packaged
from tests.knowledge.constructed_table import allele
from tests.knowledge.matches_of_alleles import match_allele


def therapies(findings: tuple[Finding, ...], tier_class: str = "therapy", tier: str = "Tier I-A") -> set[tuple[str, ...]]:
    found = (one for one in findings if one.tier_class == tier_class and one.amp_tier == tier)
    return {tuple(sorted(one.statement.therapies)) for one in found}


V600E = {Assembly.GRCH37: "7:140453136:A:T", G38: "7:140753336:A:T"}
T790M = "7:55181378:C:T"


@pytest.mark.parametrize("assembly", list(Assembly))
def test_every_allele_of_the_table_gives_every_statement_of_its_single_profiles(packaged: Packaged, assembly: Assembly) -> None:
    genome, knowledge = packaged.genomes[assembly], packaged.knowledge
    lost = []
    index = knowledge.allele_index(assembly)
    assert len(index) > 700
    for (chrom, pos, ref, alt), biomarker_ids in index.items():
        place = f"{chrom}:{pos}:{ref}:{alt}"
        aligned = genome.left_align(allele(place, assembly))
        seen = Observation(aligned, (), "PASS", Call("T"))
        _, findings, _ = assemble(
            knowledge, packaged.tumor_types, assembly, KnownOfTumor(None), [(seen, genome.effects(aligned))]
        )
        found = {one.statement.statement_id for one in findings}
        for biomarker_id in biomarker_ids:
            wanted = {
                one.statement_id
                for one in knowledge.statements_using(biomarker_id)
                if one.profile.operator == "MARKER" and one.direction == "supports"
            }
            lost += [(place, one) for one in sorted(wanted - found)]
    assert lost == []


@pytest.mark.parametrize("assembly", list(Assembly))
def test_a_change_one_base_away_is_never_the_exact_one(packaged: Packaged, assembly: Assembly) -> None:
    genome, knowledge = packaged.genomes[assembly], packaged.knowledge
    tried = 0
    for (chrom, pos, ref, alt), biomarker_ids in knowledge.allele_index(assembly).items():
        base = genome.reference(chrom, pos + 1, pos + 1)
        if len(ref) > 1 or len(alt) > 1 or not base:
            continue
        tried += 1
        neighbour = allele(f"{chrom}:{pos + 1}:{base}:{'A' if base != 'A' else 'C'}", assembly)
        for match in match_allele(knowledge, assembly, neighbour, genome.effects(neighbour)):
            if match.biomarker.biomarker_id in biomarker_ids:
                assert match.level != MatchLevel.EXACT, (match, neighbour.key)
    assert tried > 500


@pytest.mark.parametrize("assembly", list(Assembly))
def test_braf_v600e_in_colorectal_cancer(packaged: Packaged, assembly: Assembly) -> None:
    (variant,), findings, _ = packaged.report("colorectal cancer", V600E[assembly], assembly=assembly)
    assert ("Cetuximab", "Encorafenib") in therapies(findings)
    assert variant.tiers["therapy"] == "Tier I-A"
    assert variant.tiers["resistance"].startswith("Tier I")
    melanoma = [one for one in findings if one.statement.condition in ("Melanoma", "Skin Melanoma") and one.amp_tier]
    assert melanoma
    assert {one.tumor_type_match.value for one in melanoma} == {"other"}
    assert {one.amp_tier for one in melanoma} <= {"Tier II-C", "Tier II-D"}
    resistance = [one for one in findings if one.statement.predicate == "predictsResistanceTo"]
    assert resistance
    assert {one.tier_class for one in resistance} == {"resistance"}
    assert not any(one.amp_tier for one in findings if one.statement.direction != "supports")


def test_a_label_for_any_solid_tumour_that_excludes_colorectal_cancer_is_no_tier_one_there(packaged: Packaged) -> None:
    pair = ("Dabrafenib", "Trametinib")
    assert pair in therapies(packaged.report("pancreatic cancer", V600E[G38])[1])
    findings = packaged.report("COAD", V600E[G38])[1]
    assert pair not in therapies(findings)
    excluded = [one for one in findings if one.statement.condition == "Any solid tumor"]
    assert excluded
    assert {(one.amp_tier, one.tumor_type_match.value) for one in excluded} == {("Tier II-C", "other")}
    assert all("excludes colorectal cancer" in one.caveats[0] for one in excluded)


G13D, G12C = "12:25245347:C:T", "12:25245351:C:A"
M918T, R132H, H1047R = "10:43121968:T:C", "2:208248388:C:T", "3:179234297:A:G"


@pytest.mark.parametrize(
    ("tumor", "place", "pair"),
    [
        ("colorectal cancer", G13D, ("Cetuximab",)),  # Erbitux: not for Ras-mutant colorectal cancer
        ("colorectal cancer", V600E[G38], ("Dabrafenib", "Trametinib")),  # the same in studies of the tumour itself
        ("lung adenocarcinoma", M918T, ("Selpercatinib",)),  # Retevmo: RET fusions there, mutations in thyroid cancer only
        ("papillary thyroid cancer", M918T, ("Selpercatinib",)),
        ("glioblastoma", R132H, ("Vorasidenib",)),  # Voranigo: grade 2
        ("triple negative breast cancer", H1047R, ("Alpelisib", "Fulvestrant")),  # Piqray: HR-positive
    ],
)
def test_no_therapy_is_tier_one_where_its_label_excludes_the_tumour(
    packaged: Packaged, tumor: str, place: str, pair: tuple[str, ...]
) -> None:
    findings = [one for one in packaged.report(tumor, place)[1] if tuple(sorted(one.statement.therapies)) == pair]
    offered = [one for one in findings if one.tier_class == "therapy" and one.amp_tier]
    assert {one.amp_tier for one in offered} <= {"Tier II-C", "Tier II-D"}
    assert any("the label " in caveat for one in offered for caveat in one.caveats)


@pytest.mark.parametrize(
    ("tumor", "place", "pair"),
    [
        ("colorectal cancer", G12C, ("Panitumumab", "Sotorasib")),
        ("medullary thyroid cancer", M918T, ("Selpercatinib",)),
        ("astrocytoma", R132H, ("Vorasidenib",)),
        ("glioma", R132H, ("Vorasidenib",)),
        ("ER+ breast cancer", H1047R, ("Alpelisib", "Fulvestrant")),
    ],
)
def test_an_exclusion_takes_nothing_from_the_tumours_of_the_label(
    packaged: Packaged, tumor: str, place: str, pair: tuple[str, ...]
) -> None:
    assert pair in therapies(packaged.report(tumor, place)[1])


def test_the_relation_to_the_tumour_is_told_as_it_is_where_a_label_excludes_it(packaged: Packaged) -> None:
    (own,) = (one for one in packaged.report("colorectal cancer", G13D)[1] if one.statement.statement_id == "civic:EID306")
    assert (own.tumor_type_match.value, own.amp_tier) == ("same", "Tier II-C")


C61G, P871L = "17:43106487:A:C", "17:43092919:G:A"


def test_a_polymorphism_gets_no_tier_from_a_mutation_of_the_same_gene(packaged: Packaged) -> None:
    """Olaparib for "BRCA1 Mutation OR BRCA2 Mutation": by C61G, never by the benign P871L beside it."""
    (alone,), *_ = packaged.report("prostate cancer", P871L)
    variants, findings, _ = packaged.report("prostate cancer", P871L, C61G)
    beside, mutation = variants
    assert (beside.tiers, mutation.tiers["therapy"]) == (alone.tiers, "Tier I-A")
    either = [one for one in findings if one.statement.profile.operator == "OR"]
    assert {(len(one.variants), one.variants[0] is mutation, bool(one.amp_tier)) for one in either if one.amp_tier} == {
        (1, True, True)
    }
    assert any(one.variants == (beside,) and not one.amp_tier for one in either)


def test_both_assemblies_give_the_same_findings(packaged: Packaged) -> None:
    one, other = (packaged.report("melanoma", V600E[assembly], assembly=assembly)[1] for assembly in Assembly)
    shown = [[(f.statement.statement_id, f.amp_tier, f.matches[0].level) for f in findings] for findings in (one, other)]
    assert shown[0] == shown[1]


def test_braf_v600e_gives_another_answer_in_each_tumour(packaged: Packaged) -> None:
    answers = {
        tumor: frozenset(therapies(packaged.report(tumor, V600E[G38])[1]))
        for tumor in ("melanoma", "colorectal cancer", "thyroid cancer", "hairy cell leukaemia")
    }
    assert len(set(answers.values())) == 4


def test_the_drugs_of_kras_g12c_are_not_offered_for_g12d(packaged: Packaged) -> None:
    _, g12c, _ = packaged.report("lung adenocarcinoma", "12:25245351:C:A")
    _, g12d, related = packaged.report("lung adenocarcinoma", "12:25245350:C:T")
    assert ("Sotorasib",) in therapies(g12c)
    tiered = {therapy for one in g12d if one.amp_tier for therapy in one.statement.therapies}
    assert tiered.isdisjoint({"Sotorasib", "Adagrasib", "Divarasib"})
    close = {therapy for one in related if one.relation == "other_change_at_codon" for therapy in one.statement.therapies}
    assert {"Sotorasib", "Adagrasib"} <= close


def test_egfr_t790m_resists_and_is_not_offered_what_it_resists(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", T790M)
    assert ("Erlotinib",) in therapies(findings, "resistance")
    tier_one = therapies(findings) | therapies(findings, tier="Tier I-B")
    assert ("Osimertinib",) in tier_one
    offered = {therapy for combination in tier_one for therapy in combination}
    assert offered.isdisjoint({"Erlotinib", "Gefitinib", "Afatinib", "Dacomitinib"})


@pytest.mark.parametrize("place", ["7:55174771:AGGAATTAAGAGAAGC:A", "7:55174776:TTAAGAGAAGCAACATCTC:T"])
def test_egfr_exon_19_deletions_meet_their_approvals(packaged: Packaged, place: str) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", place)
    by_exon = {one.statement.statement_id for one in findings if one.matches[0].level == MatchLevel.EXON and one.amp_tier}
    assert by_exon
    assert ("Osimertinib",) in therapies(findings)


def test_met_exon_14_donor(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("lung adenocarcinoma", "7:116771990:G:T")
    assert {("Capmatinib",), ("Tepotinib",)} <= therapies(findings)


@pytest.mark.parametrize("place", ["5:1295113:G:A", "5:1295135:G:A"])
def test_tert_promoter_hotspots(packaged: Packaged, place: str) -> None:
    (variant,), findings, _ = packaged.report("glioblastoma", place)
    promoter = [one for one in findings if one.statement.profile_text == "TERT Promoter Mutation"]
    assert promoter
    assert {match.level for one in promoter for match in one.matches} == {MatchLevel.EXACT}
    assert variant.tiers["prognosis"].startswith("Tier I")


def test_breast_approvals_are_conditional_for_pik3ca_h1047r(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("breast cancer", "3:179234297:A:G")
    conditional = [one for one in findings if one.profile_status == "conditional" and one.amp_tier == "Tier I-A"]
    assert conditional
    assert {"ER positive", "HER2-negative"} <= {word for one in conditional for word in one.requires}


def test_an_unknown_missense_of_pik3ca_is_listed_without_tier(packaged: Packaged) -> None:
    (variant,), findings, _ = packaged.report("breast cancer", "3:179234288:A:C")
    assert variant.effects[0].hgvsp_short == "p.N1044T"
    assert {match.level for one in findings for match in one.matches} == {MatchLevel.GENE, MatchLevel.EXON}
    assert {one.amp_tier for one in findings} == {""}
    assert variant.tiers == {"overall": "Tier III"}


def test_brca1_185delag_in_ovarian_cancer(packaged: Packaged) -> None:
    (variant,), findings, _ = packaged.report("ovarian cancer", "17:43124027:ACT:A")
    assert variant.effects[0].hgvsp_short == "p.E23Vfs*17"
    assert variant.tiers["therapy"] == "Tier I-A"
    assert any("Olaparib" in combination for combination in therapies(findings))
    assert MatchLevel.FUNCTIONAL in {match.level for one in findings for match in one.matches if one.amp_tier}


def test_npm1_four_base_insertion_in_aml(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("acute myeloid leukemia", "5:171410539:C:CTCTG")
    levels = Counter(match.level for one in findings for match in one.matches)
    assert levels[MatchLevel.EXACT]
    assert levels[MatchLevel.PROTEIN]
    assert ("Revumenib",) in therapies(findings)


QUIET_GENES = ("BRAF", "KRAS", "EGFR", "TP53", "BRCA1", "BRCA2", "PIK3CA", "KIT", "ALK")


@pytest.mark.parametrize("gene", QUIET_GENES)
def test_silent_and_deep_intronic_changes_give_no_tier(packaged: Packaged, gene: str) -> None:
    genome = packaged.genomes[G38]
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    coding = [pos for start, end in transcript.cds_exons for pos in range(start, end + 1)][::7]
    intronic = [pos for start, _ in transcript.cds_exons for pos in (start - 25, start - 60)]
    silent = 0
    for pos in (*coding, *intronic):
        base = genome.reference(transcript.chrom, pos, pos)
        if not base:
            continue
        for other in "ACGT".replace(base, ""):
            one = allele(f"{transcript.chrom}:{pos}:{base}:{other}")
            effects = genome.effects(one)
            quiet = {"synonymous_variant", "intron_variant"}
            if not effects or not all(set(effect.consequence) <= quiet for effect in effects):
                continue
            silent += 1
            eligible = [match for match in match_allele(packaged.knowledge, G38, one, effects) if match.tier_eligible]
            assert not eligible, (one.key, eligible)
    assert silent > 20


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("17:7676154:G:C", "p.P72R"),
        ("7:55161562:G:A", "p.R521K"),
        ("12:25245330:A:C", "p.L19V"),
        ("12:25245288:C:A", "p.D33Y"),
        ("4:54727298:A:C", "p.M541L"),
    ],
)
def test_off_codon_changes_and_polymorphisms_give_no_therapy_tier_by_their_gene(
    packaged: Packaged, place: str, name: str
) -> None:
    (variant,), findings, _ = packaged.report("melanoma", place)
    assert variant.effects[0].hgvsp_short == name
    broad = [one for one in findings if one.matches[0].level not in (MatchLevel.EXACT, MatchLevel.PROTEIN, MatchLevel.CODON)]
    assert {one.amp_tier for one in broad} <= {""}


def test_the_exons_of_statements_are_those_of_the_genome(packaged: Packaged) -> None:
    """Exon statements of the literature count untranslated first exons; the effects must count likewise."""
    known = {
        ("KRAS", 12): 2, ("CTNNB1", 45): 3, ("PDGFRA", 842): 18, ("MET", 1003): 14, ("PIK3CA", 1047): 21, ("PIK3CA", 545): 10,
        ("KIT", 559): 11, ("FLT3", 600): 14, ("EGFR", 746): 19, ("ERBB2", 775): 20, ("BRAF", 600): 15, ("CALR", 367): 9,
        ("ASXL1", 646): 13,
    }  # fmt: skip
    for assembly, genome in packaged.genomes.items():
        for (gene, residue), exon in known.items():
            assert genome.exon_of_residue(gene, residue) == exon, (assembly, gene, residue)


@pytest.mark.parametrize("assembly", list(Assembly))
def test_a_deletion_named_w288fs_is_not_npm1_mutated(packaged: Packaged, assembly: Assembly) -> None:
    start = {Assembly.GRCH37: 170837543, G38: 171410539}[assembly]
    type_a = packaged.report("AML", f"5:{start}:C:CTCTG", assembly=assembly)  # c.860_863dup
    other_frame = packaged.report("AML", f"5:{start + 3}:TG:T", assembly=assembly)  # c.864del
    assert {e.hgvsp_short for v in (*type_a[0], *other_frame[0]) for e in v.effects if e.is_primary} == {"p.W288Cfs*12"}
    assert ("Ziftomenib",) in therapies(type_a[1])
    assert "Ziftomenib" in {drug for one in other_frame[1] for drug in one.statement.therapies}  # listed
    assert not [one.statement.statement_id for one in other_frame[1] if one.amp_tier]
