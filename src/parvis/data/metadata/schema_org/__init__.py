"""The schema.org dialect: a Dataset in JSON-LD, as search engines read it."""
