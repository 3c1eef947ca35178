"""Possible reversion: a second change of BRCA1 that gives back what a frameshift or stop took, and with it the resistance.

A tumour that lost BRCA1, BRCA2, PALB2, RAD51C or RAD51D, and was treated with platinum or a PARP inhibitor, may come back
with a second change on the same copy that restores the reading frame (doi:10.1038/nature06633). Told from two changes of a
sample (``reversion_caveats`` says it where it matters):

- two frameshifts whose lengths add up to whole codons, the second before the stop that ends the frame of the first;
- a frameshift, and an in-frame deletion that takes its place away;
- a stop, and a change that puts other residues, or none, in its place;
- either of them, and an in-frame deletion of the exon that it lies in.

On two copies the same pair is two hits, and the drug is right. Only reads tell: both are said, and no tier is taken. A back
mutation to the reference, and a splice site that skips the exon, are not seen here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from pm_annotate.knowledge.observed_change import ObservedChange, observe
from pm_annotate.model import Allele, Effect, GeneEvent, GeneEventKind, Observation
from pm_annotate.phase import Phase, phase_in_tumor

GENES = frozenset({"BRCA1", "BRCA2", "PALB2", "RAD51C", "RAD51D"})
BASIS = "doi:10.1038/nature06633"
NEAR = 50
"""Residues between two frameshifts where the name of the first does not say where its frame ends."""
_CODING = re.compile(r"c\.(\d+)(?:_(\d+))?(dup|ins)?")

RESTORES_FRAME = "together restore the reading frame"
REMOVES = "the second takes the place of the first away"
SAME_CODON = "the second changes the codon of the stop"
POSSIBLE = "possible reversion: "
SAID = {
    Phase.CIS: (
        POSSIBLE + "{one} and {two}: {how}; in cis: the protein may work again, and PARP inhibitors and platinum fail ({basis})"
    ),
    Phase.UNKNOWN: (
        POSSIBLE + "{one} and {two}: {how}; phase unknown: in cis the protein may work again, and PARP inhibitors and platinum "
        "fail; in trans both copies are hit ({basis})"
    ),
}


class _Change(NamedTuple):
    """What one variant of the sample does to one of the genes. ``seen``: None for an event."""

    gene: str
    observation: Observation
    seen: ObservedChange | None
    event: GeneEvent | None

    @property
    def name(self) -> str:
        if self.seen is None:
            return self.event.name if self.event is not None else self.gene
        call = self.observation.tumor
        return f"{self.gene} {self.seen.name}" + (f" (VAF {call.vaf:.2f})" if call and call.vaf is not None else "")

    @property
    def truncates(self) -> bool:
        return self.seen is not None and self.seen.truncates

    @property
    def bases_gained(self) -> int:
        return len(self.observation.allele.alt) - len(self.observation.allele.ref)


class Reversion(NamedTuple):
    """Two variants of a sample that may be a loss and its reversion."""

    gene: str
    one: Observation
    two: Observation
    text: str

    def concerns(self, observation: Observation) -> bool:
        return observation is self.one or observation is self.two


def possible_reversions(variants: Iterable[tuple[Observation, Sequence[Effect], GeneEvent | None]]) -> tuple[Reversion, ...]:
    """The pairs of variants that may be a loss of one of the genes and its reversion, each once. Nearly all samples: none."""
    of_gene: dict[str, list[_Change]] = {}
    for change in (change for variant in variants for change in _changes(*variant)):
        of_gene.setdefault(change.gene, []).append(change)
    found: dict[frozenset[int], Reversion] = {}
    for gene, own in of_gene.items():
        if len(own) < 2 or not any(change.truncates for change in own):
            continue
        for one, two in permutations(own, 2):
            how = how_restored(one, two)
            phase = phase_in_tumor(one.observation, two.observation) if how else Phase.TRANS
            if phase != Phase.TRANS:
                text = SAID[phase].format(one=one.name, two=two.name, how=how, basis=BASIS)
                pair = frozenset((id(one.observation), id(two.observation)))
                found.setdefault(pair, Reversion(gene, one.observation, two.observation, text))
    return tuple(found.values())


def _changes(observation: Observation, effects: Sequence[Effect], event: GeneEvent | None) -> Iterator[_Change]:
    """Of a combined change its parts count: the change itself is what a restored frame looks like."""
    if event is not None:
        if event.gene in GENES and event.kind == GeneEventKind.EXON_DELETION and event.inframe:
            yield _Change(event.gene, observation, None, event)
    elif not observation.combined_from and any(effect.gene in GENES for effect in effects):
        for seen in observe(effects):
            if seen.gene in GENES and seen.effect.is_primary and seen.alters_protein:
                yield _Change(seen.gene, observation, seen, None)


def how_restored(one: _Change, two: _Change) -> str:
    """What ``two`` does to the loss that ``one`` is; "" where it leaves it as it is."""
    if not one.truncates or one.seen is None:
        return ""
    if two.event is not None:
        return REMOVES if one.seen.exons and one.seen.exons <= set(two.event.exons) else ""
    if two.seen is None:
        return ""
    if one.bases_gained % 3:
        if two.bases_gained % 3:
            return RESTORES_FRAME if _restore_frame(one, two) else ""
        takes_away = "inframe" in two.seen.types and _covers(two.observation.allele, one.observation.allele)
        return REMOVES if takes_away else ""
    if two.truncates or two.bases_gained % 3 or not _covers_residue(two.seen, one.seen):
        return ""
    return REMOVES if "inframe" in two.seen.types else SAME_CODON


def _restore_frame(one: _Change, two: _Change) -> bool:
    """Whether ``two`` lies behind ``one``, within the frame that ``one`` opens, and closes it.

    Told in coding bases: the residue that names a frameshift may lie behind its bases, for the first ones may read alike.
    """
    if (one.bases_gained + two.bases_gained) % 3 or _overlap(one.observation.allele, two.observation.allele):
        return False
    first, second = _coding_span(one.seen), _coding_span(two.seen)
    if first is None or second is None:
        return False
    last_of_stop = _last_base_of_stop(one)
    return first[0] <= second[0] and second[1] <= (first[0] + 3 * NEAR if last_of_stop is None else last_of_stop)


def _coding_span(seen: ObservedChange | None) -> tuple[int, int] | None:
    """Where a change is named in the coding sequence, and the first base that reads otherwise by it."""
    if seen is None:
        return None
    if found := _CODING.match(seen.effect.hgvsc):
        start = int(found[1])
        end = int(found[2] or start)
        return start, end + 1 if found[3] == "dup" else end if found[3] == "ins" else start
    residue = seen.effect.protein_start
    return None if residue is None else (3 * residue - 2, 3 * residue - 2)


def _last_base_of_stop(one: _Change) -> int | None:
    """The last base, by the numbers of the reference, of the stop that a frameshift runs into; None where no name says it.

    ``p.S1982Rfs*22`` counts from its own residue; ``p.V894*`` names the stop itself.
    """
    change = one.seen.change if one.seen is not None else None
    if change is None:
        return None
    if "*" in change.inserted:
        residue = change.start + change.inserted.index("*") + (change.kind == "insertion")
    elif change.stop_distance is not None:
        residue = change.start + change.stop_distance - 1
    else:
        return None
    return 3 * residue - one.bases_gained


def _overlap(one: Allele, two: Allele) -> bool:
    """Two records of overlapping bases are not both on one copy as they are written."""
    return one.pos < two.pos + len(two.ref) and two.pos < one.pos + len(one.ref)


def _covers(outer: Allele, inner: Allele) -> bool:
    return outer.pos <= inner.pos and inner.pos + len(inner.ref) <= outer.pos + len(outer.ref)


def _covers_residue(outer: ObservedChange, inner: ObservedChange) -> bool:
    span, residues = outer.residues(), inner.residues()
    inserts = outer.change is not None and outer.change.kind in ("insertion", "duplication")
    return span is not None and residues is not None and not inserts and span[0] <= residues[0] <= span[1]
