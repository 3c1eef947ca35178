"""One spelling for the many ways in which a tumour type is written. Pure functions over words; no table is read."""

from __future__ import annotations

import re

_STAGE_WORDS = frozenset(
    {"metastatic", "advanced", "locally", "recurrent", "relapsed", "refractory", "unresectable", "primary", "invasive", "early",
     "stage", "i", "ii", "iii", "iv", "iva", "ivb", "malignant", "adult", "pediatric", "childhood"}
)  # fmt: skip
_TUMOR_WORDS = frozenset({"cancer", "carcinoma", "tumor", "neoplasm", "malignancy"})
_FILLER_WORDS = frozenset({"the", "a", "of", "and", "in", "to", "with", "nos", "unspecified", "type", "gland", "urinary"})
_ORGAN_WORDS = {
    "gastric": "stomach", "renal": "kidney", "hepatic": "liver", "pulmonary": "lung", "colonic": "colon",
    "esophageal": "esophagu", "esophagus": "esophagu", "cervical": "cervix", "ovarian": "ovary", "uterine": "uterus",
    "prostatic": "prostate", "mammary": "breast", "cutaneous": "skin", "rectal": "rectum", "thymic": "thymus",
    "testicular": "testis", "penile": "penis", "vulvar": "vulva", "vaginal": "vagina", "laryngeal": "larynx",
    "nasopharyngeal": "nasopharynx", "oropharyngeal": "oropharynx", "pharyngeal": "pharynx", "pancreatic": "pancrea",
    "pancreas": "pancrea", "pleural": "pleura", "peritoneal": "peritoneum", "ocular": "eye", "endometrial": "endometrium",
    "appendiceal": "appendix", "pediatric": "childhood", "myelogenous": "myeloid", "cholangial": "bile", "osseous": "bone",
}  # fmt: skip

_MINUS = re.compile(r"(?<=\b(?:er|pr|hr|ph))[-−](?![a-z0-9])|(?<=\bher2)[-−](?![a-z0-9])")  # the sign, not a hyphen


def spelling_key(text: str) -> str:
    """One key for all spellings of a name: "Tumours of the Oesophagus", "esophagus tumor" -> "esophagus tumor".

    Lower case; only letters and digits; the signs of "HER2+" and "HER2-" become words; ae and oe become e; -our becomes
    -or; plurals lose their s; "B of the A" turns into "A B". The key is for comparison only: it need not be English.
    """
    text = text.casefold().replace("’", "'").replace("'s", "").replace("+", " positive ")
    text = _MINUS.sub(" negative ", text)
    words = [_spelled(word) for word in re.findall(r"[a-z0-9]+", text)]
    words = [word for word in words if word != "the"]
    if "of" in words[1:-1]:
        at = words.index("of", 1)
        words = words[at + 1 :] + words[:at]
    return " ".join(words)


def _spelled(word: str) -> str:
    if word.isdigit() or len(word) < 4:
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is", "eas", "os")):
        word = word[:-1]
    word = word.replace("ae", "e").replace("oe", "e")
    return "tumor" if word == "tumour" else word


def without_stage_words(key: str) -> str:
    """ "metastatic stage iv lung cancer" -> "lung cancer"."""
    return " ".join(word for word in key.split() if word not in _STAGE_WORDS)


def without_tumor_words(key: str) -> str:
    """ "lung cancer" -> "lung"."""
    return " ".join(word for word in key.split() if word not in _TUMOR_WORDS and word not in _FILLER_WORDS)


def loose_key(key: str) -> str:
    """A spelling key with organ adjectives as nouns and its words sorted: "renal cell carcinoma" -> "carcinoma cell kidney".

    "Positive" and "negative" stay with the receptor before them.
    """
    key = key.replace("transitional cell", "urothelial").replace("urinary bladder", "bladder")
    key = key.replace(" positive", "-positive").replace(" negative", "-negative")
    return " ".join(sorted(_ORGAN_WORDS.get(word, word) for word in key.split() if word not in _FILLER_WORDS))
