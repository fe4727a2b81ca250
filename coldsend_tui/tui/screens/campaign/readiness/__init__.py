"""Readiness: every check, the server's own list verbatim."""
