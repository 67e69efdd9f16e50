"""OGC API – Features: each dataset with open records is a collection."""
