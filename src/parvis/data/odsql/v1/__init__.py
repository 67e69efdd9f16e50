"""The query language of the v1 API (``q``, ``rq`` and ``qv1``), read into the same typed conditions as ODSQL."""

from parvis.data.odsql.v1.conditions import condition

__all__ = ["condition"]
