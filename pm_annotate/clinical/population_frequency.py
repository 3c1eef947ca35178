"""How frequent an allele is in populations, as far as the file, its annotations and ``--population-vcf`` say."""

from __future__ import annotations

from pm_annotate.model import POPULATION_FREQUENCIES, Allele

COMMON_FREQUENCY = 0.01
_FRACTIONS = ("population_vcf_AF", *POPULATION_FREQUENCIES)
_NEGATIVE_LOG10 = frozenset({"POPAF"})  # Mutect2
_SHOWN = {"population_vcf_AF": "--population-vcf"}
_FIELDS = (*_FRACTIONS, *_NEGATIVE_LOG10)


def population_frequencies(allele: Allele) -> dict[str, float]:
    """Every population frequency (0-1) that is known of the allele, by the name of its field.

    A field with one value per ALT is read at this ALT's place; several values that cannot be told apart are left out.
    """
    found: dict[str, float] = {}
    info = allele.retained_info
    for name in _FIELDS:
        if name not in info:
            continue
        number = _number(allele, info[name])
        if number is not None:
            value = 10.0**-number if name in _NEGATIVE_LOG10 else number
            if 0 <= value <= 1:
                found[_SHOWN.get(name, name)] = value
    return found


def population_frequency(allele: Allele) -> float | None:
    """The highest of them; None where none is known."""
    found = population_frequencies(allele)
    return max(found.values()) if found else None


def is_common(allele: Allele) -> bool:
    """Seen in at least 1 % of a population, as far as is known."""
    frequency = population_frequency(allele)
    return frequency is not None and frequency >= COMMON_FREQUENCY


def _number(allele: Allele, text: str) -> float | None:
    if "," in text:
        parts = text.split(",")
        if len(parts) != len(allele.vcf_alts) or allele.vcf_alt not in allele.vcf_alts:
            return None
        text = parts[allele.vcf_alts.index(allele.vcf_alt)]
    try:
        return float(text)
    except ValueError:
        return None
