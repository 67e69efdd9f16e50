"""The bridge between the planes: versions and manifests into the store, one line of the feed as the commit."""
