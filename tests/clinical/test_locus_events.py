"""Actionable loci at which a caller of structural variants names a small change: none of them is said to be unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import AssayStatus, Assembly, LocusStatus
from pm_annotate.options import AnnotateOptions
from tests.clinical.loci_run import META, block
from tests.structural_run import annotate, write_vcf

READS = "GT:AD:DP 0/1:40,40:80"
COVERED = (block("7", 55174700, 55174850), block("7", 55181280, 55181500))  # EGFR exons 19 and 20


def egfr(folder: Path, row: str) -> dict[str, LocusStatus]:
    rows = sorted((*COVERED, row), key=lambda one: int(one.split()[1]))
    path = write_vcf(folder / "x.vcf", rows, Assembly.GRCH38, header=META)
    found = annotate(path, AnnotateOptions(tumor_type="LUAD")).loci
    return {one.locus: one for one in found if one.gene == "EGFR"}


@pytest.mark.parametrize(
    ("alt", "info", "said"),
    [
        ("<INS>", "SVTYPE=INS;SVLEN=9;END=55181318", "EGFR insertion of 9 bases of unknown sequence in exon 20"),
        ("<INS>", "SVTYPE=INS;END=55181318;LEFT_SVINSSEQ=ACGTAGC;RIGHT_SVINSSEQ=ACGATCG", "insertion of unknown sequence"),
        ("<ODD>", ".", "what the symbolic allele <ODD> changes is not known"),
    ],
)
def test_an_insertion_whose_bases_are_not_given_leaves_exon_20_open(alt: str, info: str, said: str, tmp_path: Path) -> None:
    found = egfr(tmp_path, f"7 55181318 . C {alt} . PASS {info} {READS}")
    for locus in ("exon 20 insertion", "D770"):
        assert found[locus].status == AssayStatus.NOT_ASSESSABLE
        assert said in found[locus].reason
    assert found["exon 19 deletion"].status == AssayStatus.NOT_DETECTED


def test_a_long_deletion_or_more_copies_of_the_gene_leave_its_codons_as_they_are(tmp_path: Path) -> None:
    for alt, info in (("<DUP>", "SVTYPE=CNV;END=55300000"), ("<DEL>", "SVTYPE=DEL;END=55300000;SVLEN=-300000")):
        found = egfr(tmp_path, f"7 55000000 . N {alt} . PASS {info} GT:CN 0/1:9")
        assert found["D770"].status == AssayStatus.NOT_DETECTED


@pytest.mark.parametrize("length", [9, 48, 60])
def test_a_deletion_within_the_exon_that_is_written_as_a_symbol_leaves_its_codons_open(length: int, tmp_path: Path) -> None:
    info = f"SVTYPE=DEL;SVLEN=-{length};END={55181310 + length}"
    found = egfr(tmp_path, f"7 55181310 . N <DEL> . PASS {info} {READS}")
    assert found["D770"].status == AssayStatus.NOT_ASSESSABLE
