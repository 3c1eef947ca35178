"""Joins the rooms for the actionable loci of a run: which matter, where they lie, and what one sample's file says of them."""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.clinical.loci import actionable_loci
from pm_annotate.clinical.locus_status import LocusAssessment
from pm_annotate.genome.locus_positions import locus_regions, place_loci
from pm_annotate.knowledge.wild_type_loci import load_wild_type_rules
from pm_annotate.model import Assembly, SiteGenotype, Skipped, TumorType
from pm_annotate.model.loci import ActionableLocus, LocusPlace
from pm_annotate.tables import Tables
from pm_annotate.vcf.coverage import PlacesToCover
from pm_annotate.vcf.reference_evidence import CoverageOptions, least_depth
from pm_annotate.vcf.regions import Regions
from pm_annotate.vcf.set_aside_events import with_set_aside_events


class LociToAssess:
    """The loci of a tumour type with their places on one assembly: two like sequences, the same for all samples of a file."""

    def __init__(self, loci: tuple[ActionableLocus, ...], places: tuple[LocusPlace, ...]) -> None:
        self.loci = loci
        self.places = places
        self._to_cover = PlacesToCover(places)

    def regions(self) -> Regions:
        """Every position that has to be read, as ``genotypes_at`` wants it."""
        return locus_regions(self.places)

    def in_sample(
        self, sites: Sequence[SiteGenotype], skipped: Sequence[Skipped], coverage: CoverageOptions
    ) -> LocusAssessment:
        """The same with what the file says of one sample. ``sites``: of the tumour's column; () for a sites-only file.

        ``skipped``: what the reader set aside for this sample. Records that lie elsewhere do no harm.
        """
        covered = self._to_cover.in_sample(sites, skipped, coverage)
        return LocusAssessment(self.loci, self.places, with_set_aside_events(self.loci, self.places, covered, skipped))


def loci_to_assess(tables: Tables, assembly: Assembly, tumor: TumorType | None) -> LociToAssess:
    """The loci that matter in this tumour type. Without one: those that matter in any."""
    rules = load_wild_type_rules(tables.folder / "knowledge" / "wild_type_loci.tsv")
    loci = actionable_loci(tables.knowledge, tables.tumor_types, tumor, rules)
    return LociToAssess(loci, place_loci(tables.genome(assembly), loci))


def coverage_options(callable_regions: Regions, targets: Regions | None, min_dp: int | None) -> CoverageOptions:
    """What ``--callable``, ``--targets`` and ``--min-dp`` say of coverage."""
    return CoverageOptions(least_depth(min_dp), callable_regions=callable_regions, targets=targets)
