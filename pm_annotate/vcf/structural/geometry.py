"""Geometry: which bases a symbolic allele or breakend changes, and which breakpoints it joins.

Rules: VCF 4.1-4.5 section 3 and 5.4. POS of a symbolic allele is the base before the event; END is its last base. SVLEN is
negative for deletions up to 4.3 and positive from 4.4 on, so its sign is not read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pm_annotate.model import Adjacency, Breakpoint, KeptSide, StructuralType
from pm_annotate.model.observed import Reach
from pm_annotate.model.structural import AMPLIFIED, NO_COPY_LEFT
from pm_annotate.vcf.chromosomes import chromosome_name
from pm_annotate.vcf.structural.breakends import is_breakend, parse_breakend
from pm_annotate.vcf.structural.fusion_fields import stated_fusion
from pm_annotate.vcf.structural.orientation import Sides, stated_orientations

LEFT, RIGHT = KeptSide.LEFT, KeptSide.RIGHT

CHROMOSOME_END = 2**31 - 1
"""Behind the last base of any chromosome: POS of VCF has 31 bits."""

_COPY_ALLELE = re.compile(r"CN(\d{1,3})")
_INTEGER = re.compile(r"-?\d+")

_TYPES: Mapping[str, tuple[StructuralType, str]] = {
    "DEL": (StructuralType.DELETION, ""),
    "DUP": (StructuralType.DUPLICATION, ""),
    "DUP:TANDEM": (StructuralType.TANDEM_DUPLICATION, ""),
    "TDUP": (StructuralType.TANDEM_DUPLICATION, ""),
    "INVDUP": (StructuralType.DUPLICATION, ""),
    "INS": (StructuralType.INSERTION, ""),
    "INV": (StructuralType.INVERSION, ""),
    "CNV": (StructuralType.COPY_NUMBER, ""),
    "CN": (StructuralType.COPY_NUMBER, ""),
    "LOH": (StructuralType.COPY_NUMBER, ""),
    "CNLOH": (StructuralType.COPY_NUMBER, ""),
    "GAIN": (StructuralType.COPY_NUMBER, "gain"),
    "GAINLOH": (StructuralType.COPY_NUMBER, "gain"),
    "AMP": (StructuralType.COPY_NUMBER, AMPLIFIED),
    "LOSS": (StructuralType.COPY_NUMBER, "loss"),
    "HETLOSS": (StructuralType.COPY_NUMBER, "loss"),
    "HOMDEL": (StructuralType.COPY_NUMBER, NO_COPY_LEFT),
    "BND": (StructuralType.BREAKEND, ""),
    "TRA": (StructuralType.BREAKEND, ""),
    "CTX": (StructuralType.BREAKEND, ""),
    "FUS": (StructuralType.FUSION, ""),
    "FUSION": (StructuralType.FUSION, ""),
}
_SEGMENTS = {
    StructuralType.DELETION,
    StructuralType.DUPLICATION,
    StructuralType.TANDEM_DUPLICATION,
    StructuralType.COPY_NUMBER,
}
_BREAKING = {StructuralType.DUPLICATION, StructuralType.TANDEM_DUPLICATION, StructuralType.INVERSION}
_JUNCTION_FIELDS = (
    "PE", "SR", "SU", "RE", "SUPPORT", "CT", "STRANDS", "INV3", "INV5", "HOMLEN", "SVINSLEN", "SVINSSEQ",
    "CONSENSUS", "PRECISE", "LFA", "LTE", "BND_DEPTH", "CIGAR", "JUNCTION_QUAL",
)  # fmt: skip
"""INFO that callers of junctions write, and callers of depth do not."""
_DEPTH_FIELDS = ("BINS", "PROBES", "NUM_PROBES", "NUMTILES", "NUMT", "NUM_MARK", "natorRD", "BF")
"""INFO of callers of depth (QDNAseq, CNVkit, Ion Reporter, XHMM, cnv_facets, CNVnator, ExomeDepth), also without copies."""


class Geometry(NamedTuple):
    """One ALT's event before any sample is looked at. Coordinates as in ``StructuralEvent``."""

    svtype: StructuralType
    chrom: str
    start: int
    end: int
    adjacencies: tuple[Adjacency, ...] = ()
    inserted: str = ""
    inserted_length: int | None = None
    imprecise: bool = False
    direction: str = ""  # of a segment without copies, as in ``StructuralEvent``
    allele_copies: int | None = None  # n of <CNn>
    without_copies: bool = False  # <LOH>: one parent's copy is gone, whatever the total is
    claims: str = ""  # SVCLAIM: D of depth, J of a junction
    junction_fields: bool = False  # whether INFO holds evidence of a junction
    depth_fields: bool = False  # whether INFO holds what callers of depth write
    segment: bool = False  # SVTYPE=CNV, whatever ALT says
    caveats: tuple[str, ...] = ()
    junction_caveats: tuple[str, ...] = ()  # what must be said of ``adjacencies`` where they are used

    @property
    def is_segment(self) -> bool:
        """Whether copies make sense for it: a deletion, a duplication or a segment of copies."""
        return self.svtype in _SEGMENTS

    @property
    def reach(self) -> Reach | None:
        """The bases that it would delete, duplicate, turn round or carry away; None where one copy more or less is all that it
        may mean, and for a single breakend."""
        if self.svtype is StructuralType.BREAKEND:
            return _reach_of_junction(self.adjacencies[0]) if len(self.adjacencies) == 1 else None
        by_copies = self.segment or self.depth_fields or (self.claims and "J" not in self.claims)
        deletes = self.direction == NO_COPY_LEFT or self.allele_copies == 0
        deletes |= self.svtype is StructuralType.DELETION and not by_copies
        breaks = self.svtype in _BREAKING and not by_copies
        return Reach(self.start, self.end, deletes) if deletes or breaks else None


