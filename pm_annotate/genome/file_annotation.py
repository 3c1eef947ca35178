"""What the file's own annotation says of an allele: CSQ of Ensembl VEP, ANN of SnpEff (or VEP), BCSQ of bcftools csq.

Columns are found by their names in the header, so that any order is read; ANN and BCSQ without a column list have their
documented order (https://pcingola.github.io/SnpEff/adds/VCFannotationformat_v1.0.pdf,
https://samtools.github.io/bcftools/howtos/csq-calling.html, https://www.ensembl.org/info/docs/tools/vep/vep_formats.html).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.genome.annotated_protein import bcsq_change, hgvs_change, residues_change
from pm_annotate.genome.normalise import as_edit
from pm_annotate.model import Allele
from pm_annotate.protein_change import ProteinChange

POPULATION_COLUMNS = ("MAX_AF", "gnomAD_AF", "gnomADe_AF", "gnomADg_AF", "AF")
THOUSAND_GENOMES = "1000G_AF"
"""The name under which VEP's ``AF`` column (1000 Genomes, all) is handed on: INFO/AF means something else."""

VEP, SNPEFF, BCFTOOLS = "VEP", "SnpEff", "bcftools"

_DEFAULT_COLUMNS = {
    "ANN": "Allele|Annotation|Annotation_Impact|Gene_Name|Gene_ID|Feature_Type|Feature_ID|Transcript_BioType|Rank|HGVS.c|"
    "HGVS.p|cDNA.pos/cDNA.length|CDS.pos/CDS.length|AA.pos/AA.length|Distance|ERRORS/WARNINGS/INFO",
    "BCSQ": "Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change",
}
_COLUMN_OF = {
    "annotation": "consequence",
    "genename": "symbol",
    "featureid": "feature",
    "transcript": "feature",
    "rank": "exon",
    "hgvs.c": "hgvsc",
    "hgvs.p": "hgvsp",
    "aa.pos/aa.length": "proteinposition",
}
_TAGS = ("CSQ", "ANN", "BCSQ")
_HEADER_LINE = r'##INFO=<(?:.*?,)?ID=(CSQ|ANN|BCSQ),.*?Description="((?:[^"\\]|\\.)*)"'  # compiled for files that have them
_PIECE = r"(\d+)([ACGTN]+)>([ACGTN]+)"
_ESCAPES = (("%3D", "="), ("%3d", "="), ("%3B", ";"), ("%3b", ";"), ("%2C", ","), ("%2c", ","), ("%25", "%"))


class AnnotationFormat(NamedTuple):
    """One annotation of a file: its INFO tag and where its columns stand. Column names are in small letters, without ``_``."""

    tag: str
    tool: str  # VEP, SnpEff, bcftools
    columns: Mapping[str, int]
    populations: Mapping[str, int]  # columns of POPULATION_COLUMNS


class AnnotatedTranscript(NamedTuple):
    """What one entry says of the allele on one transcript. ``change`` is None where it names no protein change."""

    tag: str
    gene: str
    transcript: str
    consequence: tuple[str, ...]  # in the words of the annotation
    hgvsc: str
    change: ProteinChange | None
    protein_length: int | None
    exon: str
    intron: str
    names: frozenset[str]  # accessions without version that the entry says it holds for
    preference: int  # 0 is the transcript that the annotation itself puts first


def annotation_format(header_lines: Iterable[str]) -> tuple[AnnotationFormat, ...]:
    """The annotations that the header declares. A CSQ without a column list cannot be read and is left out."""
    formats = []
    for line in header_lines:
        named = line.startswith("##INFO=") and any(f"ID={tag}," in line for tag in _TAGS)
        if named and (found := re.match(_HEADER_LINE, line)):
            listed = _listed_columns(found[2]) or _DEFAULT_COLUMNS.get(found[1], "")
            if listed:
                formats.append(_format(found[1], listed.split("|")))
    return tuple(formats)


def _listed_columns(description: str) -> str:
    """Of ``Format: Allele|Consequence`` (VEP), ``'Allele | Annotation'`` (SnpEff), ``[*]consequence[|strand]`` (bcftools)."""
    if "|" not in description:
        return ""
    _, marked, columns = description.rpartition("Format:")
    if not marked:
        columns = description.partition(":")[2]
    quoted = re.search(r"'([^']*\|[^']*)'", columns)
    return re.sub(r"[\s\"'.]+$|^[\s\"']+|\[\*\]|[\[\]]", "", quoted[1] if quoted else columns)


