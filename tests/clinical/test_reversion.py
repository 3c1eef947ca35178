"""A loss of a gene of homologous recombination and a second change that may give it back: said beside PARP inhibitors."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.clinical.reversion import GENES, POSSIBLE
from pm_annotate.clinical.reversion_caveats import RESISTED
from pm_annotate.model import Assembly, Finding, GeneEvent, VariantReport
from pm_annotate.report.console import render_console
from pm_annotate.report.console_lines import POSSIBLE_REVERSION
from pm_annotate.tables import Tables
from tests.clinical.packaged_tables import Packaged
from tests.command_line import write_vcf
from tests.knowledge.constructed_event import K, gene_event
from tests.phased_calls import called
from tests.test_one_patient_three_questions import FORMAT, report_of

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
FOUNDER = {G37: "13:32914437:GT:G", G38: "13:32340300:GT:G"}  # BRCA2 c.5946del, p.S1982Rfs*22: the allele of CAPAN-1
ONE_MORE_BASE = {G37: "13:32914477:C:CA", G38: "13:32340340:C:CA"}  # c.5985_5986insA, within the 22 residues
BEHIND_THE_STOP = {G37: "13:32914522:C:CA", G38: "13:32340385:C:CA"}  # c.6030_6031insA
ONE_LESS_BASE = {G37: "13:32914467:CA:C", G38: "13:32340330:CA:C"}  # c.5976del
AROUND_IT = {  # c.5931_5960del, in frame
    G37: "13:32914422:TTTTTAGCACAGCAAGTGGAAAATCTGTCCA:T",
    G38: "13:32340285:TTTTTAGCACAGCAAGTGGAAAATCTGTCCA:T",
}
BRCA1_STOP, WITHOUT_IT, SAME_CODON = "17:43082434:G:A", "17:43082423:TTCTGGATTTCGCAGG:T", "17:43082433:C:A"  # R1443*
TP53_STOP, TP53_WITHOUT_IT = "17:7674945:G:A", "17:7674942:CTCGGAT:C"  # R196*, I195_R196del


def sample(
    packaged: Packaged, *seen: tuple[str, str], assembly: Assembly = G38, events: tuple[GeneEvent, ...] = ()
) -> tuple[tuple[VariantReport, ...], tuple[Finding, ...]]:
    """Of a serous ovarian cancer with alleles of these genotypes."""
    annotated = []
    for place, genotype in seen:
        observation = called(place, genotype)
        annotated.append((observation, packaged.genomes[assembly].effects(observation.allele)))
    tumor = packaged.tumor_types.resolve("HGSOC")
    variants, findings, _ = assemble(
        packaged.knowledge, packaged.tumor_types, assembly, KnownOfTumor(tumor), annotated, events=events
    )
    return variants, findings


def said(findings: tuple[Finding, ...], drug: str) -> set[str]:
    """The caveats of possible reversion beside a drug; "" where a tiered finding has none."""
    with_drug = [one for one in findings if drug in one.statement.therapies and one.tier_class == "therapy" and one.amp_tier]
    assert with_drug
    return {next((text for text in one.caveats if "reversion" in text), "") for one in with_drug}


@pytest.mark.parametrize("assembly", list(Assembly))
def test_a_second_frameshift_that_restores_the_frame_is_said_beside_parp_inhibitors(
    packaged: Packaged, assembly: Assembly
) -> None:
    pair = (FOUNDER[assembly], "0/1"), (ONE_MORE_BASE[assembly], "0/1")
    variants, findings = sample(packaged, *pair, assembly=assembly)
    (text,) = said(findings, "Olaparib")
    assert text.startswith(
        "possible reversion: BRCA2 p.S1982Rfs*22 and BRCA2 p.A1996Sfs*7: together restore the reading frame; phase unknown: "
    )
    assert said(findings, "Niraparib") == said(findings, "Platinum Compound") == {text}
    assert "Tier I-A" in {one.amp_tier for one in findings if one.statement.therapies == ("Olaparib",)}  # in trans it holds
    for one in variants:
        assert text in one.caveats
        assert any("two hits" in other and "or one hit and its reversion" in other for other in one.caveats)


@pytest.mark.parametrize(("second", "expected"), [("0|1", "in cis: the protein may work again"), ("1|0", "")])
def test_the_phase_decides(packaged: Packaged, second: str, expected: str) -> None:
    variants, findings = sample(packaged, (FOUNDER[G38], "0|1"), (ONE_MORE_BASE[G38], second))
    (text,) = said(findings, "Olaparib")
    assert expected in text
    assert bool(text) is bool(expected)
    hits = {other for one in variants for other in one.caveats if "two hits" in other or "hit by both" in other}
    assert all("hit by both, or one hit and its reversion" in one for one in hits) is bool(expected)


@pytest.mark.parametrize("second", [BEHIND_THE_STOP, ONE_LESS_BASE])
def test_no_reversion_behind_the_premature_stop_or_in_the_third_frame(packaged: Packaged, second: dict[Assembly, str]) -> None:
    variants, findings = sample(packaged, (FOUNDER[G38], "0/1"), (second[G38], "0/1"))
    assert said(findings, "Olaparib") == {""}
    assert not any("reversion" in text for one in variants for text in one.caveats)
    assert any("two hits" in text for one in variants for text in one.caveats)


@pytest.mark.parametrize(
    ("first", "second", "restored"),
    [
        ("13:32337032:CA:C", "13:32337041:A:AT", False),  # c.2679del is V894* itself: nothing behind it is read
        ("13:32337032:CA:C", "13:32337024:T:TA", True),  # +1 before it: the frame of the second ends behind V894
        ("13:32337164:C:CA", "13:32337182:AT:A", True),  # A938Sfs*7, c.2829del: named D946 behind its stop, and takes it away
        ("13:32340300:GT:G", "13:32340300:GT:GTA", False),  # of the same bases: not both on one copy
    ],
)
def test_the_frame_between_two_frameshifts_is_told_by_bases(
    packaged: Packaged, first: str, second: str, restored: bool
) -> None:
    for pair in ((first, second), (second, first)):
        _, findings = sample(packaged, *((place, "0/1") for place in pair))
        assert (said(findings, "Olaparib") != {""}) is restored


@pytest.mark.parametrize(
    ("first", "inside", "behind"),
    [
        (FOUNDER[G38], "13:32340364:A:AC", "13:32340365:G:GC"),  # S1982Rfs*22: its stop ends with c.6010
        (FOUNDER[G38], "13:32340363:T:TA", "13:32340364:A:AG"),  # c.6009dup and c.6010dup read otherwise one base further on
        (
            "13:32337164:C:CA",
            "13:32337182:AT:A",
            "13:32337184:TA:T",
        ),  # A938Sfs*7: its stop ends with c.2831; c.2829del, c.2835del
    ],
)
def test_the_stop_that_ends_the_frame_is_the_reach(packaged: Packaged, first: str, inside: str, behind: str) -> None:
    for second, reached in ((inside, True), (behind, False)):
        _, findings = sample(packaged, (first, "0/1"), (second, "0/1"))
        assert (said(findings, "Olaparib") != {""}) is reached


def test_a_pair_that_keeps_the_protein_when_written_together_is_said(packaged: Packaged) -> None:
    """The two as one allele, named by the genome, are the judge: each base behind BRCA2 c.2811dup is deleted in turn."""
    genome, start, end = packaged.genomes[G38], 32337164, 32337230
    bases = genome.reference("13", start, end)
    assert bases is not None
    kept = []
    for at in range(2, end - start):
        deleted = f"13:{start + at - 1}:{bases[at - 1 : at + 1]}:{bases[at - 1]}"
        together = f"13:{start}:{bases[: at + 1]}:{bases[0]}A{bases[1:at]}"
        effects = genome.effects(genome.left_align(called(together, "0/1").allele))
        if effects and effects[0].hgvsp_short and "*" not in effects[0].hgvsp_short:
            kept.append(at)
            variants, _ = sample(packaged, ("13:32337164:C:CA", "0/1"), (deleted, "0/1"))
            assert any("reversion" in text for one in variants for text in one.caveats), deleted
    assert len(kept) > 10


@pytest.mark.parametrize(
    ("loss", "beside"),
    [
        (FOUNDER[G38], "13:32340285:TTTTTAG:T"),  # F1978_S1979del, before it
        (FOUNDER[G38], "13:32340306:AAATCTG:A"),  # behind it
        (FOUNDER[G38], "13:32340299:A:G"),  # a substitution
        (BRCA1_STOP, "17:43082420:T:A"),  # Q1447H
        (BRCA1_STOP, "17:43082434:G:GTTT"),  # L1442_R1443insK
        (BRCA1_STOP, "17:43082433:C:CAAA"),  # R1443delinsL*: another stop
        (BRCA1_STOP, "17:43082423:TTCTGGATTTCGCAG:T"),  # takes it away, and shifts the frame
        (BRCA1_STOP, "17:43082444:TCAG:T"),  # in frame, before it
    ],
)
def test_a_change_beside_the_loss_gives_nothing_back(packaged: Packaged, loss: str, beside: str) -> None:
    variants, findings = sample(packaged, (loss, "0/1"), (beside, "0/1"))
    assert said(findings, "Olaparib") == {""}
    assert not any("reversion" in text for one in variants for text in one.caveats)


def test_every_drug_that_a_reversion_resists() -> None:
    """Also as labs write them, and those that only labs have."""
    resisted = (
        "Niraparib", "Olaparib", "Rucaparib Camsylate", "Talazoparib Tosylate", "Veliparib", "Pamiparib", "Fuzuloparib",
        "Saruparib", "Carboplatin", "Cisplatin", "Oxaliplatin", "Nedaplatin", "Platinum Compound", "Platinum Doublet",
        "platinum-based chemotherapy", "Carboplatin/Paclitaxel Regimen",
    )  # fmt: skip
    assert [name for name in resisted if not RESISTED.search(name)] == []
    others = ("Iniparib", "Mitomycin", "Doxorubicin", "Prexasertib", "Paclitaxel", "Lapatinib")
    assert [name for name in others if RESISTED.search(name)] == []


@pytest.mark.parametrize("gene", ["BRCA1", "BRCA2", "PALB2", "RAD51C", "RAD51D"])
def test_every_gene_where_reversions_are_known(gene: str) -> None:
    assert gene in GENES


@pytest.mark.parametrize("assembly", list(Assembly))
def test_an_in_frame_deletion_around_the_frameshift(packaged: Packaged, assembly: Assembly) -> None:
    _, findings = sample(packaged, (FOUNDER[assembly], "0/1"), (AROUND_IT[assembly], "0/1"), assembly=assembly)
    (text,) = said(findings, "Rucaparib") - {""}
    assert "p.S1982Rfs*22 and BRCA2 p.I1977_Q1987delinsM: the second takes the place of the first away" in text


def test_a_stop_that_is_deleted_or_read_as_another_residue(packaged: Packaged) -> None:
    _, deleted = sample(packaged, (BRCA1_STOP, "0/1"), (WITHOUT_IT, "0/1"))
    assert "the second takes the place of the first away" in "".join(said(deleted, "Olaparib"))
    _, changed = sample(packaged, (BRCA1_STOP, "0/1"), (SAME_CODON, "0/1"))
    assert "the second changes the codon of the stop" in "".join(said(changed, "Olaparib"))


def test_an_in_frame_deletion_of_the_exon(packaged: Packaged) -> None:
    """BRCA2 exon 11 has a whole number of codons."""
    event = gene_event(K.EXON_DELETION, "BRCA2", "BRCA2 exon 11 deletion", "13:32336000:N:<DEL>", exons=(11,), inframe=True)
    _, findings = sample(packaged, (FOUNDER[G38], "0/1"), events=(event,))
    assert any("BRCA2 exon 11 deletion: the second takes" in text for text in said(findings, "Olaparib"))
    elsewhere = event._replace(exons=(12,), name="BRCA2 exon 12 deletion")
    assert said(sample(packaged, (FOUNDER[G38], "0/1"), events=(elsewhere,))[1], "Olaparib") == {""}
    shifted = event._replace(inframe=False)
    assert said(sample(packaged, (FOUNDER[G38], "0/1"), events=(shifted,))[1], "Olaparib") == {""}


def test_an_in_frame_duplication_of_the_exon_leaves_the_loss_as_it_is(packaged: Packaged) -> None:
    event = gene_event(
        K.EXON_DUPLICATION, "BRCA2", "BRCA2 exon 11 duplication", "13:32336000:N:<DUP>", exons=(11,), inframe=True
    )
    assert said(sample(packaged, (FOUNDER[G38], "0/1"), events=(event,))[1], "Olaparib") == {""}


def test_what_restores_nothing_is_no_reversion_beside_a_loss_elsewhere(packaged: Packaged) -> None:
    """A residue changed and deleted again, and the same allele written twice: neither is the founder's reversion."""
    _, findings = sample(packaged, (FOUNDER[G38], "0/1"), ("13:32337164:C:G", "0/1"), ("13:32337161:AAACAAG:A", "0/1"))
    assert said(findings, "Olaparib") == {""}
    _, findings = sample(packaged, (FOUNDER[G38], "0/1"), (FOUNDER[G38], "0/1"))
    assert said(findings, "Olaparib") == {""}


