"""Payloads of the API as rows of the workspace. Lenient: a field of a wrong type is unknown, a row without identity is left out."""
