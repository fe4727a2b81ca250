"""New sender accounts as somebody describes them, what is wrong with them, and what providers' servers are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from coldsend_tui.ops.addresses import address_fault, host_fault, prefix_fault
from coldsend_tui.secret import Secret

LONGEST_TEXT: Final = 255
"""Characters of a display name, a host, a user name [docs: sender-accounts/smtp]."""
HIGHEST_PORT: Final = 65_535
CAUTIOUS_LIMIT: Final = 20
"""Mails a day of a new account with its own servers, unless told otherwise (behaviour.md §19.8)."""


class Preset(NamedTuple):
    """A provider's servers and the highest daily limit it allows [docs: /sender-accounts/providers]."""

    kind: str
    label: str
    smtp_host: str
    smtp_port: int
    imap_host: str
    imap_port: int
    most_a_day: int
    advice: str


PRESETS: Final[Mapping[str, Preset]] = {
    "google": Preset(
        "GOOGLE_WORKSPACE", "Google Workspace", "smtp.gmail.com", 587, "imap.gmail.com", 993, 2_000,
        "an app password of 16 letters, not the one you log in with",
    ),
    "microsoft": Preset(
        "OUTLOOK_365", "Microsoft 365", "smtp.office365.com", 587, "outlook.office365.com", 993, 5_000,
        "an app password; SMTP AUTH must be allowed for the mailbox",
    ),
    "smtp": Preset("CUSTOM_SMTP", "custom SMTP", "", 587, "", 993, 100_000, "the mailbox's own, or an app password"),
}  # fmt: skip
NATIVE: Final = "native"


def preset_of(word: str) -> Preset | None:
    """The preset that `google`, `GOOGLE_WORKSPACE`, `microsoft`, `outlook_365`, `smtp`, `custom` … stands for."""
    name = word.strip().lower().replace("-", "_").replace(" ", "_")
    name = {"custom": "smtp", "outlook": "microsoft", "office365": "microsoft", "gmail": "google"}.get(name, name)
    return PRESETS.get(name) or next((preset for preset in PRESETS.values() if preset.kind.lower() == name), None)


class NativeAccount(NamedTuple):
    """A managed inbox to be made on a domain."""

    domain_id: str
    domain: str
    prefix: str
    display_name: str

    @property
    def email(self) -> str:
        """Its address."""
        return f"{self.prefix.strip().lower()}@{self.domain}"


class SmtpAccount(NamedTuple):
    """A mailbox with its own servers. The passwords do not print themselves. Without `imap_host` replies are not read."""

    kind: str
    email: str
    display_name: str
    smtp_host: str
    smtp_port: int
    smtp_username: str
    smtp_password: Secret
    imap_host: str
    imap_port: int
    imap_username: str
    imap_password: Secret
    daily_limit: int
    use_tls: bool = True
    use_ssl: bool = True

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """Its passwords."""
        return (self.smtp_password, self.imap_password)


def native_faults(prefix: str, display_name: str) -> dict[str, str]:
    """What is wrong with a managed inbox, by field."""
    found = {"prefix": prefix_fault(prefix.strip()), "display_name": _text_fault(display_name, "a display name")}
    return {field: fault for field, fault in found.items() if fault}


def smtp_faults(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a mailbox with its own servers, by field; `values` are texts as they were typed.

    Fields: type, email, display_name, smtp_host, smtp_port, smtp_username, smtp_password, imap_host, imap_port,
    imap_username, imap_password, daily_limit, smtp_use_tls, imap_use_ssl. What the type or the address implies may be empty.
    """
    preset = preset_of(values.get("type", "smtp"))
    if preset is None:
        return {"type": f"{values.get('type', '')} is no type; google, microsoft, smtp and native are"}
    full = completed(values, preset)
    found = {
        "email": address_fault(full["email"]),
        "display_name": _text_fault(full["display_name"], "a display name"),
        "smtp_host": _host(full["smtp_host"]),
        "smtp_port": _number_fault(full["smtp_port"], HIGHEST_PORT),
        "smtp_username": _text_fault(full["smtp_username"], "a user name"),
        "smtp_password": "" if full["smtp_password"] else f"a password is needed: {preset.advice}",
        "daily_limit": _number_fault(full["daily_limit"], preset.most_a_day),
        "smtp_use_tls": _truth_fault(full["smtp_use_tls"]),
        "imap_use_ssl": _truth_fault(full["imap_use_ssl"]),
    }
    if full["imap_host"]:
        found |= {
            "imap_host": _host(full["imap_host"]),
            "imap_port": _number_fault(full["imap_port"], HIGHEST_PORT),
            "imap_username": _text_fault(full["imap_username"], "a user name"),
        }
    return {field: fault for field, fault in found.items() if fault}


def completed(values: Mapping[str, str], preset: Preset) -> dict[str, str]:
    """`values` with what the provider and the address imply: hosts, ports, the address as user name, one password for both."""
    own = {name: value if name.endswith("password") else value.strip() for name, value in values.items()}
    email = own.get("email", "").lower()
    user = own.get("smtp_username") or email
    password = own.get("smtp_password", "")
    implied = {
        "email": email, "display_name": "", "smtp_host": preset.smtp_host, "smtp_port": str(preset.smtp_port),
        "smtp_username": user, "smtp_password": password, "imap_host": preset.imap_host, "imap_port": str(preset.imap_port),
        "imap_username": user, "imap_password": password, "daily_limit": str(CAUTIOUS_LIMIT), "smtp_use_tls": "yes",
        "imap_use_ssl": "yes",
    }  # fmt: skip
    return implied | {name: value for name, value in own.items() if value} | {"email": email}


def smtp_account(values: Mapping[str, str]) -> SmtpAccount:
    """The account of values in which `smtp_faults` found nothing."""
    preset = preset_of(values.get("type", "smtp")) or PRESETS["smtp"]
    full = completed(values, preset)
    imap = bool(full["imap_host"])
    return SmtpAccount(
        kind=preset.kind,
        email=full["email"],
        display_name=full["display_name"],
        smtp_host=full["smtp_host"],
        smtp_port=int(full["smtp_port"]),
        smtp_username=full["smtp_username"],
        smtp_password=Secret(full["smtp_password"]),
        imap_host=full["imap_host"],
        imap_port=int(full["imap_port"]) if imap else 0,
        imap_username=full["imap_username"] if imap else "",
        imap_password=Secret(full["imap_password"] if imap else ""),
        daily_limit=int(full["daily_limit"]),
        use_tls=truth(full["smtp_use_tls"]) is not False,
        use_ssl=truth(full["imap_use_ssl"]) is not False,
    )


def truth(text: str) -> bool | None:
    """yes, true, 1, on, and their opposites; None for anything else."""
    word = text.strip().lower()
    return (
        True if word in ("yes", "true", "1", "on", "y") else False if word in ("no", "false", "0", "off", "n") else None
    )


def _truth_fault(text: str) -> str:
    return "" if truth(text) is not None else f"{text} is neither yes nor no"


def _host(text: str) -> str:
    return host_fault(text) if text else "the name of the server is needed"


def _text_fault(text: str, what: str) -> str:
    if not text.strip():
        return f"{what} is needed"
    return "" if len(text) <= LONGEST_TEXT else f"it has {len(text)} characters, {LONGEST_TEXT} are allowed"


def _number_fault(text: str, most: int) -> str:
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most
    return "" if fits else f"a whole number from 1 to {most:,} is needed"
