"""Joins the rooms for the question of inherited risk: the sample's alleles, what set-aside records hold, and the genome.

VariantReport + ClinVar + predisposition genes + transcripts -> PredispositionFinding
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pm_annotate.clinical.mutation_status import GERMLINE, HARDLY_INHERITED, UNKNOWN, mutation_status
from pm_annotate.clinical.origin import STATED, OriginContext
from pm_annotate.clinical.predisposition import may_predispose, predisposition_findings, worth_a_look
from pm_annotate.clinical.predisposition_context import ClinvarLayer, PredispositionContext
from pm_annotate.genome.genome import Genome
from pm_annotate.genome.nonsense_mediated_decay import TruncationFate, truncation_fate
from pm_annotate.genome.parts import parts_of
from pm_annotate.knowledge.clinvar_alleles import is_conflicting
from pm_annotate.knowledge.predisposition_genes import PredispositionGene
from pm_annotate.model import Allele, Effect, Observation, PredispositionFinding, SampleReport, SampleRole, VariantReport
from pm_annotate.vcf.germline_caller import germline_caller, lists_inherited
from pm_annotate.vcf.header import VcfHeader
from pm_annotate.vcf.set_aside import SetAside, set_aside_as_germline

Annotated = tuple[Observation, tuple[Effect, ...]]
Annotate = Callable[[Allele], tuple[Allele, tuple[Effect, ...]]]

SET_ASIDE = "set aside by the caller ({reason}) and read for inherited risk only, whatever its reads"
UNRELIABLE = "the caller calls it unreliable ({reason}), and ClinVar knows the allele: confirm in germline"
LOST = "in the normal and not in the tumour column: the tumour may have lost it"
SWAPPED = (
    "{names}: known to be pathogenic, in {normal}, the normal, and in none of the reads of {tumor}, the tumour. A tumour with "
    "normal cells in it seldom loses an inherited allele so wholly: are the two mixed up, or of two people? Then neither what "
    "is called inherited nor what is absent here holds. Say which is which with --tumor-sample and --normal-sample."
)
MIXED_ORIGINS = (
    "A germline caller's VCF is read together with a somatic caller's: no allele counts as inherited for its file alone, and "
    "no locus as covered in the tumour. For inherited risk, read the germline VCF alone; for the tumour, give its own first."
)
READS_OF_NONE = 20  # reads of the tumour, none of which has the allele
OUTSIDE_OUR_GENES = "the gene's transcript is not packaged: read by ClinVar alone"
SET_ASIDE_WARNING = (
    "{count} alleles that the caller set aside as germline were read for inherited risk only, whatever their reads; "
    "--all-filters reads them like all others."
)
GERMLINE_FILE = (
    "This file is read as a germline file ({basis}): every allele counts as inherited, none as somatic. "
    "Is it a tumour? Then name its column with --tumor-sample."
)


TOO_FEW_READS = (
    "{count} alleles of this germline file have fewer reads than inherited ones (VAF below {vaf:g}): their origin counts as "
    "unknown. A tumour? Then name its column with --tumor-sample. The patient's own genome? Then say --germline."
)


def origin_context(
    header: VcfHeader, roles: Sequence[SampleRole], stated: bool, further: Sequence[tuple[VcfHeader, SampleRole]] = ()
) -> OriginContext:
    """Is the file a germline file: stated (``--germline``), or told from the caller that wrote it. Beside a ``further`` VCF of
    a somatic caller it is not told: what that one lists is not inherited."""
    if stated:
        return OriginContext(STATED)
    caller = germline_caller(header, roles)
    if caller and any(lists_inherited(other, (role,)) is False for other, role in further):
        return OriginContext(mixed=True)
    return OriginContext(f"its header names {caller}") if caller else OriginContext()


def predisposition_context(
    genome: Genome,
    genes: Mapping[str, PredispositionGene],
    clinvar: ClinvarLayer,
    origin: OriginContext,
    sex: str | None = None,
) -> PredispositionContext:
    """What the alleles are read with, and the questions to the genome answered by this one."""
    return PredispositionContext(
        genes,
        clinvar,
        sex,
        fate_of=lambda allele, effect: fate_on_its_transcript(genome, allele, effect),
        parts_of=lambda allele: parts_left_aligned(genome, allele),
        origin=origin,
    )


def with_predisposition(
    report: SampleReport, annotated: Iterable[Annotated], annotate: Annotate, genome: Genome, context: PredispositionContext
) -> SampleReport:
    """The report with its predisposition findings and the warnings that go with them.

    ``annotated``: every allele of the sample, also those outside the genes of the report's tables, as ``annotate`` named
    them. Costs a binary search per allele, and a look at the transcript of each truncating one.
    """
    origin = context.origin
    reported = {id(variant.observation) for variant in report.variants}
    of_file = (
        _unreported(observation, effects, origin)
        for observation, effects in annotated
        if id(observation) not in reported and may_predispose(observation.allele, effects, context)
    )
    set_aside = list(set_aside_as_germline(report.skipped, report.assembly, origin.germline_file))
    others = [
        variant
        for variant in (
            *of_file,
            *(_of_set_aside(one, annotate, origin) for one in set_aside if _to_be_named(one, genome, context)),
        )
        if worth_a_look(variant, context)
    ]
    findings = predisposition_findings((*report.variants, *others), report.findings, context)
    by_the_caller = sum(not one.if_known for one in set_aside)
    of_origin = _warnings(origin, by_the_caller, _of_few_reads(report, origin))
    warnings = (*report.warnings, *_mixed_up(report.role, findings), *of_origin)
    return report._replace(predisposition=findings, warnings=warnings)


def _mixed_up(role: SampleRole, findings: Iterable[PredispositionFinding]) -> Iterator[str]:
    """Said of known alleles of the normal that the tumour does not have at all: KRAS G12D is nearly always the tumour's own."""
    found = [one for one in findings if _is_in_normal_alone(one)]
    names = [f"{one.gene} {_name(one.variant)}" for one in found]
    if names:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        of_normal = found[0].variant.observation.normal  # of the main file or of a further one
        normal, tumor = role.normal or (of_normal and of_normal.sample), role.tumor or role.sample_id
        yield SWAPPED.format(names=", ".join(names[:3]) + more, normal=normal, tumor=tumor)


