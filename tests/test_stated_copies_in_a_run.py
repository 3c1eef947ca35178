"""Copies that a file states in a word, and copies near the noise: what the report calls them and what it says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.errors import AssemblyError
from pm_annotate.genome.events.copy_number_options import CopyNumberOptions
from pm_annotate.model import Assembly, GeneEvent, GeneEventKind
from pm_annotate.options import AnnotateOptions
from tests.structural_run import gene_events, report_of

G38 = Assembly.GRCH38


def of_gene(gene: str, found: list[GeneEvent]) -> GeneEvent:
    (event,) = (one for one in found if one.gene == gene)
    return event


def of_table(folder: Path, table: str, copies: CopyNumberOptions) -> list[GeneEvent]:
    path = folder / "segments.tsv"
    path.write_text(table)
    return gene_events(report_of(folder, [], G38, AnnotateOptions(cna=path, copy_number=copies)))


@pytest.mark.parametrize(
    ("row", "gene", "kind"),
    [
        ("17 39600000 . N <AMP> . PASS SVTYPE=AMP;END=39800000 GT ./.", "ERBB2", GeneEventKind.AMPLIFICATION),
        ("9 21900000 . N <HOMDEL> . PASS SVTYPE=HOMDEL;END=22100000 GT ./.", "CDKN2A", GeneEventKind.HOMOZYGOUS_DELETION),
    ],
)
def test_what_a_file_calls_a_segment_without_copies(row: str, gene: str, kind: GeneEventKind, tmp_path: Path) -> None:
    report = report_of(tmp_path, [row], G38)
    event = of_gene(gene, gene_events(report))
    assert (event.kind, event.tier_eligible) == (kind, False)
    assert any("does not say how many copies: no tier is given" in caveat for caveat in event.caveats)
    assert not any(one.amp_tier for one in report.findings)
    assert {one.statement.profile_text for one in report.findings} & {"ERBB2 Amplification", "CDKN2A Deletion"}


def test_no_copy_of_a_gene_on_x_of_a_male(tmp_path: Path) -> None:
    path = tmp_path / "segments.tsv"
    path.write_text("chrom\tstart\tend\ttotal\nX\t44800000\t45200000\t0\n")
    options = AnnotateOptions(cna=path, copy_number=CopyNumberOptions(sex="male"))
    report = report_of(tmp_path, [], G38, options)
    (variant,) = (one for one in report.variants if one.event and one.event.gene == "KDM6A")
    assert "consistent with two hits of tumour suppressor KDM6A: no copy is left" in variant.caveats


def test_low_purity_is_said_of_copies_that_a_ratio_gives(tmp_path: Path) -> None:
    table = "chrom\tstart\tend\tlog2\n9\t21900000\t22100000\t-0.3\n"
    low = of_gene("CDKN2A", of_table(tmp_path, table, CopyNumberOptions(purity=0.2)))
    assert low.kind is GeneEventKind.HOMOZYGOUS_DELETION
    assert "at purity 0.2 one copy lowers log2 of the depth by 0.15 only: noise may look like a change" in low.caveats
    higher = of_gene("CDKN2A", of_table(tmp_path, table, CopyNumberOptions(purity=0.4)))
    assert not any("noise may look like" in caveat for caveat in higher.caveats)


def test_an_amplification_of_vcf_and_table_has_each_statement_once(tmp_path: Path) -> None:
    """The labels for HER2-positive disease were listed for each record."""
    path = tmp_path / "segments.tsv"
    path.write_text("chrom\tstart\tend\ttotal\n17\t39600000\t39800000\t11.6\n")
    options = AnnotateOptions(cna=path, tumor_type="breast cancer")
    report = report_of(tmp_path, ["17 39600000 . N <DUP> . PASS SVTYPE=CNV;END=39800000 GT:CN ./1:12"], G38, options)
    statements = [(one.statement.statement_id, one.statement.profile_text) for one in report.findings]
    assert "HER2-positive" in {profile for _, profile in statements}
    assert len(statements) == len(set(statements))


def test_a_panel_table_of_the_other_assembly_is_told_by_the_genes_that_it_names(tmp_path: Path) -> None:
    """Segments of a panel reach behind no chromosome's end: ERBB2's place on GRCh37 is IKZF3's on GRCh38."""
    header = "chromosome\tstart\tend\tgene\tlog2\tdepth\tprobes\tweight\n"
    of_grch37 = f"{header}chr17\t37840000\t37890000\tERBB2,-\t2.1\t900\t40\t30\nchr9\t21960000\t21999000\tCDKN2A\t0\t20\t9\t9\n"
    with pytest.raises(AssemblyError, match="ERBB2 lies in 17:37840001-37890000, which is so on GRCh37, not on GRCh38"):
        of_table(tmp_path, of_grch37.replace("CDKN2A", "Antitarget"), CopyNumberOptions())
    of_grch38 = of_grch37.replace("37840000", "39680000").replace("37890000", "39730000")
    assert of_gene("ERBB2", of_table(tmp_path, of_grch38, CopyNumberOptions())).kind is GeneEventKind.AMPLIFICATION
