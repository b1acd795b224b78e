"""What is promised about paths and methods. Sources: nextry.txt; vendor-notes.md, nextry, Inferred."""

from urllib.parse import urlsplit

from dressform.checks import Api, Contract, check, equal, promised

_NOTES = "vendor-notes.md, nextry, Inferred; Shapes of the frameworks"


@check("nextry.txt, the last line")
def the_docs_are_served(api: Api) -> None:
    """The deployment has a page /docs with its exact payloads."""
    answer = api.at("GET", "/docs").must_be(200)
    kind = answer.headers.get("Content-Type", "")
    promised(kind.startswith("text/html"), f"{answer.what} with {kind or 'no media type'}")


@check("vendor-notes.md, nextry", "inferred")
def the_document_has_every_operation(api: Api, contract: Contract) -> None:
    """The deployment serves its OpenAPI document, and every operation is in it."""
    answer = api.at("GET", "/openapi.json").must_be(200)
    for operation in contract.operations.values():
        step = operation.path.replace("~", "~0").replace("/", "~1")
        answer.at(f"/paths/{step}/{operation.method.lower()}")


@check(_NOTES, "inferred")
def a_wrong_slash_at_the_end_is_led_away(api: Api) -> None:
    """A path with a slash too few or too many at its end is redirected, with 307, to the right one."""
    for method, path, right in (
        ("POST", "/generation/generate_image_v2", "/generation/generate_image_v2/"),
        ("GET", "/generation/tools/", "/generation/tools"),
    ):
        answer = api.at(method, path).must_be(307)
        where = urlsplit(answer.headers.get("Location", "")).path
        promised(where.endswith(right), f"{answer.what} and leads to {where or 'nowhere'}")


@check(_NOTES, "inferred")
def what_is_not_there_is_not_found(api: Api, nobody: Api) -> None:
    """A path that the API does not have is 404 Not Found, with or without a key; and one that it has
    for other methods is 405, with those methods.
    """
    for anybody in (api, nobody):
        answer = anybody.at("GET", "/generation/no-such-path").must_be(404)
        equal("detail", "Not Found", answer.at("/detail"))
    answer = api.at("GET", "/generation/generate_image_v2/").must_be(405)
    equal("detail", "Method Not Allowed", answer.at("/detail"))
    equal("Allow", "POST", answer.headers.get("Allow"))
