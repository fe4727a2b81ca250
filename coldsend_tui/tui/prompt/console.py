"""`:goto campaign "Q4 CFO"`, `:theme nord`, `:journal verify`, `:scopes`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coldsend_tui.errors import ColdSendError, UsageError
from coldsend_tui.ops import lookup
from coldsend_tui.tui.commands import Command, Offer, Preview
from coldsend_tui.tui.console import Console
from coldsend_tui.tui.places import PLACES
from coldsend_tui.tui.prompt.stopping import named_offers

if TYPE_CHECKING:
    from coldsend_tui.tui.app import ConsoleApp

_GROUP = "Typed after :"
_SCREENS = tuple(place.name for place in PLACES)


def _goto(app: ConsoleApp, text: str) -> None:
    kind, _, name = text.strip().partition(" ")
    if kind in _SCREENS:
        app.go(kind)
    elif kind in lookup.KINDS:
        row = lookup.find(kind, name, app.state.workspace)
        app.open_object("sender" if kind == "inbox" else kind, row.id)
    else:
        raise UsageError(
            f"{kind or 'Nothing'} is no place.", "Write a screen, or campaign, inbox or domain with a name."
        )


def _goto_preview(state: Console, text: str) -> Preview:
    kind, space, name = text.strip().partition(" ")
    if not space:
        return Preview("a screen, or campaign, inbox, domain with a name")
    try:
        return Preview(f"opens {lookup.find(kind, name, state.workspace).name}")
    except ColdSendError as error:
        return Preview(str(error), wrong=True)


def _themes() -> Sequence[str]:
    from coldsend_tui.tui import themes

    return themes.names()


def _theme_offers(_state: Console, text: str) -> list[Offer]:
    return [Offer(name) for name in _themes() if name.startswith(text.strip()) and name != text.strip()]


def _theme(app: ConsoleApp, text: str) -> None:
    name = text.strip()
    if name not in _themes():
        from difflib import get_close_matches

        near = get_close_matches(name, list(_themes()), n=1, cutoff=0.4)
        raise UsageError(f'There is no theme "{name}".', f'Did you mean "{near[0]}"?' if near else "Tab lists them.")
    app.choose_theme(name)


_JOURNAL = {
    "verify": "check the hash chain",
    "resume": "verify what has no result, then plan the rest",
    "leave": "do not offer the rest of broken-off writes any more",
    "export ": "2h markdown: a time span as an incident timeline, or jsonl",
}


def _journal_offers(_state: Console, text: str) -> list[Offer]:
    return [Offer(word, about) for word, about in _JOURNAL.items() if word.startswith(text) and word != text]


def _journal(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import journalling, recovering

    word, _, more = text.strip().partition(" ")
    match word:
        case "":
            app.go("journal")
        case "verify":
            journalling.check_chain(app)
        case "resume":
            recovering.resume(app)
        case "leave":
            recovering.leave(app)
        case "export":
            journalling.export(app, more)
        case _:
            raise UsageError(f"The journal knows no {word}.", f"It knows {', '.join(_JOURNAL).replace(' ,', ',')}.")


def _scopes(app: ConsoleApp, _text: str) -> None:
    state = app.state
    if state.granted is None:
        state.say("nothing is known of the key's scopes: the server tells them when it refuses something")
        return
    said = ", ".join(state.granted) or "none"
    state.learn_scopes(None)
    state.say(f"the key had {said}; forgotten, the next write asks the server again")


def _export(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import exporting

    exporting.typed(app, text)


def _export_offers(_state: Console, text: str) -> list[Offer]:
    from coldsend_tui.export import KINDS

    forms = {"csv": "for spreadsheets", "json": "for programs", "toml": "for people"}
    before, space, last = text.rpartition(" ")
    words = forms if before in KINDS else {} if before else {**forms, **_EXPORTED, "cancel": "end the one under way"}
    return [
        Offer(before + space + word, about) for word, about in words.items() if word.startswith(last) and word != last
    ]


_EXPORT_TAKES = "a kind, a format, a path; enter alone asks"
_EXPORTED = {
    "campaigns": "all, or those in sight on their own screen",
    **dict.fromkeys(("senders", "domains", "findings", "timeline"), "as they were last read"),
    **dict.fromkeys(("replies", "contacts", "lists"), "all, read page by page"),
}


def _export_preview(state: Console, text: str) -> Preview:
    from coldsend_tui.tui import exporting

    if not text.strip():
        return Preview(_EXPORT_TAKES)
    if text.strip() == "cancel":
        return Preview("ends the export under way")
    try:
        wanted = exporting.understood(text)
    except ColdSendError as error:
        return Preview(_EXPORT_TAKES) if _export_offers(state, text) else Preview(str(error), wrong=True)
    what = wanted.kind or "what is shown"
    return Preview(f"writes {what} as {wanted.form} to {wanted.path or 'a new file where the console was started'}")


def _profile(app: ConsoleApp, text: str) -> None:
    from coldsend_tui.tui import switching

    if text.strip():
        switching.switch(app, text.strip())
    else:
        switching.open_portfolio(app)


def _profile_offers(state: Console, text: str) -> list[Offer]:
    others = state.launch.workspaces.names if state.launch.workspaces else ()
    here = state.launch.profile
    return [Offer(name, "open now" if name == here else "") for name in others if text.strip() in name and name != text]


def _portfolio(app: ConsoleApp, _text: str) -> None:
    from coldsend_tui.tui import switching

    switching.open_portfolio(app)


COMMANDS = (
    Command(
        "goto", "", "goto", "Go to a screen, a campaign, an inbox or a domain", group=_GROUP, takes="PLACE", run=_goto,
        offers=lambda state, text: named_offers(state, text, (*lookup.KINDS, *_SCREENS)), preview=_goto_preview,
    ),
    Command(
        "profile", "", "profile", "Switch to another workspace", group=_GROUP, takes="[NAME]", run=_profile,
        offers=_profile_offers,
    ),
    Command("portfolio_", "", "portfolio", "All workspaces, worst first", group=_GROUP, run=_portfolio),
    Command("theme", "", "theme", "Change the colours", group=_GROUP, takes="NAME", run=_theme, offers=_theme_offers),
    Command(
        "journal", "", "journal", "Check, export, resume: what the journal can do", group=_GROUP, takes="[WHAT]",
        run=_journal, offers=_journal_offers,
    ),
    Command(
        "export_as", "", "export", "Export what is shown, or a kind: csv, json or toml, and a path", group=_GROUP,
        takes="[KIND] [FORMAT [PATH]]", run=_export, offers=_export_offers, preview=_export_preview,
    ),
    Command("scopes", "", "scopes", "What the key may do, and forget it", group=_GROUP, run=_scopes),
)  # fmt: skip
