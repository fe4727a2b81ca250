"""`python -m coldsend_tui` is `coldsend-tui`."""

import sys

from coldsend_tui.cli import main

sys.exit(main())
