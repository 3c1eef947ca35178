"""The importer: from source tables of transcripts, sequences and proteins to the packaged tables of this room.

Reads ``transcripts.<assembly>.tsv``, ``cds.<assembly>.fa``, ``genomic_slices.<assembly>.fa.gz``,
``cds_intervals.<assembly>.tsv``, ``proteins.fa``, ``GRCh37_to_GRCh38.chain``, and published changes from the folder
``knowledge`` beside them. Writes, deterministically, ``transcripts.<assembly>.tsv``, ``<assembly>.fa`` with
``<assembly>.index.tsv``, ``proteins.fa``, ``known_codons.<source>.tsv`` and ``versions.tsv``.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pm_annotate.genome.gene_regions import FLANK, UPSTREAM, intervals_of, text_of, write_regions
from pm_annotate.genome.packaged_sequence import Slices, Stretch, exonic_stretches, merged_stretches, wanted, write_stretches
from pm_annotate.genome.primary_transcript import Curation, Draft, choose_primary, numbering_of, read_curation
from pm_annotate.genome.published_codons import known_codons, read_published_changes, write_curated_codons, write_known_codons
from pm_annotate.genome.sequence import reverse_complement
from pm_annotate.genome.transcripts import COLUMNS, Interval, TranscriptTable, transcript_of_row
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly
from pm_annotate.resources import resources_folder


@dataclass(slots=True)
class Sources:
    """The source tables of one assembly."""

    rows: list[dict[str, str]]
    cds: dict[str, str]  # "gene|transcript" -> coding strand
    slices: Slices
    intervals: dict[str, dict[str, str]]  # gene -> row
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def read_fasta(path: Path) -> dict[str, str]:
    """Header (without ``>``) to sequence; plain or gzip."""
    records: dict[str, list[str]] = {}
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as handle:
        lines: list[str] = []
        for line in handle:
            if line.startswith(">"):
                lines = records.setdefault(line[1:].strip(), [])
            else:
                lines.append(line.strip())
    return {name: "".join(parts).upper() for name, parts in records.items()}


def read_rows(path: Path) -> list[dict[str, str]]:
    """A TSV with a header, as dictionaries."""
    with path.open(newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def _read_sources(source: Path, assembly: Assembly) -> Sources:
    return Sources(
        rows=read_rows(source / f"transcripts.{assembly}.tsv"),
        cds=read_fasta(source / f"cds.{assembly}.fa"),
        slices=Slices(read_fasta(source / f"genomic_slices.{assembly}.fa.gz")),
        intervals={row["gene"]: row for row in read_rows(source / f"cds_intervals.{assembly}.tsv")},
    )


def build_genome_tables(source: Path, out: Path) -> dict[str, str]:
    """Write the packaged tables to ``out``. Returns a report: what was counted, and the sha256 of each file written."""
    out.mkdir(parents=True, exist_ok=True)
    curated = out / "curated" if (out / "curated").is_dir() else resources_folder() / "genome" / "curated"
    curation = read_curation(curated)
    proteins = {name.split("|")[0]: (name.split("|")[1], bases) for name, bases in read_fasta(source / "proteins.fa").items()}
    sources = {assembly: _read_sources(source, assembly) for assembly in Assembly}
    drafts = {assembly: _packaged_drafts(assembly, sources[assembly], proteins, curation) for assembly in Assembly}
    chain = source / "GRCh37_to_GRCh38.chain"
    onto = {Assembly.GRCH38: LiftOver(chain), Assembly.GRCH37: LiftOver(chain, inverted=True)}
    for assembly, other in ((Assembly.GRCH37, Assembly.GRCH38), (Assembly.GRCH38, Assembly.GRCH37)):
        _borrow(assembly, drafts[assembly], drafts[other], sources, onto[assembly])
        _borrow_coordinates(sources[assembly], sources[other], onto[assembly])
        _share_exons(assembly, drafts[assembly], drafts[other], sources)
    report: dict[str, str] = {}
    with_protein: dict[str, tuple[str, str]] = {}
    for assembly in Assembly:
        rows, stretches = _assembly_tables(sources[assembly], drafts[assembly], proteins, curation, with_protein)
        table = out / f"transcripts.{assembly}.tsv"
        _write_table(table, rows)
        write_regions(out / f"regions.{assembly}.tsv", table, TranscriptTable(table).regions(UPSTREAM, FLANK))
        write_stretches(stretches, out / f"{assembly}.fa", out / f"{assembly}.index.tsv")
        report |= {f"{assembly} {name}": str(count) for name, count in sorted(sources[assembly].counts.items())}
    lines = [f">{gene}|{name}\n{residues}\n" for gene, (name, residues) in sorted(with_protein.items())]
    (out / "proteins.fa").write_text("".join(lines))
    _write_codons(source.parent / "knowledge", out, {gene: residues for gene, (_, residues) in with_protein.items()})
    write_curated_codons(curated, out)
    _write_versions(out)
    for path in sorted(out.iterdir()):
        if path.is_file():
            report[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return report


def _write_codons(knowledge: Path, out: Path, proteins: dict[str, str]) -> None:
    """``known_codons.<source>.tsv`` for the genes with coordinates only, from published changes beside the source tables."""
    transcripts = {
        (assembly, transcript.gene): transcript
        for assembly in Assembly
        for transcript in TranscriptTable(out / f"transcripts.{assembly}.tsv")
        if transcript.sequence == "coordinates_only"
    }
    codons = known_codons(read_published_changes(knowledge), transcripts, proteins)
    write_known_codons(codons, out)


def _write_versions(out: Path) -> None:
    """``versions.tsv``: the sha256 of each packaged table, so that a run can say what it used without reading them all."""
    lines = ["table\tsha256"]
    for path in sorted(out.iterdir()):
        if path.is_file() and path.name != "versions.tsv":
            lines.append(f"{path.name}\t{hashlib.sha256(path.read_bytes()).hexdigest()}")
    (out / "versions.tsv").write_text("\n".join(lines) + "\n")


def _clean_name(name: str, gene: str, proteins: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """Accessions in a source name: ``NM_020732.3/ENST00000647938`` has two, ``GENCODEv43:ENSP..`` is its ENSP."""
    if name.startswith("GENCODE"):
        return (name.partition(":")[2] or proteins[gene][0],)
    return tuple(part for part in name.replace("/", ",").split(",") if part)


def _packaged_drafts(
    assembly: Assembly, sources: Sources, proteins: dict[str, tuple[str, str]], curation: Curation
) -> dict[tuple[str, str], Draft]:
    """Transcripts with sequence, by (gene, accession); those with the same coding exons are one."""
    by_structure: dict[tuple[str, tuple[Interval, ...]], list[Draft]] = {}
    for row in sources.rows:
        names = curation.renamed(row["gene"], _clean_name(row["transcript"], row["gene"], proteins))
        draft = Draft(
            gene=row["gene"],
            names=names,
            source=row["source"] if row["source"] not in ("-", "none") else "",
            quality=row["quality"],
            chrom=row["chrom"],
            strand=row["strand"],
            cds_exons=intervals_of(row["cds_exons"]),
            all_exons=intervals_of(row["exons"]),
            note=row["note"],
            bases=sources.cds[f"{row['gene']}|{row['transcript']}"],
            equals_reference_protein=row["protein_equals_ensembl"] == "yes",
        )
        by_structure.setdefault((draft.gene, draft.cds_exons), []).append(draft)
    drafts = {}
    for same in by_structure.values():
        draft = _one_of(same)
        drafts[draft.gene, draft.names[0]] = draft
    for added in curation.added(assembly):
        model = next(draft for (gene, _), draft in drafts.items() if gene == added.gene)
        bases = sources.slices.spliced(model.chrom, added.cds_exons, model.strand)
        drafts[added.gene, added.names[0]] = added._replace(
            chrom=model.chrom, strand=model.strand, bases=bases, quality="assembly", all_exons=()
        )
    return drafts


def _one_of(same: list[Draft]) -> Draft:
    """Transcripts that differ in untranslated exons only become the first (RefSeq, lowest number), the others aliases."""
    same.sort(key=lambda draft: (not draft.names[0].startswith("NM_"), len(draft.names[0]), draft.names[0]))
    best = same[0]
    return best._replace(names=tuple(dict.fromkeys(name for draft in same for name in draft.names)))


def _borrow(
    assembly: Assembly,
    drafts: dict[tuple[str, str], Draft],
    others: dict[tuple[str, str], Draft],
    sources: dict[Assembly, Sources],
    onto_here: LiftOver,
) -> None:
    """Give ``assembly`` the transcripts that only the other assembly's table has, where their exons can be found.

    Through the gene's slice where both assemblies have one; else by liftover, then with the other assembly's bases.
    """
    here, there = sources[assembly], sources[Assembly.GRCH38 if assembly == Assembly.GRCH37 else Assembly.GRCH37]
    for key, draft in others.items():
        if key in drafts:
            continue
        moved = there.slices.find_in(here.slices, draft.gene, draft.chrom, draft.cds_exons)
        moved = moved or onto_here.intervals(draft.chrom, draft.cds_exons)
        if moved is None:
            continue
        bases = here.slices.spliced(draft.chrom, moved, draft.strand)
        if bases:
            drafts[key] = draft._replace(cds_exons=moved, all_exons=(), bases=bases, note="exons from the other assembly")
            here.counts["transcripts located by their exons in the other assembly"] += 1
        else:
            note = "exons lifted from the other assembly, with its bases"
            drafts[key] = draft._replace(cds_exons=moved, all_exons=(), quality="other_assembly", note=note)
            here.counts["transcripts lifted with the other assembly's bases"] += 1


def _borrow_coordinates(here: Sources, there: Sources, onto_here: LiftOver) -> None:
    """Lift the genes with coordinates only that just the other assembly's table has."""
    known = {row["gene"] for row in here.rows}
    structures = {(row["chrom"], row["cds_exons"]) for row in here.intervals.values()}
    for gene, row in there.intervals.items():
        if gene in here.intervals or gene in known:
            continue
        moved = onto_here.intervals(row["chrom"], intervals_of(row["cds_exons"]))
        if moved is not None and (row["chrom"], text_of(moved)) not in structures:
            here.intervals[gene] = row | {"cds_exons": text_of(moved)}
            here.counts["genes with coordinates lifted"] += 1


