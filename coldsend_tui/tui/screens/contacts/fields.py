"""The form of a contact's fields, and what of it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coldsend_tui.people import Contact
from coldsend_tui.text import safe
from coldsend_tui.tui.modals.form import Field, Form

NAMES = {"first_name": "First name", "last_name": "Last name", "company": "Company"}


def form(row: Contact) -> Form:
    """First and last name, company, own fields as `key: value` lines."""
    fields = [Field(name, label, safe(getattr(row, name))) for name, label in NAMES.items()]
    own = "\n".join(f"{key}: {value}" for key, value in _shown(row).items())
    fields.append(
        Field("custom", "Own fields", own, "key: value, one a line; a line taken away removes its key", rows=8)
    )
    return Form(f"Edit {safe(row.email)}", fields, check)


def _shown(row: Contact) -> dict[str, str]:
    """Own fields that can stand in one line of the form; others are left as they are."""
    return {
        key: safe(value) for key, value in row.custom.items() if key == safe(key) and ":" not in key and key.strip()
    }


def parse(text: str) -> dict[str, str]:
    """Own fields of the form."""
    lines = (line for line in text.split("\n") if line.strip())
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def check(values: Mapping[str, str]) -> dict[str, str]:
    """What cannot be understood."""
    wrong = next(
        (line for line in values["custom"].split("\n") if line.strip() and not line.partition(":")[0].strip()), None
    )
    missing = next((line for line in values["custom"].split("\n") if line.strip() and ":" not in line), None)
    bad = wrong or missing
    return {"custom": f"write key: value, not {bad.strip()}"} if bad else {}


def changes(row: Contact, values: Mapping[str, str]) -> dict[str, Any]:
    """The merge patch: only what differs from what the form showed."""
    patch: dict[str, Any] = {
        name: values[name].strip() or None for name in NAMES if values[name] != safe(getattr(row, name))
    }
    before, after = _shown(row), parse(values["custom"])
    own = {key: value or None for key, value in after.items() if before.get(key, "").strip() != value}
    own |= {key: None for key in before if key not in after}
    return patch | ({"custom_fields": own} if own else {})
