"""A genome of two genes, one the mirror image of the other, small enough to draw; and the packaged genomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.packaged_sequence import Stretch, write_stretches
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.genome.transcripts import COLUMNS
from pm_annotate.model import Allele, Assembly

# One transcript, 3 exons, 63 coding bases, 20 residues. Exons in capitals; the gene starts at position 1001.
UPSTREAM = "gatccgatcc" + "acgtacgtac"  # 20 bases before the start codon
EXON_1 = "ATGGCTGAAAAGCCTCATTG"  # c.1-20:   M A E K P H C(1-2)
INTRON_1 = "gtaagtctgatactgattgcatgcatctgactttttcttctctctcag"
EXON_2 = "TCACCACCATGGATCCGAAAAC"  # c.21-42:         C(3) H H H G S E N
INTRON_2 = "gtgagtcacgtacgatcgtacgcatgcttattttctctttatttcag"
EXON_3 = "CTGGTTATTGCTGGTAAT" + "TAG"  # c.43-63:     L V I A G N *
TAIL = "GCCTTTGACTAAGGCATTCGGATAACCGTACGATC"
GENE = (UPSTREAM + EXON_1 + INTRON_1 + EXON_2 + INTRON_2 + EXON_3 + TAIL).upper()
FIRST = 1001
ATG = FIRST + len(UPSTREAM)
EXONS = (
    (ATG, ATG + len(EXON_1) - 1),
    (ATG + len(EXON_1) + len(INTRON_1), ATG + len(EXON_1) + len(INTRON_1) + len(EXON_2) - 1),
    (
        ATG + len(EXON_1) + len(INTRON_1) + len(EXON_2) + len(INTRON_2),
        ATG + len(EXON_1) + len(INTRON_1) + len(EXON_2) + len(INTRON_2) + len(EXON_3) - 1,
    ),
)
CODING = EXON_1 + EXON_2 + EXON_3
LAST = FIRST + len(GENE) - 1
MIRROR_FIRST = 5001


def mirrored(pos: int) -> int:
    """Where the base at ``pos`` of the forward gene lies in its mirror image (on the complementary strand)."""
    return MIRROR_FIRST + LAST - pos


def drawn_row(gene: str, strand: str, exons: tuple[tuple[int, int], ...], reach: str, **fields: str) -> str:
    """A row of the table of transcripts for the drawn gene; ``fields`` replace columns of it."""
    values = {
        "gene": gene, "transcript": f"NM_{gene}.1", "aliases": "", "source": "test", "quality": "assembly",
        "sequence": "packaged", "chrom": "1", "strand": strand, "reach": reach,
        "cds_exons": ",".join(f"{a}-{b}" for a, b in exons), "all_exons": "", "cds_length": str(len(CODING)),
        "protein_length": str(len(CODING) // 3 - 1), "coding_exon_offset": "0", "utr5_length": "", "exon_count": "3",
        "is_primary": "yes", "mane_select": "", "note": "", **fields,
    }  # fmt: skip
    return "\t".join(values[column] for column in COLUMNS)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Genome:
    """Gene FWD on the plus strand at 1:1001, its mirror image REV on the minus strand at 1:5001."""
    return drawn_genome(tmp_path_factory.mktemp("drawn"))


def drawn_genome(folder: Path, **fields: str) -> Genome:
    """The two drawn genes; ``fields`` replace columns of both."""
    folder.mkdir(exist_ok=True)
    mirror = tuple((mirrored(b), mirrored(a)) for a, b in reversed(EXONS))
    rows = [
        "\t".join(COLUMNS),
        drawn_row("FWD", "+", EXONS, f"{FIRST - 500}-{LAST + 300}", **fields),
        drawn_row("REV", "-", mirror, f"{MIRROR_FIRST - 300}-{MIRROR_FIRST + len(GENE) + 500}", **fields),
    ]
    (folder / "transcripts.GRCh38.tsv").write_text("\n".join(rows) + "\n")
    stretches = [
        Stretch("1", FIRST, LAST, GENE, True),
        Stretch("1", MIRROR_FIRST, MIRROR_FIRST + len(GENE) - 1, reverse_complement(GENE), True),
    ]
    write_stretches(stretches, folder / "GRCh38.fa", folder / "GRCh38.index.tsv")
    (folder / "proteins.fa").write_text("")
    (folder / "versions.tsv").write_text("table\tsha256\n")
    return load_genome(folder, Assembly.GRCH38)


@pytest.fixture(scope="session")
def genomes(resources: Path) -> dict[Assembly, Genome]:
    """The packaged genomes."""
    return {assembly: load_genome(resources / "genome", assembly) for assembly in Assembly}


def allele(assembly: Assembly, chrom: str, pos: int, ref: str, alt: str) -> Allele:
    """An allele as a VCF spells it."""
    return Allele(assembly, chrom, pos, ref, alt, chrom, pos, ".", ref, alt)
