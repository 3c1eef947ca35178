"""What findings say of the phase of the changes that meet one profile together, and the names by which they speak of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from pm_annotate.clinical.sample_variants import ReadVariant
from pm_annotate.knowledge.observed_change import observe
from pm_annotate.model import Match
from pm_annotate.phase import Phase, phase_in_tumor

EXPLAINED = {
    Phase.CIS: "{first} and {second} are in cis: on the same chromosome copy",
    Phase.TRANS: "{first} and {second} are in trans: on different chromosome copies",
    Phase.UNKNOWN: "{first} and {second}: whether they are in cis or in trans is not known",
}


def phase_caveats(group: Sequence[tuple[ReadVariant, Match]]) -> Iterator[str]:
    """How the small variants of one gene that meet a profile together lie to each other."""
    of_gene = {(match.biomarker.gene, variant.place): variant for variant, match in group if variant.event is None}
    for (gene, first), (other_gene, second) in combinations(sorted(of_gene), 2):
        if gene != other_gene:
            continue
        one, two = of_gene[gene, first], of_gene[gene, second]
        if not (one.observation.part_of or two.observation.part_of):
            phase = phase_in_tumor(one.observation, two.observation)
            yield EXPLAINED[phase].format(first=change_name(one, gene), second=change_name(two, gene))


def change_name(variant: ReadVariant, gene: str) -> str:
    """``EGFR p.T790M``: the shortest name of what the variant does to the gene."""
    if variant.event is not None:
        return variant.event.name
    named = [change for change in observe(variant.effects) if change.gene == gene]
    primary = next((change for change in named if change.effect.is_primary), named[0] if named else None)
    allele = variant.observation.allele
    where = f"{allele.chrom}:{allele.pos} {allele.ref}>{allele.alt}" if allele.chrom else allele.vcf_id
    return f"{gene} {primary.name if primary else where}"
