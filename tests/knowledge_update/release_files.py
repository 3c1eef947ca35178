"""CIViC's files as CIViC writes them, made of rows of our own, and a server on this machine that has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

EVIDENCE_NAME = "nightly-AcceptedClinicalEvidenceSummaries.tsv"
ASSERTION_NAME = "nightly-AcceptedAssertionSummaries.tsv"
VARIANT_NAME = "nightly-VariantSummaries.tsv"
PROSE = 'Prose of a curator, "quoted", that nobody may write.'

EVIDENCE_COLUMNS = (
    "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies", "therapy_interaction_type",
    "evidence_type", "evidence_direction", "evidence_level", "significance", "evidence_statement", "citation_id", "source_type",
    "asco_abstract_id", "citation", "nct_ids", "rating", "evidence_status", "evidence_id", "variant_origin", "last_review_date",
    "evidence_civic_url", "molecular_profile_civic_url", "is_flagged",
)  # fmt: skip
ASSERTION_COLUMNS = (
    "molecular_profile", "molecular_profile_id", "disease", "doid", "phenotypes", "therapies", "assertion_type",
    "assertion_direction", "significance", "acmg_codes", "amp_category", "nccn_guideline", "nccn_guideline_version",
    "regulatory_approval", "fda_companion_test", "assertion_summary", "assertion_description", "assertion_id",
    "evidence_item_ids", "last_review_date", "assertion_civic_url", "evidence_items_civic_url", "molecular_profile_civic_url",
    "is_flagged",
)  # fmt: skip
VARIANT_COLUMNS = (
    "variant_id", "variant_civic_url", "feature_type", "feature_id", "feature_name", "feature_civic_url", "variant",
    "variant_aliases", "is_flagged", "variant_groups", "variant_types", "single_variant_molecular_profile_id",
    "last_review_date", "gene", "entrez_id", "chromosome", "start", "stop", "reference_bases", "variant_bases",
    "representative_transcript", "ensembl_version", "reference_build", "hgvs_descriptions", "allele_registry_id", "clinvar_ids",
    "ncit_id",
)  # fmt: skip

EVIDENCE = {
    "molecular_profile": "BRAF V600E", "molecular_profile_id": "12", "disease": "Skin Melanoma", "doid": "8923",
    "therapies": "Newdrugib", "evidence_type": "Predictive", "evidence_direction": "Supports", "evidence_level": "B",
    "significance": "Sensitivity/Response", "evidence_statement": PROSE, "citation_id": "25399551", "source_type": "PubMed",
    "rating": "4", "evidence_status": "accepted", "evidence_id": "90001", "variant_origin": "Somatic",
    "last_review_date": "2027-01-09 21:46:26 UTC", "evidence_civic_url": "https://civicdb.org/links/evidence_items/90001",
    "is_flagged": "false",
}  # fmt: skip
ASSERTION = {
    "molecular_profile": "BRAF V600E", "molecular_profile_id": "12", "disease": "Skin Melanoma", "doid": "8923",
    "therapies": "Newdrugib", "assertion_type": "Predictive", "assertion_direction": "Supports",
    "significance": "Sensitivity/Response", "amp_category": "Tier I - Level A", "regulatory_approval": "true",
    "fda_companion_test": "true", "assertion_summary": PROSE, "assertion_description": PROSE, "assertion_id": "9001",
    "evidence_item_ids": "90001", "last_review_date": "2027-01-10 00:00:00 UTC", "is_flagged": "false",
}  # fmt: skip
VARIANT = {
    "variant_id": "12", "feature_type": "Gene", "feature_name": "BRAF", "gene": "BRAF", "variant": "V600E",
    "single_variant_molecular_profile_id": "12", "chromosome": "7", "start": "140453136", "stop": "140453136",
    "reference_bases": "A", "variant_bases": "T", "reference_build": "GRCh37", "last_review_date": "2027-01-08 00:00:00 UTC",
    "is_flagged": "false",
}  # fmt: skip

Row = Mapping[str, str]


def table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A file as CIViC writes it: cells with quotation marks are quoted."""

    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if '"' in text else text

    lines = ["\t".join(columns), *("\t".join(cell(row.get(column, "")) for column in columns) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def release(
    evidence: Iterable[Row] = (EVIDENCE,), assertions: Iterable[Row] = (ASSERTION,), variants: Iterable[Row] = (VARIANT,)
) -> dict[str, bytes]:
    """The three files by name."""
    return {
        EVIDENCE_NAME: table(EVIDENCE_COLUMNS, evidence),
        ASSERTION_NAME: table(ASSERTION_COLUMNS, assertions),
        VARIANT_NAME: table(VARIANT_COLUMNS, variants),
    }


def in_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


class Answer(NamedTuple):
    """What the server says to one request."""

    content: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}


@contextmanager
def server(answers: Mapping[str, Answer | bytes | list[Answer]]) -> Iterator[tuple[str, list[str]]]:
    """An address on this machine and the paths that were asked for. A list gives its answers one after the other."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path, Answer(status=404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            answer = Answer(answer) if isinstance(answer, bytes) else answer
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.content)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", asked
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def as_paths(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"/{name}": content for name, content in files.items()}
