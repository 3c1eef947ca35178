"""Where SnpEff and we differ by rule, each rule as narrow as it can be said. SnpEff writes HGVS c. and p. names."""

from __future__ import annotations

import re

from pm_annotate.genome.effect import SPLICE_SITE_KEPT
from pm_annotate.protein_change import THREE_TO_ONE, parse_protein_change
from tests.genome.differential.bcftools_rules import new_protein, protein_after
from tests.genome.differential.comparison import MINOR, SPLICE_SITE, Case, Rule
from tests.genome.differential.engines import Answer

_FRAME = {
    "conservative_inframe_insertion": "inframe_insertion",
    "disruptive_inframe_insertion": "inframe_insertion",
    "conservative_inframe_deletion": "inframe_deletion",
    "disruptive_inframe_deletion": "inframe_deletion",
    "5_prime_UTR_premature_start_codon_gain_variant": "5_prime_UTR_variant",
}


def terms_of(answer: Answer) -> frozenset[str]:
    """SO terms that both have."""
    return frozenset(_FRAME.get(term, term) for term in answer.terms) - MINOR


def protein_of(answer: Answer) -> str:
    """SnpEff's p. name in one-letter form. It writes several substituted residues as ``p.AsnPhe116LysSer``."""
    name = answer.protein.removeprefix("p.")
    several = re.fullmatch(r"((?:[A-Z][a-z]{2})+)(\d+)((?:[A-Z][a-z]{2})+)", name)
    if several and len(several[1]) > 3:
        old, start = _residues(several[1]), int(several[2])
        return f"{old[0]}{start}_{old[-1]}{start + len(old) - 1}delins{_residues(several[3])}"
    change = parse_protein_change(name.replace("*", "Ter").replace("TerTer", "Ter"))
    return change.short() if change else name


def _residues(text: str) -> str:
    return "".join(THREE_TO_ONE[text[i : i + 3].upper()] for i in range(0, len(text), 3))


def same_coding(case: Case, answer: Answer) -> bool:
    """The c. names, without the bases that SnpEff adds to ``del`` and ``dup``."""
    theirs = re.sub(r"del[ACGTN]+", "del", re.sub(r"dup[ACGTN]+", "dup", answer.coding))
    return case.effect.hgvsc == theirs


def same_protein(case: Case, answer: Answer) -> bool:
    """The p. names; of a frameshift SnpEff names the first changed residue only."""
    ours = case.protein
    theirs = protein_of(answer)
    if ours is None or not theirs:
        return ours is None and not theirs
    if ours.kind == "frameshift":
        return theirs == f"{ours.start_residue}{ours.start}fs"
    return ours.short() == theirs


def same_terms(case: Case, answer: Answer) -> bool:
    """The consequence class."""
    return case.terms == terms_of(answer)


# ------------------------------------------------------------------------------------------------------------ terms


def frameshift_with_codon_terms(case: Case, answer: Answer) -> bool:
    """Both say frameshift; SnpEff adds, or leaves out, what the first codons of the new frame look like."""
    codon_terms = {"missense_variant", "synonymous_variant", "stop_gained", "stop_lost", "3_prime_UTR_variant"}
    return case.terms - codon_terms == {"frameshift_variant"} == terms_of(answer) - codon_terms


def delins_with_codon_terms(case: Case, answer: Answer) -> bool:
    """An in-frame delins: protein_altering_variant (VEP) to us; insertion or deletion with codon terms to SnpEff."""
    by_length = {"inframe_insertion" if case.net > 0 else "inframe_deletion"}
    codon_terms = {"missense_variant", "synonymous_variant", "stop_gained"}
    ours, theirs = case.terms - codon_terms, terms_of(answer) - codon_terms
    return case.is_delins and ours <= {"protein_altering_variant"} and theirs <= by_length and bool(theirs or answer.terms)


def splice_site_with_coding_terms(case: Case, answer: Answer) -> bool:
    """At a splice site we name no protein; SnpEff adds what the exonic part would do."""
    rest = case.terms - SPLICE_SITE - {"intron_variant", "coding_sequence_variant"}
    return bool(case.terms & SPLICE_SITE) and case.terms & SPLICE_SITE == answer.terms & SPLICE_SITE and not rest


def splice_site_kept(case: Case, answer: Answer) -> bool:
    """An indel that can be placed outside the splice site: we read it there, SnpEff at its most 3' placement."""
    kept = SPLICE_SITE_KEPT in case.effect.caveats or case.at_exon_border
    return kept and bool(answer.terms & SPLICE_SITE) and not case.terms & SPLICE_SITE


