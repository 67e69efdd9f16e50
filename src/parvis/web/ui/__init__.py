"""The design system: tokens, template components, and the headers every page is sent with."""
