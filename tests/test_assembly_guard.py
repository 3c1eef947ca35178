"""The assembly of a file is told from what it shows, and a contradiction stops the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.assembly_guard import assembly_from_votes, is_fit, tell_assembly, told_by_contigs, with_guard
from pm_annotate.errors import AssemblyError
from pm_annotate.model import Assembly
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import read_header
from pm_annotate.vcf.reading_process import start_reading_process
from pm_annotate.vcf.record_source import records_here
from pm_annotate.vcf.regions import merged_regions
from pm_annotate.vcf.tally import Passed
from tests.command_line import CONTIGS_37, CONTIGS_38, write_vcf

# True reference bases: BRAF V600, KRAS G12 and G13, EGFR L858 and T790, PIK3CA H1047, TP53 R175.
BASES = {
    Assembly.GRCH38: [("7", 140753336, "A"), ("12", 25245350, "C"), ("7", 55191822, "T"), ("3", 179234297, "A")],
    Assembly.GRCH37: [("7", 140453136, "A"), ("12", 25398284, "C"), ("7", 55259515, "T"), ("3", 178952085, "A")],
}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables()


def told(folder: Path, tables: Tables, bases: Assembly, asked: str = "auto", header: tuple[str, ...] = (), n: int = 4,
         contigs: dict[str, int] | None = None) -> tuple[Assembly, str]:  # fmt: skip
    records = [f"{chrom} {position} . {ref} {'G' if ref != 'G' else 'T'} . PASS ." for chrom, position, ref in BASES[bases][:n]]
    vcf = write_vcf(folder / "x.vcf", records, contigs=contigs or {}, header=header)
    return tell_assembly(read_header(str(vcf)), asked, tables)


@pytest.mark.parametrize("assembly", list(Assembly))
def test_a_few_ref_bases_in_exons_tell_a_file_without_contig_lines(assembly: Assembly, tmp_path: Path, tables: Tables) -> None:
    assert told(tmp_path, tables, assembly)[0] == assembly


def test_contig_lengths_tell(tmp_path: Path, tables: Tables) -> None:
    assert told(tmp_path, tables, Assembly.GRCH37, n=0, contigs=CONTIGS_37) == (Assembly.GRCH37, "contig lengths or accessions")


def test_contig_lines_that_contradict_the_bases_stop_the_run(tmp_path: Path, tables: Tables) -> None:
    with pytest.raises(AssemblyError, match="contigs are those of GRCh38, but the REF bases are those of GRCh37"):
        told(tmp_path, tables, Assembly.GRCH37, contigs=CONTIGS_38)


def test_what_the_user_says_must_not_contradict_the_file(tmp_path: Path, tables: Tables) -> None:
    assert told(tmp_path, tables, Assembly.GRCH37, asked="hg19")[0] == Assembly.GRCH37
    with pytest.raises(AssemblyError, match="you said GRCh38, but the file is GRCh37"):
        told(tmp_path, tables, Assembly.GRCH37, asked="hg38")


def test_contig_lines_alone_tell_only_what_the_user_does_not_contradict(tmp_path: Path) -> None:
    """None: the REF bases must be looked at before anything else, and an error told."""
    of_38 = read_header(str(write_vcf(tmp_path / "x.vcf", [], contigs=CONTIGS_38)))
    by_contigs = "contig lengths or accessions"
    assert told_by_contigs(of_38, "Auto") == (Assembly.GRCH38, by_contigs)
    assert told_by_contigs(of_38, "hg38") == (Assembly.GRCH38, f"--assembly, agrees with {by_contigs}")
    assert told_by_contigs(of_38, "hg19") is None
    unsaid = read_header(str(write_vcf(tmp_path / "y.vcf", [], contigs={})))
    assert told_by_contigs(unsaid, "auto") is told_by_contigs(unsaid, "hg38") is None
    accession = write_vcf(tmp_path / "z.vcf", ["NC_000007.13 140453136 . A T . PASS ."], contigs={})
    assert told_by_contigs(read_header(str(accession)), "auto") == (Assembly.GRCH37, by_contigs)


@pytest.mark.parametrize(
    ("lengths", "name"),
    [
        ((248387328, 160567428), "T2T-CHM13"),
        ((247249719, 158821424), "NCBI36"),
        ((195471971, 145441459), "GRCm38"),
        ((195154279, 144995196), "GRCm39"),
    ],
)
@pytest.mark.parametrize("asked", ["auto", "GRCh38"])
def test_another_assembly_is_named_and_not_read_as_one_of_ours(
    lengths: tuple[int, int], name: str, asked: str, tmp_path: Path, tables: Tables
) -> None:
    """Of chromosome 7 of T2T-CHM13 position 140753336 is no BRAF V600, whatever the user says."""
    contigs = dict(zip(("1", "7"), lengths, strict=True))
    path = write_vcf(tmp_path / "other.vcf", ["7 140753336 . A T . PASS ."], contigs=contigs)
    with pytest.raises(AssemblyError, match=name):
        tell_assembly(read_header(str(path)), asked, tables)


def test_the_contig_line_of_the_specifications_example_does_not_bind(tmp_path: Path, tables: Tables) -> None:
    """``##contig=<ID=20,length=62435964,assembly=B36..>`` is copied along with files of any assembly."""
    path = write_vcf(tmp_path / "spec.vcf", ["7 140753336 . A T . PASS ."], contigs={"20": 62435964})
    assert tell_assembly(read_header(str(path)), "GRCh38", tables)[0] == Assembly.GRCH38


