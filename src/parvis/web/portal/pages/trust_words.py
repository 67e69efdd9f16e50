"""The points of the trust score and what each was found to be, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.data.trust.method import Method
from parvis.data.trust.result import Text

POINTS: Mapping[str, object] = {
    "officialness.publisher": gettext_lazy("Publisher stated"),
    "officialness.sector": gettext_lazy("Sector of the publisher"),
    "officialness.mandate": gettext_lazy("Mandate of public service"),
    "officialness.contradiction": gettext_lazy("Agreement with the registers"),
    "officialness.identity": gettext_lazy("Identity in the register"),
    "officialness.legal_nature": gettext_lazy("Public legal nature"),
    "officialness.domain_control": gettext_lazy("Control of the official site"),
    "officialness.attestation": gettext_lazy("Attested by the national catalogue"),
    "officialness.provenance": gettext_lazy("Known origin of the data"),
    "officialness.review": gettext_lazy("Reviewed by an administrator"),
    "availability.outcome": gettext_lazy("Last check"),
    "availability.distributions": gettext_lazy("Files to check"),
    "availability.uptime_30d": gettext_lazy("Availability over 30 days"),
    "availability.staleness": gettext_lazy("Checked in time"),
    "license.openness": gettext_lazy("Openness of the licence"),
    "license.match": gettext_lazy("Precision of the licence stated"),
    "license.conflict": gettext_lazy("Agreement between the licences stated"),
    "agent.documentation": gettext_lazy("Documentation"),
    "agent.distributions": gettext_lazy("Files and services declared"),
    "agent.landing_page": gettext_lazy("Landing page"),
    "agent.api": gettext_lazy("Query interface"),
    "agent.schema": gettext_lazy("Schema stated by the publisher"),
    "agent.embedded_metadata": gettext_lazy("Metadata inside the page"),
    "agent.fetchable": gettext_lazy("Files that programs fetch directly"),
    "agent.package": gettext_lazy("Package descriptor"),
    "agent.agent_entry": gettext_lazy("Listed for software agents"),
}
STATES: Mapping[str, object] = {
    "present": pgettext_lazy("trust", "present"),
    "missing": pgettext_lazy("trust", "missing"),
    "none": pgettext_lazy("trust", "none"),
    "unknown": pgettext_lazy("trust", "unknown"),
    "non_public": pgettext_lazy("trust", "not public-sector"),
    "public_mission": pgettext_lazy("trust", "public mission"),
    "public": pgettext_lazy("trust", "public"),
    "no_mandate": pgettext_lazy("trust", "no mandate"),
    "undeclared": pgettext_lazy("trust", "not stated"),
    "contradicted": pgettext_lazy("trust", "contradicted"),
    "well_formed": pgettext_lazy("trust", "well formed"),
    "registered": pgettext_lazy("trust", "found in the register"),
    "email": pgettext_lazy("trust", "e-mail address confirmed"),
    "listed": pgettext_lazy("trust", "official domain"),
    "controlled": pgettext_lazy("trust", "proven on the site"),
    "flagged": pgettext_lazy("trust", "known to the catalogue"),
    "certified": pgettext_lazy("trust", "certified"),
    "yes": pgettext_lazy("trust", "yes"),
    "OK": pgettext_lazy("trust", "answers well"),
    "OK_RESTRICTED": pgettext_lazy("trust", "restricted, as stated"),
    "DEGRADED": pgettext_lazy("trust", "answers, with a fault"),
    "IMPAIRED": pgettext_lazy("trust", "answers, with serious faults"),
    "UNVERIFIED": pgettext_lazy("trust", "not verified"),
    "WRONG_CONTENT": pgettext_lazy("trust", "answers with another content"),
    "FORBIDDEN": pgettext_lazy("trust", "access refused"),
    "DOWN": pgettext_lazy("trust", "does not answer"),
    "not_applied": pgettext_lazy("trust", "too few checks to count"),
    "on_time": pgettext_lazy("trust", "in time"),
    "late": pgettext_lazy("trust", "late"),
    "open": pgettext_lazy("trust", "open"),
    "restricted": pgettext_lazy("trust", "restricted"),
    "closed": pgettext_lazy("trust", "closed"),
    "unmapped": pgettext_lazy("trust", "not recognised"),
    "exact": pgettext_lazy("trust", "exact"),
    "platform": pgettext_lazy("trust", "by a name of the platform"),
    "assumed_version": pgettext_lazy("trust", "version assumed"),
    "family": pgettext_lazy("trust", "family only"),
    "generic": pgettext_lazy("trust", "generic"),
    "contradiction": pgettext_lazy("trust", "contradiction"),
    "endpoint": pgettext_lazy("trust", "answers"),
    "described": pgettext_lazy("trust", "described"),
    "typed": pgettext_lazy("trust", "names and types"),
}
FAULTS: Mapping[str, object] = {
    "slow": pgettext_lazy("trust", "slow"),
    "permanent_redirect": pgettext_lazy("trust", "moved for good"),
    "plain_http": pgettext_lazy("trust", "not encrypted"),
    "declared": pgettext_lazy("trust", "not as declared"),
    "certificate": pgettext_lazy("trust", "certificate not trusted"),
    "schema_drift": pgettext_lazy("trust", "columns changed"),
    "robots": pgettext_lazy("trust", "robots not admitted"),
    "empty": pgettext_lazy("trust", "empty"),
    "error_page": pgettext_lazy("trust", "an error page"),
}
REASONS: Mapping[str, object] = {
    "published": pgettext_lazy("trust", "publication"),
    "checked": pgettext_lazy("trust", "check"),
    "time": pgettext_lazy("trust", "time"),
    "publisher": pgettext_lazy("trust", "publisher"),
    "appeal": pgettext_lazy("trust", "appeal"),
}


def point_name(axis: str, code: str, method: Method, language: str) -> str:
    """The name of a point; that of a recommended field comes from the method."""
    if axis == "completeness":
        return method.text(Text(f"field.{code}"), language)
    return str(POINTS.get(f"{axis}.{code}", code))


def state_name(code: str, state: str) -> str:
    """What a point was found to be; counts stay numbers."""
    if code == "uptime_30d" and "/" in state:
        ok, checks = state.split("/")
        return _("%(ok)s good of %(checks)s") % {"ok": ok, "checks": checks}
    return str(STATES.get(state, state))


def fault_names(label: str) -> str:
    """The faults that a check named, as a list in words; any other text as it is."""
    return ", ".join(_fault(part.strip()) for part in label.split(","))


def _fault(code: str) -> str:
    if code.startswith("not_"):
        return _("not %(format)s") % {"format": code.removeprefix("not_").upper()}
    return str(FAULTS.get(code, code))
