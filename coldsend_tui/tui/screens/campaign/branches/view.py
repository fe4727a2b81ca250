"""The flow graph of a campaign as a tree: the chain with the branches that hang off it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from coldsend_tui.details import CampaignSettings, FlowGraph
from coldsend_tui.ops import wording
from coldsend_tui.ops.flow import Branch, BranchFigures, BranchMail, branches, main_steps
from coldsend_tui.text import safe
from coldsend_tui.tui.lines import BLANK, Line, Span, cells, joined, line, wrap
from coldsend_tui.tui.screens.campaign.follow_ups.view import TRIGGERS


def tree(
    graph: FlowGraph | None,
    settings: CampaignSettings | None,
    chosen: str | None,
    columns: int,
    figures: Sequence[BranchFigures] | None = None,
) -> tuple[list[Line], int]:
    """The tree, and the line of the chosen branch (0 where there is none). `figures` is None until they were read."""
    if graph is None:
        return [line(("not read yet", "muted"))], 0
    found = branches(graph)
    steps = main_steps(graph)
    known = {node.step for node in steps}
    lines: list[Line] = [*_notes(graph, found, columns), line(("Main chain", "title"))]
    place = 0
    for at, node in enumerate(steps):
        own = [branch for branch in found if branch.from_step == node.step]
        if at == len(steps) - 1:
            own += [branch for branch in found if branch.from_step not in known]
        lines.append(_main(node.step or at + 1, settings))
        last_step = at == len(steps) - 1
        for number, branch in enumerate(own):
            here = branch.id == chosen
            place = len(lines) if here else place
            last = last_step and number == len(own) - 1
            came = next((one for one in figures or () if one.is_of(branch)), None)
            lines += _branch(branch, came, here=here, last=last, columns=columns)
    if not found:
        lines += [BLANK, line(("no branch yet: ", "muted"), ("B", "key"), (" creates one", "muted"))]
    return lines, place


def _notes(graph: FlowGraph, found: Sequence[Branch], columns: int) -> list[Line]:
    if graph.branches_on is False and found:
        text = "✗ branches are switched off for this campaign: none of them fires"
        return [*wrap(text, columns, "warn"), BLANK]
    return []


def _main(number: int, settings: CampaignSettings | None) -> Line:
    subject, when = "", "first mail"
    if settings is not None and number <= 1 and settings.variants:
        subject = settings.variants[0].subject
    for step in (settings.steps if settings else None) or ():
        if step.number == number:
            subject = step.variants[0].subject if step.variants else ""
            when = f"+{step.wait_days} d, {TRIGGERS.get(step.trigger, safe(step.trigger))}"
    told = safe(subject) or "(same thread)"
    return line(("● ", "accent"), (f"{number} ", "bold"), told, (f"  {when}", "muted"))


def _branch(branch: Branch, came: BranchFigures | None, *, here: bool, last: bool, columns: int) -> list[Line]:
    fork, stem = ("└─", "  ") if last else ("├─", "│ ")
    glyph: Span = ("● ", "ok") if branch.active else ("‖ ", "warn")
    state = "" if branch.active else "  paused"
    lines = [
        line(
            (f"{fork}", "faint"),
            ("▸ " if here else "─ ", "accent" if here else "faint"),
            glyph,
            (safe(branch.name), "bold" if here else ""),
            (f"  {safe(branch.opens)}" if branch.label else "", "muted"),
            (f"  priority {branch.priority}", "faint"),
            (state, "warn"),
        )
    ]
    if came is not None:
        lines += [line((f"{stem}    ", "faint"), *spans) for spans in _came(came, columns - 6)]
    for at, mail in enumerate(branch.mails):
        corner = "└ " if at == len(branch.mails) - 1 else "├ "
        lines.append(line((f"{stem}    {corner}", "faint"), *_mail(mail, first=at == 0)))
    for trouble in branch.dead:
        lines += [line((f"{stem}    ", "faint"), *spans) for spans in wrap(f"✗ {trouble}", columns - 6, "crit")]
    return lines


def _came(figures: BranchFigures, columns: int) -> list[Line]:
    """`2 leads entered, 1 through · opened 3/4 75.0 % · replied 1/4 25.0 %`, in two lines where one is too long."""
    parts: list[Line] = []
    if figures.entered is not None:
        through = f", {figures.left:,} through" if figures.left is not None and figures.entered else ""
        parts.append(line(wording.plural(figures.entered, "lead"), (f" entered{through}", "muted")))
    told = [
        (word, part) for word, part in (("opened", figures.opened), ("replied", figures.replied)) if part is not None
    ]
    if figures.sent and told:
        parts += [line((f"{word} ", "muted"), wording.ratio(part, figures.sent)) for word, part in told]
    elif figures.sent is not None:
        parts.append(line(wording.plural(figures.sent, "mail")))
    if not parts:
        return [line(("the API told no figures", "faint"))]
    whole = joined(parts)
    return [whole] if cells(whole) <= columns else [parts[0], joined(parts[1:])]


def _mail(mail: BranchMail, *, first: bool) -> list[Span]:
    wait = wording.duration(timedelta(seconds=mail.wait)) if mail.wait else ""
    when = f"+{wait} " if wait else "then " if not first else "on entry "
    if mail.is_exit:
        return [(when, "accent"), ("leaves the branch", "muted")]
    subject = mail.variants[0].subject if mail.variants else ""
    body = mail.variants[0].body if mail.variants else ""
    text = safe(subject) or safe(mail.label) or safe(body) or "(no subject)"
    more = f"  {wording.plural(len(mail.variants), 'variant')}" if len(mail.variants) > 1 else ""
    return [(when, "accent"), (text, ""), (more, "muted")]
