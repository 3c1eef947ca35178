"""CIViC evidence items and assertions (https://civicdb.org, CC0 1.0) as statements.

What CIViC calls evidence type and significance becomes a statement type and a predicate in the words of the GA4GH
Variant Annotation Specification (VA-Spec); where VA-Spec has no word, ours follow its form:

- Predictive: ``predictsSensitivityTo`` and its like; a significance of N/A says only that the profile bears on the
  response: ``predictsResponseTo``.
- Prognostic N/A: ``associatedWithOutcomeFor``: 34 of these 40 rows say that it is *not*.
- Predisposing N/A is always of direction N/A (51 rows): ``isPredisposingFor``, neutral. Uncertain Significance is a
  statement of its own, ``hasUncertainSignificanceFor``, neutral as it supports no claim.
- Functional: ``hasFunction:GainOfFunction`` and its like.
- Assertions that a change is (likely) benign dispute ``isOncogenicFor``; of uncertain significance, they are neutral.

``Does Not Support`` becomes direction ``disputes``: the row says that its predicate does not hold. Flagged items are
doubted by CIViC's own editors: kept out, and counted.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pm_annotate.knowledge.profiles import parse_named_profile, print_profile

STATEMENT_TYPES: Mapping[str, str] = {
    "Predictive": "TherapeuticResponse",
    "Diagnostic": "Diagnostic",
    "Prognostic": "Prognostic",
    "Predisposing": "Predisposition",
    "Oncogenic": "Oncogenicity",
    "Functional": "Functional",
}

PREDICATES: Mapping[tuple[str, str], str] = {
    ("Predictive", "Sensitivity/Response"): "predictsSensitivityTo",
    ("Predictive", "Resistance"): "predictsResistanceTo",
    ("Predictive", "Reduced Sensitivity"): "predictsReducedSensitivityTo",
    ("Predictive", "Adverse Response"): "predictsAdverseResponseTo",
    ("Predictive", "N/A"): "predictsResponseTo",
    ("Diagnostic", "Positive"): "isDiagnosticInclusionCriterionFor",
    ("Diagnostic", "Negative"): "isDiagnosticExclusionCriterionFor",
    ("Prognostic", "Better Outcome"): "associatedWithBetterOutcomeFor",
    ("Prognostic", "Poor Outcome"): "associatedWithWorseOutcomeFor",
    ("Prognostic", "N/A"): "associatedWithOutcomeFor",
    ("Predisposing", "Predisposition"): "isPredisposingFor",
    ("Predisposing", "Pathogenic"): "isPredisposingFor",
    ("Predisposing", "Likely Pathogenic"): "isPredisposingFor",
    ("Predisposing", "Protectiveness"): "isProtectiveFor",
    ("Predisposing", "Uncertain Significance"): "hasUncertainSignificanceFor",
    ("Predisposing", "N/A"): "isPredisposingFor",
    ("Oncogenic", "Oncogenicity"): "isOncogenicFor",
    ("Oncogenic", "Oncogenic"): "isOncogenicFor",
    ("Oncogenic", "Likely Oncogenic"): "isOncogenicFor",
    ("Oncogenic", "Uncertain Significance"): "isOncogenicFor",
    ("Oncogenic", "Benign"): "isOncogenicFor",
    ("Functional", "Gain of Function"): "hasFunction:GainOfFunction",
    ("Functional", "Loss of Function"): "hasFunction:LossOfFunction",
    ("Functional", "Dominant Negative"): "hasFunction:DominantNegative",
    ("Functional", "Neomorphic"): "hasFunction:Neomorphic",
    ("Functional", "Unaltered Function"): "hasFunction:Unaltered",
}

DIRECTIONS: Mapping[str, str] = {"Supports": "supports", "Does Not Support": "disputes", "N/A": "neutral"}
COMBINATIONS: Mapping[str, str] = {"": "", "Combination": "AND", "Substitutes": "OR", "Sequential": "SEQUENTIAL"}
ASSERTION_EXTRAS = (
    "amp_category",
    "acmg_codes",
    "clingen_codes",
    "nccn_guideline",
    "nccn_guideline_version",
    "fda_companion_test",
)

EVIDENCE_EXTRA_COLUMNS = ("rating", "nct_ids", "phenotypes", "last_review_date")
ASSERTION_EXTRA_COLUMNS = (*ASSERTION_EXTRAS, "fda_regulatory_approval", "evidence_ids", "phenotypes", "last_review_date")

Row = Mapping[str, str]
BiomarkerIdOf = Callable[[str, str], str]
"""From the name of a biomarker, and the id of the profile where the profile is that biomarker alone, to our id."""


class Imported(NamedTuple):
    """Statement rows in our columns, sorted, and how many rows were read and kept out as flagged."""

    rows: tuple[dict[str, str], ...]
    read: int
    flagged: int


def import_evidence(rows: Iterable[Row], biomarker_id_of: BiomarkerIdOf) -> Imported:
    """Accepted, unflagged evidence items as ``civic:EID<n>``. Raises KeyError for a word that CIViC did not use before."""
    return _import(rows, "evidence_id", lambda row: _evidence_statement(row, biomarker_id_of))


def import_assertions(rows: Iterable[Row], evidence: Iterable[Row], biomarker_id_of: BiomarkerIdOf) -> Imported:
    """Unflagged assertions as ``civic:AID<n>``; CIViC's AMP category travels as it stands.

    Assertions do not say how several therapies combine: the evidence that names the same therapies does.
    """
    interactions = {
        frozenset(split_therapies(row["therapies"], row["therapy_interaction_type"])): row["therapy_interaction_type"]
        for row in evidence
        if row["therapy_interaction_type"]
    }
    return _import(rows, "assertion_id", lambda row: _assertion_statement(row, interactions, biomarker_id_of))


def _import(rows: Iterable[Row], key: str, convert: Callable[[Row], dict[str, str]]) -> Imported:
    every = sorted(rows, key=lambda row: int(row[key]))
    kept = tuple(convert(row) for row in every if row["is_flagged"] != "true")
    return Imported(kept, read=len(every), flagged=len(every) - len(kept))


def _evidence_statement(row: Row, biomarker_id_of: BiomarkerIdOf) -> dict[str, str]:
    kind, significance = row["evidence_type"], row["significance"]
    direction = DIRECTIONS[row["evidence_direction"]]
    if (kind, significance) == ("Predisposing", "Uncertain Significance"):
        direction = "neutral"
    return {
        "statement_id": f"civic:EID{row['evidence_id']}",
        "profile": profile_expression(row, biomarker_id_of),
        "profile_text": row["molecular_profile"],
        "statement_type": STATEMENT_TYPES[kind],
        "predicate": PREDICATES[kind, significance],
        "direction": direction,
        "strength": f"Level {row['evidence_level']}",
        "kb_native_level": row["evidence_level"],
        "significance": significance,
        "therapies": ";".join(split_therapies(row["therapies"], row["therapy_interaction_type"])),
        "therapy_combination": COMBINATIONS[row["therapy_interaction_type"]],
        "condition": row["disease"],
        "condition_ids": f"DOID:{row['doid']}" if row["doid"] else "",
        "citations": _citation(row),
        "source_url": row["evidence_civic_url"],
        "variant_origin": "" if row["variant_origin"] == "N/A" else row["variant_origin"],
        "rating": row["rating"],
        "nct_ids": row["nct_ids"].replace(", ", ";").replace(",", ";"),
        "phenotypes": row["phenotypes"].replace(",", ";"),
        "last_review_date": row["last_review_date"][:10],
    }


def _assertion_statement(
    row: Row, interactions: Mapping[frozenset[str], str], biomarker_id_of: BiomarkerIdOf
) -> dict[str, str]:
    kind, significance = row["assertion_type"], row["significance"]
    level = row["amp_category"].partition(" - ")[2]
    therapies = split_therapies(row["therapies"], "")
    return {
        "statement_id": f"civic:AID{row['assertion_id']}",
        "profile": profile_expression(row, biomarker_id_of),
        "profile_text": row["molecular_profile"],
        "statement_type": STATEMENT_TYPES[kind],
        "predicate": PREDICATES[kind, significance],
        "direction": _assertion_direction(row["assertion_direction"], significance),
        "strength": level,
        "kb_native_level": row["amp_category"],
        "significance": significance,
        "therapies": ";".join(therapies),
        "therapy_combination": COMBINATIONS[interactions[frozenset(therapies)]] if len(therapies) > 1 else "",
        "condition": row["disease"],
        "condition_ids": f"DOID:{row['doid']}" if row["doid"] else "",
        "citations": "",
        "source_url": f"https://civicdb.org/links/assertions/{row['assertion_id']}",
        **{column: "" if row[column] == "N/A" else row[column] for column in ASSERTION_EXTRAS},
        "fda_regulatory_approval": row["regulatory_approval"],
        "evidence_ids": ";".join(f"civic:EID{item}" for item in row["evidence_item_ids"].split(",") if item),
        "phenotypes": row["phenotypes"].replace(",", ";"),
        "last_review_date": row["last_review_date"][:10],
    }


def _assertion_direction(direction: str, significance: str) -> str:
    if significance == "Uncertain Significance":
        return "neutral"
    return "disputes" if significance == "Benign" else DIRECTIONS[direction]


def profile_expression(row: Row, biomarker_id_of: BiomarkerIdOf) -> str:
    """The row's profile over our biomarker ids. A profile of one biomarker keeps CIViC's molecular profile id."""
    name, profile_id = expanded_name(row["molecular_profile"]), row["molecular_profile_id"]
    if not is_combined(name):
        return biomarker_id_of(name, profile_id)
    return print_profile(parse_named_profile(name, lambda part: biomarker_id_of(part, "")))


def is_combined(name: str) -> bool:
    """Whether a profile name joins or negates biomarkers."""
    return bool(re.search(r"(?:^| )(?:AND|OR|NOT) ", name))


def expanded_name(name: str) -> str:
    """``VHL P81S (c.241C>T) and L188V (c.562C>G)``, one haplotype in one name, as the two changes that it demands."""
    gene, _, rest = name.partition(" ")
    return re.sub(r" and (?=c\.|[A-Z]\d)", f" AND {gene} ", name) if rest else name


def split_therapies(cell: str, interaction: str) -> tuple[str, ...]:
    """The therapies of a cell. A comma between digits belongs to a chemical's name (``2,4-pyrimidinediamine``)."""
    names = [name.strip() for name in re.split(r"(?<!\d),|,(?!\d)", cell)]
    if len(names) > 1 and not interaction and any(not name for name in names):
        raise ValueError(f"therapies {cell!r} cannot be told apart")
    return tuple(name for name in names if name)


def _citation(row: Row) -> str:
    if row["source_type"] == "PubMed":
        return f"PMID:{row['citation_id']}"
    return f"{row['source_type']}:{row['asco_abstract_id'] or row['citation_id']}"
