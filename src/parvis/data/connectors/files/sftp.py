"""Files of a folder of an SFTP server whose host key is known."""

from __future__ import annotations

import base64
import hashlib
import io
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from parvis.data.connectors.files.interface import Fetch, InvalidSource, Option, Reach, number
from parvis.data.connectors.files.listing import PATTERN, TAKE, Remote, bring
from parvis.data.connectors.guarded.connecting import connect
from parvis.data.connectors.guarded.deadline import Deadline
from parvis.data.connectors.guarded.errors import ConnectionFailed, FetchError, RefusedByHost, TimedOut, Truncated

if TYPE_CHECKING:
    import paramiko

_STEP = 1 << 16
_DEEPEST = 8
_AHEAD = 64


class SftpFolder:
    """A folder of an SFTP server."""

    name: ClassVar[str] = "sftp"
    title: ClassVar[str] = "SFTP folder"
    help: ClassVar[str] = "Files of a folder of an SFTP server; its host key is pinned, so that nobody stands between."
    options: ClassVar[tuple[Option, ...]] = (
        Option("host", "Name of the server.", required=True, example="sftp.example.org"),
        Option("port", "Its port.", default="22"),
        Option(
            "host_key",
            "Fingerprint of its key, as `ssh-keygen -lf` shows it.",
            required=True,
            example="SHA256:Wm5Jj6RzX4kP0o0M5Y7j7zJm2yV6m3kzXcC3s6i9v0A",
        ),
        Option("user", "User name.", required=True),
        Option("password", "Password.", secret=True),
        Option("private_key", "Private key in OpenSSH or PEM form, instead of a password.", secret=True),
        Option("path", "The folder.", default=".", example="/exports"),
        PATTERN,
        TAKE,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        self._port = number(options, "port", 1, 65535)
        if not options["host_key"].startswith("SHA256:"):
            raise InvalidSource("host_key is not a fingerprint", hint="`ssh-keyscan HOST | ssh-keygen -lf -` shows it")

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        deadline = Deadline.after(reach.policy.total_seconds, reach.cancel)
        with _said(), self._session(reach, deadline) as session:
            root = self._given["path"]
            found = list(_listed(session, root, "", deadline))

            def read(remote: Remote) -> Iterator[bytes]:
                return _read(session, f"{root}/{remote.name}", remote.size, deadline)

            return bring(found, self._given["pattern"], self._given["take"], state, target, reach, read)

    @contextmanager
    def _session(self, reach: Reach, deadline: Deadline) -> Iterator[paramiko.SFTPClient]:
        import paramiko  # noqa: PLC0415  heavy, and only this kind needs it

        policy = replace(reach.policy, schemes=reach.policy.schemes | {"sftp"})
        if policy.ports is not None:
            policy = replace(policy, ports=policy.ports | {22})
        policy.check_target("sftp", self._port)
        transport = paramiko.Transport(connect(self._given["host"], self._port, policy, deadline))
        try:
            transport.start_client(timeout=deadline.left(reach.policy.read_seconds))
            self._check_key(transport.get_remote_server_key().asbytes())
            if self._given["private_key"]:
                transport.auth_publickey(self._given["user"], _key(self._given["private_key"]))
            else:
                transport.auth_password(self._given["user"], self._given["password"], fallback=False)
            session = paramiko.SFTPClient.from_transport(transport)
            if session is None:
                raise ConnectionFailed("The server offers no SFTP")
            channel = session.get_channel()
            if channel is not None:
                channel.settimeout(reach.policy.read_seconds)
            yield session
        finally:
            transport.close()

    def _check_key(self, key: bytes) -> None:
        """Before anything secret is sent."""
        found = "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")
        if found != self._given["host_key"].rstrip("="):
            raise RefusedByHost(
                f"The server shows another key: {found}",
                status_code=403,
                hint="ask its owner whether the key was changed, then set host_key",
            )


def _key(text: str) -> paramiko.PKey:
    import paramiko  # noqa: PLC0415  heavy, and only this kind needs it

    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except (paramiko.SSHException, ValueError):
            continue
    raise InvalidSource("the private key cannot be read", hint="Ed25519, ECDSA and RSA are, without passphrase")


def _listed(session: paramiko.SFTPClient, folder: str, below: str, deadline: Deadline) -> Iterator[Remote]:
    deadline.left(1)
    for row in session.listdir_attr(folder):
        mode, name = row.st_mode or 0, f"{below}{row.filename}"
        if stat.S_ISDIR(mode) and name.count("/") < _DEEPEST:
            yield from _listed(session, f"{folder}/{row.filename}", f"{name}/", deadline)
        elif stat.S_ISREG(mode):
            size, changed = row.st_size or 0, float(row.st_mtime or 0)
            yield Remote(name, size, changed, f"{size}:{changed:.0f}")


def _read(session: paramiko.SFTPClient, path: str, size: int, deadline: Deadline) -> Iterator[bytes]:
    received = 0
    with session.open(path, "rb") as file:
        # Without a limit, all of a large file would be asked for, and wait in memory.
        file.prefetch(size, _AHEAD)
        while chunk := file.read(_STEP):
            deadline.left(1)
            received += len(chunk)
            yield chunk
    if received < size:
        raise Truncated(f"{path} has {size:,} bytes, {received:,} came")


@contextmanager
def _said() -> Iterator[None]:
    """Errors of the protocol in our words."""
    import paramiko  # noqa: PLC0415  heavy, and only this kind needs it

    try:
        yield
    except FetchError:
        raise
    except paramiko.AuthenticationException as error:
        raise RefusedByHost("The SFTP server refuses the user or the password", status_code=403) from error
    except TimeoutError as error:
        raise TimedOut("The SFTP server is silent") from error
    except FileNotFoundError as error:
        raise RefusedByHost("The folder or a file is not there", status_code=404) from error
    except PermissionError as error:
        raise RefusedByHost("The SFTP server does not let this user read", status_code=403) from error
    except (paramiko.SSHException, EOFError, ConnectionError) as error:
        raise ConnectionFailed(f"The connection with the SFTP server broke: {error}") from error
