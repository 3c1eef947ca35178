"""Where biomarkers lie: only sequence changes have coordinates, on both assemblies."""

from __future__ import annotations

from pathlib import Path

from pm_annotate.knowledge.sources.civic_variants import sequence_changes
from pm_annotate.knowledge.sources.hotspots import import_hotspots
from pm_annotate.lift_over import LiftOver
from pm_annotate.model import Assembly


def test_only_sequence_changes_have_coordinates(tmp_path: Path) -> None:
    chain = tmp_path / "one.chain"
    chain.write_text("chain 1 7 1000 + 0 1000 7 1000 + 100 1100 1\n1000\n")
    ranges = {"molecular_profile_id": "302", "chrom": "17", "start37": "1", "stop37": "9", "start38": "2", "stop38": "10"}
    two = {"molecular_profile_id": "7", "chrom": "13", "start37": "5", "stop37": "5", "start38": "", "stop38": ""}
    newer = {
        "single_variant_molecular_profile_id": "8", "reference_build": "GRCh37", "chromosome": "7", "start": "20", "stop": "21",
        "reference_bases": "", "variant_bases": "TGT",
    }  # fmt: skip
    changes = sequence_changes([ranges | {"ref": "", "alt": ""}, two | {"ref": "C", "alt": "G/A"}], [newer], LiftOver(chain))
    assert set(changes) == {"7", "8"}
    assert [change.alt for change in changes["7"]] == ["G", "A"]
    assert [(change.assembly, change.start, change.stop) for change in changes["8"]] == [
        (Assembly.GRCH37, 20, 21),
        (Assembly.GRCH38, 120, 121),
    ]


def test_positions_are_lifted_over_gaps_and_back(tmp_path: Path) -> None:
    chain = tmp_path / "gap.chain"
    chain.write_text("chain 1 7 100 + 0 100 7 100 + 10 105 1\n50 5 0\n45\n")
    assert LiftOver(chain).position("7", 50) == ("7", 60)
    assert LiftOver(chain).position("7", 53) is None  # in the gap of the new assembly
    assert LiftOver(chain).position("7", 56) == ("7", 61)
    assert LiftOver(chain, inverted=True).position("7", 61) == ("7", 56)


def test_known_positions_lift_as_published(shared_data: Path) -> None:
    lift = LiftOver(shared_data / "genome" / "GRCh37_to_GRCh38.chain")
    assert lift.position("7", 140453136) == ("7", 140753336)  # BRAF V600E
    assert lift.position("5", 1295228) == ("5", 1295113)  # TERT C228T


def test_hotspots_gather_the_alleles_of_one_protein_change() -> None:
    rows = [
        {"chrom": "7", "pos": pos, "ref": ref, "alt": alt, "gene": "BRAF", "protein_change": "V600E"}
        for pos, ref, alt in (("140453136", "A", "T"), ("140453135", "CA", "TT"))
    ]
    (row,) = import_hotspots(rows, [])
    assert row["alleles_GRCh37"] == "7:140453135:CA:TT;7:140453136:A:T"
