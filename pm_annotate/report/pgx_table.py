"""``<sample>.pgx.tsv``: one row per pharmacogene and drug; a gene without guidance has one row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pm_annotate.model import PgxCall, PgxGuidance, PgxPosition, SampleReport

Row = Mapping[str, object]

PGX_COLUMNS = (
    "Tumor_Sample_Barcode", "Matched_Norm_Sample_Barcode", "NCBI_Build", "gene", "pgx_status", "diplotype",
    "activity_score", "phenotype", "drug", "action", "guidance", "guidance_strength", "guidance_source", "guideline_id",
    "guideline_url", "other_diplotypes", "possible_phenotypes", "allele_functions", "cannot_exclude", "positions_used",
    "n_positions_missing", "positions_missing", "caveats",
)  # fmt: skip


def pgx_rows(report: SampleReport) -> Iterator[Row]:
    """Rows in the order of the genes, then of the drugs."""
    for call in report.pharmacogenomics:
        of_gene = {
            "Tumor_Sample_Barcode": report.role.sample_id,
            "Matched_Norm_Sample_Barcode": report.role.normal,
            "NCBI_Build": str(report.assembly),
            **_gene_values(call),
        }
        if not call.guidance:
            yield of_gene
        for guidance in call.guidance:
            yield {**of_gene, **_guidance_values(guidance)}


def _gene_values(call: PgxCall) -> dict[str, object]:
    return {
        "gene": call.gene,
        "pgx_status": call.status,
        "diplotype": " or ".join(call.diplotypes),
        "activity_score": call.activity_score,
        "phenotype": call.phenotype,
        "other_diplotypes": call.other_diplotypes,
        "possible_phenotypes": call.possible_phenotypes,
        "allele_functions": call.functions,
        "cannot_exclude": call.cannot_exclude,
        "positions_used": tuple(position_text(position) for position in call.positions),
        "n_positions_missing": len(call.missing),
        "positions_missing": tuple(place_text(position) for position in call.missing),
        "caveats": call.caveats,
    }


def _guidance_values(guidance: PgxGuidance) -> dict[str, object]:
    return {
        "drug": guidance.drug,
        "action": guidance.action,
        "guidance": guidance.sentence,
        "guidance_strength": guidance.strength,
        "guidance_source": guidance.source,
        "guideline_id": guidance.guideline_id,
        "guideline_url": guidance.url,
    }


def place_text(position: PgxPosition) -> str:
    """``1:97450058 rs3918290``."""
    return f"{position.chrom}:{position.pos} {position.rsid}".rstrip()


def position_text(position: PgxPosition) -> str:
    """``1:97450058 rs3918290 C/T``, with the source where the genotype was not called."""
    text = f"{place_text(position)} {position.genotype}"
    return text if position.source == "called" else f"{text} ({position.source})"


def pgx_objects(report: SampleReport) -> list[dict[str, object]]:
    """The calls for the JSON report."""
    return [pgx_object(call) for call in report.pharmacogenomics]


def pgx_object(call: PgxCall) -> dict[str, object]:
    """One gene as plain dicts and lists."""
    return {
        "gene": call.gene,
        "status": call.status,
        "diplotypes": list(call.diplotypes),
        "other_diplotypes": list(call.other_diplotypes),
        "activity_score": call.activity_score or None,
        "phenotype": call.phenotype,
        "possible_phenotypes": list(call.possible_phenotypes),
        "allele_functions": list(call.functions),
        "cannot_exclude": list(call.cannot_exclude),
        "positions": [_position_object(position) for position in call.positions],
        "missing": [_position_object(position) for position in call.missing],
        "caveats": list(call.caveats),
        "guidance": [
            {
                "drug": guidance.drug,
                "action": guidance.action,
                "sentence": guidance.sentence,
                "strength": guidance.strength or None,
                "source": guidance.source or None,
                "guideline_id": guidance.guideline_id,
                "url": guidance.url or None,
            }
            for guidance in call.guidance
        ],
    }


def _position_object(position: PgxPosition) -> dict[str, object]:
    return {
        "chrom": position.chrom,
        "pos": position.pos,
        "rsid": position.rsid or None,
        "name": position.name,
        "genotype": position.genotype or None,
        "source": position.source,
        "depth": position.depth,
        "sample": position.sample or None,
    }
