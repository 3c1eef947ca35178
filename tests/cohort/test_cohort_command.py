"""`pm-annotate cohort` through the installed command: the same reports as `annotate`, failures apart, tables over all."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cohort.cohorts import READS, VARIANTS, contents, write_cohort, write_sheet
from tests.command_line import pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."
KRAS_G12D = "12 25245350 . C T . PASS ."


def reports(folder: Path, sample: str) -> dict[str, bytes]:
    """The files of one sample without the note that they are done."""
    return {
        name: content
        for name, content in contents(folder).items()
        if name.startswith(f"{sample}.") and not name.endswith(".done.json")
    }


def test_a_sample_of_a_cohort_has_the_bytes_that_annotate_gives(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 2)
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "cohort").returncode == 0
    assert (
        pm_annotate(
            "annotate", tmp_path / "p0.vcf", "--sample-id", "P0", "--tumor-type", "LUAD", "-o", tmp_path / "one"
        ).returncode
        == 0
    )
    assert reports(tmp_path / "cohort", "P0") == reports(tmp_path / "one", "P0")
    assert len(reports(tmp_path / "one", "P0")) >= 6


@pytest.fixture
def of_several(tmp_path: Path) -> Path:
    """A sheet over one VCF: two tumours of one type that are read together, and one of another type."""
    records = [
        f"{BRAF_V600E} GT:AD:DP 0/1:60,40:100 0/0:50,0:50 0/0:90,0:90",
        f"{KRAS_G12D} GT:AD:DP 0/0:99,0:99 0/0:50,0:50 0/1:5,5:10",
    ]
    write_vcf(tmp_path / "all.vcf", records, ["T1", "N1", "T2"])
    rows = [
        ("T1", "all.vcf", "T1", "N1", "melanoma"),
        ("T2", "all.vcf", "T2", "", "melanoma"),
        ("lung", "all.vcf", "T2", "N1", "LUAD"),
    ]
    return write_sheet(tmp_path / "s.tsv", ("sample", "vcf", "tumor_sample", "normal", "tumor_type"), rows)


def test_samples_read_in_one_pass_have_the_tables_of_annotate_on_the_whole_file(of_several: Path, tmp_path: Path) -> None:
    vcf = tmp_path / "all.vcf"
    assert pm_annotate("cohort", of_several, "-o", tmp_path / "cohort").returncode == 0
    assert pm_annotate("annotate", vcf, "--tumor-type", "melanoma", "-o", tmp_path / "whole").returncode == 0
    for sample in ("T1", "T2"):
        tables = {name: text for name, text in reports(tmp_path / "cohort", sample).items() if name.endswith(".tsv")}
        assert tables == {name: text for name, text in reports(tmp_path / "whole", sample).items() if name.endswith(".tsv")}
    alone = ["--tumor-sample", "T2", "--normal-sample", "N1", "--tumor-type", "LUAD", "--sample-id", "lung"]
    assert pm_annotate("annotate", vcf, *alone, "-o", tmp_path / "alone").returncode == 0
    assert reports(tmp_path / "cohort", "lung") == reports(tmp_path / "alone", "lung")


def test_a_report_does_not_depend_on_which_others_are_made_beside_it(of_several: Path, tmp_path: Path) -> None:
    assert pm_annotate("cohort", of_several, "-o", tmp_path / "whole").returncode == 0
    assert pm_annotate("cohort", of_several, "-o", tmp_path / "parts", "--sample", "T2").returncode == 0
    assert reports(tmp_path / "parts", "T2") == reports(tmp_path / "whole", "T2")
    assert pm_annotate("cohort", of_several, "-o", tmp_path / "parts", "--resume").returncode == 0
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    ("samples", "header", "sample", "status"),
    [
        (("S1", "S2"), (), "S1", "Unknown"),  # perhaps a pair: a warning says so
        (("A", "N", "B"), ("##source=HaplotypeCaller", "##PEDIGREE=<Derived=A,Original=N>"), "B", "Unknown"),
        (("S1", "S2"), ("##source=HaplotypeCaller",), "S2", "Germline"),
    ],
)
def test_what_the_other_columns_tell_of_a_file_is_known_to_a_report_made_alone(
    samples: tuple[str, ...], header: tuple[str, ...], sample: str, status: str, tmp_path: Path
) -> None:
    columns = " ".join(["0/1:60,40:100"] * len(samples))
    vcf = write_vcf(tmp_path / "x.vcf", [f"{BRAF_V600E} GT:AD:DP {columns}"], samples, header=header)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "whole").returncode == 0
    assert pm_annotate("cohort", vcf, "-o", tmp_path / "part", "--sample", sample).returncode == 0
    assert reports(tmp_path / "part", sample) == reports(tmp_path / "whole", sample)
    (row,) = read_table(tmp_path / "part" / f"{sample}.variants.tsv")
    assert row["Mutation_Status"] == status


def test_one_wrong_column_of_a_shared_vcf_fails_its_own_row_only(of_several: Path, tmp_path: Path) -> None:
    of_several.write_text(of_several.read_text().replace("T2\tall.vcf\tT2", "T2\tall.vcf\tT9"))
    assert pm_annotate("cohort", of_several, "-o", tmp_path / "out").returncode == 6
    rows = {row["sample"]: row for row in read_table(tmp_path / "out" / "cohort.summary.tsv")}
    assert {sample: row["exit_status"] for sample, row in rows.items()} == {"T1": "0", "T2": "2", "lung": "0"}
    assert "has no sample 'T9'" in rows["T2"]["error"]


def test_vcfs_without_a_sheet_are_named_as_annotate_names_them(tmp_path: Path) -> None:
    vcfs = [
        write_vcf(tmp_path / f"{name}.vcf", [f"{BRAF_V600E} {READS}"], [sample])
        for name, sample in (("a", "TUMOR"), ("b", "TUMOR"), ("c", "P"))
    ]
    for command in ("cohort", "annotate"):
        assert pm_annotate(command, *vcfs, "-o", tmp_path / command).returncode == 0
    for sample in ("a.TUMOR", "b.TUMOR", "P"):
        assert reports(tmp_path / "cohort", sample) == reports(tmp_path / "annotate", sample) != {}


def test_the_number_of_workers_leaves_no_trace(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 7)
    for workers in ("0", "1", "3"):
        assert pm_annotate("cohort", sheet, "-o", tmp_path / workers, "--workers", workers).returncode == 0
    assert contents(tmp_path / "0") == contents(tmp_path / "1") == contents(tmp_path / "3")
    assert len(contents(tmp_path / "0")) == 7 * (len(reports(tmp_path / "0", "P3")) + 1) + 3


def test_a_sample_that_fails_stops_no_other_and_leaves_its_reason(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 4)
    (tmp_path / "p1.vcf").write_text("this is no VCF\n")
    (tmp_path / "p2.vcf").unlink()
    out = tmp_path / "out"
    done = pm_annotate("cohort", sheet, "-o", out, "--workers", "2")
    assert done.returncode == 6
    rows = {row["sample"]: row for row in read_table(out / "cohort.summary.tsv")}
    assert [rows[sample]["status"] for sample in ("P0", "P1", "P2", "P3")] == ["ok", "failed", "failed", "ok"]
    assert "is not a VCF" in rows["P1"]["error"]
    assert (rows["P1"]["exit_status"], rows["P2"]["exit_status"], rows["P1"]["n_findings"]) == ("3", "3", "")
    assert "P2 failed: " in done.stderr
    assert "4 samples: 2 made, 0 kept, 2 failed" in done.stderr
    assert not [name for name in contents(out) if name.startswith(("P1.", "P2."))]
    assert {row["P1"] for row in read_table(out / "cohort.genes.tsv")} == {"no report"}


def test_failures_of_one_kind_alone_have_their_own_code(tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path / "s.tsv", ("sample", "vcf"), [("A", "not-there.vcf"), ("B", "nor-here.vcf")])
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "out").returncode == 3


def test_two_names_for_one_tumour_are_told(tmp_path: Path) -> None:
    """A row copied, its VCF forgotten: one patient would have the other's report, and nobody be told."""
    write_cohort(tmp_path, 3)
    sheet = write_sheet(
        tmp_path / "s.tsv",
        ("sample", "vcf"),
        [("A", "p0.vcf"), ("B", "p1.vcf"), ("C", "./p0.vcf"), ("D", "gone"), ("E", "gone")],
    )
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out")
    said = "A, C are reports of one tumour: the sheet names p0.vcf for each of them. If that is not meant, correct it."
    assert (done.stderr.count("one tumour"), said in done.stderr) == (1, True)
    assert json.loads((tmp_path / "out" / "cohort.run.json").read_text())["warnings"] == [said]


