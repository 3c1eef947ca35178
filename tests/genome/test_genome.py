"""The facade: regions, bases, proteins, exons, genes without sequence, a user's FASTA."""

from __future__ import annotations

import gzip
import itertools
import shutil
from pathlib import Path

import pytest

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.sequence import reverse_complement, translate
from pm_annotate.model import Assembly
from tests.genome.conftest import ATG, GENE, allele


def test_regions_are_sorted_disjoint_and_hold_the_promoter(genomes: dict[Assembly, Genome]) -> None:
    for genome, promoter in ((genomes[Assembly.GRCH38], 1295113), (genomes[Assembly.GRCH37], 1295228)):
        regions = genome.regions()
        for intervals in regions.values():
            assert all(start <= end for start, end in intervals)
            assert all(first[1] + 1 < second[0] for first, second in itertools.pairwise(intervals))
        assert any(start <= promoter <= end for start, end in regions["5"])
    assert set(genomes[Assembly.GRCH38].regions(genes={"BRAF"})) == {"7"}


def test_coding_sequence_of_every_packaged_transcript_reads_as_its_protein(genomes: dict[Assembly, Genome]) -> None:
    for genome in genomes.values():
        read = 0
        for gene in genome.genes():
            for transcript in genome.transcripts_of(gene):
                protein = genome.protein_of(transcript)
                if transcript.sequence == "packaged":
                    read += 1
                    assert protein is not None, transcript
                    assert len(protein) == transcript.protein_length
                    assert protein.startswith("M")
        assert read > 490


