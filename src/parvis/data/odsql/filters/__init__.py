"""What the filter languages of others share: tokens and errors."""
