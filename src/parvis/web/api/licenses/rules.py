"""Operations of the rules: obligations of a use, compatibility of sources, attribution."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import InvalidParameter
from parvis.data.licensing import documents
from parvis.data.licensing.attribution.forms import attribution as write
from parvis.data.licensing.attribution.sources import Credited
from parvis.data.licensing.compatibility.comparing import Source, compare
from parvis.data.licensing.compatibility.courts import LicensorKind
from parvis.data.licensing.compatibility.profiles import Profile
from parvis.data.licensing.compatibility.results import Result, judge
from parvis.data.licensing.compatibility.territory import Territory
from parvis.data.licensing.obligations.deciding import together
from parvis.data.licensing.obligations.uses import Act, Use
from parvis.data.licensing.offers import Producer
from parvis.web.api.http.answers import Answer, json_answer
from parvis.web.api.http.endpoint import Call, Handler
from parvis.web.api.http.parameters import Parameters
from parvis.web.api.licenses.numbered import Numbered, chosen, license_ids

_TEXTS = {"text": "text/plain", "html": "text/html", "markdown": "text/markdown"}


def obligations(call: Call) -> Answer:
    """What the licences together say of a use."""
    parameters = call.parameters
    act = chosen("act", parameters.get("act") or Act.DERIVE, Act)
    use = Use(act, *(parameters.flag(name) for name in ("commercial", "internal", "public_body")))
    found = together(license_ids(parameters), use)
    return json_answer({"act": act, **documents.obligations(found)})


def compatibility(call: Call) -> Answer:
    """Lawful licences of a database made from the sources, and what share-alike asks."""
    parameters = call.parameters
    publisher = Producer(
        french_administration=parameters.flag("french_administration"),
        high_value=parameters.flag("high_value"),
        software=parameters.flag("software"),
    )
    sources = _sources(parameters)
    found = compare(sources, publisher=publisher, public_body=parameters.flag("public_body"))
    ids = [source.license_id for source in sources]
    kinds = {kind.value: documents.decision(judge(ids, kind, publisher=publisher)) for kind in Result}
    return json_answer({**documents.comparison(found), "results": kinds})


def attribution(call: Call) -> Answer:
    """The attribution line: JSON with every form, or one form alone."""
    parameters = call.parameters
    form = parameters.get("format") or "json"
    if form != "json" and form not in _TEXTS:
        raise InvalidParameter("Invalid value for format: one of json, text, html, markdown is expected.")
    language = parameters.get("lang") or call.domain.language
    found = write(_credited(parameters), language, work=parameters.flag("work"))
    document = documents.attribution(found)
    if form == "json":
        return json_answer(document)
    return Answer(document[form].encode(), media_type=f"{_TEXTS[form]}; charset=utf-8")


def _sources(parameters: Parameters) -> list[Source]:
    ids = license_ids(parameters)
    facts = Numbered(parameters, len(ids))
    return [
        Source(
            license_id,
            facts.choice("profile", n, Profile, Profile.STRICT),
            facts.list("keywords", n),
            Territory.of(facts.list("territory", n)),
            chosen("licensor", kind, LicensorKind) if (kind := facts.text("licensor", n)) else None,
            facts.text("country", n).upper() or "FR",
            facts.number("share", n) if facts.text("share", n) else None,
        )
        for n, license_id in enumerate(ids)
    ]


def _credited(parameters: Parameters) -> list[Credited]:
    ids = license_ids(parameters)
    facts = Numbered(parameters, len(ids))
    return [
        Credited(
            license_id,
            facts.text("title", n) or license_id,
            facts.list("producer", n),
            facts.text("url", n) or None,
            facts.day("date", n),
            facts.text("changes", n) or None,
            facts.number("share", n),
        )
        for n, license_id in enumerate(ids)
    ]


HANDLERS: dict[str, Handler] = {
    "/obligations": obligations,
    "/compatibility": compatibility,
    "/attribution": attribution,
}

_LICENSE = {
    "name": "license",
    "in": "query",
    "required": True,
    "description": "Identifier of the licence of a source. Repeat it for each source.",
    "schema": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 50},
}


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema or {"type": "string"}}


def _flag(name: str, description: str) -> dict[str, Any]:
    return _parameter(name, description, type="boolean", default=False)


def _operation(summary: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    answers = {
        "200": {"description": "The answer", "content": {"application/json": {"schema": {"type": "object"}}}},
        "400": {"description": "A parameter cannot be read"},
        "404": {"description": "A licence is not in the registry"},
    }
    return {"get": {"summary": summary, "parameters": [_LICENSE, *parameters], "responses": answers}}


PATHS: dict[str, Any] = {
    "/obligations": _operation(
        "What the licences let one do, ask and refuse for a use",
        _parameter("act", "What is done with the data.", type="string", enum=list(Act), default="derive"),
        _flag("commercial", "The purpose is commercial."),
        _flag("internal", "Nobody outside the organisation gets the data or what is made from them."),
        _flag("public_body", "The reuser is a public body."),
    ),
    "/compatibility": _operation(
        "Licences lawful for a database made from the sources",
        _flag("french_administration", "The publisher of the result is a French administration."),
        _flag("high_value", "The result is a high-value dataset."),
        _flag("software", "The result is software."),
        _flag("public_body", "The reuser is a public body."),
        _parameter("profile.1", "How the licensor of source 1 reads the ODbL.", type="string", enum=list(Profile)),
        _parameter("keywords.1", "Theme keywords of source 1, separated by commas."),
        _parameter("territory.1", "Places of source 1, from the widest: fr/31/toulouse; separated by commas."),
        _parameter("licensor.1", "What the licensor of source 1 is.", type="string", enum=list(LicensorKind)),
        _parameter("country.1", "Country of the licensor of source 1, FR by default."),
        _parameter(
            "share.1", "The part of its records that is taken; all by default.", type="number", minimum=0, maximum=1
        ),
    ),
    "/attribution": _operation(
        "The attribution line of the sources",
        _parameter("format", "One form alone.", type="string", enum=["json", *_TEXTS], default="json"),
        _parameter("lang", "fr or en; the language of the portal by default."),
        _flag("work", "The notice of what is made from the data."),
        _parameter("title.1", "Title of source 1."),
        _parameter("producer.1", "Producers of source 1, separated by commas."),
        _parameter("url.1", "Address of source 1."),
        _parameter("date.1", "Day of its last update.", type="string", format="date"),
        _parameter("changes.1", "What was changed."),
        _parameter("share.1", "Its part of the result.", type="number", minimum=0, maximum=1),
    ),
}
