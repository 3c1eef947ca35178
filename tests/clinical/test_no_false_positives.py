"""Changes that do nothing, or are not known to do anything, give no tier for therapy or resistance, on either assembly.

Drawn at random (fixed seed) over the coding exons of genes whose drugs are prescribed by variant. Changes that some layer
of the table knows (a hotspot residue, a residue that a statement names, an allele of ClinVar) are not drawn.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.knowledge.gene_criteria import criteria_of
from pm_annotate.knowledge.gene_knowledge import Hotspots
from pm_annotate.model import Allele, Assembly, Call, Effect, Observation
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_table import allele

ONCOGENES = ("BRAF", "KRAS", "EGFR", "PIK3CA", "KIT", "ALK")
SUPPRESSORS = ("TP53", "BRCA1", "BRCA2")
DRAWS = 400  # per gene and assembly
TRUNCATING = {"stop_gained", "frameshift_variant", "start_lost", "splice_donor_variant", "splice_acceptor_variant"}
ASSEMBLIES = list(Assembly)


def tiers(packaged: Packaged, one: Allele, effects: tuple[Effect, ...], tumor: str = "melanoma") -> dict[str, str]:
    """The therapy and resistance tiers of one allele in a tumour, by statement id."""
    resolved = packaged.tumor_types.resolve(tumor)
    seen = [(Observation(one, (), "PASS", Call("T")), effects)]
    _, findings, _ = assemble(packaged.knowledge, packaged.tumor_types, one.assembly, KnownOfTumor(resolved), seen)
    drugs = ("therapy", "resistance")
    return {found.statement.statement_id: found.amp_tier for found in findings if found.amp_tier and found.tier_class in drugs}


def substitutions(packaged: Packaged, assembly: Assembly, gene: str) -> Iterator[tuple[Allele, tuple[Effect, ...]]]:
    """Random single-base changes in and within 60 bases of the coding exons, that no layer of the table knows."""
    genome, knowledge = packaged.genomes[assembly], packaged.knowledge
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    places = [pos for start, end in transcript.cds_exons for pos in range(start - 60, end + 61)]
    draw = random.Random(f"{gene} {assembly}")
    for pos in draw.sample(places, min(DRAWS, len(places))):
        base = genome.reference(transcript.chrom, pos, pos) or "A"  # introns are packaged only as far as calls need them
        one = allele(f"{transcript.chrom}:{pos}:{base}:{draw.choice('ACGT'.replace(base, ''))}", assembly)
        effects = genome.effects(one)
        if effects and not _is_known(packaged, one, effects) and one.key not in knowledge.allele_index(assembly):
            yield one, effects


def _is_known(packaged: Packaged, one: Allele, effects: tuple[Effect, ...]) -> bool:
    knowledge = packaged.knowledge
    if knowledge.clinvar.significance(one.assembly, one.key):
        return True
    for effect in effects:
        start, end = effect.protein_start, effect.protein_end
        residues = range(start, (end or start) + 1) if start else range(0)
        recurrent = _recurrent_residues(packaged.knowledge.hotspots, effect.gene)
        if any(residue in recurrent or residue in criteria_of(knowledge, effect.gene).by_residue for residue in residues):
            return True
    return False


@lru_cache
def _recurrent_residues(hotspots: Hotspots, gene: str) -> frozenset[int]:
    names = (name for of_gene, name in hotspots.protein_changes if of_gene == gene)
    return frozenset(int(number[0]) for number in (re.findall(r"\d+", name) for name in names) if number)


@pytest.mark.parametrize("assembly", ASSEMBLIES)
@pytest.mark.parametrize("gene", [*ONCOGENES, *SUPPRESSORS])
def test_random_changes_give_no_tier(packaged: Packaged, gene: str, assembly: Assembly) -> None:
    """Missense off the hotspots, silent, intronic, UTR, splice-region; in oncogenes stops and lost starts as well."""
    drawn: Counter[str] = Counter()
    for one, effects in substitutions(packaged, assembly, gene):
        terms = {term for effect in effects for term in effect.consequence}
        if gene in SUPPRESSORS and terms & TRUNCATING:
            continue
        drawn.update(effects[0].consequence[:1])
        assert tiers(packaged, one, effects) == {}, (one.key, effects[0].hgvsp_short or effects[0].hgvsc)
    assert drawn["missense_variant"] > 20
    assert drawn["synonymous_variant"] > 10
    assert drawn.total() - drawn["missense_variant"] - drawn["synonymous_variant"] > 10


@pytest.mark.parametrize("assembly", ASSEMBLIES)
@pytest.mark.parametrize("gene", ONCOGENES)
def test_truncations_of_an_oncogene_give_no_tier(packaged: Packaged, gene: str, assembly: Assembly) -> None:
    genome = packaged.genomes[assembly]
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    tried = 0
    for start, end in transcript.cds_exons:
        for pos in range(start + 5, end - 5, 37):
            bases = genome.reference(transcript.chrom, pos, pos + 1)
            if not bases:
                continue
            one = genome.left_align(allele(f"{transcript.chrom}:{pos}:{bases}:{bases[0]}", assembly))
            effects = genome.effects(one)
            tried += "frameshift_variant" in effects[0].consequence
            assert tiers(packaged, one, effects) == {}, one.key
    assert tried > 5


# Exons for which statements or labels take in-frame deletions or insertions; every other exon must stay silent.
INFRAME_EXONS = {"EGFR": {18, 19, 20, 21}, "KIT": {8, 9, 11, 13, 14, 17}, "BRAF": {11, 12, 15}, "KRAS": {2}, "PIK3CA": {10, 21}}


@pytest.mark.parametrize("assembly", ASSEMBLIES)
@pytest.mark.parametrize("gene", INFRAME_EXONS)
def test_inframe_indels_in_other_exons_give_no_tier(packaged: Packaged, gene: str, assembly: Assembly) -> None:
    genome = packaged.genomes[assembly]
    transcript = genome.transcript_of(gene)
    assert transcript is not None
    tried = 0
    for start, end in transcript.cds_exons:
        for pos in range(start + 6, end - 12, 29):
            bases = genome.reference(transcript.chrom, pos, pos + 6)
            if not bases:
                continue
            for ref, alt in ((bases, bases[0]), (bases[0], bases)):
                one = genome.left_align(allele(f"{transcript.chrom}:{pos}:{ref}:{alt}", assembly))
                effects = genome.effects(one)
                exons = set(effects[0].exon_numbers)
                if not exons or exons & INFRAME_EXONS[gene] or _is_known(packaged, one, effects):
                    continue
                if "stop_gained" in effects[0].consequence:
                    continue
                tried += 1
                assert tiers(packaged, one, effects) == {}, (one.key, effects[0].hgvsp_short)
    assert tried > 10


@pytest.mark.parametrize(
    ("place_37", "place_38", "name"),
    [
        ("7:55249063:G:A", "7:55181370:G:A", "p.Q787="),
        ("7:55229255:G:A", "7:55161562:G:A", "p.R521K"),
        ("17:7579472:G:C", "17:7676154:G:C", "p.P72R"),
        ("17:41244000:T:C", "17:43091983:T:C", "p.K1183R"),
        ("17:41223094:T:C", "17:43071077:T:C", "p.S1613G"),
        ("17:41245466:G:A", "17:43093449:G:A", "p.S694="),
        ("13:32906729:A:C", "13:32332592:A:C", "p.N372H"),
        ("13:32972626:A:T", "13:32398489:A:T", "p.K3326*"),
        ("4:55593464:A:C", "4:54727298:A:C", "p.M541L"),
        ("3:178927410:A:G", "3:179209622:A:G", "p.I391M"),
        ("2:29416572:T:C", "2:29193706:T:C", "p.I1461V"),
        ("2:29416366:G:C", "2:29193500:G:C", "p.D1529E"),
    ],
)
def test_benign_polymorphisms_give_no_tier(packaged: Packaged, place_37: str, place_38: str, name: str) -> None:
    for assembly, place in zip(ASSEMBLIES, (place_37, place_38), strict=True):
        one = allele(place, assembly)
        effects = packaged.genomes[assembly].effects(one)
        assert effects[0].hgvsp_short == name
        for tumor in ("melanoma", "ovarian cancer", "lung adenocarcinoma", "GIST"):
            broad = {key: tier for key, tier in tiers(packaged, one, effects, tumor).items() if not _names(packaged, key, name)}
            assert broad == {}, (assembly, tumor)


def _names(packaged: Packaged, statement_id: str, name: str) -> bool:
    """A statement on this very polymorphism (TP53 P72R, KIT M541L) may be tiered."""
    return name.removeprefix("p.") in packaged.knowledge.statement(statement_id).profile_text
