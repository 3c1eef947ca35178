"""Which column is the tumour and which its matched normal: from options, the header and names, never from column order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath

from pm_annotate.errors import UsageError
from pm_annotate.model import SampleRole
from pm_annotate.vcf.callers import is_paired_somatic
from pm_annotate.vcf.command_line_roles import samples_of_bams, samples_of_options
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.sample_names import tumour_normal_pairs

_FLAGS = "--tumor-sample and --normal-sample"
_VCF_SUFFIXES = (".gz", ".bgz", ".vcf", ".bcf")

_DECLARED = re.compile(r"##(tumor|normal)_sample=(.+)")
_MUSE = re.compile(r"##(TUMOR|NORMAL)=\"Sample=([^,\"]+)")
_SAMPLE = re.compile(r"##SAMPLE=<(?:.*?,)?ID=([^,>]+)")
_SAMPLE_ROLE = re.compile(r"(?:Description|Type|SampleType|Status)=\"?([^,\">]*)", re.IGNORECASE)
_GENOMES = re.compile(
    r"[<,]Genomes=([^,>]*(?:germline|normal|tumou?r)[^,>]*)", re.IGNORECASE
)  # "Germline;Tumor": a tumour's tissue
_PEDIGREE = re.compile(r"##PEDIGREE=<(.+)>")
_PEDIGREE_PART = re.compile(r"(Derived|Original|Tumou?r|Normal|Germline)=([^,]+)", re.IGNORECASE)

_Pairs = tuple[tuple[str, str | None], ...]
_DECLARED_BASIS = "##tumor_sample"


def assign_roles(
    header: VcfHeader,
    tumor_sample: str | None = None,
    normal_sample: str | None = None,
    sample_id: str | None = None,
) -> tuple[SampleRole, ...]:
    """The reports that a file gives: one per tumour, with its matched normal where there is one.

    Told, in this order, from: the options; ``##tumor_sample``/``##normal_sample`` (Mutect2); ``##PEDIGREE``, ``##SAMPLE`` and
    command lines; the sample names. A single column is its own report. Several columns without roles give a report each,
    but the two columns of a tumour-normal caller must have roles (more than two are a cohort, merged later).
    ``sample_id`` renames the report and needs exactly one. Raises UsageError, naming the samples, where an option names a
    sample that is not there or the two columns of a tumour-normal caller cannot be told apart.
    """
    if not header.samples:
        roles = _sites_only(header, tumor_sample, normal_sample)
    elif tumor_sample is not None or normal_sample is not None:
        roles = _from_options(header, tumor_sample, normal_sample)
    else:
        roles = _from_file(header)
    return _named(header, roles, sample_id)


def _named(header: VcfHeader, roles: tuple[SampleRole, ...], sample_id: str | None) -> tuple[SampleRole, ...]:
    if sample_id is None:
        return roles
    if len(roles) != 1:
        names = _listed(role.sample_id for role in roles)
        raise UsageError(
            f"{header.name} gives {len(roles)} reports ({names}), so --sample-id cannot name them all. Say which "
            "with --tumor-sample (in a sheet: the column tumor_sample), or leave the name out to have all of them."
        )
    role = roles[0]
    return (SampleRole(sample_id, role.tumor, role.normal, role.basis),)


def _sites_only(header: VcfHeader, tumor_sample: str | None, normal_sample: str | None) -> tuple[SampleRole, ...]:
    asked = tumor_sample if tumor_sample is not None else normal_sample
    if asked is not None:
        raise UsageError(
            f"{header.name} has no sample columns, so there is no sample '{asked}'. Use --sample-id to name its report."
        )
    return (SampleRole(file_stem(header.name), None, None, "sites only"),)


def file_stem(name: str) -> str:
    """``/x/T001-COAD.grch38.vcf.gz`` to ``T001-COAD.grch38``."""
    stem = PurePath(name).name
    while stem.lower().endswith(_VCF_SUFFIXES):
        stem = stem[: stem.rindex(".")]
    return stem or "sample"


def _from_options(header: VcfHeader, tumor_sample: str | None, normal_sample: str | None) -> tuple[SampleRole, ...]:
    for option, sample in (("--tumor-sample", tumor_sample), ("--normal-sample", normal_sample)):
        if sample is not None and sample not in header.samples:
            raise UsageError(f"{header.name} has no sample '{sample}' ({option}). Its samples are: {_listed(header.samples)}.")
    if tumor_sample == normal_sample:
        raise UsageError(f"--tumor-sample and --normal-sample both name '{tumor_sample}'. They must be two samples.")
    if tumor_sample is not None:
        return (_role((tumor_sample, normal_sample or _known_normal(header, tumor_sample)), "option"),)
    others = [sample for sample in header.samples if sample != normal_sample]
    if not others:
        raise UsageError(
            f"{header.name} has only the sample '{normal_sample}', which --normal-sample names: no tumour is left."
        )
    return tuple(_role((tumor, normal_sample), "option") for tumor in others)


def _known_normal(header: VcfHeader, tumor_sample: str) -> str | None:
    pairs, _ = _pairs_of_file(header)
    if not pairs:
        pairs = _completed(header, ((tumor_sample, None),))
    return dict(pairs).get(tumor_sample)


def _from_file(header: VcfHeader) -> tuple[SampleRole, ...]:
    pairs, basis = _pairs_of_file(header)
    if not pairs and len(header.samples) == 2 and _is_paired(header):
        raise UsageError(
            f"{header.name} comes from a tumour-normal caller, but neither its header nor the names of its samples "
            f"({_listed(header.samples)}) tell which is the tumour. Name them with {_FLAGS}."
        )
    placed = {sample for pair in pairs for sample in pair}
    if basis == _DECLARED_BASIS:
        placed.update(sample for role, sample in _declared_roles(header) if role == "normal")  # never a tumour
    single = "only sample" if len(header.samples) == 1 else "no roles told"
    rest = tuple(_role((sample, None), single) for sample in header.samples if sample not in placed)
    return tuple(_role(pair, basis) for pair in pairs) + rest


def _is_paired(header: VcfHeader) -> bool:
    return is_paired_somatic(header.lines, header.info_ids, header.format_ids)


@lru_cache(maxsize=1)  # a cohort asks once for each of its samples
def _pairs_of_file(header: VcfHeader) -> tuple[_Pairs, str]:
    """Tumour-normal pairs that header or names tell, and which of them told."""
    for pairs, basis in (
        (_declared(header), _DECLARED_BASIS),
        (_pedigree(header), "##PEDIGREE"),
        (_completed(header, _sample_lines(header)), "##SAMPLE"),
        (_completed(header, _command_lines(header)), "command line in the header"),
        (_completed(header, _bam_names(header)), "command line in the header"),
    ):
        if pairs:
            return pairs, basis
    if len(header.samples) == 1:
        return (), ""
    return _completed(header, tumour_normal_pairs(header.samples)), "sample names"


def _completed(header: VcfHeader, pairs: _Pairs) -> _Pairs:
    """With two columns of a tumour-normal caller, the one that is not the tumour is the normal."""
    if len(pairs) == 1 and pairs[0][1] is None and len(header.samples) == 2 and _is_paired(header):
        tumor = pairs[0][0]
        return ((tumor, next(sample for sample in header.samples if sample != tumor)),)
    return pairs


def _declared(header: VcfHeader) -> _Pairs:
    """``##tumor_sample=``/``##normal_sample=`` of Mutect2 and ``##TUMOR="Sample=..."`` of MuSE.

    Mutect2 takes several normals of one patient (``-normal`` twice): the first of them is the tumour's normal.
    """
    found = _declared_roles(header)
    tumors = {sample for role, sample in found if role == "tumor" and sample in header.samples}
    first = next(((role, sample) for role, sample in found if role == "normal" and sample in header.samples), None)
    if len(tumors) == 1 and first is not None:
        found = [pair for pair in found if pair[0] == "tumor" or pair == first or pair[1] in tumors]
    return _paired(header, found)


def _declared_roles(header: VcfHeader) -> list[tuple[str, str]]:
    """(``tumor`` or ``normal``, sample) of each line of Mutect2 and MuSE."""
    lines = ((_DECLARED.fullmatch(line.strip()) or _MUSE.match(line)) for line in header.lines)
    return [(match[1].lower(), match[2]) for match in lines if match]


def _sample_lines(header: VcfHeader) -> _Pairs:
    """``##SAMPLE=<ID=x,Description="Tumour">``, ``Genomes=Germline;Tumor`` (VCF 4.1 section 1.2.8): a role in words."""
    found: list[tuple[str, ...]] = []
    for line in header.lines:
        if (identity := _SAMPLE.match(line)) and (role := _role_in_words(line)):
            found.append((role, identity[1]))
    return _paired(header, found) if len(header.samples) > 1 else ()


