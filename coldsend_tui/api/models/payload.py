"""How answers become objects: leniently, so that a newer or odd server does not blind the console.

* Unknown fields are kept and come back from `Payload.payload()`; unknown states stay the texts they are.
* Only an object's own id is required. A text the contract always sends defaults to "", everything else to None:
  "the API did not say", never zero.
* `id` is taken where the contract says `<thing>_id`. Times become aware UTC.
* One bad row in a list is left out and told in `rejected`; it does not lose the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)


class Rejected(NamedTuple):
    """A row that could not be read: its position in the list, what is wrong with which field, and the row as it came."""

    position: int
    reason: str
    row: Any


class Payload(BaseModel):
    """One object of an answer."""

    # A private attribute of pydantic's would cost every row a Python call.
    __slots__ = ("_rejected",)

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True, defer_build=True, protected_namespaces=())

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Rows of this object's lists that could not be read."""
        return getattr(self, "_rejected", ())

    def payload(self) -> dict[str, Any]:
        """The object as JSON values, with unknown fields and without those that were not sent."""
        return self.model_dump(mode="json", exclude_unset=True)


P = TypeVar("P", bound=Payload)


def read(model: type[P], data: Any) -> P:
    """The object that `data` describes. Raises pydantic's ValidationError."""
    rejected: list[Rejected] = []
    value = model.model_validate(data, context=rejected)
    if rejected:
        object.__setattr__(value, "_rejected", tuple(rejected))
    return value


def read_head(model: type[P], data: Any) -> P:
    """What an answer says beside its array. All of it may be missing: one without a readable field is an empty one."""
    try:
        return read(model, data)
    except ValidationError:
        return model()


def read_rows(model: type[P], rows: Sequence[Any]) -> tuple[list[P], list[Rejected]]:
    """The objects that `rows` describe, and the rows that describe none."""
    items = _read_at_once(model, rows)
    if items is not None:
        return items, []
    items, rejected = [], []
    for index, row in enumerate(rows):
        try:
            items.append(read(model, row))
        except ValidationError as error:
            rejected.append(Rejected(index, explain(error), row))
    return items, rejected


def _read_at_once(model: type[P], rows: Sequence[Any]) -> list[P] | None:
    """All rows in one go, a third of the time, or None when one of them or a row inside one is bad."""
    nested: list[Rejected] = []
    try:
        items = _list_of(model).validate_python(rows, context=nested)
    except ValidationError:
        return None
    return None if nested else items


@cache
def _list_of(model: type[P]) -> TypeAdapter[list[P]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def explain(error: ValidationError) -> str:
    """What is wrong with which fields, without their values: those may be anybody's mail."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    told = [f"{'.'.join(map(str, problem['loc'])) or 'answer'}: {problem['msg'].lower()}" for problem in problems[:3]]
    return "; ".join(told) + (f" and {len(problems) - 3} more" if len(problems) > 3 else "")


def _utc(moment: datetime) -> datetime:
    offset = moment.utcoffset()
    if offset is None:
        return moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC) if offset else moment


def _without_bad_rows(value: Any, every: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    try:
        return every(value)
    except ValidationError:
        if not isinstance(value, list):
            raise
    good = []
    for index, row in enumerate(value):
        try:
            good.extend(every([row]))
        except ValidationError as error:
            if isinstance(info.context, list):
                info.context.append(Rejected(index, explain(error), row))
    return good


def own_id(name: str, *, required: bool = True) -> Any:
    """The field for an object's own id, which some answers call just `id` (behaviour unknown 5)."""
    alias = AliasChoices(name, "id")
    return Field(validation_alias=alias) if required else Field(default=None, validation_alias=alias)


R = TypeVar("R")
Moment = Annotated[datetime, AfterValidator(_utc)]
Rows = Annotated[list[R], WrapValidator(_without_bad_rows)]


def single_object(data: Any, wrapper: str | None, known: Mapping[str, str]) -> Any:
    """The object itself, whether it came flat or inside one key such as `campaign` (behaviour unknown 5).

    `known` are ids from the request, for answers that do not repeat them; an answer without a body has nothing else.
    """
    if data is None:
        return known
    if wrapper is not None and isinstance(data, Mapping) and isinstance(data.get(wrapper), Mapping):
        data = data[wrapper]
    if not isinstance(data, Mapping) or "id" in data:
        return data
    return {**known, **data}
