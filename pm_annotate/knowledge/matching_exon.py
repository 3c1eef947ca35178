"""Criteria on the parts of a gene: exons, splice sites and skipped exons, the promoter, internal tandem duplications."""

from __future__ import annotations

import re

from pm_annotate.knowledge.observed_change import UPSTREAM, ObservedChange, gained_residues
from pm_annotate.model import Biomarker, Match, MatchLevel

# Exonic changes that stand beside MET exon 14 skipping. D1010 (c.3028) is the last codon of the exon: changing its last base
# weakens the donor. Y1003 is the CBL docking site that skipping removes: the same effect without skipping.
SKIPPING_CODONS = {
    ("MET", 14): {1010: "last codon of the exon: confirm skipping in RNA", 1003: "CBL docking site: no skipping"}
}
SKIPPING_BY_SUBSTITUTION = frozenset({("MET", 14, 1010)})
# Beside the donor: c.3028+3A>G and A>T (7 of the 42 donor changes of 3,500 lung cancers, ASCO abstract e21513), and the
# last three exonic bases. Which of them skip the exon, only RNA tells.
LAST_CODONS = {("MET", 14): (1009, 1010)}
BESIDE_DONOR = frozenset({"splice_donor_5th_base_variant", "splice_donor_region_variant"})
TRACT_DELETION = 4  # bases lost from the polypyrimidine tract before a change of splicing is worth a line
INTERNAL_DUPLICATION_RESIDUES = 3  # FLT3 ITDs add 3 to several hundred nucleotides; in-frame and of at least one triplet
DUPLICATED_EXONS = {"FLT3": frozenset({14, 15})}  # juxtamembrane domain and first kinase domain
PROMOTER_HOTSPOTS = {  # C228T and C250T, their tandem forms, and A161C: each makes an ETS site (PMID:23348503, 23348506)
    "TERT": frozenset({"c.-124C>T", "c.-146C>T", "c.-125_-124delinsTT", "c.-139_-138delinsTT", "c.-57A>C"}),
}
PROMOTER_BASES = 1000  # upstream of the start codon, as in c.-124


