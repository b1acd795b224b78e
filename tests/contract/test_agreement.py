"""The fast verdict is the reference validator's, for every request that the contract describes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from dressform.contract import Operation, Schema, load
from tests.contract.reference import reference

Json = dict[str, Any]

CONTRACT = load("uwear")
CASES = schemathesis.openapi.from_dict(CONTRACT.document)

AWKWARD: list[Any] = [
    *(None, True, False, 0, 1, 2, 6, -1, 1.0, 1.5, -0.0, 2**63, 2**64, 10**30, 1e300, 5e-324),
    *("", "0", "1", "a", "ü", "\0", "\n", "🧥", "x" * 300, "generate", "video", "kling-3-pro"),
    *("auto", "1:1", "2K", "4K", "720p", "https://example.com/a.png", "http://", "http://a b"),
    *("HTTP://a", "http://[::1]/", "http://[::1", "http://a:99999/", "http://ü/", "http://a/%zz"),
    *("https://a/\n", "data:image/", "data:image/png;base64,AA==", "data:text/plain,", "//a"),
    *([], [1], ["a"], [None], [[]], ["https://example.com/a.png"] * 4, {}, {"a": 1}),
]
NAMES = [
    *("use_case", "model_slug", "num_images", "prompt", "resolution", "aspect_ratio", "image_url"),
    *("generation_result_parent_id", "last_frame_url", "duration", "webhook_url", "webhook_events"),
    *("img_ref_urls", "clothing_item_ids", "avatar_description", "photo_file", "page", "unknown"),
]


def requests_of(operation: Operation) -> st.SearchStrategy[tuple[Schema, Any]]:
    """Each part of a request with its schema: as the contract has it, broken, or changed at will."""
    described = CASES[operation.path][operation.method]
    drawn = st.one_of(described.as_strategy(generation_mode=mode) for mode in GenerationMode)
    return drawn.flatmap(lambda case: st.sampled_from(list(parts_of(operation, case)))).flatmap(
        lambda part: changed(part[1]).map(lambda value: (part[0], value))
    )


def parts_of(operation: Operation, case: schemathesis.Case) -> Iterator[tuple[Schema, Any]]:
    for media_type, schema in operation.bodies.items():
        if media_type == case.media_type:
            is_text = isinstance(case.body, bytes)
            yield schema, repr(case.body) if is_text else _as_json(case.body)
    if not operation.bodies or operation.path_parameters:
        yield operation.query_schema, case.query or {}
        yield operation.path_schema, case.path_parameters or {}


def _as_json(body: Any) -> Any:
    """The body as JSON; an uploaded file becomes a text."""
    return json.loads(json.dumps(body, default=repr))


@st.composite
def changed(draw: st.DrawFn, value: Any) -> Any:
    """The value with up to two members replaced, added or gone."""
    for _ in range(draw(st.sampled_from([2, 1, 0]))):
        name = draw(st.sampled_from([*(value if isinstance(value, dict) else ()), *NAMES]))
        if not isinstance(value, dict) or draw(st.integers(0, 19)) == 19:
            return draw(st.sampled_from(AWKWARD))
        value = {key: member for key, member in value.items() if key != name}
        if draw(st.booleans()):
            value[name] = draw(st.sampled_from(AWKWARD))
    return value


@pytest.mark.parametrize("name", CONTRACT.operations)
def test_the_fast_verdict_is_the_references_and_a_no_has_its_reasons(name: str) -> None:
    operation = CONTRACT.operations[name]

    @settings(
        max_examples=300 if name == "create_generation" else 60,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests_of(operation))
    def agree(part: tuple[Schema, Any]) -> None:
        schema, value = part
        accepted = schema.accepts(value)
        assert accepted == reference(schema).is_valid(value)
        assert accepted == (schema.issues(value, ("body",)) == ())

    agree()


@settings(max_examples=500, deadline=None, database=None, derandomize=True)
@given(st.from_regex(r"[a-z]{1,5}:(//)?[\x00-\x7fü]{0,12}", fullmatch=True))
@example("http://a/\n")
@example("data:image/png;base64,AA==")
def test_a_url_is_one_for_both_validators(text: str) -> None:
    schema = Schema({"format": "uri"}, {})
    assert schema.accepts(text) == reference(schema).is_valid(text)
