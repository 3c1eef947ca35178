"""Criteria on residues: a named protein change, a codon, a range of residues.

A protein change is compared on the numbering that the statement itself uses (``Biomarker.transcripts``), and never where
the observed change has no name.
"""

from __future__ import annotations

import re

from pm_annotate.knowledge.observed_change import UNNAMED, ObservedChange, named_change
from pm_annotate.model import Biomarker, Match, MatchLevel
from pm_annotate.protein_change import ProteinChange

HELD = "other residues beside {name} are changed on the same molecule"
CODON_SPAN = 3  # a delins over more residues than these is a change of a segment, not of one codon


def match_protein_change(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """The same protein change by another nucleotide change. A silent change has no protein change to match."""
    change = observed.change
    if change is None or change.kind == "synonymous" or not observed.acts_on_protein_or_splicing:
        return None
    typed = observed.effect.computed_from == "typed"
    for name in biomarker.protein_changes:
        statement = named_change(name)
        if statement is None:
            continue
        matched_by = f"protein {observed.name} on {observed.effect.transcript} = {name}"
        if names_same_change(statement, change):
            return Match(biomarker, MatchLevel.PROTEIN, matched_by, tier_eligible=True)
        if typed and names_same_change(change, statement):
            caveats = (f"the name typed leaves open whether it is {name}",)
            return Match(biomarker, MatchLevel.PROTEIN, matched_by, tier_eligible=True, caveats=caveats)
        if stands_in(statement, change) and observed.alters_protein and not observed.truncates:
            matched_by = f"protein {observed.name} on {observed.effect.transcript} holds {name}"
            return Match(biomarker, MatchLevel.PROTEIN, matched_by, tier_eligible=True, caveats=(HELD.format(name=name),))
    return None


def stands_in(statement: ProteinChange, observed: ProteinChange) -> bool:
    """Whether a delins of as many residues as it replaces makes the very substitution of the statement among others.

    Callers of haplotypes (FreeBayes, Octopus, Ion Torrent, DRAGEN) write two substitutions of one molecule as one record:
    EGFR L858R with L861M is p.L858_L861delinsRAKM, and each residue is changed as if it stood alone.
    """
    if observed.kind != "delins" or statement.kind != "substitution" or not observed.covers(statement.start):
        return False
    if len(observed.inserted) != observed.end - observed.start + 1:
        return False
    ends = {observed.start: observed.start_residue, observed.end: observed.end_residue}
    made = observed.inserted[statement.start - observed.start]
    return made == statement.inserted and _agree(statement.start_residue, ends.get(statement.start, ""))


def names_same_change(statement: ProteinChange, observed: ProteinChange) -> bool:
    """Whether ``observed`` is what ``statement`` names, or a more fully named case of it.

    Knowledge bases shorten frameshifts: ``W288fs`` is met by ``W288Cfs*12``; ``P1175fs*5`` by ``P1175Lfs*5``, not by
    ``P1175Lfs*9``. A name that leaves residues out (``193_196dup``) is met by the same numbers. An insertion of the
    residues before it is the duplication that HGVS prescribes (``V769_D770insASV`` is ``A767_V769dup``).
    """
    if statement.kind == "insertion" and observed.kind == "duplication":
        return _insertion_is_duplication(statement, observed)
    if statement.kind == "duplication" and observed.kind == "insertion":
        return _insertion_is_duplication(observed, statement)
    if statement.kind != observed.kind or (statement.start, statement.end) != (observed.start, observed.end):
        return False
    residues_agree = _agree(statement.start_residue, observed.start_residue) and _agree(
        statement.end_residue, observed.end_residue
    )
    if statement.kind == "frameshift":
        same_stop = statement.stop_distance is None or statement.stop_distance == observed.stop_distance
        same_first = not statement.inserted or statement.inserted == observed.inserted
        return residues_agree and same_first and same_stop
    if statement.kind == "extension":
        return residues_agree and _agree(statement.inserted, observed.inserted)
    return residues_agree and statement.inserted == observed.inserted


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _insertion_is_duplication(insertion: ProteinChange, duplication: ProteinChange) -> bool:
    """Right behind the duplicated residues, as many of them, and the same at both ends as far as names show residues."""
    inserted = insertion.inserted
    return (
        insertion.start == duplication.end
        and len(inserted) == duplication.end - duplication.start + 1
        and _agree(duplication.start_residue, inserted[:1])
        and _agree(duplication.end_residue, inserted[-1:])
    )


def match_codon(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """A substitution or delins of one of the residues, or the deletion of just that residue.

    Nonsense, frameshift, insertions beside the codon and deletions of a longer segment are other mechanisms: no match.
    Where no sequence gave the protein change a name, a change within the codon is listed, but gives no tier.
    """
    change = observed.change
    inserting = not {"insertion", "duplication"}.isdisjoint(biomarker.mutation_types)
    touches = _inserts_at if inserting else _touches
    codons = [codon for codon in biomarker.codons if touches(observed, codon)]
    if not codons or not observed.is_of(biomarker.mutation_types):
        return None
    seen = f"{observed.name} on {observed.effect.transcript}"
    if change is None:
        caveats = ("protein_change_unknown: the sequence of this codon is not packaged, or an unknown base (N) decides it",)
        return Match(biomarker, MatchLevel.CODON, f"codon {codons[0]}: {seen}", tier_eligible=False, caveats=caveats)
    return Match(biomarker, MatchLevel.CODON, f"codon {codons[0]}: {seen}", tier_eligible=True)


def _touches(observed: ObservedChange, codon: int) -> bool:
    change = observed.change
    if change is None:
        span = observed.residues()
        unnamed = UNNAMED in observed.effect.consequence or "missense" in observed.types
        return unnamed and span is not None and span == (codon, codon)
    if observed.truncates or not observed.alters_protein or not change.covers(codon):
        return False
    if change.kind == "delins":
        return change.end - change.start < CODON_SPAN
    return change.kind == "substitution" or (change.kind == "deletion" and change.start == change.end)


def _inserts_at(observed: ObservedChange, codon: int) -> bool:
    """An in-frame gain of residues beside or over the codon, for statements such as ``R177ins``."""
    return observed.change is not None and "insertion" in observed.types and observed.change.covers(codon)


def match_region(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """A protein-altering change that lies within one of the residue ranges (``Non-V600`` is the ranges on either side)."""
    span = observed.residues()
    if span is None or not observed.alters_protein or not observed.is_of(biomarker.mutation_types):
        return None
    for first, last in biomarker.regions:
        if first <= span[0] and span[1] <= last:
            matched_by = f"residues {first}-{last}: {observed.name} on {observed.effect.transcript}"
            return Match(biomarker, MatchLevel.REGION, matched_by, tier_eligible=True)
    return None


def differs_at_codon(biomarker: Biomarker, observed: ObservedChange) -> str:
    """What is said of a substitution statement when another change of the same residue was seen; "" when none was."""
    change = observed.change
    if change is None or change.kind != "substitution" or not observed.alters_protein:
        return ""
    for name in biomarker.protein_changes:
        statement = named_change(name)
        if statement is not None and statement.kind == "substitution" and statement.start == change.start:
            return f"{observed.name} changes the residue of {name} to another one"
    return ""


_CODING_BASES = re.compile(r"(del|dup)[ACGT]+")


def coding_name(hgvsc: str) -> str:
    """A c. name without the bases that HGVS leaves out: ``c.1285dupC`` is ``c.1285dup``, ``c.5delAinsT`` ``c.5delinsT``."""
    text = hgvsc.strip().split(":")[-1]
    return _CODING_BASES.sub(r"\1", text)


def match_coding_change(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """The very nucleotide change, by its c. name on the statement's transcript."""
    seen = coding_name(observed.effect.hgvsc)
    for name in biomarker.hgvsc:
        if seen and coding_name(name) == seen:
            matched_by = f"HGVSc {observed.effect.hgvsc} on {observed.effect.transcript} = {name}"
            return Match(biomarker, MatchLevel.EXACT, matched_by, tier_eligible=True)
    return None
