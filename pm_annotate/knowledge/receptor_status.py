"""What a breast cancer's name says of its receptors: a triple-negative one is not ER positive.

A name only rules out. It decides no profile to be met, so that a tumour type alone never gives a finding, and what the user
states as a marker goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
    implied = parse_markers(texts, biomarkers.values())
    ruled_out = {
        biomarker_id
        for biomarker_id, state in implied.states.items()
        if state == MarkerState.NOT_MET and biomarker_id not in markers.states
    }
    return replace(
        markers,
        states={**markers.states, **dict.fromkeys(ruled_out, MarkerState.NOT_MET)},
        said_by={**markers.said_by, **{one: f"{implied.said_by[one]} (tumour type)" for one in sorted(ruled_out)}},
    )
