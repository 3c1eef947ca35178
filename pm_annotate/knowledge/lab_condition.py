"""What a lab row's condition means to the disease trees, checked before the row is used.

An ``ONCOTREE:`` code that does not exist is a mistake. A ``DOID:`` outside the trees may be right (no neoplasm, or newer
than the trees), and words that nothing knows may be a name of the lab's own: both are used, with a warning.
"""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.tumor_types import TumorTypes


def check_condition(
    condition: str, condition_ids: Sequence[str], tumor_types: TumorTypes
) -> tuple[list[tuple[str, str]], list[str]]:
    """Bad identifiers as (value, what is wrong), and warnings about words and identifiers that no tree knows."""
    bad: list[tuple[str, str]] = []
    doubts: list[str] = []
    for identifier in condition_ids:
        if identifier.startswith("ONCOTREE:") and not is_known(identifier, tumor_types):
            bad.append((identifier, f"OncoTree has no such code{_did_you_mean(condition, tumor_types)}"))
        elif identifier.startswith("DOID:") and not is_known(identifier, tumor_types):
            doubts.append(
                f"column condition_ids: {identifier!r} is not among the neoplasms of the Disease Ontology: "
                "the statement is about another disease than any tumour type"
            )
    if condition and not condition_ids and not tumor_types.nodes_of(condition):
        doubts.append(
            f"column condition: no disease tree knows {condition!r}{_did_you_mean(condition, tumor_types)}; "
            "tumor_type_match will be unknown. Name the disease otherwise or give condition_ids"
        )
    return bad, doubts


def is_known(identifier: str, tumor_types: TumorTypes) -> bool:
    """Whether a disease tree has the identifier."""
    try:
        tumor_types.resolve(identifier)
    except UsageError:
        return False
    return True


def _did_you_mean(condition: str, tumor_types: TumorTypes) -> str:
    """The nearest names with their first identifiers."""
    near = [f"{name} ({nodes[0]})" for name, nodes in tumor_types.search(condition, 3)]
    return f" (near: {', '.join(near)})" if near else ""
