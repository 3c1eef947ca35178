"""Where ``bcftools csq`` and we differ by rule, each rule as narrow as it can be said.

bcftools gives the old and the new residues from the first touched codon on (``47K>47E``, up to the new stop), so proteins
are compared residue by residue; names (3' rule, duplications) are not in its output.
"""

from __future__ import annotations

import re

from pm_annotate.genome.sequence import reverse_complement, translate_to_stop
from pm_annotate.protein_change import ProteinChange
from tests.genome.differential.comparison import MINOR, SPLICE_SITE, Case
from tests.genome.differential.engines import Answer


def new_protein(case: Case) -> str | None:
    """The protein that our name describes, up to its stop; None for names that do not spell it out."""
    return None if case.protein is None else protein_after(case.protein, case.coding.protein)


def protein_after(change: ProteinChange, old: str) -> str | None:
    """``old`` (with ``*``) after the change, up to the new stop; None for a frameshift, extension or lost start."""
    before, span, after = old[: change.start - 1], old[change.start - 1 : change.end], old[change.end :]
    match change.kind:
        case "synonymous":
            made = old
        case "deletion":
            made = before + after
        case "duplication":
            made = before + span + span + after
        case "insertion":
            made = before + span[0] + change.inserted + span[1:] + after
        case "substitution" | "delins":
            made = before + change.inserted + after
        case _:
            return None
    return made.partition("*")[0] + "*"


def same_protein(case: Case, answer: Answer) -> bool:
    """Whether our protein name describes the protein that bcftools writes. True where one of the two gives none."""
    found = re.fullmatch(r"(\d+)([A-Z*]+)(?:>\1([A-Z*]+))?", answer.protein)
    change, old = case.protein, case.coding.protein
    if found is None or change is None or change.kind == "start_loss":
        return True
    at, removed, inserted = int(found[1]) - 1, found[2], found[3] or found[2]
    if at == 0:  # bcftools reads a start codon other than ATG by the table, we as methionine
        removed, inserted = old[0] + removed[1:], old[0] + inserted[1:]
    if old[at : at + len(removed)] != removed:
        return False
    theirs = (old[:at] + inserted + old[at + len(removed) :]).partition("*")
    if change.kind in ("frameshift", "extension"):
        first = change.start - 1
        cut = not theirs[1] and len(theirs[0]) <= first  # bcftools reads to the end of the transcript only
        agree = old[:first] == theirs[0][:first] and (cut or theirs[0][first : first + 1] == change.inserted)
        stop = change.start - 1 + (change.stop_distance or 0) - (change.kind == "frameshift")
        return agree and (change.stop_distance is None or not theirs[1] or len(theirs[0]) == stop)
    return new_protein(case) == theirs[0] + "*"


def same(case: Case, answer: Answer) -> bool:
    """No difference in class or protein."""
    return case.terms == answer.terms - MINOR and same_protein(case, answer)


def frameshift_to_a_stop(case: Case, answer: Answer) -> bool:
    """A frameshift whose first new codon is a stop: we say stop_gained too, bcftools frameshift only."""
    ours = case.terms - {"stop_gained"}
    return "frameshift_variant" in ours and ours == answer.terms - MINOR and same_protein(case, answer)


def splice_region_only(case: Case, answer: Answer) -> bool:
    """Near an exon, bcftools says splice_region and leaves intron_variant out."""
    return case.terms == {"intron_variant"} and bool(answer.terms) and answer.terms <= MINOR


def delins_term(case: Case, answer: Answer) -> bool:
    """An in-frame delins is protein_altering_variant (VEP); bcftools tells insertion or deletion by its net length.

    Since 1.20 it says feature_elongation or feature_truncation, and no more, where two or more bases stand on both sides.
    """
    theirs = answer.terms - MINOR
    by_length = {"inframe_insertion" if case.net > 0 else "inframe_deletion"}
    ours = case.terms - {"protein_altering_variant"}
    altering = "protein_altering_variant" in case.terms and case.is_delins
    return altering and ours <= {"stop_gained"} and theirs - by_length == ours and same_protein(case, answer)


def frame_beside_a_lost_codon(case: Case, answer: Answer) -> bool:
    """A start or stop codon lost by an indel: bcftools adds the frame term, or leaves it out; the codon lost is the same."""
    lost = case.terms & {"start_lost", "stop_lost"}
    frame = {"inframe_insertion", "inframe_deletion", "frameshift_variant"}
    return bool(lost) and case.terms - frame == answer.terms - MINOR - frame and bool(case.net) and same_protein(case, answer)


