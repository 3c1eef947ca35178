"""The short ways that most alleles, genes and files take give what the long ways give."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.neighbours import joint_readings, near_another
from pm_annotate.genome.normalise import as_edit
from pm_annotate.genome.sequence import CODON_TABLE, CODONS_OF, codon_residue, translate
from pm_annotate.intervals import merged
from pm_annotate.model import Assembly
from tests.genome.conftest import EXONS, allele


@given(st.text("ACGTNacgRé", max_size=200))
def test_all_codons_at_once_are_the_codons_one_by_one(bases: str) -> None:
    assert translate(bases) == "".join(codon_residue(bases[i : i + 3]) for i in range(0, len(bases) - 2, 3))


def test_every_codon_stands_with_its_residue() -> None:
    assert {codon: residue for residue, codons in CODONS_OF.items() for codon in codons} == CODON_TABLE


def test_regions_of_a_genome_are_those_of_its_transcripts(genomes: dict[Assembly, Genome]) -> None:
    chosen = {"BRAF", "TERT", "MT-RNR1", "TP53"}
    for genome in genomes.values():
        for genes in (None, chosen):
            expected: dict[str, list[tuple[int, int]]] = {}
            for gene in genes or genome.genes():
                for transcript in genome.transcripts_of(gene):
                    exons = transcript.cds_exons or transcript.exons
                    low, high = exons[0][0], exons[-1][1]
                    promoter = (low - 700, low) if transcript.strand > 0 else (high, high + 700)
                    of_chrom = expected.setdefault(transcript.chrom, [])
                    of_chrom += [promoter, *((start - 9, end + 9) for start, end in exons)]
            found = genome.regions(upstream=700, intron_flank=9, genes=genes)
            assert found == {chrom: merged(intervals) for chrom, intervals in expected.items()}


def test_exons_and_coding_bases_are_found_by_number_and_place(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    for gene in ("BRAF", "EGFR", "TP53", "MT-RNR1", "CDKN2A", "TERT"):
        for transcript in genome.transcripts_of(gene):
            numbers = [transcript.exon_number(index) for index in range(len(transcript.exons))]
            assert [transcript.exon_numbered(number) for number in numbers] == list(range(len(numbers)))
            assert transcript.exon_numbered(max(numbers) + 1) is transcript.exon_numbered(min(numbers) - 1) is None
            low = transcript.first - 5
            for start, end in (
                (low, transcript.last),
                *transcript.exons,
                *((end - 1, end + 40) for _, end in transcript.exons),
            ):
                coding = [(max(a, start), min(b, end)) for a, b in transcript.cds_exons if a <= end and b >= start]
                assert transcript.coding_in(start, end) == coding
                if transcript.cds_exons:
                    assert transcript.meets_coding(start, end) == bool(coding)


_alleles = st.tuples(
    st.integers(EXONS[0][0] - 5, EXONS[1][1] + 5), st.text("ACGT", min_size=1, max_size=12), st.text("ACGT", max_size=12)
)


@settings(deadline=None)
@given(st.lists(_alleles, max_size=12))
def test_alleles_that_are_left_aside_have_no_neighbour(drawn: Genome, alleles: list[tuple[int, str, str]]) -> None:
    near = set(near_another([("1", pos, len(ref), index) for index, (pos, ref, _) in enumerate(alleles)]))
    ordered = sorted(
        ((as_edit(*one), index) for index, one in enumerate(alleles)), key=lambda item: (item[0].start, item[0].end)
    )
    pairs = joint_readings([("1", edit) for edit, _ in ordered], drawn)
    assert near >= {ordered[place][1] for first, second, _ in pairs for place in (first, second)}


def test_an_unknown_base_in_a_gene_without_sequence_leaves_the_residue_open(genomes: dict[Assembly, Genome]) -> None:
    genome = genomes[Assembly.GRCH38]
    effects = [
        effect
        for ref in "ACGT"
        for pos in range(236580470, 236580482)  # ACKR3: its exons and its protein are packaged, not its bases
        for effect in genome.effects(allele(Assembly.GRCH38, "2", pos, ref, "N"))
    ]
    fitting = [effect for effect in effects if "ref_mismatch" not in effect.caveats]
    assert fitting
    for effect in fitting:
        assert (effect.gene, effect.computed_from) == ("ACKR3", "coordinates_and_protein")
        if effect.consequence == ("synonymous_variant",):  # any third base makes the same residue
            continue
        assert effect.consequence == ("coding_sequence_variant",)
        assert not effect.hgvsp
        assert "alternative_residue_unknown" in effect.caveats
