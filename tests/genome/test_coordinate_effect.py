"""What is said of a gene whose sequence is not packaged, which half of the genes are: the drawn gene, known by its protein."""

from __future__ import annotations

import pytest

from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.genome.packaged_sequence import Stretch, write_stretches
from pm_annotate.genome.transcripts import COLUMNS
from pm_annotate.model import Assembly, Effect
from tests.genome.conftest import EXONS, FIRST, GENE, LAST, MIRROR_FIRST, allele, drawn_row, mirrored
from tests.genome.test_consequence_drawn_gene import at, backward, forward

PROTEIN = "MAEKPHCHHHGSENLVIAGN"


@pytest.fixture(scope="module")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Genome:
    """The two genes of ``drawn``, with their exons and their protein alone."""
    folder = tmp_path_factory.mktemp("outlined")
    mirror = tuple((mirrored(b), mirrored(a)) for a, b in reversed(EXONS))
    known = {"quality": "coordinates", "sequence": "coordinates_only"}
    rows = [
        "\t".join(COLUMNS),
        drawn_row("FWD", "+", EXONS, f"{FIRST - 500}-{LAST + 300}", **known),
        drawn_row("REV", "-", mirror, f"{MIRROR_FIRST - 300}-{MIRROR_FIRST + len(GENE) + 500}", **known),
    ]
    (folder / "transcripts.GRCh38.tsv").write_text("\n".join(rows) + "\n")
    write_stretches([Stretch("2", 1, 4, "ACGT", True)], folder / "GRCh38.fa", folder / "GRCh38.index.tsv")
    (folder / "proteins.fa").write_text("".join(f">{gene}|NM_{gene}.1\n{PROTEIN}\n" for gene in ("FWD", "REV")))
    (folder / "versions.tsv").write_text("table\tsha256\n")
    return load_genome(folder, Assembly.GRCH38)


def said(effect: Effect) -> tuple[str, str, tuple[int | None, int | None], str]:
    assert effect.computed_from == "coordinates_and_protein"
    return effect.hgvsp_short, " ".join(effect.consequence), (effect.protein_start, effect.protein_end), effect.frame


UNKNOWN = "alternative_residue_unknown"
CASES = [
    # position, removed bases, inserted; p. name, SO terms, residues, frame, caveats
    (at(4), 1, "A", "p.A2T", "missense_variant", (2, 2), "", ()),  # GCN to ACN: threonine whatever the last base
    (at(5), 1, "A", "", "coding_sequence_variant", (2, 2), "", (UNKNOWN,)),  # GAN: aspartate or glutamate
    (at(10), 1, "T", "p.K4*", "stop_gained", (4, 4), "", ()),  # AAR to TAR
    (at(61), 1, "C", "", "coding_sequence_variant", (21, 21), "", (UNKNOWN,)),  # CAR or CGA after the stop codon is lost
    (at(2), 1, "C", "", "start_lost", (1, 1), "", (UNKNOWN,)),
    (at(31), 3, "", "p.G11del", "inframe_deletion", (11, 11), "inframe", ("placement_not_certain",)),
    (at(32), 3, "", "", "protein_altering_variant", (11, 12), "inframe", (UNKNOWN, "placement_not_certain")),
    (at(33), 1, "", "", "frameshift_variant", (11, 11), "frameshift", (UNKNOWN, "placement_not_certain")),
    (at(34), 4, "", "", "frameshift_variant", (12, 13), "frameshift", (UNKNOWN, "placement_not_certain")),
    (at(25), 0, "TGG", "", "inframe_insertion", (8, 9), "inframe", (UNKNOWN, "placement_not_certain")),
    (at(24), 0, "TG", "", "frameshift_variant", (8, 8), "frameshift", (UNKNOWN, "placement_not_certain")),
    (at(12), 2, "TT", "", "coding_sequence_variant", (4, 5), "", (UNKNOWN,)),
    (at(12), 3, "T", "", "frameshift_variant", (4, 5), "frameshift", (UNKNOWN,)),
]  # fmt: skip


@pytest.mark.parametrize(("pos", "removed", "inserted", "name", "terms", "residues", "frame", "caveats"), CASES)
def test_what_is_certain_is_named_on_both_strands(
    outlined: Genome,
    pos: int,
    removed: int,
    inserted: str,
    name: str,
    terms: str,
    residues: tuple[int, int],
    frame: str,
    caveats: tuple[str, ...],
) -> None:
    for made in (forward(pos, removed, inserted), backward(pos, removed, inserted)):
        (effect,) = outlined.effects(made)
        assert said(effect) == (name, terms, residues, frame)
        assert {*caveats} == {*effect.caveats} - {"utr_structure_unknown"}


@pytest.mark.parametrize(("pos", "ref", "alt"), [(at(5), "G", "A"), (at(9), "ACCC", "A"), (at(11), "CT", "GG")])
def test_bases_that_the_protein_cannot_have_give_no_name(outlined: Genome, pos: int, ref: str, alt: str) -> None:
    """No codon of alanine has G in the middle, none of lysine is CCC."""
    (effect,) = outlined.effects(allele(Assembly.GRCH38, "1", pos, ref, alt))
    assert (effect.hgvsc, effect.hgvsp, effect.protein_start) == ("", "", None)
    assert "ref_mismatch" in effect.caveats
    assert effect.consequence == ("coding_sequence_variant",)
