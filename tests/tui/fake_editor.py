"""An editor for tests: a script that does what it was told, one instruction a call, and remembers what it was shown."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

SCRIPT = """#!{python}
import json, pathlib, sys
home = pathlib.Path({home!r})
calls = len(list(home.glob("call-*.json")))
steps = json.loads((home / "steps.json").read_text())
file = pathlib.Path(sys.argv[-1])
text = file.read_bytes().decode()
step = steps[min(calls, len(steps) - 1)]
mode = oct(file.stat().st_mode & 0o777), oct(file.parent.stat().st_mode & 0o777)
whole = home / f"call-{{calls}}.json"
whole.with_suffix(".part").write_text(json.dumps([sys.argv[1:], text, mode]))
whole.with_suffix(".part").rename(whole)  # the test may look at any moment
for old, new in step.get("replace", []):
    assert old in text, old
    text = text.replace(old, new, 1)
if "text" in step:
    text = step["text"]
file.write_bytes(text.encode())
sys.exit(step.get("status", 0))
"""


class Call(NamedTuple):
    """One time the editor was opened: its arguments, the text it was shown, the modes of the file and its directory."""

    arguments: list[str]
    text: str
    modes: list[str]


class FakeEditor:
    """`vim`, as far as the console can tell."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        program = home / "vim"
        program.write_text(SCRIPT.format(python=sys.executable, home=str(home)), encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(program))
        monkeypatch.delenv("VISUAL", raising=False)

    def will(self, *steps: dict[str, object]) -> None:
        """What to do at the first call, the second, …: `replace` pairs, a whole `text`, an exit `status`."""
        (self.home / "steps.json").write_text(json.dumps(steps), encoding="utf-8")

    @property
    def calls(self) -> list[Call]:
        """How often it was opened, and with what."""
        return [Call(*json.loads(path.read_text())) for path in sorted(self.home.glob("call-*.json"))]


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeEditor:
    """An editor that is told what to do with `will`."""
    (tmp_path / "editor").mkdir()
    return FakeEditor(tmp_path / "editor", monkeypatch)
