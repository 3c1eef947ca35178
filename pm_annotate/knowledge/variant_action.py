"""What says that an allele acts: a gene-wide statement ("KRAS Mutation") speaks of alleles that do.

Evidence is of that very change, never of its neighbours: a hotspot, a statement that calls it oncogenic, pathogenic or
functionally altered, a statement of sensitivity at level A or B, an allele that ClinVar calls (likely) pathogenic; or a
truncation, destroyed splice site or lost start codon in a gene that acts by its loss.

ClinVar speaks of inherited disease. In a gene that is not just an oncogene a pathogenic allele is a loss of function: also a
silent one, one in an intron or an untranslated part, in the gene that ClinVar names (MSH2 c.942+3A>T, VHL c.414A>G). In an
oncogene it says that the change matters, never which way it acts (PTPN11 and KRAS in RASopathies gain, RET in Hirschsprung
disease loses): it counts for statements on any variant of the gene, with a caveat, and not for gain of function.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from pm_annotate.knowledge.observed_change import ObservedChange, acts_by_terms
from pm_annotate.model import Allele, Assembly, Biomarker, BiomarkerKind, Effect, Match, MatchLevel, Statement
from pm_annotate.protein_change import ProteinChange

ONCOGENE = "oncogene"
TUMOR_SUPPRESSOR = "tumor_suppressor"
ENOUGH_FOR_SENSITIVITY = frozenset({"Level A", "Level B"})
FUNCTIONAL_GAIN = frozenset({"gain of function", "neomorphic"})
FUNCTIONAL_LOSS = frozenset({"loss of function", "dominant negative"})
OF_INHERITED_DISEASE = "ClinVar speaks of inherited disease: whether the change acts in tumours is not said"
# VEP's terms for +3 to +6 stand alone, without splice_region_variant.
NEAR_SPLICE_SITE = frozenset({"splice_region_variant", "splice_donor_region_variant", "splice_donor_5th_base_variant"})
# Frameshifts at W288 to W290 of NPM1 make an end that is exported from the nucleus (PMID:15659725), in one of the two other
# frames: that of four bases gained. Those in exon 9 of CALR make an end that activates MPL, in that of five bases gained or 52
# lost (PMC7000472). Gene -> bases gained, modulo three.
ACTS_BY_A_NEW_END = {"NPM1": 1, "CALR": 2}
OTHER_FRAME_ENDS_BEFORE = {"CALR": 400}
"""Residue before which the frame that does not make the new end stops: of CALR near 388, while the one that does goes on
beyond 405. Tells a typed p.K385Nfs*5 from p.K385Nfs*47."""


class HotspotLayer(Protocol):
    """Recurrent somatic changes, by gene and protein change and by genomic allele."""

    def is_hotspot(self, gene: str, protein_change: str) -> bool: ...

    def alleles(self, assembly: Assembly) -> Mapping[tuple[str, int, str, str], tuple[str, str]]: ...


class ClinvarLayer(Protocol):
    """Alleles that ClinVar calls pathogenic or likely pathogenic."""

    def significance(self, assembly: Assembly, key: tuple[str, int, str, str]) -> str | None: ...

    def agreed(self, assembly: Assembly, key: tuple[str, int, str, str]) -> tuple[str, str] | None: ...


class ActionTable(Protocol):
    """The part of the knowledge table that speaks of the action of alleles. Equal only to itself."""

    def __hash__(self) -> int: ...

    @property
    def hotspots(self) -> HotspotLayer: ...

    @property
    def clinvar(self) -> ClinvarLayer: ...

    @property
    def gene_roles(self) -> Mapping[str, frozenset[str]]: ...

    def biomarkers_of_gene(self, gene: str) -> Sequence[Biomarker]: ...

    def statements_using(self, biomarker_id: str) -> Sequence[Statement]: ...


class Action(NamedTuple):
    """One piece of evidence, and which way it says that the allele acts. Evidence may leave the way open (both True)."""

    evidence: str
    gain: bool
    loss: bool
    gene_wide: bool = True  # False: loses the function of a gene that is not known to act by its loss
    caveat: str = ""
    gene: str = ""  # the gene in which ClinVar knows the allele, where what the change does to it would not tell


class GeneRole(NamedTuple):
    """How a gene drives cancer. Both False where nobody has said."""

    oncogene: bool
    suppressor: bool

    @property
    def only_oncogene(self) -> bool:
        return self.oncogene and not self.suppressor

    @property
    def only_suppressor(self) -> bool:
        return self.suppressor and not self.oncogene


@lru_cache(maxsize=8192)
def role_of(table: ActionTable, gene: str) -> GeneRole:
    """The gene's role; a gene without one is a suppressor where statements are about its loss of function."""
    roles = table.gene_roles.get(gene, frozenset())
    if roles:
        return GeneRole(ONCOGENE in roles, TUMOR_SUPPRESSOR in roles)
    by_loss = any(marker.kind == BiomarkerKind.LOSS_OF_FUNCTION for marker in table.biomarkers_of_gene(gene))
    return GeneRole(oncogene=False, suppressor=by_loss)


