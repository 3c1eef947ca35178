"""The diplotype of one gene, by the rules of that gene: two copies, one copy, DPYD, UGT1A1, G6PD by sex, MT-RNR1."""

from collections.abc import Iterator
from typing import NamedTuple

from pm_annotate.pharmacogenomics.combinations import match_combinations, name_haploid
from pm_annotate.pharmacogenomics.definitions import HAPLOID, SEX_LINKED, GeneDefinition
from pm_annotate.pharmacogenomics.dpyd import GENE as DPYD
from pm_annotate.pharmacogenomics.dpyd import call_dpyd
from pm_annotate.pharmacogenomics.genotypes import PositionGenotype
from pm_annotate.pharmacogenomics.matcher import Diplotype, Matches, Observed, match_diploid, match_haploid, phase_blocks
from pm_annotate.pharmacogenomics.phenotypes import PhenotypeTable

REFERENCE_IF_UNDOCUMENTED = frozenset({"DPYD", "G6PD", "NUDT15", "TPMT"})
"""Genes of drug toxicity: a base that no definition knows is read as the reference, so that known alleles are still seen."""

UGT1A1_REPEAT, UGT1A1_PROXY = "rs3064744", "rs887829"


class DiplotypeCall(NamedTuple):
    """``best`` and ``others`` are names of alleles as (text, names whose functions count)."""

    best: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cannot_exclude: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()


def call_diplotype(definition: GeneDefinition, observed: Observed, sex: str | None, table: PhenotypeTable) -> DiplotypeCall:
    """What the observed genotypes of one gene say. ``sex``: ``male``, ``female`` or None where it is not known."""
    documented, caveats = _documented(definition, observed)
    if documented is None:
        return DiplotypeCall((), caveats=caveats)
    if definition.gene in HAPLOID:
        call = _mitochondrial(definition, documented)
    elif definition.gene in SEX_LINKED:
        call = _sex_linked(definition, documented, sex)
    elif definition.gene == DPYD:
        dpyd = call_dpyd(definition, two_copies(documented), table)
        call = DiplotypeCall(((dpyd.text, dpyd.pair),), dpyd.others, dpyd.cannot_exclude, dpyd.caveats)
    else:
        call = _diploid(definition, two_copies(documented))
    if definition.gene == "UGT1A1":
        call = _ugt1a1_by_proxy(definition, documented, call)
    return call._replace(caveats=caveats + call.caveats)


def _documented(definition: GeneDefinition, observed: Observed) -> tuple[Observed | None, tuple[str, ...]]:
    """The genotypes with undocumented bases as reference where the gene allows; None where the gene cannot be called."""
    strange = {
        index: genotype
        for index, genotype in observed.items()
        if not set(genotype.alleles) <= set(definition.positions[index].known)
    }
    if not strange:
        return observed, ()
    names = ", ".join(f"{definition.positions[index].name} is {genotype.text}" for index, genotype in strange.items())
    if definition.gene not in REFERENCE_IF_UNDOCUMENTED:
        return None, (f"bases that no allele definition knows: {names}; the gene is not called",)
    replaced = {
        index: genotype._replace(alleles=tuple(_known_or_reference(definition, index, base) for base in genotype.alleles))
        for index, genotype in strange.items()
    }
    return {**observed, **replaced}, (f"bases that no allele definition knows are read as reference: {names}",)


def _known_or_reference(definition: GeneDefinition, index: int, base: str) -> str:
    position = definition.positions[index]
    return base if base in position.known else position.reference_allele


def two_copies(observed: Observed) -> Observed:
    """Genotypes with both gene copies: a haploid call stands for two equal copies."""
    return {
        index: genotype if len(genotype.alleles) == 2 else genotype._replace(alleles=genotype.alleles * 2)
        for index, genotype in observed.items()
    }


def _one_copy(observed: Observed) -> Observed:
    return {index: genotype._replace(alleles=genotype.alleles[:1]) for index, genotype in observed.items()}


def _diploid(definition: GeneDefinition, observed: Observed) -> DiplotypeCall:
    matches = match_diploid(definition, observed)
    if matches.best:
        return _as_call(matches)
    combined = match_combinations(definition, observed, phase_blocks(observed))
    caveat = (
        "no pair of named alleles fits: the changes are given as combinations"
        if combined
        else "no pair of named alleles fits, and too many positions lack phase to combine them"
    )
    return DiplotypeCall(tuple((found.text, found.names) for found in combined), (), matches.cannot_exclude, (caveat,))


