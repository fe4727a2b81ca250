"""The contract as a judge: is this answer one that openapi.yaml allows, and does it carry everything that is listed?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

PUBLIC = "/api/public/v1"
_URN = "urn:contract"
_RATE_HEADERS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
_FORMATS = FormatChecker()


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    """ISO 8601 in UTC with `Z` (behaviour.md §1); the library checks no moments by itself."""
    return not isinstance(value, str) or (value.endswith("Z") and datetime.fromisoformat(value) is not None)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Contract:
    """openapi.yaml, read once."""

    def __init__(self, path: Path) -> None:
        self.document: dict[str, Any] = yaml.load(path.read_text(), Loader=_LOADER)
        self.operations: dict[str, dict[str, Any]] = {}
        """Operation id → the contract's operation object with `method` and `path` beside it."""
        for route, methods in self.document["paths"].items():
            for method, operation in methods.items():
                self.operations[operation["operationId"]] = {**operation, "method": method.upper(), "path": route}
        self._places: dict[tuple[str, int], list[tuple[str, list[str]]]] = {}
        for name, operation in self.operations.items():
            parts = operation["path"].split("/")
            self._places.setdefault((operation["method"], len(parts)), []).append((name, parts))
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URN, resource)
        self._sound: set[bytes] = set()
        """Digests of answers that were found sound: seeded workspaces give the same ones in many tests."""

    def operation_of(self, method: str, path: str) -> str | None:
        """The operation id a call belongs to; literal path parts win over ids."""
        parts = path.removeprefix(PUBLIC).removesuffix("/").split("/")
        found = [
            (sum(part.startswith("{") for part in wanted), name)
            for name, wanted in self._places.get((method, len(parts)), ())
            if all(want == got or want.startswith("{") for want, got in zip(wanted, parts, strict=True))
        ]
        return min(found)[1] if found else None

    def check(self, name: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """AssertionError unless the contract allows this answer of the operation `name`."""
        responses = self.operations[name]["responses"]
        assert str(status) in responses, (
            f"{name} answered {status}, documented are {', '.join(responses)}: {body[:300]!r}"
        )
        for header in _RATE_HEADERS:
            assert header in headers, f"{name} {status} came without {header}"
        response = self.resolved(responses[str(status)])
        kind = headers.get("content-type", "").partition(";")[0]
        assert kind in response["content"], f"{name} {status} is {kind}, documented is {', '.join(response['content'])}"
        if kind != "application/json":
            return
        digest = hashlib.sha256(f"{name} {status} ".encode() + body).digest()
        if digest in self._sound:
            return
        value = json.loads(body)
        schema = response["content"][kind]["schema"]
        problems = self.problems(schema, value)
        assert not problems, f"{name} {status} breaks the contract: {problems[:5]}"
        if status < 300:
            absent = list(self.absent(schema, value))
            assert not absent, f"{name} {status} does not send {absent[:8]}"
        self._sound.add(digest)

    def absent(self, schema: Mapping[str, Any], value: Any, path: str = "") -> Iterator[str]:
        """Paths of listed properties that `value` lacks: the sandbox sends also what the contract only infers."""
        schema = self.resolved(schema)
        for part in schema.get("allOf", ()):
            yield from self.absent(part, value, path)
        if isinstance(value, dict):
            for key, inner in schema.get("properties", {}).items():
                if key not in value:
                    yield f"{path}/{key}"
                else:
                    yield from self.absent(inner, value[key], f"{path}/{key}")
        elif isinstance(value, list) and isinstance(schema.get("items"), dict):
            for inner in value:
                yield from self.absent(schema["items"], inner, f"{path}[]")

    def problems(self, schema: Mapping[str, Any], value: Any) -> list[str]:
        """What keeps `value` from being one of this schema of the contract, each with its place."""
        errors = self._validator(json.dumps(schema, sort_keys=True)).iter_errors(value)
        return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in errors]

    @cache  # noqa: B019 - one contract lives as long as the test run
    def _validator(self, schema: str) -> Draft202012Validator:
        absolute = json.loads(schema.replace('"#/', f'"{_URN}#/'))
        return Draft202012Validator(absolute, registry=self._registry, format_checker=_FORMATS)

    def resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        """The object a `$ref` points to, or the node itself."""
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


@cache
def load() -> Contract:
    """The contract of this repository."""
    return Contract(Path(__file__).with_name("openapi.yaml"))
