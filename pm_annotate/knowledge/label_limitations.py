"""What a broad statement or label does not mean although its words include it.

- A statement on a tumour-agnostic or wider disease, or one from early studies in the tumour itself, reads as if the therapy
  were an option there. Where the label takes the patient's tumour type out, or names the only one that it is for when the
  gene has a small variant (RET: medullary thyroid cancer, while RET fusions are for any solid tumour), the statement must
  not give that patient a Tier I.
- A statement on any (activating) variant of a gene reads as if it held for every such variant. Where a class of variants is
  known not to respond (EGFR exon 20 insertions and the EGFR inhibitors made for exon 19 deletions and L858R), it gives them
  no tier. Where the label's companion diagnostic looks for named changes, other changes are no Tier I by the label; where
  the list is longer than what is packaged, the finding says that it has to be looked up. Statements on that very class or
  change stand for themselves.
- A label may name a variant only to say which treatment comes first (atezolizumab after ALK inhibitors): that is no reason
  to give the drug.
- An approval that the agency has withdrawn since (mobocertinib) is none.
- A drug may have one target only, and be given for another reason (BTK inhibitors for TP53, aromatase inhibitors for the
  oestrogen receptor). A change of the target that it does not reach is said beside it, whatever it is given for.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.knowledge.class_effects import base_name
from pm_annotate.knowledge.table_file import read_table, split_list
from pm_annotate.model import Statement

ANY_THERAPY = "any"
NOT_THE_LABEL, CHECK = "not the label", "check"
"""What a broad statement on a gene says of changes beyond ``only_for_changes``: no Tier I, or look up the label's own list."""


class LabelLimitation(NamedTuple):
    """One exclusion: drugs for variants of a gene are not for a tumour type, only for one, or not for a class of variants.

    For a tumour type, for named changes and for an order of treatments the therapies are one combination; for a class of
    variants each is meant, alone or combined.
    """

    therapies: frozenset[str]  # lower case; {"any"} for every therapy
    gene: str
    not_for: str  # the tumour type in words
    not_for_ids: tuple[str, ...]  # its nodes: "DOID:9256"
    basis: str  # label and section, or publication
    not_for_change: str = ""  # the class of variants, by the name of its biomarker: "EGFR Exon 20 Insertion"
    but_for_changes: tuple[str, ...] = ()  # members of the class that respond: "EGFR A763_Y764insFQEA"
    only_for: str = ""  # the one tumour type of the label, in words
    only_for_ids: tuple[str, ...] = ()
    only_for_changes: tuple[str, ...] = ()  # changes or biomarkers that the label means: "PIK3CA E542K"
    other_changes: str = ""  # NOT_THE_LABEL or CHECK, for changes beyond these
    doubtful_for: str = ""  # a tumour type that the words include and the trials did not
    doubtful_for_ids: tuple[str, ...] = ()
    needs_before: str = ""  # what the label wants given first: the variant is no reason to give these drugs
    withdrawn_by: str = ""  # the agency that withdrew its approval, of ``only_for`` where it has one: "FDA"
    whatever_for: bool = False  # the change resists these drugs whatever they are given for: their one target is this gene

    def offered(self, statement: Statement) -> bool:
        """Whether the statement predicts sensitivity to this very combination."""
        offered = frozenset(map(base_name, statement.therapies))
        return statement.predicate == "predictsSensitivityTo" and (offered == self.therapies or self.any_therapy)

    def withdrawn_from(self, statement: Statement) -> bool:
        """Whether the approval of this combination was withdrawn, for the statement's disease where a row names one."""
        here = not self.only_for_ids or not set(self.only_for_ids).isdisjoint(statement.condition_ids)
        return bool(self.withdrawn_by) and here and self.offered(statement)

    @property
    def any_therapy(self) -> bool:
        return ANY_THERAPY in self.therapies

    @property
    def about_tumour(self) -> bool:
        """Whether it says for which tumours the combination is, when a small variant of the gene is the reason."""
        return bool(self.not_for or self.only_for or self.doubtful_for) and not self.withdrawn_by

    def concerns_change(self, therapies: Iterable[str], gene: str, met: Collection[str]) -> str:
        """The therapy that the sample's change of this gene does not respond to; "" where this says nothing of it.

        ``met``: the names of the biomarkers that the change meets.
        """
        if not self.not_for_change or gene != self.gene or self.not_for_change not in met:
            return ""
        if any(name in met for name in self.but_for_changes):
            return ""
        return next((therapy for therapy in therapies if self.any_therapy or base_name(therapy) in self.therapies), "")

    def beyond_named_changes(self, statement: Statement, gene: str, names: Collection[str]) -> bool:
        """Whether the change of this gene, with these names, is none of those that the label means.

        A list to be looked up (CHECK) is one of the drug, alone or combined.
        """
        if not self.only_for_changes or gene != self.gene or any(name in names for name in self.only_for_changes):
            return False
        therapies = frozenset(map(base_name, statement.therapies))
        combined = self.other_changes == CHECK and self.therapies <= therapies
        return self.offered(statement) or (combined and statement.predicate == "predictsSensitivityTo")


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
            only_for_changes=split_list(row["only_for_changes"]),
            other_changes=row["other_changes"],
            doubtful_for=row["doubtful_for"],
            doubtful_for_ids=split_list(row["doubtful_for_ids"]),
            needs_before=row["needs_before"],
            withdrawn_by=row.get("withdrawn_by", ""),  # pinned tables may be older
            whatever_for=row.get("whatever_for", "") == "yes",
        )
        for row in rows
    )
