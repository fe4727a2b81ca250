"""The operations of the API, one class per resource.

A method is named like the contract's operation id in snake_case, without the resource's own noun and without a `get` that
has another noun left: `listCampaigns` is `campaigns.list`, `getTimeline` is `analytics.timeline`. Reading how far a job is,
is called `<job>_progress`. By the contract's own names, `list_campaigns` and `get_timeline`, all of them are on
`cs.operations`. The whole table is in `tests/api/operations.py`.
"""
