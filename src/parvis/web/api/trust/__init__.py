"""The trust score: read from what publishing left in the store, and computed from evidence that anybody sends."""

from parvis.web.api.trust.routing import routes

__all__ = ["routes"]
