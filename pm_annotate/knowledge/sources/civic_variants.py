"""CIViC variants: the coordinates of single-variant molecular profiles, and the ids of the profiles that names stand for.

Rows are joined on the molecular profile id, never on names. Coordinates of categorical variants (gene-wide, exon, fusion)
are ranges without bases: only a row that gives reference or alternative bases is a sequence change. An empty reference is
an insertion between start and stop, an empty alternative a deletion; ``G/A`` in the alternative names two changes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly

Row = Mapping[str, str]
_BASES = re.compile(r"[ACGT]*")


class SequenceChange(NamedTuple):
    """One change as the source writes it: bases ``start``..``stop`` become ``alt``; an insertion lies between the two."""

    assembly: Assembly
    chrom: str
    start: int
    stop: int
    ref: str  # "" for an insertion
    alt: str  # "" for a deletion


def sequence_changes(both_builds: Iterable[Row], newer: Iterable[Row], lift: LiftOver) -> dict[str, tuple[SequenceChange, ...]]:
    """Molecular profile id to its changes, on each assembly where the source or the lift gives a place."""
    changes: dict[str, list[SequenceChange]] = {}
    for row in both_builds:
        for assembly, start, stop in (
            (Assembly.GRCH37, row["start37"], row["stop37"]),
            (Assembly.GRCH38, row["start38"], row["stop38"]),
        ):
            found = _changes(assembly, row["chrom"], start, stop, row["ref"], row["alt"])
            changes.setdefault(row["molecular_profile_id"], []).extend(found)
    for row in newer:
        profile_id = row["single_variant_molecular_profile_id"]
        if row["reference_build"] not in ("", "GRCh37") or changes.get(profile_id):
            continue
        place = (row["chromosome"], row["start"], row["stop"])
        on_37 = list(_changes(Assembly.GRCH37, *place, row["reference_bases"], row["variant_bases"]))
        changes.setdefault(profile_id, []).extend(on_37 + [new for old in on_37 for new in _lifted(old, lift)])
    return {profile_id: tuple(found) for profile_id, found in changes.items() if found}


def published_changes(summaries: Iterable[Row]) -> dict[str, tuple[SequenceChange, ...]]:
    """Molecular profile id to its changes on the one assembly that CIViC's own VariantSummaries state, GRCh37 as a rule."""
    changes: dict[str, tuple[SequenceChange, ...]] = {}
    for row in summaries:
        if (row["reference_bases"] or row["variant_bases"]) and not why_inexact(row):
            place = (row["chromosome"], row["start"], row["stop"])
            found = tuple(_changes(Assembly(row["reference_build"]), *place, row["reference_bases"], row["variant_bases"]))
            profile_id = row["single_variant_molecular_profile_id"]
            changes[profile_id] = (*changes.get(profile_id, ()), *found)
    return {profile_id: found for profile_id, found in changes.items() if found}


def why_inexact(row: Row) -> str:
    """Why the bases of a row of VariantSummaries name no exact allele; "" where they do, and where there are none."""
    if not (row["reference_bases"] or row["variant_bases"]):
        return ""
    if row["reference_build"] not in (assembly.value for assembly in Assembly):
        return "no assembly is stated"  # rows without one have been wrong: TYMS rs34743033, a repeat, as C>T
    if not (row["start"].isdigit() and row["stop"].isdigit()):
        return "no place is stated"
    if not row["reference_bases"].strip("-") and int(row["stop"]) != int(row["start"]) + 1:
        return "an insertion, but not between two neighbouring bases"
    return ""


def _changes(assembly: Assembly, chrom: str, start: str, stop: str, ref: str, alts: str) -> Iterator[SequenceChange]:
    ref = ref.strip("-")
    if not (chrom and start and stop and (ref or alts)):
        return
    for alt in alts.split("/"):
        alt = alt.strip("-")
        if ref != alt and _BASES.fullmatch(ref) and _BASES.fullmatch(alt):
            yield SequenceChange(assembly, chrom, int(start), int(stop), ref, alt)


def _lifted(change: SequenceChange, lift: LiftOver) -> Iterator[SequenceChange]:
    first, last = lift.position(change.chrom, change.start), lift.position(change.chrom, change.stop)
    if first and last and first[0] == last[0] and last[1] - first[1] == change.stop - change.start:
        yield SequenceChange(Assembly.GRCH38, first[0], first[1], last[1], change.ref, change.alt)


def profile_ids_by_name(newer: Iterable[Row], summaries: Iterable[Row]) -> dict[str, str]:
    """Names of single-variant profiles in lower case to their ids; newer names win over those of the older release.

    The two releases know variants by gene (or feature, or fusion) and variant name; the parts of a combined profile are
    named just so.
    """
    ids: dict[str, str] = {}
    for row in newer:
        ids[f"{row['feature_name']} {row['variant']}".lower()] = row["single_variant_molecular_profile_id"]
    for row in summaries:
        ids.setdefault(f"{row['gene']} {row['variant']}".lower(), row["single_variant_molecular_profile_id"])
    return ids
