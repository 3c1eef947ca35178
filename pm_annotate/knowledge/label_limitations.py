"""What a broad statement or label does not mean although its words include it.

- A statement on a tumour-agnostic or wider disease, or one from early studies in the tumour itself, reads as if the therapy
  were an option there. Where the label takes the patient's tumour type out, or names the only one that it is for when the
  gene has a small variant (RET: medullary thyroid cancer, while RET fusions are for any solid tumour), the statement must
  not give that patient a Tier I.
- A statement on any (activating) variant of a gene reads as if it held for every such variant. Where a class of variants is
  known not to respond (EGFR exon 20 insertions and the EGFR inhibitors made for exon 19 deletions and L858R), it gives them
  no tier. Statements on that very class or change stand for themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pm_annotate.knowledge.table_file import read_table, split_list
from pm_annotate.model import Statement


@dataclass(frozen=True, slots=True)
class LabelLimitation:
    """One exclusion: drugs for variants of a gene are not for a tumour type, only for one, or not for a class of variants.

    For a tumour type the therapies are one combination; for a class of variants each is meant, alone or combined.
    """

    therapies: frozenset[str]  # lower case
    gene: str
    not_for: str  # the tumour type in words
    not_for_ids: tuple[str, ...]  # its nodes: "DOID:9256"
    basis: str  # label and section, or publication
    not_for_change: str = ""  # the class of variants, by the name of its biomarker: "EGFR Exon 20 Insertion"
    but_for_changes: tuple[str, ...] = ()  # members of the class that respond: "EGFR A763_Y764insFQEA"
    only_for: str = ""  # the one tumour type of the label, in words
    only_for_ids: tuple[str, ...] = ()

    def concerns(self, statement: Statement, by_small_variants: Collection[str]) -> bool:
        """Whether the statement offers this very combination for a small variant of this gene.

        ``by_small_variants``: the genes whose small variants alone meet the statement's profile, and no fusion of theirs.
        """
        offered = frozenset(therapy.lower() for therapy in statement.therapies)
        return (
            bool(self.not_for or self.only_for)
            and statement.predicate == "predictsSensitivityTo"
            and offered == self.therapies
            and self.gene in by_small_variants
        )

    def concerns_change(self, therapies: Iterable[str], gene: str, met: Collection[str]) -> str:
        """The therapy that the sample's change of this gene does not respond to; "" where this says nothing of it.

        ``met``: the names of the biomarkers that the change meets.
        """
        if not self.not_for_change or gene != self.gene or self.not_for_change not in met:
            return ""
        if any(name in met for name in self.but_for_changes):
            return ""
        return next((therapy for therapy in therapies if therapy.lower() in self.therapies), "")


def load_label_limitations(path: Path) -> tuple[LabelLimitation, ...]:
    """The packaged exclusions; none where the file is not there."""
    rows: Sequence[dict[str, str]] = list(read_table(path).rows()) if path.is_file() else ()
    return tuple(
        LabelLimitation(
            therapies=frozenset(row["therapies"].lower().split(";")),
            gene=row["gene"],
            not_for=row["not_for"],
            not_for_ids=split_list(row["not_for_ids"]),
            basis=row["basis"],
            not_for_change=row["not_for_change"],
            but_for_changes=split_list(row["but_for_changes"]),
            only_for=row["only_for"],
            only_for_ids=split_list(row["only_for_ids"]),
        )
        for row in rows
    )
