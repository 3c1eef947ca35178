"""Pharmacogenomic tables: the importer with the chain file and the known reference bases of the genome room."""

from __future__ import annotations

import gzip
from pathlib import Path

from pm_annotate.genome.packaged_sequence import Slices
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.sources import build_pharmacogenomics


def build_pharmacogenomics_tables(source: Path, output: Path) -> dict[str, dict[str, int]]:
    """``source`` holds ``pgx/`` and ``genome/``; ``output`` is ``resources/pharmacogenomics``. Returns counts by file name."""
    chain = LiftOver(source / "genome" / "GRCh37_to_GRCh38.chain", inverted=True)
    slices = {assembly: Slices(_records(source / "genome" / f"genomic_slices.{assembly}.fa.gz")) for assembly in Assembly}

    def bases(assembly: Assembly, chrom: str, start: int, end: int) -> str:
        return slices[assembly].bases(chrom, start, end).upper()

    return build_pharmacogenomics(source / "pgx", output, chain.position, bases)


def _records(path: Path) -> dict[str, str]:
    records: dict[str, list[str]] = {}
    header = ""
    with gzip.open(path, "rt", encoding="ascii") as lines:
        for line in lines:
            if line.startswith(">"):
                header = line[1:].strip()
                records[header] = []
            else:
                records[header].append(line.strip())
    return {name: "".join(parts) for name, parts in records.items()}
