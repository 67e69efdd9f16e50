"""Vector tiles of the records of a dataset (see docs/use/tiles.md)."""

from parvis.web.api.tiles.routing import routes

__all__ = ["routes"]
