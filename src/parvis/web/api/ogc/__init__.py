"""OGC APIs: Features (parts 1, 2, 3, 5) and Records; CSW 2.0.2 beside them."""

from parvis.web.api.ogc.routing import routes

__all__ = ["routes"]
