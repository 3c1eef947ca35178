"""What a breast cancer's name says of its receptors (a triple-negative one is not ER positive), and amplified ERBB2 of HER2.

Either only rules out. It decides no profile to be met, so that a tumour type alone never gives a finding, and what the user
states as a marker goes before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.knowledge.markers import StatedMarkers, parse_markers
from pm_annotate.model import Biomarker, TumorType

RECEPTORS: Mapping[str, tuple[str, ...]] = {
    "DOID:0060075": ("ER=positive",),
    "DOID:0060079": ("HER2=positive",),
    "DOID:0060080": ("HER2=negative",),
    "DOID:0060081": ("ER=negative", "PR=negative", "HER2=negative"),
}


def with_receptors_of(tumor: TumorType | None, markers: StatedMarkers, biomarkers: Mapping[str, Biomarker]) -> StatedMarkers:
    """``markers``, and the biomarkers that the name of the tumour type rules out."""
    named = {*tumor.nodes, *tumor.ancestors} & RECEPTORS.keys() if tumor else set()
    if not named:
        return markers
    texts = sorted({text for node in named for text in RECEPTORS[node]})
    return _ruled_out(markers, texts, "tumour type", biomarkers)


def with_amplified_her2(markers: StatedMarkers, biomarkers: Mapping[str, Biomarker]) -> StatedMarkers:
    """``markers`` for a sample whose ERBB2 is amplified: HER2-negative is ruled out (ASCO/CAP: amplified is HER2 positive)."""
    return _ruled_out(markers, ("HER2=positive",), "ERBB2 is amplified", biomarkers)


def _ruled_out(markers: StatedMarkers, texts: Iterable[str], why: str, biomarkers: Mapping[str, Biomarker]) -> StatedMarkers:
    implied = parse_markers(tuple(texts), biomarkers.values())
    ruled_out = {
        biomarker_id
        for biomarker_id, state in implied.states.items()
        if state == MarkerState.NOT_MET and biomarker_id not in markers.states
    }
    return markers._replace(
        states={**markers.states, **dict.fromkeys(ruled_out, MarkerState.NOT_MET)},
        said_by={**markers.said_by, **{one: f"{implied.said_by[one]} ({why})" for one in sorted(ruled_out)}},
    )
