"""Why a fetch failed, each with its code; messages never hold credentials."""

from __future__ import annotations

from typing import Any

from parvis.core.errors import ParvisError


class FetchError(ParvisError):
    """The remote side did not give what was asked. ``transient``: trying again later may work."""

    code = "FetchError"
    status = 502
    transient = False


class InvalidAddress(FetchError):
    """The address cannot be read, or its scheme or port is not one that may be fetched."""

    code = "FetchInvalidAddress"
    status = 422


class ForbiddenAddress(FetchError):
    """The host is not on the public network, and the operator has not allowed it."""

    code = "FetchForbiddenAddress"
    status = 422


class UnknownHost(FetchError):
    """The name of the host has no address."""

    code = "FetchUnknownHost"
    transient = True


class ConnectionFailed(FetchError):
    """The host refused or broke the connection, or its certificate is not trusted."""

    code = "FetchConnectionFailed"
    transient = True


class UntrustedCertificate(ConnectionFailed):
    """The certificate of the host is expired, of another name, or signed by nobody known."""


class TimedOut(FetchError):
    """The host was silent too long, or the whole took longer than allowed."""

    code = "FetchTimedOut"
    status = 504
    transient = True


class Truncated(FetchError):
    """The body ended before its announced length, or its compression was cut."""

    code = "FetchTruncated"
    transient = True


class TooLarge(FetchError):
    """The body passed the size limit, or swelled beyond the allowed ratio once decompressed."""

    code = "FetchTooLarge"
    status = 422


class TooManyRedirects(FetchError):
    """The address redirects in a loop, or too often."""

    code = "FetchTooManyRedirects"


class UnreadableAnswer(FetchError):
    """The answer breaks the protocol, or its encoding was not asked for."""

    code = "FetchUnreadableAnswer"


class RefusedByHost(FetchError):
    """The host answered with a status that is not a success. ``status_code`` is that status."""

    code = "FetchRefused"

    def __init__(self, message: str, *, status_code: int, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)
        self.status_code = status_code
        self.transient = status_code in (408, 425, 429, 500, 502, 503, 504)


class ComeBackLater(FetchError):
    """The host asks to wait longer than a run may; ``seconds`` says how long."""

    code = "FetchComeBackLater"
    status = 503
    transient = True

    def __init__(self, message: str, *, seconds: float, **kwargs: Any) -> None:
        super().__init__(message, **kwargs)
        self.seconds = seconds


class Cancelled(FetchError):
    """Somebody cancelled the fetch."""

    code = "FetchCancelled"
    status = 499
