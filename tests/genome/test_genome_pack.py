"""A pack made from small files in the formats of GENCODE, Ensembl, RefSeq and MANE names changes as the package does."""

from __future__ import annotations

import gzip
from pathlib import Path

import pysam
import pytest
from click.testing import CliRunner, Result

from pm_annotate.cli.genome import genome as genome_command
from pm_annotate.errors import AssemblyError, InputError, UsageError
from pm_annotate.genome.genome import load_genome
from pm_annotate.genome.genome_pack import build_genome_pack
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.model import Assembly
from tests.genome.conftest import ATG, EXONS, GENE, LAST, MIRROR_FIRST, allele, mirrored

CONTIG = "T" * 1000 + GENE + "C" * (MIRROR_FIRST - 1001 - len(GENE)) + reverse_complement(GENE) + "C" * 900
MITOCHONDRION = "ACGTTGCATGCCGATTAGCA" * 40
STOP = (EXONS[2][1] - 2, EXONS[2][1])
TRANSCRIBED = ((ATG - 9, EXONS[0][1]), EXONS[1], (EXONS[2][0], EXONS[2][1] + 20))  # with untranslated ends
LEADING = (ATG - 20, ATG - 15)


def fasta(folder: Path, contig: str = "chr1", mitochondrial: str = "chrM") -> Path:
    path = folder / "genome.fa"
    path.write_text(f">{contig}\n{CONTIG}\n>{mitochondrial}\n{MITOCHONDRION}\n")
    return path


def line(contig: str, kind: str, span: tuple[int, int], attributes: str, strand: str = "+", phase: str = ".") -> str:
    return "\t".join((contig, "made", kind, str(span[0]), str(span[1]), ".", strand, phase, attributes))


def gencode_gff3() -> list[str]:
    """ID, Parent, gene_name and tags on every line; a leading untranslated exon; two transcripts of one gene."""
    lines = ["##gff-version 3", line("chr1", "gene", (ATG - 20, LAST), "ID=ENSG01.1;gene_name=FWD;gene_type=protein_coding")]
    for name, tags in (("ENST01.2", "basic,MANE_Select,Ensembl_canonical"), ("ENST00.1", "basic")):
        shared = f"gene_name=FWD;transcript_id={name};transcript_type=protein_coding;tag={tags}"
        lines.append(line("chr1", "transcript", (ATG - 20, LAST), f"ID={name};Parent=ENSG01.1;{shared}"))
        for span in (LEADING, *TRANSCRIBED):
            lines.append(line("chr1", "exon", span, f"ID=exon:{name}:{span[0]};Parent={name};{shared}"))
        coding = EXONS if name == "ENST01.2" else (*EXONS[:2], (EXONS[2][0], STOP[0] - 1))
        lines += [line("chr1", "CDS", span, f"ID=CDS:{name};Parent={name};{shared}", phase="0") for span in coding]
    return lines


def ensembl_gtf() -> list[str]:
    """Contig ``1``; versions apart; the stop codon beside the CDS; the gene on the minus strand."""
    contig, attributes = "1", 'gene_id "ENSG02"; gene_version "3"; gene_name "REV"; gene_biotype "protein_coding";'
    own = attributes + ' transcript_id "ENST02"; transcript_version "5"; tag "basic"; tag "Ensembl_canonical";'
    mirror = [(mirrored(end), mirrored(start)) for start, end in (LEADING, *TRANSCRIBED)]
    lines = [line(contig, "transcript", (mirror[-1][0], mirror[0][1]), own, "-")]
    lines += [line(contig, "exon", span, f'{own} exon_number "{number}";', "-") for number, span in enumerate(mirror, 1)]
    coding = [(mirrored(end), mirrored(start)) for start, end in EXONS]
    coding[2] = (coding[2][0] + 3, coding[2][1])
    lines += [line(contig, "CDS", span, own, "-", "0") for span in coding]
    lines.append(line(contig, "stop_codon", (mirrored(STOP[1]), mirrored(STOP[0])), own, "-", "0"))
    return lines


