"""Properties that hold for any change: one name per change however it is spelt, mirror symmetry, round trips."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pm_annotate.genome.genome import Genome
from pm_annotate.genome.hgvs_parse import parse_variant
from pm_annotate.genome.normalise import as_edit
from pm_annotate.model import Allele, Assembly, Effect
from tests.genome.conftest import FIRST, GENE, allele
from tests.genome.test_consequence_drawn_gene import backward, forward

_changes = st.tuples(
    st.integers(FIRST + 12, FIRST + len(GENE) - 25),
    st.integers(0, 7),
    st.text("ACGT", min_size=0, max_size=7),
).filter(lambda change: GENE[change[0] - FIRST : change[0] - FIRST + change[1]] != change[2])


def described(effects: tuple[Effect, ...]) -> list[tuple[object, ...]]:
    return [
        (effect.hgvsc, effect.hgvsp, effect.consequence, effect.exon, effect.intron, effect.protein_start, effect.frame)
        for effect in effects
    ]


def spellings(made: Allele) -> list[Allele]:
    """The same change, with more bases around it and at every place that gives the same new sequence."""
    edit = as_edit(made.pos, made.ref, made.alt)
    at = edit.start - FIRST
    changed = GENE[:at] + edit.inserted + GENE[at + len(edit.removed) :]
    found = []
    for first in range(max(0, at - 9), at + 1):
        for extra in range(9):
            last = at + len(edit.removed) + extra
            ref, alt = GENE[first:last], changed[first : last + len(edit.inserted) - len(edit.removed)]
            if ref and alt:
                found.append(allele(Assembly.GRCH38, "1", FIRST + first, ref, alt))
    return found


@settings(max_examples=150, deadline=None)
@given(_changes)
def test_every_spelling_gives_one_allele_and_one_name(drawn: Genome, change: tuple[int, int, str]) -> None:
    aligned = {drawn.left_align(spelling).key for spelling in spellings(forward(*change))}
    assert len(aligned) == 1
    named = {tuple(described(drawn.effects(spelling))) for spelling in spellings(forward(*change))}
    assert len(named) == 1


@settings(max_examples=300, deadline=None)
@given(_changes)
def test_left_alignment_is_idempotent(drawn: Genome, change: tuple[int, int, str]) -> None:
    once = drawn.left_align(forward(*change))
    assert drawn.left_align(once) == once
    assert drawn.reference_agrees(once.chrom, once.pos, once.ref)


@settings(max_examples=400, deadline=None)
@given(_changes)
def test_a_gene_and_its_mirror_image_give_the_same_names(drawn: Genome, change: tuple[int, int, str]) -> None:
    assert described(drawn.effects(forward(*change))) == described(drawn.effects(backward(*change)))


@settings(max_examples=300, deadline=None)
@given(_changes, st.sampled_from([forward, backward]))
def test_names_read_back_give_the_same_allele(drawn: Genome, change: tuple[int, int, str], make: object) -> None:
    aligned = drawn.left_align(make(*change))  # type: ignore[operator]
    for effect in drawn.effects(aligned):
        coding = parse_variant(f"{effect.transcript}:{effect.hgvsc}", drawn)
        genomic = parse_variant(effect.hgvsg, drawn)
        assert coding.allele is not None
        assert genomic.allele is not None
        assert coding.allele.key == aligned.key == genomic.allele.key


@settings(max_examples=300, deadline=None)
@given(_changes)
@example((FIRST + 174, 0, "CAC"))  # p.Asn20_Ter21insThr: the last residue before the stop codon
def test_a_protein_name_read_back_gives_the_same_name(drawn: Genome, change: tuple[int, int, str]) -> None:
    for effect in drawn.effects(forward(*change)):
        if effect.hgvsp and "?" not in effect.hgvsp and "Xaa" not in effect.hgvsp:
            typed = parse_variant(f"{effect.gene} {effect.hgvsp}", drawn)
            assert typed.effects[0].hgvsp == effect.hgvsp
