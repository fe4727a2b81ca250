"""Bodies of campaign creation and update (behaviour.md §6-9; limits `[docs]` unless marked)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from coldsend_tui.sandbox.changes.content import LAST_STEP
from coldsend_tui.sandbox.rules.fields import ABSENT, Body, Bool, Id, Int, Json, Zone

ContentType = Literal["plaintext", "html", "raw_html"]
Trigger = Literal["NOT_OPENED", "NOT_REPLIED", "OPENED_BUT_NOT_REPLIED"]


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or "T" not in text.upper() or not 1970 <= moment.year < 2200:
        raise PydanticCustomError("datetime", "invalid datetime format")
    return text


def _letters(text: str) -> str:
    if not (text.isascii() and text.isalpha()):
        raise PydanticCustomError("str.regex", 'string does not match regex "^[A-Za-z]+$"')
    return text.upper()


Name = Annotated[str, Field(min_length=8, max_length=255)]
DailyCap = Annotated[Int, Field(ge=1, le=100)]
Moment = Annotated[str, AfterValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Day = Annotated[Int, Field(ge=1, le=7)]
Days = Annotated[list[Day], Field(min_length=1, max_length=7), AfterValidator(lambda days: sorted(set(days)))]
StartHour = Annotated[Int, Field(ge=0, le=23)]
EndHour = Annotated[Int, Field(ge=1, le=24)]
Minute = Annotated[Int, Field(ge=0, le=59)]
RampIncrement = Annotated[Int, Field(ge=1, le=100)]
RampMax = Annotated[Int, Field(ge=1, le=1000)]
VariantName = Annotated[
    str,
    Field(max_length=20),
    AfterValidator(_letters),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{1,20}$"}),
]
Label = Annotated[str, Field(max_length=100)]
Content = Annotated[str, Field(min_length=10, max_length=100_000)]
Percent = Annotated[Int, Field(ge=0, le=100)]
WaitDays = Annotated[Int, Field(ge=1, le=30)]
Step = Annotated[Int, Field(ge=2, le=LAST_STEP)]


class Variant(Body):
    """A variant of the initial email."""

    variant_name: VariantName = "A"
    variant_label: Label | None = None
    subject_template: Annotated[str, Field(min_length=1, max_length=500)]
    email_content: Content
    content_type: ContentType = "plaintext"
    distribution_percent: Percent = 100


class SequenceVariant(Body):
    """A variant of a follow-up; the subject may be left out (the thread's subject is then kept)."""

    variant_name: VariantName = "A"
    variant_label: Label | None = None
    subject_template: Annotated[str, Field(max_length=500)] | None = None
    email_content: Content
    content_type: ContentType = "plaintext"
    distribution_percent: Percent = 100


class Sequence(Body):
    """One MAIN follow-up step."""

    step_number: Step
    trigger_type: Trigger
    wait_days: WaitDays
    enable_unsubscribe: Bool | None = None
    variants: Annotated[list[SequenceVariant], Field(min_length=1, max_length=4)]


class SequenceEdit(Body):
    """One change to the MAIN chain of a PAUSED campaign; which fields it needs depends on `action`."""

    action: Literal["add", "edit", "delete"]
    sequence_id: Id = ABSENT
    step_number: Step = ABSENT
    trigger_type: Trigger = ABSENT
    wait_days: WaitDays = ABSENT
    variants: Annotated[list[SequenceVariant], Field(min_length=1, max_length=4)] = ABSENT
    enable_unsubscribe: Bool | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {"add": ("step_number", "trigger_type", "wait_days", "variants")}.get(self.action, ("sequence_id",))
        for name in needed:
            if name not in self.model_fields_set:
                raise PydanticCustomError("missing", "field required", {"field": name})
        return self


class CampaignCreate(Body):
    """Body of campaign creation. A naive `start_date` is wall time in the campaign's timezone."""

    name: Name
    daily_limit_per_inbox: DailyCap | None = None
    start_date: Moment | None = None
    timezone: Zone = "America/New_York"
    sending_days: Days = Field(default_factory=lambda: [1, 2, 3, 4, 5])
    sending_window_start: StartHour = 9
    sending_window_start_minute: Minute = 0
    sending_window_end: EndHour = 17
    sending_window_end_minute: Minute = 0
    enable_tracking: Bool = False
    enable_unsubscribe: Bool = True
    enable_click_tracking: Bool = False
    ramp_up_enabled: Bool = False
    ramp_up_increment: RampIncrement | None = None
    ramp_up_max_limit: RampMax | None = None

    @model_validator(mode="after")
    def _window(self) -> Self:
        if fault := window_fault(self.model_dump()):
            field, message = fault
            raise PydanticCustomError("window", message, {"field": field})
        return self


class CampaignUpdate(Body):
    """Body of the campaign update: every field optional, only what is sent changes."""

    name: Name = ABSENT
    daily_limit_per_inbox: DailyCap | None = None
    start_date: Moment | None = None
    timezone: Zone = ABSENT
    sending_days: Days = ABSENT
    sending_window_start: StartHour = ABSENT
    sending_window_start_minute: Minute = ABSENT
    sending_window_end: EndHour = ABSENT
    sending_window_end_minute: Minute = ABSENT
    enable_tracking: Bool = ABSENT
    enable_unsubscribe: Bool = ABSENT
    enable_click_tracking: Bool = ABSENT
    ramp_up_enabled: Bool = ABSENT
    ramp_up_increment: RampIncrement = ABSENT
    ramp_up_max_limit: RampMax = ABSENT
    lead_mapping: Json = ABSENT
    inbox_ids: Annotated[list[Id], Field(min_length=1)] = ABSENT
    variants: Annotated[list[Variant], Field(min_length=1, max_length=4)] = ABSENT
    sequences: Annotated[list[Sequence], Field(max_length=10)] = ABSENT
    sequence_edits: list[SequenceEdit] = ABSENT
    launch: Bool = False


def window_fault(settings: Mapping[str, Any]) -> tuple[str, str] | None:
    """Field and reason when the window is not one `[docs]`: it ends after it starts, and hour 24 has no minutes."""
    end = (settings["sending_window_end"], settings["sending_window_end_minute"])
    if end[0] == 24 and end[1]:
        return "sending_window_end_minute", "must be 0 when sending_window_end is 24"
    if end <= (settings["sending_window_start"], settings["sending_window_start_minute"]):
        return "sending_window_end", "sending window must end after it starts"
    return None
