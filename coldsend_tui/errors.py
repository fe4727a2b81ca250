"""The one family of errors: every failure a person can meet says what happened, to what, and what to do next."""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit statuses of the command line (`check` has its own Nagios codes; the rest follow the habit of `gh`).

    CHANGES is no failure: `apply --dry-run --detailed-exitcode` found something to change.
    """

    OK = 0
    FAILED = 1
    USAGE = 2
    CHANGES = 3
    AUTH = 4
    PARTIAL = 5
    UNREACHABLE = 6


class ColdSendError(Exception):
    """Base of all errors this project raises on purpose.

    `title` is a few words for a heading, `message` one plain sentence about what happened to what, `hint` what to do
    next ("" when there is nothing to do). None of them may carry a secret. `exit_code` ends the command line.
    """

    title: ClassVar[str] = "Something went wrong"
    exit_code: ClassVar[ExitCode] = ExitCode.FAILED
    held_back: ClassVar[bool] = False
    """Nothing was sent, because of something that was told before."""
    lasting: ClassVar[bool] = False
    """It goes on until somebody changes the key, the address or the configuration."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        # The message may end with a stranger's words, which often lack their full stop.
        stop = "." if self.hint and self.message[-1:].isalnum() else ""
        return f"{self.message}{stop} {self.hint}".rstrip()


class ConfigError(ColdSendError):
    """The configuration cannot be used: the message names the file and the key."""

    title = "Configuration"
    exit_code = ExitCode.USAGE
    lasting = True


class UsageError(ColdSendError):
    """The command cannot be carried out as given: no terminal, an option out of range, a missing extra."""

    title = "Usage"
    exit_code = ExitCode.USAGE


class StoreError(ColdSendError):
    """The local cache cannot be read or written; the console goes on without it."""

    title = "Local cache"


class SandboxError(ColdSendError):
    """The local sandbox did not start or ended by itself."""

    title = "Sandbox"


class RecordingError(ColdSendError):
    """A recording cannot be written to, or the file is none that can be played."""

    title = "Recording"
    exit_code = ExitCode.USAGE
