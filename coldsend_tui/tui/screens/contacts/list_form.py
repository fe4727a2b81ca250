"""The form of a saved list: while a filter is typed, whom it finds now is counted below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.timer import Timer
from textual.widgets import Input

from coldsend_tui.actions.contact_lists import DYNAMIC, STATIC
from coldsend_tui.errors import ColdSendError
from coldsend_tui.live import LiveSession
from coldsend_tui.live.browsing import contacts as browsing
from coldsend_tui.live.browsing.contacts import Preview
from coldsend_tui.ops import contact_query, wording
from coldsend_tui.ops.contact_query import Names
from coldsend_tui.people import ContactList
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import Line, line, wrap
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.widgets.paper import Paper

PAUSE = 0.4
"""Seconds without a key before the filter is counted: not a request for each letter."""
SHOWN = 5
GRAMMAR = 'signal:hot,engaged replied:yes campaign:"Q4 CFO" word'


class ListForm(Form):
    """Name, description, and for a DYNAMIC list its filter with a live count."""

    DEFAULT_CSS = "ListForm #preview { height: 7; }"

    def __init__(
        self, heading: str, fields: Sequence[Field], names: Names, taken: Sequence[str], session: LiveSession
    ) -> None:
        super().__init__(heading, fields, self._check)
        self._names, self._taken, self._session = names, {name.casefold() for name in taken}, session
        self._pause: Timer | None = None

    def on_mount(self) -> None:
        """Room for the count. (Textual calls the handler of `Form` too.)"""
        self.query_one(".dialog").mount(Paper(id="preview"), before=self.query_one("#form-error"))
        self.call_after_refresh(self._soon)

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Count once the typing pauses."""
        if event.input.id in ("field-filter", "field-kind"):
            self._soon()

    @property
    def kind(self) -> str:
        """STATIC or DYNAMIC, as it stands in the form."""
        return self.values().get("kind", DYNAMIC if any(one.name == "filter" for one in self.fields) else STATIC)

    def _soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._count)

    def _count(self) -> None:
        text = self.values().get("filter", "").strip()
        if self.kind != DYNAMIC:
            self._show([line(("a STATIC list holds who is put in", "muted"))])
        elif not text:
            self._show(wrap(f"such as {GRAMMAR}", 68, "muted"))
        else:
            self.run_worker(self._preview(text), group="preview", exclusive=True, exit_on_error=False)

    async def _preview(self, text: str) -> None:
        try:
            found = await browsing.preview(self._session, contact_query.parse_filter(text, self._names))
        except ColdSendError as error:
            self._show(wrap(f"{safe(error.message)} {safe(error.hint)}".strip(), 68, "warn"))
        else:
            self._show(_found(found))

    def _show(self, lines: list[Line]) -> None:
        if self.is_mounted and self.query("#preview"):
            self.query_one("#preview", Paper).show(lines)

    def _check(self, values: Mapping[str, str]) -> dict[str, str]:
        name = " ".join(values["name"].split())
        if not name:
            return {"name": "a list needs a name"}
        if name.casefold() in self._taken:
            return {"name": "a list of that name exists already"}
        if self.kind == DYNAMIC and "filter" in values:
            try:
                if not contact_query.parse_filter(values["filter"], self._names):
                    return {"filter": "a DYNAMIC list needs a filter"}
            except ColdSendError as error:
                return {"filter": f"{error.message} {error.hint}".strip()}
        return {}


def _found(found: Preview) -> list[Line]:
    total = "the API did not count them" if found.total is None else wording.plural(found.total, "person", "people")
    lines = [line((total, "title"), (" now", "muted"))]
    lines += [
        line((f"  {safe(one.email)}", ""), (f"  {safe(one.signal).lower()}", "faint")) for one in found.sample[:SHOWN]
    ]
    more = (found.total or 0) - min(SHOWN, len(found.sample))
    return [*lines, line((f"  and {more:,} more", "faint"))] if more > 0 else lines


def fields_of(row: ContactList | None, names: Names, marked: int) -> list[Field]:
    """The fields of a new list (None) or of one that is edited: its type stays."""
    about = "what it is for" if row is None else ""
    fields = [Field("name", "Name", safe(row.name) if row else "")]
    if row is None:
        kinds = (STATIC, DYNAMIC) if marked else (DYNAMIC, STATIC)
        members = f" · {wording.plural(marked, 'marked person', 'marked people')} for a STATIC one" if marked else ""
        fields.append(Field("kind", f"Type{members}", kinds[0], choices=kinds))
    fields.append(Field("description", "Description", safe(row.description) if row else "", about))
    if row is None or row.kind == DYNAMIC:
        text = contact_query.spelled(row.filter, names) if row else ""
        fields.append(Field("filter", "Filter", safe(text), "of a DYNAMIC list: who passes it is in the list"))
    return fields
