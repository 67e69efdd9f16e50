"""What people ask of these addresses is shown by the portal."""

from __future__ import annotations

from parvis.web.api.http.answers import Answer


def to_page(address: str) -> Answer:
    """See the page at this address."""
    return Answer(b"", 303, headers={"Location": address, "Vary": "Accept, Accept-Encoding, Authorization, Host"})
