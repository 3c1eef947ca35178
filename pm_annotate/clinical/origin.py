"""What speaks for an inherited and what for a somatic origin where no matched normal tells. Evidence in words, no verdict.

VAF limits, and the genes, are those of the ESMO Precision Medicine Working Group for germline-focused analysis of tumour-only
sequencing (Mandelker 2019, PMID:31050713; Kuzbari 2023, PMID:36529447): SNVs above 30 % and indels above 20 % may be
germline; of such alleles more than 80 % are in BRCA1, BRCA2 and PALB2, fewer than 2 % in TP53, APC and STK11.
"""

from collections.abc import Iterator, Sequence
from sys import intern
from typing import NamedTuple

from pm_annotate.clinical.population_frequency import COMMON_FREQUENCY, population_frequencies
from pm_annotate.model import Allele, Observation

FOR_GERMLINE = "speaks for germline"
FOR_SOMATIC = "speaks for somatic"
GERMLINE_VAF_SNV = 0.3
GERMLINE_VAF_INDEL = 0.2
HETEROZYGOUS = (0.4, 0.6)
HOMOZYGOUS = 0.9
RARELY_SEEN = 1e-5  # below this a population frequency says nothing of inheritance
GERMLINE_QUALITY = 20  # GERMQ of Mutect2, phred: an allele this surely not germline

ESMO = "ESMO PMWG, PMID:36529447"
MOSTLY_GERMLINE = frozenset({"BRCA1", "BRCA2", "PALB2"})
MOSTLY_SOMATIC = frozenset({"TP53", "APC", "STK11"})
MOST_ACTIONABLE = frozenset({"BRCA1", "BRCA2", "PALB2", "MLH1", "MSH2", "MSH6", "RET"})


STATED = "--germline"


class OriginContext(NamedTuple):
    """What is known of the whole file. ``germline_basis``: why it is a germline file ("--germline", the caller); "" if not.

    ``mixed``: it would be, but is read together with the VCF of a somatic caller: no allele is inherited for its file alone,
    and no base of it is a tumour's. ``no_sample``: there is no file, since the variant was typed; nobody shows one allele or
    two of it.
    """

    germline_basis: str = ""
    mixed: bool = False
    no_sample: bool = False

    @property
    def germline_file(self) -> bool:
        return bool(self.germline_basis)

    @property
    def shows_tumour_bases(self) -> bool:
        """Whether bases without a change may be the tumour's. The patient's own genome makes no tumour wild type."""
        return not (self.germline_file or self.mixed)

    @property
    def is_stated(self) -> bool:
        """Whether the user says so. What a header tells may be a germline caller's reading of a tumour."""
        return self.germline_basis == STATED


TUMOUR_FILE = OriginContext()
TYPED_VARIANT = OriginContext(no_sample=True)


def origin_evidence(
    observation: Observation, oncogenicity: Sequence[str] = (), clinvar: str | None = None, genes: Sequence[str] = ()
) -> tuple[str, ...]:
    """One text per piece of evidence, each saying which way it speaks. () where nothing does.

    ``oncogenicity``: evidence that the allele acts in tumours ("hotspot BRAF V600E"); ``clinvar``: its significance there;
    ``genes``: whose alleles these are.
    """
    allele = observation.allele
    fraction = _of_fraction(observation)
    said = [fraction] if fraction else []
    said += _of_populations(allele)
    said += _of_callers(allele)
    if oncogenicity or clinvar:
        said += _of_knowledge(oncogenicity, clinvar)
    if genes:
        said += _of_genes(genes)
    return tuple(map(intern, said))  # a file has thousands of alleles, and says the same of many


def speaks_for_somatic(evidence: Sequence[str]) -> bool:
    """Whether more pieces speak for a somatic than for an inherited origin."""
    return sum(FOR_SOMATIC in text for text in evidence) > sum(FOR_GERMLINE in text for text in evidence)


def _of_fraction(observation: Observation) -> str:
    vaf = observation.tumor.vaf if observation.tumor is not None else None
    if vaf is None:
        return ""
    allele = observation.allele
    indel = len(allele.ref) != len(allele.alt)
    limit = GERMLINE_VAF_INDEL if indel else GERMLINE_VAF_SNV
    if vaf >= HOMOZYGOUS:
        return f"VAF {vaf:.2f} as of a homozygous allele or after loss of the other one: {FOR_GERMLINE}"
    if HETEROZYGOUS[0] <= vaf <= HETEROZYGOUS[1]:
        return f"VAF {vaf:.2f} near that of a heterozygous allele: {FOR_GERMLINE}"
    if vaf <= limit:
        kind = "an indel" if indel else "an SNV"
        return f"VAF {vaf:.2f} at or below {limit:.0%} for {kind} (ESMO PMWG, PMID:31050713): {FOR_SOMATIC}"
    return ""


def _of_populations(allele: Allele) -> Iterator[str]:
    for name, frequency in population_frequencies(allele).items():
        if frequency >= COMMON_FREQUENCY:
            yield f"{name} {frequency:.3g}, a common polymorphism: {FOR_GERMLINE}"
        elif frequency > RARELY_SEEN:
            yield f"{name} {frequency:.2g}, seen in the population: {FOR_GERMLINE}"


def _of_callers(allele: Allele) -> Iterator[str]:
    info = allele.retained_info
    quality = info.get("GERMQ", "")
    if quality.isdigit():
        way = FOR_SOMATIC if int(quality) >= GERMLINE_QUALITY else FOR_GERMLINE
        yield f"GERMQ {quality} (Mutect2, phred that it is not germline): {way}"
    tagged = info.get("GermlineStatus", "").casefold()
    if tagged.startswith(("germline", "somatic")):
        way = FOR_GERMLINE if tagged.startswith("germline") else FOR_SOMATIC
        yield f"GermlineStatus {info['GermlineStatus']} (DRAGEN, by population databases): {way}"
    if "SOMATIC" in info or info.get("SS") == "2" or info.get("STATUS", "").endswith("Somatic"):
        yield f"the caller calls it somatic: {FOR_SOMATIC}"
    if allele.vcf_id.startswith("rs") or "DB" in info:
        yield "in dbSNP, which holds somatic alleles too"


def _of_knowledge(oncogenicity: Sequence[str], clinvar: str | None) -> Iterator[str]:
    hotspot = next((text for text in oncogenicity if text.startswith("hotspot")), "")
    if hotspot:
        yield f"{hotspot} of tumours: {FOR_SOMATIC}"
    if clinvar:
        yield f"ClinVar {clinvar.replace('_', ' ')}: seen as an inherited allele"


def _of_genes(genes: Sequence[str]) -> Iterator[str]:
    for gene in dict.fromkeys(genes):
        if gene in MOSTLY_GERMLINE:
            yield f"of such alleles of {gene} in tumours more than 80 % are germline ({ESMO}): {FOR_GERMLINE}"
        elif gene in MOSTLY_SOMATIC:
            yield f"of such alleles of {gene} in tumours fewer than 2 % are germline ({ESMO}): {FOR_SOMATIC}"
