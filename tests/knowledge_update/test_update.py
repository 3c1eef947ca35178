"""What an update makes of a release: kept and new biomarkers, statements, sources, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from pm_annotate.errors import InputError
from pm_annotate.knowledge.diff import Change
from pm_annotate.knowledge.packaged_sources import read_packaged_sources
from pm_annotate.knowledge.sources.civic_release import read_civic_release
from pm_annotate.knowledge.table_file import biomarker_from_cells, read_table, sha256_of
from pm_annotate.knowledge_update.outcome import Update
from pm_annotate.knowledge_update.update import update_knowledge
from pm_annotate.model import Assembly, Biomarker, BiomarkerKind
from tests.knowledge_update.release_files import (
    ASSERTION,
    ASSERTION_COLUMNS,
    ASSERTION_NAME,
    EVIDENCE,
    PROSE,
    VARIANT,
    Row,
    in_folder,
    release,
    table,
)


def updated(tmp_path: Path, resources: Path, files: Mapping[str, bytes] | None = None, allow_fewer_rows: bool = True) -> Update:
    folder = in_folder(tmp_path / "release", files or release())
    found = read_civic_release(str(folder), lambda _: None)
    return update_knowledge(found, resources, tmp_path / "new", allow_fewer_rows=allow_fewer_rows)


def with_evidence(*changed: Mapping[str, str], variants: Iterable[Row] = (VARIANT,)) -> dict[str, bytes]:
    """A release with the usual row and further ones, numbered on."""
    rows = [EVIDENCE, *(EVIDENCE | {"evidence_id": str(90002 + n)} | dict(one) for n, one in enumerate(changed))]
    return release(rows, variants=variants)


def biomarkers(folder: Path) -> dict[str, Biomarker]:
    lines = read_table(folder / "knowledge" / "biomarkers.civic.tsv").lines
    return {line.split("\t")[0]: biomarker_from_cells(line.split("\t")) for line in lines}


def profile(name: str, number: str) -> dict[str, str]:
    return {"molecular_profile": name, "molecular_profile_id": number}


def variant(name: str, number: str, place: tuple[str, str, str, str], build: str = "GRCh37") -> dict[str, str]:
    gene, _, change = name.partition(" ")
    chrom, start, ref, alt = place
    return VARIANT | {
        "variant_id": number, "feature_name": gene, "gene": gene, "variant": change, "chromosome": chrom, "start": start,
        "stop": str(int(start) + max(len(ref), 1) - 1), "reference_bases": ref, "variant_bases": alt,
        "single_variant_molecular_profile_id": number, "reference_build": build,
    }  # fmt: skip


def test_a_known_profile_keeps_its_biomarker_with_everything_that_it_has(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources, with_evidence(profile("braf v600e", "12")))
    before, after = biomarkers(resources), biomarkers(done.output)
    assert after == {"civic:MP12": before["civic:MP12"]}
    assert len({assembly for assembly, *_ in after["civic:MP12"].alleles}) == 2
    assert (done.profiles.total, done.profiles.kept, done.profiles.new) == (1, 1, ())
    assert len(done.profiles.vanished) == len(before) - 1


def test_a_new_profile_is_typed_and_placed_on_both_assemblies(tmp_path: Path, resources: Path) -> None:
    new = variant("EGFR L858Q", "99001", ("7", "55259515", "T", "A"))
    done = updated(tmp_path, resources, with_evidence(profile("EGFR L858Q", "99001"), variants=[VARIANT, new]))
    marker = biomarkers(done.output)["civic:MP99001"]
    assert (marker.kind, marker.gene, marker.name) == (BiomarkerKind.PROTEIN_CHANGE, "EGFR", "EGFR L858Q")
    assert [one.name for one in done.profiles.new] == ["EGFR L858Q"]
    on = {assembly: (chrom, pos, ref, alt) for assembly, chrom, pos, ref, alt in marker.alleles}
    assert on[Assembly.GRCH37] == ("7", 55259515, "T", "A")
    assert on[Assembly.GRCH38] == ("7", 55191822, "T", "A")
    assert (done.profiles.both_assemblies, done.profiles.one_assembly) == (1, ())


def test_where_no_packaged_transcript_says_it_the_allele_stays_on_its_assembly(tmp_path: Path, resources: Path) -> None:
    far = variant("OR4F5 L12P", "99003", ("1", "69125", "T", "C"))
    done = updated(tmp_path, resources, with_evidence(profile("OR4F5 L12P", "99003"), variants=[VARIANT, far]))
    assert done.profiles.one_assembly == ("OR4F5 L12P (GRCh37)",)
    assert {assembly for assembly, *_ in biomarkers(done.output)["civic:MP99003"].alleles} == {Assembly.GRCH37}
    assert "- OR4F5 L12P (GRCh37)" in (done.output / "SOURCES.md").read_text()


def test_a_coordinate_with_other_bases_than_the_assembly_is_left_out(tmp_path: Path, resources: Path) -> None:
    new = variant("EGFR L858Q", "99001", ("7", "55259515", "G", "A"))
    done = updated(tmp_path, resources, with_evidence(profile("EGFR L858Q", "99001"), variants=[VARIANT, new]))
    assert biomarkers(done.output)["civic:MP99001"].alleles == ()
    (left_out,) = done.profiles.coordinates_left_out
    assert "EGFR L858Q" in left_out


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reference_build": ""}, "no assembly is stated"),
        ({"reference_build": "GRCh36"}, "no assembly is stated"),
        ({"start": "about 55,259,515"}, "no place is stated"),
        ({"reference_bases": "", "stop": "55259518"}, "an insertion, but not between two neighbouring bases"),
    ],
)
def test_coordinates_that_name_no_exact_allele_are_left_out_and_told(
    changes: dict[str, str], why: str, tmp_path: Path, resources: Path
) -> None:
    new = variant("EGFR L858Q", "99001", ("7", "55259515", "T", "A")) | changes
    done = updated(tmp_path, resources, with_evidence(profile("EGFR L858Q", "99001"), variants=[VARIANT, new]))
    assert biomarkers(done.output)["civic:MP99001"].alleles == ()
    assert done.profiles.coordinates_left_out == (f"civic:MP99001 EGFR L858Q: {why}",)
    assert f"- civic:MP99001 EGFR L858Q: {why}" in (done.output / "SOURCES.md").read_text()


def test_a_place_on_grch38_is_taken_as_one(tmp_path: Path, resources: Path) -> None:
    new = variant("EGFR L858Q", "99001", ("7", "55191822", "T", "A"), build="GRCh38")
    done = updated(tmp_path, resources, with_evidence(profile("EGFR L858Q", "99001"), variants=[VARIANT, new]))
    assert (Assembly.GRCH37, "7", 55259515, "T", "A") in biomarkers(done.output)["civic:MP99001"].alleles


def test_a_profile_of_another_name_is_typed_anew(tmp_path: Path, resources: Path) -> None:
    other = profile("BRAF V600R", "12")
    done = updated(tmp_path, resources, release([EVIDENCE | other], [ASSERTION | other]))
    assert [one.name for one in done.profiles.renamed] == ["BRAF V600R"]
    assert biomarkers(done.output)["civic:MP12"].protein_changes[0] == "V600R"


def test_parts_of_combined_profiles_keep_the_ids_that_they_have(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources, with_evidence(profile("EGFR L858R AND NOT EGFR C797S", "99004")))
    before = {one.name: key for key, one in biomarkers(resources).items()}
    (row,) = [row for row in read_table(done.output / "knowledge" / "statements.civic.tsv").rows() if " AND " in row["profile"]]
    assert row["profile"] == f"{before['EGFR L858R']} AND NOT {before['EGFR C797S']}"
    assert done.profiles.new == ()


def test_a_name_that_cannot_be_typed_is_counted_and_listed(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources, with_evidence(profile("BRAF Odd thing", "99005")))
    assert done.profiles.untyped == ("BRAF Odd thing",)
    listed = {row["name"]: row["statements"] for row in read_table(done.output / "knowledge" / "typing_report.tsv").rows()}
    assert listed["BRAF Odd thing"] == "1"


def test_statements_are_counted_against_the_tables_in_use(tmp_path: Path, resources: Path) -> None:
    flagged = {"evidence_id": "1", "is_flagged": "true"}  # a packaged statement
    done = updated(tmp_path, resources, with_evidence(flagged, {"evidence_status": "submitted"}))
    assert done.statements == {"statements.civic.tsv": 1, "statements.civic_assertions.tsv": 1}
    assert (done.changed(Change.ADDED), done.changed(Change.REMOVED)) == (2, 4701 + 112)
    assert (done.flagged, done.not_accepted) == (1, 1)
    (gone,) = [one for one in done.changes if one.statement_id == "civic:EID1"]
    assert gone.note == "flagged in the new release"


def test_a_word_that_is_not_known_leaves_its_row_out_and_is_told(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources, with_evidence({"significance": "Cures"}, {"therapies": "A,B,,C"}))
    assert done.unread[0] == "EID90002 (BRAF V600E): 'Predictive Cures' is not known here"
    assert done.unread[1].startswith("EID90003 (BRAF V600E): therapies 'A,B,,C'")
    assert done.statements["statements.civic.tsv"] == 1
    assert "- EID90002 (BRAF V600E): 'Predictive Cures' is not known here" in (done.output / "SOURCES.md").read_text()


def test_many_such_rows_are_another_format(tmp_path: Path, resources: Path) -> None:
    with pytest.raises(InputError, match=r"11 of 12 rows cannot be read, the first is EID90002"):
        updated(tmp_path, resources, with_evidence(*({"significance": "Cures"} for _ in range(11))))
    assert not (tmp_path / "new").exists()


def test_far_fewer_rows_are_refused_unless_they_are_allowed(tmp_path: Path, resources: Path) -> None:
    with pytest.raises(InputError, match="1 rows of evidence, where the tables in use have 4,854"):
        updated(tmp_path, resources, allow_fewer_rows=False)
    assert not (tmp_path / "new").exists()


def test_codes_that_civic_s_file_does_not_have_are_kept_where_nobody_reviewed(tmp_path: Path, resources: Path) -> None:
    packaged = read_table(resources / "knowledge" / "statements.civic_assertions.tsv").rows()
    coded = next(row for row in packaged if row["clingen_codes"])
    known = {"assertion_id": coded["statement_id"].removeprefix("civic:AID"), "last_review_date": coded["last_review_date"]}
    anew = release(assertions=[ASSERTION, ASSERTION | known])
    done = updated(tmp_path, resources, anew)
    rows = read_table(done.output / "knowledge" / "statements.civic_assertions.tsv").rows()
    codes = {row["statement_id"]: row["clingen_codes"] for row in rows}
    assert codes == {coded["statement_id"]: coded["clingen_codes"], "civic:AID9001": ""}
    own = table((*ASSERTION_COLUMNS, "clingen_codes"), [ASSERTION | known | {"clingen_codes": "OS9"}])
    done = updated(tmp_path / "own", resources, {**release(), ASSERTION_NAME: own})
    (row,) = read_table(done.output / "knowledge" / "statements.civic_assertions.tsv").rows()
    assert row["clingen_codes"] == "OS9"


def test_all_other_tables_are_copied_and_the_sources_say_what_is_new(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources)
    made = {
        "SOURCES.md",
        "biomarkers.civic.tsv",
        "statements.civic.tsv",
        "statements.civic_assertions.tsv",
        "typing_report.tsv",
    }
    for path in (path for path in resources.rglob("*") if path.is_file()):
        copy = done.output / path.relative_to(resources)
        assert copy.is_file(), path
        assert path.name in made or copy.read_bytes() == path.read_bytes(), path
    before, after = (read_packaged_sources(folder / "SOURCES.md") for folder in (resources, done.output))
    assert after[1:] == before[1:]
    assert after[0].date == "evidence 2027-01-09, assertions 2027-01-10, variants 2027-01-08"
    assert after[0].files.keys() == before[0].files.keys()
    assert all(sha256_of(done.output / name) == sha256 for name, sha256 in after[0].files.items())
    header = read_table(done.output / "knowledge" / "statements.civic_assertions.tsv").header
    assert (header["version"], header["source"], header["rows_read"]) == ("2027-01-10", ASSERTION_NAME, "1")
    assert header["source_sha256"] == done.release.assertions.sha256


def test_prose_is_written_nowhere(tmp_path: Path, resources: Path) -> None:
    done = updated(tmp_path, resources)
    written = [path.read_text() for path in done.output.rglob("*") if path.suffix in (".tsv", ".md")]
    assert not any("Prose of a curator" in text for text in written)
    assert "Prose of a curator" in PROSE


def test_the_same_release_gives_the_same_bytes_and_an_update_of_an_update_keeps_all(tmp_path: Path, resources: Path) -> None:
    once = updated(tmp_path / "a", resources).output
    again = updated(tmp_path / "b", resources).output
    upon = updated(tmp_path / "c", once).output
    for path in (path for path in once.rglob("*") if path.is_file()):
        for other in (again, upon):
            assert path.read_bytes() == (other / path.relative_to(once)).read_bytes(), path


def test_an_older_release_is_told(tmp_path: Path, resources: Path) -> None:
    older = updated(tmp_path, resources, release([EVIDENCE | {"last_review_date": "2020-01-01 00:00:00 UTC"}])).older
    assert older == ("nightly-AcceptedClinicalEvidenceSummaries.tsv (last review 2020-01-01, in use 2026-05-26)",)


def test_tables_that_were_removed_stay_away_and_links_are_followed(tmp_path: Path, resources: Path) -> None:
    base = tmp_path / "base"
    (base / "knowledge").mkdir(parents=True)
    (base / "genome").symlink_to(resources / "genome")
    (base / "disease").symlink_to(resources / "disease")
    for path in (resources / "knowledge").glob("*.civic*.tsv"):
        (base / "knowledge" / path.name).write_bytes(path.read_bytes())
    done = updated(tmp_path, base)
    assert sorted(path.name for path in (done.output / "knowledge").iterdir()) == [
        "biomarkers.civic.tsv", "statements.civic.tsv", "statements.civic_assertions.tsv", "typing_report.tsv",
    ]  # fmt: skip
    assert (done.output / "genome" / "GRCh38.fa").is_file()
    assert [source.name for source in read_packaged_sources(done.output / "SOURCES.md")] == ["CIViC"]
