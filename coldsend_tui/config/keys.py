"""Where the API key comes from, and the refusal of places where others could read it."""

from __future__ import annotations

import stat
from pathlib import Path

from coldsend_tui.config import checks
from coldsend_tui.config.settings import Profile
from coldsend_tui.errors import ConfigError
from coldsend_tui.secret import Secret

COMMAND_TIMEOUT = 30.0  # seconds; long enough to confirm on a hardware token
MAX_KEY_FILE = 4096  # bytes; an API key has about fifty


def key_origin(profile: Profile) -> str:
    """Where the key of `profile` will come from, in words, without the key. `ConfigError` when there is none."""
    if profile.environment_key is not None:
        return "COLDSEND_API_KEY"
    if profile.api_key_command is not None:
        return "api_key_command"
    if profile.api_key_file is not None:
        return str(profile.api_key_file)
    if profile.api_key is not None:
        return str(profile.source)
    raise ConfigError(
        f'The profile "{profile.name}" has no API key.',
        "Set COLDSEND_API_KEY, or give the profile api_key_command, api_key_file or api_key.",
    )


def find_key(profile: Profile) -> Secret:
    """The key of `profile`. May wait for `api_key_command` for up to 30 s: never call it on an event loop.

    `ConfigError` when there is none, when its file can be read by others, or when the command gives none. No message
    repeats the key or what the command printed.
    """
    if profile.environment_key is not None:
        return profile.environment_key
    if profile.api_key_command is not None:
        return _from_command(profile.name, profile.api_key_command)
    if profile.api_key_file is not None:
        return _from_file(profile.api_key_file)
    if profile.api_key is not None and profile.source is not None:
        refuse_readable_by_others(profile.source)
        return profile.api_key
    key_origin(profile)
    raise AssertionError("unreachable: a profile without a key was refused above")


def refuse_readable_by_others(path: Path) -> None:
    """`ConfigError` with the command to type when group or others may read `path`."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        from shlex import quote

        raise ConfigError(
            f"{path}: holds an API key and can be read by others (mode {mode:04o}).",
            f"Type: chmod 600 {quote(str(path))}",
        )


def _from_file(path: Path) -> Secret:
    refuse_readable_by_others(path)
    try:
        key = _read(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}).") from None
    if key is None:
        raise ConfigError(f"{path}: holds no API key.", "It must contain the key and nothing else.")
    return key


def _from_command(profile: str, command: str) -> Secret:
    import subprocess

    what = f'api_key_command of the profile "{profile}"'
    try:
        status, key = _run(command)
    except ValueError:
        raise ConfigError(f"{what} has an unclosed quotation mark.") from None
    except subprocess.TimeoutExpired:
        raise ConfigError(
            f"{what} gave no key within {COMMAND_TIMEOUT:.0f} s.", "Run it by hand: it may wait for an answer."
        ) from None
    except OSError as error:
        raise ConfigError(
            f"{what} cannot be run ({error.strerror}).", "It is run without a shell: give the program's name or path."
        ) from None
    if status != 0:
        raise ConfigError(f"{what} failed with status {status}.", "Run it by hand to see why.")
    if key is None:
        raise ConfigError(f"{what} did not print an API key.", "It must print the key and nothing else.")
    return key


# The three below return instead of raising once they hold the key, so that no traceback has a frame with it.


def _read(path: Path) -> Secret | None:
    with path.open("rb") as file:
        return _parsed(file.read(MAX_KEY_FILE))


def _run(command: str) -> tuple[int, Secret | None]:
    import subprocess
    from shlex import split

    # A session of its own: a program that asks for a password must not write over the console.
    done = subprocess.run(
        split(command),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=COMMAND_TIMEOUT,
        check=False,
        start_new_session=True,
    )
    return done.returncode, _parsed(done.stdout)


def _parsed(output: bytes) -> Secret | None:
    try:
        return checks.secret(output.decode("ascii"))
    except ValueError:
        return None
