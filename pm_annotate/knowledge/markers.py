"""Markers that the user states because no VCF shows them: ``ER=positive``, ``PD-L1 CPS=12``, ``MSI=high``, ``KRAS=wildtype``.

A stated marker decides the biomarkers that speak of it: met, or not met; the others stay open. What may be stated follows
from the table in use, so that a lab's own ``PD-L1 (CPS) >= 20`` is compared like a label's:

- receptors and other proteins by a word (``ER``, ``PR``, ``HER2``, ``CD20``..). HER2-low and HER2-ultralow are HER2-negative
  as the labels use the word (no IHC 3+, no amplification); ``HER2=negative`` alone leaves open which of them it is;
- proteins by a number, in the score that the label asks for (``PD-L1 CPS``, ``PD-L1 TPS``, ``PD-L1 TAP``, ``PD-L1 TIIC``,
  ``CLDN18.2``, ``c-Met``), compared with the label's threshold. A label's plain "PD-L1 >= 1%" is the tumour proportion score;
- ``MSI``, ``MMR``, ``HRD``, and ``TMB`` by a word or in mutations per megabase (high is at least 10, the label's threshold);
- a gene: ``KRAS=wildtype`` or ``KRAS=mutated``;
- any other biomarker that a file of small variants does not show, by its name: ``"MGMT Promoter Methylation=present"``.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pm_annotate.errors import UsageError
from pm_annotate.knowledge.evaluation import SMALL_VARIANT_KINDS, MarkerState
from pm_annotate.model import Biomarker, BiomarkerKind

PRESENT = frozenset({"present", "positive", "yes", "high"})
ABSENT = frozenset({"absent", "negative", "no", "low"})
SAME_WORD = {
    "+": "positive", "pos": "positive", "-": "negative", "neg": "negative", "wt": "wildtype", "wild type": "wildtype",
    "wild-type": "wildtype", "msi-h": "high", "h": "high", "msi-l": "low", "mss": "stable", "dmmr": "deficient",
    "pmmr": "proficient", "altered": "mutated", "mutant": "mutated",
}  # fmt: skip
SAME_NAME = {"PDL1": "PD-L1", "PD-L1 TC": "PD-L1 TPS", "PD-L1 IC": "PD-L1 TIIC", "CMET": "C-MET"}

WORDS: Mapping[str, tuple[str, ...]] = {
    "ER": ("positive", "negative"),
    "PR": ("positive", "negative"),
    "HER2": ("positive", "negative", "low", "ultralow"),
    "MSI": ("high", "low", "stable"),
    "MMR": ("deficient", "proficient"),
    "HRD": ("positive", "negative"),
    "TMB": ("high", "low"),
}
OPEN_WHEN_STATED = {("HER2", "negative"): frozenset({"low", "ultralow"})}
ALSO_MET = {("HER2", "low"): frozenset({"negative"}), ("HER2", "ultralow"): frozenset({"negative"})}

SIGNATURES = {
    "MSI-H": ("MSI", "high"), "MSI HIGH": ("MSI", "high"), "MSI-L": ("MSI", "low"), "DMMR": ("MMR", "deficient"),
    "PMMR": ("MMR", "proficient"), "HRD": ("HRD", "positive"),
}  # fmt: skip
BY_THE_USER = "stated by the user"
TMB_HIGH = 10.0  # mutations per megabase, the threshold of the tumour-agnostic label
NOT_A_GENE = frozenset({BiomarkerKind.EXPRESSION, BiomarkerKind.METHYLATION, BiomarkerKind.PHOSPHORYLATION})
RULED_OUT_BY_WILD_TYPE = SMALL_VARIANT_KINDS | {BiomarkerKind.FUSION, BiomarkerKind.REARRANGEMENT}

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
_QUALITY = re.compile(r"(?P<protein>\S+?)[ -](?P<word>positive|negative|low|ultralow|\+)", re.IGNORECASE)
_THRESHOLD = re.compile(
    r"(?P<protein>\S+)(?: \((?P<score>[A-Z]+)\))? (?P<sign>[<>]=?) ?(?P<number>\d+(?:\.\d+)?)%?(?: (?P<cells>[A-Z]+))?"
)
_TMB = re.compile(r"TMB-H \((?P<sign>[<>]=?) (?P<number>\d+) .*\)")


class Criterion(NamedTuple):
    """What a biomarker asks of a marker: a word, or a number compared with a threshold."""

    marker: str  # "ER", "PD-L1 CPS"
    word: str = ""
    sign: str = ""
    threshold: float = 0.0

    def state(self, stated: str) -> MarkerState:
        """What the stated word or number makes of it."""
        number = _number(stated)
        if self.sign:
            if number is None:
                number = {"high": TMB_HIGH, "low": TMB_HIGH - 0.01}[stated]  # only TMB goes by words as well
                if self.threshold != TMB_HIGH:
                    return MarkerState.UNKNOWN
            return _decided(_COMPARE[self.sign](number, self.threshold))
        if self.word in OPEN_WHEN_STATED.get((self.marker, stated), ()):
            return MarkerState.UNKNOWN
        return _decided(self.word == stated or self.word in ALSO_MET.get((self.marker, stated), ()))


class StatedMarkers(NamedTuple):
    """``texts``: as the user wrote them, sorted. ``states``: by biomarker id, for the biomarkers that they decide."""

    texts: tuple[str, ...] = ()
    states: Mapping[str, MarkerState] = {}
    said_by: Mapping[str, str] = {}  # biomarker id to the text that decides it
    bases: Mapping[str, str] = {}  # text to where it comes from; the others come from the user

    def told(self, biomarker_ids: Iterable[str]) -> tuple[str, ...]:
        """What decides these biomarkers and who says so: ``stated by the user: ER=positive; HER2=low``."""
        by_basis: dict[str, list[str]] = {}
        for text in dict.fromkeys(self.said_by[one] for one in biomarker_ids):
            by_basis.setdefault(self.bases.get(text, BY_THE_USER), []).append(text)
        return tuple(f"{basis}: {'; '.join(texts)}" for basis, texts in by_basis.items())

    def __bool__(self) -> bool:
        return bool(self.texts)

    def wild_types(self) -> Iterator[tuple[str, str]]:
        """(gene, text) of the genes that are stated to be wild type."""
        for text in self.texts:
            name, _, value = text.partition("=")
            word = " ".join(value.lower().split())
            if SAME_WORD.get(word, word) == "wildtype":
                yield name.strip().upper(), text

    def beside(
        self, biomarkers: Mapping[str, Biomarker], met: Collection[str], altered: Collection[str]
    ) -> dict[str, MarkerState]:
        """The states that the sample's own alleles leave standing: what the file shows is not stated away."""
        return {
            biomarker_id: state
            for biomarker_id, state in self.states.items()
            if biomarker_id not in met
            and not (biomarkers[biomarker_id].kind == BiomarkerKind.WILD_TYPE and biomarkers[biomarker_id].gene in altered)
        }


