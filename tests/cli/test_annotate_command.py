"""`pm-annotate annotate` as a user runs it: the installed command, its files, messages and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line import CONTIGS_37, pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS DP=100"
KRAS_G12D = "12 25245350 . C T . PASS DP=100"
FORMAT_HEADER = (
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Allelic depths">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">',
    '##FILTER=<ID=weak,Description="weak">',
)


@pytest.fixture
def braf_vcf(tmp_path: Path) -> Path:
    return write_vcf(tmp_path / "braf.vcf", [BRAF_V600E + " GT:AD 0/1:60,40"], ["T1"], header=FORMAT_HEADER)


def test_a_tumour_vcf_becomes_reports_of_its_sample_and_of_the_run(braf_vcf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = pm_annotate("annotate", braf_vcf, "-o", out, "--tumor-type", "COAD")
    assert result.returncode == 0, result.stderr
    assert sorted(file.name for file in out.iterdir()) == [
        "T1.findings.tsv",
        "T1.loci.tsv",
        "T1.pgx.tsv",
        "T1.predisposition.tsv",
        "T1.related.tsv",
        "T1.report.json",
        "T1.skipped.tsv",
        "T1.toxicity.tsv",
        "T1.variants.tsv",
        "run.json",
        "summary.tsv",
    ]
    (variant,) = read_table(out / "T1.variants.tsv")
    assert (variant["Hugo_Symbol"], variant["HGVSc"], variant["HGVSp_Short"]) == ("BRAF", "c.1799T>A", "p.V600E")
    assert (variant["t_depth"], variant["t_ref_count"], variant["t_alt_count"], variant["t_vaf"]) == ("100", "60", "40", "0.4")
    assert "BRAF" in result.stdout
    assert "esearch use only" in result.stdout


def test_colorectal_braf_v600e_is_tier_one_for_encorafenib_with_cetuximab(braf_vcf: Path, tmp_path: Path) -> None:
    pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out", "--tumor-type", "colorectal cancer")
    findings = read_table(tmp_path / "out" / "T1.findings.tsv")
    combined = [row for row in findings if set(row["therapies"].lower().split(";")) == {"encorafenib", "cetuximab"}]
    assert any(row["amp_tier"] == "Tier I-A" and row["regulatory_approval"] == "FDA" for row in combined)
    melanoma = [row for row in findings if row["condition"] == "Melanoma" and row["tier_class"] == "therapy"]
    assert melanoma
    assert {row["tumor_type_match"] for row in melanoma} == {"other"}
    assert not any(row["amp_tier"].startswith("Tier I-") for row in melanoma)


def test_the_other_residue_at_the_codon_gets_no_drug_of_g12c(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "kras.vcf", [KRAS_G12D])
    pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "NSCLC")
    findings = read_table(tmp_path / "out" / "kras.findings.tsv")
    assert findings
    assert not [row for row in findings if "G12C" in row["profile"] and "G12D" not in row["profile"]]
    assert not [row for row in findings if row["tier_class"] == "therapy" and "Sotorasib" in row["therapies"]]


def test_no_finding_is_a_success_with_whole_header_only_tables(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "none.vcf", [])
    result = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert read_table(tmp_path / "out" / "none.findings.tsv") == []
    assert (tmp_path / "out" / "none.findings.tsv").read_text().startswith("Tumor_Sample_Barcode\t")
    report = json.loads((tmp_path / "out" / "none.report.json").read_text())
    assert report["reconciliation"]["records"] == 0


def test_filtered_records_give_no_finding_unless_asked_and_are_listed(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "weak.vcf", [BRAF_V600E.replace("PASS", "weak")], header=FORMAT_HEADER)
    pm_annotate("annotate", vcf, "-o", tmp_path / "pass")
    assert read_table(tmp_path / "pass" / "weak.findings.tsv") == []
    (skipped,) = read_table(tmp_path / "pass" / "weak.skipped.tsv")
    assert (skipped["category"], skipped["vcf_pos"], skipped["FILTER"]) == ("filtered", "140753336", "weak")
    pm_annotate("annotate", vcf, "-o", tmp_path / "all", "--all-filters")
    assert read_table(tmp_path / "all" / "weak.findings.tsv")


def test_the_reconciliation_counts_every_allele(tmp_path: Path) -> None:
    records = [
        BRAF_V600E,
        KRAS_G12D,
        "1 5000000 . A C,G . PASS DP=10",  # outside, two alleles
        "7 140753337 . C . . PASS DP=10",  # reference
        "12 25245347 . C T . weak DP=10",  # filtered, KRAS G13D
        "17 39700000 . N <DUP> . PASS END=39730000",  # a tandem duplication of the middle of ERBB2
        "17 39700000 . N <DEL> . PASS SVTYPE=DEL",  # how long? it cannot be read
    ]
    vcf = write_vcf(tmp_path / "mix.vcf", records, header=FORMAT_HEADER)
    pm_annotate("annotate", vcf, "-o", tmp_path / "out")
    counts = json.loads((tmp_path / "out" / "mix.report.json").read_text())["reconciliation"]
    assert (counts["records"], counts["alleles"]) == (7, 8)
    assert counts["matched"] + counts["unmatched"] == 3
    assert (counts["outside"], counts["reference"], counts["filtered"], counts["unsupported"]) == (2, 1, 1, 1)
    assert sum(value for name, value in counts.items() if name not in {"records", "alleles"}) == counts["alleles"]


def test_both_assemblies_name_the_same_change(tmp_path: Path) -> None:
    for name, contigs, position in (("b38", None, 140753336), ("b37", CONTIGS_37, 140453136)):
        vcf = write_vcf(tmp_path / f"{name}.vcf", [f"7 {position} . A T . PASS ."], contigs=contigs)
        pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "MEL", "--sample-id", name)
    build = {name: read_table(tmp_path / "out" / f"{name}.findings.tsv") for name in ("b37", "b38")}
    kept = ("HGVSc", "HGVSp", "statement_id", "amp_tier", "match_level")
    assert [[row[column] for column in kept] for row in build["b37"]] == [
        [row[column] for column in kept] for row in build["b38"]
    ]
    assert build["b37"][0]["NCBI_Build"] == "GRCh37"


def test_fields_spellings_of_other_tools_are_understood(braf_vcf: Path, tmp_path: Path) -> None:
    result = pm_annotate(
        "annotate",
        "--input_vcf", braf_vcf,
        "--genome_assembly", "grch38",
        "--tumor_site", "melanoma",
        "--output_dir", tmp_path / "out",
        "--tumor_dp_min", "10",
        "--tumor_af_min=0.05",
        "--force_overwrite", "--no_html",
        "--ncbi-build", "hg38", "--custom-enst", "NM_004333.4",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert read_table(tmp_path / "out" / "T1.findings.tsv")


def test_a_spelling_whose_option_another_command_has_is_named_as_it_was_typed(braf_vcf: Path, tmp_path: Path) -> None:
    refused = pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out", "--threads", "2")
    assert refused.returncode == 2
    assert "No such option '--threads'" in refused.stderr
    assert pm_annotate("cohort", braf_vcf, "-o", tmp_path / "out", "-q", "--threads", "0").returncode == 0


def test_standard_input_is_read(braf_vcf: Path, tmp_path: Path) -> None:
    import subprocess

    from tests.command_line import COMMAND

    with braf_vcf.open("rb") as handle:
        result = subprocess.run(
            [str(COMMAND), "annotate", "-", "-o", str(tmp_path / "out")], stdin=handle, capture_output=True, check=False
        )
    assert result.returncode == 0, result.stderr
    assert read_table(tmp_path / "out" / "T1.findings.tsv")


class TestRefusals:
    def test_an_unknown_tumour_type_is_refused_with_near_names(self, braf_vcf: Path, tmp_path: Path) -> None:
        result = pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out", "--tumor-type", "colorectl cancer")
        assert result.returncode == 2
        assert "olorectal" in result.stderr
        assert not (tmp_path / "out").exists()

    def test_reports_are_not_overwritten_without_force(self, braf_vcf: Path, tmp_path: Path) -> None:
        assert pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out").returncode == 0
        before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
        again = pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out")
        assert again.returncode == 2
        assert "--force" in again.stderr
        assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before
        assert pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out", "--force").returncode == 0

    def test_the_wrong_assembly_is_exit_5(self, braf_vcf: Path, tmp_path: Path) -> None:
        result = pm_annotate("annotate", braf_vcf, "-o", tmp_path / "out", "--assembly", "hg19")
        assert result.returncode == 5
        assert "GRCh38" in result.stderr

    def test_an_assembly_that_cannot_be_told_is_exit_5_and_says_what_to_do(self, tmp_path: Path) -> None:
        vcf = write_vcf(tmp_path / "bare.vcf", ["1 5000000 . A C . PASS ."], contigs={})
        result = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
        assert result.returncode == 5
        assert "--assembly" in result.stderr

    @pytest.mark.parametrize("content", [b"", b"not a vcf\n", b"\x1f\x8b\x08\x04cut", b"#CHROM\tPOS\n"])
    def test_what_is_no_vcf_is_exit_3_without_traceback(self, content: bytes, tmp_path: Path) -> None:
        (tmp_path / "bad.vcf").write_bytes(content)
        result = pm_annotate("annotate", tmp_path / "bad.vcf", "-o", tmp_path / "out")
        assert result.returncode == 3
        assert "bad.vcf" in result.stderr
        assert "Traceback" not in result.stderr

    def test_a_missing_file_is_exit_3(self, tmp_path: Path) -> None:
        result = pm_annotate("annotate", tmp_path / "nowhere.vcf", "-o", tmp_path / "out")
        assert result.returncode == 3
        assert "nowhere.vcf" in result.stderr

    def test_samples_of_a_paired_caller_that_cannot_be_told_apart_are_exit_2(self, tmp_path: Path) -> None:
        header = (*FORMAT_HEADER, "##source=Mutect2")
        vcf = write_vcf(tmp_path / "pair.vcf", [BRAF_V600E + " GT:AD 0/1:60,40 0/0:50,0"], ["S1", "S2"], header=header)
        result = pm_annotate("annotate", vcf, "-o", tmp_path / "out")
        assert result.returncode == 2
        assert "S1" in result.stderr
        assert "--tumor-sample" in result.stderr

    def test_one_bad_file_of_two_is_exit_6_and_the_other_is_reported(self, braf_vcf: Path, tmp_path: Path) -> None:
        (tmp_path / "bad.vcf").write_text("nonsense\n")
        result = pm_annotate("annotate", braf_vcf, tmp_path / "bad.vcf", "-o", tmp_path / "out")
        assert result.returncode == 6
        assert read_table(tmp_path / "out" / "T1.findings.tsv")
        assert "bad.vcf" in result.stderr

    def test_no_file_at_all_is_a_usage_error(self) -> None:
        assert pm_annotate("annotate").returncode == 2

    def test_an_unknown_option_is_a_usage_error(self, braf_vcf: Path) -> None:
        assert pm_annotate("annotate", braf_vcf, "--colour", "red").returncode == 2


def test_the_same_input_gives_the_same_bytes(braf_vcf: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        pm_annotate("annotate", braf_vcf, "-o", tmp_path / name, "--tumor-type", "COAD")
    first, second = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("first", "second"))
    first.pop("run.json"), second.pop("run.json")
    assert first == second


def test_roles_come_from_the_header_and_never_from_column_order(tmp_path: Path) -> None:
    header = (*FORMAT_HEADER, "##source=Mutect2", "##normal_sample=zeta", "##tumor_sample=alpha")
    for order in (("alpha", "zeta"), ("zeta", "alpha")):
        columns = {"alpha": "0/1:60,40", "zeta": "0/0:50,0"}
        record = BRAF_V600E + " GT:AD " + " ".join(columns[name] for name in order)
        vcf = write_vcf(tmp_path / "pair.vcf", [record], order, header=header)
        out = tmp_path / "-".join(order)
        assert pm_annotate("annotate", vcf, "-o", out).returncode == 0
        (variant,) = read_table(out / "alpha.variants.tsv")
        assert variant["Matched_Norm_Sample_Barcode"] == "zeta"
        assert (variant["t_vaf"], variant["n_vaf"], variant["Mutation_Status"]) == ("0.4", "0", "Somatic")


def test_files_of_one_name_in_two_folders_get_reports_of_their_own(tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        write_vcf(tmp_path / folder / "x.vcf", [BRAF_V600E + " GT:AD 0/1:60,40"], ["TUMOR"], header=FORMAT_HEADER)
    result = pm_annotate("annotate", tmp_path / "first" / "x.vcf", tmp_path / "second" / "x.vcf", "-o", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert sorted(file.name for file in (tmp_path / "out").glob("*.report.json")) == [
        "x.TUMOR-2.report.json",
        "x.TUMOR.report.json",
    ]


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "S1.findings.tsv", [BRAF_V600E + " GT:AD 0/1:60,40"], ["S1"], header=FORMAT_HEADER)
    before = vcf.read_bytes()
    result = pm_annotate("annotate", vcf, "-o", tmp_path, "--force")
    assert result.returncode == 2
    assert "input of this run" in result.stderr
    assert vcf.read_bytes() == before


def test_of_two_records_of_one_allele_the_one_that_passed_has_the_findings(tmp_path: Path) -> None:
    records = [BRAF_V600E.replace("PASS", "weak") + " GT:AD 0/1:99,1", BRAF_V600E + " GT:AD 0/1:60,40"]
    vcf = write_vcf(tmp_path / "two.vcf", records, ["S1"], header=FORMAT_HEADER)
    pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--all-filters", "--tumor-type", "MEL")
    weak, passed = read_table(tmp_path / "out" / "S1.variants.tsv")
    assert (weak["FILTER"], weak["amp_tier"], weak["n_findings"]) == ("weak", "", "0")
    assert (passed["FILTER"], passed["amp_tier"]) == ("PASS", "Tier I-A")
    assert {row["t_vaf"] for row in read_table(tmp_path / "out" / "S1.findings.tsv")} == {"0.4"}