def insertion_beside_the_splice_site(case: Case, answer: Answer) -> bool:
    """An insertion between the second and third base of an intron: SnpEff calls the splice site changed, VEP does not."""
    beside = re.search(
        r"\+2_[*\-\d]+\+3ins|-3_[*\-\d]+-2ins|[+](\d+)_\d+[+]2dup|-3dup|\+2dup|_\d+-3dup|_\d+\+2dup", case.effect.hgvsc
    )
    return beside is not None and case.terms == {"intron_variant"} and bool(answer.terms & SPLICE_SITE)


def frame_beside_a_lost_codon(case: Case, answer: Answer) -> bool:
    """A start or stop codon lost by an indel: SnpEff adds the frame term, or says only that."""
    frame = {"inframe_insertion", "inframe_deletion", "frameshift_variant", "protein_altering_variant", "missense_variant",
             "synonymous_variant", "5_prime_UTR_variant", "3_prime_UTR_variant", "stop_retained_variant"}  # fmt: skip
    lost = case.terms & {"start_lost", "stop_lost"}
    rest = terms_of(answer) - frame
    return bool(lost) and case.terms - frame == lost and (rest == lost or (not rest and bool(case.net)))


def stop_with_codon_terms(case: Case, answer: Answer) -> bool:
    """Both name the new stop; SnpEff adds the terms of the codons beside it in an MNV."""
    return "stop_gained" in case.terms and terms_of(answer) - {"missense_variant", "synonymous_variant"} == case.terms


def beside_the_coding_sequence(case: Case, answer: Answer) -> bool:
    """Just before ATG or behind the stop at the most 3' placement, both codons kept; SnpEff says the codon is changed."""
    outside = case.terms in ({"5_prime_UTR_variant"}, {"3_prime_UTR_variant"}) and (
        len(case.edit.removed) != 1 or not case.edit.inserted
    )
    changed = {"start_lost", "start_retained_variant", "frameshift_variant", "inframe_insertion", "stop_retained_variant"}
    return outside and bool(terms_of(answer) & changed)


def stop_codon_made_whole(case: Case, answer: Answer) -> bool:
    """An indel or MNV in the last codons after which a stop is read: SnpEff does not read the bases behind it."""
    near_stop = (case.effect.protein_start or 0) >= len(case.coding.protein) - 2
    return (
        near_stop
        and bool(case.terms & {"stop_retained_variant", "stop_gained"})
        and ("Ter" in answer.protein or not answer.protein)
    )


def delins_not_translated(case: Case, answer: Answer) -> bool:
    """SnpEff 5.1 gives up on a delins on an exon's first base: ``p.Gly170delinsSerVal???``."""
    return "???" in answer.protein and case.is_delins


def untranslated_at_an_exon_edge(case: Case, answer: Answer) -> bool:
    """An untranslated base within three of an exon's edge is splice_region alone to SnpEff."""
    return case.terms == {"5_prime_UTR_variant"} and "splice_region_variant" in answer.terms and not terms_of(answer)


def untranslated_part_left_out(case: Case, answer: Answer) -> bool:
    """A change from the stop codon into the untranslated part that leaves a stop: SnpEff adds the frame term."""
    return case.terms == {"3_prime_UTR_variant", "stop_retained_variant"} and "stop_retained_variant" in answer.terms


TERM_RULES = (
    ("frameshift with codon terms", frameshift_with_codon_terms),
    ("in-frame delins with codon terms", delins_with_codon_terms),
    ("splice site with coding terms", splice_site_with_coding_terms),
    ("splice site kept by another placement", splice_site_kept),
    ("insertion beside the splice site", insertion_beside_the_splice_site),
    ("frame beside a lost codon", frame_beside_a_lost_codon),
    ("new stop with codon terms", stop_with_codon_terms),
    ("beside the coding sequence", beside_the_coding_sequence),
    ("stop codon made whole", stop_codon_made_whole),
    ("delins not translated", delins_not_translated),
    ("untranslated base at an exon's edge", untranslated_at_an_exon_edge),
    ("untranslated part left out", untranslated_part_left_out),
)


# ---------------------------------------------------------------------------------------------------------- protein


