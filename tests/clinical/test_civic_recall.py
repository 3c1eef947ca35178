"""Recall on CIViC's own files: the change of every variant with coordinates gives every statement that CIViC makes of it.

The files are read here without the importer, so that a row lost at import is a miss.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from pm_annotate.clinical.findings import assemble
from pm_annotate.clinical.profile_evaluation import KnownOfTumor
from pm_annotate.genome.genome import Genome
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Allele, Assembly, Call, MatchLevel, Observation
from tests.clinical.packaged_tables import Packaged
from tests.knowledge.constructed_table import allele

CHANGE = tuple[str, str, int, str, str]  # molecular profile id, chromosome, start, reference and alternative bases ("" = none)
LEAST_RECALL = 0.995

EXCEPTIONS = {
    "638": "MDM2 rs34886328 deletes a base outside the packaged sequence: no anchor base to write it in a VCF",
    "1646": "VHL c.449del: the source gives no chromosome",
    "1765": "VHL c.161dup: the source writes the deletion of a T where the reference has an A",
    "1853": "VHL c.581_582del: the source's TG is GT in the reference",
    "1973": "VHL c.275_292del: the source's span is one base longer than its bases",
}
"""Profiles whose source coordinates are no change of the reference, with the reason. Their c. names still match."""


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "knowledge" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


def supporting_statements(folder: Path) -> dict[str, set[str]]:
    """Accepted, unflagged, supporting evidence items and assertions, by molecular profile id."""
    found: dict[str, set[str]] = {}
    for name, prefix, kind in (
        ("civic_evidence.2026-05-29.tsv", "EID", "evidence"),
        ("civic_assertions.2026-08.tsv", "AID", "assertion"),
    ):
        for row in rows(folder, name):
            if row["is_flagged"] != "true" and row[f"{kind}_direction"] == "Supports":
                found.setdefault(row["molecular_profile_id"], set()).add(f"civic:{prefix}{row[f'{kind}_id']}")
    return found


def source_changes(folder: Path, assembly: Assembly) -> Iterator[CHANGE]:
    build = assembly.value[-2:]
    for row in rows(folder, "civic_variants.both_builds.2024-08-01.tsv"):
        if row["ref"] or row["alt"]:
            start = int(row[f"start{build}"] or 0)
            yield from alternatives(row["molecular_profile_id"], row["chrom"], start, row["ref"], row["alt"])
    lift = LiftOver(folder / "genome" / "GRCh37_to_GRCh38.chain")
    for row in rows(folder, "civic_variants_new.2026.tsv"):
        if row["start"] and (row["reference_bases"] or row["variant_bases"]):
            chrom, start = row["chromosome"], int(row["start"])
            lifted = (chrom, start) if assembly == Assembly.GRCH37 else lift.position(chrom, start)
            place = lifted or (chrom, 0)
            profile_id = row["single_variant_molecular_profile_id"]
            yield from alternatives(profile_id, *place, row["reference_bases"], row["variant_bases"])


def alternatives(profile_id: str, chrom: str, start: int, ref: str, alts: str) -> Iterator[CHANGE]:
    """``G/A`` in the alternative is two changes; a row whose alternative is its reference is none."""
    for alt in alts.split("/"):
        if ref.strip("-") != alt.strip("-"):
            yield profile_id, chrom, start, ref.strip("-"), alt.strip("-")


def as_called(change: CHANGE, assembly: Assembly, genome: Genome) -> Allele:
    """The change as a caller would write it; an N where the anchor base is not known."""
    _, chrom, pos, ref, alt = change
    if not ref or not alt:
        pos -= 1 if ref else 0
        base = genome.reference(chrom, pos, pos) or "N"
        ref, alt = base + ref, base + alt
    return genome.left_align(allele(f"{chrom}:{pos}:{ref}:{alt}", assembly))


@pytest.mark.parametrize("assembly", list(Assembly))
def test_every_civic_variant_gives_every_statement_that_supports(
    packaged: Packaged, shared_data: Path, assembly: Assembly
) -> None:
    genome = packaged.genomes[assembly]
    supporting = supporting_statements(shared_data)
    wanted_in_all = 0
    lost: dict[str, set[str]] = {}
    for change in source_changes(shared_data, assembly):
        wanted = supporting.get(change[0], set())
        if not wanted:
            continue
        seen = as_called(change, assembly, genome)
        observed = Observation(seen, (), "PASS", Call("T"))
        _, findings, _ = assemble(
            packaged.knowledge, packaged.tumor_types, assembly, KnownOfTumor(None), [(observed, genome.effects(seen))]
        )
        missing = wanted - {one.statement.statement_id for one in findings}
        wanted_in_all += len(wanted)
        if missing:
            lost[change[0]] = missing
    assert wanted_in_all > 1500
    assert set(lost) == set(EXCEPTIONS), lost
    assert 1 - sum(map(len, lost.values())) / wanted_in_all >= LEAST_RECALL


@pytest.mark.parametrize("assembly", list(Assembly))
def test_one_base_away_nothing_is_exact(packaged: Packaged, shared_data: Path, assembly: Assembly) -> None:
    genome, knowledge = packaged.genomes[assembly], packaged.knowledge
    supporting = supporting_statements(shared_data)
    tried = 0
    for profile_id, chrom, start, ref, alt in source_changes(shared_data, assembly):
        if profile_id not in supporting or len(ref) != 1 or len(alt) != 1:
            continue
        for pos in (start - 1, start + 1):
            base = genome.reference(chrom, pos, pos)
            for other in "ACGT".replace(base, "") if base else "":
                tried += 1
                neighbour = allele(f"{chrom}:{pos}:{base}:{other}", assembly)
                observed = Observation(neighbour, (), "PASS", Call("T"))
                annotated = [(observed, genome.effects(neighbour))]
                _, findings, _ = assemble(knowledge, packaged.tumor_types, assembly, KnownOfTumor(None), annotated)
                own = {f"civic:MP{profile_id}"}
                exact = [
                    one.statement.statement_id
                    for one in findings
                    for match in one.matches
                    if match.level == MatchLevel.EXACT and match.biomarker.biomarker_id in own
                ]
                assert not exact, (neighbour.key, exact)
    assert tried > 2000
