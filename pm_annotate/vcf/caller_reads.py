"""Where each caller writes its reads. One function per way of writing; each gives None where its fields are not there.

VAF is alt / (ref + all ALT) from counts wherever a file has counts, because what callers call AF differs: Mutect2's AF is a
posterior mean, LoFreq's and VarDict's a quotient. Only files without counts fall back to a fraction field.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pm_annotate.vcf.evidence import AlleleFields, Reads, counted, total
from pm_annotate.vcf.numbers import number

_BASES = "ACGT"
VF_ROUNDING = 0.002  # of Pisces' VF, which has three or four digits


def depth_of(fields: AlleleFields) -> tuple[int | None, tuple[str, ...]]:
    """Depth as the caller writes it, and the field: DP, DPI (Strelka germline indels), FDP (Ion Torrent), NR (Platypus)."""
    for key in ("DP", "DPI"):
        depth = fields.integer(key)
        if depth is not None:
            return depth, fields.named(key)
    return None, ()


def joint_tumour_control(fields: AlleleFields, control: bool = False) -> Reads | None:
    """ADT/DPT for the tumour and ADC/DPC for the control in one column (TCGA consensus calls); "ref,alt" each."""
    counts_key, depth_key = ("ADC", "DPC") if control else ("ADT", "DPT")
    if counts_key not in fields.values or depth_key not in fields.values:
        return None
    counts = fields.integers(counts_key)
    depth = fields.integer(depth_key)
    if len(counts) == len(fields.alts) + 1 and None not in counts:
        whole = total(counts)
        return counted(depth, counts[0], counts[fields.alt_number], whole, fields.named(counts_key, depth_key))
    return Reads(depth, None, None, None, fields.named(depth_key)) if depth is not None else None


def normal_beside(fields: AlleleFields) -> Reads | None:
    """The matched normal's reads in the tumour's own column: NAD "ref,alt", NDP, NAF (ClairS; DeepSomatic from 1.9 on)."""
    depth = fields.integer("NDP")
    if depth is None:
        return None
    counts = fields.integers("NAD")
    if len(counts) == len(fields.alts) + 1 and counts[fields.alt_number] is not None:
        whole = total(counts) if counts[0] is not None else depth
        return counted(depth, counts[0], counts[fields.alt_number], whole, fields.named("NAD", "NDP"))
    vaf = fields.fraction("NAF")
    return Reads(depth, None, None, vaf, fields.named("NAF", "NDP")) if vaf is not None else None


def flow_space(fields: AlleleFields) -> Reads | None:
    """Ion Torrent Variant Caller: FAO (per ALT) and FRO after flow evaluation, FDP their depth; preferred over AO, RO, DP."""
    alt, ref = fields.per_alt("FAO"), fields.integer("FRO")
    if alt is None or ref is None:
        return None
    whole = ref + total(fields.integers("FAO"))
    return counted(fields.integer("FDP"), ref, alt, whole, fields.named("FAO", "FRO", "FDP"))


def alt_depth_with_ref_depth(fields: AlleleFields) -> Reads | None:
    """VarScan: AD counts the ALT only, RD the reference (VarDict's RD is a pair of strands, and is not meant)."""
    alt, ref = fields.per_alt("AD"), fields.integer("RD")
    if alt is None or ref is None:
        return None
    depth, named = depth_of(fields)
    whole = ref + total(fields.integers("AD"))
    return counted(depth, ref, alt, whole, fields.named("AD", "RD") + named)


def allelic_depths(fields: AlleleFields) -> Reads | None:
    """AD, "ref,alt1,alt2..." (VCF 4.5: Number=R): Mutect2, GATK, VarDict, MuSE, Scalpel, DRAGEN, DeepVariant, FreeBayes.

    The same under other names: CLCAD2 (CLC Genomics), DPR (old FreeBayes and bcftools). An AD of another length (a split
    multi-allelic record) is not guessed at.
    """
    for key in ("AD", "CLCAD2", "DPR"):
        counts = fields.integers(key)
        if len(counts) == len(fields.alts) + 1 and counts[fields.alt_number] is not None:
            depth, named = depth_of(fields)
            whole = depth if None in counts else total(counts)  # the reads of an ALT without count are in the depth alone
            return counted(depth, counts[0], counts[fields.alt_number], whole, fields.named(key) + named)
    return None


def local_depths(fields: AlleleFields) -> Reads | None:
    """LAD, "ref,alt.." of the ALT that LAA lists alone (VCF 4.5 section 1.6.2, local alleles; DRAGEN's cohorts)."""
    local, counts = fields.integers("LAA"), fields.integers("LAD")
    if fields.alt_number not in local or len(counts) != len(local) + 1 or None in counts:
        return None
    depth, named = depth_of(fields)
    alt = counts[local.index(fields.alt_number) + 1]
    return counted(depth, counts[0], alt, total(counts), fields.named("LAD", "LAA") + named)


def stranded_depths(fields: AlleleFields) -> Reads | None:
    """ADF and ADR, the two strands of AD, each "ref,alt1,alt2..." (bcftools, Strelka germline) where AD is missing."""
    forward, reverse = fields.integers("ADF"), fields.integers("ADR")
    if len(forward) != len(fields.alts) + 1 or len(reverse) != len(forward) or None in forward or None in reverse:
        return None
    counts = [(plus or 0) + (minus or 0) for plus, minus in zip(forward, reverse, strict=True)]
    depth, named = depth_of(fields)
    return counted(depth, counts[0], counts[fields.alt_number], sum(counts), fields.named("ADF", "ADR") + named)


def strelka_bases(fields: AlleleFields) -> Reads | None:
    """Strelka2 somatic SNVs: AU, CU, GU, TU as "tier1,tier2"; tier 1 is used (Strelka user guide, somatic allele fraction)."""
    bases = [fields.ref.upper(), *(alt.upper() for alt in fields.alts if len(alt) == 1)]
    if not fields.has(*(f"{base}U" for base in _BASES)) or fields.alts[fields.alt_number - 1].upper() not in bases[1:]:
        return None
    tier1 = {base: fields.integers(f"{base}U")[0] for base in _BASES}
    whole = sum(tier1.get(base) or 0 for base in set(bases))
    depth, named = depth_of(fields)
    ref, alt = tier1.get(bases[0]), tier1.get(fields.alts[fields.alt_number - 1].upper())
    used = fields.named(*(f"{base}U" for base in _BASES if base in bases))
    return counted(depth, ref, alt, whole, used + named)


def strelka_indel(fields: AlleleFields) -> Reads | None:
    """Strelka2 somatic indels: TAR (reference and other) and TIR (the indel), tier 1: VAF = TIR / (TIR + TAR)."""
    ref_tiers, alt_tiers = fields.integers("TAR"), fields.integers("TIR")
    if not ref_tiers or not alt_tiers or len(fields.alts) != 1:
        return None
    ref, alt = ref_tiers[0], alt_tiers[0]
    if ref is None or alt is None:
        return None
    depth, named = depth_of(fields)
    return counted(depth, ref, alt, ref + alt, fields.named("TAR", "TIR") + named)


def observation_counts(fields: AlleleFields) -> Reads | None:
    """FreeBayes (and Ion Torrent without flow values): RO and, for each ALT, AO. Without RO, AO is held against DP."""
    alt = fields.per_alt("AO")
    if alt is None:
        return None
    ref = fields.integer("RO")
    depth, named = depth_of(fields)
    whole = depth if ref is None else ref + total(fields.integers("AO"))
    return counted(depth, ref, alt, whole, fields.named("AO", "RO") + named)


def base_counts(fields: AlleleFields) -> Reads | None:
    """SomaticSniper's BCOUNT: reads with A, C, G, T; used where DP4 cannot tell two ALT apart."""
    counts = fields.integers("BCOUNT")
    ref, alt = fields.ref.upper(), fields.alts[fields.alt_number - 1].upper()
    if len(counts) != 4 or len(fields.alts) < 2 or any(len(base) != 1 or base not in _BASES for base in (ref, alt)):
        return None
    whole = sum(
        counts[_BASES.index(base)] or 0 for base in {ref, *(alt.upper() for alt in fields.alts if alt.upper() in _BASES)}
    )
    depth, named = depth_of(fields)
    return counted(depth, counts[_BASES.index(ref)], counts[_BASES.index(alt)], whole, fields.named("BCOUNT") + named)


def four_depths(fields: AlleleFields) -> Reads | None:
    """DP4: ref forward, ref reverse, alt forward, alt reverse (SomaticSniper, SomaticSeq, LoFreq, samtools); one ALT only."""
    counts = fields.integers("DP4")
    if len(counts) != 4 or None in counts or len(fields.alts) != 1:
        return None
    ref, alt = (counts[0] or 0) + (counts[1] or 0), (counts[2] or 0) + (counts[3] or 0)
    depth, named = depth_of(fields)
    return counted(depth, ref, alt, ref + alt, fields.named("DP4") + named)


def caveman_bases(fields: AlleleFields) -> Reads | None:
    """CaVEMan: FAZ..FTZ and RAZ..RTZ count each base on either strand; PM, its own fraction, is not needed."""
    keys = [f"{strand}{base}Z" for base in _BASES for strand in "FR"]
    ref, alt = fields.ref.upper(), fields.alts[fields.alt_number - 1].upper()
    if not fields.has(*keys) or any(len(base) != 1 or base not in _BASES for base in (ref, alt)):
        return None
    count = {base: (fields.integer(f"F{base}Z") or 0) + (fields.integer(f"R{base}Z") or 0) for base in _BASES}
    whole = sum(count[base] for base in {ref, *(alt.upper() for alt in fields.alts if alt.upper() in _BASES)})
    used = fields.named(*(f"{strand}{base}Z" for base in (ref, alt) for strand in "FR"))
    return counted(sum(count.values()), count[ref], count[alt], whole, used)


def pindel_calls(fields: AlleleFields) -> Reads | None:
    """cgpPindel: FC of FD fragments, or PU + NU unique calls of PR + NR mapped reads on either strand; one ALT only."""
    if len(fields.alts) != 1:
        return None
    if fields.has("FC", "FD"):
        alt, depth, used = fields.integer("FC"), fields.integer("FD"), fields.named("FC", "FD")
    elif fields.has("PU", "NU", "PR", "NR"):
        plus, minus = fields.integer("PU"), fields.integer("NU")
        plus_depth, minus_depth = fields.integer("PR"), fields.integer("NR")
        if plus is None or minus is None or plus_depth is None or minus_depth is None:
            return None
        alt, depth, used = plus + minus, plus_depth + minus_depth, fields.named("PU", "NU", "PR", "NR")
    else:
        return None
    return _of_depth(alt, depth, used)


def platypus_reads(fields: AlleleFields) -> Reads | None:
    """Platypus and others: NV reads with the variant of NR reads that cover it, both for each ALT. The rest is REF."""
    alt = fields.per_alt("NV")
    depth = fields.per_alt("NR") if len(fields.integers("NR")) == len(fields.alts) else fields.integer("NR")
    return _of_depth(alt, depth, fields.named("NV", "NR"), max(0, (depth or 0) - total(fields.integers("NV"))))


def variant_depth(fields: AlleleFields) -> Reads | None:
    """VarDict's VD, old samtools' DV, or an AD that counts the ALT only (SvABA), held against DP; one ALT only."""
    depth, named = depth_of(fields)
    if len(fields.alts) != 1 or depth is None:
        return None
    for key in ("VD", "DV", "AD"):
        alt = fields.integer(key)
        if alt is not None:
            return _of_depth(alt, depth, fields.named(key) + named)
    return None


def depths_of_two_alt(fields: AlleleFields) -> Reads | None:
    """Pisces (Illumina, TSO500) of two ALT: AD counts the ALT alone, and VF is their share of DP together, which proves it."""
    counts, depth, together = fields.integers("AD"), fields.integer("DP"), number(fields.values.get("VF", ""))
    if len(fields.alts) < 2 or len(counts) != len(fields.alts) or None in counts or not depth or together is None:
        return None
    if abs(total(counts) / depth - together) > VF_ROUNDING:
        return None
    return _of_depth(counts[fields.alt_number - 1], depth, fields.named("AD", "DP"), max(0, depth - total(counts)))


def _of_depth(alt: int | None, depth: int | None, used: tuple[str, ...], ref: int | None = None) -> Reads | None:
    if alt is None or depth is None or alt > depth:
        return None
    return Reads(depth, depth - alt if ref is None else ref, alt, alt / depth if depth else None, used)


def haplotype_frequencies(fields: AlleleFields) -> Reads | None:
    """Octopus: MAP_HF gives each haplotype of GT its share: an allele has that of the haplotypes that carry it. No counts."""
    genotype = fields.values.get("GT", "")
    shares = [number(part) for part in fields.values.get("MAP_HF", "").split(",")]
    carried = genotype.split("|")
    if len(carried) < 2 or len(carried) != len(shares) or None in shares:
        return None
    vaf = sum(share or 0 for share, allele in zip(shares, carried, strict=True) if allele == str(fields.alt_number))
    depth, named = depth_of(fields)
    return Reads(depth, None, None, min(vaf, 1.0), fields.named("MAP_HF") + named)


def fraction_only(fields: AlleleFields) -> Reads | None:
    """The caller's own fraction (AF, VAF, FREQ, FA, VF, PM) with DP, where there are no counts. Counts stay unknown."""
    for key in ("AF", "VAF", "FREQ", "FA", "VF", "PM"):
        vaf = fields.fraction(key)
        if vaf is not None:
            depth, named = depth_of(fields)
            return Reads(depth, None, None, vaf, fields.named(key) + named)
    return None


Reader = Callable[[AlleleFields], Reads | None]

_READERS: tuple[tuple[Reader, tuple[str, ...]], ...] = (
    (joint_tumour_control, ("ADT DPT",)),
    (flow_space, ("FAO FRO",)),
    (alt_depth_with_ref_depth, ("AD RD",)),
    (allelic_depths, ("AD", "CLCAD2", "DPR")),
    (local_depths, ("LAA LAD",)),
    (strelka_bases, ("AU CU GU TU",)),
    (strelka_indel, ("TAR TIR",)),
    (observation_counts, ("AO",)),
    (base_counts, ("BCOUNT",)),
    (four_depths, ("DP4",)),
    (stranded_depths, ("ADF ADR",)),
    (caveman_bases, ("FAZ FCZ FGZ FTZ RAZ RCZ RGZ RTZ",)),
    (pindel_calls, ("FC FD", "PU NU PR NR")),
    (platypus_reads, ("NV NR",)),
    (variant_depth, ("VD", "DV", "AD")),
    (depths_of_two_alt, ("AD DP VF",)),
    (haplotype_frequencies, ("GT MAP_HF",)),
    (fraction_only, ("AF", "VAF", "FREQ", "FA", "VF", "PM")),
)
"""In the order in which they are tried: what only one caller writes first, what many write with one meaning next. Beside each
the fields that it reads; where none of these groups is there whole, it finds nothing."""

INFO_READERS: tuple[Reader, ...] = (flow_space, allelic_depths, observation_counts, four_depths, variant_depth)
"""Those that are tried on INFO of a file with one sample or none."""


@lru_cache(maxsize=256)  # a file has few FORMAT texts, and as many lists of fields
def sample_readers(keys: tuple[str, ...]) -> tuple[Reader, ...]:
    """The readers that can find anything in a sample with these FORMAT fields, in the order in which they are tried."""
    there = set(keys)
    return tuple(read for read, groups in _READERS if any(there.issuperset(group.split()) for group in groups))
