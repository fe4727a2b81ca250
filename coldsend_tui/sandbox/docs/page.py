"""The page itself: operations grouped as in the contract, each with parameters, body, answers, errors and a command."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files
from typing import Any, Final

from coldsend_tui.sandbox.docs.calls import curl
from coldsend_tui.sandbox.docs.schemas import Field, Schemas
from coldsend_tui.sandbox.rules.operations import PUBLIC
from coldsend_tui.sandbox.rules.rate_limit import PER_HOUR, PER_MINUTE

POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)
"""Content-Security-Policy of the page: it may load nothing at all."""

_PARTS: Final = files("coldsend_tui.sandbox.docs")


def page(document: Mapping[str, Any], origin: str) -> str:
    """The HTML of the whole API as described by an OpenAPI document, for a server at `origin`."""
    schemas = Schemas(document)
    groups: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append((method.upper(), path, operation))
    count = sum(map(len, groups.values()))
    return (
        _PARTS.joinpath("page.html")
        .read_text("utf-8")
        .format(
            title=escape(document["info"]["title"]),
            intro=_intro(origin, count),
            style=_PARTS.joinpath("page.css").read_text("utf-8"),
            script=_PARTS.joinpath("page.js").read_text("utf-8"),
            index="".join(_index(tag, rows) for tag, rows in groups.items()),
            operations="".join(_group(tag, rows, schemas, origin) for tag, rows in groups.items()),
        )
    )


def _intro(origin: str, count: int) -> str:
    return (
        f"<p>{count} operations below <code>{escape(origin + PUBLIC)}</code>. Every call carries a key in <code>X-API-Key</code>; "
        f"a key may call {PER_MINUTE} times a minute and {PER_HOUR:,} times an hour, and every answer says in "
        "<code>X-RateLimit-Limit</code>, <code>-Remaining</code> and <code>-Reset</code> what is left of the minute. Errors carry "
        "<code>detail</code>: a sentence, or a list of <code>loc</code>, <code>msg</code>, <code>type</code>. "
        'Machine-readable: <a href="/openapi.json">openapi.json</a>.</p>'
    )


def _index(tag: str, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> str:
    links = "".join(
        f'<a href="#{row["operationId"]}" data-find="{_words(method, path, row)}">{_method(method)}'
        f"<span>{escape(_short(path)).replace('/', '<wbr>/')}</span></a>"
        for method, path, row in rows
    )
    return f"<section><h2>{escape(tag)}</h2>{links}</section>"


def _group(tag: str, rows: Iterable[tuple[str, str, Mapping[str, Any]]], schemas: Schemas, origin: str) -> str:
    inner = "".join(_operation(method, path, row, schemas, origin) for method, path, row in rows)
    return f"<section><h2>{escape(tag)}</h2>{inner}</section>"


def _operation(method: str, path: str, row: Mapping[str, Any], schemas: Schemas, origin: str) -> str:
    scope = "".join(f'<code class="scope">{escape(name)}</code>' for name in row["x-scopes"]) or (
        '<span class="scope">any key</span>'
    )
    return (
        f'<details id="{row["operationId"]}" data-find="{_words(method, path, row)}"><summary>{_method(method)}'
        f'<code class="path">{_marked(_short(path))}</code><span class="what">{escape(row.get("summary", ""))}</span>{scope}'
        f'</summary><div class="body">{"".join(_parts(method, path, row, schemas, origin))}</div></details>'
    )


def _parts(method: str, path: str, row: Mapping[str, Any], schemas: Schemas, origin: str) -> Iterator[str]:
    text = row.get("description", "")
    if text.rstrip(".") != row.get("summary", ""):
        yield f"<p>{escape(text)}</p>"
    parameters = [
        Field(
            given["name"],
            schemas.kind(given["schema"]),
            given.get("required", False),
            "; ".join(
                filter(
                    None,
                    [
                        "in the path" if given["in"] == "path" else "",
                        schemas.note(given["schema"], given.get("description", "")),
                    ],
                )
            ),
        )
        for given in row.get("parameters", ())
    ]
    yield _table("Parameters", parameters)
    for kind, content in row.get("requestBody", {}).get("content", {}).items():
        title = "Body" if kind == "application/json" else f"Body <small>{escape(kind)}</small>"
        schema = schemas.plain(content["schema"])
        fields = list(schemas.fields(schema)) or [
            Field("(whole body)", schemas.kind(schema), True, schemas.note(schema))
        ]
        yield _table(title, fields)
    yield f'<h3>Call</h3><pre class="copy"><code>{escape(curl(method, origin + path, row, schemas))}</code></pre>'
    yield from _answers(row["responses"], schemas)


def _answers(responses: Mapping[str, Any], schemas: Schemas) -> Iterator[str]:
    good = {status: response for status, response in responses.items() if status < "300"}
    for status, response in good.items():
        for kind, content in response["content"].items():
            # All of them are always sent: a star would say nothing.
            fields = [field._replace(required=False) for field in schemas.fields(content["schema"])]
            title = f"Answer {_status(status)} <small>{escape(kind)}</small>"
            yield _table(title, fields) or f"<h3>{title}</h3><p>{escape(response['description'])}</p>"
            if fields:
                sample = json.dumps(schemas.example(content["schema"]), indent=2, ensure_ascii=False)
                yield f"<details class='sample'><summary>Example</summary><pre><code>{escape(sample)}</code></pre></details>"
    errors = "".join(
        f"<tr><td>{_status(status)}</td><td>{escape(response['description'])}</td></tr>"
        for status, response in responses.items()
        if status not in good
    )
    yield f"<h3>Errors</h3><table class='errors'>{errors}</table>"


def _table(title: str, fields: list[Field]) -> str:
    if not fields:
        return ""
    rows = "".join(
        f"<tr><td><code>{escape(field.path)}</code>{'<b title=required>*</b>' if field.required else ''}</td>"
        f'<td class="kind">{escape(field.kind)}</td><td>{escape(field.note)}</td></tr>'
        for field in fields
    )
    return f"<h3>{title}</h3><table>{rows}</table>"


def _method(method: str) -> str:
    return f'<b class="method {method.lower()}">{method}</b>'


def _status(status: str) -> str:
    return f'<b class="status s{status[0]}">{status}</b>'


def _short(path: str) -> str:
    return path.removeprefix(PUBLIC)


def _marked(path: str) -> str:
    return escape(path).replace("{", "<i>{").replace("}", "}</i>")


def _words(method: str, path: str, row: Mapping[str, Any]) -> str:
    words = [method, _short(path), row["operationId"], row.get("summary", ""), row["tags"][0], *row["x-scopes"]]
    return escape(" ".join(words).lower())
