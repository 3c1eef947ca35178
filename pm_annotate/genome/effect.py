"""What an allele does to a transcript whose sequence is known."""

from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pm_annotate.genome.coding import CodingSequence
from pm_annotate.genome.consequence import SPLICE_SITE, read_terms
from pm_annotate.genome.hgvs_names import PlacedEdit, coding_name
from pm_annotate.genome.normalise import Edit
from pm_annotate.genome.protein_effect import frameshift_change, in_frame_change
from pm_annotate.genome.sequence import codon_residue, reverse_complement, translate, translate_to_stop
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.genome.where import exon_fields, location_terms, meets_coding, utr_is_guessed
from pm_annotate.model import Effect
from pm_annotate.protein_change import ProteinChange
from pm_annotate.shared_texts import shared

UTR_UNKNOWN = "utr_structure_unknown"
EXONS_CODING_ONLY = "exon_numbering_coding_only"
REF_MISMATCH = "ref_mismatch"
NOT_SHIFTED = "placement_not_certain"
SPLICE_SITE_KEPT = "splice_site_kept_by_other_placement"
APPROXIMATE = {"clone": "sequence_from_clone", "other_assembly": "sequence_from_other_assembly"}


class ProteinOutcome(NamedTuple):
    """What the change does to the protein. ``change`` is None where no name can be given."""

    change: ProteinChange | None
    terms: frozenset[str]
    first: int | None  # residues touched
    last: int | None
    frame: str


CODING = frozenset({"coding_sequence_variant"})
SYNONYMOUS, MISSENSE = frozenset({"synonymous_variant"}), frozenset({"missense_variant"})
STOP_GAINED = frozenset({"stop_gained"})
NO_PROTEIN = ProteinOutcome(None, frozenset(), None, None, "")


def protein_outcome(edit: Edit, transcript: Transcript, coding: CodingSequence) -> ProteinOutcome:
    """The protein change of an edit that lies wholly in one coding exon (or its run-on into the UTR)."""
    inserted = edit.inserted if transcript.strand > 0 else reverse_complement(edit.inserted)
    if len(edit.removed) == 1 == len(inserted):
        first = transcript.exonic_base(edit.start)
        if first is not None and 3 <= first < len(coding.bases) - 3:
            return _substitution(first, inserted, coding)
    if edit.removed:
        start = transcript.position(edit.start)
        ends = start, start if len(edit.removed) == 1 else transcript.position(edit.end)
        if ends[0].offset or ends[1].offset or abs(ends[0].base - ends[1].base) + 1 != len(edit.removed):
            return NO_PROTEIN
        first = min(ends[0].base, ends[1].base)
    else:
        neighbours = transcript.position(edit.start - 1), transcript.position(edit.start)
        exonic = [position.base for position in neighbours if not position.offset]
        if not exonic:
            return NO_PROTEIN
        first = max(exonic) if len(exonic) == 2 else _base_after_border(transcript, edit.start, exonic[0])
    return _edited_protein(first, len(edit.removed), inserted, coding)


