"""Uploads: the same picture is kept once, as long as somebody needs it, and all within a bound."""

import pytest

from dressform.engine import uploads as module
from dressform.engine.uploads import Uploads


def test_the_same_picture_is_kept_once_and_until_its_last_user_drops_it() -> None:
    uploads = Uploads()
    first, second, other = (uploads.keep(data) for data in (b"front", b"front", b"back"))
    assert (first, 2, 9) == (second, len(uploads), uploads.size)
    assert first != other
    uploads.drop(first)
    assert b"front" == uploads.get(first)
    uploads.drop(first)
    assert (None, 1, 4) == (uploads.get(first), len(uploads), uploads.size)


def test_beyond_the_bound_the_oldest_are_forgotten_but_never_the_latest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    uploads = Uploads()
    tokens = [uploads.keep(data) for data in (b"1111", b"2222", b"3333")]
    assert [None, b"2222", b"3333"] == [uploads.get(token) for token in tokens]
    huge = uploads.keep(b"4" * 20)
    assert ([huge], 20) == (list(uploads.kept), uploads.size)
    uploads.drop(tokens[0])  # whoever kept it need not know
    assert (1, 20) == (len(uploads), uploads.size)
