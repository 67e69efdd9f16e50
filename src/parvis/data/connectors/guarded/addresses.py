"""Which addresses are on the public network; every disguise of a private IPv4 address is undone first."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from parvis.data.connectors.guarded.policy import Policy

Address = IPv4Address | IPv6Address

# RFC 6052: the last 32 bits are an IPv4 address that the gateway will reach.
_NAT64 = IPv6Network("64:ff9b::/96")
# Outside 2000::/3 no unicast address is public; the rest of the list is inside it or in IPv4.
_PUBLIC_IPV6 = IPv6Network("2000::/3")
_NEVER = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10",  # shared between a carrier and its subscribers
        "168.63.129.16/32",  # a cloud's host agent, on a public address
        "192.0.0.0/24",  # protocol assignments, a cloud's metadata among them
        "192.88.99.0/24",  # retired 6to4 relays
        "5f00::/16",  # segment routing
        "2001::/23",  # protocol assignments (Teredo, ORCHID)
        "2001:db8::/32",
        "3fff::/20",  # documentation
    )
)


def parsed(text: str) -> Address | None:
    """The literal address, without brackets or zone; None for a name."""
    try:
        return ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether it, and any IPv4 address it carries, is unicast on the public network."""
    return all(_plainly_public(form) for form in forms(address))


def is_allowed(address: Address, policy: Policy) -> bool:
    """Public, or inside a network of the policy. The disguise of an allowed address is not allowed itself."""
    if policy.allow_private:
        return True
    if any(address.version == network.version and address in network for network in policy.networks):
        return True
    return is_public(address)


def forms(address: Address) -> Iterator[Address]:
    """The address, and the IPv4 addresses that it stands for."""
    yield address
    if isinstance(address, IPv6Address):
        embedded = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            embedded.append(IPv4Address(int(address) & 0xFFFFFFFF))
        yield from (form for form in embedded if form is not None)


def _plainly_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped is not None or address in _NAT64):
        return True  # what they carry is looked at on its own
    if isinstance(address, IPv6Address) and address not in _PUBLIC_IPV6:
        return False
    if any(address.version == network.version and address in network for network in _NEVER):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved
