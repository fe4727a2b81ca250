"""Times in the cache: whole microseconds since 1970, so that they sort, compare and come back exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def micros(moment: datetime) -> int:
    """Microseconds since 1970 of an aware datetime."""
    return (moment - _EPOCH) // _MICROSECOND


def maybe_micros(moment: datetime | None) -> int | None:
    """As `micros`, for a time that may be unknown."""
    return None if moment is None else micros(moment)


def moment(value: int) -> datetime:
    """The aware UTC datetime of `micros`."""
    return _EPOCH + timedelta(microseconds=value)


def maybe_moment(value: int | None) -> datetime | None:
    """As `moment`, for a time that may be unknown."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970: the grain of samples."""
    return (moment - _EPOCH) // _SECOND


def from_seconds(value: int) -> datetime:
    """The aware UTC datetime of `seconds`."""
    return _EPOCH + timedelta(seconds=value)
