from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pm_annotate.model import PgxCall, PgxGuidance, SampleReport, TumorRelation
from pm_annotate.report.console import MAX_LINES, most_important, render_console
from pm_annotate.report.console_lines import FindingsLine, gather
from tests.report.conftest import finding_for


def test_statements_that_say_alike_stand_on_one_line(report: SampleReport) -> None:
    """CIViC, FDA and EMA name the same combination in the same disease, in different order and case."""
    first = gather(report.findings)[0]
    assert (first.amp_tier, first.variant) == ("Tier I-A", "BRAF V600E")
    assert set(first.meaning.split(" + ")) == {"Encorafenib", "Cetuximab"}
    assert first.agencies == ("FDA", "EMA")
    assert first.statement_ids == ("label:fda:2", "civic:EID9851", "label:ema:1")  # the label first, then as reported


def test_conditional_findings_stand_apart_and_say_what_they_need(report: SampleReport) -> None:
    conditional = [line for line in gather(report.findings) if line.requires]
    assert [line.requires for line in conditional] == [("no prior therapy",)]
    assert "[needs no prior" in render_console(report, 120)


def test_a_therapy_points_to_the_pharmacogene_and_to_what_resists_it(report: SampleReport) -> None:
    call = PgxCall(
        "DPYD", "complete", ("c.1905+1G>A (*2A)/c.1905+1G>A (*2A)",), (), "Poor Metabolizer", "0", (), (), (), (), ()
    )
    warned = report.findings[0]._replace(
        caveats=(
            "DPYD Poor Metabolizer: avoid fluorouracil (CPIC Guideline 1)",
            "resistance in this sample: KRAS G12D (civic:1)",
        ),
    )
    (line,) = gather([warned], [call])
    assert (line.pharmacogenes, line.against) == (("DPYD",), ("KRAS G12D",))
    text = " ".join(render_console(report._replace(findings=(warned,), pharmacogenomics=(call,)), 120).split())
    assert "[but KRAS G12D resists] [see DPYD]" in text


def test_a_pharmacogene_that_the_file_names_but_does_not_show_is_no_absent_one(report: SampleReport) -> None:
    def not_called(gene: str, *caveats: str) -> PgxCall:
        return PgxCall(gene, "not called", (), (), "Indeterminate", "", (), (), (), (), (), caveats)

    absent = not_called("TPMT", "no position that defines an allele of this gene is in the file")
    unread = not_called("DPYD", "no position that defines an allele of this gene could be read", "g.97450058C>T: only 0 reads")
    text = " ".join(render_console(report._replace(pharmacogenomics=(unread, absent)), 120).split())
    assert "! DPYD not called: g.97450058C>T: only 0 reads" in text
    assert "none of their positions is in the file: TPMT." in text


def test_what_to_give_otherwise_stands_before_what_to_watch(report: SampleReport) -> None:
    """DPYD intermediate: the dose of tegafur before the blood counts under flucytosine."""
    watch = PgxGuidance("flucytosine", "monitor", "Watch for cytopenias.", "", "DPWG Guideline", "PA1", "")
    avoid = PgxGuidance("tegafur", "avoid", "Avoid tegafur.", "", "DPWG Guideline", "PA2", "")
    call = PgxCall("DPYD", "complete", ("a/b",), (), "Intermediate Metabolizer", "1.0", (), (), (), (), ())
    call = call._replace(guidance=(watch, avoid))
    text = render_console(report._replace(pharmacogenomics=(call,)), 120)
    assert 0 < text.index("Avoid tegafur.") < text.index("Watch for cytopenias.")


def test_a_combination_is_not_a_choice(report: SampleReport) -> None:
    statement = report.findings[0].statement
    either = statement._replace(therapy_combination="OR", statement_id="civic:EID2")
    assert len(gather([report.findings[0], finding_for(either, report.variants[1])])) == 2


def test_classes_come_in_reading_order(report: SampleReport) -> None:
    text = render_console(report)
    positions = [text.index(f"\n{heading}\n") for heading in ("Therapy", "Resistance", "Prognosis")]
    assert positions == sorted(positions)


