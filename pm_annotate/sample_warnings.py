"""What the reader of a sample's report must know before trusting a blank, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pm_annotate.collected import Collected, FileReading
from pm_annotate.model import Reconciliation, SampleRole
from pm_annotate.vcf.sample_names import is_normal_by_name, tumour_normal_pairs
from pm_annotate.vcf.set_aside import ONLY_IN_NORMAL
from pm_annotate.vcf.support import ReadOptions
from pm_annotate.vcf.tally import Tally

NOT_ASSESSED = (
    "What the file does not list is not assessed, unless loci.tsv says so: an actionable variant that is absent here may be "
    "absent from the tumour, not covered, or not called."
)
NO_TUMOUR_TYPE = (
    "No tumour type was given: no finding is Tier I, not even one that holds for any tumour (it is Tier II-C). "
    "Use --tumor-type, 'solid tumor' where the kind is not known."
)
NO_LINE_END = (
    "The last line of the file has no line end. Its columns are whole, but where the file was cut off in its last value, that "
    "value is wrong and what followed is missing: compare the file with its source."
)
NONE_PASSED = (
    "No allele in an actionable gene passed its filters: {count} are set aside (FILTER {filters}) and listed in the skipped "
    "table. --all-filters reads them."
)
NAMES_SAY_OTHERWISE = (
    "{tumor} is read as the tumour and {normal} as the normal ({basis}), but their names say the opposite. "
    "Check which is which."
)
NORMAL_ALONE = (
    "{name} is a normal by its name, and is read as a tumour: {why}. If it is the patient's own genome, say --germline; if "
    "it is the normal of a tumour in the file, name both with --tumor-sample and --normal-sample."
)
MOSTLY_IN_NORMAL = (
    "{count} alleles are only in {normal}, the normal, and {seen} in {tumor}, the tumour. Are the two mixed up? Then say which "
    "is which with --tumor-sample and --normal-sample."
)
NOT_JUDGED = (
    "The file gives no value for a threshold (--min-dp, --min-vaf, --min-alt-reads) at {count} of the alleles that were looked "
    "at: such an allele met it unseen. read_fields says what was read; --dp-tag, --af-tag and --ad-tag name other fields."
)
NO_SUCH_VALUE = (
    "{option} {tag}: no value that can be read (a fraction lies between 0 and 1) at {count} of {all} alleles in actionable "
    "genes; these are read as without the option."
)


def sample_warnings(
    of_file: FileReading, role: SampleRole, collected: Collected, counts: Reconciliation, tally: Tally
) -> Iterator[str]:
    """What the reader of this report must know before trusting a blank."""
    if of_file.tumor is None:
        yield NO_TUMOUR_TYPE
    has_normal = role.normal is not None or any(one.normal is not None for one, _ in collected.annotated)
    if role.tumor is not None and not has_normal and not of_file.origin.germline_file:
        yield "No matched normal: somatic and germline variants cannot be told apart; confirm inherited findings in germline."
    if role.tumor and role.normal and tumour_normal_pairs((role.tumor, role.normal)) == ((role.normal, role.tumor),):
        yield NAMES_SAY_OTHERWISE.format(tumor=role.tumor, normal=role.normal, basis=role.basis)
    why = {"only sample": "it is the only sample", "no roles told": "nothing tells whose normal it is"}.get(role.basis)
    if role.tumor and why and not of_file.origin.germline_file and is_normal_by_name(role.tumor):
        yield NORMAL_ALONE.format(name=role.tumor, why=why)
    yield from _of_what_is_not_read(role, collected, counts)
    yield from _of_reads(of_file.options.read, collected, tally.unknown_support[role.sample_id])
    passed = tally.passed
    if counts.unsupported:
        yield (
            f"{counts.unsupported} symbolic alleles or breakends could not be read as events; "
            "each is listed in the skipped table with its reason."
        )
    if passed.unopened:
        yield (
            f"The file was read through its index: {passed.unopened} records outside the actionable regions were not opened; "
            "each is counted as one allele."
        )
    if passed.unended:
        yield NO_LINE_END
    yield NOT_ASSESSED


def _of_what_is_not_read(role: SampleRole, collected: Collected, counts: Reconciliation) -> Iterator[str]:
    """Said where a report is empty, or nearly so, for a reason that the user may not intend."""
    seen = counts.matched + counts.unmatched
    filters = Counter(one.filter_text for one in collected.skipped if one.category == "filtered")
    if filters and not seen:
        named = ", ".join(f"{name} {count}" for name, count in filters.most_common(3))
        yield NONE_PASSED.format(count=filters.total(), filters=named)
    in_normal = [one for one in collected.skipped if one.category == "not_in_sample" and one.reason == ONLY_IN_NORMAL]
    if len(in_normal) > seen:
        normal = in_normal[0].calls[1]  # of the main file or of a further one
        name = role.normal or (normal.sample if normal else "its column")
        yield MOSTLY_IN_NORMAL.format(count=len(in_normal), normal=name, seen=seen, tumor=role.tumor or role.sample_id)


def _of_reads(options: ReadOptions, collected: Collected, unknown: int) -> Iterator[str]:
    """Said where thresholds, or fields that the user named, meet alleles that do not have the value."""
    if unknown:
        yield NOT_JUDGED.format(count=unknown)
    for option, tag in options.tags.by_option():
        ending = f"/{tag.rpartition('/')[2]}"
        calls = [one.tumor for one, _ in collected.annotated if not one.combined_from]
        without = sum(call is None or not any(name.endswith(ending) for name in call.read_fields) for call in calls)
        if without:
            yield NO_SUCH_VALUE.format(option=option, tag=tag, count=without, all=len(calls))
