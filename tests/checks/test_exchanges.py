"""A request is shown as curl, so that whoever copies it sends the same."""

import json
import os
import shlex
import subprocess
from typing import Any

import pytest
import requests

from dressform.checks import Answer, Mismatch
from dressform.checks.exchange import SENT, SHOWN, Exchange, cut
from dressform.checks.redaction import HIDDEN
from dressform.http.server import Server
from tests.checks.suites import GARMENT, reached

NASTY = 'it\'s "$HOME" `id` $(id) \\ !x\n\t; & | ü✓ %s'


def exchange(**facts: Any) -> Exchange:
    return Exchange("POST", "http://x/a?b=c%20d", "op", facts.pop("headers", {}), **facts)


def as_the_shell_has_it(command: str) -> list[str]:
    """The words of a command, the key being `k-1`."""
    printed = subprocess.run(
        ["sh", "-c", f"set -- {command}; for word; do printf '%s\\0' \"$word\"; done"],
        env={"API_KEY": "k-1", "PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    return printed.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("text", ["plain", NASTY, "", "@file", "-X", "'", "''\"\""])
def test_what_is_sent_survives_the_shell(text: str) -> None:
    words = as_the_shell_has_it(exchange(body=text, headers={"X-Note": text}).curl)
    head = ["curl", "-sS", "-X", "POST", "http://x/a?b=c%20d", "-H", f"X-Note: {text}"]
    assert head + (["--data-raw", text] if text else []) == words
    assert words == shlex.split(exchange(body=text, headers={"X-Note": text}).curl)


def test_the_key_is_put_in_by_the_reader() -> None:
    headers = {"Authorization": f"Bearer {HIDDEN}", "X-It's": f"a{HIDDEN}b"}
    words = as_the_shell_has_it(exchange(headers=headers).curl)
    assert ["-H", "Authorization: Bearer k-1", "-H", "X-It's: ak-1b"] == words[5:]


def test_texts_of_a_form_are_never_taken_for_files() -> None:
    form = (("note", "@/etc/passwd"), ("other", "a;type=b"), ("file", "@a.png;type=image/png"))
    words = as_the_shell_has_it(exchange(form=form).curl)
    assert ["--form-string", "note=@/etc/passwd", "--form-string", "other=a;type=b"] == words[5:9]
    assert ["-F", "file=@a.png;type=image/png"] == words[9:]


def test_a_request_gives_itself_back(server: Server) -> None:
    run = reached(server)
    api = run.target.api
    body = GARMENT | {"description": NASTY}
    curl = api.call("create_clothing_item", body=body).must_be(200).exchange.curl
    key = api.headers["Authorization"].removeprefix("Bearer ")
    words = iter(shlex.split(curl.replace('"$API_KEY"', key))[2:])
    method, url = (next(words), next(words))[1], next(words)
    given = list(zip(words, words, strict=True))
    headers = dict(text.split(": ", 1) for option, text in given if option == "-H")
    (sent,) = (text for option, text in given if option == "--data-raw")
    again = requests.request(method, url, headers=headers, data=sent.encode(), timeout=10)
    assert NASTY == again.json()["description"]
    run.finish()


def test_what_was_sent_is_kept_longer_than_what_was_answered() -> None:
    assert "a" * SHOWN == cut("a" * SHOWN)
    assert f"{'a' * SHOWN}… ({SHOWN + 1} characters)" == cut("a" * (SHOWN + 1))
    assert "a" * SENT == cut("a" * SENT, SENT)


def answer(body: bytes, **headers: str) -> Answer:
    shown = exchange(answer=body.decode(errors="replace"))
    return Answer(200, {n.replace("_", "-"): v for n, v in headers.items()}, body, shown)


def test_pointers_find_what_they_name() -> None:
    found = answer(b'{"a/b": [{"~": null}, 2], "": 3, "0": 4}')
    assert [None, 2, 3, 4] == [found.at(p) for p in ("/a~1b/0/~0", "/a~1b/1", "/", "/0")]
    assert found.json == found.at("")
    assert [None, "x"] == [found.get("/a~1b/2"), found.get("/0/1", "x")]


def test_what_a_pointer_does_not_find_is_a_mismatch() -> None:
    with pytest.raises(Mismatch, match=r'POST /a\?b=c%20d answered 200 without /a: \{"b": 1\}'):
        answer(b'{"b": 1}').at("/a")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 99_999])
def test_a_body_that_is_no_json_is_a_mismatch(body: bytes) -> None:
    with pytest.raises(Mismatch, match=r"with a body that is no JSON \(text/html\)"):
        _ = answer(body, Content_Type="text/html").json


def test_another_status_than_wanted_is_a_mismatch_with_an_excerpt_on_one_line() -> None:
    found = answer(b"line\n" * 200)
    assert found is found.must_be(404, 200)
    with pytest.raises(Mismatch, match=r"answered 200 instead of 201 or 202: (line ){60}…$"):
        found.must_be(201, 202)


@pytest.mark.parametrize("told", ["1970-01-01T00:01:00Z", "1970-01-01T01:01:00+01:00"])
def test_an_instant_is_read_as_unix_time(told: str) -> None:
    assert 60 == answer(json.dumps({"at": told}).encode()).instant("/at")


@pytest.mark.parametrize("told", ["1970-01-01T00:01:00", "soon", 60, None])
def test_what_is_no_instant_is_a_mismatch(told: Any) -> None:
    with pytest.raises(Mismatch, match="at /at, which is no instant"):
        answer(json.dumps({"at": told}).encode()).instant("/at")
