"""`pm-annotate knowledge`: what people read, what scripts parse, and the exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.knowledge_command import listing_command

LAB_COLUMNS = "statement_id\tprofile\tcondition\tpredicate\tstrength\ttherapies"


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


# ----------------------------------------------------------------------------------------------------------------- info


def test_info_names_every_table_with_its_date_licence_and_what_was_kept_out() -> None:
    result = listing_command("knowledge", "info", "--tsv")
    assert result.returncode == 0, result.stderr
    tables = {row["file"]: row for row in rows_of(result.stdout)}
    civic = tables["statements.civic.tsv"]
    assert (civic["version"], civic["licence"], civic["rows"]) == ("2026-05-29", "CC0-1.0", "4701")
    assert civic["kept_out_flagged"] == "153"
    assert len(civic["sha256"]) == 64
    assert (civic["removable"], tables["hotspots.tsv"]["removable"]) == ("false", "true")
    assert {name for name, row in tables.items() if row["licence_differs"] == "true"} == {
        "biomarkers.approvals.tsv",
        "statements.approvals.tsv",
        "hotspots.tsv",
        "gene_roles.tsv",
        "predisposition_genes.tsv",
    }


def test_info_counts_statements_biomarkers_and_what_a_vcf_can_show() -> None:
    inventory = json.loads(listing_command("knowledge", "info", "--json").stdout)
    civic = inventory["assessable"]["CIViC evidence"]
    assert civic["statements"] == 4701 == civic["from_vcf"] + civic["conditional"] + civic["never"]
    assert civic["from_vcf"] / civic["statements"] > 0.9
    assert sum(inventory["statements"]["direction"].values()) == sum(inventory["statements"]["strength"].values())
    assert inventory["biomarkers"]["other"] == len(inventory["untyped"])
    assert "protein or RNA expression is not in a VCF" in inventory["not_assessable"]


def test_info_for_people_says_terms_and_the_user_s_table(tmp_path: Path) -> None:
    lab = tmp_path / "ours.tsv"
    lab.write_text(f"{LAB_COLUMNS}\nlab:1\tBRAF V600E\tMelanoma\tpredictsSensitivityTo\tA\tDabrafenib\n")
    result = listing_command("knowledge", "info", "--knowledge", lab)
    assert result.returncode == 0, result.stderr
    assert "CC BY 4.0" in result.stdout  # OncoTree, which is no knowledge table
    assert "Your table ours.tsv" in result.stdout
    assert "ours.tsv" in result.stdout.split("Checksums")[1].split("Statements")[0]


# --------------------------------------------------------------------------------------------------------------- search


def test_search_finds_what_holds_every_word_and_says_where_it_was_cut() -> None:
    result = listing_command("knowledge", "search", "BRAF", "p.Val600Glu", "vemurafenib", "--limit", "3")
    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) == 1 + 3
    assert "3 of " in result.stderr
    assert "--limit 0 shows all" in result.stderr


def test_search_gives_scripts_everything() -> None:
    found = json.loads(listing_command("knowledge", "search", "KRAS", "G12C", "--json").stdout)
    assert found["total"] == found["shown"] == len(found["statements"]) > 20
    by_pmid = rows_of(listing_command("knowledge", "search", "PMID:21639808", "--tsv").stdout)
    assert [row["statement_id"] for row in by_pmid] == ["civic:EID1409"]


def test_search_that_finds_nothing_is_no_error_and_says_so() -> None:
    result = listing_command("knowledge", "search", "flobbergast")
    assert (result.returncode, result.stdout) == (0, "")
    assert "nothing found" in result.stderr


def test_search_for_an_unknown_type_names_the_known_ones() -> None:
    result = listing_command("knowledge", "search", "BRAF", "--type", "Therapy")
    assert result.returncode == 2
    assert "TherapeuticResponse" in result.stderr


# ----------------------------------------------------------------------------------------------------------------- show


@pytest.mark.parametrize("identifier", ["civic:EID1409", "EID1409", "civic:eid1409"])
def test_show_says_everything_of_a_statement(identifier: str) -> None:
    result = listing_command("knowledge", "show", identifier)
    assert result.returncode == 0, result.stderr
    for part in ("PMID:21639808", "DOID:8923", "NM_004333", "7:140453136:A:T", "7:140753336:A:T", "evidence_items/1409"):
        assert part in result.stdout


def test_show_a_biomarker_lists_its_statements() -> None:
    shown = json.loads(listing_command("knowledge", "show", "civic:MP12", "--json").stdout)
    assert shown["biomarker"]["protein_changes"] == ["V600E"]
    assert "civic:EID1409" in {statement["statement_id"] for statement in shown["statements"]}


def test_show_says_why_a_biomarker_is_not_seen_in_a_vcf() -> None:
    her2 = rows_of(listing_command("knowledge", "search", "HER2-positive", "--tsv").stdout)[0]
    assert "not assessable" in listing_command("knowledge", "show", her2["statement_id"]).stdout


def test_an_unknown_id_is_a_usage_error_with_near_ids() -> None:
    result = listing_command("knowledge", "show", "civic:EID140999")
    assert result.returncode == 2
    assert "Near ids" in result.stderr


def test_a_search_keeps_what_holds_for_a_tumour_type_nearest_first() -> None:
    rows = rows_of(listing_command("knowledge", "search", "KIT", "imatinib", "--tumor-type", "GIST", "--tsv").stdout)
    assert {row["tumor_type_match"] for row in rows} <= {"same", "descendant", "ancestor", "any"}
    assert rows[0]["condition"] == "Gastrointestinal Stromal Tumor"
    assert len(rows) < len(rows_of(listing_command("knowledge", "search", "KIT", "imatinib", "--tsv").stdout))
    every = rows_of(listing_command("knowledge", "search", "--tumor-type", "GIST", "--tsv").stdout)  # no word is needed
    of_level_a = [row["tumor_type_match"] for row in every if row["strength"] == "Level A"]
    assert (of_level_a[0], of_level_a[-1]) == ("same", "any")
    assert listing_command("knowledge", "search").returncode == 2
    unknown = listing_command("knowledge", "search", "KIT", "--tumor-type", "flop")
    assert (unknown.returncode, "Unknown tumour type" in unknown.stderr) == (2, True)


# ---------------------------------------------------------------------------------------------------- validate, template


def test_the_template_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "lab.tsv"
    assert listing_command("knowledge", "template", "-o", path).returncode == 0
    result = listing_command("knowledge", "validate", path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "3 statements added, 1 overridden, 1 retired" in result.stdout
    assert listing_command("knowledge", "template", "-o", path).returncode == 2  # never replaced without --force
    assert listing_command("knowledge", "template", "-o", path, "--force").returncode == 0
    assert listing_command("knowledge", "template").stdout == path.read_text()


@pytest.mark.parametrize(
    ("profile", "doubt"),
    [
        ("BRAF V601E", "residue 601 of BRAF (NM_004333.4) is Lys (K), not V"),
        ("BRAFF V600E", "Did you mean BRAF"),
        ("MLL Amplification", "the gene's symbol is KMT2A"),
        ("H3-3A K36M", "it is K37M by the numbers of NM_002107.6"),
        ("EGFR E746_T751delinsIP", ""),
        ("KRAS G21", "residue 21 of KRAS (NM_004985.5) is Ile (I), not G"),
        ("KRAS G12/G31", "residue 31 of KRAS (NM_004985.5) is Glu (E), not G"),
        ("KRAS G12/G13", ""),
        ("KRAS codon 189", "has 188 residues"),
        ("KRAS codon 188", ""),
        ("EZH2 Y641", "it is Y646 by the numbers of NM_004456.4"),
        ("KRAS c.35A>C", "the reference there is G, not A"),
        ("BRCA1 c.66_67del", "it is c.68_69del on NM_007294.3"),
        ("BRCA1 c.68_69delAG", ""),
        ("MET c.3082+1G>T", ""),  # by the numbers of NM_001127500
        ("DPYD c.1905+1G>A", ""),
        ("MET Exon 22 Skipping Mutation", "MET (NM_000245.4) has 21 exons"),
        ("EGFR Exon 28 Mutation", ""),
        ("v::ZNF999 Fusion", "Only a file that names the gene so can meet it"),
        ("v::ALK Fusion", ""),
        ("NTRK fusion", "Did you mean NTRK3, NTRK2, NTRK1?"),
        ("GRCh38:7:140753336:C:T", "GRCh38 has A at 7:140753336, not C"),
        ("GRCh38:7:140753336:A:T OR GRCh37:7:140453136:A:T", ""),
    ],
)
def test_validate_warns_of_a_name_that_no_variant_will_ever_have(tmp_path: Path, profile: str, doubt: str) -> None:
    path = tmp_path / "lab.tsv"
    path.write_text(f"{LAB_COLUMNS}\nlab:1\t{profile}\tMelanoma\tpredictsSensitivityTo\tA\tDabrafenib\n")
    result = listing_command("knowledge", "validate", path)
    assert result.returncode == 0, result.stderr
    assert ("may never be met" in result.stderr) == bool(doubt)
    assert doubt in result.stderr


def test_validate_lists_every_bad_cell_of_every_table(tmp_path: Path) -> None:
    first, second = tmp_path / "a.tsv", tmp_path / "b.tsv"
    first.write_text(
        f"# ours\n{LAB_COLUMNS}\n"
        "lab:1\tBRAF V600E\tMelanoma\thelps\tZ\tDabrafenib\n"
        "lab:2\tKRAS gobbledygook\tMelanoma\tpredictsResistanceTo\tA\tX\n"
    )
    second.write_text("statement_id\tprofile\tcondition\tpredicate\n")
    result = listing_command("knowledge", "validate", first, second, "--tsv")
    assert result.returncode == 4
    problems = [(Path(row["file"]).name, row["line"], row["column"], row["value"]) for row in rows_of(result.stdout)]
    assert problems == [
        ("a.tsv", "3", "predicate", "helps"),
        ("a.tsv", "3", "strength", "Z"),
        ("a.tsv", "4", "profile", "KRAS gobbledygook"),
        ("b.tsv", "1", "strength", ""),
    ]
    assert rows_of(result.stdout)[1]["allowed"].startswith("A, B, C, D, E")
    assert "line 3, column strength: 'Z': allowed are A, B, C, D, E" in result.stderr


def test_a_condition_that_no_tree_knows_is_a_warning_with_near_names(tmp_path: Path) -> None:
    path = tmp_path / "lab.tsv"
    path.write_text(f"{LAB_COLUMNS}\nlab:1\tBRAF V600E\tmelanomma\tpredictsSensitivityTo\tA\tDabrafenib\n")
    result = listing_command("knowledge", "validate", path)
    assert result.returncode == 0
    assert "no disease tree knows 'melanomma'" in result.stderr
    assert "ONCOTREE:MEL" in result.stderr


def test_retiring_what_no_table_has_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "lab.tsv"
    path.write_text("statement_id\taction\tprofile\tcondition\tpredicate\tstrength\ncivic:EID999999\tretire\n")
    result = listing_command("knowledge", "validate", path)
    assert result.returncode == 0
    assert "civic:EID999999 is retired, but no table has it" in result.stderr


# ----------------------------------------------------------------------------------------------------------------- diff


def lab_table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join([LAB_COLUMNS, *rows]) + "\n")
    return path


def test_diff_says_what_changed_and_leaves_with_1_only_when_asked(tmp_path: Path) -> None:
    kept = "lab:1\tBRAF V600E\tMelanoma\tpredictsSensitivityTo\tA\tDabrafenib"
    old = lab_table(tmp_path / "old.tsv", kept, "lab:2\tKRAS G12C\tMelanoma\tpredictsResistanceTo\tB\tX")
    new = lab_table(tmp_path / "new.tsv", kept, "lab:2\tKRAS G12C\tMelanoma\tpredictsResistanceTo\tC\tX")
    result = listing_command("knowledge", "diff", old, new)
    assert result.returncode == 0, result.stderr
    assert "strength: Level B -> Level C" in result.stdout
    assert listing_command("knowledge", "diff", old, new, "--exit-code").returncode == 1
    assert listing_command("knowledge", "diff", old, old, "--exit-code").returncode == 0
    assert listing_command("knowledge", "diff", old, new, "--gene", "BRAF", "--exit-code").returncode == 0


def test_diff_refuses_what_is_no_release(tmp_path: Path) -> None:
    other = tmp_path / "other.tsv"
    other.write_text("a\tb\n")
    assert listing_command("knowledge", "diff", other, other).returncode == 4
    assert listing_command("knowledge", "diff", tmp_path / "absent.tsv", other).returncode == 4


def test_diff_between_two_releases_of_civic(shared_data: Path) -> None:
    old, new = (shared_data / "knowledge" / f"civic_evidence.{date}.tsv" for date in ("2024-08-01", "2026-05-29"))
    text = listing_command("knowledge", "diff", old, new)
    assert text.returncode == 0, text.stderr
    assert "4,314 statements" in text.stdout
    assert "\nBRAF\n" in text.stdout
    rows = rows_of(listing_command("knowledge", "diff", old, new, "--tsv").stdout)
    assert {row["change"] for row in rows} == {"added", "removed", "changed", "renamed"}
    by_id: dict[str, set[str]] = {}
    for row in rows:
        by_id.setdefault(row["statement_id"], set()).add(row["change"])
    assert by_id["civic:EID262"] == {"renamed"}  # ALK EML4::ALK -> EML4::ALK Fusion
    changed = [row for row in rows if row["statement_id"] == "civic:EID90" and row["column"] == "profile_text"]
    assert [(row["old"], row["new"]) for row in changed] == [("BRAF V600E", "BRAF V600E AND NF1 Loss")]
