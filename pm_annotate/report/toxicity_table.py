"""``<sample>.toxicity.tsv``: what is known of the classes of drugs that the report's therapy findings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pm_annotate.model import SampleReport

Row = Mapping[str, object]

TOXICITY_COLUMNS = ("Tumor_Sample_Barcode", "drug_class", "drugs", "known_class_effects", "reference", "reference_url")


def toxicity_rows(report: SampleReport) -> Iterator[Row]:
    """One row per class of drugs."""
    for one in report.class_effects:
        yield {
            "Tumor_Sample_Barcode": report.role.sample_id,
            "drug_class": one.drug_class,
            "drugs": one.drugs,
            "known_class_effects": one.effects,
            "reference": one.reference,
            "reference_url": one.url,
        }


def toxicity_objects(report: SampleReport) -> list[dict[str, object]]:
    """The same for the JSON report."""
    return [
        {
            "drug_class": one.drug_class,
            "drugs": list(one.drugs),
            "known_class_effects": list(one.effects),
            "reference": one.reference,
            "reference_url": one.url,
        }
        for one in report.class_effects
    ]
