"""What is wrong with a request, in words: `details.issues` of a `VALIDATION_ERROR`.

Source: vendor-notes.md, neofashion, "invalid body"; the sentences are ours, and inferred.
"""

from typing import Any

from dressform.engine.errors import Invalid, Issue

Json = dict[str, Any]

_ARTICLES = {
    "array": "an array",
    "boolean": "a boolean",
    "integer": "an integer",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}


def issues(refused: Invalid) -> list[Json]:
    """A path and a message for each place, the first of what is wrong with it."""
    found: dict[tuple[str | int, ...], Json] = {}
    for issue in refused.issues:
        path = () if issue.keyword == "json" else issue.where[1:]
        found.setdefault(path, {"path": list(path), "message": _message(issue)})
    return list(found.values())


def _message(issue: Issue) -> str:
    limit = issue.limit
    match issue.keyword:
        case "json":
            return f"The body is not valid JSON: {issue.message} at character {issue.where[-1]}"
        case "unicode":
            return "Contains a character that is not valid Unicode"
        case "required":
            return "Required" if issue.where[1:] else "A JSON body is required"
        case "type":
            return f"Must be {_ARTICLES[limit]}"
        case "enum":
            return f"Must be one of {', '.join(map(str, limit))}"
        case "minimum":
            return f"Must be at least {limit}"
        case "maximum":
            return f"Must be at most {limit}"
        case "minLength":
            return f"Must have at least {_count(limit, 'character')}"
        case "maxLength":
            return f"Must have at most {_count(limit, 'character')}"
        case "minItems":
            return f"Must have at least {_count(limit, 'item')}"
        case "maxItems":
            return f"Must have at most {_count(limit, 'item')}"
        case "format" | "pattern":
            return "Must be a valid http or https URL"
        case _:
            return issue.message


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
