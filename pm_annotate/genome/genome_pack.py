"""A genome pack: a user's own transcripts and their sequence, in the schema of ``resources/genome``.

From a GFF3 or GTF file and the FASTA of the same assembly. Every transcript whose coding sequence reads as one open frame
is kept, and small non-coding RNA of genes without one (MT-RNR1). What is left out is counted by its reason.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

from pm_annotate.errors import AssemblyError, InputError
from pm_annotate.genome.annotation_file import AnnotatedTranscript, read_annotation
from pm_annotate.genome.assembly import CONTIG_LENGTHS, accession_assembly, normalise_chrom
from pm_annotate.genome.gene_regions import FLANK, UPSTREAM, text_of, write_regions
from pm_annotate.genome.packaged_sequence import Stretch, merged_stretches, write_stretches
from pm_annotate.genome.sequence import CODON_TABLE, is_compressed, reverse_complement, translate
from pm_annotate.genome.transcripts import COLUMNS, DOWNSTREAM_REACH, UPSTREAM_REACH, Interval, TranscriptTable
from pm_annotate.intervals import merged
from pm_annotate.model import Assembly

_INTRON_FLANK = 200
_KEPT_NON_CODING = frozenset(
    {"rRNA", "Mt_rRNA", "Mt_tRNA", "tRNA", "snRNA", "snoRNA", "scaRNA", "miRNA", "telomerase_RNA", "ribozyme", "vault_RNA",
     "RNase_MRP_RNA", "RNase_P_RNA", "Y_RNA", "misc_RNA", "ncRNA"}
)  # fmt: skip


class PackedTranscript(NamedTuple):
    """A transcript that goes into the pack. Intervals ascend; ``coding`` is () for non-coding RNA."""

    annotated: AnnotatedTranscript
    chrom: str
    exons: tuple[Interval, ...]
    coding: tuple[Interval, ...]

    @property
    def length(self) -> int:
        """Coding bases with the stop codon; all bases of non-coding RNA."""
        return sum(end - start + 1 for start, end in self.coding or self.exons)


def build_genome_pack(
    annotation: Path, fasta: Path, out: Path, assembly: Assembly, genes: Collection[str] | None = None
) -> dict[str, int]:
    """Write the pack to ``out`` (made if absent). Returns what was kept and what was left out, counted.

    Raises InputError for files that cannot be read, AssemblyError when annotation or FASTA are of the other assembly.
    """
    transcripts = read_annotation(annotation)
    out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with _Fasta(fasta, out, assembly) as bases:
        packed = list(_packed(transcripts.values(), bases, assembly, annotation, genes, counts))
        if unnamed := sorted(set(genes or ()) - {transcript.gene for transcript in transcripts.values()}):
            listed = ", ".join(unnamed[:10]) + (" and others" if len(unnamed) > 10 else "")
            counts[f"left out: genes of --genes that {annotation.name} does not name ({listed})"] = len(unnamed)
        if not packed:
            raise InputError(f"{annotation}: no transcript fits {fasta}. Left out: {_listed(counts)}.")
        stretches = [stretch for transcript in packed for stretch in _stretches(transcript, bases)]
    rows = _rows(packed)
    lines = ["\t".join(COLUMNS), *("\t".join(row[column] for column in COLUMNS) for row in rows)]
    table = out / f"transcripts.{assembly}.tsv"
    table.write_text("\n".join(lines) + "\n")
    write_regions(out / f"regions.{assembly}.tsv", table, TranscriptTable(table).regions(UPSTREAM, FLANK))
    write_stretches(merged_stretches(stretches, counts), out / f"{assembly}.fa", out / f"{assembly}.index.tsv")
    (out / "proteins.fa").write_text("")
    _write_versions(out)
    counts["transcripts"], counts["genes"] = len(rows), len({row["gene"] for row in rows})
    return dict(sorted(counts.items()))


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {reason}" for reason, number in sorted(counts.items())) or "nothing"


def _write_versions(out: Path) -> None:
    names = sorted(path.name for path in out.iterdir() if path.suffix in (".tsv", ".fa") and path.name != "versions.tsv")
    rows = [f"{name}\t{hashlib.sha256((out / name).read_bytes()).hexdigest()}" for name in names]
    (out / "versions.tsv").write_text("\n".join(["table\tsha256", *rows]) + "\n")


class _Fasta:
    """The user's FASTA by chromosome. Its index is made in the pack, never beside the file; an index that is there is used."""

    def __init__(self, path: Path, out: Path, assembly: Assembly) -> None:
        import pysam

        if not path.is_file():
            raise InputError(f"{path}: no such FASTA file.")
        try:
            endings = {"filepath_index": ".fai"} | ({"filepath_index_compressed": ".gzi"} if is_compressed(path) else {})
            indexes = {name: f"{path}{ending}" for name, ending in endings.items()}
            if not all(Path(index).is_file() for index in indexes.values()):
                indexes = {name: str(out / f"{path.name}{ending}") for name, ending in endings.items()}
                pysam.faidx("--fai-idx", f"{out / path.name}.fai", "--gzi-idx", f"{out / path.name}.gzi", str(path))
            self._file: Any = pysam.FastaFile(str(path), **indexes)
        except (OSError, ValueError, pysam.utils.SamtoolsError) as error:
            raise InputError(f"{path}: cannot be read as FASTA, plain or bgzip ({str(error).strip()[:200]}).") from None
        self._names: dict[str, str] = {}
        for name, length in zip(self._file.references, self._file.lengths, strict=True):
            chrom = normalise_chrom(name)
            if chrom is not None:
                self._names.setdefault(chrom, name)
                _refuse_other_assembly(f"{path}: contig {name}", chrom, length, assembly)
        self.path = path

    def __enter__(self) -> _Fasta:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def holds(self, chrom: str) -> bool:
        """Whether the file has this chromosome, under any of its names."""
        return chrom in self._names

    def bases(self, chrom: str, start: int, end: int) -> str:
        """Plus-strand bases at ``start``..``end`` (1-based, closed), cut at the contig's ends."""
        found: str = self._file.fetch(self._names[chrom], max(0, start - 1), end)
        return found.upper()


