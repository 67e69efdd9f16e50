"""Inside exports: what a file says of its dataset, and how its bytes are made."""
