"""The v1 APIs (``/api/datasets/1.0``, ``/api/records/1.0``) and the old web download, on the same use cases."""

from parvis.web.api.explore_v1.routing import routes

__all__ = ["routes"]
