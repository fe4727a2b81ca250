"""The tabs of the campaign screen: one line each. A tab's module is imported, and its widgets are made, when it is first shown."""

from __future__ import annotations

from functools import partial

from coldsend_tui.tui.commands import Command
from coldsend_tui.tui.screens.tabbed.spec import TabSpec

_tab = partial(TabSpec, "campaign")
_SPAN = Command("span", "t", "span", "Plot 6 hours, 24 hours, 7 days or 30 days", footer=14)
_VIEW = Command("view", "v", "view", "Cumulative, per hour or per day", footer=14)

TABS = (
    _tab(
        "overview", "o", "Overview", "OverviewTab",
        (
            Command("lever", "right", "lever", "What if: the next lever", footer=13),
            Command("lever_back", "left", "lever", "What if: the lever before"),
            Command("more", "plus,equals_sign", "what if", "What if: more of the lever (inboxes, hours, mails, follow-ups)", footer=12),
            Command("less", "minus", "less", "What if: less of the lever"),
            Command("as_it_is", "backspace", "as it is", "What if: back to the settings as they are"),
            _VIEW, _SPAN,
        ),
    ),
    _tab("readiness", "d", "Readiness", "ReadinessTab"),
    _tab(
        "content", "c", "Content", "ContentTab",
        (
            Command("next_lead", "greater_than_sign,full_stop", "next lead", "Render for the next lead", footer=3),
            Command("previous_lead", "less_than_sign,comma", "lead before", "Render for the lead before"),
            Command("next_mail", "right", "next mail", "The next mail of the sequence", footer=3),
            Command("previous_mail", "left", "mail before", "The mail before"),
            Command("reroll", "w", "other words", "Take other options of the spintax", footer=3),
            Command("raw", "v", "source", "The text as the lead gets it, or its source", footer=3),
        ),
    ),
    _tab("follow_ups", "f", "Follow-ups", "FollowUpsTab"),
    _tab(
        "inboxes", "i", "Inboxes", "InboxesTab",
        (
            Command("assign", "I", "assign", "Assign inboxes to this campaign", writes=True, footer=3),
            Command("unassign", "U", "unassign", "Take the selected inbox off this campaign", writes=True, footer=3),
        ),
    ),
    _tab(
        "branches", "b", "Branches", "BranchesTab",
        (
            Command("branch_new", "B", "new branch", "Create a branch", writes=True, footer=3),
            Command("branch_edit", "E", "edit", "Edit the selected branch", writes=True, footer=3),
            Command("branch_switch", "W", "pause/resume", "Pause or resume the selected branch", writes=True, footer=3),
            Command("branch_delete", "X", "delete", "Delete the selected branch", writes=True, footer=3),
            Command("branch_move", "T", "take leads in", "Move leads into the selected branch", writes=True, footer=3),
        ),
    ),
    _tab("clicks", "s", "Clicks", "ClicksTab"),
    _tab("changes", "h", "Changes", "ChangesTab", (_SPAN, _VIEW)),
)  # fmt: skip
