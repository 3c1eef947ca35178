"""Biomarkers that the file itself decides by what it covers: wild type where every place was looked at and nothing found."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pm_annotate.knowledge.evaluation import MarkerState
from pm_annotate.model import Biomarker, BiomarkerKind


class DecidedMarkers(NamedTuple):
    """``states``: by biomarker id, only those that are decided. ``said_by``: what of the file decides each, as a sentence
    ("KRAS codons 12, 13, 59, 61, 117, 146 are covered and not altered")."""

    states: Mapping[str, MarkerState] = {}
    said_by: Mapping[str, str] = {}

    def beside(
        self,
        biomarkers: Mapping[str, Biomarker],
        met: Collection[str],
        altered: Collection[str],
        stated: Mapping[str, MarkerState],
    ) -> dict[str, MarkerState]:
        """The states that stand beside the sample's own alleles and what the user stated, which both go first."""
        return {
            biomarker_id: state
            for biomarker_id, state in self.states.items()
            if biomarker_id in biomarkers
            and biomarker_id not in met
            and biomarker_id not in stated
            and not (biomarkers[biomarker_id].kind == BiomarkerKind.WILD_TYPE and biomarkers[biomarker_id].gene in altered)
        }


NO_DECISIONS = DecidedMarkers()