def residues_before_a_lost_stop(case: Case, answer: Answer) -> bool:
    """A deletion that takes the stop: we name the protein up to the next stop, bcftools ends where the transcript's did."""
    return "stop_lost" in case.terms & answer.terms and bool(case.edit.removed) and not answer.protein.endswith("*")


def over_the_end_of_the_coding_sequence(case: Case, answer: Answer) -> bool:
    """A deletion from the start or stop codon into the untranslated part: bcftools says coding_sequence_variant."""
    return (
        bool(case.terms & {"start_lost", "stop_lost"})
        and answer.terms - MINOR - {"coding_sequence_variant"} == case.terms & {"5_prime_UTR_variant", "3_prime_UTR_variant"}
        and bool(case.edit.removed)
    )


def stop_codon_kept(case: Case, answer: Answer) -> bool:
    """Residues come or go right before a stop codon that stays: bcftools adds stop_retained_variant."""
    return answer.terms - MINOR == case.terms | {"stop_retained_variant"} and same_protein(case, answer)


def frameshift_in_the_stop_codon(case: Case, answer: Answer) -> bool:
    """A frameshift whose first changed residue is the stop: an extension to us (HGVS) and stop_lost too."""
    change = case.protein
    return (
        case.terms == {"frameshift_variant", "stop_lost"}
        and answer.terms - MINOR - {"stop_retained_variant"} == {"frameshift_variant"}
        and change is not None
        and change.kind == "extension"
        and same_protein(case, answer)
    )


def beside_the_start_codon(case: Case, answer: Answer) -> bool:
    """An indel right behind ATG leaves the start codon as it was; bcftools calls it lost as well, or only that."""
    behind = re.match(r"c\.(3_4|\d(_|d)|1\d(_|d))", case.effect.hgvsc)
    theirs = answer.terms - MINOR
    lost = theirs in ({"start_lost"}, case.terms | {"start_lost"})
    return lost and behind is not None and case.edit.can_move and case.terms <= _FRAME_TERMS and same_protein(case, answer)


_FRAME_TERMS = {"inframe_insertion", "inframe_deletion", "frameshift_variant", "stop_gained"}


def start_codon_on_an_exon_edge(case: Case, answer: Answer) -> bool:
    """A substitution in a start codon that an intron divides: bcftools translates it (``1M>1T``)."""
    return case.effect.hgvsp == "p.Met1?" and answer.protein.startswith("1M>1") and "splice_region_variant" in answer.terms


def delins_on_a_splice_site(case: Case, answer: Answer) -> bool:
    """A delins of the first or last intron base: bcftools reads it as an insertion into the exon beside it."""
    read_as = {"inframe_insertion", "inframe_deletion", "frameshift_variant"}
    return bool(case.terms & SPLICE_SITE) and case.is_delins and answer.terms - MINOR <= read_as


def start_codon_made_whole(case: Case, answer: Answer) -> bool:
    """A deletion over the start codon after which ATG stands there again: the protein is not certain to us (``Met1?``)."""
    return case.effect.hgvsp == "p.Met1?" and "start_retained_variant" in answer.terms and bool(case.edit.removed)


def stop_codon_made_whole(case: Case, answer: Answer) -> bool:
    """An indel over the last codons after which a stop is read there: bcftools keeps the frame term, or does not look."""
    ours = case.terms & {"stop_retained_variant", "stop_gained"}
    near = (case.effect.protein_start or 0) >= len(case.coding.protein) - 2
    return bool(ours) and near and bool(answer.terms & {"stop_retained_variant", "stop_lost"}) and same_protein(case, answer)


def untranslated_at_an_exon_edge(case: Case, answer: Answer) -> bool:
    """An untranslated base within three of an exon's edge is splice_region alone to bcftools."""
    return case.terms == {"5_prime_UTR_variant"} and "splice_region_variant" in answer.terms and answer.terms <= MINOR


def no_residues_at_a_border(case: Case, answer: Answer) -> bool:
    """bcftools gives no residues to a deletion that reaches the intron, so it sees no new stop."""
    return case.terms - {"stop_gained"} == answer.terms - MINOR and not answer.protein and case.edit.can_move


