"""Predisposition genes of CPSR (MIT): how each is inherited, and whether its loss or its gain of function raises the risk.

Where CPSR names no mechanism, ClinVar's own counts tell, and ``mechanism_basis`` says so: at least ten truncating
pathogenic alleles, and twice as many as other pathogenic ones (POT1: 53 and 5). What is still open stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

COLUMNS = ("gene", "inheritance", "mechanism", "mechanism_basis", "secondary_finding")

LOSS_OF_FUNCTION = "loss_of_function"
GAIN_OF_FUNCTION = "gain_of_function"
_MECHANISMS = {"LoF": LOSS_OF_FUNCTION, "GoF": GAIN_OF_FUNCTION}
_MODES = {"AD": "AD", "AR": "AR", "XL": "XL", "XD": "XD", "XLR": "XLR", "AD&mosaic": "AD"}
ENOUGH_TRUNCATING = 10

Row = Mapping[str, str]


def import_predisposition_genes(genes: Iterable[Row], secondary: Iterable[Row]) -> tuple[dict[str, str], ...]:
    """One row per gene of CPSR's table, sorted by symbol. ``secondary``: our list of the ACMG's secondary findings.

    ``inheritance`` and ``mechanism`` are joined by ``;``; ``secondary_finding`` is the list's version that has the gene.
    Raises ValueError for a mode of inheritance or a mechanism that is not known here: a new word is never passed by.
    """
    version = {row["gene"]: row["list"] for row in secondary}
    rows = []
    for row in sorted(genes, key=lambda one: one["SYMBOL"]):
        mechanism, basis = _mechanism(row)
        rows.append(
            {
                "gene": row["SYMBOL"],
                "inheritance": ";".join(_words(row["CPG_MOI"], _MODES)),
                "mechanism": ";".join(mechanism),
                "mechanism_basis": basis,
                "secondary_finding": f"ACMG SF {version[row['SYMBOL']]}" if row["SYMBOL"] in version else "",
            }
        )
    return tuple(rows)


def _words(cell: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """``AD/AR`` in our words, each once; () for NA."""
    if cell in ("", "NA"):
        return ()
    unknown = [word for word in cell.split("/") if word not in known]
    if unknown:
        raise ValueError(f"predisposition genes: {unknown[0]!r} of {cell!r} is not known")
    return tuple(dict.fromkeys(known[word] for word in cell.split("/")))


def _mechanism(row: Row) -> tuple[tuple[str, ...], str]:
    stated = _words(row["CPG_MOD"], _MECHANISMS)
    if stated:
        return stated, "CPSR"
    truncating, other = _count(row["N_TRUNC_PATH"]), _count(row["N_NONTRUNC_PATH"])
    if truncating >= ENOUGH_TRUNCATING and truncating >= 2 * other:
        return (LOSS_OF_FUNCTION,), f"ClinVar: {truncating} truncating, {other} other pathogenic alleles"
    return (), ""


def _count(cell: str) -> int:
    return int(cell) if cell.isdigit() else 0