def _is_in_normal_alone(finding: PredispositionFinding) -> bool:
    tumor, normal = finding.variant.observation.tumor, finding.variant.observation.normal
    known = finding.classification.startswith(("ClinVar Pathogenic", "ClinVar Likely"))
    if LOST not in finding.variant.caveats or not known or tumor is None or normal is None:
        return False
    return tumor.alt_count == 0 and (tumor.depth or 0) >= READS_OF_NONE and (normal.alt_count or 0) > 1


def _name(variant: VariantReport) -> str:
    """``p.G12D``, the name on the transcript, or the allele."""
    effect, allele = next(iter(variant.effects), None), variant.observation.allele
    return (effect and (effect.hgvsp_short or effect.hgvsc)) or f"{allele.chrom}:{allele.pos} {allele.ref}>{allele.alt}"


def _of_few_reads(report: SampleReport, origin: OriginContext) -> int:
    """Alleles of a germline file that do not count as inherited."""
    alleles = [variant for variant in report.variants if variant.event is None] if origin.germline_file else []
    return sum(variant.mutation_status == UNKNOWN for variant in alleles)


def _warnings(origin: OriginContext, set_aside: int, denied: int) -> Iterator[str]:
    if origin.mixed:
        yield MIXED_ORIGINS
    if origin.germline_file:
        yield GERMLINE_FILE.format(basis=origin.germline_basis)
    if denied:
        yield TOO_FEW_READS.format(count=denied, vaf=HARDLY_INHERITED)
    if set_aside:
        yield SET_ASIDE_WARNING.format(count=set_aside)


def _unreported(observation: Observation, effects: tuple[Effect, ...], origin: OriginContext) -> VariantReport:
    caveats = () if effects else (OUTSIDE_OUR_GENES,)
    return VariantReport(observation, effects, mutation_status=mutation_status(observation, origin), caveats=caveats)


def _to_be_named(one: SetAside, genome: Genome, context: PredispositionContext) -> bool:
    """False for a substitution of one base that ClinVar does not know, outside the genes whose loss predisposes.

    It could give no finding. Alleles of other kinds are placed only when they are named.
    """
    allele = one.observation.allele
    if one.if_known:
        known = context.clinvar.entry(allele.assembly, genome.left_align(allele).key)
        return known is not None and not is_conflicting(known[0])
    if len(allele.ref) != 1 or len(allele.alt) != 1 or may_predispose(allele, (), context):
        return True
    return any(context.by_loss(known.gene) for known in genome.transcripts_at(allele.chrom, allele.pos, allele.pos))


def _of_set_aside(one: SetAside, annotate: Annotate, origin: OriginContext) -> VariantReport:
    allele, effects = annotate(one.observation.allele)
    observation = one.observation._replace(allele=allele)
    if one.unreliable:
        caveat = UNRELIABLE.format(reason=one.reason)
        return VariantReport(observation, effects, mutation_status=mutation_status(observation, origin), caveats=(caveat,))
    caveats = (SET_ASIDE.format(reason=one.reason), *((LOST,) if one.only_in_normal else ()))
    return VariantReport(observation, effects, mutation_status=_origin_of_set_aside(one), caveats=caveats)


def _origin_of_set_aside(one: SetAside) -> str:
    """By the normal's reads. Unknown where these say somatic, against the caller that calls it germline, and where a panel of
    normals alone set it aside: an artefact of the method is in the patient's normal as well.
    """
    if one.only_in_normal and one.observation.normal is None:
        return GERMLINE
    is_germline = not one.if_known and mutation_status(one.observation) == GERMLINE
    return GERMLINE if is_germline else UNKNOWN


def fate_on_its_transcript(genome: Genome, allele: Allele, effect: Effect) -> TruncationFate | None:
    """What becomes of the messenger RNA; None where the effect's transcript is not packaged."""
    for transcript in genome.transcripts_of(effect.gene):
        if effect.transcript in transcript.accessions:
            return truncation_fate(transcript, allele, effect)
    return None


def parts_left_aligned(genome: Genome, allele: Allele) -> list[tuple[str, int, str, str]]:
    """The single changes that an allele is made of, as tables of known alleles spell them."""
    parts = parts_of(allele.pos, allele.ref, allele.alt) if allele.alt.isalpha() else ()
    found = []
    for part in parts:
        start, anchor = part.start, ""
        if part.can_move:
            start -= 1
            anchor = genome.reference(allele.chrom, start, start) or ""
        spelt = allele._replace(pos=start, ref=anchor + part.removed, alt=anchor + part.inserted, left_aligned=False)
        if spelt.ref and spelt.alt:
            found.append(genome.left_align(spelt).key)
    return found
