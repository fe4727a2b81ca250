"""JSON schemas as people read them: a type in a few words, the limits, the fields of an object, an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

Schema = Mapping[str, Any]
_DEEPEST: Final = 3
_LIMITS: Final = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "from {}",
    "maximum": "to {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "matches {}",
}
_SAMPLES: Final = {
    "uuid": "550e8400-e29b-41d4-a716-446655440000",
    "date-time": "2026-01-15T10:30:00Z",
    "date": "2026-01-15",
    "email": "ann@leads.example.com",
    "hostname": "example.com",
}


_TEXTS: Final = {
    "name": "Spring outreach",
    "status": "ACTIVE",
    "subject_template": "A question, {{first_name}}",
    "subject": "A question",
    "email_content": "Hi {{first_name}}, a short note about {{company}}.",
    "first_name": "Ann",
    "last_name": "Lee",
    "company": "Acme",
    "message": "Done",
    "email_prefix": "ann",
    "display_name": "Ann Lee",
    "smtp_host": "smtp.example.com",
    "imap_host": "imap.example.com",
    "timezone": "America/New_York",
}
"""Texts for examples by the name of the field, where the schema says nothing."""


class Field(NamedTuple):
    """One property: `path` such as `variants[].subject_template`, what may stand there, and what is said about it."""

    path: str
    kind: str
    required: bool
    note: str


class Schemas:
    """The schemas of one OpenAPI document."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    def plain(self, schema: Schema) -> Schema:
        """The schema without its reference, and without the null of an optional value."""
        while "$ref" in schema:
            found: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        options = [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
        if len(options) == 1:
            outer = {name: value for name, value in schema.items() if name != "anyOf"}
            return {**self.plain(options[0]), **outer}
        return schema

    def kind(self, schema: Schema) -> str:
        """The type in a few words: `integer`, `uuid or null`, `array of objects`, `DRAFT | ACTIVE`."""
        nullable = any(option.get("type") == "null" for option in schema.get("anyOf", ()))
        found = self.plain(schema)
        if "enum" in found or "const" in found:
            text = " | ".join(map(str, found.get("enum", [found.get("const")])))
        elif "anyOf" in found:
            text = " or ".join(self.kind(option) for option in found["anyOf"] if option.get("type") != "null")
        elif found.get("type") == "array":
            text = f"array of {self.kind(found.get('items', {}))}"
        else:
            text = found.get("format") or found.get("type") or "any"
        return f"{text} or null" if nullable else text

    def note(self, schema: Schema, description: str = "") -> str:
        """Description, limits and default in one line."""
        found = self.plain(schema)
        limits = [text.format(_plain_number(found[name])) for name, text in _LIMITS.items() if name in found]
        if found.get("default") is not None:
            limits.append(
                f"default {found['default']}".lower()
                if found.get("type") == "boolean"
                else f"default {found['default']}"
            )
        return "; ".join(filter(None, [description or found.get("description", ""), *limits]))

    def fields(self, schema: Schema, prefix: str = "", depth: int = 0) -> Iterator[Field]:
        """All properties, inner ones after their owner."""
        found = self.plain(schema)
        for part in found.get("allOf", ()):
            yield from self.fields(part, prefix, depth)
        if found.get("type") == "array":
            yield from self.fields(found.get("items", {}), f"{prefix}[]", depth)
            return
        for name, inner in found.get("properties", {}).items():
            path = f"{prefix}.{name}" if prefix else name
            own = self.plain(inner)
            described = inner.get("description") or (own.get("description", "") if "properties" not in own else "")
            yield Field(path, self.kind(inner), name in found.get("required", ()), self.note(inner, described))
            if depth < _DEEPEST and ("properties" in own or own.get("type") == "array"):
                yield from self.fields(inner, path, depth + 1)

    def example(self, schema: Schema, *, whole: bool = True, name: str = "", depth: int = 0) -> Any:
        """A value of this schema; `whole` with the optional properties too."""
        found = self.plain(schema)
        for given in (found.get("example"), *found.get("examples", ()), found.get("default")):
            if given is not None:
                return given
        if "allOf" in found:
            parts = [self.example(part, whole=whole, depth=depth) for part in found["allOf"]]
            return {key: value for part in parts for key, value in part.items()}
        if "enum" in found or "const" in found:
            return found.get("enum", [found.get("const")])[0]
        if "anyOf" in found:
            return self.example(found["anyOf"][0], whole=whole, name=name, depth=depth)
        match found.get("type"):
            case "object":
                inner = found.get("properties", {}) if depth <= _DEEPEST else {}
                return {
                    key: self.example(value, whole=whole, name=key, depth=depth + 1)
                    for key, value in inner.items()
                    if whole or key in found.get("required", ())
                }
            case "array":
                return [self.example(found.get("items", {}), whole=whole, name=name, depth=depth + 1)]
            case "integer" | "number":
                return _plain_number(max(found.get("minimum", 1), min(found.get("maximum", 1), 1)))
            case "boolean":
                return True
            case _:
                text = _SAMPLES.get(found.get("format", "")) or _TEXTS.get(name) or name.replace("_", " ") or "text"
                return text.ljust(found.get("minLength", 0), ".")


def _plain_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
