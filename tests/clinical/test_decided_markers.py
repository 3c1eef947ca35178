"""What the file decides by what it covers: wild type opens the anti-EGFR therapies; alleles and the user's word go first."""

from __future__ import annotations

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.knowledge.decided_markers import DecidedMarkers
from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.knowledge.markers import NO_MARKERS, parse_markers
from pm_annotate.model import Assembly, BiomarkerKind, Call, Finding, MatchLevel, Observation
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_event import K, gene_event
from tests.knowledge.constructed_table import allele

G38 = Assembly.GRCH38
RAS = "Wild type KRAS AND Wild type NRAS"
G12D = "12:25245350:C:T"


def decided(packaged: Packaged, state: MarkerState, *genes: str) -> DecidedMarkers:
    """The wild-type biomarkers of the genes, as the loci of a file decide them."""
    wild = [one for one in packaged.knowledge.biomarkers.values() if one.kind == BiomarkerKind.WILD_TYPE and one.gene in genes]
    said = {one.biomarker_id: f"{one.gene} codons 12, 13, 59, 61, 117, 146: {state}" for one in wild}
    return DecidedMarkers({one.biomarker_id: state for one in wild}, said)


def found(packaged: Packaged, by_file: DecidedMarkers, *places: str, stated: str = "", **fields: object) -> list[Finding]:
    genome = packaged.genomes[G38]
    small = [(Observation(one, (), "PASS", Call("T")), genome.effects(one)) for one in map(allele, places)]
    markers = parse_markers((stated,), packaged.knowledge.biomarkers.values()) if stated else NO_MARKERS
    tumor = packaged.tumor_types.resolve("colorectal cancer")
    _, findings, _ = assemble(
        packaged.knowledge, packaged.tumor_types, G38, KnownOfTumor(tumor, markers, decided=by_file), small, **fields
    )
    return [one for one in findings if one.statement.profile_text == RAS]


def test_ras_wild_type_by_the_file_is_a_finding_without_variants(packaged: Packaged) -> None:
    findings = found(packaged, decided(packaged, MarkerState.MET, "KRAS", "NRAS"))
    assert {one.amp_tier for one in findings} == {"Tier I-A"}
    for one in findings:
        assert (one.variants, one.profile_status, one.requires, one.tier_support) == ((), "met", (), "tier-defining")
        assert [(match.biomarker.gene, match.level) for match in one.matches] == [
            ("KRAS", MatchLevel.WILD_TYPE),
            ("NRAS", MatchLevel.WILD_TYPE),
        ]
        assert "decided by the file: KRAS codons 12, 13, 59, 61, 117, 146: met" in one.caveats


def test_one_gene_that_is_not_decided_leaves_no_finding(packaged: Packaged) -> None:
    assert found(packaged, decided(packaged, MarkerState.MET, "NRAS")) == []
    assert found(packaged, decided(packaged, MarkerState.NOT_MET, "KRAS", "NRAS")) == []


def test_an_allele_goes_before_what_the_file_decides(packaged: Packaged) -> None:
    assert found(packaged, decided(packaged, MarkerState.MET, "KRAS", "NRAS"), G12D) == []


def test_an_amplified_gene_stays_wild_type_and_a_broken_one_does_not(packaged: Packaged) -> None:
    by_file = decided(packaged, MarkerState.MET, "KRAS", "NRAS")
    assert found(packaged, by_file, events=(gene_event(K.AMPLIFICATION, "KRAS"),))
    doubtful = gene_event(K.REARRANGEMENT, "KRAS", tier_eligible=False)
    assert found(packaged, by_file, events=(doubtful,)) == []


def test_the_word_of_the_user_goes_first_and_the_contradiction_is_said(packaged: Packaged) -> None:
    by_file = DecidedMarkers(
        {**decided(packaged, MarkerState.NOT_MET, "KRAS").states, **decided(packaged, MarkerState.MET, "NRAS").states},
        {**decided(packaged, MarkerState.NOT_MET, "KRAS").said_by, **decided(packaged, MarkerState.MET, "NRAS").said_by},
    )
    findings = found(packaged, by_file, stated="KRAS=wildtype")
    assert findings
    for one in findings:
        assert "stated by the user: KRAS=wildtype" in one.caveats
        assert "the file says otherwise: KRAS codons 12, 13, 59, 61, 117, 146: not_met" in one.caveats
        assert one.matches[0].matched_by == "stated by the user: KRAS=wildtype"


def test_wild_types_of_a_profile_are_shown_after_another_marker_too(packaged: Packaged) -> None:
    """Pembrolizumab alone in lung cancer: PD-L1 >= 50 % is stated, EGFR and ALK are wild type by the file."""
    markers = parse_markers(("PD-L1 TPS=60%",), packaged.knowledge.biomarkers.values())
    tumor = packaged.tumor_types.resolve("non-small cell lung cancer")
    _, findings, _ = assemble(
        packaged.knowledge,
        packaged.tumor_types,
        G38,
        KnownOfTumor(tumor, markers, decided=decided(packaged, MarkerState.MET, "EGFR", "ALK")),
        (),
    )
    both = [one for one in findings if one.statement.profile_text == "PD-L1 >= 50% AND Wild type ALK AND Wild type EGFR"]
    assert both
    assert {tuple(match.biomarker.gene for match in one.matches) for one in both} == {("ALK", "EGFR")}