def test_a_sample_of_a_vcf_with_several_is_asked_for_its_column(tmp_path: Path) -> None:
    write_vcf(tmp_path / "all.vcf", [f"{BRAF_V600E} GT:AD:DP 0/1:60,40:100 0/1:50,50:100"], ["A", "B"])
    sheet = write_sheet(tmp_path / "s.tsv", ("sample", "vcf"), [("A", "all.vcf")])
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out")
    assert (done.returncode, "in a sheet: the column tumor_sample" in done.stderr) == (2, True)


def test_a_wrong_sheet_runs_nothing(tmp_path: Path) -> None:
    write_cohort(tmp_path, 1)
    sheet = write_sheet(
        tmp_path / "s.tsv", ("sample", "vcf", "tumor_type"), [("A", "p0.vcf", "no such tumour"), ("A", "p0.vcf", "LUAD")]
    )
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "2 problems" in done.stderr
    assert "line 2, column tumor_type" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_tables_over_all_samples(tmp_path: Path) -> None:
    for name, records in (("a", [BRAF_V600E, KRAS_G12D]), ("b", [KRAS_G12D]), ("c", [])):
        write_vcf(tmp_path / f"{name}.vcf", [f"{record} {READS}" for record in records], [name])
    sheet = write_sheet(
        tmp_path / "s.tsv", ("sample", "vcf", "tumor_type"), [(name, f"{name}.vcf", "colorectal cancer") for name in "abc"]
    )
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "out").returncode == 0
    genes = {row["Hugo_Symbol"]: row for row in read_table(tmp_path / "out" / "cohort.genes.tsv")}
    assert (genes["BRAF"]["a"], genes["BRAF"]["b"], genes["BRAF"]["c"]) == ("Tier I-A", "", "")
    assert genes["KRAS"]["a"] == genes["KRAS"]["b"] != ""
    tiers = {(row["tumor_type"], row["tier"]): row for row in read_table(tmp_path / "out" / "cohort.tiers.tsv")}
    of_reports = [row for name in "abc" for row in read_table(tmp_path / "out" / "cohort.summary.tsv") if row["sample"] == name]
    assert int(tiers["(all)", "Tier I-A"]["variants"]) == sum(int(row["n_tier_IA"]) for row in of_reports) > 0
    assert sum(int(row["samples_with_best"]) for (kind, _), row in tiers.items() if kind == "(all)") == 2