def test_parts_that_are_read_together_are_not_their_own_reversion(tmp_path: Path) -> None:
    """Two deletions of one haplotype: read together they are one change in frame, which takes the first away by its place."""
    records = [
        "13 32340300 . GT G . PASS . GT:AD:DP:PS 0|1:50,50:100:7",
        "13 32340303 . GAA G . PASS . GT:AD:DP:PS 0|1:50,50:100:7",
    ]
    header = (*FORMAT, '##FORMAT=<ID=PS,Number=1,Type=Integer,Description="p">')
    vcf = write_vcf(tmp_path / "m.vcf", records, ["TUMOR"], {"13": 114364328}, header)
    report = report_of(vcf, Tables())
    told = [text for text in report.warnings if text.startswith(POSSIBLE)]
    (text,) = told
    assert "p.S1982Rfs*22 (VAF 0.50) and BRCA2 p.K1984Ifs*18 (VAF 0.50): together restore the reading frame; in cis: " in text


def test_other_genes_and_other_drugs_are_left_alone(packaged: Packaged) -> None:
    _, findings = sample(packaged, (TP53_STOP, "0/1"), (TP53_WITHOUT_IT, "0/1"), (FOUNDER[G38], "0/1"))
    assert not any("reversion" in text for one in findings for text in one.caveats)
    _, findings = sample(packaged, (FOUNDER[G38], "0/1"), (ONE_MORE_BASE[G38], "0/1"))
    concerned = [one for one in findings if any("reversion" in text for text in one.caveats)]
    assert {"Olaparib"} < {drug for one in concerned for drug in one.statement.therapies}
    assert not any("Mitomycin" in one.statement.therapies for one in concerned)


def test_an_inherited_allele_that_the_caller_set_aside_counts(tmp_path: Path) -> None:
    """A tumour-normal caller filters the inherited first change; the somatic second one alone would look like a new loss."""
    records = [
        "13 32340300 . GT G . germline . GT:AD:DP 0/1:50,50:100",
        "13 32340340 . C CA . PASS . GT:AD:DP 0/1:70,30:100",
    ]
    header = (*FORMAT, '##FILTER=<ID=germline,Description="g">')
    vcf = write_vcf(tmp_path / "m.vcf", records, ["TUMOR"], {"13": 114364328}, header)
    report = report_of(vcf, Tables())
    olaparib = [one for one in report.findings if "Olaparib" in one.statement.therapies and one.amp_tier]
    assert olaparib
    assert all(any(text.startswith("possible reversion: BRCA2 p.S1982Rfs*22") for text in one.caveats) for one in olaparib)
    assert any("possible reversion" in text for one in report.predisposition for text in one.caveats)
    assert len([text for text in report.warnings if text.startswith(POSSIBLE)]) == 1
    assert "Olaparib [but a possible reversion resists]" in " ".join(render_console(report, 200).split())
    assert POSSIBLE_REVERSION == POSSIBLE
