"""Loci of a gVCF from which blocks were taken, held against what each base says, in blocks as callers write them."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from pm_annotate.genome.locus_positions import locus_regions
from pm_annotate.model import AssayStatus, Assembly
from tests.clinical.loci_run import assess, loci_of

Base = tuple[str, int]
LENGTHS = (1, 1, 2, 3, 7, 20, 100, 1000)  # of blocks: some end inside a codon, some reach over several exons

GOOD = (
    "<NON_REF> . . END={end} GT:DP:GQ:MIN_DP 0/0:70:99:{depth}",  # GATK
    "<NON_REF> . PASS END={end} GT:AD:DP:GQ:MIN_DP 0/0:{depth},0:{depth}:60:{depth}",  # DRAGEN
    "<*> . . END={end} GT:GQ:MIN_DP 0/0:50:{depth}",  # DeepVariant
    ". . . END={end};MIN_DP={depth} GT:DP 0/0:70",  # bcftools call
)
BAD = (
    "<NON_REF> . . END={end} GT:DP:GQ:MIN_DP 0/0:70:99:19",
    "<NON_REF> . . END={end} GT:DP:GQ:MIN_DP 0/0:70:19:60",
    "<NON_REF> . . END={end} GT:DP:GQ:MIN_DP ./.:70:99:60",
    "<NON_REF> . LowGQ END={end} GT:DP:GQ:MIN_DP 0/0:70:99:60",
)


def some_blocks(random: Random, chrom: str, start: int, end: int, missing: float) -> list[tuple[str, bool, set[Base]]]:
    """(row, whether it shows its bases to be reference, the bases) from ``start`` to ``end``, now and then one over another."""
    found = []
    pos = start - random.choice((0, 1, 5))
    while pos <= end:
        last = pos + random.choice(LENGTHS) - 1
        good = random.random() >= 0.02
        form = random.choice(GOOD if good else BAD).format(end=last, depth=random.choice((20, 60)))
        if random.random() >= missing:
            found.append((f"{chrom} {pos} . N {form}", good, {(chrom, base) for base in range(pos, last + 1)}))
        pos = last + (random.random() < 0.8)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_locus_is_negative_where_each_base_is(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    assembly, tumor_type = random.choice(list(Assembly)), random.choice(("COADREAD", "LUAD", "AML"))
    loci, places = loci_of(tumor_type, assembly)
    missing = random.choice((0.005, 0.05, 0.3))
    blocks = [
        block
        for chrom, intervals in locus_regions(places).items()
        for start, end in intervals
        for block in some_blocks(random, chrom, start, end, missing)
    ]
    blocks.sort(key=lambda block: (block[0].split()[0], int(block[0].split()[1])))
    shown = {base for _, good, bases in blocks if good for base in bases}
    shown -= {base for _, good, bases in blocks if not good for base in bases}
    found, _ = assess(tmp_path, [row for row, *_ in blocks], assembly, tumor_type)
    statuses = set()
    for locus, place in zip(loci, places, strict=True):
        bases = {(part.chrom, pos) for part in place.parts for low, high in part.intervals for pos in range(low, high + 1)}
        status = found[locus.gene, locus.name]
        statuses.add(status.status)
        if locus.unseen or place.unplaced or not bases:
            assert status.status == AssayStatus.NOT_ASSESSABLE
            continue
        assert status.covered_bases == len(bases & shown), locus
        assert status.status == (AssayStatus.NOT_DETECTED if bases <= shown else AssayStatus.NOT_COVERED), locus
    assert statuses == {AssayStatus.NOT_DETECTED, AssayStatus.NOT_COVERED, AssayStatus.NOT_ASSESSABLE}
