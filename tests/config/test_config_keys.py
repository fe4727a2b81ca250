"""Where the API key comes from, what is refused, and that it is never shown."""

from __future__ import annotations

import pickle
import shlex
import sys
import traceback
from pathlib import Path

import pytest

from coldsend_tui.config import NoProfileError, Profile, Settings, cache_path, config_path, find_key, key_origin, select
from coldsend_tui.config import keys as key_sources
from coldsend_tui.errors import ConfigError
from coldsend_tui.secret import Secret

KEY = "cs_live_" + "k3y" * 13 + "x"


def printing(*words: str) -> str:
    return shlex.join([sys.executable, "-c", "import sys; print(*sys.argv[1:])", *words])


def refused(profile: Profile) -> str:
    """The whole text of the refusal, with its traceback and all locals that it drags along."""
    with pytest.raises(ConfigError) as caught:
        find_key(profile)
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert KEY not in shown
    return str(caught.value)


def key_file(path: Path, content: str, mode: int = 0o600) -> Path:
    path.write_text(content, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_secret_shows_itself_nowhere() -> None:
    secret = Secret(KEY)
    profile = Profile("a", api_key=secret, environment_key=secret)
    for shown in (
        repr(secret),
        str(secret),
        f"{secret}",
        f"{secret:>80}",
        str.format("{}", secret),
        repr(profile),
        repr({1: secret}),
    ):
        assert KEY not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.get_secret_value() == KEY
    assert secret == Secret(KEY)
    assert secret != KEY


def test_the_environment_comes_first_then_the_command_then_the_files(tmp_path: Path) -> None:
    config = key_file(tmp_path / "config.toml", "")
    stored = key_file(tmp_path / "key", "from-file\n")
    everything = Profile(
        "a",
        api_key=Secret("from-config"),
        api_key_file=stored,
        api_key_command=printing("from-command"),
        environment_key=Secret("from-environment"),
        source=config,
    )
    order = [
        (everything, "from-environment"),
        (
            Profile("a", api_key=Secret("x"), api_key_file=stored, api_key_command=printing("from-command")),
            "from-command",
        ),
        (Profile("a", api_key=Secret("x"), api_key_file=stored, source=config), "from-file"),
        (Profile("a", api_key=Secret("from-config"), source=config), "from-config"),
    ]
    assert [find_key(profile).get_secret_value() for profile, _ in order] == [expected for _, expected in order]
    assert [key_origin(profile) for profile, _ in order] == [
        "COLDSEND_API_KEY",
        "api_key_command",
        str(stored),
        str(config),
    ]


def test_a_profile_without_a_key_is_told_how_to_get_one() -> None:
    assert "COLDSEND_API_KEY" in refused(Profile("acme"))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o777])
def test_files_that_others_can_read_are_refused_with_the_command_to_type(tmp_path: Path, mode: int) -> None:
    stored = key_file(tmp_path / "the key", KEY, mode)
    for profile in (Profile("a", api_key_file=stored), Profile("a", api_key=Secret(KEY), source=stored)):
        text = refused(profile)
        assert f"chmod 600 {shlex.quote(str(stored))}" in text
        assert f"{mode:04o}" in text


@pytest.mark.parametrize("content", ["", "two words", "cs_live_ü", f"{KEY}\n{KEY}\n"])
def test_a_key_file_with_something_else_in_it(tmp_path: Path, content: str) -> None:
    assert "holds no API key" in refused(Profile("a", api_key_file=key_file(tmp_path / "key", content)))


def test_a_missing_key_file(tmp_path: Path) -> None:
    assert "No such file" in refused(Profile("a", api_key_file=tmp_path / "none"))