def _as_call(matches: Matches, caveats: tuple[str, ...] = ()) -> DiplotypeCall:
    return DiplotypeCall(_pairs(matches.best), _pairs(matches.others), matches.cannot_exclude, caveats)


def _pairs(diplotypes: tuple[Diplotype, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((diplotype.text, diplotype.names) for diplotype in diplotypes)


def _haploid(definition: GeneDefinition, observed: Observed) -> DiplotypeCall:
    matches = match_haploid(definition, observed)
    if matches.best:
        return _as_call(matches)
    combined = name_haploid(definition, observed)
    return DiplotypeCall(_pairs((combined,)), (), matches.cannot_exclude, ("no single named allele fits this gene copy",))


def _mitochondrial(definition: GeneDefinition, observed: Observed) -> DiplotypeCall:
    """One haplotype; a heterozygous call is heteroplasmy, and the change counts."""
    caveats = []
    copies: dict[int, PositionGenotype] = {}
    for index, genotype in observed.items():
        reference = definition.positions[index].reference_allele
        carried = next((allele for allele in genotype.alleles if allele != reference), reference)
        if genotype.is_heterozygous:
            caveats.append(f"{definition.positions[index].name}: heteroplasmic")
        copies[index] = genotype._replace(alleles=(carried,), phased=False)
    call = _haploid(definition, copies)
    return call._replace(caveats=(*caveats, *call.caveats))


def _sex_linked(definition: GeneDefinition, observed: Observed, sex: str | None) -> DiplotypeCall:
    """G6PD: one copy in men, two in women; both readings where the sex is not known and the genotypes do not tell."""
    told = sex or _sex_from_genotypes(observed)
    if told == "female":
        call = _diploid(definition, two_copies(observed))
        return call if sex else call._replace(caveats=(*call.caveats, "read with two gene copies: heterozygous on X"))
    if told == "male":
        mixed = [index for index, genotype in observed.items() if genotype.is_heterozygous]
        one = {index: genotype for index, genotype in _one_copy(observed).items() if index not in mixed}
        call = _haploid(definition, one)
        names = ", ".join(definition.positions[index].name for index in mixed)
        caveats = (f"heterozygous in a man, left out: {names}",) if mixed else ()
        basis = () if sex else ("read with one gene copy: haploid genotypes on X",)
        return call._replace(caveats=(*call.caveats, *caveats, *basis))
    man, woman = _haploid(definition, _one_copy(observed)), _diploid(definition, two_copies(observed))
    return DiplotypeCall(
        (*man.best, *woman.best),
        (*man.others, *woman.others),
        tuple(dict.fromkeys((*man.cannot_exclude, *woman.cannot_exclude))),
        ("sex is not known: read with one gene copy (male) and with two (female)",),
    )


def _sex_from_genotypes(observed: Observed) -> str | None:
    """Male where X is called with one copy, female where a position is heterozygous."""
    if any(len(genotype.alleles) == 1 for genotype in observed.values()):
        return "male"
    return "female" if any(genotype.is_heterozygous for genotype in observed.values()) else None


def _ugt1a1_by_proxy(definition: GeneDefinition, observed: Observed, call: DiplotypeCall) -> DiplotypeCall:
    """With the TA repeat missing, ``*80`` (rs887829) stands for ``*80+*28``: the two are in near-complete linkage."""
    places = {position.rsid: index for index, position in enumerate(definition.positions)}
    proxy = observed.get(places[UGT1A1_PROXY])
    carries = proxy is not None and proxy.alleles.count(definition.positions[places[UGT1A1_PROXY]].reference_allele) < len(
        proxy.alleles
    )
    if places[UGT1A1_REPEAT] in observed or not carries:
        return call
    likely = tuple(pair for pair in call.best if all(name not in ("*80", "*80+*37", "*28", "*37", "*36") for name in pair[1]))
    rest = tuple(pair for pair in call.best if pair not in likely)
    caveats = (*call.caveats, *_proxy_caveat())
    return call._replace(best=likely or call.best, others=(*rest, *call.others), caveats=caveats)


def _proxy_caveat() -> Iterator[str]:
    yield "the TA repeat rs3064744 is missing: *28 is read from its proxy rs887829 (*80); confirm the repeat"
