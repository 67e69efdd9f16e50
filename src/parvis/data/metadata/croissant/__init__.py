"""The Croissant 1.1 dialect: schema.org with the columns of the records, as machine learning tools read it."""
