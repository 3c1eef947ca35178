"""Alleles that the caller set aside as germline: those that are not named would give no finding of inherited risk."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate import inherited
from pm_annotate.model import Assembly
from pm_annotate.tables import Tables
from tests.command_line import CONTIGS_38, write_vcf
from tests.test_one_patient_three_questions import FORMAT, HET, report_of

GENES = ("BRCA2", "TP53", "MUTYH", "KRAS", "RET")  # by loss, recessive, oncogenes


def records(tables: Tables) -> list[str]:
    """Substitutions beside and inside every exon of the genes, all filtered as germline."""
    genome = tables.genome(Assembly.GRCH38)
    found = set()
    for gene in GENES:
        transcript = genome.transcripts_of(gene)[0]
        for start, end in transcript.cds_exons:
            for pos in (start - 1, start + 7, end, end + 1):
                ref = genome.reference(transcript.chrom, pos, pos)
                if ref:
                    found |= {(transcript.chrom, pos, ref, alt) for alt in "ACGT" if alt != ref}
    return [f"{chrom} {pos} . {ref} {alt} . germline . GT:AD:DP {HET}" for chrom, pos, ref, alt in sorted(found)]


def test_what_is_not_named_gives_no_finding(tmp_path: Path) -> None:
    tables = Tables()
    header = (*FORMAT, '##FILTER=<ID=germline,Description="g">')
    vcf = write_vcf(tmp_path / "g.vcf", records(tables), ["TUMOR"], CONTIGS_38, header)
    report = report_of(vcf, tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inherited, "_to_be_named", lambda one, genome, context: True)
        assert report_of(vcf, tables).predisposition == report.predisposition
    assert {one.gene for one in report.predisposition} >= {"BRCA2", "TP53", "MUTYH", "RET"}


Y179C, G396D = "1 45332803 . T", "1 45331556 . C"  # of MUTYH, which predisposes only where both copies are hit
IN_TRANS, IN_CIS = "two alleles (compound heterozygous)", "one allele (two changes on one haplotype)"


@pytest.mark.parametrize("filtered", ["PASS", "germline"])
@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([f"{Y179C} C 1|0:52,48:100", f"{G396D} G,T 1|2:2,49,49:100"], IN_TRANS),  # G is the first copy's, and known to nobody
        ([f"{Y179C} C 0|1:52,48:100", f"{G396D} G,T 1|2:2,49,49:100"], IN_CIS),
        (["1 45331660 . C A,T 1/2:2,49,49:100"], IN_TRANS),  # both pathogenic: one copy has the A, the other the T
    ],
)
def test_the_second_alt_of_a_site_is_on_the_copy_that_its_genotype_says(
    filtered: str, rows: list[str], state: str, tmp_path: Path
) -> None:
    written = [f"{place} . {filtered} . GT:AD:DP {reads}" for place, _, reads in (row.rpartition(" ") for row in rows)]
    header = (*FORMAT, '##FILTER=<ID=germline,Description="g">')
    vcf = write_vcf(tmp_path / "two.vcf", written, ["TUMOR"], CONTIGS_38, header)
    assert [one.allele_state for one in report_of(vcf, Tables()).predisposition] == [state, state]
