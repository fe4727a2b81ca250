"""The words of one mail, rendered for its lead when somebody wants to read them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import unescape
from sqlite3 import Connection, Row
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from .template import render

_TAG = re.compile(r"<[^>]+>")
_BREAK = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)


class RenderedMail(NamedTuple):
    """A mail as it was read. `html` is None for plain text."""

    subject: str
    text: str
    html: str | None
    content_type: str


class _Template(NamedTuple):
    subject: str | None
    body: str
    content_type: str


def rendered_mail(db: Connection, mail: Sequence[Any], first: Sequence[Any] | None = None) -> RenderedMail:
    """Render a mail from its row (columns in the order of the table).

    `first`: the row of the first mail to the same lead, whose subject a follow-up without its own goes on with; read from the
    database unless it is given.
    """
    _, campaign_id, lead_id, _, step, node_id, variant_id, variant_index, sent_at = mail[:9]
    lead = db.execute("SELECT * FROM lead WHERE id = ?", (lead_id,)).fetchone()
    campaign = db.execute("SELECT timezone FROM campaign WHERE id = ?", (campaign_id,)).fetchone()
    template = _template(db, variant_id, node_id, variant_index)
    local = datetime.fromtimestamp(sent_at, UTC).astimezone(ZoneInfo(campaign["timezone"]))
    values = lead_values(lead)

    def fill(text: str, salt: int) -> str:
        return render(
            text,
            values,
            sent_at=local,
            choose=lambda place, n: _mixed(lead_id * 7919 + place * 104729 + salt + step * 31) % n,
        )

    subject = fill(template.subject or "", 0)
    if not template.subject and step != 1:
        first = first or db.execute("SELECT * FROM mail WHERE lead_id = ? AND step = 1", (lead_id,)).fetchone()
        subject = f"Re: {rendered_mail(db, tuple(first)).subject}" if first is not None else ""
    body = fill(template.body, 1)
    html = None if template.content_type == "plaintext" else body
    return RenderedMail(subject, body if html is None else plain_text(body), html, template.content_type)


def lead_values(lead: Row) -> dict[str, str]:
    """What the variables of a template stand for. Custom fields carry no prefix; `title` fills `job_title` (behaviour.md §19.16)."""
    values = {str(k): "" if v is None else str(v) for k, v in json.loads(lead["custom_fields"]).items()}
    for name in ("email", "first_name", "last_name", "company"):
        values[name] = lead[name] or ""
    values["job_title"] = lead["title"] or values.get("job_title", "")
    values["title"] = lead["title"] or ""
    return values


def plain_text(html: str) -> str:
    """The text of an HTML body, with its line breaks."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()


def _mixed(number: int) -> int:
    """The number with its bits stirred: what is drawn at one place says nothing of the next."""
    for _ in range(2):
        number = (number ^ number >> 16) * 0x45D9F3B & 0xFFFFFFFF
    return number ^ number >> 16


def _template(db: Connection, variant_id: int | None, node_id: int | None, variant_index: int | None) -> _Template:
    if variant_id is not None:
        row = db.execute("SELECT * FROM variant WHERE id = ?", (variant_id,)).fetchone()
        return _Template(row["subject_template"], row["email_content"], row["content_type"])
    row = db.execute("SELECT variants FROM branch_node WHERE id = ?", (node_id,)).fetchone()
    variants = json.loads(row["variants"])
    variant = variants[min(variant_index or 0, len(variants) - 1)]
    html = variant.get("html_body")
    return _Template(variant.get("subject"), html or variant.get("body") or "", "html" if html else "plaintext")
