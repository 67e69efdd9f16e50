"""The data.json dialect: DCAT-US 1.1, a catalog of one dataset."""
