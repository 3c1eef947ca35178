"""One comparison run: random changes of the packaged transcripts, both engines, every rule."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.genome.genome import Genome
from tests.genome.differential import bcftools_rules, snpeff_rules
from tests.genome.differential.comparison import Tally, cases_of, compared
from tests.genome.differential.engines import bcftools_answers, snpeff_answers
from tests.genome.differential.made_annotation import Contig, contig_of
from tests.genome.differential.random_changes import random_changes

_EXACT = ("assembly", "checked", "refseqgene")  # quality of the sequence: the bases are the assembly's own


def packaged_contigs(genome: Genome, every: int = 1) -> list[Contig]:
    """Contigs of the packaged transcripts whose sequence is exact; ``every`` tenth, for instance, of them."""
    transcripts = [
        transcript
        for gene in sorted(genome.genes())
        for transcript in genome.transcripts_of(gene)
        if transcript.sequence == "packaged" and transcript.quality in _EXACT and genome.protein_of(transcript)
    ]
    return [contig_of(transcript, genome) for transcript in transcripts[::every]]


def run(
    genome: Genome, count: int, seed: int, folder: Path, every: int = 1, with_bcftools: bool = True, with_snpeff: bool = True
) -> dict[str, Tally]:
    """Tallies by engine and what was compared."""
    contigs = packaged_contigs(genome, every)
    changes = random_changes(contigs, genome, count, seed)
    cases = cases_of(changes, genome)
    tallies = {}
    if with_bcftools:
        answers = bcftools_answers(folder, contigs, changes)
        tallies["bcftools csq, class and residues"] = compared(cases, answers, bcftools_rules.same, bcftools_rules.RULES)
    if with_snpeff:
        answers = snpeff_answers(folder, contigs, changes)
        for what, same, rules in (
            ("class", snpeff_rules.same_terms, snpeff_rules.TERM_RULES),
            ("c. name", snpeff_rules.same_coding, snpeff_rules.CODING_RULES),
            ("p. name", snpeff_rules.same_protein, snpeff_rules.PROTEIN_RULES),
        ):
            tallies[f"SnpEff, {what}"] = compared(cases, answers, same, rules)
    return tallies
