"""Copies of a segment in the tumour's cells: as the caller counts them, or from the ratio of its depth; and what is normal."""

from typing import NamedTuple

from pm_annotate.genome.events.chromosome_arms import is_pseudoautosomal
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.model import Assembly
from pm_annotate.model.structural import StructuralEvent


class SegmentCopies(NamedTuple):
    """Total copies that a segment can have; more than one where what the ratio was taken against is not known."""

    totals: tuple[float, ...]  # () where the file gives neither copies nor a ratio
    minor: float | None = None
    from_ratio: bool = False  # computed from a log2 ratio
    purity_known: bool = False


def absolute_copies(log2_ratio: float, purity: float, ploidy: float, reference: float = 2.0, normal: float = 2.0) -> float:
    """Copies in the tumour's cells from the log2 ratio of the depth; never below 0.

    The ratio is to a ``reference`` of so many copies, and ratio 0 is the mean of the sample: ``purity`` of the cells with
    ``ploidy`` copies, the others diploid with ``normal`` copies here. ABSOLUTE (Carter et al., Nat Biotechnol 2012;30:413);
    with ploidy 2 it is the formula of ``cnvkit.py call --purity``: (reference * 2^log2 - normal * (1 - purity)) / purity.
    """
    mean = (purity * ploidy + 2 * (1 - purity)) / 2
    found: float = (2**log2_ratio * reference * mean - normal * (1 - purity)) / purity
    return max(0.0, found)


def segment_copies(event: StructuralEvent, assembly: Assembly, options: CopyNumberOptions) -> SegmentCopies:
    """The caller's copies where it counts them (total, or major + minor), else those that its ratio amounts to."""
    minor = event.minor_copies
    if event.copy_number is not None:
        return SegmentCopies((event.copy_number,), minor)
    if event.major_copies is not None and minor is not None:
        return SegmentCopies((event.major_copies + minor,), minor)
    if event.log2_ratio is None:
        return SegmentCopies((), minor)
    purity, known = (1.0, False) if options.purity is None else (options.purity, True)
    totals = tuple(
        absolute_copies(event.log2_ratio, purity, options.tumour_ploidy, reference, normal)
        for reference, normal in _baselines(event, assembly, options.sex)
    )
    return SegmentCopies(tuple(dict.fromkeys(totals)), minor, from_ratio=True, purity_known=known)


def _baselines(event: StructuralEvent, assembly: Assembly, sex: str | None) -> tuple[tuple[float, float], ...]:
    """(copies of what the depth was compared with, copies of this person's normal cells), every pair that can be.

    Autosomes have two. On X and Y of a male the comparison may have been with the same sex or, as CNVkit does unless told,
    with a female X (and a male Y): both are possible.
    """
    x, y = event.chrom == "X", event.chrom == "Y"
    if not (x or y) or is_pseudoautosomal(assembly, event.chrom, event.start, event.end):
        return ((2.0, 2.0),)
    if y:
        return ((1.0, 1.0),)
    if sex == "female":
        return ((2.0, 2.0),)
    male = ((1.0, 1.0), (2.0, 1.0))
    return male if sex == "male" else ((2.0, 2.0), *male)


def expected_copies(assembly: Assembly, chrom: str, start: int, end: int, options: CopyNumberOptions) -> tuple[int, ...]:
    """Copies that are neither gain nor loss here: the tumour's ploidy, half of it on X and Y of males.

    More than one where the sex is not known; () on Y of a female. Pseudoautosomal genes of males may have one copy by X and
    one by Y in the file, or two by X (where Y is masked).
    """
    whole = max(1, round(options.tumour_ploidy))
    half = max(1, round(options.tumour_ploidy / 2))
    if chrom == "X":
        if options.sex == "female":
            return (whole,)
        if options.sex == "male" and not is_pseudoautosomal(assembly, chrom, start, end):
            return (half,)
        return tuple(dict.fromkeys((half, whole)))
    if chrom == "Y":
        return {"female": (), "male": (half,)}.get(options.sex or "", (0, half))
    return (whole,)