def _reach_of_junction(junction: Adjacency) -> Reach | None:
    """As of ``<DEL>``, ``<DUP>`` and ``<INV>`` on one chromosome; between two, all that comes apart from this record's side."""
    first, second = junction.first, junction.second
    if second is None:
        return None
    if second.chrom != first.chrom:
        return Reach(first.pos + 1, CHROMOSOME_END, False) if first.kept is LEFT else Reach(1, first.pos - 1, False)
    low, high = sorted((first, second), key=lambda side: side.pos)
    start, end = low.pos + (low.kept is LEFT), high.pos - (high.kept is RIGHT)
    return Reach(start, end, (low.kept, high.kept) == (LEFT, RIGHT)) if start <= end else None


def structural_alt(ref: str, alt: str, info: Mapping[str, str]) -> str:
    """The ALT as symbolic allele or breakend; "" for one that is neither.

    Some tools leave ALT empty (``.``, or REF again) and say the event in INFO/SVTYPE only: then ``<SVTYPE>``.
    """
    if is_breakend(alt) or (alt.startswith("<") and alt.endswith(">") and alt not in ("<NON_REF>", "<*>", "<X>")):
        return alt
    svtype = info.get("SVTYPE", "")
    if svtype and (alt == "." or alt.upper() == ref.upper()) and _type_of(svtype.upper()) is not None:
        return f"<{svtype}>"
    return ""


