"""One request of a visitor: which domain, as whom, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info

from parvis.data.serving.access import Caller
from parvis.data.serving.process import reader as process_reader
from parvis.data.serving.reader import Reader
from parvis.data.store.entries import DomainChanged
from parvis.web.portal.pages.look import Look
from parvis.web.ui.theme import AUTO, PARAMETER, THEMES

LANGUAGE_PARAMETER = "lang"


@dataclass(frozen=True, slots=True)
class Language:
    """A language the page exists in, and the address of the page in it."""

    code: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Appearance:
    """A theme of colours (``auto``, ``light``, ``dark``) and the address of the page in it."""

    code: str
    address: str
    current: bool


@dataclass(frozen=True)
class Visit:
    """Who looks at what. ``timezone`` is the one in which days begin and times are written."""

    request: HttpRequest
    reader: Reader
    domain: DomainChanged
    caller: Caller
    timezone: str

    @property
    def language(self) -> str:
        """The language of the page, two letters."""
        return (get_language() or self.domain.language)[:2]

    @property
    def host(self) -> str:
        """Scheme and host as the visitor wrote them, without a final slash."""
        return f"{self.request.scheme}://{self.request.get_host()}"

    @property
    def canonical(self) -> str:
        """The address of the page, without the parameters that change nothing in it."""
        return self.host + self.request.path

    @property
    def languages(self) -> tuple[Language, ...]:
        """The same page in each language."""
        return tuple(self._in_language(code) for code, _ in settings.LANGUAGES)

    @property
    def themes(self) -> tuple[Appearance, ...]:
        """The same page light, dark, or as the reader's system is."""
        current = getattr(self.request, "theme", "") or AUTO
        return tuple(Appearance(code, self._with(PARAMETER, code), code == current) for code in (AUTO, *THEMES))

    @cached_property
    def look(self) -> Look:
        """How the portal of this domain looks."""
        return Look.of(self.domain)

    @property
    def in_catalog(self) -> bool:
        """Whether the page belongs to the catalog."""
        return self.request.path.startswith(reverse("portal:catalog"))

    def _in_language(self, code: str) -> Language:
        name = str(get_language_info(code)["name_local"]).capitalize()
        return Language(code, name, self._with(LANGUAGE_PARAMETER, code), code == self.language)

    def _with(self, name: str, value: str) -> str:
        parameters = self.request.GET.copy()
        parameters[name] = value
        return f"{self.request.path}?{parameters.urlencode()}"


def visit(request: HttpRequest) -> Visit:
    """The visit of this request. Raises NotFound when the installation has no domain yet."""
    reader = process_reader()
    domain = reader.domain(request.get_host())
    return Visit(request, reader, domain, reader.caller(domain, None), settings.TIME_ZONE)
