"""Small cohorts of our own, and what is compared of the folders that they give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pm_annotate.cohort.lock import LOCK_FILE
from tests.command_line import write_vcf

# GRCh38; the last two are in no actionable place
VARIANTS = (
    "7 140753336 . A T . PASS .",  # BRAF V600E
    "7 55191822 . T G . PASS .",  # EGFR L858R
    "12 25245350 . C T . PASS .",  # KRAS G12D
    "3 179234297 . A G . PASS .",  # PIK3CA H1047R
    "17 7675088 . C T . PASS .",  # TP53 R175H
    "1 114713909 . G T . PASS .",  # NRAS Q61K
    "2 29220829 . G A . PASS .",  # ALK
    "1 1000 . A G . PASS .",
    "5 5000000 . C T . PASS .",
)
TUMOR_TYPES = ("LUAD", "colorectal cancer", "melanoma", "")
READS = "GT:AD:DP 0/1:60,40:100"
TIMES_AND_LOCKS = frozenset({"cohort.run.json", LOCK_FILE})


def write_cohort(folder: Path, n_samples: int) -> Path:
    """VCFs of one sample each, with different variants and tumour types, and their sheet: ``samples.tsv``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(n_samples):
        chosen = [variant for bit, variant in enumerate(VARIANTS) if (number * 7 + 1) >> (bit % 6) & 1 or bit > 6]
        write_vcf(folder / f"p{number}.vcf", [f"{variant} {READS}" for variant in chosen], [f"P{number}"])
        rows.append((f"P{number}", f"p{number}.vcf", TUMOR_TYPES[number % len(TUMOR_TYPES)]))
    return write_sheet(folder / "samples.tsv", ("sample", "vcf", "tumor_type"), rows)


def write_sheet(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    path.write_text("".join("\t".join(row) + "\n" for row in (columns, *rows)))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but those that tell of times and processes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in TIMES_AND_LOCKS}
