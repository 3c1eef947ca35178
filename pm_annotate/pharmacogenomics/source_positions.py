"""Importer (build time only): the positions that define alleles, on both assemblies, with their REF bases checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pm_annotate.errors import KnowledgeError
from pm_annotate.model import Assembly
from pm_annotate.pharmacogenomics.indel_forms import trimmed

POSITION_COLUMNS = (
    "gene", "chrom", "grch38_pos", "grch38_ref", "alts", "grch37_pos", "grch37_ref", "rsid", "name", "right_shift",
    "grch37_basis", "ref_checked",
)  # fmt: skip

Row = Mapping[str, object]
Lift = Callable[[str, int], tuple[str, int] | None]
Bases = Callable[[Assembly, str, int, int], str]

_REPEAT = re.compile(r"g\.(\d+)([ACGT]+)\[\d+\]")
_SPAN = re.compile(r"g\.(\d+)(?:_(\d+))?(del|dup|ins)")
_REPEAT_COUNT = re.compile(r"([ACGT]+)(?:\((\d+)\))?")


def position_rows(definition: Mapping[str, Any], pypgx: Iterable[Mapping[str, str]], lift: Lift, bases: Bases) -> Iterator[Row]:
    """One row per defining position of a gene. Raises KnowledgeError where sources or reference contradict each other."""
    gene = definition["gene"]
    same_gene = {int(row["GRCh38Position"]): row for row in pypgx if row["Gene"] == gene}
    chrom = definition["chromosome"].removeprefix("chr")
    for variant in definition["variants"]:
        pos, ref = variant["position"], variant["ref"]
        pos37, basis = _grch37_position(gene, chrom, pos, ref, same_gene.get(pos), lift)
        ref37 = _grch37_reference(ref, same_gene.get(pos), bases(Assembly.GRCH37, chrom, pos37, pos37 + len(ref) - 1))
        yield {
            "gene": gene,
            "chrom": chrom,
            "grch38_pos": pos,
            "grch38_ref": ref,
            "alts": ",".join(variant["alts"]),
            "grch37_pos": pos37,
            "grch37_ref": ref37,
            "rsid": variant["rsid"] or "",
            "name": variant["chromosomeHgvsName"],
            "right_shift": max(right_shift(variant), shift_by_sequence(chrom, pos, ref, variant["alts"], bases)),
            "grch37_basis": basis,
            "ref_checked": _checked(gene, chrom, ((Assembly.GRCH38, pos, ref), (Assembly.GRCH37, pos37, ref37)), bases),
        }


def _grch37_position(gene: str, chrom: str, pos: int, ref: str, known: Mapping[str, str] | None, lift: Lift) -> tuple[int, str]:
    """GRCh37 position and how it was told: by pypgx, by the chain, or by both."""
    lifted = lift(chrom, pos)
    listed = int(known["GRCh37Position"]) if known else None
    if lifted is None and listed is None:
        raise KnowledgeError(f"{gene} {chrom}:{pos} {ref} has no place on GRCh37.")
    if lifted is not None and listed is not None and lifted != (chrom, listed):
        raise KnowledgeError(f"{gene} {chrom}:{pos} lies at {lifted} by the chain, but at {listed} by pypgx.")
    if lifted is None:
        return listed or 0, "pypgx"
    return lifted[1], "pypgx and chain" if listed is not None else "chain"


def _grch37_reference(ref: str, known: Mapping[str, str] | None, sequence: str) -> str:
    """REF on GRCh37: the sequence where it is known, else what pypgx says of a single base, else the same as on GRCh38."""
    if sequence:
        return sequence
    if known and len(ref) == 1 and len(known["GRCh37Allele"]) == 1:
        return known["GRCh37Allele"]
    return ref


def _checked(gene: str, chrom: str, places: Iterable[tuple[Assembly, int, str]], bases: Bases) -> str:
    checked = []
    for assembly, pos, ref in places:
        sequence = bases(assembly, chrom, pos, pos + len(ref) - 1)
        if sequence and sequence != ref:
            raise KnowledgeError(f"{gene} {assembly} {chrom}:{pos}: the definition says {ref}, the reference {sequence}.")
        if sequence:
            checked.append(str(assembly))
    return " ".join(checked)


def right_shift(variant: Mapping[str, Any]) -> int:
    """How many bases after POS the repeat ends in which an insertion or deletion can be moved; 0 where nothing can move.

    VCF writes the change leftmost, HGVS rightmost (https://hgvs-nomenclature.org, the 3' rule); the source gives both.
    """
    ref, alts, name = variant["ref"], variant["alts"], variant["chromosomeHgvsName"]
    if len(ref) == 1 and all(len(alt) == 1 for alt in alts):
        return 0
    pos: int = variant["position"]
    if repeat := _REPEAT.search(name):
        return int(repeat[1]) + len(repeat[2]) * _reference_repeats(variant, repeat[2]) - 1 - pos
    if not (span := _SPAN.search(name)):
        raise KnowledgeError(f"The name {name} is not that of an insertion or deletion.")
    start, end = int(span[1]), int(span[2] or span[1])
    return (start if span[3] == "ins" else end) - pos


def shift_by_sequence(chrom: str, pos: int, ref: str, alts: Iterable[str], bases: Bases) -> int:
    """As ``right_shift``, by GRCh38's own bases as far as they are known: some names of the source are not rightmost."""
    furthest = 0
    for alt in alts:
        _, removed, inserted = trimmed(pos, ref, alt)
        unit = max(removed, inserted, key=len)[1:]
        if len(removed) == len(inserted) or min(len(removed), len(inserted)) > 1:
            continue
        end, moved = pos + len(removed) - 1, 0
        while bases(Assembly.GRCH38, chrom, end + 1, end + 1) == unit[moved % len(unit)]:
            end, moved = end + 1, moved + 1
        furthest = max(furthest, end - pos)
    return furthest


def _reference_repeats(variant: Mapping[str, Any], unit: str) -> int:
    for text, bases in variant["cpicToVcfAlleleMap"].items():
        if bases == variant["ref"] and (match := _REPEAT_COUNT.fullmatch(text)) and match[1] == unit:
            return int(match[2] or 1)
    raise KnowledgeError(f"{variant['chromosomeHgvsName']}: the number of repeats in the reference is not given.")


def mitochondrial_positions(rows: Iterable[Mapping[str, str]]) -> list[Row]:
    """Positions of MT-RNR1: both assemblies use the revised Cambridge sequence (NC_012920.1)."""
    alts: dict[tuple[int, str], list[str]] = {}
    rsids: dict[tuple[int, str], str] = {}
    for row in rows:
        if row["Gene"] == "MT-RNR1":
            key = (int(row["GRCh38Position"]), row["GRCh38Allele"])
            alts.setdefault(key, []).append(row["Variant"])
            rsids[key] = "" if row["rsID"] == "N/A" else row["rsID"]
    return [
        {
            "gene": "MT-RNR1", "chrom": "MT", "grch38_pos": pos, "grch38_ref": ref, "alts": ",".join(alts[pos, ref]),
            "grch37_pos": pos, "grch37_ref": ref, "rsid": rsids[pos, ref],
            "name": "; ".join(_mitochondrial_name(pos, ref, alt) for alt in alts[pos, ref]),
            "right_shift": MITOCHONDRIAL_SHIFTS.get(pos, 0), "grch37_basis": "pypgx", "ref_checked": "",
        }
        for pos, ref in sorted(alts)
    ]  # fmt: skip


MITOCHONDRIAL_SHIFTS = {955: 5, 960: 1}
"""As ``right_shift``: m.960del takes one of the five C at 956-960, m.961del the only T (NC_012920.1)."""


def _mitochondrial_name(pos: int, ref: str, alt: str) -> str:
    if len(ref) == 1:
        return f"m.{pos}{ref}>{alt}"
    return f"m.{pos + MITOCHONDRIAL_SHIFTS[pos]}del"
