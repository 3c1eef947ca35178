"""The same change of the same transcript has the same names on GRCh37 and GRCh38."""

from __future__ import annotations

import random

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.model import Assembly, Effect
from tests.genome.conftest import allele


def common_transcripts(genomes: dict[Assembly, Genome]) -> list[tuple[Transcript, Transcript]]:
    pairs = []
    for gene in genomes[Assembly.GRCH38].genes():
        others = {t.transcript: t for t in genomes[Assembly.GRCH37].transcripts_of(gene) if t.sequence == "packaged"}
        for transcript in genomes[Assembly.GRCH38].transcripts_of(gene):
            if transcript.sequence == "packaged" and transcript.transcript in others:
                pairs.append((transcript, others[transcript.transcript]))
    return pairs


def test_primary_transcripts_are_the_same(genomes: dict[Assembly, Genome]) -> None:
    new, old = genomes[Assembly.GRCH38], genomes[Assembly.GRCH37]
    differing = set()
    for gene in new.genes():
        first, second = new.transcript_of(gene), old.transcript_of(gene)
        if first and second and first.sequence == second.sequence and first.transcript != second.transcript:
            differing.add(gene)
    assert differing == set()


def on(genome: Genome, transcript: Transcript, base: int, removed: int, inserted: str) -> tuple[str, Effect | None]:
    """(the bases replaced, on the coding strand; the effect) of a change at a transcript base."""
    first = transcript.genomic(base)
    assert first is not None
    low = first if transcript.strand > 0 else first - removed + 1
    ref = genome.reference(transcript.chrom, low, low + removed - 1) or ""
    forward = transcript.strand > 0
    alt = inserted if forward else reverse_complement(inserted)
    made = allele(genome.assembly, transcript.chrom, low, ref, alt)
    found = [e for e in genome.effects(made) if ref and e.transcript == transcript.transcript]
    return (ref if forward else reverse_complement(ref)), (found[0] if found else None)


def test_names_agree_for_changes_all_over_the_packaged_transcripts(genomes: dict[Assembly, Genome]) -> None:
    chance = random.Random(20240607)
    pairs = common_transcripts(genomes)
    assert len(pairs) > 450
    compared = 0
    for _ in range(4000):
        new, old = chance.choice(pairs)
        base = chance.randrange(0, new.cds_length - 8)
        removed, inserted = chance.choice([(1, "A"), (1, "G"), (2, "TC"), (4, "A"), (3, "ATTA"), (7, "C")])
        bases, first = on(genomes[Assembly.GRCH38], new, base, removed, inserted)
        others, second = on(genomes[Assembly.GRCH37], old, base, removed, inserted)
        if bases != others or not bases or first is None or second is None or bases == inserted:
            continue
        compared += 1
        assert (first.hgvsc, first.consequence, first.exon) == (second.hgvsc, second.consequence, second.exon)
        if new.quality == "assembly":  # elsewhere a base that differs between the assemblies may change a shifted frame
            assert first.hgvsp == second.hgvsp
    assert compared > 3000
