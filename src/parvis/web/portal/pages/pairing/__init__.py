"""Two datasets on one page: joined through a query, or compared side by side."""
