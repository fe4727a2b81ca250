"""What a single value must look like. Each check returns the value to keep or raises `ValueError` with the end of a
sentence that begins with the key's name. No message repeats the value of a key that may be secret."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from urllib.parse import urlsplit

from coldsend_tui.secret import Secret
from coldsend_tui.text import safe

_ACCENT = re.compile(r"#[0-9a-fA-F]{6}")
_PROFILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def text(value: object) -> str:
    """Text with something in it."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text in quotes, and not empty")
    return value.strip()


def flag(value: object) -> bool:
    """`true` or `false`, without quotes."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")
    return value


def accent(value: object) -> str:
    """A colour as `#rrggbb`, in small letters."""
    if not isinstance(value, str) or not _ACCENT.fullmatch(value):
        raise ValueError('must be a colour like "#7fd4ff"')
    return value.lower()


def profile_name(value: object) -> str:
    """A name that can be typed after `--profile` and be part of a file name."""
    if not isinstance(value, str) or not _PROFILE_NAME.fullmatch(value):
        raise ValueError(
            "must be 1 to 40 letters, digits, dots, hyphens or underscores, beginning with a letter or digit"
        )
    return value


def path(value: object) -> Path:
    """A file, absolute or beginning with `~`."""
    result = Path(text(value)).expanduser()
    if not result.is_absolute():
        raise ValueError("must be an absolute path or begin with ~/")
    return result


def secret(value: object) -> Secret:
    """A key that fits into a request header: printable ASCII without spaces."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be text in quotes, and not empty")
    key = value.strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ValueError("has characters that no API key has (spaces, line breaks or letters beyond ASCII)")
    return Secret(key)


def base_url(value: object) -> str:
    """An https address, or plain http to this machine only, without a trailing slash."""
    url = text(value).rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("is not a web address") from None
    if parts.scheme not in ("http", "https") or not host or safe(url) != url or " " in url:
        raise ValueError("must be an address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not contain a user name or password")
    if parts.query or parts.fragment:
        raise ValueError("must not contain ? or #")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError(
            "must begin with https:// (plain http would send the API key unprotected; only to this machine it may)"
        )
    return url


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
