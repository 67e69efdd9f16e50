"""Which licences a producer may lawfully choose, and what holds when it chooses none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.core.words import words
from parvis.data.licensing.facts import FrenchList, HighValue, Kind, License, Openness, Text
from parvis.data.licensing.registry import Registry
from parvis.data.licensing.registry import registry as public_registry

_STATUTORY = "LicenseRef-FR-CRPA-default"
_NOT_STATED = "LicenseRef-notspecified"
_RIDER = "LicenseRef-ODbL-1.0-NAP"
_CHOSEN = (Kind.LICENSE, Kind.DEDICATION)
_CLOSED = ("LicenseRef-proprietary", "LicenseRef-private")


@dataclass(frozen=True, slots=True)
class Homologation:
    """A decision that lets an administration use a licence for the information that it names, and no other."""

    license_id: str
    information: tuple[str, ...]

    def names(self, information: str) -> bool:
        """Whether it is among what the decision names, whatever case, accents and spaces."""
        wanted = tuple(words(information))
        return bool(wanted) and wanted in {tuple(words(named)) for named in self.information}


def homologated_for(information: str, decisions: Iterable[Homologation]) -> tuple[str, ...]:
    """The licences that decisions allow for this information, in their order."""
    return tuple(decision.license_id for decision in decisions if decision.names(information))


@dataclass(frozen=True, slots=True)
class Producer:
    """Who publishes what. ``homologated`` are licences approved for this very information (D323-2-2)."""

    french_administration: bool = False
    high_value: bool = False
    software: bool = False
    fee: bool = False
    transport_access_point: bool = False
    homologated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a licence is lawful for a producer, the rule that says so, and why."""

    lawful: bool
    rule: str
    why: Text


@dataclass(frozen=True, slots=True)
class Offer:
    """The licences to offer, and the entry that holds when none is chosen."""

    licenses: tuple[License, ...]
    default: License


def offered(producer: Producer, registry: Registry | None = None) -> Offer:
    """The lawful licences of a producer, in the order of the registry."""
    known = registry or public_registry()
    lawful = tuple(entry for entry in known if _chooseable(entry) and verdict(entry, producer).lawful)
    return Offer(lawful, known.get(_STATUTORY if producer.french_administration else _NOT_STATED))


def _chooseable(entry: License) -> bool:
    return entry.private or entry.kind in _CHOSEN or entry.id in _CLOSED or entry.french_list is FrenchList.FEE


def verdict(entry: License, producer: Producer) -> Verdict:
    """Whether this producer may publish under this licence. Rules of the CRPA, then of Regulation 2023/138."""
    if producer.french_administration and not (found := _administration(entry, producer)).lawful:
        return found
    if not producer.french_administration and entry.french_list in (FrenchList.FEE, FrenchList.HOMOLOGATED):
        return Verdict(False, "NON-CRPA", _FOR_ADMINISTRATIONS)
    if producer.high_value and (entry.open is not Openness.OPEN or entry.high_value is not HighValue.YES):
        return Verdict(False, "HVD", _TOO_STRICT)
    return Verdict(True, _rule(producer), _LAWFUL)


def _administration(entry: License, producer: Producer) -> Verdict:
    rule = _rule(producer)
    if producer.fee:
        lawful = entry.french_list is FrenchList.FEE
        return Verdict(lawful, rule, _LAWFUL if lawful else _FEE)
    wanted = FrenchList.SOFTWARE if producer.software else FrenchList.DATA
    listed = entry.french_list is wanted and (entry.id != _RIDER or producer.transport_access_point)
    lawful = listed or entry.id in producer.homologated or entry.id == _STATUTORY
    return Verdict(lawful, rule, _LAWFUL if lawful else _NOT_LISTED)


def _rule(producer: Producer) -> str:
    if not producer.french_administration:
        return "HVD" if producer.high_value else "NON-CRPA"
    if producer.fee:
        return "FR-FEE"
    return "FR-ADMIN-SOFT" if producer.software else "FR-ADMIN-DATA"


_LAWFUL = Text("This producer may choose it.", "Ce producteur peut la choisir.")
_NOT_LISTED = Text(
    "A French administration chooses from the list of CRPA D323-2-1, or a licence approved for this very information.",
    "Une administration française choisit dans la liste de l’article D323-2-1 du CRPA, ou une licence homologuée pour "
    "ces informations précises.",
)
_FEE = Text(
    "A fee requires the fee-bearing licence (CRPA L323-1); no open licence goes with a fee.",
    "Une redevance impose la licence prévue pour elle (CRPA L323-1) ; aucune licence ouverte ne va avec une redevance.",
)
_FOR_ADMINISTRATIONS = Text("Only for French administrations.", "Réservée aux administrations françaises.")
_TOO_STRICT = Text(
    "High-value data goes under CC0, CC BY 4.0 or an equivalent or freer open licence (Regulation 2023/138, 4.3).",
    "Les données de forte valeur vont sous CC0, CC BY 4.0 ou une licence ouverte équivalente ou plus libre (règlement "
    "2023/138, 4.3).",
)
