"""From named alleles to function, activity score and phenotype (CPIC; ClinPGx for CYP3A4; pypgx for CYP2D6 and G6PD)."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pm_annotate.pharmacogenomics.definitions import table_rows

INDETERMINATE = "Indeterminate"
NOT_ASSIGNED = "Uncertain function"
LAYERS = ("cpic", "clinpgx", "pypgx")

_ONE_COPY = "-"
_COPIES = re.compile(r"(.+?)x(?:≥|>=)?(\d+)\+?$")
_NONE = ("", "n/a")


class AlleleFunction(NamedTuple):
    """Function of a named allele; ``activity`` is "" where the gene has no activity values or none is assigned."""

    function: str
    activity: str


class Phenotype(NamedTuple):
    """Phenotype of a diplotype; ``activity_score`` is "" where the gene has none or it cannot be told."""

    phenotype: str
    activity_score: str = ""


class PhenotypeTable(NamedTuple):
    """Functions of alleles, and phenotypes of pairs of functions (or of activity values)."""

    functions: Mapping[tuple[str, str], AlleleFunction]  # by gene and allele
    phenotypes: Mapping[tuple[str, str, str], Phenotype]  # by gene and the two functions, in order

    def function(self, gene: str, name: str) -> AlleleFunction:
        """Function of an allele, of several copies (``*1x2``), of a tandem (``*36+*10``) or of a combination (``[*2 + *17]``).

        An allele that has no assigned function is of uncertain function. In a combination a no-function allele decides: no
        other change on that gene copy can restore it.
        """
        known = self.functions.get((gene, name))
        if known:
            return known
        if name.startswith("["):
            return self._combined(gene, name.strip("[]").split(" + "))
        if gene == "CYP2D6" and (copies := _COPIES.fullmatch(name)):
            return _summed([self.function(gene, copies[1])] * int(copies[2]))
        if gene == "CYP2D6" and "+" in name:
            return _summed([self.function(gene, part) for part in name.split("+")])
        return AlleleFunction(NOT_ASSIGNED, "")

    def _combined(self, gene: str, names: Sequence[str]) -> AlleleFunction:
        parts = [self.function(gene, name) for name in names]
        return next((part for part in parts if part.function.lower() == "no function"), AlleleFunction(NOT_ASSIGNED, ""))

    def phenotype(self, gene: str, names: Sequence[str]) -> Phenotype:
        """Phenotype of one or two named alleles."""
        functions = [self.function(gene, name) for name in names]
        if gene == "CYP2D6":
            return cyp2d6_phenotype(functions)
        keys = sorted(self._key(gene, function) for function in functions)
        found = self.phenotypes.get((gene, keys[0], keys[1] if len(keys) > 1 else _ONE_COPY))
        return found or Phenotype("G6PD Indeterminate" if gene == "G6PD" else INDETERMINATE)

    def phenotypes_of(self, gene: str) -> frozenset[str]:
        """The phenotypes that a gene may have."""
        return frozenset(found.phenotype for (of_gene, _, _), found in self.phenotypes.items() if of_gene == gene)

    def phenotype_of_score(self, gene: str, score: str) -> Phenotype | None:
        """What an activity score ("1.5") alone says; None where the gene has no such score."""
        if gene == "CYP2D6":
            return cyp2d6_phenotype((AlleleFunction("", score), AlleleFunction("", "0.0"))) if score else None
        found = {
            known for (of_gene, _, _), known in self.phenotypes.items() if of_gene == gene and known.activity_score == score
        }
        return found.pop() if score and len(found) == 1 else None

    def _key(self, gene: str, function: AlleleFunction) -> str:
        if function.activity:
            return function.activity
        return "n/a" if gene == "CYP2C9" else function.function


def cyp2d6_phenotype(functions: Sequence[AlleleFunction]) -> Phenotype:
    """CPIC's consensus of 2019 (https://doi.org/10.1111/cts.12692): 0 is poor, below 1.25 intermediate, to 2.25 normal."""
    if len(functions) != 2 or any(function.activity in _NONE for function in functions):
        return Phenotype(INDETERMINATE)
    score = sum(float(function.activity) for function in functions)
    names = ((0.25, "Poor"), (1.25, "Intermediate"), (2.5, "Normal"), (float("inf"), "Ultrarapid"))
    name = next(name for below, name in names if score < below)
    return Phenotype(f"{name} Metabolizer", str(score))


def _summed(functions: Sequence[AlleleFunction]) -> AlleleFunction:
    if any(function.activity in _NONE for function in functions):
        return AlleleFunction(NOT_ASSIGNED, "")
    total = sum(float(function.activity) for function in functions)
    word = "No function" if total == 0 else "Decreased function" if total < 1 else "Normal function"
    return AlleleFunction(word if total <= 1 else "Increased function", str(total))


def load_phenotypes(folder: Path) -> PhenotypeTable:
    """Read the functions and phenotypes of every layer that is there (each licence is a layer of its own)."""
    functions: dict[tuple[str, str], AlleleFunction] = {}
    phenotypes: dict[tuple[str, str, str], Phenotype] = {}
    for layer in LAYERS:
        if not (folder / f"functions.{layer}.tsv").is_file():
            continue
        for row in table_rows(folder / f"functions.{layer}.tsv"):
            functions[row["gene"], row["allele"]] = AlleleFunction(row["function"], row["activity_value"])
        for row in table_rows(folder / f"phenotypes.{layer}.tsv"):
            score = "" if row["activity_score"] in _NONE else row["activity_score"]
            phenotypes[row["gene"], row["function_1"], row["function_2"]] = Phenotype(row["phenotype"], score)
    return PhenotypeTable(functions, phenotypes)
