"""What a phenotype means for a drug: our own sentences (``guidance.tsv``), each under a guideline or label that says so."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.model import PgxCall, PgxGuidance
from pm_annotate.pharmacogenomics.definitions import table_rows

ACTIONS = ("avoid", "reduce", "increase", "alternative", "monitor", "standard")


class GuidanceTable(NamedTuple):
    """Guidance by gene and phenotype; the activity score decides too where the guideline's advice depends on it."""

    rows: Mapping[tuple[str, str], tuple[tuple[str, PgxGuidance], ...]]

    def of(self, gene: str, phenotype: str, activity_score: str) -> tuple[PgxGuidance, ...]:
        """Guidance for a phenotype, in the table's order. "Likely" and "possible" phenotypes are treated as the plain ones.

        Where the advice depends on a score that is not known, that of every score is given and says which it is for.
        """
        plain = phenotype.lower().removeprefix("likely ").removeprefix("possible ")
        found = self.rows.get((gene, plain), ())
        if any(score == activity_score for score, _ in found):
            return tuple(guidance for score, guidance in found if not score or score == activity_score)
        several = len({score for score, _ in found if score}) > 1
        return tuple(_at_score(score, guidance) if several and score else guidance for score, guidance in found)

    def of_all(self, gene: str, phenotypes: Sequence[tuple[str, str]], undecided: str) -> tuple[PgxGuidance, ...]:
        """Guidance where the data leave several phenotypes (each with its activity score) open: for each drug what all of them
        ask for, in the same words; else what the ``undecided`` phenotype asks for.
        """
        each = [{guidance.drug: guidance for guidance in self.of(gene, *phenotype)} for phenotype in phenotypes]
        agreed = {
            drug: guidance
            for drug, guidance in (each[0] if each else {}).items()
            if all(drug in other and _same_advice(other[drug], guidance) for other in each)
        }
        return (*agreed.values(), *(guidance for guidance in self.of(gene, undecided, "") if guidance.drug not in agreed))


def _same_advice(one: PgxGuidance, other: PgxGuidance) -> bool:
    return (one.action, one.sentence, one.strength) == (other.action, other.sentence, other.strength)


def _at_score(score: str, guidance: PgxGuidance) -> PgxGuidance:
    return guidance._replace(sentence=f"If the activity score is {score}: {guidance.sentence}")


THIOPURINE_GENES = ("TPMT", "NUDT15")


def with_joint_guidance(calls: Iterable[PgxCall], table: GuidanceTable) -> tuple[PgxCall, ...]:
    """Thiopurines by TPMT and NUDT15 together (CPIC, update of 2025): both intermediate start lower than either alone, and
    where one is poor and the other intermediate, that of the poor holds for both: 30-80 % beside a tenth would mislead.
    """
    found = tuple(calls)
    by_word = {word: [call for call in found if _is_thiopurine_call(call, word)] for word in ("intermediate", "poor")}
    intermediate = by_word["intermediate"]
    if len(intermediate) + len(by_word["poor"]) < len(THIOPURINE_GENES) or not intermediate:
        return found
    joint = table.of("+".join(THIOPURINE_GENES), "Poor Metabolizer" if by_word["poor"] else "Intermediate Metabolizer", "")
    return tuple(call._replace(guidance=joint) if call in intermediate else call for call in found)


def _is_thiopurine_call(call: PgxCall, word: str) -> bool:
    return call.gene in THIOPURINE_GENES and call.phenotype.lower().endswith(f"{word} metabolizer")


def load_guidance(folder: Path) -> GuidanceTable:
    """Read the table with the sources and URLs of its guidelines, where that layer is there."""
    index = folder / "guidelines.clinpgx.tsv"
    guidelines = {row["guideline_id"]: row for row in table_rows(index)} if index.is_file() else {}
    rows: dict[tuple[str, str], list[tuple[str, PgxGuidance]]] = {}
    for row in table_rows(folder / "guidance.tsv"):
        guideline = guidelines.get(row["guideline_id"], {"source": "", "url": ""})
        guidance = PgxGuidance(
            drug=row["drug"],
            action=row["action"],
            sentence=row["sentence"],
            strength=row["strength"],
            source=guideline["source"].removesuffix(" Annotation"),
            guideline_id=row["guideline_id"],
            url=guideline["url"],
        )
        rows.setdefault((row["gene"], row["phenotype"].lower()), []).append((row["activity_score"], guidance))
    return GuidanceTable({key: tuple(found) for key, found in rows.items()})
