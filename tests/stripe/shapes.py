"""Stripe's specification of /v1: which requests there are, what they take, and what every answer looks like.

An object of the double may hold nothing that the specification does not name: a misspelt field is found as well as a
missing one.
"""

import functools
import gzip
import json
import re
from pathlib import Path

import jsonschema_rs

from tests.stripe.errors import DoubleIsWrong, Refused
from tests.stripe.forms import typed, under

FILE = Path(__file__).with_name("spec-card.json.gz")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORM = "application/x-www-form-urlencoded"
# What may stand in place of an id in Stripe's own document, and was cut out of ours with what else stands there.
PUT_BACK = {
    ("balance_transaction", "source"): ("dispute", "payout", "refund", "transfer", "transfer_reversal"),
    ("charge", "source_transfer"): ("transfer",),
}
NOT_OF_JSON_SCHEMA = {"format", "style", "explode"}


class Spec:
    def __init__(self):
        self.document = json.loads(gzip.decompress(FILE.read_bytes()))
        self.version = self.document["info"]["version"]
        self.schemas = self.document["components"]["schemas"]
        for (name, field), others in PUT_BACK.items():
            choices = self.schemas[name]["properties"][field]["anyOf"]
            choices += [{"$ref": f"#/components/schemas/{other}"} for other in others]
        self.definitions = {name: json_schema(schema) for name, schema in self.schemas.items()}
        self.validators: dict = {}

    def takes(self, method: str, path: str, given: dict) -> dict:
        """The parameters as the specification means them. Raises Refused, as Stripe does, for what it does not know."""
        schema = self.parameters(method, path)
        params = typed(schema, given)
        for problem in self.validator(schema).iter_errors(params):
            raise refusal(problem)
        return params

    def parameters(self, method: str, path: str) -> dict:
        operation = self.document["paths"][path][method.lower()]
        if method == "POST":
            return operation["requestBody"]["content"][FORM]["schema"]
        asked = [one for one in operation.get("parameters", []) if one["in"] == "query"]
        fields = {one["name"]: one["schema"] for one in asked}
        return {"type": "object", "properties": fields, "additionalProperties": False}

    def check_answer(self, method: str, path: str, answer: dict) -> None:
        schema = self.document["paths"][path][method.lower()]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        self.check(f"{method} {path}", schema, answer)

    def check_object(self, name: str, value: dict) -> None:
        """Raises DoubleIsWrong where it is not a whole object of this name: `charge`, `event`, `error` …"""
        self.check(name, {"$ref": f"#/components/schemas/{name}"}, value)

    def check(self, name: str, schema: dict, value) -> None:
        for problem in self.validator(schema).iter_errors(value):
            raise DoubleIsWrong(f"{name}: {'/'.join(map(str, problem.instance_path))}: {problem.message[:160]}")

    def validator(self, schema: dict):
        """Compiled once: that takes longer than to use it a hundred times."""
        written = json.dumps(json_schema(schema))
        if written not in self.validators:
            definitions = {"components": {"schemas": self.definitions}} if "$ref" in written else {}
            whole = {"$schema": DIALECT, **json.loads(written), **definitions}
            self.validators[written] = jsonschema_rs.validator_for(whole)
        return self.validators[written]

    def smallest(self, schema: dict):
        """The smallest value that this schema allows: what Stripe always sends, empty."""
        if "$ref" in schema:
            return self.smallest(self.schemas[schema["$ref"].rpartition("/")[2]])
        if schema.get("nullable"):
            return None
        if "anyOf" in schema:
            return self.smallest(schema["anyOf"][0])
        if "enum" in schema:
            return schema["enum"][0]
        if schema["type"] == "object":
            return {name: self.smallest(schema["properties"][name]) for name in schema.get("required", [])}
        return {"string": "", "integer": 0, "boolean": False, "array": [], "number": 0}[schema["type"]]


@functools.cache
def spec() -> Spec:
    return Spec()


def json_schema(value):
    """OpenAPI 3.0 as JSON Schema, where `nullable` is a type of its own; what an object may hold is what it names."""
    if isinstance(value, list):
        return [json_schema(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {key: json_schema(one) for key, one in value.items() if key not in NOT_OF_JSON_SCHEMA}
    if "properties" in value:
        made["properties"] = {name: json_schema(one) for name, one in value["properties"].items()}
        made.setdefault("additionalProperties", False)
    if made.pop("nullable", None) is True:
        return {"anyOf": [made, {"type": "null"}]}
    return made


def refusal(problem) -> Refused:
    """A problem of parameters in Stripe's words."""
    name = functools.reduce(under, map(str, problem.instance_path), "")
    if missing := re.search(r'"(\w+)" is a required property', problem.message):
        name = under(name, missing[1])
        return Refused(f"Missing required param: {name}.", code="parameter_missing", param=name)
    return Refused(f"Invalid {name}: {problem.message[:160]}", param=name)
