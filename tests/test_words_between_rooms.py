"""Words that one room writes and another one reads: the walls keep them from one constant, so they are held together here."""

from __future__ import annotations

from pm_annotate.clinical.predisposition import TO_CONFIRM
from pm_annotate.clinical.resistance_beside import RESISTANCE_BESIDE
from pm_annotate.clinical.reversion import POSSIBLE
from pm_annotate.clinical.reversion_caveats import RESISTED
from pm_annotate.knowledge.class_effects import read_class_effects
from pm_annotate.report import console_lines, console_predisposition
from pm_annotate.resources import resources_folder


def test_the_terminal_knows_how_caveats_begin() -> None:
    assert console_lines.RESISTANCE_BESIDE == RESISTANCE_BESIDE
    assert console_lines.POSSIBLE_REVERSION == POSSIBLE
    assert console_predisposition.CONFIRM == TO_CONFIRM


def test_drugs_that_a_reversion_resists_are_those_of_their_classes() -> None:
    """A new PARP inhibitor in class_effects.tsv is one that a reversion of BRCA1 resists, too."""
    drugs = {
        one.drug_class: frozenset(one.drugs)
        for one in read_class_effects(resources_folder() / "knowledge" / "class_effects.tsv")
    }
    assert [drug for drug in drugs["PARP inhibitors"] | drugs["platinum compounds"] if not RESISTED.search(drug)] == []
    others = {
        drug for name, of_class in drugs.items() if name not in ("PARP inhibitors", "platinum compounds") for drug in of_class
    }
    assert [drug for drug in others if RESISTED.search(drug)] == []
