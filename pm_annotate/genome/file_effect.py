"""Effects out of the file's own annotation: where we cannot name a change ourselves, and as a check where we can."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pm_annotate.genome.consequence import by_severity, impact, severity, variant_classification
from pm_annotate.genome.coordinate_effect import RESIDUE_UNKNOWN
from pm_annotate.genome.effect import REF_MISMATCH, protein_names
from pm_annotate.genome.file_annotation import (
    AnnotatedTranscript,
    AnnotationFormat,
    annotation_of,
)
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.protein_effect import canonical_protein_change, residues_agree
from pm_annotate.model import Allele, Effect
from pm_annotate.protein_change import ProteinChange, parse_protein_change

DISAGREES = "file_annotation_disagrees"
FROM_FILE = "protein_change_from_file_annotation"
_WIDEST_SHIFT = 30  # residues between the first codon touched and the first residue that an indel or frameshift changes

_TERM_OF: Mapping[str, str] = {  # words of bcftools csq, SnpEff and old VEP releases
    "missense": "missense_variant",
    "synonymous": "synonymous_variant",
    "frameshift": "frameshift_variant",
    "inframe_altering": "protein_altering_variant",
    "splice_acceptor": "splice_acceptor_variant",
    "splice_donor": "splice_donor_variant",
    "splice_region": "splice_region_variant",
    "stop_retained": "stop_retained_variant",
    "start_retained": "start_retained_variant",
    "coding_sequence": "coding_sequence_variant",
    "intron": "intron_variant",
    "intergenic": "intergenic_variant",
    "5_prime_utr": "5_prime_UTR_variant",
    "3_prime_utr": "3_prime_UTR_variant",
    "conservative_inframe_deletion": "inframe_deletion",
    "disruptive_inframe_deletion": "inframe_deletion",
    "conservative_inframe_insertion": "inframe_insertion",
    "disruptive_inframe_insertion": "inframe_insertion",
    "5_prime_UTR_premature_start_codon_gain_variant": "5_prime_UTR_variant",
    "initiator_codon_variant": "start_retained_variant",
    "intergenic_region": "intergenic_variant",
}
_UNNAMED = frozenset({"coding_sequence_variant", "protein_altering_variant"})
_CHANGES_LENGTH = frozenset({"inframe_insertion", "inframe_deletion", "protein_altering_variant"})


def with_file_annotation(
    allele: Allele,
    effects: Sequence[Effect],
    formats: Collection[AnnotationFormat],
    genome: Genome,
    genes: Collection[str],
) -> tuple[Allele, tuple[Effect, ...]]:
    """The allele with the annotation's population frequencies, and its effects completed and checked by the annotation.

    ``effects`` are our own. A change that we could not name for want of sequence gets the annotation's name, where that
    counts on our numbering; one that we named differently gets the caveat ``file_annotation_disagrees``. Effects in ``genes``
    (those that knowledge speaks of) for which we have no transcript are added after ours.
    """
    annotation = annotation_of(allele, formats)
    frequencies = annotation.population_fractions()
    if frequencies:
        allele = allele._replace(retained_info={**allele.retained_info, **frequencies})
    packaged = genome.genes()
    open_to_it = {effect.gene for effect in effects if _is_open_to_annotation(effect)}
    said = annotation.transcripts(lambda gene: gene in open_to_it or (gene in genes and gene not in packaged))
    if not said:
        return allele, tuple(effects)
    own = tuple(_checked(effect, said, genome, len(allele.alt) - len(allele.ref)) for effect in effects)
    unpackaged = [one for one in said if one.gene in genes and one.gene not in packaged]
    return allele, (*own, *_effects(allele, unpackaged, genome))


# ------------------------------------------------------------------------------------------- effects without a transcript


def _effects(allele: Allele, said: Sequence[AnnotatedTranscript], genome: Genome) -> tuple[Effect, ...]:
    of_gene: dict[str, list[AnnotatedTranscript]] = {}
    for one in said:
        if _terms(one):
            of_gene.setdefault(one.gene, []).append(one)
    hgvsg = genome.hgvsg(allele) if of_gene else ""
    effects = []
    for ranked in of_gene.values():
        ranked.sort(key=lambda one: (one.preference, one.change is None, severity(_terms(one))))
        effects += [_effect(allele, one, hgvsg, is_primary=one is ranked[0]) for one in ranked]
    effects.sort(key=lambda effect: not effect.is_primary)
    return tuple(effects)


def _terms(one: AnnotatedTranscript) -> tuple[str, ...]:
    """The Sequence Ontology terms that we use, most severe first."""
    return by_severity(frozenset(term for word in one.consequence if _is_known(term := _TERM_OF.get(word, word))))


def _is_known(term: str) -> bool:
    try:
        severity((term,))
    except KeyError:
        return False
    return True


def _effect(allele: Allele, one: AnnotatedTranscript, hgvsg: str, is_primary: bool) -> Effect:
    terms = _terms(one)
    long, short = protein_names(one.change)
    net = len(allele.alt) - len(allele.ref)
    numbers = [int(number) for number in re.findall(r"\d+", one.exon.partition("/")[0])]
    return Effect(
        gene=one.gene,
        transcript=one.transcript,
        consequence=terms,
        impact=impact(terms),
        variant_classification=variant_classification(terms, net),
        computed_from="file_annotation",
        hgvsg=hgvsg,
        hgvsc=one.hgvsc,
        hgvsp=long,
        hgvsp_short=short,
        exon=one.exon,
        intron=one.intron,
        exon_numbers=tuple(range(numbers[0], numbers[-1] + 1)) if numbers else (),
        protein_start=one.change.start if one.change else None,
        protein_end=one.change.end if one.change else None,
        protein_length=one.protein_length,
        frame=_frame(terms, net),
        is_primary=is_primary,
        caveats=(f"{FROM_FILE}: {one.tag}",),
    )


def _frame(terms: Collection[str], net: int) -> str:
    if "frameshift_variant" in terms:
        return "frameshift"
    changes_length = not _CHANGES_LENGTH.isdisjoint(terms)
    return "inframe" if changes_length and net % 3 == 0 else ""


# --------------------------------------------------------------------------------------------------- our own, checked


def _is_open_to_annotation(effect: Effect) -> bool:
    """Whether there is a protein change of ours to check, or one that we could not name."""
    return bool(effect.hgvsp_short) or RESIDUE_UNKNOWN in effect.caveats


def _checked(effect: Effect, said: Sequence[AnnotatedTranscript], genome: Genome, net: int) -> Effect:
    """Our effect, named by the annotation where we could not, or with a caveat where the two disagree."""
    if not _is_open_to_annotation(effect) or any(caveat.startswith(REF_MISMATCH) for caveat in effect.caveats):
        return effect
    of_gene = [one for one in said if one.gene == effect.gene and one.change is not None]
    comparable = [one for one in of_gene if _same_transcript(effect, one, genome)]
    comparable = comparable or [one for one in of_gene if _same_numbering(effect, one, genome)]
    if not comparable:
        return effect
    if not effect.hgvsp_short and RESIDUE_UNKNOWN in effect.caveats:
        return _named_by(effect, comparable[0], genome, net)
    own = parse_protein_change(effect.hgvsp_short) if effect.hgvsp_short else None
    if own is None or any(_agree(own, one.change, effect, genome) for one in comparable if one.change):
        return effect
    other = comparable[0]
    text = f"{DISAGREES}: {other.tag} {protein_names(other.change)[1]} on {other.transcript}"
    return effect._replace(caveats=(*effect.caveats, text))


def _same_transcript(effect: Effect, one: AnnotatedTranscript, genome: Genome) -> bool:
    own = [transcript for transcript in genome.transcripts_of(effect.gene) if transcript.transcript == effect.transcript]
    accessions = {effect.mane_select, *(accession for transcript in own for accession in transcript.accessions)}
    return not one.names.isdisjoint(accession.partition(".")[0] for accession in accessions if accession)


def _same_numbering(effect: Effect, one: AnnotatedTranscript, genome: Genome) -> bool:
    """Whether another transcript's residue numbers are ours: the length of the protein is, or, where it is not said, the
    residues that the annotation names stand in our protein at that very place."""
    if one.protein_length is not None and effect.protein_length is not None:
        return one.protein_length == effect.protein_length
    change, protein = one.change, genome.protein(effect.gene, effect.transcript)
    if change is None or effect.protein_start is None or not protein or not residues_agree(change, protein):
        return False
    if change.kind in ("substitution", "synonymous", "start_loss", "extension"):
        return change.start == effect.protein_start
    return abs(change.start - effect.protein_start) <= _WIDEST_SHIFT


def _agree(own: ProteinChange, other: ProteinChange, effect: Effect, genome: Genome) -> bool:
    """Whether two names mean one change. A name that leaves out the new residue or the distance to the stop agrees."""
    protein = genome.protein(effect.gene, effect.transcript) or ""
    first, second = (canonical_protein_change(change, protein) for change in (own, other))
    if second.kind == "frameshift" and not second.inserted:  # SnpEff names the codon touched, also where the stop comes at once
        return effect.frame == "frameshift" and second.start <= first.start <= second.start + _WIDEST_SHIFT
    if first.kind in ("frameshift", "extension", "synonymous") and first.kind == second.kind:
        known = first.inserted and second.inserted
        return first.start == second.start and (not known or first.inserted == second.inserted)
    return first.short() == second.short()


def _named_by(effect: Effect, one: AnnotatedTranscript, genome: Genome, net: int) -> Effect:
    """Our effect with the protein change that the annotation names on the same numbering."""
    protein = genome.protein(effect.gene, effect.transcript)
    if one.change is None or (protein and not residues_agree(one.change, protein)):
        return effect
    change = canonical_protein_change(one.change, protein) if protein else one.change
    terms = by_severity((frozenset(effect.consequence) - _UNNAMED) | frozenset(_terms(one))) or effect.consequence
    long, short = protein_names(change)
    kept = tuple(caveat for caveat in effect.caveats if caveat != RESIDUE_UNKNOWN)
    return effect._replace(
        consequence=terms,
        impact=impact(terms),
        variant_classification=variant_classification(terms, net),
        computed_from="file_annotation",
        hgvsp=long,
        hgvsp_short=short,
        protein_start=change.start,
        protein_end=change.end,
        caveats=(*kept, f"{FROM_FILE}: {one.tag} {one.transcript}"),
    )
