"""What published changes tell of the codons of genes without packaged sequence (build time only).

A published SNV with its protein change (GNAS R201H: G to A at the middle base) leaves fewer codons possible for the
reference residue. Two such changes usually leave codons that agree on every further substitution.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pm_annotate.genome.sequence import CODON_TABLE, reverse_complement
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Assembly

_SUBSTITUTION = re.compile(r"([A-Z])(\d+)([A-Z*])")
_HOTSPOT_COLUMNS = ("chrom", "pos", "ref", "alt", "gene", "protein_change")
_SOURCES = (
    ("civic", "civic_variants.both_builds.*.tsv", Assembly.GRCH37, ("chrom", "start37", "ref", "alt", "gene", "variant")),
    ("cancerhotspots", "cancerhotspots_v2.grch37.tsv", Assembly.GRCH37, _HOTSPOT_COLUMNS),
    ("cancerhotspots", "cancerhotspots_v2.grch38.tsv", Assembly.GRCH38, _HOTSPOT_COLUMNS),
)


class PublishedChange(NamedTuple):
    """An SNV on the plus strand and the substitution that it is published to make."""

    source: str
    assembly: Assembly
    chrom: str
    pos: int
    ref: str
    alt: str
    gene: str
    residue: str
    number: int
    new_residue: str


def read_published_changes(folder: Path) -> Iterator[PublishedChange]:
    """SNVs with a protein substitution in the knowledge tables of ``folder``; nothing where these are absent."""
    for source, pattern, assembly, columns in _SOURCES:
        for path in sorted(folder.glob(pattern)):
            with path.open(newline="") as handle:
                for row in csv.DictReader(handle, delimiter="\t"):
                    chrom, pos, ref, alt, gene, change = (row[column] for column in columns)
                    found = _SUBSTITUTION.fullmatch(change)
                    if found and len(ref) == len(alt) == 1 and ref in "ACGT" and alt in "ACGT" and pos.isdigit():
                        yield PublishedChange(
                            source, assembly, chrom, int(pos), ref, alt, gene, found[1], int(found[2]), found[3]
                        )


def known_codons(
    changes: Iterator[PublishedChange], transcripts: Mapping[tuple[Assembly, str], Transcript], proteins: Mapping[str, str]
) -> dict[tuple[str, int, str], frozenset[str]]:
    """(gene, residue number, source) to the codons that the source's changes leave possible.

    Only changes whose residue and number fit the transcript and protein count; contradicting ones leave no entry.
    """
    possible: dict[tuple[str, int, str], frozenset[str]] = {}
    for change in changes:
        transcript = transcripts.get((change.assembly, change.gene))
        protein = proteins.get(change.gene, "")
        base = transcript.exonic_base(change.pos) if transcript and transcript.chrom == change.chrom else None
        if transcript is None or base is None or base // 3 + 1 != change.number:
            continue
        if protein[change.number - 1 : change.number] != change.residue:
            continue
        ref, alt = (change.ref, change.alt) if transcript.strand > 0 else map(reverse_complement, (change.ref, change.alt))
        fitting = frozenset(_codons(change.residue, base % 3, ref, alt, change.new_residue))
        key = (change.gene, change.number, change.source)
        possible[key] = possible.get(key, fitting) & fitting
    return {key: codons for key, codons in possible.items() if codons}


def _codons(residue: str, at: int, ref: str, alt: str, new_residue: str) -> Iterator[str]:
    for codon, coded in CODON_TABLE.items():
        if coded == residue and codon[at] == ref and CODON_TABLE[codon[:at] + alt + codon[at + 1 :]] == new_residue:
            yield codon


def write_known_codons(codons: Mapping[tuple[str, int, str], frozenset[str]], folder: Path) -> None:
    """``known_codons.<source>.tsv``, one file per source since their licences differ. Columns: gene, residue number, codons."""
    by_source: dict[str, list[str]] = {source: [] for source, *_ in _SOURCES}
    for (gene, number, source), possible in sorted(codons.items()):
        by_source[source].append(f"{gene}\t{number}\t{','.join(sorted(possible))}\n")
    for source, lines in by_source.items():
        (folder / f"known_codons.{source}.tsv").write_text("".join(["gene\tresidue\tcodons\n", *lines]))


def write_curated_codons(curated: Path, folder: Path) -> None:
    """``known_codons.curated.tsv``: changes of which the sources above have no allele (H3 K27M), each row with its basis."""
    with (curated / "known_codons.tsv").open(newline="") as handle:
        lines = [f"{row['gene']}\t{row['residue']}\t{row['codons']}\n" for row in csv.DictReader(handle, delimiter="\t")]
    (folder / "known_codons.curated.tsv").write_text("".join(["gene\tresidue\tcodons\n", *lines]))
