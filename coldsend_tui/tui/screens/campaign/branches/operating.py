"""From the Branches tab to a plan: forms and pickers, then `writes.offer`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from coldsend_tui.actions import branches as plans
from coldsend_tui.actions.branches import Draft
from coldsend_tui.details import FlowGraph, FlowVariant
from coldsend_tui.live import feeds
from coldsend_tui.ops import flow
from coldsend_tui.ops.flow import Branch, BranchMail
from coldsend_tui.tui.modals.form import Field, Form
from coldsend_tui.tui.modals.pick import Choice, Pick
from coldsend_tui.tui.writes import budget_left, offer
from coldsend_tui.workspace import Campaign

if TYPE_CHECKING:
    from coldsend_tui.tui.screens.campaign.branches.tab import BranchesTab

_WAIT: Final = re.compile(r"\s*(\d{1,4})\s*([smhd]?)\s*")
_UNITS: Final = {"": 86_400, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_EMPTY: Final = FlowVariant("A", "", "", "", 100)
_PARAMS: Final = {"INTENT_TAG": "tag_names", "KEYWORD": "phrases", "STATUS": "status"}


def create(tab: BranchesTab) -> None:
    """A new branch with one mail, or two."""
    known = _known(tab)
    if known is None:
        return
    campaign, graph = known
    fields = (*_head_fields("", "KEYWORD", "", "0"), *_mail_fields(1, _EMPTY, "0"), *_mail_fields(2, _EMPTY, "2d"))

    def filled(values: dict[str, str] | None) -> None:
        if values is None:
            tab.state.say("new branch: cancelled, nothing was sent")
            return
        written = [n for n in (1, 2) if values[f"body{n}"].strip()]
        draft = _draft(values)._replace(mails=tuple(_mail(values, n, _EMPTY) for n in written))
        offer(tab.of.console_app, plans.plan_create(campaign, graph, draft, **_about(tab)))

    def check(values: Mapping[str, str]) -> dict[str, str]:
        wrong = _check(values) | _check_waits(values, 2)
        if not values["body1"].strip():
            wrong["body1"] = "a mail needs a text"
        return wrong

    tab.app.push_screen(Form(f"New branch of {campaign.name}", fields, check), filled)


def edit(tab: BranchesTab) -> None:
    """Label, trigger and priority of the chosen branch; also its mails, where each has one variant."""
    known, branch = _known(tab), tab.branch
    if known is None or branch is None:
        return
    campaign, graph = known
    mails = _plain_mails(branch)
    fields = [*_head_fields(branch.label, branch.trigger, flow.trigger_value(branch.params), str(branch.priority))]
    for n, mail in enumerate(mails, 1):
        fields += _mail_fields(n, mail.variants[0], "" if n == 1 else f"{mail.wait}s")

    def changed(values: Mapping[str, str]) -> bool:
        return any(_mail(values, n, mail.variants[0])[1] != mail.variants for n, mail in enumerate(mails, 1)) or any(
            seconds(values[f"wait{n}"]) != mail.wait for n, mail in enumerate(mails, 1) if n > 1
        )

    def filled(values: dict[str, str] | None) -> None:
        if values is None:
            tab.state.say("edit branch: cancelled, nothing was sent")
            return
        draft = _draft(values)
        if changed(values):
            every = tuple(_mail(values, n, mail.variants[0]) for n, mail in enumerate(mails, 1))
            draft = draft._replace(mails=every)
        offer(tab.of.console_app, plans.plan_edit(campaign, graph, branch, draft, **_about(tab)))

    def check(values: Mapping[str, str]) -> dict[str, str]:
        wrong = _check(values)
        if changed(values):
            wrong |= _check_waits(values, len(mails))
            if mails and seconds(values["wait1"]) is None:
                wrong["wait1"] = (
                    "mails are sent as a whole, and the API does not tell this wait: fill it in, such as 2d"
                )
        return wrong

    tab.app.push_screen(Form(f"Edit branch {branch.name}", fields, check), filled)


def switch(tab: BranchesTab) -> None:
    """Pause the chosen branch, or resume it."""
    campaign, branch = tab.campaign, tab.branch
    if campaign is not None and branch is not None:
        offer(tab.of.console_app, plans.plan_switch(campaign, branch, **_about(tab)))


def delete(tab: BranchesTab) -> None:
    """Delete the chosen branch."""
    known, branch = _known(tab), tab.branch
    if known is not None and branch is not None:
        offer(tab.of.console_app, plans.plan_delete(*known, branch, **_about(tab)))


def move(tab: BranchesTab) -> None:
    """Choose leads of the page that was read, and move them into the chosen branch."""
    known, branch = _known(tab), tab.branch
    sample = tab.state.store.lead_sample(tab.of.campaign_id)
    if known is None or branch is None:
        return
    if sample is None:
        if tab.state.session:
            tab.state.session.refresh(feeds.sample(tab.of.campaign_id))
        tab.state.say("move leads: reading a page of leads, press M again")
        return
    campaign, graph = known
    choices = [
        Choice(lead.id, lead.email, f"{lead.status} {lead.first_name} {lead.last_name}".strip())
        for lead in sample.leads
    ]

    def chosen(ids: tuple[str, ...] | None) -> None:
        if not ids:
            tab.state.say("move leads: cancelled, nothing was sent")
            return
        wanted = set(ids)
        leads = [lead.id for lead in sample.leads if lead.id in wanted]
        offer(tab.of.console_app, plans.plan_move(campaign, graph, branch, leads, **_about(tab)))

    tab.app.push_screen(Pick(f"Move leads into {branch.name}", choices, empty="the campaign has no leads"), chosen)


def seconds(text: str) -> int | None:
    """`2d`, `4h`, `30m`, `10s`, or days without a unit; None when it is none of them."""
    found = _WAIT.fullmatch(text.lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def _known(tab: BranchesTab) -> tuple[Campaign, FlowGraph] | None:
    graph = tab.state.store.flow(tab.of.campaign_id)
    if tab.campaign is None or graph is None:
        tab.state.say("the flow graph has not been read yet", "warn")
        return None
    return tab.campaign, graph


def _about(tab: BranchesTab) -> dict[str, Any]:
    return {"read_only": tab.state.write_refusal, "budget_left": budget_left(tab.of.console_app)}


def _head_fields(label: str, trigger: str, value: str, priority: str) -> tuple[Field, ...]:
    return (
        Field("label", "Label", label, "what people call it"),
        Field("trigger", "Opens by", trigger, choices=flow.TRIGGERS),
        Field("value", "Tags, phrases or status", value, "several with commas"),
        Field("priority", "Priority", priority, "a whole number, lower wins"),
    )


def _draft(values: Mapping[str, str]) -> Draft:
    trigger = values["trigger"]
    words = [word.strip() for word in values["value"].split(",") if word.strip()]
    value: Any = (words[0] if words else "") if trigger == "STATUS" else words
    return Draft(values["label"].strip(), trigger, {_PARAMS[trigger]: value}, int(values["priority"]), None)


def _check(values: Mapping[str, str]) -> dict[str, str]:
    wrong = {}
    if not values["label"].strip():
        wrong["label"] = "a branch needs a label: it is found again by it"
    if not values["value"].strip(", "):
        wrong["value"] = "what opens the branch?"
    try:
        int(values["priority"])
    except ValueError:
        wrong["priority"] = "a priority is a whole number"
    return wrong


def _mail_fields(number: int, variant: FlowVariant, wait: str) -> tuple[Field, ...]:
    """The fields of one mail of a branch."""
    name = "Mail" if number == 1 else f"Mail {number}"
    told = "0 at once, 30m, 4h, 2d" if number == 1 else "after the mail before"
    text = "{{first_name|there}} and the like" if number == 1 else "leave it empty for none"
    return (
        Field(f"wait{number}", f"{name}: wait", wait, told),
        Field(f"subject{number}", f"{name}: subject", variant.subject),
        Field(f"body{number}", f"{name}: text", variant.html or variant.body, text, rows=5),
    )


def _mail(values: Mapping[str, str], number: int, was: FlowVariant) -> tuple[int, tuple[FlowVariant, ...]]:
    """A mail as it stands in the form; an HTML one stays HTML."""
    text = values[f"body{number}"]
    changed = was._replace(subject=values[f"subject{number}"])
    changed = changed._replace(html=text) if was.html else changed._replace(body=text)
    return seconds(values[f"wait{number}"]) or 0, (changed,)


def _check_waits(values: Mapping[str, str], mails: int) -> dict[str, str]:
    told = "a wait is a number with s, m, h or d, such as 2d"
    return {f"wait{n}": told for n in range(1, mails + 1) if seconds(values[f"wait{n}"]) is None}


def _plain_mails(branch: Branch) -> tuple[BranchMail, ...]:
    """Its mails, where each has a single variant; a form cannot hold more."""
    mails = tuple(mail for mail in branch.mails if not mail.is_exit)
    return mails if all(len(mail.variants) == 1 for mail in mails) else ()
