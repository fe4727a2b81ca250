"""Scope grammar: `resource:action`, `resource:all` for a whole resource, `*` for everything (behaviour.md §2 `[docs]`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from coldsend_tui.sandbox.rules.operations import OPERATIONS

EVERYTHING: Final = "*"
KNOWN: Final = frozenset(operation.scope for operation in OPERATIONS.values() if operation.scope)
"""Every scope some operation asks for."""

GRANTABLE: Final = KNOWN | {f"{scope.split(':')[0]}:all" for scope in KNOWN} | {EVERYTHING}
"""Every scope a key may be given."""


def allows(granted: Iterable[str], needed: str) -> bool:
    """Whether a key holding `granted` may call an operation that needs the scope `needed`."""
    held = set(granted)
    return bool(held & {EVERYTHING, f"{needed.split(':')[0]}:all", needed})
