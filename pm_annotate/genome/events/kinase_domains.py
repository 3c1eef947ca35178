"""Where kinase domains lie: residues of UniProt, and the exons that hold them on the packaged transcripts.

A fusion with a kinase acts when the whole domain is kept (``curated/kinase_domains.tsv``, residue ranges of UniProtKB "Protein
kinase" features; of the Janus kinases the second, active domain).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pm_annotate.genome.events.gene_loci import rows_of
from pm_annotate.genome.transcripts import Transcript

KinaseDomains = Mapping[str, tuple[int, int]]
"""Gene to the first and last residue (1-based, closed)."""

TAIL_RESIDUES = 10
"""Residues at the end of the annotated domain that may be lost. FGFR2 and FGFR3 fusions end with exon 17, two to three residues
before UniProt's border (E768 of 770, 758 of 761), and are active: the border is drawn a little behind the last helix."""


def read_kinase_domains(curated: Path) -> KinaseDomains:
    """The table of the folder ``curated``; {} for a folder without it."""
    return {row["gene"]: (int(row["first"]), int(row["last"])) for row in rows_of(curated / "kinase_domains.tsv")}


def kinase_bases(domain: tuple[int, int]) -> tuple[int, int]:
    """First and last coding base (0-based, closed) that must be kept for the domain to count as whole."""
    first, last = domain
    return 3 * (first - 1), 3 * (last - TAIL_RESIDUES) - 1


def kinase_exons(transcript: Transcript, domain: tuple[int, int]) -> tuple[int, ...]:
    """The exons that hold the domain, by the transcript's own numbering; () where the transcript is too short for it."""
    low, high = kinase_bases(domain)
    first, last = transcript.exon_of_base(low), transcript.exon_of_base(high)
    return tuple(range(first, last + 1)) if first is not None and last is not None else ()