def _role_in_words(line: str) -> str:
    """``tumor`` or ``normal`` as a ##SAMPLE line describes its sample; "" where it names neither. Of both words the
    one that the other describes counts: "tumor-adjacent normal tissue" is normal."""
    if genomes := _GENOMES.search(line):
        return "tumor" if "tum" in genomes[1].lower() else "normal"
    for text in _SAMPLE_ROLE.findall(line):
        said = re.findall(r"tumou?r|normal|germline|control|adjacent|matched", text.lower())
        tumour, normal = any(word.startswith("tum") for word in said), bool({"normal", "germline", "control"} & set(said))
        if tumour != normal:
            return "tumor" if tumour else "normal"
        if tumour and "adjacent" in said:
            return "normal"
        if tumour:
            # "Tumor matched normal", "normal-matched tumor"; "Normal blood of the tumor patient", "Tumor with its normal"
            head = said[-1] if "matched" in said and "with" not in text.lower() else said[0]
            return "tumor" if head.startswith("tum") else "normal"
    return ""


def _command_lines(header: VcfHeader) -> _Pairs:
    """The samples that options name in the command lines of the header."""
    return _paired(header, samples_of_options(header.lines))


def _paired(header: VcfHeader, found: Sequence[tuple[str, ...]]) -> _Pairs:
    """Pairs from (role, sample) tuples. A normal alone says that every other column is a tumour."""
    named: dict[str, list[str]] = {"tumor": [], "normal": []}
    for role, sample in found:
        if sample in header.samples and sample not in named[role]:
            named[role].append(sample)
    if set(named["tumor"]) & set(named["normal"]) or len(named["normal"]) > 1:
        return ()
    normal = named["normal"][0] if named["normal"] else None
    tumors = named["tumor"] or [sample for sample in header.samples if normal is not None and sample != normal]
    return tuple((tumor, normal) for tumor in tumors)


