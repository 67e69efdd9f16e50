"""OData 4.0, read-only: each dataset with open records is an entity set."""

from parvis.web.api.odata.routing import routes

__all__ = ["routes"]
