"""Calls from elsewhere (``--pgx-calls``): a gene with its diplotype, phenotype or activity score, one per line.

For what small variants cannot show (CYP2D6 copy number and hybrids, HLA). The columns are those of PharmCAT's outside calls
(https://pharmcat.org/using/Outside-Call-Format): gene, diplotype, phenotype, activity score, tab-separated; a header line and
lines that begin with ``#`` are let pass.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pm_annotate.errors import InputError

_COLUMNS = ("gene", "diplotype", "phenotype", "activity_score")
_OF_CALLERS = {
    "Aldy": {"solutionid", "major", "minor"},
    "Cyrius": {"sample", "genotype", "filter"},
    "PyPGx": {"genotype", "phenotype", "haplotype1"},
    "Stargazer": {"hap1_main", "hap2_main"},
}
"""Columns by which the result of a caller is told. Its rows are samples or variants, and most name no gene."""
GENES = frozenset(
    {
        "ABCG2", "BCHE", "CACNA1S", "CFTR", "CYB5R3", "CYP1A2", "CYP2A6", "CYP2B6", "CYP2C19", "CYP2C8", "CYP2C9", "CYP2D6",
        "CYP3A4", "CYP3A5", "CYP4F2", "DPYD", "F5", "G6PD", "IFNL3", "IFNL3/4", "MT-RNR1", "NAT2", "NUDT15", "RYR1",
         "SLCO1B1", "TPMT", "UGT1A1", "UGT2B17", "VKORC1",
    }
)  # fmt: skip
"""Genes of which guidelines or labels speak (and every HLA gene): a file that names none of them is another file."""

_ALIASES = {"RNR1": "MT-RNR1", "MTRNR1": "MT-RNR1"}
_SAME_COLUMN = {"genotype": "diplotype", "activityscore": "activity_score", "score": "activity_score"}

_WANTED = "Give gene, diplotype, phenotype and activity score, tab-separated, one gene per line: CYP2D6 and *1/*4, say."


class OutsideCall(NamedTuple):
    """One line: at least one of ``diplotype``, ``phenotype`` and ``activity_score`` is given."""

    gene: str
    diplotype: str = ""
    phenotype: str = ""
    activity_score: str = ""


def read_outside_calls(path: Path) -> tuple[OutsideCall, ...]:
    """Read a file of outside calls. Raises InputError, with the line, where it is not one."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()  # a spreadsheet begins its texts with a mark
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not text'}.") from error
    calls = tuple(_calls(path, lines))
    if calls and not any(call.gene in GENES or call.gene.startswith("HLA-") for call in calls):
        named = ", ".join(call.gene for call in calls[:3])
        raise InputError(f"{path}: none of its genes ({named}) is a pharmacogene that a guideline speaks of. {_WANTED}")
    return calls


def _calls(path: Path, lines: list[str]) -> Iterator[OutsideCall]:
    order: tuple[str, ...] = _COLUMNS
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        _refuse_results_of_callers(path, number, line)
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if cells[0].lower() == "gene":
            written = [cell.lower().replace(" ", "_") for cell in cells]
            order = tuple(_SAME_COLUMN.get(name, name) for name in written)
            continue
        if cells[0].lower().replace("_", " ").split(" ")[0] in ("sample", "id"):
            raise InputError(
                f"{path}, line {number}: the first column is '{cells[0]}', not the gene: give gene, diplotype, phenotype and "
                "activity score, tab-separated, one gene per line."
            )
        values = dict(zip(order, cells, strict=False))
        gene = values.get("gene", "").upper()
        gene = _ALIASES.get(gene, gene)
        if not gene or not any(values.get(column) for column in _COLUMNS[1:]):
            raise InputError(
                f"{path}, line {number}: a gene and its diplotype, phenotype or activity score are needed, tab-separated: "
                f"'{line[:60]}'."
            )
        if gene in seen:
            raise InputError(f"{path}, line {number}: {gene} was already called on line {seen[gene]}. Keep one.")
        seen[gene] = number
        diplotype = values.get("diplotype", "").replace(gene, "").strip()
        yield OutsideCall(gene, diplotype, values.get("phenotype", ""), values.get("activity_score", ""))


def _refuse_results_of_callers(path: Path, number: int, line: str) -> None:
    """Raises InputError at the header of a caller's own result: its sample would be read as a gene, and its call be lost."""
    cells = {cell.strip().lower() for cell in line.lstrip("#").split("\t")}
    for caller, columns in _OF_CALLERS.items():
        if columns <= cells:
            raise InputError(f"{path}, line {number}: this is a result of {caller} as it wrote it. {_WANTED}")
