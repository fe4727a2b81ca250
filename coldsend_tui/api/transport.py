"""HTTP: the only import of httpx. Sends one call once, with the key, and brings back the answer or a typed failure.

What is decided above: retries, budget, errors of an answer that came (`caller.py`).
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO

from coldsend_tui.api.address import is_loopback
from coldsend_tui.api.errors import ApiError, BadBody, TimedOut, Unreachable
from coldsend_tui.api.limits import CONNECT_TIMEOUT_SECONDS, TIMEOUT_SECONDS, TRANSFER_TIMEOUT_SECONDS
from coldsend_tui.api.reasons import reason_of
from coldsend_tui.api.record import RequestInfo
from coldsend_tui.api.wire import ByteProgress, Call, Stream
from coldsend_tui.secret import Secret

# httpx brings its command line along, and with it click, rich and pygments: half of its import time and 3 MB. Not here.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
import httpx  # noqa: E402

Wire = httpx.AsyncBaseTransport
REDIRECTS = (301, 302, 303, 307, 308)
MAX_REDIRECTS = 3
MAX_CONNECTIONS = 8


class Transport:
    """One connection pool to one base URL with one key. Opened with the first call, closed with `close`."""

    def __init__(
        self,
        base_url: str,
        api_key: Secret,
        *,
        timeout: float = TIMEOUT_SECONDS,
        connect_timeout: float = CONNECT_TIMEOUT_SECONDS,
        wire: Wire | None = None,
    ) -> None:
        self.base_url = base_url
        self._auth = _KeyAuth(api_key, httpx.URL(base_url))
        self._timeout = httpx.Timeout(timeout, connect=connect_timeout)
        self._transfer_timeout = httpx.Timeout(max(timeout, TRANSFER_TIMEOUT_SECONDS), connect=connect_timeout)
        self._wire = wire
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def stream(self, call: Call, *, on_sent: ByteProgress | None = None) -> AsyncGenerator[Stream, None]:
        """Send once and hand out the answer, its body as it comes.

        Raises `Unreachable`, `TimedOut` or `BadBody`, also while the body is read; nothing of httpx gets out, because its
        exceptions refer to the request and so to the key.
        """
        client = await self._open()
        file = await asyncio.to_thread(call.upload.path.open, "rb") if call.upload else None
        try:
            response = await self._exchange(call.info, client, self._request(client, call, file, on_sent))
        finally:
            if file is not None:
                file.close()
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            yield Stream(call.info, response.status_code, headers, _chunks(call.info, response, self.base_url))
        finally:
            await response.aclose()

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    async def _open(self) -> httpx.AsyncClient:
        async with self._opening:
            if self._client is None:
                secure = self.base_url.startswith("https:")
                self._client = httpx.AsyncClient(
                    auth=self._auth,
                    timeout=self._timeout,
                    limits=httpx.Limits(max_connections=MAX_CONNECTIONS, keepalive_expiry=30.0),
                    transport=self._wire,
                    # Reading the certificates takes tens of milliseconds: not in the event loop, and not for plain http.
                    verify=await asyncio.to_thread(httpx.create_ssl_context)
                    if secure and not self._wire
                    else _no_tls(),
                    # A proxy must not see plain http, which carries the key readable.
                    trust_env=secure,
                    headers={"Accept": "application/json", "User-Agent": "coldsend-tui"},
                )
            return self._client

    def _request(
        self, client: httpx.AsyncClient, call: Call, file: BinaryIO | None, on_sent: ByteProgress | None
    ) -> httpx.Request:
        more: dict[str, Any] = {}
        if call.upload is not None and file is not None:
            source = _Counted(file, on_sent) if on_sent else file
            more["files"] = {"file": (call.upload.filename, source, call.upload.content_type)}
            more["data"] = dict(call.upload.fields)
            more["timeout"] = self._transfer_timeout
        elif call.json is not None:
            more["json"] = call.json
        return client.build_request(call.method, self.base_url + call.path, params=list(call.params) or None, **more)

    async def _exchange(self, info: RequestInfo, client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """The answer, following redirects of reads within the same origin; any other redirect is the answer."""
        failure: ApiError | None = None
        try:
            response = await client.send(request, stream=True)
            for _ in range(MAX_REDIRECTS):
                target = response.headers.get("location")
                if response.status_code not in REDIRECTS or request.method != "GET" or not target:
                    break
                url = request.url.join(target)
                if _origin(url) != _origin(request.url):
                    break
                await response.aclose()
                request = client.build_request("GET", url)
                response = await client.send(request, stream=True)
            return response
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _failure(info, error, self.base_url)
        raise failure


async def _chunks(info: RequestInfo, response: httpx.Response, base_url: str) -> AsyncGenerator[bytes, None]:
    failure: ApiError | None = None
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx.HTTPError as error:
        failure = _failure(info, error, base_url)
    if failure is not None:
        raise failure


_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class _KeyAuth(httpx.Auth):
    """Puts the key on requests to its own origin, and on no other."""

    def __init__(self, api_key: Secret, base_url: httpx.URL) -> None:
        self._api_key = api_key
        self._home = _origin(base_url)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if _origin(request.url) == self._home:
            request.headers["X-API-Key"] = self._api_key.get_secret_value()
        yield request


class _Counted:
    """A file that tells how much of it has been read by the multipart encoder."""

    def __init__(self, file: BinaryIO, on_sent: ByteProgress) -> None:
        self._file = file
        self._on_sent = on_sent
        self._total = file.seek(0, 2)
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._on_sent(self._file.tell(), self._total)
        return chunk

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def fileno(self) -> int:
        return self._file.fileno()


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _no_tls() -> ssl.SSLContext:
    """A context that trusts nobody: plain http needs none, and nothing else may use it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _failure(request: RequestInfo, error: httpx.HTTPError | httpx.InvalidURL, base_url: str) -> ApiError:
    """The typed failure of one attempt. `sent` is False only when the request surely never left this machine."""
    here = is_loopback(httpx.URL(base_url).host)
    way = "Is the server running on this machine?" if here else "Check the network."
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            failure: ApiError = TimedOut(
                f"No connection to ColdSend at {base_url} in time for {request}.", way, request=request
            )
        case httpx.TimeoutException():
            failure = TimedOut(f"ColdSend did not answer {request} in time.", "Try again.", request=request)
        case httpx.DecodingError():
            return BadBody(f"The answer to {request} cannot be decompressed.", "Try again.", request=request)
        case httpx.ProxyError():
            failure = Unreachable("The proxy does not let ColdSend through.", "Check HTTPS_PROXY.", request=request)
        case httpx.ConnectError():
            failure = Unreachable(
                f"ColdSend cannot be reached at {base_url}: {reason_of(error)}.", way, request=request
            )
        case _:
            failure = Unreachable(f"The connection broke during {request}.", "Try again.", request=request)
    if isinstance(failure, Unreachable):
        failure.sent = not isinstance(error, _UNSENT)
    return failure
