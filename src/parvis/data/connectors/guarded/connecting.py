"""A socket to a host by name: resolved once, checked, and connected to the very address that was checked."""

from __future__ import annotations

import queue
import socket
import threading

from parvis.data.connectors.guarded.addresses import Address, is_allowed, parsed
from parvis.data.connectors.guarded.deadline import Deadline
from parvis.data.connectors.guarded.errors import ConnectionFailed, ForbiddenAddress, TimedOut, UnknownHost
from parvis.data.connectors.guarded.policy import Policy
from parvis.data.connectors.guarded.timing import step


def connect(host: str, port: int, policy: Policy, deadline: Deadline) -> socket.socket:
    """A connected TCP socket. Raises UnknownHost, ForbiddenAddress, ConnectionFailed, TimedOut."""
    with step("dns"):
        addresses = checked_addresses(host, port, policy, deadline)
    failure: OSError | None = None
    for address in addresses:
        try:
            with step("connect"):
                return _connected(address, port, deadline.left(policy.connect_seconds))
        except OSError as error:
            failure = error
    if isinstance(failure, TimeoutError):
        raise TimedOut(f"{host} did not accept a connection within {policy.connect_seconds:g} s") from failure
    raise ConnectionFailed(f"{host}:{port} refuses connections: {failure}") from failure


def _connected(address: Address, port: int, seconds: float) -> socket.socket:
    connected = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6, socket.SOCK_STREAM)
    try:
        connected.settimeout(seconds)
        connected.connect((str(address), port))
    except BaseException:
        connected.close()
        raise
    return connected


def checked_addresses(host: str, port: int, policy: Policy, deadline: Deadline) -> list[Address]:
    """The addresses of the host that may be connected to, in the resolver's order; at least one."""
    literal = parsed(host)
    found = [literal] if literal is not None else _resolved(host, port, deadline.left(policy.connect_seconds))
    kept = [address for address in found if is_allowed(address, policy)]
    if not kept:
        raise ForbiddenAddress(
            f"{host} is not an address of the public network",
            hint="The operator allows private networks with PARVIS_FETCH_NETWORKS",
        )
    return kept


def _resolved(host: str, port: int, seconds: float) -> list[Address]:
    """The resolver has no time-out of its own: it works beside, and a late answer is dropped."""
    answers: queue.Queue[list[str] | Exception] = queue.Queue(1)
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimedOut(f"The name {host} was not resolved within {seconds:.0f} s") from None
    if isinstance(answer, Exception):
        raise UnknownHost(f"The host {host} is not known", hint="Check the spelling of the address") from answer
    return [address for text in dict.fromkeys(answer) if (address := parsed(text)) is not None]


def _look_up(host: str, port: int, answers: queue.Queue[list[str] | Exception]) -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        answers.put([str(row[4][0]) for row in rows])
    except (OSError, UnicodeError) as error:
        answers.put(error)
