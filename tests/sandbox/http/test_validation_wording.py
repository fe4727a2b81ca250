"""Validation speaks the older Pydantic wording the docs show."""

from typing import Any

import pytest
from pydantic import ValidationError

from coldsend_tui.sandbox.bodies.campaigns import CampaignCreate, CampaignUpdate
from coldsend_tui.sandbox.bodies.messages import ReplySend, TestEmail
from coldsend_tui.sandbox.bodies.senders import SmtpInboxCreate
from coldsend_tui.sandbox.rules import wording
from coldsend_tui.sandbox.rules.fields import Body

NAME = "A campaign name"
VARIANT = {"subject_template": "Hello", "email_content": "Hello {{first_name}}"}
SMTP: dict[str, Any] = {
    "email_address": "ann@mail.example.com",
    "display_name": "Ann",
    "inbox_type": "OUTLOOK_365",
    "smtp_host": "smtp.example.com",
    "smtp_port": 587,
    "smtp_username": "ann",
    "smtp_password": "secret",
}


def refusals(model: type[Body], value: object) -> list[tuple[list[str | int], str, str]]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return [(item["loc"], item["msg"], item["type"]) for item in wording.items(map(dict, caught.value.errors()))]


@pytest.mark.parametrize(
    ("model", "value", "expected"),
    [
        (CampaignCreate, {}, (["name"], "field required", "value_error.missing")),
        (
            CampaignCreate,
            {"name": "short"},
            (["name"], "ensure this value has at least 8 characters", "value_error.any_str.min_length"),
        ),
        (CampaignCreate, {"name": None}, (["name"], "none is not an allowed value", "type_error.none.not_allowed")),
        (CampaignCreate, {"name": 12345678}, (["name"], "str type expected", "type_error.str")),
        (
            CampaignCreate,
            {"name": NAME, "daily_limit_per_inbox": 101},
            (["daily_limit_per_inbox"], "ensure this value is less than or equal to 100", "value_error.number.not_le"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "daily_limit_per_inbox": "50"},
            (["daily_limit_per_inbox"], "value is not a valid integer", "type_error.integer"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "enable_tracking": "yes"},
            (["enable_tracking"], "value could not be parsed to a boolean", "type_error.bool"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "sending_days": []},
            (["sending_days"], "ensure this value has at least 1 items", "value_error.list.min_items"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "sending_days": [1, 8]},
            (["sending_days", 1], "ensure this value is less than or equal to 7", "value_error.number.not_le"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "timezone": "Mars/Olympus"},
            (["timezone"], "value is not a valid IANA timezone", "value_error.timezone"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "sending_window_start": 17, "sending_window_end": 17},
            (["sending_window_end"], "sending window must end after it starts", "value_error.window"),
        ),
        (
            CampaignCreate,
            {"name": NAME, "sending_window_end": 24, "sending_window_end_minute": 30},
            (["sending_window_end_minute"], "must be 0 when sending_window_end is 24", "value_error.window"),
        ),
        (
            CampaignUpdate,
            {"variants": [{**VARIANT, "variant_name": "A1"}]},
            (["variants", 0, "variant_name"], 'string does not match regex "^[A-Za-z]+$"', "value_error.str.regex"),
        ),
        (CampaignUpdate, {"inbox_ids": ["x"]}, (["inbox_ids", 0], "value is not a valid uuid", "type_error.uuid")),
        (
            CampaignUpdate,
            {"sequence_edits": [{"action": "edit"}]},
            (["sequence_edits", 0, "sequence_id"], "field required", "value_error.missing"),
        ),
        (
            TestEmail,
            {"recipient_email": "nobody"},
            (["recipient_email"], "value is not a valid email address", "value_error.email"),
        ),
        (
            SmtpInboxCreate,
            {**SMTP, "inbox_type": "COLDSEND"},
            (
                ["inbox_type"],
                "value is not a valid enumeration member; permitted: 'GOOGLE_WORKSPACE', 'OUTLOOK_365', 'CUSTOM_SMTP'",
                "type_error.enum",
            ),
        ),
        (SmtpInboxCreate, {**SMTP, "imap_host": "h"}, (["imap_port"], "field required", "value_error.missing")),
        (
            SmtpInboxCreate,
            {**SMTP, "daily_limit": 5001},
            (["daily_limit"], "ensure this value is less than or equal to 5000", "value_error.number.not_le"),
        ),
        (ReplySend, {}, (["body"], "field required", "value_error.missing")),
    ],
)
def test_wording(model: type[Body], value: object, expected: tuple[list[str | int], str, str]) -> None:
    assert refusals(model, value) == [expected]


def test_unknown_keys_are_ignored_and_absent_ones_not_sent() -> None:
    assert CampaignUpdate.model_validate({"name": NAME, "colour": "red"}).sent() == {"name": NAME}
    assert CampaignUpdate.model_validate({"daily_limit_per_inbox": None}).sent() == {"daily_limit_per_inbox": None}


def test_smtp_account_without_imap_is_allowed() -> None:
    assert SmtpInboxCreate.model_validate(SMTP).imap_host is None