def read_geometry(chrom: str, pos: int, ref: str, alts: Sequence[str], index: int, info: Mapping[str, str]) -> Geometry:
    """Geometry of ALT number ``index`` (from 1) of a record at ``chrom:pos``.

    Raises ValueError, in words for the user, where the record does not say enough.
    """
    alt = structural_alt(ref, alts[index - 1], info)
    if is_breakend(alt):
        return _with_precision(_breakend(chrom, pos, ref, alt, info), info)
    name = alt[1:-1].upper()
    found = _type_of(name)
    if found is None:
        raise ValueError(f"what the symbolic allele {alt} changes is not known")
    svtype, direction = found
    if svtype in (StructuralType.BREAKEND, StructuralType.FUSION) or _other_chromosome(chrom, info, svtype):
        return _with_precision(_translocation(chrom, pos, alt, info), info)
    if svtype is StructuralType.INSERTION:
        return _with_precision(_insertion(chrom, pos, name, info), info)
    if svtype is StructuralType.DUPLICATION and info.get("SVTYPE", "").upper() in ("DUP:TANDEM", "TDUP"):
        svtype = StructuralType.TANDEM_DUPLICATION
    start, end, caveats = _interval(pos, alts, index, info, svtype)
    junctions, notes = _junctions(chrom, start - 1, end, name, svtype, info)
    copies = _COPY_ALLELE.fullmatch(name)
    geometry = Geometry(
        svtype,
        chrom,
        start,
        end,
        junctions,
        direction=direction or _stated_direction(svtype, copies, info),
        allele_copies=int(copies[1]) if copies else None,
        segment=info.get("SVTYPE", "").upper() == "CNV",
        without_copies=name in ("LOH", "CNLOH", "GAINLOH"),
        claims=_claims(alts, index, info),
        caveats=caveats,
        junction_caveats=notes,
    )
    return _with_precision(geometry, info)


def _type_of(name: str) -> tuple[StructuralType, str] | None:
    """Type of a symbolic name in capitals. Of a sub-type (``DEL:ME:L1``) or a choice (``DEL/INV``) the first part counts."""
    if name in _TYPES:
        return _TYPES[name]
    if name == "CNV:TR" or name.startswith("CNV:TR:"):
        return None  # repeat units, not copies of a stretch of chromosome (VCF 4.4)
    if _COPY_ALLELE.fullmatch(name):
        return StructuralType.COPY_NUMBER, ""
    return _TYPES.get(re.split(r"[:/]", name, maxsplit=1)[0])


def _with_precision(geometry: Geometry, info: Mapping[str, str]) -> Geometry:
    return geometry._replace(
        imprecise=is_imprecise(info),
        junction_fields=any(key in info for key in _JUNCTION_FIELDS),
        depth_fields=any(key in info for key in _DEPTH_FIELDS),
    )


def is_imprecise(info: Mapping[str, str]) -> bool:
    """Whether the breakpoints are not known to the base: IMPRECISE, or an interval that homology does not explain."""
    if "IMPRECISE" in info:
        return True
    if "PRECISE" in info:
        return False
    homology = max(
        (abs(int(number)) for number in _INTEGER.findall(info.get("HOMLEN", ""))), default=len(_bases(info.get("HOMSEQ", "")))
    )
    for key in ("CIPOS", "CIEND"):
        ends = [int(number) for number in _INTEGER.findall(info.get(key, ""))]
        if ends and max(ends) - min(ends) > homology:
            return True
    return False


def _breakend(chrom: str, pos: int, ref: str, alt: str, info: Mapping[str, str]) -> Geometry:
    junction = parse_breakend(chrom, pos, ref, alt)
    inserted = junction.inserted or _bases(info.get("SVINSSEQ", ""))
    if junction.second is None:
        caveats: tuple[str, ...] = ("single breakend: the file does not say what is joined here",)
    else:
        junction, caveats = _checked(junction, info)
    return Geometry(StructuralType.BREAKEND, chrom, pos, pos, (junction._replace(inserted=inserted),))._replace(
        inserted=inserted,
        inserted_length=len(inserted) or _first_integer(info, "SVINSLEN"),
        caveats=caveats,
    )


def _checked(junction: Adjacency, info: Mapping[str, str]) -> tuple[Adjacency, tuple[str, ...]]:
    """The junction held against CT or STRANDS. Sniffles 1 writes wrong brackets for ++ and --: its STRANDS are used.

    (Sniffles issues 112 and 121; that its ++ joins left to left is seen where Manta called the same junction.)
    """
    stated = stated_orientations(info)
    assert junction.second is not None
    sides = (junction.first.kept, junction.second.kept)
    if len(stated) != 1 or stated[0] == sides:
        return junction, ()
    if not info.get("SVMETHOD", "").startswith("Snifflesv1"):
        return junction, ("CT or STRANDS name other sides than ALT joins; ALT is used",)
    own, other = stated[0]
    corrected = junction._replace(first=junction.first._replace(kept=own), second=junction.second._replace(kept=other))
    return corrected, ("the brackets of Sniffles 1 contradict its STRANDS; STRANDS are used",)


