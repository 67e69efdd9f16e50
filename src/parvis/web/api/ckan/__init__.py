"""The CKAN Action API, read side: the portal as the clients and harvesters of CKAN read one."""

from parvis.web.api.ckan.routing import routes

__all__ = ["routes"]
