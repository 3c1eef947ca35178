"""Predicted loss of function and the caveats of PVS1."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pm_annotate.clinical.loss_of_function import NO_FATE, START_LOST, Fate, is_null, predicted_losses
from pm_annotate.model import (
    Allele,
    Assembly,
    Effect,
    GeneEvent,
    GeneEventKind,
    Observation,
    StructuralEvent,
    StructuralType,
    VariantReport,
)

ALLELE = Allele(Assembly.GRCH38, "13", 32398489, "A", "T", "13", 32398489, ".", "A", "T")
K3326X = Effect(
    "BRCA2", "NM_000059.4", ("stop_gained",), "HIGH", "Nonsense_Mutation", "typed", hgvsp="p.Lys3326Ter", exon="27/27"
)


@dataclass(frozen=True)
class Known:
    """A fate as the genome would tell it."""

    escapes: bool | None = False
    notes: tuple[str, ...] = ()
    lost_share: float | None = None


def variant(*effects: Effect) -> VariantReport:
    return VariantReport(Observation(ALLELE, (), "PASS", None), effects)


def fate(known: Known | None) -> object:
    def answer(allele: Allele, effect: Effect) -> Fate | None:
        return known

    return answer


def caveats(effect: Effect, known: Known | None) -> tuple[str, ...]:
    (loss,) = predicted_losses(variant(effect), fate(known))  # type: ignore[arg-type]
    return loss.caveats


def test_a_stop_that_is_degraded_has_no_caveat() -> None:
    (loss,) = predicted_losses(variant(K3326X), fate(Known()))  # type: ignore[arg-type]
    assert (loss.gene, loss.caveats) == ("BRCA2", ())
    assert loss.what == "stop_gained p.Lys3326Ter in exon 27/27 of NM_000059.4"


def test_a_stop_that_escapes_says_where_and_how_much_is_lost() -> None:
    said = caveats(K3326X, Known(True, ("the new stop lies in the last exon",), 0.027))
    assert said[0] == "the new stop lies in the last exon"
    assert "2.7 %" in said[1]
    assert "at most moderate" in said[1]
    assert "strong at most" in caveats(K3326X, Known(True, (), 0.4))[0]


@pytest.mark.parametrize(
    ("consequence", "known", "little"),
    [
        (("stop_gained",), Known(True, (), 0.03), True),  # BRCA2 p.Lys3326Ter
        (("stop_gained",), Known(True, (), 0.3), False),
        (("stop_gained",), Known(False, (), 0.03), False),
        (("stop_gained",), Known(True, (), None), False),
        (("stop_gained",), None, False),
        (("splice_donor_variant",), Known(True, (), 0.03), False),  # what splicing does instead is not known
        (("start_lost",), Known(True, (), 0.03), False),
    ],
)
def test_little_is_lost_by_a_stop_at_the_end_alone(consequence: tuple[str, ...], known: Known | None, little: bool) -> None:
    (loss,) = predicted_losses(variant(K3326X._replace(consequence=consequence)), fate(known))  # type: ignore[arg-type]
    assert loss.little_lost is little


def test_a_splice_site_is_named_by_its_intron() -> None:
    donor = K3326X._replace(consequence=("splice_donor_variant",), hgvsp="", hgvsc="c.134+1G>A", exon="", intron="3/26")
    (loss,) = predicted_losses(variant(donor), fate(Known()))  # type: ignore[arg-type]
    assert loss.what == "splice_donor_variant c.134+1G>A in intron 3/26 of NM_000059.4"


def test_what_is_not_known_is_said() -> None:
    assert caveats(K3326X, None) == (NO_FATE,)
    assert caveats(K3326X._replace(consequence=("start_lost",)), None) == (START_LOST,)


@pytest.mark.parametrize(
    ("consequence", "hgvsc", "null"),
    [
        (("frameshift_variant",), "c.68_69del", True),
        (("splice_donor_variant",), "c.134+1G>A", True),
        (("splice_donor_variant",), "c.-19+1G>A", False),
        (("splice_region_variant",), "c.134+5G>A", False),
        (("missense_variant",), "c.181T>G", False),
        (("inframe_deletion",), "c.3_5del", False),
        (("stop_lost",), "c.5591A>C", False),
    ],
)
def test_which_effects_are_null(consequence: tuple[str, ...], hgvsc: str, null: bool) -> None:
    assert is_null(K3326X._replace(consequence=consequence, hgvsc=hgvsc)) is null


def test_another_transcript_counts_with_a_caveat_only_where_the_primary_is_kept() -> None:
    other = K3326X._replace(transcript="NM_X.1", is_primary=False)
    missense = K3326X._replace(consequence=("missense_variant",))
    (loss,) = predicted_losses(variant(other, missense), fate(Known()))  # type: ignore[arg-type]
    assert "NM_X.1" in loss.caveats[0]
    (loss,) = predicted_losses(variant(other, K3326X), fate(Known()))  # type: ignore[arg-type]
    assert loss.caveats == ()


@pytest.mark.parametrize(
    ("kind", "inframe", "words"),
    [
        (GeneEventKind.EXON_DELETION, True, "frame is kept"),
        (GeneEventKind.EXON_DELETION, None, "not known"),
        (GeneEventKind.EXON_DUPLICATION, False, "in tandem"),
        (GeneEventKind.DELETION, None, ""),
    ],
)
def test_structural_events(kind: GeneEventKind, inframe: bool | None, words: str) -> None:
    seen = Observation(ALLELE, (), "PASS", None)
    event = GeneEvent(
        StructuralEvent(seen, StructuralType.DELETION, "17", 43090000, 43095000), kind, "BRCA1", "BRCA1 event", inframe=inframe
    )
    (loss,) = predicted_losses(VariantReport(seen, (), event=event), fate(None))  # type: ignore[arg-type]
    assert loss.gene == "BRCA1"
    assert any(words in caveat for caveat in loss.caveats) if words else not loss.caveats


def test_a_gain_is_no_loss() -> None:
    seen = Observation(ALLELE, (), "PASS", None)
    event = GeneEvent(StructuralEvent(seen, StructuralType.COPY_NUMBER, "17", 1, 2), GeneEventKind.GAIN, "BRCA1", "gain")
    assert predicted_losses(VariantReport(seen, (), event=event), fate(None)) == ()  # type: ignore[arg-type]
