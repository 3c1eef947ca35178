"""What an allele, or a change that is known by its effects only, meets in a table; matches are sorted by level."""

from __future__ import annotations

from collections.abc import Sequence

from pm_annotate.explain import typed_allele
from pm_annotate.knowledge.matching import MatchingTable, read_allele
from pm_annotate.model import Allele, Assembly, Biomarker, Effect, Match

TYPED = typed_allele("a change typed as text", Assembly.GRCH38)


def match_allele(table: MatchingTable, assembly: Assembly, allele: Allele, effects: Sequence[Effect]) -> tuple[Match, ...]:
    return read_allele(table, assembly, allele, effects).matches


def match_effects(table: MatchingTable, effects: Sequence[Effect]) -> tuple[Match, ...]:
    return read_allele(table, TYPED.assembly, TYPED, effects).matches


def related_at_codon(table: MatchingTable, effects: Sequence[Effect]) -> tuple[tuple[Biomarker, str], ...]:
    return read_allele(table, TYPED.assembly, TYPED, effects).related


def known_action(table: MatchingTable, assembly: Assembly, allele: Allele, effects: Sequence[Effect]) -> tuple[str, ...]:
    return read_allele(table, assembly, allele, effects).action
