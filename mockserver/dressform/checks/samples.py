"""Sound requests, by the document alone."""

from typing import Any

from dressform.checks.ownership import NOBODYS
from dressform.checks.suite import Suite
from dressform.contract import Operation

Json = dict[str, Any]


def example_of(suite: Suite, operation: Operation) -> Json:
    """What to send for a sound request, as arguments of `Api.call`; its ids name nothing."""
    sent: Json = {}
    if operation.path_parameters:
        sent["path"] = {n: _sample(p.schema) for n, p in operation.path_parameters.items()}
    sent["query"] = {n: _sample(p.schema) for n, p in operation.query.items() if p.required}
    node = suite.contract.document["paths"][operation.path][operation.method.lower()]
    content = suite.contract.resolve(node.get("requestBody", {})).get("content", {})
    if "application/json" in content:
        examples = content["application/json"].get("examples", {})
        sent["body"] = next((e["value"] for e in examples.values()), {})
    elif content:
        sent["form"] = (("dressform", "1"),)
    return sent


def _sample(schema: Json) -> Any:
    """A value of a parameter that most likely names nothing."""
    if schema.get("format") == "uuid":
        return NOBODYS["uuid"]
    if "24" in schema.get("pattern", ""):
        return NOBODYS["object id"]
    return next(iter(schema.get("enum", [])), NOBODYS["integer"])
