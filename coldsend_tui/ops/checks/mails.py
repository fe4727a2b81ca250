"""Checks of what is sent: variants, follow-ups, opt-out, text and postal address (field.md §5: 1, 2, 4, 14, 15, 17)."""

from __future__ import annotations

from collections.abc import Iterator

from coldsend_tui.details import CampaignSettings
from coldsend_tui.ops import thresholds as limits
from coldsend_tui.ops import wording
from coldsend_tui.ops.checks import content
from coldsend_tui.ops.checks.check import Check, CheckLevel


def variants(settings: CampaignSettings) -> Iterator[Check]:
    """At least one variant, at most four, shares that sum to 100."""
    if settings.variants is None:
        yield Check("variants", CheckLevel.UNKNOWN, "the mail has not been read")
        return
    if not settings.variants:
        yield Check("variants", CheckLevel.BLOCKER, "no mail written", "write at least one variant")
        return
    shares = [variant.share for variant in settings.variants]
    split = "/".join(map(str, shares))
    named = wording.plural(len(shares), "variant")
    if len(shares) > limits.MAX_VARIANTS:
        yield Check("variants", CheckLevel.BLOCKER, f"{named}, {split}", f"keep at most {limits.MAX_VARIANTS}")
    elif sum(shares) != limits.SHARE_TOTAL:
        text = f"{named}, shares {split} sum to {sum(shares)}"
        yield Check("variants", CheckLevel.BLOCKER, text, f"make the shares sum to {limits.SHARE_TOTAL}", 15)
    else:
        yield Check("variants", CheckLevel.OK, f"{named}, {split}", number=15)


def follow_ups(settings: CampaignSettings) -> Iterator[Check]:
    """Triggers that tracking allows, variants and shares of each step, waits, number of mails."""
    steps = settings.steps or ()
    needs_opens = [step for step in steps if "OPENED" in step.trigger]
    if needs_opens and settings.tracking is False:
        numbers = ", ".join(str(step.number) for step in needs_opens)
        text = f"open trigger but tracking is off (step {numbers})"
        yield Check("tracking", CheckLevel.BLOCKER, text, "turn tracking on, or use NOT_REPLIED", 15)
    elif needs_opens and settings.tracking is None:
        yield Check("tracking", CheckLevel.UNKNOWN, "open trigger; whether tracking is on has not been read", number=15)
    for step in steps:
        total = sum(variant.share for variant in step.variants)
        if not step.variants:
            yield Check(
                "steps", CheckLevel.BLOCKER, f"step {step.number} has no variant", "write one or delete the step"
            )
        elif total != limits.SHARE_TOTAL:
            fix = f"make the shares sum to {limits.SHARE_TOTAL}"
            yield Check("steps", CheckLevel.BLOCKER, f"step {step.number}: shares sum to {total}", fix, 15)
        if step.wait_days > limits.WAIT_DAYS_LONGEST:
            fix = f"wait at most {limits.WAIT_DAYS_LONGEST} days"
            yield Check("steps", CheckLevel.BLOCKER, f"step {step.number} waits {step.wait_days} days", fix, 15)
        elif step.wait_days < limits.WAIT_DAYS_SHORTEST:
            fix = f"wait at least {limits.WAIT_DAYS_SHORTEST} days"
            yield Check("steps", CheckLevel.WARN, f"step {step.number} waits {step.wait_days} day", fix, 15)
    waits = sum(step.wait_days for step in steps)
    if waits > limits.WAIT_DAYS_TOTAL:
        fix = f"keep all waits within {limits.WAIT_DAYS_TOTAL} days"
        yield Check("steps", CheckLevel.BLOCKER, f"follow-ups wait {waits} days in all", fix, 15)
    if len(steps) + 1 > limits.STEPS_ADVISED:
        fix = f"{limits.STEPS_ADVISED} mails a lead or fewer: more cost unsubscribes and complaints"
        yield Check("steps", CheckLevel.WARN, f"{len(steps) + 1} mails a lead", fix, 17)
    if steps and settings.steps is not None and waits <= limits.WAIT_DAYS_TOTAL:
        yield Check(
            "steps", CheckLevel.OK, f"{wording.plural(len(steps), 'follow-up')} over {wording.plural(waits, 'day')}"
        )


def unsubscribe(settings: CampaignSettings) -> Check:
    """An unsubscribe link by the setting, or an opt-out line in every mail."""
    if settings.unsubscribe is None:
        return Check("unsubscribe", CheckLevel.UNKNOWN, "unsubscribe setting has not been read", number=1)
    if settings.unsubscribe or content.every_mail_offers_opt_out(settings):
        return Check(
            "unsubscribe",
            CheckLevel.OK,
            "unsubscribe offered in every mail; the one-click header is not visible here",
            number=1,
        )
    return Check("unsubscribe", CheckLevel.BLOCKER, "no unsubscribe link and no opt-out line", "enable unsubscribe", 1)


def text(settings: CampaignSettings) -> Iterator[Check]:
    """Problems of subjects and bodies."""
    found = list(content.problems(settings))
    for problem in found:
        level = CheckLevel.BLOCKER if problem.blocks else CheckLevel.WARN
        yield Check("content", level, problem.text, problem.fix, problem.number)
    if settings.variants:
        numbers = {problem.number for problem in found}
        if 4 not in numbers:
            yield Check("content", CheckLevel.OK, "subjects are honest and short", number=4)
        if 17 not in numbers:
            yield Check(
                "content",
                CheckLevel.OK,
                f"bodies within {content.WORDS_ADVISED} words and {content.LINKS_ADVISED} link",
                number=17,
            )


def address(settings: CampaignSettings) -> Iterator[Check]:
    """A postal address in every mail (2); a footer that is added on sending cannot be seen here."""
    without = content.mails_without_address(settings)
    if without:
        text = f"no postal address in the text of {wording.plural(without, 'mail')}; a footer added on sending is not visible here"
        yield Check("address", CheckLevel.UNKNOWN, text, "CAN-SPAM and CASL ask for one in every mail", 2)
    elif settings.variants:
        yield Check("address", CheckLevel.OK, "postal address in every mail", number=2)
