"""Contig names, lengths, and telling the assembly."""

from __future__ import annotations

import pytest

from pm_annotate.errors import UsageError
from pm_annotate.genome.assembly import (
    CONTIG_LENGTHS,
    accession_assembly,
    assembly_from_contigs,
    assembly_from_name,
    normalise_chrom,
)
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.reference_votes import reference_votes
from pm_annotate.model import Assembly


@pytest.mark.parametrize(
    ("name", "assembly"),
    [("hg19", Assembly.GRCH37), ("b37", Assembly.GRCH37), ("GRCh37.p13", Assembly.GRCH37), ("HG38", Assembly.GRCH38),
     ("grch38", Assembly.GRCH38), ("GRCh38.p14", Assembly.GRCH38)],
)  # fmt: skip
def test_names_of_assemblies(name: str, assembly: Assembly) -> None:
    assert assembly_from_name(name) == assembly


def test_unknown_assembly_is_refused() -> None:
    with pytest.raises(UsageError, match="T2T"):
        assembly_from_name("T2T")


@pytest.mark.parametrize(
    ("name", "chrom"),
    [("chr7", "7"), ("7", "7"), ("chrX", "X"), ("chrM", "MT"), ("MT", "MT"), ("NC_000007.14", "7"), ("NC_000023.10", "X"),
     ("chr7_KI270803v1_alt", None), ("GL000192.1", None), ("hs37d5", None)],
)  # fmt: skip
def test_chromosome_names(name: str, chrom: str | None) -> None:
    assert normalise_chrom(name) == chrom


def test_contig_lengths_tell_the_assembly() -> None:
    for assembly in Assembly:
        lengths = [(f"chr{chrom}", length) for chrom, length in CONTIG_LENGTHS[assembly].items()]
        assert assembly_from_contigs(lengths) == assembly
        assert assembly_from_contigs(lengths[6:7]) == assembly
    assert assembly_from_contigs([("chr7", None), ("chrM", 16569)]) is None
    assert assembly_from_contigs([("1", 1000)]) is None
    assert assembly_from_contigs([]) is None


def test_contradicting_contig_lengths_decide_nothing() -> None:
    assert assembly_from_contigs([("1", 249250621), ("2", 242193529)]) is None


def test_accessions_carry_the_assembly() -> None:
    assert accession_assembly("NC_000007.13") == Assembly.GRCH37
    assert accession_assembly("NC_000007.14") == Assembly.GRCH38
    assert accession_assembly("NC_012920.1") is None
    assert accession_assembly("chr7") is None


def test_reference_bases_vote_for_their_assembly(genomes: dict[Assembly, Genome]) -> None:
    # REF of BRAF V600, KRAS G12 and EGFR L858 on GRCh37; far from anything packaged; on no chromosome
    records = [("chr7", 140453136, "A"), ("12", 25398285, "C"), ("chr7", 55259515, "T"), ("chr4", 1, "N"), ("x1", 5, "A")]
    votes = reference_votes(records, genomes)
    assert votes[Assembly.GRCH37] == (3, 3)
    assert votes[Assembly.GRCH38][0] <= 1
