"""Where MAF says that an allele lies, and what kind of change it is.

Rules of the GDC MAF format 1.0.0 (https://docs.gdc.cancer.gov/Data/File_Formats/MAF_Format/) as vcf2maf applies them:
coordinates are 1-based and closed; bases that REF and ALT share are taken off; an empty allele is written ``-``; an
insertion lies between the two bases ``Start_Position`` and ``End_Position``; a deletion runs from its first to its last
deleted base. A change of several bases is DNP, TNP or ONP where the lengths are equal, else INS or DEL by which is longer.
``VARIANT_CLASS`` is the Sequence Ontology term that VEP gives.
"""

from typing import NamedTuple

from pm_annotate.model import Allele

_SUBSTITUTION_TYPES = {1: "SNP", 2: "DNP", 3: "TNP"}


class MafCoordinates(NamedTuple):
    """1-based, closed. ``-`` stands for an empty allele."""

    start: int
    end: int
    reference_allele: str
    tumor_seq_allele2: str
    variant_type: str  # SNP, DNP, TNP, ONP, INS, DEL; SV for an allele without sequence, CNV for a change of copies
    variant_class: str  # SNV, substitution, insertion, deletion, indel, sequence_alteration; of events: see event_values


def maf_coordinates(allele: Allele) -> MafCoordinates:
    """Coordinates of the normalised allele."""
    ref, alt, pos = allele.ref, allele.alt, allele.pos
    if len(ref) == len(alt) == 1 and ref.isalpha() and alt.isalpha():
        return MafCoordinates(pos, pos, ref, alt, "SNP", "SNV")
    if not (ref.isalpha() and alt.isalpha()):
        return MafCoordinates(pos, pos + len(ref) - 1, ref, alt, "SV", "sequence_alteration")
    shared = _shared_prefix(ref, alt)
    ref, alt, pos = ref[shared:], alt[shared:], pos + shared
    tail = _shared_prefix(ref[::-1], alt[::-1])
    ref, alt = ref[: len(ref) - tail], alt[: len(alt) - tail]
    start, end = (pos, pos + len(ref) - 1) if ref else (pos - 1, pos)
    return MafCoordinates(start, end, ref or "-", alt or "-", _variant_type(ref, alt), _variant_class(ref, alt))


def _shared_prefix(ref: str, alt: str) -> int:
    """How many leading bases are the same. Equal alleles share none: there is no change to trim to."""
    if ref == alt:
        return 0
    shared = 0
    for ref_base, alt_base in zip(ref, alt, strict=False):
        if ref_base != alt_base:
            break
        shared += 1
    return shared


def _variant_type(ref: str, alt: str) -> str:
    if len(ref) == len(alt):
        return _SUBSTITUTION_TYPES.get(len(ref), "ONP")
    return "INS" if len(alt) > len(ref) else "DEL"


def _variant_class(ref: str, alt: str) -> str:
    if not ref:
        return "insertion"
    if not alt:
        return "deletion"
    if len(ref) != len(alt):
        return "indel"
    return "SNV" if len(ref) == 1 else "substitution"
