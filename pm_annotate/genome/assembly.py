"""The human reference assemblies: contig names, lengths, RefSeq accessions, and telling which assembly a file uses.

Lengths and accessions: NCBI assembly reports GCF_000001405.25 (GRCh37.p13) and GCF_000001405.40 (GRCh38.p14).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pm_annotate.errors import UsageError
from pm_annotate.model import Assembly

CHROMOSOMES = (*(str(number) for number in range(1, 23)), "X", "Y", "MT")

_LENGTHS_37 = (
    249250621, 243199373, 198022430, 191154276, 180915260, 171115067, 159138663, 146364022, 141213431, 135534747, 135006516,
    133851895, 115169878, 107349540, 102531392, 90354753, 81195210, 78077248, 59128983, 63025520, 48129895, 51304566,
    155270560, 59373566, 16569,
)  # fmt: skip
_LENGTHS_38 = (
    248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422, 135086622,
    133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167, 46709983, 50818468,
    156040895, 57227415, 16569,
)  # fmt: skip
# Of other assemblies, chromosomes 1, 2.. as far as listed: NCBI36 (hg18), T2T-CHM13v2.0, GRCm38 (mm10), GRCm39 (mm39).
_LENGTHS_OF_OTHERS = {
    "NCBI36 (hg18)": (
        247249719, 242951149, 199501827, 191273063, 180857866, 170899992, 158821424, 146274826, 140273252, 135374737, 134452384,
        132349534, 114142980, 106368585, 100338915, 88827254, 78774742, 76117153, 63811651, 62435964, 46944323, 49691432,
    ),
    "T2T-CHM13": (
        248387328, 242696752, 201105948, 193574945, 182045439, 172126628, 160567428, 146259331, 150617247, 134758134, 135127769,
        133324548, 113566686, 101161492, 99753195, 96330374, 84276897, 80542538, 61707364, 66210255, 45090682, 51324926,
    ),
    "GRCm38 (mm10), a mouse's": (195471971, 182113224, 160039680, 156508116, 151834684, 149736546, 145441459, 129401213),
    "GRCm39 (mm39), a mouse's": (195154279, 181755017, 159745316, 156860686, 151758149, 149588044, 144995196, 130127694),
}  # fmt: skip
# RefSeq versions on GRCh38, chromosomes 1..22, X, Y; each is one lower on GRCh37.
_VERSIONS_38 = (11, 12, 12, 12, 10, 12, 14, 11, 12, 11, 10, 12, 11, 9, 10, 10, 11, 10, 10, 11, 9, 11, 11, 10)
_MITOCHONDRIAL_ACCESSION = "NC_012920.1"

CONTIG_LENGTHS: Mapping[Assembly, Mapping[str, int]] = {
    Assembly.GRCH37: dict(zip(CHROMOSOMES, _LENGTHS_37, strict=True)),
    Assembly.GRCH38: dict(zip(CHROMOSOMES, _LENGTHS_38, strict=True)),
}


def _accessions(step_down: int) -> dict[str, str]:
    numbered = {
        chrom: f"NC_{number:06d}.{version - step_down}"
        for number, (chrom, version) in enumerate(zip(CHROMOSOMES, _VERSIONS_38, strict=False), start=1)
    }
    return numbered | {"MT": _MITOCHONDRIAL_ACCESSION}


REFSEQ_ACCESSIONS: Mapping[Assembly, Mapping[str, str]] = {Assembly.GRCH37: _accessions(1), Assembly.GRCH38: _accessions(0)}

_ASSEMBLY_NAMES = {
    "grch37": Assembly.GRCH37, "hg19": Assembly.GRCH37, "b37": Assembly.GRCH37, "g1k_v37": Assembly.GRCH37,
    "hs37d5": Assembly.GRCH37, "hs37": Assembly.GRCH37, "ncbi37": Assembly.GRCH37, "37": Assembly.GRCH37, "19": Assembly.GRCH37,
    "grch38": Assembly.GRCH38, "hg38": Assembly.GRCH38, "b38": Assembly.GRCH38, "hs38": Assembly.GRCH38,
    "hs38dh": Assembly.GRCH38, "hs38d1": Assembly.GRCH38, "ncbi38": Assembly.GRCH38, "38": Assembly.GRCH38,
}  # fmt: skip


def assembly_from_name(text: str) -> Assembly:
    """``hg19``, ``GRCh37.p13``, ``b37``, ``hg38``, ``grch38``... UsageError for anything else."""
    name = text.strip().lower().split(".p")[0]
    if name in _ASSEMBLY_NAMES:
        return _ASSEMBLY_NAMES[name]
    raise UsageError(f"Unknown assembly '{text}': give GRCh37 (hg19, b37) or GRCh38 (hg38).")


def _spellings() -> dict[str, str]:
    names: dict[str, str] = {}
    for chrom in CHROMOSOMES:
        for spelling in (chrom, f"chr{chrom}", f"Chr{chrom}", f"CHR{chrom}", f"Chromosome{chrom}"):
            names[spelling] = chrom
        if len(chrom) == 1 and chrom.isdigit():
            names |= {f"0{chrom}": chrom, f"chr0{chrom}": chrom}
        for accessions in REFSEQ_ACCESSIONS.values():
            names[accessions[chrom]] = chrom
    for spelling in ("M", "chrM", "ChrM", "CHRM", "chrMT", "mt", "m"):
        names[spelling] = "MT"
    for spelling, chrom in (("23", "X"), ("24", "Y"), ("x", "X"), ("y", "Y"), ("chrx", "X"), ("chry", "Y")):
        names[spelling] = chrom
    return names


_CHROMOSOME_OF = _spellings()


def normalise_chrom(name: str) -> str | None:
    """``chr7``, ``7``, ``NC_000007.14`` to ``7``; ``chrM`` to ``MT``. None for other contigs (decoys, patches, alternates)."""
    return _CHROMOSOME_OF.get(name)


def accession_assembly(accession: str) -> Assembly | None:
    """The assembly that a versioned RefSeq chromosome accession (``NC_000007.13``) is of; None for other names and for MT."""
    for assembly, accessions in REFSEQ_ACCESSIONS.items():
        if accession.upper() in accessions.values() and accession.upper() != _MITOCHONDRIAL_ACCESSION:
            return assembly
    return None


def assembly_from_contigs(contigs: Iterable[tuple[str, int | None]]) -> Assembly | None:
    """The assembly that the contig lengths (or versioned RefSeq accessions) of a VCF header fit; None when undecided.

    One length that fits one assembly and contradicts the other decides; a header that fits both or neither does not.
    """
    fits = {Assembly.GRCH37: 0, Assembly.GRCH38: 0}
    for name, length in contigs:
        chrom = normalise_chrom(name)
        if chrom is None or chrom == "MT":
            continue
        for assembly in fits:
            if length == CONTIG_LENGTHS[assembly][chrom] or name == REFSEQ_ACCESSIONS[assembly][chrom]:
                fits[assembly] += 1
    if (fits[Assembly.GRCH37] > 0) == (fits[Assembly.GRCH38] > 0):
        return None
    return max(fits, key=lambda assembly: fits[assembly])


def other_assembly(contigs: Iterable[tuple[str, int | None]]) -> str:
    """The assembly that is neither of ours and whose contig lengths a VCF header has; "" where none is known by them.

    One contig does not tell: the example of the VCF specification, whose header is copied along with files of any assembly, has
    chromosome 20 of NCBI36.
    """
    fitting: Counter[str] = Counter()
    for name, length in contigs:
        chrom = normalise_chrom(name)
        if length is not None and chrom is not None and chrom.isdigit():
            place = int(chrom) - 1
            fitting.update(other for other, lengths in _LENGTHS_OF_OTHERS.items() if lengths[place : place + 1] == (length,))
    return next((other for other, count in fitting.most_common(1) if count > 1), "")


_NAMED_IN_HEADER = re.compile(
    r"(?:^##(?:reference|assembly|genome|ReferenceGenome)=|[<,]assembly=|\bassembly=)\S*?"
    r"(?P<name>hg19|hg38|grch37|grch38|hs37d5|hs38dh|b37(?!\d)|g1k_v37|human_g1k_v37)",
    re.IGNORECASE,
)


def assembly_named_in_header(lines: Iterable[str]) -> Assembly | None:
    """The one assembly that ``##reference``, ``##assembly`` or an ``assembly=`` attribute names; None for none or both.

    Weak evidence: headers are copied along when files are lifted over. Lines of other kinds are not asked at all.
    """
    named = {
        assembly_from_name(found["name"].lower().removeprefix("human_"))
        for line in lines
        for found in _NAMED_IN_HEADER.finditer(line)
    }
    return named.pop() if len(named) == 1 else None
