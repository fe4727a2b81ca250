"""UUIDs that are computed, not stored: the same seed, kind and row always give the same one.

A UUID here is a sealed box (a synthetic-IV cipher over BLAKE2b): its first half is a keyed tag over (kind, row), its second half holds
kind and row under a mask made from that tag. So an id can be opened again without an index, and an id of another kind, of
another workspace, or made up, does not open. Version and variant bits are those of a random UUID (version 4).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

KINDS = (
    "campaign", "variant", "sequence", "lead", "batch", "inbox", "domain", "redirect", "contact", "list", "tag", "thread", "message",
    "mail", "click", "branch", "node", "main_node", "step_node", "main_edge", "node_edge", "enrollment", "job", "user", "team", "key",
)  # fmt: skip
_CODES = {kind: code for code, kind in enumerate(KINDS)}
_VERSION_MASK = 0xFFFFFFFFFFFF0FFF
_VERSION_4 = 0x4000
_PAYLOAD_MASK = (1 << 56) - 1


class Ids:
    """The ids of one workspace."""

    def __init__(self, seed: int) -> None:
        self._tagging = blake2b(digest_size=8, key=b"tag" + str(seed).encode())
        self._masking = blake2b(digest_size=8, key=b"mask" + str(seed).encode())
        # Lists are asked for over and over, and the analytics of all campaigns with them: 10,000 campaigns and some leads.
        self.uid = lru_cache(maxsize=1 << 14)(self._uid)

    def _uid(self, kind: str, rowid: int) -> str:
        """The UUID of a row, in its canonical text form."""
        payload = _CODES[kind] << 48 | rowid
        tag, last = self._seal(payload)
        text = f"{tag:016x}{last:016x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def rowid(self, kind: str, text: str) -> int | None:
        """The row that a UUID of this kind stands for, or None if it is not one of this workspace's. The row may be gone."""
        digits = text.replace("-", "")
        if len(digits) != 32:
            return None
        try:
            tag, last = int(digits[:16], 16), int(digits[16:], 16)
        except ValueError:
            return None
        payload = (last ^ self._mask(tag)) & _PAYLOAD_MASK
        if payload >> 48 != _CODES[kind] or self._seal(payload) != (tag, last):
            return None
        return payload & 0xFFFFFFFFFFFF

    def _seal(self, payload: int) -> tuple[int, int]:
        digest = self._tagging.copy()
        digest.update(payload.to_bytes(8))
        tag = int.from_bytes(digest.digest()) & _VERSION_MASK | _VERSION_4
        mask = self._mask(tag)
        return tag, 0b10 << 62 | mask >> 58 << 56 | (payload ^ mask) & _PAYLOAD_MASK

    def _mask(self, tag: int) -> int:
        digest = self._masking.copy()
        digest.update(tag.to_bytes(8))
        return int.from_bytes(digest.digest())
