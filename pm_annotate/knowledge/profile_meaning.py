"""What a profile's text means, so that two spellings of one profile are seen to be one.

``ALK EML4::ALK e6-e20`` and ``EML4::ALK e6::e20`` are one fusion, ``ALK Fusion`` and ``v::ALK Fusion`` are ALK with any
partner, ``Q179X`` and ``Q179*`` one change, ``EGFR ex19del`` is ``EGFR Exon 19 Deletion``. The order of
the parts of AND and OR does not matter.
"""

from __future__ import annotations

import re
from functools import cache

from pm_annotate.knowledge.lab_spelling import usual_name
from pm_annotate.knowledge.profile_names import Vocabulary, type_biomarker
from pm_annotate.knowledge.profiles import parse_named_profile
from pm_annotate.knowledge.sources.civic import expanded_name
from pm_annotate.model import Biomarker, BiomarkerKind, Profile

_VOCABULARY = Vocabulary()
_EXONS = re.compile(r"(?<= )e(\d+)-e(\d+)\b")  # exons of a fusion as CIViC wrote them until 2024


_SIDE = re.compile(r"(?<=fusion of )(?:5'|3'|any side) ")


def same_meaning(first: str, second: str) -> bool:
    """Whether two profile texts ask for the same. A fusion whose side is not told (``ALK Fusion``) is one of either side."""
    one, other = _meaning(first), _meaning(second)
    if "of any side " in one or "of any side " in other:
        one, other = _SIDE.sub("", one), _SIDE.sub("", other)
    return one == other


@cache
def _meaning(text: str) -> str:
    """A canonical text for what a profile asks for."""
    try:
        return _profile(parse_named_profile(_spelled(text), lambda name: name))
    except ValueError:
        return " ".join(text.lower().split())


@cache
def profile_genes(text: str) -> tuple[str, ...]:
    """The genes that a profile names, each once, in its order; both partners of a fusion, the 3' one first."""
    markers: list[Biomarker] = []

    def keep(name: str) -> str:
        markers.append(_typed(name))
        return name

    try:
        parse_named_profile(_spelled(text), keep)
    except ValueError:
        return ()
    genes = (gene for marker in markers for gene in (marker.gene, marker.three_prime, marker.five_prime))
    return tuple(dict.fromkeys(gene for gene in genes if gene and gene != "v"))


def _spelled(text: str) -> str:
    return _EXONS.sub(r"e\1::e\2", expanded_name(" ".join(text.split())))


def _profile(profile: Profile) -> str:
    if profile.operator == "MARKER":
        return _criterion(profile.biomarker_id)
    parts = sorted(set(map(_profile, profile.parts)))
    if len(parts) == 1 and profile.operator != "NOT":
        return parts[0]
    return f"{profile.operator}({', '.join(parts)})"


def _typed(name: str) -> Biomarker:
    usual = usual_name(name)
    if usual.endswith(" Rearrangement"):
        usual = name  # "ALK Fusion" and "ALK Rearrangement" are typed alike and are not quite the same
    return type_biomarker("", usual, _VOCABULARY)


def _criterion(name: str) -> str:
    typed = _typed(name)
    if typed.kind == BiomarkerKind.FUSION and "v" in (typed.five_prime, typed.three_prime):
        return f"fusion of {5 if typed.three_prime == 'v' else 3}' {typed.gene}"
    if typed.kind == BiomarkerKind.REARRANGEMENT and name.lower().endswith(" fusion"):
        return f"fusion of any side {typed.gene}"
    if typed.kind == BiomarkerKind.OTHER:
        return " ".join(name.lower().split())
    if not _says_what(typed):
        return f"{typed.kind} {typed.gene} {' '.join(name.lower().split())}"  # "Nuclear Expression" is not "Expression"
    return repr(typed._replace(name=""))


def _says_what(typed: Biomarker) -> bool:
    """Whether the typed fields hold all that the name says: not for kinds that only sort names (expression, signature)."""
    loose = {
        BiomarkerKind.EXPRESSION, BiomarkerKind.METHYLATION, BiomarkerKind.PHOSPHORYLATION, BiomarkerKind.KARYOTYPE,
        BiomarkerKind.SIGNATURE, BiomarkerKind.HAPLOTYPE, BiomarkerKind.REARRANGEMENT,
    }  # fmt: skip
    return typed.kind not in loose and not (typed.kind == BiomarkerKind.POLYMORPHISM and not typed.rsid)
