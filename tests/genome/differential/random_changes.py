"""Random changes in and near coding exons: SNVs, MNVs, deletions, insertions (half of them duplications), delins."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pm_annotate.genome.genome import Genome
from pm_annotate.model import Allele
from tests.genome.conftest import allele
from tests.genome.differential.made_annotation import Contig

_NEAR = 12  # bases into the introns and the untranslated ends


@dataclass(frozen=True)
class Change:
    """A left-aligned allele on the genome and where it lies on its contig."""

    contig: Contig
    allele: Allele
    pos: int  # on the contig


def random_changes(contigs: list[Contig], genome: Genome, count: int, seed: int) -> list[Change]:
    """``count`` distinct changes, in the order of the contigs and their positions."""
    chance = random.Random(seed)
    weights = [contig.transcript.cds_length**0.5 for contig in contigs]
    found: dict[tuple[str, int, str, str], Change] = {}
    while len(found) < count:
        contig = chance.choices(contigs, weights)[0]
        change = _random_change(contig, genome, chance)
        if change is not None:
            found[(contig.name, *change.allele.key[1:])] = change
    order = {contig.name: i for i, contig in enumerate(contigs)}
    return sorted(
        found.values(), key=lambda change: (order[change.contig.name], change.pos, change.allele.ref, change.allele.alt)
    )


def _random_change(contig: Contig, genome: Genome, chance: random.Random) -> Change | None:
    transcript = contig.transcript
    start, end = chance.choices(transcript.cds_exons, [b - a + 1 for a, b in transcript.cds_exons])[0]
    at_edge = chance.random() < 0.15
    pos = chance.choice((start, end)) + chance.randint(-_NEAR, _NEAR) if at_edge else chance.randint(start, end)
    kind = chance.choices(("snv", "del", "ins", "dup", "mnv", "delins"), (50, 17, 10, 10, 5, 8))[0]
    removed = {"snv": 1, "mnv": chance.randint(2, 5), "ins": 0, "dup": 0}.get(kind, _length(chance))
    added = {"snv": 1, "mnv": removed, "del": 0}.get(kind, _length(chance))
    standing = genome.reference(transcript.chrom, pos - 1, pos + max(removed, added) + 1)
    if standing is None:
        return None
    ref = standing[: removed + 1]
    inserted = standing[1 : 1 + added] if kind == "dup" else "".join(chance.choices("ACGT", k=added))
    if ref[1:] == inserted:
        return None
    made = genome.left_align(allele(genome.assembly, transcript.chrom, pos - 1, ref, ref[0] + inserted))
    at = contig.at(made.pos - 1, made.pos + len(made.ref))
    return None if at is None or not made.left_aligned else Change(contig, made, at + 1)


def _length(chance: random.Random) -> int:
    return chance.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 6, 7, 9, 12, 15))


def write_vcf(changes: list[Change], contigs: list[Contig], path: Path) -> None:
    """ID is the number of the change in the list. A delins gets an anchor base: bcftools csq misreads one without."""
    with path.open("w") as handle:
        handle.write("##fileformat=VCFv4.2\n")
        handle.writelines(f"##contig=<ID={contig.name},length={len(contig.bases)}>\n" for contig in contigs)
        handle.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n")
        order = {contig.name: i for i, contig in enumerate(contigs)}
        records = [(order[change.contig.name], *_record(change), number) for number, change in enumerate(changes)]
        for at, pos, ref, alt, number in sorted(records):
            handle.write(f"{contigs[at].name}\t{pos}\t{number}\t{ref}\t{alt}\t.\t.\t.\n")


def _record(change: Change) -> tuple[int, str, str]:
    pos, ref, alt = change.pos, change.allele.ref, change.allele.alt
    if len(ref) != len(alt) and ref[0] != alt[0]:
        anchor = change.contig.bases[pos - 2]
        return pos - 1, anchor + ref, anchor + alt
    return pos, ref, alt


def info_values(path: Path, key: str) -> Iterator[tuple[int, str]]:
    """(number of the change, value of the INFO key, "" where absent) of each record of a plain VCF."""
    with path.open() as handle:
        for line in handle:
            if not line.startswith("#"):
                fields = line.rstrip("\n").split("\t")
                values = dict(part.partition("=")[::2] for part in fields[7].split(";"))
                yield int(fields[2]), values.get(key, "")
