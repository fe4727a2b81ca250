"""`python -m coldsend_tui.sandbox`: serve the sandbox without the console."""

from __future__ import annotations

import sys

from coldsend_tui.sandbox.serve import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
