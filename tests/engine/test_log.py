"""A log is a list that is only added to."""

import pytest

from dressform.engine import log as module
from dressform.engine.log import Log


def test_it_is_the_list_of_what_was_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 3)
    log: Log[int] = Log()
    for length in range(10):
        expected = list(range(length))
        assert (expected, length, bool(expected)) == (list(log), len(log), bool(log))
        assert expected == [log[place] for place in range(length)]
        assert expected == [log[place - length] for place in range(length)]
        for beyond in (length, length + 3, -length - 1):
            with pytest.raises(IndexError):
                log[beyond]
        log.append(length)
