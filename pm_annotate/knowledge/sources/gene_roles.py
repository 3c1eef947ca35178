"""Whether a gene acts in cancer by its activity (oncogene) or by its loss (tumour suppressor).

The first that is decisive:

1. Genes of homologous recombination repair act by loss: the labels of PARP inhibitors list them so.
2. CPSR's curated flags, where they name one role and the gene's inherited mechanism does not contradict it.
3. Both roles, where CPSR flags both, at least five IntOGen cohorts read as activating (``Act``) and five as loss
   (``LoF``), and CancerMine's citations, at least fifty for each, do not differ by a factor of two (NOTCH1).
4. CancerMine (text-mined citations), for a gene that CPSR does not flag twice: at least twenty, four times as many for an
   oncogene or twice as many for a suppressor. Papers call mutant suppressors "oncogene" far more often than the reverse:
   TP53 has hundreds of such citations.
5. IntOGen: at least two cohorts one way and at least 1.5 times as many as the other way.
6. CancerMine again from five citations on, and at last a mere majority for a suppressor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

COLUMNS = ("gene", "roles", "role_basis")

HOMOLOGOUS_RECOMBINATION = (
    "ATM", "ATR", "BARD1", "BRCA1", "BRCA2", "BRIP1", "CDK12", "CHEK1", "CHEK2", "FANCA", "FANCL", "MLH1", "MRE11", "NBN",
    "PALB2", "RAD51B", "RAD51C", "RAD51D", "RAD54L",
)  # fmt: skip
"""Genes of the olaparib and talazoparib labels (prostate cancer)."""

ONCOGENE = "oncogene"
SUPPRESSOR = "tumor_suppressor"

Row = Mapping[str, str]


def import_gene_roles(
    intogen: Iterable[Row], cancermine: Iterable[Row], predisposition: Iterable[Row]
) -> tuple[dict[str, str], ...]:
    """One row per gene with a role: ``roles`` (joined by ``;``) and ``role_basis`` (which counts said so), sorted."""
    cohorts: dict[str, Counter[str]] = {}
    for row in intogen:
        cohorts.setdefault(row["SYMBOL"], Counter())[row["ROLE"]] += 1
    mined = {row["gene"]: (int(row["oncogene_citations"]), int(row["tumor_suppressor_citations"])) for row in cancermine}
    inherited = {row["SYMBOL"]: row for row in predisposition}
    rows = []
    for gene in sorted({*cohorts, *mined, *inherited, *HOMOLOGOUS_RECOMBINATION}):
        roles, basis = role_of(gene, cohorts.get(gene, Counter()), mined.get(gene, (0, 0)), inherited.get(gene, {}))
        if roles:
            rows.append({"gene": gene, "roles": ";".join(roles), "role_basis": basis})
    return tuple(rows)


def role_of(gene: str, cohorts: Mapping[str, int], mined: tuple[int, int], inherited: Row) -> tuple[tuple[str, ...], str]:
    """The roles of one gene and what they rest on; ((), "") where nothing is decisive."""
    if gene in HOMOLOGOUS_RECOMBINATION:
        return (SUPPRESSOR,), "homologous recombination repair"
    flags = tuple(
        role for role, flag in ((ONCOGENE, "ONCOGENE"), (SUPPRESSOR, "TUMOR_SUPPRESSOR")) if inherited.get(flag) == "True"
    )
    contradicted = flags == (SUPPRESSOR,) and inherited.get("CPG_MOD") == "GoF"
    if len(flags) == 1 and not contradicted:
        return flags, "CPSR"
    activating, losing = cohorts.get("Act", 0), cohorts.get("LoF", 0)
    oncogene, suppressor = mined
    intogen = f"IntOGen {activating} activating, {losing} loss cohorts"
    cancermine = f"CancerMine {oncogene} oncogene, {suppressor} tumour suppressor citations"
    if len(flags) == 2 and min(activating, losing) >= 5 and min(mined) >= 50 and max(mined) < 2 * min(mined):
        return flags, f"CPSR; {intogen}; {cancermine}"
    if len(flags) < 2 and (role := _mined_role(oncogene, suppressor, least=20)):
        return (role,), cancermine
    if activating >= max(2, 1.5 * losing):
        return (ONCOGENE,), intogen
    if losing >= max(2, 1.5 * activating):
        return (SUPPRESSOR,), intogen
    role = _mined_role(oncogene, suppressor, least=5) or (SUPPRESSOR if suppressor >= max(5, oncogene + 1) else "")
    return ((role,), cancermine) if role else ((), "")


def _mined_role(oncogene: int, suppressor: int, least: int) -> str:
    """The role that citations name clearly, or ""."""
    if oncogene >= max(least, 4 * suppressor):
        return ONCOGENE
    return SUPPRESSOR if suppressor >= max(least, 2 * oncogene) else ""
