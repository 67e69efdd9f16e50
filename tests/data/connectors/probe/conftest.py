"""A site by TLS with a certificate that the prober trusts, and one whose certificate has expired."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.factories.web import Site, serving_site

from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.probe import Manners, Prober
from parvis.data.connectors.probe.manners import Limits

LOCAL = Policy(allow_private=True, ports=None, connect_seconds=2, read_seconds=1, total_seconds=10)
EAGER = Limits(delay=0)
Clock = Callable[[], datetime]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _certificate(tmp_path_factory.mktemp("good") / "site.pem", timedelta(days=30))


@pytest.fixture(scope="session")
def expired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _certificate(tmp_path_factory.mktemp("old") / "site.pem", -timedelta(days=1))


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    with serving_site(certificate) as serving:
        serving.root = f"https://127.0.0.1:{serving.port}"
        yield serving


@pytest.fixture
def clock() -> list[datetime]:
    """The one element is the present."""
    return [datetime(2026, 11, 20, 6, tzinfo=UTC)]


@pytest.fixture
def prober(certificate: Path, clock: list[datetime]) -> Iterator[Prober]:
    trusting = ssl.create_default_context(cafile=str(certificate))
    with Prober(LOCAL, manners=Manners(EAGER), tls=trusting, clock=lambda: clock[0]) as opened:
        yield opened


def _certificate(path: Path, lasts: timedelta) -> Path:
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - timedelta(days=60))
        .not_valid_after(at + lasts)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
