"""Judgement of symbolic alleles and breakends: does the report's sample carry the event, and what does it show of it?

The same questions as for sequence alleles (filter, presence, support), with two more witnesses: callers' own fields of
junction reads, and the copies of the segment, which many callers give where they leave the genotype open (``./.``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pm_annotate.model import Allele, Call, Observation, StructuralEvent, StructuralType
from pm_annotate.vcf.reads import read_call
from pm_annotate.vcf.record import filters_of
from pm_annotate.vcf.structural.breakends import LINK_FIELDS
from pm_annotate.vcf.structural.copy_number_fields import NO_COPIES, Copies, copies_of_alleles, read_copies, usual_copies
from pm_annotate.vcf.structural.fusion_fields import stated_fusion
from pm_annotate.vcf.structural.geometry import Geometry
from pm_annotate.vcf.structural.reads_of_events import with_structural_reads
from pm_annotate.vcf.support import ReadOptions, absence, low_support, reads_against_genotype

STRUCTURAL_INFO = ("SVTYPE", *LINK_FIELDS)
"""INFO that is kept with a structural allele besides what the user asks for."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a record's row says of one report: its columns as FORMAT -> text, and INFO.

    ``tumor_values`` is None for a sites-only file, ``normal_values`` where there is no normal. ``alone``: the row has no
    other sample. ``info_is_own``: INFO speaks of this report's sample(s) only, so its copies are theirs.
    """

    ref: str
    alts: Sequence[str]
    index: int  # of the ALT, from 1
    filter_text: str
    info: Mapping[str, str]
    tumor_name: str
    tumor_values: Mapping[str, str] | None
    normal_name: str = ""
    normal_values: Mapping[str, str] | None = None
    alone: bool = True
    called_somatic: bool = False
    info_is_own: bool = True
    reads_decide: bool = False  # a tumour: its genotype of 0/0 does not hide the reads of an event


Judgement = tuple[str, str, StructuralEvent | None]
"""Category and reason of an event that the report does not show, or ("", "", the event)."""


def judge_event(geometry: Geometry, allele: Allele, row: Row, options: ReadOptions) -> Judgement:
    """The event of one ALT in one report, or why there is none. Raises ValueError for a sample that cannot be read."""
    tumor = _tumor_call(row)
    normal = None if row.normal_values is None else _call(row.normal_name, row.normal_values, row, None)
    copies, usual = _copies(geometry, row)
    shown = _shown_by_copies(geometry, copies, usual)
    if row.alts[row.index - 1] in (".", row.ref) and copies.total is not None and not shown:
        return "reference", f"{copies.total:g} copies: no change", None
    notes = list(geometry.caveats)
    reason = absence(tumor, normal, row.alone, row.called_somatic)
    if reason and row.reads_decide and (said := reads_against_genotype(tumor, normal)):
        notes.append(said)
        reason = ""
    if reason and shown and tumor is not None and tumor.alt_count is None:
        if tumor.carries is False:
            notes.append(f"genotype {tumor.genotype} does not carry it; shown because the file gives {copies.total:g} copies")
        reason = ""
    elif not reason and shown is False and _genotype_is_open(tumor) and _gains_and_losses(row.alts):
        reason = f"{copies.total:g} copies are not what {row.alts[row.index - 1]} says"
    if reason:
        return "not_in_sample", reason, None
    if reason := low_support(tumor, options):
        return "low_support", reason, None
    filters = filters_of(row.filter_text)
    observation = Observation(allele, filters, row.filter_text, tumor, normal)
    return "", "", _event(geometry, observation, copies, row.info, notes)


def _event(
    geometry: Geometry, observation: Observation, copies: Copies, info: Mapping[str, str], notes: list[str]
) -> StructuralEvent:
    reads = observation.tumor is not None and observation.tumor.alt_count is not None
    from_depth = bool(geometry.adjacencies) and _is_from_depth(geometry, copies, reads)
    if from_depth:
        notes.append("called from depth: its ends are no breakpoints")
    else:
        notes.extend(geometry.junction_caveats)
    if geometry.svtype is StructuralType.BREAKEND and "PURPLE_CN" in info:
        junction = f", {info['PURPLE_JCN']} of the junction" if "PURPLE_JCN" in info else ""
        notes.append(f"PURPLE gives {info['PURPLE_CN']} copies at the breakpoint{junction}")
    return StructuralEvent(
        observation=observation,
        svtype=geometry.svtype,
        chrom=geometry.chrom,
        start=geometry.start,
        end=geometry.end,
        adjacencies=() if from_depth else geometry.adjacencies,
        copy_number=copies.total,
        major_copies=copies.major,
        minor_copies=copies.minor,
        log2_ratio=copies.log2,
        direction="" if copies.total is not None else geometry.direction or copies.direction,
        copy_basis=copies.basis,
        inserted=geometry.inserted,
        inserted_length=geometry.inserted_length,
        stated=stated_fusion(observation.allele.vcf_id, info),
        imprecise=geometry.imprecise,
        caveats=tuple(notes),
        of_rna=any(key in info for key in ("RNA_FIRST", "RNA_STRANDED", "RNA_Reads")),
    )


def _is_from_depth(geometry: Geometry, copies: Copies, reads: bool) -> bool:
    """Whether the event is a change of depth whose ends no read shows: as claimed, else by its copies and fields."""
    if geometry.claims:
        return "J" not in geometry.claims
    return (copies.known or geometry.depth_fields) and not geometry.junction_fields and not reads


def _tumor_call(row: Row) -> Call | None:
    own = row.info if row.alone else None
    if row.tumor_values is None:
        call = _call(row.tumor_name, {}, row, own)
        return call if call.read_fields else None
    return _call(row.tumor_name, row.tumor_values, row, own)


def _call(name: str, values: Mapping[str, str], row: Row, info: Mapping[str, str] | None) -> Call:
    call = read_call(name, values, row.ref, row.alts, row.index, info)
    return with_structural_reads(call, values, row.info, own=info is not None)


def _copies(geometry: Geometry, row: Row) -> tuple[Copies, frozenset[float]]:
    """Copies of the tumour, and those that are no change."""
    if not geometry.is_segment:
        return NO_COPIES, frozenset()
    values = row.tumor_values or {}
    copies = read_copies(values, row.info if row.info_is_own else {})
    if copies.total is None and geometry.allele_copies is not None:
        total = copies_of_alleles(values.get("GT", ""), [_allele_copies(alt) for alt in row.alts])
        if total is not None:
            copies = copies._replace(total=float(total), basis="FORMAT/GT and ALT", direction="")
    if geometry.without_copies and copies.minor is None:
        copies = copies._replace(minor=0.0, basis=copies.basis or "ALT")
    of_normal = None if row.normal_values is None else read_copies(row.normal_values, {}).total
    return copies, usual_copies(geometry.chrom, of_normal)


def _allele_copies(alt: str) -> int | None:
    name = alt.strip("<>").upper()
    return int(name[2:]) if name.startswith("CN") and name[2:].isdigit() else None


def _shown_by_copies(geometry: Geometry, copies: Copies, usual: frozenset[float]) -> bool | None:
    """Whether the copies show the event; None where they do not say."""
    total = copies.total
    if total is None or not geometry.is_segment:
        return None
    if geometry.svtype is StructuralType.DELETION:
        return True if total < min(usual) else False if total >= max(usual) else None
    if geometry.svtype is StructuralType.COPY_NUMBER:
        lost_one_parent = copies.minor == 0 and min(usual) >= 2
        return round(total) not in usual or lost_one_parent
    return True if total > max(usual) else False if total <= min(usual) else None


def _genotype_is_open(call: Call | None) -> bool:
    return call is not None and call.carries is None


def _gains_and_losses(alts: Sequence[str]) -> bool:
    """Whether the row lists what may be rather than what is: ``<DEL>,<DUP>`` of GATK gCNV and DRAGEN."""
    names = {alt[1:4].upper() for alt in alts if alt.startswith("<")}
    return {"DEL", "DUP"} <= names
