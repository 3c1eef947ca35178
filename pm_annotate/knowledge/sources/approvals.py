"""Drug approvals by biomarker from labels of FDA, EMA, Health Canada, HSE and HPRA, as statements of level A.

The facts are those of the labels, as collected by the Molecular Oncology Almanac (database licence ODbL 1.0): a layer of
its own, attributed, that can be removed. The rows state sensitivity in the labelled indication and nothing else. Rows that
contradict their label are corrected, visibly (``approval_corrections``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pm_annotate.knowledge.profiles import parse_named_profile, print_profile
from pm_annotate.knowledge.sources.approval_corrections import corrected

AGENCIES: Mapping[str, str] = {
    "fda": "FDA",
    "ema": "EMA",
    "hc": "HC",  # Health Canada
    "hse": "HSE",
    "hpra": "HPRA",
}

EXTRA_COLUMNS = ("label_id", "label_date", "drug_brand", "document_id", "approval_date", "correction")

DRUGS_AT_FDA = "https://www.accessdata.fda.gov/scripts/cder/daf/index.cfm?event=overview.process&ApplNo="

ANY_SOLID_TUMOR = "Any solid tumor"

CONDITIONS: Mapping[str, str] = {
    "Acute Lymphoid Leukemia": "DOID:9952",
    "Astrocytoma": "ONCOTREE:ASTR",
    "Central Nervous System Hemangioblastoma": "ONCOTREE:HMBL",
    "Chronic Lymphocytic Leukemia": "ONCOTREE:CLLSLL",
    "Cutaneous T-cell Lymphoma": "DOID:0060061",
    "Diffuse Large B-Cell Lymphoma": "ONCOTREE:DLBCLNOS",
    "Diffuse Midline Glioma": "ONCOTREE:DMG",
    "Lung Non-Squamous Non-Small Cell Carcinoma": "ONCOTREE:LUAD;ONCOTREE:LCLC;ONCOTREE:NSCLCPD",
    "Myeloid/Lymphoid Neoplasms": "ONCOTREE:MLNER",
    "Myeloproliferative Neoplasm": "ONCOTREE:MPN",
    "Non-Langerhans Cell Histiocytosis/Erdheim-Chester Disease": "ONCOTREE:ECD",
    "Oligodendroglioma": "ONCOTREE:ODG",
    "Subependymal Giant Cell Astrocytoma": "DOID:5077",
}
"""Names of labelled indications that OncoTree spells otherwise, or that only the Disease Ontology has."""


def import_approvals(
    rows: Iterable[Mapping[str, str]], biomarker_id_of: Callable[[str], str], oncotree_codes: Mapping[str, str]
) -> tuple[dict[str, str], ...]:
    """Approvals as ``approval:<agency>:<n>``, sorted. ``oncotree_codes``: OncoTree names in lower case to codes.

    Raises ValueError for a predicate or direction other than the one that this source has.
    """
    every = sorted(map(corrected, rows), key=lambda row: (list(AGENCIES).index(row["agency"]), int(row["statement_id"])))
    return tuple(_statement(row, biomarker_id_of, oncotree_codes) for row in every)


def _statement(
    row: Mapping[str, str], biomarker_id_of: Callable[[str], str], oncotree_codes: Mapping[str, str]
) -> dict[str, str]:
    if (row["predicate"], row["direction"]) != ("predictSensitivityTo", "supports"):
        raise ValueError(f"approval {row['statement_id']}: {row['predicate']} {row['direction']} is not known")
    therapies = row["therapies"].split(" + ")
    url = label_url(row)
    return {
        "statement_id": f"approval:{row['agency']}:{row['statement_id']}",
        "profile": print_profile(parse_named_profile(row["biomarkers"], biomarker_id_of)),
        "profile_text": row["biomarkers"],
        "statement_type": "TherapeuticResponse",
        "predicate": "predictsSensitivityTo",
        "direction": "supports",
        "strength": "Level A",
        "kb_native_level": "approved",
        "significance": "Sensitivity/Response",
        "therapies": ";".join(therapies),
        "therapy_combination": "AND" if len(therapies) > 1 else "",
        "condition": row["disease"],
        "condition_ids": condition_id(row["disease"], oncotree_codes),
        "citations": url,
        "source_url": url,
        "variant_origin": ";".join(variant_origins(row["biomarker_types"])),
        "regulatory_approval": AGENCIES[row["agency"]],
        "label_id": row["label_id"],
        "label_date": row["label_date"],
        "drug_brand": row["drug_brand"],
        "document_id": row["document_id"],
        "approval_date": row["initial_approval_date"],
        "correction": row["correction"],
    }


def label_url(row: Mapping[str, str]) -> str:
    """The label's address; where the source has none for an FDA label, its application's page at Drugs@FDA."""
    if row["initial_approval_url"] or row["agency"] != "fda" or not row["label_id"].isdigit():
        return row["initial_approval_url"]
    return f"{DRUGS_AT_FDA}{int(row['label_id']):06d}"


def condition_id(disease: str, oncotree_codes: Mapping[str, str]) -> str:
    """``ONCOTREE:<code>`` for an OncoTree name, ``ANY:SOLID`` for any solid tumour, empty where neither."""
    if disease == ANY_SOLID_TUMOR:
        return "ANY:SOLID"
    code = oncotree_codes.get(disease.lower(), "")
    return f"ONCOTREE:{code}" if code else CONDITIONS.get(disease, "")


def variant_origins(biomarker_types: str) -> tuple[str, ...]:
    """Whether the label speaks of germline or somatic variants: ``Germline``, ``Somatic``, both or neither."""
    types = biomarker_types.split("|")
    return tuple(origin for origin in ("Germline", "Somatic") if f"{origin} Variant" in types)


def oncotree_names(tree: Mapping[str, object]) -> dict[str, str]:
    """Every name of the OncoTree JSON in lower case, with its code."""
    names: dict[str, str] = {}
    for node in tree.values():
        if isinstance(node, dict):
            names[str(node["name"]).lower()] = str(node["code"])
            names.update(oncotree_names(node["children"]))
    return names
