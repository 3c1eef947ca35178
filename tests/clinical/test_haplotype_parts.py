"""A single call that is part of a change read from phased calls has no tier of its own."""

from __future__ import annotations

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.model import Assembly, Finding, Observation, VariantReport
from tests.clinical.constructed_findings import MELANOMA, Annotated, TumorTypes, seen
from tests.knowledge.constructed_table import effect, protein, statement, table_of

NAME = "BRAF p.V600K (7:140753336 AC>TT)"
TABLE = table_of(
    protein("BRAF", "V600E"),
    protein("BRAF", "V600K"),
    protein("BRAF", "V600M"),
    statements=[
        statement("E", "BRAF_V600E"),
        statement("K", "BRAF_V600K"),
        statement("M", "BRAF_V600M", strength="Level C"),
        statement("E_OR_K", "BRAF_V600E OR BRAF_V600K"),
    ],
)


def of(observed: Annotated, **fields: object) -> Annotated:
    observation: Observation = observed[0]._replace(**fields)  # type: ignore[arg-type]
    return observation, observed[1]


V600E = of(seen("7:140753336:A:T", effect("BRAF", "V600E", "missense_variant")), part_of=NAME)
V600M = of(seen("7:140753337:C:T", effect("BRAF", "V600M", "missense_variant"), record=2), part_of=NAME)
V600K = of(
    seen("7:140753336:AC:TT", effect("BRAF", "V600K", "missense_variant")),
    combined_from=("chr7:140753336 A>T (record 1)", "chr7:140753337 C>T (record 2)"),
)


def report(*annotated: Annotated) -> tuple[tuple[VariantReport, ...], dict[str, Finding]]:
    variants, findings, related = assemble(TABLE, TumorTypes(), Assembly.GRCH38, KnownOfTumor(MELANOMA), annotated)
    assert not any(one.variant.observation.part_of for one in related)
    return variants, {finding.statement.statement_id: finding for finding in findings}


def test_statements_of_the_parts_are_listed_without_tier() -> None:
    variants, findings = report(V600E, V600M, V600K)
    assert {name: finding.amp_tier for name, finding in findings.items()} == {
        "K": "Tier I-A", "E_OR_K": "Tier I-A", "E": "", "M": "",
    }  # fmt: skip
    assert findings["E_OR_K"].variants[0].observation.combined_from
    assert f"part of {NAME}: read together" in findings["E"].matches[0].caveats
    assert [variant.tiers["overall"] for variant in variants] == ["", "", "Tier I-A"]


def test_parts_and_the_whole_say_what_they_were_read_from() -> None:
    variants, _ = report(V600E, V600M, V600K)
    assert variants[0].caveats == variants[1].caveats == (f"part of {NAME}: read together",)
    assert variants[2].caveats == (
        "read from 2 phased calls of the file: chr7:140753336 A>T (record 1) + chr7:140753337 C>T (record 2)",
    )


def test_a_neighbour_of_unknown_phase_leaves_the_tier_and_is_named() -> None:
    note = "another change in the same codon: phase unknown (chr7:140753337 C>T (record 2))"
    variants, findings = report(of(V600E, part_of="", phase_notes=(note,)))
    assert findings["E"].amp_tier == "Tier I-A"
    assert variants[0].caveats == (note,)
