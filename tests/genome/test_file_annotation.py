"""CSQ, ANN and BCSQ of a file are read for the right ALT, name what we cannot, and check what we can."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.tiers import population_frequency
from pm_annotate.genome.file_annotation import AnnotationFormat, annotated_transcripts, annotation_format, annotation_of
from pm_annotate.genome.file_effect import with_file_annotation
from pm_annotate.genome.genome import Genome
from pm_annotate.model import Allele, Assembly, Effect
from pm_annotate.protein_change import parse_protein_change

VEP = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {columns}">'
    .format(columns="Allele|Consequence|SYMBOL|Gene|Feature_type|Feature|EXON|INTRON|HGVSc|HGVSp|Protein_position|Amino_acids|"
    "ALLELE_NUM|PICK|AF|gnomADe_AF|MAX_AF")
)  # fmt: skip
SNPEFF = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | Annotation_Impact | "
    "Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | cDNA.pos / cDNA.length | "
    "CDS.pos / CDS.length | AA.pos / AA.length | Distance | ERRORS / WARNINGS / INFO' \">"
)
BCFTOOLS = (
    '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Haplotype-aware consequence annotation from BCFtools/csq, see '
    "http://samtools.github.io/bcftools/howtos/csq-calling.html for details. Format: Consequence|gene|transcript|biotype|"
    'strand|amino_acid_change|dna_change">'
)
OLD_BCFTOOLS = (
    '##INFO=<ID=BCSQ,Number=.,Type=String,Description="Local consequence annotation from BCFtools/csq. Format: '
    "'[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]' or, with consequence of variants spanning "
    "multiple sites, '@position'\">"
)
V600E = "7:140753336:A:T"


def vep_entry(allele: str = "T", **fields: str) -> str:
    usual = {
        "Allele": allele, "Consequence": "missense_variant", "SYMBOL": "BRAF", "Gene": "ENSG00000157764",
        "Feature_type": "Transcript", "Feature": "ENST00000646891", "EXON": "15/18", "INTRON": "",
        "HGVSc": "ENST00000646891.2:c.1799T>A", "HGVSp": "ENSP00000493543.1:p.Val600Glu", "Protein_position": "600",
        "Amino_acids": "V/E", "ALLELE_NUM": "", "PICK": "", "AF": "", "gnomADe_AF": "", "MAX_AF": "",
    }  # fmt: skip
    return "|".join((usual | fields).values())


def of_file(place: str, alts: tuple[str, ...] = (), **info: str) -> Allele:
    chrom, pos, ref, alt = place.split(":")
    return Allele(
        Assembly.GRCH38, chrom, int(pos), ref, alt, chrom, int(pos), ".", ref, alt, retained_info=info, vcf_alts=alts or (alt,)
    )


def named(allele: Allele, *header: str) -> list[tuple[str, str]]:
    """Transcript and protein change of every entry read for the allele."""
    return [
        (one.transcript, one.change.short() if one.change else "")
        for one in annotated_transcripts(allele, annotation_format(header))
    ]


def checked(genome: Genome, allele: Allele, *header: str, genes: tuple[str, ...] = ()) -> tuple[Effect, ...]:
    return with_file_annotation(allele, genome.effects(allele), annotation_format(header), genome, genes)[1]


@pytest.fixture(scope="module")
def genome(genomes: dict[Assembly, Genome]) -> Genome:
    return genomes[Assembly.GRCH38]


# ----------------------------------------------------------------------------------------------------------- reading


def test_columns_are_found_by_name_in_any_order() -> None:
    other_order = VEP.replace("Allele|Consequence|SYMBOL", "SYMBOL|Allele|Consequence")
    assert named(of_file(V600E, CSQ=vep_entry()), VEP) == [("ENST00000646891", "V600E")]
    swapped = vep_entry().replace("T|missense_variant|BRAF", "BRAF|T|missense_variant")
    assert named(of_file(V600E, CSQ=swapped), other_order) == [("ENST00000646891", "V600E")]


def test_files_without_annotation_or_column_list_have_no_format() -> None:
    assert annotation_format(["##fileformat=VCFv4.2", '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">']) == ()
    assert annotation_format(['##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequences">']) == ()


@pytest.mark.parametrize(
    ("place", "alts", "spellings", "expected"),
    [
        ("7:100:C:A", ("A", "T"), {"A": "p.Val600Glu", "T": "p.Val600Lys"}, "V600E"),
        ("7:100:CA:C", ("C", "CAA"), {"-": "p.Val600Glu", "AA": "p.Val600Lys"}, "V600E"),
        ("7:100:C:CA", ("CA", "CCA"), {"A": "p.Val600Glu", "CA": "p.Val600Lys"}, "V600E"),
        ("7:100:C:CA", ("CA", "T"), {"CA": "p.Val600Glu", "T": "p.Val600Lys"}, "V600E"),
        ("7:100:C:CA", ("CA", "*"), {"A": "p.Val600Glu"}, "V600E"),
        ("7:100:AC:TT", ("TT",), {"TT": "p.Val600Lys"}, "V600K"),
    ],
)
def test_the_minimal_alleles_of_vep_are_told_apart(
    place: str, alts: tuple[str, ...], spellings: dict[str, str], expected: str
) -> None:
    csq = ",".join(vep_entry(spelling, HGVSp=name) for spelling, name in spellings.items())
    assert named(of_file(place, alts, CSQ=csq), VEP) == [("ENST00000646891", expected)]


def test_the_allele_number_decides_where_it_is_given() -> None:
    csq = ",".join((vep_entry("A", ALLELE_NUM="2", HGVSp="p.Val600Lys"), vep_entry("A", ALLELE_NUM="1")))
    assert named(of_file("7:100:C:CA", ("CA", "CAA"), CSQ=csq), VEP) == [("ENST00000646891", "V600E")]


def test_entries_of_another_alt_left_by_a_split_are_not_taken() -> None:
    csq = ",".join((vep_entry("G", HGVSp="p.Val600Ala"), vep_entry("C", HGVSp="p.Val600Gly")))
    assert named(of_file(V600E, CSQ=csq), VEP) == []


def test_percent_encoding_and_missing_hgvs_are_read() -> None:
    silent = vep_entry("C", Consequence="synonymous_variant", HGVSp="ENSP00000493543.1:p.Val600%3D")
    assert named(of_file("7:140753335:C:C", CSQ=silent), VEP) == [("ENST00000646891", "V600=")]
    for position, residues, terms, expected in (
        ("600", "V/E", "missense_variant", "V600E"),
        ("600", "V", "synonymous_variant", "V600="),
        ("287-288", "-/L", "inframe_insertion", "287_288insL"),
        ("746-751", "ELREAT/E", "inframe_deletion", "L747_T751del"),
        ("600-601", "VK/EN", "missense_variant", "V600_K601delinsEN"),
        ("288", "W/X", "frameshift_variant", "W288fs"),
        ("213", "R/*", "stop_gained", "R213*"),
    ):
        entry = vep_entry(HGVSp="", Protein_position=position, Amino_acids=residues, Consequence=terms)
        assert named(of_file(V600E, CSQ=entry), VEP) == [("ENST00000646891", expected)]


def test_snpeff_names_the_alt_as_the_file_does() -> None:
    def ann(allele: str, protein: str, terms: str = "missense_variant") -> str:
        place = f"MODERATE|BRAF|BRAF|transcript|NM_004333.4|protein_coding|15/18|c.1799T>A|{protein}||1799/2301|600/766||"
        return f"{allele}|{terms}|{place}"

    allele = of_file("7:100:CA:C", ("C", "CAA"), ANN=",".join((ann("C", "p.Val600Glu"), ann("CAA", "p.Val600Lys"))))
    assert named(allele, SNPEFF) == [("NM_004333.4", "V600E")]
    (entry,) = annotated_transcripts(allele, annotation_format([SNPEFF]))
    assert (entry.protein_length, entry.exon, entry.hgvsc) == (766, "15/18", "c.1799T>A")
    intronic = of_file("7:100:C:A", ANN=ann("A", "", "splice_donor_variant&intron_variant"))
    (entry,) = annotated_transcripts(intronic, annotation_format([SNPEFF]))
    assert (entry.exon, entry.intron) == ("", "15/18")


@pytest.mark.parametrize("header", [BCFTOOLS, OLD_BCFTOOLS])
def test_bcftools_consequences_are_told_by_their_dna_change(header: str) -> None:
    alone = "missense|BRAF|ENST00000288602|protein_coding|-|600V>600E|140753336A>T"
    other = "missense|BRAF|ENST00000288602|protein_coding|-|600V>600A|140753336A>G"
    joint = "missense|BRAF|ENST00000288602|protein_coding|-|600V>600K|140753336A>T+140753337C>T"
    allele = of_file(V600E, ("T", "G"), BCSQ=",".join((alone, other, joint, "@140753337")))
    assert named(allele, header) == [("ENST00000288602", "V600E")]
    combined = of_file("7:140753336:AC:TT", BCSQ=f"{joint},@140753336")
    assert named(combined, header) == [("ENST00000288602", "V600K")]
    assert named(of_file("7:140753337:C:T", BCSQ="@140753336"), header) == []


def test_bcftools_stretches_of_residues_are_named() -> None:
    for terms, text, expected in (
        ("synonymous", "600V", "V600="),
        ("inframe_insertion", "18AGRGP>18AQAGGP", "G19_R20delinsQAG"),
        ("frameshift", "288WQK*>288CR*", "W288Cfs*3"),
        ("*missense", "1028M>1028T", "M1028T"),
        ("inframe_deletion", "25E..329>25G..94", ""),
    ):
        allele = of_file(V600E, BCSQ=f"{terms}|BRAF|ENST00000288602|protein_coding|-|{text}|140753336A>T")
        assert named(allele, BCFTOOLS) == [("ENST00000288602", expected)]


def test_frequencies_of_the_annotation_reach_the_tiers(genome: Genome) -> None:
    csq = ",".join((vep_entry("G", MAX_AF="0.4"), vep_entry(AF="0.012", gnomADe_AF="2.5e-05", MAX_AF="0.03&0.02")))
    allele = of_file(V600E, CSQ=csq)
    formats = annotation_format([VEP])
    assert annotation_of(allele, formats).population_fractions() == {
        "MAX_AF": "0.03",
        "gnomADe_AF": "2.5e-05",
        "1000G_AF": "0.012",
    }
    assert population_frequency(allele) is None
    completed, _ = with_file_annotation(allele, (), formats, genome, ())
    assert population_frequency(completed) == 0.03
    assert with_file_annotation(of_file(V600E, CSQ=vep_entry()), (), formats, genome, ())[0].retained_info.keys() == {"CSQ"}


# ----------------------------------------------------------------------------------------------------- naming, checking


def test_an_annotation_that_agrees_changes_nothing(genome: Genome) -> None:
    allele = of_file(V600E, CSQ=vep_entry())
    assert checked(genome, allele, VEP) == genome.effects(allele)


def test_another_protein_change_on_our_numbering_is_a_caveat(genome: Genome) -> None:
    allele = of_file(V600E, CSQ=vep_entry(HGVSp="ENSP00000493543.1:p.Val600Gly"))
    (effect,) = checked(genome, allele, VEP)
    assert effect.hgvsp_short == "p.V600E"
    assert effect.caveats[-1] == "file_annotation_disagrees: CSQ p.V600G on ENST00000646891"
    same_transcript = vep_entry(Feature="NM_004333.6", HGVSp="NP_004324.2:p.Lys601Glu")
    (effect,) = checked(genome, of_file(V600E, CSQ=same_transcript), VEP)
    assert effect.caveats[-1] == "file_annotation_disagrees: CSQ p.K601E on NM_004333.6"


def test_a_transcript_that_counts_otherwise_is_no_disagreement(genome: Genome) -> None:
    for fields in (
        {"HGVSp": "ENSP00000419060.2:p.Val640Glu", "Protein_position": "640/807"},
        {"HGVSp": "ENSP00000419060.2:p.Val640Glu", "Protein_position": "640"},
        {"HGVSp": "ENSP00000419060.2:p.Val600Gly", "Protein_position": "600/807"},
    ):
        (effect,) = checked(genome, of_file(V600E, CSQ=vep_entry(**fields)), VEP)
        assert not effect.caveats
    both = ",".join((vep_entry(HGVSp="p.Val600Gly"), vep_entry()))
    assert not checked(genome, of_file(V600E, CSQ=both), VEP)[0].caveats


def test_spellings_of_one_change_agree(genome: Genome) -> None:
    # EGFR c.2235_2249del: annotated with a duplicated placement, and a frameshift by the codon that it touches
    lost = genome.reference("7", 55174771, 55174786)
    deletion = of_file(f"7:55174771:{lost}:{(lost or '')[:1]}", CSQ=vep_entry("-", SYMBOL="EGFR", HGVSp="p.Glu746_Ala750del"))
    assert genome.effects(deletion)[0].hgvsp_short == "p.E746_A750del"
    assert "file_annotation_disagrees" not in " ".join(checked(genome, deletion, VEP)[0].caveats)
    own = genome.effects(of_file("17:7675088:C:CA"))[0]
    change = parse_protein_change(own.hgvsp_short)
    assert change is not None
    assert change.kind == "frameshift"
    short = of_file("17:7675088:C:CA", CSQ=vep_entry("A", SYMBOL="TP53", HGVSp=f"p.{change.start_residue}{change.start}fs"))
    assert "file_annotation_disagrees" not in " ".join(checked(genome, short, VEP)[0].caveats)
    # KIT c.1669_1670insA: the stop comes at once, W557*; SnpEff names the frameshift only
    ended = of_file("4:54727438:G:GA", CSQ=vep_entry("A", SYMBOL="KIT", HGVSp="p.Trp557fs"))
    assert genome.effects(ended)[0].hgvsp_short == "p.W557*"
    assert "file_annotation_disagrees" not in " ".join(checked(genome, ended, VEP)[0].caveats)


def unnamed_change(genome: Genome) -> tuple[str, Allele, Effect]:
    """A substitution in a gene without packaged sequence whose new residue we cannot tell."""
    for gene in sorted(genome.genes()):
        transcript = genome.transcript_of(gene)
        if transcript is None or transcript.sequence == "packaged" or transcript.strand < 0:
            continue
        pos = transcript.cds_exons[0][0] + 15
        for ref in "ACGT":
            allele = of_file(f"{transcript.chrom}:{pos}:{ref}:{'T' if ref != 'T' else 'A'}")
            for effect in genome.effects(allele)[:1]:
                if effect.gene == gene and "alternative_residue_unknown" in effect.caveats:
                    return gene, allele, effect
    raise AssertionError("every change can be named")


def test_a_change_that_we_cannot_name_is_named_by_the_file(genome: Genome) -> None:
    gene, bare, ours = unnamed_change(genome)
    protein, number = genome.protein(gene), ours.protein_start
    assert protein
    assert number
    residue = protein[number - 1]
    new = "W" if residue != "W" else "C"
    entry = vep_entry(bare.alt, SYMBOL=gene, HGVSp=f"p.{residue}{number}{new}", Protein_position=str(number))
    place = f"{bare.chrom}:{bare.pos}:{bare.ref}:{bare.alt}"
    effect = checked(genome, of_file(place, CSQ=entry), VEP)[0]
    assert (effect.hgvsp_short, effect.computed_from) == (f"p.{residue}{number}{new}", "file_annotation")
    assert effect.consequence[0] == "missense_variant"
    assert (effect.transcript, effect.hgvsc) == (ours.transcript, ours.hgvsc)
    assert "alternative_residue_unknown" not in effect.caveats
    elsewhere = vep_entry(bare.alt, SYMBOL=gene, HGVSp=f"p.{residue}{number + 40}{new}", Protein_position=str(number + 40))
    assert checked(genome, of_file(place, CSQ=elsewhere), VEP)[0] == ours


RAC1_P29S = ",".join(
    (
        vep_entry(SYMBOL="RAC1", Feature="ENST00000356142", HGVSc="ENST00000356142.4:c.85C>T", HGVSp="p.Pro29Ser", EXON="2/7"),
        vep_entry(
            SYMBOL="RAC1", Feature="ENST00000348035", HGVSc="c.85C>T", HGVSp="p.Pro29Ser", EXON="2/6", PICK="1",
            Protein_position="29/192",
        ),
        vep_entry(SYMBOL="DAGLB", Feature="ENST00000297056", Consequence="downstream_gene_variant", HGVSc="", HGVSp=""),
    )
)  # fmt: skip


def test_a_gene_that_is_not_packaged_has_the_effects_of_the_file(genome: Genome) -> None:
    allele = of_file("7:6387261:C:T", CSQ=RAC1_P29S)
    effects = checked(genome, allele, VEP, genes=("RAC1", "BRAF"))
    assert [(one.gene, one.transcript, one.hgvsp_short, one.is_primary) for one in effects] == [
        ("RAC1", "ENST00000348035", "p.P29S", True),
        ("RAC1", "ENST00000356142", "p.P29S", False),
    ]
    first = effects[0]
    assert (first.computed_from, first.consequence, first.impact, first.variant_classification) == (
        "file_annotation", ("missense_variant",), "MODERATE", "Missense_Mutation",
    )  # fmt: skip
    assert (first.hgvsc, first.hgvsp, first.exon, first.exon_numbers) == ("c.85C>T", "p.Pro29Ser", "2/6", (2,))
    assert (first.protein_start, first.protein_length) == (29, 192)
    assert checked(genome, allele, VEP) == ()
    assert {one.gene for one in checked(genome, allele, VEP, genes=("RAC1", "DAGLB"))} == {"RAC1", "DAGLB"}


def test_formats_are_what_the_header_declares() -> None:
    formats: tuple[AnnotationFormat, ...] = annotation_format([VEP, SNPEFF, BCFTOOLS])
    assert [(one.tag, one.tool) for one in formats] == [("CSQ", "VEP"), ("ANN", "SnpEff"), ("BCSQ", "bcftools")]
    in_ann = VEP.replace("ID=CSQ", "ID=ANN")
    assert named(of_file("7:100:CA:C", ANN=vep_entry("-")), in_ann) == [("ENST00000646891", "V600E")]
    without_list = ['##INFO=<ID=ANN,Number=.,Type=String,Description="Annotations by SnpEff">']
    assert annotation_format(without_list)[0].columns["hgvsp"] == 10
