"""Neighbouring alleles of one sample that lie on one haplotype and change one codon, read as the one change that they are.

The alleles of the file stay, each marked as a part of the combined change; the combined change is an observation of its own
that names the alleles it was read from. Alleles whose phase is not known are never combined: each says that it has a neighbour.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.genome.combined_allele import combined_allele, combined_observation, observed_as
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.neighbours import Joint, joint_readings, near_another
from pm_annotate.genome.normalise import Edit, as_edit
from pm_annotate.genome.split_codons import with_split_codons
from pm_annotate.model import Allele, Effect, Observation
from pm_annotate.phase import Haplotypes, Phase, haplotypes_of, phase_between

Annotated = tuple[Observation, tuple[Effect, ...]]
Annotate = Callable[[Allele], tuple[Allele, tuple[Effect, ...]]]
Link = tuple[int, int, Joint]

MOSTLY_ALONE = 2.0  # an allele with more than twice the VAF of the combined change is mostly seen without it ..
MOSTLY_ALONE_MARGIN = 0.05  # .. when the VAFs are also this far apart


class _Site(NamedTuple):
    """An allele of the sample as the file places it. ``place`` is its index among the sample's observations."""

    place: int
    observation: Observation
    chrom: str
    edit: Edit
    haplotypes: Haplotypes

    @property
    def name(self) -> str:
        return observed_as(self.observation.allele)


class _Combined(NamedTuple):
    """Sites (indexes) of one haplotype read together. ``name`` is how their reports speak of it."""

    members: frozenset[int]
    observation: Observation
    effects: tuple[Effect, ...]
    name: str


def combine_phased(annotated: Sequence[Annotated], genome: Genome, annotate: Annotate | None = None) -> list[Annotated]:
    """The observations of one sample with their combined changes, each right after the last of its parts.

    ``annotated`` are the sample's observations with their effects, in file order. ``annotate`` normalises and names a
    combined allele; without it the genome does. Alleles of the file keep their effects and their order; combined changes
    have ``combined_from``. A combined change that also stands in the file (an MNV record) is not added again.
    """
    return with_split_codons(_combined_phased(annotated, genome, annotate), genome)


def _combined_phased(annotated: Sequence[Annotated], genome: Genome, annotate: Annotate | None) -> list[Annotated]:
    sites = _sites(annotated)
    links = tuple(joint_readings([(site.chrom, site.edit) for site in sites], genome))
    if not links:
        return list(annotated)
    combined = _combined_changes(sites, links, genome, annotate or _annotated_by(genome))
    of_site: dict[int, list[_Combined]] = {}
    for one in combined:
        for member in one.members:
            of_site.setdefault(member, []).append(one)
    observations = [observation for observation, _ in annotated]
    for place, own_links in _links_of(links).items():
        observations[sites[place].place] = _marked(place, sites, own_links, of_site.get(place, ()))
    in_file = {observation.allele.key for observation, _ in annotated}
    added: dict[int, list[Annotated]] = {}
    for one in combined:
        if one.observation.allele.key not in in_file:
            last = max(sites[member].place for member in one.members)
            added.setdefault(last, []).append((one.observation, one.effects))
    result: list[Annotated] = []
    for place, (as_it_was, observation) in enumerate(zip(annotated, observations, strict=True)):
        result.append(as_it_was if as_it_was[0] is observation else (observation, as_it_was[1]))
        result += added.get(place, ())
    return result


def _annotated_by(genome: Genome) -> Annotate:
    def annotate(allele: Allele) -> tuple[Allele, tuple[Effect, ...]]:
        aligned = genome.left_align(allele)
        return aligned, genome.effects(aligned)

    return annotate


def _sites(annotated: Sequence[Annotated]) -> list[_Site]:
    """Spelt-out alleles that have a neighbour, by place, each once.

    They stand as the file has them: an aligned indel may have passed a neighbour.
    """
    stretches = [
        (observation.allele.chrom, observation.allele.vcf_pos, len(observation.allele.vcf_ref), place)
        for place, (observation, effects) in enumerate(annotated)
        if effects and observation.allele.vcf_ref.isalpha() and observation.allele.vcf_alt.isalpha()
    ]
    sites = []
    seen: set[tuple[str, Edit]] = set()
    for place in near_another(stretches):
        observation = annotated[place][0]
        allele = observation.allele
        edit = as_edit(allele.vcf_pos, allele.vcf_ref.upper(), allele.vcf_alt.upper())
        if (allele.chrom, edit) not in seen:
            seen.add((allele.chrom, edit))
            sites.append(_Site(place, observation, allele.chrom, edit, haplotypes_of(observation.tumor, allele)))
    sites.sort(key=lambda site: (site.chrom, site.edit.start, site.edit.end, site.place))
    return sites


