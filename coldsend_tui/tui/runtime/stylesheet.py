"""A style sheet that is parsed again only when something in it changed.

Textual parses everything again for every screen that is opened, so that a theme chosen meanwhile reaches it: twice before
the first frame, and once more for each first look at another screen.

Private API touched: `Stylesheet._variables`, `Stylesheet._require_parse`.
"""

from __future__ import annotations

from textual.css.stylesheet import Stylesheet


class SteadyStylesheet(Stylesheet):
    """Equal variables leave what was parsed as it is."""

    _changed = False

    def set_variables(self, variables: dict[str, str]) -> None:
        """The colours of the present theme."""
        if variables != self._variables:
            self._changed = True
            super().set_variables(variables)

    def reparse(self) -> None:
        """Parse everything after other variables, else what was added."""
        if self._changed:
            super().reparse()
            self._changed = False
        elif self._require_parse:
            self.parse()
