"""The push door: programs add, update and delete records by key; what is accepted is on disk before the answer."""

from parvis.web.api.push.door import routes

__all__ = ["routes"]
