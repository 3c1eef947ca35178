"""Searching statements by words: genes, changes, therapies, diseases, ids and PMIDs.

Every word of the query must be found somewhere in a statement; a statement ranks by where each word was found. Words of
the profile and ids count most, then therapies, then the disease, then all other cells; a whole word counts more than a
part of one. A word that is written in more than one way is looked for in each. Equal ranks: the better level
first, then the nearer condition, then the order of the tables.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pm_annotate.knowledge.lab_spelling import usual_name
from pm_annotate.knowledge.search_words import one_word, other_words
from pm_annotate.knowledge.table import KnowledgeTable
from pm_annotate.model import Statement, TumorRelation
from pm_annotate.protein_change import parse_protein_change

WHOLE_WORD, PART_OF_WORD = 2, 1
IDENTITY, PROFILE, THERAPY, CONDITION, OTHER = 50, 40, 30, 20, 10
NEAREST_FIRST = (TumorRelation.SAME, TumorRelation.DESCENDANT, TumorRelation.ANCESTOR, TumorRelation.ANY)
_GENES = ("GENE", "EGFR")  # stand for the gene before a word like ex19del, or del19, which is said of EGFR only
_LAST_WORD = re.compile(r"(?<=exon \d )\w+$|(?<=exon \d\d )\w+$")
_WORDS = re.compile(r"[^\s,;()\"]+")


class Found(NamedTuple):
    """What a search found: the best statements up to its limit, and how many there are in all."""

    statements: tuple[Statement, ...]
    total: int


def search_statements(
    table: KnowledgeTable,
    query: str,
    limit: int = 0,
    statement_type: str = "",
    relation_of: Callable[[Statement], TumorRelation] | None = None,
) -> Found:
    """Statements that hold every word of ``query``, the best first; at most ``limit`` of them (0: all).

    ``statement_type`` keeps only statements of that type (``TherapeuticResponse``...). ``relation_of`` says how a statement
    stands to a tumour type (TumorRelation) and keeps those that hold for it or a subtype; with it no word need be given.
    """
    words = [_spellings(word) for word in _WORDS.findall(one_word(query))]
    if not words and relation_of is None:
        return Found((), 0)
    ranked: list[tuple[int, str, int, int, Statement]] = []
    for position, statement in enumerate(table.statements()):
        if statement_type and statement.statement_type != statement_type:
            continue
        score = _score(statement, words) if words else 1
        if not score:
            continue
        relation = relation_of(statement) if relation_of else TumorRelation.SAME
        if relation in NEAREST_FIRST:
            nearness = NEAREST_FIRST.index(relation)
            ranked.append((-score, statement.strength or "Z", nearness, position, statement))
    ranked.sort(key=lambda entry: entry[:4])
    best = ranked[:limit] if limit else ranked
    return Found(tuple(statement for *_, statement in best), len(ranked))


def _spellings(word: str) -> tuple[str, ...]:
    """The word in lower case and as the sources write it: ``p.Val600Glu`` is also ``v600e``, ``EML4-ALK`` ``eml4::alk``,
    ``ex19del`` ``exon 19 deletion`` and ``exon 19 (deletion)``."""
    plain = word.lower()
    spellings = [plain, plain.removeprefix("p.")]
    for usual in (usual_name(word), *(usual_name(f"{gene} {word}").replace(gene, "").strip() for gene in _GENES)):
        if usual != word:
            spelled = usual.lower().removesuffix(" fusion").removesuffix(" mutation")
            spellings += [spelled, _LAST_WORD.sub(r"(\g<0>)", spelled)]
    change = parse_protein_change(word) if any(character.isdigit() for character in word) else None
    if change is not None:
        spellings.append(change.short().lower())
    return other_words(spellings)


def _score(statement: Statement, words: Sequence[tuple[str, ...]]) -> int:
    """The sum over the words of where each was found best; 0 where one was not found."""
    places = tuple(_places(statement))
    total = 0
    for spellings in words:
        best = max((_found_in(text, spelling, weight) for weight, text in places for spelling in spellings), default=0)
        if not best:
            return 0
        total += best
    return total


def _places(statement: Statement) -> Iterator[tuple[int, str]]:
    """Where words are looked for: (weight, text in lower case)."""
    citations = " ".join((*statement.citations, *(citation.rpartition(":")[2] for citation in statement.citations)))
    identity = f"{statement.statement_id} {statement.statement_id.rpartition(':')[2]} {citations}"
    yield IDENTITY, identity.lower()
    yield PROFILE, statement.profile_text.lower().replace("::", " ") + " " + statement.profile_text.lower()
    yield THERAPY, " ".join(statement.therapies).lower()
    yield CONDITION, f"{statement.condition} {' '.join(statement.condition_ids)}".lower()
    other = (
        statement.statement_type, statement.predicate, statement.significance, statement.knowledge_base,
        statement.regulatory_approval, statement.variant_origin, *statement.extra.values(),
    )  # fmt: skip
    yield OTHER, " ".join(other).lower()


def _found_in(text: str, word: str, weight: int) -> int:
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return weight * WHOLE_WORD
        start = text.find(word, start + 1)
    part = word in text and not word.isdigit()  # 1409 is not 14091
    return weight * PART_OF_WORD if part else 0
