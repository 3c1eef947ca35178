"""Reads that support a structural event, as each caller writes them.

Tried before the readers of small variants: several names (VF, DR, SR, PE) mean other things there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pm_annotate.model import Call
from pm_annotate.vcf.evidence import Reads
from pm_annotate.vcf.numbers import count

_Fields = Mapping[str, str]


def with_structural_reads(call: Call, values: _Fields, info: _Fields, own: bool = False) -> Call:
    """The call with the reads of a caller of structural variants, where the sample's ``values`` are of one.

    ``own``: INFO speaks of this sample alone, so its reads serve where FORMAT has none.
    """
    reads = structural_reads(values, info)
    if reads is None and call.alt_count is None and own:
        reads = information_reads(info)
    if reads is None:
        return call
    return call._replace(
        depth=reads.depth,
        ref_count=reads.ref_count,
        alt_count=reads.alt_count,
        vaf=reads.vaf,
        read_fields=reads.fields,
    )


def structural_reads(values: _Fields, info: _Fields) -> Reads | None:
    """Reads from a sample's FORMAT ``values``; ``info`` tells PRECISE from IMPRECISE. None where no caller is recognised.

    VAF is alt / (ref + alt) of the same evidence; it is a fraction of junction reads or pairs, not of depth.
    """
    return next((reads for reader in _READERS if (reads := reader(values, info)) is not None), None)


def information_reads(info: _Fields) -> Reads | None:
    """Supporting reads from INFO, for files whose samples have none: SU, SUPPORT, RE, SAVANA's TUMOUR_READ_SUPPORT, or PE and
    SR. Alt reads only."""
    for keys in (("SU",), ("SUPPORT",), ("RE",), ("READ_COUNT",), ("TUMOUR_READ_SUPPORT",), ("PE", "SR")):
        counts = [found for key in keys if (found := _integer(info, key)) is not None]
        if counts:
            return Reads(None, None, sum(counts), None, tuple(f"INFO/{key}" for key in keys if _integer(info, key) is not None))
    return None


def _fragments(values: _Fields, _: _Fields) -> Reads | None:
    """DRAGEN: VF, fragments of reference and event, each counted once."""
    return _pair(values, ("VF",))


def _manta(values: _Fields, _: _Fields) -> Reads | None:
    """Manta: PR (spanning pairs) and SR (split reads), each "ref,alt"."""
    return _pair(values, ("PR", "SR"))


def _pair(values: _Fields, keys: tuple[str, ...]) -> Reads | None:
    found = {key: counts for key in keys if len(counts := _integers(values, key)) == 2}
    if keys[0] not in found:
        return None
    ref, alt = (sum(counts[side] for counts in found.values()) for side in (0, 1))
    return _reads(ref, alt, found)


def _gridss(values: _Fields, _: _Fields) -> Reads | None:
    """GRIDSS: VF (fragments of the junction; BVF of a single breakend) beside REF and REFPAIR."""
    if "REF" not in values or "REFPAIR" not in values:
        return None
    ref = (_integer(values, "REF") or 0) + (_integer(values, "REFPAIR") or 0)
    fragments, single = _integer(values, "VF"), _integer(values, "BVF")
    key = "VF" if fragments or not single else "BVF"
    alt = fragments if key == "VF" else single
    return None if alt is None else _reads(ref, alt, (key, "REF", "REFPAIR"))


def _tiddit(values: _Fields, _: _Fields) -> Reads | None:
    """TIDDIT: DV and RV support the event; DR and RR are reference reads at either breakpoint, of which the mean is taken."""
    at_both = [counts for key in ("DR", "RR") if len(counts := _integers(values, key)) == 2]
    alt = [found for key in ("DV", "RV") if (found := _integer(values, key)) is not None]
    if len(at_both) != 2 or not alt:
        return None
    ref = round(sum(sum(counts) for counts in at_both) / 2)
    return _reads(ref, sum(alt), ("DV", "RV", "DR", "RR"))


def _delly(values: _Fields, info: _Fields) -> Reads | None:
    """Delly: RR and RV (junction reads) of a precise call, DR and DV (pairs) of an imprecise one (Delly's documentation)."""
    if not {"DR", "DV", "RR", "RV"} <= values.keys():
        return None
    keys = ("DR", "DV") if "IMPRECISE" in info else ("RR", "RV")
    ref, alt = (_integer(values, key) for key in keys)
    return None if alt is None else _reads(ref, alt, keys)


def _reference_and_variant(values: _Fields, _: _Fields) -> Reads | None:
    """Sniffles, cuteSV, SVIM, Severus: DR and DV; nanomonsv: TR (all reads) and VR."""
    alt = _integer(values, "DV")
    if alt is not None and "RV" not in values:
        return _reads(_integer(values, "DR"), alt, ("DR", "DV"))
    total, variant = _integer(values, "TR"), _integer(values, "VR")
    if variant is not None and total is not None and total >= variant:
        return _reads(total - variant, variant, ("TR", "VR"))
    return None


def _fusion_reads(values: _Fields, _: _Fields) -> Reads | None:
    """nf-core/rnafusion: DV spanning fragments and RV junction reads, without reference reads; FORMAT/READ_COUNT."""
    counts = {key: found for key in ("DV", "RV", "READ_COUNT") if (found := _integer(values, key)) is not None}
    if not counts or "RR" in values:
        return None
    return Reads(None, None, sum(counts.values()), None, tuple(f"FORMAT/{key}" for key in counts))


def _lumpy(values: _Fields, _: _Fields) -> Reads | None:
    """Lumpy with svtyper: AO of RO + AO; Lumpy alone: SU, all the evidence, without reference reads."""
    alt, ref = _integer(values, "AO"), _integer(values, "RO")
    if alt is not None and ref is not None and "SU" in values:
        return _reads(ref, alt, ("RO", "AO"))
    alt = _integer(values, "SU")
    return None if alt is None else Reads(None, None, alt, None, ("FORMAT/SU",))


def _brass(values: _Fields, info: _Fields) -> Reads | None:
    """BRASS: RC, the reads of the event that contribute to it (PS beside it: those assembled). No reference reads."""
    if not {"RC", "PS"} <= values.keys() or "SVCLASS" not in info:
        return None
    alt = _integer(values, "RC")
    return None if alt is None else Reads(None, None, alt, None, ("FORMAT/RC",))


_READERS: tuple[Callable[[_Fields, _Fields], Reads | None], ...] = (
    _fragments,
    _manta,
    _gridss,
    _tiddit,
    _delly,
    _reference_and_variant,
    _fusion_reads,
    _lumpy,
    _brass,
)


def _reads(ref: int | None, alt: int, keys: Mapping[str, object] | tuple[str, ...]) -> Reads:
    used = tuple(f"FORMAT/{key}" for key in keys)
    if ref is None:
        return Reads(None, None, alt, None, used)
    total = ref + alt
    return Reads(total, ref, alt, alt / total if total else None, used)


def _integers(values: _Fields, key: str) -> tuple[int, ...]:
    parts = values.get(key, "").split(",")
    found = tuple(count(part) for part in parts)
    return tuple(one for one in found if one is not None) if None not in found else ()


def _integer(values: _Fields, key: str) -> int | None:
    found = _integers(values, key)
    return found[0] if len(found) == 1 else None
