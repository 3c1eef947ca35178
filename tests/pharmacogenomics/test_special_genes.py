"""Genes with rules of their own: DPYD, UGT1A1, G6PD, MT-RNR1, CYP2D6; combinations; what missing positions leave open."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pm_annotate.model import Assembly, PgxCall, SiteGenotype
from pm_annotate.pharmacogenomics.calls import PgxOptions, Pharmacogenomics
from tests.pharmacogenomics.simulated_vcf import call_gene

HET = (0, 1)
HOM = (1, 1)
A2, V2846, C498, V1129, C1236 = "rs3918290", "rs67376798", "rs1801158", "rs75017182", "rs56038477"


def sample(
    pgx: Pharmacogenomics,
    gene: str,
    carried: Mapping[str, tuple[int, ...]],
    missing: tuple[str, ...] = (),
    phased: bool = False,
) -> list[SiteGenotype]:
    """Reference everywhere but for ``carried`` (rsID -> genotype, first ALT); positions in ``missing`` are absent."""
    sites = []
    for position in pgx.definition(Assembly.GRCH38, gene).positions:
        if position.rsid in missing:
            continue
        alts = tuple(allele for allele in position.known if allele != position.ref)
        alleles = carried.get(position.rsid, (0, 0))
        end = position.pos + len(position.ref) - 1
        sites.append(SiteGenotype(position.chrom, position.pos, end, position.ref, alts, alleles, phased))
    return sites


def called(
    pgx: Pharmacogenomics,
    gene: str,
    carried: Mapping[str, tuple[int, ...]],
    missing: tuple[str, ...] = (),
    phased: bool = False,
    options: PgxOptions | None = None,
) -> PgxCall:
    return call_gene(pgx, Assembly.GRCH38, gene, sample(pgx, gene, carried, missing, phased), options)


# -------------------------------------------------------------------------------------------------------------- DPYD


def test_dpyd_without_variants_is_normal(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "DPYD", {})
    assert (call.diplotypes, call.phenotype, call.activity_score) == (("Reference/Reference",), "Normal Metabolizer", "2.0")
    assert {guidance.action for guidance in call.guidance} == {"standard"}


def test_dpyd_two_unphased_variants_are_presumed_on_different_copies(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "DPYD", {A2: HET, V2846: HET})
    assert call.diplotypes == ("c.1905+1G>A (*2A)/c.2846A>T",)
    assert (call.phenotype, call.activity_score) == ("Poor Metabolizer", "0.5")
    assert call.other_diplotypes == ("Reference/[c.1905+1G>A (*2A) + c.2846A>T]",)
    assert "Intermediate Metabolizer" in call.possible_phenotypes
    assert {guidance.action for guidance in call.guidance if guidance.drug != "flucytosine"} == {"avoid"}


def test_dpyd_phase_tells_that_both_variants_are_on_one_copy(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "DPYD", {A2: (0, 1), V2846: (0, 1)}, phased=True)
    assert call.diplotypes == ("Reference/[c.1905+1G>A (*2A) + c.2846A>T]",)
    assert (call.phenotype, call.activity_score) == ("Intermediate Metabolizer", "1.0")


def test_dpyd_phase_counts_where_a_further_variant_has_none(pgx: Pharmacogenomics) -> None:
    """Long reads phase *2A and c.2846A>T on one copy; c.1601G>A (*4, normal function) lies in another phase set."""
    sites = [
        site._replace(phase_set="2" if site.pos == 97515865 else "1") if 1 in site.alleles else site
        for site in sample(pgx, "DPYD", {A2: (0, 1), V2846: (0, 1), C498: (0, 1)}, phased=True)
    ]
    call = call_gene(pgx, Assembly.GRCH38, "DPYD", sites)
    assert (call.phenotype, call.activity_score) == ("Intermediate Metabolizer", "1.0")
    assert "Poor Metabolizer" not in call.possible_phenotypes


def test_dpyd_phase_sets_that_differ_tell_nothing(pgx: Pharmacogenomics) -> None:
    sites = [
        site._replace(phase_set=str(site.pos)) if 1 in site.alleles else site
        for site in sample(pgx, "DPYD", {A2: (0, 1), V2846: (0, 1)}, phased=True)
    ]
    assert call_gene(pgx, Assembly.GRCH38, "DPYD", sites).diplotypes == ("c.1905+1G>A (*2A)/c.2846A>T",)


def test_dpyd_the_two_lowest_of_three_unphased_variants_count(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "DPYD", {A2: HET, V2846: HET, C498: HET})
    (text,) = call.diplotypes
    assert set(text.split("; ")) == {"c.1601G>A (*4)", "c.1905+1G>A (*2A)", "c.2846A>T"}
    assert call.activity_score == "0.5"


def test_dpyd_a_homozygous_variant_counts_twice(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "DPYD", {A2: HOM})
    assert (call.phenotype, call.activity_score) == ("Poor Metabolizer", "0.0")


@pytest.mark.parametrize(
    ("carried", "missing", "diplotype", "caveat"),
    [
        ({V1129: HET, C1236: HET}, (), "Reference/c.1129-5923C>G, c.1236G>A (HapB3)", ""),
        ({V1129: HET}, (), "Reference/c.1129-5923C>G", "disagree"),
        ({C1236: HET}, (), "Reference/Reference", "disagree"),
        ({C1236: HET}, (V1129,), "Reference/c.1129-5923C>G, c.1236G>A (HapB3)", "confirm with the intronic"),
        ({}, (V1129,), "Reference/Reference", "its exonic proxy c.1236G>A is absent"),
        ({V1129: HET}, (C1236,), "Reference/c.1129-5923C>G, c.1236G>A (HapB3)", "intronic variant alone"),
    ],
)
def test_hapb3_follows_its_intronic_variant(
    carried: dict[str, tuple[int, int]], missing: tuple[str, ...], diplotype: str, caveat: str, pgx: Pharmacogenomics
) -> None:
    call = called(pgx, "DPYD", carried, missing)
    assert call.diplotypes == (diplotype,)
    assert call.activity_score == ("1.5" if "1129" in diplotype else "2.0")
    assert not caveat or any(caveat in text for text in call.caveats)


# ------------------------------------------------------------------------------------------- UGT1A1, G6PD, MT-RNR1


def test_ugt1a1_repeat_with_its_proxy_is_star_28(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "UGT1A1", {"rs887829": HOM, "rs3064744": (2, 2)})
    assert (call.diplotypes, call.phenotype) == (("*80+*28/*80+*28",), "Poor Metabolizer")
    irinotecan = next(guidance for guidance in call.guidance if guidance.drug == "irinotecan")
    assert (irinotecan.action, irinotecan.guideline_id) == ("reduce", "PA166104951")


def test_ugt1a1_proxy_stands_for_a_missing_repeat(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "UGT1A1", {"rs887829": HET}, missing=("rs3064744",))
    assert call.diplotypes == ("*1/*80+*28",)
    assert call.phenotype == "Intermediate Metabolizer"
    assert any("proxy" in caveat for caveat in call.caveats)


def test_ugt1a1_star_6_and_28_without_phase(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "UGT1A1", {"rs4148323": HET, "rs3064744": (0, 2), "rs887829": HET})
    assert (call.diplotypes, call.phenotype) == (("*6/*80+*28",), "Poor Metabolizer")


MEDITERRANEAN = "rs5030868"


@pytest.mark.parametrize(
    ("alleles", "sex", "diplotypes", "phenotype"),
    [
        ((1,), None, 1, "G6PD Deficient"),
        (HOM, "male", 1, "G6PD Deficient"),
        (HOM, "female", 1, "G6PD Deficient"),
        (HET, None, 1, "G6PD Variable"),
        (HOM, None, 2, "G6PD Deficient"),
        ((0, 0), None, 2, "G6PD Normal"),
    ],
)
def test_g6pd_is_read_by_sex(
    alleles: tuple[int, ...], sex: str | None, diplotypes: int, phenotype: str, pgx: Pharmacogenomics
) -> None:
    call = called(pgx, "G6PD", {MEDITERRANEAN: alleles}, options=PgxOptions(sex=sex))
    assert len(call.diplotypes) == diplotypes
    assert ("/" in call.diplotypes[0]) == (sex == "female" or alleles == HET)
    assert call.phenotype == phenotype
    action = next(guidance.action for guidance in call.guidance if guidance.drug == "rasburicase")
    assert action == {"G6PD Deficient": "avoid", "G6PD Variable": "monitor", "G6PD Normal": "standard"}[phenotype]


def test_a_heterozygous_man_is_told(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "G6PD", {MEDITERRANEAN: HET}, options=PgxOptions(sex="male"))
    assert any("heterozygous in a man" in caveat for caveat in call.caveats)
    assert (call.phenotype, "G6PD Deficient" in call.possible_phenotypes) == ("G6PD Indeterminate", True)
    assert {guidance.action for guidance in call.guidance if guidance.drug == "rasburicase"} == {"monitor"}


def test_two_changes_on_the_one_copy_of_a_man_are_named_together(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "G6PD", {MEDITERRANEAN: (1,), "rs1050829": (1,)}, options=PgxOptions(sex="male"))
    assert call.diplotypes == ("[A + Mediterranean, Dallas, Panama, Sassari, Cagliari, Birmingham]",)
    assert call.phenotype == "G6PD Indeterminate"
    assert "no single named allele fits this gene copy" in call.caveats


@pytest.mark.parametrize(("alleles", "heteroplasmic"), [((1,), False), (HOM, False), (HET, True)])
def test_mt_rnr1_has_one_haplotype(alleles: tuple[int, ...], heteroplasmic: bool, pgx: Pharmacogenomics) -> None:
    call = called(pgx, "MT-RNR1", {"rs267606617": alleles})
    assert call.diplotypes == ("m.1555A>G",)
    assert call.phenotype == "increased risk of aminoglycoside-induced hearing loss"
    assert any("heteroplasmic" in caveat for caveat in call.caveats) == heteroplasmic
    assert {guidance.action for guidance in call.guidance} == {"avoid"}


def test_cyp2d6_says_what_small_variants_cannot_show(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "CYP2D6", {"rs3892097": HET})
    assert any("copy number" in caveat for caveat in call.caveats)
    assert call.phenotype == "Intermediate Metabolizer"


def test_cyp2d6_is_not_normal_by_small_variants(pgx: Pharmacogenomics) -> None:
    """*1/*1 may be *1/*5, or *1/*1x2, whose carrier codeine can poison."""
    call = called(pgx, "CYP2D6", {})
    assert (call.diplotypes, call.phenotype, call.guidance) == (("*1/*1",), "Indeterminate", ())
    assert {"Normal Metabolizer", "Intermediate Metabolizer", "Ultrarapid Metabolizer"} <= set(call.possible_phenotypes)


# ----------------------------------------------------------------------------------- ambiguity, missing, combinations


def test_tpmt_without_phase_keeps_the_rarer_reading(pgx: Pharmacogenomics) -> None:
    carried = {"rs1800460": HET, "rs1142345": HET}
    call = called(pgx, "TPMT", carried)
    assert (call.diplotypes, call.phenotype) == (("*1/*3A",), "Intermediate Metabolizer")
    assert call.other_diplotypes == ("*3B/*3C",)
    assert "Poor Metabolizer" in call.possible_phenotypes
    apart = called(pgx, "TPMT", {"rs1800460": (0, 1), "rs1142345": (1, 0)}, phased=True)
    assert (apart.diplotypes, apart.phenotype) == (("*3B/*3C",), "Poor Metabolizer")


def test_intermediate_tpmt_and_nudt15_together_ask_for_less_thiopurine(pgx: Pharmacogenomics) -> None:
    tpmt = sample(pgx, "TPMT", {"rs1142345": HET})
    alone = call_gene(pgx, Assembly.GRCH38, "TPMT", tpmt)
    both = call_gene(pgx, Assembly.GRCH38, "TPMT", [*tpmt, *sample(pgx, "NUDT15", {"rs116855232": HET})])
    assert alone.phenotype == both.phenotype == "Intermediate Metabolizer"
    doses = {call is both: {g.drug: g.sentence for g in call.guidance}["mercaptopurine"] for call in (alone, both)}
    assert "30-80 %" in doses[False]
    assert "20-50 %" in doses[True]


def test_an_allele_whose_position_is_missing_is_not_excluded(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "TPMT", {}, missing=("rs1142345",))
    assert call.status == "partial"
    assert call.diplotypes == ("*1/*1",)
    assert {"*3C", "*41"} <= set(call.cannot_exclude)
    assert "*2" not in call.cannot_exclude
    assert call.phenotype == "Indeterminate"
    assert call.guidance == ()
    assert any("cannot exclude *3C" in caveat for caveat in call.caveats)


def test_a_missing_position_of_uncertain_alleles_does_not_take_the_phenotype(pgx: Pharmacogenomics) -> None:
    rsid = next(p.rsid for p in pgx.definition(Assembly.GRCH38, "TPMT").positions if p.rsid == "rs150900439")
    call = called(pgx, "TPMT", {}, missing=(rsid,))
    assert (call.status, call.phenotype) == ("partial", "Normal Metabolizer")
    assert call.cannot_exclude


def test_alleles_that_the_data_cannot_tell_apart_are_all_given(pgx: Pharmacogenomics) -> None:
    call = called(pgx, "NUDT15", {"rs116855232": HET}, missing=("rs746071566",))
    assert set(call.diplotypes) == {"*1/*2", "*1/*3"}
    assert call.phenotype == "Intermediate Metabolizer"
    assert {"*6", "*9"} <= set(call.cannot_exclude)


def test_a_gene_without_any_position_is_not_called(pgx: Pharmacogenomics) -> None:
    call = call_gene(pgx, Assembly.GRCH38, "DPYD", ())
    assert (call.status, call.diplotypes, len(call.missing)) == ("not called", (), 83)


def test_reference_is_assumed_only_when_asked_and_said_so(pgx: Pharmacogenomics) -> None:
    call = call_gene(pgx, Assembly.GRCH38, "DPYD", (), PgxOptions(assume_reference=True))
    assert (call.status, call.phenotype) == ("complete", "Normal Metabolizer")
    assert "83 of 83 positions are assumed reference (--assume-reference)" in call.caveats
    assert {position.source for position in call.positions} == {"assumed"}


def test_assumed_reference_on_grch37_is_that_assembly(pgx: Pharmacogenomics) -> None:
    call = call_gene(pgx, Assembly.GRCH37, "CYP3A5", (), PgxOptions(assume_reference=True))
    assert call.diplotypes == ("*3/*3",)  # GRCh37 has the *3 base
    assert call_gene(pgx, Assembly.GRCH38, "CYP3A5", (), PgxOptions(assume_reference=True)).diplotypes == ("*1/*1",)


def test_callable_regions_of_a_somatic_callers_file_show_nothing_of_the_patient(pgx: Pharmacogenomics) -> None:
    """Mutect2 beside a normal lists no inherited allele: an absent DPYD*2A is no reference, however well it is covered."""
    dpyd = {"1": ((97_000_000, 98_000_000),)}
    call = call_gene(pgx, Assembly.GRCH38, "DPYD", (), PgxOptions(callable_regions=dpyd, inherited_listed=False))
    assert (call.status, call.phenotype, call.guidance) == ("not called", "Indeterminate", ())
    assert any("83 positions are covered by --callable but not counted" in caveat for caveat in call.caveats)
    assumed = PgxOptions(callable_regions=dpyd, inherited_listed=False, assume_reference=True)
    assert call_gene(pgx, Assembly.GRCH38, "DPYD", (), assumed).phenotype == "Normal Metabolizer"
    unknown = call_gene(pgx, Assembly.GRCH38, "DPYD", (), PgxOptions(callable_regions=dpyd, inherited_listed=None))
    assert unknown.phenotype == "Normal Metabolizer"
    assert any("true only if this file lists inherited alleles too" in caveat for caveat in unknown.caveats)


def test_callable_regions_show_that_a_position_is_reference(pgx: Pharmacogenomics) -> None:
    options = PgxOptions(callable_regions={"7": ((99_600_000, 99_700_000),)})
    call = call_gene(pgx, Assembly.GRCH38, "CYP3A5", (), options)
    assert (call.status, call.diplotypes) == ("complete", ("*1/*1",))
    assert {position.source for position in call.positions} == {"callable"}


def test_changes_that_no_allele_has_together_make_a_combination(pgx: Pharmacogenomics) -> None:
    both = {"rs4244285": (0, 1), "rs12769205": (0, 1), "rs3758581": (1, 1), "rs12248560": (0, 1)}
    call = called(pgx, "CYP2C19", both, phased=True)
    assert call.diplotypes == ("*1/[*2 + *17]",)
    assert call.phenotype == "Intermediate Metabolizer"  # a no-function change is not restored by *17


def test_an_undocumented_base_is_reference_where_toxicity_is_at_stake(pgx: Pharmacogenomics) -> None:
    for gene, rsid, status in (("TPMT", "rs1142345", "complete"), ("CYP2C9", "rs1057910", "not called")):
        sites = [
            site._replace(alts=("*",), alleles=(0, 1)) if site.pos == place else site
            for place in [p.pos for p in pgx.definition(Assembly.GRCH38, gene).positions if p.rsid == rsid]
            for site in sample(pgx, gene, {})
        ]
        call = call_gene(pgx, Assembly.GRCH38, gene, sites)
        assert call.status == status
        assert any("no allele definition knows" in caveat for caveat in call.caveats)


def test_what_all_open_phenotypes_ask_for_is_given(pgx: Pharmacogenomics) -> None:
    """G6PD A- of a man in a file of variants alone: c.1264C>G, which would make it class I, is not in the file. Rasburicase is
    to be avoided either way."""
    sites = (
        SiteGenotype("X", 154535277, 154535277, "T", ("C",), (1,)),
        SiteGenotype("X", 154536002, 154536002, "C", ("T",), (1,)),
    )
    call = call_gene(pgx, Assembly.GRCH38, "G6PD", sites)
    assert (call.phenotype, len(call.diplotypes)) == ("G6PD Indeterminate", 2)
    assert set(call.possible_phenotypes) == {"G6PD Deficient", "G6PD Deficient with CNSHA"}
    assert {guidance.drug: guidance.action for guidance in call.guidance}["rasburicase"] == "avoid"
