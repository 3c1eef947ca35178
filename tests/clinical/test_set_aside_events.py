"""Events that were set aside and reach into a gene: its loss of function is not said to be absent, its codons may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import AssayStatus, Assembly, LocusStatus
from tests.clinical.loci_run import assess, blocks, place_named

BRCA2 = place_named("BRCA2", "loss of function", Assembly.GRCH38, "HGSOC")
BEFORE, LAST = 32310000, 32332000  # from before the gene into intron 9


def brca2(folder: Path, row: str) -> LocusStatus:
    found, _ = assess(folder, sorted((*blocks([BRCA2]), row), key=lambda one: int(one.split()[1])), tumor_type="HGSOC")
    return found["BRCA2", "loss of function"]


@pytest.mark.parametrize(
    ("alt", "filters", "info", "status"),
    [
        ("<DEL>", "MinQUAL", f"SVTYPE=DEL;END={LAST}", AssayStatus.NOT_ASSESSABLE),
        ("<DEL>", "MinQUAL", "SVTYPE=DEL;END=32316000", AssayStatus.NOT_DETECTED),  # it ends in an intron
        ("<DEL>", "MinQUAL", "SVTYPE=DEL;END=32500000", AssayStatus.NOT_ASSESSABLE),  # the whole gene
        ("<DUP:TANDEM>", "MinQUAL", f"SVTYPE=DUP;END={LAST}", AssayStatus.NOT_ASSESSABLE),
        ("<DUP:TANDEM>", "MinQUAL", "SVTYPE=DUP;END=32500000", AssayStatus.NOT_DETECTED),  # a second gene beside a whole one
        ("<INV>", "MinQUAL", f"SVTYPE=INV;END={LAST}", AssayStatus.NOT_ASSESSABLE),
        ("<DEL>", "cnvLength", f"SVTYPE=CNV;END={LAST}", AssayStatus.NOT_DETECTED),  # a copy less: small variants only is said
        ("<CN0>", "cnvLength", f"SVTYPE=CNV;END={LAST}", AssayStatus.NOT_ASSESSABLE),
    ],
)
def test_an_event_that_was_set_aside_and_reaches_into_the_gene_leaves_its_loss_open(
    alt: str, filters: str, info: str, status: AssayStatus, tmp_path: Path
) -> None:
    found = brca2(tmp_path, f"13 {BEFORE} . N {alt} . {filters} {info} GT 0/1")
    assert found.status == status
    assert (f"13:{BEFORE} N>{alt}: FILTER is {filters}" in found.reason) == (status == AssayStatus.NOT_ASSESSABLE)


INTRON = 32318000  # of BRCA2, between exons 2 and 3


@pytest.mark.parametrize(
    ("pos", "alt", "status"),
    [
        (INTRON, "N]7:55000000]", AssayStatus.NOT_ASSESSABLE),  # a translocation parts exon 2 from the others
        (INTRON, "[7:55000000[N", AssayStatus.NOT_ASSESSABLE),
        (BEFORE, "N[7:55000000[", AssayStatus.NOT_DETECTED),  # the gene moves as a whole
        (INTRON, f"N[13:{LAST}[", AssayStatus.NOT_ASSESSABLE),  # a deletion of exons 3 to 9, as GRIDSS writes it
        (LAST, f"]13:{INTRON}]N", AssayStatus.NOT_ASSESSABLE),  # its mate
        (INTRON, f"N]13:{LAST}]", AssayStatus.NOT_ASSESSABLE),  # an inversion, as Manta writes it
        (BEFORE, "N]13:32500000]", AssayStatus.NOT_DETECTED),  # of the whole gene
        (INTRON, f"N[13:{INTRON + 300}[", AssayStatus.NOT_DETECTED),  # within the intron
        (INTRON, "N.", AssayStatus.NOT_DETECTED),  # a single breakend
    ],
)
def test_a_filtered_breakend_parts_the_exons_on_its_sides(pos: int, alt: str, status: AssayStatus, tmp_path: Path) -> None:
    found = brca2(tmp_path, f"13 {pos} . N {alt} . MinQUAL SVTYPE=BND GT 0/1")
    assert found.status == status
    assert (f"13:{pos} N>{alt}: FILTER is MinQUAL" in found.reason) == (status == AssayStatus.NOT_ASSESSABLE)


def test_it_leaves_the_codons_of_the_gene_as_they_are(tmp_path: Path) -> None:
    v600 = place_named("BRAF", "V600", Assembly.GRCH38)
    rows = ["7 140700000 . N <DEL> . MinQUAL SVTYPE=DEL;END=140800000 GT 0/1", *blocks([v600])]
    assert assess(tmp_path, rows)[0]["BRAF", "V600"].status == AssayStatus.NOT_DETECTED
