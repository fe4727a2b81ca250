"""`x` and `:export`: what is shown goes to a file; long lists page by page, within the budget, with their progress."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.export import FORMATS, KINDS, ExportFile, Head, Read, fields_of, writer
from coldsend_tui.live import feeds
from coldsend_tui.ops import wording

if TYPE_CHECKING:
    from coldsend_tui.live.pages import ReadPage
    from coldsend_tui.tui.app import ConsoleApp

SLICE = 500
"""Rows written at once, in a thread."""


class Shown(NamedTuple):
    """What a screen shows and would export: rows in their order, or (`pages`) how they are read, `total` of them if known.

    `kind` is one of `export.KINDS`. `only` are the ids of marked rows where not all of them are held: the others are left
    out. `columns` are the keys of those in sight, `narrowed` the filter in words.
    """

    kind: str
    rows: Sequence[Read] = ()
    columns: tuple[str, ...] | None = None
    narrowed: str = ""
    pages: ReadPage[Any] | None = None
    total: int | None = None
    only: frozenset[str] = frozenset()
    marked: int = 0

    @property
    def words(self) -> str:
        """`23 campaigns`, `3 marked campaigns`, `leads`."""
        number = self.marked or (len(self.rows) if self.pages is None else self.total)
        what = f"marked {self.kind}" if self.marked else self.kind
        return what if number is None else f"{wording.count(number)} {what}"


@dataclass
class Exporting:
    """One export while it goes on: rows written of those there are, and why it ended. `on_change` is told of each step.

    `given_up`: the operator was told that leaving ends it, and did not look at it since.
    """

    words: str
    path: Path
    total: int | None
    began: float
    done: int = 0
    written: int = 0
    running: bool = True
    said: str = ""
    given_up: bool = False
    on_change: Callable[[], None] = field(default=lambda: None)

    def rate(self, now: float) -> float | None:
        """Rows a second so far; `now` by the same monotonic clock."""
        return self.done / (now - self.began) if self.done and now > self.began else None


def suggested(app: ConsoleApp, kind: str) -> Path:
    """A name beside where the console was started, without an ending: the format gives it."""
    return Path.cwd() / f"coldsend-{app.state.launch.profile}-{kind}-{app.state.clock.real():%Y%m%dT%H%M%SZ}"


def ask(app: ConsoleApp) -> None:
    """Ask for format, columns and path; an export that goes on is shown instead."""
    from coldsend_tui.tui.modals.form import Field as Asked
    from coldsend_tui.tui.modals.form import Form

    if app.exporting is not None and app.exporting.running:
        show_progress(app, app.exporting)
        return
    shown = _shown(app)

    def check(values: Mapping[str, str]) -> dict[str, str]:
        path = _ended(values["path"], values["format"])
        return {"path": f"{path} is there already"} if path.exists() else {}

    def answered(values: dict[str, str] | None) -> None:
        if values is None:
            app.state.say("export: cancelled, nothing was written")
        else:
            begin(app, shown, values["format"], values["path"], every=values["columns"] == "all")

    asked = (
        Asked("format", "Format", "csv", choices=tuple(FORMATS)),
        Asked("columns", "Columns", "all", choices=("all", "shown")),
        Asked("path", "File", str(suggested(app, shown.kind)), "the ending is added"),
    )
    app.push_screen(
        Form(f"Export {shown.words} of {app.state.launch.profile}", asked, check, then="writes the file"), answered
    )


def typed(app: ConsoleApp, text: str) -> None:
    """`[KIND] [csv [PATH]]`, `cancel`. Raises `UsageError`."""
    if text.strip() == "cancel":
        cancel(app)
    elif not text.strip():
        ask(app)
    else:
        wanted = understood(text)
        shown = _shown(app) if wanted.kind is None else of_kind(app, wanted.kind)
        begin(app, shown, wanted.form, wanted.path or str(suggested(app, shown.kind)))


class Wanted(NamedTuple):
    """What was typed: a kind (None: what is shown), a format, a path ("": beside where the console was started)."""

    kind: str | None
    form: str
    path: str


def understood(text: str) -> Wanted:
    """Raises `UsageError`, with the nearest word, for one that is neither a kind nor a format."""
    first, _, rest = text.strip().partition(" ")
    kind = first if first in KINDS else None
    if kind is not None:
        first, _, rest = rest.strip().partition(" ")
    if first and first not in FORMATS:
        from difflib import get_close_matches

        known = [*FORMATS] if kind else [*KINDS, *FORMATS]
        near = get_close_matches(first, known, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"{first} is no {'format' if kind else 'kind and no format'}.", f"{meant}Known are {', '.join(known)}."
        )
    return Wanted(kind, first or "csv", rest.strip())


def of_kind(app: ConsoleApp, kind: str) -> Shown:
    """Everything of a kind, whatever is on screen; on its own screen, what that shows. Raises `UsageError`."""
    here = app.place.exports() if app.place else None
    if here is not None and here.kind == kind:
        return here
    state = app.state
    match kind:
        case "campaigns" | "senders" | "domains":
            return Shown(kind, [read_of(row, None) for row in getattr(state.workspace, kind)])
        case "findings":
            at = state.fetched_at(feeds.ANALYTICS)
            return Shown(kind, [read_of(row, at) for row in state.verdict.findings])
        case "timeline":
            at = max(filter(None, map(state.fetched_at, map(feeds.timeline, (7, 30, 90)))), default=None)
            return Shown(kind, [read_of(row, at) for row in state.store.timeline()])
    if state.session is None or kind not in ("replies", "contacts", "lists"):
        raise UsageError(f"{kind} are not at hand here.", "Open their screen, then :export csv.")
    from coldsend_tui.live.browsing import contacts, replies

    pages: dict[str, ReadPage[Any]] = {
        "replies": replies.UnreadFirst(state.session, replies.Wanted()),
        "contacts": contacts.reader(state.session, {}),
        "lists": contacts.lists_reader(state.session),
    }
    return Shown(kind, pages=pages[kind])


def cancel(app: ConsoleApp) -> None:
    """End the export that goes on; nothing of it remains."""
    if app.exporting is None or not app.exporting.running:
        app.state.say("no export is under way")
        return
    app.workers.cancel_group(app, "export")


def begin(app: ConsoleApp, shown: Shown, form: str, path: str, *, every: bool = True) -> None:
    """Write what is shown. `every`: all columns instead of those in sight."""
    if app.exporting is not None and app.exporting.running:
        raise UsageError("An export is under way.", "x shows it, :export cancel ends it.")
    now = app.state.clock.monotonic()
    total = shown.total if shown.pages is not None else len(shown.rows)
    app.exporting = run = Exporting(shown.words, _ended(path, form), total, now)
    fields = fields_of(shown.kind, None if every else shown.columns)
    head = Head(shown.kind, app.state.launch.profile, app.state.clock.real(), shown.narrowed)
    app.run_worker(
        _run(app, shown, run, writer(form, head, fields)), name="export", group="export", exit_on_error=False
    )
    if shown.pages is not None:
        show_progress(app, run)


def show_progress(app: ConsoleApp, run: Exporting) -> None:
    """Open how far it is; leaving it stops nothing."""
    from coldsend_tui.tui.modals.export_progress import ExportProgress

    run.given_up = False
    app.push_screen(ExportProgress(run), lambda answer: cancel(app) if answer == "cancel" else None)


async def _run(app: ConsoleApp, shown: Shown, run: Exporting, made: Any) -> None:
    state = app.state
    level = "error"
    try:
        with ExportFile(run.path) as file:
            file.write(made.begin())
            if shown.pages is None:
                for at in range(0, len(shown.rows), SLICE):
                    piece = shown.rows[at : at + SLICE]
                    file.write(await asyncio.to_thread(made.rows, piece))
                    _moved(run, len(piece), at + len(piece), len(shown.rows))
            else:
                await _walk(app, shown, run, made, file)
            file.write(made.end())
        run.said, level = f"{wording.count(run.written)} {shown.kind} are in {run.path}", "done"
    except ColdSendError as error:
        run.said = f"export: {error} Nothing was written."
    except asyncio.CancelledError:
        run.said, level = f"export: cancelled after {wording.count(run.done)} rows, nothing was written", "warn"
        raise
    finally:
        run.running = False
        run.on_change()
        state.say(run.said or "export: broken off, nothing was written", level)


async def _walk(app: ConsoleApp, shown: Shown, run: Exporting, made: Any, file: ExportFile) -> None:
    from coldsend_tui.live.browsing.everything import every_page

    assert shown.pages is not None
    async for stretch in every_page(shown.pages, app.state.clock):
        rows = [row for row in stretch.rows if not shown.only or row.id in shown.only]
        file.write(await asyncio.to_thread(made.rows, [Read(row, stretch.at) for row in rows]))
        _moved(run, len(rows), stretch.done, stretch.total)
        if shown.only and run.written >= len(shown.only):
            return


def _moved(run: Exporting, rows: int, done: int, total: int) -> None:
    run.written, run.done, run.total = run.written + rows, done, total
    run.on_change()


def _shown(app: ConsoleApp) -> Shown:
    shown = app.place.exports() if app.place else None
    if shown is None or (shown.pages is None and not shown.rows):
        raise UsageError("Nothing is shown that could be exported.", "Lists and Analytics can be.")
    return shown


def _ended(path: str, form: str) -> Path:
    given = Path(path.strip()).expanduser()
    return given if given.suffix in (".csv", ".json", ".toml") else given.with_name(f"{given.name}.{form}")


def read_of(row: Any, at: datetime | None) -> Read:
    """A row with the time it was read: its own, else `at`."""
    return Read(row, getattr(row, "seen_at", None) or at)
