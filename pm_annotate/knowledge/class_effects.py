"""Known toxicity of classes of drugs: what oncologists watch for, shown beside the therapies of a report.

A short table of our own (``resources/knowledge/class_effects.tsv``): class, drugs, effects, and the label or guideline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pm_annotate.knowledge.table_file import read_table, split_list
from pm_annotate.model import ClassEffect

SALTS = frozenset({"mesylate", "anhydrous", "hydrochloride", "acetate", "tosylate", "dimaleate", "maleate", "phosphate"})


def read_class_effects(path: Path) -> tuple[ClassEffect, ...]:
    """The table; () where the file is absent. ``drugs`` are in lower case, as the table has them."""
    if not path.is_file():
        return ()
    return tuple(
        ClassEffect(row["drug_class"], split_list(row["drugs"]), split_list(row["effects"]), row["reference"], row["url"])
        for row in read_table(path).rows()
    )


def class_effects_of(therapies: Iterable[str], table: Sequence[ClassEffect]) -> tuple[ClassEffect, ...]:
    """The classes of ``therapies``, each with those of its drugs that are among them, spelt as they came.

    Classes stand in the order in which ``therapies`` first names one of their drugs: the best supported therapy first.
    A regimen (``Dabrafenib/Trametinib Regimen``) has the classes of all its drugs.
    """
    asked: dict[str, str] = {}
    for therapy in therapies:
        whole, *drugs_of_regimen = names_of(therapy)
        if base_name(asked.get(whole, "")) != whole:
            asked[whole] = therapy  # a drug by its own name, also where a regimen named it before
        for drug in drugs_of_regimen:
            asked.setdefault(drug, therapy)
    order = {drug: place for place, drug in enumerate(asked)}
    found: dict[int, ClassEffect] = {}
    for known in table:
        named = [drug for drug in known.drugs if drug in asked]
        if named:
            drugs = tuple(sorted({asked[drug] for drug in named}))
            first = min(order[drug] for drug in named)
            found[first] = ClassEffect(known.drug_class, drugs, known.effects, known.reference, known.url)
    return tuple(found[first] for first in sorted(found))


@lru_cache(maxsize=4096)
def names_of(therapy: str) -> tuple[str, ...]:
    """The name of a therapy as the table has it; for a regimen also the names of its drugs."""
    whole = base_name(therapy)
    drugs = whole.removesuffix(" regimen")
    return (whole,) if drugs == whole else (whole, *(base_name(drug) for drug in drugs.split("/")))


@lru_cache(maxsize=4096)
def base_name(therapy: str) -> str:
    """``Imatinib Mesylate`` to ``imatinib``: lower case, without the salt."""
    words = therapy.casefold().split()
    while len(words) > 1 and words[-1] in SALTS:
        words.pop()
    return " ".join(words)