NO_MARKERS = StatedMarkers()


def parse_markers(texts: Sequence[str], biomarkers: Iterable[Biomarker]) -> StatedMarkers:
    """The markers stated as ``NAME=VALUE``, and what they decide of the table's biomarkers.

    Raises UsageError for a form other than that, an unknown name, a value that the name does not take, or two values for
    one name.
    """
    if not texts:
        return NO_MARKERS
    every = tuple(biomarkers)
    vocabulary = _Vocabulary(every)
    stated: dict[str, tuple[str, str]] = {}
    for text in texts:
        name, value = vocabulary.read(text)
        if stated.setdefault(name, (value, text))[0] != value:
            raise UsageError(f"--marker {text!r} contradicts --marker {stated[name][1]!r}.")
    states: dict[str, MarkerState] = {}
    said_by: dict[str, str] = {}
    for biomarker in every:
        for name, (value, text) in stated.items():
            state = vocabulary.state(biomarker, name, value)
            if state != MarkerState.UNKNOWN:
                states[biomarker.biomarker_id] = state
                said_by[biomarker.biomarker_id] = text.strip()
    return StatedMarkers(tuple(sorted(text.strip() for _, text in stated.values())), states, said_by)


def criterion_of(biomarker: Biomarker) -> Criterion | None:
    """What an expression or signature biomarker asks of a marker; None where only its own name speaks of it."""
    name = biomarker.name
    if biomarker.kind == BiomarkerKind.SIGNATURE:
        if tmb := _TMB.fullmatch(name):
            return Criterion("TMB", sign=tmb["sign"], threshold=float(tmb["number"]))
        if name in ("TMB High", "TMB Low"):
            return Criterion("TMB", sign=">=" if name == "TMB High" else "<", threshold=TMB_HIGH)
        known = SIGNATURES.get(name.upper())
        return Criterion(*known) if known else None
    if biomarker.kind != BiomarkerKind.EXPRESSION:
        return None
    if found := _QUALITY.fullmatch(name):
        word = found["word"].lower()
        return Criterion(found["protein"].upper(), word="positive" if word == "+" else word)
    if found := _THRESHOLD.fullmatch(name):
        score = found["score"] or found["cells"] or ("TPS" if found["protein"].upper() == "PD-L1" else "")
        marker = f"{found['protein'].upper()} {score}".strip()
        return Criterion(marker, sign=found["sign"], threshold=float(found["number"]))
    return None


