"""Stripe's form bodies: a[b]=1&list[0]=x&list[]=y, and what their strings mean by the specification."""

import re
from urllib.parse import parse_qsl

from tests.stripe.errors import Refused

WORDS = {"true": True, "false": False}


def parse(text: str) -> dict:
    """The parameters of a body or a query, nested; every value is a string still."""
    found: dict = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        parts = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name)
        inside = found
        for part in parts[:-1]:
            inside = inside.setdefault(part or str(len(inside)), {})
        inside[parts[-1] or str(len(inside))] = value
    return with_lists(found)


def with_lists(value):
    """What is numbered becomes a list."""
    if not isinstance(value, dict):
        return value
    value = {key: with_lists(inner) for key, inner in value.items()}
    if value and all(key.isdigit() for key in value):
        return [value[key] for key in sorted(value, key=int)]
    return value


def typed(schema: dict, value, name: str = ""):
    """The value as its schema means it. Raises Refused where a string is no such thing."""
    if "anyOf" in schema:
        return first_that_fits(schema["anyOf"], value, name)
    match schema.get("type"), value:
        case "object", dict():
            return {key: typed(*field(schema, key, inner, under(name, key))) for key, inner in value.items()}
        case "array", list():
            return [typed(schema.get("items", {}), inner, under(name, str(at))) for at, inner in enumerate(value)]
        case "integer", str() if re.fullmatch(r"-?\d+", value):
            return int(value)
        case "boolean", str() if value.lower() in WORDS:
            return WORDS[value.lower()]
        case "string", str() if value in schema.get("enum", [value]):
            return value
        case None, _:
            return value
    code = {"integer": {"code": "parameter_invalid_integer"}}.get(schema["type"], {})
    raise Refused(f"Invalid {schema['type']}: {value}", param=name, **code)


def field(schema: dict, key: str, value, name: str) -> tuple:
    """Stripe's document says of the outermost object alone that it takes nothing else; Stripe means them all."""
    if key in schema.get("properties", {}):
        return schema["properties"][key], value, name
    if "properties" not in schema or schema.get("additionalProperties"):
        return {}, value, name
    raise Refused(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def first_that_fits(schemas: list[dict], value, name: str):
    """Where none does, what is said is the error of the one that came furthest."""
    refused = []
    for schema in schemas:
        try:
            return typed(schema, value, name)
        except Refused as error:
            refused.append(error)
    raise max(refused, key=lambda error: len(error.body["error"]["param"]))


def under(name: str, key: str) -> str:
    return f"{name}[{key}]" if name else key
