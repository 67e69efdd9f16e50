"""Files of a folder of an FTP server, in clear or by TLS."""

from __future__ import annotations

import ftplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from parvis.data.connectors.files.interface import Fetch, Option, Reach, number
from parvis.data.connectors.files.listing import PATTERN, TAKE, Remote, bring
from parvis.data.connectors.guarded import Policy
from parvis.data.connectors.guarded.connecting import connect
from parvis.data.connectors.guarded.deadline import Deadline
from parvis.data.connectors.guarded.errors import (
    ConnectionFailed,
    FetchError,
    RefusedByHost,
    TimedOut,
    Truncated,
    UnreadableAnswer,
)

_STEP = 1 << 16


class FtpFolder:
    """A folder of an FTP server."""

    name: ClassVar[str] = "ftp"
    title: ClassVar[str] = "FTP folder"
    help: ClassVar[str] = "Files of a folder of an FTP server, preferably by TLS."
    options: ClassVar[tuple[Option, ...]] = (
        Option("host", "Name of the server.", required=True, example="ftp.example.org"),
        Option("port", "Its port.", default="21"),
        Option(
            "tls",
            "`yes`: FTPS (explicit), the certificate verified.",
            default="no",
            choices=("yes", "no"),
        ),
        Option("user", "User name.", default="anonymous"),
        Option("password", "Password.", secret=True),
        Option("path", "The folder.", default="/", example="/exports"),
        PATTERN,
        TAKE,
    )

    def __init__(self, options: Mapping[str, str]) -> None:
        self._given = options
        self._port = number(options, "port", 1, 65535)

    def fetch(self, state: Mapping[str, Any], target: Path, reach: Reach) -> Fetch:
        """See Kind."""
        with _said(), self._session(reach) as session:
            found = list(_listed(session))

            def read(remote: Remote) -> Iterator[bytes]:
                return _read(session, remote, reach)

            return bring(found, self._given["pattern"], self._given["take"], state, target, reach, read)

    @contextmanager
    def _session(self, reach: Reach) -> Iterator[ftplib.FTP]:
        policy = reach.policy
        if policy.ports is not None:
            policy = replace(policy, ports=policy.ports | {21, 990})
        policy = replace(policy, schemes=policy.schemes | {"ftp"})
        policy.check_target("ftp", self._port)
        session = _Tls(policy, reach) if self._given["tls"] == "yes" else _Plain(policy, reach)
        try:
            session.open(self._given["host"], self._port)
            session.login(self._given["user"], self._given["password"] or "anonymous@")
            if isinstance(session, _Tls):
                session.prot_p()
            session.cwd(self._given["path"])
            yield session
        finally:
            session.close()


class _Guarded(ftplib.FTP):
    """Connects through the guard; data connections go to the very address of the control connection."""

    def __init__(self, policy: Policy, reach: Reach) -> None:
        super().__init__(encoding="utf-8")
        self.policy, self.deadline = policy, Deadline.after(policy.total_seconds, reach.cancel)

    def open(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.sock = connect(host, port, self.policy, self.deadline)
        self.sock.settimeout(self.policy.read_seconds)
        self.af = self.sock.family
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()

    def _data(self, cmd: str, rest: int | str | None) -> socket.socket:
        assert self.sock is not None
        _, port = self.makepasv()
        # The name of the peer is an address that was checked: what the server states is not looked at.
        data = connect(self.sock.getpeername()[0], port, replace(self.policy, ports=None), self.deadline)
        data.settimeout(self.policy.read_seconds)
        if rest is not None:
            self.sendcmd(f"REST {rest}")
        answer = self.sendcmd(cmd)
        if answer[0] == "2":
            answer = self.getresp()
        if answer[0] != "1":
            data.close()
            raise ftplib.error_reply(answer)
        return data


class _Plain(_Guarded):
    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        return self._data(cmd, rest), None


class _Tls(_Guarded, ftplib.FTP_TLS):
    def __init__(self, policy: Policy, reach: Reach) -> None:
        ftplib.FTP_TLS.__init__(self, context=ssl.create_default_context(), encoding="utf-8")
        self.policy, self.deadline = policy, Deadline.after(policy.total_seconds, reach.cancel)

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        data = self._data(cmd, rest)
        return self.context.wrap_socket(data, server_hostname=self.host), None


def _listed(session: ftplib.FTP) -> Iterator[Remote]:
    """By MLSD where the server has it, else names with SIZE and MDTM."""
    try:
        rows = list(session.mlsd())
    except ftplib.error_perm as error:
        if not str(error).startswith(("500", "501", "502", "504")):
            raise
        rows = [(name, _asked(session, name)) for name in session.nlst()]
    for name, facts in rows:
        if facts.get("type", "file") == "file":
            size, changed = int(facts.get("size") or 0), facts.get("modify", "")
            yield Remote(name.rpartition("/")[2], size, _instant(changed), f"{size}:{changed}")


def _asked(session: ftplib.FTP, name: str) -> dict[str, str]:
    try:
        session.voidcmd("TYPE I")
        return {"size": str(session.size(name) or 0), "modify": session.sendcmd(f"MDTM {name}")[4:]}
    except ftplib.error_perm:
        return {"type": "dir"}


def _instant(text: str) -> float:
    try:
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _read(session: ftplib.FTP, remote: Remote, reach: Reach) -> Iterator[bytes]:
    assert isinstance(session, _Guarded)
    session.voidcmd("TYPE I")
    received = 0
    with session.transfercmd(f"RETR {remote.name}") as data:
        while True:
            data.settimeout(session.deadline.left(reach.policy.read_seconds))
            chunk = data.recv(_STEP)
            if not chunk:
                break
            received += len(chunk)
            yield chunk
    session.voidresp()
    if remote.size and received < remote.size:
        raise Truncated(f"{remote.name} has {remote.size:,} bytes, {received:,} came")


@contextmanager
def _said() -> Iterator[None]:
    """Errors of the protocol in our words; answers of a server hold no password."""
    try:
        yield
    except FetchError:
        raise
    except ftplib.error_temp as error:
        raise RefusedByHost(f"The FTP server says: {error}", status_code=503) from error
    except ftplib.error_perm as error:
        raise RefusedByHost(f"The FTP server says: {error}", status_code=403) from error
    except (ftplib.Error, UnicodeError) as error:
        raise UnreadableAnswer(f"The FTP server answers: {error}") from error
    except ssl.SSLError as error:
        raise ConnectionFailed(f"No TLS connection with the FTP server: {error}") from error
    except TimeoutError as error:
        raise TimedOut("The FTP server is silent") from error
    except EOFError as error:
        raise ConnectionFailed("The FTP server closed the connection") from error
    except ConnectionError as error:
        raise ConnectionFailed(f"The FTP server broke the connection: {error}") from error
