"""The operations of the API, one class per resource.

A method is named like the contract's operation id in snake_case, without the resource's own noun and without a `get` that
has another noun left: `listCampaigns` is `campaigns.list`, `getTimeline` is `analytics.timeline`. Reading how far a job is,
is called `<job>_progress`. The whole table is in `tests/api/operations.py`.
"""
