"""What a request in the journal is chosen by, and in words what does not fit."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, TypedDict

from dressform.rows import RequestRow


class Where(TypedDict, total=False):
    """What a request is chosen by; what is left out, or None, does not matter.

    `operation` is an `operationId`, or `media`; `path` may have `*` and `?`; `status` is a number, a
    class such as `"4xx"`, or `"none"` where the connection was dropped; `reason` is the class of the
    refusal. `since` (inclusive) and `until` (exclusive) are of the workspace's time, or of the
    wall's where none was reached. `fault` is a kind that fired on it. The members of `body` have to
    be in the request, to any depth, and so have the `headers`, their names in whichever case.
    """

    operation: str | None
    method: str | None
    path: str | None
    status: int | str | None
    reason: str | None
    since: datetime | None
    until: datetime | None
    fault: str | None
    body: Mapping[str, Any] | None
    headers: Mapping[str, str] | None


def given(criteria: Where) -> dict[str, Any]:
    """The criteria that matter, each of them one that can be meant."""
    for name in criteria:
        if name not in _CRITERIA:
            close = get_close_matches(name, _CRITERIA, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise TypeError(
                f"there is no criterion {name!r}{hint}; there are {', '.join(_CRITERIA)}"
            )
    meant: dict[str, Any] = {n: value for n, value in criteria.items() if value is not None}
    for name, value in meant.items():
        kinds, words, _ = _CRITERIA[name]
        if isinstance(value, bool) or not isinstance(value, kinds):
            raise TypeError(f"{name} is {words}, and not {value!r}")
        if name == "status" and not _STATUS.fullmatch(str(value)):
            raise ValueError(f"status is {words}, and not {value!r}")
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{name} needs a time zone, such as datetime.UTC: {value!r}")
    return meant


def misfits(row: RequestRow, given: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """What does not fit: how far it is off, and in words."""
    for name, wanted in given.items():
        weight = 3 if name in {"operation", "method", "path"} else 1  # another request altogether
        for words in _CRITERIA[name][2](row, wanted):
            yield weight, words


def _member(name: str) -> Callable[[RequestRow, str], Iterator[str]]:
    def check(row: RequestRow, wanted: str) -> Iterator[str]:
        actual = getattr(row, name)
        if actual != wanted:
            yield f"{name} {short(actual)}, not {short(wanted)}"

    return check


def _method(row: RequestRow, wanted: str) -> Iterator[str]:
    if row.method.upper() != wanted.upper():
        yield f"method {safe(row.method)}, not {safe(wanted.upper())}"


def _path(row: RequestRow, wanted: str) -> Iterator[str]:
    if row.path != wanted and not fnmatchcase(row.path, wanted):
        yield f"path {short(row.path)}, not {short(wanted)}"


def _status(row: RequestRow, wanted: int | str) -> Iterator[str]:
    actual = "none" if row.status is None else str(row.status)
    if str(wanted).lower() not in {actual, f"{actual[0]}xx"}:
        yield f"status {actual}, not {wanted}"


def _since(row: RequestRow, wanted: datetime) -> Iterator[str]:
    if moment(row) < wanted:
        yield f"at {moment(row)}, which is before {wanted}"


def _until(row: RequestRow, wanted: datetime) -> Iterator[str]:
    if moment(row) >= wanted:
        yield f"at {moment(row)}, which is not before {wanted}"


def _fault(row: RequestRow, wanted: str) -> Iterator[str]:
    if wanted not in row.faults:
        yield f"faults {', '.join(row.faults) or 'none'}, not {safe(wanted)}"


def _headers(row: RequestRow, wanted: Mapping[str, str]) -> Iterator[str]:
    sent = {name.lower(): value for name, value in row.headers.items()}
    for name, value in wanted.items():
        actual = sent.get(name.lower())
        if actual is None:
            yield f"headers: there is no {name}"
        elif actual != value:
            hidden = " (the journal hides credentials)" if actual == "***" else ""
            yield f"headers: {name} is {short(actual)}{hidden}, not {short(value)}"


def _body(row: RequestRow, wanted: Mapping[str, Any]) -> Iterator[str]:
    yield from _differences(row.request, wanted, "")


def _differences(actual: Any, wanted: Any, place: str) -> Iterator[str]:
    """Where JSON is not what is wanted of it: objects may hold more, lists may not."""
    if isinstance(wanted, Mapping) and isinstance(actual, dict):
        for name, value in wanted.items():
            inner = f"{place}.{name}" if place else str(name)
            if name in actual:
                yield from _differences(actual[name], value, inner)
            else:
                yield f"body: there is no {inner}"
    elif isinstance(wanted, list | tuple) and _is_list_of(actual, len(wanted)):
        for index, (one, other) in enumerate(zip(actual, wanted, strict=True)):
            yield from _differences(one, other, f"{place}.{index}")
    elif actual != wanted or isinstance(actual, bool) is not isinstance(wanted, bool):
        yield f"body: {place or 'it'} is {short(actual)}, not {short(wanted)}"


def _is_list_of(value: Any, length: int) -> bool:
    return isinstance(value, list) and len(value) == length


_STATUS = re.compile(r"[1-5]([0-9]{2}|[xX]{2})|none")
_TEXT = ((str,), "a text")
_MOMENT = ((datetime,), "a datetime")

_CRITERIA: dict[str, tuple[tuple[type, ...], str, Callable[[RequestRow, Any], Iterator[str]]]] = {
    "operation": (*_TEXT, _member("operation")),
    "method": (*_TEXT, _method),
    "path": (*_TEXT, _path),
    "status": ((int, str), "a number from 100 to 599, a class such as '4xx', or 'none'", _status),
    "reason": (*_TEXT, _member("reason")),
    "since": (*_MOMENT, _since),
    "until": (*_MOMENT, _until),
    "fault": (*_TEXT, _fault),
    "body": ((Mapping,), "a mapping of members", _body),
    "headers": ((Mapping,), "a mapping of names to values", _headers),
}


def moment(row: RequestRow) -> datetime:
    """The workspace's time, else the wall's."""
    return row.wall if row.at is None else row.at


def short(value: object) -> str:
    """The value as Python shows it, not too long."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:76]} ..."


def safe(text: str) -> str:
    """Without what could steer a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
