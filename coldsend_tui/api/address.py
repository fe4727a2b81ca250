"""Where the API is: which base URLs may be spoken to with a key."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from coldsend_tui.errors import ConfigError


def check_base_url(base_url: str) -> str:
    """The base URL, its scheme in lower case, without a trailing slash.

    ConfigError unless it is https, or plain http to this machine: the key would cross the network readable.
    """
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(
            "The base URL is not a URL.", "It looks like https://api.coldsend.pro/api/public/v1."
        ) from error
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(
            "The base URL is not an http address.", "It looks like https://api.coldsend.pro/api/public/v1."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ConfigError("The base URL may hold a host and a path, nothing else.", "Give the key separately.")
    if parts.scheme == "http" and not is_loopback(host):
        raise ConfigError(
            f"The API key is not sent over plain http to {host}.", "Use https; plain http is for this machine only."
        )
    return parts.geturl().rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
