"""The catalog of a domain as a file: DCAT in its syntaxes, feeds, a workbook, a sitemap."""
