"""RAS wild type and anti-EGFR therapy of colorectal cancer: met by what a file covers, never by what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pm_annotate.model import AssayStatus, Assembly, SampleReport
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.vcf.bed import read_bed
from tests.clinical.loci_run import META, block
from tests.command_line import pm_annotate, read_table
from tests.genome.events.structural_fixtures import KNOWN_FUSIONS
from tests.structural_run import annotate, manta, offered, tables, write_vcf

BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
G38 = Assembly.GRCH38
GENES = ("KRAS", "NRAS", "BRAF")
KRAS_12 = {Assembly.GRCH37: 25398284, Assembly.GRCH38: 25245350}
ANTI_EGFR = {"panitumumab", "cetuximab"}
WILD = "wild type (codons 12, 13, 59, 61, 117, 146)"
Exon = tuple[str, str, int, int]  # gene, chromosome, first and last base with ten around


def exons(assembly: Assembly) -> list[Exon]:
    genome = tables().genome(assembly)
    found = [
        (gene, transcript.chrom, start - 10, end + 10)
        for gene in GENES
        if (transcript := genome.transcript_of(gene)) is not None
        for start, end in transcript.cds_exons
    ]
    return sorted(found, key=lambda exon: (int(exon[1]), exon[2]))


def holds_codon_12(exon: Exon, assembly: Assembly) -> bool:
    return exon[0] == "KRAS" and exon[2] <= KRAS_12[assembly] <= exon[3]


def gvcf(assembly: Assembly, of_codon_12: Callable[[Exon], Sequence[str]], column: str = "") -> list[str]:
    """Reference blocks over all coding exons; ``of_codon_12`` gives the rows of the exon with KRAS codon 12."""
    rows: list[str] = []
    for exon in exons(assembly):
        rows += of_codon_12(exon) if holds_codon_12(exon, assembly) else [covered(exon)]
    return [row + column for row in rows]


def covered(exon: Exon, depth: int = 60) -> str:
    return block(exon[1], exon[2], exon[3], depth)


def report(
    folder: Path,
    rows: Sequence[str],
    assembly: Assembly,
    options: AnnotateOptions | None = None,
    samples: Sequence[str] = ("T1",),
) -> SampleReport:
    asked = options or AnnotateOptions(tumor_type="colorectal cancer")
    return annotate(write_vcf(folder / "crc.g.vcf", rows, assembly, samples, header=META), asked)


def wild_type_of_kras(found: SampleReport) -> tuple[AssayStatus, str]:
    (locus,) = (one for one in found.loci if (one.gene, one.locus) == ("KRAS", WILD))
    return locus.status, locus.reason


@BOTH
def test_reference_blocks_give_anti_egfr_therapy(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, gvcf(assembly, lambda exon: [covered(exon)]), assembly)
    assert offered(found) >= ANTI_EGFR
    assert wild_type_of_kras(found) == (AssayStatus.NOT_DETECTED, "all 18 bases: reference blocks; depth at least 60")


@BOTH
def test_an_uncovered_codon_12_gives_none_and_says_so(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, gvcf(assembly, lambda exon: []), assembly)
    assert not offered(found) & ANTI_EGFR
    assert wild_type_of_kras(found) == (AssayStatus.NOT_COVERED, "codon 12, codon 13: no reference block or call")


@BOTH
def test_a_shallow_codon_12_gives_none_and_says_so(assembly: Assembly, tmp_path: Path) -> None:
    found = report(tmp_path, gvcf(assembly, lambda exon: [covered(exon, depth=7)]), assembly)
    assert not offered(found) & ANTI_EGFR
    status, reason = wild_type_of_kras(found)
    assert status == AssayStatus.NOT_COVERED
    assert "depth 7" in reason


@BOTH
def test_g12d_is_no_wild_type(assembly: Assembly, tmp_path: Path) -> None:
    place = KRAS_12[assembly]

    def mutated(exon: Exon) -> list[str]:
        called = f"12 {place} . C T . PASS . GT:AD:DP:GQ:MIN_DP 0/1:50,30:80:99:80"
        return [block("12", exon[2], place - 1), called, block("12", place + 1, exon[3])]

    found = report(tmp_path, gvcf(assembly, mutated), assembly)
    assert not offered(found) & ANTI_EGFR
    assert wild_type_of_kras(found)[0] == AssayStatus.DETECTED
    resisted = {drug for tier in ("Tier I-A", "Tier I-B") for drug in offered(found, tier, "resistance")}
    assert resisted >= ANTI_EGFR


@BOTH
def test_a_filtered_call_at_codon_12_is_no_wild_type(assembly: Assembly, tmp_path: Path) -> None:
    place = KRAS_12[assembly]

    def filtered(exon: Exon) -> list[str]:
        called = f"12 {place} . C T . weak_evidence . GT:AD:DP:GQ:MIN_DP 0/1:50,3:53:99:53"
        return [block("12", exon[2], place - 1), called, block("12", place + 1, exon[3])]

    found = report(tmp_path, gvcf(assembly, filtered), assembly)
    assert not offered(found) & ANTI_EGFR
    assert wild_type_of_kras(found)[0] == AssayStatus.NOT_ASSESSABLE


def test_the_tumour_counts_and_not_its_normal(tmp_path: Path) -> None:
    """Covered in the normal only: not known. Covered in both: wild type."""
    pair = ("TUMOR", "NORMAL")
    both = gvcf(G38, lambda exon: [covered(exon)], " 0/0:60:99:50")
    assert offered(report(tmp_path, both, G38, samples=pair)) >= ANTI_EGFR
    normal_only = [" ".join((*row.split()[:-2], "./.:0:0:0", "0/0:60:99:50")) for row in both]
    assert not offered(report(tmp_path, normal_only, G38, samples=pair)) & ANTI_EGFR


TP53 = "17 7675088 . C T . PASS . GT:AD 0/1:50,30"


def bed(folder: Path, without_codon_12: bool = False) -> Path:
    path = folder / "regions.bed"
    kept = [one for one in exons(G38) if not (without_codon_12 and holds_codon_12(one, G38))]
    path.write_text("".join(f"{chrom}\t{start - 1}\t{end}\n" for _, chrom, start, end in kept))
    return path


@pytest.mark.parametrize(("without_codon_12", "wild"), [(False, True), (True, False)])
def test_callable_positions_without_a_call_are_wild_type(without_codon_12: bool, wild: bool, tmp_path: Path) -> None:
    callable_regions = read_bed(bed(tmp_path, without_codon_12))
    options = AnnotateOptions(tumor_type="colorectal cancer", pgx=PgxOptions(callable_regions=callable_regions))
    found = report(tmp_path, [TP53], G38, options)
    assert (offered(found) >= ANTI_EGFR) == wild
    if not wild:
        assert wild_type_of_kras(found)[0] == AssayStatus.NOT_COVERED


def test_targets_alone_say_nothing_of_depth(tmp_path: Path) -> None:
    options = AnnotateOptions(tumor_type="colorectal cancer", targets=read_bed(bed(tmp_path)))
    found = report(tmp_path, [TP53], G38, options)
    assert not offered(found) & ANTI_EGFR
    assert "in the targets, but the depth is not known" in wild_type_of_kras(found)[1]


def test_a_list_of_variants_says_nothing_of_the_rest(tmp_path: Path) -> None:
    found = report(tmp_path, [TP53], G38)
    assert not offered(found) & ANTI_EGFR
    assert wild_type_of_kras(found)[0] == AssayStatus.NOT_ASSESSABLE


@BOTH
def test_a_fusion_of_alk_is_no_wild_type_alk(assembly: Assembly, tmp_path: Path) -> None:
    """Though a list of variants never shows that ALK is wild type, it shows that it is not."""
    rows = manta(KNOWN_FUSIONS["EML4::ALK v1"].junction(assembly))
    found = annotate(write_vcf(tmp_path / "sv.vcf", rows, assembly), AnnotateOptions(tumor_type="NSCLC"))
    loci = {one.locus: one for one in found.loci if one.gene == "ALK"}
    assert loci["wild type"].detected == loci["fusion"].detected == ("EML4::ALK e13::e20",)
    assert loci["any variant"].reason == "whether the statements mean it is not said: EML4::ALK e13::e20"


def test_a_fusion_without_tier_is_named_at_its_locus(tmp_path: Path) -> None:
    row = (
        "1 156115500 . N <DEL> . PASS SVTYPE=DEL;END=156874500 PR:SR 60,12:50,10"  # LMNA exon 1 to NTRK1 exon 10: out of frame
    )
    found = annotate(write_vcf(tmp_path / "sv.vcf", [row], G38), AnnotateOptions(tumor_type="NSCLC"))
    (reason,) = (one.reason for one in found.loci if (one.gene, one.locus) == ("NTRK1", "fusion"))
    assert reason.startswith("found, but not such that it gives a tier (see variants.tsv): LMNA::NTRK1 e1::e10; ")


def test_segments_of_usual_copies_make_nothing_wild_type(tmp_path: Path) -> None:
    """A copy-number VCF lists the stretches that are there twice (DRAGEN:REF), with depth and quality of the segment."""
    rows = [
        f"{chrom} {start} DRAGEN:REF N . 200 PASS SVTYPE=CNV;END={start + 100_000} GT:CN:GQ:DP 0/0:2:99:300"
        for chrom, start in (("1", 114_650_000), ("12", 25_200_000))
    ]
    found = annotate(write_vcf(tmp_path / "cnv.vcf", rows, G38), AnnotateOptions(tumor_type="colorectal cancer"))
    assert not offered(found) & ANTI_EGFR
    assert {one.status for one in found.loci if one.gene in ("KRAS", "NRAS")} == {AssayStatus.NOT_ASSESSABLE}


def test_the_command_writes_what_was_not_covered(tmp_path: Path) -> None:
    vcf = write_vcf(tmp_path / "crc.g.vcf", gvcf(G38, lambda exon: []), G38, header=META)
    assert pm_annotate("annotate", vcf, "-o", tmp_path / "out", "--tumor-type", "CRC").returncode == 0
    (row,) = (
        row for row in read_table(tmp_path / "out" / "T1.loci.tsv") if (row["Hugo_Symbol"], row["locus"]) == ("KRAS", WILD)
    )
    assert (row["assay_status"], row["reason"]) == ("not_covered", "codon 12, codon 13: no reference block or call")
    whole = write_vcf(tmp_path / "whole.g.vcf", gvcf(G38, lambda exon: [covered(exon)]), G38, header=META)
    done = pm_annotate("annotate", whole, "-o", tmp_path / "out2", "--tumor-type", "CRC")
    assert "Panitumumab" in done.stdout
    assert any("Panitumumab" in row["therapies"] for row in read_table(tmp_path / "out2" / "T1.findings.tsv"))


TP53_WILD = "wild type (all coding exons)"


@pytest.mark.parametrize(
    ("place", "ref", "alt"),
    [
        (7675994, "C", "T"),  # c.375G>A, p.Thr125=: the last base of exon 4, ClinVar Pathogenic
        (7675993, "C", "T"),  # c.375+1G>A: outside the coding bases
        (7675989, "C", "A"),  # c.375+5G>T: in the donor region, ClinVar Likely_pathogenic
    ],
)
def test_an_allele_that_acts_and_changes_no_residue_is_no_wild_type(place: int, ref: str, alt: str, tmp_path: Path) -> None:
    transcript = tables().genome(G38).transcript_of("TP53")
    assert transcript is not None
    rows = [block("17", start - 10, end + 10, 60) for start, end in sorted(transcript.cds_exons)]
    called = f"17 {place} . {ref} {alt} . PASS . GT:AD:DP:GQ:MIN_DP 0/1:50,30:80:99:80"
    for variants, status, wild in (([], AssayStatus.NOT_DETECTED, True), ([called], AssayStatus.DETECTED, False)):
        found = report(tmp_path, sorted([*rows, *variants], key=lambda row: int(row.split()[1])), G38)
        (locus,) = (one for one in found.loci if (one.gene, one.locus) == ("TP53", TP53_WILD))
        assert locus.status == status
        assert any(one.statement.profile_text == "TP53 Wildtype" for one in found.findings) == wild