def _refuse_other_assembly(where: str, chrom: str, length: int, assembly: Assembly) -> None:
    for other in Assembly:
        if other != assembly and chrom != "MT" and length == CONTIG_LENGTHS[other][chrom] != CONTIG_LENGTHS[assembly][chrom]:
            raise AssemblyError(
                f"{where} has the length of {other}, not of {assembly}. Give --assembly {other}, or another file."
            )


def _packed(
    transcripts: Collection[AnnotatedTranscript],
    bases: _Fasta,
    assembly: Assembly,
    annotation: Path,
    genes: Collection[str] | None,
    counts: Counter[str],
) -> list[PackedTranscript]:
    kept = []
    on_known_contigs = 0
    for transcript in transcripts:
        if genes is not None and transcript.gene not in genes:
            continue
        if accession_assembly(transcript.contig) not in (None, assembly):
            raise AssemblyError(f"{annotation}: contig {transcript.contig} is not of {assembly}. Give the other --assembly.")
        chrom = normalise_chrom(transcript.contig)
        if chrom is None:
            counts["left out: on patches, alternates or unplaced contigs"] += 1
            continue
        if not bases.holds(chrom):
            counts["left out: their contig is not in the FASTA"] += 1
            continue
        on_known_contigs += 1
        reason, packed = _checked(transcript, chrom, bases)
        if packed is None:
            counts[f"left out: {reason}"] += 1
        else:
            kept.append(packed)
    if not on_known_contigs and counts:
        raise InputError(f"{annotation} and {bases.path} share no contig: is the FASTA that of the annotation?")
    coding = {packed.annotated.gene for packed in kept if packed.coding}
    return [packed for packed in kept if packed.coding or packed.annotated.gene not in coding]


def _checked(transcript: AnnotatedTranscript, chrom: str, bases: _Fasta) -> tuple[str, PackedTranscript | None]:
    """(why it is left out, the transcript to pack or None)."""
    coding = merged(transcript.coding)
    exons = merged(transcript.exons) or coding
    packed = PackedTranscript(transcript, chrom, exons, coding)
    if not transcript.gene or not transcript.accession:
        return "without gene or accession", None
    if not coding:
        return "non-coding", packed if transcript.biotype in _KEPT_NON_CODING else None
    if chrom == "MT":
        return "mitochondrial proteins (another genetic code)", None
    whole = _with_stop_codon(packed, bases)
    if whole is None:
        return "no open frame from start to stop (fragments, selenocysteine)", None
    return "", whole