def _links_of(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links of each linked site."""
    found: dict[int, list[Link]] = {}
    for link in links:
        for place in link[:2]:
            found.setdefault(place, []).append(link)
    return found


# --------------------------------------------------------------------------------------------------- what lies together


def _combined_changes(
    sites: Sequence[_Site], links: Sequence[Link], genome: Genome, annotate: Annotate
) -> tuple[_Combined, ...]:
    found = []
    for members in _groups(sites, links):
        parts = [sites[member] for member in sorted(members)]
        allele = combined_allele([(part.observation.allele, part.edit) for part in parts], genome)
        if allele is None:
            continue
        aligned, effects = annotate(allele)
        if effects:
            observation = combined_observation(aligned, [part.observation for part in parts])
            found.append(_Combined(members, observation, effects, _name(aligned, effects)))
    return tuple(found)


def _groups(sites: Sequence[_Site], links: Sequence[Link]) -> list[frozenset[int]]:
    """Groups of linked sites that one haplotype carries, by their first site."""
    links_of = _links_of(links)
    found: list[frozenset[int]] = []
    for neighbours in _connected(links_of, links):
        inner = dict.fromkeys(link for place in sorted(neighbours) for link in links_of[place])
        found += _on_one_haplotype(sites, neighbours, tuple(inner))
    return sorted(found, key=sorted)


def _on_one_haplotype(sites: Sequence[_Site], neighbours: Iterable[int], links: Sequence[Link]) -> set[frozenset[int]]:
    everywhere: list[int] = []
    on_haplotype: dict[tuple[str, int], list[int]] = {}
    for place in sorted(neighbours):
        haplotypes = sites[place].haplotypes
        if haplotypes.everywhere:
            everywhere.append(place)
        elif haplotypes.carrying:
            for index in haplotypes.carrying:
                on_haplotype.setdefault((haplotypes.phase_set, index), []).append(place)
        else:  # alone on a haplotype of its own
            on_haplotype[f"unphased {place}", 0] = [place]
    groups = {group for members in on_haplotype.values() for group in _connected([*members, *everywhere], links)}
    return groups | {group for group in _connected(everywhere, links) if not any(group < other for other in groups)}


def _connected(members: Iterable[int], links: Iterable[Link]) -> list[frozenset[int]]:
    """The members that are joined by links, in groups of two or more."""
    group_of = {member: {member} for member in members}
    for first, second, _ in links:
        if first in group_of and second in group_of and group_of[first] is not group_of[second]:
            group_of[first] |= group_of[second]
            for member in group_of[second]:
                group_of[member] = group_of[first]
    return [frozenset(group) for group in {id(group): group for group in group_of.values()}.values() if len(group) > 1]


def _name(allele: Allele, effects: Sequence[Effect]) -> str:
    """``BRAF p.V600K (7:140753336 AC>TT)``."""
    where = f"{allele.chrom}:{allele.pos} {allele.ref}>{allele.alt}"
    for effect in effects:
        if effect.hgvsp_short or effect.hgvsc:
            return f"{effect.gene} {effect.hgvsp_short or effect.hgvsc} ({where})"
    return where


# ------------------------------------------------------------------------------------------------ what each allele says


def _marked(place: int, sites: Sequence[_Site], links: Sequence[Link], own: Sequence[_Combined]) -> Observation:
    """The observation with the combined change it belongs to, and what is to be said of its other neighbours."""
    site = sites[place]
    part_of = [one.name for one in own if not _stands_alone_too(site, one, sites)]
    notes = [
        f"read together with its neighbour also as {one.name}; most reads, or another haplotype, show it alone"
        for one in own
        if one.name not in part_of
    ]
    notes += _notes(place, sites, links, own)
    if not part_of and not notes:
        return site.observation
    return site.observation._replace(part_of="; ".join(part_of), phase_notes=tuple(notes))


def _stands_alone_too(site: _Site, one: _Combined, sites: Sequence[_Site]) -> bool:
    """Whether the sample also shows the allele without its partners: on another haplotype, or in most of its cells."""
    carried = [sites[member].haplotypes for member in one.members]
    if site.haplotypes.everywhere and not all(haplotypes.everywhere for haplotypes in carried):
        return True
    if any(site.haplotypes.carrying - other.carrying for other in carried if not other.everywhere):
        return True
    call, joint = site.observation.tumor, one.observation.tumor
    if call is None or joint is None or call.vaf is None or joint.vaf is None:
        return False
    return call.vaf > MOSTLY_ALONE * joint.vaf and call.vaf - joint.vaf > MOSTLY_ALONE_MARGIN


_SAID: Mapping[Phase, str] = {
    Phase.UNKNOWN: "{why}: phase unknown ({other})",
    Phase.TRANS: "in trans: {other} lies on the other haplotype",
    Phase.CIS: "{why}, on the same haplotype ({other}); not read together: the bases between them are not known",
}


def _notes(place: int, sites: Sequence[_Site], links: Sequence[Link], own: Sequence[_Combined]) -> Iterable[str]:
    for first, second, why in links:
        other = second if place == first else first
        if any(other in one.members for one in own):
            continue
        phase = phase_between(sites[place].haplotypes, sites[other].haplotypes)
        yield _SAID[phase].format(why=why.value, other=sites[other].name)
