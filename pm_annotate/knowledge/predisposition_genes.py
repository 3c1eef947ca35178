"""Genes in which an inherited allele raises the risk of disease: how they are inherited, and by what mechanism."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.knowledge.table_file import read_table, split_list

LOSS_OF_FUNCTION = "loss_of_function"
RECESSIVE = frozenset({"AR", "XLR"})
X_LINKED = frozenset({"XL", "XD", "XLR"})


class PredispositionGene(NamedTuple):
    """One gene. Empty fields are not known. Modes of inheritance: AD, AR, XL, XD, XLR."""

    gene: str
    inheritance: tuple[str, ...] = ()
    mechanism: tuple[str, ...] = ()  # loss_of_function, gain_of_function
    mechanism_basis: str = ""
    phenotype: str = ""  # of the ACMG's list
    secondary_finding: str = ""  # "ACMG SF v3.2": the first of the versions read here that has the gene
    secondary_condition: str = ""  # what the list returns, where not every pathogenic allele

    @property
    def by_loss(self) -> bool:
        """Whether losing the gene's function raises the risk."""
        return LOSS_OF_FUNCTION in self.mechanism

    @property
    def only_recessive(self) -> bool:
        """Whether only two alleles cause the disease."""
        return bool(self.inheritance) and RECESSIVE.issuperset(self.inheritance)

    @property
    def x_linked(self) -> bool:
        return bool(X_LINKED.intersection(self.inheritance))


def load_predisposition_genes(folder: Path) -> Mapping[str, PredispositionGene]:
    """Genes of both tables in ``folder``, by symbol; an absent table has none. Raises KnowledgeError for an unreadable one.

    A gene of the ACMG's list that CPSR does not have (heart, metabolism) has its inheritance from that list.
    """
    genes: dict[str, PredispositionGene] = {}
    for row in _rows(folder / "predisposition_genes.tsv"):
        genes[row["gene"]] = PredispositionGene(
            gene=row["gene"],
            inheritance=split_list(row["inheritance"]),
            mechanism=split_list(row["mechanism"]),
            mechanism_basis=row["mechanism_basis"],
        )
    for row in _rows(folder / "acmg_secondary_findings.tsv"):
        known = genes.get(row["gene"])
        genes[row["gene"]] = PredispositionGene(
            gene=row["gene"],
            inheritance=(known.inheritance if known else ()) or split_list(row["inheritance"]),
            mechanism=known.mechanism if known else (),
            mechanism_basis=known.mechanism_basis if known else "",
            phenotype=row["phenotype"],
            secondary_finding=f"ACMG SF {row['list']}",
            secondary_condition=row["condition"],
        )
    return genes


def _rows(path: Path) -> list[dict[str, str]]:
    return list(read_table(path).rows()) if path.is_file() else []
