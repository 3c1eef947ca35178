"""What an allele does to a non-coding transcript (MT-RNR1, TERC): n. name, exon, splice site; never a protein.

HGVS: https://hgvs-nomenclature.org/stable/background/refseq/ (``n.`` counts from the first base of the transcript).
"""

from __future__ import annotations

from pm_annotate.genome.consequence import read_terms
from pm_annotate.genome.effect import NOT_SHIFTED, REF_MISMATCH
from pm_annotate.genome.hgvs_names import PlacedEdit, coding_name
from pm_annotate.genome.splice import splice_terms
from pm_annotate.genome.transcripts import Transcript
from pm_annotate.genome.where import exon_fields
from pm_annotate.model import Effect


def noncoding_effect(
    placed: PlacedEdit, transcript: Transcript, hgvsg: str, computed_from: str, ref_agrees: bool | None
) -> Effect:
    """The effect, named at the most 3' placement on the transcript's strand. ``n.`` names only inside the transcript."""
    edit = placed.edit
    low, high = min(edit.start, edit.end), max(edit.start, edit.end)
    inside = transcript.first <= low and high <= transcript.last
    exon, intron, numbers = exon_fields(transcript, edit.start, edit.end)
    terms = splice_terms(transcript, edit.start, edit.end) if inside or numbers else set()
    if numbers:
        terms.add("non_coding_transcript_exon_variant")
    elif inside:
        terms.add("non_coding_transcript_variant")
    else:
        upstream = (high < transcript.first) == (transcript.strand > 0)
        terms.add("upstream_gene_variant" if upstream else "downstream_gene_variant")
    consequence, severity, classification = read_terms(frozenset(terms), len(edit.inserted) - len(edit.removed))
    caveats = (*([REF_MISMATCH] if ref_agrees is False else []), *([] if placed.complete else [NOT_SHIFTED]))
    named = inside and ref_agrees is not False
    return Effect(
        gene=transcript.gene,
        transcript=transcript.transcript,
        consequence=consequence,
        impact=severity,
        variant_classification=classification,
        computed_from=computed_from,
        hgvsg=hgvsg,
        hgvsc="n." + coding_name(placed, transcript).removeprefix("c.") if named else "",
        exon=exon,
        intron=intron,
        exon_numbers=numbers,
        is_primary=transcript.is_primary,
        mane_select=transcript.mane_select,
        caveats=caveats,
    )
