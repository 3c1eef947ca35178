"""`pm-annotate annotate` on names and values that were made to do harm: nothing outside the folder, nothing that runs."""

from __future__ import annotations

import csv
import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.command_line import pm_annotate, read_table, write_vcf

BRAF_V600E = "7 140753336 . A T . PASS ."
NAMES = (
    "../../x", "a/b", "=1+1", ".", "..", "S" * 5000, "tumor", "TUMOR", "Ünïcode", "日本", "-rf", "CON", "a;b", "$(id)",
    "\x1b[2J", "\u202egnp", "x\ry", "%0a", "|", "'",
)  # fmt: skip


def tabbed(*columns: str) -> str:
    return "\t".join(columns) + "\n"


def vcf_of(path: Path, names: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    columns = ("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", *(("FORMAT", *names) if names else ()))
    head = "##fileformat=VCFv4.2\n##contig=<ID=7,length=159345973>\n##contig=<ID=1,length=248956422>\n"
    path.write_text(head + tabbed(*columns) + "".join(tabbed(*row) for row in rows), newline="")
    return path


def everything_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_sample_names_write_nothing_outside_the_folder(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "c"
    place.mkdir(parents=True)
    row = ("7", "140753336", ".", "A", "T", ".", "PASS", ".", "GT", *["0/1"] * len(NAMES))
    vcf = vcf_of(place / "names.vcf", NAMES, row)
    before = everything_in(tmp_path)
    done = pm_annotate("annotate", vcf, "-o", place / "out", "--format", "tsv", cwd=place)
    assert done.returncode == 0, done.stderr
    made = everything_in(tmp_path) - before
    assert all(name == "a/b/c/out" or Path(name).parent == Path("a/b/c/out") for name in made)
    findings = [name for name in made if name.endswith(".findings.tsv")]
    assert len({name.casefold() for name in findings}) == len(NAMES)
    assert "\x1b" not in done.stdout + done.stderr
    samples = {row["sample"] for row in read_table(place / "out" / "summary.tsv")}
    assert "'=1+1" in samples
    assert "../../x" in samples


def no_cell_runs(folder: Path) -> None:
    """Every table has rows of one length, and no cell that a spreadsheet would run."""
    for table in folder.glob("*.tsv"):
        lines = table.read_text().split("\n")
        assert len({line.count("\t") for line in lines if line}) == 1, table
        for name, *column in zip(*csv.reader(filter(None, lines), delimiter="\t", quoting=csv.QUOTE_NONE), strict=True):
            for cell in column:
                assert cell.isprintable()
                number = cell[1:].replace(".", "", 1)
                assert len(cell) < 2 or (cell[0] not in "=+@" and (cell[0] != "-" or number.isdigit())), (
                    table.name,
                    name,
                    cell,
                )


def test_cells_run_in_no_spreadsheet_and_break_no_row(tmp_path: Path) -> None:
    rows = [
        ("7", "140753336", "=HYPERLINK(1)", "A", "T", ".", "@SUM", "A=\x1b[31m;B=\x0b\x0c\x1c\u2028", "GT", "0/1"),
        ("7", "140753337", "+1+1", "C", "G", ".", "-2+3;=x", ".", "GT", "0/1"),
        ("7", "140753338", '"open', "T", "G", ".", "PASS", ".", "GT", "0/1"),
    ]
    out = tmp_path / "out"
    assert pm_annotate("annotate", vcf_of(tmp_path / "x.vcf", ("=1+1",), *rows), "-o", out, "--all-filters").returncode == 0
    no_cell_runs(out)


def test_names_of_genes_contigs_files_and_calls_run_in_no_spreadsheet(tmp_path: Path) -> None:
    """A fusion whose partner is called so by INFO, the file of a table, the contig of a mate, a star allele from elsewhere."""
    csq = "T|stop_gained|HIGH|VHL|Transcript|=transcript|=1/2|=c.1A>T"
    rows = [
        ("1", "29223528", ".", "A", "A]=c:9]", ".", "PASS", "SVTYPE=BND", "GT", "0/1"),
        ("1", "156874906", ".", "A", "<FUSION>", ".", "PASS", "SVTYPE=FUSION;GENEA==x;GENEB=NTRK1;CHR2=7;END=9", "GT", "0/1"),
        ("1", "156874907", ".", "A", "<FUSION>", ".", "PASS", "SVTYPE=FUSION;GENEA=NTRK1;GENEB=@x;CHR2=7;END=9", "GT", "0/1"),
        ("1", "156874908", ".", "A", "A]=c:9]", ".", "PASS", "SVTYPE=BND", "GT", "0/1"),
        ("7", "140753336", ".", "A", "T", ".", "PASS", f"CSQ={csq}", "GT", "0/1"),
    ]
    vcf = vcf_of(tmp_path / "=1.vcf", ("S",), *rows)
    columns = "Allele|Consequence|IMPACT|SYMBOL|Feature_type|Feature|EXON|HGVSc"
    declared = f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: {columns}">'
    vcf.write_text(vcf.read_text().replace("##contig", f"{declared}\n##contig", 1))
    (segments := tmp_path / "=cna.tsv").write_text("chrom\tstart\tend\ttotal\n7\t55000000\t55300000\t12\n")
    (calls := tmp_path / "calls.tsv").write_text("CYP2D6\t=x()\t\t\nDPYD\t\t=IM\t\n")
    beside = ("--cna", segments.name, "--pgx-calls", calls.name, "-o", "out")
    done = pm_annotate("annotate", vcf.name, *beside, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    no_cell_runs(tmp_path / "out")
    variants = read_table(tmp_path / "out" / "S.variants.tsv")
    assert {"'=cna.tsv", "vcf"} <= {row["event_source"] for row in variants}
    assert {row["five_prime"] for row in variants} >= {"'=x"}
    (broken := tmp_path / "=2.vcf").write_text("##fileformat=VCFv4.2\n")
    assert pm_annotate("annotate", broken.name, vcf.name, "-o", "both", cwd=tmp_path).returncode == 6
    no_cell_runs(tmp_path / "both")


def test_names_of_fusion_tables_and_outside_calls_run_in_no_spreadsheet(tmp_path: Path) -> None:
    out, fusions, calls = tmp_path / "out", tmp_path / "fusions.tsv", tmp_path / "calls.tsv"
    fusions.write_text(
        "#FusionName\tLeftGene\tRightGene\tLeftBreakpoint\tRightBreakpoint\tJunctionReadCount\n"
        "=1+1--ALK\t=1+1\tALK\tchr2:42295516:+\tchr2:29223528:-\t20\n"
        "ALK--@SUM(A1)\tALK\t@SUM(A1)\tchr2:29223528:-\tchr5:100:+\t20\n"
    )
    calls.write_text("CYP2D6\t=1+1/*4\n=CMD()\t+1+1\t@x\t-1+1\n")
    vcf = vcf_of(tmp_path / "x.vcf", ("=1+1",), ("7", "140753336", ".", "A", "T", ".", "PASS", ".", "GT", "0/1"))
    done = pm_annotate("annotate", vcf, "-o", out, "--fusions", fusions, "--pgx-calls", calls)
    assert done.returncode == 0, done.stderr
    assert "'=1+1::ALK" in next(out.glob("*.findings.tsv")).read_text()
    no_cell_runs(out)


@pytest.mark.parametrize(
    "rows", [[BRAF_V600E] * 3, [BRAF_V600E, "7 140753336 . A T . PASS DP=9", "chr7 140753336 . A T . PASS ."]]
)
def test_a_record_that_stands_there_again_is_one_finding(tmp_path: Path, rows: list[str]) -> None:
    out = tmp_path / "out"
    assert pm_annotate("annotate", write_vcf(tmp_path / "x.vcf", rows), "-o", out, "--tumor-type", "melanoma").returncode == 0
    (sample,) = read_table(out / "summary.tsv")
    assert sample["records"] == "3"
    once = pm_annotate("annotate", write_vcf(tmp_path / "y.vcf", rows[:1]), "-o", out, "--tumor-type", "melanoma")
    assert once.returncode == 0
    assert read_table(out / "x.findings.tsv") != []
    ids = [[row["statement_id"] for row in read_table(out / f"{name}.findings.tsv")] for name in "xy"]
    assert ids[0] == ids[1]


def test_three_hundred_alternates_are_all_counted(tmp_path: Path) -> None:
    alternates = ",".join("T" * length for length in range(2, 301)) + ",T"
    out = tmp_path / "out"
    vcf = write_vcf(tmp_path / "x.vcf", [f"7 140753336 . A {alternates} . PASS . GT 0/300"], ["S"])
    assert pm_annotate("annotate", vcf, "-o", out, "--tumor-type", "melanoma").returncode == 0
    assert read_table(out / "summary.tsv")[0]["alleles"] == "300"
    assert {row["HGVSp_Short"] for row in read_table(out / "S.findings.tsv")} == {"p.V600E"}


def made_fifo(path: Path) -> None:
    os.mkfifo(path)


FOREIGN = {
    "a.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is not a VCF"),
    "a.vcf.gz": (b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n", "is not a VCF"),
    "a.bam": (gzip.compress(b"BAM\x01" + bytes(40)), "is a BAM file of reads"),
    "a.csv": (b"chrom,pos,ref,alt\n7,140753336,A,T\n", "is not a VCF"),
    "a.vcf.xz": (b"\xfd7zXZ\x00\x00\x04" + bytes(40), "xz -d"),
    "utf16.vcf": ("##fileformat=VCFv4.2\n".encode("utf-16"), "UTF-16"),
    "cr.vcf": (
        b"##fileformat=VCFv4.2\r#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\r7\t1\t.\tA\tT\t.\t.\t.\r",
        "carriage returns",
    ),
    "empty.vcf": (b"", "is empty"),
    "blank.vcf": (b"\n\n \n", "is not a VCF"),
    "nul.vcf": (bytes(100), "is not a VCF"),
    "gz.gz": (gzip.compress(gzip.compress(b"##fileformat=VCFv4.2\n")), "is not a VCF"),
    "rows.vcf": (b"7\t140753336\t.\tA\tT\t.\tPASS\t.\n", "is not a VCF"),
    "spaces.vcf": (b"##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO\n", "needs tabs"),
}


def test_files_that_are_no_vcf_are_named_as_what_they_are(tmp_path: Path) -> None:
    for name, (content, _) in FOREIGN.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.vcf").mkdir()
    out = tmp_path / "out"
    done = pm_annotate(
        "annotate", *(tmp_path / name for name in (*FOREIGN, "folder.vcf", "absent.vcf")), "/dev/null", "-o", out
    )
    assert done.returncode == 3, done.stderr
    errors = {Path(line.split(" - ERROR - ")[1].split(": ")[0].split(" ")[0]).name: line for line in done.stderr.splitlines()}
    for name, (_, said) in FOREIGN.items():
        assert said in errors[name], (name, errors[name])
    assert "is a folder" in errors["folder.vcf"]
    assert "No such file" in errors["absent.vcf"]
    assert "is empty" in errors["null"]
    assert "Traceback" not in done.stderr


def test_windows_line_ends_and_a_named_pipe_are_read(tmp_path: Path) -> None:
    plain = write_vcf(tmp_path / "plain.vcf", [BRAF_V600E])
    windows = tmp_path / "windows.vcf"
    windows.write_bytes(plain.read_bytes().replace(b"\n", b"\r\n"))
    pipe = tmp_path / "pipe.vcf"
    made_fifo(pipe)
    writer = os.fork()
    if writer == 0:
        with plain.open("rb") as source, pipe.open("wb") as sink:
            shutil.copyfileobj(source, sink)
        os._exit(0)
    out = tmp_path / "out"
    done = pm_annotate("annotate", plain, windows, pipe, "-o", out, "--tumor-type", "melanoma", "--format", "tsv")
    os.waitpid(writer, 0)
    assert done.returncode == 0, done.stderr
    findings = [
        [row["statement_id"] for row in read_table(out / f"{name}.findings.tsv")] for name in ("plain", "windows", "pipe")
    ]
    assert findings[0]
    assert findings[0] == findings[1] == findings[2]


@pytest.mark.parametrize("names", [("A", "A"), ("A", ""), ("A", " ")], ids=["twice", "empty", "blank"])
def test_columns_that_cannot_be_told_apart_are_an_error(tmp_path: Path, names: tuple[str, ...]) -> None:
    row = ("7", "140753336", ".", "A", "T", ".", "PASS", ".", "GT", "0/1", "0/1")
    out = tmp_path / "out"
    done = pm_annotate("annotate", vcf_of(tmp_path / "x.vcf", names, row), "-o", out)
    assert done.returncode == 3
    assert not out.exists()
