"""A schema gives a verdict, the reasons for a no with their places, and the defaults for a yes."""

from typing import Any

import pytest

from dressform.contract import Schema, load
from dressform.contract.schema import MAX_ISSUES
from dressform.engine.errors import Issue

Json = dict[str, Any]

COMPONENTS: Json = {
    "schemas": {
        "Coat": {
            "oneOf": [
                {"$ref": "#/components/schemas/Wool"},
                {"$ref": "#/components/schemas/Rain"},
            ],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {
                    "wool": "#/components/schemas/Wool",
                    "rain": "#/components/schemas/Rain",
                },
            },
            "x-default": "wool",
        },
        "Wool": {
            "oneOf": [{"$ref": "#/components/schemas/Thick"}],
            "discriminator": {
                "propertyName": "weight",
                "mapping": {"thick": "#/components/schemas/Thick"},
            },
        },
        "Thick": {
            "type": "object",
            "required": ["buttons", "weight"],
            "properties": {
                "kind": {"const": "wool"},
                "weight": {"const": "thick"},
                "buttons": {"type": "integer", "maximum": 5},
                "lining": {"$ref": "#/components/schemas/Lining", "default": "silk"},
            },
        },
        "Rain": {
            "type": "object",
            "required": ["kind"],
            "allOf": [{"$ref": "#/components/schemas/HoodOrHat"}],
            "properties": {
                "kind": {"const": "rain"},
                "hood": {"type": "boolean", "default": False},
            },
        },
        "Lining": {"type": "string", "default": "cotton"},
        "HoodOrHat": {
            "title": "Send a hood or a hat",
            "anyOf": [{"required": ["hood"]}, {"required": ["hat"]}],
        },
    }
}
COAT = Schema({"$ref": "#/components/schemas/Coat"}, COMPONENTS)
THICK = {"weight": "thick", "buttons": 3}


def told(value: Any, schema: Schema = COAT) -> list[tuple[str, str]]:
    """Where each issue is, and what is broken there."""
    issues = schema.issues(value, ("body",))
    return [("/".join(map(str, issue.where)), issue.keyword) for issue in issues]


def test_what_is_accepted_has_no_issues() -> None:
    assert COAT.accepts(THICK)
    assert told(THICK) == []


def test_an_absent_discriminator_picks_the_default_branch() -> None:
    assert told({"weight": "thick", "buttons": 9}) == [("body/buttons", "maximum")]


def test_only_the_picked_branch_has_a_say() -> None:
    assert told({"kind": "rain", "hood": 1}) == [("body/hood", "type")]


def test_an_unknown_branch_is_told_with_all_that_are_known() -> None:
    (issue,) = COAT.issues({"kind": "silk"}, ("body",))
    assert (issue.where, issue.keyword, issue.value) == (("body", "kind"), "enum", "silk")
    assert issue.limit == ["wool", "rain"]


@pytest.mark.parametrize("kind", [None, 5, ["wool"], {}, True])
def test_a_discriminator_that_is_no_text_is_an_unknown_branch(kind: Any) -> None:
    assert told({"kind": kind}) == [("body/kind", "enum")]


def test_a_discriminator_without_a_default_is_required() -> None:
    assert told({"kind": "wool", "buttons": 1}) == [("body/weight", "required")]


@pytest.mark.parametrize("value", [None, [], "coat", 5, True])
def test_what_has_to_be_an_object_is_told_so(value: Any) -> None:
    assert COAT.issues(value, ("body",)) == (
        Issue(("body",), "type", "object", value, f"{value!r} is not an object"),
    )


def test_each_missing_member_has_an_issue_at_its_own_place() -> None:
    schema = Schema({"required": ["a", "ab", "b"]}, {})
    assert told({"a": 1}, schema) == [("body/ab", "required"), ("body/b", "required")]


