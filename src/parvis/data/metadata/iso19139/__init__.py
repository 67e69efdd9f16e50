"""The ISO 19139 dialect: what catalogs of geographic data and INSPIRE read."""