def _substitution(first: int, inserted: str, coding: CodingSequence) -> ProteinOutcome:
    """One base for another, in a codon that is neither the start nor the stop codon. Most variants are this."""
    codon = 3 * (first // 3)
    bases = coding.bases
    return one_codon(
        coding.protein, first // 3 + 1, codon_residue(bases[codon:first] + inserted + bases[first + 1 : codon + 3])
    )


def _base_after_border(transcript: Transcript, start: int, exonic: int) -> int:
    """The transcript base that an insertion on an exon's edge precedes."""
    exon_is_left = transcript.exonic_base(start - 1) is not None
    return exonic + 1 if exon_is_left == (transcript.strand > 0) else exonic


def _edited_protein(first: int, removed: int, inserted: str, coding: CodingSequence) -> ProteinOutcome:
    """``first`` is the transcript base where ``removed`` bases go and ``inserted`` come in."""
    old_bases, old = coding.bases, coding.protein
    length = len(old_bases)
    beyond = first + removed  # the first base kept after the edit
    if first < 3 and (first < 0 or removed or first > 0):
        outcome = _start_codon(first, removed, inserted, coding)
        if outcome is not None:
            return outcome
    if (first <= 0 and not removed) or first >= length:
        return NO_PROTEIN
    net = len(inserted) - removed
    first_codon = first // 3 + 1
    last_codon = (beyond - 1) // 3 + 1 if removed else (first - 1) // 3 + 1
    if not removed and first % 3 == 0:
        first_codon, last_codon = first // 3, first // 3 + 1
    last_codon = min(last_codon, len(old))
    if beyond > length - 3 and "N" in old_bases[-3:]:  # an ORF clone: its stop codon is not known
        return ProteinOutcome(None, frozenset(), first_codon, last_codon, "")
    if net % 3 == 0 and beyond <= length - 3:
        return _in_frame(first, removed, inserted, coding, first_codon, last_codon)
    whole = old_bases + coding.tail
    edited = whole[:first] + inserted + whole[beyond:]
    kept = max(1, first // 3)  # residues before the edit; the first is M whatever its codon
    new = old[:kept] + (translate(edited[3 * kept :]) if net % 3 == 0 else translate_to_stop(edited, 3 * kept))
    if net % 3 == 0 and net and edited[length - 3 + net :] == whole[length - 3 :] and first > 2:  # the stop codon stays whole
        return _before_the_stop(old, new, net, first_codon, last_codon)
    if net % 3 == 0:
        return _stop_codon_touched(old, new, first_codon, last_codon, net)
    change = frameshift_change(old, new, first_codon)
    return ProteinOutcome(change, _frameshift_terms(change, old, beyond > length - 3), first_codon, last_codon, "frameshift")


def _in_frame(
    first: int, removed: int, inserted: str, coding: CodingSequence, first_codon: int, last_codon: int
) -> ProteinOutcome:
    old_bases, old = coding.bases, coding.protein
    low = max(0, 3 * (first // 3))
    high = min(len(old_bases), 3 * ((first + removed + 2) // 3))
    old_codons = old_bases[low:high]
    new_codons = old_bases[low:first] + inserted + old_bases[first + removed : high]
    new_residues = translate(new_codons)
    if len(new_codons) == 3 == len(old_codons):
        return one_codon(old, first_codon, new_residues)
    if low == 0:
        new_residues = "M" + new_residues[1:]
    new = old[: low // 3] + new_residues + old[high // 3 :]
    change = in_frame_change(old, new, first_codon, last_codon, high // 3, stop_kept=True)
    terms = set()
    gains_stop = "*" in new_residues
    if gains_stop:
        terms.add("stop_gained")
    if len(inserted) == removed:
        if change.kind == "synonymous":
            terms.add("synonymous_variant")
        elif not gains_stop:
            terms.add("missense_variant")
    elif len(new_codons) > len(old_codons):
        terms.add("inframe_insertion" if not removed else "protein_altering_variant")
    else:
        terms.add("inframe_deletion" if not inserted else "protein_altering_variant")
    frame = "inframe" if len(inserted) != removed else ""
    return ProteinOutcome(change, frozenset(terms), first_codon, last_codon, frame)


def one_codon(old: str, number: int, new_residue: str) -> ProteinOutcome:
    """A substitution inside one codon that is neither the start nor the stop codon."""
    residue = old[number - 1]
    if new_residue == residue:
        return ProteinOutcome(ProteinChange("synonymous", number, number, residue, residue), SYNONYMOUS, number, number, "")
    if new_residue == "X" != residue:  # an unknown base decides it: it may even be the same
        return ProteinOutcome(None, CODING, number, number, "")
    terms = STOP_GAINED if new_residue == "*" else MISSENSE
    change = ProteinChange("substitution", number, number, residue, residue, new_residue)
    return ProteinOutcome(change, terms, number, number, "")


def _frameshift_terms(change: ProteinChange, old: str, touches_stop: bool) -> frozenset[str]:
    if change.kind == "synonymous":
        return frozenset({"stop_retained_variant"})
    if change.kind == "substitution":
        return frozenset({"frameshift_variant", "stop_gained"})
    if change.kind == "extension" or touches_stop:
        return frozenset({"frameshift_variant", "stop_lost"})
    return frozenset({"frameshift_variant"})


def _before_the_stop(old: str, new: str, net: int, first_codon: int, last_codon: int) -> ProteinOutcome:
    """An in-frame insertion or deletion whose most 3' placement reaches into the stop codon, which is the same after it."""
    new = new[: len(old) + net // 3]
    change = in_frame_change(old, new, first_codon, last_codon, stop_kept=True)
    terms = {"inframe_insertion" if net > 0 else "inframe_deletion"}
    if "*" in new[:-1]:
        terms.add("stop_gained")
    return ProteinOutcome(change, frozenset(terms), first_codon, last_codon, "inframe")


def _stop_codon_touched(old: str, new: str, first_codon: int, last_codon: int, net: int) -> ProteinOutcome:
    """An edit that keeps the frame and touches the stop codon."""
    stop = new.find("*")
    truncated = new[: stop + 1] if stop >= 0 else new
    frame = "inframe" if net else ""
    if truncated == old:
        change = in_frame_change(old, truncated, first_codon, last_codon)
        return ProteinOutcome(change, frozenset({"stop_retained_variant"}), first_codon, last_codon, frame)
    change = in_frame_change(old, truncated, first_codon, last_codon)
    if stop < 0 and change.kind != "extension":
        return ProteinOutcome(None, frozenset({"stop_lost"}), first_codon, last_codon, frame)
    terms = {"stop_lost"} if len(truncated) != len(old) or change.kind == "extension" else {"missense_variant"}
    if change.kind == "substitution" and change.inserted == "*":
        terms = {"stop_gained"}
    return ProteinOutcome(change, frozenset(terms), first_codon, last_codon, frame)


def _start_codon(first: int, removed: int, inserted: str, coding: CodingSequence) -> ProteinOutcome | None:
    """The outcome of an edit that touches the start codon; None when the edit leaves it as it was."""
    beyond = first + removed
    if beyond <= 0 or (not removed and first == 0):
        return None
    kept = coding.bases[: max(first, 0)] + inserted + coding.bases[beyond:]
    if kept[:3] == coding.bases[:3] and first >= 0:
        return None
    frame = "" if len(inserted) == removed else "inframe" if (len(inserted) - removed) % 3 == 0 else "frameshift"
    return ProteinOutcome(
        ProteinChange("start_loss", 1, 1, "M", "M"), frozenset({"start_lost"}), 1, max(1, (beyond - 1) // 3 + 1), frame
    )


def effect_on(
    placed: PlacedEdit,
    leftmost: Edit | None,
    transcript: Transcript,
    coding: CodingSequence,
    hgvsg: str,
    computed_from: str,
    ref_agrees: bool | None,
) -> Effect:
    """The effect of an edit, named at its most 3' placement on this transcript's strand.

    ``leftmost`` is its other extreme placement, where it has more than one. When that one leaves the splice site as it was,
    so does the edit: the consequence is then read there, and a caveat says so.
    """
    read = placed.edit
    start, end = read.start, read.end
    caveats = _caveats(placed, transcript, ref_agrees)
    if utr_is_guessed(transcript, start, end):
        caveats.append(UTR_UNKNOWN)
    terms = location_terms(transcript, start, end)
    if leftmost is not None and terms & SPLICE_SITE:
        elsewhere = location_terms(transcript, leftmost.start, leftmost.end)
        if not elsewhere & SPLICE_SITE:
            read, start, end = leftmost, leftmost.start, leftmost.end
            terms = elsewhere | {"splice_region_variant"}
            caveats.append(SPLICE_SITE_KEPT)
    outcome = NO_PROTEIN
    if meets_coding(transcript, start, end):
        if ref_agrees is not False and not terms & SPLICE_SITE:
            outcome = protein_outcome(read, transcript, coding)
        terms |= outcome.terms or CODING
    return build_effect(
        transcript, placed, terms or CODING, outcome, hgvsg, computed_from, caveats, named=ref_agrees is not False
    )


def _caveats(placed: PlacedEdit, transcript: Transcript, ref_agrees: bool | None) -> list[str]:
    caveats = []
    if ref_agrees is False:
        caveats.append(REF_MISMATCH)
    if not placed.complete:
        caveats.append(NOT_SHIFTED)
    if transcript.quality in APPROXIMATE:
        caveats.append(APPROXIMATE[transcript.quality])
    return caveats


def build_effect(
    transcript: Transcript,
    placed: PlacedEdit,
    terms: AbstractSet[str],
    outcome: ProteinOutcome,
    hgvsg: str,
    computed_from: str,
    caveats: list[str],
    named: bool = True,
) -> Effect:
    """Fill an Effect: names, exon, severity, MAF class."""
    edit, change = placed.edit, outcome.change
    net = len(edit.inserted) - len(edit.removed)
    consequence, severity, classification = read_terms(frozenset(terms), net)
    exon, intron, numbers = exon_fields(transcript, edit.start, edit.end)
    if numbers and not transcript.numbering_known:
        caveats.append(EXONS_CODING_ONLY)
    long, short = protein_names(change)
    return Effect(
        gene=transcript.gene,
        transcript=transcript.transcript,
        consequence=consequence,
        impact=severity,
        variant_classification=classification,
        computed_from=computed_from,
        hgvsg=hgvsg,
        hgvsc=coding_name(placed, transcript) if named else "",
        hgvsp=long,
        hgvsp_short=short,
        exon=exon,
        intron=intron,
        exon_numbers=numbers,
        protein_start=change.start if change is not None else outcome.first,
        protein_end=change.end if change is not None else outcome.last,
        protein_length=transcript.protein_length,
        frame=outcome.frame,
        is_primary=transcript.is_primary,
        mane_select=transcript.mane_select,
        caveats=shared(tuple(caveats)),
    )


def protein_names(change: ProteinChange | None) -> tuple[str, str]:
    """``p.Val600Glu`` and ``p.V600E``; a frameshift without known stop is written ``fsTer?``."""
    if change is None:
        return "", ""
    unknown = change.kind == "frameshift" and change.stop_distance is None
    return "p." + change.long() + ("Ter?" if unknown else ""), "p." + change.short() + ("*?" if unknown else "")