def _with_stop_codon(packed: PackedTranscript, bases: _Fasta) -> PackedTranscript | None:
    """The transcript when its CDS is an open frame that ends with a stop, or when the next exonic codon is one."""
    spliced = _spliced(packed, bases)
    if len(spliced) % 3 or len(spliced) != packed.length:
        return None
    residues = translate(spliced)
    if "*" in residues[:-1]:
        return None
    if residues.endswith("*"):
        return packed
    start, end = packed.coding[0][0], packed.coding[-1][1]
    stop = (end + 1, end + 3) if packed.annotated.strand == "+" else (start - 3, start - 1)
    codon = bases.bases(packed.chrom, *stop)
    codon = codon if packed.annotated.strand == "+" else reverse_complement(codon)
    if CODON_TABLE.get(codon) != "*" or not any(low <= stop[0] and stop[1] <= high for low, high in packed.exons):
        return None
    return packed._replace(coding=merged([*packed.coding, stop]))


def _spliced(packed: PackedTranscript, bases: _Fasta) -> str:
    joined = "".join(bases.bases(packed.chrom, start, end) for start, end in packed.coding)
    return joined if packed.annotated.strand == "+" else reverse_complement(joined)


def _stretches(packed: PackedTranscript, bases: _Fasta) -> list[Stretch]:
    """Exons with flanks, the promoter and a little downstream."""
    before, after = _reach(packed)
    intervals = [(start - _INTRON_FLANK, end + _INTRON_FLANK) for start, end in packed.exons]
    intervals += [(packed.exons[0][0] - before, packed.exons[0][0]), (packed.exons[-1][1], packed.exons[-1][1] + after)]
    found = []
    for start, end in intervals:
        known = bases.bases(packed.chrom, start, end)
        first = max(1, start)
        if known:
            found.append(Stretch(packed.chrom, first, first + len(known) - 1, known, True))
    return found


def _reach(packed: PackedTranscript) -> tuple[int, int]:
    """Bases below the first and above the last exon."""
    return (UPSTREAM_REACH, DOWNSTREAM_REACH) if packed.annotated.strand == "+" else (DOWNSTREAM_REACH, UPSTREAM_REACH)


_PREFERENCE: tuple[Callable[[PackedTranscript], bool], ...] = (
    lambda packed: "MANE_Select" in packed.annotated.tags,
    lambda packed: "RefSeq_Select" in packed.annotated.tags,
    lambda packed: "Ensembl_canonical" in packed.annotated.tags,
    lambda packed: any(tag.startswith("appris_principal") for tag in packed.annotated.tags),
    lambda packed: "basic" in packed.annotated.tags,
)


def _rank(packed: PackedTranscript) -> tuple[tuple[bool, ...], int, str]:
    """MANE Select, RefSeq Select, Ensembl canonical, APPRIS principal, GENCODE basic; the longest; by name."""
    return tuple(not prefers(packed) for prefers in _PREFERENCE), -packed.length, packed.annotated.accession


def _rows(packed: list[PackedTranscript]) -> list[dict[str, str]]:
    by_gene: dict[str, list[PackedTranscript]] = defaultdict(list)
    for transcript in packed:
        by_gene[transcript.annotated.gene].append(transcript)
    rows = []
    for gene in sorted(by_gene):
        ordered = sorted(by_gene[gene], key=_rank)
        ordered = [transcript for transcript in ordered if transcript.chrom == ordered[0].chrom]  # PAR genes: X before Y
        rows += [_row(transcript, transcript is ordered[0]) for transcript in ordered]
    return rows


def _row(packed: PackedTranscript, is_primary: bool) -> dict[str, str]:
    annotated = packed.annotated
    before, after = _reach(packed)
    first, last = packed.exons[0][0], packed.exons[-1][1]
    is_mane = "MANE_Select" in annotated.tags
    return {
        "gene": annotated.gene,
        "transcript": annotated.accession,
        "aliases": ",".join(annotated.references),
        "source": "genome pack",
        "quality": "assembly",
        "sequence": "packaged",
        "chrom": packed.chrom,
        "strand": annotated.strand,
        "reach": f"{max(1, first - before)}-{last + after}",
        "cds_exons": text_of(packed.coding),
        "all_exons": text_of(packed.exons),
        "cds_length": str(packed.length),
        "protein_length": str(packed.length // 3 - 1) if packed.coding else "0",
        "coding_exon_offset": "",
        "utr5_length": "",
        "exon_count": str(len(packed.exons)),
        "is_primary": "yes" if is_primary else "no",
        "mane_select": (annotated.references[0] if annotated.references else annotated.accession) if is_mane else "",
        "note": "",
    }
