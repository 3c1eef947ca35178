"""By what an allele becomes a predisposition finding: ClinVar, a statement, a predicted loss; and what is said beside it."""

from __future__ import annotations

import pytest

from pm_annotate.model import (
    Call,
    GeneEvent,
    GeneEventKind,
    MatchLevel,
    StructuralEvent,
    StructuralType,
)
from tests.clinical.inherited_variants import PREDISPOSING, finding_on, found, variant


def test_an_allele_of_clinvar_is_found_whatever_it_does() -> None:
    missense = variant("BRCA1", consequence="missense_variant")
    (one,) = found(missense, clinvar={("1", 100, "C", "T"): ("Likely_pathogenic", "BRCA1")})
    assert (one.classification, one.evidence) == ("ClinVar Likely pathogenic", ("clinvar: Likely pathogenic",))
    assert (one.origin, one.confirm_in_germline, one.secondary_finding, one.caveats) == ("germline", False, True, ())


CONFLICTING = ("Conflicting_interpretations_of_pathogenicity, risk_factor", "BRCA1")


def test_an_allele_that_clinvars_submitters_dispute_stands_last_and_is_no_advice() -> None:
    """HOXB13 p.Gly84Glu beside a pathogenic allele of the gene: shown, no second allele, nothing for relatives."""
    conflicting, agreed = variant("BRCA1", 100, "missense_variant"), variant("BRCA1", 300, "missense_variant")
    clinvar = {("1", 100, "C", "T"): CONFLICTING, ("1", 300, "C", "T"): ("Pathogenic", "BRCA1")}
    first, last = found(conflicting, agreed, clinvar=clinvar)
    assert (first.variant, first.allele_state) == (agreed, "one allele")
    assert last.classification == "ClinVar Conflicting interpretations of pathogenicity, risk factor"
    assert (last.reportable_to_relatives, last.secondary_finding, last.allele_state) == ("", False, "one allele")
    assert any("submitters disagree" in caveat for caveat in last.caveats)


def test_a_predicted_loss_stays_one_where_clinvar_is_conflicting() -> None:
    """CHEK2 c.1100del: conflicting in ClinVar, a frameshift all the same."""
    (one,) = found(variant("BRCA1"), clinvar={("1", 100, "C", "T"): CONFLICTING})
    assert one.classification == "predicted loss of function, needs review"
    assert one.evidence[0].startswith("clinvar: Conflicting")
    assert one.reportable_to_relatives.startswith("after review")
    assert one.caveats[-1] == "ClinVar's submitters disagree, some call it pathogenic"


def test_a_truncating_allele_is_found_where_loss_predisposes_and_needs_review() -> None:
    (one,) = found(variant("BRCA1"))
    assert one.classification == "predicted loss of function, needs review"
    assert one.reportable_to_relatives.startswith("after review")
    assert not found(variant("RET"))
    assert not found(variant("EGFR"))


def test_a_common_allele_enters_by_clinvar_only() -> None:
    common = variant("BRCA1", gnomAD_AF="0.012")
    assert not found(common)
    (one,) = found(common, clinvar={("1", 100, "C", "T"): ("Pathogenic", "BRCA1")})
    assert any(caveat.startswith("common") for caveat in one.caveats)


def test_a_gene_that_is_not_in_the_table_says_so() -> None:
    (one,) = found(variant("SMC3"), clinvar={("1", 100, "C", "T"): ("Pathogenic", "SMC3")})
    assert one.inheritance == ""
    assert any("not in the table of predisposition genes" in caveat for caveat in one.caveats)


@pytest.mark.parametrize(
    ("level", "eligible", "changes", "classification"),
    [
        (MatchLevel.PROTEIN, True, PREDISPOSING, "CIViC predisposing"),
        (MatchLevel.GENE, False, PREDISPOSING, ""),
        (MatchLevel.PROTEIN, True, {**PREDISPOSING, "direction": "disputes"}, ""),
        (MatchLevel.PROTEIN, True, {**PREDISPOSING, "predicate": "hasUncertainSignificanceFor"}, ""),
    ],
)
def test_statements_of_predisposition(level: MatchLevel, eligible: bool, changes: dict[str, str], classification: str) -> None:
    missense = variant("BRCA1", consequence="missense_variant")
    result = found(missense, findings=(finding_on(missense, "BRCA1", level, eligible, **changes),))
    assert [one.classification for one in result] == ([classification] if classification else [])


