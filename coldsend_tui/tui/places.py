"""The top-level screens in the order of their digits; each module is imported when it is first opened."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

from textual.screen import Screen


class PlaceSpec(NamedTuple):
    """One top-level screen: its mode, its key, its label, its class and whether it has a style sheet that is read after the first frame."""

    name: str
    digit: str
    label: str
    screen: str
    styled: bool


PLACES = (
    PlaceSpec("now", "1", "Now", "NowScreen", False),
    PlaceSpec("campaigns", "2", "Campaigns", "CampaignsScreen", True),
    PlaceSpec("senders", "3", "Senders", "SendersScreen", True),
    PlaceSpec("domains", "4", "Domains", "DomainsScreen", True),
    PlaceSpec("replies", "5", "Replies", "RepliesScreen", False),
    PlaceSpec("analytics", "6", "Analytics", "AnalyticsScreen", True),
    PlaceSpec("journal", "7", "Journal", "JournalScreen", True),
    PlaceSpec("contacts", "8", "Contacts", "ContactsScreen", False),
)


def screen_of(name: str) -> Callable[[], Screen[Any]]:
    """A function that makes the screen; the import happens then."""
    spec = next(place for place in PLACES if place.name == name)

    def make() -> Screen[Any]:
        module = import_module(f"coldsend_tui.tui.screens.{spec.name}.screen")
        made: Screen[Any] = getattr(module, spec.screen)()
        return made

    return make