def frameshift_to_a_stop(case: Case, answer: Answer) -> bool:
    """A frameshift whose first new codon is a stop is a nonsense change (HGVS ``p.Tyr4Ter``); SnpEff writes ``fs``."""
    change = case.protein
    if change is None or "frameshift_variant" not in case.terms or not change.names_truncation:
        return False
    return protein_of(answer) == f"{change.start_residue}{change.start}fs"


def another_name_of_the_same_protein(case: Case, answer: Answer) -> bool:
    """SnpEff does not shift residues in the C-terminal direction, nor call a duplication over codon borders one."""
    theirs, ours = parse_protein_change(protein_of(answer)), new_protein(case)
    return theirs is not None and ours is not None and protein_after(theirs, case.coding.protein) == ours


def extension_without_distance(case: Case, answer: Answer) -> bool:
    """A lost stop: SnpEff writes ``ext*?``, for an indel ``Ter285del`` or ``Ter1136fs`` without what follows."""
    return "stop_lost" in case.terms and bool(re.search(r"Ter|\*|fs", answer.protein))


def first_touched_residue(case: Case, answer: Answer) -> bool:
    """A frame-shifting delins: SnpEff names the first codon touched even where its residue stays."""
    change, found = case.protein, re.fullmatch(r"([A-Z])(\d+)fs", protein_of(answer))
    if change is None or found is None or not case.is_delins or "frameshift_variant" not in case.terms:
        return False
    return int(found[2]) < change.start and case.coding.protein[int(found[2]) - 1] == found[1]


def stop_in_an_mnv(case: Case, answer: Answer) -> bool:
    """SnpEff writes all old residues and a star (``p.HisLys1738*``), HGVS ``His1738_Lys1739delinsIleTer``."""
    found = re.fullmatch(r"p\.((?:[A-Z][a-z]{2})+)(\d+)\*", answer.protein)
    change = case.protein
    return (
        found is not None and change is not None and not case.net and "*" in change.inserted and change.start >= int(found[2])
    )


def duplication_of_other_residues(case: Case, answer: Answer) -> bool:
    """An insertion that is no duplication, in residues (bcftools agrees) or bases; SnpEff 5.1 calls it ``dup``."""
    ours = case.protein
    theirs = parse_protein_change(protein_of(answer))
    if theirs is None or theirs.kind != "duplication" or ours is None or "ins" not in case.effect.hgvsc:
        return False
    return ours.kind == "insertion" or (ours.kind == "duplication" and theirs.end < ours.end)


def none_at_a_splice_site(case: Case, answer: Answer) -> bool:
    """We give no protein name to a change of a splice site; SnpEff reads the exonic part."""
    return case.protein is None and bool(case.terms & SPLICE_SITE)


def none_outside(case: Case, answer: Answer) -> bool:
    """No protein name outside the coding sequence; see ``beside_the_coding_sequence``."""
    return case.protein is None and beside_the_coding_sequence(case, answer)


def none_where_the_splice_site_is_kept(case: Case, answer: Answer) -> bool:
    """SnpEff gives no name, or that of the exonic part, where it sees a splice site changed: see ``splice_site_kept``."""
    return splice_site_kept(case, answer)


def start_lost(case: Case, answer: Answer) -> bool:
    """``p.Met1?`` (HGVS) whatever SnpEff makes of the residues."""
    return case.effect.hgvsp == "p.Met1?" and "start_lost" in answer.terms


def unreadable_name(case: Case, answer: Answer) -> bool:
    """A synonymous change of some codons is ``p.83`` to SnpEff 5.1; one that it cannot translate has ``???``."""
    return re.fullmatch(r"p\.\d+", answer.protein) is not None and case.terms == {"synonymous_variant"}


PROTEIN_RULES = (
    ("frameshift to a stop", frameshift_to_a_stop),
    ("start lost", start_lost),
    ("splice site changed", none_at_a_splice_site),
    ("splice site kept by another placement", none_where_the_splice_site_is_kept),
    ("another name of the same protein", another_name_of_the_same_protein),
    ("extension without distance", extension_without_distance),
    ("first touched residue of a frameshift", first_touched_residue),
    ("stop in an MNV", stop_in_an_mnv),
    ("duplication of other residues", duplication_of_other_residues),
    ("outside the coding sequence", none_outside),
    ("stop codon made whole", stop_codon_made_whole),
    ("delins not translated", delins_not_translated),
    ("stop codon still there", untranslated_part_left_out),
    ("unreadable name", unreadable_name),
)
CODING_RULES: tuple[tuple[str, Rule], ...] = ()
