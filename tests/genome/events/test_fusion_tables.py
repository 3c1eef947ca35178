"""The curated tables of fusion partners and kinase domains agree with the packaged transcripts and proteins."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.events.gene_loci import read_gene_loci, rows_of
from pm_annotate.genome.events.kinase_domains import kinase_exons, read_kinase_domains
from pm_annotate.genome.genome import Genome
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly

both_assemblies = pytest.mark.parametrize("assembly", list(Assembly))


@pytest.fixture(scope="module")
def curated(resources: Path) -> Path:
    return resources / "genome" / "curated"


@both_assemblies
def test_loci_lie_where_the_packaged_transcripts_lie(
    genomes: dict[Assembly, Genome], curated: Path, assembly: Assembly
) -> None:
    for locus in read_gene_loci(curated, assembly).by_gene.values():
        transcript = genomes[assembly].transcript_of(locus.gene)
        if transcript is not None:
            assert (locus.chrom, locus.strand) == (transcript.chrom, transcript.strand), locus.gene
            if locus.start is not None and locus.end is not None:
                assert locus.start <= transcript.first < transcript.last <= locus.end, locus.gene


def test_spans_are_the_same_place_on_both_assemblies(curated: Path, shared_data: Path) -> None:
    lift = LiftOver(shared_data / "genome" / "GRCh37_to_GRCh38.chain")
    for row in rows_of(curated / "fusion_partners.tsv"):
        if row["start_GRCh37"] and row["kind"] == "gene":
            for end in ("start", "end"):
                assert lift.position(row["chrom"], int(row[f"{end}_GRCh37"])) == (row["chrom"], int(row[f"{end}_GRCh38"]))


def test_symbols_are_told_apart(curated: Path) -> None:
    """An alias names one gene, and is no gene's symbol."""
    loci = list(read_gene_loci(curated, Assembly.GRCH38).by_gene.values())
    aliases = [alias for locus in loci for alias in locus.aliases]
    assert len(aliases) == len(set(aliases))
    assert set(aliases).isdisjoint(locus.gene for locus in loci)


@both_assemblies
def test_a_kinase_domain_holds_its_motifs(genomes: dict[Assembly, Genome], curated: Path, assembly: Assembly) -> None:
    """UniProt begins the domain seven residues before the glycine-rich loop; DFG (DLG, DFD.. in few) lies within."""
    domains = read_kinase_domains(curated)
    assert len(domains) > 30
    for gene, (first, last) in domains.items():
        protein = genomes[assembly].protein(gene)
        transcript = genomes[assembly].transcript_of(gene)
        assert protein is not None
        assert transcript is not None
        assert protein[first + 6] == "G", gene
        assert protein[first + 8] in "GA", gene
        assert "DFG" in protein[first - 1 : last], gene
        assert len(kinase_exons(transcript, (first, last))) >= 5, gene


@pytest.mark.parametrize(
    ("gene", "exons"),
    [("ALK", (20, 28)), ("RET", (12, 18)), ("ROS1", (36, 42)), ("BRAF", (11, 17)), ("EGFR", (18, 24)), ("FGFR2", (11, 17))],
)
def test_the_exons_of_known_kinase_domains(
    genomes: dict[Assembly, Genome], curated: Path, gene: str, exons: tuple[int, int]
) -> None:
    transcript = genomes[Assembly.GRCH38].transcript_of(gene)
    assert transcript is not None
    found = kinase_exons(transcript, read_kinase_domains(curated)[gene])
    assert (found[0], found[-1]) == exons


def test_genes_with_any_partner_are_known(genomes: dict[Assembly, Genome], curated: Path) -> None:
    for assembly in Assembly:
        loci = read_gene_loci(curated, assembly)
        for gene, part in loci.any_partner.items():
            assert set(part.split(",")) <= {"3", "5"}
            assert genomes[assembly].transcript_of(gene) or gene in loci.by_gene, gene
