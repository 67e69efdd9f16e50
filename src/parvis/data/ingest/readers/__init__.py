"""One reader a format: each fills the staging table and says what it found."""