def refseq_gff3() -> list[str]:
    """NC_ contigs, gene= attributes; ribosomal RNA and a protein on the mitochondrion."""
    nc, mt = "NC_000001.11", "NC_012920.1"
    mrna = "ID=rna-NM_000001.3;Parent=gene-FWD;Name=NM_000001.3;gbkey=mRNA;gene=FWD;tag=RefSeq Select;transcript_id=NM_000001.3"
    lines = [line(nc, "gene", (ATG - 20, LAST), "ID=gene-FWD;Name=FWD;gene=FWD;gene_biotype=protein_coding")]
    lines.append(line(nc, "mRNA", (ATG - 20, LAST), mrna))
    exon = "Parent=rna-NM_000001.3;gbkey=mRNA;gene=FWD;transcript_id=NM_000001.3"
    lines += [line(nc, "exon", span, f"ID=exon-{span[0]};{exon}") for span in (LEADING, *TRANSCRIBED)]
    lines += [line(nc, "CDS", span, "ID=cds-NP_1;Parent=rna-NM_000001.3;gene=FWD", phase="0") for span in EXONS]
    lines.append(line(mt, "gene", (101, 300), "ID=gene-MT-RNR1;Name=MT-RNR1;gbkey=Gene;gene=MT-RNR1;gene_biotype=rRNA"))
    lines.append(line(mt, "rRNA", (101, 300), "ID=rna-MT-RNR1;Parent=gene-MT-RNR1;gbkey=rRNA;gene=MT-RNR1"))
    lines.append(line(mt, "exon", (101, 300), "ID=exon-MT-RNR1;Parent=rna-MT-RNR1;gbkey=rRNA;gene=MT-RNR1"))
    lines.append(line(mt, "gene", (401, 460), "ID=gene-MT-ND1;Name=MT-ND1;gene=MT-ND1;gene_biotype=protein_coding"))
    lines.append(line(mt, "CDS", (401, 460), "ID=cds-ND1;Parent=gene-MT-ND1;gene=MT-ND1", phase="0"))
    return lines


def mane_gff3() -> list[str]:
    """The MANE release's GFF3: Ensembl accessions, ``MANE Select`` and the RefSeq accession in Dbxref."""
    return [text.replace("ENST01.2;transcript_type", "ENST01.2;Dbxref=GeneID:1,RefSeq:NM_000001.3;transcript_type")
            .replace("MANE_Select", "MANE Select") for text in gencode_gff3() if "ENST00.1" not in text]  # fmt: skip


def written(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    text = "\n".join(lines) + "\n"
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("name", "lines", "accession", "mane", "aliases"),
    [
        ("gencode.gff3.gz", gencode_gff3(), "ENST01.2", "ENST01.2", ()),
        ("refseq.gff3", refseq_gff3(), "NM_000001.3", "", ()),
        ("mane.gff3", mane_gff3(), "ENST01.2", "NM_000001.3", ("NM_000001.3",)),
    ],
)
def test_each_source_gives_the_same_names(
    tmp_path: Path, name: str, lines: list[str], accession: str, mane: str, aliases: tuple[str, ...]
) -> None:
    build_genome_pack(written(tmp_path, name, lines), fasta(tmp_path), tmp_path / "pack", Assembly.GRCH38)
    pack = load_genome(tmp_path / "pack", Assembly.GRCH38)
    transcript = pack.transcript_of("FWD")
    assert transcript is not None
    assert (transcript.transcript, transcript.mane_select, transcript.aliases) == (accession, mane, aliases)
    effect = pack.effects(allele(Assembly.GRCH38, "1", ATG + 4, "C", "A"))[0]
    assert (effect.hgvsc, effect.hgvsp, effect.exon, effect.is_primary) == ("c.5C>A", "p.Ala2Asp", "2/4", True)
    assert pack.effects(allele(Assembly.GRCH38, "1", ATG - 16, GENE[4], "N"))[0].hgvsc.startswith("c.-11")  # over the intron


def test_stop_codons_beside_the_cds_and_versions_apart_as_in_ensembl_gtf(tmp_path: Path) -> None:
    build_genome_pack(written(tmp_path, "e.gtf", ensembl_gtf()), fasta(tmp_path, "1", "MT"), tmp_path / "p", Assembly.GRCH38)
    pack = load_genome(tmp_path / "p", Assembly.GRCH38)
    (effect,) = pack.effects(allele(Assembly.GRCH38, "1", mirrored(ATG + 4), "G", "T"))
    assert (effect.transcript, effect.hgvsc, effect.hgvsp, effect.exon) == ("ENST02.5", "c.5C>A", "p.Ala2Asp", "2/4")


def test_ribosomal_rna_has_n_names_and_mitochondrial_proteins_are_left_out(tmp_path: Path) -> None:
    counts = build_genome_pack(written(tmp_path, "r.gff3", refseq_gff3()), fasta(tmp_path), tmp_path / "p", Assembly.GRCH38)
    assert counts["left out: mitochondrial proteins (another genetic code)"] == 1
    pack = load_genome(tmp_path / "p", Assembly.GRCH38)
    base = MITOCHONDRION[149]
    (effect,) = pack.effects(allele(Assembly.GRCH38, "MT", 150, base, "A" if base != "A" else "C"))
    assert effect.gene == "MT-RNR1"
    assert effect.hgvsc.startswith("n.50")
    assert (effect.consequence, effect.hgvsp, effect.exon) == (("non_coding_transcript_exon_variant",), "", "1/1")
    assert pack.regions()["MT"]


