"""One report on its way into several files: what they share is worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import Any

from pm_annotate.model import Effect, SampleReport, Statement, VariantReport
from pm_annotate.report.event_values import event_values
from pm_annotate.report.finding_values import FindingInWords, in_words
from pm_annotate.report.kept_texts import KeptTexts, Made
from pm_annotate.report.row_layout import RowLayout
from pm_annotate.report.statement_values import KnowledgeChecksums, checksum_of, knowledge_checksums, statement_values
from pm_annotate.report.variant_values import (
    VariantKey,
    coordinate_values,
    effect_values,
    read_values,
    sample_values,
    variant_key,
    variant_name,
)

Runs = tuple[str, ...]  # cells of a table row, joined: see ``row_layout``


class ReportTexts:
    """A report with the texts that its files share. ``kept``: the texts that the reports of the run share."""

    def __init__(self, report: SampleReport, kept: KeptTexts | None = None) -> None:
        self.report = report
        self.kept = KeptTexts() if kept is None else kept
        self._of_variant: dict[tuple[str, int, int], Any] = {}

    def of_variant(self, label: str, variant: VariantReport | None, effect: Effect | None, make: Callable[[], Made]) -> Made:
        """What ``make`` gives for the variant as named on ``effect``: several findings and files ask for it."""
        key = (label, id(variant), id(effect))
        if key not in self._of_variant:
            self._of_variant[key] = make()
        made: Made = self._of_variant[key]
        return made

    @cached_property
    def checksums(self) -> KnowledgeChecksums:
        provenance = self.report.provenance.get("knowledge")
        return self.kept.of("checksums", provenance, lambda: knowledge_checksums(self.report))

    @cached_property
    def findings(self) -> tuple[FindingInWords, ...]:
        return tuple([in_words(finding, self.name_of) for finding in self.report.findings])

    def name_of(self, variant: VariantReport, effect: Effect | None) -> str:
        """The variant's name; it stands in every finding of the variant."""
        return self.of_variant("name", variant, effect, lambda: variant_name(variant, effect))

    @cached_property
    def findings_per_variant(self) -> Counter[VariantKey]:
        """In how many findings each allele takes part."""
        counts: Counter[VariantKey] = Counter()
        keys = {id(variant): variant_key(variant) for finding in self.report.findings for variant in finding.variants}
        for finding in self.report.findings:
            for key in {keys[id(variant)] for variant in finding.variants}:
                counts[key] += 1
        return counts

    def variant_runs(self, layout: RowLayout, variant: VariantReport | None, effect: Effect | None) -> Runs:
        """What a row says of the sample and the variant: the runs of sample, effect, reads, coordinates and event."""
        return self.of_variant(layout.name, variant, effect, lambda: self.new_variant_runs(layout, variant, effect))

    def new_variant_runs(self, layout: RowLayout, variant: VariantReport | None, effect: Effect | None) -> Runs:
        """The same for a table that asks once only."""
        role, assembly = self.report.role, self.report.assembly
        sample = self.of_variant(
            f"{layout.name} sample", None, None, lambda: layout.texts("sample", sample_values(role, assembly))
        )
        if variant is None:
            return (*sample, *[run for name in ("effect", "reads", "coordinates", "event") for run in layout.texts(name, {})])
        of_effect = self.kept.of(f"{layout.name} effect", effect, lambda: layout.texts("effect", effect_values(effect)))
        reads = layout.texts("reads", read_values(variant))
        if variant.event is not None:
            places = layout.texts("coordinates", coordinate_values(variant))
        else:
            allele = variant.observation.allele
            places = self.kept.of(
                f"{layout.name} place", allele, lambda: layout.texts("coordinates", coordinate_values(variant))
            )
        event = variant.event
        of_event = self.kept.of(f"{layout.name} event", event, lambda: layout.texts("event", event_values(event)))
        return (*sample, *of_effect, *reads, *places, *of_event)

    def statement_runs(self, layout: RowLayout, statement: Statement) -> Runs:
        """What a row says of a statement."""
        label = f"{layout.name} statement {checksum_of(statement, self.checksums)}"
        return self.kept.of(label, statement, lambda: layout.texts("statement", statement_values(statement, self.checksums)))
