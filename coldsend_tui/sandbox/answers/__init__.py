"""Answers of the public API, one module per resource: their shape as typed dicts, and how rows of the world fill them.

Every property the contract lists is sent, also those it only infers (behaviour.md §19.18, §19.21). Moments are ISO 8601 in
UTC, ids are UUIDs.
"""