class _Vocabulary:
    """The markers that can be stated of the biomarkers of a table."""

    def __init__(self, biomarkers: Iterable[Biomarker]) -> None:
        self._criteria: dict[str, Criterion] = {}
        self._named: dict[str, str] = {}
        self._genes: set[str] = set()
        self._words: dict[str, set[str]] = {name: set(words) for name, words in WORDS.items()}
        self._numbers = {"TMB"}
        for one in biomarkers:
            if one.kind not in SMALL_VARIANT_KINDS and one.kind != BiomarkerKind.WILD_TYPE:
                self._named.setdefault(_spelling(one.name), one.name)
            if one.gene and one.kind not in NOT_A_GENE:
                self._genes.add(one.gene.upper())
            if criterion := criterion_of(one):
                self._criteria[one.biomarker_id] = criterion
                if criterion.sign:
                    self._numbers.add(criterion.marker)
                else:
                    self._words.setdefault(criterion.marker, {"positive", "negative"}).add(criterion.word)

    def read(self, text: str) -> tuple[str, str]:
        """(canonical name, value) of ``NAME=VALUE``."""
        name, equals, value = text.rpartition("=")
        if not equals or not name.strip() or not value.strip():
            raise UsageError(f"--marker {text!r}: write NAME=VALUE, as in ER=positive or 'PD-L1 CPS=12'. {self._known()}")
        name = " ".join(name.replace("_", " ").split()).upper()
        first, _, rest = name.partition(" ")
        name = " ".join(filter(None, (SAME_NAME.get(first, first), rest)))
        name = SAME_NAME.get(name, name)
        word = SAME_WORD.get(value.strip().lower(), value.strip().lower())
        self._check(text, name, word)
        number = _number(word)
        return name, word if number is None else f"{number:g}"

    def _check(self, text: str, name: str, word: str) -> None:
        allowed = sorted(self._words.get(name, ()))
        if name in self._genes:
            allowed += ["mutated", "wildtype"]
        if _spelling(name) in self._named and not allowed and name not in self._numbers:
            allowed += ["absent", "present", *sorted((PRESENT | ABSENT) - {"absent", "present"})]
        if word in allowed or (name in self._numbers and _number(word) is not None):
            return
        if not allowed and name not in self._numbers:
            raise UsageError(f"--marker {text!r}: no marker is called {name!r}. {self._known()}")
        number = ["a number of 0 or more"] if name in self._numbers else []
        raise UsageError(f"--marker {text!r}: {name} can be {', '.join([*allowed, *number])}.")

    def _known(self) -> str:
        names = sorted({*self._words, *self._numbers})
        return (
            f"Known markers: {', '.join(names)}; a gene (KRAS=wildtype); "
            'or the name of a biomarker ("MGMT Promoter Methylation=present").'
        )

    def state(self, biomarker: Biomarker, name: str, value: str) -> MarkerState:
        """What one stated marker makes of a biomarker."""
        criterion = self._criteria.get(biomarker.biomarker_id)
        if criterion is not None and criterion.marker == name:
            is_word = value in self._words.get(name, ())
            fits = (not is_word or name == "TMB") if criterion.sign else is_word
            return criterion.state(value) if fits else MarkerState.UNKNOWN
        if value in ("wildtype", "mutated") and biomarker.gene.upper() == name:
            wild = value == "wildtype"
            if biomarker.kind == BiomarkerKind.WILD_TYPE:
                return _decided(wild)
            return MarkerState.NOT_MET if wild and biomarker.kind in RULED_OUT_BY_WILD_TYPE else MarkerState.UNKNOWN
        if self._named.get(_spelling(biomarker.name)) and _spelling(biomarker.name) == _spelling(name):
            return MarkerState.MET if value in PRESENT else MarkerState.NOT_MET if value in ABSENT else MarkerState.UNKNOWN
        return MarkerState.UNKNOWN


def _decided(holds: bool) -> MarkerState:
    return MarkerState.MET if holds else MarkerState.NOT_MET


def _spelling(name: str) -> str:
    return " ".join(name.upper().split())


def _number(word: str) -> float | None:
    """A number of 0 or more, with or without a per cent sign."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?%?", word)
    return float(found[1]) if found else None
