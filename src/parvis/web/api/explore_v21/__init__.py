"""The Explore API v2.1: one module a group of endpoints, ``routes`` gathers them."""

from parvis.web.api.explore_v21.routing import routes

__all__ = ["routes"]
