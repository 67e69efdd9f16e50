"""The public portal: pages written by the server from what is published. No database is read here."""
