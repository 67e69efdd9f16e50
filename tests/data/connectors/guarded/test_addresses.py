"""Every way to write an address of the inside is refused."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.addresses import is_allowed, is_public

INSIDE = tuple(
    """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.8.8.8 168.63.129.16 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1
    240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.1.2.3 ::ffff:0:10.0.0.1 64:ff9b::a00:1
    64:ff9b::7f00:1 64:ff9b:1::a00:1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:c0a8:101:: 3fff::1
    5f00::1 fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 4000::1
    """.split()  # noqa: SIM905
)
OUTSIDE = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "193.51.208.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("text", INSIDE)
def test_an_address_of_the_inside_is_not_public(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_a_public_address_is_public(text: str) -> None:
    assert is_public(ip_address(text))


@given(st.ip_addresses(v=4))
def test_a_disguise_is_as_public_as_what_it_hides(address: IPv4Address) -> None:
    for disguise in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(ip_address(disguise)) == is_public(address)


def test_the_operator_allows_a_network_but_not_its_disguises() -> None:
    policy = Policy(networks=(ip_network("10.0.0.0/8"),))
    assert is_allowed(ip_address("10.1.2.3"), policy)
    assert not is_allowed(ip_address("::ffff:10.1.2.3"), policy)
    assert not is_allowed(ip_address("192.168.0.1"), policy)
