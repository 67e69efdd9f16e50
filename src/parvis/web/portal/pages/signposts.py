"""Links that tell machines what a page is about, sent as a header and written in the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.urls import reverse

from parvis.web.portal.pages.dataset import API, DatasetHead
from parvis.web.portal.pages.information import web
from parvis.web.portal.visit import Visit

CATALOG = f"{API}/catalog"
DESCRIPTIONS = (
    ("ttl", "text/turtle"),
    ("json-ld", "application/ld+json"),
    ("rdf", "application/rdf+xml"),
)
FILES = (("csv", "text/csv"), ("json", "application/json"), ("parquet", "application/vnd.apache.parquet"))

# What an address may hold as it is; anything that could end the value of a header is encoded.
SAFE = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Signpost:
    """One typed link, to an absolute address. ``in_page`` ones are written as elements too."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    in_page: bool = True

    def __str__(self) -> str:
        """As in a `Link` header."""
        kind = f'; type="{self.type}"' if self.type else ""
        return f'<{quote(self.href, safe=SAFE)}>; rel="{self.rel}"{kind}'


def signposts(visit: Visit, content: object) -> tuple[Signpost, ...]:
    """The links of a page: those of its dataset, when it is about one, else those of the catalog."""
    head = getattr(content, "head", None)
    return tuple(of_dataset(visit, head) if isinstance(head, DatasetHead) else of_catalog(visit))


def of_catalog(visit: Visit) -> Iterator[Signpost]:
    """The catalog as DCAT, its contract, what agents should know."""
    for name, media in DESCRIPTIONS:
        yield Signpost("describedby", f"{visit.host}{CATALOG}/exports/{name}", media, in_page=False)
    yield Signpost("service-desc", f"{visit.host}{API}/swagger.json", "application/vnd.oai.openapi+json", in_page=False)
    yield Signpost("alternate", f"{visit.host}/llms.txt", "text/plain", in_page=False)


def of_dataset(visit: Visit, head: DatasetHead) -> Iterator[Signpost]:
    """What cites, types, describes, licenses and contains the dataset."""
    here = visit.host + reverse("portal:dataset", args=[head.id])
    yield Signpost("cite-as", here, in_page=False)
    yield Signpost("type", "https://schema.org/Dataset", in_page=False)
    one = urlencode({"where": f'dataset_id="{head.id}"'})
    for name, media in DESCRIPTIONS:
        yield Signpost("describedby", f"{visit.host}{CATALOG}/exports/{name}?{one}", media)
    record = f"{visit.host}{CATALOG}/datasets/{quote(head.id)}"
    yield Signpost("describedby", record, "application/json", in_page=False)
    if head.rows is not None:
        for name, media in FILES:
            yield Signpost("item", f"{record}/exports/{name}", media, in_page=False)
    if address := web(head.license_url):
        yield Signpost("license", address, in_page=False)
    asked = urlencode({"url": visit.canonical, "format": "json"})
    yield Signpost("alternate", f"{visit.host}/oembed?{asked}", "application/json+oembed", head.title)
