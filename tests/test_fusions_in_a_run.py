"""Fusions from the VCF of a caller, or a table, to their therapies: known junctions at true places, on both assemblies."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, GeneEventKind, MatchLevel, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.command_line import pm_annotate, read_table
from tests.genome.events.structural_fixtures import KNOWN_FUSIONS
from tests.structural_run import DIALECTS, event_names, gene_events, manta, offered, report_of, write_vcf

BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
G38 = Assembly.GRCH38
THERAPIES = {  # tumour type, and drugs of Tier I-A
    "EML4::ALK v1": ("NSCLC", {"alectinib", "brigatinib", "crizotinib", "lorlatinib"}),
    "EML4::ALK v3": ("NSCLC", {"alectinib", "brigatinib", "crizotinib", "lorlatinib"}),
    "KIF5B::RET": ("NSCLC", {"selpercatinib", "pralsetinib"}),
    "CD74::ROS1": ("NSCLC", {"repotrectinib", "entrectinib", "crizotinib"}),
    "ETV6::NTRK3": ("thyroid cancer", {"larotrectinib", "entrectinib", "repotrectinib"}),
    "BCR::ABL1 p210, e13a2": ("CML", {"imatinib", "dasatinib", "nilotinib", "bosutinib", "asciminib"}),
    "BCR::ABL1 p210, e14a2": ("CML", {"imatinib", "dasatinib", "nilotinib", "bosutinib", "asciminib"}),
    "BCR::ABL1 p190": ("B-cell acute lymphoblastic leukemia", {"imatinib", "dasatinib", "ponatinib"}),
    "FGFR2::BICC1": ("cholangiocarcinoma", {"pemigatinib", "futibatinib"}),
    "TMPRSS2::ERG": ("prostate cancer", set[str]()),
    "KIAA1549::BRAF": ("pilocytic astrocytoma", {"tovorafenib"}),
    "FGFR3::TACC3": ("bladder cancer", {"erdafitinib"}),
}


def options(fusion: str) -> AnnotateOptions:
    return AnnotateOptions(tumor_type=THERAPIES[fusion][0])


def by_fusion(report: SampleReport) -> set[str]:
    """Tiers of findings that rest on two joined genes and on nothing else."""
    joined = {MatchLevel.FUSION_PAIR, MatchLevel.FUSION_PARTNER}
    return {one.amp_tier for one in report.findings if one.amp_tier and joined & {match.level for match in one.matches}}


def test_every_fusion_has_its_expectation() -> None:
    assert THERAPIES.keys() == KNOWN_FUSIONS.keys()


@BOTH
@pytest.mark.parametrize("fusion", THERAPIES)
def test_a_fusion_gives_its_therapies(fusion: str, assembly: Assembly, tmp_path: Path) -> None:
    report = report_of(tmp_path, manta(KNOWN_FUSIONS[fusion].junction(assembly)), assembly, options(fusion))
    assert KNOWN_FUSIONS[fusion].name in event_names(report)
    assert offered(report) >= THERAPIES[fusion][1]
    assert (report.reconciliation.alleles, report.reconciliation.matched) == (2, 2)  # both mates of the one event


@BOTH
@pytest.mark.parametrize("fusion", THERAPIES)
def test_the_reciprocal_is_another_product(fusion: str, assembly: Assembly, tmp_path: Path) -> None:
    junction = KNOWN_FUSIONS[fusion].junction(assembly, flip_five=True, flip_three=True)
    report = report_of(tmp_path, manta(junction), assembly, options(fusion))
    five, three = KNOWN_FUSIONS[fusion].name.split()[0].split("::")
    assert any(name.startswith(f"{three}::{five}") for name in event_names(report))
    assert not by_fusion(report)
    assert not offered(report)


@BOTH
@pytest.mark.parametrize("flipped", ["flip_five", "flip_three"])
@pytest.mark.parametrize("fusion", THERAPIES)
def test_a_wrong_orientation_is_a_rearrangement_and_no_fusion(
    fusion: str, flipped: str, assembly: Assembly, tmp_path: Path
) -> None:
    report = report_of(tmp_path, manta(KNOWN_FUSIONS[fusion].junction(assembly, **{flipped: True})), assembly, options(fusion))
    assert GeneEventKind.FUSION not in {event.kind for event in gene_events(report)}
    assert GeneEventKind.REARRANGEMENT in {event.kind for event in gene_events(report)}
    assert not by_fusion(report)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("fusion", ["EML4::ALK v1", "BCR::ABL1 p210, e13a2", "TMPRSS2::ERG", "KIAA1549::BRAF"])
def test_every_caller_spells_the_same_fusion(fusion: str, dialect: str, tmp_path: Path) -> None:
    """An inversion, a translocation, a deletion and a tandem duplication."""
    known = KNOWN_FUSIONS[fusion]
    report = report_of(tmp_path, DIALECTS[dialect](known.junction(G38)), G38, options(fusion))
    assert known.name in event_names(report)
    assert offered(report) >= THERAPIES[fusion][1]
    assert report.reconciliation.matched == report.reconciliation.alleles


@pytest.mark.parametrize("dialect", ["Lumpy", "Delly", "Delly <TRA>", "symbolic"])
@pytest.mark.parametrize("fusion", ["EML4::ALK v1", "BCR::ABL1 p210, e13a2"])
def test_no_caller_spells_the_wrong_orientation_as_the_fusion(fusion: str, dialect: str, tmp_path: Path) -> None:
    for flips in ({"flip_five": True}, {"flip_three": True}):
        junction = KNOWN_FUSIONS[fusion].junction(Assembly.GRCH37, **flips)
        report = report_of(tmp_path, DIALECTS[dialect](junction), Assembly.GRCH37, options(fusion))
        assert not by_fusion(report)
        assert not offered(report)


@pytest.mark.parametrize(("tumor_type", "solid"), [("NSCLC", True), ("breast cancer", True), ("glioma", True), ("AML", False)])
def test_larotrectinib_is_for_any_solid_tumour(tumor_type: str, solid: bool, tmp_path: Path) -> None:
    rows = manta(KNOWN_FUSIONS["ETV6::NTRK3"].junction(G38))
    assert ("larotrectinib" in offered(report_of(tmp_path, rows, G38, AnnotateOptions(tumor_type=tumor_type)))) == solid


def test_another_tumour_type_gives_no_tier_one(tmp_path: Path) -> None:
    rows = manta(KNOWN_FUSIONS["FGFR2::BICC1"].junction(G38))
    assert "pemigatinib" not in offered(report_of(tmp_path, rows, G38, AnnotateOptions(tumor_type="NSCLC")))


def test_an_alk_inhibitor_comes_before_what_the_label_wants_after_it(tmp_path: Path) -> None:
    """The label of atezolizumab names ALK to say that ALK inhibitors are given first."""
    report = report_of(tmp_path, manta(KNOWN_FUSIONS["EML4::ALK v1"].junction(G38)), G38, options("EML4::ALK v1"))
    assert "atezolizumab" not in offered(report)
    assert any("atezolizumab" in {drug.lower() for drug in one.statement.therapies} for one in report.findings)


# ---------------------------------------------------------------------------------------------------------------- tables

ARRIBA = (
    "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tsite1\tsite2\ttype\tsplit_reads1\t"
    "split_reads2\tdiscordant_mates\tcoverage1\tcoverage2\tconfidence\treading_frame\n"
)
EML4_ALK = (
    "EML4\tALK\t+/+\t-/-\t2:42295516\t2:29223528\tCDS/splice-site\tCDS/splice-site\tinversion\t12\t9\t30\t100\t80\thigh\t"
)
ANTISENSE = "EML4\tALK\t+/+\t-/+\t2:42295516\t2:29223528\tCDS\tCDS\tinversion/5'-5'\t12\t9\t30\t100\t80\thigh\t.\n"
STAR = (
    "#FusionName\tJunctionReadCount\tSpanningFragCount\tSpliceType\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint\n"
    "KIF5B--RET\t20\t5\tONLY_REF_SPLICE\tKIF5B^ENSG00000170759.10\tchr10:32028425:-\tRET^ENSG00000165731.17\tchr10:43116584:+\n"
)


@pytest.mark.parametrize(
    ("table", "name", "drug"),
    [
        (ARRIBA + EML4_ALK + "in-frame\n", "EML4::ALK e13::e20", "alectinib"),
        (STAR, "KIF5B::RET e15::e12", "selpercatinib"),
        ("gene5\tgene3\texon5\texon3\tframe\nCD74\tROS1\t6\t34\tin-frame\n", "CD74::ROS1 e6::e34", "repotrectinib"),
        ("fusion\nETV6::NTRK3\n", "ETV6::NTRK3", "larotrectinib"),
    ],
    ids=["Arriba", "STAR-Fusion", "plain", "names only"],
)
def test_a_table_of_fusions_stands_beside_the_vcf(table: str, name: str, drug: str, tmp_path: Path) -> None:
    report = with_fusions(table, tmp_path)
    assert name in event_names(report)
    assert drug in offered(report)
    assert report.reconciliation.alleles == 1  # rows of a table are none of the VCF's


@pytest.mark.parametrize("table", [ARRIBA + EML4_ALK + "out-of-frame\n", ARRIBA + ANTISENSE, "fusion\nALK--EML4\n"])
def test_a_table_that_says_no_reading_frame_or_order_gives_no_therapy(table: str, tmp_path: Path) -> None:
    report = with_fusions(table, tmp_path)
    assert gene_events(report)  # it is shown
    assert "alectinib" not in offered(report)


def with_fusions(table: str, folder: Path) -> SampleReport:
    (folder / "fusions.tsv").write_text(table)
    asked = AnnotateOptions(tumor_type="NSCLC", fusions=folder / "fusions.tsv")
    return report_of(folder, ["17 7675088 . C T . PASS . GT:AD 0/1:50,30"], G38, asked)


@pytest.mark.parametrize("table", ["fusion\nEML4::ALK\n", ARRIBA + EML4_ALK + "in-frame\n"], ids=["names only", "Arriba"])
def test_dna_and_rna_of_one_fusion_give_one_set_of_findings(table: str, tmp_path: Path) -> None:
    (tmp_path / "fusions.tsv").write_text(table)
    asked = AnnotateOptions(tumor_type="NSCLC", fusions=tmp_path / "fusions.tsv")
    report = report_of(tmp_path, manta(KNOWN_FUSIONS["EML4::ALK v1"].junction(G38)), G38, asked)
    assert len(gene_events(report)) == 2
    listed = [one.statement.statement_id for one in report.findings]
    assert len(listed) == len(set(listed))
    named = {variant.event.name for one in report.findings for variant in one.variants if variant.event}
    assert named == {"EML4::ALK e13::e20"}
    assert sum(
        "the same event of the gene is read from record 1 too" in one.caveats[-1] for one in report.variants if one.caveats
    )


# ----------------------------------------------------------------------------------------------------- the installed command


@BOTH
def test_the_command_writes_the_fusion(assembly: Assembly, tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "sv.vcf", manta(KNOWN_FUSIONS["EML4::ALK v1"].junction(assembly)), assembly)
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "NSCLC")
    assert done.returncode == 0, done.stderr
    assert "EML4::ALK e13::e20" in done.stdout
    (variant,) = read_table(tmp_path / "out" / "T1.variants.tsv")
    assert (variant["Hugo_Symbol"], variant["event"], variant["event_kind"]) == ("ALK", "EML4::ALK e13::e20", "fusion")
    assert (variant["Variant_Type"], variant["Variant_Classification"], variant["SVTYPE"]) == ("SV", "Fusion", "BND")
    assert (variant["five_prime"], variant["three_prime"]) == ("EML4 exon 13 (intron 13)", "ALK exon 20 (intron 19)")
    assert (variant["inframe"], variant["tier_therapy"], variant["mate_chrom"]) == ("true", "Tier I-A", "2")
    findings = read_table(tmp_path / "out" / "T1.findings.tsv")
    assert any(row["therapies"] == "Alectinib" and row["amp_tier"] == "Tier I-A" for row in findings)


@pytest.mark.parametrize("assembly", [Assembly.GRCH37, Assembly.GRCH38])
def test_nab2_stat6_is_a_fusion_though_their_ends_face_each_other(assembly: Assembly, tmp_path: Path) -> None:
    """A break in NAB2 lies in the 5 kb behind STAT6: it was read as an inversion within STAT6."""
    intron_6_of_nab2, intron_15_of_stat6 = (57_487_888, 57_492_969) if assembly is Assembly.GRCH37 else (57_094_105, 57_099_186)
    row = f"12 {intron_6_of_nab2} . N <INV> . PASS SVTYPE=INV;END={intron_15_of_stat6};INV3 PR:SR 40,12:55,18"
    names = event_names(report_of(tmp_path, [row], assembly))
    assert any(name.startswith("NAB2::STAT6") for name in names), names


@pytest.mark.parametrize(
    ("gene", "place"),
    [("CCND1", "11:69346900"), ("MYC", "8:128300000"), ("BCL2", "18:60763494")],
    ids=["t(11;14), major translocation cluster", "t(8;14), 450 kb before MYC", "t(14;18), minor cluster region"],
)
def test_an_enhancer_far_from_its_gene_is_listed_without_tier(gene: str, place: str, tmp_path: Path) -> None:
    chrom, pos = place.split(":")
    row = f"{chrom} {pos} . N ]14:106329535]N . PASS SVTYPE=BND PR:SR 40,12:55,18"
    (event,) = gene_events(report_of(tmp_path, [row], Assembly.GRCH37))
    assert (event.name, event.tier_eligible) == (f"IGH::{gene}", False)
    assert any("shown by expression or FISH only" in caveat for caveat in event.caveats)


def test_npm1_alk_keeps_exons_1_to_4_of_npm1(tmp_path: Path) -> None:
    """W288 lies in exon 12 by the usual numbering, whose exon 10 NM_002520 has not: exons before it keep their number."""
    row = "5 171392250 . N N]2:29224494] . PASS SVTYPE=BND PR:SR 40,12:55,18"
    (event,) = gene_events(report_of(tmp_path, [row], G38))
    assert (event.name, event.inframe) == ("NPM1::ALK e4::e20", True)


def test_junctions_of_manta_in_rna(tmp_path: Path) -> None:
    """Between two genes they delete nothing in the genome; within one they tell of skipped exons."""
    rna = "SVTYPE=BND;RNA_STRANDED;RNA_Reads=44;RNA_FwRvReads=30,0;BND_DEPTH=90;MATE_BND_DEPTH=40 PR:SR 2,20:3,30"
    rows = [f"1 156100562 . N N[1:156844698[ . PASS {rna}", f"7 116411708 . N N[7:116414935[ . PASS {rna}"]
    names = event_names(report_of(tmp_path, rows, Assembly.GRCH37))
    assert names == {"LMNA::NTRK1 e2::e11", "MET exon 14 deletion (exon 14 skipping)"}