def _share_exons(
    assembly: Assembly,
    drafts: dict[tuple[str, str], Draft],
    others: dict[tuple[str, str], Draft],
    sources: dict[Assembly, Sources],
) -> None:
    """Untranslated exons that only the other assembly's table has: located by sequence, or at least counted."""
    here, there = sources[assembly], sources[Assembly.GRCH38 if assembly == Assembly.GRCH37 else Assembly.GRCH37]
    for key, draft in drafts.items():
        other = others.get(key)
        if other is None or draft.all_exons or not other.all_exons:
            continue
        moved = there.slices.find_in(here.slices, draft.gene, draft.chrom, other.all_exons)
        if moved is not None and _holds(moved, draft.cds_exons):
            drafts[key] = draft._replace(all_exons=moved)
            here.counts["untranslated exons located by sequence"] += 1
        else:
            drafts[key] = draft._replace(numbering=numbering_of(other))
            here.counts["untranslated exons counted only"] += 1


def _holds(exons: tuple[Interval, ...], coding: tuple[Interval, ...]) -> bool:
    return all(any(low <= start and end <= high for low, high in exons) for start, end in coding)


def _assembly_tables(
    sources: Sources,
    drafts: dict[tuple[str, str], Draft],
    proteins: dict[str, tuple[str, str]],
    curation: Curation,
    with_protein: dict[str, tuple[str, str]],
) -> tuple[list[list[str]], list[Stretch]]:
    by_gene: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.values():
        by_gene[draft.gene].append(draft)
    for gene, row in sources.intervals.items():
        if gene in by_gene or gene not in proteins:
            continue
        name, residues = proteins[gene]
        if int(row["cds_len"]) != 3 * (len(residues) + 1):
            sources.counts["coordinates without fitting protein"] += 1
            continue
        by_gene[gene].append(_coordinate_draft(row, name))
        with_protein[gene] = (name, residues)
    rows, stretches = [], []
    for gene in sorted(by_gene):
        length = len(proteins[gene][1]) if gene in proteins else None
        ordered = choose_primary(by_gene[gene], length, curation)
        for draft in ordered:
            rows.append(_row(draft, draft is ordered[0], ordered[0], curation))
            sources.counts["transcripts"] += 1
            if draft.bases:
                stretches += _sequence_of(draft, sources)
            else:
                sources.counts["genes with coordinates only"] += 1
    return rows, merged_stretches(stretches, sources.counts)


