"""What crawlers, language models and other sites are told."""

from django.http import HttpResponse, JsonResponse

from parvis.web.portal.pages import sitemaps
from parvis.web.portal.pages.oembed import oembed as answer
from parvis.web.portal.pages.paging import digits
from parvis.web.portal.views.door import page, public
from parvis.web.portal.visit import Visit

# Pages are for crawlers; every combination of filters is not.
LINES = ("User-agent: *", "Disallow: /api/", "Disallow: /admin/", "Disallow: /*?*refine.", "Disallow: /*?*where=")
XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@public
def robots(visit: Visit) -> HttpResponse:
    """`/robots.txt`."""
    return HttpResponse("\n".join([*LINES, f"Sitemap: {visit.host}/sitemap.xml", ""]), content_type=TEXT)


@public
def sitemap_index(visit: Visit) -> HttpResponse:
    """`/sitemap.xml`."""
    return HttpResponse(sitemaps.index(visit), content_type=XML)


@public
def sitemap_pages(visit: Visit) -> HttpResponse:
    """`/sitemap-pages.xml`."""
    return HttpResponse(sitemaps.pages(visit), content_type=XML)


@public
def sitemap_datasets(visit: Visit) -> HttpResponse:
    """`/sitemap-datasets.xml?offset=`."""
    offset = digits(visit.request.GET.get("offset", ""))
    return HttpResponse(b"".join(sitemaps.datasets(visit, offset)), content_type=XML)


@public
def sitemap(visit: Visit) -> HttpResponse:
    """`/sitemap/`: for people."""
    return page(visit, "sitemap", sitemaps.site_map(visit))


@public
def llms(visit: Visit) -> HttpResponse:
    """`/llms.txt`."""
    return HttpResponse(sitemaps.told(visit), content_type=TEXT)


@public
def oembed(visit: Visit) -> HttpResponse:
    """`/oembed?url=`: JSON only; 501 for another format, as the protocol wants."""
    asked = visit.request.GET
    if asked.get("format", "json") != "json":
        return HttpResponse("only format=json is given", status=501, content_type=TEXT)
    found = answer(visit, asked.get("url", ""), asked.get("maxwidth", ""), asked.get("maxheight", ""))
    response = JsonResponse(found)
    response["Access-Control-Allow-Origin"] = "*"
    return response
