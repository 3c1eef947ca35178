"""An Effect in the words that knowledge statements use: deletion, insertion, missense, splice, truncating, which exons.

Consequence terms are those of the Sequence Ontology as VEP writes them (https://www.ensembl.org/info/genome/variation/).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pm_annotate.model import Allele, Effect
from pm_annotate.protein_change import ProteinChange, parse_protein_change

PROTEIN_ALTERING = frozenset(
    {
        "frameshift_variant",
        "inframe_deletion",
        "inframe_insertion",
        "missense_variant",
        "protein_altering_variant",
        "start_lost",
        "stop_gained",
        "stop_lost",
        "transcript_ablation",
    }
)
CANONICAL_SPLICE = frozenset({"splice_acceptor_variant", "splice_donor_variant"})
ACTING = PROTEIN_ALTERING | CANONICAL_SPLICE
TRUNCATING = frozenset({"frameshift_variant", "stop_gained", "transcript_ablation"})
UPSTREAM = frozenset({"5_prime_UTR_variant", "upstream_gene_variant"})
OUTSIDE_THE_GENE = frozenset({"downstream_gene_variant", "intergenic_variant", "upstream_gene_variant"})
UNNAMED = "coding_sequence_variant"  # in the coding sequence, which is not packaged or not intact
NUMBERING_UNKNOWN = "exon_numbering_coding_only"  # caveat of an Effect whose exons are counted from the first coding one
NO_TYPES: frozenset[str] = frozenset()
_SUBSTITUTION = re.compile(r"(?:p\.)?([ACDEFGHIKLMNPQRSTVWY])([1-9][0-9]*)([ACDEFGHIKLMNPQRSTVWY])")
LOST_END = 0.95  # a truncation beyond this share of the protein leaves nearly all of it (BRCA2 K3326*)


class ObservedChange(NamedTuple):
    """One usable Effect, read once. ``types`` are the words of ``Biomarker.mutation_types``."""

    effect: Effect
    change: ProteinChange | None  # None where the protein change has no name
    types: frozenset[str]
    exons: frozenset[int]  # exons touched; for a splice-site change the exon whose splice site it is

    @property
    def gene(self) -> str:
        return self.effect.gene

    @property
    def alters_protein(self) -> bool:
        return "protein" in self.types

    @property
    def truncates(self) -> bool:
        return "truncating" in self.types

    @property
    def acts_on_protein_or_splicing(self) -> bool:
        return "protein" in self.types or "splice" in self.types

    @property
    def name(self) -> str:
        """The shortest name that says what was seen: ``p.V600E``, else ``c.3028+1G>T``, else the consequence."""
        known = f"p.{self.change.short()}" if self.change is not None else ""
        return self.effect.hgvsp_short or known or self.effect.hgvsc or "&".join(self.effect.consequence)

    @property
    def exon_numbers_known(self) -> bool:
        """False where untranslated first exons may not be counted, so that exon numbers may be too low."""
        return NUMBERING_UNKNOWN not in self.effect.caveats

    @property
    def loses_only_the_end(self) -> bool:
        """A truncation that leaves more than 95 % of the residues."""
        start, length = self.effect.protein_start, self.effect.protein_length
        return self.truncates and start is not None and length is not None and start > LOST_END * length

    def is_of(self, mutation_types: Sequence[str]) -> bool:
        """Whether the change is of one of the types; () is any. A delins counts as the gain or loss of length that it is."""
        wanted = set(mutation_types)
        if wanted & {"deletion", "insertion", "duplication"}:
            wanted.discard("delins")
        return not wanted or not self.types.isdisjoint(wanted)

    def residues(self) -> tuple[int, int] | None:
        """First and last residue changed, 1-based closed; for an insertion the two that flank it."""
        if self.change is not None:
            return (self.change.start, self.change.end)
        if self.effect.protein_start is None:
            return None
        return (self.effect.protein_start, self.effect.protein_end or self.effect.protein_start)


def is_usable(effect: Effect) -> bool:
    """False where the REF bases of the allele are not those of the transcript: its name cannot be trusted."""
    return bool(effect.gene) and not (effect.caveats and any(text.startswith("ref_mismatch") for text in effect.caveats))


def acts_by_terms(effect: Effect) -> bool:
    """Whether the consequence terms say that the protein or a canonical splice site is changed, as most effects' do not."""
    return not ACTING.isdisjoint(effect.consequence)


def observe(
    effects: Sequence[Effect], allele: Allele | None = None, known_names: Mapping[str, str] | None = None
) -> tuple[ObservedChange, ...]:
    """The usable effects in statement words, in the order given.

    ``known_names``: gene to the protein change (``R201H``) by which the knowledge table knows this very allele. It serves
    where the sequence of the gene is not packaged, so that the effect could not be named.
    """
    known = known_names or {}
    return tuple(_observe_one(effect, allele, known.get(effect.gene, "")) for effect in effects if is_usable(effect))


