"""The types of the official SDK as a specification: for /v2, which Stripe's document does not have.

They move with the version of `stripe` in uv.lock. A type that this module does not understand is an error, not a pass.
"""

import sys
import types
import typing
from typing import get_type_hints

from stripe import StripeObject
from typing_extensions import is_typeddict


def problems(kind, value, name: str = "") -> list[str]:
    """What is wrong with a value of parsed JSON, as sentences; the empty list where nothing is."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        found = [problems(one, value, name) for one in inner]
        return min(found, key=len)
    if origin is typing.Literal:
        return [] if value in inner else [f"{name}: {value!r} is none of {inner}"]
    if origin is list:
        if not isinstance(value, list):
            return [f"{name}: {value!r} is no list"]
        return [each for at, one in enumerate(value) for each in problems(inner[0], one, f"{name}[{at}]")]
    if origin is dict or is_untyped(kind, origin):
        return [] if isinstance(value, dict) else [f"{name}: {value!r} is no object"]
    if is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, StripeObject)):
        return problems_of_fields(kind, value, name)
    if kind in (str, int, bool, type(None)):
        return [] if type(value) is kind else [f"{name}: {value!r} is no {kind.__name__}"]
    raise TypeError(f"{name}: the double does not understand {kind}")


def is_untyped(kind, origin) -> bool:
    return "UntypedStripeObject" in {getattr(kind, "__name__", ""), getattr(origin, "__name__", "")}


def problems_of_fields(kind, value, name: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{name}: {value!r} is no object"]
    fields = fields_of(kind)
    wrong = [f"{name}.{key}: unknown" for key in value if key not in fields]
    missing = required(kind, fields) - value.keys()
    wrong += [f"{name}.{key}: missing" for key in sorted(missing)]
    for key in value.keys() & fields.keys():
        wrong += problems(fields[key], value[key], f"{name}.{key}")
    return wrong


def fields_of(kind) -> dict:
    if is_typeddict(kind):
        return get_type_hints(kind, globalns=vars(sys.modules[kind.__module__]))
    own = kind.__annotations__.items()
    return {key: one for key, one in own if typing.get_origin(one) is not typing.ClassVar}


def required(kind, fields: dict) -> set[str]:
    """In parameters what is not marked, in answers what may not be null."""
    if is_typeddict(kind):
        return set(kind.__required_keys__)
    return {key for key, one in fields.items() if type(None) not in typing.get_args(one)}