def known_actions(
    table: ActionTable, allele: Allele, observed: Sequence[ObservedChange], narrow: Iterable[Match]
) -> tuple[Action, ...]:
    """All evidence for one allele: from its changes, and from the matches of narrow criteria (this change, its codon).

    Each piece once, in a fixed order: hotspots, truncation, statements, ClinVar.
    """
    primary = [change for change in observed if change.effect.is_primary]
    may = [change for change in primary if may_act(change)]
    found: list[Action] = []
    for change in may:
        if change.acts_on_protein_or_splicing:
            role = role_of(table, change.gene)
            found += (*_hotspot(table.hotspots, allele, change, role), *_loss(change, role), *_new_end(change, allele))
    for match in narrow:
        role = role_of(table, match.biomarker.gene)
        truncating = any(change.truncates for change in observed if change.gene == match.biomarker.gene)
        found += _from_statements(table.statements_using(match.biomarker.biomarker_id), match, role, truncating)
    found += _from_clinvar(table, allele, primary)
    return tuple({action.evidence: action for action in found}.values())


def _hotspot(hotspots: HotspotLayer, allele: Allele, change: ObservedChange, role: GeneRole) -> Iterable[Action]:
    """The genomic allele in the layer, else the protein change: the layer's names may count on another transcript."""
    if change.truncates and role.only_oncogene:
        return
    name = change.change.short() if change.change is not None else ""
    known = hotspots.alleles(allele.assembly).get(allele.key)
    if known is not None and known[0] == change.gene:
        yield Action(f"hotspot {change.gene} {known[1]}", *_ways(role, change.truncates))
    elif name and hotspots.is_hotspot(change.gene, name):
        yield Action(f"hotspot {change.gene} {name}", *_ways(role, change.truncates))


def _from_clinvar(table: ActionTable, allele: Allele, primary: Sequence[ObservedChange]) -> Iterable[Action]:
    """The allele by itself. What changes neither protein nor splice site acts in the gene that ClinVar names alone."""
    known = in_clinvar(table, allele) if primary else None
    if known is None:
        return
    significance, gene = known
    for change in primary:
        if not may_act(change) and change.gene != gene:
            continue
        role = role_of(table, change.gene)
        if not role.only_oncogene:
            yield Action(f"ClinVar {significance}", gain=False, loss=True, gene=gene)
        elif change.alters_protein and not change.truncates:
            yield Action(f"ClinVar {significance}", gain=False, loss=False, caveat=OF_INHERITED_DISEASE)


def in_clinvar(table: ActionTable, allele: Allele) -> tuple[str, str] | None:
    """ClinVar's word for this very allele, where its submitters agree, and the gene that it names."""
    return table.clinvar.agreed(allele.assembly, allele.key) if allele.chrom else None


def may_act(change: ObservedChange) -> bool:
    """Alters the protein or a splice site, or lies so near to one that it may."""
    return change.acts_on_protein_or_splicing or not NEAR_SPLICE_SITE.isdisjoint(change.effect.consequence)


def may_act_by_terms(effect: Effect) -> bool:
    """The same of an effect that no statement and no hotspot gives a name to."""
    return acts_by_terms(effect) or not NEAR_SPLICE_SITE.isdisjoint(effect.consequence)


def _loss(change: ObservedChange, role: GeneRole) -> Iterable[Action]:
    mechanism = _loss_mechanism(change)
    if mechanism and not change.loses_only_the_end:
        where = "tumour suppressor" if role.suppressor else "gene"
        yield Action(f"{mechanism} in {where} {change.gene}", gain=False, loss=True, gene_wide=role.suppressor)


