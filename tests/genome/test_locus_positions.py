"""Loci on the genome: codons, exons and promoter bases at their published places, on both assemblies."""

from __future__ import annotations

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.locus_positions import locus_regions, place_locus
from pm_annotate.model import Assembly
from pm_annotate.model.loci import ActionableLocus, LocusKind
from pm_annotate.resources import resources_folder

GENOMES = {assembly: Genome(resources_folder() / "genome", assembly) for assembly in Assembly}


def codon(gene: str, residue: int, numbering: tuple[str, ...] = ()) -> ActionableLocus:
    return ActionableLocus(gene, "", LocusKind.RESIDUES, (), residues=((residue, residue),), numberings=(numbering,))


@pytest.mark.parametrize(
    ("gene", "residue", "grch37", "grch38"),
    [
        ("BRAF", 600, ("7", 140453135, 140453137), ("7", 140753335, 140753337)),
        ("KRAS", 12, ("12", 25398283, 25398285), ("12", 25245349, 25245351)),
        ("NRAS", 61, ("1", 115256528, 115256530), ("1", 114713907, 114713909)),
        ("EGFR", 858, ("7", 55259514, 55259516), ("7", 55191821, 55191823)),
        ("PIK3CA", 1047, ("3", 178952084, 178952086), ("3", 179234296, 179234298)),
    ],
)
def test_codons_lie_where_they_are_published(
    gene: str, residue: int, grch37: tuple[str, int, int], grch38: tuple[str, int, int]
) -> None:
    for assembly, (chrom, start, end) in ((Assembly.GRCH37, grch37), (Assembly.GRCH38, grch38)):
        place = place_locus(GENOMES[assembly], codon(gene, residue))
        assert [(part.name, part.chrom, part.intervals) for part in place.parts] == [
            (f"codon {residue}", chrom, ((start, end),))
        ]


def test_a_codon_that_an_intron_divides_has_two_intervals() -> None:
    """Codons of BRCA2 that span an exon border: three bases, in two exons."""
    genome = GENOMES[Assembly.GRCH38]
    transcript = genome.transcript_of("BRCA2")
    assert transcript is not None
    divided = [
        residue
        for residue in range(1, transcript.protein_length)
        if transcript.exon_of_base(3 * residue - 3) != transcript.exon_of_base(3 * residue - 1)
    ]
    assert divided
    for residue in divided:
        (part,) = place_locus(genome, codon("BRCA2", residue)).parts
        assert len(part.intervals) == 2
        assert sum(end - start + 1 for start, end in part.intervals) == 3


def test_an_exon_has_the_number_that_people_use() -> None:
    exon = ActionableLocus("EGFR", "exon 19 deletion", LocusKind.EXONS, (), exons=(19,))
    (part,) = place_locus(GENOMES[Assembly.GRCH38], exon).parts
    assert (part.name, part.intervals) == ("exon 19", ((55174722, 55174820),))


def test_splice_sites_belong_to_an_exon_that_may_be_skipped() -> None:
    skipped = ActionableLocus("MET", "exon 14 skipping", LocusKind.EXONS, (), exons=(14,), splice_sites=True)
    ((start, end),) = place_locus(GENOMES[Assembly.GRCH38], skipped).parts[0].intervals
    assert (start, end) == (116771849 - 2, 116771989 + 2)


@pytest.mark.parametrize(("assembly", "positions"), [(Assembly.GRCH37, 1295228), (Assembly.GRCH38, 1295113)])
def test_promoter_bases_lie_before_the_start_codon(assembly: Assembly, positions: int) -> None:
    promoter = ActionableLocus("TERT", "promoter hotspots", LocusKind.SITES, (), hgvsc=("c.-124C>T", "c.-146C>T"))
    place = place_locus(GENOMES[assembly], promoter)
    assert locus_regions([place]) == {"5": ((positions, positions), (positions + 22, positions + 22))}


def test_a_whole_gene_is_its_coding_exons() -> None:
    genome = GENOMES[Assembly.GRCH37]
    transcript = genome.transcript_of("BRCA1")
    assert transcript is not None
    place = place_locus(genome, ActionableLocus("BRCA1", "any variant", LocusKind.WHOLE_GENE, (), whole_gene=True))
    bases = sum(end - start + 1 for part in place.parts for start, end in part.intervals)
    assert bases == transcript.cds_length
    assert place.parts[0].name == "exon 2"  # exon 1 is not translated


def test_what_cannot_be_placed_is_said() -> None:
    genome = GENOMES[Assembly.GRCH38]
    assert "has no codon 5000" in place_locus(genome, codon("KRAS", 5000)).unplaced
    assert "not packaged" in place_locus(genome, codon("NOSUCHGENE", 1)).unplaced
    assert "NM_999999.9" in place_locus(genome, codon("KRAS", 12, ("NM_999999.9",))).unplaced


def test_both_assemblies_give_the_same_number_of_bases() -> None:
    for gene in ("KRAS", "NRAS", "EGFR", "BRCA2", "TP53", "MET"):
        whole = ActionableLocus(gene, "any variant", LocusKind.WHOLE_GENE, (), whole_gene=True)
        sizes = {
            sum(end - start + 1 for part in place_locus(genome, whole).parts for start, end in part.intervals)
            for genome in GENOMES.values()
        }
        assert len(sizes) == 1
