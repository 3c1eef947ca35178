"""ClinVar (public domain): pathogenic and likely pathogenic alleles in cancer genes, on GRCh38 as published.

Rows with conflicting interpretations are no evidence that an allele acts and are left out, as are rows whose place, as
published or as lifted to GRCh37, has other reference bases.
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
}


def pathogenic_alleles(path: Path) -> Iterator[tuple[AlleleKey, str, str]]:
    """(allele as published, P, LP or P/LP, gene) for every row that says so without conflict."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            code = _CODES.get(row["clinical_significance"].partition("|")[0].partition(",")[0])
            if code and max(len(row["ref"]), len(row["alt"])) <= LONGEST_ALLELE:
                key = (row["chrom"], int(row["pos_grch38"]), row["ref"], row["alt"])
                yield key, code, row["gene"].partition(":")[0]


def lifted_allele(key: AlleleKey, to_grch37: LiftOver) -> AlleleKey | None:
    """The allele on GRCh37; None where its bases do not lie side by side there."""
    chrom, pos, ref, alt = key
    first, last = to_grch37.position(chrom, pos), to_grch37.position(chrom, pos + len(ref) - 1)
    if first is None or last is None or first[0] != chrom or last != (chrom, first[1] + len(ref) - 1):
        return None
    return chrom, first[1], ref, alt
