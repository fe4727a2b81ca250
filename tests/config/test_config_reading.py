"""The configuration file: what is accepted, and how a mistake is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coldsend_tui.api import limits
from coldsend_tui.config import DEFAULT_BASE_URL, Profile, Settings, load, loads
from coldsend_tui.config.guard import ACTIONS, OTHERS, RULES, GuardRules
from coldsend_tui.config.reader import GENERAL_KEYS, GUARD_KEYS, PROFILE_KEYS
from coldsend_tui.config.writer import append_profile, dumps, replace_key
from coldsend_tui.errors import ConfigError, ExitCode
from coldsend_tui.secret import Secret

FILE = Path("/somewhere/config.toml")
KEY = "cs_live_" + "k3y" * 13 + "x"


def complaint(content: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loads(content, FILE)
    assert caught.value.exit_code == ExitCode.USAGE
    return str(caught.value)


def test_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()


def test_a_full_profile() -> None:
    settings = loads(
        f"""
        default_profile = "acme"
        theme = "nord"
        mouse = false
        [profiles.acme]
        base_url = "https://api.example.com/v1/"
        api_key = "{KEY}"
        accent = "#7FD4FF"
        read_only = true
        [profiles.other]
        api_key_command = "pass show other"
        """,
        FILE,
    )
    acme = settings.profiles["acme"]
    assert (settings.default_profile, settings.theme, settings.mouse) == ("acme", "nord", False)
    assert acme == Profile(
        "acme",
        base_url="https://api.example.com/v1",
        api_key=Secret(KEY),
        accent="#7fd4ff",
        read_only=True,
        source=FILE,
    )
    assert settings.profiles["other"].base_url == DEFAULT_BASE_URL


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("thme = 'nord'", ['unknown key "thme"', 'Did you mean "theme"?']),
        ("[profiles.acme]\napi_kye = 'x'", ['unknown key "api_kye" in [profiles.acme]', 'Did you mean "api_key"?']),
        ("[profiles.acme]\nreadonly = true", ['unknown key "readonly"', 'Did you mean "read_only"?']),
        ("[profiles.acme]\nzzzzzz = 1", ['unknown key "zzzzzz"', "Known are: base_url"]),
        ("[profile.acme]\naccent = '#000000'", ['unknown key "profile"', 'Did you mean "profiles"?']),
        ("api_key = 'x'", ['unknown key "api_key"', "[profiles.NAME] table"]),
        ("[profiles.a]\ntheme = 'nord'", ['unknown key "theme" in [profiles.a]', "above all tables"]),
        ("[profiles.a.guard]\ndelet = 'deny'", ['"delet" in [profiles.a.guard]', 'Did you mean "delete"?']),
        ("[guard]\npause = 'never'", ["pause in [guard]", "allow, confirm, type, deny"]),
        ("[guard]\nmax_bulk = true", ["max_bulk in [guard]", "whole number"]),
        ("guard = 'deny'", ["[guard] must be a table"]),
        ("[profiles.a.gaurd]\npause = 'deny'", ['unknown key "gaurd"', 'Did you mean "guard"?']),
        ("default_profile = 'acne'\n[profiles.acme]", ['"acne"', 'Did you mean "acme"?']),
        ("profiles = 3", ["profiles must be tables"]),
        ("[profiles]\nacme = 3", ["[profiles.acme] must be a table"]),
        ("[profiles.'a b']", ["the name of the profile", "letters, digits"]),
        ("[profiles.'../../x']", ["the name of the profile"]),
        ("[profiles.a]\nread_only = 'yes'", ["read_only in [profiles.a]", "without quotes"]),
        ("[profiles.a]\naccent = 'ice'", ["accent in [profiles.a]", '"#7fd4ff"']),
        ("[profiles.a]\napi_key_file = 'key'", ["absolute path"]),
        ("[profiles.a]\napi_key = ''", ["not empty"]),
        ("theme = ice", ["not valid TOML", "line 1"]),
    ],
)
def test_a_mistake_names_file_key_and_remedy(content: str, parts: list[str]) -> None:
    text = complaint(content)
    assert str(FILE) in text
    for part in parts:
        assert part in text


@pytest.mark.parametrize(
    "url",
    [
        "https://api.coldsend.pro/api/public/v1",
        "http://localhost:8080/v1",
        "http://127.0.0.1:1/v1",
        "http://[::1]:8/v1",
    ],
)
def test_addresses_that_are_accepted(url: str) -> None:
    assert loads(f'[profiles.a]\nbase_url = "{url}/"', FILE).profiles["a"].base_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://api.coldsend.pro/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/",
        "http://192.168.1.1/",
        "http://0.0.0.0/",
        "ftp://localhost/",
        "api.coldsend.pro",
        "https://",
        "https://user:pass@example.com/",
        "https://example.com/?key=1",
        "https://exa mple.com/",
        "https://example.com:port/",
        "http://[::1/",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    assert "base_url in [profiles.a]" in complaint(f'[profiles.a]\nbase_url = "{url}"')


def test_no_complaint_repeats_a_key() -> None:
    for broken in (f"{KEY} trailing", f"{KEY}\\u001b", f"{KEY}é"):
        text = complaint(f'[profiles.a]\napi_key = "{broken}"')
        assert KEY not in text
        assert "api_key in [profiles.a]" in text


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="UTF-8"):
        load(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_the_example_has_every_setting_and_loads() -> None:
    path = Path(__file__).parents[2] / "config.example.toml"
    text = path.read_text(encoding="utf-8")
    settings = loads(text, path)
    written = {line.partition("=")[0].strip() for line in text.splitlines() if "=" in line and not line.startswith("#")}
    assert written == {*GENERAL_KEYS, *PROFILE_KEYS, *GUARD_KEYS}
    assert settings.default_profile in settings.profiles


names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", fullmatch=True)
keys = st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60)
words = st.text(min_size=1, max_size=40).map(str.strip).filter(bool)


guards = st.builds(
    GuardRules, st.dictionaries(st.sampled_from([*ACTIONS, OTHERS]), st.sampled_from(RULES)), st.none() | st.integers(1)
)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    return Profile(
        name=draw(names),
        base_url=draw(st.sampled_from([DEFAULT_BASE_URL, "http://127.0.0.1:8080/v1"])),
        api_key_command=draw(st.none() | words),
        api_key_file=draw(st.none() | st.just(Path("/somewhere/key"))),
        api_key=draw(st.none() | keys.map(Secret)),
        accent=draw(st.none() | st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)),
        read_only=draw(st.booleans()),
        guard=draw(guards),
        source=FILE,
    )


@given(st.lists(profiles(), max_size=3, unique_by=lambda profile: profile.name), st.none() | words, st.booleans())
def test_what_is_written_reads_back_the_same(listed: list[Profile], theme: str | None, mouse: bool) -> None:
    default = listed[0].name if listed else None
    every = {profile.name: profile for profile in listed}
    settings = Settings(default, theme, mouse, every, listed[0].read_only if listed else False)
    assert loads(dumps(settings), FILE) == settings


@given(st.text(max_size=200))
def test_no_content_crashes_the_reader(content: str) -> None:
    try:
        loads(content, FILE)
    except ConfigError as error:
        assert str(FILE) in str(error)


def test_adding_a_profile_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    append_profile(path, Profile("one", api_key=Secret(KEY)))
    path.write_text("# mine\n" + path.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    append_profile(path, Profile("two", api_key_command="pass two"))
    assert path.read_text(encoding="utf-8").startswith("# mine\n[profiles.one]\n")
    assert list(load(path).profiles) == ["one", "two"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["config.toml"]


WRITTEN = """\
# mine
default_profile = "one"   # the client
[profiles.one]
accent = "#7fd4ff"
  api_key = 'old # one'   # until March
