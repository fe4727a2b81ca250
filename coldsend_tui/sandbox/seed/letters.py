"""The words of the seeded campaigns: variants and follow-ups around a topic and an offer."""

from __future__ import annotations

from typing import Any

_SUBJECTS = (
    "{topic} at {{{{company}}}}",
    "Quick question about {topic}, {{{{first_name|hello}}}}",
    "{{{{first_name|there}}}}, an idea for {{{{company}}}}",
    "How {{{{company}}}} handles {topic}",
)
_OPENINGS = (
    "{{dn_time_of_day}} {{first_name|there}},",
    "Hi {{first_name|there}},",
    "{{Hello|Hi|Good day}} {{first_name|there}},",
    "Hi {{first_name|there}}, I will keep this short.",
)
_MIDDLES = (
    "I read about {{{{company}}}} and wondered how you look after {topic} today. {offer}",
    "{{% if job_title contains 'Head' %}}As you lead this at {{{{company}}}}{{% else %}}As you know {{{{company}}}} from the inside{{% endif %}}: "
    "how much time goes into {topic}? {offer}",
    "Most teams in {{{{industry|your field}}}} tell us that {topic} costs them a day a week. {offer}",
    "We work with companies like {{{{company}}}} on {topic}. {offer}",
)
_ASKS = (
    "Would a short call on {{dn_date 3 days from now dddd, MMMM Do}} make sense?",
    "Is this worth ten minutes next week?",
    "May I send two pages about it?",
    "Who would be the right person to ask?",
)
_FOLLOW_UPS = (
    "Hi {{first_name|there}}, did you have a moment to look at my note? I am happy to answer questions by mail.",
    "{{first_name|Hello}}, one last line from me: if {{company}} is not the right place for this, a short no is fine.",
    "Hi {{first_name|there}}, in case it helps: we wrote down how others went about it. Shall I send it?",
)
_SIGNATURE = "Mina Lindqvist\nAcme Outreach, 12 Harbor Street, Portland, ME 04101"
_LINK = "https://www.acme-outreach.example/notes/{slug}"
SHARES = {1: (100,), 2: (50, 50), 3: (34, 33, 33), 4: (25, 25, 25, 25)}


def variants(topic: str, offer: str, count: int, *, html: bool) -> list[dict[str, Any]]:
    """Up to four variants of a first mail."""
    made = []
    for i, share in enumerate(SHARES[count]):
        parts = [_OPENINGS[i], _MIDDLES[i].format(topic=topic, offer=offer), _ASKS[i]]
        if html:
            parts.append(f"More: {_LINK.format(slug=topic.replace(' ', '-'))}")
        made.append(
            {
                "variant_name": "ABCD"[i],
                "variant_label": ("Direct", "Question", "Idea", "How")[i],
                "subject_template": _SUBJECTS[i].format(topic=topic.capitalize() if i == 0 else topic),
                "email_content": _body(parts, html=html),
                "content_type": "html" if html else "plaintext",
                "distribution_percent": share,
            }
        )
    return made


def follow_ups(steps: tuple[tuple[str, int], ...], *, html: bool) -> list[dict[str, Any]]:
    """Follow-ups from (trigger, days to wait)."""
    return [
        {
            "step_number": number,
            "trigger_type": trigger,
            "wait_days": days,
            "variants": [
                {
                    "variant_name": "A",
                    "email_content": _body([_FOLLOW_UPS[(number - 2) % len(_FOLLOW_UPS)]], html=html),
                    "content_type": "html" if html else "plaintext",
                }
            ],
        }
        for number, (trigger, days) in enumerate(steps, 2)
    ]


def _body(parts: list[str], *, html: bool) -> str:
    parts = [*parts, _SIGNATURE]
    if not html:
        return "\n\n".join(parts)
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts)
