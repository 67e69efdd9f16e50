"""Code lists that catalogs share: frequencies, file types, languages, themes, high-value categories."""
