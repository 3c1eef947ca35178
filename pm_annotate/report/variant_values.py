"""What every output says of one allele in one sample: column name -> value, read from the model.

TSV and JSON share these names and values: MAF, VEP and vcf2maf names where the meaning is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pm_annotate.model import Assembly, Call, Effect, Finding, SampleRole, VariantReport
from pm_annotate.report.cells import significant
from pm_annotate.report.event_values import event_coordinates, event_values
from pm_annotate.report.maf import maf_coordinates

QUALITY_DIGITS = 7  # what a 32-bit float, as BCF stores QUAL, can hold


def variant_values(role: SampleRole, variant: VariantReport, effect: Effect | None) -> dict[str, object]:
    """Sample, names on ``effect``'s transcript, reads, coordinates and event. Not known: None or ()."""
    return {**allele_values(role, variant, effect), **event_values(variant.event)}


def allele_values(role: SampleRole, variant: VariantReport, effect: Effect | None) -> dict[str, object]:
    """The same without the event."""
    return {
        **sample_values(role, variant.observation.allele.assembly),
        **effect_values(effect),
        **read_values(variant),
        **coordinate_values(variant),
    }


def sample_values(role: SampleRole, assembly: Assembly) -> dict[str, object]:
    """What every row of a report begins with."""
    return {
        "Tumor_Sample_Barcode": role.sample_id,
        "Matched_Norm_Sample_Barcode": role.normal,
        "NCBI_Build": assembly.value,
    }


SAMPLE_COLUMNS = ("Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build")


def effect_values(effect: Effect | None) -> Mapping[str, object]:
    """Names and consequence on one transcript; all empty without one."""
    if effect is None:
        return _NO_EFFECT
    return {
        "Hugo_Symbol": effect.gene or None,
        "HGVSp_Short": effect.hgvsp_short or None,
        "HGVSc": effect.hgvsc or None,
        "HGVSp": effect.hgvsp or None,
        "HGVSg": effect.hgvsg or None,
        "Transcript_ID": effect.transcript or None,
        "Consequence": effect.consequence,
        "Variant_Classification": effect.variant_classification or None,
        "IMPACT": effect.impact or None,
        "EXON": effect.exon or None,
        "INTRON": effect.intron or None,
        "Protein_position": protein_position(effect),
        "computed_from": effect.computed_from or None,
        "MANE_SELECT": effect.mane_select or None,
    }


EFFECT_COLUMNS = (
    "Hugo_Symbol", "HGVSp_Short", "HGVSc", "HGVSp", "HGVSg", "Transcript_ID", "Consequence", "Variant_Classification",
    "IMPACT", "EXON", "INTRON", "Protein_position", "computed_from", "MANE_SELECT",
)  # fmt: skip


_NO_EFFECT: Mapping[str, object] = dict.fromkeys(EFFECT_COLUMNS)


def protein_position(effect: Effect) -> str | None:
    """``600`` or ``746-750``, as VEP writes it."""
    if effect.protein_start is None:
        return None
    if effect.protein_end is None or effect.protein_end == effect.protein_start:
        return str(effect.protein_start)
    return f"{effect.protein_start}-{effect.protein_end}"


def read_values(variant: VariantReport) -> dict[str, object]:
    """Depths and counts in reads; VAF as a fraction 0-1 to 4 significant digits."""
    observation = variant.observation
    tumor = observation.tumor or _NO_CALL
    normal = observation.normal or _NO_CALL
    return {
        "t_depth": tumor.depth,
        "t_ref_count": tumor.ref_count,
        "t_alt_count": tumor.alt_count,
        "t_vaf": significant(tumor.vaf),
        "n_depth": normal.depth,
        "n_ref_count": normal.ref_count,
        "n_alt_count": normal.alt_count,
        "n_vaf": significant(normal.vaf),
        "GT": tumor.genotype or None,
        "zygosity": tumor.zygosity or None,
        "phase_set": tumor.phase_set or None,
        "Mutation_Status": variant.mutation_status or None,
        "origin_evidence": variant.origin_evidence,
        "FILTER": observation.filter_text or None,
        "read_fields": unique(tumor.read_fields + normal.read_fields),
    }


_NO_CALL = Call("")  # of a sites-only file, or where there is no normal: nothing is known
READ_COLUMNS = (
    "t_depth", "t_ref_count", "t_alt_count", "t_vaf", "n_depth", "n_ref_count", "n_alt_count", "n_vaf", "GT", "zygosity",
    "phase_set", "Mutation_Status", "origin_evidence", "FILTER", "read_fields",
)  # fmt: skip


