"""A local ColdSend: the whole Public API over a seeded engine on a virtual clock (extra `sandbox`).

It implements the contract and imports nothing else of this project. `app.create_app` gives an ASGI application,
`serve.main` is the command line.
"""
