"""Copy number and lost exons from the VCF of a caller, or a table, to their therapies, at true places on both assemblies."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.model import Assembly, GeneEventKind, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.command_line import pm_annotate, read_table
from tests.structural_run import event_names, gene_events, offered, report_of, tables, write_vcf

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
READS = "PR:SR 40,12:55,18"
H1047R = {G37: "3 178952085 . A G . PASS . GT:AD 0/1:50,30", G38: "3 179234297 . A G . PASS . GT:AD 0/1:50,30"}
S1982FS = {G37: "13 32914437 . GT G . PASS . GT:AD 0/1:20,60", G38: "13 32340300 . GT G . PASS . GT:AD 0/1:20,60"}
TP53 = "17 7675088 . C T . PASS . GT:AD 0/1:50,30"  # R175H on GRCh38


def around(gene: str, assembly: Assembly, margin: int = 3000) -> tuple[str, int, int]:
    transcript = tables().genome(assembly).transcript_of(gene)
    assert transcript is not None
    return transcript.chrom, transcript.first - margin, transcript.last + margin


def whole(gene: str, assembly: Assembly, alt: str, info: str = "", columns: str = "GT:CN 0/1:12") -> str:
    """A record over the whole gene."""
    chrom, start, end = around(gene, assembly)
    return f"{chrom} {start - 1} . N {alt} . PASS END={end};{info} {columns}"


def report(folder: Path, assembly: Assembly, tumor_type: str, *rows: str) -> SampleReport:
    return report_of(folder, rows, assembly, AnnotateOptions(tumor_type=tumor_type))


# --------------------------------------------------------------------------------------------------------- amplification


@BOTH
@pytest.mark.parametrize(
    ("alt", "info", "columns"),
    [
        ("<CNV>", "SVTYPE=CNV", "GT:CN .:12"),  # GATK gCNV, DRAGEN
        ("<DUP>", "SVTYPE=DUP", "GT:SM:CN 0/1:6.1:12"),  # DRAGEN
        ("<DUP>", "SVTYPE=DUP;FOLD_CHANGE=6.0;FOLD_CHANGE_LOG=2.58496;PROBES=40", "GT:GQ 0/1:40"),  # cnvkit export vcf
        ("<CN12>", "", "GT:CN 0/1:12"),
    ],
    ids=["CNV", "DUP with CN", "CNVkit", "CN12"],
)
def test_erbb2_amplification_in_breast_cancer(alt: str, info: str, columns: str, assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "breast cancer", whole("ERBB2", assembly, alt, info, columns))
    assert "ERBB2 amplification (12 copies)" in event_names(found)
    assert {"trastuzumab", "trastuzumab deruxtecan", "lapatinib", "neratinib"} <= offered(found)
    assert (found.reconciliation.alleles, found.reconciliation.matched) == (1, 1)


@BOTH
def test_a_gain_of_erbb2_is_no_amplification(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "breast cancer", whole("ERBB2", assembly, "<DUP>", "SVTYPE=DUP", "GT:CN 0/1:4"))
    assert "ERBB2 gain (4 copies)" in event_names(found)
    assert not offered(found)


@BOTH
def test_a_tandem_duplication_of_erbb2_without_copies_is_no_amplification(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "breast cancer", whole("ERBB2", assembly, "<DUP:TANDEM>", "SVTYPE=DUP", READS))
    assert "ERBB2 gain" in event_names(found)
    assert not offered(found)


@BOTH
def test_met_amplification(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "NSCLC", whole("MET", assembly, "<DUP>", "SVTYPE=DUP", "GT:CN 0/1:14"))
    assert "MET amplification (14 copies)" in event_names(found)
    assert "crizotinib" in offered(found, "Tier II-C")
    assert "gefitinib" in offered(found, "Tier II-C", "resistance")


@BOTH
def test_her2_negative_is_not_open_where_erbb2_is_amplified(assembly: Assembly, tmp_path: Path) -> None:
    alone = report(tmp_path, assembly, "breast cancer", H1047R[assembly])
    assert any("HER2-negative" in one.requires for one in alone.findings)
    both = report(tmp_path, assembly, "breast cancer", H1047R[assembly], whole("ERBB2", assembly, "<CNV>"))
    assert not any("HER2-negative" in one.requires for one in both.findings)
    assert {"alpelisib", "capivasertib", "inavolisib"} <= offered(alone)
    assert not {"alpelisib", "capivasertib", "inavolisib"} & offered(both)  # their labels: HER2-negative breast cancer


# ------------------------------------------------------------------------------------------------------------------ losses


@BOTH
def test_cdkn2a_homozygous_deletion(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "glioma", whole("CDKN2A", assembly, "<DEL>", "SVTYPE=DEL", "GT:CN 1/1:0"))
    assert "CDKN2A homozygous deletion" in event_names(found)
    assert "palbociclib" in offered(found, "Tier II-C")


@BOTH
def test_one_copy_of_pten_lost_is_shown_without_tier(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "breast cancer", whole("PTEN", assembly, "<DEL>", "SVTYPE=DEL", "GT:CN 0/1:1"))
    assert event_names(found) == {"PTEN loss (1 copy)"}
    assert not [one for one in found.findings if one.amp_tier]
    both_copies = report(tmp_path, assembly, "breast cancer", whole("PTEN", assembly, "<DEL>", "SVTYPE=DEL", "GT:CN 1/1:0"))
    assert "capivasertib" in offered(both_copies)
    assert any("both copies are deleted" in caveat for one in both_copies.variants for caveat in one.caveats)


@BOTH
def test_two_hits_of_brca2(assembly: Assembly, tmp_path: Path) -> None:
    loss = whole("BRCA2", assembly, "<DEL>", "SVTYPE=DEL", "GT:CN 0/1:1")
    found = report(tmp_path, assembly, "ovarian cancer", loss, S1982FS[assembly])
    said = [caveat for one in found.variants for caveat in one.caveats if "two hits" in caveat]
    assert (
        said
        == [
            "consistent with two hits of tumour suppressor BRCA2: BRCA2 p.S1982Rfs*22 and BRCA2 loss (1 copy)",
        ]
        * 2
    )
    assert {"olaparib", "niraparib", "rucaparib"} <= offered(found)
    one_hit = report(tmp_path, assembly, "ovarian cancer", S1982FS[assembly])
    assert not any("two hits" in caveat for one in one_hit.variants for caveat in one.caveats)


def test_a_far_junction_is_no_second_hit(tmp_path: Path) -> None:
    """A DEL of 10 Mb by its reads alone: in a rearranged chromosome what lies between may be there all the same."""
    far = f"13 28000000 . N <DEL> . PASS SVTYPE=DEL;END=38000000 {READS.replace('PR:SR', 'GT:PR:SR').replace(' 40', ' 0/1:40')}"
    found = report(tmp_path, G38, "ovarian cancer", far, S1982FS[G38])
    assert "BRCA2 loss" in event_names(found)
    assert not any("two hits" in caveat for one in found.variants for caveat in one.caveats)


def test_a_deletion_that_is_spelt_out_is_one_hit(tmp_path: Path) -> None:
    """The allele and the exons that it takes are two readings of one record."""
    genome = tables().genome(G38)
    exon = next(one for one in genome.transcript_of("BRCA2").exons if 50 < one[1] - one[0] < 120)  # type: ignore[union-attr]
    ref = genome.reference("13", exon[0] - 20, exon[1] + 20)
    assert ref is not None
    found = report(tmp_path, G38, "ovarian cancer", f"13 {exon[0] - 20} . {ref} {ref[0]} . PASS . GT:AD 0/1:50,30")
    assert len(found.variants) == 2
    assert not any("two hits" in caveat for one in found.variants for caveat in one.caveats)
    assert (found.reconciliation.alleles, found.reconciliation.matched) == (1, 1)


# ------------------------------------------------------------------------------------------------------------- lost exons

EGFR_2_TO_7 = {G37: (55150000, 55221900), G38: (55082307, 55154207)}  # introns 1 and 7
MET_14 = {G37: (116411800, 116412100), G38: (116771746, 116772046)}  # introns 13 and 14


def on_7(places: tuple[int, int], alt: str, columns: str = READS) -> str:
    return f"7 {places[0] - 1} . N {alt} . PASS SVTYPE={alt.strip('<>').split(':')[0]};END={places[1]} {columns}"


@BOTH
def test_egfrviii(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "glioblastoma", on_7(EGFR_2_TO_7[assembly], "<DEL>"))
    assert event_names(found) == {"EGFR exon 2-7 deletion (EGFRvIII)"}
    vaccine = [one for one in found.findings if "Rindopepimut" in one.statement.therapies]
    assert vaccine  # met, and no Tier I: the phase 3 trial found no longer survival
    assert not any(one.amp_tier.startswith("Tier I-") for one in vaccine)
    assert any("ACT IV" in caveat for one in vaccine for caveat in one.caveats)


@BOTH
@pytest.mark.parametrize("alt", ["<DUP:TANDEM>", "<INV>"])
def test_the_twins_of_egfrviii_are_not_it(alt: str, assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "glioblastoma", on_7(EGFR_2_TO_7[assembly], alt))
    assert gene_events(found)
    assert not any("EGFRvIII" in name for name in event_names(found))
    assert "rindopepimut" not in offered(found, "Tier I-B")


@BOTH
def test_met_exon_14_deletion(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, assembly, "NSCLC", on_7(MET_14[assembly], "<DEL>"))
    assert {"capmatinib", "tepotinib"} <= offered(found)


@BOTH
@pytest.mark.parametrize("alt", ["<DUP:TANDEM>", "<INV>"])
def test_the_twins_of_met_exon_14_deletion_are_not_it(alt: str, assembly: Assembly, tmp_path: Path) -> None:
    assert not offered(report(tmp_path, assembly, "NSCLC", on_7(MET_14[assembly], alt)))


@BOTH
@pytest.mark.parametrize(
    ("from_start", "from_end", "skips"),
    [(200, 0, True), (0, -150, True), (120, -110, False), (-200, 0, False)],
    ids=["donor site lost", "acceptor site lost", "within the exon", "exon 13 cut too"],
)
def test_met_exon_14_in_part(from_start: int, from_end: int, skips: bool, assembly: Assembly, tmp_path: Path) -> None:
    """The exon is skipped where one of its splice sites is lost, and no other exon with it."""
    start, end = MET_14[assembly]
    found = report(tmp_path, assembly, "NSCLC", on_7((start + from_start, end + from_end), "<DEL>"))
    assert ("capmatinib" in offered(found)) == skips
    assert len(found.variants) == 1


@BOTH
def test_met_exon_14_deletion_spelt_out_gives_each_finding_once(assembly: Assembly, tmp_path: Path) -> None:
    start, end = MET_14[assembly]
    ref = tables().genome(assembly).reference("7", start + 40, end)
    assert ref is not None
    found = report(tmp_path, assembly, "NSCLC", f"7 {start + 40} . {ref} {ref[0]} . PASS . GT:AD 0/1:60,30")
    assert {"capmatinib", "tepotinib"} <= offered(found)
    tiered = [one.statement.statement_id for one in found.findings if one.amp_tier]
    assert len(tiered) == len(set(tiered))
    assert (found.reconciliation.alleles, found.reconciliation.matched) == (1, 1)


def test_the_end_of_brca1_lost_by_a_junction_is_a_loss_of_function(tmp_path: Path) -> None:
    """Exons 13 to 23: no reading frame can be told, and none is needed."""
    row = "17 43044000 . N <DEL> . PASS SVTYPE=DEL;END=43080000 GT:PR:SR 0/1:20,10:30,12"
    found = report(tmp_path, Assembly.GRCH38, "ovarian cancer", row)
    assert event_names(found) == {"BRCA1 exon 13-23 deletion"}
    assert "olaparib" in offered(found)


def test_one_segment_is_one_inherited_allele(tmp_path: Path) -> None:
    """The exons that it takes and the copy that it loses are rows of one record."""
    row = "17 43044000 . N <DEL> . PASS SVTYPE=CNV;END=43080000 GT:CN 0/1:1"
    germline = AnnotateOptions(tumor_type="ovarian cancer", germline=True)
    found = report_of(tmp_path, [row], Assembly.GRCH38, germline)
    assert {one.gene: one.allele_state for one in found.predisposition} == {"BRCA1": "one allele"}
    assert len(found.predisposition) == 2


# ------------------------------------------------------------------------------------------------------------------ tables

CNS = "chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\nchr17\t39600000\t39800000\tERBB2\t{log2}\t500\t40\t30\n"


def with_segments(folder: Path, table: str, purity: float | None = None) -> SampleReport:
    (folder / "segments.tsv").write_text(table)
    options = AnnotateOptions(
        tumor_type="breast cancer", cna=folder / "segments.tsv", copy_number=CopyNumberOptions(purity=purity)
    )
    return report_of(folder, [TP53], G38, options)


@pytest.mark.parametrize(
    "table",
    [
        "Chromosome\tStart\tEnd\tnMajor\tnMinor\nchr17\t39600000\t39800000\t11\t1\n",
        "chrom\tstart\tend\ttotal\n17\t39600000\t39800000\t12\n",
        CNS.format(log2=2.585),
        "chromosome\tstart\tend\tgene\tlog2\tbaf\tcn\tcn1\tcn2\tdepth\tprobes\tweight\n"
        "chr17\t39600000\t39800000\tERBB2\t1.0\t0.3\t12\t11\t1\t500\t40\t30\n",
    ],
    ids=["PCGR", "plain", ".cns", ".call.cns"],
)
def test_a_table_of_segments_stands_beside_the_vcf(table: str, tmp_path: Path) -> None:
    found = with_segments(tmp_path, table)
    assert "ERBB2 amplification (12 copies)" in event_names(found)
    assert "trastuzumab" in offered(found)
    assert found.reconciliation.alleles == 1  # rows of a table are none of the VCF's


def test_purity_turns_a_low_ratio_into_an_amplification(tmp_path: Path) -> None:
    """log2 of 1: 4 copies if all cells were tumour; at 30 % tumour cells 2 + (4 - 2) / 0.3 = 8.7."""
    without = with_segments(tmp_path, CNS.format(log2=1.0))
    assert "ERBB2 gain (4 copies)" in event_names(without)
    assert any("give --purity" in caveat for event in gene_events(without) for caveat in event.caveats)
    assert "trastuzumab" not in offered(without)
    given = with_segments(tmp_path, CNS.format(log2=1.0), purity=0.3)
    assert "ERBB2 amplification (8.7 copies)" in event_names(given)
    assert "trastuzumab" in offered(given)


# ---------------------------------------------------------------------------------------------------- files, and the command


def test_hcc2218_is_read_without_loss_and_claims_no_lost_erbb2(shared_data: Path, tmp_path: Path) -> None:
    """A line with amplified ERBB2; its Manta file has junctions only, one of them a DEL of 32 Mb around ERBB2."""
    vcf = shared_data / "vcf" / "structural" / "HCC2218_manta.vcf"
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "breast cancer").returncode == 0
    rows = read_table(tmp_path / "out" / "HCC2218C.variants.tsv")
    (erbb2,) = (row for row in rows if row["Hugo_Symbol"] == "ERBB2")
    assert (erbb2["event"], erbb2["amp_tier"], erbb2["Consequence"]) == ("ERBB2 loss", "", "copy_number_loss")
    assert "what lies between may be there all the same" in erbb2["caveats"]
    assert any(row["event"] == "CDH1 exon 1-10 deletion" and row["Mutation_Status"] == "Somatic" for row in rows)
    (summary,) = read_table(tmp_path / "out" / "summary.tsv")
    counted = ("matched", "unmatched", "outside", "filtered")
    assert int(summary["alleles"]) == 20 == sum(int(summary[f"{name}"]) for name in counted)


@BOTH
def test_the_command_writes_the_amplification(assembly: Assembly, tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "cnv.vcf", [whole("ERBB2", assembly, "<DUP>", "SVTYPE=DUP")], assembly)
    done = pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "breast cancer")
    assert done.returncode == 0, done.stderr
    rows = {row["Hugo_Symbol"]: row for row in read_table(tmp_path / "out" / "T1.variants.tsv")}
    erbb2 = rows["ERBB2"]
    assert (erbb2["event"], erbb2["event_kind"], erbb2["CN"]) == ("ERBB2 amplification (12 copies)", "amplification", "12")
    assert (erbb2["Variant_Type"], erbb2["copy_basis"], erbb2["gene_share"]) == ("CNV", "FORMAT/CN", "1")
    assert (erbb2["focal"], erbb2["tier_therapy"]) == ("true", "Tier I-A")
    assert "ERBB2 amplification" in done.stdout


def test_a_loss_is_of_a_kind_that_says_how_sure_it_is(tmp_path: Path) -> None:
    kinds = {}
    for name, columns in (("both copies", "GT:CN 1/1:0"), ("one copy", "GT:CN 0/1:1"), ("a junction", READS)):
        (event,) = gene_events(report(tmp_path, G38, "breast cancer", whole("PTEN", G38, "<DEL>", "SVTYPE=DEL", columns)))
        kinds[name] = event.kind
    assert kinds == {
        "both copies": GeneEventKind.HOMOZYGOUS_DELETION,
        "one copy": GeneEventKind.LOSS,
        "a junction": GeneEventKind.DELETION,
    }
