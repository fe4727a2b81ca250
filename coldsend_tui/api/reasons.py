"""Why a connection did not come about, in words, from the chain of exceptions below the HTTP library's own."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator


def reason_of(error: BaseException) -> str:
    """Half a sentence that ends "ColdSend cannot be reached at …: …"."""
    for cause in _chain(error):
        match cause:
            case socket.gaierror(errno=socket.EAI_AGAIN):
                return "the host name cannot be looked up, there may be no network"
            case socket.gaierror():
                return "the host name is not known"
            case ssl.SSLCertVerificationError():
                return "its certificate is not trusted, something may be in between"
            case ssl.SSLError():
                return "no encrypted connection came about"
            case ConnectionRefusedError():
                return "the connection was refused"
            case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH):
                return "there is no way to its network"
    return "no connection came about"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        if isinstance(seen, BaseExceptionGroup):
            for inner in seen.exceptions:
                yield from _chain(inner)
        seen = seen.__cause__ or seen.__context__