def test_a_header_that_names_the_assembly_is_believed_only_where_nothing_speaks_against_it(
    tmp_path: Path, tables: Tables
) -> None:
    reference = ("##reference=file:///ref/hg19.fa",)
    assert told(tmp_path, tables, Assembly.GRCH37, n=1, header=reference)[0] == Assembly.GRCH37
    assert told(tmp_path, tables, Assembly.GRCH37, n=0, header=reference)[0] == Assembly.GRCH37
    assert told(tmp_path, tables, Assembly.GRCH38, header=reference)[0] == Assembly.GRCH38  # lifted over, header copied along


def test_one_or_two_bases_alone_do_not_tell(tmp_path: Path, tables: Tables) -> None:
    with pytest.raises(AssemblyError, match="--assembly GRCh37"):
        told(tmp_path, tables, Assembly.GRCH38, n=2)


@pytest.mark.parametrize(
    ("agreeing", "checked", "fit"),
    [
        (2, 2, False),  # one base in four agrees with anything
        (3, 3, True),
        (9, 10, True),
        (80, 100, True),  # some rows of another kind (a tool that writes REF N, lower case)
        (3, 4, False),
        (70, 100, False),
        (25, 100, False),
    ],
)
def test_how_many_bases_leave_no_doubt(agreeing: int, checked: int, fit: bool) -> None:
    assert is_fit(agreeing, checked) is fit


@pytest.mark.parametrize(
    ("of_37", "of_38", "told_by_them"),
    [
        ((96, 100), (25, 90), Assembly.GRCH37),
        ((25, 90), (96, 100), Assembly.GRCH38),
        ((94, 100), (25, 90), None),  # neither well enough
        ((100, 100), (85, 100), None),  # nearly as well as the other
        ((3, 3), (0, 0), Assembly.GRCH37),
        ((2, 2), (0, 40), None),
        ((2, 2), (0, 0), None),
        ((0, 0), (0, 0), None),
    ],
)
def test_bases_tell_the_assembly_where_enough_agree_and_clearly_more_than_with_the_other(
    of_37: tuple[int, int], of_38: tuple[int, int], told_by_them: Assembly | None
) -> None:
    assert assembly_from_votes({Assembly.GRCH37: of_37, Assembly.GRCH38: of_38}) == told_by_them


@pytest.mark.parametrize("line", ["##liftOver=hg38ToHg19.over.chain", "##source=tool for hg19 and hg38", "##reference=ref.fa"])
def test_other_header_lines_tell_nothing(line: str, tmp_path: Path, tables: Tables) -> None:
    with pytest.raises(AssemblyError):
        told(tmp_path, tables, Assembly.GRCH38, n=0, header=(line,))


def test_an_accession_in_the_rows_tells_the_assembly_and_binds_the_user(tmp_path: Path, tables: Tables) -> None:
    vcf = write_vcf(tmp_path / "x.vcf", ["NC_000007.14 140753336 . A T . PASS ."], contigs={})
    assert tell_assembly(read_header(str(vcf)), "auto", tables)[0] == Assembly.GRCH38
    with pytest.raises(AssemblyError, match="you said GRCh37, but the file is GRCh38"):
        tell_assembly(read_header(str(vcf)), "hg19", tables)


@pytest.mark.parametrize("in_a_process", [False, True], ids=["here", "in a process"])
def test_bases_of_the_other_assembly_stop_the_reading_before_its_end(
    in_a_process: bool, tmp_path: Path, tables: Tables
) -> None:
    """BRAF V600E and three others at their places on GRCh37, under contig lines of GRCh38; then as they should be."""
    process = start_reading_process() if in_a_process else None
    records = process.records if process else records_here
    regions = merged_regions(*(tables.genome(assembly).regions() for assembly in Assembly))
    for bases, passes in ((Assembly.GRCH37, False), (Assembly.GRCH38, True)):
        rows = [f"{chrom} {position} . {ref} {'G' if ref != 'G' else 'T'} . PASS ." for chrom, position, ref in BASES[bases]]
        header = read_header(str(write_vcf(tmp_path / "x.vcf", rows, contigs=CONTIGS_38)))
        told = told_by_contigs(header, "auto")
        assert told == (Assembly.GRCH38, "contig lengths or accessions")
        guarded = with_guard(records, "auto", Assembly.GRCH38, tables)(header, regions, Passed(), None)
        if passes:
            assert len(list(guarded)) == 4
        else:
            with pytest.raises(AssemblyError, match="contigs are those of GRCh38, but the REF bases are those of GRCh37"):
                list(guarded)
    if process:
        process.close()


def test_many_bases_that_fit_neither_assembly_are_asked_beside_the_reading(tmp_path: Path, tables: Tables) -> None:
    """Made-up REF letters, as in synthetic files: the contig lines stand, and every record is handed out."""
    exon_11 = tables.genome(Assembly.GRCH38).regions()["17"]
    places = [pos for start, end in exon_11[:40] for pos in range(start + 60, end - 60, 3)][:600]
    rows = [f"17 {pos} . {'ACGT'[pos % 4]} {'CGTA'[pos % 4]} . PASS ." for pos in sorted(places)]
    header = read_header(str(write_vcf(tmp_path / "x.vcf", rows, contigs=CONTIGS_38)))
    process = start_reading_process()
    assert process is not None
    guarded = with_guard(process.records, "auto", Assembly.GRCH38, tables)
    assert len(list(guarded(header, {"17": exon_11}, Passed(), None))) == len(rows)
    process.close()
