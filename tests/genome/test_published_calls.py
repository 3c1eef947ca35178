"""Agreement with published GRCh37 changes: every disagreement must be of a class that is not our error."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pm_annotate.genome.genome import Genome
from pm_annotate.model import Allele, Assembly, Effect
from pm_annotate.protein_change import parse_protein_change
from tests.genome.conftest import allele


def vcf_allele(genome: Genome, row: dict[str, str]) -> Allele | None:
    """MAF spelling (``-`` for nothing; an insertion lies after its position) to an anchored allele."""
    pos, ref, alt = int(row["pos"]), row["ref"], row["alt"]
    if ref == "-" or alt == "-":
        pos = pos if ref == "-" else pos - 1
        anchor = genome.reference(row["chrom"], pos, pos)
        if anchor is None:
            return None
        ref, alt = anchor + ref.strip("-"), anchor + alt.strip("-")
    return genome.left_align(allele(Assembly.GRCH37, row["chrom"], pos, ref, alt))


def coding_number(name: str) -> int:
    found = re.search(r"\d+", name)
    return int(found[0]) if found else 0


def verdict(row: dict[str, str], effects: list[Effect]) -> str:
    published = parse_protein_change(row["hgvsp"])
    if not effects:
        return "missed"
    if published is not None and any(effect.hgvsp_short == "p." + published.short() for effect in effects):
        return "agree"
    first = effects[0]
    if row["hgvsp"].startswith("p.M1") and first.hgvsp_short == "p.M1?":
        return "start loss written as a substitution"
    if len(row["ref"]) == len(row["alt"]) == 1 and "-" not in row["ref"] + row["alt"]:
        if abs(coding_number(row["hgvsc"]) - coding_number(first.hgvsc)) > 0:
            return "another transcript's numbering"
        if "alternative_residue_unknown" in first.caveats:
            return "residue not known from coordinates alone"
    residue = re.match(r"p\.[A-Z*]?(\d+)", row["hgvsp"])
    if published is None or "X" in row["hgvsp"] or not residue:
        return "published name is not HGVS"
    if row["transcript"] == "ENST00000496384":  # a BRAF fragment
        return "another transcript's numbering"
    return "disagree"


def judged_rows(genome: Genome, shared_data: Path) -> Iterator[tuple[dict[str, str], list[Effect], str]]:
    """Each published change of a gene with packaged sequence, our effects, and the verdict."""
    with (shared_data / "genome" / "reference_calls.tsv").open(newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t"))
    for row in rows:
        transcript = genome.transcript_of(row["gene"])
        if transcript is None or transcript.sequence != "packaged":
            continue
        made = vcf_allele(genome, row)
        effects = [e for e in genome.effects(made) if e.gene == row["gene"]] if made else []
        yield row, effects, verdict(row, effects)


def listing(row: dict[str, str], effects: list[Effect], kind: str) -> str:
    """The row of docs/reference_calls.md for a change that we name otherwise."""
    ours = f"{effects[0].hgvsc} {effects[0].hgvsp_short}".strip() if effects else ""
    cells = (row["gene"], f"{row['chrom']}:{row['pos']}", row["transcript"], f"{row['hgvsc']} {row['hgvsp']}", ours, kind)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def test_every_published_name_that_is_not_ours_is_listed_with_its_reason(
    genomes: dict[Assembly, Genome], shared_data: Path
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference_calls.md").read_text().splitlines()
    other = [listing(*judged) for judged in judged_rows(genomes[Assembly.GRCH37], shared_data) if judged[2] != "agree"]
    assert [line for line in page if line.startswith("| ") and ":" in line] == other


def test_protein_names_of_published_changes(genomes: dict[Assembly, Genome], shared_data: Path) -> None:
    verdicts: Counter[str] = Counter()
    disagreeing = []
    for row, effects, kind in judged_rows(genomes[Assembly.GRCH37], shared_data):
        verdicts[kind] += 1
        if kind in ("disagree", "missed"):
            disagreeing.append(
                (row["gene"], row["pos"], row["hgvsc"], row["hgvsp"], [(e.hgvsc, e.hgvsp_short) for e in effects])
            )
    ours = verdicts["agree"] + verdicts["disagree"] + verdicts["missed"]
    assert ours > 1100
    assert verdicts["agree"] / ours >= 0.995, disagreeing
