"""Combining sources: lawful licences of the result, scope of share-alike, redistribution, fees, court and law."""