def test_reference_knows_where_it_does_not_know(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    assert genome.reference("7", 140753335, 140753337) == "CAC"
    assert genome.reference("7", 1, 5) is None
    assert genome.reference("MT", 1, 5) is None
    assert genome.reference_agrees("7", 140753336, "A") is True
    assert genome.reference_agrees("7", 140753336, "C") is False
    assert genome.reference_agrees("7", 5, "A") is None


def test_residue_and_exon_lookup(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    protein = genome.protein("BRAF")
    assert protein is not None
    assert protein[599] == "V"
    assert genome.exon_of_residue("BRAF", 600) == 15
    assert genome.exon_of_residue("KRAS", 12) == 2
    assert genome.exon_of_residue("MET", 1010) == 14
    assert genome.protein("NOSUCHGENE") is None
    assert genome.transcript_of("NOSUCHGENE") is None


def test_gene_without_sequence_names_only_what_is_certain(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]

    def only(pos: int, ref: str, alt: str) -> tuple[str, int | None, tuple[str, ...], tuple[str, ...]]:
        (effect,) = (e for e in genome.effects(allele(Assembly.GRCH38, "20", pos, ref, alt)) if e.gene == "GNAS")
        assert effect.computed_from == "coordinates_and_protein"
        return effect.hgvsp_short, effect.protein_start, effect.consequence, effect.caveats

    # Q227 is CAR: A to T in the middle gives leucine in both
    assert only(58909541, "A", "T")[:3] == ("p.Q227L", 227, ("missense_variant",))
    # one base more is a frameshift whatever the sequence
    assert only(58909541, "A", "AT")[2] == ("frameshift_variant",)
    # no codon of glutamine has C in the middle
    assert "ref_mismatch" in only(58909541, "C", "T")[3]


def test_gene_without_sequence_leaves_the_residue_open_when_codons_disagree(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    transcript = genome.transcript_of("KMT2D")
    assert transcript is not None
    assert transcript.sequence == "coordinates_only"
    pos = transcript.genomic(3 * 5431 + 1)  # R5432, CGN or AGR: G to A in the middle gives H, Q or K
    assert pos is not None
    (effect,) = (e for e in genome.effects(allele(Assembly.GRCH38, "12", pos, "C", "T")) if e.gene == "KMT2D")
    if "alternative_residue_unknown" in effect.caveats:
        assert (effect.hgvsp, effect.protein_start) == ("", 5432)
    else:  # a published change of this codon is packaged
        assert effect.hgvsp_short == "p.R5432Q"


def test_published_changes_of_a_codon_tell_its_bases(genomes: dict[Assembly, Genome]) -> None:
    for assembly, pos in ((Assembly.GRCH38, 58909365), (Assembly.GRCH37, 57484420)):
        genome = genomes[assembly]
        named = [
            next(e.hgvsp_short for e in genome.effects(allele(assembly, "20", *change)) if e.gene == "GNAS")
            for change in ((pos, "C", "T"), (pos + 1, "G", "A"), (pos, "C", "A"))
        ]
        assert named == ["p.R201C", "p.R201H", "p.R201S"]


def test_selenocysteine_and_unusual_starts_are_never_wrong(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    for gene in ("MYC", "WT1"):  # both begin with CTG, read as methionine
        protein = genome.protein(gene)
        assert protein is not None
        assert protein.startswith("M")
        assert "*" not in protein


MIRROR = reverse_complement(GENE)


def write_fasta(path: Path, contigs: dict[str, str]) -> Path:
    path.write_text("".join(f">{name}\n{bases}\n" for name, bases in contigs.items()))
    import pysam

    pysam.faidx(str(path))
    return path


def test_fasta_of_another_assembly_is_refused(resources: Path, tmp_path: Path) -> None:
    wrong = write_fasta(tmp_path / "wrong.fa", {"chr20": "ACGTTGCA" * 9_000_000})
    with pytest.raises(AssemblyError, match="not those of GRCh38"):
        load_genome(resources / "genome", Assembly.GRCH38, wrong)


def test_unreadable_fasta_says_what_to_do(resources: Path, tmp_path: Path) -> None:
    fasta = tmp_path / "some.fa"
    with pytest.raises(InputError, match=r"some\.fa: the FASTA cannot be read: No such file or directory"):
        load_genome(resources / "genome", Assembly.GRCH38, fasta)
    fasta.write_text(">7\nACGT\n")
    fasta.with_name("some.fa.fai").write_text("no index\n")
    with pytest.raises(InputError, match="samtools faidx"):
        load_genome(resources / "genome", Assembly.GRCH38, fasta)


@pytest.mark.parametrize(("content", "ending"), [(b">7\nACGT\n", ".fai"), (gzip.compress(b">7\nACGT\n"), ".fai")])
def test_no_index_is_made_beside_a_fasta_of_the_user(resources: Path, tmp_path: Path, content: bytes, ending: str) -> None:
    fasta = tmp_path / "some.fa"
    fasta.write_bytes(content)
    with pytest.raises(InputError, match=rf"its index some\.fa\{ending} is missing. Make it with 'samtools faidx"):
        load_genome(resources / "genome", Assembly.GRCH38, fasta)
    assert list(tmp_path.iterdir()) == [fasta]


def test_fasta_gives_full_names_to_a_gene_with_coordinates_only(drawn: Genome, tmp_path: Path) -> None:
    shutil.copytree(drawn._folder, tmp_path / "tables")
    table = tmp_path / "tables" / "transcripts.GRCh38.tsv"
    table.write_text(table.read_text().replace("packaged", "coordinates_only"))
    protein = drawn.protein("FWD")
    (tmp_path / "tables" / "proteins.fa").write_text(f">FWD|NM_FWD.1\n{protein}\n>REV|NM_REV.1\n{protein}\n")
    fasta = write_fasta(tmp_path / "whole.fa", {"1": "T" * 1000 + GENE + "C" * (5000 - 1000 - len(GENE)) + MIRROR + "C" * 900})
    without = load_genome(tmp_path / "tables", Assembly.GRCH38)
    with_fasta = load_genome(tmp_path / "tables", Assembly.GRCH38, fasta)
    frameshift = allele(Assembly.GRCH38, "1", ATG + 6, "GA", "G")
    (poor,), (rich,), (packaged,) = (genome.effects(frameshift) for genome in (without, with_fasta, drawn))
    assert (poor.computed_from, poor.consequence, poor.hgvsp) == ("coordinates_and_protein", ("frameshift_variant",), "")
    assert (rich.computed_from, rich.hgvsc, rich.hgvsp) == ("fasta", "c.11del", packaged.hgvsp)


def test_clone_without_known_stop_codon_names_no_stop(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    transcript = genome.transcript_of("SYK")
    assert transcript is not None
    assert transcript.quality == "clone"
    pos = transcript.genomic(transcript.cds_length - 2)
    assert pos is not None
    (effect,) = genome.effects(allele(Assembly.GRCH38, transcript.chrom, pos, "A", "C"))
    assert (effect.hgvsp, effect.consequence) == ("", ("coding_sequence_variant",))
    assert "sequence_from_clone" in effect.caveats


def test_clone_base_that_disagrees_gives_no_name(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    transcript = genome.transcript_of("SYK")
    assert transcript is not None
    pos = transcript.genomic(300)
    assert pos is not None
    base = genome.reference(transcript.chrom, pos, pos)
    ref, alt = ("A", "C") if base not in ("A", "C") else ("G", "T")
    assert genome.reference_agrees(transcript.chrom, pos, ref) is None  # a clone cannot tell that the file is wrong
    (effect,) = genome.effects(allele(Assembly.GRCH38, transcript.chrom, pos, ref, alt))
    assert (effect.hgvsc, effect.hgvsp) == ("", "")
    assert "ref_mismatch" in effect.caveats


def test_fasta_gives_sequence_beyond_the_package(drawn: Genome, tmp_path: Path) -> None:
    package = drawn.reference("1", 1001, 1001 + 100)
    assert package is not None
    bases = "T" * 1000 + (drawn.reference("1", 1001, 1001 + 212) or "") + "C" * 3000
    longer = write_fasta(tmp_path / "longer.fa", {"chr1": bases})
    genome = load_genome(drawn._folder, Assembly.GRCH38, longer)
    assert drawn.reference("1", 995, 1005) is None
    assert genome.reference("1", 995, 1005) == "TTTTTT" + package[:5]
    assert translate("ATGTAG") == "M*"


def test_each_table_of_published_codons_can_be_removed(resources: Path, tmp_path: Path) -> None:
    shutil.copytree(resources / "genome", tmp_path / "tables")
    r201 = allele(Assembly.GRCH38, "20", 58909365, "C", "T")
    for name in ("cancerhotspots", "civic"):
        (tmp_path / "tables" / f"known_codons.{name}.tsv").unlink()
        (effect,) = (e for e in load_genome(tmp_path / "tables", Assembly.GRCH38).effects(r201) if e.gene == "GNAS")
        assert effect.protein_start == 201
    assert "alternative_residue_unknown" in effect.caveats or effect.hgvsp_short == "p.R201C"


def test_an_unknown_base_in_a_gene_without_packaged_sequence_is_named_as_a_change_of_its_coding_sequence(
    genomes: dict[Assembly, Genome],
) -> None:
    """ACKR3 has coordinates and a protein only. Every base is tried: REF agrees with the residue somewhere."""
    genome = genomes[Assembly.GRCH38]
    ((start, _),) = genome.transcripts_of("ACKR3")[0].cds_exons
    unknown = [
        effect
        for pos in range(start + 3, start + 60)
        for base in "ACGT"
        for effect in genome.effects(allele(Assembly.GRCH38, "2", pos, base, "N"))
        if effect.gene == "ACKR3"
    ]
    assert len(unknown) == 57 * 4
    named = [effect for effect in unknown if effect.consequence != ("coding_sequence_variant",)]
    assert 0 < len(named) < 57
    assert {effect.consequence for effect in named} == {("synonymous_variant",)}  # the third base of CTN, GTN..
    assert {effect.hgvsp for effect in unknown if effect not in named} == {""}
    assert any("alternative_residue_unknown" in effect.caveats for effect in unknown)
