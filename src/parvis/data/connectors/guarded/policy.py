"""What a fetch may reach, and how much it may take."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from parvis.data.connectors.guarded.errors import InvalidAddress

Network = IPv4Network | IPv6Network
MEBIBYTE = 1024 * 1024
USER_AGENT = "Parvis/0.1 (+https://www.parvis.org/bot; harvester)"


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of one client. Sizes in bytes, times in seconds.

    ``networks`` are private networks that the operator allows; ``allow_private`` allows all (tests).
    ``ports`` None allows any. ``max_bytes`` counts the bytes received, ``max_decompressed`` those given out;
    ``max_ratio`` is their quotient, looked at once a mebibyte was given out.
    """

    allow_private: bool = False
    networks: tuple[Network, ...] = ()
    schemes: frozenset[str] = frozenset({"http", "https"})
    ports: frozenset[int] | None = frozenset({80, 443})
    connect_seconds: float = 5.0
    read_seconds: float = 30.0
    total_seconds: float = 3600.0
    max_redirects: int = 5
    max_bytes: int = 20 * 1024 * MEBIBYTE
    max_decompressed: int = 40 * 1024 * MEBIBYTE
    max_ratio: float = 100.0
    max_page_bytes: int = 20 * MEBIBYTE
    user_agent: str = USER_AGENT

    def check_target(self, scheme: str, port: int) -> None:
        """Raises InvalidAddress when the scheme or the port may not be used."""
        if scheme not in self.schemes:
            known = ", ".join(sorted(self.schemes))
            raise InvalidAddress(f"Addresses of scheme {scheme!r} are not fetched", hint=f"Schemes: {known}")
        if self.ports is not None and port not in self.ports:
            raise InvalidAddress(
                f"Port {port} may not be used", hint="The operator allows ports with PARVIS_FETCH_PORTS"
            )


def networks_of(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Networks written as ``10.0.0.0/8`` or ``192.0.2.7``. Raises ValueError naming the text."""
    return tuple(ip_network(text, strict=False) for text in texts)
