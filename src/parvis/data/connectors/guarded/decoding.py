"""The bytes of a body as its sender had them: counted, decompressed, and never more than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from parvis.data.connectors.guarded.errors import TooLarge, Truncated, UnreadableAnswer
from parvis.data.connectors.guarded.policy import MEBIBYTE, Policy

ACCEPTED = "gzip, identity;q=0.5"
_STEP = 256 * 1024


def limited(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same chunks. Raises TooLarge once more than ``most`` bytes came."""
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > most:
            raise TooLarge(f"The answer is larger than {most:,} bytes", params={"limit": most})
        yield chunk


def decoded(chunks: Iterable[bytes], encoding: str, policy: Policy) -> Iterator[bytes]:
    """The chunks decompressed by a Content-Encoding. Raises UnreadableAnswer for one that was not asked for."""
    names = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
    if not names:
        return iter(chunks)
    if names in (["gzip"], ["x-gzip"], ["deflate"]):
        return _inflated(chunks, policy)
    raise UnreadableAnswer(f"The host compressed its answer as {encoding!r}, which was not asked for")


def _inflated(chunks: Iterable[bytes], policy: Policy) -> Iterator[bytes]:
    machine, open_member = _machine(), False
    received = given = 0
    try:
        for chunk in chunks:
            received += len(chunk)
            rest = chunk
            while rest:
                out, open_member = machine.decompress(rest, _STEP), True
                given += len(out)
                _check(received, given, policy)
                if out:
                    yield out
                rest = machine.unconsumed_tail
                if machine.eof:
                    # Members of a gzip file may follow each other.
                    rest, machine, open_member = machine.unused_data, _machine(), False
    except zlib.error as error:
        raise UnreadableAnswer(f"The compressed answer is damaged: {error}") from error
    if open_member:
        raise Truncated("The compressed answer is cut")


def _machine() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 32)


def _check(received: int, given: int, policy: Policy) -> None:
    if given > policy.max_decompressed:
        raise TooLarge(f"The answer is larger than {policy.max_decompressed:,} bytes once decompressed")
    if given > MEBIBYTE and given > received * policy.max_ratio:
        raise TooLarge(f"The answer swells more than {policy.max_ratio:g} times when it is decompressed")