def test_a_command_is_not_run_by_a_shell(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    key = find_key(Profile("a", api_key_command=f"{printing(KEY[:5])};touch${{IFS}}{mark}"))
    assert key.get_secret_value() == f"{KEY[:5]};touch${{IFS}}{mark}"
    assert not mark.exists()


def test_a_failing_command_says_so_without_its_output(tmp_path: Path) -> None:
    key_file(tmp_path / "one", KEY)
    key_file(tmp_path / "two", f"{KEY}\n{KEY}")
    failing = shlex.join(
        [sys.executable, "-c", f"import sys; print(open({str(tmp_path / 'one')!r}).read()); sys.exit(3)"]
    )
    assert "status 3" in refused(Profile("acme", api_key_command=failing))
    assert "did not print an API key" in refused(Profile("acme", api_key_command=f"cat {tmp_path / 'two'}"))
    assert "did not print an API key" in refused(Profile("acme", api_key_command=printing()))
    assert "cannot be run" in refused(Profile("acme", api_key_command="no-such-program-anywhere"))
    assert "quotation" in refused(Profile("acme", api_key_command="pass 'show"))


def test_a_command_that_waits_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_sources, "COMMAND_TIMEOUT", 0.05)
    command = shlex.join([sys.executable, "-c", "import signal; signal.pause()"])
    assert "gave no key" in refused(Profile("acme", api_key_command=command))


ACME = Profile("acme", accent="#000000")
OTHER = Profile("other")


def test_which_profile_is_chosen() -> None:
    both = {"acme": ACME, "other": OTHER}
    assert select(Settings(profiles={"acme": ACME}), None, {}) == ACME
    assert select(Settings(default_profile="other", profiles=both), None, {}) == OTHER
    assert select(Settings(default_profile="other", profiles=both), "acme", {}) == ACME
    assert select(Settings(profiles=both | {"default": Profile("default")}), None, {}).name == "default"
    with pytest.raises(ConfigError, match="acme, other"):
        select(Settings(profiles=both), None, {})
    with pytest.raises(ConfigError, match='Did you mean "acme"'):
        select(Settings(profiles=both), "acne", {})
    with pytest.raises(NoProfileError):
        select(Settings(), None, {"COLDSEND_API_KEY": "  "})


def test_the_environment_changes_key_and_address_of_the_chosen_profile() -> None:
    environment = {"COLDSEND_API_KEY": KEY, "COLDSEND_BASE_URL": "http://127.0.0.1:9/v1/"}
    unnamed = select(Settings(), None, environment)
    assert (unnamed.name, unnamed.environment_key, unnamed.base_url) == (
        "default",
        Secret(KEY),
        "http://127.0.0.1:9/v1",
    )
    named = select(Settings(profiles={"acme": ACME}), "acme", environment)
    assert (named.accent, named.environment_key) == ("#000000", Secret(KEY))


@pytest.mark.parametrize(
    ("variable", "value"),
    [("COLDSEND_BASE_URL", "http://api.coldsend.pro/v1"), ("COLDSEND_API_KEY", f"{KEY}\r\nX-Other: 1")],
)
def test_bad_values_in_the_environment(variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=variable) as caught:
        select(Settings(profiles={"acme": ACME}), None, {variable: value})
    assert KEY not in str(caught.value)


def test_where_files_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert config_path({}) == tmp_path / "config" / "coldsend-tui" / "config.toml"
    named = {"COLDSEND_CONFIG": str(tmp_path / "x.toml")}
    assert config_path(named, to_write=True) == tmp_path / "x.toml"
    with pytest.raises(ConfigError, match=r"x\.toml: there is no such file; COLDSEND_CONFIG names it"):
        config_path(named)
    (tmp_path / "x.toml").touch()
    assert config_path(named) == tmp_path / "x.toml"
    cache = cache_path(ACME)
    assert cache == tmp_path / "cache" / "coldsend-tui" / "acme.db"
    assert cache.parent.stat().st_mode & 0o777 == 0o700


def test_another_key_or_server_never_opens_another_workspaces_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    variants = [
        Profile("acme"),
        Profile("acme", environment_key=Secret(KEY)),
        Profile("acme", environment_key=Secret(KEY + "x")),
        Profile("acme", base_url="http://127.0.0.1:8080/v1"),
        Profile("other"),
    ]
    paths = {cache_path(profile) for profile in variants}
    assert len(paths) == len(variants)
    assert not any(KEY in str(path) for path in paths)


def test_a_cache_directory_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(ConfigError, match="XDG_CACHE_HOME"):
        cache_path(ACME)
