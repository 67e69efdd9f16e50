"""The DCAT-AP 3 dialect with its profile for high-value datasets (HVD)."""
