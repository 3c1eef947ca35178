"""EGFR T790M with C797S: on one chromosome copy, on two, or not known. Three answers on osimertinib, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from pm_annotate.model import Assembly, Finding, SampleReport
from pm_annotate.options import AnnotateOptions
from tests.structural_run import offered, report_of

BOTH = pytest.mark.parametrize("assembly", list(Assembly), ids=str)
PLACES = {Assembly.GRCH37: (55249071, 55249091), Assembly.GRCH38: (55181378, 55181398)}
CIS = "resistance to osimertinib and to all first-, second- and third-generation EGFR inhibitors is expected"
TRANS = "a first- and a third-generation EGFR inhibitor together"
UNKNOWN = "Have the phase determined"
T790M, C797S = 0, 1
SPELLINGS = {  # FORMAT, T790M, C797S
    "cis": [
        ("GT:PS:AD", "0|1:5:60,40", "0|1:5:60,20"),
        ("GT:AD", "0|1:60,40", "0|1:60,20"),
        ("GT:PGT:PID:AD", "0/1:0|1:9_C_T:60,40", "0/1:0|1:9_C_T:60,20"),
    ],
    "trans": [
        ("GT:PS:AD", "0|1:5:60,40", "1|0:5:60,20"),
        ("GT:AD", "0|1:60,40", "1|0:60,20"),
        ("GT:PGT:PID:AD", "0/1:0|1:9_C_T:60,40", "0/1:1|0:9_C_T:60,20"),
    ],
    "unknown": [
        ("GT:AD", "0/1:60,40", "0/1:60,20"),
        ("GT:PS:AD", "0|1:5:60,40", "0|1:77:60,20"),  # two phase sets
        ("GT:PGT:PID:AD", "0/1:0|1:9_C_T:60,40", "0/1:0|1:9_C_G:60,20"),
    ],
}
CASES = [pytest.param(phase, one, id=f"{phase} by {one[0]}") for phase, spelt in SPELLINGS.items() for one in spelt]


def both(folder: Path, assembly: Assembly, spelling: tuple[str, str, str]) -> SampleReport:
    columns, first, second = spelling
    rows = [
        f"7 {PLACES[assembly][T790M]} . C T . PASS . {columns} {first}",
        f"7 {PLACES[assembly][C797S]} . T A . PASS . {columns} {second}",
    ]
    return report_of(folder, rows, assembly, AnnotateOptions(tumor_type="NSCLC"))


def on(report: SampleReport, drug: str, tier_class: str = "therapy") -> list[Finding]:
    return [one for one in report.findings if one.statement.therapies == (drug,) and one.tier_class == tier_class]


@BOTH
@pytest.mark.parametrize(("phase", "spelling"), CASES)
def test_osimertinib_has_no_tier_and_the_reason_is_said(
    phase: str, spelling: tuple[str, str, str], assembly: Assembly, tmp_path: Path
) -> None:
    report = both(tmp_path, assembly, spelling)
    findings = on(report, "Osimertinib")
    assert findings
    assert not any(one.amp_tier for one in findings)
    reason = {"cis": CIS, "trans": TRANS, "unknown": UNKNOWN}[phase]
    assert all(any(reason in caveat for caveat in one.caveats) for one in findings)
    others = {CIS, TRANS, UNKNOWN} - {reason}
    assert not any(other in caveat for one in findings for caveat in one.caveats for other in others)


@BOTH
def test_the_resistance_of_c797s_stands_in_every_phase(assembly: Assembly, tmp_path: Path) -> None:
    for spelt in SPELLINGS.values():
        (resistance,) = (
            one for one in on(both(tmp_path, assembly, spelt[0]), "Osimertinib", "resistance") if one.amp_tier == "Tier I-B"
        )
        assert resistance.statement.profile_text == "EGFR C797S"


@BOTH
def test_in_trans_a_first_generation_inhibitor_keeps_its_tier(assembly: Assembly, tmp_path: Path) -> None:
    """One of the two drugs of the combination; in cis it has none."""
    assert "erlotinib" in offered(both(tmp_path, assembly, SPELLINGS["trans"][0]), "Tier II-C")
    assert "erlotinib" not in offered(both(tmp_path, assembly, SPELLINGS["cis"][0]), "Tier II-C")


@BOTH
def test_t790m_alone_is_osimertinib(assembly: Assembly, tmp_path: Path) -> None:
    row = f"7 {PLACES[assembly][T790M]} . C T . PASS . GT:AD 0/1:60,40"
    assert "osimertinib" in offered(report_of(tmp_path, [row], assembly, AnnotateOptions(tumor_type="NSCLC")))


@BOTH
def test_c797s_of_two_phased_bases_is_read_as_one_change(assembly: Assembly, tmp_path: Path) -> None:
    """TCC, another serine codon: two neighbouring bases in phase, with T790M on the same copy."""
    first, second = PLACES[assembly]
    rows = [
        f"7 {first} . C T . PASS . GT:PS:AD 0|1:5:60,40",
        f"7 {second} . T A . PASS . GT:PS:AD 0|1:5:60,20",  # TGC to AGC, serine
        f"7 {second + 2} . C T . PASS . GT:PS:AD 0|1:5:60,20",  # AGT, serine still
    ]
    report = report_of(tmp_path, rows, assembly, AnnotateOptions(tumor_type="NSCLC"))
    assert not any(one.amp_tier for one in on(report, "Osimertinib"))
    assert any(CIS in caveat for one in on(report, "Osimertinib") for caveat in one.caveats)


@BOTH
def test_both_in_one_record_lie_on_one_molecule(assembly: Assembly, tmp_path: Path) -> None:
    """As a caller of haplotypes writes them: 21 bases, of which two differ."""
    row = f"7 {PLACES[assembly][T790M]} . CGCAGCTCATGCCCTTCGGCT TGCAGCTCATGCCCTTCGGCA . PASS . GT:AD 0/1:60,40"
    report = report_of(tmp_path, [row], assembly, AnnotateOptions(tumor_type="NSCLC"))
    assert [one.effects[0].hgvsp_short for one in report.variants] == ["p.T790_C797delinsMQLMPFGS"]
    findings = on(report, "Osimertinib")
    assert findings
    assert not any(one.amp_tier for one in findings)
    assert all(CIS in " ".join(one.caveats) for one in findings)
    assert any(one.amp_tier for one in on(report, "Osimertinib", "resistance"))