def protein_unchanged(case: Case, answer: Answer) -> bool:
    """An insertion behind the stop codon at its most 3' placement; bcftools says frameshift, and that the protein stays."""
    stays = re.fullmatch(r"(\d+)([A-Z*]+)(>\1\2)?", answer.protein)
    return case.terms == {"3_prime_UTR_variant"} and "frameshift_variant" in answer.terms and stays is not None


def stop_still_there(case: Case, answer: Answer) -> bool:
    """A deletion from the stop codon into the untranslated part after which the same stop is read; bcftools says it is lost."""
    transcript, edit = case.change.contig.transcript, case.edit
    ends = [transcript.position(pos) for pos in (edit.start, edit.end)]
    if (
        not case.terms <= {"3_prime_UTR_variant", "stop_retained_variant"}
        or not edit.removed
        or any(end.offset for end in ends)
    ):
        return False
    first = min(end.base for end in ends)
    inserted = edit.inserted if transcript.strand > 0 else reverse_complement(edit.inserted)
    whole = case.coding.bases + case.coding.tail
    edited = whole[:first] + inserted + whole[first + len(edit.removed) :]
    return "3_prime_UTR_variant" in answer.terms and translate_to_stop(edited, 3)[-20:] == case.coding.protein[1:][-20:]


def next_bases_not_read(case: Case, answer: Answer) -> bool:
    """An indel in the stop codon that the bases behind it make whole again; bcftools does not read these: ``222*>222?``."""
    return case.terms == {"stop_retained_variant"} and "stop_lost" in answer.terms and answer.protein.endswith("?")


def splice_site_with_coding_terms(case: Case, answer: Answer) -> bool:
    """At a splice site we name no protein: coding_sequence_variant; bcftools adds what the exonic part would do."""
    ours = case.terms & SPLICE_SITE
    rest = case.terms - SPLICE_SITE - {"intron_variant", "coding_sequence_variant"}
    return bool(ours) and ours == answer.terms & SPLICE_SITE and not rest


def read_where_the_vcf_places_it(case: Case, answer: Answer) -> bool:
    """bcftools does not shift in the 3' direction: read at the lowest placement, we say the same."""
    return (
        case.edit.can_move
        and case.terms != case.leftmost_terms
        and _coding(case.leftmost_terms) == _coding(answer.terms - MINOR)
    )


def _coding(terms: frozenset[str]) -> frozenset[str]:
    """At a splice site nothing else is compared; intron_variant may be left out near an exon."""
    return terms & SPLICE_SITE or terms - {"intron_variant"}


def insertion_on_a_border(case: Case, answer: Answer) -> bool:
    """An insertion exactly between exon and intron, or a repeat over the border, leaves the splice site as it was.

    We read it where it does; bcftools calls the splice site changed, or the inserted bases exonic.
    """
    either = answer.terms & (SPLICE_SITE | {"frameshift_variant", "inframe_insertion"})
    return case.at_exon_border and bool(either) and not case.terms & SPLICE_SITE


RULES = (
    ("frameshift to a stop", frameshift_to_a_stop),
    ("splice region without intron", splice_region_only),
    ("delins by net length", delins_term),
    ("frame beside a lost codon", frame_beside_a_lost_codon),
    ("residues before a lost stop", residues_before_a_lost_stop),
    ("over the end of the coding sequence", over_the_end_of_the_coding_sequence),
    ("stop codon kept", stop_codon_kept),
    ("frameshift in the stop codon", frameshift_in_the_stop_codon),
    ("beside the start codon", beside_the_start_codon),
    ("start codon made whole", start_codon_made_whole),
    ("start codon on an exon's edge", start_codon_on_an_exon_edge),
    ("delins on a splice site", delins_on_a_splice_site),
    ("stop codon made whole", stop_codon_made_whole),
    ("untranslated base at an exon's edge", untranslated_at_an_exon_edge),
    ("no residues at a border", no_residues_at_a_border),
    ("protein unchanged", protein_unchanged),
    ("stop still there", stop_still_there),
    ("bases behind the stop not read", next_bases_not_read),
    ("splice site with coding terms", splice_site_with_coding_terms),
    ("no shift in the 3' direction", read_where_the_vcf_places_it),
    ("insertion on an exon's border", insertion_on_a_border),
)
