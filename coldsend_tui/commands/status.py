"""`coldsend-tui status`: the state of the workspace as text or JSON, without a console."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from coldsend_tui.commands.now_text import render
from coldsend_tui.commands.reading import once
from coldsend_tui.config import config_path, load, select
from coldsend_tui.errors import ExitCode

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Read the workspace, print it. When it cannot be read: the reason on stderr, what was known on stdout, its exit status."""
    if options.all:
        from coldsend_tui.commands import status_all

        return status_all.run(options)
    profile = select(load(config_path(os.environ)), options.profile, os.environ)
    looked = once(profile, cached=options.cached)
    if looked.error is not None:
        print(f"coldsend-tui: {looked.error}", file=sys.stderr)
    status = looked.error.exit_code if looked.error else ExitCode.OK
    if options.json:
        from coldsend_tui.commands.status_json import dumps

        print(dumps(looked.seen, profile.name))
    elif status is ExitCode.OK or looked.seen.verdict.age is not None:
        print(render(looked.seen, *options.size))
    return status
