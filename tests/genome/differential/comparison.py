"""Our effect against an engine's answer: consequence class and amino-acid change.

What differs must be explained by one of the rules of ``bcftools_rules`` or ``snpeff_rules``; else it is reported as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pm_annotate.genome.coding import CodingSequence
from pm_annotate.genome.effect import effect_on
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_names import PlacedEdit, place
from pm_annotate.genome.normalise import Edit, as_edit
from pm_annotate.model import Effect
from pm_annotate.protein_change import ProteinChange, parse_protein_change
from tests.genome.differential.engines import Answer
from tests.genome.differential.random_changes import Change

MINOR = frozenset(
    {
        "splice_region_variant", "splice_donor_region_variant", "splice_donor_5th_base_variant",
        "splice_polypyrimidine_tract_variant", "feature_elongation", "feature_truncation",
    }
)  # fmt: skip
"""Terms that one engine has and another lacks; ours are tested on their own."""
SPLICE_SITE = frozenset({"splice_donor_variant", "splice_acceptor_variant"})


@dataclass(frozen=True)
class Case:
    """One change, our effect on its transcript, and what a rule may want to know of them."""

    change: Change
    effect: Effect
    coding: CodingSequence
    terms: frozenset[str]  # ours, without the minor ones
    leftmost_terms: frozenset[str]  # ours, were the change read where the VCF places it
    furthest: int  # the highest position at which the change can start

    @property
    def edit(self) -> Edit:
        """The change as the VCF places it: at its lowest position."""
        return as_edit(self.change.allele.pos, self.change.allele.ref, self.change.allele.alt)

    @property
    def protein(self) -> ProteinChange | None:
        """Our protein change."""
        return parse_protein_change(self.effect.hgvsp) if self.effect.hgvsp else None

    @property
    def net(self) -> int:
        """Bases gained."""
        return len(self.edit.inserted) - len(self.edit.removed)

    @property
    def is_delins(self) -> bool:
        """Neither a pure insertion, nor a pure deletion, nor a substitution."""
        return not self.edit.can_move and self.net != 0

    @property
    def at_exon_border(self) -> bool:
        """An insertion that can stand exactly between an exon and an intron."""
        exons = self.change.contig.transcript.exons
        borders = {start for start, _ in exons} | {end + 1 for _, end in exons}
        return not self.edit.removed and any(self.edit.start <= border <= self.furthest for border in borders)


Rule = Callable[[Case, Answer], bool]


@dataclass
class Tally:
    """How often each rule explained a difference, and the differences that none did."""

    compared: int = 0
    equal: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    unexplained: list[tuple[Case, Answer]] = field(default_factory=list)


def cases_of(changes: Sequence[Change], genome: Genome) -> list[Case]:
    """Our own answers."""
    return [_case(change, genome) for change in changes]


def _case(change: Change, genome: Genome) -> Case:
    transcript = change.contig.transcript
    effect = next(
        effect
        for effect in genome.effects(change.allele)
        if (effect.gene, effect.transcript) == (transcript.gene, transcript.transcript)
    )
    coding = genome._coding_of(transcript)
    assert coding is not None
    edit = as_edit(change.allele.pos, change.allele.ref, change.allele.alt)
    leftmost = effect_on(PlacedEdit(edit, False, True), None, transcript, coding, "", "", True)
    furthest = place(edit, genome._bases, change.allele.chrom, 1).edit.start
    terms, leftmost_terms = frozenset(effect.consequence) - MINOR, frozenset(leftmost.consequence) - MINOR
    return Case(change, effect, coding, terms, leftmost_terms, furthest)


def compared(cases: Sequence[Case], answers: Sequence[Answer], same: Rule, rules: Sequence[tuple[str, Rule]]) -> Tally:
    """``same`` tells whether there is a difference at all; the first rule that holds explains one."""
    tally = Tally()
    for case, answer in zip(cases, answers, strict=True):
        tally.compared += 1
        if same(case, answer):
            tally.equal += 1
            continue
        for name, rule in rules:
            if rule(case, answer):
                tally.explained[name] += 1
                break
        else:
            tally.unexplained.append((case, answer))
    return tally