def test_a_variant_whose_findings_have_no_tier_stands_with_its_own_in_the_gene_table(tmp_path: Path) -> None:
    """EIF1AX p.F131L: a gene-wide statement without a tier, Tier III in variants.tsv; the matrix said missense_variant."""
    vcf = write_vcf(tmp_path / "a.vcf", [f"X 20130552 . G C . PASS . {READS}"], ["A"], {"X": 156040895})
    assert pm_annotate("cohort", vcf, "-o", tmp_path / "out").returncode == 0
    (variant,) = read_table(tmp_path / "out" / "A.variants.tsv")
    assert (variant["amp_tier"], variant["n_findings"]) == ("Tier III", "1")
    assert read_table(tmp_path / "out" / "cohort.genes.tsv") == [{"Hugo_Symbol": "EIF1AX", "A": "Tier III"}]


def test_hostile_sample_names_stay_inside_the_folder_and_in_their_cells(tmp_path: Path) -> None:
    names = ["../../x", "=1+1", "a b", "Hugo_Symbol", "P", "p"]
    for number, name in enumerate(names):
        write_vcf(tmp_path / f"{number}.vcf", [f"{BRAF_V600E} {READS}"], [name])
    out = tmp_path / "deep" / "out"
    sheet = write_sheet(tmp_path / "s.tsv", ("sample", "vcf"), [(name, f"{number}.vcf") for number, name in enumerate(names)])
    assert pm_annotate("cohort", sheet, "-o", out).returncode == 0
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]
    assert len(list(out.glob("*.done.json"))) == len(names)
    header = (out / "cohort.genes.tsv").read_text().split("\n")[0].split("\t")
    assert header == ["Hugo_Symbol", "../../x", "'=1+1", "a b", "Hugo_Symbol (sample)", "P", "p"]


