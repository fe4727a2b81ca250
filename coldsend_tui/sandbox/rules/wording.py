"""Validation errors in the platform's words: FastAPI with the wording of Pydantic 1 (behaviour.md §4 `[docs]`).

The framework in use speaks Pydantic 2; this table translates. A type without an entry keeps its message and gets
`value_error.<type>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict


class Item(TypedDict):
    """One failed check: where (`body`, `query` or `path` first), why, and the category."""

    loc: list[str | int]
    msg: str
    type: str


# Pydantic 2 type → (message, type) of Pydantic 1; {name} is filled from the error's context. A context `field` names the field a cross-field check blames.
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("field required", "value_error.missing"),
    "string_type": ("str type expected", "type_error.str"),
    "string_too_short": ("ensure this value has at least {min_length} characters", "value_error.any_str.min_length"),
    "string_too_long": ("ensure this value has at most {max_length} characters", "value_error.any_str.max_length"),
    "string_pattern_mismatch": ('string does not match regex "{pattern}"', "value_error.str.regex"),
    "string_unicode": ("str type expected", "type_error.str"),
    "int_type": ("value is not a valid integer", "type_error.integer"),
    "int_parsing": ("value is not a valid integer", "type_error.integer"),
    "int_parsing_size": ("value is not a valid integer", "type_error.integer"),
    "int_from_float": ("value is not a valid integer", "type_error.integer"),
    "float_type": ("value is not a valid float", "type_error.float"),
    "float_parsing": ("value is not a valid float", "type_error.float"),
    "bool_type": ("value could not be parsed to a boolean", "type_error.bool"),
    "bool_parsing": ("value could not be parsed to a boolean", "type_error.bool"),
    "greater_than": ("ensure this value is greater than {gt}", "value_error.number.not_gt"),
    "greater_than_equal": ("ensure this value is greater than or equal to {ge}", "value_error.number.not_ge"),
    "less_than": ("ensure this value is less than {lt}", "value_error.number.not_lt"),
    "less_than_equal": ("ensure this value is less than or equal to {le}", "value_error.number.not_le"),
    "list_type": ("value is not a valid list", "type_error.list"),
    "dict_type": ("value is not a valid dict", "type_error.dict"),
    "model_type": ("value is not a valid dict", "type_error.dict"),
    "model_attributes_type": ("value is not a valid dict", "type_error.dict"),
    "too_short": ("ensure this value has at least {min_length} items", "value_error.list.min_items"),
    "too_long": ("ensure this value has at most {max_length} items", "value_error.list.max_items"),
    "date_type": ("invalid date format", "value_error.date"),
    "date_parsing": ("invalid date format", "value_error.date"),
    "date_from_datetime_parsing": ("invalid date format", "value_error.date"),
    "date_from_datetime_inexact": ("invalid date format", "value_error.date"),
    "datetime_type": ("invalid datetime format", "value_error.datetime"),
    "datetime_parsing": ("invalid datetime format", "value_error.datetime"),
    "datetime_from_date_parsing": ("invalid datetime format", "value_error.datetime"),
    "json_invalid": ("Expecting a JSON document: {error}", "value_error.jsondecode"),
    # Raised by rules/fields.py and bodies/ themselves, already worded.
    "uuid": ("value is not a valid uuid", "type_error.uuid"),
    "email": ("value is not a valid email address", "value_error.email"),
}


def item(error: Mapping[str, Any]) -> Item:
    """One entry of `detail` from one Pydantic 2 error."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        kind = f"string_{kind}"  # a bound put on a type that has a check of its own speaks of items
    loc = [*error["loc"], *filter(None, [context.get("field")])]
    if kind == "literal_error":
        permitted = context["expected"].replace(" or ", ", ")
        words = (f"value is not a valid enumeration member; permitted: {permitted}", "type_error.enum")
    elif "input" in error and error["input"] is None and kind != "missing":
        words = ("none is not an allowed value", "type_error.none.not_allowed")
    elif kind in _WORDS:
        message, old_kind = _WORDS[kind]
        words = (message.format(**context), old_kind)
    else:
        words = (error["msg"].removeprefix("Value error, "), f"value_error.{kind}" if kind != "value_error" else kind)
    return {"loc": loc, "msg": words[0], "type": words[1]}


def items(errors: Iterable[Mapping[str, Any]]) -> list[Item]:
    """The `detail` of a 422, in the order the fields were judged."""
    return [item(error) for error in errors]
