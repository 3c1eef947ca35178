"""Wild type needs every place of it; a named change is excluded where it would have been seen."""

from __future__ import annotations

import pytest

from pm_annotate.clinical.decided_by_loci import decided_by_loci
from pm_annotate.model import AssayStatus, Assembly, Biomarker, BiomarkerKind, LocusStatus
from pm_annotate.model.loci import ActionableLocus, LocusKind
from tests.knowledge.constructed_table import biomarker, protein

DETECTED, ABSENT = AssayStatus.DETECTED, AssayStatus.NOT_DETECTED
NOT_COVERED, OPEN = AssayStatus.NOT_COVERED, AssayStatus.NOT_ASSESSABLE
WILD_TYPE = biomarker("KRAS wild type", BiomarkerKind.WILD_TYPE)


def state(marker: Biomarker, *statuses: AssayStatus) -> str:
    """What loci of these statuses decide of the biomarker that all of them stand for; "" where nothing."""
    ids = (marker.biomarker_id,)
    loci = [ActionableLocus(marker.gene, f"place {n}", LocusKind.RESIDUES, ids) for n, _ in enumerate(statuses)]
    told = [
        LocusStatus(marker.gene, locus.name, ids, status, "all 3 bases: reference blocks", "", detected=("p.G12D",))
        for locus, status in zip(loci, statuses, strict=True)
    ]
    decided = decided_by_loci(loci, told, {marker.biomarker_id: marker})
    assert decided.states.keys() == decided.said_by.keys()
    return decided.states[marker.biomarker_id].value if decided.states else ""


@pytest.mark.parametrize(
    ("statuses", "decided"),
    [
        ((ABSENT, ABSENT), "met"),
        ((ABSENT, NOT_COVERED), ""),
        ((OPEN, ABSENT), ""),
        ((ABSENT, DETECTED), "not_met"),
        ((NOT_COVERED, DETECTED), "not_met"),
    ],
)
def test_wild_type_needs_every_place_and_one_change_ends_it(statuses: tuple[AssayStatus, ...], decided: str) -> None:
    assert state(WILD_TYPE, *statuses) == decided


@pytest.mark.parametrize(
    ("marker", "decided"),
    [
        (protein("EGFR", "T790M"), "not_met"),
        (biomarker("BRAF V600", BiomarkerKind.CODON, codons=(600,)), "not_met"),
        (biomarker("MET c.3028+1G>T", BiomarkerKind.ALLELE, alleles=((Assembly.GRCH38, "7", 116771990, "G", "T"),)), "not_met"),
        (protein("EGFR", "E746_A750del"), "not_met"),
        (protein("FLT3", "D586_L610dup"), ""),  # 25 residues: longer than callers of small variants find
        (biomarker("KIT long", BiomarkerKind.ALLELE, alleles=((Assembly.GRCH38, "4", 5, "A" * 60, "A"),)), ""),
        (biomarker("EGFR Exon 19 Deletion", BiomarkerKind.EXON, exons=(19,), mutation_types=("deletion",)), ""),
        (biomarker("BRCA1 Loss-of-function", BiomarkerKind.LOSS_OF_FUNCTION), ""),
    ],
)
def test_a_named_change_is_excluded_where_it_would_have_been_seen(marker: Biomarker, decided: str) -> None:
    assert state(marker, ABSENT) == decided
    assert state(marker, ABSENT, NOT_COVERED) == ""
    assert state(marker, DETECTED) == ""


def test_what_decides_is_said() -> None:
    ids = (WILD_TYPE.biomarker_id,)
    locus = ActionableLocus("KRAS", "wild type (codons 12, 13)", LocusKind.WILD_TYPE, ids)
    seen = LocusStatus("KRAS", locus.name, ids, DETECTED, "", "", detected=("p.G12D", "p.G13D"))
    absent = LocusStatus("KRAS", locus.name, ids, ABSENT, "all 6 bases: reference blocks; depth at least 45", "")
    biomarkers = {WILD_TYPE.biomarker_id: WILD_TYPE}
    said = [decided_by_loci([locus], [one], biomarkers).said_by[WILD_TYPE.biomarker_id] for one in (seen, absent)]
    assert said == [
        "KRAS wild type (codons 12, 13): altered, p.G12D, p.G13D",
        "KRAS wild type (codons 12, 13): not detected; all 6 bases: reference blocks; depth at least 45",
    ]