def _coordinate_draft(row: dict[str, str], name: str) -> Draft:
    unique = row["n_structures_of_this_length"] == "1"
    return Draft(
        gene=row["gene"],
        names=(name,),
        source="GENCODE",
        quality="coordinates" if unique else "coordinates_ambiguous",
        chrom=row["chrom"],
        strand=row["strand"],
        cds_exons=intervals_of(row["cds_exons"]),
        equals_reference_protein=True,
    )


def _sequence_of(draft: Draft, sources: Sources) -> list[Stretch]:
    """Slices around the exons where there are any; else the coding exons from the coding sequence."""
    spliced = sources.slices.spliced(draft.chrom, draft.cds_exons, draft.strand)
    if not spliced:
        exact = draft.quality not in ("clone", "other_assembly")
        bases = draft.bases if draft.strand == "+" else reverse_complement(draft.bases)
        return exonic_stretches(draft.chrom, draft.cds_exons, bases, exact)
    differences = sum(a != b for a, b in zip(spliced, draft.bases, strict=True))
    sources.counts["transcripts with genomic slice"] += 1
    sources.counts["bases where slice and coding sequence differ"] += differences
    return sources.slices.cut(draft.chrom, wanted(draft))


def _row(draft: Draft, is_primary: bool, primary: Draft, curation: Curation) -> list[str]:
    offset, count = curation.exon_numbering(draft, primary)
    first, last = min(e[0] for e in draft.cds_exons + draft.all_exons), max(e[1] for e in draft.cds_exons + draft.all_exons)
    before, after = (1500, 300) if draft.strand == "+" else (300, 1500)
    length = sum(end - start + 1 for start, end in draft.cds_exons)
    values = {
        "gene": draft.gene,
        "transcript": draft.names[0],
        "aliases": ",".join(draft.names[1:]),
        "source": draft.source,
        "quality": draft.quality,
        "sequence": "packaged" if draft.bases else "coordinates_only",
        "chrom": draft.chrom,
        "strand": draft.strand,
        "reach": f"{first - before}-{last + after}",
        "cds_exons": text_of(draft.cds_exons),
        "all_exons": text_of(draft.all_exons),
        "cds_length": str(length),
        "protein_length": str(length // 3 - 1),
        "coding_exon_offset": "" if offset is None else str(offset),
        "utr5_length": curation.utr5_lengths.get(draft.gene, "") if is_primary else "",
        "exon_count": "" if count is None else str(count),
        "is_primary": "yes" if is_primary else "no",
        "mane_select": curation.mane_select(draft),
        "note": draft.note,
    }
    _check_anchors(values, curation)
    return [values[column] for column in COLUMNS]


def _check_anchors(values: dict[str, str], curation: Curation) -> None:
    """Raise ValueError when a curated exon offset does not put a well-known residue into its exon."""
    if values["is_primary"] != "yes" or (values["sequence"] != "packaged" and not values["coding_exon_offset"]):
        return
    transcript = transcript_of_row([values[column] for column in COLUMNS])
    for residue, exon in curation.anchors.get(values["gene"], ()):
        found = transcript.exon_of_residue(residue)
        if found != exon:
            raise ValueError(f"{values['gene']} residue {residue} falls into exon {found}, not {exon}: correct exon_offset.tsv")


def _write_table(path: Path, rows: list[list[str]]) -> None:
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