def _pedigree(header: VcfHeader) -> _Pairs:
    """``##PEDIGREE=<Derived=T,Original=N>`` (VCF 4.1 section 1.2.9) and ``<ID=T,Original=N>`` (VCF 4.3).

    A line that is written twice, or that names another original of the same sample, adds no report: the first counts. A
    metastasis derived from the primary tumour has the primary's own original as its normal.
    """
    originals: dict[str, str] = {}
    for line in header.lines:
        if not (match := _PEDIGREE.fullmatch(line.strip())):
            continue
        parts = {key.lower().replace("tumour", "tumor"): value for key, value in _PEDIGREE_PART.findall(match[1])}
        identity = re.search(r"(?:^|,)ID=([^,]+)", match[1])
        tumor = parts.get("derived") or parts.get("tumor") or (identity[1] if identity else None)
        normal = parts.get("original") or parts.get("normal") or parts.get("germline")
        if tumor in header.samples and normal in header.samples and tumor and normal and tumor != normal:
            originals.setdefault(tumor, normal)
    return tuple((tumor, _first_original(tumor, originals)) for tumor in originals)


def _first_original(sample: str, originals: Mapping[str, str]) -> str | None:
    """Where the chain of originals begins; None where it goes in a circle."""
    seen = {sample}
    while (sample := originals[sample]) in originals:
        if sample in seen:
            return None
        seen.add(sample)
    return sample


def _bam_names(header: VcfHeader) -> _Pairs:
    """Pairs from the paths of the tumour's and the normal's reads."""
    return _paired(header, samples_of_bams(header.lines, header.samples)) if len(header.samples) > 1 else ()


def _role(pair: tuple[str, str | None], basis: str) -> SampleRole:
    return SampleRole(sample_id=pair[0], tumor=pair[0], normal=pair[1], basis=basis)


def _listed(samples: Iterable[str]) -> str:
    names = list(samples)
    shown = ", ".join(names[:20])
    return shown if len(names) <= 20 else f"{shown} and {len(names) - 20} more"