def test_an_issue_says_where_in_a_list_it_is_and_what_stands_there() -> None:
    schema = Schema({"properties": {"ids": {"items": {"type": "integer"}}}}, {})
    (issue,) = schema.issues({"ids": [1, "x"]}, ("body",))
    assert (issue.where, issue.limit, issue.value) == (("body", "ids", 1), "integer", "x")


@pytest.mark.parametrize("combination", ["oneOf", "anyOf"])
def test_a_combination_that_fails_is_told_by_its_title(combination: str) -> None:
    schema = Schema({"title": "Send a or b", combination: [{"type": "null"}]}, {})
    (issue,) = schema.issues(5, ("body",))
    assert (issue.keyword, issue.message) == (combination, "Send a or b")


def test_a_prohibition_is_told_by_its_title() -> None:
    schema = Schema({"title": "Send no a", "not": {"required": ["a"]}}, {})
    assert [issue.message for issue in schema.issues({"a": 1}, ("body",))] == ["Send no a"]


def test_a_combination_in_a_branch_keeps_its_title() -> None:
    assert [issue.message for issue in COAT.issues({"kind": "rain"}, ("body",))] == [
        "Send a hood or a hat"
    ]


def test_a_combination_without_a_title_is_told_in_the_references_words() -> None:
    (issue,) = Schema({"not": {}}, {}).issues(5, ())
    assert issue.message == "5 should not be valid under {}"


@pytest.mark.parametrize("text", ["nonsense", "http://a b", "http://[", "http://a/\n", "http://ü"])
def test_formats_are_asserted_in_the_verdict_and_in_the_reasons(text: str) -> None:
    schema = Schema({"type": "string", "format": "uri"}, {})
    assert not schema.accepts(text)
    assert told(text, schema) == [("body", "format")]


def test_of_endless_issues_the_first_thousand_are_told() -> None:
    schema = Schema({"items": {"type": "integer"}}, {})
    assert len(schema.issues(["x"] * (MAX_ISSUES + 1), ())) == MAX_ISSUES == 1000


def test_defaults_are_those_of_the_branch_that_the_value_picks() -> None:
    assert COAT.with_defaults(THICK) == THICK | {"kind": "wool", "lining": "silk"}
    assert COAT.with_defaults({"kind": "rain"}) == {"kind": "rain", "hood": False}


def test_a_default_beside_a_reference_wins_over_the_one_behind_it() -> None:
    assert COAT.with_defaults(THICK)["lining"] == "silk"


def test_what_was_sent_wins_over_a_default_even_if_it_is_false() -> None:
    assert COAT.with_defaults({"kind": "rain", "hood": None})["hood"] is None


def test_defaults_of_an_unknown_branch_are_none() -> None:
    assert COAT.with_defaults({"kind": "silk"}) == {"kind": "silk"}


def test_a_members_schema_is_found_through_the_discriminators() -> None:
    assert COAT.member(THICK, "buttons") == {"type": "integer", "maximum": 5}
    assert COAT.member(THICK, "lining") == {"type": "string", "default": "silk"}
    assert COAT.member({"kind": "rain"}, "buttons") == {}


@pytest.mark.parametrize(
    ("body", "defaults"),
    [
        (
            {"prompt": "p", "num_images": 1},
            {
                "use_case": "generate",
                "model_slug": "nano-banana-2",
                "camera": "photo",
                "resolution": "2K",
                "enhance_user_prompt": True,
            },
        ),
        (
            {"prompt": "p", "num_images": 1, "model_slug": "gemini-flash"},
            {"use_case": "generate", "camera": "photo", "enhance_user_prompt": True},
        ),
        (
            {"use_case": "video", "model_slug": "kling-3-pro", "num_images": 1, "duration": 3}
            | {"image_url": "https://example.com/a.png"},
            {"generate_audio": False},
        ),
    ],
)
def test_uwears_defaults_follow_the_use_case_and_the_model(body: Json, defaults: Json) -> None:
    schema = load("uwear").operations["create_generation"].bodies["application/json"]
    assert schema.accepts(body)
    assert schema.with_defaults(body) == body | defaults