def _format(tag: str, names: Sequence[str]) -> AnnotationFormat:
    columns: dict[str, int] = {}
    for index, name in enumerate(names):
        plain = re.sub(r"[\s_]", "", name).lower()
        columns.setdefault(_COLUMN_OF.get(plain, plain), index)
    tool = SNPEFF if any("HGVS.c" in name for name in names) else BCFTOOLS if tag == "BCSQ" else VEP
    if tool == BCFTOOLS and "gene" in columns:  # here the symbol; in VEP's column of that name an identifier
        columns["symbol"] = columns["gene"]
    stripped = [name.strip() for name in names]
    return AnnotationFormat(tag, tool, columns, {name: stripped.index(name) for name in POPULATION_COLUMNS if name in stripped})


# ---------------------------------------------------------------------------------------------- the entries of an allele


class AlleleAnnotation(NamedTuple):
    """The entries that a file's annotations have for one ALT, in the order of the file: a list for each annotation."""

    entries: tuple[tuple[AnnotationFormat, list[list[str]]], ...]

    def transcripts(self, of_gene: Callable[[str], bool] = bool) -> tuple[AnnotatedTranscript, ...]:
        """The transcripts that they name, of the genes that are asked for. Reading one takes far longer than passing it by."""
        return tuple(
            _read(one, entry)
            for one, entries in self.entries
            for entry in entries
            if (symbol := _value(one, entry, "symbol")) and of_gene(symbol)
        )

    def population_fractions(self) -> dict[str, str]:
        """Population frequencies (0-1, as text) in their columns, by column name; the highest where several stand."""
        found: dict[str, float] = {}
        seen: set[tuple[str, str]] = set()  # the transcripts of an ALT nearly always say the same
        for one, entries in self.entries:
            for entry in entries if one.populations else ():
                for name, index in one.populations.items():
                    text = entry[index] if index < len(entry) else ""
                    if not text or (name, text) in seen:
                        continue
                    seen.add((name, text))
                    key = THOUSAND_GENOMES if name == "AF" else name
                    for part in text.split("&"):
                        if (number := _number(part)) is not None:
                            found[key] = max(number, found.get(key, 0.0))
        return {key: repr(number) for key, number in found.items()}


def annotation_of(allele: Allele, formats: Iterable[AnnotationFormat]) -> AlleleAnnotation:
    """What the file's annotations say of this very ALT."""
    return AlleleAnnotation(tuple((one, _entries(allele, one)) for one in formats))


def annotated_transcripts(allele: Allele, formats: Iterable[AnnotationFormat]) -> tuple[AnnotatedTranscript, ...]:
    """Every transcript that the file's annotations name for this very ALT, in the order of the file."""
    return annotation_of(allele, formats).transcripts()


def _number(text: str) -> float | None:
    """Of ``0.012``; frequencies that name their allele (``T:0.012``) are of old VEP releases and not told apart here."""
    try:
        return float(text)
    except ValueError:
        return None


def _entries(allele: Allele, one: AnnotationFormat) -> list[list[str]]:
    text = allele.retained_info.get(one.tag, "")
    entries = [entry.split("|") for entry in text.split(",") if "|" in entry]  # without the links of BCSQ: "@46115084"
    if "dnachange" in one.columns:
        return [entry for entry in entries if _is_of_dna_change(_value(one, entry, "dnachange"), allele)]
    named = {_value(one, entry, "allele") for entry in entries}
    if len(allele.vcf_alts) > 1 and any(_value(one, entry, "allelenum") for entry in entries):
        number = str(allele.vcf_alts.index(allele.vcf_alt) + 1)
        return [entry for entry in entries if _value(one, entry, "allelenum") == number]
    spelled = next((spelling for spelling in _spellings(allele, one) if spelling in named), None)
    if spelled is None and len(named) == 1 and len(allele.vcf_alts) < 2:
        return entries
    return [entry for entry in entries if _value(one, entry, "allele") == spelled]


