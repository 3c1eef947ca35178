"""How well a file's REF bases fit each assembly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pm_annotate.genome.assembly import normalise_chrom
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Assembly


def reference_votes(
    records: Iterable[tuple[str, int, str]], genomes: Mapping[Assembly, Genome]
) -> dict[Assembly, tuple[int, int]]:
    """How many REF alleles agree with each assembly's packaged bases.

    ``records`` are (chromosome as written, 1-based POS, REF). Returns, per assembly, (agreeing, checked); records outside
    the packaged sequence are not counted.
    """
    agreeing = dict.fromkeys(genomes, 0)
    checked = dict.fromkeys(genomes, 0)
    for name, pos, ref in records:
        chrom = normalise_chrom(name)
        if chrom is None:
            continue
        for assembly, genome in genomes.items():
            agrees = genome.reference_agrees(chrom, pos, ref)
            if agrees is not None:
                checked[assembly] += 1
                agreeing[assembly] += agrees
    return {assembly: (agreeing[assembly], checked[assembly]) for assembly in genomes}
