"""What each page shows, as frozen values: templates only lay them out."""
