"""Short answers as people give them. `{name}` is the one who answers. None of them is a real message."""

from __future__ import annotations

REPLIES: dict[str, tuple[str, ...]] = {
    "interested": (
        "Hi, this comes at a good moment. Can you send a short overview and two times next week?\n\n{name}",
        "Sounds interesting. What would it cost for a team of about twenty?\n\nBest,\n{name}",
        "Happy to talk. Thursday after 2 pm works for me.\n\n{name}",
        "Yes, send info please. I would like my colleague in operations to see it first.\n\n{name}",
        "We looked at something like this in spring. Let's have a call, I am curious what you do differently.\n\n{name}",
    ),
    "not_now": (
        "Thanks for the note. Not a topic this quarter, feel free to come back in January.\n\n{name}",
        "We have just signed with somebody else. Maybe next year.\n\n{name}",
        "Budget is closed for now. Please check again after the summer.\n\n{name}",
        "I am the wrong person for this, and the right one is on leave until next month.\n\n{name}",
        "Good timing is everything, and this is not it. Keep me posted though.\n\n{name}",
    ),
    "not_interested": (
        "Thanks, but we are not interested.\n\n{name}",
        "No need on our side. All the best.\n\n{name}",
        "We do this in house and that will not change.\n\n{name}",
    ),
    "unsubscribe": (
        "Please remove me from your list.",
        "Remove me, thank you.\n\n{name}",
        "Stop writing to this address please.",
    ),
}

AUTO_REPLIES = (
    "Thank you for your message. I am out of the office until Monday and will answer when I am back.\n\n{name}",
    "I am on parental leave until further notice. Please write to the team address in the meantime.\n\n{name}",
    "This is an automatic reply: I am travelling with limited access to mail this week.\n\n{name}",
    "We have received your message and will come back to you within two working days.",
)
