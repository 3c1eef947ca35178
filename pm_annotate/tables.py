"""The tables of a run, packaged and the lab's own: each is loaded when first asked for and then kept for all files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from pm_annotate.errors import MENDING, InputError, KnowledgeError
from pm_annotate.genome.genome import Genome, load_genome
from pm_annotate.knowledge.class_effects import read_class_effects
from pm_annotate.knowledge.markers import NO_MARKERS, StatedMarkers, parse_markers
from pm_annotate.knowledge.packaged_sources import changed_files, packaged_checksums
from pm_annotate.knowledge.table import KnowledgeTable, load_knowledge
from pm_annotate.knowledge.tumor_types import TumorTypes, load_tumor_types
from pm_annotate.model import Assembly, ClassEffect, TumorType
from pm_annotate.resources import resources_folder

if TYPE_CHECKING:
    from pm_annotate.knowledge.predisposition_genes import PredispositionGene
    from pm_annotate.pharmacogenomics.calls import Pharmacogenomics

Made = TypeVar("Made")

ALTERED = (
    "{files}: not as SOURCES.md of the folder says (cut off, or changed). Statements, genes or variants may be missing from "
    "this report. Unless that was meant, copy the folder again or reinstall pm-annotate."
)


class Tables:
    """The packaged tables and the lab's own, each loaded when first asked for and then kept for all files of a run."""

    def __init__(
        self,
        knowledge: Sequence[Path] = (),
        fasta: Path | None = None,
        folder: Path | None = None,
        genome_folder: Path | None = None,
        preferred_transcripts: Sequence[str] = (),
    ) -> None:
        self.folder = folder or resources_folder()
        self.genome_folder = genome_folder or self.folder / "genome"
        self._lab_tables = tuple(knowledge)
        self._fasta = fasta
        self._preferred = tuple(preferred_transcripts)
        self._genomes: dict[Assembly, Genome] = {}
        self._remembered: dict[Hashable, object] = {}

    @cached_property
    def knowledge(self) -> KnowledgeTable:
        return load_knowledge(self.folder / "knowledge", self._lab_tables)

    @cached_property
    def pharmacogenomics(self) -> Pharmacogenomics | None:
        """None where the layer was removed."""
        folder = self.folder / "pharmacogenomics"
        if not folder.is_dir():
            return None
        from pm_annotate.pharmacogenomics.calls import Pharmacogenomics

        return Pharmacogenomics(folder)

    @cached_property
    def predisposition_genes(self) -> Mapping[str, PredispositionGene]:
        """Empty where the layer was removed."""
        from pm_annotate.knowledge.predisposition_genes import load_predisposition_genes

        return load_predisposition_genes(self.folder / "knowledge")

    @cached_property
    def class_effects(self) -> tuple[ClassEffect, ...]:
        """Empty where the table was removed."""
        return read_class_effects(self.folder / "knowledge" / "class_effects.tsv")

    @cached_property
    def tumor_types(self) -> TumorTypes:
        return load_tumor_types(self.folder / "disease")

    @property
    def has_packaged_genome(self) -> bool:
        """Whether the genes are those that the packaged tables were built with, and not a genome pack of the user's."""
        return self.genome_folder == self.folder / "genome"

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gives, worked out from these tables once for all files of a run."""
        if key not in self._remembered:
            self._remembered[key] = make()
        return cast(Made, self._remembered[key])

    def genome(self, assembly: Assembly) -> Genome:
        if assembly not in self._genomes:
            if not self.has_packaged_genome and (self.genome_folder / f"transcripts.{assembly}.tsv").is_file():
                from pm_annotate.genome.pack_check import require_whole_pack

                require_whole_pack(self.genome_folder, assembly)
            self._genomes[assembly] = load_genome(self.genome_folder, assembly, self._fasta, self._preferred)
        return self._genomes[assembly]

    def genome_files(self, assembly: Assembly) -> list[dict[str, str]]:
        """The transcript and sequence files of an assembly with their SHA-256, for provenance."""
        names = (f"transcripts.{assembly}.tsv", f"{assembly}.fa")
        return self.remember(
            ("genome files", assembly),
            lambda: [{"file": name, "sha256": _table_sha256(self.genome_folder / name)} for name in names],
        )

    def altered_files(self, assembly: Assembly) -> tuple[str, ...]:
        """Files of the tables in use that are not those that SOURCES.md beside them lists: cut off, or changed by hand.

        Knowledge tables, transcripts and sequence have their checksums in every report; the others are small.
        """
        listed = packaged_checksums(self.folder / "SOURCES.md")
        found = {f"knowledge/{version.file}": version.sha256 for version in self.knowledge.packaged_versions}
        if self.has_packaged_genome:
            found.update((f"genome/{one['file']}", one["sha256"]) for one in self.genome_files(assembly))
        changed = [file for file, sha256 in found.items() if listed.get(file, sha256) != sha256]
        others = {name: listed[name] for name in listed if name not in found and self._is_used(name, assembly)}
        return (*changed, *changed_files(self.folder, others))

    def _is_used(self, name: str, assembly: Assembly) -> bool:
        """Whether a report on this assembly can depend on a packaged file."""
        room, _, file = name.partition("/")
        if room in ("disease", "pharmacogenomics"):
            return True
        of_other = any(f"{other}." in file for other in Assembly if other != assembly)
        return room == "genome" and self.has_packaged_genome and not of_other

    def warnings(self, assembly: Assembly) -> tuple[str, ...]:
        """What every report made with these tables has to say of them."""
        altered = self.remember(("altered", assembly), lambda: self.altered_files(assembly))
        return (ALTERED.format(files=", ".join(altered)),) if altered else ()

    def stated_markers(self, texts: Sequence[str]) -> StatedMarkers:
        """What the user states beside the file. Raises UsageError for a marker or value that is not known."""
        return parse_markers(texts, self.knowledge.biomarkers.values()) if texts else NO_MARKERS

    def tumor_type(self, name: str | None) -> TumorType | None:
        """The tumour type of the patient, resolved. Raises UsageError with the nearest names when unknown."""
        return self.tumor_types.resolve(name) if name else None


def _table_sha256(path: Path) -> str:
    try:
        return file_sha256(path)
    except InputError as error:
        raise KnowledgeError(f"{error}. {MENDING}") from error


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises InputError when it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
