"""What `schemas/uwear` promises to those who read it: a sound document, and examples that keep to it."""

from typing import Any

import pytest

from tests.support.documents import Document, component

Json = dict[str, Any]

DOC = Document("uwear")
DOCUMENT = DOC.whole
CASES = DOC.cases
OPERATIONS = DOC.operations
errors, resolved = DOC.errors, DOC.resolved
USE_CASES = {
    use_case: ref.rpartition("/")[2]
    for use_case, ref in DOCUMENT["components"]["schemas"]["GenerationCreate"]["discriminator"][
        "mapping"
    ].items()
}
MODELS = [
    (use_case, slug)
    for use_case, name in USE_CASES.items()
    for slug in DOCUMENT["components"]["schemas"][name]["discriminator"]["mapping"]
]
URL = "https://example.com/a.png"


def request_for(use_case: str, slug: str) -> Json:
    """The shortest request that this use case of this model takes."""
    request: Json = {"use_case": use_case, "model_slug": slug, "num_images": 1}
    if use_case in {"generate", "edit"}:
        request["prompt"] = "a red dress"
    if use_case != "generate":
        request["image_url"] = URL
    if use_case == "video":
        request["duration"] = 5
    return request


def test_every_documented_operation_has_an_example_and_generation_one_for_each_use_case() -> None:
    expected = sorted([*(set(OPERATIONS) - {"list_cameras"}), *3 * ["create_generation"]])
    assert expected == sorted(case["operation"] for case in CASES)
    assert len(CASES) == len({case["id"] for case in CASES})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_split_without_loss(case: Json) -> None:
    parts = case["request"]
    assert case["printed"] == parts["path"] | parts["query"] | (parts["body"] or {})
    assert (case["path"], case["method"]) == OPERATIONS[case["operation"]][:2]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_request_is_accepted(case: Json) -> None:
    _, _, item, node = OPERATIONS[case["operation"]]
    declared = {
        (p["in"], p["name"]): resolved(p["schema"])
        for p in map(resolved, item.get("parameters", []) + node.get("parameters", []))
    }
    for location in ("path", "query"):
        for name, printed in case["request"][location].items():
            schema = declared[location, name]
            value = int(printed) if schema["type"] == "integer" else printed
            assert errors(schema, value) == []

    bodies = node.get("requestBody", {}).get("content", {})
    assert bool(bodies) == (case["request"]["body"] is not None)
    for content in bodies.values():
        assert errors(content["schema"], case["request"]["body"]) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_printed_response_keeps_to_its_schema(case: Json) -> None:
    *_, node = OPERATIONS[case["operation"]]
    schema = node["responses"]["200"]["content"]["application/json"]["schema"]
    assert errors(schema, case["response"]) == []


@pytest.mark.parametrize(
    "case",
    # The four use cases print different members, and one schema serves them.
    [case for case in CASES if case["operation"] != "create_generation"],
    ids=lambda case: case["id"],
)
def test_a_response_needs_every_member_that_is_printed(case: Json) -> None:
    *_, node = OPERATIONS[case["operation"]]
    schema = node["responses"]["200"]["content"]["application/json"]["schema"]
    for name in case["response"]:
        rest = {key: value for key, value in case["response"].items() if key != name}
        assert errors(schema, rest), f"{name} may be missing"


@pytest.mark.parametrize(("use_case", "slug"), MODELS)
def test_a_request_fits_one_use_case_and_one_model(use_case: str, slug: str) -> None:
    request = request_for(use_case, slug)
    assert [use_case] == [
        u for u, name in USE_CASES.items() if not errors(component(name), request)
    ]

    models = DOCUMENT["components"]["schemas"][USE_CASES[use_case]]
    mapping = models["discriminator"]["mapping"]
    fitting = [branch["$ref"] for branch in models["oneOf"] if not errors(branch, request)]
    assert [mapping[slug]] == fitting


@pytest.mark.parametrize("use_case", ["generate", "edit"])
def test_a_request_without_a_model_is_one_for_the_default_model(use_case: str) -> None:
    request = request_for(use_case, "nano-banana-2")
    del request["model_slug"]
    models = DOCUMENT["components"]["schemas"][USE_CASES[use_case]]
    fitting = [branch["$ref"] for branch in models["oneOf"] if not errors(branch, request)]
    assert [models["discriminator"]["mapping"][models["x-default"]]] == fitting


def test_a_request_without_a_use_case_is_a_generate_request() -> None:
    request = {"prompt": "a red dress", "num_images": 1}
    assert errors(component("GenerationCreate"), request) == []
    assert errors(component("GenerateRequest"), request) == []
    assert DOCUMENT["components"]["schemas"]["GenerationCreate"]["x-default"] == "generate"


@pytest.mark.parametrize(
    ("use_case", "slug", "change"),
    [
        ("generate", "gpt-image-2-high", {"resolution": "4K"}),
        ("generate", "gemini-flash", {"resolution": "2K"}),
        ("generate", "qwen-rapid-aio-v23", {"aspect_ratio": "1:1"}),
        ("generate", "nano-banana-2", {"aspect_ratio": "auto"}),
        ("generate", "nano-banana-2", {"img_ref_urls": 4 * [URL]}),
        ("generate", "nano-banana-2", {"num_images": 6}),
        ("generate", "nano-banana-2", {"camera": "from_above"}),
        ("edit", "qwen-rapid-aio-v23", {"img_ref_urls": 2 * [URL]}),
        ("edit", "nano-banana-2", {"generation_result_parent_id": 1}),
        ("edit", "nano-banana-2", {"image_url": None}),
        ("upscale", "aura-sr", {"upscale_factor": 2}),
        ("video", "seedance-2", {"duration": 3}),
        ("video", "seedance-2", {"last_frame_url": URL}),
        ("video", "kling-3-pro", {"img_ref_urls": [URL]}),
        ("video", "kling-3-pro", {"aspect_ratio": "16:9"}),
        ("video", "kling-2-5-turbo-pro", {"generate_audio": True}),
        ("video", "nano-banana-2", {}),
    ],
)
def test_a_request_beyond_its_models_capabilities_is_refused(
    use_case: str, slug: str, change: Json
) -> None:
    assert errors(component("GenerationCreate"), request_for(use_case, slug) | change)


def test_a_source_is_asked_for_in_words() -> None:
    no_source = request_for("edit", "nano-banana-2")
    del no_source["image_url"]
    assert errors(component("OneSource"), no_source)
    assert (
        DOCUMENT["components"]["schemas"]["OneSource"]["title"]
        == "Send exactly one of generation_result_parent_id and image_url"
    )