def test_the_summary_says_everything_that_a_reader_must_know(report: SampleReport) -> None:
    text = " ".join(render_console(report, 100, [Path("reports/T001-COAD.findings.tsv")]).split())
    for expected in (
        "T001-COAD (normal: N001) | GRCh38 | Colon Adenocarcinoma",
        "Knowledge: Regulatory approvals 2026-05, CIViC 2026-05-29, lab our_rows.tsv",
        "1 finding without a tier",
        "20 records, 21 alleles: 1 matched",
        "18 outside the actionable genes, 1 filtered",
        "Copy number changes, fusions and other structural variants are not interpreted",
        "research use only",
        "reports/T001-COAD.findings.tsv",
    ):
        assert expected in text


@pytest.mark.parametrize("width", [80, 100, 120])
def test_lines_fit_the_width(report: SampleReport, width: int) -> None:
    long = report.findings[0].statement._replace(condition="Gastrointestinal Stromal Tumour of the small intestine " * 3)
    text = render_console(report._replace(findings=(*report.findings, finding_for(long, report.variants[1]))), width)
    assert max(map(len, text.splitlines())) <= width


def test_what_is_left_out_is_counted(report: SampleReport) -> None:
    statement = report.findings[0].statement
    many = [
        finding_for(statement._replace(statement_id=f"civic:EID{n}", therapies=(f"Drug {n}",)), report.variants[1])
        for n in range(40)
    ]
    text = render_console(report._replace(findings=tuple(many)), 120)
    assert text.count("civic:EID") == MAX_LINES
    assert f"... and {40 - MAX_LINES} more lines in findings.tsv" in text


def test_a_narrow_terminal_is_not_flooded(report: SampleReport) -> None:
    statement = report.findings[0].statement._replace(condition="Gastrointestinal Stromal Tumour of the small intestine")
    many = [
        finding_for(statement._replace(statement_id=f"civic:EID{n}", therapies=(f"Drug {n}",)), report.variants[1])
        for n in range(40)
    ]
    text = render_console(report._replace(findings=tuple(many)), 80)
    shown = text.count("civic:EID")
    assert 8 <= shown < MAX_LINES
    assert len(text.splitlines()) < 70
    assert f"... and {40 - shown} more lines in findings.tsv" in text


def test_tier_one_resistance_is_not_crowded_out_by_tier_two_therapies(report: SampleReport) -> None:
    statement, resistance = report.findings[0].statement, report.findings[4]
    other_tumours = [
        finding_for(
            statement._replace(statement_id=f"civic:EID{n}", therapies=(f"Drug {n}",)),
            report.variants[1],
            amp_tier="Tier II-C",
            tumor_type_match=TumorRelation.OTHER,
        )
        for n in range(60)
    ]
    assert "\nResistance\n" in render_console(report._replace(findings=(*other_tumours, resistance)))


def test_nothing_found_says_so_and_still_counts(empty_report: SampleReport) -> None:
    text = render_console(empty_report)
    assert "No findings." in text
    assert "0 records, 0 alleles." in text
    assert "tumour type not given" in text


def test_only_findings_without_tier_are_not_called_none(report: SampleReport) -> None:
    untiered = tuple(finding for finding in report.findings if not finding.amp_tier)
    text = render_console(report._replace(findings=untiered))
    assert "No findings with a tier." in text
    assert "1 finding without a tier in findings.tsv" in text


def test_a_hostile_sample_name_cannot_drive_the_terminal(report: SampleReport) -> None:
    text = render_console(report._replace(role=report.role._replace(sample_id="\x1b[2J\r" + "x" * 5000)))
    assert text.replace("\n", "").isprintable()
    assert len(text) < 5000


def test_bold_headings_are_for_terminals_only(report: SampleReport) -> None:
    assert "\x1b" not in render_console(report)
    assert "\x1b[1mTherapy\x1b[0m" in render_console(report, style=True)


def test_writing_a_report_imports_no_slow_library() -> None:
    code = (
        "import sys, pm_annotate.report.writer, pm_annotate.report.console;"
        "print([m for m in ('pandas', 'rich', 'jsonschema', 'requests', 'numpy') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_one_driver_with_many_therapies_does_not_hide_another() -> None:
    """EGFR L858R has more Tier I therapies than the screen has lines; EML4::ALK in the same tumour keeps its first."""

    def line(variant: str, meaning: str) -> FindingsLine:
        return FindingsLine("therapy", "Tier I-A", variant, meaning, "NSCLC", (), ("FDA",), (f"label:{meaning}",), True)

    many = [line("EGFR L858R", f"drug {number}") for number in range(30)]
    shown = most_important([*many, line("EML4::ALK e13::e20", "alectinib")], 8)
    assert len(shown) == 8
    assert shown[-1].variant == "EML4::ALK e13::e20"
