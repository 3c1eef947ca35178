"""Which assembly a VCF uses, told from what the file shows; a contradiction stops the run (exit 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from math import comb

from pm_annotate.errors import AssemblyError
from pm_annotate.genome.assembly import assembly_from_contigs, assembly_from_name, assembly_named_in_header, other_assembly
from pm_annotate.genome.reference_votes import reference_votes
from pm_annotate.model import Assembly
from pm_annotate.tables import Tables
from pm_annotate.vcf.header import VcfHeader, first_contig
from pm_annotate.vcf.record import Record, SiteTap
from pm_annotate.vcf.record_source import RecordSource, records_here
from pm_annotate.vcf.reference_bases import ReferenceBases, plain_reference, reference_bases
from pm_annotate.vcf.regions import Regions, merged_regions
from pm_annotate.vcf.tally import Passed

REFERENCE_VOTES = 400  # records in packaged exons whose REF is compared with both assemblies
FITTING_VOTES = 100  # as many are enough to see that they fit the assembly that the contig lines name
FROM_CONTIGS = "contig lengths or accessions"
CLEAR_VOTES = 3  # agreeing records that are needed before REF bases alone tell the assembly


def told_by_contigs(header: VcfHeader, asked: str) -> tuple[Assembly, str] | None:
    """The assembly that contig lengths and accessions tell, and how it was told; None where they do not, or not what was asked.

    Then ``tell_assembly`` must look at the REF bases first. Else they are looked at while the file is read: ``with_guard``.
    """
    wanted = None if asked.lower() == "auto" else assembly_from_name(asked)
    shown = assembly_from_contigs([*header.contigs, (first_contig(header), None)])
    if shown is None or wanted not in (None, shown):
        return None
    return shown, f"--assembly, agrees with {FROM_CONTIGS}" if wanted else FROM_CONTIGS


def with_guard(records: RecordSource, asked: str, assembly: Assembly, tables: Tables) -> RecordSource:
    """``records``, the REF bases of the first of them held against the assembly that the contig lines name.

    Where they do not clearly fit, a second reading asks for the bases of both assemblies: AssemblyError is raised if they are
    those of the other, and nothing was written yet. Nearly every file is read once only.
    """
    genome = tables.genome(assembly)

    def guarded(header: VcfHeader, regions: Regions, passed: Passed, tap: SiteTap | None) -> Iterator[Record]:
        agreeing = checked = 0
        for record in records(header, regions, passed, tap):
            if checked < FITTING_VOTES and (bases := plain_reference(record)) is not None:
                agrees = genome.reference_agrees(*bases)
                if agrees is not None:
                    checked += 1
                    agreeing += agrees
            yield record
        if not is_fit(agreeing, checked):
            told_from(header, asked, assembly, count_votes(bases_of_either(header, tables, records), tables))

    return guarded


def tell_assembly(header: VcfHeader, asked: str, tables: Tables) -> tuple[Assembly, str]:
    """The assembly of the file and how it was told: contig lengths and accessions, else REF bases in packaged exons, else
    what the header names where no REF base speaks against it.

    Raises AssemblyError when nothing tells, or when what the file shows contradicts ``asked``.
    """
    from_contigs = assembly_from_contigs([*header.contigs, (first_contig(header), None)])
    if not from_contigs and (other := other_assembly(header.contigs)):
        raise AssemblyError(
            f"{header.name}: its contig lengths are those of {other}. GRCh37 and GRCh38 are read: call the variants on one of "
            "them, or lift the file over."
        )
    if from_contigs and fits(header, from_contigs, tables):
        return told_from(header, asked, from_contigs, {})
    return told_from(header, asked, from_contigs, count_votes(bases_of_either(header, tables), tables))


def told_from(
    header: VcfHeader, asked: str, from_contigs: Assembly | None, votes: Mapping[Assembly, tuple[int, int]]
) -> tuple[Assembly, str]:
    """What contig lines and votes tell together; no ``votes`` where the bases are those of the contigs.

    Raises AssemblyError as ``tell_assembly`` does.
    """
    wanted = None if asked.lower() == "auto" else assembly_from_name(asked)
    from_bases = assembly_from_votes(votes) if votes else None
    if from_contigs and from_bases and from_bases != from_contigs:
        raise AssemblyError(
            f"{header.name}: the contigs are those of {from_contigs}, but the REF bases are those of {from_bases} "
            f"({describe_votes(votes)}). Correct the header or make the calls again."
        )
    shown, basis = from_contigs or from_bases, FROM_CONTIGS if from_contigs else "REF bases in packaged exons"
    if wanted and shown and wanted != shown:
        raise AssemblyError(
            f"{header.name}: you said {wanted}, but the file is {shown} (told from {basis}"
            f"{'' if from_contigs else ': ' + describe_votes(votes)}). Leave --assembly out or correct it."
        )
    if wanted:
        return wanted, f"--assembly{', agrees with ' + basis if shown else '; the file does not contradict it'}"
    if shown:
        return shown, basis
    named = assembly_named_in_header(header.lines)
    if named and votes[named][0] == votes[named][1]:
        return named, f"what the header names; REF bases: {describe_votes(votes)}"
    raise AssemblyError(
        f"{header.name}: the assembly cannot be told: there are no contig lengths or accessions of GRCh37 or GRCh38, and "
        f"too few REF bases lie in packaged exons ({describe_votes(votes)}). Say it with --assembly GRCh37 or GRCh38."
    )


def fits(header: VcfHeader, assembly: Assembly, tables: Tables) -> bool:
    """Whether the REF bases are those of the assembly that the contig lines name: then the other need not be asked."""
    genome = tables.genome(assembly)
    bases = islice(reference_bases(header, genome.regions()), FITTING_VOTES)
    return is_fit(*reference_votes(bases, {assembly: genome})[assembly])


def is_fit(agreeing: int, checked: int) -> bool:
    """Whether so many agreeing REF bases leave no doubt that the assembly is theirs."""
    return agreeing >= CLEAR_VOTES and (
        agreeing >= 0.9 * checked or (agreeing >= 0.75 * checked and agreeing_by_chance(agreeing, checked) < 0.005)
    )


def agreeing_by_chance(agreeing: int, checked: int) -> float:
    """Probability that at least ``agreeing`` of ``checked`` bases agree with an assembly that is not theirs: 1 in 4 does."""
    return sum(comb(checked, k) * 0.25**k * 0.75 ** (checked - k) for k in range(agreeing, checked + 1))


def bases_of_either(header: VcfHeader, tables: Tables, records: RecordSource = records_here) -> Iterator[ReferenceBases]:
    """The REF bases of the file in packaged exons of either assembly."""
    regions = merged_regions(*(tables.genome(assembly).regions() for assembly in Assembly))
    return reference_bases(header, regions, records)


def count_votes(bases: Iterator[ReferenceBases], tables: Tables) -> Mapping[Assembly, tuple[int, int]]:
    """For each assembly, how many of the first REFERENCE_VOTES bases in packaged exons agree, out of how many."""
    return reference_votes(islice(bases, REFERENCE_VOTES), {assembly: tables.genome(assembly) for assembly in Assembly})


def assembly_from_votes(votes: Mapping[Assembly, tuple[int, int]]) -> Assembly | None:
    """The assembly whose bases the file shows: at least 95 % of enough records agree, and clearly more than in the other."""
    shares = {assembly: agreeing / checked if checked else 0.0 for assembly, (agreeing, checked) in votes.items()}
    best, other = sorted(shares, key=lambda assembly: (shares[assembly], votes[assembly][1]), reverse=True)
    enough = votes[best][0] >= CLEAR_VOTES
    clear = shares[best] >= 0.95 and (shares[other] <= 0.8 or votes[other][1] == 0)
    return best if enough and clear else None


def describe_votes(votes: Mapping[Assembly, tuple[int, int]]) -> str:
    return ", ".join(f"{assembly}: {agreeing} of {checked} agree" for assembly, (agreeing, checked) in votes.items())