def _other_chromosome(chrom: str, info: Mapping[str, str], svtype: StructuralType) -> bool:
    named = info.get("CHR2", "")
    return svtype is not StructuralType.INSERTION and bool(named) and chromosome_name(named) != chrom


def _translocation(chrom: str, pos: int, alt: str, info: Mapping[str, str]) -> Geometry:
    """``<TRA>``, ``<BND>``, ``<FUSION>`` with the other side in INFO: CHR2 and POS2, END2 or END; sides of CT or STRANDS."""
    mate_chrom = info.get("CHR2") or info.get("CHROM2") or ""
    mate_pos = next((found for key in ("POS2", "END2", "END") if (found := _first_integer(info, key)) is not None), None)
    if not mate_chrom or mate_pos is None:
        raise ValueError(f"{alt} without CHR2 and POS2 or END in INFO: the other side of the junction is not known")
    svtype = StructuralType.FUSION if alt.upper() in ("<FUS>", "<FUSION>") else StructuralType.BREAKEND
    geometry = Geometry(svtype, chrom, pos, pos, inserted=_bases(info.get("SVINSSEQ", "")))
    mate = chromosome_name(mate_chrom)
    orientations = stated_orientations(info)
    if orientations:
        return geometry._replace(
            adjacencies=tuple(
                Adjacency(Breakpoint(chrom, pos, own), Breakpoint(mate, mate_pos, other), geometry.inserted)
                for own, other in orientations
            ),
        )
    # A made-up side would be a made-up fusion. Where a tool names the genes, the event stands without a junction.
    unsaid = f"joined to {mate}:{mate_pos}, but neither ALT nor CT nor STRANDS says which sides are joined"
    if stated_fusion(".", info) is None:
        raise ValueError(f"{unsaid}: whether it makes a fusion cannot be told")
    return geometry._replace(caveats=(unsaid,))


def _insertion(chrom: str, pos: int, name: str, info: Mapping[str, str]) -> Geometry:
    bases = next((found for key in ("SVINSSEQ", "SEQ", "INSSEQ") if (found := _bases(info.get(key, "")))), "")
    lengths = (_first_integer(info, key) for key in ("SVLEN", "SVINSLEN", "INSLEN"))
    length = len(bases) or next((abs(found) for found in lengths if found), None)
    caveats = [] if bases else ["the inserted bases are not given"]
    if ":ME" in name:
        caveats.append("insertion of a mobile element")
    return Geometry(StructuralType.INSERTION, chrom, pos, pos, inserted=bases)._replace(
        inserted_length=length, caveats=tuple(caveats)
    )


def _interval(
    pos: int, alts: Sequence[str], index: int, info: Mapping[str, str], svtype: StructuralType
) -> tuple[int, int, tuple[str, ...]]:
    """First and last changed base, 1-based closed. SVLEN of this ALT counts where there are several ALT, else END does."""
    end = _first_integer(info, "END")
    length = _own_value(info.get("SVLEN", ""), len(alts), index)
    by_length = None if length is None else pos + abs(length)
    last = by_length if end is None or (len(alts) > 1 and by_length is not None) else end
    if last is None:
        raise ValueError("no END and no SVLEN: where the event ends is not known")
    if last < pos:
        raise ValueError(f"END {last} lies before POS {pos}")
    if last == pos and (svtype is not StructuralType.COPY_NUMBER or pos == 0):
        raise ValueError("END is POS: no base is changed")
    caveats: tuple[str, ...] = ()
    if len(alts) == 1 and end is not None and length and by_length is not None and abs(by_length - end) > 1:
        caveats = (f"END {end} and SVLEN {length} disagree; END is used",)
    return min(pos + 1, last), last, caveats


_USUAL_SIDES: Mapping[StructuralType, tuple[Sides, ...]] = {
    StructuralType.DELETION: ((LEFT, RIGHT),),
    StructuralType.DUPLICATION: ((RIGHT, LEFT),),
    StructuralType.TANDEM_DUPLICATION: ((RIGHT, LEFT),),
    StructuralType.INVERSION: ((LEFT, LEFT), (RIGHT, RIGHT)),
}


