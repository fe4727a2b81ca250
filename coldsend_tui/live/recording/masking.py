"""A copy of a recording that can be given away: no key, address, domain, name or text of the original is in it.

Structure, times, counts and states stay, and equal things stay equal, so that the copy plays as the original does. What is
not known here to be harmless is masked as free text: a column that a later version adds cannot slip through.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import RecordingError
from ...store.journal import START, digest
from ...store.rows import Difference
from . import lines
from .lines import Begin, Moment
from .masks import Mask, Masks
from .reading import Recording
from .tape import Tape

Treat = Callable[[Any], Any]


def export(recording: Recording, path: Path) -> None:
    """Write a masked copy to a new file. Raises RecordingError where it cannot be written; nothing is overwritten."""
    if os.path.lexists(path):
        raise RecordingError(f"{path} exists already.", "Give --masked the name of a new file.")
    tape = Tape.open(path)
    try:
        head = recording.head._replace(workspace="", profile="masked", masked=True)
        tape.write(lines.write(head))
        masker = Masker()
        for frame in recording.frames:
            if frame.opens:
                tape.write(lines.write(masker.begin(frame.session)))
            tape.write(lines.write(masker.moment(frame.session, frame.moment)))
    except OSError as error:
        path.unlink(missing_ok=True)
        raise RecordingError(f"Cannot write {path}: {error.strerror or error}.") from None
    finally:
        tape.close()


class Masker:
    """Masks the lines of one recording in their order."""

    def __init__(self) -> None:
        self._masks = Masks()
        self._columns = _treatments(self._masks)
        self._chain = START

    def begin(self, begin: Begin) -> Begin:
        """A session's beginning names nothing; the journal's chain begins again with it."""
        self._chain = START
        return begin

    def moment(self, session: Begin, moment: Moment) -> Moment:
        """The same moment, masked."""
        masks, said = self._masks, moment.line
        return moment._replace(
            feeds={masks.feed(name): how for name, how in moment.feeds.items()},
            rows=Difference(
                {name: self._rows(name, session.tables[name].columns, rows) for name, rows in moment.rows.rows.items()},
                {name: self._rows(name, session.tables[name].key, keys) for name, keys in moment.rows.gone.items()},
            ),
            line=said and said._replace(title=masks.text(said.title), message=masks.text(said.message)),
        )

    def _rows(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        known = self._columns.get(table, {})
        masked = []
        for row in rows:
            values = dict(zip(columns, row, strict=True))
            changed = {name: self._value(known.get(name), value, values) for name, value in values.items()}
            masked.append(tuple((self._chained(changed) if table == "journal" else changed).values()))
        return masked

    def _value(self, treat: Any, value: Any, row: Mapping[str, Any]) -> Any:
        if not isinstance(value, str):
            return value
        if isinstance(treat, dict):
            treat = treat.get(row.get("kind"))
        return (treat or self._masks.text)(value)

    def _chained(self, row: dict[str, Any]) -> dict[str, Any]:
        """A line of the journal in a chain of its own, so that the copy checks as whole where the original did."""
        held = digest(self._chain, row["entry"], row["intent"], row["line"])
        row = row | {"previous": self._chain, "hash": held}
        self._chain = held
        return row


def _treatments(masks: Masks) -> Mapping[str, Mapping[str, Any]]:
    """How each column of text is masked; what is not named is free text. A dict is by the `kind` of the row."""
    keep, id_, text = masks.keep, masks.id, masks.text
    name_of = {"campaign": masks.name("Campaign"), "sender": masks.email, "domain": masks.host}
    variant = (text, text, text, None)
    settings = {
        "timezone": masks.zone,
        "inboxes": _each((id_, masks.email, keep, keep)),
        "variants": _each(variant),
        "steps": lambda steps: [
            [number, keep(trigger), wait, _each(variant)(of)] for number, trigger, wait, of in steps
        ],
    }
    journal = {
        "profile": lambda _name: "masked",
        "action": keep,
        "object_kind": keep,
        "object_id": id_,
        "before": masks.state,
        "after": masks.state,
        "result": keep,
        "request_id": id_,
        "plan": _json(masks, {"id": id_}),
    }
    return {
        "campaign": {"id": id_, "name": masks.name("Campaign"), "status": keep},
        "campaign_settings": {
            "campaign_id": id_,
            "body": _json(masks, settings),
        },
        "quota": {"campaign_id": id_, "body": _json(masks, _each((id_, masks.email)))},
        "sender": {
            "id": id_,
            "email": masks.email,
            "display_name": masks.name("Person"),
            "kind": keep,
            "status": keep,
            "domain_id": id_,
            "domain": masks.host,
        },
        "domain": {"id": id_, "name": masks.host, "status": keep},
        "domain_setup": {"domain_id": id_, "body": _json(masks, None)},
        "timeline_day": {"day": _same},
        "fact": {"name": keep},
        "feed_state": {"name": masks.feed},
        "state": {"kind": keep, "id": id_, "status": keep},
        "config_change": {
            "kind": keep,
            "id": id_,
            "name": name_of,
            "what": masks.label,
            "before": masks.state,
            "after": masks.state,
        },
        "series": {"campaign_id": id_},
        "gauge": {"kind": keep, "id": id_, "measure": keep},
        "finding": {"rule": masks.rule, "object_id": id_, "object_kind": keep, "severity": keep},
        "quiet_finding": {"rule": masks.rule, "object_id": id_},
        "journal": {"entry": keep, "object_id": id_, "line": _json(masks, journal), "previous": _same, "hash": _same},
    }


def _same(value: Any) -> Any:
    return value


def _each(treats: Sequence[Mask | None]) -> Treat:
    """Rows whose first values have these masks; further ones are numbers."""

    def mask(rows: Any) -> Any:
        return rows and [
            [treat(value) if treat and isinstance(value, str) else value for treat, value in _paired(treats, row)]
            for row in rows
        ]

    return mask


def _paired(treats: Sequence[Mask | None], row: Sequence[Any]) -> list[tuple[Mask | None, Any]]:
    return list(zip([*treats, *[None] * len(row)], row, strict=False))


def _json(masks: Masks, treat: Treat | Mapping[str, Treat] | None) -> Mask:
    """JSON in a column: known parts by `treat`, every other text in it as free text."""

    def mask(text: str) -> str:
        try:
            body = json.loads(text)
        except ValueError:
            return masks.text(text)
        if isinstance(treat, Mapping) and isinstance(body, dict):
            body = {name: treat[name](part) if name in treat and part else deep(part) for name, part in body.items()}
        else:
            body = treat(body) if callable(treat) else deep(body)
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def deep(part: Any) -> Any:
        if isinstance(part, str):
            return masks.text(part)
        if isinstance(part, list):
            return [deep(one) for one in part]
        if isinstance(part, dict):
            return {name: deep(one) for name, one in part.items()}
        return part

    return mask
