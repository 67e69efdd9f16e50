"""The address is pinned, the certificate is still the one of the name."""

from __future__ import annotations

import datetime
import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.data.connectors.conftest import LOCAL
from tests.factories.web import Reply, serving_site

from parvis.data.connectors.guarded import FetchError, GuardedClient, connecting


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A self-signed certificate of ``portal.test`` with its key."""
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "portal.test")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("portal.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "portal.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_the_certificate_is_verified_against_the_name(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def here(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(connecting.socket, "getaddrinfo", here)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving_site(certificate) as site:
        site.routes["/a"] = Reply(b"here")
        with GuardedClient(LOCAL, tls=trusting) as client:
            assert client.get(f"https://portal.test:{site.port}/a").body == b"here"
            with pytest.raises(FetchError, match="not trusted"):
                client.get(f"https://other.test:{site.port}/a")
        with GuardedClient(LOCAL) as client, pytest.raises(FetchError, match="not trusted"):
            client.get(f"https://portal.test:{site.port}/a")