def test_the_list_names_the_files_of_every_sample(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 2)
    done = pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--list")
    assert done.stdout.splitlines()[0].split("\t") == ["sample", "files", "vcf", "line"]
    assert done.stdout.splitlines()[2].split("\t") == ["P1", "P1", str(tmp_path / "p1.vcf"), "3"]
    assert not (tmp_path / "out").exists()


def test_the_list_of_a_cohort_with_a_vcf_that_does_not_tell_its_samples_is_not_whole(tmp_path: Path) -> None:
    """A job array over the list would leave these samples out, and nobody be told but the log."""
    write_cohort(tmp_path, 1)
    for names, code in ((("p0.vcf", "gone.vcf"), 6), (("gone.vcf",), 3)):
        sheet = write_sheet(tmp_path / "s.tsv", ("vcf",), [(name,) for name in names])
        done = pm_annotate("cohort", sheet, "-o", tmp_path / "out", "--list")
        assert (done.returncode, len(done.stdout.splitlines())) == (code, len(names))
        assert "gone.vcf cannot be read" in done.stderr


def test_samples_made_one_by_one_and_then_rolled_up_are_the_same_cohort(tmp_path: Path) -> None:
    sheet = write_cohort(tmp_path, 3)
    for sample in ("P2", "P0"):
        assert pm_annotate("cohort", sheet, "-o", tmp_path / "parts", "--sample", sample).returncode == 0
        assert not (tmp_path / "parts" / "cohort.summary.tsv").exists()
    rest = pm_annotate("cohort", sheet, "-o", tmp_path / "parts", "--resume")
    assert "1 made, 2 kept, 0 failed" in rest.stderr
    assert pm_annotate("cohort", sheet, "-o", tmp_path / "whole").returncode == 0
    assert contents(tmp_path / "parts") == contents(tmp_path / "whole")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "No sample sheet and no VCF"),
        (("-",), "cannot read standard input"),
        (("p0.vcf", "samples.tsv"), "looks like a sample sheet"),
        (("samples.tsv", "--sample", "nobody"), "no row of this cohort"),
        (("samples.tsv", "--sample-id", "X"), "speaks of one patient"),
        (("samples.tsv", "--force", "--resume"), "give one of them"),
        (("samples.tsv", "--tumor-type", "no such tumour"), "no such tumour"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    write_cohort(tmp_path, 1)
    done = pm_annotate("cohort", *arguments, "-o", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_the_help_lists_no_option_that_is_refused() -> None:
    text = pm_annotate("cohort", "--help").stdout
    assert not [flag for flag in ("--sample-id", "--also", "--cna ", "--fusions", "--purity", "--tmb ") if flag in text]
    assert "--tumor-type" in text


def test_inputs_are_never_replaced(tmp_path: Path) -> None:
    write_cohort(tmp_path, 1)
    sheet = tmp_path / "cohort.summary.tsv"
    shutil.copy(tmp_path / "samples.tsv", sheet)
    before = sheet.read_bytes()
    done = pm_annotate("cohort", sheet, "-o", tmp_path, "--force")
    assert (done.returncode, sheet.read_bytes()) == (2, before)


def test_a_folder_that_cannot_be_written_to_is_a_usage_error(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        target = Path("/proc/pm-annotate")
    else:
        target = tmp_path / "closed"
        target.mkdir(mode=0o500)
    done = pm_annotate("cohort", write_cohort(tmp_path, 1), "-o", target)
    assert (done.returncode, "cannot be written to" in done.stderr) == (2, True)


def test_parquet_holds_the_same_tables_or_the_library_is_asked_for(tmp_path: Path) -> None:
    import pandas as pd

    done = pm_annotate("cohort", write_cohort(tmp_path, 3), "-o", tmp_path / "out", "--parquet")
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        assert (done.returncode, "pip install 'pm-annotate[parquet]'" in done.stderr) == (2, True)
        assert not (tmp_path / "out").exists()
        return
    assert done.returncode == 0
    for table in ("cohort.summary", "cohort.genes", "cohort.tiers"):
        binary = pd.read_parquet(tmp_path / "out" / f"{table}.parquet")
        text = read_table(tmp_path / "out" / f"{table}.tsv")
        written = binary.astype("object").where(binary.notna(), "").astype("str")
        assert written.to_dict("records") == text


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    """A cohort reads a VCF twice (its samples, then its records): the second opening of a pipe never returned."""
    vcf = write_vcf(tmp_path / "p.vcf", [f"{VARIANTS[0]} {READS}"], ["P"])
    pipe = tmp_path / "pipe.vcf"
    os.mkfifo(pipe)
    for sheet in ("sample\tvcf\nA\tpipe.vcf\nP\tp.vcf\n", "sample\tvcf\tcna\nA\tp.vcf\tpipe.vcf\nP\tp.vcf\t\n"):
        (tmp_path / "s.tsv").write_text(sheet)
        done = pm_annotate("cohort", tmp_path / "s.tsv", "-o", tmp_path / "out", "--workers", "0", "--force")
        assert done.returncode == 6
        assert "pipe.vcf is a pipe" in done.stderr
    done = pm_annotate("cohort", pipe, vcf, "-o", tmp_path / "unnamed", "--workers", "0")
    assert (done.returncode, "pipe.vcf is a pipe" in done.stderr) == (6, True)
    assert pm_annotate("cohort", pipe, "-o", tmp_path / "sheet").returncode == 2


def test_a_file_name_that_is_no_utf8_does_not_cost_the_tables(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "a.vcf", ["7 140753336 . A T . PASS ."])
    latin = os.fsencode(tmp_path) + b"/M\xfcller.vcf"
    os.rename(os.fsencode(vcf), latin)
    out = tmp_path / "out"
    done = pm_annotate("cohort", os.fsdecode(latin), "-o", out, "-j", "0")
    assert done.returncode == 0, done.stderr
    (row,) = read_table(out / "cohort.summary.tsv")
    assert (row["sample"], row["status"]) == ("M\\udcfcller", "ok")
    assert read_table(out / "cohort.genes.tsv")[0] == {"Hugo_Symbol": "BRAF", "M\\udcfcller": "Tier II-C"}


def test_modules_of_the_user_in_the_working_folder_are_not_loaded(tmp_path: Path) -> None:
    """A worker process looked into the working folder for its modules: a script of the user called json.py ended the run."""
    for module in ("json", "types", "logging", "click"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit(55)\n")
    vcf = write_vcf(tmp_path / "a.vcf", ["7 140753336 . A T . PASS ."])
    done = pm_annotate("cohort", vcf, "-o", tmp_path / "out", "-j", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
