"""ClinVar (public domain): alleles of cancer genes that submitters call (likely) pathogenic, on GRCh38 as published.

Alleles that only some of them call so (conflicting interpretations: CHEK2 p.Ile157Thr, HOXB13 p.Gly84Glu) have codes of their
own: they are no evidence that an allele acts, but nobody's harmless alleles either. Rows without a significance are left out,
as are rows whose place, as published or as lifted to GRCh37, has other reference bases.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from pm_annotate.knowledge.table_file import AlleleKey
from pm_annotate.lift_over import LiftOver

LONGEST_ALLELE = 50  # bases; longer events are structural

_CODES = {
    "Pathogenic": "P",
    "Likely_pathogenic": "LP",
    "Pathogenic/Likely_pathogenic": "P/LP",
    "Conflicting_interpretations_of_pathogenicity": "C",
}
_RISK = frozenset({"risk_factor", "association"})

NOT_IN_THE_EXTRACT: tuple[tuple[AlleleKey, str, str], ...] = (
    # APC c.3920T>A p.Ile1307Lys: conflicting; association; risk factor (VCV000000822; InSiGHT: J Med Genet 2023, 60:1035)
    (("5", 112839514, "T", "A"), "C/R", "APC"),
)
"""Alleles of ClinVar that the source file lacks and that guidelines on inherited cancer name; GRCh38."""


def classified_alleles(path: Path) -> Iterator[tuple[AlleleKey, str, str]]:
    """(allele as published, code, gene) of every row: P, LP or P/LP; C or C/R (and a risk factor) where submitters disagree."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            first, *further = row["clinical_significance"].split("|")
            code = _CODES.get(first.partition(",")[0])
            if code == "C" and not _RISK.isdisjoint(further):
                code = "C/R"
            if code and max(len(row["ref"]), len(row["alt"])) <= LONGEST_ALLELE:
                key = (row["chrom"], int(row["pos_grch38"]), row["ref"], row["alt"])
                yield key, code, row["gene"].partition(":")[0]


def all_alleles(path: Path) -> Iterator[tuple[AlleleKey, str, str]]:
    """Those that the file is known to lack, and the file's: where both have an allele, the file's comes later and counts."""
    yield from NOT_IN_THE_EXTRACT
    yield from classified_alleles(path)


def lifted_allele(key: AlleleKey, to_grch37: LiftOver) -> AlleleKey | None:
    """The allele on GRCh37; None where its bases do not lie side by side there."""
    chrom, pos, ref, alt = key
    first, last = to_grch37.position(chrom, pos), to_grch37.position(chrom, pos + len(ref) - 1)
    if first is None or last is None or first[0] != chrom or last != (chrom, first[1] + len(ref) - 1):
        return None
    return chrom, first[1], ref, alt