def _new_end(change: ObservedChange, allele: Allele) -> Iterable[Action]:
    """A frameshift after which the protein is longer than before, in a gene that acts so."""
    name, length = change.change, change.effect.protein_length
    if change.gene not in ACTS_BY_A_NEW_END or "frameshift" not in change.types or name is None or length is None:
        return
    gained = (len(allele.alt) - len(allele.ref)) / 3
    longer = name.stop_distance is None or name.start + name.stop_distance - 1 - gained > length
    if longer and not is_in_other_frame(change.gene, allele, name):
        yield Action(f"frameshift that makes a new end of {change.gene}", gain=True, loss=False)


def is_in_other_frame(gene: str, allele: Allele, name: ProteinChange | None = None) -> bool:
    """Whether a frameshift of a gene that acts by a new end is in the frame that does not make it.

    p.W288Cfs*12 of NPM1 is the name of both: four bases gained (c.860_863dup) and one lost (c.864del). Where no allele is known
    the ``name`` tells, of genes whose frames end far apart; else False.
    """
    if gene not in ACTS_BY_A_NEW_END:
        return False
    if allele.ref:
        return (len(allele.alt) - len(allele.ref)) % 3 != ACTS_BY_A_NEW_END[gene]
    if name is None or name.stop_distance is None:
        return False
    return name.start + name.stop_distance - 1 < OTHER_FRAME_ENDS_BEFORE.get(gene, 0)


def _loss_mechanism(change: ObservedChange) -> str:
    """How the change loses the function; "" where it does not. Splice sites of untranslated exons keep the protein."""
    for kind, mechanism in (
        ("frameshift", "frameshift"),
        ("nonsense", "premature stop"),
        ("truncating", "truncation"),
        ("start_loss", "lost start codon"),
        ("splice", "destroyed splice site"),
    ):
        if kind in change.types and not (kind == "splice" and change.effect.hgvsc.startswith(("c.-", "c.*"))):
            return mechanism
    return ""


def _ways(role: GeneRole, truncates: bool = False) -> tuple[bool, bool]:
    """(gain, loss) that the role leaves open. A truncation is no gain of function by role alone."""
    return (not truncates and not role.only_suppressor, truncates or not role.only_oncogene)


def _from_statements(statements: Iterable[Statement], match: Match, role: GeneRole, truncating: bool) -> Iterable[Action]:
    this_very_change = match.level in (MatchLevel.EXACT, MatchLevel.PROTEIN)
    for statement in sorted(statements, key=lambda one: one.statement_id):
        if statement.direction != "supports" or statement.profile.operator != "MARKER":
            continue
        ways = _ways_of_statement(statement, role, this_very_change)
        if ways is not None:
            gain, loss = ways
            what = statement.significance.lower() or statement.statement_type.lower()
            by_role = statement.statement_type != "Functional"
            yield Action(f"{statement.statement_id}: {what}", gain=gain and not (truncating and by_role), loss=loss)


def _ways_of_statement(statement: Statement, role: GeneRole, this_very_change: bool) -> tuple[bool, bool] | None:
    """(gain, loss) as the statement says it; None where it says nothing of the allele's action."""
    significance = statement.significance.lower()
    if statement.predicate == "predictsSensitivityTo":
        return _ways(role) if statement.strength in ENOUGH_FOR_SENSITIVITY else None
    if not this_very_change:
        return None
    match statement.statement_type:
        case "Functional":
            gain, loss = significance in FUNCTIONAL_GAIN, significance in FUNCTIONAL_LOSS
            return (gain, loss) if gain or loss else None
        case "Oncogenicity":
            return None if "benign" in significance or "uncertain" in significance else _ways(role)
        case "Predisposition":
            return _ways(role) if significance in {"predisposition", "pathogenic", "likely pathogenic"} else None
    return None


def in_brief(evidence: Sequence[str], shown: int = 3) -> tuple[str, ...]:
    """Evidence for a report: of statements that say the same, the first few and how many more there are.

    ``("civic:EID1: sensitivity/response", ...)`` of BRAF V600E is over a hundred long otherwise.
    """
    by_meaning: dict[str, list[str]] = {}
    for text in evidence:
        by_meaning.setdefault(text.rpartition(": ")[2] if ": " in text else text, []).append(text)
    brief: list[str] = []
    for meaning, alike in by_meaning.items():
        more = len(alike) - shown
        brief += alike if more <= 0 else [*alike[:shown], f"{more} more: {meaning}"]
    return tuple(brief)
