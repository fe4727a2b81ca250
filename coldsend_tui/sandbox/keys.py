"""API keys of the workspace: made and revoked, never stored (behaviour.md §2)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .world import World

PREFIX, LENGTH = "cs_live_", 40
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


class Keys:
    """The keys of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def first(self) -> str:
        """The key that comes with the workspace, all scopes, made from its seed."""
        digest = blake2b(f"first key {self._world.seed}".encode(), digest_size=LENGTH).digest()
        return PREFIX + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest)

    def create(self, scopes: Sequence[str], key: str | None = None) -> str:
        """A new key with these scopes; gives its text, which cannot be had again."""
        key = key or PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))
        self._world.db.execute(
            "INSERT INTO api_key (key_hash, scopes, created_at) VALUES (?, ?, ?)",
            (_hash(key), json.dumps(list(scopes)), self._world.now),
        )
        return key

    def look_up(self, key: str) -> list[str] | None:
        """The scopes of a key; None if it is unknown or revoked."""
        row = self._world.db.execute(
            "SELECT scopes FROM api_key WHERE key_hash = ? AND revoked_at IS NULL", (_hash(key),)
        ).fetchone()
        return [str(scope) for scope in json.loads(row["scopes"])] if row else None

    def revoke(self, key: str) -> None:
        """Make a key useless, at once and for good."""
        self._world.db.execute("UPDATE api_key SET revoked_at = ? WHERE key_hash = ?", (self._world.now, _hash(key)))


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()
