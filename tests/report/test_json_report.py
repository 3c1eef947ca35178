from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from pm_annotate.model import (
    Allele,
    Assembly,
    BiomarkerKind,
    MatchLevel,
    Reconciliation,
    SampleReport,
    TumorRelation,
)
from pm_annotate.report.json_report import json_report, report_schema_text
from pm_annotate.report.tiers import TIER_CLASSES, TIERS

SCHEMA = json.loads(report_schema_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_the_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_report_validates(report: SampleReport) -> None:
    VALIDATOR.validate(json.loads(json_report(report)))


def test_an_empty_report_validates(empty_report: SampleReport) -> None:
    VALIDATOR.validate(json.loads(json_report(empty_report)))


def test_a_typed_variant_validates(report: SampleReport) -> None:
    """No file, no sample, no record, no place in the genome: only an effect."""
    braf = report.variants[1]
    allele = Allele(Assembly.GRCH38, "", 0, "", "", "", 0, "", "", "")
    typed = braf._replace(observation=braf.observation._replace(allele=allele, tumor=None, normal=None, filter_text=""))
    provenance = {**report.provenance, "input": {"typed": "BRAF V600E"}}
    finding = report.findings[0]._replace(variants=(typed,))
    changed = report._replace(
        variants=(typed,),
        findings=(finding,),
        role=report.role._replace(tumor=None, normal=None),
        provenance=provenance,
    )
    document = json.loads(json_report(changed))
    VALIDATOR.validate(document)
    assert document["variants"][0]["Start_Position"] is None
    assert document["findings"][0]["variant"]["variant_id"] == document["variants"][0]["variant_id"] == "BRAF:p.V600E"


def test_the_json_says_what_the_tables_say(report: SampleReport) -> None:
    written = json.loads(json_report(report))
    finding = written["findings"][0]
    assert finding["amp_tier"] == finding["statement"]["classification"] == "Tier I-A"
    assert finding["variant"]["HGVSp_Short"] == "p.V600E"
    assert finding["variant"]["t_vaf"] == 0.3472
    assert finding["variant"]["variant_id"] == "GRCh38:7:140753336:A:T"
    assert finding["match"]["match_level"] == "protein"
    assert finding["statement"]["objectTherapeutic"] == {"membershipOperator": "AND", "therapies": ["Encorafenib", "Cetuximab"]}
    assert finding["statement"]["conditionQualifier"] == {"name": "Colorectal Cancer", "ids": ["DOID:9256"]}
    assert [effect["Transcript_ID"] for effect in written["variants"][1]["effects"]] == ["NM_004333.6", "NM_001374258.1"]
    assert written["variants"][1]["tiers"] == {"therapy": "Tier I-A", "resistance": "Tier II-C", "prognosis": "Tier I-B"}
    assert written["variants"][0]["amp_tier"] == "Tier III"
    assert written["knowledge"][0]["file"] == "biomarkers.civic.tsv"
    assert written["reconciliation"]["outside"] == 18
    assert written["provenance"] == {"assembly_basis": "contig lengths"}
    assert "research use only" in written["research_use_only"].lower()


def test_each_variant_of_a_finding_is_among_the_variants(report: SampleReport) -> None:
    written = json.loads(json_report(report))
    known = {variant["variant_id"] for variant in written["variants"]}
    assert {variant["variant_id"] for finding in written["findings"] for variant in finding["profile_variants"]} <= known


def rename(path: str, new: str) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        *parents, old = path.split("/")
        for step in parents:
            document = document[int(step)] if isinstance(document, list) else document[step]
        document[new] = document.pop(old)

    return change


@pytest.mark.parametrize(
    "path",
    [
        "findings",
        "sample/normal",
        "reconciliation/low_support",
        "findings/0/amp_tier",
        "findings/0/match/match_level",
        "findings/0/match/biomarkers/0/kind",
        "findings/0/statement/predicate",
        "findings/0/statement/objectTherapeutic/therapies",
        "findings/0/variant/HGVSp_Short",
        "variants/0/t_vaf",
        "variants/0/effects/0/HGVSc",
        "skipped/0/reason",
        "related/0/relation",
        "input/sha256",
        "tool/version",
        "tumor_type/name",
    ],
)
def test_a_misspelt_field_is_refused(report: SampleReport, path: str) -> None:
    document = json.loads(json_report(report))
    rename(path, path.rsplit("/", 1)[-1] + "_")(document)
    assert not VALIDATOR.is_valid(document)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("findings", 0, "amp_tier"), "Tier 1A"),
        (("findings", 0, "match", "match_level"), "fuzzy"),
        (("findings", 0, "match", "tumor_type_match"), "near"),
        (("findings", 0, "statement", "direction"), "Supports"),
        (("findings", 0, "statement", "strength"), "A"),
        (("findings", 0, "variant", "t_vaf"), 34.7),
        (("variants", 0, "Mutation_Status"), "somatic"),
        (("skipped", 0, "category"), "lost"),
        (("assembly",), "hg38"),
    ],
)
def test_a_wrong_value_is_refused(report: SampleReport, path: tuple[Any, ...], wrong: object) -> None:
    document = json.loads(json_report(report))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert not VALIDATOR.is_valid(document)


def test_the_enumerations_of_the_schema_are_those_of_the_model() -> None:
    definitions = SCHEMA["$defs"]
    assert definitions["match_level"]["enum"] == [str(level) for level in MatchLevel]
    assert definitions["tumor_type_match"]["enum"] == [str(relation) for relation in TumorRelation]
    assert definitions["biomarker_match"]["properties"]["kind"]["enum"] == [str(kind) for kind in BiomarkerKind]
    assert definitions["amp_tier"]["enum"] == [*TIERS, None]
    assert definitions["finding"]["properties"]["tier_class"]["enum"] == list(TIER_CLASSES)
    assert list(SCHEMA["properties"]["reconciliation"]["properties"]) == list(Reconciliation._fields)


def test_every_object_of_ours_is_closed() -> None:
    """Each object of the schema either allows no other field or says that it is free."""
    free = {"provenance", "options", "tiers", "extra", "retained_info"}

    def walk(name: str, node: object) -> list[str]:
        if isinstance(node, list):
            return [found for item in node for found in walk(name, item)]
        if not isinstance(node, dict):
            return []
        own = [name] if node.get("type") == "object" and node.get("additionalProperties") is not False else []
        return own + [found for key, item in node.items() for found in walk(key, item)]

    assert set(walk("report", SCHEMA)) == free


def test_text_is_utf8_and_no_number_is_nan(report: SampleReport) -> None:
    braf = report.variants[1]
    odd = braf.observation.allele._replace(vcf_qual=float("nan"), vcf_id="é\udcff\n\u2028")
    changed = report._replace(variants=(braf._replace(observation=braf.observation._replace(allele=odd)),))
    raw = json_report(changed)
    document = json.loads(raw.decode("utf-8"), parse_constant=lambda name: pytest.fail(name))
    assert document["variants"][0]["vcf_qual"] is None
    assert document["variants"][0]["vcf_id"] == "é\udcff\n\u2028"
    assert raw.endswith(b"}\n")
    assert "é".encode() in raw


def test_the_order_in_which_provenance_was_filled_does_not_matter(report: SampleReport) -> None:
    turned = dict(reversed(list(copy.deepcopy(dict(report.provenance)).items())))
    assert json_report(report._replace(provenance=turned)) == json_report(report)
