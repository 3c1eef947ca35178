"""Stated markers on the packaged tables: conditional findings become plain or drop out; some findings need no variant."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.stated_against_file import contradicted_wild_types
from pm_annotate.knowledge.markers import NO_MARKERS, StatedMarkers, parse_markers
from pm_annotate.model import Assembly, Call, Finding, Observation, VariantReport
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_table import allele

G38 = Assembly.GRCH38
H1047R = "3:179234297:A:G"
V600E = "7:140753336:A:T"
G12D = "12:25245350:C:T"


def stated(packaged: Packaged, *texts: str) -> StatedMarkers:
    return parse_markers(texts, packaged.knowledge.biomarkers.values())


def report(packaged: Packaged, tumor: str, places: list[str], *texts: str) -> tuple[tuple[VariantReport, ...], list[Finding]]:
    genome = packaged.genomes[G38]
    seen = [(Observation(one, (), "PASS", Call("T")), genome.effects(one)) for one in map(allele, places)]
    markers = stated(packaged, *texts) if texts else NO_MARKERS
    resolved = packaged.tumor_types.resolve(tumor)
    variants, findings, _ = assemble(packaged.knowledge, packaged.tumor_types, G38, KnownOfTumor(resolved, markers), seen)
    return variants, list(findings)


def of_profile(findings: list[Finding], profile: str) -> list[Finding]:
    return [one for one in findings if one.statement.profile_text == profile]


ALPELISIB = "ER positive AND HER2-negative AND PIK3CA somatic variants"


def test_a_conditional_finding_becomes_plain_when_the_rest_is_stated(packaged: Packaged) -> None:
    _, before = report(packaged, "breast cancer", [H1047R])
    assert {(one.profile_status, one.requires) for one in of_profile(before, ALPELISIB)} == {
        ("conditional", ("ER positive", "HER2-negative"))
    }
    _, partly = report(packaged, "breast cancer", [H1047R], "ER=positive")
    assert {(one.profile_status, one.requires) for one in of_profile(partly, ALPELISIB)} == {
        ("conditional", ("HER2-negative",))
    }
    _, after = report(packaged, "breast cancer", [H1047R], "ER=positive", "HER2=low")
    assert {(one.profile_status, one.requires, one.amp_tier) for one in of_profile(after, ALPELISIB)} == {
        ("met", (), "Tier I-A")
    }
    assert "stated by the user: ER=positive; HER2=low" in of_profile(after, ALPELISIB)[0].caveats


@pytest.mark.parametrize("marker", ["HER2=positive", "ER=negative"])
def test_a_contradicted_finding_drops_out(packaged: Packaged, marker: str) -> None:
    assert of_profile(report(packaged, "breast cancer", [H1047R], marker)[1], ALPELISIB) == []


def test_msi_high_is_a_finding_without_a_variant(packaged: Packaged) -> None:
    variants, findings = report(packaged, "colorectal cancer", [], "MSI=high")
    assert variants == ()
    first = [one for one in findings if one.statement.therapies == ("Pembrolizumab",) and one.amp_tier == "Tier I-A"]
    assert first
    assert {(one.variants, one.matches, one.profile_status, one.tier_support) for one in first} == {
        ((), (), "met", "tier-defining")
    }
    assert {one.caveats[-1] for one in first} == {"stated by the user: MSI=high"}


def test_tmb_is_compared_with_the_threshold_of_the_label(packaged: Packaged) -> None:
    label = "TMB-H (>= 10 mutations / Mb)"
    assert of_profile(report(packaged, "lung adenocarcinoma", [], "TMB=10")[1], label)
    assert of_profile(report(packaged, "lung adenocarcinoma", [], "TMB=9.9")[1], label) == []


def test_wild_type_that_is_stated_opens_the_anti_egfr_labels(packaged: Packaged) -> None:
    both = ("KRAS=wildtype", "NRAS=wildtype")
    panitumumab = "Wild type KRAS AND Wild type NRAS"
    found = of_profile(report(packaged, "colorectal cancer", [], *both)[1], panitumumab)
    assert {"FDA", "EMA"} <= {one.statement.regulatory_approval for one in found if one.amp_tier == "Tier I-A"}
    assert of_profile(report(packaged, "colorectal cancer", [], "KRAS=wildtype")[1], panitumumab) == []


def test_what_the_file_shows_is_not_stated_away(packaged: Packaged) -> None:
    variants, findings = report(packaged, "colorectal cancer", [G12D], "KRAS=wildtype", "NRAS=wildtype")
    assert of_profile(findings, "Wild type KRAS AND Wild type NRAS") == []
    assert variants[0].tiers["resistance"] == "Tier I-A"


def test_a_negated_marker_that_is_present_is_no_finding(packaged: Packaged) -> None:
    profile = "MET Amplification AND NOT KRAS Mutation"
    amplified = "MET Amplification=present"
    assert of_profile(report(packaged, "colorectal cancer", [G12D], amplified)[1], profile) == []
    found = of_profile(report(packaged, "colorectal cancer", [], amplified, "KRAS=wildtype")[1], profile)
    assert {one.profile_status for one in found} == {"met"}


def test_imatinib_is_not_offered_for_the_mutation_that_its_label_excludes(packaged: Packaged) -> None:
    variants, findings = report(packaged, "aggressive systemic mastocytosis", ["4:54733155:A:T"])
    assert variants[0].effects[0].hgvsp_short == "p.D816V"
    assert not [one for one in findings if one.statement.profile_text == "NOT KIT p.D816V"]
    offered = {one.statement.therapies for one in findings if one.tier_class == "therapy" and one.amp_tier == "Tier I-A"}
    assert ("Imatinib",) not in offered
    resisted = {one.statement.therapies for one in findings if one.tier_class == "resistance" and one.amp_tier == "Tier I-A"}
    assert ("Imatinib",) in resisted


def test_a_marker_beside_the_point_changes_no_finding_on_a_variant(packaged: Packaged) -> None:
    variants, findings = report(packaged, "melanoma", [V600E])
    same_variants, more = report(packaged, "melanoma", [V600E], "MSI=stable")
    assert (same_variants, [one for one in more if one.variants]) == (variants, findings)


@pytest.mark.parametrize(
    ("tumor", "offered"),
    [("breast cancer", True), ("TNBC", False), ("HER2-positive breast cancer", False), ("HR+/HER2- breast cancer", True)],
)
def test_the_name_of_a_breast_cancer_rules_out_the_receptors_that_it_lacks(
    packaged: Packaged, tumor: str, offered: bool
) -> None:
    assert bool(of_profile(report(packaged, tumor, [H1047R])[1], ALPELISIB)) is offered


def test_what_is_stated_goes_before_the_name_of_the_tumour(packaged: Packaged) -> None:
    findings = report(packaged, "TNBC", [H1047R], "ER=positive", "HER2=low")[1]
    assert {one.profile_status for one in of_profile(findings, ALPELISIB)} == {"met"}


def test_a_tumour_type_alone_gives_no_finding(packaged: Packaged) -> None:
    assert report(packaged, "TNBC", [])[1] == report(packaged, "HER2-positive breast cancer", [])[1] == []


@pytest.mark.parametrize(
    ("place", "marker", "said"),
    [
        (G12D, "KRAS=wildtype", "KRAS G12D"),
        (G12D, "kras = WT", "KRAS G12D"),
        (G12D, "NRAS=wildtype", ""),
        (G12D, "KRAS=mutated", ""),
        ("12:25245370:T:C", "KRAS=wildtype", ""),  # silent
    ],
)
def test_a_wild_type_that_the_file_contradicts_is_said(packaged: Packaged, place: str, marker: str, said: str) -> None:
    variants, _ = report(packaged, "colorectal cancer", [place], marker)
    warnings = list(contradicted_wild_types(stated(packaged, marker), variants))
    assert len(warnings) == bool(said)
    assert all(f"{marker} is stated, but the file shows {said}:" in one for one in warnings)