[ profiles."two" ]
read_only = true
[profiles.two.guard]
delete = "deny"
"""


def test_a_key_is_replaced_and_everything_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN.replace("old # one", "old#one"), encoding="utf-8")
    replace_key(path, "one", Secret('new"key\\\\'))
    assert path.read_text(encoding="utf-8") == WRITTEN.replace("'old # one'", '"new\\"key\\\\\\\\"')
    assert load(path).profiles["one"].api_key == Secret('new"key\\\\')
    replace_key(path, "two", Secret(KEY))
    two = load(path).profiles["two"]
    assert (two.api_key, two.read_only, two.guard.rules) == (Secret(KEY), True, {"delete": "deny"})
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_found_by_its_line_is_left_to_the_person(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    for content in ('profiles = { one = { api_key = "abc" } }\n', '[profiles.one]\napi_key = """abc"""\n'):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ConfigError, match="line of its own"):
            replace_key(path, "one", Secret(KEY))
        assert path.read_text(encoding="utf-8") == content


def test_adding_a_profile_never_leaves_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("profiles = { one = { api_key = 'abc' } }\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        append_profile(path, Profile("two", api_key=Secret(KEY)))
    assert list(load(path).profiles) == ["one"]


def test_configuration_and_client_agree_on_the_address() -> None:
    assert limits.BASE_URL == DEFAULT_BASE_URL
