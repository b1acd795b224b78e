"""A refusal is told in one line that is safe to print, and without what was sent."""

import pytest

from dressform.engine.errors import Invalid, Issue, NotFound, OutOfCredits, Refused, Unreadable
from dressform.http.decisions import MAX_LENGTH, describe


def issue(*where: str | int, keyword: str = "type") -> Issue:
    return Issue(where, keyword, "string", "a secret", "'a secret' is not of type 'string'")


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (Invalid((issue("body", "a", 0),)), "body.a.0 breaks type"),
        (Invalid((issue("body"), issue("body", "b"))), "body breaks type; body.b breaks type"),
        (Invalid((issue("body"), issue("body"))), "body breaks type"),
        (OutOfCredits(5, 3), "5 credits required, 3 available"),
        (NotFound("Avatar", 7), "NotFound (what Avatar, id 7)"),
        (Unreadable("not UTF-8"), "Unreadable (reason not UTF-8)"),
    ],
)
def test_a_refusal_is_told_in_a_few_words(refused: Refused, words: str) -> None:
    assert describe(refused) == words


def test_a_name_that_a_client_made_up_cannot_steer_a_terminal() -> None:
    words = describe(Invalid((issue("body", "\x1b[2J\n\r\u202e"),)))
    assert words == r"body.\x1b[2J\n\r\u202e breaks type"
    assert words.isprintable()


@pytest.mark.parametrize("name", ["x" * 100_000, "\n" * 100_000])
def test_a_name_that_a_client_made_up_cannot_fill_the_screen(name: str) -> None:
    words = describe(Invalid((issue("body", name),)))
    assert len(words) == MAX_LENGTH
    assert words.endswith("…")
