"""Joins of two datasets: one query over the fields of both, with the licences of both."""

from parvis.web.api.join.routing import routes

__all__ = ["routes"]
