"""What crawlers are told."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# Pages are for crawlers; every combination of filters is not.
LINES = ("User-agent: *", "Disallow: /api/", "Disallow: /admin/", "Disallow: /*?*refine.", "Disallow: /*?*where=", "")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`."""
    return HttpResponse("\n".join(LINES), content_type="text/plain; charset=utf-8")
