"""Call of one allele in one sample: genotype and read evidence, from plain FORMAT and INFO values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pm_annotate.model import ON_EVERY_COPY, Call
from pm_annotate.shared_texts import shared
from pm_annotate.vcf.caller_reads import (
    INFO_READERS,
    depth_of,
    fraction_only,
    joint_tumour_control,
    normal_beside,
    sample_readers,
)
from pm_annotate.vcf.evidence import AlleleFields, Reads, counted
from pm_annotate.vcf.genotypes import Genotype, parse_genotype, phase_set, phased_genotype

_POPULATION_KEYS = ("AC", "AN", "NS", "MLEAC", "MLEAF")
"""INFO fields that stand beside an INFO/AF which counts genotypes or a population, not reads."""

CONTROL_FIELDS = frozenset({"ADC", "NDP"})
"""One of these FORMAT fields stands where a normal's reads are in the tumour's own column."""

_NO_READS = Reads(None, None, None, None, ())


def read_call(
    sample: str,
    values: Mapping[str, str],
    ref: str,
    alts: Sequence[str],
    index: int,
    info: Mapping[str, str] | None = None,
) -> Call:
    """What one sample column shows of ALT number ``index`` (from 1).

    ``values`` maps FORMAT keys to the sample's text, ``alts`` are all ALT of the record. ``info`` is given only where INFO
    speaks of this sample alone (sites-only and single-sample files); it serves where FORMAT has no reads.
    VAF is alt / (ref + all ALT) where counts exist, else the caller's own fraction; ``read_fields`` names what was used.
    A value that the file does not give is None, never 0. Raises ValueError, in words, for a genotype that cannot be read.
    """
    genotype_text = values.get("GT", "")
    genotype = parse_genotype(genotype_text, len(alts)) if genotype_text else None
    phased = phased_genotype(values, genotype)
    reads = _reads(AlleleFields(values, "FORMAT", ref, alts, index), info)
    return Call(
        sample=sample,
        genotype=genotype.text if genotype else None,
        carries=genotype.carries(index) if genotype else None,
        zygosity=_zygosity(genotype, index, reads.vaf),
        phase_set=phase_set(values, phased=phased is not None),
        depth=reads.depth,
        ref_count=reads.ref_count,
        alt_count=reads.alt_count,
        vaf=reads.vaf,
        read_fields=shared(reads.fields),
        phased_genotype=phased,
    )


def _zygosity(genotype: Genotype | None, index: int, vaf: float | None) -> str:
    """Of the genotype, where the reads allow it. DeepSomatic writes 1/1 for every somatic call, at a VAF of 0.2 as well."""
    told = genotype.zygosity(index) if genotype else "unknown"
    return "unknown" if told == "homozygous" and vaf is not None and vaf < ON_EVERY_COPY else told


def read_control_call(sample: str, values: Mapping[str, str], ref: str, alts: Sequence[str], index: int) -> Call | None:
    """The matched normal's call where its reads stand in the tumour's own column (ADC, DPC; NDP, NAD, NAF); None elsewhere."""
    fields = AlleleFields(values, "FORMAT", ref, alts, index)
    reads = joint_tumour_control(fields, control=True) or normal_beside(fields)
    if reads is None:
        return None
    return Call(
        sample=sample,
        depth=reads.depth,
        ref_count=reads.ref_count,
        alt_count=reads.alt_count,
        vaf=reads.vaf,
        read_fields=reads.fields,
    )


def _reads(fields: AlleleFields, info: Mapping[str, str] | None) -> Reads:
    found = None
    for reader in sample_readers(tuple(fields.values)):
        if (found := reader(fields)) is not None:
            break
    if found is None and info is not None:
        found = _info_reads(AlleleFields(info, "INFO", fields.ref, fields.alts, fields.alt_number))
    if found is None or found.depth is None:
        depth, named = depth_of(fields)
        if depth is None and info is not None:
            depth, named = depth_of(AlleleFields(info, "INFO", fields.ref, fields.alts, fields.alt_number))
        found = found or _NO_READS
        extra = tuple(name for name in named if name not in found.fields)
        return Reads(depth, found.ref_count, found.alt_count, found.vaf, found.fields + extra)
    return found


def _info_reads(fields: AlleleFields) -> Reads | None:
    """Reads from INFO of a file with one sample or none: counts first, then TVAF/TDP, then AF where it is a read fraction.

    INFO/AF is read only beside INFO/DP (or depth) and without AC, AN or NS: with those it is a frequency among genotypes or
    people. VAF never is (PCAWG's consensus calls have it alone).
    """
    for reader in INFO_READERS:
        reads = reader(fields)
        if reads is not None:
            return reads
    named = _named_tumour_fields(fields)
    if named is not None:
        return named
    if any(key in fields.values for key in _POPULATION_KEYS):
        return None
    if fields.has("depth"):
        return _reported_fraction(fields)
    vaf = fields.fraction("VAF")
    if vaf is not None:
        depth, of_depth = depth_of(fields)
        return Reads(depth, None, None, vaf, fields.named("VAF") + of_depth)
    return fraction_only(fields) if fields.has("DP") else None


def _reported_fraction(fields: AlleleFields) -> Reads | None:
    """``AF=0.3141;depth=468`` (or ``af``) of VCFs that were made of Foundation Medicine's reports."""
    found = next(((key, vaf) for key in ("AF", "af") if (vaf := fields.fraction(key)) is not None), None)
    return Reads(fields.integer("depth"), None, None, found[1], fields.named(found[0], "depth")) if found else None


def _named_tumour_fields(fields: AlleleFields) -> Reads | None:
    """INFO fields that say they are the tumour's: t_alt_count, t_ref_count, t_depth (MAF); TVAF, TDP (PCGR)."""
    alt, ref = fields.integer("t_alt_count"), fields.integer("t_ref_count")
    if alt is not None and ref is not None and len(fields.alts) == 1:
        used = fields.named("t_alt_count", "t_ref_count", "t_depth")
        return counted(fields.integer("t_depth"), ref, alt, ref + alt, used)
    vaf = fields.fraction("TVAF")
    if vaf is not None:
        return Reads(fields.integer("TDP"), None, None, vaf, fields.named("TVAF", "TDP"))
    return None
