"""One ASGI application: the read door (Starlette) for machines, Django for pages.

The read door is made first and never waits for Django: it answers when the control database is locked or gone.
"""

from __future__ import annotations

import os
import re
from typing import cast

from starlette.types import ASGIApp, Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.site.settings")

from django.core.asgi import get_asgi_application

from parvis.data.serving.process import reader
from parvis.web.api.app import create_app

# Everything below these prefixes is answered without Django; old web downloads live among the pages, and the pages of
# the reference among the APIs.
MACHINE = re.compile(r"/(api(?!/docs(/|$))|mcp)(/|$)|/explore/dataset/[^/]+/((download|files)(/|$)|images/[^/])")


class Door:
    """Sends each request to the read door or to Django by its path."""

    def __init__(self, machines: ASGIApp, pages: ASGIApp) -> None:
        self.machines = machines
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entrance; the lifespan belongs to the read door."""
        if scope["type"] == "lifespan" or MACHINE.match(scope["path"]):
            await self.machines(scope, receive, send)
        else:
            await self.pages(scope, receive, send)


application = Door(create_app(reader()), cast(ASGIApp, get_asgi_application()))
