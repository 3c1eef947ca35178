"""On whose numbering a biomarker's protein change is named: the join of names with packaged transcripts, at build time.

1. Where the biomarker's allele is known, the transcripts on which that allele has the named change are meant. Where it has
   the same residues at another number (FGFR2 N550K is N549K on the packaged isoform), the computed name takes its place;
   where an insertion, deletion or frameshift is spelt otherwise (EGFR D770_N771insSVD is S768_D770dup), it is added.
2. Else the transcripts whose protein has the named residues at the named places, and the name's canonical HGVS form there
   is added. Histone names of the field leave out the first methionine (H3-3A K27M is K28M).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pm_annotate.genome.protein_effect import canonical_protein_change, residues_agree
from pm_annotate.knowledge_tables.biomarkers import GenomeReader, JoinReport, typed_allele
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind
from pm_annotate.protein_change import ProteinChange, parse_protein_change

NEARBY = 10  # residues between two spellings of one insertion, deletion or frameshift

Genomes = Mapping[Assembly, GenomeReader]


def with_transcripts(biomarker: Biomarker, genomes: Genomes, report: JoinReport) -> Biomarker:
    """The biomarker with the transcripts and names that its protein change has here; unchanged for other kinds."""
    if biomarker.kind == BiomarkerKind.CODON:
        return _codon_transcripts(biomarker, genomes[Assembly.GRCH38], report)
    if biomarker.kind != BiomarkerKind.PROTEIN_CHANGE:
        return biomarker
    named = [change for name in biomarker.protein_changes if (change := parse_protein_change(name))]
    computed = list(_computed_changes(biomarker, genomes))
    return _by_allele(biomarker, named, computed, report) or _by_residues(biomarker, named, genomes[Assembly.GRCH38], report)


def _computed_changes(biomarker: Biomarker, genomes: Genomes) -> Iterator[tuple[str, ProteinChange]]:
    """(transcript, protein change) that the biomarker's alleles have on its gene."""
    for assembly, chrom, pos, ref, alt in biomarker.alleles:
        for effect in genomes[assembly].effects(typed_allele(assembly, chrom, pos, ref, alt)):
            change = parse_protein_change(effect.hgvsp_short) if effect.hgvsp_short else None
            if effect.gene == biomarker.gene and change is not None:
                yield effect.transcript, change


def _by_allele(
    biomarker: Biomarker, named: list[ProteinChange], computed: list[tuple[str, ProteinChange]], report: JoinReport
) -> Biomarker | None:
    """Rule 1; None where no allele is known. Names that are not the computed ones are listed."""
    same = [(transcript, change) for transcript, change in computed if any(is_same(change, name) for name in named)]
    if same:
        return biomarker._replace(transcripts=_unique(transcript for transcript, _ in same))
    renumbered = [(t, c) for t, c in computed if any(is_renumbered(c, name) for name in named)]
    respelt = [(t, c) for t, c in computed if any(is_respelt(c, name) for name in named)]
    if computed:
        names = "/".join(sorted({change.short() for _, change in computed}))
        what = "numbering" if renumbered else "spelling" if respelt else "matched by allele only"
        report.name_disagrees.append(f"{biomarker.biomarker_id} {biomarker.name}: computed {names} ({what})")
    if renumbered:
        changes = _unique(change.short() for _, change in renumbered)
        return biomarker._replace(protein_changes=changes, transcripts=_unique(t for t, _ in renumbered))
    if respelt:
        changes = _unique([*biomarker.protein_changes, *(change.short() for _, change in respelt)])
        return biomarker._replace(protein_changes=changes, transcripts=_unique(t for t, _ in respelt))
    return biomarker._replace(transcripts=_unique(t for t, _ in computed)) if computed else None


def is_same(one: ProteinChange, other: ProteinChange) -> bool:
    """Whether two names are one change; the length and new residue of a frameshift, extension or stop may be left out."""
    if one.names_truncation and other.names_truncation:
        return (one.start, one.start_residue) == (other.start, other.start_residue)
    if one.kind != other.kind:
        return False
    if one.kind == "extension":
        return one.start == other.start
    return one.short() == other.short()


def is_renumbered(one: ProteinChange, other: ProteinChange) -> bool:
    """Two substitutions of the same residues at different numbers."""
    if {one.kind, other.kind} != {"substitution"} or one.start == other.start:
        return False
    return (one.start_residue, one.inserted) == (other.start_residue, other.inserted)


def is_respelt(one: ProteinChange, other: ProteinChange) -> bool:
    """Two names near each other that change the length of the protein.

    A lost start is none of them: ``M1?`` stands for every such change, the source's name for one.
    """
    fixed_length = ("substitution", "synonymous", "start_loss")
    both_change_length = all(change.names_truncation or change.kind not in fixed_length for change in (one, other))
    return both_change_length and abs(one.start - other.start) <= NEARBY


def _by_residues(biomarker: Biomarker, named: list[ProteinChange], genome: GenomeReader, report: JoinReport) -> Biomarker:
    """Rule 2; unchanged where the gene has no packaged protein or the name gives no residues."""
    proteins = genome.transcripts_with_protein(biomarker.gene)
    if not proteins or not named or not all(change.start_residue for change in named):
        return biomarker
    for offset in (0, 1) if biomarker.gene.startswith("H3") else (0,):
        shifted = [change._replace(start=change.start + offset, end=change.end + offset) for change in named]
        fitting = {t: p for t, p in proteins.items() if all(residues_agree(change, p) for change in shifted)}
        if fitting:
            canonical = [canonical_protein_change(change, protein) for protein in fitting.values() for change in shifted]
            names = [change.short() for change in (*shifted, *canonical)]
            return biomarker._replace(protein_changes=_unique(names), transcripts=tuple(fitting))
    report.fits_no_transcript.append(f"{biomarker.biomarker_id} {biomarker.name}")
    return biomarker


def _codon_transcripts(biomarker: Biomarker, genome: GenomeReader, report: JoinReport) -> Biomarker:
    """``KRAS G12/G13``: the transcripts with these residues at these places."""
    words = biomarker.name.partition(" ")[2].split(" ")[0].split("/")
    places = [(word[0], int(word[1:])) for word in words if word[1:].isdigit()]
    proteins = genome.transcripts_with_protein(biomarker.gene)
    if not proteins or not places:
        return biomarker
    fitting = tuple(
        transcript for transcript, protein in proteins.items() if all(protein[n - 1 : n] == residue for residue, n in places)
    )
    if not fitting:
        report.fits_no_transcript.append(f"{biomarker.biomarker_id} {biomarker.name}")
    return biomarker._replace(transcripts=fitting)


def _unique(items: Iterator[str] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
