"""A combination of which another alteration excludes a part by its label: encorafenib with cetuximab, and RAS."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.model import Assembly, Finding
from tests.clinical.packaged_tables import Packaged

G37, G38 = Assembly.GRCH37, Assembly.GRCH38
V600E = {G37: "7:140453136:A:T", G38: "7:140753336:A:T"}
G12D = {G37: "12:25398284:C:T", G38: "12:25245350:C:T"}
G12C = {G37: "12:25398285:C:A", G38: "12:25245351:C:A"}
A18D = {G37: "12:25398266:G:T", G38: "12:25245332:G:T"}
Q61K = {G37: "1:115256530:G:T", G38: "1:114713909:G:T"}
LABEL = "limitations of use: not for Ras-mutant colorectal cancer)"


def combined(findings: tuple[Finding, ...], *drugs: str) -> list[Finding]:
    tiered = [one for one in findings if one.tier_class == "therapy" and one.amp_tier]
    found = [one for one in tiered if set(drugs) <= set(one.statement.therapies)]
    assert found
    return found


def said(finding: Finding) -> list[str]:
    return [text for text in finding.caveats if text.startswith(RESISTANCE_BESIDE) and LABEL in text]


@pytest.mark.parametrize("assembly", list(Assembly))
@pytest.mark.parametrize(("ras", "name"), [(G12D, "KRAS G12D"), (Q61K, "NRAS Q61K")])
def test_cetuximab_with_a_braf_inhibitor_says_that_ras_is_mutated(
    packaged: Packaged, assembly: Assembly, ras: dict[Assembly, str], name: str
) -> None:
    _, findings, _ = packaged.report("colorectal cancer", V600E[assembly], ras[assembly], assembly=assembly)
    found = combined(findings, "Encorafenib", "Cetuximab")
    assert "Tier I-A" in {one.amp_tier for one in found}
    for one in found:
        (text,) = said(one)
        assert text.startswith(f"{RESISTANCE_BESIDE}{name} (FDA label 125084")


def test_not_without_ras_nor_for_a_change_that_is_not_known_to_act(packaged: Packaged) -> None:
    for places in ((V600E[G38],), (V600E[G38], A18D[G38])):
        _, findings, _ = packaged.report("colorectal cancer", *places)
        assert not any(said(one) for one in combined(findings, "Encorafenib", "Cetuximab"))


def test_kras_g12c_does_not_exclude_what_is_given_for_it(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("colorectal cancer", G12C[G38])
    assert not any(said(one) for one in combined(findings, "Adagrasib", "Cetuximab"))
    _, findings, _ = packaged.report("colorectal cancer", G12C[G38], Q61K[G38])
    assert all("NRAS Q61K" in said(one)[0] for one in combined(findings, "Adagrasib", "Cetuximab"))


def test_the_label_excludes_colorectal_cancer_alone(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("head and neck cancer", V600E[G38], G12D[G38])
    assert not any(said(one) for one in combined(findings, "Encorafenib", "Cetuximab"))


def test_combinations_without_the_excluded_drug_say_nothing(packaged: Packaged) -> None:
    _, findings, _ = packaged.report("colorectal cancer", V600E[G38], G12D[G38])
    told = [one for one in findings if said(one)]
    assert told
    for one in told:
        assert one.tier_class == "therapy"
        assert len(one.statement.therapies) > 1
        assert {"Cetuximab", "Panitumumab"} & set(one.statement.therapies)
