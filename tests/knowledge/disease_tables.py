"""The packaged trees of tumour types, and the conditions of statements that are asked of them."""

from __future__ import annotations

import csv
from pathlib import Path

from pm_annotate.knowledge.tumor_types import load_tumor_types
from pm_annotate.model import TumorRelation

SAME, ANCESTOR, DESCENDANT = TumorRelation.SAME, TumorRelation.ANCESTOR, TumorRelation.DESCENDANT
OTHER, ANY, UNKNOWN = TumorRelation.OTHER, TumorRelation.ANY, TumorRelation.UNKNOWN
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "disease"
TYPES = load_tumor_types(FOLDER)

# conditions of statements
COLORECTAL, COADREAD, MELANOMA, SKIN_MELANOMA = "DOID:9256", "ONCOTREE:COADREAD", "DOID:1909", "DOID:8923"
LUNG, NSCLC, LUAD, NON_SQUAMOUS = "DOID:1324", "DOID:3908", "DOID:3910", "DOID:0080521"
BREAST, BRCA, HER2_BREAST, TNBC = "DOID:1612", "ONCOTREE:BRCA", "DOID:0060079", "DOID:0060081"
AML, CML, CLL, ALL, NHL = "DOID:9119", "DOID:8552", "DOID:1040", "DOID:9952", "ONCOTREE:NHL"
VHL, LYNCH, LI_FRAUMENI, SOLID, CANCER = "DOID:14175", "DOID:3883", "DOID:3012", "ANY:SOLID", "DOID:162"


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
