"""Inherited risk on the terminal: what to do first, what is named alone, and that nothing is left out."""

from __future__ import annotations

import pytest

from pm_annotate.model import PredispositionFinding, SampleReport
from pm_annotate.report.console import render_console
from pm_annotate.report.console_predisposition import SHOWN, predisposition_block
from tests.report.conftest import apc_splice

CAVEAT = "rests on the tumour column: confirm in germline"


@pytest.fixture
def inherited() -> PredispositionFinding:
    return PredispositionFinding(
        variant=apc_splice(),
        gene="APC",
        classification="ClinVar Pathogenic",
        evidence=("clinvar: Pathogenic",),
        inheritance="AD",
        mechanism="loss_of_function",
        allele_state="one allele",
        origin="germline",
        confirm_in_germline=False,
        secondary_finding=True,
        actionable_in_patient="",
        reportable_to_relatives="dominant: children 1 in 2",
    )


def shown(report: SampleReport, *findings: PredispositionFinding) -> str:
    return " ".join(" ".join(predisposition_block(report._replace(predisposition=findings), 100)).split())


def test_gene_change_class_state_and_what_it_means(report: SampleReport, inherited: PredispositionFinding) -> None:
    text = shown(report, inherited._replace(actionable_in_patient="Olaparib: 1 finding in this report"))
    assert "APC c.645+1G>A, ClinVar Pathogenic, one allele, germline, on the ACMG list of secondary findings" in text
    assert "this patient: Olaparib" in text
    assert "relatives: dominant" in text
    assert "confirm" not in text


def test_an_unconfirmed_allele_says_so_and_gives_no_advice_for_relatives(
    report: SampleReport, inherited: PredispositionFinding
) -> None:
    text = shown(report, inherited._replace(origin="unknown", confirm_in_germline=True, caveats=(CAVEAT,)))
    assert f"! {CAVEAT}, before relatives are told" in text
    assert "dominant" not in text


def test_what_looks_somatic_and_other_genes_are_named_alone(report: SampleReport, inherited: PredispositionFinding) -> None:
    somatic = inherited._replace(gene="TP53", reportable_to_relatives="")
    other = inherited._replace(gene="COL1A1", inheritance="")
    text = shown(report, inherited, somatic, other)
    assert text.count("ClinVar Pathogenic, one allele") == 1
    assert "Looks somatic, may be harmless (little is lost), or may mean another disease:" in text.replace("\n  ", " ")
    assert "not known here to raise a risk of cancer:" in text


def test_a_gene_without_transcript_is_named(report: SampleReport, inherited: PredispositionFinding) -> None:
    unnamed = inherited._replace(gene="GLA", variant=inherited.variant._replace(effects=()))
    assert "GLA chr5 112792446:G:A" in shown(report, unnamed)


def test_many_findings_are_cut_but_named(report: SampleReport, inherited: PredispositionFinding) -> None:
    lines = predisposition_block(report._replace(predisposition=(inherited,) * (SHOWN + 2)), 100)
    assert sum("ClinVar Pathogenic" in line for line in lines) == SHOWN
    assert any(line.startswith("  Further findings: ") for line in lines)


def test_none_found_is_no_negative_test_and_a_typed_variant_has_no_such_block(report: SampleReport) -> None:
    assert "no negative test" in shown(report)
    typed = report._replace(role=report.role._replace(tumor=None, normal=None))
    assert predisposition_block(typed, 100) == []


def test_the_lines_fit_and_the_block_stands_before_the_pharmacogenes(
    report: SampleReport, inherited: PredispositionFinding
) -> None:
    with_one = report._replace(predisposition=(inherited._replace(confirm_in_germline=True, caveats=(CAVEAT,)),))
    assert max(map(len, predisposition_block(with_one, 60))) <= 60
    assert "Predisposition (inherited risk)" in render_console(with_one)


def test_what_clinvar_has_conflicting_classifications_for_is_named_alone(
    report: SampleReport, inherited: PredispositionFinding
) -> None:
    """APC p.Ile1307Lys: no advice, but not silent; and no line about it where there is none."""
    said = "ClinVar's submitters disagree"
    conflicting = inherited._replace(
        classification="ClinVar Conflicting interpretations of pathogenicity", reportable_to_relatives=""
    )
    text = "\n".join(predisposition_block(report._replace(predisposition=(conflicting,)), 200))
    assert f"{said}, some call it pathogenic: needs review: " in text
    assert "Looks somatic" not in text
    assert said not in "\n".join(predisposition_block(report._replace(predisposition=(inherited,)), 200))
