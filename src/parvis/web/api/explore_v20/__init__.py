"""The Explore API v2.0, frozen: the same use cases in its own wrappers, every answer flagged deprecated."""

from parvis.web.api.explore_v20.routing import routes

__all__ = ["routes"]
