"""The reference validator, `jsonschema`, where it is right about what its specifications say."""

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

from dressform.contract import Schema

OWN = Draft202012Validator.FORMAT_CHECKER

KNOWN: tuple[tuple[dict[str, str], str, bool], ...] = (
    ({"pattern": "^[0-9]+$"}, "1\n", False),
    ({"pattern": r"^[^\s]"}, "\x1d", True),
    ({"pattern": r"^[^\s]"}, "\ufeff", False),
    ({"format": "uri"}, "https://example.com/\n", False),
    ({"format": "date-time"}, "2024-02-29T00:00:00Z\n", False),
    ({"format": "date-time"}, "2016-12-31T23:59:60Z", True),
    ({"format": "date-time"}, "2017-01-01T00:59:60+01:00", True),
    ({"format": "date-time"}, "0000-02-29T00:00:00Z", True),
    ({"format": "uuid"}, "e3e70682-c209-4cac-a29f-6fbe-d82c07cd", False),
    ({"format": "uuid"}, " 3e70682-c209-4cac-a29f-6fbed82c07cd", False),
)
"""Where it is wrong: a schema, a text, and whether that is valid. Python's expressions are not ECMA-262's:
`$` also matches before a last line break, `\\s` other characters. Its `datetime` knows no leap seconds and
no year 0, as RFC 3339 does, and its `UUID` reads what RFC 9562 has no form for.
"""

_SPACE = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""What `\\s` matches by ECMA-262, to stand in brackets: nowhere else do our documents have it."""

_LEAP_SECOND = re.compile(r"(?<=T23:59:)60(?=(\.\d+)?Z)|(?<=T00:59:)60(?=(\.\d+)?\+01:00)")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def reference(schema: Schema) -> Draft202012Validator:
    """The reference with its own formats, put right where it is known to be wrong."""
    checker = FormatChecker(())
    checker.checkers = dict(OWN.checkers)
    checker.checks("uri")(lambda text: OWN.conforms(text, "uri") and _is_one_line(text))
    checker.checks("date-time")(_is_time)
    checker.checks("uuid")(lambda text: not isinstance(text, str) or bool(_UUID.fullmatch(text)))
    return _Reference(schema.whole, format_checker=checker)


def _is_one_line(text: object) -> bool:
    return str(text)[-1:] != "\n"


def _is_time(text: object) -> bool:
    if isinstance(text, str):
        text = _LEAP_SECOND.sub("59", text)
        text = f"2000{text[4:]}" if text.startswith("0000-") else text
    return OWN.conforms(text, "date-time") and _is_one_line(text)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    read = re.sub(r"\$$", r"\\Z", pattern).replace(r"\s", _SPACE)
    if isinstance(instance, str) and not re.search(read, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


_Reference = extend(Draft202012Validator, {"pattern": _pattern})
