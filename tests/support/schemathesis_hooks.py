"""What `schemathesis run` cannot know from the document alone. Named in `SCHEMATHESIS_HOOKS`."""

import io
from typing import Any

import schemathesis
from hypothesis import strategies as st
from PIL import Image
from schemathesis import GenerationMode
from schemathesis.transport.serialization import contains_binary


def _written(kind: str, width: int, height: int, colour: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind)
    return file.getvalue()


for kind in ("png", "jpeg", "webp"):
    side = st.integers(1, 40)
    colour = st.sampled_from(["navy", "white", "red"])
    images = st.builds(_written, st.just(kind), side, side, colour)
    schemathesis.openapi.media_type(f"image/{kind}", images)


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """Take back a verdict that nobody reached.

    A stateful step that fills a member of a body from an earlier answer judges the body anew, and
    a body with an uploaded file in it counts as breaking the schema, since bytes are no JSON:
    4.32.5, `Case._validate_component`; much like schemathesis issue 2983. It was drawn as sound.
    """
    meta = case.meta
    if meta and contains_binary(case.body) and meta.phase.data.description == "Positive test case":
        meta.generation.mode = GenerationMode.POSITIVE


@schemathesis.hook
def filter_case(context: Any, case: schemathesis.Case) -> bool:
    """Break forms without files only.

    In a form everything is text, so a list where text belongs is refused by nobody. The check
    `negative_data_rejection` knows that, and gives up on knowing it when a file is in the form,
    again since bytes are no JSON: 4.32.5, `_form_body_is_valid_as_sent`. And drop sound ones that
    are not: the coverage phase sends a required text beside files empty, whatever its schema says
    (4.32.5, `_generate_multipart_body_from_custom_strategies`).
    """
    meta = case.meta
    if meta is None or not contains_binary(case.body):
        return True
    return meta.generation.mode.is_positive and _has_its_choices(case)


def _has_its_choices(case: schemathesis.Case) -> bool:
    """Whether every member of a form that is a choice is one of those there are."""
    members = {name: m for body in case.operation.body for name, m in body.form_properties.items()}
    return all(
        value in members[name].get("enum", [value])
        for name, value in case.body.items()
        if name in members
    )
