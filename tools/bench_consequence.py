"""Coding alleles per second on one core: ``python tools/bench_consequence.py [count]``. One line of JSON on stdout.

Random SNVs and small indels in the coding exons of the packaged genes on GRCh38, as typed (not left-aligned), through
``Genome.effects``, all transcripts of each gene. The reading of the tables is not timed, the first reading of each coding
sequence is.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.model import Allele, Assembly

RESOURCES = Path(__file__).resolve().parent.parent / "resources" / "genome"
BUDGET = 20_000  # alleles per second


def coding_alleles(genome: Genome, count: int) -> list[Allele]:
    """Nine SNVs to one indel, the ratio of panel sequencing."""
    chance = random.Random(1)
    transcripts = [genome.transcript_of(gene) for gene in sorted(genome.genes())]
    packaged = [transcript for transcript in transcripts if transcript is not None and transcript.sequence == "packaged"]
    made: list[Allele] = []
    while len(made) < count:
        transcript = chance.choice(packaged)
        start, end = chance.choice(transcript.cds_exons)
        pos = chance.randint(start, end)
        removed = chance.choice((1, 2, 4, 7)) if chance.random() < 0.1 else 1
        ref = genome.reference(transcript.chrom, pos, pos + removed - 1)
        if ref is not None:
            alt = ref[0] if removed > 1 else chance.choice([base for base in "ACGT" if base != ref])
            made.append(Allele(genome.assembly, transcript.chrom, pos, ref, alt, transcript.chrom, pos, ".", ref, alt))
    return made


def main(count: int) -> None:
    """Time and print."""
    alleles = coding_alleles(load_genome(RESOURCES, Assembly.GRCH38), count)
    genome = load_genome(RESOURCES, Assembly.GRCH38)
    genome.effects(alleles[0])
    started = time.process_time()
    effects = sum(len(genome.effects(allele)) for allele in alleles)
    seconds = time.process_time() - started
    rate = round(count / seconds)
    print(
        json.dumps({"alleles": count, "effects": effects, "seconds": round(seconds, 3), "per_second": rate, "budget": BUDGET})
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
