"""``--also``: small variants, structural variants and copy number of one patient, in files of their own, in one report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pm_annotate.errors import AssemblyError, UsageError
from pm_annotate.model import Assembly
from pm_annotate.options import AnnotateOptions
from pm_annotate.report.json_report import report_schema_text
from tests.command_line import pm_annotate, read_table
from tests.genome.events.structural_fixtures import KNOWN_FUSIONS
from tests.structural_run import HEADER, annotate, event_names, manta, offered, write_vcf

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
T315I = {G37: "9 133748283 . C T . PASS . GT:AD 0/1:50,30", G38: "9 130872896 . C T . PASS . GT:AD 0/1:50,30"}
ERBB2_12 = {
    G37: "17 37757000 . N <DUP> . PASS SVTYPE=DUP;END=37957000 GT:CN 0/1:12",
    G38: "17 39600747 . N <DUP> . PASS SVTYPE=DUP;END=39800747 GT:CN 0/1:12",
}
BCR_ABL1 = KNOWN_FUSIONS["BCR::ABL1 p210, e13a2"]
FILTERED = "17 39600747 . N <DUP> . LOWQ SVTYPE=DUP;END=39800747 GT:CN 0/1:12"


def cml(*also: Path) -> AnnotateOptions:
    return AnnotateOptions(tumor_type="CML", also=also)


@pytest.mark.parametrize("assembly", list(Assembly), ids=str)
def test_a_combination_across_two_files_is_met(assembly: Assembly, tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[assembly]], assembly)
    structural = write_vcf(tmp_path / "sv.vcf", manta(BCR_ABL1.junction(assembly)), assembly)
    both = annotate(small, cml(structural))
    together = [one for one in both.findings if len(one.variants) == 2 and one.amp_tier.startswith("Tier I-")]
    assert "ponatinib" in {drug.lower() for one in together for drug in one.statement.therapies}
    assert {"ponatinib", "asciminib"} <= offered(both)
    assert (both.reconciliation.records, both.reconciliation.alleles, both.reconciliation.matched) == (3, 3, 3)
    alone = annotate(structural, cml())
    assert "imatinib" in offered(alone)
    assert not {"imatinib", "dasatinib", "nilotinib", "bosutinib"} & offered(both)  # T315I resists them


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    structural = write_vcf(tmp_path / "sv.vcf", manta(BCR_ABL1.junction(G38)), G38)
    one, other = annotate(small, cml(structural)), annotate(structural, cml(small))
    assert [(f.statement.statement_id, f.amp_tier) for f in one.findings] == [
        (f.statement.statement_id, f.amp_tier) for f in other.findings
    ]
    assert one.reconciliation == other.reconciliation


def test_every_allele_of_every_file_is_counted_once(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38], "1 5000000 . A T . PASS . GT 0/1"], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38], FILTERED, "5 1000 . N <DEL> . PASS END=2000 GT:CN 0/1:1"], G38)
    counts = annotate(small, cml(copies)).reconciliation
    assert (counts.records, counts.alleles) == (5, 5)
    assert (counts.matched, counts.outside, counts.filtered) == (2, 2, 1)


def test_what_was_left_out_of_a_further_file_names_it(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [FILTERED], G38)
    assert [one.reason_and_file for one in annotate(small, cml(copies)).skipped] == ["cnv.vcf: FILTER is LOWQ"]


def test_an_inherited_allele_that_the_tumour_lost_is_found_in_whichever_file_lists_it(tmp_path: Path) -> None:
    """BRCA1 c.68_69del, in half of the normal's reads and in none of the tumour's."""
    row = "17 43124027 . ACT A . PASS . GT:AD:DP {} {}"
    columns = ("T", "N")
    small = write_vcf(tmp_path / "snv.vcf", [row.format("0/0:100,0:100", "0/1:52,48:100")], G38, columns)
    structural = write_vcf(tmp_path / "sv.vcf", [], G38, columns)
    for main, also in ((small, structural), (structural, small)):
        report = annotate(main, AnnotateOptions(tumor_sample="T", normal_sample="N", also=(also,)))
        assert [(one.gene, one.classification, one.origin) for one in report.predisposition] == [
            ("BRCA1", "ClinVar Pathogenic", "germline")
        ]
        assert any("are the two mixed up" in warning for warning in report.warnings)
        assert any("1 alleles are only in N, the normal" in warning for warning in report.warnings)
    roles = (*HEADER, "##tumor_sample=T", "##normal_sample=N")
    small = write_vcf(tmp_path / "snv.vcf", [row.format("0/0:100,0:100", "0/1:52,48:100")], G38, columns, roles)
    of_tumour = annotate(write_vcf(tmp_path / "cnv.vcf", [], G38, ("T",)), AnnotateOptions(also=(small,)))
    assert sum(" N, the normal" in warning for warning in of_tumour.warnings) == 2


MUTECT2 = ("##source=Mutect2", "##tumor_sample=T1")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (MUTECT2, "Unknown"),
        (("##tumor_sample=T1", "##normal_sample=N"), "Somatic"),
        (("##source=Manta",), "Germline"),
        ((), "Germline"),
    ],
)
def test_what_a_somatic_caller_lists_beside_a_germline_file_is_not_inherited(
    header: tuple[str, ...], status: str, tmp_path: Path
) -> None:
    """KRAS G12D, beside BRCA1 c.68_69del of HaplotypeCaller; whoever says --germline says it of both."""
    brca1, kras = "17 43124027 . ACT A . PASS . GT:AD 0/1:52,48", "12 25245350 . C T . PASS . GT:AD 0/1:60,40"
    main = write_vcf(tmp_path / "germline.vcf", [brca1], G38, header=(*HEADER, "##source=HaplotypeCaller"))
    columns, reads = (("T1", "N"), " 0/0:90,0") if status == "Somatic" else (("T1",), "")
    also = write_vcf(tmp_path / "somatic.vcf", [kras + reads], G38, columns, (*HEADER, *header))
    report = annotate(main, AnnotateOptions(also=(also,)))
    (of_kras,) = [one for one in report.variants if one.effects[0].gene == "KRAS"]
    assert of_kras.mutation_status == status
    said = "A germline caller's VCF is read together with a somatic caller's"
    assert any(said in warning for warning in report.warnings) is (status != "Germline")
    assert (report.loci, report.tumor_mutational_burden) == ((), None)  # of the germline file's bases none is the tumour's
    assert annotate(also, AnnotateOptions(also=(main,), tumor_sample="T1")).loci
    stated = annotate(main, AnnotateOptions(also=(also,), germline=True))
    assert {one.mutation_status for one in stated.variants} == {"Germline"}
    assert not any(said in warning for warning in stated.warnings)


def test_another_assembly_is_refused(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G37]], G37)
    with pytest.raises(AssemblyError, match=r"cnv\.vcf is GRCh37, but .*snv\.vcf is GRCh38"):
        annotate(small, cml(copies))


def test_a_file_without_contig_lengths_goes_by_the_main_one(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38]], G38)
    copies.write_text("".join(line for line in copies.read_text().splitlines(True) if not line.startswith("##contig")))
    report = annotate(small, cml(copies))
    assert "ERBB2 amplification (12 copies)" in event_names(report)
    assert [text for text in report.warnings if text.startswith("cnv.vcf does not tell its assembly")]
    other = copies.read_text().replace("39600747", "82000000").replace("END=39800747", "END=82500000")
    with_37 = write_vcf(tmp_path / "snv37.vcf", [T315I[G37]], G37)
    copies.write_text(other)
    with pytest.raises(AssemblyError, match=r"cnv\.vcf, record 1: 17:82000001 lies behind the end of chromosome 17 of GRCh37"):
        annotate(with_37, cml(copies))


def test_several_samples_of_other_names_are_refused(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38] + " 0/0:2"], G38, samples=("A", "B"))
    with pytest.raises(UsageError, match="several samples"):
        annotate(small, cml(copies))


def test_the_column_of_the_same_name_is_the_sample(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38] + " 0/0:2"], G38, samples=("A", "T1"))
    assert "ERBB2 amplification (12 copies)" not in event_names(annotate(small, cml(copies)))  # it is A's


def test_a_single_column_of_another_name_is_read_and_said(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38]], G38, samples=("T1.cnvkit",))
    report = annotate(small, cml(copies))
    assert "ERBB2 amplification (12 copies)" in event_names(report)
    assert any("T1.cnvkit" in warning and "same patient" in warning for warning in report.warnings)


@pytest.mark.parametrize("which", ["the main file", "a further file"])
def test_one_file_is_not_read_twice(which: str, tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38]], G38)
    with pytest.raises(UsageError, match="read already"):
        annotate(small, cml(small) if which == "the main file" else cml(copies, copies))


def test_a_main_file_of_several_samples_is_refused(tmp_path: Path) -> None:
    several = write_vcf(tmp_path / "snv.vcf", [T315I[G38] + " 0/1:50,30"], G38, samples=("A", "B"))
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38]], G38)
    with pytest.raises(UsageError, match="2 reports"):
        list(annotate(several, cml(copies)).variants)


def test_the_command_reads_sv_and_cnv_into_one_report(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    structural = write_vcf(tmp_path / "sv.vcf", manta(BCR_ABL1.junction(G38)), G38)
    copies = write_vcf(tmp_path / "cnv.vcf", [ERBB2_12[G38]], G38)
    out = tmp_path / "out"
    done = pm_annotate("annotate", small, "--sv", structural, "--cnv", copies, "--tumor-type", "CML", "-o", out)
    assert done.returncode == 0, done.stderr
    sources = {row["event"]: row["event_source"] for row in read_table(out / "T1.variants.tsv")}
    assert sources["BCR::ABL1 e13::e2"] == "vcf:sv.vcf"
    assert sources["ERBB2 amplification (12 copies)"] == "vcf:cnv.vcf"
    document = json.loads((out / "T1.report.json").read_text())
    jsonschema.Draft202012Validator(json.loads(report_schema_text())).validate(document)
    assert [one["file"] for one in document["provenance"]["also_read"]] == ["sv.vcf", "cnv.vcf"]
    assert document["options"]["also"] == ["sv.vcf", "cnv.vcf"]
    assert sum(row["exit_status"] == "0" for row in read_table(out / "summary.tsv")) == 1


def test_files_of_one_sample_beside_several_vcfs_are_a_usage_error(tmp_path: Path) -> None:
    small = write_vcf(tmp_path / "snv.vcf", [T315I[G38]], G38)
    other = write_vcf(tmp_path / "other.vcf", [T315I[G38]], G38, samples=("T2",))
    done = pm_annotate("annotate", small, other, "--sv", tmp_path / "sv.vcf", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "--also" in done.stderr


def test_a_cohort_has_a_column_for_them(tmp_path: Path) -> None:
    write_vcf(tmp_path / "p1.vcf", [T315I[G38]], G38, samples=("P1",))
    write_vcf(tmp_path / "p1.sv.vcf", manta(BCR_ABL1.junction(G38)), G38, samples=("P1",))
    write_vcf(tmp_path / "p2.vcf", [T315I[G38]], G38, samples=("P2",))
    sheet = tmp_path / "sheet.tsv"
    sheet.write_text("sample\tvcf\ttumor_type\tsv\nP1\tp1.vcf\tCML\tp1.sv.vcf\nP2\tp2.vcf\tCML\t\n")
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--workers", "0")
    assert done.returncode == 0, done.stderr
    events = {
        name: [row["event"] for row in read_table(next((tmp_path / "out").rglob(f"{name}.variants.tsv")))]
        for name in ("P1", "P2")
    }
    assert events == {"P1": ["", "BCR::ABL1 e13::e2"], "P2": [""]}
    refused = pm_annotate("cohort", sheet, "-o", tmp_path / "out2", "--sv", tmp_path / "p1.sv.vcf")
    assert refused.returncode == 2
    assert "column 'sv'" in refused.stderr


def test_a_second_caller_adds_its_variants_and_repeats_none(tmp_path: Path) -> None:
    one = write_vcf(tmp_path / "mutect.vcf", [T315I[G38]], G38)
    other = write_vcf(tmp_path / "strelka.vcf", ["1 114713909 . G T . PASS . GT:AD 0/1:50,30", T315I[G38]], G38)
    report = annotate(one, cml(other))
    assert len(report.variants) == 3
    listed = [(f.statement.statement_id, len(f.variants)) for f in report.findings]
    assert len(listed) == len(set(listed))
