"""Well-known changes at their true coordinates, on both assemblies."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.model import Assembly, Effect
from tests.genome.conftest import allele

# gene, chromosome, position on GRCh38, on GRCh37, REF, ALT, c. name, short p. name, worst term, exon
KNOWN = [
    ("BRAF", "7", 140753336, 140453136, "A", "T", "c.1799T>A", "p.V600E", "missense_variant", 15),
    ("BRAF", "7", 140753336, 140453136, "AC", "TT", "c.1798_1799delinsAA", "p.V600K", "missense_variant", 15),
    ("KRAS", "12", 25245350, 25398284, "C", "T", "c.35G>A", "p.G12D", "missense_variant", 2),
    ("NRAS", "1", 114713909, 115256530, "G", "T", "c.181C>A", "p.Q61K", "missense_variant", 3),
    ("EGFR", "7", 55191822, 55259515, "T", "G", "c.2573T>G", "p.L858R", "missense_variant", 21),
    ("EGFR", "7", 55174771, 55242464, "AGGAATTAAGAGAAGC", "A", "c.2235_2249del", "p.E746_A750del", "inframe_deletion", 19),
    ("EGFR", "7", 55174772, 55242465, "GGAATTAAGAGAAGCA", "G", "c.2236_2250del", "p.E746_A750del", "inframe_deletion", 19),
    ("EGFR", "7", 55181378, 55249071, "C", "T", "c.2369C>T", "p.T790M", "missense_variant", 20),
    ("ERBB2", "17", 39724728, 37880981, "A", "AGCATACGTGATG", "c.2313_2324dup", "p.Y772_A775dup", "inframe_insertion", 20),
    ("MET", "7", 116771990, 116412044, "G", "T", "c.3028+1G>T", "", "splice_donor_variant", None),
    ("PIK3CA", "3", 179234297, 178952085, "A", "G", "c.3140A>G", "p.H1047R", "missense_variant", 21),
    ("IDH1", "2", 208248388, 209113112, "C", "T", "c.395G>A", "p.R132H", "missense_variant", 4),
    ("JAK2", "9", 5073770, 5073770, "G", "T", "c.1849G>T", "p.V617F", "missense_variant", 14),
    ("KIT", "4", 54733155, 55599321, "A", "T", "c.2447A>T", "p.D816V", "missense_variant", 17),
    ("PDGFRA", "4", 54285926, 55152093, "A", "T", "c.2525A>T", "p.D842V", "missense_variant", 18),
    ("TP53", "17", 7675088, 7578406, "C", "T", "c.524G>A", "p.R175H", "missense_variant", 5),
    ("TERT", "5", 1295113, 1295228, "G", "A", "c.-124C>T", "", "upstream_gene_variant", None),
    ("NPM1", "5", 171410539, 170837543, "C", "CTCTG", "c.860_863dup", "p.W288Cfs*12", "frameshift_variant", 12),
    ("BRCA1", "17", 43124027, 41276044, "ACT", "A", "c.68_69del", "p.E23Vfs*17", "frameshift_variant", 2),
    ("BRCA2", "13", 32340300, 32914437, "GT", "G", "c.5946del", "p.S1982Rfs*22", "frameshift_variant", 11),
    ("DPYD", "1", 97450058, 97915614, "C", "T", "c.1905+1G>A", "", "splice_donor_variant", None),
    ("MYD88", "3", 38141150, 38182641, "T", "C", "c.794T>C", "p.L265P", "missense_variant", 5),
    ("CTNNB1", "3", 41224646, 41266137, "C", "T", "c.134C>T", "p.S45F", "missense_variant", 3),
]


def primary(genome: Genome, gene: str, chrom: str, pos: int, ref: str, alt: str) -> Effect:
    aligned = genome.left_align(allele(genome.assembly, chrom, pos, ref, alt))
    return next(effect for effect in genome.effects(aligned) if effect.gene == gene)


@pytest.mark.parametrize("change", KNOWN, ids=[f"{row[0]} {row[7] or row[6]} {row[3]}" for row in KNOWN])
def test_named_alike_on_both_assemblies(genomes: dict[Assembly, Genome], change: tuple[str, ...]) -> None:
    gene, chrom, pos38, pos37, ref, alt, coding, protein, term, exon = change
    for assembly, pos in ((Assembly.GRCH38, pos38), (Assembly.GRCH37, pos37)):
        assert genomes[assembly].reference_agrees(chrom, int(pos), ref)
        effect = primary(genomes[assembly], gene, chrom, int(pos), ref, alt)
        assert (effect.hgvsc, effect.hgvsp_short, effect.consequence[0]) == (coding, protein, term)
        assert effect.is_primary
        assert effect.exon_numbers == ((exon,) if exon else ())


def test_both_numberings_of_ezh2_and_myd88_are_reported(genomes: dict[Assembly, Genome]) -> None:
    for assembly, ezh2, myd88 in ((Assembly.GRCH38, 148811635, 38141150), (Assembly.GRCH37, 148508727, 38182641)):
        genome = genomes[assembly]
        on_ezh2 = {effect.hgvsp_short for effect in genome.effects(allele(assembly, "7", ezh2, "T", "A"))}
        on_myd88 = {effect.hgvsp_short for effect in genome.effects(allele(assembly, "3", myd88, "T", "C"))}
        assert on_ezh2 == {"p.Y646F", "p.Y641F"}
        assert on_myd88 >= {"p.L265P", "p.L252P"}


def test_both_proteins_of_cdkn2a_are_reported(genomes: dict[Assembly, Genome]) -> None:
    effects = genomes[Assembly.GRCH38].effects(allele(Assembly.GRCH38, "9", 21971121, "G", "A"))
    named = [(effect.transcript, effect.hgvsp_short, effect.is_primary) for effect in effects]
    assert named == [("NM_000077.4", "p.R80*", True), ("NM_058195.3", "p.P94L", False)]


def test_hgvsg_carries_the_accession_of_the_assembly(genomes: dict[Assembly, Genome]) -> None:
    for assembly, pos, name in (
        (Assembly.GRCH38, 140753336, "NC_000007.14:g.140753336A>T"),
        (Assembly.GRCH37, 140453136, "NC_000007.13:g.140453136A>T"),
    ):
        assert genomes[assembly].hgvsg(allele(assembly, "7", pos, "A", "T")) == name


def test_promoter_outside_and_inside_of_reach(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    (promoter,) = genome.effects(allele(Assembly.GRCH38, "5", 1295135, "G", "A"))
    assert (promoter.hgvsc, promoter.variant_classification, promoter.caveats) == ("c.-146C>T", "5'Flank", ())
    assert genome.effects(allele(Assembly.GRCH38, "5", 1295135 + 5000, "G", "A")) == ()


def test_every_spiked_variant_of_the_benchmark_files(genomes: dict[Assembly, Genome], shared_data: Path) -> None:
    table = shared_data.parent / "tools" / "spikes.tsv"
    if not table.is_file():
        pytest.skip("the table of spiked variants is not here")
    with table.open(newline="") as handle:
        rows = list(csv.DictReader((line.lstrip("#") for line in handle), delimiter="\t"))
    assert len(rows) >= 51
    for row in rows:
        per_assembly = []
        for assembly, column in ((Assembly.GRCH38, "pos_grch38"), (Assembly.GRCH37, "pos_grch37")):
            genome = genomes[assembly]
            aligned = genome.left_align(allele(assembly, row["chrom"], int(row[column]), row["ref"], row["alt"]))
            effects = [effect for effect in genome.effects(aligned) if effect.gene == row["gene"]]
            assert row["protein"] in {name for effect in effects for name in (effect.hgvsc, effect.hgvsp_short)}, row
            per_assembly.append([(e.transcript, e.hgvsc, e.hgvsp, e.consequence, e.exon, e.caveats) for e in effects])
        assert per_assembly[0] == per_assembly[1]


@pytest.mark.parametrize(
    ("typed", "primary", "numbered_on"),
    [
        ("EZH2 Y641F", "p.Y646F", "NM_001203247.1"),
        ("MYD88 L252P", "p.L265P", "NM_002468.5"),
        ("MET Y1248C", "p.Y1230C", "NM_001127500.1"),
        ("MET D1028H", "p.D1010H", "NM_001127500.1"),
    ],
)
def test_older_numbering_is_carried_over_to_the_primary_transcript(
    genomes: dict[Assembly, Genome], typed: str, primary: str, numbered_on: str
) -> None:
    for genome in genomes.values():
        effects = parse_variant(typed, genome).effects
        assert (effects[0].hgvsp_short, effects[0].is_primary) == (primary, True)
        assert f"numbered_on {numbered_on}" in effects[0].caveats
        assert (effects[1].transcript, effects[1].hgvsp_short) == (numbered_on, "p." + typed.split()[1])


def test_another_reading_frame_is_not_carried_over(genomes: dict[Assembly, Genome]) -> None:
    (effect,) = parse_variant("CDKN2A P94L", genomes[Assembly.GRCH38]).effects  # p14ARF; p16 reads the same bases otherwise
    assert (effect.transcript, effect.is_primary) == ("NM_058195.3", False)
