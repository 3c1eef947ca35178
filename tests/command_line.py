"""Running the installed command in tests, and reading what it wrote."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

COMMAND = Path(sys.executable).parent / "pm-annotate"

CONTIGS_38 = {"1": 248956422, "2": 242193529, "3": 198295559, "5": 181538259, "7": 159345973, "12": 133275309, "17": 83257441}
CONTIGS_37 = {"1": 249250621, "2": 243199373, "3": 198022430, "5": 180915260, "7": 159138663, "12": 133851895, "17": 81195210}


def pm_annotate(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the installed `pm-annotate` with these arguments."""
    return subprocess.run(
        [str(COMMAND), *map(str, arguments)], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of one of our TSV files."""
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_vcf(
    path: Path,
    records: Iterable[str],
    samples: Iterable[str] = (),
    contigs: dict[str, int] | None = None,
    header: Iterable[str] = (),
) -> Path:
    """A small VCF of our own. ``records`` are lines whose columns are separated by blanks."""
    columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
    names = list(samples)
    lines = ["##fileformat=VCFv4.2", *header]
    contigs = CONTIGS_38 if contigs is None else contigs
    lines += [f"##contig=<ID={name},length={length}>" for name, length in contigs.items()]
    lines.append("\t".join([*columns, *(["FORMAT", *names] if names else [])]))
    lines += ["\t".join(record.split()) for record in records]
    path.write_text("\n".join(lines) + "\n")
    return path