def coordinate_values(variant: VariantReport) -> dict[str, object]:
    """Where the variant lies: as MAF says it, and as it stands in the file."""
    allele = variant.observation.allele
    if not allele.chrom:  # typed as a protein change: no place in the genome is known
        return dict.fromkeys(COORDINATE_COLUMNS)
    start, end, ref, alt, variant_type, of_class = (
        event_coordinates(variant.event) if variant.event else maf_coordinates(allele)
    )
    return {
        "Chromosome": allele.chrom,
        "Start_Position": start,
        "End_Position": end,
        "Reference_Allele": ref or None,
        "Tumor_Seq_Allele2": alt or None,
        "Variant_Type": variant_type,
        "VARIANT_CLASS": of_class,
        "vcf_chrom": allele.vcf_chrom or None,
        "vcf_pos": allele.vcf_pos,
        "vcf_id": None if allele.vcf_id == "." else allele.vcf_id or None,
        "vcf_ref": allele.vcf_ref or None,
        "vcf_alt": allele.vcf_alt or None,
        "vcf_qual": significant(allele.vcf_qual, QUALITY_DIGITS),
    }


COORDINATE_COLUMNS = (
    "Chromosome", "Start_Position", "End_Position", "Reference_Allele", "Tumor_Seq_Allele2", "Variant_Type",
    "VARIANT_CLASS", "vcf_chrom", "vcf_pos", "vcf_id", "vcf_ref", "vcf_alt", "vcf_qual",
)  # fmt: skip


def primary_effect(variant: VariantReport) -> Effect | None:
    """The first effect: that on the gene's primary transcript."""
    return variant.effects[0] if variant.effects else None


def effect_for(finding: Finding, variant: VariantReport) -> Effect | None:
    """The first effect on a gene that the finding's biomarkers name, else the variant's first."""
    return effect_in(variant, {match.biomarker.gene for match in finding.matches})


def effect_in(variant: VariantReport, genes: Collection[str]) -> Effect | None:
    """The first effect on one of ``genes``, else the variant's first."""
    for effect in variant.effects:
        if effect.gene in genes:
            return effect
    return variant.effects[0] if variant.effects else None


def variant_name(variant: VariantReport, effect: Effect | None) -> str:
    """``BRAF:p.V600E``; the coding or genomic change where there is no protein change, else the allele as in the file.

    A structural event goes by its own name: ``EML4::ALK e13::e20``.
    """
    if variant.event is not None:
        return variant.event.name
    allele = variant.observation.allele
    as_in_file = f"{allele.vcf_chrom}:{allele.vcf_pos}:{allele.vcf_ref}:{allele.vcf_alt}"
    if effect is None:
        return as_in_file
    return f"{effect.gene}:{effect.hgvsp_short or effect.hgvsc or effect.hgvsg or as_in_file}"


def variant_id(variant: VariantReport) -> str:
    """``GRCh38:7:140753336:A:T``: the normalised allele, for joining the parts of the JSON report.

    The name of a variant that was typed and has no place in the genome.
    """
    allele = variant.observation.allele
    if not allele.chrom:
        return variant_name(variant, primary_effect(variant))
    place = f"{allele.assembly}:{allele.chrom}:{allele.pos}:{allele.ref}:{allele.alt}"
    return f"{place}:{variant.event.gene}:{variant.event.kind}" if variant.event else place


VariantKey = tuple[int, tuple[str, int, str, str], str]
"""Record number, normalised allele, and for a structural event what it does to which gene."""


def variant_key(variant: VariantReport) -> VariantKey:
    """Which allele of which record; which event on which gene."""
    event = variant.event
    of_event = f"{event.event.source} {event.gene} {event.name}" if event else ""
    return (variant.observation.allele.record_number, variant.observation.allele.key, of_event)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order first seen, without empty ones."""
    return tuple(dict.fromkeys(filter(None, values)))


def retained_values(variant: VariantReport, tags: Sequence[str]) -> dict[str, str | bool]:
    """The INFO fields of the record that the user asked for, as written, in the order asked for; a flag is true."""
    info = variant.observation.allele.retained_info
    return {tag: info[tag] or True for tag in tags if tag in info}


def all_caveats(variant: VariantReport, effects: Sequence[Effect]) -> tuple[str, ...]:
    """What is to be kept in mind about the allele and its names."""
    return unique([*variant.caveats, *[caveat for effect in effects for caveat in effect.caveats]])
