"""Reading transcripts from GFF3 or GTF as GENCODE, Ensembl, RefSeq and MANE write them, plain or gzip.

Formats: GFF3 1.26 (https://github.com/The-Sequence-Ontology/Specifications/blob/master/gff3.md) and GTF 2.2; coordinates
are 1-based and closed. A stop codon that stands beside the CDS (GTF) is joined to it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import unquote

from pm_annotate.errors import InputError, why
from pm_annotate.genome.transcripts import Interval

_GTF_ATTRIBUTE = re.compile(r'\s*(\S+)\s+"?([^";]*)"?\s*;?')
_CODING = frozenset({"CDS", "stop_codon"})


@dataclass(slots=True)
class AnnotatedTranscript:
    """A transcript as the file describes it. Intervals are in file order; ``contig`` is the file's own name."""

    key: str
    contig: str = ""
    strand: str = ""
    gene: str = ""
    accession: str = ""
    biotype: str = ""
    tags: set[str] = field(default_factory=set)
    references: tuple[str, ...] = ()  # RefSeq accessions that the file gives besides its own
    exons: list[Interval] = field(default_factory=list)
    coding: list[Interval] = field(default_factory=list)


@dataclass(slots=True)
class _Parent:
    """A line that others may call their parent: a gene or a transcript."""

    kind: str
    parent: str
    attributes: dict[str, str]


def read_annotation(path: Path) -> dict[str, AnnotatedTranscript]:
    """Transcripts with at least one exon or CDS line, by the file's own key.

    Raises InputError with the line number for a malformed line, and for a file that holds no transcript.
    """
    transcripts: dict[str, AnnotatedTranscript] = {}
    parents: dict[str, _Parent] = {}
    for number, fields in _lines(path):
        attributes = _attributes(fields[8])
        kind = fields[2]
        if kind in _CODING or kind == "exon":
            interval = _interval(path, number, fields)
            keys = attributes.get("Parent", "").split(",") if "Parent" in attributes else [attributes.get("transcript_id", "")]
            for key in filter(None, keys):
                transcript = transcripts.setdefault(key, AnnotatedTranscript(key, fields[0], fields[6]))
                (transcript.exons if kind == "exon" else transcript.coding).append(interval)
                if "Parent" not in attributes:
                    parents.setdefault(key, _Parent("transcript", "", {})).attributes.update(attributes)
        elif "ID" in attributes:
            parents[attributes["ID"]] = _Parent(kind, attributes.get("Parent", ""), attributes)
        elif kind == "transcript" and "transcript_id" in attributes:
            parents[attributes["transcript_id"]] = _Parent(kind, "", attributes)
    if not transcripts:
        raise InputError(f"{path}: no exon or CDS line with a transcript in it. Give a GFF3 or GTF file of transcripts.")
    for transcript in transcripts.values():
        _describe(transcript, parents)
    return transcripts


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(1-based line number, the nine columns) of each feature line, up to ``##FASTA``."""
    try:
        with _opened(path) as handle:
            for number, line in enumerate(handle, start=1):
                if line.startswith("##FASTA"):
                    return
                if not line.strip() or line.startswith("#"):
                    continue
                fields = line.rstrip("\r\n").split("\t")
                if len(fields) != 9:
                    raise InputError(f"{path}, line {number}: {len(fields)} columns where GFF3 and GTF have 9, tab-separated.")
                yield number, fields
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as GFF3 or GTF: {why(error)}.") from None


def _opened(path: Path) -> IO[str]:
    with path.open("rb") as handle:
        compressed = handle.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rt", encoding="utf-8") if compressed else path.open(encoding="utf-8")


def _interval(path: Path, number: int, fields: list[str]) -> Interval:
    if not (fields[3].isdigit() and fields[4].isdigit() and 0 < int(fields[3]) <= int(fields[4])):
        raise InputError(
            f"{path}, line {number}: start '{fields[3]}' and end '{fields[4]}' are no interval (1-based, start <= end)."
        )
    if fields[6] not in ("+", "-"):
        raise InputError(f"{path}, line {number}: strand '{fields[6]}' where an exon needs + or -.")
    return int(fields[3]), int(fields[4])


def _attributes(text: str) -> dict[str, str]:
    """Column 9. Repeated GTF keys (``tag``) are joined with commas."""
    found: dict[str, str] = {}
    if re.match(r"\s*[\w.-]+\s*=", text):
        for part in text.split(";"):
            key, _, value = part.strip().partition("=")
            if key:
                found[key] = unquote(value)
        return found
    for key, value in _GTF_ATTRIBUTE.findall(text):
        found[key] = f"{found[key]},{value}" if key in found and key in ("tag", "db_xref") else value
    return found


def _describe(transcript: AnnotatedTranscript, parents: dict[str, _Parent]) -> None:
    """Gene symbol, accession, biotype and tags, from the transcript's own line and its gene's."""
    own = parents.get(transcript.key)
    attributes = own.attributes if own is not None else {}
    above = parents.get(own.parent) if own is not None else None
    gene = above.attributes if above is not None else {}
    is_gene = own is not None and own.kind in ("gene", "pseudogene")
    transcript.gene = (
        attributes.get("gene_name") or attributes.get("gene") or gene.get("Name") or gene.get("gene")
        or (attributes.get("Name") if is_gene else "") or attributes.get("gene_id") or ""
    )  # fmt: skip
    accession = attributes.get("transcript_id") or (attributes.get("Name") if not is_gene else "") or transcript.gene
    version = attributes.get("transcript_version") or (attributes.get("version") if "." not in accession else "")
    transcript.accession = f"{accession}.{version}" if version and "." not in accession else accession
    transcript.biotype = (
        attributes.get("transcript_type") or attributes.get("transcript_biotype") or attributes.get("biotype")
        or gene.get("gene_biotype") or (own.kind if own is not None and not is_gene else "") or ""
    )  # fmt: skip
    transcript.tags = {tag.strip().replace(" ", "_") for tag in attributes.get("tag", "").split(",") if tag.strip()}
    found = re.findall(r"RefSeq:(N[MR]_\d+\.\d+)", attributes.get("Dbxref", "") + "," + attributes.get("db_xref", ""))
    transcript.references = tuple(dict.fromkeys(name for name in found if name != transcript.accession))
