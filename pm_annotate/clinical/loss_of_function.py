"""Predicted loss of function of an inherited allele, with the caveats of PVS1 (Abou Tayoun 2018, PMID:30192042).

A null allele is not by itself pathogenic: the caveats name what a reviewer must look at, they never drop the allele.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from pm_annotate.model import Allele, Effect, GeneEvent, GeneEventKind, VariantReport

PREDICTED_LOSS = "predicted loss of function, needs review"
_STOPS = ("stop_gained", "frameshift_variant")
_SPLICE_SITES = ("splice_donor_variant", "splice_acceptor_variant")
_NULL = ("transcript_ablation", *_SPLICE_SITES, *_STOPS, "start_lost")
_ANY_NULL = frozenset(_NULL)
_HAS_FATE = frozenset((*_STOPS, *_SPLICE_SITES))
_OTHERWISE_LOST = frozenset((*_SPLICE_SITES, "start_lost"))

SMALL_SHARE = 0.1  # PVS1: below 10 % of the protein lost the strength is at most moderate

START_LOST = "start codon lost: another in-frame start may be used (PVS1 at most moderate)"
SPLICE_SITE = "a splice site may be replaced by one nearby: what happens to the messenger RNA is not known without RNA"
NO_FATE = "whether nonsense-mediated decay is escaped was not determined"
OTHER_TRANSCRIPT = "on {transcript}, which is not the gene's primary transcript here: check that it is the relevant one"
INFRAME_EXONS = "the reading frame is kept without these exons: the function may be kept"
FRAME_NOT_KNOWN = "whether the reading frame is kept is not known"
IN_TANDEM = "where the second copy lies is not known: only a duplication in tandem within the gene disrupts it"
BREAK = "one break in the gene: an allele that is moved may still be read"

_OF_GENOME = {
    GeneEventKind.DELETION: "whole gene deleted",
    GeneEventKind.HOMOZYGOUS_DELETION: "both copies of the gene deleted",
    GeneEventKind.LOSS: "copies of the gene lost",
    GeneEventKind.EXON_DELETION: "whole exons deleted",
    GeneEventKind.EXON_DUPLICATION: "whole exons duplicated",
    GeneEventKind.REARRANGEMENT: "broken inside the gene",
}
OFTEN_SOMATIC = frozenset({GeneEventKind.HOMOZYGOUS_DELETION, GeneEventKind.LOSS, GeneEventKind.REARRANGEMENT})
"""Events that tumours make all the time: read as inherited only where the origin is known to be germline."""


class Fate(Protocol):
    """What becomes of a messenger RNA; ``genome.nonsense_mediated_decay.TruncationFate``."""

    @property
    def escapes(self) -> bool | None: ...

    @property
    def notes(self) -> tuple[str, ...]: ...

    @property
    def lost_share(self) -> float | None: ...


FateOf = Callable[[Allele, Effect], Fate | None]


class PredictedLoss(NamedTuple):
    """An allele that is predicted to lose a gene's function."""

    gene: str
    what: str  # "frameshift_variant p.Glu23ValfsTer17 in exon 2/23 of NM_007294.3"
    caveats: tuple[str, ...]
    little_lost: bool = False  # escapes decay and loses less than SMALL_SHARE of the protein: BRCA2 p.Lys3326Ter


def predicted_losses(
    variant: VariantReport, fate_of: FateOf, matters: Callable[[str], bool] = lambda gene: True
) -> tuple[PredictedLoss, ...]:
    """One per gene that loses its function by the variant, small or structural; () where none is predicted to.

    Of a gene's transcripts the primary one decides; another one counts, with a caveat, where the primary is not truncated.
    ``matters``: of which genes the loss is asked for.
    """
    if variant.event is not None:
        loss = _of_event(variant.event)
        return (loss,) if loss and matters(loss.gene) else ()
    losses: dict[str, PredictedLoss] = {}
    for effect in sorted(variant.effects, key=lambda one: not one.is_primary):
        if effect.gene not in losses and loses_gene(effect, matters):
            losses[effect.gene] = _of_effect(variant.observation.allele, effect, fate_of)
    return tuple(losses.values())


def loses_gene(effect: Effect, matters: Callable[[str], bool]) -> bool:
    """Whether the effect is null, on a gene whose loss is asked for."""
    return is_null(effect) and bool(effect.gene) and matters(effect.gene)


def is_null(effect: Effect) -> bool:
    """Nonsense, frameshift, canonical splice site beside coding bases, lost start codon or whole transcript."""
    if _ANY_NULL.isdisjoint(effect.consequence):
        return False
    terms = [term for term in effect.consequence if term in _NULL]
    if set(terms) <= set(_SPLICE_SITES) and effect.hgvsc.startswith(("c.-", "c.*")):
        return False
    return bool(terms)


def _of_effect(allele: Allele, effect: Effect, fate_of: FateOf) -> PredictedLoss:
    term = next(term for term in _NULL if term in effect.consequence)
    where = f"exon {effect.exon}" if effect.exon else f"intron {effect.intron}" if effect.intron else ""
    name = effect.hgvsp or effect.hgvsc or effect.hgvsg
    what = " ".join(part for part in (term, name, f"in {where}" if where else "", f"of {effect.transcript}") if part)
    fate = None if _HAS_FATE.isdisjoint(effect.consequence) else fate_of(allele, effect)
    return PredictedLoss(effect.gene, what, tuple(_caveats(effect, fate)), _little_lost(effect, fate))


def _little_lost(effect: Effect, fate: Fate | None) -> bool:
    """By the fate of the messenger RNA; False where it is not known, and for start codons and splice sites."""
    if not _OTHERWISE_LOST.isdisjoint(effect.consequence):
        return False
    return fate is not None and bool(fate.escapes) and fate.lost_share is not None and fate.lost_share < SMALL_SHARE


def _caveats(effect: Effect, fate: Fate | None) -> Iterator[str]:
    if not effect.is_primary:
        yield OTHER_TRANSCRIPT.format(transcript=effect.transcript)
    if "start_lost" in effect.consequence:
        yield START_LOST
    if set(_SPLICE_SITES).intersection(effect.consequence):
        yield SPLICE_SITE
    if _HAS_FATE.isdisjoint(effect.consequence):
        return
    if fate is None:
        yield NO_FATE
        return
    yield from fate.notes
    if fate.escapes and fate.lost_share is not None:
        share = f"{100 * fate.lost_share:.1f} % of the protein"
        small = fate.lost_share < SMALL_SHARE
        yield f"{share} would be lost or changed (PVS1 {'at most moderate' if small else 'strong at most'} unless critical)"


def _of_event(event: GeneEvent) -> PredictedLoss | None:
    what = _OF_GENOME.get(event.kind)
    if what is None or not event.gene:
        return None
    return PredictedLoss(event.gene, f"{what}: {event.name}", (*_event_caveats(event), *event.caveats))


def _event_caveats(event: GeneEvent) -> Sequence[str]:
    caveats = []
    if event.kind in (GeneEventKind.EXON_DELETION, GeneEventKind.EXON_DUPLICATION):
        if event.inframe is None and {"start_lost", "stop_lost"}.isdisjoint(event.consequence):
            caveats.append(FRAME_NOT_KNOWN)
        elif event.inframe:
            caveats.append(INFRAME_EXONS)
    if event.kind == GeneEventKind.EXON_DUPLICATION:
        caveats.append(IN_TANDEM)
    if event.kind == GeneEventKind.REARRANGEMENT:
        caveats.append(BREAK)
    if event.event.imprecise:
        caveats.append("the breakpoints are not exact")
    return caveats