def match_exon(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """A protein-altering or splice-site change of one of the exons, of ``mutation_types`` where the statement has them."""
    exons = observed.exons.intersection(biomarker.exons)
    if not exons or not observed.acts_on_protein_or_splicing:
        return None
    if not observed.is_of(biomarker.mutation_types):
        return None
    what = "/".join(biomarker.mutation_types) or "change"
    matched_by = f"exon {min(exons)} {what}: {observed.name} on {observed.effect.transcript}"
    return Match(biomarker, MatchLevel.EXON, matched_by, tier_eligible=True)


def match_exon_skipping(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """A change that destroys a splice site of the exon, or is known to do the same. What lies beside is listed without tier."""
    exons = observed.exons.intersection(biomarker.exons)
    if exons and "splice" in observed.types:
        exon = min(exons)
        matched_by = f"splice site of exon {exon}: {observed.name} on {observed.effect.transcript}"
        return Match(biomarker, MatchLevel.EXON, matched_by, tier_eligible=True)
    for exon in biomarker.exons:
        match = _skipping_codon(biomarker, exon, observed) or _tract_deletion(biomarker, exon, observed)
        match = match or _beside_donor(biomarker, exon, observed)
        if match:
            return match
    return None


def _skipping_codon(biomarker: Biomarker, exon: int, observed: ObservedChange) -> Match | None:
    change = observed.change
    if change is None or change.kind != "substitution" or not observed.alters_protein:
        return None
    reason = SKIPPING_CODONS.get((biomarker.gene, exon), {}).get(change.start)
    if reason is None:
        return None
    matched_by = f"codon {change.start} of exon {exon}: {observed.name} on {observed.effect.transcript}"
    eligible = (biomarker.gene, exon, change.start) in SKIPPING_BY_SUBSTITUTION and not observed.truncates
    return Match(biomarker, MatchLevel.EXON, matched_by, tier_eligible=eligible, caveats=(reason,))


def _beside_donor(biomarker: Biomarker, exon: int, observed: ObservedChange) -> Match | None:
    """Bases +3 to +6 behind the exon, and its last three bases, also where they change no residue: no tier, but a line."""
    effect = observed.effect
    last_codons = LAST_CODONS.get((biomarker.gene, exon))
    if last_codons is None:
        return None
    behind = effect.intron.partition("/")[0] == str(exon) and not BESIDE_DONOR.isdisjoint(effect.consequence)
    span = observed.residues()
    at_end = span is not None and span[0] <= last_codons[1] and last_codons[0] <= span[1]
    if not behind and not (at_end and "splice_region_variant" in effect.consequence):
        return None
    caveats = (f"beside the splice donor of exon {exon}: confirm skipping in RNA",)
    matched_by = f"at the end of exon {exon}: {effect.hgvsc or observed.name} on {effect.transcript}"
    return Match(biomarker, MatchLevel.REGION, matched_by, tier_eligible=False, caveats=caveats)


def _tract_deletion(biomarker: Biomarker, exon: int, observed: ObservedChange) -> Match | None:
    """Deletions in the polypyrimidine tract before the exon (intron n-1): known to skip MET exon 14, not by rule."""
    effect = observed.effect
    deleted = re.fullmatch(r"c\.\d+-(\d+)_\d+-(\d+)del\w*", effect.hgvsc)
    intron = re.match(r"\d+", effect.intron)
    if not deleted or not intron or int(intron.group()) != exon - 1:
        return None
    far, near = int(deleted.group(1)), int(deleted.group(2))
    if near > 20 or far - near + 1 < TRACT_DELETION:
        return None
    caveats = ("deletion in the polypyrimidine tract: confirm skipping in RNA",)
    matched_by = f"before exon {exon}: {effect.hgvsc} on {effect.transcript}"
    return Match(biomarker, MatchLevel.REGION, matched_by, tier_eligible=False, caveats=caveats)


def match_promoter(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """A known promoter hotspot (exact), or any change in the first kilobase before the start codon (region, no tier: the
    TERT promoter also holds common polymorphisms such as c.-245A>G)."""
    effect = observed.effect
    position = re.match(r"c\.-(\d+)", effect.hgvsc)
    if not position or int(position.group(1)) > PROMOTER_BASES or UPSTREAM.isdisjoint(effect.consequence):
        return None
    seen = f"{effect.hgvsc} on {effect.transcript}"
    if effect.hgvsc in PROMOTER_HOTSPOTS.get(biomarker.gene, ()):
        return Match(biomarker, MatchLevel.EXACT, f"promoter hotspot {seen}", tier_eligible=True)
    caveats = ("not one of the known promoter hotspots",)
    return Match(biomarker, MatchLevel.REGION, f"promoter: {seen}", tier_eligible=False, caveats=caveats)


def match_internal_duplication(biomarker: Biomarker, observed: ObservedChange) -> Match | None:
    """An in-frame insertion or duplication of at least three residues within the exons or residues of the statement."""
    gained = gained_residues(observed)
    if gained < INTERNAL_DUPLICATION_RESIDUES:
        return None
    span = observed.residues()
    exons = observed.exons.intersection(biomarker.exons or DUPLICATED_EXONS.get(biomarker.gene, frozenset()))
    within = span is not None and any(first <= span[0] and span[1] <= last for first, last in biomarker.regions)
    if not exons and not within:
        return None
    level = MatchLevel.REGION if within else MatchLevel.EXON
    place = f"exon {min(exons)}" if exons else "region"
    matched_by = f"internal duplication of {gained} residues in {place}: {observed.name} on {observed.effect.transcript}"
    return Match(biomarker, level, matched_by, tier_eligible=True)
