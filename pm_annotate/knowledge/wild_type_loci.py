"""What has to be unchanged for a gene to be called wild type: ``resources/knowledge/wild_type_loci.tsv``.

"KRAS wild type" of a label means the codons that the label, or the guideline that it goes by, has tested, and not that no
base of the gene differs. A gene without a row has no rule: a file never shows it to be wild type, only the user may say so.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.knowledge.table_file import read_table, split_list


class WildTypeRule(NamedTuple):
    """One gene: the residues or exons that are tested, or all coding exons; or why no file of small variants can tell."""

    gene: str
    residues: tuple[int, ...]
    exons: tuple[int, ...]
    whole_gene: bool
    unseen: str
    basis: str  # guideline or label


def load_wild_type_rules(path: Path) -> Mapping[str, WildTypeRule]:
    """The rules by gene; none where the file is not there. Raises KnowledgeError where it cannot be read."""
    if not path.is_file():
        return {}
    return {
        row["gene"]: WildTypeRule(
            gene=row["gene"],
            residues=tuple(int(residue) for residue in split_list(row["residues"])),
            exons=tuple(int(exon) for exon in split_list(row["exons"])),
            whole_gene=row["whole_gene"] == "yes",
            unseen=row["unseen"],
            basis=row["basis"],
        )
        for row in read_table(path).rows()
    }
