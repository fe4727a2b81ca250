"""A call of each operation as a command line, ready to be pasted."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any, Final

from coldsend_tui.sandbox.docs.schemas import Schemas

KEY: Final = "$COLDSEND_KEY"


def curl(method: str, url: str, operation: Mapping[str, Any], schemas: Schemas) -> str:
    """The curl command; `url` is whole, the key comes from the environment."""
    needed = [
        f"{parameter['name']}={schemas.example(parameter['schema'], name=parameter['name'])}"
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and parameter.get("required")
    ]
    words = ["curl"] + ([f"-X {method}"] if method not in ("GET", "POST") else [])
    lines = [f'{" ".join(words)} "{url}{"?" + "&".join(needed) if needed else ""}"', f'-H "X-API-Key: {KEY}"']
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        lines.append("-F file=@people.csv")
    elif "application/json" in content:
        body = sample_body(operation, schemas)
        lines += ['-H "Content-Type: application/json"', f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}"]
    elif method == "POST":
        lines[0] = lines[0].replace("curl", "curl -X POST", 1)
    return " \\\n  ".join(lines)


def sample_body(operation: Mapping[str, Any], schemas: Schemas) -> Any:
    """The smallest JSON body an operation takes; one field where none is required."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    body = schemas.example(schema, whole=False)
    if body == {}:
        body = dict(list(schemas.example(schema).items())[:1])
    return body
