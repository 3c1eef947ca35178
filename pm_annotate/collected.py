"""What was collected of a file and of each of its samples, before any of it is a report."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pm_annotate.clinical.origin import OriginContext
from pm_annotate.genome.genome import Genome
from pm_annotate.loci_assessment import LociToAssess
from pm_annotate.model import Allele, Assembly, Effect, Observation, SiteGenotype, Skipped, StructuralEvent, TumorType
from pm_annotate.options import AnnotateOptions
from pm_annotate.pharmacogenomics.options import PgxOptions
from pm_annotate.structural_variants import SampleEvents, StructuralReading
from pm_annotate.tables import Tables
from pm_annotate.vcf.reader import Item


class FurtherSites(NamedTuple):
    """What a further VCF of the sample says of the positions of pharmacogenes: its tumour column, and its normal."""

    tumor: tuple[SiteGenotype, ...]
    normal: tuple[SiteGenotype, ...]


class Collected:
    """What one sample's stream has brought so far."""

    def __init__(self) -> None:
        self.annotated: list[tuple[Observation, tuple[Effect, ...]]] = []
        self.skipped: list[Skipped] = []
        self.events: list[StructuralEvent] = []
        self.of_further_files = SampleEvents()
        self.further_sites: list[FurtherSites] = []

    def take(self, item: Item, annotate: Callable[[Allele], tuple[Allele, tuple[Effect, ...]]], genome: Genome) -> None:
        """Put an item of the stream where it belongs, an allele with its names; a symbolic one that can be spelt out is one."""
        if isinstance(item, StructuralEvent):
            from pm_annotate.genome.events.spelt_out import as_spelt_out  # loaded for files with structural variants

            spelt_out = as_spelt_out(genome, item)
            if spelt_out is None:
                self.events.append(item)
                return
            item = spelt_out
        if isinstance(item, Skipped):
            self.skipped.append(item)
        else:
            allele, effects = annotate(item.allele)
            self.annotated.append((item if allele is item.allele else item._replace(allele=allele), effects))


class FileReading(NamedTuple):
    """What holds for every report of a file."""

    assembly: Assembly
    genome: Genome
    tables: Tables
    options: AnnotateOptions
    tumor: TumorType | None
    markers: tuple[str, ...]  # texts: the user's, then the file's header
    marker_bases: Mapping[str, str]  # the header line of each text that comes from the file
    structural: StructuralReading
    loci: LociToAssess
    origin: OriginContext
    inherited_listed: bool | None  # whether the file lists inherited alleles; None where it is not known
    annotate: Callable[[Allele], tuple[Allele, tuple[Effect, ...]]]
    provenance: Mapping[str, object]
    warnings: tuple[str, ...]

    @property
    def pgx_options(self) -> PgxOptions:
        """What the user said for pharmacogenes, with what this file's caller lists."""
        return self.options.pgx._replace(inherited_listed=self.origin.germline_file or self.inherited_listed)
