"""Names that people read for what the licence engine calls by code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from parvis.data.licensing.compatibility.courts import LicensorKind
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.results import Result
from parvis.data.licensing.decisions import Verdict
from parvis.data.licensing.facts import Confidence, Family, FrenchList, HighValue, Kind, License, Openness
from parvis.data.licensing.obligations.uses import Act

OPENNESS: Mapping[Openness, object] = {
    Openness.OPEN: _("Open"),
    Openness.CLOSED: _("Not open"),
    Openness.UNKNOWN: _("Openness unknown"),
}
ACTS: Mapping[Act, object] = {
    Act.REDISTRIBUTE: _("If you pass the data on unchanged"),
    Act.DERIVE: _("If you change the data and publish the result"),
    Act.PRODUCE: _("If you make a map, a chart, a text or a service"),
    Act.COMBINE: _("If you combine the data and publish the result"),
}
VERDICTS: Mapping[Verdict, object] = {
    Verdict.ALLOWED: _("Allowed"),
    Verdict.CONDITIONS: _("Allowed under conditions"),
    Verdict.CONFLICT: _("Conflict"),
    Verdict.REVIEW: _("A person must decide"),
    Verdict.FORBIDDEN: _("Forbidden"),
    Verdict.SHARE: _("To be shared"),
    Verdict.NO_SHARE: _("Need not be shared"),
    Verdict.PASS: _("Fine"),
    Verdict.WARN: _("Take care"),
    Verdict.FAIL: _("Not satisfied"),
}
VERDICT_ICONS: Mapping[Verdict, str] = {
    Verdict.ALLOWED: "check",
    Verdict.PASS: "check",
    Verdict.NO_SHARE: "check",
    Verdict.CONDITIONS: "warning",
    Verdict.WARN: "warning",
    Verdict.SHARE: "warning",
    Verdict.REVIEW: "question",
    Verdict.CONFLICT: "close",
    Verdict.FORBIDDEN: "close",
    Verdict.FAIL: "close",
}
CONFIDENCES: Mapping[Confidence, object] = {
    Confidence.HIGH: _("read in the texts"),
    Confidence.MEDIUM: _("official guidance or a clear reading"),
    Confidence.LOW: _("uncertain: have it checked"),
}
RESULTS: Mapping[Result, object] = {
    Result.PRIVATE: _("Nothing leaves your organisation"),
    Result.COLLECTION: _("The data stay side by side, untouched"),
    Result.DERIVED: _("The data become one database"),
    Result.WORK: _("A map, a chart, a text or a service"),
    Result.INSUBSTANTIAL: _("A small part, taken once"),
}
PROFILES: Mapping[Profile, object] = {
    Profile.STRICT: _("The text alone (when in doubt)"),
    Profile.ODF_2018: _("OpenDataFrance, questions and answers of 2018"),
    Profile.NAP: _("French access point for transport data"),
    Profile.OSMF: _("OpenStreetMap Foundation"),
}
LICENSORS: Mapping[LicensorKind, object] = {
    LicensorKind.ADMINISTRATION: _("An administration"),
    LicensorKind.PUBLIC_SERVICE_OPERATOR: _("An operator of a public service"),
    LicensorKind.COMPANY: _("A company"),
    LicensorKind.PERSON: _("A person"),
}
FRENCH_LISTS: Mapping[FrenchList, object] = {
    FrenchList.DATA: _("On the list for data"),
    FrenchList.SOFTWARE: _("On the list for software only"),
    FrenchList.HOMOLOGATED: _("For the information its decision names only"),
    FrenchList.STATUTORY: _("The law itself, when no licence is chosen"),
    FrenchList.FEE: _("Compulsory when a fee is due"),
    FrenchList.NO: _("Not on the list"),
}
HIGH_VALUES: Mapping[HighValue, object] = {
    HighValue.YES: _("Suitable"),
    HighValue.NO: _("Not suitable"),
    HighValue.UNCLEAR: _("Unclear"),
    HighValue.NOT_APPLICABLE: _("Not applicable"),
}
FREE, CREDIT, SHARE, RESTRICTED, SOFTWARE, UNCLEAR = range(6)
GROUPS: Mapping[int, tuple[object, object]] = {
    FREE: (_("Nothing is asked"), _("The rights are given up: do what you want with the data.")),
    CREDIT: (_("Name the source"), _("Every use is free if you say where the data come from.")),
    SHARE: (_("Name the source and share alike"), _("What you publish from the data stays under the same conditions.")),
    RESTRICTED: (_("Some uses are closed"), _("A purpose, a change or an access is refused or subject to terms.")),
    SOFTWARE: (_("Written for software"), _("Lawful on data, but a doubtful choice.")),
    UNCLEAR: (_("No exact text"), _("What catalogs write when they name no licence, or no version.")),
}
_BY_FAMILY = {
    Family.PUBLIC_DOMAIN: FREE,
    Family.CONTENTS: FREE,
    Family.ATTRIBUTION: CREDIT,
    Family.PERMISSIVE: CREDIT,
    Family.SHARE_ALIKE: SHARE,
}


def group_of(entry: License) -> int:
    """The group of the catalog that a licence stands in."""
    if entry.kind in (Kind.UNVERSIONED, Kind.CATEGORY, Kind.UNSTATED):
        return UNCLEAR
    return SOFTWARE if entry.for_software else _BY_FAMILY.get(entry.family, RESTRICTED)