def test_a_statement_on_a_kind_of_change_does_not_spare_the_review() -> None:
    """A new frameshift of BRCA2 meets CIViC's "BRCA2 truncating mutation", which does not know this allele."""
    one = variant("BRCA1")
    (result,) = found(one, findings=(finding_on(one, "BRCA1", MatchLevel.FUNCTIONAL, **PREDISPOSING),))
    assert result.classification == "predicted loss of function, needs review"
    assert any(text.startswith("civic:EID5: predisposing for") for text in result.evidence)
    missense = variant("BRCA1", consequence="missense_variant")
    (known,) = found(missense, findings=(finding_on(missense, "BRCA1", MatchLevel.FUNCTIONAL, **PREDISPOSING),))
    assert known.classification == "CIViC predisposing"


def test_a_statement_that_disputes_stands_beside_a_predicted_loss() -> None:
    one = variant("BRCA1")
    against = finding_on(one, "BRCA1", MatchLevel.PROTEIN, **{**PREDISPOSING, "direction": "disputes"})
    (result,) = found(one, findings=(against,))
    assert any(text.startswith("civic:EID5: disputes") for text in result.evidence)


def test_a_statement_that_tells_nothing_of_the_allele_does_not_hide_the_next_one() -> None:
    """A statement on another kind of change of the gene first, then the one on this very allele."""
    one = variant("RET", consequence="missense_variant")
    wide = finding_on(one, "RET", MatchLevel.GENE, eligible=False, **PREDISPOSING)
    named = finding_on(one, "RET", MatchLevel.PROTEIN, **PREDISPOSING)
    therapy = finding_on(one, "RET", MatchLevel.PROTEIN)
    for first in (wide, therapy):
        assert [result.classification for result in found(one, findings=(first, named))] == ["CIViC predisposing"]


def test_an_allele_of_clinvar_without_an_exon_is_not_taken_for_a_pseudogenes() -> None:
    """PMS2 c.-93T>A upstream of the start codon: the pseudogene has other exons."""
    upstream = variant("PMS2", consequence="5_prime_UTR_variant")
    no_effect = upstream._replace(effects=())
    known = {("1", 100, "C", "T"): ("Pathogenic", "PMS2")}
    for one in (upstream, no_effect):
        (result,) = found(one, clinvar=known)
        assert not any("PMS2CL" in caveat for caveat in result.caveats)


def test_a_normal_that_does_not_tell_is_no_tumour_only_file() -> None:
    one = variant("BRCA1", status="Unknown")._replace(mutation_status="Unknown")
    one = one._replace(observation=one.observation._replace(normal=Call("N", depth=3)))
    (result,) = found(one)
    assert any("normal does not tell" in caveat for caveat in result.caveats)


def test_a_low_fraction_in_the_normal_may_be_clonal_haematopoiesis() -> None:
    (result,) = found(variant("TP53", vaf=0.14))
    assert any("clonal haematopoiesis" in caveat for caveat in result.caveats)
    (inherited,) = found(variant("TP53", vaf=0.5))
    assert not any("clonal haematopoiesis" in caveat for caveat in inherited.caveats)


@pytest.mark.parametrize(
    ("kind", "status", "counts"),
    [
        (GeneEventKind.EXON_DELETION, "Unknown", True),
        (GeneEventKind.DELETION, "Germline", True),
        (GeneEventKind.HOMOZYGOUS_DELETION, "Unknown", False),
        (GeneEventKind.LOSS, "Unknown", False),
        (GeneEventKind.LOSS, "Germline", True),
        (GeneEventKind.AMPLIFICATION, "Germline", False),
    ],
)
def test_structural_losses(kind: GeneEventKind, status: str, counts: bool) -> None:
    seen = variant("BRCA1", status=status)
    event = GeneEvent(
        StructuralEvent(seen.observation, StructuralType.DELETION, "17", 43090000, 43095000), kind, "BRCA1", "BRCA1 event"
    )
    assert bool(found(seen._replace(effects=(), event=event))) is counts
