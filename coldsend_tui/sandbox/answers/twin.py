"""Flat answers and their twin inside one key (behaviour.md §19.5).

The docs show flat objects (`campaign_id`, `name` …); the vendor's client reads `campaign.id`, `domain.domain_name`,
`inbox.email_address`, `lead.company`. Assumed: flat. The twin stands beside the flat fields and is whole, so that a client
which unwraps it loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

OUTDATED_NAMES: Final = {"campaign": {"daily_limit": "daily_limit_per_inbox"}}
"""Names the vendor's client reads inside a twin → where the value stands in the flat object `[client]`."""


def with_twin(answer: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The flat `answer` with all of it once more under `name`, where `<name>_id` is also called `id`."""
    aliases = {old: answer[new] for old, new in OUTDATED_NAMES.get(name, {}).items() if new in answer}
    return {**answer, name: {"id": answer[f"{name}_id"], **aliases, **answer}}
