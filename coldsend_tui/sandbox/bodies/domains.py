"""Bodies of domain operations (behaviour.md §12)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coldsend_tui.sandbox.rules.fields import Body, Bool, Host, Int


class DomainCreate(Body):
    """A bare host name to set up."""

    domain: Host


class RedirectSet(Body):
    """Where visitors of the domain go; POST is an upsert."""

    target_domain: Host
    status_code: Annotated[Int, Field(ge=301, le=308)] = 301
    preserve_path: Bool = True
    preserve_query_string: Bool = True