def _spellings(allele: Allele, one: AnnotationFormat) -> tuple[str, ...]:
    """How annotations write an ALT, the tool's own way first: as in the file, without the first base if all share it, minimal.

    VEP drops the first base where REF and every ALT begin with it and any differs in length; with ``--minimal`` all it can.
    """
    whole = allele.vcf_alt
    edit = as_edit(allele.vcf_pos, allele.vcf_ref.upper(), whole.upper())
    minimal = edit.inserted or "-"
    spelt_out = [alt for alt in allele.vcf_alts or (whole,) if "*" not in alt]
    trimmed = whole
    is_indel = any(len(alt) != len(allele.vcf_ref) for alt in spelt_out)
    if is_indel and {text[:1] for text in (allele.vcf_ref, *spelt_out)} == {whole[:1]}:
        trimmed = whole[1:] or "-"
    return (whole, trimmed, minimal) if one.tool == SNPEFF else (trimmed, minimal, whole)


def _is_of_dna_change(text: str, allele: Allele) -> bool:
    """Whether ``140753336A>T`` (``+`` joins those of one haplotype) makes this allele; none given: the only ALT."""
    if not text:
        return len(allele.vcf_alts) < 2
    pieces = [re.fullmatch(_PIECE, piece, re.IGNORECASE) for piece in text.split("+")]
    made = allele.vcf_ref.upper()
    for piece in sorted((piece for piece in pieces if piece), key=lambda piece: -int(piece[1])):
        edit = as_edit(int(piece[1]), piece[2].upper(), piece[3].upper())
        at = edit.start - allele.vcf_pos
        if at < 0 or made[at : at + len(edit.removed)] != edit.removed:
            return False
        made = made[:at] + edit.inserted + made[at + len(edit.removed) :]
    return None not in pieces and made == allele.vcf_alt.upper()


def _value(one: AnnotationFormat, entry: Sequence[str], column: str) -> str:
    index = one.columns.get(column, -1)
    return entry[index].strip() if 0 <= index < len(entry) else ""


# --------------------------------------------------------------------------------------------------------- one entry


def _read(one: AnnotationFormat, entry: Sequence[str]) -> AnnotatedTranscript:
    transcript = _value(one, entry, "feature")
    position, _, length = _value(one, entry, "proteinposition").partition("/")
    terms = tuple(_value(one, entry, "consequence").lstrip("*").split("&"))
    rank, intronic = _value(one, entry, "exon"), "intron_variant" in terms and "intron" not in one.columns
    return AnnotatedTranscript(
        tag=one.tag,
        gene=_value(one, entry, "symbol"),
        transcript=transcript,
        consequence=terms,
        hgvsc=_decoded(_value(one, entry, "hgvsc")).rpartition(":")[2],
        change=_protein_change(one, entry, position, any("frameshift" in term for term in terms)),
        protein_length=int(length) if length.isdigit() else None,
        exon="" if intronic else rank,
        intron=rank if intronic else _value(one, entry, "intron"),
        names=frozenset(_stems((transcript, _value(one, entry, "maneselect"), _value(one, entry, "mane")))),
        preference=_preference(one, entry),
    )


def _stems(accessions: Iterable[str]) -> Iterator[str]:
    """Accessions without version; VEP's MANE column holds words beside them."""
    return (accession.partition(".")[0] for accession in accessions if re.match(r"(NM|NR|ENST)_?\d", accession))


def _preference(one: AnnotationFormat, entry: Sequence[str]) -> int:
    if _value(one, entry, "maneselect") or _value(one, entry, "mane") == "MANE_Select":
        return 0
    return 1 if _value(one, entry, "pick") == "1" else 2 if _value(one, entry, "canonical") == "YES" else 3


def _protein_change(one: AnnotationFormat, entry: Sequence[str], position: str, frameshift: bool) -> ProteinChange | None:
    """HGVSp, else the residues that VEP or bcftools give beside the position."""
    named = hgvs_change(_decoded(_value(one, entry, "hgvsp")))
    if named is not None:
        return named
    if "aminoacidchange" in one.columns:
        return bcsq_change(_value(one, entry, "aminoacidchange"), frameshift)
    return residues_change(position, _value(one, entry, "aminoacids"), frameshift)


def _decoded(text: str) -> str:
    """INFO escapes what VCF reserves (VCF 4.5 section 1.2): VEP writes ``p.Leu858%3D``."""
    if "%" not in text:
        return text
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text
