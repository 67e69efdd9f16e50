"""OGC API – Records: the catalog of a portal, each dataset a record."""