def test_the_users_folder_is_left_alone_and_the_pack_is_the_same_each_time(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    annotation, bases = written(source, "g.gff3", gencode_gff3()), fasta(source)
    for name in ("a", "b"):
        build_genome_pack(annotation, bases, tmp_path / name, Assembly.GRCH38)
    assert sorted(path.name for path in source.iterdir()) == ["g.gff3", "genome.fa"]
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_what_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    bases = fasta(tmp_path)
    broken = gencode_gff3()
    broken[3] = broken[3].replace(f"\t{LEADING[0]}\t", "\tx\t")
    with pytest.raises(InputError, match="line 4: start 'x'"):
        build_genome_pack(written(tmp_path, "a.gff3", broken), bases, tmp_path / "p", Assembly.GRCH38)
    with pytest.raises(InputError, match="line 1: 3 columns"):
        build_genome_pack(written(tmp_path, "b.gff3", ["chr1\tx\ty"]), bases, tmp_path / "p", Assembly.GRCH38)
    with pytest.raises(InputError, match="no exon or CDS"):
        build_genome_pack(written(tmp_path, "c.gff3", ["##gff-version 3"]), bases, tmp_path / "p", Assembly.GRCH38)
    with pytest.raises(InputError, match="no such FASTA"):
        build_genome_pack(written(tmp_path, "d.gff3", gencode_gff3()), tmp_path / "none.fa", tmp_path / "p", Assembly.GRCH38)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    annotation = written(tmp_path, "g.gff3", refseq_gff3()[:9])
    with pytest.raises(InputError, match="share no contig"):
        build_genome_pack(annotation, fasta(tmp_path, "chr2"), tmp_path / "p", Assembly.GRCH38)
    with pytest.raises(AssemblyError, match=r"NC_000001\.11 is not of GRCh37"):
        build_genome_pack(annotation, fasta(tmp_path), tmp_path / "p", Assembly.GRCH37)


def test_the_command_and_a_pack_of_the_other_assembly(tmp_path: Path) -> None:
    annotation = written(tmp_path, "g.gff3", gencode_gff3())
    arguments = [
        "build",
        "--gff",
        str(annotation),
        "--fasta",
        str(fasta(tmp_path)),
        "-o",
        str(tmp_path / "p"),
        "--genes",
        "FWD",
    ]
    result = CliRunner().invoke(genome_command, arguments)
    assert result.exit_code == 0, result.output
    assert "2 transcripts of 1 genes" in result.output
    with pytest.raises(AssemblyError, match="holds transcripts of GRCh38"):
        load_genome(tmp_path / "p", Assembly.GRCH37)
    with pytest.raises(UsageError, match="not a genome pack"):
        load_genome(tmp_path, Assembly.GRCH38)


def built(tmp_path: Path, *further: str, output: str = "p") -> Result:
    annotation = written(tmp_path, "g.gff3", gencode_gff3())
    named = ["build", "--gff", str(annotation), "--fasta", str(fasta(tmp_path)), "-o", str(tmp_path / output)]
    return CliRunner().invoke(genome_command, [*named, *further])


def test_a_gene_that_the_annotation_does_not_name_is_told(tmp_path: Path) -> None:
    result = built(tmp_path, "--genes", "FWD,BARF")
    assert result.exit_code == 0
    assert "genes of --genes that g.gff3 does not name (BARF): 1" in result.output


def test_what_cannot_be_read_or_written_is_told_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "genes.bin").write_bytes(b"\xff\xfe\x00")
    refused = built(tmp_path, "--genes", str(tmp_path / "genes.bin")).exception
    assert isinstance(refused, UsageError)
    assert "genes.bin: it is not UTF-8 text (byte 1)" in str(refused)
    assert isinstance(built(tmp_path, "--genes", ",").exception, UsageError)
    (tmp_path / "file").touch()
    refused = built(tmp_path, output="file").exception
    assert isinstance(refused, UsageError)
    assert str(refused).endswith("File exists. Choose another with --output.")
    with pytest.raises(InputError, match=r"nothing\.gff: cannot be read as GFF3 or GTF: No such file or directory\."):
        build_genome_pack(tmp_path / "nothing.gff", fasta(tmp_path), tmp_path / "p", Assembly.GRCH38)


def test_the_index_of_a_compressed_fasta_is_made_in_the_pack(tmp_path: Path) -> None:
    plain = fasta(tmp_path)
    (folder := tmp_path / "reference").mkdir()
    pysam.tabix_compress(str(plain), str(folder / "hg.fa.gz"))
    annotation = written(tmp_path, "g.gff3", gencode_gff3())
    build_genome_pack(annotation, folder / "hg.fa.gz", tmp_path / "p", Assembly.GRCH38)
    assert [path.name for path in folder.iterdir()] == ["hg.fa.gz"]
    build_genome_pack(annotation, plain, tmp_path / "q", Assembly.GRCH38)
    table = "transcripts.GRCh38.tsv"
    assert (tmp_path / "p" / table).read_bytes() == (tmp_path / "q" / table).read_bytes()
