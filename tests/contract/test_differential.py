"""For every schema of every vendor the fast validator and the reference give the same verdict.

Schemathesis draws values that a schema allows and some that it does not; each is then changed in many
ways that do not depend on it.
"""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from schemathesis import GenerationMode

from dressform.contract import Contract, Schema, load
from dressform.vendors import SLUGS
from tests.contract.mutations import Mutator
from tests.contract.reference import KNOWN, OWN, reference

Json = dict[str, Any]

DRAWN = 10
"""Values that are drawn for a schema."""

AROUND = 80
"""Values near each of them."""

WORDED = 2
"""Refused values near each of them whose errors are compared in words."""


def schemas_of(contract: Contract) -> Iterator[tuple[str, Schema]]:
    """Every schema by where it stands: bodies, responses, parameters, webhooks."""
    for name, operation in contract.operations.items():
        for media_type, body in operation.bodies.items():
            yield f"{name} {media_type}", body
        for status, response in operation.responses.items():
            if response is not None:
                yield f"{name} {status}", response
        yield f"{name} path", operation.path_schema
        yield f"{name} query", operation.query_schema
    for name, webhook in contract.webhooks.items():
        yield f"webhook {name}", webhook


def distinct(slug: str) -> dict[str, Schema]:
    """Those that differ, each under the first of its names."""
    found = {json.dumps(s.node, sort_keys=True): (n, s) for n, s in reversed(SCHEMAS[slug])}
    return {f"{slug} {name}": schema for name, schema in found.values()}


CONTRACTS = {slug: load(slug) for slug in SLUGS}
SCHEMAS = {slug: list(schemas_of(contract)) for slug, contract in CONTRACTS.items()}
CASES = {name: (slug, schema) for slug in SLUGS for name, schema in distinct(slug).items()}


def values_of(slug: str, schema: Schema) -> st.SearchStrategy[Any]:
    """Values that the schema allows, and some that it does not, as bodies of an operation."""
    content = {"application/json": {"schema": schema.node}}
    operation = {
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "."}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": ".", "version": "1"},
        "paths": {"/": {"post": operation}},
        "components": {"schemas": CONTRACTS[slug].components.get("schemas", {})},
    }
    described = schemathesis.openapi.from_dict(document)["/"]["POST"]
    modes = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    return st.one_of(described.as_strategy(generation_mode=mode) for mode in modes).map(
        lambda case: json.loads(json.dumps(case.body, default=repr))
    )


@pytest.mark.parametrize("name", CASES)
def test_both_validators_give_the_same_verdict(name: str) -> None:
    slug, schema = CASES[name]
    judge, mutator = reference(schema), Mutator(schema)

    @settings(
        max_examples=DRAWN,
        phases=(Phase.generate,),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(values_of(slug, schema), st.integers(0, 2**32))
    def agree(drawn: Any, seed: int) -> None:
        worded = 0
        for value in mutator.around(drawn, Random(seed), AROUND):
            accepted = schema.accepts(value)
            assert accepted == judge.is_valid(value), value
            if not accepted and worded < WORDED:
                worded += 1
                worded_by_the_reference(schema, value)

    agree()


def worded_by_the_reference(schema: Schema, value: Any) -> None:
    """Every reason for a no is the reference's, in its words or in a `title` of the schema."""
    known = set(words(as_it_comes(schema).iter_errors(value)))
    if not known:
        return  # see KNOWN: there is nothing to take the words from
    known.add(f"{value!r} is not an object")  # for a discriminator, which the reference ignores
    issues = schema.issues(value, ())
    assert issues, value
    for issue in issues:
        if issue.keyword in {"enum", "required"}:  # the same
            alone = Draft202012Validator({issue.keyword: issue.limit})
            known.update(words(alone.iter_errors(issue.value)))
        assert issue.message in known, value


def as_it_comes(schema: Schema) -> Draft202012Validator:
    """The reference, right or wrong."""
    return Draft202012Validator(schema.whole, format_checker=OWN)


def words(errors: Any) -> Iterator[str]:
    """The messages of errors and of those inside them, and the titles of what they broke."""
    for error in errors:
        assert isinstance(error, ValidationError)
        yield error.message
        if isinstance(error.schema, dict) and "title" in error.schema:
            yield error.schema["title"]
        yield from words(error.context or ())


@pytest.mark.parametrize(("node", "text", "valid"), KNOWN)
def test_where_the_reference_is_wrong_the_fast_validator_is_right(
    node: Json, text: str, valid: bool
) -> None:
    schema = Schema(node, {})
    assert schema.accepts(text) is reference(schema).is_valid(text) is valid
    assert as_it_comes(schema).is_valid(text) is not valid


@pytest.mark.parametrize(("node", "text"), [(n, text) for n, text, valid in KNOWN if not valid])
def test_what_is_refused_has_a_reason(node: Json, text: str) -> None:
    """Without one, a refusal is none."""
    assert Schema(node, {}).issues(text, ()) != ()