def _junctions(
    chrom: str, pos: int, end: int, name: str, svtype: StructuralType, info: Mapping[str, str]
) -> tuple[tuple[Adjacency, ...], tuple[str, ...]]:
    """Junctions of an event of ``pos + 1`` to ``end``, and what must be said of them."""
    usual = _USUAL_SIDES.get(svtype, ())
    stated = stated_orientations(info)
    if svtype is StructuralType.INVERSION:
        stated = tuple(sides for sides in stated if sides in usual)  # Sniffles writes +- for some inversions
    if not usual or (svtype is StructuralType.DUPLICATION and name != "DUP" and not stated):
        return (), (f"where the copy of <{name}> lies is not known",) if usual else ()
    notes: list[str] = []
    if stated and not set(stated) <= set(usual):
        notes.append(f"CT or STRANDS name other sides than <{name}> has; they are used")
    elif svtype is StructuralType.DUPLICATION and not stated:
        notes.append("read as a tandem duplication: the file does not say where the copy lies")
    if "/" in name:
        notes.append(f"the caller does not decide between the types of <{name}>")
    inserted = _bases(info.get("SVINSSEQ", ""))
    return tuple(_junction(chrom, pos, end, own, other, inserted) for own, other in stated or usual), tuple(notes)


def _junction(chrom: str, pos: int, end: int, own: KeptSide, other: KeptSide, inserted: str) -> Adjacency:
    """The junction of an event of ``pos + 1`` to ``end``; of a tandem duplication the end comes first, as it is read."""
    left = Breakpoint(chrom, pos if own is LEFT else pos + 1, own)
    right = Breakpoint(chrom, end if other is LEFT else end + 1, other)
    return Adjacency(right, left, inserted) if (own, other) == (RIGHT, LEFT) else Adjacency(left, right, inserted)


def _stated_direction(svtype: StructuralType, copies: re.Match[str] | None, info: Mapping[str, str]) -> str:
    """Gain or loss of a segment: of ``<CN0>`` and ``<CN2>``, which count the copies of one chromosome, or of SVTYPE."""
    if svtype is not StructuralType.COPY_NUMBER:
        return ""
    if copies:
        return {0: "loss", 1: ""}.get(int(copies[1]), "gain")
    found = re.split(r"[:_/]", info.get("SVTYPE", "").upper(), maxsplit=1)[0]
    if found in ("AMP", "AMPLIFICATION"):
        return AMPLIFIED
    if found in ("HOMDEL", "HOMOZYG"):
        return NO_COPY_LEFT
    return "gain" if found in ("DUP", "GAIN") else "loss" if found in ("DEL", "LOSS", "HETLOSS", "HEMIZYG") else ""


def _claims(alts: Sequence[str], index: int, info: Mapping[str, str]) -> str:
    """SVCLAIM of this ALT (VCF 4.4 on); SVTYPE=CNV beside a deletion or duplication is a claim of depth (DRAGEN, 4.2)."""
    claims = info.get("SVCLAIM", "").split(",")
    if claims[0]:
        return claims[index - 1] if len(claims) == len(alts) else claims[0]
    of_depth = info.get("SVTYPE", "").upper() == "CNV" or info.get("ALGORITHMS", "") == "depth"  # the latter of GATK-SV
    return "D" if of_depth else ""


def _own_value(text: str, count: int, index: int) -> int | None:
    """This ALT's whole number out of a list; of one number alone, that."""
    values = text.split(",")
    own = values[index - 1] if len(values) == count else values[0] if len(values) == 1 else ""
    return int(own) if _INTEGER.fullmatch(own) else None


def _first_integer(info: Mapping[str, str], key: str) -> int | None:
    found = _INTEGER.match(info.get(key, ""))
    return int(found[0]) if found else None


def _bases(text: str) -> str:
    first = text.split(",")[0].upper()
    return first if first and set(first) <= set("ACGTN") else ""