def _observe_one(effect: Effect, allele: Allele | None, known_name: str) -> ObservedChange:
    if known_name and not effect.hgvsp_short and effect.is_primary and UNNAMED in effect.consequence:
        change = named_change(known_name)
        types = _types_of_name(change) if change is not None else frozenset[str]()
        return ObservedChange(effect, change, types | _change_types(effect, None, allele), _exons_of(effect))
    change = named_change(effect.hgvsp_short) if effect.hgvsp_short else None
    return ObservedChange(effect, change, _change_types(effect, change, allele), _exons_of(effect))


def _types_of_name(change: ProteinChange) -> frozenset[str]:
    """The types of a change that is known by its name alone."""
    if change.kind == "synonymous":
        return frozenset()
    if change.names_truncation:
        return frozenset({"protein", "truncating", "frameshift" if change.kind == "frameshift" else "nonsense"})
    return frozenset({"protein", "missense"} if change.kind == "substitution" else {"protein"})


@lru_cache(maxsize=65536)
def named_change(text: str) -> ProteinChange | None:
    """``parse_protein_change``, remembered: the same names are read for every allele of a gene. Most are substitutions."""
    plain = _SUBSTITUTION.fullmatch(text)
    if plain is None or plain[1] == plain[3]:
        return parse_protein_change(text)
    return ProteinChange("substitution", int(plain[2]), int(plain[2]), plain[1], plain[1], plain[3])


def _change_types(effect: Effect, change: ProteinChange | None, allele: Allele | None) -> frozenset[str]:
    if not acts_by_terms(effect) and (change is None or not change.names_truncation):
        return NO_TYPES
    terms = frozenset(effect.consequence)
    types = set()
    if terms & PROTEIN_ALTERING:
        types.add("protein")
    if terms & CANONICAL_SPLICE:
        types.add("splice")
    if terms & TRUNCATING or (change is not None and change.names_truncation and change.kind != "extension"):
        types.add("truncating")
    for term, word in (("frameshift_variant", "frameshift"), ("stop_gained", "nonsense"), ("start_lost", "start_loss")):
        if term in terms:
            types.add(word)
    if "missense_variant" in terms and (change is None or change.kind in {"substitution", "delins"}):
        types.add("missense")
    if "protein" in types and not types & {"truncating", "start_loss"}:
        types |= _length_types(effect, change, allele)
    return frozenset(types)


def _length_types(effect: Effect, change: ProteinChange | None, allele: Allele | None) -> set[str]:
    """In-frame changes of length: deletion and insertion are told by the net change, so delins counts as what it does."""
    net = _net_residues(change)
    if net is None and effect.frame == "inframe" and allele is not None:
        net = (len(allele.alt) - len(allele.ref)) // 3
    if net is None:
        terms = effect.consequence
        net = -1 if "inframe_deletion" in terms else 1 if "inframe_insertion" in terms else 0
    types = set()
    if change is not None and change.kind == "duplication":
        types.add("duplication")
    if change is not None and change.kind == "delins":
        types |= {"delins", "inframe"}
    if net:
        types |= {"inframe", "deletion" if net < 0 else "insertion"}
    return types


def _net_residues(change: ProteinChange | None) -> int | None:
    """Residues gained (positive) or lost (negative) by an in-frame change; None where its name does not say."""
    if change is None:
        return None
    span = change.end - change.start + 1
    match change.kind:
        case "deletion":
            return -span
        case "duplication":
            return span
        case "insertion":
            return len(change.inserted)
        case "delins":
            return len(change.inserted) - span
        case "substitution":
            return 0
    return None


def gained_residues(observed: ObservedChange) -> int:
    """Residues that an in-frame insertion or duplication adds; 0 for every other change or where not known."""
    return max(0, _net_residues(observed.change) or 0) if "insertion" in observed.types else 0


def _exons_of(effect: Effect) -> frozenset[int]:
    if effect.exon_numbers:
        return frozenset(effect.exon_numbers)
    if CANONICAL_SPLICE.isdisjoint(effect.consequence) or not (intron := re.match(r"\d+", effect.intron)):
        return frozenset()
    number = int(intron.group())
    # Intron 14 lies between exons 14 and 15: its donor ends exon 14, its acceptor begins exon 15.
    donor = {number} if "splice_donor_variant" in effect.consequence else set()
    acceptor = {number + 1} if "splice_acceptor_variant" in effect.consequence else set()
    return frozenset(donor | acceptor)
