"""Fusion tables of assays as their software writes them: genes, exons, frame and tier in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, GeneEvent, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.structural_run import event_names, gene_events, offered, report_of, tiered

ALL_FUSIONS = """\
# Source = FusionProcessor 1.0.0.614
# Filter = The filter associated with the fusion, as determined by the respective caller.
Caller,Gene A,Gene B,Gene A Breakpoint,Gene B Breakpoint,Score,Filter,KeepFusion,Alt Split Dedup,Alt Pair Dedup,\
Fusion Directionality Known
"""
COMBINED = """\
DRAGEN TruSight Oncology 500 Analysis Software - Combined Variant Output\t\t\t
[Gene Amplifications]\t\t\t
Gene\tFold Change\t\t
\t\t\t
[Splice Variants]\t\t\t
Gene\tAffected Exon\tBreakpoint 1\tBreakpoint 2\tSplice Supporting Reads\tReference Reads Transcript
{splice}
\t\t\t
[Fusions]\t\t\t
Gene Pair\tBreakpoint 1\tBreakpoint 2\tFusion Supporting Reads\tGene 1 Reference Reads\tGene 2 Reference Reads
{fusions}
\t\t\t
[Small Variants]\t\t\t
"""


def report(folder: Path, table: str, assembly: Assembly = Assembly.GRCH37) -> SampleReport:
    path = folder / "fusions.txt"
    path.write_text(table)
    return report_of(folder, [], assembly, AnnotateOptions(fusions=path, tumor_type="NSCLC"))


def of_tso500(folder: Path, row: str) -> GeneEvent:
    (event,) = gene_events(report(folder, ALL_FUSIONS + row + "\n"))
    return event


@pytest.mark.parametrize(
    ("row", "name", "inframe"),
    [  # breakpoints as the panel's RNA software places them: up to three bases beside the ends of the exons
        ("EML4,ALK,chr2:42522654,chr2:29446394", "EML4::ALK e13::e20", True),
        ("CD74,ROS1;GOPC,chr5:149784243,chr6:117645578", "CD74::ROS1 e6::e34", True),
        ("TPM3,NTRK1,chr1:154142876,chr1:156844361", "TPM3::NTRK1 e8::e10", True),
        ("LMNA,NTRK1,chr1:156100562,chr1:156844696", "LMNA::NTRK1 e2::e11", True),
        ("KIF5B,RET,chr10:32306071,chr10:43609927", "KIF5B::RET e24::e11", True),
        ("ETV6,NTRK3,chr12:12022900,chr15:88483984", "ETV6::NTRK3 e5::e15", True),
        ("EGFR,SEPT14,chr7:55268103,chr7:55863785", "EGFR::SEPTIN14", None),
    ],
)
def test_fusions_of_tso500(tmp_path: Path, row: str, name: str, inframe: bool | None) -> None:
    event = of_tso500(tmp_path, f"DRAGEN,{row},N/A,PASS,True,70,5,True")
    assert (event.name, event.inframe, event.tier_eligible) == (name, inframe, True)
    assert event.event.observation.tumor is not None
    assert event.event.observation.tumor.alt_count == 75


def test_a_fusion_that_tso500_does_not_keep_gives_no_tier(tmp_path: Path) -> None:
    event = of_tso500(tmp_path, "SpliceGirl,EML4,ALK,chr2:42522656,chr2:29446394,0,N/A,False,1,N/A,True")
    assert not event.tier_eligible
    assert "the table's filter is KeepFusion=False: no tier" in event.caveats


@pytest.mark.parametrize("pair", ["EML4/ALK", "ALK/EML4"])
def test_exons_tell_the_order_of_genes_that_the_table_leaves_open(pair: str, tmp_path: Path) -> None:
    places = {"EML4": "chr2:42522654", "ALK": "chr2:29446394"}
    first, second = pair.split("/")
    fusions = f"{pair}\t{places[first]}\t{places[second]}\t75\t749\t9"
    (event,) = gene_events(report(tmp_path, COMBINED.format(splice="NA", fusions=fusions)))
    assert (event.name, event.tier_eligible) == ("EML4::ALK e13::e20", True)
    assert f"the table does not know which of {first} and {second} is the 5' gene" in event.caveats


@pytest.mark.parametrize(
    ("side", "place", "gene"),
    [
        ("ROS1;GOPC", "chr6:117645578", "ROS1"),
        ("GOPC;ROS1", "chr6:117645578", "ROS1"),  # the breakpoint tells
        ("GOPC;ROS1", "chr6:117645578:-", "ROS1"),  # with the strand, too
        ("ROS1;GOPC", "chr6:117890000", "GOPC"),
        ("LOC123;ROS1", "", "ROS1"),  # the one that is known
        ("GOPC;ROS1", "", "GOPC"),  # the first
        ("LOC123;LOC456", "", "LOC123"),
    ],
)
def test_of_several_genes_on_one_side_the_breakpoint_tells_which(side: str, place: str, gene: str, tmp_path: Path) -> None:
    first = f"chr5:149784243{place[place.rindex(':') :] if place.count(':') == 2 else ''}" if place else ""
    (event,) = gene_events(report(tmp_path, f"gene5\tgene3\tbreakpoint5\tbreakpoint3\nCD74\t{side}\t{first}\t{place}\n"))
    assert event.name.split()[0] == f"CD74::{gene}"
    assert f"the table names {side.replace(';', ' and ')} on one side; read as {gene}" in event.caveats


def test_an_open_order_without_breakpoints_is_shown_both_ways(tmp_path: Path) -> None:
    found = gene_events(report(tmp_path, "fusion\tfilter\nEML4/ALK\tFEW_READS\n"))
    assert {event.name for event in found} == {"EML4::ALK", "ALK::EML4"}
    for event in found:
        assert event.event.observation.filters == ("FEW_READS", "order of the genes not known")


def test_an_order_that_nothing_tells_is_shown_both_ways_without_tier(tmp_path: Path) -> None:
    table = ALL_FUSIONS + "DRAGEN,EML4,ALK,chr2:42520000,chr2:29447000,1,PASS,True,9,1,False\n"
    found = gene_events(report(tmp_path, table))
    assert {event.name.split()[0] for event in found} == {"EML4::ALK", "ALK::EML4"}
    assert not any(event.tier_eligible for event in found)
    assert all("the table's filter is order of the genes not known: no tier" in event.caveats for event in found)


def test_fusions_and_splice_variants_of_the_combined_output(tmp_path: Path) -> None:
    splice = "MET\t14\tchr7:116411708\tchr7:116414934\t91\t1\nEGFR\t2-7\tchr7:55087058\tchr7:55223522\t64\t1"
    found = report(tmp_path, COMBINED.format(splice=splice, fusions="EML4-ALK\tchr2:42522654\tchr2:29446394\t75\t749\t9"))
    assert event_names(found) == {
        "EML4::ALK e13::e20", "MET exon 14 deletion (exon 14 skipping)", "EGFR exon 2-7 deletion (EGFRvIII)",
    }  # fmt: skip
    assert {"alectinib", "capmatinib"} <= offered(found)


def test_a_combined_output_without_fusions(tmp_path: Path) -> None:
    assert not gene_events(report(tmp_path, COMBINED.format(splice="NA", fusions="NA")))


def test_a_transcript_of_two_genes_deletes_nothing_between_them(tmp_path: Path) -> None:
    header = "#FusionName\tJunctionReadCount\tLeftGene\tLeftBreakpoint\tRightGene\tRightBreakpoint\n"
    row = "LMNA--NTRK1\t40\tLMNA^ENSG1\tchr1:156100562:+\tNTRK1^ENSG2\tchr1:156844698:+\n"
    assert event_names(report(tmp_path, header + row)) == {"LMNA::NTRK1 e2::e11"}


def test_genes_with_their_exons_in_brackets(tmp_path: Path) -> None:
    found = report(tmp_path, "Fusion\tReads\nEML4(13):ALK(20)\t40\n")
    assert event_names(found) == {"EML4::ALK e13::e20"}
    assert "alectinib" in offered(found)


def test_breakpoints_without_strands_tell_the_kinase(tmp_path: Path) -> None:
    header = "gene5\tgene3\tbreakpoint5\tbreakpoint3\n"
    (kept,) = gene_events(report(tmp_path, f"{header}EML4\tALK\tchr2:42522656\tchr2:29446394\n"))
    assert (kept.name, kept.kinase_kept, kept.tier_eligible) == ("EML4::ALK e13::e20", True, True)
    (lost,) = gene_events(report(tmp_path, f"{header}EML4\tALK\tchr2:42522656\tchr2:29432744\n"))
    assert (lost.kinase_kept, lost.tier_eligible) == (False, False)


def test_breakpoints_without_strands_of_the_other_assembly_stop_the_run(tmp_path: Path) -> None:
    from pm_annotate.errors import AssemblyError

    with pytest.raises(AssemblyError, match="lie in the genes that the table names on GRCh37, not on GRCh38"):
        report(tmp_path, ALL_FUSIONS + "DRAGEN,EML4,ALK,chr2:42522654,chr2:29446394,1,PASS,True,9,1,True\n", Assembly.GRCH38)


def test_several_forms_of_one_fusion_have_one_set_of_findings(tmp_path: Path) -> None:
    header = "gene5\tgene3\texon5\texon3\tframe\treads\n"
    rows = "EML4\tALK\t6\t20\tin-frame\t40\nEML4\tALK\t13\t20\tin-frame\t90\nEML4\tALK\t13\t19\tout-of-frame\t3\n"
    found = report(tmp_path, header + rows)
    statements = [(one.statement.statement_id, one.statement.profile_text) for one in found.findings]
    assert len(statements) == len(set(statements))
    assert "alectinib" in offered(found)
    assert {one.variants[0].event.name for one in found.findings if one.variants[0].event} == {
        "EML4::ALK e13::e20", "EML4::ALK e6::e20",
    }  # fmt: skip
    of_form_3 = {one.statement.profile_text for one in found.findings if one.variants[0].event == found.variants[0].event}
    assert of_form_3 == {"EML4::ALK e6::e20"} or all("e6" in profile for profile in of_form_3), of_form_3
    said = "another form of the fusion of record 3 of fusions.txt: findings that both meet are listed there"
    assert [said in one.caveats for one in found.variants] == [True, False, True]


DNA_OF_ALK = [  # intron 19, joined to a place far from any gene
    "2 29446866 b1 N N]8:100000000] . PASS SVTYPE=BND;MATEID=b2 PR:SR 40,12:55,18",
    "8 100000000 b2 N N]2:29446866] . PASS SVTYPE=BND;MATEID=b1 PR:SR 40,12:55,18",
]


def with_dna_of_alk(folder: Path, rows: str) -> SampleReport:
    path = folder / "fusions.txt"
    path.write_text("gene5\tgene3\texon5\texon3\tframe\treads\tfilter\n" + rows)
    return report_of(folder, DNA_OF_ALK, Assembly.GRCH37, AnnotateOptions(fusions=path, tumor_type="NSCLC"))


def test_a_fusion_whose_partner_dna_does_not_tell_has_the_findings_of_the_one_that_rna_names(tmp_path: Path) -> None:
    found = with_dna_of_alk(tmp_path, "EML4\tALK\t13\t20\tin-frame\t90\tPASS\n")
    assert event_names(found) == {"v::ALK", "EML4::ALK e13::e20"}
    assert "alectinib" in offered(found)
    statements = [(one.statement.statement_id, one.tier_class) for one in found.findings]
    assert len(statements) == len(set(statements))
    assert {one.event.name for finding in found.findings for one in finding.variants if one.event} == {"EML4::ALK e13::e20"}
    (by_dna,) = (one for one in found.variants if one.event and one.event.name == "v::ALK")
    said = "its partner is not known: it may be the fusion of record 2 of fusions.txt, where findings that both meet are listed"
    assert said in by_dna.caveats


@pytest.mark.parametrize(
    "rows",
    [
        "EML4\tALK\t13\t20\tin-frame\t3\tFEW_READS\n",  # gives no tier by itself
        "ETV6\tNTRK3\t5\t15\tin-frame\t90\tPASS\n",  # another kinase
        "ALK\tEML4\t19\t14\tin-frame\t90\tPASS\n",  # the reciprocal
    ],
)
def test_it_keeps_the_findings_that_no_named_fusion_gives_a_tier(rows: str, tmp_path: Path) -> None:
    found = with_dna_of_alk(tmp_path, rows)
    by_dna = [one for one in tiered(found) if any(v.event and v.event.name == "v::ALK" for v in one.variants)]
    assert any("Alectinib" in one.statement.therapies for one in by_dna)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_several_forms_the_one_in_frame_leads_whatever_its_reads(order: tuple[int, ...], tmp_path: Path) -> None:
    rows = ("EML4\tALK\t13\t20\tin-frame\t5", "EML4\tALK\t13\t19\tout-of-frame\t90", "EML4\tALK\t6\t20\tin-frame\t4")
    header = "gene5\tgene3\texon5\texon3\tframe\treads"
    found = report(tmp_path, "\n".join((header, *(rows[number] for number in order))) + "\n")
    assert "alectinib" in offered(found)
    lead = next(one for one in found.variants if not any("another form of the fusion" in text for text in one.caveats))
    assert lead.event is not None
    assert lead.event.name == "EML4::ALK e13::e20"


def test_arriba_calls_the_immunoglobulin_locus_intergenic(tmp_path: Path) -> None:
    header = (
        "#gene1\tgene2\tstrand1(gene/fusion)\tstrand2(gene/fusion)\tbreakpoint1\tbreakpoint2\tsite1\tsite2\ttype\tsplit_reads1\t"
        "split_reads2\tdiscordant_mates\tconfidence\treading_frame\tdirection1\tdirection2\n"
    )
    row = (
        "IGHM(100),IGHJ6(50)\tMYC\t-/-\t+/+\t14:105863198\t8:127736230\tintergenic\t5'UTR\ttranslocation\t10\t8\t12\thigh\t.\t"
        "downstream\tupstream\n"
    )
    (event,) = gene_events(report(tmp_path, header + row, Assembly.GRCH38))
    assert event.name == "IGH::MYC"


@pytest.mark.parametrize(("named", "warned"), [("T1", False), ("T1.bam", False), ("PAT-T1_tumor", False), ("T7", True)])
def test_a_table_of_another_sample_is_to_be_checked(named: str, warned: bool, tmp_path: Path) -> None:
    found = report(tmp_path, f"sample\tgene5\tgene3\n{named}\tEML4\tALK\n")
    said = (
        f"fusions.txt names the sample {named}; it was read for T1, though the names differ. Check that it is the same patient."
    )
    assert (said in found.warnings) == warned
