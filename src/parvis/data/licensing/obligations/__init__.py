"""What a licence lets one do, asks and refuses, use by use."""
